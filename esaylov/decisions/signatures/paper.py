"""The decision on paper (*qaror*) and an extract of it (*qarordan koʻchirma*): what stands there, for the print formats."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from itertools import pairwise

import frappe
from frappe.model.document import Document

from esaylov.core.elections.calendar import short_date
from esaylov.core.procedure.decision_text import count_subject, keep_subject
from esaylov.core.records.token import Claims
from esaylov.core.records.token import make as make_token
from esaylov.core.texts import word
from esaylov.decisions.drafting import wording
from esaylov.decisions.drafting.rows import WHOLE
from esaylov.decisions.signatures import voted
from esaylov.framework import practice
from esaylov.framework.errors import NotFound
from esaylov.framework.files import papers
from esaylov.identity import persons
from esaylov.permissions.reach import reach
from esaylov.registers.entries import entries
from esaylov.trust import keys

DECISION, EXTRACT = "decision", "decision_extract"

POINT = re.compile(r"\d+\. ")
SIGNERS = {
	voted.PRESIDING: ("signed_by_person", "signed_by_position", "signed_at", "signature"),
	voted.SECRETARY: ("secretary_person", "secretary_position", "secretary_signed_at", "secretary_signature"),
}
"""Fields of a Decision: who signed, as what, when, and the signature."""


def pdf(name: str, user: str, row: str = "") -> tuple[str, bytes]:
	"""File name and PDF of a decision, or with `row` (a path such as `persons[0]`) of the extract for that row.

	Raises NotFound, also for who may not read the decision.
	"""
	decision = readable(name, user, row)
	folder, values = (EXTRACT, {"row_path": row}) if row else (DECISION, {})
	if row and row not in {entry.row_path for entry in decision.rows}:
		raise NotFound({"doctype": "Decision"})
	number = decision.number or decision.act_number or decision.name
	html = papers.of_print_format(folder, decision, f"Qaror {number}", values)
	return f"{folder}-{decision.commission}-{number}.pdf".replace("/", "-"), papers.pdf(html, archival=True)


def readable(name: str, user: str, row: str = "") -> Document:
	"""A decision for who may read it: its commission and those above; once it is signed the applicant of its appeal, whoever
	it ended the entry of, and of the extract for a row the person of that row.

	Raises NotFound.
	"""
	if not frappe.db.exists("Decision", name):
		raise NotFound({"doctype": "Decision"})
	decision = frappe.get_doc("Decision", name)
	if not (
		frappe.has_permission("Decision", "read", doc=decision, user=user)
		or _is_asked_by(decision, user)
		or _is_about(decision, user, row)
	):
		raise NotFound({"doctype": "Decision"})
	return decision


def printed(decision: Document) -> dict[str, object]:
	"""The head, both texts in their lines, the signatures and the QR code."""
	titles = _titles(decision)
	return {
		**_head(decision, titles),
		"texts": [
			{
				"language": language,
				"blocks": _blocks(decision.get(f"text_{language}") or "", titles, decision),
			}
			for language in wording.LANGUAGES
		],
	}


def printed_extract(decision: Document, row_path: str = "") -> dict[str, object]:
	"""The same for one row, or for each row when none is named: the point it stands under and its own line."""
	titles = _titles(decision)
	rows = [row for row in decision.rows if row_path in ("", row.row_path)]
	return {
		**_head(decision, titles),
		"rows": [
			{
				"subject": row.subject,
				"outcomes": [word(row.outcome, language) for language in wording.LANGUAGES],
				"texts": [
					{"language": language, "lines": _lines_of(decision, row, language)}
					for language in wording.LANGUAGES
				],
			}
			for row in rows
		],
	}


def _is_asked_by(decision: Document, user: str) -> bool:
	is_signed = decision.status != "Draft" and user != "Guest"
	return bool(is_signed and decision.appeal and reach(user).has("Appeal", [decision.appeal]))


def _is_about(decision: Document, user: str, row: str) -> bool:
	"""Whether a signed decision wrote the entry of the user by this row, or ended it."""
	person = persons.person_of(user)
	if decision.status == "Draft" or not person:
		return False
	wrote = {"decision": decision.name, "person": person, "row_path": row}
	ended = {"end_decision": decision.name, "person": person}
	return any(
		frappe.db.exists(register, ended) or (row and frappe.db.exists(register, wrote))
		for register in entries.OF_PEOPLE
	)


def _head(decision: Document, titles: dict[str, str]) -> dict[str, object]:
	day = frappe.utils.getdate(decision.act_date or decision.decided_on)
	return {
		"is_specimen": papers.is_specimen(decision.election),
		"commission_uz": titles["uz"],
		"commission_ru": titles["ru"],
		"about": papers.election(decision.election),
		"number": decision.number or decision.act_number or "",
		"day": short_date(day) if day else "",
		"status": decision.status,
		"annulled_by": _annulled_by(decision),
		"signatures": _signatures(decision),
		"sha256": decision.payload_sha256 or "",
		"qr": papers.qr_svg(papers.verify_address(token(decision))) if decision.status != "Draft" else "",
		"code": decision.name,
	}


def _signatures(decision: Document) -> list[papers.Signature]:
	"""The signatures of a decision; a successor of who presided or kept the record has the reason for which they signed."""
	reasons = voted.reasons_of(decision)
	return [
		replace(row, note=reasons.get(part, ""))
		for part, fields in SIGNERS.items()
		for row in papers.signatures(decision, (fields,))
	]


def token(decision: Document) -> str:
	"""What the QR code says, signed by the server: the decision, its outcome, number and day; nothing personal."""
	day: date = frappe.utils.getdate(decision.act_date or decision.decided_on)
	claims = Claims(
		id=decision.name,
		kind="decision",
		holder=decision.outcome or "",
		commission=decision.commission,
		valid_from=day.isoformat(),
		valid_to="",
		decision=decision.number or decision.act_number or "",
		election=decision.election or "",
	)
	if practice.is_of(decision.election):
		claims["is_practice"] = True
	return make_token(claims, keys.server_key(), keys.server_key_id())


def _annulled_by(decision: Document) -> str:
	if decision.status != "Annulled":
		return ""
	later = frappe.db.get_value(
		"Decision", {"annuls": decision.name, "status": "Signed"}, ["number", "decided_on"], as_dict=True
	)
	return f"{short_date(later.decided_on)} № {later.number}" if later else ""


def _titles(decision: Document) -> dict[str, str]:
	fields = [f"title_{language}" for language in wording.LANGUAGES]
	row = (
		frappe.db.get_value("Election Commission", decision.commission, fields, as_dict=True)
		or frappe._dict()
	)
	return {language: row.get(f"title_{language}") or decision.commission for language in wording.LANGUAGES}


def _blocks(text: str, titles: dict[str, str], decision: Document) -> list[dict[str, object]]:
	"""Paragraphs of the text without the head that the paper prints itself; a paragraph that is a point has its rows."""
	day = frappe.utils.getdate(decision.decided_on).strftime("%d.%m.%Y") if decision.decided_on else ""
	head = {*titles.values(), "Qaror", "Решение", day, ""}
	lines = text.split("\n")
	while lines and lines[0].strip() in head:
		lines.pop(0)
	blocks = [block.split("\n") for block in "\n".join(lines).split("\n\n") if block.strip()]
	return [
		{"is_point": bool(POINT.match(block[0])), "first": block[0], "rest": block[1:]} for block in blocks
	]


def _lines_of(decision: Document, row: Document, language: str) -> list[str]:
	"""The line of the signed text that names a row, below the point it stands under; nothing for an appeal without rows."""
	if row.row_path == WHOLE:
		return []
	subjects = [other.subject for other in decision.rows]
	same = [other.row_path for other in decision.rows if other.subject == row.subject]
	found = []
	point = ""
	for line in (decision.get(f"text_{language}") or "").split("\n"):
		point = line if POINT.match(line) else point
		own = [part for part in (point, keep_subject(line, row.subject, subjects)) if part]
		found += [own] * count_subject(line, row.subject, subjects)
	place = _order(decision, row, same)
	lines = found[place] if place < len(found) else []
	return [line for line, after in pairwise([*lines, ""]) if line != after]


def _order(decision: Document, row: Document, same: Sequence[str]) -> int:
	"""Which of several lines with the same name is the row's: the text lists what is granted before what is refused,
	and what is refused by its grounds."""
	grounds: dict[tuple[str, str], int] = {}
	for entry in decision.rows:
		grounds.setdefault((entry.ground or "", entry.reason or ""), entry.idx)
	ordered = sorted(
		(entry for entry in decision.rows if entry.row_path in same),
		key=lambda entry: (
			entry.outcome == "Refused",
			grounds[entry.ground or "", entry.reason or ""],
			entry.idx,
		),
	)
	return [entry.row_path for entry in ordered].index(row.row_path)
