"""Guarded changes as two administrators make them: one proposes, another signs."""

from typing import Any

import frappe

from esaylov.appeals.studio import building
from esaylov.permissions.configuration.waiting import changes
from factories import appeals as make
from factories import types

SECOND = "second.administrator@esaylov.example"
CHANGE = "Configuration Change"


def open_change(doctype: str, name: str) -> str:
	"""The open proposal about a document, or ""."""
	about = {"reference_doctype": doctype, "reference_name": name, "status": "Proposed"}
	return str(frappe.db.get_value(CHANGE, about) or "")


def sign(change: str, user: str = SECOND) -> None:
	"""A person's signature on a proposed change."""
	before = frappe.session.user
	frappe.set_user(user)
	try:
		changes.confirm(change, make.signature(user, changes.to_sign(change)))
	finally:
		frappe.set_user(before)


def sign_waiting(doctype: str, name: str) -> None:
	"""The signatures of as many administrators as the open proposal about a document needs."""
	for user in (SECOND, make.ADMINISTRATOR):
		change = open_change(doctype, name)
		if change and frappe.db.get_value(CHANGE, change, "proposed_by") != user:
			sign(change, user)


def saved_type(**values: Any) -> str:
	"""A type of a file written over the one of its code, by as many persons as that needs."""
	code = building.take_in(types.small(**values), replace=True)
	sign_waiting("Appeal Type", code)
	return code


def published_type(**values: Any) -> str:
	"""A new type that two persons published."""
	code = building.take_in(types.small(published=1, **values), replace=False)
	sign_waiting("Appeal Type", code)
	return code


def publish_type(code: str) -> int:
	"""Publish a saved type with two persons; the number of its version."""
	building.publish(code)
	sign_waiting("Appeal Type", code)
	return int(frappe.db.get_value("Appeal Type", code, "version"))


def withdraw_type(code: str) -> None:
	"""Take a published type back with two persons."""
	building.unpublish(code)
	sign_waiting("Appeal Type", code)
