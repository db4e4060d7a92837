"""Persons whom the check of a draft compares with the registers: how many a user may name a day, and of whom they learn the result.

Otherwise a draft would tell whose PINFL is that of a candidate, a member of a commission or somebody with a criminal record. A candidate's
name stands on the portal, so a name beside one number after the other would tell which one is theirs.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final

import frappe

from esaylov.core.findings import Finding, Severity
from esaylov.core.people.name_comparison import word_groups
from esaylov.core.procedure.people import IDENTIFIERS, Block, is_list_of_names, is_named
from esaylov.framework import clock
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import TooMany
from esaylov.framework.persistence import reads
from esaylov.framework.requests import limits
from esaylov.identity import answers
from esaylov.registers.entries import people

KIND = "persons-checked"
SETTINGS: Final = "Interagency Settings"
DEFAULT: Final = 5_000
"""A party files up to a few thousand persons in a day [ours]."""
MOST_NUMBERS: Final = 3
"""Numbers beside one name in a day, of whom the applicant is still told [ours]: a slip, and a namesake."""
UNCOMPARED: Final = "number_not_compared"
NAME_WORDS: Final = 2
"""Words of a typed name that tell it from others: surname and given name, in either order."""
WORD_LENGTH: Final = 8
"""Hexadecimal digits of a word's keyed hash: few words of a day share one."""
DAY: Final = timedelta(days=1)


def count_checked(reader: str, numbers: Collection[str], named: Iterable[Block]) -> bool:
	"""Count the persons whom somebody has checked today; whether they are counted now, as of others nothing may be told.

	Raises TooMany (`persons_checked_too_many`) before one too many.

	reader: the Person who files. numbers: all PINFLs and passports of the answers. named: those of them that stand beside a
	name; one number beside two names counts twice. The count holds keyed hashes of numbers and of words of names.
	"""
	most = frappe.get_cached_doc(SETTINGS).persons_checked_per_day or DEFAULT
	beside = [(block.identifier, block.name) for block in named if block.identifier]
	without = set(numbers) - {number for number, _ in beside}
	entries = {*(_entry(*pair) for pair in beside), *(_entry(number, "") for number in without)}
	try:
		is_within = limits.add_members(KIND, _place(reader), entries, int(DAY.total_seconds()), most)
	except AWAY:  # a deadline does not wait for Redis
		frappe.logger("esaylov").warning("checked persons are not counted: Redis is away")
		return False
	if not is_within:
		raise TooMany({"number": most}, code="persons_checked_too_many")
	return True


def blocks_of(answers: object) -> list[Block]:
	"""The persons that have a name, wherever they are in answers, also where no form describes them."""
	return [Block(path, (), answer) for path, answer in people.blocks(answers)]


def numbers_of(blocks: Iterable[Block]) -> list[str]:
	"""The PINFLs and passports of persons, in their order."""
	return sorted({number for block in blocks for key in IDENTIFIERS if (number := block.text(key))})


def read_persons(numbers: Sequence[str]) -> list[frappe._dict]:
	"""Rows of the Persons with these PINFLs or passports, for `agreeing`; who is found by both comes twice. One query."""
	return reads.run(_persons(len(numbers)), [*numbers, *numbers]) if numbers else []


@reads.statement
def _persons(count: int) -> reads.Query:
	person = frappe.qb.DocType("Person")
	query = frappe.qb.from_(person).select(
		person.name, person.pinfl, person.passport, person.surname, person.given_name
	)
	by_number = query.where(person.pinfl.isin(reads.many(count)))
	return by_number.union_all(query.where(person.passport.isin(reads.many(count))))


def uncompared(reader: str, blocks: Sequence[Block]) -> list[Block]:
	"""The blocks beside whose name the reader has typed more than MOST_NUMBERS numbers today.

	Of these nothing is told, whoever has the numbers. A name is its first two words: no register is asked for this.
	"""
	beside: dict[str, list[tuple[str, frozenset[str]]]] = defaultdict(list)
	for number, words in (_checked_today(reader) or ()) if blocks else ():
		for word in words:
			beside[word].append((number, words))
	counted: dict[frozenset[str], int] = {}
	found = []
	for block in blocks:
		name = _hashed(" ".join(block.name.split()[:NAME_WORDS]))
		if name not in counted:
			entries = min((beside[word] for word in name), key=len, default=[])
			counted[name] = len({number for number, words in entries if name <= words})
		if counted[name] > MOST_NUMBERS:
			found.append(block)
	return found


def notices(blocks: Iterable[Block], paths: Collection[str]) -> list[Finding]:
	"""A warning at each of the blocks that are `uncompared`. paths: theirs."""
	return [
		Finding(
			UNCOMPARED,
			block.at("full_name"),
			Severity.WARNING,
			params={"name": block.name, "number": MOST_NUMBERS},
		)
		for block in blocks
		if block.path in paths
	]


def agreeing(reader: str, blocks: Iterable[Block], persons: Sequence[frappe._dict]) -> frozenset[str]:
	"""Numbers of known persons that are typed beside the name of the same person: the PINFL, or the passport where there is none.

	None of a person beside whose name the reader has typed more than MOST_NUMBERS numbers today: they guess.
	persons: rows of `read_persons`.
	"""
	of_number = {number: person for person in persons for number in (person.pinfl, person.passport) if number}
	named = {}
	for block in blocks:
		person = of_number.get(block.identifier)
		if person and is_named(block.name, person.surname or "", person.given_name or ""):
			named[person.name] = person
	checked = _checked_today(reader) if named else None
	if checked is None:
		return frozenset()
	told = [person for person in named.values() if _is_told(person, checked)]
	return frozenset(number for person in told for number in (person.pinfl, person.passport) if number)


def _is_told(person: frappe._dict, checked: Collection[tuple[str, frozenset[str]]]) -> bool:
	words = _hashed(f"{person.surname or ''} {person.given_name or ''}")
	return len({number for number, beside in checked if words <= beside}) <= MOST_NUMBERS


def _checked_today(reader: str) -> list[tuple[str, frozenset[str]]] | None:
	"""Each number that was checked, hashed, with the hashed words beside it; None while Redis is away, where nothing is told."""
	try:
		entries = limits.members(KIND, _place(reader))
	except AWAY:
		return None
	parts = (entry.partition("|") for entry in entries)
	return [(number, frozenset(words.split())) for number, _, words in parts]


def _entry(number: str, name: str) -> str:
	words = frozenset[str]() if is_list_of_names(name) else _hashed(name)
	return f"{answers.person_key(number)}|{' '.join(sorted(words))}"


def _hashed(name: str) -> frozenset[str]:
	return frozenset(answers.person_key(word)[:WORD_LENGTH] for word in word_groups(name))


def _place(reader: str) -> str:
	return f"{reader}|{clock.today()}"
