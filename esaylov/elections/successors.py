"""Numbers of the law over time: a row that has begun is not changed in place; a new row ends it and begins on a day."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from esaylov.core.findings import Finding
from esaylov.framework import clock, errors
from esaylov.framework.errors import FormInvalid
from esaylov.framework.guarded_steps import PROVED, SETTING_UP

STATUTE = "Statute"
FIXED = ("value", "unit", "article", "valid_from")
"""What a row that has begun says for good: filings and decisions of its days rest on it."""
SAME = ("key", "unit")
"""What a row has in common with the one that it replaces."""


def check_in_place(doc: Document) -> None:
	"""Called from Statute.before_validate: before a change is kept as a proposal. Raises FormInvalid (`statute_in_force`)."""
	stored = doc.get_doc_before_save()
	if SETTING_UP.is_writing or not stored:
		return
	if not _has_begun(stored):
		_refuse_findings([Finding("statute_day_fixed", "valid_from")] if _leaves_former(stored, doc) else [])
		return
	changed = [field for field in FIXED if str(stored.get(field) or "") != str(doc.get(field) or "")]
	if _moves_a_past_day(_as_date(stored.valid_to), _as_date(doc.valid_to)):
		changed.append("valid_to")
	if stored.is_active and not doc.is_active:
		changed.append("is_active")
	_refuse_findings([Finding("statute_in_force", field) for field in changed])


def _leaves_former(stored: Document, doc: Document) -> bool:
	"""Whether a row in force would begin on another day than the one after the row that it ended."""
	return bool(stored.is_active and stored.replaces) and _as_date(stored.valid_from) != _as_date(
		doc.valid_from
	)


def check_successor(doc: Document) -> None:
	"""A row that replaces another has its key and unit, and begins after it and not in the past; raises FormInvalid."""
	if not ended_row(doc):
		return
	former = frappe.db.get_value(STATUTE, doc.replaces, [*SAME, "valid_from"], as_dict=True)
	if not former or any(former[field] != doc.get(field) for field in SAME):
		_refuse_findings([Finding("statute_of_another", "replaces")])
	else:
		_refuse_findings(_day_findings(_as_date(doc.valid_from) or date.min, former.valid_from))


def _day_findings(first: date, begun: date | None) -> list[Finding]:
	if first < clock.today() and not SETTING_UP.is_writing:
		return [Finding("statute_day_past", "valid_from")]
	return [Finding("statute_day_order", "valid_from")] if begun and first <= begun else []


def end_former(doc: Document) -> None:
	"""Called from Statute.on_update: the row that a new one replaces ends on the day before that begins.

	The signature of the new row covers both: it names the former row and the day.
	"""
	if not (doc.is_active and ended_row(doc)):
		return
	former = frappe.get_doc(STATUTE, doc.replaces, for_update=True)
	last = (_as_date(doc.valid_from) or date.min) - timedelta(days=1)
	if former.valid_to and getdate(former.valid_to) <= last:
		return
	former.valid_to = last
	with PROVED.writing():
		former.save(ignore_permissions=True)  # two persons signed that; either may lack the right alone


def ended_row(doc: Document) -> str:
	"""The row that ends because this one comes into force; "" without one."""
	return str(doc.replaces or "") if _comes_into_force(doc) else ""


def _comes_into_force(doc: Document) -> bool:
	stored = doc.get_doc_before_save()
	return not stored or bool(doc.is_active and not stored.is_active)


def _has_begun(row: Document) -> bool:
	"""Whether a day of a row has come, in force or not: who switches a row off and on again does not change its past."""
	return not row.valid_from or getdate(row.valid_from) <= clock.today()


def _moves_a_past_day(before: date | None, after: date | None) -> bool:
	"""Whether the value of a day that is over would become another."""
	yesterday = clock.today() - timedelta(days=1)
	return before != after and min(before or date.max, after or date.max) < yesterday


def _as_date(value: str | date | None) -> date | None:
	return getdate(value) if value else None


def _refuse_findings(findings: list[Finding]) -> None:
	if findings:
		with errors.shown():
			raise FormInvalid(findings)
