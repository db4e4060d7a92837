"""A session as one screen needs it: one call, a number of queries that does not grow with its items or votes."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.procedure.voting import Assembly, Choice, Rule, can_reach_quorum, has_quorum
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.sessions.records import people, rules, screen_cache, signers
from esaylov.decisions.sessions.records.people import Member
from esaylov.decisions.sessions.records.writing import (
	ATTENDANCE,
	ITEM,
	OPEN,
	SESSION,
	VOTE,
)
from esaylov.decisions.sessions.steps import returning
from esaylov.decisions.sessions.steps.next_steps import NextSteps
from esaylov.framework import clock
from esaylov.framework.errors import NotFound, in_words
from esaylov.identity import persons

HEAD = ("name", "title", "commission", "election", "number", "place", "status", "presiding", "secretary")
MOMENTS = ("starts_at", "opened_at", "closed_at", "invited_at", "protocol_signed_at")
OF_ITEM = [
	*("name", "position", "batch", "title", "appeal", "subject_kind", "status", "round", "rule", "reason"),
	*("votes_for", "votes_against", "votes_abstained", "votes_recused", "members_total", "members_present"),
	*("casting_vote", "result_reason", "opened_at", "open_until", "closed_at", "decision", "concerned"),
	"undecided",
]
DRAFT = ["name", "draft_sha256", "rule_data"]
TEXTS = ["name", "draft_rows", "draft_text_uz", "draft_text_ru"]
OF_VOTE = [
	"item",
	"round",
	"member",
	"member_name",
	"position",
	"choice",
	"recusal",
	"reason",
	"dissent",
	"cast_at",
]
BY_PLACE = "`tabAppeal Attachment`.`idx` asc"
"""Frappe 15 takes it into its SQL as it is, and the joined File has an `idx` too."""
OF_PRESENCE = ["person", "person_name", "position", "mode", "arrived_at", "left_at"]


def of(name: str, known: str = "") -> dict[str, Any]:
	"""Everything a member's screen shows: people, quorum, agenda, the open items with votes, the reader's own next steps.

	known: `drafts.sha256` of an earlier answer; the texts of the open drafts are left out while they are the same.
	Raises NotFound for who may not read the session.
	"""
	return of_session(readable(name), known)


def readable(name: str) -> Document:
	"""A session that the user may read. Raises NotFound."""
	session = frappe.get_doc(SESSION, name) if frappe.db.exists(SESSION, name) else None
	if not session or not frappe.has_permission(SESSION, "read", doc=session, user=frappe.session.user):
		raise NotFound({"doctype": SESSION})
	return session


@dataclass(frozen=True, slots=True)
class _Rows:
	"""What every reader of a session is shown alike."""

	members: dict[str, Member]
	names: dict[str, str]
	presence: list[frappe._dict]
	items: list[frappe._dict]
	materials: dict[str, list[dict[str, str]]]
	votes: list[frappe._dict]
	rule: Rule
	drafts: list[frappe._dict]


def _read(session: Document) -> _Rows:
	members = people.members(session.commission, is_step=False)
	of_session = {"session": session.name}
	items = frappe.get_all(ITEM, of_session, OF_ITEM, order_by="position asc", limit=0)
	opened = [item for item in items if item.status == OPEN]
	return _Rows(
		members,
		people.names(set(members)),
		frappe.get_all(ATTENDANCE, of_session, OF_PRESENCE, order_by="arrived_at asc", limit=0),
		items,
		_materials(items),
		_votes(opened),
		rules.stored(session.rule),
		_drafts(opened),
	)


def of_session(session: Document, known: str = "") -> dict[str, Any]:
	"""The same of a session that was read for somebody who may."""
	person = persons.person_of(frappe.session.user) or ""
	rows = screen_cache.read_once(session, "rows", lambda: _read(session))
	here = {row.person for row in rows.presence if not row.left_at}
	assembly = Assembly.of(rows.members, here, session.presiding or "")
	opened = [item for item in rows.items if item.status == OPEN]
	voted_on = _open(opened, rows.drafts, rows.votes, assembly, person)
	frozen = bool(voted_on) and all(one["is_frozen"] for one in voted_on)
	return {
		**{field: session.get(field) or "" for field in HEAD},
		**{field: _text(session.get(field)) for field in MOMENTS},
		"now": _text(clock.now().replace(microsecond=0)),
		"members": _members(rows, here, session),
		"quorum": _quorum(rows.rule, assembly),
		"items": [{**_item(item), "materials": rows.materials.get(item.name, [])} for item in rows.items],
		"open": voted_on,
		"frozen": in_words(rules.quorum_lost(assembly)) if frozen else "",
		"drafts": _texts(rows.drafts, known),
		"me": _me(
			session,
			rows.members,
			person,
			here,
			opened,
			rows.votes,
			rows.items,
			frozen,
			not frozen and _is_settled(rows, assembly),
		),
		"signers": signers.shown(session, rows.members, rows.items),
	}


def _is_settled(rows: _Rows, assembly: Assembly) -> bool:
	"""Whether the votes have decided one of the open items, so that none of them is postponed."""
	chosen: dict[str, dict[str, Choice]] = defaultdict(dict)
	for vote in rows.votes:
		chosen[vote["item"]][vote["member"]] = Choice(vote["choice"])
	texts = {draft["name"]: draft["rule_data"] for draft in rows.drafts}
	return bool(rules.settled_items(texts, chosen, assembly))


def _members(rows: _Rows, here: set[str], session: Document) -> list[dict[str, Any]]:
	modes = {row["person"]: row["mode"] for row in rows.presence if not row["left_at"]}
	return [
		{
			"person": member.person,
			"name": rows.names.get(member.person, ""),
			"position": member.position,
			"is_present": member.person in here,
			"mode": modes.get(member.person, ""),
			"is_presiding": member.person == session.presiding,
			"keeps_record": member.person == session.secretary,
		}
		for member in rows.members.values()
	]


def quorum_of(session: Document) -> dict[str, Any]:
	"""Who is present, of how many, and what the rule asks for; no names."""
	members = people.members(session.commission, is_step=False)
	where = {"session": session.name, "left_at": ["is", "not set"]}
	here = set(frappe.get_all(ATTENDANCE, where, pluck="person", order_by="name asc", limit=0))
	return _quorum(rules.stored(session.rule), Assembly.of(members, here, session.presiding or ""))


def _quorum(rule: Rule, assembly: Assembly) -> dict[str, Any]:
	return {
		"is_there": rules.may_meet(rule, assembly),
		"present": len(assembly.present),
		"members": len(assembly.members),
		"numerator": rule.quorum.numerator,
		"denominator": rule.quorum.denominator,
		"is_more_than": rule.quorum.is_more_than,
	}


def _votes(opened: Sequence[Mapping[str, Any]]) -> list[frappe._dict]:
	"""The votes of the rounds that are open now."""
	rounds = {item["name"]: item["round"] for item in opened}
	if not rounds:
		return []
	rows = frappe.get_all(
		VOTE, {"item": ["in", list(rounds)]}, OF_VOTE, order_by="cast_at asc, name asc", limit=0
	)
	return [row for row in rows if row.round == rounds[row.item]]


def _materials(items: Sequence[Mapping[str, Any]]) -> dict[str, list[dict[str, str]]]:
	"""The files of the speakers, by item."""
	found: dict[str, list[dict[str, str]]] = {}
	of_items = {"parenttype": ITEM, "parent": ["in", [item["name"] for item in items] or [""]]}
	fields = ["parent", "file_name", "file.file_url as url"]
	for row in frappe.get_all("Appeal Attachment", of_items, fields, order_by=BY_PLACE, limit=0):
		found.setdefault(row.parent, []).append({"file_name": row.file_name, "url": row.url})
	return found


def _item(item: Mapping[str, Any]) -> dict[str, Any]:
	shown = {key: _text(value) for key, value in item.items() if key not in ("concerned", "casting_vote")}
	return {**shown, "casting_vote": bool(item["casting_vote"])}


def _drafts(opened: Sequence[Mapping[str, Any]]) -> list[frappe._dict]:
	"""What is voted on, without its texts: a batch of fifty holds more of them than of all else."""
	names = [item["name"] for item in opened]
	return frappe.get_all(ITEM, {"name": ["in", names or [""]]}, DRAFT, order_by="name asc", limit=0)


def _texts(drafts: Sequence[Mapping[str, Any]], known: str) -> dict[str, Any]:
	"""The texts of the open drafts by item; none where the reader's hash says that they are at hand."""
	if not drafts:
		return {"sha256": "", "texts": {}}
	sha256 = sha256_hex("".join(f"{draft['name']}{draft['draft_sha256']}" for draft in drafts).encode())
	if sha256 == known:
		return {"sha256": sha256, "texts": {}}
	names = [draft["name"] for draft in drafts]
	rows = frappe.get_all(ITEM, {"name": ["in", names]}, TEXTS, order_by="name asc", limit=0)
	return {"sha256": sha256, "texts": {row.name: _text_of(row) for row in rows}}


