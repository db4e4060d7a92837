"""What test_upgrade does on its site, run inside the framework: `filled` by the former app, the rest by the present one.

What the former app runs names modules as they were called then.
"""

import ast
import json
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from importlib import import_module
from io import BytesIO, StringIO
from pathlib import Path
from typing import Any

import frappe
from frappe.utils.background_jobs import get_queues
from pypdf import PdfWriter
from werkzeug.test import Client

from standalone.site import connected

APP = "esaylov"
MODULE = {"module": "Esaylov"}
PATH = re.compile(APP + r"(\.\w+){2,}")
PARTY, PASSWORD = "party@esaylov.example", "esaylov-demo"
SCHEDULED = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"
BY_THE_WAY = {
	"Error Log",
	"Activity Log",
	"Sessions",
	"Scheduled Job Log",
	"Deleted Document",
	"Route History",
}
"""Tables of what happens, not of what stands."""
KEYS = {
	"tabSingles": ("doctype", "field"),
	"tabDefaultValue": ("parent", "defkey"),
	"tabHas Role": ("parenttype", "parent", "role"),
	"__Auth": ("doctype", "name", "fieldname"),
	"tabSeries": ("name",),
}
"""By what a row is known, where it is not by its name."""
OF_A_CHILD = ("parenttype", "parent", "parentfield", "idx")
"""A row of a document that is written anew has another name."""
OF_THE_FRAMEWORK = (
	"Comment",
	"Communication",
	"Custom DocPerm",
	"DocShare",
	"File",
	"Language",
	"List View Settings",
	"Notification Log",
	"Property Setter",
	"Role",
	"ToDo",
	"User",
	"User Permission",
	"User Social Login",
	"Version",
)
"""DocTypes of the framework whose rows people make or our app made."""
Rows = dict[str, dict[str, Any]]


# --- what the former app leaves ---


def filled(folder: Path) -> dict[str, Any]:
	"""An election authority in the middle of its work."""
	frappe.flags.mute_emails = True
	work = _work()
	frappe.set_user("Administrator")
	methods = _methods_of(Path(frappe.get_app_path(APP)))
	_customize()
	_stop_jobs("esaylov.appeals.state_registers.jobs.wake", "esaylov.messages.delivery.jobs.send_queued")
	frappe.db.commit()
	called = _scheduled()
	for method in called:
		frappe.enqueue(method, queue="long")
	for name in frappe.get_all("Scheduled Job Type", {"method": ["like", f"{APP}.%"]}, pluck="name"):
		frappe.enqueue(SCHEDULED, queue="long", scheduled_job_type=name, job_type=name)
	# a job that is stored as a function and not by its name
	frappe.enqueue(frappe.get_attr("esaylov.registers.certificates.issue.jobs.order_undrawn"), queue="long")
	found = {
		"work": work,
		"methods": methods,
		"doors": _doors(),
		"called": called,
		"jobs": [str(job.kwargs.get("method")) for job in _jobs()],
		"sid": _logged_in(),
	}
	return found | _snapshot()


def _work() -> dict[str, str]:
	"""A decided appeal with its certificates, one that waits, one returned, a draft, a session that votes, an intake, SMS."""
	deciding, filing, tables, meeting = (
		import_module(f"factories.{name}") for name in ("decisions", "appeals", "intake", "sessions")
	)
	filing.start_anew()
	filing.PDF = _pdf()
	done: dict[str, str] = {"draft": filing.draft()}
	frappe.set_user("Administrator")
	done |= {"filed": filing.filed(), "returned": filing.returned(), "reviewed": filing.under_review()}
	done["decided"] = deciding.filed()
	done["decision"] = deciding.decided(done["decided"], {1: deciding.REASON}).decision
	frappe.db.commit()
	done["session"], done["item"] = meeting.on_vote(*meeting.ALL)
	for user in meeting.ALL[:2]:
		meeting.vote(user, done["session"], {done["item"]: "For"})
	frappe.db.commit()
	frappe.set_user("Administrator")
	done["intake"] = tables.intake("Polling Stations", tables.stations(5))
	import_module("esaylov.setup.imports.running").begin(done["intake"], "Checking")
	frappe.db.commit()
	return done


def _pdf() -> bytes:
	"""A page of nothing: that of the first factories cannot be read."""
	writer, content = PdfWriter(), BytesIO()
	writer.add_blank_page(100, 100)
	writer.write(content)
	return content.getvalue()


