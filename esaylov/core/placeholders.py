"""Logic-less templates: `{name}` stands for a value, and nothing else is special."""

import re
from collections.abc import Callable

PLACEHOLDER = re.compile(r"\{([a-z][a-z0-9_]*)\}")


def names(template: str) -> list[str]:
	"""Names of the placeholders, each once, in the order of their first use."""
	return list(dict.fromkeys(PLACEHOLDER.findall(template)))


def fill(template: str, value: Callable[[str], str]) -> str:
	"""The template with `value(name)` in each place; what a value itself contains is never read again."""
	return PLACEHOLDER.sub(lambda match: value(match[1]), template)
