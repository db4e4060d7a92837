"""The course of an intake: ordered, tried without writing, imported in batches, each batch one transaction.

The place in the file moves in the transaction that wrote its rows, so a job that was killed goes on behind them. The dry
run and the import look at rows with the same code; what only a write can tell is told at the row when it is written.
"""

import hashlib
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding, blocking
from esaylov.core.forms import TableUnreadable
from esaylov.framework import clock, queues
from esaylov.framework.errors import EsaylovError, FormInvalid, NotFound, WrongState, finding_words
from esaylov.framework.files import stored_files
from esaylov.framework.jobs.resumable import LongJob
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.registers.effects import imports
from esaylov.setup.imports import reading
from esaylov.setup.imports.checking import Sheet
from esaylov.setup.imports.headings import heading_of
from esaylov.setup.imports.kinds import Kind, table_of
from esaylov.setup.imports.targets import Order, Resolved
from esaylov.trust.chains import chain

INTAKE = "Table Import"
MOST_KEPT = 5_000
"""Findings that are kept; beyond them they are counted."""
DRAFT, CHECKING, CHECKED, IMPORTING, DONE, FAILED = (
	*("Draft", "Checking", "Checked", "Importing", "Done", "Failed"),
)
RUNNING = (CHECKING, IMPORTING)
JOB = LongJob("esaylov.setup.imports.jobs.work", INTAKE, RUNNING, queues.REGISTERS, timeout=4 * 3600)
resume = JOB.resume
COUNTS = ("total", "done", "added", "changed", "unchanged", "refused", "findings_count")
OURS = (
	*COUNTS,
	"status",
	"findings",
	"content_sha256",
	"unknown_columns",
	"requested_by",
	"started_at",
	"finished_at",
)
WRITER = WriteGuard("the course of an intake")
RULED = (frappe.UniqueValidationError, frappe.DuplicateEntryError)


@dataclass(frozen=True, slots=True)
class Progress:
	"""done: rows that were looked at, of `total`; refused of them have findings. findings: the first ones, in words."""

	name: str
	status: str
	total: int
	done: int
	added: int
	changed: int
	unchanged: int
	refused: int
	findings_count: int
	unknown_columns: str
	findings: tuple[Mapping[str, Any], ...]


def check(intake: Document) -> None:
	"""What must hold of a Table Import, whoever saves it: nobody but the job writes its course; a new file begins anew.

	Raises FormInvalid, WrongState.
	"""
	if WRITER.is_writing:
		return
	before = intake.get_doc_before_save()
	if before and before.status in (*RUNNING, DONE):
		raise WrongState({"status": before.status})
	intake.update(dict.fromkeys(OURS) | dict.fromkeys(COUNTS, 0) | {"status": DRAFT})
	table = table_of(intake.kind)
	needed = ("election",) * table.needs_election
	needed += ("act_commission", "act_number", "act_date") * table.needs_act
	missing = [Finding("required", name) for name in needed if not intake.get(name)]
	if intake.act_date and frappe.utils.getdate(intake.act_date) > clock.today():
		missing.append(Finding("date_too_late", "act_date", params={"limit": clock.today().isoformat()}))
	if missing:
		raise FormInvalid(missing)


def check_removal(intake: Document) -> None:
	"""An intake that ran stays on record. Raises WrongState."""
	if intake.status in (*RUNNING, DONE):
		raise WrongState({"status": intake.status})


def try_out(name: str) -> None:
	"""Order the dry run of an intake: it writes nothing but findings. Raises WrongState."""
	begin(name, CHECKING)


def run(name: str) -> None:
	"""Order the import of an intake that was tried out: rows without findings are written. Raises WrongState."""
	begin(name, IMPORTING)


def begin(name: str, status: str) -> None:
	"""Order the dry run or the import. Raises WrongState."""
	intake = record_of(name, for_update=True)
	allowed = (CHECKED,) if status == IMPORTING else (DRAFT, CHECKED, FAILED)
	if intake.status not in allowed:
		raise WrongState({"status": intake.status})
	intake.update(dict.fromkeys(COUNTS, 0) | {"status": status, "findings": "[]", "finished_at": None})
	intake.update({"requested_by": frappe.session.user, "started_at": clock.now()})
	_save(intake)
	JOB.enqueue(name)


def open_sheet(name: str) -> Sheet | None:
	"""The rows of a running intake; None when it is not running, or its file says nothing: that is then its finding."""
	intake = frappe.get_doc(INTAKE, name, for_update=True)
	if intake.status not in RUNNING:
		return None
	order = order_of(intake)
	try:
		content = _content(intake)
		if intake.content_sha256 not in (None, "", _hash(content)):
			raise TableUnreadable("intake_other_file")
		sheet = Sheet(order, reading.read(order.table, content))
	except TableUnreadable as problem:
		_keep(intake, [(0, problem.finding)])
		intake.status = FAILED
		_save(intake)
		return None
	intake.update({"content_sha256": _hash(content), "total": sheet.total})
	intake.unknown_columns = ", ".join(sheet.read.unknown)[:1000]
	_save(intake)
	return sheet


def step(name: str, sheet: Sheet) -> bool:
	"""Look at the next batch, and write it where the import runs, in the caller's transaction; False after the last one."""
	intake = frappe.get_doc(INTAKE, name, for_update=True)
	if intake.status not in RUNNING:
		return False
	looked = sheet.look(intake.done, sheet.target.batch)
	good = [(line, item) for line, item in looked if not blocking(item.findings)]
	if intake.status == IMPORTING:
		_write(sheet, good)
	_count(intake, looked)
	intake.done += len(looked)
	if intake.done >= sheet.total:
		_finish(intake, sheet)
	_save(intake)
	return intake.status in RUNNING


