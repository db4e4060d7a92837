"""Memberships that a decision gave: begun and ended by the effect of a decision only."""

from collections.abc import Mapping
from datetime import date, timedelta

import frappe
from frappe.model.document import Document

from esaylov.framework import clock
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.write_guard import WriteGuard

WRITER = WriteGuard("decided memberships")
MEMBERSHIP = "Commission Membership"
FREE = frozenset({"user", "person_name", "commission_level", "certificate", "is_synthetic"})
"""Copies and marks that are no part of what was decided."""


def appoint(person: str, commission: str, position: str, starts_on: date, act: Mapping[str, object]) -> str:
	"""Write a membership that a decision gives; its name. Called by registers only.

	act: `appointed_by`, `decision`, `row_path`, `appeal`. Raises FormInvalid where the person is a member elsewhere.
	"""
	membership = frappe.new_doc(MEMBERSHIP)
	membership.update(
		{**act, "person": person, "commission": commission, "position": position, "starts_on": starts_on}
	)
	with WRITER.writing(), PROVED.writing():
		membership.insert(ignore_permissions=True)  # the effect of a decision; no commission role may appoint
	return str(membership.name)


def release(membership: str, last_day: date, decision: str, reason: str) -> None:
	"""End a membership by a decision; its last day is not before its first. Called by registers only."""
	document = frappe.get_doc(MEMBERSHIP, membership, for_update=True)
	document.ends_on = max(last_day, frappe.utils.getdate(document.starts_on))
	document.end_decision = decision
	document.end_reason = reason[:500]
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # as above


def annul(membership: str, decision: str, reason: str) -> None:
	"""End a membership whose decision was annulled: yesterday is its last day. Called by registers only."""
	document = frappe.get_doc(MEMBERSHIP, membership, for_update=True)
	document.ends_on = clock.today() - timedelta(
		days=1
	)  # of today's there is no day left: it ends before it began
	document.update({"is_annulled": 1, "end_decision": decision, "end_reason": reason[:500]})
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # as above


def restore(membership: str, ends_on: date | None) -> None:
	"""Bring back a membership whose end was annulled, up to the last day it had before. Called by registers only.

	Raises FormInvalid where the person is a member elsewhere by now.
	"""
	document = frappe.get_doc(MEMBERSHIP, membership, for_update=True)
	document.update({"ends_on": ends_on, "end_decision": None, "end_reason": None})
	with WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # as above


def check_decided(membership: Document) -> None:
	"""What a decision gave or took changes by a decision only. Raises LawBroken."""
	before = membership.get_doc_before_save()
	acts = [membership.decision, membership.end_decision]
	acts += [before.decision, before.end_decision] if before else []
	if any(acts) and (before is None or _facts(before) != _facts(membership)):
		WRITER.check(membership)


def refuse_removal(membership: Document) -> None:
	"""A membership by decision is ended, never removed. Raises LawBroken."""
	if membership.decision or membership.end_decision:
		WRITER.check(membership)


def _facts(membership: Document) -> dict[str, object]:
	values = membership.get_valid_dict(convert_dates_to_str=True)
	left_out = FREE | {"modified", "modified_by", "idx"}
	return {
		key: value or None for key, value in values.items() if key not in left_out and not key.startswith("_")
	}
