"""What the framework leaves of us on a site: `uninstall-app` drops our tables and what names our module, this the rest.

Both hooks run with `--dry-run` too: the first only reads, the second does nothing while our module stands. What others
still use, or had before us, stays, and a line says so. What stays for everybody: docs/operators/uninstall.md.
"""

import json
import shutil
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import frappe
from frappe.database import savepoint
from frappe.utils.background_jobs import get_queues
from frappe.website.utils import clear_website_cache

from esaylov.framework import place
from esaylov.framework.persistence import table_cache
from esaylov.identity.roles import DESK, Role

APP = "esaylov"
STOOD = "esaylov_stood_before"
"""Global default: what had our names when we came."""
SHARED = ("Role", "Language", "Workflow State", "Workflow Action Master")
"""DocTypes of records that several apps may use."""
LANGUAGES = ("uz-Cyrl", "kaa")
FOLDERS = (("public", "portal"), ("private", "portal"), ("private", "demo"), ("private", "chain-events"))
USER_SETTINGS = "_user_settings"
RIGHTS = (
	*("role", "permlevel", "if_owner", "select", "read", "write", "create", "delete", "submit", "cancel"),
	*("amend", "report", "export", "import", "share", "print", "email"),
)

DOCUMENTS = {
	"Workflow": ("document_type",),
	"Workflow Action": ("reference_doctype",),
	"Report": ("ref_doctype",),
	"Print Format": ("doc_type",),
	"Number Card": ("document_type",),
	"Dashboard Chart": ("document_type",),
	"Notification": ("document_type",),
	"Server Script": ("reference_doctype",),
	"Form Tour": ("reference_doctype",),
	"Webhook": ("webhook_doctype",),
	"Assignment Rule": ("document_type",),
	"Auto Repeat": ("reference_doctype",),
	"Milestone Tracker": ("document_type",),
	"Document Naming Rule": ("document_type",),
	"DocType Layout": ("document_type",),
	"Kanban Board": ("reference_doctype",),
	"Data Import": ("reference_doctype",),
}
"""Records with tables of their own that somebody made for a DocType of ours, by the fields that name it."""

ROWS = {
	"Custom Field": ("dt",),
	"Property Setter": ("doc_type",),
	"Custom DocPerm": ("parent",),
	"Client Script": ("dt",),
	"User Permission": ("allow", "applicable_for"),
	"List View Settings": ("name",),
	"List Filter": ("reference_doctype",),
	"Calendar View": ("reference_doctype",),
	"Global Search DocType": ("document_type",),
	"Session Default": ("ref_doctype",),
	"Success Action": ("ref_doctype",),
	"Milestone": ("reference_type",),
	"Reminder": ("reminder_doctype",),
	"Document Share Key": ("reference_doctype",),
	"Tag Link": ("document_type",),
	"Deleted Document": ("deleted_doctype",),
	# what the framework deletes with each document, and does not when a table is dropped
	"ToDo": ("reference_type",),
	"Email Unsubscribe": ("reference_doctype",),
	"DocShare": ("share_doctype",),
	"Version": ("ref_doctype",),
	"Comment": ("reference_doctype",),
	"View Log": ("reference_doctype",),
	"Document Follow": ("ref_doctype",),
	"Notification Log": ("document_type",),
	"Communication Link": ("link_doctype",),
	# of the database, without a DocType
	"__Auth": ("doctype",),
	"__UserSettings": ("doctype",),
	"__global_search": ("doctype",),
}
"""Plain rows, by the fields that name a DocType of ours."""


@dataclass(slots=True)
class Ours:
	"""What can no longer be asked when our tables are gone: names, by DocType."""

	modules: list[str] = field(default_factory=list)
	doctypes: list[str] = field(default_factory=list)
	reports: list[str] = field(default_factory=list)
	workspaces: list[str] = field(default_factory=list)
	shared: dict[str, list[str]] = field(default_factory=dict)


def note_what_stood() -> None:
	"""Before the installation: keep the names that the site has already, for the day of the removal. Once."""
	if frappe.db.get_global(STOOD):
		return
	stood: dict[str, list[str]] = {
		doctype: frappe.get_all(doctype, pluck="name", order_by="name asc") for doctype in SHARED
	}
	ours: dict[str, set[str]] = {"Role": set(Role), "Language": set(LANGUAGES)}
	for doctype, names in ours.items():
		stood[doctype] = [name for name in stood[doctype] if name in names]
	home = frappe.db.get_single_value("Website Settings", "home_page")
	frappe.db.set_global(STOOD, json.dumps({**stood, "home_page": home}))


