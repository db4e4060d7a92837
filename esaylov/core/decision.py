"""From the rows of a decision to its outcome. Own design; a party list is granted per person."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from esaylov.core.findings import Finding


class Outcome(StrEnum):
	"""Equal to the options of Decision.outcome, and to the decided states of an appeal."""

	GRANTED = "Granted"
	PARTLY_GRANTED = "Partly Granted"
	REFUSED = "Refused"
	ACKNOWLEDGED = "Acknowledged"


@dataclass(frozen=True, slots=True)
class Row:
	"""What was decided on one row of the appeal: path like `persons[0]`, outcome Granted or Refused, and why."""

	path: str
	outcome: Outcome
	reason: str = ""


def outcome(rows: Iterable[Row]) -> Outcome:
	"""All granted: Granted; some: Partly Granted; none: Refused. Raises ValueError when there is no row."""
	granted = [row.outcome is Outcome.GRANTED for row in rows]
	if not granted:
		raise ValueError("a decision needs at least one row")
	if all(granted):
		return Outcome.GRANTED
	return Outcome.PARTLY_GRANTED if any(granted) else Outcome.REFUSED


def check_rows(expected: Sequence[str], rows: Sequence[Row]) -> list[Finding]:
	"""Findings of the rows: each expected path decided exactly once, no other, and a reason for each refusal."""
	paths = [row.path for row in rows]
	found = [Finding("row_undecided", path) for path in expected if path not in paths]
	found += [Finding("row_unknown", path) for path in dict.fromkeys(paths) if path not in expected]
	found += [Finding("row_decided_twice", path) for path in dict.fromkeys(paths) if paths.count(path) > 1]
	for row in rows:
		if row.outcome not in (Outcome.GRANTED, Outcome.REFUSED):
			found.append(Finding("row_outcome", row.path))
		elif row.outcome is Outcome.REFUSED and not row.reason.strip():
			found.append(Finding("refusal_without_reason", row.path))
	return found
