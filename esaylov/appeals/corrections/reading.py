"""What both sides read of a returned appeal: remarks and rounds, and what a corrected filing changed."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections.corrections import REMARK
from esaylov.appeals.form_facts.applicants import APPEAL, is_past_case
from esaylov.appeals.types import definitions
from esaylov.core.forms import place
from esaylov.core.people.identity import masked
from esaylov.framework.errors import NotFound
from esaylov.framework.persistence.documents import read_all
from esaylov.registers.entries import latest_filing
from esaylov.registers.entries.latest_filing import CORRECTION

ROUND_FIELDS = [
	"name",
	"round",
	"status",
	"reason",
	"returned_at",
	"correct_until",
	"filed_at",
	"payload_sha256",
	"corrects",
]


def readable(user: str, name: str) -> Document:
	"""An appeal that a user may read; raises NotFound, also where it is another's."""
	if not isinstance(name, str) or not frappe.db.exists(APPEAL, name):
		raise NotFound({"doctype": APPEAL})
	appeal = frappe.get_doc(APPEAL, name)
	if not is_past_case(appeal, user) and not frappe.has_permission(APPEAL, "read", doc=appeal, user=user):
		raise NotFound({"doctype": APPEAL})
	return appeal


def remarks(appeal: str) -> list[dict[str, Any]]:
	"""The remarks of an appeal that this user may read now: `field`, `text`, `correction` (the round), `written_at`.

	The applicant reads those of a return, staff also those not yet sent. Raises NotFound.
	"""
	document = readable(frappe.session.user, appeal)
	fields = ["field", "text", "correction", "written_at"]
	if is_past_case(document, frappe.session.user):  # who has no role for lists any more
		sent = {"appeal": appeal, "correction": ["in", [row["name"] for row in rounds(appeal)]]}
		return [*frappe.get_all(REMARK, sent, fields, order_by="creation asc")]
	# the scope leaves out what the applicant may not see yet
	return [*frappe.get_list(REMARK, {"appeal": appeal}, fields, order_by="creation asc", limit=0)]


def rounds(appeal: str) -> list[dict[str, Any]]:
	"""The rounds of correction of an appeal, oldest first: state, reason, last day, when and what was filed. Raises NotFound."""
	readable(frappe.session.user, appeal)
	return [*frappe.get_all(CORRECTION, {"appeal": appeal}, ROUND_FIELDS, order_by="round asc")]


def differences(name: str) -> list[dict[str, str]]:
	"""What the last corrected filing changed: `path`, `label` in the session's language, `before`, `after`. Raises NotFound."""
	appeal = readable(frappe.session.user, name)
	corrected = latest_filing.last_correction(name)
	if corrected is None:
		return []
	version = definitions.load(appeal.appeal_type, appeal.type_version)
	earlier, later = _answers(_before(appeal, corrected)), _answers(corrected)
	before, after = _flat(earlier), _flat(later)
	language = frappe.local.lang or "uz"
	fields = version.form.fields
	return [
		{
			"path": path,
			"label": place(path, fields, later if path in after else earlier, language),
			"before": masked(path.rpartition(".")[2], before.get(path, "")),
			"after": masked(path.rpartition(".")[2], after.get(path, "")),
		}
		for path in [*before, *(path for path in after if path not in before)]
		if before.get(path, "") != after.get(path, "")
	]


def filings(name: str) -> list[Document]:
	"""What was filed as an appeal, the oldest first: the appeal as it first came in, then each corrected filing. Raises NotFound."""
	appeal = readable(frappe.session.user, name)
	filed = {"appeal": name, "status": latest_filing.FILED}
	rounds = frappe.get_all(CORRECTION, filed, pluck="name", order_by="round asc")
	corrected = {filing.name: filing for filing in read_all(CORRECTION, rounds)} if rounds else {}
	return [appeal, *(corrected[one] for one in rounds)]


def changed(filed: Sequence[Document]) -> set[str]:
	"""The paths of the answers in which any of the filings differs from the one before it."""
	answers = [_flat(_answers(filing)) for filing in filed]
	return {
		path
		for before, after in pairwise(answers)
		for path in {*before, *after}
		if before.get(path, "") != after.get(path, "")
	}


def _before(appeal: Document, corrected: Document) -> Document:
	"""The filing that a round corrected: that of the round before, or the first."""
	earlier = {"appeal": appeal.name, "status": latest_filing.FILED, "round": ["<", corrected.round]}
	rows = frappe.get_all(CORRECTION, earlier, pluck="name", order_by="round desc", limit=1)
	return frappe.get_doc(CORRECTION, rows[0]) if rows else appeal


def _answers(filing: Document) -> dict[str, Any]:
	return frappe.parse_json(filing.answers) or {}


def _flat(answers: Mapping[str, Any]) -> dict[str, str]:
	"""Answers by their path, as texts; files by their hash."""
	return dict(_walk(answers, ""))


def _walk(value: Any, path: str) -> Iterator[tuple[str, str]]:
	if isinstance(value, Mapping):
		for key, inner in value.items():
			yield from _walk(inner, f"{path}.{key}" if path else key)
	elif isinstance(value, list):
		for index, inner in enumerate(value):
			yield from _walk(inner, f"{path}[{index}]")
	elif value is not None:
		yield path, str(value)
