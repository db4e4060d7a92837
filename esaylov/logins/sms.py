"""Login by a code to the phone: for registered candidates and proxies.

Nobody learns from it whose number it is: the request writes the same rows and answers the same for every number, and
whether there is somebody to tell is found out afterwards, by a job.
"""

import frappe

from esaylov import queues
from esaylov.errors import LoginRefused
from esaylov.identity import service as identity
from esaylov.logins import entrance


def request(phone: str) -> int:
	"""Ask for a code; minutes that it will be valid. See service.sms_request."""
	row = identity.open_code(phone, identity.CodePurpose.LOGIN)
	frappe.enqueue(
		"esaylov.logins.sms.deliver",
		queue=queues.MESSAGES,
		enqueue_after_commit=True,
		code=row.name,
		people=identity.people_of_phone(phone),
	)
	return identity.code_minutes()


def deliver(code: str, people: list[str]) -> None:
	"""Job: make and send the code if exactly one of the persons may enter by it."""
	entering = identity.people_entering_by_code(people)
	if len(entering) == 1:
		identity.deliver_code(frappe.get_doc("One-time Code", code), entering[0])


def confirm(phone: str, code: str) -> str:
	"""Enter by the code; the user. See service.sms_confirm."""
	identity.confirm_code(phone, code, identity.CodePurpose.LOGIN)
	entering = identity.people_entering_by_code(identity.people_of_phone(phone))
	if len(entering) != 1:
		raise LoginRefused(code="login_no_right")
	return entrance.enter(entering[0])
