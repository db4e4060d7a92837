"""What reads cost MariaDB where a site lies encrypted: look-ups by PINFL, and the list of appeals that a chair opens.

	.bench/env/bin/python benchmarks/encrypted.py [--site test.localhost] [--rows 20000] [--rounds 1000]

Run it, encrypt the site (`script/encrypt-at-rest set-up`, `tables`), and run it again; `filing_cost.py --alone` beside it says the same
of a filing. Writes made-up persons and takes them back. Prints milliseconds of MariaDB's processor time for each, in three runs.
"""

import on_site
from processes import spent

from standalone import backing, paths

CHAIR = "chair@esaylov.example"
RUNS = 3


def load(number: int) -> None:
	"""Persons whose PINFL nobody else has."""
	from factories import register_load

	register_load.insert(
		"Person", [{"name": f"benchread{row:06d}", "pinfl": f"9{row:013d}"} for row in range(number)]
	)
	print(f"{number} persons")


def measure(rounds: int) -> None:
	"""Both questions, in turns."""
	import frappe

	database = next(
		process
		for service in backing.services(paths.Bench())
		if "redis" not in service.name.lower() and (process := service.process())
	)
	held = frappe.db.count("Person", {"name": ("like", "benchread%")})

	def look_up() -> None:
		for row in range(held):
			frappe.db.get_value("Person", {"pinfl": f"9{row:013d}"}, "name")

	def lists() -> None:
		for _ in range(rounds):
			frappe.get_list("Appeal", fields=["*"], limit=20, order_by="received_at desc")

	frappe.set_user(CHAIR)
	for _ in range(RUNS):
		for name, ask, times in (("look-up", look_up, held), ("list of 20", lists, rounds)):
			before = spent(database)
			ask()
			print(f"{name:12}{(spent(database) - before) / times:8.3f} ms")
	frappe.set_user("Administrator")


if __name__ == "__main__":
	with backing.running(paths.Bench()):
		on_site.run(__doc__, load, measure, rows=20_000, rounds=1_000)