def _customize() -> None:
	"""What an administrator of the site made: a report of their own, another text, a column's label."""
	report = frappe.get_doc(
		doctype="Report", report_name="Own appeals", ref_doctype="Appeal", is_standard="No", module="Esaylov"
	)
	report.update({"report_type": "Report Builder", "json": "{}"})
	report.name = report.report_name
	report.db_insert()
	template = frappe.get_doc("SMS Template", "S24")
	template.text_en = template.text_en.replace("E-saylov:", "Commission:", 1)
	template.save()
	setter = frappe.get_doc(doctype="Property Setter", doctype_or_field="DocField", doc_type="Appeal")
	setter.update({"field_name": "subject", "property": "label", "value": "Mavzu", "property_type": "Data"})
	setter.name = "Appeal-subject-label"
	setter.db_insert()


def _stop_jobs(*methods: str) -> None:
	"""What an administrator may do in the Desk: stop some; and a log of each kind of job."""
	for method in methods:
		frappe.db.set_value("Scheduled Job Type", {"method": method}, "stopped", 1)
	for name in frappe.get_all("Scheduled Job Type", {"method": ["like", f"{APP}.%"]}, pluck="name"):
		frappe.db.set_value("Scheduled Job Type", name, "last_execution", "2026-01-01 00:00:00")
		frappe.get_doc(doctype="Scheduled Job Log", scheduled_job_type=name, status="Complete").insert()


def _methods_of(folder: Path) -> list[str]:
	"""Whatever the source names by a dotted path and is there to be called: hooks, jobs, endpoints."""
	found = set()
	for path in folder.rglob("*.py"):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			text = node.value if isinstance(node, ast.Constant) else None
			if isinstance(text, str) and PATH.fullmatch(text) and callable(_attribute(text)):
				found.add(text)
	return sorted(found)


def _attribute(path: str) -> object:
	"""What a dotted path names; None for nothing."""
	try:
		return frappe.get_attr(path)
	except Exception:
		return None


def _scheduled() -> list[str]:
	events = frappe.get_hooks("scheduler_events", app_name=APP)
	lists = [events[key] for key in events if key != "cron"] + list(events.get("cron", {}).values())
	return sorted({method for methods in lists for method in methods})


def _doors() -> list[str]:
	"""Endpoints by their dotted path: in bookmarks, in pages that stand open, in what others programmed."""
	for path in Path(frappe.get_app_path(APP)).joinpath("api").rglob("*.py"):
		parts = path.relative_to(frappe.get_app_path(APP)).with_suffix("").parts
		if parts[-1] != "__init__":
			import_module(".".join((APP, *parts)))
	methods = frappe.whitelisted
	names = {f"{method.__module__}.{method.__qualname__}" for method in methods}
	return sorted(name for name in names if name.startswith(f"{APP}.") and callable(_attribute(name)))


def _logged_in() -> str:
	"""The session of a party that logged in before the upgrade."""
	client = _browser()
	answer = client.post("/api/method/login", data={"usr": PARTY, "pwd": PASSWORD}, headers=_host())
	assert answer.status_code == 200, answer.get_data(as_text=True)[-1500:]
	cookie = client.get_cookie("sid", domain=SITE)
	assert cookie
	return cookie.value


def _browser() -> Client:
	return Client(import_module("frappe.app").application)


def _host() -> dict[str, str]:
	return {"Host": SITE, "Accept": "application/json"}


# --- rows ---


def _snapshot() -> dict[str, Any]:
	_reconnect()
	tables = _tables()
	return {
		"tables": {table: dict(_rows(table)) for table in tables},
		"columns": {table: _columns(table) for table in tables},
		"files": _files(),
		"stopped": frappe.get_all("Scheduled Job Type", {"stopped": 1}, pluck="method"),
		"executed": frappe.get_all("Scheduled Job Type", {"last_execution": ["is", "set"]}, pluck="method"),
	}


def _tables() -> list[str]:
	ours = frappe.get_all("DocType", {**MODULE, "issingle": 0}, pluck="name")
	tables = [f"tab{doctype}" for doctype in (*ours, *OF_THE_FRAMEWORK)] + list(KEYS)
	return sorted({*tables} & {*frappe.db.get_tables(cached=False)})


def _columns(table: str) -> list[str]:
	return [row[0] for row in frappe.db.sql(f"show columns from `{table}`")]


def _rows(table: str) -> Iterator[tuple[str, dict[str, Any]]]:
	names = KEYS.get(table) or (OF_A_CHILD if "parentfield" in _columns(table) else ("name",))
	for row in frappe.db.sql(f"select * from `{table}`", as_dict=True):  # noqa: S608 # a name of the database itself
		key = "|".join(str(row.get(name)) for name in names)
		unlike = () if "name" in names else ("name",)
		yield (
			key,
			{
				column: str(value)
				for column, value in row.items()
				if value is not None and column not in unlike
			},
		)


