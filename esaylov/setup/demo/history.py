"""What was filed and decided already in the demonstration's elections, by the services and with the keys of those who act.

Mandates that a type may replace or give up, a candidate whose registration was refused, and the complaint about that, which waits for its decision.
"""

from typing import Any

import frappe

from esaylov.core.people.identity import with_check_digit
from esaylov.framework import clock
from esaylov.identity import roles
from esaylov.setup.demo import entries, names
from esaylov.setup.demo import stage_people as actors
from esaylov.setup.demo.acting import REFUSED, Sitting, decided_by_chair, filed, taken_up
from esaylov.setup.demo.ground import CITY, COMMISSION, ELECTION, HIGHER
from esaylov.setup.demo.register import BIOGRAPHY
from esaylov.setup.demo.stages import CALLED, UNDER_WAY

FIRST_NAME = 460
"""Number of the name of the first person whom filings name."""
TITLE = "Murojaatlar boʻyicha majlis (namoyish)"
PROXY_FILES = ("application", "consents")
NOMINATION_FILES = ("party_decision", "protocol", "consent", "undertaking", "photo")
SHORTAGE = "Yigʻilish bayonnomasi ilova qilinmagan (namoyish uchun toʻqilgan)"
CONTESTED_SEAT = 6


def make() -> None:
	"""File and decide it. The session is Administrator's afterwards."""
	try:
		_representative()
		_mandates()
		_proxies()
		_refusal()
	finally:
		frappe.set_user("Administrator")


def _representative() -> None:
	"""The authorized representative of a party, by the Central Election Commission's vote."""
	answers = {**_person(0), **_decision(), "powers": "Komissiya majlislarida qatnashish"}
	files = ("party_decision", "consent", "photo")
	_granted(actors.CENTRAL, CALLED, filed("central.party", "A01", CALLED, answers, *files))


def _mandates() -> None:
	"""Observers of a party by the decision of the district's chair."""
	answers = {**_decision(), "persons": [_person(1), _person(2)]}
	observers = filed("party", "A56", ELECTION, answers, "party_decision")
	decided_by_chair(observers, actors.SITTING[COMMISSION][0])


def _proxies() -> None:
	"""Journalists of a newspaper, and proxies of three candidates, each by the vote of the commission that registers them."""
	press = {
		"region": CITY,
		"media_type": "Newspaper",
		"registry_no": "0123",
		"persons": [{**_person(3), "media_position": "Muxbir"}],
	}
	proxy = next(login for login in actors.LOGINS if login.local == actors.PROXY)
	listed = {**_person(4), "pinfl": proxy.pinfl, "full_name": " ".join(proxy.name)}
	central = filed(actors.LISTED, "A21", ELECTION, {"proxies": [listed, _person(5)]}, *PROXY_FILES)
	_granted(actors.CENTRAL, ELECTION, central)
	person = frappe.db.get_value("Person", {"pinfl": proxy.pinfl}, "name")
	roles.sync_person_roles(str(person))  # the login was there before the entry: else the job does it
	regional = [
		filed("media", "A40", ELECTION, press, "persons[0].photo"),
		filed(actors.REGION, "A34", ELECTION, {"proxies": [_person(6)]}, *PROXY_FILES),
	]
	_granted(HIGHER, ELECTION, *regional)
	district = filed("candidate", "A50", ELECTION, {"proxies": [_person(7)]}, *PROXY_FILES)
	_granted(COMMISSION, ELECTION, district)


def _refusal() -> None:
	"""A nomination that the district's commission refuses in the by-election under way, and what the party says of that to the one above."""
	answers = {
		**_person(8),
		"constituency": entries.constituency(UNDER_WAY, "DC", CONTESTED_SEAT),
		"birthplace": "Toshkent",
		"party_membership": "Member",
		"biography": BIOGRAPHY,
	}
	nomination = filed("rival", "A47", UNDER_WAY, answers, *NOMINATION_FILES)
	members = actors.SITTING[COMMISSION]
	taken_up(nomination, members[1])
	sitting = Sitting(COMMISSION, UNDER_WAY, TITLE, members)
	decision = sitting.decided(nomination, REFUSED, SHORTAGE)
	sitting.close()
	said = {
		"respondent_commission": COMMISSION,
		"contested_decision_no": frappe.db.get_value("Decision", decision, "number"),
		"contested_decision_date": clock.today().isoformat(),
		"facts": "Bayonnoma topshirilgan, lekin komissiya uni hisobga olmagan (namoyish uchun toʻqilgan).",
		"demand": "Qarorni bekor qilib, nomzodni roʻyxatga olish.",
	}
	complaint = filed("rival", "A44", UNDER_WAY, said, "evidence")
	taken_up(complaint, actors.SITTING[HIGHER][1])


def _granted(commission: str, election: str, *appeals: str) -> None:
	"""A session of a commission grants what was filed."""
	members = actors.SITTING[commission]
	for appeal in appeals:
		taken_up(appeal, members[1])
	sitting = Sitting(commission, election, TITLE, members)
	for appeal in appeals:
		sitting.decided(appeal)
	sitting.close()


def _decision() -> dict[str, str]:
	return {"party_decision_no": "12-Q", "party_decision_date": clock.today().isoformat()}


def _person(number: int) -> dict[str, Any]:
	"""A made-up person of 03.01.1880 with place code 000, as a form asks for one."""
	name = names.made(FIRST_NAME + number)
	pinfl = with_check_digit(f"{2 if name.is_woman else 1}030180000{number + 1:03d}")
	return {"pinfl": pinfl, "full_name": name.latin, "phone": f"+9989000001{number:02d}"}
