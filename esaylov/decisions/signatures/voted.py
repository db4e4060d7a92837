"""What a commission decided by vote (*komissiya qarori*): the draft that was adopted, beside its item, and who has to sign it.

This package never imports `sessions`: it reads the rows of the Agenda Item and the session, by locking reads where they decide.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.records import payload as canonical
from esaylov.decisions.drafting import decision_subject, signing
from esaylov.decisions.drafting.decision_subject import COMMISSION_DECISION, NAME_LENGTH, Prepared
from esaylov.decisions.drafting.rows import former_title
from esaylov.decisions.drafting.wording import Texts
from esaylov.decisions.matters import ex_officio
from esaylov.decisions.review import ground_checks
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotFound, WrongState
from esaylov.framework.persistence import reads

ITEM, SESSION = "Agenda Item", "Commission Session"
ADOPTED = "Adopted"
TALLY = (
	*("votes_for", "votes_against", "votes_abstained", "votes_recused"),
	*("members_total", "members_present", "casting_vote"),
)
OF_ITEM = [
	*("name", "session", "commission", "appeal", "subject_kind", "subject_data", "status", "round", "rule"),
	*("draft_rows", "draft_text_uz", "draft_text_ru", "closed_at", "decision"),
	*TALLY,
]
OF_SESSION = [
	*("commission", "election", "presiding", "presiding_position", "secretary", "secretary_position"),
	*("presiding_successor", "secretary_successor", "course"),
]
PRESIDING, SECRETARY = "presiding", "secretary"
"""The two parts of the signature; also the fields of the session that name who signs."""
SIGNED_BY = {PRESIDING: "signed_by_person", SECRETARY: "secretary_person"}
"""Part of the signature -> the field of the decision that names who gave it."""
SIGNER_NAMED = "signer_named"
"""The step of a session's course that names a successor: part, person, reason."""
GIVES_PART: Mapping[str, Mapping[str, str]] = {
	PRESIDING: {"opened": "person", "presiding": "person", "elected": "person"},
	SECRETARY: {"opened": "secretary", "secretary": "person"},
}
"""Part of the signature -> the steps of a session's course from which somebody presides or keeps the record, to
the key that names who."""


def item_of(name: str | None) -> frappe._dict:
	"""An agenda item, locked. Raises NotFound."""
	found = items_of([name]).get(name) if name else None
	if not found:
		raise NotFound({"doctype": ITEM})
	return found


def items_of(names: Collection[str]) -> dict[str, frappe._dict]:
	"""Agenda items, locked, by name."""
	return {row.name: row for row in reads.rows(ITEM, {"name": sorted(names)}, OF_ITEM, lock=True)}


def vote_of(item: Mapping[str, Any]) -> dict[str, str | int]:
	"""The vote as it is signed: the item, its round, and the tally."""
	tally = {key: int(item[key] or 0) for key in TALLY}
	return {"item": item["name"], "round": int(item["round"] or 0), "rule": item["rule"] or "", **tally}


def propose(appeal: str, rows: Sequence[Mapping[str, object]], texts: Texts | None = None) -> Prepared:
	"""What a commission would decide today on an appeal, for the draft of its agenda item; writes nothing.

	rows, texts: as for `chair.draft`, with the same checks. Who may ask is for the caller. Raises NotFound, FormInvalid.
	"""
	document = signing.read(appeal)
	prepared = _prepared(document, rows, clock.today(), texts)
	ground_checks.check_grounds(document, prepared.verdicts)
	return prepared


def _prepared(
	appeal: Document, rows: Sequence[Mapping[str, object]], day: date, texts: Texts | None = None
) -> Prepared:
	return replace(decision_subject.prepare(appeal, rows, day, texts), kind=COMMISSION_DECISION)


def adopted(item: frappe._dict) -> Prepared:
	"""The decision that an adopted item makes. Raises WrongState for any other item."""
	if item.status != ADOPTED:
		raise WrongState({"status": item.status})
	day = frappe.utils.getdate(item.closed_at) if item.closed_at else clock.today()
	prepared = _of_appeal(item, day) if item.appeal else _of_subject(item, day)
	texts = {key: item[f"draft_{key}"] for key in ("text_uz", "text_ru") if item[f"draft_{key}"]}
	return replace(_as_drafted(prepared, texts.get("text_uz", "")), vote=vote_of(item), **texts)


def _as_drafted(prepared: Prepared, written: str) -> Prepared:
	"""With the names that a draft of an earlier release gave to rows without a person: its text is what was voted on."""
	verdicts = [
		replace(verdict, subject=former)
		if written
		and verdict.subject not in written
		and (former := former_title(verdict.row.path)) in written
		else verdict
		for verdict in prepared.verdicts
	]
	return replace(prepared, verdicts=tuple(verdicts))


