"""An item put to the vote and closed: rounds, counting, results; what was adopted becomes a decision."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.review import agenda as appeals_agenda
from esaylov.core.findings import Finding
from esaylov.core.procedure.voting import (
	Assembly,
	Choice,
	Ground,
	Result,
	Tally,
	can_reach_quorum,
	count,
	may_change,
)
from esaylov.decisions.sessions.records import drafts, people, rules, signature_notices, signers, vote_times
from esaylov.decisions.sessions.records.writing import (
	ADOPTED,
	ITEM,
	NOT_ADOPTED,
	OPEN,
	PLANNED,
	POSTPONED,
	TAKEN_OFF,
	VOTE,
	change,
	finish,
	locked_of,
	note,
	one_line,
	save,
	tell,
)
from esaylov.decisions.sessions.steps import agenda, ballots, returning
from esaylov.decisions.signatures import collective
from esaylov.elections import statutes
from esaylov.framework import clock, queues
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.trust.chains import chain

AT_ONCE = 20
"""Decisions that are drafted in the transaction that closes the vote; of a longer list a job drafts them one by one."""
JOB = "esaylov.decisions.sessions.steps.jobs.adopt"
WITHDRAWN = "withdrawn"
OF_ITEM = [
	*("name", "position", "round", "status", "appeal", "rule", "rule_data", "concerned"),
	*("draft_sha256", "undecided", "is_unseen", "opened_at", "open_until"),
]


def open_item(name: str, until: datetime | None = None) -> list[str]:
	"""Put an item, or its whole batch, to the vote; the names of the items. Repeatable.

	until: votes are taken until then (Tashkent time), and the members present are told by SMS. For who presides. Members whom
	the item concerns are recused at once. Raises WrongState (`no_quorum`, `item_is_open`, `appeal_left_agenda`,
	`item_undecided`; where the draft could not be signed: `item_entry_exists`, `item_claimed`, `item_party_not_admitted`).
	"""
	session, item = locked_of(name, OPEN)
	people.require_presiding(session)
	if item.status == OPEN:
		return together(session.name, item, OPEN)
	rows = _rows(session.name, item, (PLANNED, NOT_ADOPTED))
	_check_may_open(session, item, rows)
	drafts.require_decided(rows)
	returning.refuse_contested([row.name for row in rows])
	assembly = people.assembly(session)
	texts = {rule: rules.text_of(rule) for rule in {row.rule for row in rows}}
	for text in texts.values():
		if not rules.may_meet(rules.read(text), assembly):
			figures = {"present": len(assembly.present), "members": len(assembly.members)}
			raise WrongState(figures, code="no_quorum")
	opened_at = clock.now().replace(microsecond=0)
	if until and until < vote_times.least_end(opened_at):
		limit = {"limit": statutes.number(vote_times.LEAST_MINUTES)}
		raise FormInvalid([Finding("vote_too_short", "until", params=limit)])
	for rule, text in texts.items():
		for number in {row.round for row in rows}:
			names = [row.name for row in rows if (row.rule, row.round) == (rule, number)]
			values = {"status": OPEN, "round": number + 1, "rule_data": text, "opened_at": opened_at}
			change(ITEM, names, {**values, **_no_result(), "open_until": until})
	names = [row.name for row in rows]
	ballots.recuse(session, [{**row, "round": row.round + 1} for row in rows], list(assembly.members))
	note(session, "item_opened", item=item.position, items=len(rows), round=item.round + 1)
	save(session)
	if until:
		ballots.announce(session, item, until, assembly.present)
	finish(
		session, "item.opened", {"item": item.name, "items": len(rows), "round": item.round + 1}, item=name
	)
	return names


def close_item(name: str) -> list[str]:
	"""Close the vote on an item, or on its whole batch: count, fix the result, draft the decision; all or nothing.

	What the registers would refuse by now is not adopted: it goes back to review. Two closers get one result. For
	who presides. Raises
	NotPermitted, WrongState (`quorum_lost`: the vote is frozen; recess, postpone or wait; `votes_missing`: present members
	may vote until a time, and could change the result).
	"""
	session, item = locked_of(name)
	if item.status in (ADOPTED, NOT_ADOPTED) and item.closed_at:
		people.acting(session)
		return together(session.name, item, item.status)
	people.require_presiding(session)
	if session.status != OPEN or item.status != OPEN:
		raise WrongState({"status": item.status}, code="item_state")
	rows = _rows(session.name, item, (OPEN,))
	assembly, votes = _voters(session, rows), _votes(rows)
	if _is_frozen(rows, assembly, votes):
		raise rules.quorum_lost(assembly)
	gone = appeals_agenda.gone([row.appeal for row in rows if row.appeal])
	_refuse_early(session, [row for row in rows if row.appeal not in gone], assembly, votes)
	tallies = {row.name: _count(row, assembly, votes[row.name]) for row in rows}
	standing = {row.name: tallies[row.name] for row in rows if row.appeal not in gone}
	adopted = [one for one, tally in standing.items() if tally.result is Result.ADOPTED]
	refused = returning.refused_now(adopted)
	for one in refused:  # the vote is kept, and the appeal goes back to review with the reason
		standing[one] = tallies[one] = replace(tallies[one], result=Result.POSTPONED)
	_write(standing)
	agenda.take_off(session, [row.name for row in rows if row.appeal in gone], TAKEN_OFF, WITHDRAWN)
	for one, reason in refused.items():
		agenda.take_off(session, [one], POSTPONED, reason)
	for ground in (Ground.TIE, Ground.NO_QUORUM):
		of_ground = [
			one
			for one, tally in standing.items()
			if (tally.result, tally.ground) == (Result.POSTPONED, ground) and one not in refused
		]
		agenda.take_off(session, of_ground, POSTPONED, ground.value)
	_adopt(session, [one for one, tally in standing.items() if tally.result is Result.ADOPTED])
	note(session, "item_closed", item=item.position, items=len(rows), round=item.round)
	save(session)
	events = [_event(session, row, tallies[row.name]) for row in rows]
	chain.record_all(events[:-1], clock.now())
	finish(session, events[-1].kind, dict(events[-1].body), item=name)
	return [row.name for row in rows]


def postpone(name: str, reason: str) -> None:
	"""Postpone an item, or its whole batch; appeals go back to review. Repeatable. For who presides.

	Raises WrongState (`vote_settled`: the votes have decided, and nobody undoes them).
	"""
	session, item = locked_of(name, OPEN)
	people.require_presiding(session)
	if item.status == POSTPONED:
		return
	why = one_line(reason, agenda.REASON_LENGTH)
	if not why:
		raise FormInvalid([Finding("required", "reason")])
	if item.status not in (PLANNED, OPEN, NOT_ADOPTED):
		raise WrongState({"status": item.status}, code="item_state")
	rows = _rows(session.name, item, (item.status,))
	if item.status == OPEN:
		_check_may_postpone(session, rows)
	agenda.take_off(session, [row.name for row in rows], POSTPONED, why)
	note(session, "item_postponed", item=item.position, items=len(rows), reason=why)
	save(session)
	finish(session, "item.postponed", {"item": item.name, "items": len(rows)}, item=name)


def adopt(name: str) -> str:
	"""Draft the decision of an adopted item, once; for the job of a long list. Its name."""
	session, item = locked_of(name)
	if item.status != ADOPTED or item.decision:
		return str(item.decision or "")
	decision = collective.adopt(name)
	change(ITEM, [name], {"decision": decision})
	body = {"session": session.name, "item": name, "decision": decision}
	chain.record(session.commission, "item.drafted", body, clock.now())
	return decision


def tell_drafted(items: Sequence[str]) -> None:
	"""Word to the open screens of the sessions of these items that decisions were drafted."""
	of_items = frappe.get_all(ITEM, {"name": ["in", list(items)]}, pluck="session", order_by="name asc")
	for session in dict.fromkeys(of_items):
		tell(session, "item.drafted")


def order_drafts(names: Sequence[str]) -> None:
	"""Let a job draft decisions, once this is committed."""
	queues.wake(JOB, queues.DOCUMENTS, key=f"sessions|adopt|{names[0]}", items=list(names))


def undrafted() -> list[str]:
	"""Adopted items whose decision is not drafted yet, of those that were closed; for the scheduler."""
	return frappe.get_all(
		ITEM,
		{"status": ADOPTED, "decision": ["is", "not set"]},
		pluck="name",
		order_by="closed_at asc",
		limit=500,
	)


def together(session: str, item: Document, status: str) -> list[str]:
	"""The items that go with one: itself, or those of its batch in the same state."""
	if not item.batch:
		return [item.name]
	return frappe.get_all(
		ITEM,
		{"session": session, "batch": item.batch, "status": status},
		pluck="name",
		order_by="position asc",
	)


def _rows(session: str, item: Document, states: Sequence[str]) -> list[frappe._dict]:
	"""The item, or all of its batch in these states; locked in one order."""
	which = {"session": session, "batch": item.batch} if item.batch else {"name": item.name}
	return frappe.db.get_values(
		ITEM,
		{**which, "status": ["in", states]},
		OF_ITEM,
		as_dict=True,
		for_update=True,
		order_by="position asc",
	)


def _check_may_open(session: Document, item: Document, rows: Sequence[Mapping[str, Any]]) -> None:
	if item.status not in (PLANNED, NOT_ADOPTED):
		raise WrongState({"status": item.status}, code="item_state")
	if other := frappe.db.get_value(
		ITEM, {"session": session.name, "status": OPEN}, "position", for_update=True
	):
		raise WrongState({"item": other}, code="item_is_open")
	if gone := appeals_agenda.gone([row["appeal"] for row in rows if row["appeal"]]):
		place = next(row["position"] for row in rows if row["appeal"] in gone)
		raise WrongState({"item": place}, code="appeal_left_agenda")


def _no_result() -> dict[str, object]:
	numbers = ("votes_for", "votes_against", "votes_abstained", "votes_recused", "casting_vote")
	return {**dict.fromkeys(numbers, 0), "result_reason": "", "closed_at": None}


def _voters(session: Document, rows: Sequence[Mapping[str, Any]]) -> Assembly:
	"""Who counts in an open vote: it keeps the members of the day on which it was opened, also past midnight."""
	return people.assembly(session, rows[0]["opened_at"].date())


def _is_frozen(
	rows: Sequence[Mapping[str, Any]], assembly: Assembly, votes: Mapping[str, Mapping[str, Choice]]
) -> bool:
	"""Whether none of the open items can reach a quorum: members left, were removed, or are recused."""
	return not any(
		can_reach_quorum(rules.read(row["rule_data"]), assembly, votes[row["name"]]) for row in rows
	)


def _check_may_postpone(session: Document, rows: Sequence[Mapping[str, Any]]) -> None:
	"""A frozen vote gets No Quorum as its result; raise WrongState (`vote_settled`) for one that the votes have decided."""
	assembly, votes = _voters(session, rows), _votes(rows)
	if _is_frozen(rows, assembly, votes):
		change(ITEM, [row["name"] for row in rows], {"result_reason": Ground.NO_QUORUM.value})
		return
	if settled := rules.settled_items({row["name"]: row["rule_data"] for row in rows}, votes, assembly):
		place = next(row["position"] for row in rows if row["name"] == settled[0])
		raise WrongState({"item": place}, code="vote_settled")


def _refuse_early(
	session: Document,
	rows: Sequence[Mapping[str, Any]],
	assembly: Assembly,
	votes: Mapping[str, Mapping[str, Choice]],
) -> None:
	"""Raise WrongState (`votes_missing`) while present members may still vote and change a result."""
	if not rows or vote_times.is_over(rows[0], session):  # a batch is opened at one moment
		return
	looked_at = set[tuple[str, frozenset[tuple[str, Choice]]]]()
	for row in rows:
		given = {one: choice for one, choice in votes[row["name"]].items() if one in assembly.members}
		same = (row["rule_data"], frozenset(given.items()))
		if same in looked_at:  # the rows of a batch mostly have the same votes
			continue
		looked_at.add(same)
		if may_change(rules.read(row["rule_data"]), assembly, given):
			figures = {"item": row["position"], "count": len(assembly.present - set(given))}
			end = vote_times.end_of(row, session)
			raise WrongState({**figures, "time": f"{end:%H:%M:%S}"}, code="votes_missing")


def _count(row: Mapping[str, Any], assembly: Assembly, votes: Mapping[str, Choice]) -> Tally:
	return count(rules.read(row["rule_data"]), assembly, votes)


def _votes(rows: Sequence[Mapping[str, Any]]) -> dict[str, dict[str, Choice]]:
	"""The votes of the present rounds, by item; locking reads, so none that was committed is missed."""
	rounds = {row["name"]: row["round"] for row in rows}
	found: dict[str, dict[str, Choice]] = defaultdict(dict)
	for vote in frappe.db.get_values(
		VOTE,
		{"item": ["in", list(rounds)]},
		["item", "round", "member", "choice"],
		as_dict=True,
		for_update=True,
		order_by="name asc",
	):
		if vote.round == rounds[vote.item]:
			found[vote.item][vote.member] = Choice(vote.choice)
	return found


def _write(tallies: Mapping[str, Tally]) -> None:
	"""Fix results on the items: one statement for each result that there is."""
	alike: dict[Tally, list[str]] = defaultdict(list)
	for name, tally in tallies.items():
		alike[tally].append(name)
	closed_at = clock.now().replace(microsecond=0)
	for tally, names in alike.items():
		change(
			ITEM,
			names,
			{
				"status": tally.result.value,
				"result_reason": tally.ground.value,
				"votes_for": tally.votes_for,
				"votes_against": tally.votes_against,
				"votes_abstained": tally.votes_abstained,
				"votes_recused": tally.votes_recused,
				"members_total": tally.members_total,
				"members_present": tally.members_present,
				"casting_vote": int(tally.is_casting),
				"closed_at": closed_at,
			},
		)


def _adopt(session: Document, names: Sequence[str]) -> None:
	"""Draft the decisions of adopted items: here, or for a long list in a job."""
	if len(names) > AT_ONCE:
		order_drafts(names)
		return
	for name in names:
		change(ITEM, [name], {"decision": collective.adopt(name)})
	if names:
		signature_notices.tell_persons(signers.signers_of(session))


def _event(session: Document, row: Mapping[str, Any], tally: Tally) -> chain.NewEvent:
	body = {
		"session": session.name,
		"item": row["name"],
		"round": row["round"],
		"result": tally.result.value,
		"for": tally.votes_for,
		"against": tally.votes_against,
		"abstained": tally.votes_abstained,
		"recused": tally.votes_recused,
		"members": tally.members_total,
		"present": tally.members_present,
	}
	return chain.NewEvent(session.commission, "item.closed", body)
