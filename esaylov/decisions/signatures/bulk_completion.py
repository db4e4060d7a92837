"""Many signed decisions completed by a job (*qarorlarni bajarish*): one transaction for each slice, see `jobs.bulk`."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import islice

import frappe

from esaylov.decisions.signatures import in_force
from esaylov.framework import job_refusals, titles
from esaylov.framework.errors import NotFound
from esaylov.framework.jobs.bulk import LongList, refusals_of
from esaylov.framework.persistence import documents
from esaylov.registers.entries import entries

RUN = "Bulk Decision"
SLICE = 200
"""Most decisions a transaction: about a second, in which the commission's chain and their appeals are locked."""
REFUSED_SHOWN = 200
"""How many refused decisions a person is told at a time; a register that is away refuses thousands, and a page asks each two seconds."""
WRITTEN = (
	*("Decision", "Appeal", "Person", *entries.REGISTERS, "Register Event"),
	*("Certificate", "SMS Message", "Chain Event"),
)
"""Whose documents follow from a decision. Where somebody listens to one of these, a decision takes a tenth of a second."""
LIST = LongList(RUN, entries="decisions", job="esaylov.decisions.signatures.jobs.complete")
check, resume, retry = LIST.check, LIST.jobs.resume, LIST.retry


@dataclass(frozen=True, slots=True)
class Refused:
	"""A decision that could not be completed, and why. title: its number and what it is about, as the reader's list calls it."""

	decision: str
	title: str
	code: str
	message: str


@dataclass(frozen=True, slots=True)
class Progress:
	"""done: decisions that were looked at so far, of `total`; `completed` of them are in effect now.

	refused: the first of those that were refused, as many as a person reads; `refused_count` is how many there are.
	"""

	name: str
	status: str
	total: int
	done: int
	completed: int
	refused: tuple[Refused, ...]
	refused_count: int


def order(names: Sequence[str]) -> str:
	"""Order the completion of decisions with both signatures; the name of the run. The same list again is the same run."""
	commission = frappe.db.get_value("Decision", names[0], "commission")
	return LIST.order(names, sorted(names), {"commission": commission})


def step(name: str, complete: Callable[[Sequence[str]], object]) -> bool:
	"""Complete the next decisions of a run, in the caller's transaction; False when none is left. complete: all of them or none."""
	return LIST.step_many(name, lambda _, decisions: complete(decisions), _together)


def _together(names: Sequence[str]) -> Sequence[str]:
	"""The next slice: decisions that are written together; one, where each takes its time while others wait for the chain."""
	return in_force.together(names[:SLICE]) if documents.are_direct(WRITTEN) else names[:1]


def progress(run: str) -> Progress:
	"""How far a Bulk Decision is; who may read it is for the caller. Raises NotFound."""
	if not isinstance(run, str) or not frappe.db.exists(RUN, run):
		raise NotFound({"doctype": RUN})
	document = frappe.get_doc(RUN, run)
	held = refusals_of(document)
	first = dict(islice(held.items(), REFUSED_SHOWN))
	called = _called(list(first))
	refused = tuple(
		Refused(key, called.get(key, key), *job_refusals.words(why)) for key, why in first.items()
	)
	completed = document.done - len(held)
	return Progress(
		document.name, document.status, document.total, document.done, completed, refused, len(held)
	)


def _called(decisions: Sequence[str]) -> dict[str, str]:
	"""What decisions are called: their number and the subject of the appeal, or the matter that has none."""
	if not decisions:
		return {}
	rows = frappe.get_all(
		"Decision",
		{"name": ["in", decisions]},
		["name", "number", "appeal.subject as subject", "subject_kind"],
	)
	own = {("Decision Subject", row.subject_kind) for row in rows if row.subject_kind}
	matters = titles.of(own).get("Decision Subject", {})
	return {
		row.name: " · ".join(filter(None, (row.number, row.subject or matters.get(row.subject_kind))))
		or row.name
		for row in rows
	}
