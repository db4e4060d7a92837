"""What must hold for people, memberships and representations, whoever writes them."""

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.people import identity as rules
from esaylov.core.people import names
from esaylov.core.people.unseen import UNSEEN
from esaylov.elections import checks, in_office
from esaylov.framework import clock
from esaylov.framework.errors import shown
from esaylov.framework.guarded_steps import PROVED, SETTING_UP
from esaylov.identity import memberships
from esaylov.identity.bodies import BODY_DOCTYPES

NAME_FIELDS = ("surname", "given_name", "patronymic")


def check_person(doc: Document) -> None:
	"""Complete the computed columns and check the identifiers; raises FormInvalid."""
	# a citizen's name in the letters that are law, whichever were typed; a foreigner's as the passport has it (Gökçe)
	written = names.plain if doc.pinfl else names.plain_apostrophes
	for field in NAME_FIELDS:
		doc.set(field, written((doc.get(field) or "").strip()))
	doc.full_name = " ".join(part for part in (doc.surname, doc.given_name, doc.patronymic) if part)
	doc.search_key = names.search_key(doc.full_name)
	# MariaDB's unique index allows many NULLs and only one empty text
	doc.pinfl, doc.user = (doc.pinfl or "").strip() or None, doc.user or None
	_keep_identity_state(doc)
	unseen = [Finding("unseen_characters", field) for field in NAME_FIELDS if UNSEEN.search(doc.get(field))]
	checks.refuse([*unseen, *_pinfl(doc), *_passport(doc), *_phone(doc)])


def _keep_identity_state(doc: Document) -> None:
	"""Mark whom one administrator entered or renamed; another one clears the mark, and nobody takes a confirmation back by hand.

	Otherwise one administrator enters the PINFL of a nominee under another name, and the nominee is refused (`person_differs`).
	"""
	before = doc.get_doc_before_save()
	if before and (doc.identity_state or before.owner == frappe.session.user):
		doc.identity_state = before.identity_state
	is_proved = doc.flags.ignore_permissions or doc.flags.configuration_applied or SETTING_UP.is_writing
	if is_proved or not doc.pinfl:
		return
	if before is None or any(
		(before.get(field) or "") != (doc.get(field) or "") for field in (*NAME_FIELDS, "pinfl")
	):
		doc.identity_state = "Entered by an Administrator"


def check_membership(doc: Document) -> None:
	"""Dates in order, and nobody is a member of two commissions at once; raises FormInvalid.

	Members of other commissions may not be members (domain reference, section 2); staff are no members.
	"""
	with shown():
		memberships.check_decided(doc)
	_check_end(doc)
	_check_days(doc)
	checks.check_order(doc, "absent_from", "absent_until")
	doc.user = memberships.user_of(doc.person)  # one person's rows queue up here
	if doc.position == "Staff":
		return
	if other := _overlapping(doc):
		checks.refuse(
			[Finding("membership_overlap", "commission", article="19", params={"commission": other})]
		)


def check_representative(doc: Document) -> None:
	"""The body is of a kind that files appeals, dates are in order; TIN and user are carried; raises FormInvalid."""
	_check_days(doc)
	_check_end(doc)
	if doc.body_type not in BODY_DOCTYPES:
		checks.refuse([Finding("body_kind_unknown", "body_type")])
	doc.tin = frappe.db.get_value(doc.body_type, doc.body, "tin")
	doc.user = frappe.db.get_value("Person", doc.person, "user")
	if not doc.is_new() and doc.has_value_changed("person"):
		doc.person_name = frappe.db.get_value("Person", doc.person, "full_name")


def _check_end(doc: Document) -> None:
	"""Whoever is in office today stays so until the end of the day, unless a decision says otherwise; raises FormInvalid."""
	stored = doc.get_doc_before_save()
	if stored is None or PROVED.is_writing or SETTING_UP.is_writing:
		return
	former, last = (checks.days_of(each.starts_on, each.ends_on)[1] for each in (stored, doc))
	if last < clock.today() <= former:
		checks.refuse([Finding("date_too_early", "ends_on", params={"limit": clock.today().isoformat()})])


def _check_days(doc: Document) -> None:
	"""First and last day are in order; raises FormInvalid."""
	if not _has_same_days(
		doc
	):  # one that waits for its second person, or was declined, ends before it begins
		checks.check_order(doc, "starts_on", "ends_on")


def _has_same_days(doc: Document) -> bool:
	"""Whether a document that is there keeps its first and its last day."""
	stored = doc.get_doc_before_save()
	days = [checks.days_of(each.starts_on, each.ends_on) for each in (doc, stored) if each]
	return len(days) == 2 and days[0] == days[1]


def _overlapping(doc: Document) -> str | None:
	first, last = checks.days_of(doc.starts_on, in_office.last_day(doc))
	for other in memberships.others_of(doc):
		starts, ends = checks.days_of(other.starts_on, in_office.last_day(other))
		# one that ended on its first day never held
		if first <= ends and starts <= last and starts <= ends and first <= last:
			return str(other.commission)
	return None


def _pinfl(doc: Document) -> list[Finding]:
	return rules.check(doc.pinfl, "pinfl") if doc.pinfl else []


def _passport(doc: Document) -> list[Finding]:
	"""The structure of citizens only: a foreign passport has the form of its own state, and its holder has no PINFL."""
	if not doc.passport:
		return []
	if not doc.pinfl:
		doc.passport = rules.normal_foreign_passport(doc.passport)
		return []
	try:
		doc.passport = rules.normal_passport(doc.passport)
	except rules.IdentityInvalid as problem:
		return [Finding(problem.code, "passport")]
	return []


def _phone(doc: Document) -> list[Finding]:
	if not doc.phone:
		return []
	try:
		doc.phone = rules.normal_phone(doc.phone)
	except rules.IdentityInvalid as problem:
		return [Finding(problem.code, "phone")]
	return []
