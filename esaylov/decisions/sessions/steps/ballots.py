"""Votes (*ovozlar*): what a member signs, the rows that never change, recusals, and the notice that a vote is open."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.core.procedure.voting import Choice
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.sessions.records import people, rules, vote_times
from esaylov.decisions.sessions.records.people import Member
from esaylov.decisions.sessions.records.writing import (
	ITEM,
	OPEN,
	SESSION,
	VOTE,
	change,
	finish,
	locked,
	one_line,
)
from esaylov.framework import clock
from esaylov.framework.errors import Duplicate, FormInvalid, WrongState
from esaylov.messages import notices as messages_notices
from esaylov.messages.notices import Notice
from esaylov.messages.texts import receivers
from esaylov.trust import signatures
from esaylov.trust.chains import chain

PURPOSE = "vote"
VOTE_OPENED = "S52"
MOST = 500
REASON_LENGTH, DISSENT_LENGTH = 500, 10_000
TEXTS = ("item", "choice", "reason", "dissent")
OF_ITEM = [
	*("name", "status", "round", "concerned", "draft_sha256", "position", "rule_data"),
	*("opened_at", "open_until"),
]
COLUMNS = [
	*("name", "creation", "modified", "owner", "modified_by", "docstatus", "idx"),
	*("session", "item", "round", "member", "member_name", "membership", "position"),
	*("commission", "commission_lft", "choice", "recusal", "is_automatic", "reason", "dissent", "cast_at"),
	*("signed_with", "draft_sha256", "payload_sha256", "payload", "salt"),
]


@dataclass(frozen=True, slots=True)
class Cast:
	"""What came of a ballot. recused: item to the ground for which the member does not vote on it; nothing was cast then."""

	votes: int
	recused: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class _Vote:
	"""One choice, with its item as it stands."""

	item: Mapping[str, Any]
	choice: Choice
	reason: str = ""
	dissent: str = ""
	recusal: str = ""
	is_automatic: bool = False


def payload(session_name: str, votes: Sequence[Mapping[str, Any]]) -> bytes:
	"""The bytes that the user signs for choices on open items; writes nothing.

	votes: `{"item", "choice": "For" | "Against" | "Abstained" | "Recused", "reason", "dissent"}`; a recusal needs its reason.
	Raises NotPermitted, WrongState (`item_not_open`, `vote_conflict`), Duplicate (`voted_already`), FormInvalid.
	"""
	session = frappe.get_doc(SESSION, session_name)
	member = people.acting(session, is_step=False)
	read = _votes(session, votes, is_step=False)
	_refuse_earlier(member, read, b"")
	if grounds := _grounds(read, member.person):
		raise WrongState({"reason": next(iter(grounds.values()))}, code="vote_conflict")
	return _bytes(session, member, read)


def cast(session_name: str, asked: Sequence[Mapping[str, Any]], signature: str) -> Cast:
	"""Cast votes with one signature over their `payload`; all of them or none. The same ballot again changes nothing.

	Where an item concerns the member after all, nothing is cast: the recusal is recorded, and the result says why. Raises as
	`payload`, and WrongState (`not_present`, `vote_time_over`, `quorum_lost`), SignatureRefused.

	asked: the votes, as `payload` takes them.
	"""
	session = locked(session_name, OPEN)
	member = people.acting(session)
	if member.person not in people.present(session.name):
		raise WrongState(code="not_present")
	votes = _votes(session, asked)
	rules.require_quorum([vote.item["rule_data"] for vote in votes], people.assembly(session))
	signed = _bytes(session, member, votes)
	if _refuse_earlier(member, votes, signed):
		return Cast(len(votes), {})
	if grounds := _grounds(votes, member.person):
		recuse(session, [vote.item for vote in votes if vote.item["name"] in grounds], [member.person])
		finish(session, "vote.recused", {"items": len(grounds)}, item=votes[0].item["name"])
		return Cast(0, grounds)
	first = frappe.generate_hash(length=12)
	name, pinfl = people.signer(member.person)
	salt = chain.new_salt()
	kept = _insert(session, member, name, votes, _Signed(first, signed, salt))
	signature = signatures.verify_document(VOTE, first, signed, signature, PURPOSE, pinfl)
	change(VOTE, kept, {"signature": signature})
	body: dict[str, str | int] = {
		"ballot": first,
		"votes": len(votes),
		"commitment": chain.commitment(salt, sha256_hex(signed)),
	}
	finish(session, "vote.cast", body, item=votes[0].item["name"], member=member.person)
	return Cast(len(votes), {})


def recuse(session: Document, items: Sequence[Mapping[str, Any]], persons: Collection[str]) -> None:
	"""Record for these people, members now, that they do not vote on items that concern them; each once a round."""
	found = conflicts.of_members(items, persons)
	if not found:
		return
	by_name = {item["name"]: item for item in items}
	known = people.members(session.commission)
	names = people.names({person for _, person in found})
	for person in dict.fromkeys(person for _, person in found):
		votes = [
			_Vote(by_name[item], Choice.RECUSED, recusal=ground.value, is_automatic=True)
			for (item, whose), ground in found.items()
			if whose == person
		]
		_insert(session, known[person], names[person], votes, _Signed())


def announce(session: Document, item: Document, until: datetime, persons: Collection[str]) -> None:
	"""Tell the members by SMS until when votes are taken."""
	rows = frappe.get_all(
		"Person", {"name": ["in", sorted(persons)]}, ["name", "phone", "language"], order_by="name asc"
	)
	phones = receivers.phones_of_entries([row.name for row in rows if not row.phone])
	notices = [
		Notice(
			receivers.Receiver(row.name, row.phone or phones.get(row.name, ""), row.language or "uz"),
			ITEM,
			item.name,
			str(item.round + 1),
			session.commission,
			session.commission_lft,
			{"n": item.position, "t": f"{until:%H:%M}"},
		)
		for row in rows
	]
	messages_notices.put(VOTE_OPENED, notices)


@dataclass(frozen=True, slots=True)
class _Signed:
	"""The vote that holds the signed bytes, and the bytes; empty for an automatic recusal."""

	first: str = ""
	content: bytes = b""
	salt: str = ""


def _votes(session: Document, asked: Sequence[Mapping[str, Any]], is_step: bool = True) -> list[_Vote]:
	"""The choices with their items, locked in a step. Raises FormInvalid, WrongState."""
	_require_texts(asked)
	names = [str(one.get("item") or "") if isinstance(one, Mapping) else "" for one in asked]
	if not names or len(names) > MOST or len(set(names)) < len(names):
		raise FormInvalid([Finding("ballot_list", "votes", params={"limit": MOST})])
	rows = frappe.db.get_values(
		ITEM,
		{"name": ["in", names], "session": session.name},
		OF_ITEM,
		as_dict=True,
		for_update=is_step,
		order_by="name asc",
	)
	by_name = {row.name: row for row in rows}
	findings = [
		Finding("ballot_item", f"votes[{at}].item") for at, name in enumerate(names) if name not in by_name
	]
	if findings:
		raise FormInvalid(findings)
	_require_open(session, rows)
	return [
		_vote(by_name[name], one, f"votes[{at}]")
		for at, (name, one) in enumerate(zip(names, asked, strict=True))
	]


def _require_texts(asked: Sequence[Mapping[str, Any]]) -> None:
	"""Raise FormInvalid for a vote with a list or an object in the place of a text."""
	wrong = [
		Finding("wrong_type", f"votes[{at}].{key}")
		for at, one in enumerate(asked[:MOST])
		if isinstance(one, Mapping)
		for key in TEXTS
		if not isinstance(one.get(key), str | None)
	]
	if wrong:
		raise FormInvalid(wrong)


def _require_open(session: Document, rows: Sequence[Mapping[str, Any]]) -> None:
	for row in rows:
		if row["status"] != OPEN:
			raise WrongState({"item": row["position"]}, code="item_not_open")
		is_late = row["open_until"] and row["open_until"] < clock.now()
		if is_late and vote_times.is_over(row, session):  # a recess may have taken the time
			raise WrongState({"item": row["position"]}, code="vote_time_over")


def _vote(item: Mapping[str, Any], asked: Mapping[str, Any], path: str) -> _Vote:
	if asked.get("choice") not in set(Choice):
		raise FormInvalid([Finding("not_a_choice", f"{path}.choice")])
	choice = Choice(asked["choice"])
	reason = one_line(asked.get("reason"), REASON_LENGTH)
	dissent = str(asked.get("dissent") or "").replace("<", "‹").replace(">", "›").strip()
	if choice is Choice.RECUSED and not reason:
		raise FormInvalid([Finding("required", f"{path}.reason")])
	if len(dissent) > DISSENT_LENGTH:
		raise FormInvalid([Finding("too_long", f"{path}.dissent", params={"limit": DISSENT_LENGTH})])
	recusal = conflicts.Recusal.DECLARED.value if choice is Choice.RECUSED else ""
	return _Vote(item, choice, reason, dissent, recusal)


def _grounds(votes: Sequence[_Vote], person: str) -> dict[str, str]:
	"""Items on which the person may not vote, with the ground; recusing oneself from them is always lawful."""
	asked = [vote.item for vote in votes if vote.choice is not Choice.RECUSED]
	return {item: ground.value for (item, _), ground in conflicts.of_members(asked, [person]).items()}


def _refuse_earlier(member: Member, votes: Sequence[_Vote], signed: bytes) -> bool:
	"""Whether this very ballot stands already; without signed bytes this is no step, and locks nothing. Raises Duplicate for another one, WrongState for who is recused."""
	rounds = {vote.item["name"]: vote.item["round"] for vote in votes}
	rows = frappe.db.get_values(
		VOTE,
		{"item": ["in", list(rounds)], "member": member.person},
		["item", "round", "recusal", "is_automatic", "payload_sha256"],
		as_dict=True,
		for_update=bool(signed),
	)
	earlier = [row for row in rows if row.round == rounds[row.item]]
	if any(row.is_automatic for row in earlier):
		ground = next(row.recusal for row in earlier if row.is_automatic)
		raise WrongState({"reason": ground}, code="vote_conflict")
	if not earlier:
		return False
	if (
		signed
		and len(earlier) == len(votes)
		and {row.payload_sha256 for row in earlier} == {sha256_hex(signed)}
	):
		return True
	raise Duplicate(code="voted_already")


def _bytes(session: Document, member: Member, votes: Sequence[_Vote]) -> bytes:
	return canonical(
		{
			"document": "votes",
			"session": session.name,
			"commission": session.commission,
			"member": member.person,
			"position": member.position,
			"votes": [
				{
					"item": vote.item["name"],
					"round": vote.item["round"],
					"draft": vote.item["draft_sha256"],
					"choice": vote.choice.value,
					"reason": vote.reason,
					"dissent": vote.dissent,
				}
				for vote in votes
			],
		}
	)


def _insert(
	session: Document, member: Member, name: str, votes: Sequence[_Vote], signed: _Signed
) -> list[str]:
	"""Rows of one member in one statement; a unique index lets one of each item, round and member into the table."""
	moment, user = frappe.utils.now(), frappe.session.user
	rows: list[tuple[Any, ...]] = []
	for place, vote in enumerate(votes):
		holds = signed.first if place == 0 and signed.first else frappe.generate_hash(length=12)
		rows.append(
			(
				*(holds, moment, moment, user, user, 0, 0),
				*(session.name, vote.item["name"], vote.item["round"]),
				*(member.person, name, member.membership, member.position),
				*(session.commission, session.commission_lft, vote.choice.value, vote.recusal),
				*(int(vote.is_automatic), vote.reason, vote.dissent, clock.now()),
				*(signed.first, vote.item["draft_sha256"]),
				*(sha256_hex(signed.content) if signed.first else None, None, None),
			)
		)
	if signed.first:
		rows[0] = (*rows[0][:-2], signed.content.decode(), signed.salt)
	# past the controller, which would ask this package for leave to write, row by row
	frappe.db.bulk_insert(VOTE, COLUMNS, rows)
	return [row[0] for row in rows]
