"""The queue of a commission's desk with 30,000 open appeals: what a page of fifty costs, wherever it lies, and what the counts do.

    .bench/env/bin/python benchmarks/desk_queue.py [--site test.localhost] [--rows 30000] [--rounds 15]

Writes made-up open appeals of the demonstration's commission to the site, commits them, and takes them away again at the end; not for a
site that anybody works on. Needs MariaDB and Redis of the bench running (`script/site services`). Prints for each question the median
and the longest time until the rows are there, and the processor time of this process in it.
"""

import statistics
from collections.abc import Callable
from datetime import timedelta
from functools import partial

import on_site

CHAIR = "chair@esaylov.example"
PREFIX = "benchqueue"
STATES = ("Registered", "Registered", "Under Review", "Under Review", "On Agenda", "Returned")
TYPES = ("A56", "A01", "A10", "A23", "A35")
DEEP = 300
"""A page far behind the first."""


def load(number: int) -> None:
	"""Appeals of a year in all open states, of five types, every fourth with an officer, every tenth corrected."""
	import frappe
	from factories import register_load

	from esaylov.core.people.names import part_key
	from esaylov.framework import clock
	from esaylov.setup.demo.ground import COMMISSION

	now = clock.now()
	place = frappe.db.get_value("Election Commission", COMMISSION, "lft")
	common = {"election": "demo", "recipient": COMMISSION, "recipient_lft": place}
	register_load.insert(
		"Appeal",
		[
			{
				"name": f"{PREFIX}{row:06d}",
				**common,
				"status": STATES[row % len(STATES)],
				"appeal_type": TYPES[row % len(TYPES)],
				"route": ("chair_decision", "commission_vote")[row % 2],
				"number": f"B-2026-{row:06d}",
				"subject": (title := f"Kuzatuvchilar, {row}-roʻyxat, tuman boʻyicha"),
				"search_key": part_key(title),
				"received_at": now - timedelta(days=row % 365),
				"due_on": (now + timedelta(days=row % 60 - 20)).date(),
				"assigned_to": None if row % 4 else CHAIR,
				"correction": None if row % 10 else f"{PREFIX}-round",
			}
			for row in range(number)
		],
	)
	frappe.db.commit()
	frappe.db.sql("analyze table `tabAppeal`")
	print(f"{number} open appeals")


def measure(rounds: int) -> None:
	"""A line for each question; the first call, which warms up, is left out."""
	import frappe

	from esaylov.appeals.inbox import pages, queues

	frappe.set_user(CHAIR)
	after = ""
	for _ in range(DEEP):
		after = pages.page(CHAIR, after=after).next or after
	questions: dict[str, Callable[[], object]] = {
		"all that is open": lambda: pages.page(CHAIR),
		f"its page {DEEP}": lambda: pages.page(CHAIR, after=after),
		**{
			found.queue.value: partial(pages.page, CHAIR, queue=found.queue.value)
			for found in queues.of(CHAIR)
		},
		"one type": lambda: pages.page(CHAIR, appeal_type="A10"),
		"a text": lambda: pages.page(CHAIR, text="9999-ro"),
		"a text of none": lambda: pages.page(CHAIR, text="nothing of the kind"),
		"all counts": lambda: queues.of(CHAIR),
		"types": lambda: pages.types(CHAIR),
	}
	print(f"{'question':<18} {'median, ms':>11} {'longest, ms':>12} {'of it here, ms':>15}")
	for called, ask in questions.items():
		took, spent = on_site.timed(ask, rounds)
		print(f"{called:<18} {statistics.median(took):>11.1f} {max(took):>12.1f} {min(spent):>15.1f}")
	frappe.set_user("Administrator")


def clear() -> None:
	"""Take the appeals away again."""
	import frappe

	frappe.db.delete("Appeal", {"name": ["like", f"{PREFIX}%"]})
	frappe.db.commit()


if __name__ == "__main__":
	on_site.run(__doc__, load, measure, rows=30_000, rounds=15, clear=clear)
