"""Many appeals handed to one officer (*ko'plab topshirish*): a job, one transaction for each appeal.

The place in the list moves in the transaction that handed the appeal over, so a job that was broken off goes on with the
next one and hands nothing over twice. The commission's chain is locked for one appeal at a time.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov import kept, queues
from esaylov.appeals import service as appeals
from esaylov.core.findings import Finding
from esaylov.core.payload import canonical, sha256_hex
from esaylov.errors import FormInvalid, NotFound
from esaylov.inbox.officers import assigning
from esaylov.sole_writer import SoleWriter

BULK = "Bulk Assignment"
JOB = "esaylov.inbox.jobs.assign"
MOST = 200
DONE = "Done"
WRITER = SoleWriter("bulk assignments")


@dataclass(frozen=True, slots=True)
class Refused:
	"""An appeal that was not handed over. number: "" where the user may not read it."""

	appeal: str
	number: str
	code: str
	message: str


@dataclass(frozen=True, slots=True)
class Progress:
	"""done: appeals that were looked at so far, of `total`; `assigned` of them now have the officer."""

	name: str
	status: str
	total: int
	done: int
	assigned: int
	refused: tuple[Refused, ...]


def order(user: str, names: Sequence[str], officer: str) -> str:
	"""See service.assign_many."""
	assigning(user)
	wanted = _checked(names, officer)
	key = sha256_hex(canonical({"user": user, "officer": officer, "appeals": sorted(wanted)}))
	if known := frappe.db.get_value(BULK, {"request_key": key}, "name", for_update=True):
		return str(known)
	document = frappe.new_doc(BULK)
	document.update(
		{
			"requested_by": user,
			"officer": officer,
			"appeals": json.dumps(wanted),
			"refusals": "{}",
			"total": len(wanted),
			"status": "Queued",
			"request_key": key,
		}
	)
	with WRITER.writing():
		document.insert(ignore_permissions=True)  # no role writes these; the position was asked above
	_enqueue(document.name)
	return str(document.name)


def step(name: str) -> bool:
	"""Hand over the next appeal of a bulk assignment, in the caller's transaction; False when none is left."""
	document = frappe.get_doc(BULK, name, for_update=True)
	names = json.loads(document.appeals)
	if document.status == DONE:
		return False
	if document.done < len(names):
		_hand_over(document, names[document.done])
		document.done += 1
	_settle(document, is_done=document.done >= len(names))
	return document.status != DONE


def progress(user: str, name: str) -> Progress:
	"""See service.progress."""
	if not isinstance(name, str) or not frappe.db.exists(BULK, {"name": name, "requested_by": user}):
		raise NotFound({"doctype": BULK})
	document = frappe.get_doc(BULK, name)
	refusals = json.loads(document.refusals)
	rows = frappe.get_list("Appeal", {"name": ["in", [*refusals, ""]]}, ["name", "number"], limit=0)
	numbers = {row.name: row.number for row in rows}
	refused = tuple(
		Refused(appeal, numbers.get(appeal) or "", *kept.words(found)) for appeal, found in refusals.items()
	)
	assigned = document.done - len(refused)
	return Progress(document.name, document.status, document.total, document.done, assigned, refused)


def resume() -> int:
	"""Scheduler: put those in line whose job was broken off; how many."""
	names = frappe.get_all(
		BULK, {"status": ["in", ["Queued", "Running"]]}, pluck="name", order_by="creation asc", limit=MOST
	)
	for name in names:
		_enqueue(name)
	return len(names)


def check(document: Document) -> None:
	"""Called from Bulk Assignment.validate and on_trash: written by this module alone. Raises LawBroken."""
	WRITER.check(document)


def _checked(names: Sequence[str], officer: str) -> list[str]:
	"""The names once each, in their order. Raises FormInvalid."""
	if not officer:
		raise FormInvalid([Finding("required", "user")])
	if not all(isinstance(name, str) and name for name in names):
		raise FormInvalid([Finding("wrong_type", "appeals")])
	wanted = list(dict.fromkeys(names))
	if not 1 <= len(wanted) <= MOST:
		raise FormInvalid([Finding("bulk_size", "appeals", params={"maximum": MOST})])
	return wanted


def _hand_over(document: Document, appeal: str) -> None:
	frappe.db.savepoint("one_appeal")
	try:
		appeals.assign_for(document.requested_by, appeal, document.officer)
	except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
		raise  # the transaction is gone; the job is run again
	except Exception as problem:  # one appeal that cannot be handed over must not stop the others
		frappe.db.rollback(save_point="one_appeal")
		document.refusals = json.dumps(
			{**json.loads(document.refusals), appeal: kept.kept(problem, "bulk assignment")}
		)


def _settle(document: Document, is_done: bool) -> None:
	document.status = DONE if is_done else "Running"
	if is_done:
		document.request_key = None  # from now on the same appeals may be asked for anew
	with WRITER.writing():
		document.save(ignore_permissions=True)  # the job of the user who asked


def _enqueue(name: str) -> None:
	frappe.enqueue(
		JOB,
		queue=queues.DOCUMENTS,
		enqueue_after_commit=True,
		job_id=f"assign|{name}",
		deduplicate=True,
		name=name,
	)
