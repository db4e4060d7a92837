"""How an answer reaches who asked: the whole of it by e-mail, an SMS that says where it stands, or a notice to a user."""

from html import escape
from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import SetupMissing, text
from esaylov.messages import notifications

TEMPLATE = "S80"
OWN_PAGE: Final = "/cabinet/help"
"""Where a user reads the own questions and their answers."""


def send(feedback: Document) -> str:
	"""Send the answer in the transaction of the caller; the channel used, empty where the reader left no address.

	Raises SetupMissing on a site without outgoing mail.
	"""
	if feedback.asked_by:
		_tell_user(feedback)
		return "Notice"
	if feedback.email:
		_mail(feedback)
		return "E-mail"
	if feedback.phone and notifications.tell_phone(
		TEMPLATE, feedback.phone, feedback.language, {"n": feedback.name}, feedback
	):
		return "SMS"
	return ""


def _mail(feedback: Document) -> None:
	params = {"number": feedback.name}
	paragraphs = [
		*feedback.answer.strip().split("\n\n"),
		text("feedback_mail_foot", params, feedback.language),
	]
	try:
		frappe.sendmail(
			recipients=[feedback.email],
			subject=text("feedback_mail_subject", params, feedback.language),
			message="".join(f"<p>{escape(part).replace(chr(10), '<br>')}</p>" for part in paragraphs),
		)
	except frappe.OutgoingEmailError as problem:
		raise SetupMissing(code="mail_missing") from problem


def _tell_user(request: Document) -> None:
	"""A notice in the Desk; who has no Desk is told on the pages of the cabinet (`asking.unread`)."""
	fields = ["user_type", "language", "enabled"]
	user = frappe.db.get_value("User", request.asked_by, fields, as_dict=True)
	if not (user and user.enabled and user.user_type == "System User"):
		return
	notice = frappe.new_doc("Notification Log")
	notice.subject = escape(text("help_answered", {"number": request.name}, user.language or "uz"))
	notice.update({"for_user": request.asked_by, "type": "Alert", "link": OWN_PAGE})
	notice.insert(ignore_permissions=True)  # no role of an administrator writes notices to others