def before_uninstall() -> None:
	"""Note what is ours, while it can be asked."""
	modules = frappe.get_all("Module Def", {"app_name": APP}, pluck="name", order_by="name asc")
	doctypes = _named("DocType", {"module": ["in", modules]})
	workflows = ["in", _named("Workflow", {"document_type": ["in", doctypes]})]
	shared = {
		"Role": [role.value for role in Role],
		"Language": list(LANGUAGES),
		"Workflow State": frappe.get_all("Workflow Document State", {"parent": workflows}, pluck="state"),
		"Workflow Action Master": frappe.get_all(
			"Workflow Transition", {"parent": workflows}, pluck="action"
		),
	}
	reports, workspaces = (_named(kind, {"module": ["in", modules]}) for kind in ("Report", "Workspace"))
	frappe.flags.esaylov = Ours(modules, doctypes, reports, workspaces, shared)


def after_uninstall() -> None:
	"""Remove what is left of us, unless the removal was a rehearsal."""
	ours = frappe.flags.pop("esaylov", None)
	if not ours or frappe.get_all("Module Def", {"app_name": APP}, limit=1):
		return
	stood = json.loads(frappe.db.get_global(STOOD) or "{}")
	_drop_made_for(ours)
	_drop_jobs()
	_drop_of_desk(ours)
	_show_modules_again()
	_close_workflows()
	_drop_shared(ours, stood)
	_lead_home(stood)
	frappe.db.delete("Patch Log", {"patch": ["like", f"{APP}.%"]})
	frappe.db.delete("DefaultValue", {"defkey": STOOD})
	frappe.db.delete("Series", {"name": ["like", f"{table_cache.MARK}%"]})
	place.forget()
	# `bench` closes the connection after this hook and commits nothing any more
	frappe.db.commit()  # the hook after an uninstallation
	_drop_files()
	_drop_cached(ours)


def _named(doctype: str, filters: dict[str, Any]) -> list[str]:
	return frappe.get_all(doctype, filters, pluck="name", order_by="name asc")


def _drop_made_for(ours: Ours) -> None:
	"""What was made for our DocTypes; another app's own records stay with it."""
	left = set(frappe.get_all("Module Def", pluck="name"))
	for doctype, name_field in _standing(DOCUMENTS):
		fields = ["name", "module"] if frappe.db.has_column(doctype, "module") else ["name"]
		for row in frappe.get_all(doctype, {name_field: ["in", ours.doctypes]}, fields):
			if row.get("module") not in left:
				_drop(doctype, row.name, force=True)
	for doctype, name_field in _standing(ROWS):
		frappe.db.delete(doctype, {name_field: ["in", ours.doctypes]})
	for doctype, name_field in (("Prepared Report", "report_name"), ("Auto Email Report", "report")):
		frappe.db.delete(doctype, {name_field: ["in", ours.reports or [""]]})
	for module in ours.modules:
		# the removal itself keeps a copy of each DocType, report and page
		frappe.db.delete("Deleted Document", {"data": ["like", f'%"module": "{module}"%']})
		frappe.db.delete("Deleted Document", {"deleted_doctype": "Module Def", "deleted_name": module})
	frappe.db.delete("Deleted Document", {"data": ["like", f'%"app": "{APP}"%']})


def _standing(fields: Mapping[str, tuple[str, ...]]) -> Iterable[tuple[str, str]]:
	"""The pairs of table and field that this version of the framework has."""
	tables = set(frappe.db.get_tables(cached=False))
	for doctype, names in fields.items():
		if (doctype if doctype.startswith("__") else f"tab{doctype}") in tables:
			yield from ((doctype, name) for name in names)


def _drop(doctype: str, name: str, force: bool = False) -> None:
	"""Delete a record for good; without `force` raises LinkExistsError where something names it."""
	frappe.delete_doc(
		doctype,
		name,
		force=force,
		ignore_permissions=True,  # the administrator of the bench removes the app
		ignore_on_trash=True,
		delete_permanently=True,
	)


