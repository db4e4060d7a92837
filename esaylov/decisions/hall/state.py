"""The hall as one reader sees it: the session, what each step causes, speakers, and the draft of the protocol as it stands now."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.inbox import applicants as inbox_applicants
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.hall import shown, steps, titles
from esaylov.decisions.sessions.papers import display, paper
from esaylov.decisions.sessions.records import people, screen_cache
from esaylov.decisions.sessions.steps import state as sessions_state
from esaylov.framework import practice
from esaylov.framework import titles as framework_titles

COMMISSION = "Election Commission"
PRESIDING, RECORD, MEMBER, READER = "presiding", "record", "member", "reader"
OF_PROTOCOL = (
	*("commission_uz", "commission_ru", "number", "day", "title", "place", "times", "presiding", "secretary"),
	*("attendance", "members_total", "members_present", "items", "course", "speakers"),
)
"""What the screen shows of the printed protocol: all but signatures, code and hash."""


def of(name: str, known: str = "") -> dict[str, Any]:
	"""What `sessions.session_state` says, and besides: `view` (which screen is the reader's), `is_practice` (of a practice election), `steps` of the
	session, of each item and of each member, `speakers`, `display` (the address for who arranges), `protocol` (the draft; not on a member's screen).

	known: see session_state. Raises NotFound for who may not read the session.
	"""
	session = sessions_state.readable(name)
	state = sessions_state.of_session(session, known)
	view = _view(state["me"], session)
	state["items"] = _items(state)
	state["members"] = [
		{**member, "steps": steps.of_member(member, state, session)} for member in state["members"]
	]
	return {
		**state,
		"view": view,
		"is_practice": practice.is_of(session.election),
		"commission_title": framework_titles.of([(COMMISSION, session.commission)])[COMMISSION].get(
			session.commission, session.commission
		),
		"steps": steps.of_session(state, session),
		"speakers": _speakers(state["items"], session),
		"display": _display(state["me"], session),
		"protocol": {} if view == MEMBER else _protocol(session),
	}


def _view(me: Mapping[str, Any], session: Document) -> str:
	"""Whose screen it is: who presides (or will), who keeps the record (or will), a member, or a reader who has no vote."""
	person = me["person"]
	if not person:
		return READER
	if person == session.presiding or (not session.presiding and me["position"] == "Chair"):
		return PRESIDING
	if person == session.secretary or me["position"] == "Secretary":
		return RECORD
	return MEMBER


def _items(state: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""The agenda in the reader's language, with who applied, and the reader's steps."""
	items: Sequence[Mapping[str, Any]] = state["items"]
	called, applicants = _called(items, str(state["name"]))
	return [
		{
			**item,
			"title": called[item["name"]] if item["appeal"] else item["title"],
			"applicant": applicants.get(item["appeal"], ""),
			"steps": steps.of_item(item, state),
		}
		for item in items
	]


def _called(items: Sequence[Mapping[str, Any]], session: str) -> tuple[dict[str, str], dict[str, str]]:
	"""What the items and their applicants are called to the reader, by item and by appeal; the same for one agenda."""
	user, appeals = frappe.session.user, [item["appeal"] for item in items if item["appeal"]]
	agenda = sha256_hex("|".join(f"{item['name']} {item['appeal']}" for item in items).encode())
	key = f"{session}|called|{user}|{frappe.local.lang}|{agenda}"
	return screen_cache.read_by_key(
		key, lambda: (titles.of(items), inbox_applicants.read(user, appeals).applicants)
	)


def _speakers(items: Sequence[Mapping[str, Any]], session: Document) -> list[dict[str, Any]]:
	"""Who waits to speak, speaks and spoke; moments as ISO text."""
	places = {item["name"]: item["position"] for item in items}
	return [
		{
			"person": row.person or "",
			"name": row.speaker_name,
			"position": places.get(row.item, 0),
			**{field: _text(row.get(field)) for field in ("asked_at", "began_at", "ended_at")},
		}
		for row in session.speakers
	]


def _display(me: Mapping[str, Any], session: Document) -> dict[str, str]:
	if me["position"] not in people.ARRANGING:
		return {"address": ""}
	token = display.token_of(session)
	return {"address": shown.address(token) if token else ""}


def _protocol(session: Document) -> dict[str, Any]:
	printed = screen_cache.read_once(session, "protocol", lambda: paper.printed_protocol(session))
	return {field: printed[field] for field in OF_PROTOCOL}


def _text(value: datetime | None) -> str:
	return value.isoformat() if value else ""
