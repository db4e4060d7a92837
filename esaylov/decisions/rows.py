"""What can be decided apart in an appeal: its rows (persons of a list), or the appeal as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from esaylov.core import decision as law
from esaylov.core.grounds import OTHER
from esaylov.decisions.grounds import Choice
from esaylov.framework.errors import FormInvalid

WHOLE = "appeal"
"""Path of the one row of an appeal that has no list."""
REASON_LIMIT = 500


@dataclass(frozen=True)
class Subject:
	"""One thing to decide: its place in the answers (`persons[0]`), how a reader knows it, what was answered."""

	path: str
	title: str
	answer: Mapping[str, object]


@dataclass(frozen=True)
class Verdict:
	"""What is decided of one subject; a refusal carries its ground, the article of that ground here, and its reason."""

	subject: str
	row: law.Row
	article: str = ""


def person_of(row: Mapping[str, object]) -> Mapping[str, object]:
	"""The person's answers of a row, whether the row is the person or holds one in `person`."""
	inner = row.get("person")
	return inner if isinstance(inner, Mapping) else row


def subjects(answers: Mapping[str, object], group: str | None, title: str) -> list[Subject]:
	"""The subjects of an appeal in the order of its answers."""
	rows = answers.get(group) if group else None
	if not isinstance(rows, list) or not rows:
		return [Subject(WHOLE, title, answers)]
	found = []
	for index, row in enumerate(rows):
		person = person_of(row)
		found.append(
			Subject(f"{group}[{index}]", str(person.get("full_name") or f"{group} {index + 1}"), person)
		)
	return found


def verdicts(
	known: Sequence[Subject], asked: Sequence[Mapping[str, object]], fitting: Mapping[str, Choice]
) -> list[Verdict]:
	"""Each subject with its verdict, in the order of the subjects.

	asked: `{"path", "outcome": "Granted" | "Refused", "ground", "reason"}` for every subject, once; a reason without a ground
	is the ground `other`. fitting: see grounds.for_appeal. Raises FormInvalid with all that is wrong; the codes are those
	of core.decision.check_rows.
	"""
	rows = [_row(values) for values in asked]
	explained = {code: choice.asks_explanation for code, choice in fitting.items()}
	if findings := law.check_rows([subject.path for subject in known], rows, explained):
		raise FormInvalid(findings)
	by_path = {row.path: row for row in rows}
	return [_verdict(subject, by_path[subject.path], fitting) for subject in known]


def _verdict(subject: Subject, row: law.Row, fitting: Mapping[str, Choice]) -> Verdict:
	return Verdict(subject.title, row, fitting[row.ground].article if row.ground else "")


def _row(values: Mapping[str, object]) -> law.Row:
	named = str(values.get("outcome"))
	# an outcome nobody knows becomes one that a row cannot have, and check_rows refuses it with its place
	outcome = law.Outcome(named) if named in set(law.Outcome) else law.Outcome.ACKNOWLEDGED
	path = str(values.get("path"))
	if outcome is law.Outcome.GRANTED:
		return law.Row(path, outcome)
	reason = one_line(values.get("reason"))
	ground = str(values.get("ground") or "") or (OTHER if reason else "")
	return law.Row(path, outcome, reason, ground)


def one_line(value: object) -> str:
	"""A reason as it is signed: on one line, cut to what its column holds."""
	# angle brackets are replaced: Frappe's sanitizer would change a text with them after it was signed
	text = " ".join(str(value or "").split()).replace("<", "‹").replace(">", "›")
	return text[:REASON_LIMIT]