def _text_of(row: Mapping[str, Any]) -> dict[str, Any]:
	return {
		"rows": json.loads(row["draft_rows"] or "[]"),
		"text_uz": row["draft_text_uz"] or "",
		"text_ru": row["draft_text_ru"] or "",
	}


def _open(
	opened: Sequence[Mapping[str, Any]],
	drafts: Sequence[Mapping[str, Any]],
	votes: Sequence[Mapping[str, Any]],
	assembly: Assembly,
	person: str,
) -> list[dict[str, Any]]:
	"""The items that are voted on now, with their votes, and who is missing."""
	by_name = {draft["name"]: draft for draft in drafts}
	given: dict[str, list[Mapping[str, Any]]] = defaultdict(list)
	for vote in votes:
		given[vote["item"]].append(vote)
	return [_opened(item, by_name[item["name"]], given[item["name"]], assembly, person) for item in opened]


def _opened(
	item: Mapping[str, Any],
	draft: Mapping[str, Any],
	votes: Sequence[Mapping[str, Any]],
	assembly: Assembly,
	person: str,
) -> dict[str, Any]:
	rule = rules.read(draft["rule_data"])
	chosen = {vote["member"]: Choice(vote["choice"]) for vote in votes}
	return {
		"item": item["name"],
		"draft_sha256": draft["draft_sha256"],
		"rule": json.loads(draft["rule_data"]),
		"votes": [{key: _text(value) for key, value in vote.items() if key != "item"} for vote in votes],
		"has_quorum": has_quorum(rule, assembly, chosen),
		"is_frozen": not can_reach_quorum(rule, assembly, chosen),
		"not_voted": sorted(assembly.present - set(chosen)),
		"my_vote": next((vote["choice"] for vote in votes if vote["member"] == person), ""),
	}


