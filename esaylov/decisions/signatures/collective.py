"""The signatures of a commission's decisions: who presided and the secretary sign the same bytes, one decision or a whole list."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.decisions.drafting import signing
from esaylov.decisions.drafting.signing import PURPOSE, Result
from esaylov.decisions.matters import contested
from esaylov.decisions.signatures import apply_decision, bulk_completion, in_force, own_signatures, voted
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, WrongState
from esaylov.framework.persistence import reads
from esaylov.framework.persistence.documents import all_locked, read_all
from esaylov.identity import persons, positions
from esaylov.trust import lists, signatures
from esaylov.trust.lists import Listed

DECISION, DRAFT, SIGNED = "Decision", "Draft", "Signed"
MOST = 5000
AT_ONCE = 20
"""Longer lists are completed by a job, decision by decision."""
FIELDS = {
	voted.PRESIDING: ("signature", "signed_by_person", "signed_by_position", "signed_at"),
	voted.SECRETARY: ("secretary_signature", "secretary_person", "secretary_position", "secretary_signed_at"),
}
"""Part of the signature -> where it stands on the decision."""


@dataclass(frozen=True, slots=True)
class Signing:
	"""What a signature did. part: `presiding` or `secretary`. waiting: decisions that the other signature is missing for."""

	part: str
	results: tuple[Result, ...]
	waiting: int
	run: str = ""
	"""The Bulk Decision that completes a long list; "" where everything is done."""


@dataclass(frozen=True, slots=True)
class _Signer:
	"""Who signs: the part of the signature, the person, and the position that they hold today."""

	part: str
	person: str
	position: str


def adopt(item: str) -> str:
	"""Write the decision that an adopted agenda item makes, as a Draft that waits for its two signatures; its name.

	Called by sessions in the transaction that closes the item. Repeatable. Raises NotFound, WrongState (not adopted).
	"""
	row = voted.item_of(item)
	if row.decision:
		return str(row.decision)
	prepared = voted.adopted(row)
	if not frappe.db.exists(DECISION, prepared.name):
		return str(signing.insert(prepared).name)
	decision = frappe.get_doc(DECISION, prepared.name, for_update=True)
	vote = (row.name, row.round)
	if decision.status == DRAFT and (decision.agenda_item, decision.vote_round) != vote:
		signing.draft_anew(prepared)
	return str(decision.name)


def payload_to_sign(decisions: Sequence[str]) -> bytes:
	"""The bytes that the user of the session signs for these decisions of one session: the decision's own, or the list's.

	For who presides over the session and for its secretary. Raises FormInvalid, NotFound, NotPermitted, WrongState, and
	LawBroken where the registers would refuse one of them (`entry_exists`, `party_not_admitted`, `decisions_contested` …).
	"""
	documents = read_all(DECISION, list(_checked(decisions)))
	_signer(documents)
	contested.check_drafts(documents)
	return _content(documents)


def unsigned(decisions: Sequence[str], part: str) -> dict[str, str | None]:
	"""Those of a session's decisions that are drafts and lack the signature of a part (`presiding` or `secretary`), to
	the person who gave the other part."""
	missing = {"name": ["in", list(decisions)], "status": DRAFT, FIELDS[part][0]: ["is", "not set"]}
	other = voted.SECRETARY if part == voted.PRESIDING else voted.PRESIDING
	fields = ["name", voted.SIGNED_BY[other]]
	return dict(frappe.get_all(DECISION, missing, fields, order_by="name asc", limit=0, as_list=True))


def has_signed(decisions: Sequence[str], part: str, person: str) -> bool:
	"""Whether a person gave a part of the signature under one of a session's decisions."""
	given = {"name": ["in", list(decisions)], voted.SIGNED_BY[part]: person}
	return bool(decisions and frappe.db.exists(DECISION, given))


