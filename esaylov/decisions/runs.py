"""Many signed decisions completed by a job (*qarorlarni bajarish*): one transaction for each, and a place that moves with it.

What was completed stays so when the job is broken off; the next one goes on where the place stands.
"""

import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov import kept, queues
from esaylov.core.payload import canonical, sha256_hex
from esaylov.errors import NotFound
from esaylov.sole_writer import SoleWriter

RUN = "Decision Run"
JOB = "esaylov.decisions.jobs.complete"
DONE, OPEN = "Done", ("Queued", "Running")
MOST = 200
WRITER = SoleWriter("decision runs")


@dataclass(frozen=True, slots=True)
class Refused:
	"""A decision that could not be completed, and why."""

	decision: str
	code: str
	message: str


@dataclass(frozen=True, slots=True)
class Progress:
	"""done: decisions that were looked at so far, of `total`; `completed` of them are in effect now."""

	name: str
	status: str
	total: int
	done: int
	completed: int
	refused: tuple[Refused, ...]


def order(names: Sequence[str]) -> str:
	"""Order the completion of decisions with both signatures; the name of the run. The same list again is the same run."""
	key = sha256_hex(canonical(sorted(names)))
	if known := frappe.db.get_value(RUN, {"request_key": key}, "name", for_update=True):
		return str(known)
	document = frappe.new_doc(RUN)
	document.update(
		{
			"commission": frappe.db.get_value("Decision", names[0], "commission"),
			"requested_by": frappe.session.user,
			"decisions": json.dumps(list(names)),
			"refusals": "{}",
			"total": len(names),
			"status": "Queued",
			"request_key": key,
		}
	)
	with WRITER.writing():
		document.insert(ignore_permissions=True)  # no role writes these; who signs was asked before
	_enqueue(str(document.name))
	return str(document.name)


def step(name: str, complete: Callable[[str], object]) -> bool:
	"""Complete the next decision of a run, in the caller's transaction; False when none is left."""
	document = frappe.get_doc(RUN, name, for_update=True)
	if document.status == DONE:
		return False
	names = json.loads(document.decisions)
	if document.done < len(names):
		frappe.db.savepoint("one_decision")
		try:
			complete(names[document.done])
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			raise  # the transaction is gone; the job is run again
		except Exception as problem:  # one decision that cannot be completed must not stop the others
			frappe.db.rollback(save_point="one_decision")
			refusals = json.loads(document.refusals)
			document.refusals = json.dumps(
				{**refusals, names[document.done]: kept.kept(problem, "decision run")}
			)
		document.done += 1
	document.status = DONE if document.done >= len(names) else "Running"
	with WRITER.writing():
		document.save(ignore_permissions=True)  # the job of who signed
	return document.status != DONE


def progress(name: str) -> Progress:
	"""How far a run is. Raises NotFound."""
	if not isinstance(name, str) or not frappe.db.exists(RUN, name):
		raise NotFound({"doctype": RUN})
	document = frappe.get_doc(RUN, name)
	refused = tuple(Refused(key, *kept.words(held)) for key, held in json.loads(document.refusals).items())
	completed = document.done - len(refused)
	return Progress(document.name, document.status, document.total, document.done, completed, refused)


def retry(name: str) -> None:
	"""Put the refused decisions of a finished run in line again, for whoever mended what stood in the way."""
	document = frappe.get_doc(RUN, name, for_update=True)
	refused = list(json.loads(document.refusals))
	if document.status != DONE or not refused:
		return
	done = [row for row in json.loads(document.decisions) if row not in refused]
	document.update(
		{"decisions": json.dumps([*done, *refused]), "done": len(done), "refusals": "{}", "status": "Queued"}
	)
	with WRITER.writing():
		document.save(ignore_permissions=True)  # as above
	_enqueue(name)


def resume() -> int:
	"""Scheduler: put those in line whose job was broken off; how many."""
	names = frappe.get_all(RUN, {"status": ["in", OPEN]}, pluck="name", order_by="creation asc", limit=MOST)
	for name in names:
		_enqueue(name)
	return len(names)


def check(document: Document) -> None:
	"""Called from Decision Run.validate and on_trash: written by this module alone. Raises LawBroken."""
	WRITER.check(document)


def _enqueue(name: str) -> None:
	frappe.enqueue(
		JOB,
		queue=queues.DOCUMENTS,
		enqueue_after_commit=True,
		job_id=f"decisions|{name}",
		deduplicate=True,
		name=name,
	)
