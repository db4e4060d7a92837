"""The way back from a decision that was adopted and cannot take effect, and the look ahead that spares the vote."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe

from esaylov.core.procedure.lifecycle import State
from esaylov.decisions.drafting import waiting
from esaylov.decisions.matters import annulments_ahead, matters_ahead
from esaylov.decisions.matters.contested import (
	contests,
	contests_of_withdrawn,
	refusal_of,
	refusal_of_contest,
)
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.records.writing import (
	ADOPTED,
	ITEM,
	SET_ASIDE,
	change,
	finish,
	locked_of,
	one_line,
)
from esaylov.decisions.sessions.steps import agenda
from esaylov.framework.errors import EsaylovError, WrongState, in_words
from esaylov.registers.claims.claims import Contest

CLAIMED, ANNULMENT = "entry_claimed", "annulment"


def refuse_contested(names: Sequence[str]) -> None:
	"""What would be adopted could be signed. Raises WrongState that names the first item that could not, and why; LawBroken and
	FormInvalid of an annulment and of a matter without an appeal.

	Looked at are the registers, what any commission adopted and has not signed, and the items opened together.
	"""
	rows = _drafts({"name": ["in", list(names)]})
	found = _contested(rows)
	for row in rows:
		if contested := found.get(row["appeal"]):
			raise _refusal(row, contested[0])
	for refusal in (_by_annulments(names, rows, found) | matters_ahead.refusals(names)).values():
		raise refusal


def refused_now(names: Sequence[str]) -> dict[str, str]:
	"""When a vote closes: of the items that would be adopted, those that could not be signed, to the reason (Uzbek).

	The registers may have changed since the vote was opened, and what cannot take effect is never adopted.
	"""
	rows = _drafts({"name": ["in", [*names, ""]]})
	found = _contested(rows)
	refusals = {row["name"]: _refusal(row, found[row["appeal"]][0]) for row in rows if row["appeal"] in found}
	return {
		name: one_line(in_words(refusal, "uz"), agenda.REASON_LENGTH)
		for name, refusal in {
			**refusals,
			**_by_annulments(names, rows, found),
			**matters_ahead.refusals(names),
		}.items()
	}


def blocked(items: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Of the adopted items of a session, those whose decision is unsigned and would be refused by the registers."""
	adopted = [item for item in items if item["status"] == ADOPTED]
	if not adopted:
		return []
	rows = _standing(_drafts({"name": ["in", [item["name"] for item in adopted if item["appeal"]] or [""]]}))
	found = contests(_granted(rows))
	withdrawn = contests_of_withdrawn([item["decision"] for item in adopted if item["decision"]])
	drafted = [item["decision"] for item in adopted if not item["appeal"]]
	refused = matters_ahead.refused_drafts([name for name in drafted if name])
	return [
		*(row["name"] for row in rows if row["appeal"] in found),
		*(item["name"] for item in adopted if item["decision"] in refused or item["appeal"] in withdrawn),
	]


def set_aside(name: str) -> None:
	"""Set an adopted item aside whose decision the registers refuse; its appeal goes back to review, for an agenda anew.

	Only what cannot take effect (one whose appeal was withdrawn among them), tried at this moment: nobody undoes a vote. For chair, deputy and secretary, or any
	member where there are none. Repeatable. Raises
	NotPermitted, WrongState (`item_state`, `decision_takes_effect`).
	"""
	session, item = locked_of(name)
	people.arranging(session)
	if item.status == SET_ASIDE:
		return
	if item.status != ADOPTED or not item.decision:
		raise WrongState({"status": item.status}, code="item_state")
	refusal = refusal_of(item.decision)
	reason = one_line(in_words(refusal, "uz"), agenda.REASON_LENGTH)
	change(ITEM, [name], {"decision": None})
	agenda.take_off(session, [name], SET_ASIDE, reason)
	body = {"item": name, "decision": item.decision, "why": refusal.code}
	finish(session, "item.set_aside", body, item=name)


