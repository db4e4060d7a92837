"""Loading the demonstration: synthetic elections thirty days ahead, made-up bodies and people, and their keys.

Only on sites that say `esaylov_demo: 1`. Loading it again changes nothing. `ground` has the elections, bodies and
places, `people` the people, `entries` who of them stands in a register, `register` what the public pages
show besides, `keys` certificates, `stages` and `history` the elections further ahead or under way.
"""

import frappe
from frappe.utils import cint

from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import table_cache
from esaylov.permissions.configuration import comparison
from esaylov.setup.demo import (
	by_election,
	by_election_count,
	entries,
	ground,
	history,
	register,
	stage_people,
	stages,
)
from esaylov.setup.demo import people as demo_people
from esaylov.setup.demo.ground import ELECTION
from esaylov.setup.demo.people import LOGINS, PASSWORD
from esaylov.setup.demo.signing import keys


def load(language: str = "uz", counted: bool = False, staged: bool = False) -> None:
	"""Make what is missing of the demonstration and print its address and logins; raises WrongState on a site that is not one.

	language: in which new demonstration logins begin. counted: with the by-election that is over, its protocols and what was
	decided on them. staged: with elections at other stages, so that each type can be filed by somebody. Most tests have no use for these.
	"""
	if not clock.may_move():
		raise WrongState(article="own design")
	with SETTING_UP.writing():
		ground.make()
		people = {login.entry: demo_people.make(login, language) for login in LOGINS}
		entries.make(people)
		register.make()
		keys.make(LOGINS)
		if counted and not frappe.db.exists("Election", by_election.ELECTION):
			by_election.make(language)
			by_election_count.make()
		if staged and not frappe.db.exists("Election", stages.PLANNED):
			stages.make(language)
			history.make()
	table_cache.note_write("E-saylov Settings")
	frappe.db.set_single_value("E-saylov Settings", "current_election", ELECTION)
	# a demonstration is shown at any hour
	frappe.db.set_single_value("E-saylov Settings", {"quiet_from": "00:00:00", "quiet_to": "00:00:00"})
	comparison.record("set-up")
	frappe.db.commit()  # a set-up command: no request reaches this
	_print_logins()


def _print_logins() -> None:
	port = cint(frappe.conf.get("webserver_port")) or 8000
	print(f"\n  {frappe.conf.get('host_name') or f'http://{frappe.local.site}:{port}'}\n")
	for login in logins():
		print(f"  {login['user']:32} {login['password']:16} {login['who']}")


def logins() -> list[dict[str, str]]:
	"""What the set-up prints: user, password, who it is."""
	has_count = frappe.db.exists("Election", by_election.ELECTION)
	precinct = by_election.logins_of(by_election.OPEN_STATION) if has_count else ()
	staged = stage_people.LOGINS if frappe.db.exists("Election", stages.PLANNED) else ()
	return [
		{"user": login.user, "password": PASSWORD, "who": login.who}
		for login in (*LOGINS, *precinct, *staged)
	]