def _me(
	session: Document,
	known: Mapping[str, Member],
	person: str,
	here: set[str],
	opened: Sequence[Mapping[str, Any]],
	votes: Sequence[Mapping[str, Any]],
	items: Sequence[Mapping[str, Any]],
	is_frozen: bool,
	is_settled: bool,
) -> dict[str, Any]:
	"""Who the reader is here, why they may not vote, and the steps that are lawful for them now."""
	member = known.get(person)
	if not member:
		nothing: dict[str, Any] = {
			"conflicts": {},
			"to_vote": [],
			"to_sign": [],
			"to_set_aside": [],
			"steps": [],
		}
		return {"person": "", "position": "", "is_present": False, **nothing}
	voted = {vote["item"] for vote in votes if vote["member"] == member.person}
	not_voted = [item for item in opened if item["name"] not in voted]
	mine = conflicts.of_members(not_voted, [member.person]) if not_voted else {}
	state = NextSteps(
		session,
		known,
		member,
		here,
		[] if is_frozen else [item["name"] for item in not_voted],
		is_settled,
	)
	to_sign = _to_sign(session, member.person, items)
	may_arrange = member.position in people.may_arrange(known)
	return {
		"person": member.person,
		"position": member.position,
		"is_present": member.person in here,
		"conflicts": {item: ground.value for (item, _), ground in mine.items()},
		"to_vote": state.to_vote,
		"to_sign": to_sign,
		"to_set_aside": returning.blocked(items) if may_arrange else [],
		"steps": [
			*(step for step in state.steps(items) if not (is_frozen and step == "close_item")),
			*(["sign_decisions"] if to_sign else []),
			*(["name_signer"] if _may_name_signer(session, known, items) else []),
		],
	}


def _may_name_signer(
	session: Document, known: Mapping[str, Member], items: Sequence[Mapping[str, Any]]
) -> bool:
	"""Whether a signature is missing whose signer is away, and somebody may follow."""
	return any(part["successors"] for part in signers.shown(session, known, items))


def _to_sign(session: Document, person: str, items: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Decisions of the session that still lack this member's signature, and whose other signature is not theirs."""
	drafted = [item["decision"] for item in items if item["decision"]]
	unsigned = signers.decisions_to_sign(session, person, drafted)
	return [name for name, other in unsigned.items() if other != person]


def _text(value: object) -> str | int:
	"""A value as JSON: moments as ISO text, nothing as an empty text."""
	if isinstance(value, int):
		return value
	return value.isoformat() if hasattr(value, "isoformat") else str(value or "")
