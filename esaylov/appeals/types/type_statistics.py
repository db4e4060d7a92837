"""How the form of an appeal type fares: begun, filed, given up where, what stops people, how long it takes.

Counts alone, from the rows that are there: no answer, name or number of anybody leaves this module. A draft that its applicant threw
away is no row any more and is not counted. Limits are our own design.
"""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from pypika import Case

from esaylov.appeals.types.definitions import TYPE
from esaylov.core import texts
from esaylov.core.findings import Severity
from esaylov.core.forms import label
from esaylov.core.forms.person import BLOCKS, PERSON_FIELDS
from esaylov.core.procedure.lifecycle import State
from esaylov.framework import clock
from esaylov.framework.errors import NotFound

APPEAL = "Appeal"
RESTING = timedelta(days=7)
"""A draft that nobody changed for so long is taken as given up."""
MOST = 1_000
"""Newest drafts, and newest filings, that are looked into."""
SHOWN = 10
"""Most frequent places and findings."""
UNANSWERED = frozenset({"required", "file_missing"})
"""Findings that say no more than where somebody stopped."""


def of_type(code: str) -> dict[str, Any]:
	"""The figures of a type, of all its versions. Five statements, whatever the number of appeals. Raises NotFound.

	`begun`, `filed`, `drafts` (changed within `resting_days`), `given_up`: numbers of appeals; `read`: how many given-up drafts the rest was
	read from. `where`: {field, count}, the last field that was answered. `findings`: {message, field, count}, errors that stand in
	given-up drafts. `minutes`: {half, most}, from the draft to its filing, of half and of nine tenths of the newest filings; None for none.
	"""
	if not frappe.db.exists(TYPE, code):
		raise NotFound({"doctype": TYPE})
	before = clock.now() - RESTING
	fields = _fields(code)
	drafts = _given_up(code, before)
	return {
		**_counts(code, before),
		"resting_days": RESTING.days,
		"read": len(drafts),
		"where": _where(drafts, fields),
		"findings": _stopping(drafts, fields),
		"minutes": _minutes(code),
	}


def _counts(code: str, before: datetime) -> dict[str, int]:
	appeal = frappe.qb.DocType(APPEAL)
	is_draft = appeal.status == State.DRAFT.value

	def number(condition: Any) -> Any:
		return Sum(Case().when(condition, 1).else_(0))

	found = (
		frappe.qb.from_(appeal)
		.select(
			Count("*").as_("begun"),
			number(appeal.received_at.isnotnull()).as_("filed"),
			number(is_draft & (appeal.modified >= before)).as_("drafts"),
			number(is_draft & (appeal.modified < before)).as_("given_up"),
		)
		.where(appeal.appeal_type == code)
		.run(as_dict=True)[0]
	)
	return {name: int(found[name] or 0) for name in ("begun", "filed", "drafts", "given_up")}


def _given_up(code: str, before: datetime) -> list[Mapping[str, Any]]:
	appeal = frappe.qb.DocType(APPEAL)
	return list(
		frappe.qb.from_(appeal)
		.select(appeal.answers, appeal.findings)
		.where((appeal.appeal_type == code) & (appeal.status == State.DRAFT.value))
		.where(appeal.modified < before)
		.orderby(appeal.modified, order=frappe.qb.desc)
		.limit(MOST)
		.run(as_dict=True)
	)


def _fields(code: str) -> list[Mapping[str, Any]]:
	"""The fields of the form as it is now, in their order; those of groups too."""
	columns = ["field_name", "parent_field", "kind", "filled_from", "label_uz", "label_ru", "label_en"]
	filters = {"parent": code, "parenttype": TYPE}
	return list(frappe.get_all("Appeal Field", filters=filters, fields=columns, order_by="idx asc", limit=0))


def _top(fields: Iterable[Mapping[str, Any]]) -> dict[str, Mapping[str, Any]]:
	"""The fields of the top level by the names of their answers; a block of a person by those of its columns."""
	found: dict[str, Mapping[str, Any]] = {}
	for row in fields:
		name = str(row["field_name"])
		if row["parent_field"]:
			continue
		block = BLOCKS.get(name, PERSON_FIELDS) if name.startswith("@") else ()
		found |= {item.name: row for item in block} if block else {name: row}
	return found


def _where(drafts: Iterable[Mapping[str, Any]], fields: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
	top = _top(fields)
	typed = [name for name, row in top.items() if not row["filled_from"]]
	stopped = Counter(_last(_read(draft["answers"], {}), typed) for draft in drafts)
	return [
		{"field": _words(top.get(name)) if name else _("Nothing was answered"), "count": count}
		for name, count in stopped.most_common(SHOWN)
	]


def _last(answers: Mapping[str, Any], names: list[str]) -> str:
	"""The last of the fields that has an answer, "" for none."""
	return next((name for name in reversed(names) if answers.get(name) not in (None, "", [], {})), "")


def _stopping(
	drafts: Iterable[Mapping[str, Any]], fields: Iterable[Mapping[str, Any]]
) -> list[dict[str, Any]]:
	top = _top(fields)
	found: Counter[tuple[str, str]] = Counter()
	for draft in drafts:
		found.update({place for one in _read(draft["findings"], []) if (place := _place(one))})
	return [
		{
			"message": texts.text(
				code, frappe.local.lang or "uz"
			),  # its values may be of a person, and stay out
			"field": _words(top[name]) if name in top else "",
			"count": count,
		}
		for (code, name), count in found.most_common(SHOWN)
	]


def _place(finding: Mapping[str, Any]) -> tuple[str, str] | None:
	"""Code and field of the top level of an error; None for what stops nobody, or only says where somebody stopped."""
	code = str(finding.get("code") or "")
	if finding.get("severity") != Severity.ERROR or code in UNANSWERED or not texts.known(code):
		return None
	return code, str(finding.get("path") or "").partition(".")[0].partition("[")[0]


def _minutes(code: str) -> dict[str, int] | None:
	appeal = frappe.qb.DocType(APPEAL)
	rows = (
		frappe.qb.from_(appeal)
		.select(appeal.creation, appeal.received_at)
		.where((appeal.appeal_type == code) & appeal.received_at.isnotnull())
		.orderby(appeal.received_at, order=frappe.qb.desc)
		.limit(MOST)
		.run()
	)
	# a draft's moment has parts of a second and a filing's has none; what was typed in from paper was received long before
	taken = sorted((filed - begun.replace(microsecond=0)).total_seconds() for begun, filed in rows if begun)
	taken = [seconds for seconds in taken if seconds >= 0]
	if not taken:
		return None
	return {"half": _at(taken, 0.5), "most": _at(taken, 0.9)}


def _at(seconds: list[float], share: float) -> int:
	"""Whole minutes, the next ones up, within which the share of the filings was done."""
	return -(-int(seconds[min(int(len(seconds) * share), len(seconds) - 1)]) // 60)


def _words(row: Mapping[str, Any] | None) -> str:
	if row is None:
		return _("a field that was removed")
	found = {language: str(row[f"label_{language}"] or "") for language in ("uz", "ru", "en")}
	return label(found, frappe.local.lang or "uz") or str(_(row["kind"]))


def _read(text: str | None, empty: Any) -> Any:
	return json.loads(text) if text else empty
