"""Who walks through the Desk: somebody of each of its roles. The demonstration lacks a System Manager and people of two levels and a position."""

import frappe
from frappe.utils.password import update_password

from esaylov.framework import clock
from esaylov.identity import roles
from esaylov.identity.roles import OF_LEVEL, OF_POSITION
from esaylov.setup.demo.people import DOMAIN, LOGINS, PASSWORD
from factories import codes, insiders, settled

MANAGER = "manager.sinov"
SEATS = {"constituency.sinov": ("OKR", "Staff"), "precinct.sinov": ("PEC", "Deputy Chair")}
"""Login -> level of its commission, position there."""
HIGHER = {"OKR": "REG", "PEC": "DC"}
MARK, CODE = "Sinov: walk", "26277902"
LOCALS = (MANAGER, *SEATS)
"""Logins that are made."""
ROLES = {
	"secretary": "ru",
	"chair": "uz-Cyrl",
	"regional.chair": "uz",
	"cec.chair": "ru",
	"administrator": "uz",
	"auditor": "ru",
	"deputy": "uz",
	"member": "uz-Cyrl",
	"constituency.sinov": "ru",
	"precinct.sinov": "uz",
	MANAGER: "ru",
}
"""Login -> the language in which its screens are walked."""


def roles_of(local: str) -> set[str]:
	"""The roles that a login has besides those of everybody."""
	if local == MANAGER:
		return {"System Manager"}
	places = {login.local: (login.commission, login.position, login.role) for login in LOGINS}
	commission, position, role = places.get(local) or (*SEATS[local], "")
	return {role} if role else {OF_LEVEL[commission.partition("-")[0]], OF_POSITION[position]}


def make(local: str) -> None:
	"""The user, with the password of the demonstration, the position and, where the site has none, the commission."""
	user = f"{local}@{DOMAIN}"
	if local == MANAGER:
		insiders.manager(user)
		return
	level, position = SEATS[local]
	values = {"email": user, "first_name": "Sinov", "send_welcome_email": 0, "user_type": "System User"}
	settled.inserted(frappe.get_doc(doctype="User", **values))
	update_password(user, PASSWORD)
	held = {"person": codes.person(user=user), "commission": _commission(level), "position": position}
	settled.inserted(
		frappe.get_doc(doctype="Commission Membership", starts_on=clock.today(), appointed_by=MARK, **held)
	)
	roles.sync_roles(user)


def _commission(level: str) -> str:
	if known := frappe.db.get_value("Election Commission", {"level": level}, order_by="name asc"):
		return str(known)
	titles = {f"{short}title_{lang}": MARK for lang in ("uz", "ru", "en") for short in ("", "short_")}
	higher = frappe.db.get_value("Election Commission", {"level": HIGHER[level]}, order_by="name asc")
	place = {
		"parent_election_commission": higher,
		"territory": frappe.db.get_value(
			"Election Commission", {"level": "DC"}, "territory", order_by="name asc"
		),
	}
	known = {"code": f"{level}-{CODE}", "register_code": CODE, "level": level}
	return str(frappe.get_doc(doctype="Election Commission", **known, **place, **titles).insert().name)


def remove(local: str) -> None:
	"""Take what was made off the site again, below all controllers."""
	user = f"{local}@{DOMAIN}"
	if person := frappe.db.get_value("Person", {"user": user}):
		frappe.db.delete("Commission Membership", {"person": person})
		frappe.db.delete("Person", {"name": person})
	frappe.db.delete("Has Role", {"parent": user, "parenttype": "User"})
	frappe.db.delete("Block Module", {"parent": user, "parenttype": "User"})
	frappe.db.delete("__Auth", {"doctype": "User", "name": user})
	frappe.db.delete("User", {"name": user})
	frappe.db.delete("Election Commission", {"register_code": CODE})
	frappe.clear_cache(user=user)
