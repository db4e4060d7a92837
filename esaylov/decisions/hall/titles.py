"""What items of an agenda are called in the reader's language, without anybody's name: number and type of an appeal, the kind of a question."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.framework import titles

TYPE, SUBJECT = "Appeal Type", "Decision Subject"


def of(items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	"""By name of the item; items: `name`, `appeal`, `subject_kind`. Three queries at most, however many items."""
	named = [item["appeal"] for item in items if item["appeal"]]
	rows = frappe.get_all(
		"Appeal",
		{"name": ["in", named or [""]]},
		["name", "number", "appeal_type"],
		order_by="name asc",
		limit=0,
	)
	appeals = {row.name: row for row in rows}
	links = [(TYPE, row.appeal_type) for row in rows]
	links += [(SUBJECT, item["subject_kind"]) for item in items if item["subject_kind"]]
	known = titles.of(links)
	return {item["name"]: _title(item, appeals, known) for item in items}


def _title(
	item: Mapping[str, Any], appeals: Mapping[str, Any], known: Mapping[str, Mapping[str, str]]
) -> str:
	if appeal := appeals.get(item["appeal"]):
		kind = known.get(TYPE, {}).get(appeal.appeal_type) or appeal.appeal_type
		return f"{appeal.number} · {kind}"
	return known.get(SUBJECT, {}).get(item["subject_kind"] or "") or item["subject_kind"] or ""
