"""Saving a User, whether or not a queue takes what the framework orders with it (a Contact of the same name); who holds a role."""

from collections.abc import Collection, Mapping

import frappe
from frappe.core.doctype.user.user import User
from frappe.model.document import Document

from esaylov.framework import queues


class ProvedUser(User):
	"""A new User of somebody who proved who they are (OneID, a key, a code or an invitation), or a service account of a body.

	The framework refuses the 61st new User within an hour, on a guess that somebody floods the site. On the day before a deadline
	thousands log in for the first time. Users that the Desk, a sign-up or the API makes stay limited.
	"""

	def before_insert(self) -> None:
		self.flags.in_insert = True  # all that the framework's own does besides counting


def add(values: Mapping[str, object]) -> str:
	"""Make the User of a first login or a service account; its name. The caller has proved the person or the head of the body."""
	user = ProvedUser({"doctype": "User", **values})
	user.flags.no_welcome_mail = True
	save(user)
	return str(user.name)


def save(user: Document) -> None:
	"""Save a User, new or not, as the system; the caller says why it may.

	With a queue that is full or away the framework would refuse, and a login or the effect of a decision with it: then it is told
	to do at once what it leaves to jobs, as it does while it is installed.
	"""
	if queues.takes(queues.DOCUMENTS):
		user.save(ignore_permissions=True)  # the caller says why
		return
	before = frappe.flags.in_install
	frappe.flags.in_install = True
	try:
		user.save(ignore_permissions=True)  # the same
	finally:
		frappe.flags.in_install = before
	user.save_version()  # left out while it is installed


def holding(roles: Collection[str]) -> list[frappe._dict]:
	"""Users who may enter and hold one of these roles: `name`, `full_name`, `language`; each once, by name."""
	user, role = frappe.qb.DocType("User"), frappe.qb.DocType("Has Role")
	return list(
		frappe.qb.from_(user)
		.join(role)
		.on((role.parent == user.name) & (role.parenttype == "User"))
		.select(user.name, user.full_name, user.language)
		.distinct()
		.where(role.role.isin(roles) & (user.enabled == 1))
		.orderby(user.name)
		.run(as_dict=True)
	)
