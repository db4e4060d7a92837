"""What a commission would have of an appeal that is tried out before its type is published: what its officer reads, what its chair signs.

By the functions that real appeals go through, on one that is never saved; nothing is written.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from esaylov.appeals.studio import building
from esaylov.core.forms import Field, Kind, label
from esaylov.core.forms.definition import columns
from esaylov.core.procedure import decision as law
from esaylov.decisions.drafting import decision_subject, wording
from esaylov.decisions.drafting.rows import WHOLE, Subject, Verdict, subjects
from esaylov.decisions.review import reading
from esaylov.framework import clock
from esaylov.framework.errors import SetupMissing
from esaylov.registers.entries.keys import EFFECT_KEYS

NO_NUMBER = "…"
"""Stands in the text for the number that only a filed appeal has."""
ROWS = "rows"
"""Key of the group whose rows are decided one by one."""


def tried(rehearsal: building.Rehearsal, language: str) -> dict[str, Any]:
	"""An appeal that is tried, as its commission would have it, in the reader's language.

	`answers`, `groups` as reading.answered; `subjects`: titles of what is decided one by one; `text`: of the decision that grants it, in
	Russian or Uzbek, "" where no Decision Text fits; `written`: `key`, `field`, `value` of the entry of the first of them.
	"""
	appeal, data = rehearsal.document, rehearsal.version.data
	named = subjects(rehearsal.answers, data["effect_mapping"].get(ROWS), appeal.subject or "")
	return {
		**reading.answered(rehearsal.version.form, rehearsal.answers, language),
		"subjects": [subject.title for subject in named],
		"text": _text(rehearsal, named, "ru" if language == "ru" else "uz"),
		"written": list(_written(rehearsal, named[0], language)),
	}


def _text(rehearsal: building.Rehearsal, named: list[Subject], language: str) -> str:
	appeal, data = rehearsal.document, rehearsal.version.data
	is_noted = data["route"] == decision_subject.ACKNOWLEDGEMENT_ROUTE
	outcome = law.Outcome.ACKNOWLEDGED if is_noted else law.Outcome.GRANTED
	title = label(data["titles"], language)
	facts = decision_subject.facts_of(appeal, title, clock.today(), language) | {"number": NO_NUMBER}
	decided = [Verdict(subject.title, law.Row(subject.path, outcome)) for subject in named]
	try:
		return wording.text(
			language, decision_subject.scopes_of(appeal, data["effect"]), outcome, facts, decided
		)
	except SetupMissing:
		return ""


def _written(rehearsal: building.Rehearsal, first: Subject, language: str) -> Iterator[dict[str, str]]:
	"""What the effect would write of the first row: each key that has an answer, as `registers` reads it."""
	mapping = rehearsal.version.data["effect_mapping"]
	row: Mapping[str, object] = {} if first.path == WHOLE else first.answer
	fields = _fields(rehearsal, str(mapping.get(ROWS) or ""))
	keys = EFFECT_KEYS.get(rehearsal.version.data["effect"] or "")
	for key in [*keys["required"], *keys["optional"]] if keys else []:
		name = str(mapping.get(key, key))
		value = row.get(name) if name in row else rehearsal.answers.get(name)
		if key != ROWS and value not in (None, "") and (field := fields.get(name)):
			yield {
				"key": key,
				"field": label(field.label, language) or field.name,
				"value": reading.in_words(field, value, language),
			}


def _fields(rehearsal: building.Rehearsal, group: str) -> dict[str, Field]:
	"""The fields that an effect may read, by name: those of the rows before those around them."""
	top = columns(rehearsal.version.form.fields)
	inner = [
		field
		for item in top
		if item.kind is Kind.GROUP and item.name == group
		for field in columns(item.fields)
	]
	return {field.name: field for field in [*top, *inner]}
