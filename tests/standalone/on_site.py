"""What test_neighbours does on its site, run inside the framework: a census of everything, rows, traces."""

import hashlib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import frappe
from frappe.installer import remove_app
from frappe.utils.background_jobs import get_queues

from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.permissions.configuration import comparison
from esaylov.setup.operating import inventory
from esaylov.setup.uninstall import APP, DOCUMENTS, ROWS
from standalone.site import connected

UNSTABLE = {"__global_search", "tabError Log", "tabSessions", "tabActivity Log", "tabScheduled Job Log"}
"""Tables of what happens, not of what stands."""
STAMPS = ("creation", "modified", "modified_by", "owner")
LABELS = {
	"tabSingles": ("doctype", "field"),
	"tabDefaultValue": ("parent", "defkey"),
	"tabDeleted Document": ("deleted_doctype", "deleted_name"),
	"tabHas Role": ("parenttype", "parent", "role"),
	"tabBlock Module": ("parent", "module"),
	"tabPatch Log": ("patch",),
	"tabVersion": ("ref_doctype", "docname", "name"),
	"tabComment": ("reference_doctype", "reference_name", "name"),
	"tabDocShare": ("share_doctype", "share_name", "name"),
	"__Auth": ("doctype", "name", "fieldname"),
	"__UserSettings": ("user", "doctype"),
}
STAFF, CLERK = "staff@esaylov.example", "clerk@esaylov.example"


def census() -> dict[str, dict[str, str]]:
	"""Table to label to hash: its schema under `*`, each row, and under `files` those of the site, under `keys` ours."""
	tables = [table for table in frappe.db.get_tables(cached=False) if table not in UNSTABLE]
	found = {table: dict(_of_table(table)) for table in tables}
	site = Path(frappe.get_site_path())
	files = [
		path
		for part in ("public", "private")
		for path in (site / part).rglob("*")
		if "backups" not in path.parts
	]
	return found | {"files": {str(path.relative_to(site)): "" for path in files}}


def _of_table(table: str) -> Iterator[tuple[str, str]]:
	schema = frappe.db.sql(f"show create table `{table}`")[0][1]
	yield "*", re.sub(r" AUTO_INCREMENT=\d+", "", schema)
	for row in frappe.db.sql(f"select * from `{table}`", as_dict=True):  # noqa: S608 # a name of the database itself
		fields = LABELS.get(table, ("name",))
		label = "|".join(str(row.get(name)) for name in fields)
		# a row that is written anew with the same content is the same; so is one that says NULL for nothing
		unlike = {*STAMPS, *(("name",) if "name" not in fields else ())}
		row = {key: "" if value is None else value for key, value in row.items() if key not in unlike}
		yield label, hashlib.sha256(repr(sorted(row.items())).encode()).hexdigest()[:16]


def heard() -> int:
	"""How often the neighbour hears of one new ToDo; nothing is left of it."""
	frappe.flags.neighbour_heard = 0
	frappe.get_doc(doctype="ToDo", description="heard?").insert()
	frappe.db.rollback()
	return frappe.flags.neighbour_heard


def ours_left() -> list[str]:
	"""What Redis holds under our names: keys of the cache, users' settings, jobs of this site."""
	prefix = frappe.cache.make_key("").decode()
	keys = [key.decode().removeprefix(prefix) for key in frappe.cache.get_keys(APP)]
	settings = [key.decode() for key in frappe.cache.hkeys("_user_settings")]
	jobs = [
		job for queue in get_queues() for job in queue.jobs if job.id.startswith(f"{frappe.local.site}||")
	]
	methods = [str(job.kwargs.get("method")) for job in jobs]
	return sorted([*keys, *settings, *(method for method in methods if method.startswith(APP))])


# --- an upgrade ---


def fill() -> None:
	"""Rows of several registers, and people of the staff."""
	for place, status in enumerate(("Registered", "Revoked", "Annulled")):
		_put(
			"Observer", f"observer-{place}", status=status, full_name=f"Kuzatuvchi {place}", person=str(place)
		)
	for place, status in enumerate(("Queued", "Queued", "Sent")):
		_put("SMS Message", f"sms-{place}", status=status, event_key=f"key-{place}", receiver="998900000000")
	for place in range(2):
		_put("Certificate", f"certificate-{place}", register_name=f"entry-{place}", number=place)
	for place, numbers in enumerate(({"number": "7-K"}, {"act_number": "15-son"}, {})):
		_put("Decision", f"decision-{place}", commission="none", kind="Imported Act", **numbers)
	_put("Polling Station", "station-0", number="1", election="none", title_uz="Yo'lchi maktabi")
	_put("Candidate", "candidate-0", full_name="Shodiyev Choʻpon", election="none")
	_put("Person", "person-0", full_name="Şerzod Çoriyev", search_key="sherzod choriev")
	_put("Appeal", "appeal-0", subject="Kuzatuvchilar: Yoʻlchi, 3 nafar", status="Draft")
	for user, hidden in ((STAFF, True), (CLERK, False)):
		_make_staff(user, hidden)
	frappe.db.commit()


