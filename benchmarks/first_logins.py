"""What a first login costs, and whether 3,000 of them fit into an hour: users made for candidates by the phone of
their entry, and for
persons who came by OneID or a key.

	.bench/env/bin/python benchmarks/first_logins.py [--site test.localhost] [--rows 3000]

Makes persons and candidates, then their users in this process, as a login makes them, and takes everything back with
the transaction. CPU is
that of the process (user and system time), without the database. Stock Frappe is beside it: the limit that it has
for new users, and the
same number of its users without that limit.
"""

import time
from collections.abc import Callable, Sequence

import frappe
import on_site
from factories import codes, people

from esaylov.identity import entry_logins, persons

HOUR = 3600
STOCK_LIMIT = 60
PERSONS: list[str] = []
PHONES: list[str] = []


def measured(title: str, made: Sequence[object], login: Callable[[object], object]) -> None:
	"""Print CPU and time of a login for each, and how many an hour of one process would hold."""
	cpu, wall = time.process_time(), time.monotonic()
	for one in made:
		login(one)
	cpu, wall = time.process_time() - cpu, time.monotonic() - wall
	each = 1000 * cpu / len(made)
	print(
		f"{title:<44}{len(made):>7}{each:>10.1f} ms{1000 * wall / len(made):>10.1f} ms{HOUR / wall * len(made):>12.0f}"
	)


def stock_user(_number: object) -> None:
	"""A user as the Desk makes one."""
	address = f"{frappe.generate_hash(length=12)}@esaylov.example"
	user = frappe.get_doc(
		{"doctype": "User", "email": address, "first_name": "Sinov", "send_welcome_email": 0}
	)
	user.insert(ignore_permissions=True)


def fill(logins: int) -> None:
	"""Half of the people of so many logins, and as many candidates."""
	frappe.flags.mute_emails = True
	frappe.local.conf["throttle_user_limit"] = STOCK_LIMIT
	PERSONS.extend(codes.person() for _ in range(logins // 2))
	PHONES.extend(codes.phone() for _ in range(logins // 2))
	for phone in PHONES:
		people.candidate(frappe.get_doc("Person", codes.person(phone)))


def measure(rounds: int) -> None:
	"""Each logs in once; then stock users, of which the first is refused."""
	print(f"{'':<44}{'logins':>7}{'CPU':>13}{'time':>13}{'an hour':>12}")
	measured("first login of a person (OneID, key)", PERSONS, lambda name: persons.user_for(str(name)))
	measured(
		"first login by the phone of an entry",
		PHONES,
		lambda phone: entry_logins.user_for_entries(entry_logins.entries_of_phone(str(phone))),
	)
	try:
		stock_user(0)
	except frappe.ValidationError:
		print(f"stock User after these: refused, more than {STOCK_LIMIT} in an hour")
	frappe.local.conf["throttle_user_limit"] = 10**9
	measured("stock User without the limit", range(200 * rounds), stock_user)


if __name__ == "__main__":
	on_site.run(__doc__, fill, measure, rows=3_000, rounds=1)
