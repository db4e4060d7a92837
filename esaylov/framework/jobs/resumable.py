"""Jobs that work off a row of their own: put in line once however often asked, and again after they were broken off."""

from dataclasses import dataclass

import frappe

from esaylov.framework import queues

MOST = 200
"""Broken-off rows that one tick of the scheduler puts in line."""


@dataclass(frozen=True, slots=True)
class LongJob:
	"""path: dotted path of the job, called with `name`. doctype: of its rows; those in an `unfinished` state have work left.

	timeout: seconds after which the framework ends the job; what is left is put in line again. is_watched: somebody looks at
	its progress, so it comes before what nobody waits for.
	"""

	path: str
	doctype: str
	unfinished: tuple[str, ...]
	queue: str = queues.DOCUMENTS
	timeout: int = 3600
	is_watched: bool = False

	def enqueue(self, name: str) -> None:
		"""Have the job do what is left of a row, after the commit."""
		key = f"{self.path}|{name}"
		queues.wake(self.path, self.queue, key, self.timeout, at_front=self.is_watched, name=name)

	def resume(self) -> int:
		"""Scheduler: put those in line whose job was broken off; how many."""
		filters = {"status": ["in", self.unfinished]}
		names = frappe.get_all(self.doctype, filters, pluck="name", order_by="creation asc", limit=MOST)
		for name in names:
			self.enqueue(name)
		return len(names)
