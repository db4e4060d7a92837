"""What an administrator changes of a procedure: numbers and roles of steps that the law leaves open. Each waits for a second person.

Nothing is in force here: Statute and Workflow are guarded (`permissions.configuration`), which keeps what is saved as a proposal.
"""

from collections.abc import Sequence
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.appeals.procedure import new_values, numbers, picture
from esaylov.appeals.types.definitions import TYPE
from esaylov.core.appeal_types import procedure as outline
from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, WrongState

MOST = 365
"""The largest number that may be proposed here [ours]: a year of days."""
OF_ROW = (
	"name",
	"parent",
	"parenttype",
	"parentfield",
	"idx",
	"creation",
	"modified",
	"modified_by",
	"owner",
)


def change_number(key: str, value: int, starts_on: date | None = None, article: str | None = None) -> str:
	"""Propose another value of a number that the law leaves open; the name of its Configuration Change.

	starts_on: today without one. article: that of the former value without one. Raises NotFound, LawBroken (`number_fixed`),
	FormInvalid, WrongState (`change_waits`, `change_none`).
	"""
	row = numbers.rows([key]).get(key)
	if not row or not (key in numbers.COMMON or frappe.db.exists(TYPE, {"review_statute": key})):
		raise NotFound({"doctype": numbers.STATUTE})
	if numbers.is_locked(row, numbers.shipped_by_key([key]).get(key)):
		raise LawBroken(article=row.article, code="number_fixed")
	least = 1 if key not in numbers.COMMON else 0
	if not least <= value <= MOST:
		raise FormInvalid([Finding("number_range", "value", params={"least": least, "most": MOST})])
	told = row.article or "" if article is None else article
	return new_values.propose_value(row.name, value, starts_on or clock.today(), told)


def change_roles(state: str, action: str, next_state: str, roles: Sequence[str]) -> str:
	"""Propose who takes a step that the law leaves open; the name of its Configuration Change.

	roles: of those that we ship for the step or that are in force; the others have no right that the step asks for. Raises NotFound,
	LawBroken (`step_fixed`), FormInvalid, WrongState (`change_waits`, `change_none`).
	"""
	name, rows = picture.workflow()
	step = (state, action, next_state)
	those = [row for row in rows if (row.state, row.action, row.next_state) == step]
	if not those:
		raise NotFound({"doctype": picture.WORKFLOW})
	held = [row.allowed for row in those]
	if outline.lock_of(held, outline.rests_on(those[0].condition, "")):
		raise LawBroken(code="step_fixed")
	known = {*held, *picture.shipped_roles(name).get(step, ())} & {*outline.COMMISSION}
	if not roles or not set(roles) <= known:
		raise FormInvalid([Finding("not_a_choice" if roles else "roles_none", "roles")])
	document = _locked(picture.WORKFLOW, name)
	if set(roles) == set(held):
		raise WrongState(code="change_none")
	_set_roles(document, step, [role for role in outline.COMMISSION if role in roles])
	document.save(ignore_permissions=True)  # a System Manager's; here proposed, and two persons sign
	return _proposal(document)


def _set_roles(document: Document, step: tuple[str, str, str], roles: Sequence[str]) -> None:
	"""The rows with those of the step for these roles alone, where the first of them stood."""
	those = [row for row in document.transitions if picture.step_of(row.as_dict()) == step]
	by_role = {row.allowed: row for row in those}
	like = {field: value for field, value in those[0].as_dict().items() if field not in OF_ROW}
	wanted = [by_role.get(role) or {**like, "allowed": role} for role in roles]
	rows, is_put = [], False
	for row in document.transitions:
		if row not in those:
			rows.append(row)
		elif not is_put:
			rows += wanted
			is_put = True
	document.set("transitions", [])
	for place, row in enumerate(rows, 1):
		document.append("transitions", row).idx = place


def _locked(doctype: str, name: str) -> Document:
	"""The document, whose row is locked from here on; raises WrongState where a proposal about it waits, which a newer one would drop."""
	document = frappe.get_doc(doctype, name, for_update=True)
	if waiting := _waiting(document):
		raise WrongState({"change": waiting}, code="change_waits")
	return document


def _waiting(document: Document) -> str:
	about = {
		"reference_doctype": document.doctype,
		"reference_name": document.name,
		"status": "Proposed",
	}
	return str(frappe.db.get_value(picture.CHANGE, about, "name", for_update=True) or "")


def _proposal(document: Document) -> str:
	return _waiting(document)
