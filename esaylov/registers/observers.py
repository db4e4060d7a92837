"""Observers (kuzatuvchi): Election Code art. 33."""

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.errors import LawBroken
from esaylov.registers import people
from esaylov.registers.grants import Grant, of_decision
from esaylov.sole_writer import SoleWriter

WRITER = SoleWriter("registers")
KINDS = {
	"party_district_branch": "party",
	"party_regional_branch": "party",
	"political_party": "party",
	"mahalla": "mahalla",
	"foreign_ministry": "foreign",
}
"""Applicant kind of the appeal -> kind of observer."""


def accredit(grant: Grant) -> str:
	"""Write the Observer of one granted row, once for each decision and person; return its name."""
	person = people.find_or_make(grant.row, grant.appeal.language)
	key = {"decision": grant.decision.name, "person": person}
	if known := frappe.db.get_value("Observer", key):  # apply_effect has locked the decision
		return known
	observer = frappe.new_doc("Observer")
	observer.update({**key, **_facts(grant)})
	observer.flags.grant = (
		grant  # read a moment ago; check_granted need not read the decision again for each person
	)
	try:
		with WRITER.writing():
			return observer.insert(ignore_permissions=True).name  # an effect: no role may create
	except frappe.UniqueValidationError:
		frappe.clear_last_message()
		return frappe.db.get_value("Observer", key, for_update=True)  # sees the last commit


def check_granted(observer: Document) -> None:
	"""The entry's decision is signed and grants this very person. Raises LawBroken."""
	person = frappe.db.get_value("Person", observer.person, ["pinfl", "passport"], as_dict=True)
	known = observer.flags.grant
	for grant in [known] if known else of_decision(observer.decision):
		same = any(person.get(key) and person[key] == grant.row.get(key) for key in people.KEYS)
		if same and (grant.decision.name, grant.decision.commission) == (
			observer.decision,
			observer.commission,
		):
			return
	raise LawBroken({"decision": observer.decision})


def _facts(grant: Grant) -> dict[str, object]:
	appeal = grant.appeal
	commission = frappe.get_cached_doc("Election Commission", grant.decision.commission)
	territory = grant.mapped("territory") or appeal.territory or commission.territory
	party = _party(grant)
	full_name = " ".join(str(grant.row.get("full_name") or "").split())
	return {
		"election": appeal.election,
		"kind": KINDS.get(appeal.applicant_kind, "party"),
		"title": full_name,
		"full_name": full_name,
		"party": party,
		"organization_title": _organization(grant, party),
		"territory": territory,
		"scope_text": frappe.get_cached_value("Administrative Territory", territory, "title_uz"),
		"commission": commission.name,
		"commission_lft": commission.lft,
		"appeal": appeal.name,
		"registered_on": clock.today(),
		"row_path": grant.path,
		"status": "Registered",
	}


def _party(grant: Grant) -> str | None:
	if grant.appeal.applicant_body_type == "Party Branch":
		return frappe.get_cached_value("Party Branch", grant.appeal.applicant_body, "party")
	if grant.appeal.applicant_body_type == "Political Party":
		return grant.appeal.applicant_body
	return None


def _organization(grant: Grant, party: str | None) -> str | None:
	if party:
		return frappe.get_cached_value("Political Party", party, "title_uz")
	return frappe.db.get_value(grant.appeal.applicant_body_type, grant.appeal.applicant_body, "title_uz")
