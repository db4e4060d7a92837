"""The public door of guarded configuration: confirm, decline, and what the log tells."""

import frappe

from esaylov.framework.errors import NotPermitted
from esaylov.permissions.configuration import changes

__all__ = ["check_change", "confirm", "confirm_by_bench", "decline", "published", "record_due"]

check_change = changes.check


def confirm(change: str) -> str:
	"""Bring a proposed change into force as another person than its author; its name.

	Raises NotPermitted (`second_person_needed` for the author), WrongState (`configuration_moved` when the document is no
	longer what the proposal was made for).
	"""
	return changes.confirm(change, frappe.session.user)


def confirm_by_bench(change: str) -> str:
	"""The same by whoever holds the bench (`bench execute`), where there is no second person yet. Raises NotPermitted."""
	if getattr(frappe.local, "request", None):
		raise NotPermitted()
	name = changes.confirm(change, changes.BENCH)
	frappe.db.commit()  # a command of its own
	return name


def decline(change: str, note: str = "") -> str:
	"""End a proposal without effect, as its author or another; its name. Raises WrongState."""
	return changes.decline(change, note, frappe.session.user)


def record_due() -> int:
	"""Job: write the events of changes that were made before there was a central commission; how many."""
	return changes.record_due()


def published() -> list[frappe._dict]:
	"""The last changes in force for the public: decided_at, reference_doctype, reference_name, action, event."""
	return changes.published()
