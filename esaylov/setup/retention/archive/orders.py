"""The rows of Election Archive: what two persons have signed is made by a job, sealed, and replaced by a newer one.

States stand in the README of this package. The row's own columns are written here alone; the two fields that people fill in come into
force by `permissions.configuration`.
"""

import json
import shutil
from collections.abc import Sequence
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, Final

import frappe
from frappe.model.document import Document
from rq.timeouts import JobTimeoutException

from esaylov.core.elections.retention import LEAST_DAYS
from esaylov.framework import clock
from esaylov.framework.errors import Duplicate, LawBroken, NotFound, StorageFull, WrongState
from esaylov.framework.files import content_store, stored_files
from esaylov.framework.jobs.resumable import LongJob
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.permissions.configuration.waiting import entries
from esaylov.setup.retention.archive import bag, package
from esaylov.setup.retention.archive.parts import Scope
from esaylov.trust import keys
from esaylov.trust.chains import chain

ARCHIVE: Final = "Election Archive"
PROPOSED, QUEUED, RUNNING, FAILED = "Proposed", "Queued", "Running", "Failed"
SEALED, REPLACED, OPENED = "Sealed", "Replaced", "Opened"
UNFINISHED: Final = (QUEUED, RUNNING)
HOLDING: Final = (QUEUED, RUNNING, FAILED, SEALED)
"""States in which the rows of the election stay as they are."""
OWN: Final = (
	*("title", "status", "version", "rows_until", "done", "total", "problem", "contents", "file", "sha256"),
	*("manifest_sha256", "bytes", "sealed_at", "supersedes_sha256", "live_key", "removed"),
)
"""Columns that nobody but this module writes."""
WRITER: Final = WriteGuard("archives of elections")
HOURS: Final = 6
"""A job may take: papers of decisions are drawn, some in a second [measured: docs/measurements.md]. The next one goes on with what is drawn."""
JOB: Final = LongJob(
	"esaylov.setup.retention.archive.orders.make",
	ARCHIVE,
	UNFINISHED,
	timeout=HOURS * 3600,
	is_watched=True,
)
resume = JOB.resume
KIND, DOWNLOADED = "election.archived", "archive.downloaded"
TOLD_EACH: Final = 200
"""Steps after which the row says how far the job is."""


def check(archive: Document) -> None:
	"""Called from Election Archive.validate. Raises LawBroken, WrongState, Duplicate."""
	if archive.is_new():
		archive.update(dict.fromkeys(OWN))
		archive.update({"title": archive.election, "status": PROPOSED, "live_key": archive.election})
		_require_over(archive.election)
		if frappe.db.exists(ARCHIVE, {"live_key": archive.election}):
			raise Duplicate(code="archive_open")
		return
	if not WRITER.is_writing and any(archive.has_value_changed(field) for field in ("election", *OWN)):
		raise LawBroken({"doctype": ARCHIVE}, article="own design")
	if archive.is_sealed and archive.has_value_changed("is_sealed"):
		_require_over(archive.election)
		if archive.status != PROPOSED:
			raise WrongState({"status": archive.status}, code="archive_opened")


def follow(archive: Document) -> None:
	"""Called from Election Archive.on_update: the seal that two have signed begins the work, one that two have taken off ends it."""
	if WRITER.is_writing:
		return
	if archive.is_sealed and archive.status == PROPOSED:
		version = frappe.db.count(ARCHIVE, {"election": archive.election, "version": [">", 0]}) + 1
		_write(
			archive,
			{
				"status": QUEUED,
				"version": version,
				"title": f"{archive.election} · {version}",
				"rows_until": frappe.utils.now_datetime(),
			},
		)
		JOB.enqueue(str(archive.name))
	elif not archive.is_sealed and archive.status in HOLDING:
		_write(archive, {"status": OPENED, "live_key": None})


def refuse_removal(archive: Document) -> None:
	"""Called from Election Archive.on_trash: what was never sealed may go. Raises LawBroken."""
	if archive.status != PROPOSED:
		raise LawBroken({"doctype": ARCHIVE}, code="trust_not_removed")