def _files() -> list[str]:
	site = Path(frappe.get_site_path())
	found = [path for part in ("public", "private") for path in (site / part / "files").rglob("*")]
	return sorted(str(path.relative_to(site)) for path in found)


# --- what the present app finds ---


def migrated(folder: Path) -> dict[str, Any]:
	"""After `migrate`, before anybody works."""
	before = json.loads((folder / "filled.json").read_text())
	found = _snapshot()
	return found | {
		"jobs": [str(job.kwargs.get("method")) for job in _jobs()],
		"dead methods": [path for path in before["methods"] if not callable(_attribute(path))],
		"closed doors": [path for path in before["doors"] if _attribute(path) not in frappe.whitelisted],
		"dead hooks": _dead(_strings(frappe.get_hooks(app_name=APP))),
		"dead paths": _dead(_stored_paths()),
		"scheduled": frappe.get_all(
			"Scheduled Job Type", {"method": ["like", f"{APP}.%"]}, pluck="method", order_by="method asc"
		),
		"hooks": _scheduled(),
		"logs of nothing": _logs_of_nothing(),
		"patches": _patch_lines(),
		"patch log": frappe.get_all("Patch Log", {"patch": ["like", f"{APP}.%"]}, pluck="patch"),
		"broken": _broken(),
		"chain": import_module("esaylov.trust.jobs").verify_all(),
	}


def _dead(paths: list[str]) -> list[str]:
	return sorted({path for path in paths if PATH.fullmatch(path) and not _known(path)})


def _known(path: str) -> bool:
	if callable(_attribute(path)):
		return True
	try:
		return bool(import_module(path))
	except ImportError:
		return False


def _strings(value: object) -> list[str]:
	if isinstance(value, dict):
		return [text for part in value.values() for text in _strings(part)]
	if isinstance(value, list | tuple):
		return [text for part in value for text in _strings(part)]
	return [value] if isinstance(value, str) else []


def _stored_paths() -> list[str]:
	"""Each value on the site that is a dotted path of ours, in whatever table."""
	found = set()
	logs = {f"tab{name}" for name in (*BY_THE_WAY, "Patch Log", "Version")}
	for table in sorted({*frappe.db.get_tables(cached=False)} - logs):
		for column in frappe.db.sql(f"show columns from `{table}`", as_dict=True):
			if "char" in column.Type or "text" in column.Type:
				query = f"select distinct `{column.Field}` from `{table}` where `{column.Field}` like 'esaylov.%%'"  # noqa: S608 # names of the database itself
				found |= {row[0] for row in frappe.db.sql(query)}
	return sorted(found)


def _logs_of_nothing() -> int:
	log, job = (frappe.qb.DocType(name) for name in ("Scheduled Job Log", "Scheduled Job Type"))
	query = frappe.qb.from_(log).left_join(job).on(job.name == log.scheduled_job_type).select(log.name)
	return len(query.where(job.name.isnull()).run())


def _patch_lines() -> list[str]:
	lines = (Path(frappe.get_app_path(APP)) / "patches.txt").read_text().splitlines()
	return [line for line in lines if line.startswith(f"{APP}.")]


def _broken() -> list[str]:
	"""What of our module does not load: every kind of document that belongs to a module."""
	kinds = frappe.get_all("DocField", {"fieldname": "module", "options": "Module Def"}, pluck="parent")
	found = []
	for kind in sorted(kinds):
		for name in frappe.get_all(kind, MODULE, pluck="name"):
			if problem := _problem(lambda kind=kind, name=name: _load(kind, name)):
				found.append(f"{kind} {name}: {problem}")
	return found


def _load(kind: str, name: str) -> None:
	document = frappe.get_doc(kind, name)
	if kind == "DocType":
		frappe.get_meta(name)
		frappe.new_doc(name)
	elif kind == "Page":
		document.load_assets()
	elif kind == "Report" and document.report_type == "Script Report":
		frappe.get_attr(f"{_report_module(name)}.execute")
	elif kind == "Workspace":
		targets = [(link.link_type, link.link_to) for link in document.links if link.type == "Link"]
		targets += [(shortcut.type, shortcut.link_to) for shortcut in document.shortcuts]
		missing = [to for what, to in targets if what != "URL" and not frappe.db.exists(what, to)]
		assert not missing, missing


def _report_module(name: str) -> str:
	scrubbed = frappe.scrub(name)
	return f"{APP}.{APP}.report.{scrubbed}.{scrubbed}"


def _problem(step: Callable[[], object]) -> str:
	try:
		step()
	except Exception as problem:
		return f"{type(problem).__name__}: {problem}"
	return ""


# --- what goes on ---


