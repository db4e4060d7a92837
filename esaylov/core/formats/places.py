"""Places of what does not hold, in one way of writing, and as JSON Pointers (RFC 6901).

A place is `""` for the whole, or steps from the outside in: `persons[2].pinfl`, `form_fields[0].shown_if`. A name that has
more than letters, digits, `_`, `-` and `@` in it is written as JSON in brackets: `answers["a.b"]`. Rows count from 0.
"""

import json
import re

LONGEST_NAME = 60
"""Letters of a name that a place repeats; what somebody made up may have millions (own design)."""
_NAME = re.compile(rf"[\w@-]{{1,{LONGEST_NAME}}}")
_STEP = re.compile(r"""\.?(?P<name>[\w@-]+)|\[(?P<row>\d+)\]|\[(?P<text>"(?:[^"\\]|\\.)*")\]""")


def below(place: str, step: str | int) -> str:
	"""The place of a member or of a row inside of another place."""
	if isinstance(step, int):
		return f"{place}[{step}]"
	if _NAME.fullmatch(step):
		return f"{place}.{step}" if place else step
	return f"{place}[{json.dumps(step[:LONGEST_NAME], ensure_ascii=False)}]"


def steps(place: str) -> list[str]:
	"""The steps of a place as text; what is no place is one step."""
	found: list[str] = []
	at = 0
	while at < len(place):
		step = _STEP.match(place, at)
		if step is None:
			return [place]
		found.append(json.loads(step["text"]) if step["text"] else step["name"] or step["row"])
		at = step.end()
	return found


def pointer(place: str) -> str:
	"""A place as a JSON Pointer: `/persons/2/pinfl`, `""` for the whole."""
	return "".join(f"/{step.replace('~', '~0').replace('/', '~1')}" for step in steps(place))
