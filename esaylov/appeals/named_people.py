"""People whom an appeal names, compared with the Persons that are known: before it is filed, as the decision compares them."""

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any, Final

import frappe

from esaylov.appeals import checked_people
from esaylov.appeals.state_registers import access_log
from esaylov.core.findings import Finding
from esaylov.core.people import Block
from esaylov.framework import clock, limits
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import FormInvalid
from esaylov.identity import answers as identity_answers
from esaylov.registers import people

CODE: Final = "person_differs"
TRIES: Final = "named-people"
MOST: Final = 30
"""Numbers under another name that a user is told of in a day [ours]: a long list has slips. What is not told is for the
commission to see: a refusal beyond the limit would tell the same."""
DAY: Final = 24 * 3600  # seconds
REASON: Final = "PINFL typed under another name"


def check_people(answers: Mapping[str, Any], reader: str) -> None:
	"""Refuse answers with the number of a known person under another name, or with numbers of two persons.

	Nothing is told of a number beside whose name the reader typed more numbers than `checked_people` allows, nor beyond MOST in a day.
	reader: the Person who files. Raises FormInvalid, TooMany (`persons_checked_too_many`).
	"""
	named = checked_people.blocks_of(answers)
	numbers = checked_people.numbers_of(named)
	if not numbers or not checked_people.count_checked(reader, numbers, named):
		return
	differing = people.differing(answers)
	hidden = {block.path for block in checked_people.uncompared(reader, named)} if differing else set()
	told = [block for block in named if block.path in differing and block.path not in hidden]
	told = list(islice(told, MOST))
	if not told or not _are_told(reader, told):
		return
	user = str(frappe.session.user)
	access_log.note_refused(user, [block.identifier for block in told], REASON)
	raise FormInvalid(
		[Finding(CODE, block.at("full_name"), params={"name": differing[block.path]}) for block in told]
	)


def _are_told(reader: str, blocks: Sequence[Block]) -> bool:
	keys = {identity_answers.person_key(block.identifier) for block in blocks}
	try:
		return limits.add_members(TRIES, f"{reader}|{clock.today()}", keys, DAY, MOST)
	except AWAY:  # a deadline does not wait for Redis
		return False
