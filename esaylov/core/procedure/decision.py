"""From the rows of a decision to its outcome. Own design; a party list is granted per person."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from esaylov.core.findings import Finding
from esaylov.core.procedure.grounds import LEAST_LETTERS, OTHER, is_reasoned


class Outcome(StrEnum):
	"""Equal to the options of Decision.outcome, and to the decided states of an appeal."""

	GRANTED = "Granted"
	PARTLY_GRANTED = "Partly Granted"
	REFUSED = "Refused"
	ACKNOWLEDGED = "Acknowledged"


@dataclass(frozen=True, slots=True)
class Row:
	"""What was decided on one row of the appeal: path like `persons[0]`, outcome Granted or Refused, and why.

	ground: code of the Refusal Ground of a refusal. reason: its explanation.
	"""

	path: str
	outcome: Outcome
	reason: str = ""
	ground: str = ""


def outcome(rows: Iterable[Row]) -> Outcome:
	"""All granted: Granted; some: Partly Granted; none: Refused. Raises ValueError when there is no row."""
	granted = [row.outcome is Outcome.GRANTED for row in rows]
	if not granted:
		raise ValueError("a decision needs at least one row")
	if all(granted):
		return Outcome.GRANTED
	return Outcome.PARTLY_GRANTED if any(granted) else Outcome.REFUSED


def check_rows(
	expected: Sequence[str], rows: Sequence[Row], grounds: Mapping[str, bool] | None = None
) -> list[Finding]:
	"""Findings of the rows: each expected path decided exactly once, no other, and a ground for each refusal.

	grounds: codes that fit the appeal -> whether the ground asks for an explanation.
	"""
	paths = [row.path for row in rows]
	found = [Finding("row_undecided", path) for path in expected if path not in paths]
	found += [Finding("row_unknown", path) for path in dict.fromkeys(paths) if path not in expected]
	found += [Finding("row_decided_twice", path) for path in dict.fromkeys(paths) if paths.count(path) > 1]
	for row in rows:
		if row.outcome not in (Outcome.GRANTED, Outcome.REFUSED):
			found.append(Finding("row_outcome", row.path))
		elif row.outcome is Outcome.REFUSED:
			found += _check_refusal(row, grounds or {})
	return found


def _check_refusal(row: Row, grounds: Mapping[str, bool]) -> list[Finding]:
	is_explained = bool(row.reason.strip())
	if not (row.ground or is_explained):
		return [Finding("refusal_without_reason", row.path)]
	if row.ground and row.ground not in grounds:
		return [Finding("ground_does_not_fit", row.path, params={"ground": row.ground})]
	if row.ground in ("", OTHER):
		limit = {"limit": LEAST_LETTERS}
		return [] if is_reasoned(row.reason) else [Finding("refusal_unfounded", row.path, params=limit)]
	if grounds[row.ground] and not is_explained:
		return [Finding("ground_unexplained", row.path)]
	return []
