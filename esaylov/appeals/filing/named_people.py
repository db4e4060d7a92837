"""People whom an appeal names, compared with the Persons that are known: before it is filed, as the decision compares them."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import frappe

from esaylov.appeals.form_facts import checked_people
from esaylov.appeals.state_registers import access_log
from esaylov.core.findings import Finding
from esaylov.core.procedure.people import Block
from esaylov.framework import clock
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import FormInvalid, TooMany
from esaylov.framework.requests import limits
from esaylov.identity import answers as identity_answers
from esaylov.registers.entries import people

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
	reader: the Person who files. Raises FormInvalid.
	"""
	differing = people.differing(answers)
	if not differing:
		return
	found = [block for block in checked_people.blocks_of(answers) if block.path in differing]
	told = _told(reader, found)
	if not told:
		return
	user = str(frappe.session.user)
	access_log.note_refused(user, [block.identifier for block in told], REASON)
	raise FormInvalid(
		[Finding(CODE, block.at("full_name"), params={"name": differing[block.path]}) for block in told]
	)


def _told(reader: str, found: Sequence[Block]) -> list[Block]:
	"""Of the persons those of whom the reader is told that they differ; nothing while Redis is away: a deadline does not wait."""
	try:
		is_counted = checked_people.count_checked(reader, checked_people.numbers_of(found), found)
	except TooMany:  # a refusal would tell that somebody differs
		return []
	hidden = checked_people.uncompared(reader, found) if is_counted else found
	told = [block for block in found if block not in hidden][:MOST]
	keys = {identity_answers.person_key(block.identifier) for block in told}
	try:
		is_within = not keys or limits.add_members(TRIES, f"{reader}|{clock.today()}", keys, DAY, MOST)
	except AWAY:
		return []
	return told if is_within else []
