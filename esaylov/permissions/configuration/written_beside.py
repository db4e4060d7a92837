"""What a person writes of a guarded document beside its changes: a guess of what stands, and fields that the log tells of only."""

from typing import Any

from frappe.model.document import Document

from esaylov.framework.desk import field_levels
from esaylov.permissions.configuration.rules import disclosure
from esaylov.permissions.configuration.rules.guard import Guard

Values = dict[str, Any]


def find_noted_changes(document: Document, guard: Guard, stored: Document) -> tuple[Values, Values]:
	"""What changes of the fields that the log tells of without a second person, before and after."""
	before, after = (disclosure.held_in(each, guard.noted) for each in (stored, document))
	changed = disclosure.differing(before, after)
	return {field: before[field] for field in changed}, {field: after[field] for field in changed}


def list_guessed_fields(document: Document, guard: Guard, changed: tuple[str, ...]) -> tuple[str, ...]:
	"""Guarded fields that a request gives the value which stands already, and which its user may not read: they are proposed too.

	Otherwise whoever saves a guess learns by the proposal that is lacking whether it is true.
	"""
	if document.is_new() or document.flags.ignore_permissions:
		return ()
	stated = field_levels.stated_fields(document.doctype)
	return tuple(
		field for field in guard.fields if field in stated and field not in changed and document.get(field)
	)
