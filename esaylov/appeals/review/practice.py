"""The appeals of a practice election that is over: drafts go, open ones are withdrawn, so that no queue shows them any more."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.appeals.review.steps import WITHDRAWABLE, record
from esaylov.core.procedure.lifecycle import State
from esaylov.framework import practice
from esaylov.framework.errors import WrongState
from esaylov.framework.persistence.deletion import remove
from esaylov.framework.persistence.documents import locked


def close(election: str, most: int) -> int:
	"""Close up to so many; how many are left. Nobody is notified. Raises WrongState for an election that is not a practice that is over.

	What was decided stays: it is signed, and stands in the chains.
	"""
	if frappe.db.get_value("Election", election, "status") != practice.OVER:
		raise WrongState({"status": practice.PRACTICE}, code="practice_not_over")
	open_ones = {"election": election, "status": ["in", [State.DRAFT.value, *WITHDRAWABLE]]}
	names = frappe.get_all(APPEAL, open_ones, pluck="name", order_by="name asc", limit=most)
	with _as_system():
		for name in names:
			_close(name)
	return frappe.db.count(APPEAL, open_ones)


def _close(name: str) -> None:
	appeal = locked(APPEAL, name)
	if appeal.status == State.DRAFT:
		remove(APPEAL, name)
		return
	appeal.status = State.WITHDRAWN.value
	appeal.save(ignore_permissions=True)  # the administrator's step, asked above; no applicant takes it
	record(appeal, "appeal.withdrawn", {})


@contextmanager
def _as_system() -> Iterator[None]:
	"""The Workflow knows the applicant's withdrawal alone; here the practice ends it."""
	user = frappe.session.user
	frappe.session.user = "Administrator"
	try:
		yield
	finally:
		frappe.session.user = user
