"""Persons as such, before they have a user: who may enter, and the user that is made at the first login.

Members of 100,000 precincts are not users until they come; authority is the row, and the user only carries it.
"""

from datetime import date

import frappe

from esaylov.core.formats.language import DEFAULT, NEW_LETTERS
from esaylov.core.people.names import proper_case
from esaylov.core.procedure.people import is_named
from esaylov.elections import in_office
from esaylov.framework import clock, practice
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.persistence import reads
from esaylov.identity import users
from esaylov.identity.bodies import BODY_DOCTYPES, REGISTERED, Body, load

DOMAIN = "person.esaylov.invalid"
"""Names of users have the form of an e-mail address; RFC 2606 keeps this ending from ever being one."""
MEMBERSHIP = "Commission Membership"
DATED = (MEMBERSHIP, "Body Representative")
DEPUTY = "Elected Deputy"
REGISTERS = ("Candidate", "Proxy", "Authorized Representative")


def person_of(user: str) -> str | None:
	"""The Person that a user is, or None."""
	found = reads.row("Person", {"user": user}, ["name"]) if user and user != "Guest" else None
	return str(found.name) if found else None


def of_pinfl(pinfl: str) -> str | None:
	"""The person with a PINFL, or None."""
	return frappe.db.get_value("Person", {"pinfl": pinfl}, "name") if pinfl else None


def has_right(person: str, on: date | None = None) -> bool:
	"""Whether a person holds a position, represents a body, or is in a register on a day (today). An entry of
	practice gives no right."""
	day = on or clock.today()
	return any(_holds(doctype, person, day) for doctype in DATED) or any(
		_is_entered(register, person) for register in REGISTERS
	)


def may_enter(person: str) -> bool:
	"""Whether a person may log in as themselves: with a right of today or, to read their own cases, as somebody who was
	elected or whose entry ended."""
	return has_right(person) or any(
		_is_entered(register, person, ["is", "set"]) for register in (*REGISTERS, DEPUTY)
	)


def user_for(person: str) -> str:
	"""The user of a person, made without a password where there is none; its roles follow from the person's rows."""
	row = frappe.get_doc("Person", person, for_update=True)  # two first logins at once make one user
	if row.user:
		return str(row.user)
	own = frappe.scrub(row.name)
	language = row.language or frappe.db.get_single_value("E-saylov Settings", "default_language")
	user = users.add(
		{
			"email": f"{own}@{DOMAIN}",
			"username": own,  # the framework's would be the given name, which two cannot have at once
			"first_name": row.given_name,
			"last_name": row.surname,
			"user_type": "Website User",
			"send_welcome_email": 0,
			# named, or the framework puts that of the site there, which is English; it knows no letters of 2026
			"language": DEFAULT if language == NEW_LETTERS else language,
		}
	)
	row.user = user
	with PROVED.writing():
		row.save(ignore_permissions=True)  # the same; the person's rows and roles follow (carry_user)
	return user


def _is_entered(register: str, person: str, status: str | list[str] = REGISTERED) -> bool:
	filters = {"person": person, "status": status}
	elections = frappe.get_all(register, filters, pluck="election", distinct=True, order_by="election asc")
	return not all(map(practice.is_of, elections))


def _holds(doctype: str, person: str, day: date) -> bool:
	row = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(row).select(row.name).where(row.person == person).where(row.starts_on <= day)
	is_member = doctype == MEMBERSHIP
	lasts = in_office.has_not_ended(row, day) if is_member else row.ends_on.isnull() | (row.ends_on >= day)
	return bool(query.where(lasts).limit(1).run())


def add(
	pinfl: str,
	surname: str,
	given_name: str,
	patronymic: str,
	passport: str = "",
	state: str = "",
	key: str | None = None,
) -> str:
	"""A Person whom OneID proves, or, with their `identity_state`, whom nobody has proved yet; its name.

	key: the name, where it is not to be random.
	Raises QueryDeadlockError where another one adds the same person at this moment: run again (`repeating`) the step finds them.
	"""
	person = frappe.new_doc("Person")
	names = {"surname": surname, "given_name": given_name, "patronymic": patronymic}
	person.update({"pinfl": pinfl, **{field: proper_case(name) for field, name in names.items()}})
	person.update({"passport": passport or None, "identity_state": state})
	try:
		person.insert(ignore_permissions=True, set_name=key)  # a login: nobody is logged in yet
		return str(person.name)
	except frappe.UniqueValidationError:
		if frappe.db.get_value("Person", {"pinfl": pinfl}, for_update=True):  # sees the last commit
			# this transaction began before: to all that reads plainly in it the person is not there
			raise frappe.QueryDeadlockError from None
		raise


def confirm_name(person: str | None, surname: str = "", given_name: str = "") -> None:
	"""A login by OneID or a key said how a person is called: a Person whom nobody had proved is confirmed, or to be reviewed."""
	row = (
		frappe.db.get_value("Person", person, ["full_name", "identity_state"], as_dict=True)
		if person
		else None
	)
	if row and row.identity_state:
		state = "" if is_named(row.full_name or "", surname, given_name) else "To Review"
		frappe.db.set_value("Person", person, "identity_state", state)


def body_of_tin(tin: str) -> Body | None:
	"""The body with a TIN (STIR); None where there is none, or where two records claim it."""
	if not tin:
		return None
	found = [
		(doctype, name)
		for doctype in BODY_DOCTYPES
		for name in frappe.get_all(doctype, {"tin": tin}, pluck="name", order_by="name asc", limit=2)
	]
	return load(*found[0]) if len(found) == 1 else None


def add_head(person: str, body: Body) -> None:
	"""Let the head of a body represent it from today, with the right to delegate. Repeatable."""
	frappe.db.get_value("Person", person, "name", for_update=True)  # two logins at once add one row
	today = clock.today()
	row = frappe.qb.DocType("Body Representative")
	stands = (
		frappe.qb.from_(row)
		.select(row.name)
		.where((row.person == person) & (row.body_type == body.doctype) & (row.body == body.name))
		# one that waits for its second person, or begins later, makes nobody the head today
		.where((row.starts_on <= today) & (row.ends_on.isnull() | (row.ends_on >= today)))
		.limit(1)
		.for_update()  # who waited for the person sees what was committed meanwhile
	)
	if stands.run():
		return
	representative = frappe.new_doc("Body Representative")
	representative.update(
		{
			"person": person,
			"body_type": body.doctype,
			"body": body.name,
			"position": "Rais",
			"is_head": 1,
			"may_delegate": 1,
			"starts_on": today,
		}
	)
	with PROVED.writing():
		representative.insert(ignore_permissions=True)  # named by OneID at the login; nobody is logged in yet
