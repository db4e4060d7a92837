"""The draft of a decision on an appeal, as decisions would write it today."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Severity
from esaylov.decisions.drafting import doubted, wording
from esaylov.decisions.matters import contested, ex_officio
from esaylov.decisions.review import reading
from esaylov.decisions.signatures import voted
from esaylov.framework.errors import WrongState, text

GRANTED, UNDECIDED = "Granted", ""
"""Outcomes of a row as it is drafted unseen."""


def unseen(appeal: str) -> tuple[list[dict[str, str]], tuple[str, str]]:
	"""Rows and texts of an appeal that was put on an agenda and that nobody has decided yet.

	Everything is granted but what state registers or the rules over the result speak against: that is undecided, and the texts, no
	decision yet, say why.
	"""
	matter: Any = reading.matter_for(appeal, frappe.session.user)
	# of what was filed warnings alone are left, so that an error is about granting it
	unlawful = {_row_of(one["path"]) for one in matter["findings"] if one["severity"] == Severity.ERROR}
	is_whole = bool(unlawful - {one["path"] for one in matter["subjects"]})
	left = {
		one["path"]: one["title"]
		for one in matter["subjects"]
		if is_whole or one["against"] or one["path"] in unlawful
	}
	rows = [
		{
			"path": one["path"],
			"outcome": UNDECIDED if one["path"] in left else GRANTED,
			"ground": "",
			"reason": "",
		}
		for one in matter["subjects"]
	]
	if not left:
		return rows, texts(appeal, rows, ("", ""))
	values = {"rows": "; ".join(left.values())}
	uz, ru = (
		" ".join([text("draft_undecided", values, language), *contested.reasons(appeal, language)])
		for language in ("uz", "ru")
	)
	return rows, (uz, ru)


def _row_of(path: str) -> str:
	"""The path of the row in which a path is; the path itself outside of rows."""
	row, bracket, _ = path.partition("].")
	return f"{row}]" if bracket else path


def undecided(rows: Sequence[Mapping[str, Any]]) -> int:
	"""How many rows of a draft nobody has decided."""
	return sum(1 for row in rows if row.get("outcome") == UNDECIDED)


def require_decided(items: Sequence[Mapping[str, Any]]) -> None:
	"""Somebody chose wherever registers speak against a row. Raises WrongState that names the first item where nobody did.

	What was drafted unseen is asked about anew: registers may have answered since.
	"""
	late = doubted.rows([item["appeal"] for item in items if item["is_unseen"] and item["appeal"]])
	for item in items:
		count = max(item["undecided"], len(late.get(item["appeal"], ())))
		if count:
			raise WrongState({"item": item["position"], "rows": count}, code="item_undecided")


def refuse_unlawful(appeal: str, rows: Sequence[Mapping[str, Any]]) -> None:
	"""What is left of an appeal after its refusals (a list, a commission) is lawful. Raises LawBroken with what to do."""
	contested.check_result(appeal, [str(row.get("path")) for row in rows if row.get("outcome") == GRANTED])


def completed(kind: str, data: Mapping[str, Any], session: Document) -> Mapping[str, Any]:
	"""The data of a question of a session's own with what its commission's records add. Raises NotFound, NotPermitted, FormInvalid."""
	return ex_officio.completed(kind, data, session.commission, session.election or "")


def texts(appeal: str, rows: Sequence[Mapping[str, Any]], edited: tuple[str, str]) -> tuple[str, str]:
	"""The texts in Uzbek and Russian for rows; with what was typed below them. Writes nothing.

	Raises FormInvalid for rows or texts that do not fit.
	"""
	prepared = voted.propose(appeal, rows, wording.Texts(*edited))
	return prepared.text_uz, prepared.text_ru


def of_matter(item: Document, edited: tuple[str, str]) -> tuple[str, str]:
	"""The texts of an item without an appeal, with what was typed below them. Raises NotFound, NotPermitted, FormInvalid."""
	data = json.loads(item.subject_data or "{}")
	prepared = ex_officio.propose_matter(
		item.subject_kind, data, item.commission, item.election or "", wording.Texts(*edited)
	)
	return prepared.text_uz, prepared.text_ru
