"""Notifications for the two who sign what a session decided, for a member who was noted as gone, and the word to their open screens."""

import frappe
from frappe.model.document import Document

from esaylov.decisions.sessions.records.writing import SESSION
from esaylov.framework.desk.desk_notices import mark_read, tell_signers
from esaylov.framework.errors import text
from esaylov.messages.texts.receivers import Copy, give_copies, of_persons


def notify_signers(session: Document, persons: list[str]) -> None:
	"""A notification for each of these persons that the protocol of a closed session waits for their signature."""
	number = session.number or session.title or ""
	receivers = of_persons(persons).values()
	copies = [
		Copy(
			one.person, text("session_to_sign", {"number": number}, one.language), SESSION, str(session.name)
		)
		for one in receivers
	]
	give_copies(copies)
	tell_signers(one.login.user for one in receivers if one.login)


def close_notice(session: Document) -> None:
	"""Mark the reader's notification about a session as read: they have signed."""
	user = str(frappe.session.user)
	mark_read(SESSION, str(session.name), user)
	tell_signers([user])


def tell_persons(persons: list[str]) -> None:
	"""After the commit, the open screens of persons count anew what waits for their signature."""
	found = of_persons(persons).values()
	tell_signers(one.login.user for one in found if one.login)


def tell_noted_gone(session: Document, attendance: Document) -> None:
	"""A notification for the person of an attendance that another person noted that they left, and who: they may be there still."""
	receivers = of_persons([attendance.person]).values()
	noted_by = frappe.db.get_value("Person", attendance.left_noted_by, "full_name")
	said = {
		"name": noted_by,
		"time": f"{attendance.left_at:%H:%M}",
		"number": session.number or session.title or "",
	}
	give_copies(
		[
			Copy(one.person, text("noted_gone", said, one.language), SESSION, str(session.name))
			for one in receivers
		]
	)
