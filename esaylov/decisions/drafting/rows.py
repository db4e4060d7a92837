"""What can be decided apart in an appeal: its rows (persons of a list), or the appeal as a whole."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from esaylov.core.procedure import decision as law
from esaylov.core.procedure.grounds import OTHER
from esaylov.decisions.drafting.grounds import Choice
from esaylov.framework.errors import FormInvalid

WHOLE = "appeal"
"""Path of the one row of an appeal that has no list."""
REASON_LIMIT = 500
NAME_LIMIT = 140
NUMBERS = ("polling_station_no", "constituency_no")
PLACES = (
	*("polling_station_name", "constituency_name", "mission", "country", "city", "center"),
	*("building", "station_address"),
)
"""Columns of rows without a person that name them, in the order in which they are written."""


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
			Subject(f"{group}[{index}]", str(person.get("full_name") or _place_of(row, index)), person)
		)
	return found


def _place_of(row: Mapping[str, object], index: int) -> str:
	"""What names a row without a person on paper, in every language: its number, name and address; of other rows
	their first words."""
	number = next((row[key] for key in NUMBERS if row.get(key)), None)
	named = [str(row[key]) for key in PLACES if row.get(key)]
	if number is None and not named:
		named = [value for value in row.values() if isinstance(value, str) and _is_words(value)][:1]
	parts = [*([f"№ {number}"] if number is not None else []), *named]
	return one_line(", ".join(parts))[:NAME_LIMIT].strip() or f"№ {index + 1}"


def _is_words(value: str) -> bool:
	"""Whether a text is for readers: no hash of a file."""
	return 0 < len(value) <= NAME_LIMIT and " " in value.strip()


def former_title(path: str) -> str:
	"""What a row without a person was called in drafts of before: `stations[0]` was `stations 1`."""
	group, _, rest = path.partition("[")
	return f"{group} {int(rest[:-1]) + 1}" if rest[:-1].isdigit() else group


def verdicts(
	known: Sequence[Subject], asked: Sequence[Mapping[str, object]], fitting: Mapping[str, Choice]
) -> list[Verdict]:
	"""Each subject with its verdict, in the order of the subjects.

	asked: `{"path", "outcome": "Granted" | "Refused", "ground", "reason"}` for every subject, once; a reason without a ground
	is the ground `other`. fitting: see grounds.for_appeal. Raises FormInvalid with all that is wrong; the codes are those
	of core.procedure.decision.check_rows.
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