def make(name: str) -> None:
	"""Job: make the package of an archive and seal it; nothing where that is done. Committed by itself.

	A job that is killed leaves no row, event or File: the next one begins the package anew, with the papers that were drawn already.
	"""
	archive = _begun(name)
	if not archive:
		return
	folder = _folder(name)
	folder.mkdir(parents=True, exist_ok=True)
	path = folder / f"{frappe.generate_hash(length=12)}.zip"
	try:
		_keep(archive, path, _packed(archive, path, folder))
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError, JobTimeoutException):
		raise  # it is begun again
	except package.Incomplete as found:
		_fail(name, "archive_papers_missing", found.papers)
	except (OSError, StorageFull) as problem:
		_fail(name, "archive_no_room", [str(problem)])
	except Exception as problem:
		frappe.db.rollback()
		frappe.log_error(f"Archive was not made: {name}")
		_fail(name, "archive_broke_off", [str(problem)])
	finally:
		path.unlink(missing_ok=True)
	shutil.rmtree(folder, ignore_errors=True)


def retry(name: str) -> None:
	"""Begin a failed archive again. Raises NotFound, WrongState."""
	archive = _locked(name)
	if archive.status != FAILED:
		raise WrongState({"status": archive.status})
	_write(archive, {"status": QUEUED, "problem": None, "done": 0})
	JOB.enqueue(name)


def progress(name: str) -> dict[str, Any]:
	"""How far an archive is: `status`, `done` of `total` steps, `problem` (code and papers), `rows` (DocType to number). Raises NotFound."""
	row = frappe.db.get_value(ARCHIVE, name, "*", as_dict=True)
	if not row:
		raise NotFound({"doctype": ARCHIVE})
	rows = json.loads(row.contents or "{}").get("rows")
	return {
		"status": row.status,
		"done": row.done or 0,
		"total": row.total or 0,
		"problem": json.loads(row.problem or "{}"),
		"rows": rows or package.outline(scope_of(row)),
	}


def verified(name: str, pause: content_store.Pause | None = None) -> Any:
	"""An archive whose bytes were compared with the hash that its row and its event have. Raises NotFound, WrongState, LawBroken (`file_changed`)."""
	row = frappe.db.get_value(ARCHIVE, name, "*", as_dict=True)
	if not row:
		raise NotFound({"doctype": ARCHIVE})
	if not row.file:
		raise WrongState({"status": row.status})
	file = frappe.db.get_value("File", row.file, content_store.COLUMNS, as_dict=True)
	sign = content_store.sign_of(file, pause) if file else ""
	told = chain.was_recorded(str(entries.chain_of()), KIND, _body(row))
	if not (sign and sign == row.sha256 and told):
		content_store.refuse(row.file)
	return frappe._dict(row, file_row=file)


def note_download(archive: Any) -> None:
	"""Leave who took an archive: in the chain as a keyed hash, in the framework's log of accesses by name."""
	user = str(frappe.session.user)
	body = {"archive": archive.name, "sha256": archive.sha256}
	body["by"] = keys.keyed_hash("archive", user.encode())
	frappe.get_doc(
		doctype="Access Log",
		user=user,
		export_from=ARCHIVE,
		reference_document=archive.name,
		file_type="zip",
		timestamp=frappe.utils.now(),
	).insert(ignore_permissions=True)  # a trace of what somebody did
	chain.record(str(entries.chain_of()), DOWNLOADED, body, clock.now())


def scope_of(archive: Any) -> Scope:
	"""Which rows an archive has, or would have now."""
	return Scope(archive.election, archive.rows_until or frappe.utils.now_datetime())


def _require_over(election: str) -> None:
	"""Finished, and its results announced so long ago that nobody asks a court about them. Raises WrongState."""
	row = frappe.db.get_value("Election", election, ["status", "official_announcement_on"], as_dict=True)
	if not row or row.status != "Finished" or not row.official_announcement_on:
		raise WrongState({"status": row.status if row else ""}, code="archive_not_over")
	day = row.official_announcement_on + timedelta(days=LEAST_DAYS)
	if clock.today() <= day:
		raise WrongState({"day": str(day + timedelta(days=1))}, code="archive_too_early")


def _begun(name: str) -> Document | None:
	archive = _locked(name)
	if archive.status not in UNFINISHED or not archive.is_sealed:
		frappe.db.rollback()
		return None
	rows = package.outline(scope_of(archive))
	before = {"election": archive.election, "status": SEALED}
	former = frappe.db.get_value(ARCHIVE, before, "sha256", order_by="version desc")
	values = {"status": RUNNING, "done": 0, "total": package.steps(rows), "supersedes_sha256": former}
	_write(archive, values)
	frappe.db.commit()  # a job: who looks sees that it has begun
	return archive


