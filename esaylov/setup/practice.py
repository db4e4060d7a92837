"""The practice election: made by one step after the present election, ended, and begun anew with nothing in it.

It takes contests, calendar and constituencies of the election that it follows, by the same job as the preparation of a next one; every stage
is open from its making to its day, so that each type of appeal may be tried at once. Bodies, persons and commissions are the real ones:
whoever works in the real election practises with their own login.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import frappe

from esaylov.appeals.review import practice as appeals_practice
from esaylov.elections.preparation import copying
from esaylov.framework import clock, practice
from esaylov.framework.errors import NotFound, WrongState
from esaylov.trust.chains import chain

DAYS: Final = 60
"""How far ahead its day lies [ours]: time for a course."""
CODE: Final = "mashq"
SLICE: Final = 100
"""Appeals that one request closes."""
TITLES: Final = {
	"title_uz": "Mashq saylovi (haqiqiy emas)",
	"title_ru": "Учебные выборы (не настоящие)",
	"title_en": "Practice election (not real)",
	"short_title_uz": "Mashq saylovi",
	"short_title_ru": "Учебные выборы",
	"short_title_en": "Practice election",
}
BEGUN, ENDED = "election.practice_begun", "election.practice_ended"


@dataclass(frozen=True, slots=True)
class Practice:
	"""The practice election of this site. election: "" without one, or while it is made; preparation: that makes it."""

	election: str
	preparation: str


def present() -> Practice:
	"""The one that runs, or is being made."""
	election = frappe.db.get_value("Election", {"status": practice.PRACTICE}, order_by="creation desc")
	made = {"is_practice": 1, "status": "Running"}
	making = frappe.db.get_value("Election Preparation", made, order_by="creation desc")
	return Practice(str(election or ""), str(making or ""))


def begin() -> str:
	"""Order the making of a practice election after the present one; the name of its preparation, which says how far it is.

	Raises WrongState (`practice_runs`; `practice_no_model` on a site without an election to follow).
	"""
	frappe.db.get_value(
		"DocType", "Election", "name", for_update=True
	)  # of two at once the second sees the first
	now = present()
	if now.election or now.preparation:
		raise WrongState(code="practice_runs")
	model = _model()
	preparation = frappe.new_doc("Election Preparation")
	preparation.update(
		{
			**{"code": _free_code(), "is_practice": 1, "source_election": model, "copies_constituencies": 1},
			**{"election_day": clock.today() + timedelta(days=DAYS), "called_on": clock.today(), **TITLES},
		}
	)
	contests = {"parent": model, "parenttype": "Election"}
	for contest in frappe.get_all("Election Contest", contests, pluck="election_type", order_by="idx asc"):
		preparation.append("election_types", {"election_type": contest})
	with practice.WRITER.writing():
		preparation.insert(ignore_permissions=True)  # the administrator's step, whose role was asked
	copying.start(str(preparation.name))
	_record(BEGUN, str(preparation.code))
	return str(preparation.name)


def end(election: str) -> int:
	"""End the practice election and close a slice of its appeals; how many are left, to be asked until none is. Repeatable.

	Its rows stay out of every page and count for good; what was decided in it stays signed, in chains that nothing leaves. Raises NotFound,
	WrongState.
	"""
	document = (
		frappe.get_doc("Election", election, for_update=True)
		if frappe.db.exists("Election", election)
		else None
	)
	if document is None or document.status not in practice.STATES:
		raise NotFound({"doctype": "Election"})
	if document.status == practice.PRACTICE:
		document.status = practice.OVER
		with practice.WRITER.writing():
			document.save(ignore_permissions=True)  # the administrator's step, whose role was asked
		_record(ENDED, election)
	return appeals_practice.close(election, SLICE)


def _model() -> str:
	"""The election that it follows: that of the settings, else the last one that has a calendar."""
	named = frappe.db.get_single_value("E-saylov Settings", "current_election")
	known = [*([named] if named else []), *_others()]
	for election in known:
		if not practice.is_of(election) and frappe.db.exists("Election Stage", {"election": election}):
			return str(election)
	raise WrongState(code="practice_no_model")


def _others() -> list[str]:
	return frappe.get_all("Election", pluck="name", order_by="election_day desc, name asc", limit=20)


def _free_code() -> str:
	"""Its number counts the practices of this site."""
	number = len(practice.elections()) + 1
	while frappe.db.exists("Election", f"{CODE}-{number}"):
		number += 1
	return f"{CODE}-{number}"


def _record(kind: str, election: str) -> None:
	whose = frappe.db.get_value("Election Commission", {"level": "CEC"}, order_by="lft asc")
	if whose:
		chain.record(str(whose), kind, {"election": election}, clock.now())