def rows_of(item: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""The verdicts of an item's draft."""
	stored = item["draft_rows"]
	return (json.loads(stored) if isinstance(stored, str) else stored) or []


def session_of(item: Mapping[str, Any]) -> frappe._dict:
	"""Who presided and who was secretary, as the session's row says now."""
	found = sessions_of([item["session"]]).get(item["session"])
	if not found:
		raise NotFound({"doctype": SESSION})
	return found


def sessions_of(names: Collection[str]) -> dict[str, frappe._dict]:
	"""The same of several sessions, by name."""
	return {row.name: row for row in reads.rows(SESSION, {"name": sorted(names)}, ["name", *OF_SESSION])}


def signers_of(session: Mapping[str, Any], part: str) -> tuple[str, ...]:
	"""The persons who may give a part of the signature: who presided or kept the record, and the successor who was named."""
	return tuple(person for person in (session[part], session[f"{part}_successor"]) if person)


def named_successors(course: str | None, part: str) -> dict[str, str]:
	"""The persons who were ever named for a part of the signature, to the reason. One who left may have signed before.

	course: of the session.
	"""
	steps = json.loads(course or "[]")
	return {step["person"]: step["reason"] for step in steps if _names(step, part)}


def _names(step: Mapping[str, Any], part: str) -> bool:
	return bool(step["what"] == SIGNER_NAMED and step["part"] == part)


def may_have_signed(session: Mapping[str, Any], part: str, person: str | None, at: datetime | None) -> bool:
	"""Whether a person could give a part of the signature: who presides or keeps the record now, a successor who was named,
	or who presided or kept the record at that moment.

	session: OF_SESSION. at: when the signature was given.
	"""
	if not person:
		return False
	if person in (session[part], *named_successors(session["course"], part)):
		return True
	return bool(at) and person in _holders_at(session["course"], part, frappe.utils.get_datetime(at))


def _holders_at(course: str | None, part: str, at: datetime) -> set[str]:
	"""Who presided or kept the record at a moment. The course counts in seconds: in the second of a change, both persons."""
	steps = [step for step in json.loads(course or "[]") if step["what"] in GIVES_PART[part]]
	holders = [str(step[GIVES_PART[part][step["what"]]]) for step in steps]
	since = [datetime.fromisoformat(step["at"]) for step in steps]
	second = at.replace(microsecond=0)
	return {
		holder
		for holder, first, last in zip(holders, since, [*since, datetime.max][1:], strict=True)
		if first <= second <= last
	}


def reasons_of(decision: Document) -> dict[str, str]:
	"""Of the parts of a decision's signature that a successor gave, the reason; nothing where those signed who
	preside, keep the record, or did so then."""
	session = frappe.db.get_value(ITEM, decision.agenda_item, "session") if decision.agenda_item else None
	held = session and frappe.db.get_value(SESSION, session, [*SIGNED_BY, "course"], as_dict=True)
	if not held:
		return {}
	return {
		part: reason
		for part, field in SIGNED_BY.items()
		if decision.get(field) != held.get(part)
		and (reason := named_successors(held.course, part).get(decision.get(field)))
	}


def check(decision: Document, item: frappe._dict) -> None:
	"""The decision is what its item (`items_of`) adopted, with the same draft, round and tally. Raises LawBroken."""
	if item.status != ADOPTED or item.commission != decision.commission:
		raise LawBroken({"field": "agenda_item"})
	if (item.appeal or None) != (decision.appeal or None) or decision.vote_round != item.round:
		raise LawBroken({"field": "agenda_item"})
	if decision_subject.read(decision.payload).get("vote") != vote_of(item):
		raise LawBroken({"field": "payload"})
	_check_draft(decision, item)


def _check_draft(decision: Document, item: frappe._dict) -> None:
	for language in ("uz", "ru"):
		if (draft := item[f"draft_text_{language}"]) and draft != decision.get(f"text_{language}"):
			raise LawBroken({"field": f"text_{language}"})
	if not item.appeal:
		return
	drafted = [(str(row.get("path")), str(row.get("outcome"))) for row in rows_of(item)]
	decided = [(row.row_path, row.outcome) for row in decision.rows]
	if sorted(drafted) != sorted(decided):
		raise LawBroken({"field": "rows"})


def _of_appeal(item: frappe._dict, day: date) -> Prepared:
	return _prepared(frappe.get_doc("Appeal", item.appeal), rows_of(item), day)


def _of_subject(item: frappe._dict, day: date) -> Prepared:
	data = item.subject_data
	values = json.loads(data) if isinstance(data, str) else data or {}
	election = frappe.db.get_value(SESSION, item.session, "election") or ""
	prepared = ex_officio.prepare(item.subject_kind, values, item.commission, election, day)
	kind = prepared.kind if prepared.kind == decision_subject.ANNULMENT else COMMISSION_DECISION
	name = canonical.sha256_hex(f"item|{item.name}|{item.round}".encode())[:NAME_LENGTH]
	return replace(prepared, kind=kind, name=prepared.name if kind == decision_subject.ANNULMENT else name)
