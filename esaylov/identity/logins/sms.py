"""Login by a code to the phone: for registered candidates and proxies.

Nobody learns from it whose number it is: the request writes the same rows and answers the same for every number, and
whether there is somebody to tell is found out afterwards, by a job that finds in the rows what is owed.
"""

import frappe

from esaylov.framework import queues
from esaylov.framework.errors import LoginRefused
from esaylov.identity import service as identity
from esaylov.identity.logins import devices, session
from esaylov.identity.logins.own_sessions import Way

JOB = "esaylov.identity.logins.sms.deliver_owed"


def request(phone: str) -> int:
	"""Ask for a login code to a phone; minutes that it will be valid. The same for every number, known or not.

	Where none is due the answer is the same: one that was sent before lives on the phone. Raises CodeRefused
	(`phone_missing`, `phone_structure`), TooMany.
	"""
	people, asker = identity.people_of_phone(phone), devices.asker(phone, begins=True)
	try:
		identity.open_code(phone, identity.CodePurpose.LOGIN, asker=asker, owed_to=people)
	except identity.CodeNotDue:
		return identity.code_minutes()
	queues.wake(JOB, queues.MESSAGES)
	return identity.code_minutes()


def deliver_owed() -> int:
	"""Job, and each minute the scheduler's: make and send the codes that are owed; how many rows were looked at."""
	names = identity.codes_owed(identity.CodePurpose.LOGIN)
	for name in names:
		deliver(name)
		frappe.db.commit()  # a job: one code, one transaction
	return len(names)


def deliver(code: str) -> None:
	"""Make and send a code that is owed, once, if exactly one of the persons may enter by it."""
	row, people = identity.take_owed_code(code)
	entering = identity.people_entering_by_code(people)
	if len(entering) == 1:
		identity.deliver_code(row, entering[0])


def confirm(phone: str, code: str) -> str:
	"""Enter by the code that was sent to a phone. Raises CodeRefused, LoginRefused."""
	identity.confirm_code(phone, code, identity.CodePurpose.LOGIN, asker=devices.asker(phone))
	entering = identity.people_entering_by_code(identity.people_of_phone(phone))
	if len(entering) != 1:
		raise LoginRefused(code="login_no_right")
	return session.enter(entering[0], Way.CODE)
