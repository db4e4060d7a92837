"""What state registers say of the rows of an appeal: who decides chooses by themselves, unless every question was answered in favour."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import frappe

from esaylov.appeals.state_registers import doubts as state_registers_doubts
from esaylov.appeals.state_registers.doubts import Answer
from esaylov.decisions.drafting import decision_subject
from esaylov.decisions.drafting.rows import WHOLE, Subject
from esaylov.identity.answers import ANSWERED, is_against, is_in_favour


def rows(appeals: Sequence[str]) -> dict[str, list[str]]:
	"""Appeals to the paths of their rows that state registers speak against now; appeals without one are left out.

	For `sessions`, which has asked who acts.
	"""
	found = {}
	for name, doubts in state_registers_doubts.of(appeals).items():
		subjects = decision_subject.subjects_of(frappe.get_doc("Appeal", name))
		against = answers_by_row(subjects, doubts)
		found[name] = [path for path, here in against.items() if here]
	return {name: paths for name, paths in found.items() if paths}


def answers_by_row(subjects: Iterable[Subject], answers: Iterable[Answer]) -> dict[str, list[Answer]]:
	"""Paths of rows, in their order, to the answers about the persons in each; `WHOLE` has all answers.

	Linear in rows and answers: a list can hold thousands of both.
	"""
	by_row: dict[str, list[Answer]] = {subject.path: [] for subject in subjects}
	for answer in answers:
		for path in (WHOLE, *_paths_around(answer.path)):
			if path in by_row:
				by_row[path].append(answer)
	return by_row


def shown(subjects: Iterable[Subject], answers: Sequence[Answer]) -> list[dict[str, Any]]:
	"""The rows that are decided, for who reads what registers say: `path`, `title`, `against` (answers against it) and `unanswered`
	(what no register has answered, `result` "" where none was asked), each with `check` and `result`."""
	rows = list(subjects)
	return [
		{
			"path": subject.path,
			"title": subject.title,
			"against": _as_data(one for one in here if is_against(one.check, one.result)),
			"unanswered": _as_data(one for one in here if one.result not in ANSWERED),
		}
		for subject, here in zip(rows, answers_by_row(rows, answers).values(), strict=True)
	]


def settled(
	subjects: Iterable[Subject], answers: Sequence[Answer], findings: Iterable[Mapping[str, Any]]
) -> list[str]:
	"""The paths of the rows that stand as granted until somebody chooses otherwise.

	Only where registers were asked, each has answered every question in favour, and the checks of the form left nothing for a person to
	judge, neither at the row nor about the appeal as a whole (findings: their `path`).
	"""
	by_row = answers_by_row(subjects, answers)
	open_rows = set()
	for finding in findings:
		around = [path for path in _paths_around(str(finding["path"] or "")) if path in by_row]
		if not around:
			return []
		open_rows.update(around)
	return [path for path, here in by_row.items() if _are_in_favour(here) and path not in open_rows]


def _are_in_favour(answers: Sequence[Answer]) -> bool:
	return bool(answers) and all(is_in_favour(one.check, one.result) for one in answers)


def _paths_around(place: str) -> Iterator[str]:
	"""A path and the paths that it stands in: `persons[2].person.phone`, `persons[2].person`, `persons[2]`."""
	parts = place.split(".")
	return (".".join(parts[:length]) for length in range(len(parts), 0, -1))


def _as_data(answers: Iterable[Answer]) -> list[dict[str, str]]:
	return [{"check": one.check, "result": one.result} for one in answers]
