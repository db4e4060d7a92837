"""Another value of a number of the law: what it touches, and the proposal of a row that replaces the one in force."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.query_builder.functions import Count

from esaylov.appeals.procedure import numbers
from esaylov.appeals.review import deadlines
from esaylov.appeals.types import definitions, law_numbers
from esaylov.core.findings import Finding
from esaylov.core.forms import label
from esaylov.framework.errors import FormInvalid, NotFound, WrongState

STATUTE, CHANGE = numbers.STATUTE, "Configuration Change"
COPIED = (
	*("key", "unit", "valid_to", "title_uz", "title_uz_cyrl", "title_ru", "title_en"),
	*("source_mark", "note"),
)
"""What a new value has of the one that it replaces; an administrator gives value, first day and article alone."""
REVIEW = "review"


def find_number_uses(statute: str, language: str) -> dict[str, Any]:
	"""What another value of a number touches. Raises NotFound, PermissionError.

	types: `name`, `title` and number of open `appeals` of the published types that name it. deadlines: `review`, and keys of
	`numbers.COMMON`. appeals: how many open ones.
	"""
	row = _readable_number(statute)
	uses = [one for one in definitions.published() if row.key in law_numbers.keys_of(one.data)]
	is_common = row.key in numbers.COMMON
	open_of = _open_appeals(None if is_common else [one.code for one in uses])
	is_review = any(one.data["review_statute"] == row.key for one in uses)
	return {
		"types": [
			{"name": one.code, "title": label(one.data["titles"], language), "appeals": open_of[one.code]}
			for one in uses
		],
		"deadlines": [*([REVIEW] if is_review else []), *([row.key] if is_common else [])],
		"appeals": sum(open_of.values()),
	}


def _readable_number(statute: str) -> Document:
	if not frappe.db.exists(STATUTE, statute):
		raise NotFound({"doctype": STATUTE})
	row = frappe.get_doc(STATUTE, statute)
	row.check_permission("write")
	return row


def _open_appeals(types: Sequence[str] | None) -> Counter[str]:
	"""Numbers of appeals that are not decided yet, by type; of all types for None."""
	appeal = frappe.qb.DocType("Appeal")
	query = frappe.qb.from_(appeal).select(appeal.appeal_type, Count(appeal.name)).groupby(appeal.appeal_type)
	query = query.where(appeal.status.isin(deadlines.ASKED))
	if types is not None:
		query = query.where(appeal.appeal_type.isin([*types, ""]))
	return Counter(dict(query.run()))


def propose_value(statute: str, value: int, starts_on: date, article: str) -> str:
	"""Propose that a number has another value from a day on; the name of the one Configuration Change about both rows.

	When another administrator signs it, the row in force ends on the day before. Raises NotFound, PermissionError, FormInvalid
	(`statute_day_past`, `statute_day_order`), WrongState (`change_waits`, `change_none`).
	"""
	if value < 0:
		raise FormInvalid([Finding("not_a_number", "value")])
	former = lock_number(statute)
	if (former.value, former.article or "") == (str(value), article.strip()):
		raise WrongState(code="change_none")
	row = frappe.get_doc(
		doctype=STATUTE,
		**{field: former.get(field) for field in COPIED},
		value=str(value),
		article=article.strip(),
		valid_from=starts_on,
		replaces=former.name,
		is_active=1,
	)
	row.insert()
	return open_proposal(former.name)


def lock_number(statute: str) -> Document:
	"""The row in force, locked; raises NotFound, PermissionError, WrongState where another value of it waits already."""
	_readable_number(statute)
	former = frappe.get_doc(STATUTE, statute, for_update=True)
	if waiting := open_proposal(former.name):
		raise WrongState({"change": waiting}, code="change_waits")
	return former


def open_proposal(statute: str) -> str:
	"""The open proposal about a row, or about one that replaces it; "" without one."""
	rows = frappe.db.get_values(STATUTE, {"replaces": statute}, "name", for_update=True)
	names = [statute, *(row[0] for row in rows)]
	about = {"reference_doctype": STATUTE, "reference_name": ["in", names], "status": "Proposed"}
	return str(frappe.db.get_value(CHANGE, about, "name", for_update=True) or "")
