"""Persons whom the check of a draft compares with the registers: how many a user may name a day, and of whom they learn the result.

Otherwise a draft would tell whose PINFL is that of a candidate, a member of a commission or somebody with a criminal record.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import timedelta
from typing import Final

import frappe

from esaylov.core.people import Block, is_named
from esaylov.framework import clock, limits
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import TooMany
from esaylov.identity import service as identity

KIND: Final = "persons-checked"
SETTINGS: Final = "Interagency Settings"
DEFAULT: Final = 5_000
"""A party files up to a few thousand persons in a day [ours]."""
DAY: Final = timedelta(days=1)


def count_checked(reader: str, identifiers: Collection[str]) -> None:
	"""Count the persons whom somebody has checked today. Raises TooMany (`persons_checked_too_many`) before one too many.

	reader: the Person who files. identifiers: PINFLs and passports; the count holds keyed hashes of them.
	"""
	most = frappe.get_cached_doc(SETTINGS).persons_checked_per_day or DEFAULT
	keys = {identity.person_key(identifier) for identifier in identifiers}
	place = f"{reader}|{clock.today()}"
	try:
		is_within = limits.add_members(KIND, place, keys, int(DAY.total_seconds()), most)
	except AWAY:  # a deadline does not wait for Redis
		frappe.logger("esaylov").warning("checked persons are not counted: Redis is away")
		return
	if not is_within:
		raise TooMany({"number": most}, code="persons_checked_too_many")


def agreeing(blocks: Iterable[Block], persons: Sequence[frappe._dict]) -> frozenset[str]:
	"""Numbers of known persons that are typed beside the name of the same person: the PINFL, or the passport where there is none.

	persons: rows of Person with `pinfl`, `passport`, `surname`, `given_name`.
	"""
	of_number = {number: person for person in persons for number in (person.pinfl, person.passport) if number}
	agreed = set[str]()
	for block in blocks:
		person = of_number.get(block.identifier)
		if person and is_named(block.name, person.surname or "", person.given_name or ""):
			agreed.update(filter(None, (person.pinfl, person.passport)))
	return frozenset(agreed)
