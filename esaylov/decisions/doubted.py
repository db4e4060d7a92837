"""What state registers say of the rows of an appeal: who decides chooses by themselves, unless every question was answered in favour."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import frappe

from esaylov.appeals.state_registers import service as people
from esaylov.appeals.state_registers.service import Answer
from esaylov.decisions import decision_subject
from esaylov.decisions.rows import WHOLE, Subject
from esaylov.identity import service as identity


def rows(appeals: Sequence[str]) -> dict[str, list[str]]:
	"""Appeals to the paths of their rows that state registers speak against now; appeals without one are left out.

	For `sessions`, which has asked who acts.
	"""
	found = {}
	for name, doubts in people.doubts(appeals).items():
		subjects = decision_subject.subjects_of(frappe.get_doc("Appeal", name))
		found[name] = [subject.path for subject in subjects if about(subject, doubts)]
	return {name: paths for name, paths in found.items() if paths}


def about(subject: Subject, answers: Iterable[Answer]) -> list[Answer]:
	"""The answers about one row: about the persons in it; all of them, where an appeal is decided as a whole."""
	return [one for one in answers if subject.path == WHOLE or f"{one.path}.".startswith(f"{subject.path}.")]


def shown(subjects: Iterable[Subject], answers: Sequence[Answer]) -> list[dict[str, Any]]:
	"""The rows that are decided, for who reads what registers say: `path`, `title`, `against` (answers against it) and `unanswered`
	(what no register has answered, `result` "" where none was asked), each with `check` and `result`."""
	return [
		{
			"path": subject.path,
			"title": subject.title,
			"against": _as_data(one for one in here if identity.is_against(one.check, one.result)),
			"unanswered": _as_data(one for one in here if one.result not in identity.ANSWERED),
		}
		for subject, here in ((subject, about(subject, answers)) for subject in subjects)
	]


def settled(
	subjects: Iterable[Subject], answers: Sequence[Answer], findings: Iterable[Mapping[str, Any]]
) -> list[str]:
	"""The paths of the rows that stand as granted until somebody chooses otherwise.

	Only where registers were asked, each has answered every question in favour, and the checks of the form left nothing for a person to
	judge, neither at the row nor about the appeal as a whole (findings: their `path`).
	"""
	known = list(subjects)
	places = [str(finding["path"] or "") for finding in findings]
	if any(not _is_within_any(place, known) for place in places):
		return []
	return [
		subject.path
		for subject in known
		if _are_in_favour(about(subject, answers)) and not any(_is_within(place, subject) for place in places)
	]


def _are_in_favour(answers: Sequence[Answer]) -> bool:
	return bool(answers) and all(identity.is_in_favour(one.check, one.result) for one in answers)


def _is_within(place: str, subject: Subject) -> bool:
	return f"{place}.".startswith(f"{subject.path}.")


def _is_within_any(place: str, subjects: Iterable[Subject]) -> bool:
	return any(_is_within(place, subject) for subject in subjects)


def _as_data(answers: Iterable[Answer]) -> list[dict[str, str]]:
	return [{"check": one.check, "result": one.result} for one in answers]
