"""The public door of sessions (*majlis*): agenda, attendance, quorum, votes, closing; see README.md for states and rights.

Steps act for the user of the session. Each locks the session's row first, so steps of one session never cross.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from esaylov.decisions.sessions import (
	agenda,
	attending,
	ballots,
	conflicts,
	counting,
	holding,
	jobs,
	paper,
	people,
	planning,
	protocol,
	returning,
	state,
	verification,
)
from esaylov.decisions.sessions.ballots import Cast
from esaylov.decisions.sessions.people import ARRANGING, CHAIRS, VOTING
from esaylov.decisions.sessions.rules import check_rule
from esaylov.decisions.sessions.writing import check_entry, check_vote_entry, refuse_removal

__all__ = [
	"ARRANGING",
	"CHAIRS",
	"VOTING",
	"Cast",
	"check_entry",
	"check_rule",
	"check_vote_entry",
	"refuse_removal",
]

resume_drafts = jobs.resume
printed_protocol, printed_sheet = paper.printed_protocol, paper.printed_sheet
verify = verification.verify


def protocol_pdf(session: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of the protocol, marked as a draft until both signed it. Raises NotFound for who may not read the session."""
	return paper.protocol_pdf(session, user)


def sheet_pdf(item: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of the voting sheet of an item. Raises NotFound for who may not read it."""
	return paper.sheet_pdf(item, user)


def arranged_commissions(user: str) -> list[dict[str, str]]:
	"""The commissions whose sessions the user may plan today: `commission`, `title`."""
	return people.arranged(user)


def plan_session(commission: str, title: str, starts_at: datetime, place: str, election: str = "") -> str:
	"""Plan a session; its name. starts_at: Tashkent time where it names no zone. election: the site's current one without it.

	For chair, deputy and secretary. Raises NotPermitted, FormInvalid, SetupMissing (`rule_missing`).
	"""
	return planning.plan(commission, title, starts_at, place, election)


def change_session(session: str, title: str, starts_at: datetime, place: str) -> None:
	"""Move or rename a planned session; invite again, and the members are told anew. Raises NotPermitted, WrongState, FormInvalid."""
	planning.change(session, title, starts_at, place)


def call_off(session: str, reason: str) -> None:
	"""Call a planned session off; its appeals go back to review. For chair and deputy. Repeatable. Raises as above."""
	planning.call_off(session, reason)


def invite(session: str) -> int:
	"""Tell each member by SMS when and where a planned session is, once for each time it was set; how many are new."""
	return planning.invite(session)


def put_on_agenda(
	appeals: Sequence[str],
	session: str,
	batch: str = "",
	rule: str = "",
	rows: Sequence[Mapping] | None = None,
) -> list[str]:
	"""Put appeals under review on the agenda, each as an item with its draft; the names of the items, in that order.

	batch: items of one batch are opened, voted on and closed together. rows: the draft of one appeal's rows, see
	decisions.propose; without it everything is granted until `redraft` but what state registers speak against: that stays
	undecided, and no vote is opened on it. For chair, deputy and secretary. Raises NotPermitted, WrongState, FormInvalid.
	"""
	return agenda.put(appeals, session, batch, rule, rows)


def add_subject(
	session: str, kind: str, title: str, data: Mapping, text_uz: str = "", text_ru: str = ""
) -> str:
	"""Put a question of the commission's own on the agenda, without an appeal; the item.

	kind: code of a Decision Subject; data: what it needs, see decisions/README.md. Texts that are left empty are the usual ones.
	Raises NotPermitted, NotFound, WrongState, FormInvalid.
	"""
	return agenda.add_subject(session, kind, title, data, (text_uz, text_ru))


def redraft(item: str, rows: Sequence[Mapping], text_uz: str = "", text_ru: str = "") -> None:
	"""Change the draft of an item that is not open; texts that are left empty are made anew. Raises WrongState, FormInvalid."""
	agenda.redraft(item, rows, text_uz, text_ru)


def add_material(item: str, file_name: str, content: bytes) -> str:
	"""Hang a file on an item, for its members to read; the name of the File. Raises FormInvalid."""
	return agenda.add_material(item, file_name, content)


def split(item: str) -> None:
	"""Take an item out of its batch: it is voted on by itself. Raises WrongState once it is open."""
	agenda.split(item)


def remove_item(item: str, reason: str = "") -> None:
	"""Take an item off the agenda; its appeal goes back to review. Repeatable. Raises WrongState once it is open."""
	agenda.remove(item, reason)


def attendance_payload(session: str, mode: str) -> bytes:
	"""The bytes by which the user attends: `In the Room` or `Remote`. Writes nothing. Raises NotPermitted, FormInvalid."""
	return attending.payload(session, mode)


def attend(session: str, mode: str, signature: str) -> str:
	"""Attend a session, signed over `attendance_payload`; from its day on. Repeatable.

	Raises NotPermitted, WrongState, SignatureRefused.
	"""
	return attending.attend(session, mode, signature)


def leave(session: str, person: str = "") -> None:
	"""Leave a session. person: of somebody who left without saying so, noted by who presides or keeps the record."""
	attending.leave(session, person)


def open_session(session: str, secretary: str = "") -> str:
	"""Open a planned session; its number from the commission's counter. Repeatable.

	The user presides: the chair, or a deputy while no chair attends. secretary: the person of a member who keeps the record
	while the secretary does not attend. Raises NotPermitted, WrongState (`not_present`, `chair_is_here`, `secretary_absent`,
	`no_quorum`).
	"""
	return holding.open_session(session, secretary)


def take_chair(session: str) -> None:
	"""Preside from now on: the chair at any time, a deputy when who presided has left. Repeatable. Raises WrongState."""
	holding.take_chair(session)


def name_secretary(session: str, person: str) -> None:
	"""Name who keeps the record from now on, when the secretary has left. For who presides. Raises WrongState, FormInvalid."""
	holding.name_secretary(session, person)


def recess(session: str, reason: str = "") -> None:
	"""Interrupt an open session: no vote is taken. Repeatable. Raises NotPermitted, WrongState."""
	holding.recess(session, reason)


def resume(session: str) -> None:
	"""Go on after a recess. Repeatable. Raises NotPermitted, WrongState."""
	holding.resume(session)


def close_session(session: str) -> None:
	"""Close a session and fix its protocol. What was never opened is postponed; appeals without a decision go back to review.

	Repeatable. Raises NotPermitted, WrongState (`item_is_open`).
	"""
	holding.close(session)


def open_item(item: str, until: datetime | None = None) -> list[str]:
	"""Put an item, or its whole batch, to the vote; the names of the items. Repeatable.

	until: votes are taken until then (Tashkent time), and the members present are told by SMS. For who presides. Members whom
	the item concerns are recused at once. Raises WrongState (`no_quorum`, `item_is_open`, `appeal_left_agenda`,
	`item_undecided`; where the draft could not be signed: `item_entry_exists`, `item_claimed`, `item_party_not_admitted`).
	"""
	return counting.open_item(item, until)


def ballot(session: str, votes: Sequence[Mapping]) -> bytes:
	"""The bytes that the user signs for choices on open items; writes nothing.

	votes: `{"item", "choice": "For" | "Against" | "Abstained" | "Recused", "reason", "dissent"}`; a recusal needs its reason.
	Raises NotPermitted, WrongState (`item_not_open`, `vote_conflict`), Duplicate (`voted_already`), FormInvalid.
	"""
	return ballots.payload(session, votes)


def vote(session: str, votes: Sequence[Mapping], signature: str) -> Cast:
	"""Cast votes with one signature over `ballot(session, votes)`; all of them or none. The same ballot again changes nothing.

	Where an item concerns the member after all, nothing is cast: the recusal is recorded, and the result says why. Raises as
	`ballot`, and WrongState (`not_present`, `vote_time_over`), SignatureRefused.
	"""
	return ballots.cast(session, votes, signature)


def close_item(item: str) -> list[str]:
	"""Close the vote on an item, or on its whole batch: count, fix the result, draft the decision; all or nothing.

	Two closers get one result. For who presides. Raises NotPermitted, WrongState.
	"""
	return counting.close_item(item)


def postpone_item(item: str, reason: str) -> None:
	"""Postpone an item, or its whole batch; appeals go back to review. Repeatable. For who presides. Raises WrongState."""
	counting.postpone(item, reason)


def set_aside(item: str) -> None:
	"""Set an adopted item aside whose decision the registers refuse; its appeal goes back to review, for an agenda anew.

	Only what cannot take effect, tried at this moment: nobody undoes a vote. For chair, deputy and secretary. Repeatable. Raises
	NotPermitted, WrongState (`item_state`, `decision_takes_effect`).
	"""
	returning.set_aside(item)


def protocol_payload(session: str) -> bytes:
	"""The bytes of the protocol, for who presided and who kept the record. Raises NotPermitted."""
	return protocol.payload(session)


def sign_protocol(session: str, signature: str) -> str:
	"""Sign the protocol; the second of the two signatures makes it `Protocol Signed`. The state of the session. Repeatable."""
	return protocol.sign(session, signature)


def declare_interest(
	kind: str, relation: str = "", pinfl: str = "", body_type: str = "", body: str = ""
) -> str:
	"""Declare a close relative (by PINFL, of which a keyed hash is kept) or a body, for the check of conflicts; the row.

	For whoever holds a position. Raises NotPermitted, FormInvalid.
	"""
	return conflicts.declare(kind, relation, pinfl, body_type, body)


def withdraw_interest(interest: str) -> None:
	"""End an own declaration; it stays on record. Repeatable. Raises NotFound."""
	conflicts.withdraw(interest)


def session_state(session: str, known: str = "") -> dict[str, Any]:
	"""Everything a member's screen shows: people, quorum, agenda, the open items with votes, the reader's own next steps.

	known: `drafts.sha256` of an earlier answer; the texts of the open drafts are left out while they are the same.
	Raises NotFound for who may not read the session.
	"""
	return state.of(session, known)