def _drop_jobs() -> None:
	"""Jobs of the scheduler with their logs, and what waits in the queues for this site."""
	jobs = _named("Scheduled Job Type", {"method": ["like", f"{APP}.%"]})
	frappe.db.delete("Scheduled Job Log", {"scheduled_job_type": ["in", jobs or [""]]})
	frappe.db.delete("Scheduled Job Type", {"name": ["in", jobs or [""]]})
	for queue in get_queues():
		for job in queue.jobs:
			# by its id first: other sites' jobs may hold what cannot be read here
			if job.id.startswith(frappe.local.site) and _is_ours(job.kwargs):
				job.delete()


def _is_ours(job: dict[str, Any]) -> bool:
	method = job.get("method")
	path = method if isinstance(method, str) else getattr(method, "__module__", "")
	return job.get("site") == frappe.local.site and str(path).split(".")[0] == APP


def _drop_of_desk(ours: Ours) -> None:
	"""Icons and sidebars: ours name the app, those that the framework makes for each workspace name that one only."""
	names: dict[str, tuple[str, ...]] = {
		"Desktop Icon": ("app", "link_to"),
		"Workspace Sidebar": ("app", "title"),
	}
	for doctype, column in _standing(names):
		if not frappe.db.has_column(doctype, column):
			continue
		value = APP if column == "app" else ["in", ours.workspaces]
		for row in frappe.get_all(doctype, {column: value}, ["name", "app"]):
			if row.app in (APP, "", None):
				_drop(doctype, row.name, force=True)
	frappe.db.delete("Block Module", {"module": ["in", ours.modules]})


def _show_modules_again() -> None:
	"""Staff saw the modules of no other app: whoever has all of the framework's hidden would see nothing at all now."""
	hidden = set(_named("Module Def", {"app_name": "frappe"}))
	holders = {"parenttype": "User", "role": ["in", [role.value for role in DESK]]}
	staff = set(frappe.get_all("Has Role", holders, pluck="parent"))
	for user in _named("User", {"name": ["in", sorted(staff) or [""]], "module_profile": ["is", "not set"]}):
		rows = {"parenttype": "User", "parent": user}
		if hidden <= set(frappe.get_all("Block Module", rows, pluck="module")):
			frappe.db.delete("Block Module", rows)


def _close_workflows() -> None:
	"""Staff could read workflows by rules of the site: ours go, and the copies of the framework's own if nobody changed them."""
	staff = ["in", [role.value for role in DESK]]
	frappe.db.delete("Custom DocPerm", {"parent": "Workflow", "role": staff})
	if _rules("Custom DocPerm") == _rules("DocPerm"):
		frappe.db.delete("Custom DocPerm", {"parent": "Workflow"})


def _rules(doctype: str) -> list[list[str]]:
	rows = frappe.get_all(doctype, {"parent": "Workflow"}, ["*"])
	return sorted([str(row.get(right) or 0) for right in RIGHTS] for row in rows)


def _drop_shared(ours: Ours, stood: dict[str, Any]) -> None:
	"""Roles, languages, states and actions: those that were not there before us and that nobody else names."""
	for doctype, names in ours.shared.items():
		for name in sorted(set(names) - set(stood.get(doctype, []))):
			with savepoint(catch=frappe.LinkExistsError):
				if doctype == "Role":
					given = {"role": name, "parenttype": ["in", ["User", "Role Profile"]]}
					frappe.db.delete("Has Role", given)
				_drop(doctype, name)
			if frappe.db.exists(doctype, name):
				frappe.clear_last_message()
				print(f"* keeping {doctype} '{name}': something else on the site names it")


def _lead_home(stood: dict[str, Any]) -> None:
	"""The address `/` leads to where it led before, if it still leads to our portal; to the login where nobody noted it."""
	if frappe.db.get_single_value("Website Settings", "home_page") == "uz":
		frappe.db.set_single_value("Website Settings", "home_page", stood.get("home_page", "login"))


def _drop_files() -> None:
	"""Built pages, notes about them, keys of made-up people; nothing that anybody uploaded."""
	for folder in FOLDERS:
		shutil.rmtree(Path(frappe.get_site_path(*folder)), ignore_errors=True)


def _drop_cached(ours: Ours) -> None:
	"""What stands in Redis under our names; users' settings of our lists would go from there to the database again."""
	frappe.cache.delete_keys(APP)
	for key in frappe.cache.hkeys(USER_SETTINGS):
		if key.decode().partition("::")[0] in ours.doctypes:
			frappe.cache.hdel(USER_SETTINGS, key.decode())
	clear_website_cache()