def _packed(archive: Document, path: Path, folder: Path) -> package.Packed:
	scope, done = scope_of(archive), 0

	def tell(count: int) -> None:
		nonlocal done
		before, done = done, done + count
		if before // TOLD_EACH != done // TOLD_EACH:
			# a technical mark; the rows of the election hold still, so each transaction sees the same
			frappe.db.set_value(ARCHIVE, archive.name, "done", done, update_modified=False)
			frappe.db.commit()  # a job: who looks sees how far it is

	package.draw(scope, folder, tell)
	return package.build(path, folder, scope, package.described(archive, clock.now()), tell)


def _keep(begun: Document, path: Path, packed: package.Packed) -> None:
	"""Store the package, seal its row and record it, in one transaction; nothing where somebody was first, or opened it."""
	archive = _locked(str(begun.name))
	if archive.status != RUNNING or not archive.is_sealed:
		frappe.db.rollback()
		return
	size, sign = path.stat().st_size, bag.sha256_of(path)
	file = stored_files.take_over(ARCHIVE, str(archive.name), f"{package.folder_of(archive)}.zip", path, sign)
	for older in frappe.get_all(ARCHIVE, {"election": archive.election, "status": SEALED}, pluck="name"):
		_write(frappe.get_doc(ARCHIVE, older, for_update=True), {"status": REPLACED})
	contents = {"rows": packed.rows, "papers": packed.papers, "files": packed.files}
	_write(
		archive,
		{
			"status": SEALED,
			"done": archive.total,
			"contents": json.dumps(contents),
			"file": file.name,
			"sha256": sign,
			"manifest_sha256": packed.manifest_sha256,
			"bytes": size,
			"sealed_at": clock.now(),
			"live_key": None,
		},
	)
	chain.record(str(entries.chain_of()), KIND, _body(archive), clock.now())
	frappe.db.commit()  # a job of its own


def _body(archive: Any) -> dict[str, Any]:
	"""What the event says: which package, and by what anybody knows it."""
	return {
		"archive": archive.name,
		"election": archive.election,
		"version": archive.version,
		"sha256": archive.sha256,
		"manifest_sha256": archive.manifest_sha256,
		"supersedes": archive.supersedes_sha256 or "",
	}


def _fail(name: str, code: str, told: Sequence[object]) -> None:
	frappe.db.rollback()
	archive = _locked(name)
	if archive.status == RUNNING:
		problem = {"code": code, "count": len(told), "papers": list(told[: package.MOST_TOLD])}
		_write(archive, {"status": FAILED, "problem": json.dumps(problem)})
	frappe.db.commit()  # a job: the note stays


def _write(archive: Document, values: dict[str, Any]) -> None:
	with WRITER.writing():
		archive.db_set(values)  # past the class, whose check is about what people write


def _locked(name: str) -> Document:
	if not frappe.db.exists(ARCHIVE, name):
		raise NotFound({"doctype": ARCHIVE})
	return frappe.get_doc(ARCHIVE, name, for_update=True)


def _folder(name: str) -> Path:
	"""Where a job works, beside the files of the site and on their disk."""
	return Path(frappe.get_site_path("private", "archives-in-work", name))


def is_over(archive: Any, days: int, today: Any) -> bool:
	"""Whether so many days have passed since the results were announced, and thirty at least."""
	announced = frappe.db.get_value("Election", archive.election, "official_announcement_on")
	return bool(announced and announced + timedelta(days=max(days, LEAST_DAYS)) < today)


def note_removed(name: str, code: str, rows: int) -> None:
	"""Say on an archive's row, which the caller has locked, that rows of a rule are in it alone from now on."""
	archive = frappe.get_doc(ARCHIVE, name)
	_write(archive, {"removed": json.dumps({**removed(name), code: rows})})


def removed(name: str) -> dict[str, int]:
	"""Rule to number of rows that are in an archive alone, as the last commit says, locked."""
	held = frappe.db.get_value(ARCHIVE, name, "removed", for_update=True)
	found: dict[str, int] = json.loads(held or "{}")
	return found


def sealed() -> list[Any]:
	"""The archives in force, by election and version."""
	columns = ["name", "election", "version", "sha256", "rows_until", "file"]
	return frappe.get_all(
		ARCHIVE, {"status": SEALED, "is_sealed": 1}, columns, order_by="election asc, version asc"
	)


def holding(election: str, made_at: datetime) -> str:
	"""The title of the archive that holds a row of an election which was made at a moment; "" for none."""
	asked = {
		"election": election,
		"is_sealed": 1,
		"status": ["in", HOLDING],
		"rows_until": [">=", made_at],
	}
	return str(frappe.db.get_value(ARCHIVE, asked, "title") or "")
