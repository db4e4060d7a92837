"""The days to which a stage of a called election may move: whoever changes them (Desk, REST, a confirmed proposal) meets the same law.

Before the call the calendar is free inside `kinds.stage_findings`. The set-up of a site writes what it ships. That a window which has
begun is not shortened, and that a stage which has begun keeps its first day, is [ours]: participants rely on the days that were
published with the call.
"""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.utils import getdate

from esaylov.core.elections import election_kinds as law
from esaylov.core.elections.calendar import DayCounting, Window
from esaylov.core.elections.election_kinds import KindStage
from esaylov.core.findings import Finding
from esaylov.elections import kinds
from esaylov.elections.titles import title_of
from esaylov.framework import clock, practice
from esaylov.framework.guarded_steps import SETTING_UP

STAGE = "Election Stage"
UNCALLED = (kinds.IN_PREPARATION, *practice.STATES)
IN_ORDER = (
	("campaign_announced", "nomination_period"),
	("admission_documents_deadline", "registration_ends"),
	("nomination_period", "registration_documents_deadline"),
	("nomination_period", "registration_ends"),
	("registration_documents_deadline", "registration_ends"),
	("registration_ends", "campaign_period"),
	("campaign_period", "silence_days"),
	("silence_days", "final_results_deadline"),
)
"""Stages of which the second never begins or ends before the first."""
WHOLE_DAY = "24:00"
"""The hour of a last day without one."""


def find_unlawful_days(stage: Document) -> list[Finding]:
	"""Why the days of a stage of a called election cannot be what a save would make them; each with article, required and actual day.

	`stage_too_early`, `stage_too_late` (the distance from the election day), `stage_out_of_order`, `stage_ends_out_of_order`,
	`stage_begun`, `stage_begins_in_past`, `stage_shortened`. None where its days stay as they are.
	"""
	if SETTING_UP.is_writing or not _is_called(stage.election):
		return []
	stored = stage.get_doc_before_save()
	if not (moved := _list_moved(stored, stage)):
		return []
	lines = _lines_of(stage.election)
	stages = {**_stages_of(stage.election), stage.key: stage}
	found = [] if kinds.of_election(stage.election) else _find_distance(stage, lines.get(stage.key))
	found += [finding for pair, finding in find_disorder(stages, lines) if stage.key in pair]
	if stored and _is_in_force(stored):
		found += _find_moves(stored, stage, stages, _article(lines, stage.key))
	return [finding for finding in found if finding.path in moved]  # what was so before is not this change


def _is_called(election: str) -> bool:
	status: str | None = kinds.held(election).get("status")
	return status not in (None, *UNCALLED)


def _list_moved(stored: Document | None, stage: Document) -> set[str]:
	"""Which of the two days changes; both of a new stage."""
	if stored is None:
		return {"starts_on", "ends_on"}
	moved = {"starts_on"} if getdate(stored.starts_on) != getdate(stage.starts_on) else set()
	return moved | ({"ends_on"} if _end_of(stored) != _end_of(stage) else set())


def _end_of(stage: Any) -> tuple[date, str]:
	"""The last day of a stage and its hour."""
	return getdate(stage.ends_on or stage.starts_on), stage.ends_at or WHOLE_DAY


def _is_in_force(stage: Any) -> bool:
	"""Whether a stage has days; a new one ends before it begins until a second person confirms it."""
	begins: date = getdate(stage.starts_on)
	return not stage.ends_on or begins <= getdate(stage.ends_on)


def _stages_of(election: str) -> dict[str, Any]:
	fields = ["key", "starts_on", "ends_on", "ends_at", "title_uz", "title_uz_cyrl", "title_ru", "title_en"]
	rows = frappe.get_all(STAGE, {"election": election}, fields, order_by="name asc", limit=0)
	return {row.key: row for row in rows}


def _lines_of(election: str) -> dict[str, KindStage]:
	"""The lines of the calendar by key; of an election without a kind what all kinds say that could hold its contests."""
	if kind := kinds.of_election(election):
		return {line.key: line for line in kind.calendar}
	contests = frozenset(kinds.plan_of(frappe.get_doc("Election", election)).contests)
	return law.agreed_calendar(kinds.all_kinds().values(), contests)


def _article(lines: Mapping[str, KindStage], key: str) -> str:
	return lines[key].article if key in lines else ""


def _find_distance(stage: Document, line: KindStage | None) -> list[Finding]:
	"""What `kinds.stage_findings` says of an election of a kind."""
	if line is None:
		return []
	election = frappe.get_doc("Election", stage.election)
	window = Window(getdate(stage.starts_on), getdate(stage.ends_on))
	return law.check_stage(line, window, kinds.plan_of(election), DayCounting(election.day_counting))


def find_disorder(
	stages: Mapping[str, Any], lines: Mapping[str, KindStage]
) -> Iterator[tuple[tuple[str, str], Finding]]:
	"""Of stages by key each pair out of the order of IN_ORDER, with the finding about the second; lines: for the articles."""
	for pair in IN_ORDER:
		one, other = (stages.get(key) for key in pair)
		if not (one and other and _is_in_force(one) and _is_in_force(other)):
			continue
		article, titles = _article(lines, pair[1]), {"stage": title_of(other), "other": title_of(one)}
		if getdate(other.starts_on) < getdate(one.starts_on):
			days = _measured(getdate(one.starts_on), getdate(other.starts_on))
			yield pair, Finding("stage_out_of_order", "starts_on", article=article, params={**titles, **days})
		if _end_of(other)[0] < _end_of(one)[0]:
			days = _measured(_end_of(one)[0], _end_of(other)[0])
			yield (
				pair,
				Finding("stage_ends_out_of_order", "ends_on", article=article, params={**titles, **days}),
			)


def _find_moves(
	stored: Document, stage: Document, stages: Mapping[str, Any], article: str
) -> Iterator[Finding]:
	"""What takes from participants the days on which they count."""
	today = clock.today()
	first, begins = getdate(stored.starts_on), getdate(stage.starts_on)
	is_begun = first <= today
	if is_begun and begins != first:
		yield Finding("stage_begun", "starts_on", article=article, params=_measured(first, begins))
	elif begins != first and begins < today:
		yield Finding("stage_begins_in_past", "starts_on", article=article, params=_measured(today, begins))
	last, ends = _end_of(stored), _end_of(stage)
	if ends < last and (is_begun or _ends_open_window(stage.key, stages, today)):
		params = {"limit": _said(*last), "day": _said(*ends)}
		yield Finding("stage_shortened", "ends_on", article=article, params=params)


def _ends_open_window(key: str, stages: Mapping[str, Any], today: date) -> bool:
	"""Whether a window that has begun ends with a stage, which may be of one day."""
	ending = {"window_to_stage": key, "published": 1}
	firsts = set(
		frappe.get_all("Appeal Type", ending, pluck="window_from_stage", order_by="name asc", limit=0)
	)
	return any(
		not first or (first in stages and getdate(stages[first].starts_on) <= today) for first in firsts
	)


def _measured(limit: date, day: date) -> dict[str, str]:
	"""The required and the actual day."""
	return {"limit": limit.isoformat(), "day": day.isoformat()}


def _said(day: date, hour: str) -> str:
	return day.isoformat() if hour == WHOLE_DAY else f"{day.isoformat()} {hour}"
