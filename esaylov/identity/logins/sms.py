"""Login by a code to the phone of an entry: for registered candidates and proxies, into a session that opens this entry alone.

Nobody learns from it whose number it is: the request writes the same rows and answers the same for every number, and
whether there is somebody to tell is found out afterwards, by a job that finds in the rows what is owed.
"""

import frappe

from esaylov.framework import queues
from esaylov.framework.errors import LoginRefused
from esaylov.identity import service as identity
from esaylov.identity.logins import devices, session

JOB = "esaylov.identity.logins.sms.deliver_owed"


def request(phone: str) -> int:
	"""Ask for a login code to a phone; minutes that it will be valid. The same for every number, known or not.

	Where none is due the answer is the same: one that was sent before lives on the phone. Raises CodeRefused
	(`phone_missing`, `phone_structure`), TooMany.
	"""
	owed = [entry.key for entry in identity.entries_of_phone(phone)]
	asker = devices.asker(phone, begins=True)
	try:
		identity.open_code(phone, identity.CodePurpose.LOGIN, asker=asker, owed_to=owed)
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
	"""Make and send a code that is owed, once, if the entries of its number are one person's."""
	row, owed = identity.take_owed_code(code)
	known = identity.entries_of_keys(owed)
	opened = identity.entries_opened([one for one in known if identity.phone_key(one.phone) == row.phone_key])
	if opened:
		identity.deliver_code(row, opened[0].person, opened[0].phone)


def confirm(phone: str, code: str) -> str:
	"""Enter by the code that was sent to a phone. Raises CodeRefused, LoginRefused."""
	identity.confirm_code(phone, code, identity.CodePurpose.LOGIN, asker=devices.asker(phone))
	opened = identity.entries_opened(identity.entries_of_phone(phone))
	if not opened:
		raise LoginRefused(code="login_no_right")
	return session.enter_entries(opened)
