"""Drafts that were begun with an earlier version of their form: what of them its present version takes.

A draft is carried when its applicant next saves it, so that nobody but its applicant writes it. An administrator sees beforehand, in
numbers alone, how many that are and what will not be carried.
"""

import re
from collections import Counter
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count

from esaylov.appeals.types import definitions
from esaylov.appeals.types.definitions import TYPE, TypeVersion
from esaylov.core import forms
from esaylov.core.forms.carrying import carried
from esaylov.core.procedure.lifecycle import State
from esaylov.framework.errors import NotFound

APPEAL = "Appeal"
MOST = 1_000
"""Newest drafts that a report reads (own design)."""


def carry(appeal: Document, version: TypeVersion, answers: Any) -> Any:
	"""The answers of a draft of an earlier version as the present one takes them; files of fields that are gone leave the draft."""
	if not isinstance(answers, Mapping):
		return answers
	stays = [row for row in appeal.attachments if forms.field_at(version.form, row.field)]
	appeal.set("attachments", stays)
	return carried(version.form, answers)[0]


def report(code: str) -> dict[str, Any]:
	"""What becomes of the drafts of earlier versions of a type. Raises NotFound; for a type without a version nothing is counted.

	`version`: the present one. `drafts`: how many are of an earlier one; `bodies`: of how many applicants; `read`: how many the rest was read
	from; `whole`: how many of these lose no answer; `fields`: {field, count}, answers that are not carried, by the label that the field had.
	"""
	current = frappe.db.get_value(TYPE, code, "version")
	if current is None:
		raise NotFound({"doctype": TYPE})
	drafts = _drafts(code, int(current))
	wanted = {int(current), *(draft.type_version for draft in drafts)} if drafts else set()
	known = {version: definitions.load(code, version).form for version in sorted(wanted)}
	lost: Counter[str] = Counter()
	whole = 0
	for draft in drafts:
		labels = _lost(known[int(current)], known[draft.type_version], draft.answers)
		lost.update(labels)
		whole += not labels
	return {
		"version": int(current),
		**_counts(code, int(current)),
		"read": len(drafts),
		"whole": whole,
		"fields": [{"field": field, "count": count} for field, count in lost.most_common()],
	}


def _drafts(code: str, version: int) -> list[Any]:
	filters = {"appeal_type": code, "status": State.DRAFT.value, "type_version": ["<", version]}
	fields = ["answers", "type_version"]
	return list(frappe.get_all(APPEAL, filters, fields, order_by="modified desc, name desc", limit=MOST))


def _counts(code: str, version: int) -> dict[str, int]:
	table = frappe.qb.DocType(APPEAL)
	query = (
		frappe.qb.from_(table)
		.select(Count("*"), Count(table.applicant_body).distinct())
		.where((table.appeal_type == code) & (table.status == State.DRAFT.value))
		.where(table.type_version < version)
	)
	drafts, bodies = query.run()[0]
	return {"drafts": drafts, "bodies": bodies}


def _lost(now: forms.FormDefinition, old: forms.FormDefinition, answers: str | None) -> set[str]:
	"""Labels of the fields whose answers a draft loses."""
	_kept, paths = carried(now, frappe.parse_json(answers or "{}"))
	return {_label(old, path) for path in paths}


def _label(form: forms.FormDefinition, path: str) -> str:
	field = forms.field_at(form, re.sub(r"\[\d+\]", "", path))
	said = forms.label(field.label, frappe.local.lang or "uz") if field else ""
	return said or _("a field that was removed")
