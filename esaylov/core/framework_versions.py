"""Which releases of the framework are safe: values in, values out. A release is `15.122.0`; `16.0.0-dev` stands before `16.0.0`."""

import json
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

SUPPORTED = (15, 16)
"""Series of the framework that the app runs on."""
RELEASE = re.compile(r"v?(\d+)\.(\d+)(?:\.(\d+))?(.*)")

Version = tuple[int, int, int, int]
"""Series, feature, mend, and 0 for a release or -1 for what comes before it."""


@dataclass(frozen=True, slots=True)
class Advisory:
	"""A known weakness of the framework. fixed: series -> the first release without it; None where no source says one."""

	id: str
	title: str
	published: str
	source: str
	fixed: Mapping[int, str | None]


def parsed(text: str) -> tuple[Advisory, ...]:
	"""All advisories that a JSON list names, each with `id`, `title`, `published`, `source` and `fixed` by the number of a series."""
	return tuple(
		Advisory(
			row["id"],
			row["title"],
			row["published"] or "",
			row["source"],
			{int(series): fixed for series, fixed in row["fixed"].items()},
		)
		for row in json.loads(text)
	)


def read(text: str) -> Version:
	"""A version as numbers that compare. Raises ValueError for what is none."""
	if not (found := RELEASE.fullmatch(text.strip())):
		raise ValueError(text)
	series, feature, mend, rest = found.groups()
	return (
		int(series),
		int(feature),
		int(mend or 0),
		-1 if rest.startswith(("-", "a", "b", "rc", ".dev")) else 0,
	)


def open_in(version: str, advisories: Iterable[Advisory]) -> list[Advisory]:
	"""The advisories that a version does not close, as far as a source says where they were closed. Raises ValueError."""
	running = read(version)
	return [
		one
		for one in advisories
		if (fixed := one.fixed.get(running[0])) is not None and running < read(fixed)
	]


def unsaid(version: str, advisories: Iterable[Advisory]) -> list[Advisory]:
	"""The advisories of which no source says which release of this series closed them. Raises ValueError."""
	series = read(version)[0]
	return [one for one in advisories if one.fixed.get(series) is None]


def floor(series: int, advisories: Sequence[Advisory]) -> str:
	"""The first release of a series that closes whatever is said to be closed in it; "" where nothing is said."""
	releases = [fixed for one in advisories if (fixed := one.fixed.get(series)) is not None]
	return max(releases, key=read, default="")