def sign(decisions: Sequence[str], signature: str) -> Signing:
	"""Sign decisions of a session, as who presides or as its secretary; the second signature puts them into effect.

	signature: over `payload_to_sign(decisions)`. Up to 20 are completed here, more by a job whose Bulk Decision is named.
	Asked twice, or by both at the same moment, each decision is completed once. Raises as `payload_to_sign`, and
	SignatureRefused, LawBroken; writes nothing then.
	"""
	wanted = _checked(decisions)
	appeals = _lock_appeals(wanted)
	documents = all_locked(DECISION, list(wanted))
	signer = _signer(documents)
	unsigned = [document for document in documents if not document.get(FIELDS[signer.part][0])]
	if unsigned:
		other = next(FIELDS[part][1] for part in FIELDS if part != signer.part)
		if any(document.get(other) == signer.person for document in unsigned):
			raise WrongState(code="signed_other_part")
		if len(unsigned) != len(documents):
			raise WrongState({"status": SIGNED}, code="list_partly_signed")
		contested.check_drafts(documents)
		_keep(documents, signer, signature)
	return _complete(documents, appeals, signer.part)


def complete_all(names: Sequence[str]) -> list[Result]:
	"""Give decisions with both signatures their numbers and do all that follows: all of them or none; repeatable.

	Part of one transaction. What they share is read and proved once. Raises LawBroken, SignatureRefused, WrongState.
	"""
	named = reads.rows(DECISION, {"name": list(names)}, ["appeal"], "appeal")
	appeals = all_locked("Appeal", [row.appeal for row in named if row.appeal])
	decisions = {decision.name: decision for decision in all_locked(DECISION, names)}
	return _completed([decisions[name] for name in names], appeals)


def _completed(decisions: Sequence[Document], appeals: Sequence[Document]) -> list[Result]:
	"""The same of decisions that were read under their locks, beside their appeals, locked too."""
	with lists.proved_once():
		drafts = [decision for decision in decisions if decision.status == DRAFT]
		put = in_force.put(drafts, {appeal.name: appeal for appeal in appeals})
		done = {result.decision: result for result in put}
		return [done.get(decision.name) or apply_decision.result(decision) for decision in decisions]


def _complete(documents: Sequence[Document], appeals: Sequence[Document], part: str) -> Signing:
	ready = [document for document in documents if is_ready(document)]
	names, waiting = [document.name for document in ready], len(documents) - len(ready)
	if len(ready) > AT_ONCE:
		return Signing(part, (), waiting, bulk_completion.order(names))
	results = complete_all(names) if len(documents) > AT_ONCE else _completed(ready, appeals)
	return Signing(part, tuple(results), waiting)


def is_ready(decision: Document) -> bool:
	"""Whether both signatures stand on a decision."""
	return all(decision.get(fields[0]) for fields in FIELDS.values())


def _keep(documents: Sequence[Document], signer: _Signer, signature: str) -> None:
	"""Verify the signature and write it on every draft; that it is right is proven again when the decision is completed."""
	known = reads.row("Person", {"name": signer.person}, ["pinfl"])
	pinfl = known.pinfl if known else None
	if len(documents) == 1:
		content = documents[0].payload.encode()
		kept = signatures.verify_document(
			DECISION, documents[0].name, content, signature, PURPOSE, pinfl, None
		)
	else:
		commission = documents[0].commission
		kept = lists.verify(commission, DECISION, _listed(documents), signature, PURPOSE, pinfl)
	stated = (kept, signer.person, signer.position, clock.now())
	values = dict(zip(FIELDS[signer.part], stated, strict=True))
	for document in documents:
		document.update(values)
	names = [document.name for document in documents]
	# one statement: a draft decides nothing yet
	frappe.db.sql(_signing(signer.part, len(names)), [*values.values(), *names, DRAFT])


