"""The text of a decision (*qaror matni*) from its template: places in braces and lists of rows, nothing else. Own design."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from esaylov.core.findings import Finding
from esaylov.core.formats import placeholders
from esaylov.core.procedure.decision import Outcome

GRANTED, REFUSED = "granted", "refused"
LISTS = (GRANTED, REFUSED)
FACTS = ("commission", "day", "election", "number", "title", "applicant", "subject", "basis")
PLACES = (*FACTS, *LISTS)
"""What a text may name; `granted` and `refused` are the lines of the rows."""
ROW_PLACES = ("place", "subject", "ground")
BETWEEN = "; "
"""Between the subjects of one line."""
POSTPONED = "Postponed"
OUTCOMES = (*(outcome.value for outcome in Outcome), POSTPONED)
NEEDED: Mapping[str, tuple[str, ...]] = {
	Outcome.GRANTED: (GRANTED,),
	Outcome.PARTLY_GRANTED: (GRANTED, REFUSED),
	Outcome.REFUSED: (REFUSED,),
	Outcome.ACKNOWLEDGED: (GRANTED,),
	POSTPONED: (),
}
"""Lists without which the text of an outcome would not name everybody."""
DAY = re.compile(r"\d\d\.\d\d\.\d{4}")
DECIDING = re.compile(
	r"\b(qaror qilindi|rad (et|qil)|qanoatlantir|ro\S?yxatga olin|bekor qilin|haqiqiy emas|"
	r"қарор қилинди|рад (эт|қил)|қаноатлантир|рўйхатга олин|бекор қилин|ҳақиқий эмас|"
	r"решено|отказ|удовлетвор|зарегистриров|отмен|недействительн)\w*",
	re.IGNORECASE,
)
"""Words of the operative part, Uzbek in both scripts and Russian (own design): an addition with one of them could contradict the rows."""


HEADINGS: Mapping[str, str] = {
	"uz": "Komissiyaning qoʻshimcha izohlari. Ular yuqoridagi qarorni oʻzgartirmaydi va uning kuchiga taʼsir qilmaydi:",
	"ru": "Дополнительные примечания комиссии. Они не изменяют решение, изложенное выше, и не влияют на его силу:",
}
"""What stands above an addition, so that no sentence below it reads as a part of the decision (own design)."""


@dataclass(frozen=True, slots=True)
class Template:
	"""The text of one language, and the line of a row that is granted (or acknowledged) and of one that is refused."""

	text: str
	row: str
	refused_row: str


@dataclass(frozen=True, slots=True)
class Line:
	"""A row: what it is about, and why it is refused; `ground` is empty for a row that is not."""

	subject: str
	is_refused: bool = False
	ground: str = ""


def text(template: Template, facts: Mapping[str, str], lines: Sequence[Line]) -> str:
	"""The whole text. A fact that was not brought is left empty; what a value contains is never read as a place.

	Rows that are refused on one ground share a line, so that the text states the ground once.
	"""
	refused: dict[str, list[str]] = {}
	for line in lines:
		if line.is_refused:
			refused.setdefault(line.ground, []).append(line.subject)
	values = {
		**facts,
		GRANTED: _list(template.row, [(line.subject, "") for line in lines if not line.is_refused]),
		REFUSED: _list(
			template.refused_row, [(BETWEEN.join(subjects), ground) for ground, subjects in refused.items()]
		),
	}
	return placeholders.fill(template.text, lambda name: values.get(name, "")).strip()


def check(outcome: str, template: Template, language: str) -> list[Finding]:
	"""Findings of a template: places that nobody fills, and lists or subjects that its outcome cannot do without."""
	needed = NEEDED.get(outcome, ())
	found = _check_places(f"text_{language}", template.text, PLACES, needed)
	if GRANTED in needed:
		found += _check_places(f"row_{language}", template.row, ROW_PLACES, ("subject",))
	if REFUSED in needed:
		found += _check_places(
			f"refused_row_{language}", template.refused_row, ROW_PLACES, ("subject", "ground")
		)
	return found


def missing_line(written: str, made: str) -> str:
	"""The first line of the text made of the rows that an edited text does not begin with; "" where it begins with all of them."""
	lines = written.split("\n")
	for place, line in enumerate(made.split("\n")):
		if place >= len(lines) or not _is_same(lines[place], line):
			return line or "…"
	return ""


def addition_of(written: str, made: str, language: str) -> str:
	"""What an edited text adds below the lines made of the rows, without its heading."""
	rest = "\n".join(written.split("\n")[len(made.split("\n")) :]).strip()
	return rest.removeprefix(HEADINGS[language]).strip()


def with_heading(written: str, made: str, language: str) -> str:
	"""An edited text whose addition stands below its heading; the same again for a text that has it."""
	decided = "\n".join(written.split("\n")[: len(made.split("\n"))])
	addition = addition_of(written, made, language)
	return f"{decided}\n\n{HEADINGS[language]}\n{addition}" if addition else decided


def _is_same(written: str, made: str) -> bool:
	"""Whether lines are alike; a draft may bear the day on which it was made."""
	return written == made or bool(DAY.fullmatch(written) and DAY.fullmatch(made))


def deciding_words(addition: str, subjects: Iterable[str]) -> str:
	"""What an addition says that only the rows of a decision say: one of its subjects, or a word that decides; "" for none."""
	named = next((subject for subject in subjects if subject and subject in addition), "")
	found = DECIDING.search(addition)
	return named or (found[0] if found else "")


def count_subject(line: str, subject: str, subjects: Iterable[str]) -> int:
	"""How often a line names a subject, and not only a longer one that contains it."""
	for other in sorted(subjects, key=len, reverse=True):
		if other != subject and subject in other:
			line = line.replace(other, "\0")
	return line.count(subject)


def keep_subject(line: str, subject: str, subjects: Iterable[str]) -> str:
	"""A line for one of its subjects: the others that are refused on the same ground are left out."""
	one = "|".join(map(re.escape, sorted(set(subjects), key=len, reverse=True)))
	return re.sub(f"(?:{one})(?:{BETWEEN}(?:{one}))+", lambda _: subject, line, count=1)


def _list(line: str, rows: Sequence[tuple[str, str]]) -> str:
	"""rows: subject and ground of each line."""
	return "\n".join(
		placeholders.fill(line, {"place": str(place), "subject": subject, "ground": ground}.__getitem__)
		for place, (subject, ground) in enumerate(rows, 1)
	)


def _check_places(field: str, written: str, known: Sequence[str], needed: Sequence[str]) -> list[Finding]:
	used = placeholders.names(written)
	listed = ", ".join(_braced(name) for name in known)
	found = [
		Finding("placeholder_unknown", field, params={"name": _braced(name), "known": listed})
		for name in used
		if name not in known
	]
	missing = [name for name in needed if name not in used]
	return found + [Finding("placeholder_missing", field, params={"name": _braced(name)}) for name in missing]


def _braced(name: str) -> str:
	return "{" + name + "}"
