"""Logic-less templates: `{name}` stands for a value, and nothing else is special."""

import re
from collections.abc import Callable, Collection, Mapping

from esaylov.core.people.names import plain

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")
BRACES = re.compile(r"\{([^{}]*)\}")
"""What stands in braces, whether or not it is a place."""


def names(template: str) -> list[str]:
	"""Names of the placeholders, each once, in the order of their first use."""
	return list(dict.fromkeys(PLACEHOLDER.findall(template)))


def fill(template: str, value: Callable[[str], str]) -> str:
	"""The template with `value(name)` in each place; what a value itself contains is never read again."""
	return PLACEHOLDER.sub(lambda match: value(match[1]), template)


def named(template: str, words: Mapping[str, str]) -> str:
	"""The template with each place called by its words: `{n}` as `{appeal number}`; a place without words stays."""
	return PLACEHOLDER.sub(lambda match: "{" + words.get(match[1], match[1]) + "}", template)


def unnamed(template: str, words: Mapping[str, str]) -> str:
	"""A template as somebody wrote it with `named` places, with their names; what stands for no place stays as it is."""
	known = {_folded(called): name for name, called in words.items()}
	return BRACES.sub(lambda match: "{" + known.get(_folded(match[1]), match[1]) + "}", template)


def unknown(template: str, known: Collection[str]) -> list[str]:
	"""What stands in braces, or opens or closes one alone, and is none of the known places."""
	inside = [found for found in BRACES.findall(template) if found not in known]
	return [*dict.fromkeys(inside), *dict.fromkeys(re.findall(r"[{}]", BRACES.sub("", template)))]


def _folded(words: str) -> str:
	return plain(" ".join(words.split())).casefold()