def _refusal(row: Mapping[str, Any], contest: Contest) -> EsaylovError:
	if contest.params is not None:  # the law names what is wrong with the result
		return refusal_of_contest(contest)
	params = {"item": row["position"], "number": contest.number}
	code = "item_claimed" if contest.code == CLAIMED else f"item_{contest.code}"
	return WrongState(params, field=contest.path, article=contest.article or None, code=code)


def _by_annulments(
	names: Sequence[str], rows: Sequence[frappe._dict], contested: Collection[str]
) -> dict[str, EsaylovError]:
	"""Of items, what annulments stand in the way of, and annulments that could not be signed. contested: appeals refused already."""
	resting = _resting_on_annulled(rows)
	able = [row for row in rows if row["appeal"] not in contested and row["name"] not in resting]
	return {**resting, **_annulments(names, _granted(able))}


def _annulments(names: Sequence[str], beside: Mapping[str, Collection[str]]) -> dict[str, EsaylovError]:
	"""Of items, those about the annulment of a decision that could not be signed; beside: what would be adopted with them."""
	which = {"name": ["in", [*names, ""]], "subject_kind": ANNULMENT}
	fields = ["name", "position", "subject_data", "commission"]
	rows = frappe.get_all(ITEM, which, fields, order_by="position asc", limit=0)
	about = {row.name: str((frappe.parse_json(row.subject_data) or {}).get("decision")) for row in rows}
	gone = waiting.annulled_otherwise(about)
	found: dict[str, EsaylovError] = {}
	for row in rows:
		if row.name in gone:
			found[row.name] = WrongState({"item": row.position}, code="item_annulled_already")
		elif refusal := annulments_ahead.refusal(about[row.name], row.commission, beside):
			found[row.name] = _of_annulment(row.position, refusal)
	return found


def _of_annulment(position: int, refusal: EsaylovError) -> EsaylovError:
	"""The refusal with the number of its item; what a later decision or an entry stands in the way of is said as at the signature."""
	if not isinstance(refusal, WrongState):
		return refusal
	return WrongState({**refusal.message_params, "item": position}, code=f"item_{refusal.code}")


def _resting_on_annulled(rows: Sequence[Mapping[str, Any]]) -> dict[str, EsaylovError]:
	"""Of items about appeals, those that rest on what an annulment ends that was adopted and waits for its signatures."""
	found = waiting.put_out_by_adopted(_granted(rows))
	return {
		row["name"]: WrongState({"item": row["position"]}, code="item_rests_on_annulled")
		for row in rows
		if row["appeal"] in found
	}


def _drafts(which: Mapping[str, Any]) -> list[frappe._dict]:
	fields = ["name", "position", "appeal", "election", "draft_rows"]
	return frappe.get_all(ITEM, {**which, "appeal": ["is", "set"]}, fields, order_by="position asc", limit=0)


def _contested(rows: Sequence[frappe._dict]) -> dict[str, list[Contest]]:
	if not rows:
		return {}
	elections = {row["election"] or "" for row in rows}  # a session may have none, or items of another one
	adopted = waiting.granted(elections, but=[row["appeal"] for row in rows])
	return contests({**adopted, **_granted(rows)})


def _standing(rows: Sequence[frappe._dict]) -> list[frappe._dict]:
	"""Those whose appeal is on the agenda still: no decision on it was signed."""
	names = [row.appeal for row in rows]
	on_agenda = {"name": ["in", names or [""]], "status": State.ON_AGENDA.value}
	held = set(frappe.get_all("Appeal", on_agenda, pluck="name", order_by="name asc", limit=0))
	return [row for row in rows if row.appeal in held]


def _granted(rows: Sequence[Mapping[str, Any]]) -> dict[str, list[str]]:
	"""Appeals to the paths that their drafts grant."""
	return {row["appeal"]: waiting.paths(row["draft_rows"]) for row in rows}
