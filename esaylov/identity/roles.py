"""Roles: which there are, and which a user's memberships and representations give today.

A role only opens screens; what a user may do is asked of the rows themselves (`positions_of`, `bodies_of`).
"""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from enum import StrEnum
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.framework import clock, queues
from esaylov.framework.guarded_steps import PROVED
from esaylov.framework.requests import login_sessions
from esaylov.identity import bodies, positions, users
from esaylov.integrations.inbound import keys_of_bodies


class Role(StrEnum):
	"""Every role of the system, by the name of its Role record."""

	CEC = "Central Election Commission"
	REGIONAL = "Regional Commission"
	DISTRICT = "District Commission"
	CONSTITUENCY = "Constituency Commission"
	PRECINCT = "Precinct Commission"
	CHAIR = "Commission Chair"
	DEPUTY_CHAIR = "Commission Deputy Chair"
	SECRETARY = "Commission Secretary"
	MEMBER = "Commission Member"
	STAFF = "Commission Staff"
	PARTY = "Party Representative"
	KENGASH = "Kengash Representative"
	HOKIMIYAT = "Hokimiyat Representative"
	MAHALLA = "Mahalla Representative"
	MEDIA = "Media Representative"
	FOREIGN_MINISTRY = "Foreign Ministry Representative"
	CANDIDATE = "Candidate"
	PROXY = "Proxy"
	PARTY_AUTHORIZED = "Party Authorized Representative"
	ADMINISTRATOR = "Election Administrator"
	AUDITOR = "Election Auditor"
	INTEGRATOR = "Integrator"


OF_LEVEL = {
	"CEC": Role.CEC,
	"REG": Role.REGIONAL,
	"DC": Role.DISTRICT,
	"OKR": Role.CONSTITUENCY,
	"PEC": Role.PRECINCT,
}
OF_POSITION = {
	"Chair": Role.CHAIR,
	"Deputy Chair": Role.DEPUTY_CHAIR,
	"Secretary": Role.SECRETARY,
	"Member": Role.MEMBER,
	"Staff": Role.STAFF,
}
OF_APPLICANT = {
	"political_party": Role.PARTY,
	"party_regional_branch": Role.PARTY,
	"party_district_branch": Role.PARTY,
	"regional_kengash": Role.KENGASH,
	"district_kengash": Role.KENGASH,
	"regional_hokimiyat": Role.HOKIMIYAT,
	"district_hokimiyat": Role.HOKIMIYAT,
	"mahalla": Role.MAHALLA,
	"national_media": Role.MEDIA,
	"foreign_ministry": Role.FOREIGN_MINISTRY,
	"initiative_group": Role.MAHALLA,  # citizens who observe as a body, as a mahalla does: the same rights [ours]
	"candidate": Role.CANDIDATE,
	"proxy": Role.PROXY,
	"authorized_representative": Role.PARTY_AUTHORIZED,
}
APPLICANTS = frozenset(OF_APPLICANT.values())  # Website Users: they never open the Desk
DESK = frozenset({*OF_LEVEL.values(), *OF_POSITION.values(), Role.ADMINISTRATOR, Role.AUDITOR})
GRANTED = frozenset(
	{*OF_LEVEL.values(), *OF_POSITION.values(), *OF_APPLICANT.values()}
)  # given and taken by rows with dates, and by nothing else


def sync(users: Iterable[str], on: date | None = None) -> list[str]:
	"""Give each user the granted roles of a day (today) and take the others; return the users that changed."""
	due = due_roles(set(users), on or clock.today())
	held = held_roles(due)
	changed = [user for user, roles in due.items() if roles != held.get(user, set())]
	for user in changed:
		_write(user, due[user], held.get(user, set()))
	return changed


def sync_all(on: date | None = None) -> list[str]:
	"""Job: set right every user whose roles a passed date has changed; give them. Three queries where nothing has."""
	return sync(_concerned(), on)


def sync_roles(user: str) -> bool:
	"""Give and take the roles that a user's rows of today grant; True when something changed."""
	return bool(sync([user]))


def take(login_manager: Any) -> None:
	"""Hook `on_login`: who comes in has what was granted since the job went last. What ended is left to the job, which ends logins too."""
	user = str(login_manager.user)
	if due_roles({user}, clock.today())[user] - held_roles([user]).get(user, set()):
		sync([user])


def sync_person_roles(person: str) -> None:
	"""The same for the user of a person, where there is one."""
	if user := frappe.db.get_value("Person", person, "user"):
		sync([user])


def carry_user(person: Document) -> None:
	"""After a Person was saved: when its user changed, carry it to the person's rows and set both users' roles right."""
	before = person.get_doc_before_save()
	former = before.user if before else None
	if former == person.user:
		return
	for doctype in ("Commission Membership", "Body Representative"):
		# a copy kept for lists; authority is always read through the Person
		frappe.db.set_value(doctype, {"person": person.name}, "user", person.user, update_modified=False)
	sync([user for user in (former, person.user) if user])


def due_roles(users: set[str], on: date) -> dict[str, set[str]]:
	"""The granted roles that each of the users has by the rows of a day."""
	due: dict[str, set[str]] = {user: set() for user in users}
	for row in positions.active(users, on):
		due[row.user] |= {OF_LEVEL[row.level], OF_POSITION[row.position]}
	for user, body in bodies.active(users, on):
		if role := OF_APPLICANT.get(body.kind):
			due[user].add(role)
	for user, doctype, name in keys_of_bodies.bound(users):
		due[user] |= roles_of_body(doctype, name)
	return due


def roles_of_body(doctype: str, name: str) -> set[str]:
	"""The roles of who acts for a body."""
	body = bodies.load(doctype, name)
	return {OF_APPLICANT[body.kind]} if body and body.kind in OF_APPLICANT else set()


def held_roles(users: Iterable[str]) -> dict[str, set[str]]:
	"""The granted roles that stand on the users now."""
	filters = {"parenttype": "User", "parent": ["in", list(users)], "role": ["in", sorted(GRANTED)]}
	held: dict[str, set[str]] = defaultdict(set)
	for row in frappe.get_all("Has Role", filters=filters, fields=["parent", "role"], order_by="parent asc"):
		held[row.parent].add(row.role)
	return held


def _concerned() -> set[str]:
	"""Users with a membership or representation of any date, or with a granted role."""
	linked = frappe.get_all("Person", filters={"user": ["is", "set"]}, pluck="user", order_by="user asc")
	filters = {"parenttype": "User", "role": ["in", sorted(GRANTED)]}
	return {*linked, *frappe.get_all("Has Role", filters=filters, pluck="parent", order_by="parent asc")}


def _write(user: str, due: set[str], held: set[str]) -> None:
	document = frappe.get_doc("User", user)
	document.set("roles", [row for row in document.roles if row.role not in held - due])
	for role in sorted(due - held):
		document.append("roles", {"role": role})
	document.flags.no_welcome_mail = True
	with PROVED.writing():
		users.save(document)  # roles follow from the rows; no person hands them out
	if held - due:
		# after the commit: ending a session commits, and this may be the middle of a decision's effect
		queues.wake("esaylov.identity.roles.end_sessions", queues.MESSAGES, user=user)


def end_sessions(user: str) -> None:
	"""Job: log a user out everywhere. Their rows are asked on each request anyway; this closes the pages too."""
	login_sessions.end_all(user, reason="Roles were taken")
