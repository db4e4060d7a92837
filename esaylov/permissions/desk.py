"""What is special about the Desk of staff: what it is told when it starts, where it opens, which modules it hides."""

import json
import re
from collections.abc import Iterator
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.formats import language as languages
from esaylov.framework import new_letters, practice
from esaylov.identity import colleagues, positions
from esaylov.identity.logins import first_login, language
from esaylov.identity.roles import DESK, OF_POSITION
from esaylov.permissions.list_orders import ORDERS

APP, MODULE, SIDEBAR = "esaylov", "Esaylov", "e-saylov"
WORKSPACES = "Workspaces"
"""The page that opens on the first workspace of a user: v15's own beginning; v16 begins with a page of icons."""


COMMISSION_DESK = "commission-desk"
"""The page that staff of a commission work on, and so begin with."""


def tell(bootinfo: dict[str, Any]) -> None:
	"""Hook `extend_bootinfo`: add `esaylov`: the current election, the commissions where the user has a position today, languages,
	whether this is a first login, which is shown around, which DocTypes have rules for their rows (`ruled`), which have titles in
	several languages (`titled`), by which fields long lists are sorted (`orders`), and the names of those who work
	beside the user, by login (`colleagues`).

	Cards of a workspace and filters of reports use them. What is counted is asked of permissions all the same: a value
	that has become old shows fewer rows, never another's. Staff of a commission begin on their desk, others on their workspace.
	"""
	bootinfo["esaylov"] = {
		"election": frappe.db.get_single_value("E-saylov Settings", "current_election"),
		"practice": practice.elections(),
		"commissions": sorted({held.commission for held in positions.positions_of(frappe.session.user)}),
		"languages": [{"code": code, "name": languages.LANGUAGES[code]} for code in new_letters.offered()],
		"ruled": sorted(frappe.get_hooks("permission_query_conditions")),
		"titled": frappe.get_all("DocType", {"title_field": "title_uz"}, pluck="name", order_by="name"),
		"orders": ORDERS,
		"colleagues": colleagues.names(frappe.session.user),
		"is_new": first_login.is_due(frappe.session.user),
		"language": language.chosen(frappe.session.user) or frappe.local.lang,
	}
	_keep_own_sidebar(bootinfo.get("workspace_sidebar_item") or {})
	own = _workspaces(bootinfo)
	if own and _is_staff(set(frappe.get_roles())):
		bootinfo["home_page"] = COMMISSION_DESK if _sits_on_a_commission() else WORKSPACES
		# v15 leads from each page to the oldest workspace of all, which may be another role's
		if MODULE in (of_modules := bootinfo.get("module_wise_workspaces") or {}):
			of_modules[MODULE] = own


def home_page(user: str) -> str:
	"""Hook `get_website_user_home_page`: where a login leads that names no other address, a path without its first slash.

	Frappe 16 (seen on 16.9.0) asks it for users of the Desk too, who would land in the cabinet otherwise; 15 asks it for the
	others alone. `app` is the Desk in both: 16 sends it on to `desk`.
	"""
	return "app" if frappe.get_cached_value("User", user, "user_type") == "System User" else "cabinet"


def _keep_own_sidebar(sidebars: dict[str, dict[str, Any]]) -> None:
	"""All pages have the one sidebar of the app: v16 makes another of each workspace, also of those of other roles.

	Its links are those of the reader's roles: the framework weighs the condition of a section alone, not that of a link in it.
	"""
	for name in [name for name, sidebar in sidebars.items() if sidebar.get("module") == MODULE]:
		if name != SIDEBAR:
			del sidebars[name]
	if own := sidebars.get(SIDEBAR):
		own["items"] = list(_of_roles(own["items"], set(frappe.get_roles())))


NAMED_ROLES = re.compile(r"frappe\.user\.has_role\((\[.*?\])\)")


def _of_roles(items: list[dict[str, Any]], roles: set[str]) -> Iterator[dict[str, Any]]:
	"""The lines of the sidebar for these roles: a section that is not theirs takes its links with it."""
	is_section_theirs = True
	for item in items:
		is_theirs = _is_of(item, roles)
		if item["type"] == "Section Break":
			is_section_theirs = is_theirs
		if is_theirs and (is_section_theirs or not item["child"]):
			yield item


def _is_of(item: dict[str, Any], roles: set[str]) -> bool:
	"""Whether each list of roles in the condition of a line of the sidebar names one of these; what else it says the Desk weighs."""
	return all(
		roles & set(json.loads(named)) for named in NAMED_ROLES.findall(item.get("display_depends_on") or "")
	)


def _sits_on_a_commission() -> bool:
	return bool(set(OF_POSITION.values()) & set(frappe.get_roles()))


def _is_staff(roles: set[str]) -> bool:
	"""Staff of a commission, administrators and auditors; not whoever manages the system, and so has its pages."""
	return bool(roles & DESK) and "System Manager" not in roles


def _workspaces(bootinfo: dict[str, Any]) -> list[str]:
	"""The workspaces of the app that the Desk offers: v16 tells of them as `workspaces`, v15 as `allowed_workspaces`."""
	offered = (bootinfo.get("workspaces") or {}).get("pages") or bootinfo.get("allowed_workspaces") or []
	return [page["name"] for page in offered if page and page.get("module") == MODULE]


def hide_modules(user: Document, event: str = "") -> None:
	"""Event of User, before it is validated: staff see the workspaces of this app and of no other [ours].

	This takes pages off the screen and no right away. Whoever manages the system, and a user to whom a Module Profile was
	given, see what these say.
	"""
	if user.module_profile or not _is_staff({row.role for row in user.roles}):
		return
	hidden = frappe.get_all("Module Def", {"app_name": ["!=", APP]}, pluck="name", order_by="name asc")
	held = {row.module for row in user.block_modules}
	for module in hidden:
		if module not in held:
			user.append("block_modules", {"module": module})
