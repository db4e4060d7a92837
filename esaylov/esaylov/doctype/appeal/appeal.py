"""Appeal (murojaat): the envelope of what was asked, by whom, signed."""

from functools import partial

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import law
from esaylov.appeals.inbox import officers, rooms
from esaylov.framework import queues
from esaylov.framework.persistence.documents import LockedByRow
from esaylov.framework.persistence.workflows import leave_out
from esaylov.framework.persistence.workflows import PlainSteps
from esaylov.setup.retention.archive import seals
from esaylov.setup.retention.rules import held

leave_out("Appeal")
ENDED = held()["Appeal"].statuses
"""States in which the archive of its election holds it; a filing comes from none of them and asks nothing."""


class Appeal(LockedByRow, PlainSteps, Document):
	def onload(self) -> None:
		"""Who has it, by their name: an auditor reads the appeal, and not the logins of staff."""
		named = officers.names({self.assigned_to}) if self.assigned_to else {}
		self.set_onload("officer", named.get(self.assigned_to) or self.assigned_to)

	def validate(self) -> None:
		before = self.get_doc_before_save()
		if before and before.status in ENDED:
			seals.hold(self)
		law.validate_appeal(self)  # here, so that REST, import, set_value and workflow meet the same law

	def on_trash(self) -> None:
		law.guard_removal(self)

	def notify_update(self) -> None:
		"""Besides who has it open, the desks of its commission hear, once it is committed, that their queue changed: `inbox.rooms`."""
		super().notify_update()
		if self.status != "Draft" and self.recipient:
			queues.after_commit(partial(rooms.tell, self.recipient))


def on_doctype_update() -> None:
	"""Indexes that the JSON cannot say: the inbox of a commission, figures of an election, what a body filed, limits that pass, and one key for one filing of a person."""
	frappe.db.add_index("Appeal", ["recipient", "status"])
	# all that a page of a queue is sorted, narrowed and searched by: its rows are found without reading the appeals
	queue = ["recipient", "status", "due_on", "appeal_type", "number", "search_key"]
	frappe.db.add_index("Appeal", queue, index_name="searched_queues")
	# the same for an auditor, who has the queues of all commissions
	of_all = ["status", "due_on", "name", "recipient", "assigned_to", "correction"]
	frappe.db.add_index("Appeal", of_all, index_name="queues_of_all")
	cockpit = ["election", "status", "recipient_lft", "due_on"]
	frappe.db.add_index("Appeal", cockpit, index_name="cockpit")
	# what somebody filed, the newest first: a page is read without the appeals before it
	frappe.db.add_index("Appeal", ["applicant_body", "received_at"], index_name="filed_by_body")
	marks = ["reminded_for", "overdue_for", "escalated_for"]
	frappe.db.add_index("Appeal", ["status", "due_on", *marks, "correct_until"], index_name="limits")
	frappe.db.add_unique("Appeal", ["owner", "idempotency_key"], constraint_name="unique_idempotency_key")
