"""Decisions that enter into force with their last signature: the law once more, numbers, rows, and all that follows.

One decision and a slice of a list take the same way. What is written for several is written together, where nothing that follows from
one depends on the one before it.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import takewhile

import frappe
from frappe.model.document import Document

from esaylov.decisions.drafting.decision_subject import ANNULMENT
from esaylov.decisions.drafting.signing import Result
from esaylov.decisions.signatures import apply_decision, invariants
from esaylov.framework import practice
from esaylov.framework.persistence import documents
from esaylov.registers.effects import effects
from esaylov.trust.chains import chain

WRITTEN = ("number", "title", "status")


def put(
	drafts: Sequence[Document], appeals: Mapping[str, Document], also: Sequence[str] = ()
) -> list[Result]:
	"""Make drafts with their signatures signed decisions and do all that follows, in their order: all of it or nothing.

	drafts, appeals (by name, those that the drafts are about): locked by the caller. also: fields of the drafts that are not written yet. Raises LawBroken, SignatureRefused; the caller's
	transaction has to be taken back then, or to its savepoint.
	"""
	# of all parts at once, and before the counters: one order for everybody
	effects.lock_people(drafts, appeals)
	return [result for part in _parts(drafts, appeals) for result in _put(part, appeals, also)]


def together(names: Sequence[str]) -> Sequence[str]:
	"""Of decisions in their order, the first ones that take effect together; one, where it does so by itself."""
	drafts = _read("Decision", names, ["name", "kind", "appeal"])
	appeals = _read(
		"Appeal",
		[draft.appeal for draft in drafts.values() if draft.appeal],
		["name", "appeal_type", "type_version"],
	)
	run = takewhile(lambda name: name in drafts and not _is_alone(drafts[name], appeals), names)
	return list(run) or names[:1]


def _read(doctype: str, names: Sequence[str], fields: Sequence[str]) -> dict[str, frappe._dict]:
	rows = frappe.get_all(doctype, {"name": ["in", list(names)]}, fields, order_by="name asc", limit=0)
	return {row.name: row for row in rows}


def _is_alone(
	draft: Document | frappe._dict, appeals: Mapping[str, Document] | Mapping[str, frappe._dict]
) -> bool:
	return not draft.appeal or draft.kind == ANNULMENT or effects.is_alone(appeals[draft.appeal])


def _parts(drafts: Sequence[Document], appeals: Mapping[str, Document]) -> Iterator[list[Document]]:
	"""Neighbours that take effect together; each other one by itself."""
	part: list[Document] = []
	for draft in drafts:
		if _is_alone(draft, appeals):
			if part:
				yield part
			yield [draft]
			part = []
		else:
			part.append(draft)
	if part:
		yield part


def _put(drafts: Sequence[Document], appeals: Mapping[str, Document], also: Sequence[str]) -> list[Result]:
	for draft in drafts:
		draft.status = "Signed"
	_number(drafts)
	documents.update(drafts, (*WRITTEN, *also), lambda: invariants.check_signed(drafts))
	return apply_decision.follow(drafts, appeals)


def _number(drafts: Sequence[Document]) -> None:
	"""The next numbers of their commissions, in their order."""
	for commission, counter in sorted({_counted_by(draft) for draft in drafts}):
		own = [draft for draft in drafts if _counted_by(draft) == (commission, counter)]
		first = chain.next_number(commission, counter, len(own))
		for number, draft in enumerate(own, start=first):
			draft.number = draft.title = practice.marked(number, draft.election)


def _counted_by(draft: Document) -> tuple[str, str]:
	"""The commission whose numbers a decision takes, and which of its counters."""
	return str(draft.commission), practice.counter("decision", draft.election)
