"""Many appeals handed to one officer (*koʻplab topshirish*): a job, one transaction for each appeal.

The place in the list moves in the transaction that handed the appeal over, so a job that was broken off goes on with the
next one and hands nothing over twice. The commission's chain is locked for one appeal at a time.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import frappe
from frappe.model.document import Document

from esaylov.appeals.inbox.officers import assigning
from esaylov.appeals.review import steps
from esaylov.core.findings import Finding
from esaylov.framework import job_refusals
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.framework.jobs.bulk import LongList, refusals_of

BULK = "Bulk Assignment"
MOST = 200
LIST = LongList(BULK, entries="appeals", job="esaylov.appeals.inbox.jobs.assign", is_asked_anew=True)
check, resume = LIST.check, LIST.jobs.resume


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


def order(user: str, appeals: Sequence[str], officer: str) -> str:
	"""Order a job that hands up to 200 appeals to an officer; gives the name of its Bulk Assignment.

	Each appeal is asked about by itself, as `appeals.assign` does; what is refused stops no other. Asked again with the
	same appeals while the job is under way, the same name comes back; afterwards nothing is done twice either. Raises
	NotPermitted (no position that assigns), FormInvalid (`bulk_size`, `required`).
	"""
	assigning(user)
	wanted = _checked(appeals, officer)
	request = {"user": user, "officer": officer, "appeals": sorted(wanted)}
	return LIST.order(wanted, request, {"requested_by": user, "officer": officer})


def step(name: str) -> bool:
	"""Hand over the next appeal of a bulk assignment, in the caller's transaction; False when none is left."""
	return LIST.step(name, _hand_over)


def progress(user: str, name: str) -> Progress:
	"""How far an own bulk assignment is, and which appeals were refused and why. Raises NotFound."""
	if not isinstance(name, str) or not frappe.db.exists(BULK, {"name": name, "requested_by": user}):
		raise NotFound({"doctype": BULK})
	document = frappe.get_doc(BULK, name)
	refused = refused_of(document)
	assigned = document.done - len(refused)
	return Progress(document.name, document.status, document.total, document.done, assigned, refused)


def refused_of(document: Document) -> tuple[Refused, ...]:
	"""The appeals of a bulk assignment that were not handed over, in the reader's language."""
	refusals = refusals_of(document)
	rows = frappe.get_list("Appeal", {"name": ["in", [*refusals, ""]]}, ["name", "number"], limit=0)
	numbers = {row.name: row.number for row in rows}
	return tuple(
		Refused(appeal, numbers.get(appeal) or "", *job_refusals.words(found))
		for appeal, found in refusals.items()
	)


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
	steps.assign_for(document.requested_by, appeal, document.officer)
