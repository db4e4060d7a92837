"""A long list that a job works through: one transaction for each entry, or for each slice of entries that are done together, and a
place on the list's own row that moves with it.

What was done stays so when the job is broken off, and the next one goes on where the place stands; one entry that is refused
stops no other. The row is a document with `total`, `done`, `status`, `refusals`, `request_key` and a JSON field of entries.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework import job_refusals
from esaylov.framework.jobs.resumable import LongJob
from esaylov.framework.persistence.write_guard import WriteGuard

QUEUED, RUNNING, DONE = "Queued", "Running", "Done"


@dataclass(frozen=True, slots=True)
class LongList:
	"""A kind of list. entries: its JSON field. job: dotted path of what works through it, called with `name`.

	is_asked_anew: whether a finished list may be ordered once more; else the same request stays the same row for good.
	"""

	doctype: str
	entries: str
	job: str
	is_asked_anew: bool = False
	writer: WriteGuard = field(init=False)
	jobs: LongJob = field(init=False)

	def __post_init__(self) -> None:
		object.__setattr__(self, "writer", WriteGuard(self.doctype))
		object.__setattr__(self, "jobs", LongJob(self.job, self.doctype, (QUEUED, RUNNING), is_watched=True))

	def order(self, entries: Sequence[str], request: object, values: Mapping[str, Any]) -> str:
		"""Order the work on a list; the name of its row. request: what makes two orders the same one (JSON)."""
		key = sha256_hex(canonical(request))
		if known := frappe.db.get_value(self.doctype, {"request_key": key}, "name", for_update=True):
			return str(known)
		document = frappe.new_doc(self.doctype)
		document.update(
			{
				"requested_by": frappe.session.user,
				**values,
				self.entries: json.dumps(list(entries)),
				"refusals": "{}",
				"total": len(entries),
				"status": QUEUED,
				"request_key": key,
			}
		)
		with self.writer.writing():
			document.insert(ignore_permissions=True)  # no role writes these; who orders was asked before
		self.jobs.enqueue(str(document.name))
		return str(document.name)

	def step(self, name: str, work: Callable[[Document, str], object]) -> bool:
		"""Work on the next entry, in the caller's transaction; False when none is left. work: gets the list's row and the entry."""

		def one(document: Document, entries: Sequence[str]) -> None:
			work(document, entries[0])

		return self.step_many(name, one, lambda rest: rest[:1])

	def step_many(
		self,
		name: str,
		work: Callable[[Document, Sequence[str]], object],
		together: Callable[[Sequence[str]], Sequence[str]],
	) -> bool:
		"""Work on the next entries in the caller's transaction; False when none is left.

		together: of the entries that are left, the first ones that are done in one transaction; at least one. work: gets the list's row and entries, and does all of them or none. Where it raises for several, each half of them is tried
		by itself, down to the one that is refused: what can be done is done in its order, as one after the other would.
		"""
		document = frappe.get_doc(self.doctype, name, for_update=True)
		if document.status == DONE:
			return False
		entries = json.loads(document.get(self.entries))
		if rest := entries[document.done :]:
			part = together(rest)
			self._work_on(document, part, work)
			document.done += len(part)
		document.status = DONE if document.done >= len(entries) else RUNNING
		if document.status == DONE and self.is_asked_anew:
			document.request_key = None
		with self.writer.writing():
			document.save(ignore_permissions=True)  # the job of who ordered it
		return bool(document.status != DONE)

	def _work_on(
		self, document: Document, part: Sequence[str], work: Callable[[Document, Sequence[str]], object]
	) -> None:
		frappe.db.savepoint("entries")
		try:
			work(document, part)
		except (frappe.QueryDeadlockError, frappe.QueryTimeoutError):
			raise  # the transaction is gone; the job is run again
		except Exception as problem:  # one entry that is refused must not stop the others
			frappe.db.rollback(save_point="entries")
			if len(part) == 1:
				refusal = job_refusals.refusal_of(problem, self.doctype.lower())
				document.refusals = json.dumps({**refusals_of(document), part[0]: refusal})
				return
			middle = len(part) // 2
			for half in (part[:middle], part[middle:]):
				self._work_on(document, half, work)

	def retry(self, name: str) -> None:
		"""Put the refused entries of a finished list in line again, for whoever mended what stood in the way."""
		document = frappe.get_doc(self.doctype, name, for_update=True)
		refused = list(refusals_of(document))
		if document.status != DONE or not refused:
			return
		done = [entry for entry in json.loads(document.get(self.entries)) if entry not in refused]
		document.update(
			{
				self.entries: json.dumps([*done, *refused]),
				"done": len(done),
				"refusals": "{}",
				"status": QUEUED,
			}
		)
		with self.writer.writing():
			document.save(ignore_permissions=True)  # the position was asked before
		self.jobs.enqueue(name)

	def check(self, document: Document) -> None:
		"""Called from validate and on_trash of the DocType: a list is written here alone. Raises LawBroken."""
		self.writer.check(document)


def refusals_of(document: Document) -> dict[str, Any]:
	"""Entry to its kept refusal (`job_refusals.words` tells it)."""
	kept: dict[str, Any] = json.loads(document.refusals or "{}")
	return kept
