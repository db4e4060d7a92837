"""Which functions a request may end in: `manifest.csv` names each, with verbs, roles and the reason; what is not named is refused.

A row: method (module and qualified name), versions of the framework that have it, verbs, roles (words of `roles_of`; none: nobody),
operation and of (what is asked of the DocType, see `operations`), reason. Another app on the same site names its own methods:

	esaylov_allowed_methods = {"lab.api.measure": {"verbs": ["POST"], "roles": ["Lab User"]}}

in its hooks.py, or in site_config.json. A Server Script that is an API is named there too: `Server Script/NAME`, its API method.
"""

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import frappe

from esaylov.identity.roles import OF_LEVEL, OF_POSITION, Role

OWN = "esaylov.api."
OF_STAFF: dict[str, frozenset[str]] = {
	"commission": frozenset({*OF_LEVEL.values(), *OF_POSITION.values()}),
	"election": frozenset({Role.ADMINISTRATOR}),
	"auditor": frozenset({Role.AUDITOR}),
	"system": frozenset({"System Manager"}),
}
"""Words of the tables -> roles of the site, for users of the Desk."""
EVERYBODY = frozenset({"guest"})
ADMINISTRATOR = frozenset({"guest", "login", "desk", *OF_STAFF})


@dataclass(frozen=True)
class Entry:
	"""A line of the manifest; see the module's text."""

	verbs: frozenset[str]
	roles: frozenset[str]
	operation: str = ""
	of: tuple[str, ...] = ()


@cache
def named() -> dict[str, Entry]:
	"""Method -> its line."""
	with Path(__file__).with_name("manifest.csv").open(encoding="utf-8") as lines:
		return {row["method"]: _entry(row) for row in csv.DictReader(lines)}


def _entry(row: dict[str, str]) -> Entry:
	return Entry(
		frozenset(row["verbs"].split()),
		frozenset(row["roles"].split()),
		row["operation"],
		tuple(row["of"].split()) if not row["of"].startswith("=") else (row["of"],),
	)


def entry(method: str) -> Entry | None:
	"""The line of a method, ours or of another app; None for one that nobody named."""
	if line := named().get(method):
		return line
	if method.startswith(("frappe.", "esaylov.")):
		return None  # another app opens its own methods, no other's
	return _of_other_apps(method)


def _of_other_apps(method: str) -> Entry | None:
	"""Verbs and roles that a hook or the site's settings give a method."""
	found = [
		given[method]
		for given in (frappe.conf.get("esaylov_allowed_methods"), frappe.get_hooks("esaylov_allowed_methods"))
		if isinstance(given, dict) and method in given
	]
	if not found:
		return None
	return Entry(frozenset(found[0].get("verbs", ())), frozenset(found[0].get("roles", ())))


def may(methods: Iterable[str], verb: str) -> bool:
	"""Whether the caller may call each of the methods with this verb of HTTP."""
	return all(_opens(entry(method), verb) for method in methods if not method.startswith(OWN))


def require(method: str, verb: str) -> None:
	"""Raise frappe.PermissionError unless the caller may call it: for an address of ours that answers in its place, past the question."""
	if not may((method,), verb):
		raise frappe.PermissionError


def _opens(line: Entry | None, verb: str) -> bool:
	if line is None or verb not in line.verbs:
		return False
	return bool(line.roles & EVERYBODY) or bool(line.roles & words())


def words() -> frozenset[str]:
	"""What the caller is in the words of the tables, and the caller's roles."""
	user = frappe.session.user
	if user == "Guest":
		return EVERYBODY
	if user == "Administrator":
		return ADMINISTRATOR | frozenset(frappe.get_roles())
	roles = frozenset(frappe.get_roles())
	is_integrator = Role.INTEGRATOR in roles
	is_of_desk = not is_integrator and frappe.get_cached_value("User", user, "user_type") == "System User"
	return roles | words_of(roles, is_of_desk=is_of_desk)


def words_of(roles: Iterable[str], *, is_of_desk: bool) -> frozenset[str]:
	"""What somebody who is logged in is in the words of the tables, by their roles."""
	known = {"guest", "login"}
	if is_of_desk:
		held = set(roles)
		known |= {"desk"} | {word for word, of in OF_STAFF.items() if of & held}
	return frozenset(known)
