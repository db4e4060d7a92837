"""Login by a code to the phone of an entry: for registered candidates and proxies, into a session that opens this entry alone.

Nobody learns from it whose number it is: the request writes the same rows and answers the same for every number, and
whether there is somebody to tell is found out afterwards, by a job that finds in the rows what is owed.
"""

from collections.abc import Sequence

import frappe

from esaylov.core.findings import Finding
from esaylov.framework import queues
from esaylov.framework.errors import LoginRefused
from esaylov.identity import codes, entry_logins
from esaylov.identity.logins import devices, session

CHOICES = {"Candidate": "login_entry_candidate", "Proxy": "login_entry_proxy"}
"""What an entry is called where its holder chooses it."""
JOB = "esaylov.identity.logins.ways.sms.deliver_owed"


def request(phone: str) -> int:
	"""Ask for a login code to a phone; minutes that it will be valid. The same for every number, known or not.

	Where none is due the answer is the same: one that was sent before lives on the phone. Raises CodeRefused
	(`phone_missing`, `phone_structure`), TooMany.
	"""
	owed = [entry.key for entry in entry_logins.entries_of_phone(phone)]
	asker = devices.asker(phone, begins=True)
	try:
		codes.open_row(phone, codes.Purpose.LOGIN, asker=asker, owed_to=owed)
	except codes.CodeNotDue:
		return codes.code_minutes()
	queues.wake(JOB, queues.MESSAGES)
	return codes.code_minutes()


def deliver_owed() -> int:
	"""Job, and each minute the scheduler's: make and send the codes that are owed; how many rows were looked at."""
	names = codes.owed(codes.Purpose.LOGIN)
	for name in names:
		deliver(name)
		frappe.db.commit()  # a job: one code, one transaction
	return len(names)


def deliver(code: str) -> None:
	"""Make and send a code that is owed, once, if its number is still that of an entry."""
	row, owed = codes.take_owed(code)
	known = entry_logins.entries_of_keys(owed)
	first = next((one for one in known if codes.phone_key(one.phone) == row.phone_key), None)
	if first:
		codes.deliver(row, first.person, first.phone)


def confirm(phone: str, code: str, entry: str = "") -> str:
	"""Enter by the code that was sent to a phone.

	entry: the key of one of the entries with this number, needed where they are several persons': anybody can type
	somebody's number in an appeal, so that must lock nobody out. Raises CodeRefused, LoginRefused (`login_no_right`;
	`login_entry_needed`, with a finding for each entry, its key as the path). A refusal is rolled back, so that the
	code remains valid.
	"""
	codes.confirm(phone, code, codes.Purpose.LOGIN, asker=devices.asker(phone))
	known = entry_logins.entries_of_phone(phone)
	if not known:
		raise LoginRefused(code="login_no_right")
	opened = entry_logins.entries_opened(known, entry)
	if not opened:
		raise _choice(known)
	return session.enter_entries(opened)


def _choice(entries: Sequence[entry_logins.Entry]) -> LoginRefused:
	refusal = LoginRefused(code="login_entry_needed")
	refusal.findings = tuple(
		Finding(CHOICES[entry.register], entry.key, params={"name": entry.full_name}) for entry in entries
	)
	return refusal
