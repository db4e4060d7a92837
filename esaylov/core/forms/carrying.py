"""Answers that were given to one version of a form, as another version takes them."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from esaylov.core.forms.answers import normalise, put
from esaylov.core.forms.checking import check
from esaylov.core.forms.definition import FormDefinition

NOT_TAKEN = frozenset({"unknown_field", "wrong_type", "not_asked"})
"""Findings of answers that the form has no place for."""
ROUNDS = 20
"""What goes may leave another answer unasked, and a level tells a few unknown names at a time (own design)."""


def carried(definition: FormDefinition, answers: Mapping[str, Any]) -> tuple[dict[str, Any], list[str]]:
	"""The answers that the form has a place for, normal, and the paths of the others (`persons[2].rank`), in the order they were met.

	What the form takes and finds wrong stays: its applicant is told. Where a row as a whole does not fit, its group goes.
	"""
	kept: dict[str, Any] = deepcopy(normalise(definition, answers))
	lost: list[str] = []
	for _ in range(ROUNDS):
		wrong = [found.path for found in check(definition, kept) if found.code in NOT_TAKEN]
		if not wrong:
			return kept, lost
		for path in wrong:
			before = deepcopy(kept)
			put(kept, path, None)
			if kept == before:
				path = path.partition(".")[0].partition("[")[0]
				kept.pop(path, None)
			if path not in lost:
				lost.append(path)
	return {}, [*answers]
