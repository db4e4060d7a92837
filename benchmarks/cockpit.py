"""The cockpit with a hundred thousand appeals: what a call costs for each reader.

    .bench/env/bin/python benchmarks/cockpit.py [--site test.localhost] [--rows 100000] [--rounds 10]

Writes made-up appeals, a third of them open, and a third as many SMS of the last day to the site in one transaction that is taken back.
Needs MariaDB and Redis of the bench running (`script/site services`). Prints for each reader the median time until the figures are there,
and the processor time of this process in it.
"""

import statistics
import time
from datetime import timedelta

import on_site

READERS = ("cec.chair@esaylov.example", "regional.chair@esaylov.example", "auditor@esaylov.example")
OPEN = ("Registered", "Under Review", "On Agenda", "Returned")
ENDED = ("Granted", "Refused", "Partly Granted", "Acknowledged")
DELIVERY = ("Queued", "Accepted", "Delivered", "Delivered", "Failed")


def load(number: int) -> None:
	"""Appeals of all levels, each day of sixty as many; messages of the last hours."""
	import frappe
	from factories import register_load, report_rows

	from esaylov.framework import clock

	report_rows.election()
	places = frappe.get_all("Election Commission", fields=["name", "lft"], order_by="lft asc")
	now = clock.now()
	appeals = [
		{
			"name": f"bench{row:06d}",
			"election": report_rows.ELECTION,
			"status": (ENDED if row % 3 else OPEN)[row % 4],
			"appeal_type": "A56",
			"recipient": places[row % len(places)].name,
			"recipient_lft": places[row % len(places)].lft,
			"received_at": now - timedelta(days=row % 60),
			"due_on": (now + timedelta(days=row % 30 - 15)).date(),
		}
		for row in range(number)
	]
	messages = [
		{
			"name": f"bench{row:06d}",
			"status": DELIVERY[row % len(DELIVERY)],
			"creation": now - timedelta(minutes=row % 1000),
			"commission": places[row % len(places)].name,
			"commission_lft": places[row % len(places)].lft,
			"is_secret": 0,
		}
		for row in range(number // 3)
	]
	since = time.perf_counter()
	register_load.insert("Appeal", appeals)
	register_load.insert("SMS Message", messages)
	print(
		f"{len(appeals)} appeals, {len(messages)} messages, {len(places)} commissions: {time.perf_counter() - since:.1f} s"
	)


def measure(rounds: int) -> None:
	"""A line for each reader; the first call, which warms up, is left out."""
	import frappe
	from factories.report_rows import ELECTION

	from esaylov.api import cockpit

	print(f"{'reader':<16} {'there after, ms':>16} {'of it here, ms':>16}")
	for user in READERS:
		frappe.set_user(user)
		took, spent = on_site.timed(lambda: cockpit.figures(ELECTION), rounds)
		print(
			f"{user.partition('@')[0]:<16} {statistics.median(took):>16.1f} {statistics.median(spent):>16.1f}"
		)
	frappe.set_user("Administrator")


if __name__ == "__main__":
	on_site.run(__doc__, load, measure, rows=100_000, rounds=10)