def progress(name: str) -> Progress:
	"""How far an intake is, with its first hundred findings in words."""
	intake = record_of(name)
	shown = [in_words(intake, found) for found in stored_findings(intake)[:100]]
	counts = {field: intake.get(field) or 0 for field in COUNTS}
	return Progress(
		name, intake.status, unknown_columns=intake.unknown_columns or "", findings=tuple(shown), **counts
	)


def record_of(name: str, for_update: bool = False) -> Document:
	"""The intake of a name that came from outside. Raises NotFound."""
	if not name or not frappe.db.exists(INTAKE, name):
		raise NotFound({"doctype": INTAKE})
	return frappe.get_doc(INTAKE, name, for_update=for_update)


def stored_findings(intake: Document) -> list[dict[str, Any]]:
	"""The findings that were kept, in the order of the lines."""
	return sorted(json.loads(intake.findings or "[]"), key=lambda found: found["line"])


def in_words(intake: Document, found: Mapping[str, Any]) -> dict[str, Any]:
	"""A kept finding with the heading of its column and its sentence, in the reader's language."""
	finding = Finding.from_dict(found)
	heading = heading_of(table_of(intake.kind), finding.path)
	words = {"line": found["line"], "column": heading, "message": finding_words(finding)}
	return {**words, "severity": str(finding.severity)}


def order_of(intake: Document) -> Order:
	"""What the intake says beside its file."""
	table, act = table_of(intake.kind), None
	if table.needs_act:
		day = frappe.utils.getdate(intake.act_date)
		act = imports.Act(
			intake.act_commission, intake.act_number, day, intake.election, intake.act_title or ""
		)
	return Order(
		table, intake.election, act, str(intake.name), bool(intake.invites and table.kind == Kind.MEMBERS)
	)


def _write(sheet: Sheet, good: Sequence[tuple[int, Resolved]]) -> None:
	items = [item for _, item in good if item.values]
	_try(sheet, [item for item in items if not item.name], [item for item in items if item.name])


def _try(sheet: Sheet, fresh: list[Resolved], changed: list[Resolved]) -> None:
	"""Write rows; where they are refused together, halves of them, down to the row that is to blame."""
	if not fresh and not changed:
		return
	is_alone = len(fresh) + len(changed) == 1
	refusal = _refusal(lambda: sheet.target.write(fresh, changed), is_alone)
	if not refusal:
		return
	if is_alone:
		(*fresh, *changed)[0].findings += refusal
		return
	if fresh and changed:
		_try(sheet, fresh, [])
		_try(sheet, [], changed)
		return
	half = (len(fresh) + len(changed)) // 2
	_try(sheet, fresh[:half], changed[:half])
	_try(sheet, fresh[half:], changed[half:])


def _refusal(write: Callable[[], None], is_alone: bool) -> list[Finding]:
	"""Why rows were refused; nothing when they are written. is_alone: what nobody foresaw goes to the error log."""
	frappe.db.savepoint("some_rows")
	try:
		write()
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise  # the transaction is gone; the job is run again
	except Exception as problem:  # rows that cannot be written must not stop the others
		frappe.db.rollback(save_point="some_rows")
		frappe.clear_messages()
		return _findings(problem) if is_alone else [Finding("refused")]
	return []


def _findings(problem: Exception) -> list[Finding]:
	if isinstance(problem, RULED):
		return [Finding("entry_exists")]
	if isinstance(problem, EsaylovError):
		return list(problem.findings) or [Finding(problem.code, params=problem.message_params)]
	frappe.log_error("data intake", frappe.get_traceback())  # without the values that rows hold of people
	return [Finding("refused")]


def _count(intake: Document, looked: Sequence[tuple[int, Resolved]]) -> None:
	for _, item in looked:
		if blocking(item.findings):
			intake.refused += 1
		elif not item.name:
			intake.added += 1
		elif item.values:
			intake.changed += 1
		else:
			intake.unchanged += 1
	_keep(intake, [(line, finding) for line, item in looked for finding in item.findings])


def _keep(intake: Document, found: Sequence[tuple[int, Finding]]) -> None:
	if not found:
		return
	held = json.loads(intake.findings or "[]")
	room = max(0, MOST_KEPT - len(held))
	held += [{"line": line, **finding.as_dict()} for line, finding in found[:room]]
	intake.findings = json.dumps(held, ensure_ascii=False)
	intake.findings_count = (intake.findings_count or 0) + len(found)


def _finish(intake: Document, sheet: Sheet) -> None:
	if intake.status == IMPORTING:
		sheet.target.finish()
		counts = {name: intake.get(name) for name in ("added", "changed", "unchanged", "refused")}
		body = {"intake": intake.name, "table": intake.kind, "sha256": intake.content_sha256, **counts}
		if invited := frappe.db.count("Login Invitation", {"table_import": intake.name}):
			body["invited"] = invited
		commission = intake.act_commission or highest()
		chain.record(commission, "data.imported", body, clock.now())
	intake.status = CHECKED if intake.status == CHECKING else DONE
	intake.finished_at = clock.now()


def highest() -> str:
	"""The commission in whose chain stands what is of no other one."""
	return str(frappe.db.get_value("Election Commission", {"level": "CEC"}, order_by="lft asc"))


def _content(intake: Document) -> bytes:
	name = frappe.db.get_value("File", {"file_url": intake.file, "attached_to_doctype": INTAKE})
	if not name:
		raise TableUnreadable("table_unreadable")
	return stored_files.content(name)


def _hash(content: bytes) -> str:
	return hashlib.sha256(content).hexdigest()


def _save(intake: Document) -> None:
	with WRITER.writing():
		intake.save(ignore_permissions=True)  # the job of the administrator who ordered it
