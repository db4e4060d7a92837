"""Who is told in the Desk that something was changed past the log."""

from collections.abc import Sequence
from typing import Final

import frappe

from esaylov.framework.errors import text
from esaylov.identity import users
from esaylov.permissions.configuration.waiting.entries import CHANGE

TOLD: Final = ("Election Auditor", "Election Administrator", "System Manager")


def tell(documents: Sequence[str], code: str, doctype: str = CHANGE) -> None:
	"""A notification for each auditor and administrator who may enter, about the first of these documents, entries of the log.

	code: of the sentence, which gets their number as `count`.
	"""
	for user in users.holding(TOLD):
		if user.name == "Administrator":
			continue
		notice = frappe.new_doc("Notification Log")
		notice.subject = text(code, {"count": len(documents)}, user.language or "uz")
		notice.update(
			{"for_user": user.name, "type": "Alert", "document_type": doctype, "document_name": documents[0]}
		)
		notice.insert(ignore_permissions=True)  # a job or a command: nobody is at work