@lru_cache(maxsize=64)
def _signing(part: str, count: int) -> str:
	row = frappe.qb.DocType(DECISION)
	query = frappe.qb.update(row).where(row.name.isin(reads.many(count)) & (row.status == reads.one()))
	for field in FIELDS[part]:
		query = query.set(row[field], reads.one())
	return str(query.get_sql())


def _signer(documents: Sequence[Document]) -> _Signer:
	"""In which part, and as which person, the user of the session signs all of them. Raises NotPermitted, WrongState."""
	person = persons.person_of(frappe.session.user)
	found: dict[str, str] = {}
	for item, of_session in _items(documents):
		session = voted.session_of(item)
		parts = [part for part in FIELDS if person in voted.signers_of(session, part)]
		held = positions.require_position(frappe.session.user, of_session[0].commission)
		found.setdefault(parts[0] if parts else "", held.position)
		if parts and session[parts[0]] != person:
			_require_left(session, parts[0], of_session)
	if not person or len(found) != 1 or "" in found:
		raise NotPermitted()
	((part, position),) = found.items()
	return _Signer(part, person, position)


def _require_left(session: Mapping[str, Any], part: str, documents: Sequence[Document]) -> None:
	"""Raise WrongState (`signer_present`) where a successor would sign what who presided or kept the record signs in person."""
	other = voted.SECRETARY if part == voted.PRESIDING else voted.PRESIDING
	unsigned = {
		document.name: document.get(voted.SIGNED_BY[other])
		for document in documents
		if not document.get(FIELDS[part][0])
	}
	is_here = own_signatures.is_in_place(session, part)
	if unsigned.keys() - own_signatures.find_left(session, part, unsigned, is_here):
		raise WrongState(code="signer_present")


def _items(documents: Sequence[Document]) -> list[tuple[frappe._dict, list[Document]]]:
	"""The decisions of each session with one item of it: who signs is a matter of the session, and there are few."""
	names = [document.agenda_item for document in documents]
	rows = reads.rows(voted.ITEM, {"name": sorted(filter(None, names))}, ["name", "session"])
	sessions = {row.name: row for row in rows}
	if any(document.agenda_item not in sessions for document in documents):
		raise WrongState({"status": "-"}, code="not_voted")
	together: dict[tuple[str, str], list[Document]] = {}
	for document in documents:
		key = (sessions[document.agenda_item].session, document.commission)
		together.setdefault(key, []).append(document)
	return [(sessions[found[0].agenda_item], found) for found in together.values()]


def _content(documents: Sequence[Document]) -> bytes:
	if len(documents) == 1:
		return str(documents[0].payload).encode()
	return lists.payload(DECISION, _listed(documents))


def _listed(documents: Sequence[Document]) -> list[Listed]:
	return [Listed(document.name, document.payload_sha256) for document in documents]


def _checked(names: Sequence[str]) -> dict[str, str | None]:
	"""The names once each, sorted, to their appeals: the order in which everybody locks them. Raises FormInvalid, NotFound."""
	if not all(isinstance(name, str) and name for name in names):
		raise FormInvalid([Finding("wrong_type", "decisions")])
	wanted = sorted(set(names))
	if not 1 <= len(wanted) <= MOST:
		raise FormInvalid([Finding("bulk_size", "decisions", params={"maximum": MOST})])
	appeals = {row.name: row.appeal for row in reads.rows(DECISION, {"name": wanted}, ["name", "appeal"])}
	if not appeals.keys() >= set(wanted):
		raise NotFound({"doctype": DECISION})
	return {name: appeals[name] for name in wanted}


def _lock_appeals(decisions: Mapping[str, str | None]) -> list[Document]:
	"""The order of every decision: appeals first, in the order of their names; read whole for a list that is completed at once."""
	named = sorted(appeal for appeal in decisions.values() if appeal)
	if len(decisions) <= AT_ONCE:
		return all_locked("Appeal", named)
	reads.rows("Appeal", {"name": named}, ["name"], lock=True)
	return []
