"""How an answer reaches the reader: the whole of it by e-mail, or an SMS that says where it stands."""

from html import escape

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import SetupMissing, text
from esaylov.messages import service as messages

TEMPLATE = "S80"


def send(feedback: Document) -> str:
	"""Send the answer in the transaction of the caller; the channel used, empty where the reader left no address.

	Raises SetupMissing on a site without outgoing mail.
	"""
	if feedback.email:
		_mail(feedback)
		return "E-mail"
	if feedback.phone and messages.tell_phone(
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
