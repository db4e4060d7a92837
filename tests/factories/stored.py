"""All that a step writes into the database, in a form in which two ways of doing the same can be compared."""

import json
import re
from collections import defaultdict
from typing import Any

import frappe

Rows = dict[str, list[dict[str, Any]]]
"""DocType -> its rows."""
OF_THE_FRAMEWORK = (
	*("Comment", "Communication", "Deleted Document", "Error Log", "Notification Log", "ToDo", "Version"),
	*("Workflow Action", "Workflow Action Permitted Role", "File", "Email Queue", "Activity Log"),
)
BY_CHANCE = {
	"Chain Event": {"event_id", "at", "hash", "previous_hash", "mac"},
	"Certificate": {"token"},
	"SMS Message": {"send_after", "expires_at"},
	"Register Event": {"occurred_at", "holds", "seal"},
}
"""Columns that hold a moment, or what was drawn by lot."""
OF_ALL = {"creation", "modified"}
NAMED = ("Person", "Observer", "Candidate", "Candidate List", "Proxy", "Media Representative")
NAMED += ("Authorized Representative", "Elected Deputy", "Certificate")
"""DocTypes whose rows others name; in this order each is known by what it says and by those before it."""
WORD = re.compile(r"\w+")
"""Any of their names, and what it stands among."""


def everything() -> Rows:
	"""Each table of ours and those of the framework that a saved document writes to, as this transaction sees them."""
	ours = frappe.get_all(
		"DocType", {"module": "Esaylov", "issingle": 0, "is_virtual": 0}, pluck="name", limit=0
	)
	return {name: _rows(name) for name in (*ours, *OF_THE_FRAMEWORK)}


def _rows(doctype: str) -> list[dict[str, Any]]:
	return frappe.qb.from_(frappe.qb.DocType(doctype)).select("*").run(as_dict=True)


def written(before: Rows, after: Rows) -> dict[str, list[str]]:
	"""What is new or changed or gone, row by row as text, without times and with names that both ways would give."""
	found: dict[str, list[dict[str, Any]]] = {}
	for doctype, rows in after.items():
		known = {row["name"]: row for row in before[doctype]}
		found[doctype] = [row for row in rows if _said(known.get(row["name"], {})) != _said(row)]
		found[doctype] += [{"gone": name} for name in sorted(known.keys() - {row["name"] for row in rows})]
	labels = _labels(found, before)
	return {
		doctype: sorted(_text(doctype, row, labels) for row in rows)
		for doctype, rows in found.items()
		if rows
	}


def _said(row: dict[str, Any]) -> dict[str, Any]:
	"""A row without the times of its writing."""
	return {key: value for key, value in row.items() if key not in OF_ALL}


def _labels(found: Rows, before: Rows) -> dict[str, str]:
	"""Names by chance -> what stands for them: the place of the row among the new ones of its kind, in the order of what they say."""
	labels: dict[str, str] = {}
	for doctype in NAMED:
		old = {row["name"] for row in before[doctype]}
		new = [row for row in found.get(doctype, ()) if row.get("name") not in old and "gone" not in row]
		# an entry names its certificate, and the certificate its entry: the entry is known without it
		texts = defaultdict(list)
		for row in new:
			texts[_text(doctype, {**row, "certificate": None}, labels)].append(row["name"])
		assert all(len(names) == 1 for names in texts.values()), f"rows of {doctype} that say the same"
		labels |= {names[0]: f"{doctype} {place}" for place, (_, names) in enumerate(sorted(texts.items()))}
	return labels


def _text(doctype: str, row: dict[str, Any], labels: dict[str, str]) -> str:
	by_chance = OF_ALL | BY_CHANCE.get(doctype, set())
	said = {key: value for key, value in row.items() if key not in by_chance}
	name = str(said.get("name") or "")
	if name in labels or doctype not in OF_FIXED_NAMES:
		said.pop("name", None)
	text = json.dumps(said, default=str, sort_keys=True, ensure_ascii=False)
	return WORD.sub(lambda word: labels.get(word[0], word[0]), text)


OF_FIXED_NAMES = {
	"Decision",
	"Decision Row",
	"Appeal",
	"Agenda Item",
	"Commission Counter",
	"Commission Session",
}
