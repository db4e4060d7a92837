"""The mandates that the rows of appeals ask for: of what kind, of which body, at which place, and for whom."""

from collections.abc import Iterator, Mapping, Sequence

import frappe

from esaylov.core.rules.result_rules.mandates import (
	CANDIDATE,
	MEMBER,
	OBSERVER,
	PRESS,
	PROXY,
	REPRESENTATIVE,
	Mandate,
)
from esaylov.core.rules.result_rules.outcome_values import Person, Value
from esaylov.registers.outcome_rules import compositions
from esaylov.registers.outcome_rules.asked_rows import WHOLE, AskedRows

FORMING, REPLACING, LISTING = "appoint_commission_member", "replace_commission_member", "register_list"
NOMINATING = frozenset({LISTING, "register_candidate", "replace_candidate"})
MANDATES: Mapping[str, str] = {
	**dict.fromkeys(NOMINATING, CANDIDATE),
	"accredit_observer": OBSERVER,
	"replace_observer": OBSERVER,
	"register_proxy": PROXY,
	"replace_proxy": PROXY,
	"accredit_media": PRESS,
	"replace_media_representative": PRESS,
	"register_authorized_representative": REPRESENTATIVE,
	"replace_authorized_representative": REPRESENTATIVE,
	FORMING: MEMBER,
	REPLACING: MEMBER,
}
"""Effect to the kind of mandate that it gives to the persons of its rows."""
BODIES = ("organization", "mahalla", "media_name")
"""Keys of a mapping that name the body of a mandate where it is no party."""


def unnumbered(asked: Sequence[AskedRows]) -> Iterator[tuple[str, list[Value]]]:
	"""The persons of each who would get a mandate, and are citizens without a PINFL."""
	for one in asked:
		kind = MANDATES.get(one.definition["effect"])
		people: list[Value] = [
			Person("" if path == WHOLE else path, Mandate(kind), is_numbered=False)
			for path, row in one.rows
			if kind and row.get("passport") and not row.get("pinfl")
		]
		if people:
			yield str(one.appeal.name), people


Given = tuple[str, str, Mandate]
"""Path of a row, the Person or the number by which nobody is known yet ("" for neither), and the mandate."""


def mandates_asked(one: AskedRows) -> list[Given]:
	"""The mandates that the rows of one appeal ask for, with the person of each."""
	kind = MANDATES.get(one.definition["effect"])
	if not kind or not one.rows:
		return []
	body = _body(one, kind)
	place = _place(one) if kind == OBSERVER else ""  # of no other mandate is it asked
	return [
		("" if path == WHOLE else path, one.person(row), Mandate(kind, body, place)) for path, row in one.rows
	]


def _body(one: AskedRows, kind: str) -> str:
	if kind == MEMBER:
		return compositions.commission_named(one)
	if one.party:
		return one.party
	row = one.rows[0][1] if one.rows else {}
	named = next((str(value) for key in BODIES if (value := one.mapped(key, row))), "")
	return _title_of(one, named) if named else str(one.appeal.applicant_body or "")


def _title_of(one: AskedRows, named: str) -> str:
	"""What an entry says of a body that is named by its record."""
	links = {
		field.get("name"): field["link"]["doctype"] for field in one.definition["fields"] if field.get("link")
	}
	mapping = one.definition["effect_mapping"]
	doctype = next((links[name] for key in BODIES if (name := mapping.get(key, key)) in links), "")
	return str(frappe.get_cached_value(doctype, named, "title_uz") or named) if doctype else named


def _place(one: AskedRows) -> str:
	"""The territory that the entries of the rows get: that of the answers, of the entry that is replaced, or of the commission."""
	row = one.rows[0][1] if one.rows else {}
	if named := one.mapped("territory", row):
		return str(named)
	register, name = one.entry(row) if one.mapped("certificate", row) else ("", "")
	if register:
		return str(frappe.db.get_value(register, name, "territory") or "")
	return str(frappe.get_cached_value("Election Commission", one.appeal.recipient, "territory") or "")
