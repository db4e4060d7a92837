"""A PINFL that somebody types into the register of people: whether it is known there is told, so it is counted and on record like a look."""

from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.appeals.state_registers import access_log
from esaylov.framework.errors import Duplicate, TooMany, shown
from esaylov.framework.guarded_steps import PROVED, SETTING_UP
from esaylov.framework.requests import limits
from esaylov.identity import persons

REASON: Final = "PINFL typed into the register of people"


def refuse_known_number(person: Document) -> None:
	"""Called from Person.validate. Raises Duplicate (`person_known`) for a PINFL that another person has, TooMany after thirty in ten minutes."""
	user = str(frappe.session.user)
	if not _is_typed(person):
		return
	with shown():
		_count(user)
		other = persons.of_pinfl(person.pinfl)
		if other and other != person.name:
			access_log.note_refused(user, [str(person.pinfl)], REASON)
			raise Duplicate(field="pinfl", code="person_known")


def _is_typed(person: Document) -> bool:
	"""Whether a request brings another number by hand, and no step of ours, which has proved it."""
	is_ours = person.flags.ignore_permissions or person.flags.configuration_applied
	is_asked = bool(getattr(frappe.local, "request", None)) and not (
		PROVED.is_writing or SETTING_UP.is_writing
	)
	if not person.pinfl or is_ours or not is_asked:
		return False
	stored = person.get_doc_before_save()
	return stored is None or stored.pinfl != person.pinfl


def _count(user: str) -> None:
	if limits.hit("typed-number", user, limits.LOOK_UP_SECONDS) > limits.LOOK_UPS:
		raise TooMany(retry_after=limits.LOOK_UP_SECONDS)
