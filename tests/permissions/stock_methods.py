"""Role × method × verb of the framework's own functions on each version that we declare: `python tests/permissions/stock_methods.py` writes the table.

What a version offers stands in `framework/VERSION.csv`, read from its source by `framework/read_methods.py`; what of it is open to whom in
`esaylov/api/manifest.csv`. A function of a list that the manifest does not name is undecided: refused to everybody, and a test fails. What the Desk
was seen to call stands in `framework/desk_calls.csv` (`factories/desk_calls.py`).
"""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from esaylov.api import manifest
from esaylov.identity.roles import APPLICANTS, OF_LEVEL, OF_POSITION, Role

LISTS = Path(__file__).parent / "framework"
README = Path(manifest.__file__).with_name("README.md")
BEGIN, END = "<!-- {}: begin -->\n", "<!-- {}: end -->\n"
VERSIONS = {"15.92.0": "15.92", "15.105.0": "15.105", "16.9.0": "16.9", "16.10.7": "16.10"}
"""Version whose functions are listed -> its word in the manifest."""
VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
OUTSIDE, GUEST, ROOT = (*sorted(APPLICANTS), Role.INTEGRATOR), "a guest", "Administrator"
OF_DESK = (
	*OF_LEVEL.values(),
	*OF_POSITION.values(),
	Role.AUDITOR,
	Role.ADMINISTRATOR,
	"System Manager",
)


class Method(NamedTuple):
	"""A function that a version offers: the verbs that it takes itself, whether guests get to it."""

	verbs: frozenset[str]
	is_open_to_guests: bool


@cache
def offered(version: str) -> dict[str, Method]:
	"""Name -> function of a version."""
	with (LISTS / f"{version}.csv").open(encoding="utf-8") as lines:
		return {
			row["method"]: Method(frozenset(row["verbs"].split()), row["guest"] == "yes")
			for row in csv.DictReader(lines)
		}


def people() -> dict[str, frozenset[str]]:
	"""Role -> what somebody who holds it alone is in the words of the manifest."""
	return {
		GUEST: manifest.EVERYBODY,
		**{role: manifest.words_of([role], is_of_desk=False) for role in OUTSIDE},
		**{role: manifest.words_of([role], is_of_desk=True) for role in OF_DESK},
		ROOT: manifest.ADMINISTRATOR,
	}


def verdict(version: str, name: str, verb: str, words: frozenset[str]) -> str:
	"""`allowed`, `refused` or `undecided`: by the manifest, and by the framework where it takes no such verb or no guest."""
	line, method = manifest.named().get(name), offered(version)[name]
	if line is None:
		return "undecided"
	is_guest = words == manifest.EVERYBODY
	is_taken = verb in method.verbs and (method.is_open_to_guests or not is_guest)
	return "allowed" if is_taken and verb in line.verbs and line.roles & words else "refused"


class Counted(NamedTuple):
	"""Pairs of function and verb for one role on a version."""

	version: str
	role: str
	methods: int
	allowed: dict[str, int]
	refused: int
	undecided: int

	@property
	def pairs(self) -> int:
		"""How many there are."""
		return self.methods * len(VERBS)


def counted() -> Iterator[Counted]:
	"""Each role on each version."""
	for version in VERSIONS:
		names = offered(version)
		for role, words in people().items():
			found = Counter((verdict(version, name, verb, words), verb) for name in names for verb in VERBS)
			by_verdict: Counter[str] = Counter()
			for (said, _), number in found.items():
				by_verdict[said] += number
			allowed = {verb: found["allowed", verb] for verb in VERBS}
			yield Counted(version, role, len(names), allowed, by_verdict["refused"], by_verdict["undecided"])


def table() -> str:
	"""The counts as Markdown; roles that are let through to the same stand in one line."""
	lines = [
		f"| version | role | functions | {' | '.join(VERBS)} | allowed | refused | undecided |",
		"|---|---|" + "---|" * (len(VERBS) + 4),
	]
	alike: dict[tuple[object, ...], list[str]] = {}
	for one in counted():
		numbers = (one.methods, *one.allowed.values(), sum(one.allowed.values()), one.refused, one.undecided)
		alike.setdefault((one.version, *numbers), []).append(one.role)
	lines += [
		f"| {version} | {', '.join(roles)} | {' | '.join(map(str, numbers))} |"
		for (version, *numbers), roles in alike.items()
	]
	return "\n".join(lines) + "\n"


def seen() -> dict[str, set[str]]:
	"""Function -> the versions on which the Desk was seen to call it."""
	found: dict[str, set[str]] = {}
	with (LISTS / "desk_calls.csv").open(encoding="utf-8") as lines:
		for row in csv.DictReader(lines):
			found.setdefault(row["method"], set()).add(row["version"])
	return found


def grants() -> dict[str, list[str]]:
	"""Reason of the manifest -> the functions that it opens to somebody."""
	found: dict[str, list[str]] = {}
	with Path(manifest.__file__).with_name("manifest.csv").open(encoding="utf-8") as lines:
		for row in csv.DictReader(lines):
			if row["roles"]:
				found.setdefault(row["reason"], []).append(row["method"])
	return found


def uses() -> str:
	"""The grants by their reasons as Markdown, with how many of them the Desk was seen to call."""
	called, given = seen(), grants()
	lines = ["| why it is open | functions | seen | never seen |", "|---|---|---|---|"]
	for reason, names in sorted(given.items()):
		of_them = sum(name in called for name in names)
		lines.append(f"| {reason} | {len(names)} | {of_them} | {len(names) - of_them} |")
	every = [name for names in given.values() for name in names]
	of_all = sum(name in called for name in every)
	lines.append(f"| all | {len(every)} | {of_all} | {len(every) - of_all} |")
	return "\n".join(lines) + "\n"


TABLES = {"table": table, "uses": uses}


def held(name: str) -> str:
	"""A table as the README has it."""
	text = README.read_text(encoding="utf-8")
	return text.partition(BEGIN.format(name))[2].partition(END.format(name))[0]


def write() -> None:
	"""Put the tables into the README."""
	for name, made in TABLES.items():
		before, begin, rest = README.read_text(encoding="utf-8").partition(BEGIN.format(name))
		after = rest.partition(END.format(name))[2]
		README.write_text(before + begin + made() + END.format(name) + after, encoding="utf-8")


if __name__ == "__main__":
	write()
