"""Sessions whose protocol or decisions wait for a person's signature: rows for a list, and their number.

Who signs is named by the session; the person must hold a position at its commission today, as the step itself asks.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Min
from pypika import Table
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Field

from esaylov.decisions.signatures import own_signatures, voted
from esaylov.identity import persons, positions

SESSION, ITEM = "Commission Session", "Agenda Item"
CLOSED, DRAFT, ADOPTED = "Closed", "Draft", "Adopted"
PRESIDING, SECRETARY = "presiding", "secretary"
"""The two parts of a signature; also the fields of the session that name who signs."""
PROTOCOL = {part: f"protocol_signature_{part}" for part in (PRESIDING, SECRETARY)}
DECISION = {PRESIDING: "signature", SECRETARY: "secretary_signature"}
"""Part of the signature -> the field that is empty while it is missing."""
SHOWN = (
	*("name", "number", "title", "commission", "election", "presiding", "secretary"),
	*("presiding_successor", "protocol_signer_presiding", "protocol_signer_secretary"),
)
MOST = 5000
"""Decisions that one signature covers, as `decisions.sign` takes them."""


@dataclass(frozen=True, slots=True)
class Signer:
	"""A person with the commissions where they hold a position today."""

	person: str
	commissions: tuple[str, ...]


def find_signer(user: str) -> Signer | None:
	"""Who signs as a user; None for who holds no position."""
	held = tuple(sorted({position.commission for position in positions.positions_of(user)}))
	person = persons.person_of(user) if held else ""
	return Signer(person, held) if person else None


def count_sessions(signer: Signer) -> int:
	"""How many protocols, and sessions with decisions, wait for a signer: two statements, more for a successor."""
	return len(find_protocols(signer)) + len(find_decisions(signer))


def find_protocols(signer: Signer, name: str = "") -> list[frappe._dict]:
	"""Closed sessions whose protocol waits for a signer, with `since`; of all or of one."""
	session = frappe.qb.DocType(SESSION)
	query = _protocols(signer, session).select(*_shown(session), session.closed_at.as_("since"))
	rows = _of(query, session, name).run(as_dict=True)
	return [row for row in rows if _is_protocol_to_sign(signer, row)]


def find_decisions(signer: Signer, name: str = "") -> list[frappe._dict]:
	"""Sessions with decisions that wait for a signer: `since`, their `count` and one of their titles; of all or of one."""
	session, item = frappe.qb.DocType(SESSION), frappe.qb.DocType(ITEM)
	query = _decisions(signer, session).select(*_shown(session), Min(item.closed_at).as_("since"))
	query = query.select(Count(item.name).as_("count"), Min(item.title).as_("example"))
	rows = _of(query, session, name).groupby(session.name).run(as_dict=True)
	for row in rows:
		if not _is_holder(signer, row):
			row["count"] = len(decisions_of(signer, row.name))
	return [row for row in rows if row["count"]]


def decisions_of(signer: Signer, name: str) -> list[frappe._dict]:
	"""The decisions of a session that wait for a signer, in the order of the agenda: name, outcome, title and tally of the item."""
	session, item = frappe.qb.DocType(SESSION), frappe.qb.DocType(ITEM)
	decision = frappe.qb.DocType("Decision")
	query = _of(_decisions(signer, session), session, name).select(decision.name, decision.outcome)
	query = query.select(item.title, item.votes_for, item.votes_against, item.votes_abstained)
	query = query.select(decision.signed_by_person, decision.secretary_person)
	rows: list[frappe._dict] = query.orderby(item.position).limit(MOST).run(as_dict=True)
	return _left_to(signer, voted.sessions_of([name])[name], rows) if rows else []


def _is_holder(signer: Signer, session: Mapping[str, Any]) -> bool:
	"""Whether a signer presided or kept the record; else they are a successor, who signs what is left to them."""
	return signer.person in (session[PRESIDING], session[SECRETARY])


def _successor_part(signer: Signer, session: Mapping[str, Any]) -> str:
	return PRESIDING if session["presiding_successor"] == signer.person else SECRETARY


def _is_protocol_to_sign(signer: Signer, session: Mapping[str, Any]) -> bool:
	if _is_holder(signer, session):
		return True
	part = _successor_part(signer, session)
	return own_signatures.is_protocol_left(session, part, own_signatures.is_in_place(session, part))


def _left_to(signer: Signer, session: Mapping[str, Any], rows: Sequence[frappe._dict]) -> list[frappe._dict]:
	"""The decisions of a session that the signer signs."""
	if _is_holder(signer, session):
		return list(rows)
	part = _successor_part(signer, session)
	other = voted.SIGNED_BY[SECRETARY if part == PRESIDING else PRESIDING]
	unsigned = {row.name: row[other] for row in rows}
	is_here = own_signatures.is_in_place(session, part)
	left = own_signatures.find_left(session, part, unsigned, is_here)
	return [row for row in rows if row.name in left]


def _protocols(signer: Signer, session: Table) -> QueryBuilder:
	query = frappe.qb.from_(session).where(session.status == CLOSED)
	query = query.where(session.commission.isin(signer.commissions))
	return query.where(_lacks(signer, session, session, PROTOCOL))


def _decisions(signer: Signer, session: Table) -> QueryBuilder:
	"""Drafts that were adopted in a session and lack the signer's part."""
	item, decision = frappe.qb.DocType(ITEM), frappe.qb.DocType("Decision")
	query = frappe.qb.from_(decision).join(item).on(item.name == decision.agenda_item)
	query = query.join(session).on(session.name == item.session)
	query = query.where((decision.status == DRAFT) & decision.commission.isin(signer.commissions))
	query = query.where((item.decision == decision.name) & (item.status == ADOPTED))
	return query.where(_lacks(signer, session, decision, DECISION))


def _lacks(signer: Signer, session: Table, signed: Table, fields: dict[str, str]) -> Criterion:
	"""Whether a signature is missing that the signer gives in the session."""
	return Criterion.any(
		(
			((session[part] == signer.person) | (session[f"{part}_successor"] == signer.person))
			& (signed[missing].isnull() | (signed[missing] == ""))
		)
		for part, missing in fields.items()
	)


def _of(query: QueryBuilder, session: Table, name: str) -> QueryBuilder:
	return query.where(session.name == name) if name else query


def _shown(session: Table) -> list[Field]:
	return [session[field] for field in SHOWN]