def _put(doctype: str, name: str, **values: object) -> None:
	"""A row without the checks of its DocType: most that it would name is not there."""
	document = frappe.get_doc({"doctype": doctype, **values})
	document.name = name
	document.db_insert()


def _make_staff(user: str, hidden: bool) -> None:
	document = frappe.get_doc(doctype="User", email=user, first_name="Staff")
	document.append("roles", {"role": "Commission Staff"})
	document.flags.no_welcome_mail = True
	with SETTING_UP.writing():
		document.insert()
	modules = frappe.get_all("Module Def", {"app_name": "frappe"}, pluck="name", order_by="name asc")
	frappe.db.delete("Block Module", {"parent": user})
	for module in modules if hidden else modules[:1]:
		row = frappe.get_doc(doctype="Block Module", module=module, parent=user, parenttype="User")
		row.parentfield = "block_modules"
		row.db_insert()


# --- a removal ---


def leave_traces() -> None:
	"""Something of everything that a site at work gathers about us, and the like about the neighbour."""
	for doctype, names in (DOCUMENTS | ROWS).items():
		table = doctype if doctype.startswith("__") else f"tab{doctype}"
		if table in frappe.db.get_tables():
			for field in names:
				_trace(table, field, "Appeal")
	# what others use of ours: a role in a rule of the administrator, a language of a user
	_put("Custom DocPerm", "rule-of-the-site", parent="ToDo", role="Election Auditor", read=1)
	frappe.db.set_value("User", CLERK, "language", "kaa")
	frappe.cache.set_value("esaylov_trace", 1)
	frappe.cache.hset("_user_settings", f"Appeal::{STAFF}", "{}")
	frappe.enqueue("esaylov.trust.heads.publish", enqueue_after_commit=False)
	frappe.enqueue("frappe.utils.background_jobs.test_job", enqueue_after_commit=False)
	pages = Path(frappe.get_site_path("public", "portal"))
	pages.mkdir(parents=True, exist_ok=True)
	(pages / "uz.html").write_text("sahifa")
	frappe.get_doc(doctype="File", file_name="ariza.txt", content="ariza", is_private=1).insert()
	frappe.db.set_value("File", {"file_name": "ariza.txt"}, {"attached_to_doctype": "Appeal"})
	frappe.db.commit()


def _trace(table: str, field: str, about: str) -> None:
	"""A row of the table that names a DocType of ours; columns that must hold something hold nothing of meaning."""
	values: dict[str, object] = {field: about}
	columns = frappe.db.sql(f"show columns from `{table}`", as_dict=True)
	for column in columns:
		if column.Field == "name" and field != "name":
			values.setdefault("name", f"trace-{field}")
		elif column.Null == "NO" and column.Default is None and not column.Extra:
			values.setdefault(column.Field, 0 if "int" in column.Type else "trace")
	names = ", ".join(f"`{name}`" for name in values)
	marks = ", ".join(["%s"] * len(values))
	statement = f"replace into `{table}` ({names}) values ({marks})"  # noqa: S608 # names of the database itself
	frappe.db.sql(statement, list(values.values()))


# --- what the test asks for ---


def beside() -> dict[str, object]:
	"""Install E-saylov beside the neighbour, and fill it."""
	from frappe.installer import install_app

	found: dict[str, object] = {"alone": census(), "heard alone": heard()}
	install_app(APP)
	frappe.db.commit()
	found |= {"beside": census(), "heard beside": heard()}
	found["not in the log"] = [f"{one.doctype} {one.name}" for one in comparison.differences()]
	fill()
	return found | {"filled": inventory.census()}


def migrated(folder: Path) -> dict[str, object]:
	"""After `migrate`: the census, a rehearsal of the removal, and traces."""
	before = json.loads((folder / "beside.json").read_text())["filled"]
	found: dict[str, object] = {
		"migrated": census(),
		"deviations": inventory.deviations(before, with_log(before)),
	}
	leave_traces()
	found |= {"traces": ours_left(), "traced": census()}
	remove_app(APP, dry_run=True)
	frappe.db.commit()
	return found | {"rehearsed": census(), "traces rehearsed": ours_left(), "heard migrated": heard()}


def with_log(before: dict[str, Any]) -> dict[str, Any]:
	"""A census in which nothing but the log of the configuration grew: a migration writes into it what it brings."""
	now = inventory.census()["rows"]
	grown = {name: max(now[name], before["rows"][name]) for name in ("Chain Event", "Configuration Change")}
	return {**before, "rows": {**before["rows"], **grown}}


def left() -> dict[str, object]:
	"""After `uninstall-app`."""
	return {"left": census(), "traces left": ours_left(), "heard left": heard()}


if __name__ == "__main__":
	site, part, folder = sys.argv[1], sys.argv[2], Path(sys.argv[3])
	with connected(site):
		answer = {"beside": beside, "migrated": lambda: migrated(folder), "left": left}[part]()
	(folder / f"{part}.json").write_text(json.dumps(answer, default=str))
