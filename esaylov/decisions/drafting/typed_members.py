"""What registers tell the author of a matter of the people they type: as much as an applicant learns, within the same limits.

Otherwise a draft would tell whose PINFL is that of a candidate, of the head of a party or of a hokim.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from esaylov.appeals.drafts import drafting
from esaylov.appeals.filing import named_people
from esaylov.appeals.form_facts import checked_people
from esaylov.appeals.state_registers import access_log
from esaylov.core.findings import Finding
from esaylov.core.procedure.people import Block
from esaylov.framework.errors import TooMany
from esaylov.identity import persons

REASON: Final = "PINFL typed for a decision without an appeal"


def filter_findings(author: str, data: Mapping[str, Any], findings: Sequence[Finding]) -> list[Finding]:
	"""The findings of a matter without those about people whose number and name do not agree.

	A look that tells something is on record, also where the matter is refused for it. Raises FormInvalid (`person_differs`),
	TooMany (`persons_checked_too_many`, `number_not_compared`).
	"""
	named = {block.path: block for block in checked_people.blocks_of(data)}
	reader = persons.person_of(author) or author
	agreed = _agreeing(reader, [*named.values()])
	named_people.check_people(data, reader)
	of_people = [one for one in findings if one.code in drafting.OF_PERSON and one.path in named]
	withheld = [one for one in of_people if named[one.path].identifier not in agreed]
	told_of = {named[one.path].identifier for one in of_people if one not in withheld}
	access_log.note_refused(author, sorted(told_of), REASON)
	return [one for one in findings if one not in withheld]


def _agreeing(reader: str, named: Sequence[Block]) -> frozenset[str]:
	"""Numbers of known persons that are typed beside the name of the same person. Raises TooMany."""
	numbers = checked_people.numbers_of(named)
	if not numbers or not checked_people.count_checked(reader, numbers, named):
		return frozenset()
	if guessed := checked_people.uncompared(reader, named):
		block = guessed[0]
		raise TooMany(
			{"name": block.name, "number": checked_people.MOST_NUMBERS},
			field=block.at("full_name"),
			code=checked_people.UNCOMPARED,
		)
	return checked_people.agreeing(reader, named, checked_people.read_persons(numbers))