def worked(folder: Path) -> dict[str, Any]:
	"""The jobs of before run, and people go on where they stood."""
	before = json.loads((folder / "filled.json").read_text())
	failed, run = _run_jobs()
	_reconnect()
	errors = frappe.get_all("Error Log", fields=["method", "error"])
	frappe.flags.mute_emails = True
	work = before["work"]
	went_on = _go_on(work)
	frappe.db.commit()
	import_module("esaylov.trust.jobs").verify_all()
	changed = import_module("esaylov.appeals.review.filed_files").verify_all()
	found = {
		"run": run,
		"failed jobs": failed,
		"left jobs": [str(job.kwargs.get("method")) for job in _jobs()],
		"errors": [f"{row.method}: {row.error[-800:]}" for row in errors],
		"intake": frappe.db.get_value("Table Import", work["intake"], "status"),
		"certificates": frappe.get_all("Certificate", {"decision": work["decision"]}, pluck="pdf"),
		"messages": frappe.get_all("SMS Message", pluck="status"),
		"chain": import_module("esaylov.trust.jobs").verify_all(),
		"changed papers": changed,
	}
	return found | went_on | {"answers": _answers(before["sid"], work)}


def _run_jobs() -> tuple[list[str], list[str]]:
	"""What failed, and the methods in the order in which they ran; those that jobs ask for too."""
	failed, run = [], []
	for _ in range(200):
		jobs = _jobs()
		if not jobs:
			break
		for job in jobs:
			method = job.kwargs.get("method")
			run.append(method if isinstance(method, str) else f"{method.__module__}.{method.__qualname__}")
			said = StringIO()
			with redirect_stdout(said):
				problem = _problem(job.perform)
			if problem or "Traceback" in said.getvalue():
				failed.append(f"{run[-1]} {job.kwargs.get('kwargs')}: {problem} {said.getvalue()[-600:]}")
			job.delete()
			_reconnect()
	return failed, run


def _jobs() -> list[Any]:
	return [
		job for queue in get_queues() for job in queue.jobs if job.id.startswith(f"{frappe.local.site}||")
	]


def _go_on(work: dict[str, str]) -> dict[str, Any]:
	"""The other three vote and the item is closed; what was under review is decided, what was given back is corrected."""
	deciding, filing, meeting = (
		import_module(f"factories.{name}") for name in ("decisions", "appeals", "sessions")
	)
	filing.start_anew()
	for user in meeting.ALL[2:]:
		meeting.vote(user, work["session"], {work["item"]: "For"})
	item = meeting.close(work["item"])
	frappe.set_user("Administrator")
	decision = deciding.decided(work["reviewed"]).decision
	_file(filing, work["draft"])
	appeals = ("draft", "filed", "returned", "reviewed", "decided")
	return {
		"item": [item.status, item.votes_for],
		"decision": frappe.db.get_value("Decision", decision, "status"),
		"appeals": {key: frappe.db.get_value("Appeal", work[key], "status") for key in appeals},
	}


def _file(filing: Any, draft: str) -> None:
	"""File a draft; where its form has a newer version, which the applicant is told, it is saved anew before."""
	drafting, errors = (
		import_module("esaylov.appeals.drafts.drafting"),
		import_module("esaylov.framework.errors"),
	)
	try:
		filing.submit(draft)
	except errors.WrongState as refusal:
		if refusal.code != "version_outdated":
			raise
		drafting.update(draft, json.loads(frappe.db.get_value("Appeal", draft, "answers")))
		filing.submit(draft)
	frappe.set_user("Administrator")


def _answers(sid: str, work: dict[str, str]) -> dict[str, Any]:
	"""Status of pages and endpoints, with the session of before."""
	client = _browser()
	guest = {
		path: client.get(path, headers={"Host": SITE}).status_code
		for path in (
			"/uz",
			"/uz/candidates",
			"/verify",
			"/api/method/frappe.ping",
			"/api/method/esaylov.api.open_data.candidates",
		)
	}
	number = frappe.db.get_value("Appeal", work["filed"], "number")
	client.set_cookie("sid", sid, domain=SITE)
	who = client.get("/api/method/frappe.auth.get_logged_user", headers=_host()).get_json()
	cabinet = client.get(f"/cabinet/appeal/{work['filed']}", headers={"Host": SITE})
	return {
		"guest": guest,
		"user": who.get("message"),
		"cabinet": [cabinet.status_code, number in cabinet.text],
	}


def _reconnect() -> None:
	frappe.destroy()
	frappe.init(SITE)
	frappe.connect()


if __name__ == "__main__":
	SITE, part, place = sys.argv[1], sys.argv[2], Path(sys.argv[3])
	with connected(SITE):
		answer = {"filled": filled, "migrated": migrated, "worked": worked}[part](place)
	(place / f"{part}.json").write_text(json.dumps(answer, default=str))
