"""What a plan may be before it is stored: the kinds with their contests, and what the plan's own steps lack, by the rules of the steps."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.elections import kinds as elections_kinds
from esaylov.elections.preparation import lacks
from esaylov.elections.preparation.copying import PREPARATION
from esaylov.elections.titles import title_of
from esaylov.framework.errors import FormInvalid

OF_PLAN = lacks.STEPS[:3]
"""Steps that are about the plan itself; the others look at the election that is made of it."""
TEXTS = ("kind", "source_election", "code", "title_uz")


@dataclass(frozen=True, slots=True)
class Contest:
	"""An election type that a kind may have."""

	code: str
	title: str


@dataclass(frozen=True, slots=True)
class Kind:
	"""A kind to choose. has_all_contests: none may be left out. seats: All, Vacant, Earlier or None (core.elections.election_kinds.Seats)."""

	name: str
	title: str
	contests: Sequence[Contest]
	has_all_contests: bool
	seats: str
	article: str
	source_mark: str


def kinds() -> list[Kind]:
	"""The kinds in the order of the law, with their contests in that of the ballots, in the session's language."""
	fields = ["name", "title_uz", "title_uz_cyrl", "title_ru", "title_en"]
	types = frappe.get_all("Election Type", fields=fields, order_by="ballot_order asc, name asc", limit=0)
	contests = [Contest(row.name, title_of(row)) for row in types]
	return [
		Kind(
			kind.name,
			frappe._(kind.name),
			[contest for contest in contests if contest.code in kind.contests],
			kind.has_all_contests,
			kind.seats.value,
			kind.article,
			kind.source_mark,
		)
		for kind in elections_kinds.all_kinds().values()
	]


def lacking(plan: Mapping[str, Any]) -> dict[str, list[Finding]]:
	"""What each of the plan's own steps lacks, of a plan that is not stored: nothing is written.

	plan: kind, source_election, code, title_uz; election_day and called_on (ISO); contests and seats (codes and names); name, where
	it is stored already. Raises FormInvalid (`wrong_type`).
	"""
	document = _document(plan)
	found = {step: lacks.of(step, document) for step in OF_PLAN}
	if found["kind"] and not elections_kinds.of_name(document.kind):
		return {**found, "date": [], "seats": []}  # one clear word: the kind comes first
	if not document.election_types:
		found["kind"] = [Finding("required", "election_types")]
	if not document.election_day:
		found["date"] = [Finding("required", "election_day")]
	found["date"] += [Finding("required", field) for field in ("code", "title_uz") if not document.get(field)]
	return found


def _document(plan: Mapping[str, Any]) -> Document:
	document = frappe.new_doc(PREPARATION)
	document.update({field: str(plan.get(field) or "") or None for field in TEXTS})
	document.update({field: _day(plan, field) for field in ("election_day", "called_on")})
	if plan.get("name"):
		document.name = str(plan["name"])
	for contest in _names(plan, "contests"):
		document.append("election_types", {"election_type": contest})
	for seat in _names(plan, "seats"):
		document.append("vacant_seats", {"constituency": seat})
	return document


def _names(plan: Mapping[str, Any], field: str) -> list[str]:
	found = plan.get(field) or []
	if not isinstance(found, list) or not all(isinstance(one, str) for one in found):
		raise FormInvalid([Finding("wrong_type", field)])
	return found


def _day(plan: Mapping[str, Any], field: str) -> date | None:
	try:
		return date.fromisoformat(str(plan.get(field) or "")) if plan.get(field) else None
	except ValueError:
		raise FormInvalid([Finding("wrong_type", field)]) from None
