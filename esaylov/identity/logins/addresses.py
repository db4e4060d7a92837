"""Where a login leads: an address of this site that its user has, never one of another site."""

import frappe

CABINET, DESK = "/cabinet", "/app"
HOMES = frozenset({CABINET, DESK, "/desk"})
OF_STAFF = (DESK, "/desk", "/printview", "/private/files")
"""Where staff may be led beside the cabinet: the Desk (`/desk` in Frappe 16), its papers, its files."""


def home_of(user: str) -> str:
	"""Where a user goes after a login: staff to the Desk, others to the cabinet."""
	kind = frappe.get_cached_value("User", user, "user_type")
	return DESK if kind == "System User" else CABINET


def within_site(address: str | None) -> str:
	"""The address if it is a path of the cabinet or the Desk, else "": no way out to another site, whatever a link says."""
	address = address or ""
	is_plain = address.isprintable() and "//" not in address and "\\" not in address
	return address if is_plain and _begins(address, CABINET, *OF_STAFF) else ""


def after_login(user: str, wanted: str | None) -> str:
	"""Where a user goes who wanted to an address: there if it is of this site and theirs, else home."""
	home, wanted = home_of(user), within_site(wanted)
	if not wanted or wanted in HOMES or (home == CABINET and not _begins(wanted, CABINET)):
		return home
	return wanted


def is_of_desk(address: str) -> bool:
	"""Whether an address is of the Desk, and so of staff."""
	return _begins(address, *OF_STAFF)


def _begins(address: str, *places: str) -> bool:
	path = address.partition("?")[0].partition("#")[0]
	return any(path == place or path.startswith(f"{place}/") for place in places)
