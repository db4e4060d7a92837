"""The reports of the Desk beside the same figures by stock means (get_list, then Python), in one run.

    .bench/env/bin/python benchmarks/reports.py [--site test.localhost] [--rows 30000] [--rounds 5]

Writes made-up candidates, observers, appeals, decisions and looks to the site in one transaction that is taken back. Needs
MariaDB and Redis of the bench running (`script/site services`). Prints for each report and reader: the median of the report,
of the stock way, and their ratio.
"""

import statistics
import time
from collections import Counter
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import on_site

READERS = ("auditor@esaylov.example", "regional.chair@esaylov.example", "chair@esaylov.example")
OUTCOMES = ("Granted", "Refused", "Partly Granted", "Acknowledged")
OPEN = ("Registered", "Under Review", "On Agenda", "Returned")


def load(number: int) -> None:
	"""As many candidates and appeals, two decisions for three appeals, a look for each, an observer for ten."""
	import frappe
	from factories import register_load, report_rows

	from esaylov.framework import clock

	since = time.perf_counter()
	register_load.load(number)
	report_rows.election()
	commissions = frappe.get_all("Election Commission", {"level": ["in", ["DC", "REG"]]}, pluck="name")
	places = dict(frappe.get_all("Election Commission", fields=["name", "lft"], as_list=True))
	types = frappe.get_all("Appeal Type", pluck="name", order_by="name asc")
	now, decisions, appeals, looks = clock.now(), [], [], []
	for place in range(number):
		commission, received = commissions[place % len(commissions)], now - timedelta(days=place % 60)
		is_decided = place % 3 > 0
		common = {"name": f"bench{place:06d}", "election": report_rows.ELECTION}
		decision = common["name"] if is_decided else None
		if is_decided:
			decided_on = received.date() + timedelta(days=place % 9)
			outcome = {"outcome": OUTCOMES[place % 4], "status": "Signed", "kind": "Chair Decision"}
			decisions.append({**common, **outcome, "commission": commission, "decided_on": decided_on})
		appeals.append(
			{
				**common,
				"status": OUTCOMES[place % 4] if is_decided else OPEN[place % 4],
				"appeal_type": types[place % len(types)],
				"recipient": commission,
				"recipient_lft": places[commission],
				"received_at": received,
				"due_on": received.date() + timedelta(days=5),
				"decision": decision,
			}
		)
		looks.append(
			{
				"name": common["name"],
				"kind": ("Look-up", "Check", "Reveal")[place % 3],
				"commission": commission,
				"viewer": READERS[place % 3],
				"person_key": f"bench{place % 9000}",
				"seen_at": received,
			}
		)
	register_load.insert("Decision", decisions)
	register_load.insert("Appeal", appeals)
	register_load.insert("Personal Data Access", looks)
	print(f"{number} candidates, appeals and looks written in {time.perf_counter() - since:.1f} s")


def measure(rounds: int) -> None:
	"""A line for each reader and report."""
	import frappe

	print(f"{'reader':<16} {'report':<12} {'report, ms':>11} {'stock, ms':>11} {'stock / report':>15}")
	for user in READERS:
		frappe.set_user(user)
		for name, (ours, stock) in pairs().items():
			took, plain = median(ours, rounds), median(stock, rounds)
			print(
				f"{user.partition('@')[0]:<16} {name:<12} {took:>11.1f} {plain:>11.1f} {plain / took:>15.1f}"
			)
	frappe.set_user("Administrator")


def pairs() -> dict[str, tuple[Callable[[], Any], Callable[[], Any]]]:
	"""Each report, and the figures it begins with by get_list and Python. Looks have no stock way for a commission."""
	from esaylov.reports import accredited, candidates, lookups, overdue
	from esaylov.reports import appeals as reports_appeals
	from esaylov.reports import decisions as reports_decisions

	return {
		"appeals": (
			lambda: reports_appeals.figures({"by": "type"}),
			lambda: tally("Appeal", "appeal_type", "status", "due_on", "received_at", "decision"),
		),
		"overdue": (
			lambda: overdue.rows({}),
			lambda: tally("Appeal", "recipient", "status", "due_on", "number", "appeal_type", "assigned_to"),
		),
		"decisions": (
			lambda: reports_decisions.figures({}),
			lambda: tally("Decision", "commission", "outcome", "status", "agenda_item"),
		),
		"candidates": (
			lambda: candidates.figures({}),
			lambda: tally("Candidate", "party", "gender", "birth_date", "status", "party_membership"),
		),
		"observers": (
			lambda: accredited.figures({"register": "Observer"}),
			lambda: tally("Observer", "kind", "status", "certificate"),
		),
		"looks": (
			lambda: lookups.figures({}),
			lambda: tally("Personal Data Access", "kind", "viewer", "person_key"),
		),
	}


def tally(doctype: str, group: str, *fields: str) -> Counter[tuple[object, ...]]:
	"""All rows that the reader may list, counted by one column: the least that the stock way does."""
	import frappe

	try:
		rows = frappe.get_list(doctype, fields=[group, *fields], order_by="name asc", limit=0)
	except frappe.PermissionError:
		return Counter()
	return Counter(row[group] for row in rows)


def median(step: Callable[[], Any], rounds: int) -> float:
	"""Milliseconds."""
	return statistics.median(on_site.timed(step, rounds)[0])


if __name__ == "__main__":
	on_site.run(__doc__, load, measure, rows=30_000, rounds=5)
