"""The last step of every login: a person becomes a session."""

from collections.abc import Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

import frappe
from frappe.permissions import get_roles

from esaylov.framework.errors import LoginRefused
from esaylov.framework.requests import login_sessions
from esaylov.identity import entry_logins, persons, roles
from esaylov.identity.logins import first_login
from esaylov.identity.logins.own_sessions import Way

if TYPE_CHECKING:
	from frappe.auth import LoginManager

HAND_GIVEN = frozenset({"Election Administrator", "Election Auditor", "Integrator", "System Manager"})


def enter(person: str | None, way: Way) -> str:
	"""Log a person in, in a session of its own; the user. Raises LoginRefused (`login_no_right`)."""
	if not person or not persons.may_enter(person):
		raise LoginRefused(code="login_no_right")
	is_first = not frappe.db.get_value("Person", person, "user")
	user = persons.user_for(person)
	if is_first:
		first_login.begin(user)
	return enter_user(user, way)


def enter_entries(entries: Sequence[entry_logins.Entry]) -> str:
	"""Log in by a code to the phone of one person's entries, as a user who is nobody but these; the user. Raises LoginRefused."""
	is_first = not frappe.db.exists("User", entry_logins.login_name(entries[0].person, entries[0].phone))
	user = entry_logins.user_for_entries(entries)
	if frappe.db.get_value("User", user, "user_type") != "Website User":
		raise LoginRefused(code="login_no_right")
	roles.sync_roles(user)
	if is_first:
		first_login.begin(user)
	return enter_user(user, Way.CODE)


def enter_user(user: str, way: Way) -> str:
	"""Log in a user who proved who they are, in a session of its own; the user. Raises LoginRefused (`login_no_right`)."""
	if not frappe.db.get_value("User", user, "enabled"):
		raise LoginRefused(code="login_no_right")
	end_session()
	frappe.local.flags.esaylov_way = way.value
	# the framework gives a new session id here, whatever id the browser came with
	frappe.local.login_manager.login_as(user)
	return user


def origin() -> str:
	"""Where browsers find this site: scheme, host and port. `host_name` of site_config.json; without it what the request came to."""
	host = str(frappe.conf.get("host_name") or frappe.local.request.host_url)
	parts = urlsplit(host if "://" in host else f"https://{host}")
	return f"{parts.scheme}://{parts.netloc}"


def end_session() -> None:
	"""End the session that the browser still has: what was opened before a login serves nobody after it."""
	if frappe.session.user != "Guest":
		# not the framework's logout: it also tells the browser to drop the cookies that the new session sets
		login_sessions.end(frappe.session.user, [frappe.session.sid], "Another login")


def refuse_the_dismissed(login_manager: "LoginManager") -> None:
	"""Hook `on_login`, by password too: a known person without any right today or case of their own, or the
	login of entries that all ended, is refused."""
	user = login_manager.user or "Guest"
	if entry_logins.is_entry_login(user) and not entry_logins.entries_of_logins([user]):
		raise LoginRefused(code="login_no_right")
	person = persons.person_of(user)
	# not `frappe.get_roles`: a login by password has no session yet, and Frappe 15 then answers `Guest` for everybody
	if not person or persons.may_enter(person) or HAND_GIVEN & set(get_roles(user)):
		return
	raise LoginRefused(code="login_no_right")
