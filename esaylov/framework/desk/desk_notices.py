"""Notifications of the Desk that are done with, and the word to open screens that count what waits for a signature."""

from collections.abc import Iterable
from typing import Final

import frappe

LOG: Final = "Notification Log"
CHANGED: Final = "esaylov_signatures"
"""Event of realtime: what waits for a user's signature changed. Its message is empty."""


def mark_read(doctype: str, name: str, user: str = "") -> None:
	"""Mark the notifications about a document as read, those of one user or of all."""
	log = frappe.qb.DocType(LOG)
	query = frappe.qb.update(log).set(log.read, 1)
	query = query.where((log.document_name == name) & (log.document_type == doctype) & (log.read == 0))
	(query.where(log.for_user == user) if user else query).run()


def tell_signers(users: Iterable[str]) -> None:
	"""After the commit, the open screens of users count anew what waits for their signature."""
	for user in sorted(set(users)):
		frappe.publish_realtime(CHANGED, user=user, after_commit=True)
