"""The agenda of a session: appeals and the commission's own questions put on it, their drafts, materials, and taken off."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import attachments
from esaylov.appeals.drafts.attachments import GivenFile
from esaylov.appeals.review import agenda
from esaylov.core.findings import Finding
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.decisions.drafting import conflicts, deciders
from esaylov.decisions.sessions.records import drafts, people, rules
from esaylov.decisions.sessions.records.writing import (
	ITEM,
	NOT_ADOPTED,
	OPEN,
	PLANNED,
	POSTPONED,
	RECESS,
	TAKEN_OFF,
	change,
	finish,
	locked,
	locked_of,
	one_line,
	save,
)
from esaylov.framework import practice
from esaylov.framework.errors import FormInvalid, NotFound, WrongState

HELD = (PLANNED, OPEN, RECESS)
"""States of a session in which its agenda may change."""
MOST = 500
"""Most items of an agenda, and of one batch (own design)."""
TEXT_LENGTH = 60_000
MATERIALS = 20
"""Most files of an item (own design)."""
REASON_LENGTH = 500


def put(
	names: Sequence[str],
	session_name: str,
	batch: str = "",
	rule: str = "",
	rows: Sequence[Mapping[str, object]] | None = None,
) -> list[str]:
	"""Put appeals under review on the agenda, each as an item with its draft; the names of the items, in that order.

	batch: items of one batch are opened, voted on and closed together. rows: the draft of one appeal's rows, see
	decisions.propose; without it everything is granted until `redraft` but what state registers speak against: that stays
	undecided, and no vote is opened on it. For chair, deputy and secretary. Raises NotPermitted, WrongState, FormInvalid.
	"""
	wanted = list(dict.fromkeys(names))
	session = locked(session_name, *HELD)
	if {frappe.db.get_value("Appeal", name, "recipient") for name in wanted[:1]} - {session.commission}:
		raise NotFound({"doctype": session.doctype})  # of another commission, as one that is not there
	people.acting(session, people.ARRANGING)
	if not wanted:
		raise FormInvalid([Finding("required", "appeals")])
	about = {"name": ["in", wanted]}
	_fit_practice(session, frappe.get_all("Appeal", about, pluck="election", order_by="name asc"))
	position = _room(session, len(wanted))
	starts_at = frappe.utils.get_datetime(session.starts_at)
	made = []
	for name in sorted(wanted):  # appeals are locked in one order
		appeal = agenda.take(name, session.commission, deciders.is_left_to_vote)
		item = _new(session, position + wanted.index(name), batch, rule)
		item.update({"appeal": name, "live_key": name, "title": _title(appeal), "election": appeal.election})
		item.concerned = conflicts.concerned_text(appeal)
		if rows is None:
			_draft_unseen(item)
		else:
			_draft(item, rows)
		save(item)
		agenda.put(appeal, starts_at)
		made.append((wanted.index(name), str(item.name)))
	finish(session, "session.agenda", {"items": len(made)})
	return [name for _, name in sorted(made)]


def _fit_practice(session: Document, about: Sequence[str | None]) -> None:
	"""A session is of a practice election as a whole, or not at all: its first items say which, before it has a number.

	about: the elections of what comes on its agenda. Raises WrongState (`practice_session`).
	"""
	elections = set(filter(None, about))
	tried = {election for election in elections if practice.is_of(election)}
	if not tried and not practice.is_of(session.election):
		return
	is_blank = session.status == PLANNED and not frappe.db.exists(ITEM, {"session": session.name})
	if elections == tried and len(tried) == 1 and is_blank:
		session.election = tried.pop()
		save(session)
	elif elections != {session.election}:
		raise WrongState(code="practice_session")


def add_subject(
	session_name: str, kind: str, title: str, data: Mapping[str, Any], text_uz: str = "", text_ru: str = ""
) -> str:
	"""Put a question of the commission's own on the agenda, without an appeal; the item.

	kind: code of a Decision Subject; data: what it needs, see decisions/README.md. Texts that are left empty are the usual ones.
	Raises NotPermitted, NotFound, WrongState, FormInvalid.
	"""
	session = locked(session_name, *HELD)
	people.acting(session, people.ARRANGING)
	if annulled := data.get("decision"):
		_fit_practice(session, [frappe.db.get_value("Decision", str(annulled), "election")])
	item = _new(session, _room(session, 1), "", "")
	item.election = session.election
	data = drafts.completed(kind, data, session)
	item.update({"subject_kind": kind, "subject_data": json.dumps(data), "title": one_line(title, 140)})
	if not item.title:
		raise FormInvalid([Finding("required", "title")])
	_draft(item, [], (text_uz, text_ru))
	item.concerned = conflicts.concerned_by_matter(kind, data)
	save(item)
	finish(session, "session.agenda", {"items": 1})
	return str(item.name)


def redraft(name: str, rows: Sequence[Mapping[str, Any]], text_uz: str = "", text_ru: str = "") -> None:
	"""Change the draft of an item that is not open; texts that are left empty are made anew. Raises WrongState, FormInvalid."""
	session, item = locked_of(name, *HELD)
	people.acting(session, people.ARRANGING)
	_require_at_rest(item)
	_draft(item, rows, (text_uz, text_ru))
	save(item)
	finish(session, "item.redrafted", {"item": item.name, "draft": item.draft_sha256}, item=item.name)


def split(name: str) -> None:
	"""Take an item out of its batch: it is voted on by itself. Raises WrongState once it is open."""
	session, item = locked_of(name, *HELD)
	people.acting(session, people.ARRANGING)
	_require_at_rest(item)
	if item.batch:
		item.batch = ""
		save(item)
		finish(session, "item.split", {"item": item.name}, item=item.name)


def remove(name: str, reason: str = "") -> None:
	"""Take an item off the agenda; its appeal goes back to review. Repeatable. Raises WrongState once it is open."""
	session, item = locked_of(name, *HELD)
	people.acting(session, people.ARRANGING)
	if item.status == TAKEN_OFF:
		return
	_require_at_rest(item)
	take_off(session, [item.name], TAKEN_OFF, one_line(reason, REASON_LENGTH))
	finish(session, "item.taken_off", {"item": item.name}, item=item.name)


def release_all(session: Document, reason: str) -> None:
	"""Postpone what was never decided when a session ends, and give the appeals back to review."""
	items = frappe.db.get_values(
		ITEM,
		{"session": session.name, "status": ["in", [PLANNED, NOT_ADOPTED]]},
		["name", "status"],
		for_update=True,
		order_by="name asc",
	)
	take_off(session, [name for name, status in items if status == PLANNED], POSTPONED, reason)
	take_off(session, [name for name, status in items if status == NOT_ADOPTED], NOT_ADOPTED, reason)


def take_off(session: Document, names: Sequence[str], status: str, reason: str) -> None:
	"""Bring items to a state in which they hold no appeal, and give their appeals back to review.

	An appeal that its applicant withdrew meanwhile stays withdrawn.
	"""
	held = frappe.db.get_values(
		ITEM, {"name": ["in", [*names, ""]], "live_key": ["is", "set"]}, "appeal", order_by="appeal asc"
	)
	change(ITEM, names, {"status": status, "reason": reason, "live_key": None})
	for (appeal,) in held:
		agenda.bring_back(appeal, session.commission)


def add_material(name: str, file_name: str, content: bytes) -> str:
	"""Hang a file on an item, for its members to read; the name of the File. Raises FormInvalid."""
	session, item = locked_of(name, *HELD)
	people.acting(session, people.ARRANGING)
	if len(item.materials) >= MATERIALS:
		raise FormInvalid([Finding("too_many_rows", "materials", params={"limit": MATERIALS})])
	row = attachments.keep(
		ITEM, item.name, f"material_{len(item.materials) + 1}", GivenFile(file_name, content)
	)
	item.append("materials", row)
	# the locked item names the files of calls at the same moment, which this transaction's own reads do not see
	item.flags.ignore_links = True
	save(item)
	finish(session, "item.material", {"item": item.name, "sha256": str(row["sha256"])}, item=item.name)
	return str(row["file"])


def _require_at_rest(item: Document) -> None:
	if item.status not in (PLANNED, NOT_ADOPTED):
		raise WrongState({"status": item.status}, code="item_state")


def _room(session: Document, more: int) -> int:
	"""The next place on the agenda. Raises FormInvalid where there is no room."""
	if not more:
		raise FormInvalid([Finding("required", "appeals")])
	last = frappe.db.get_values(
		ITEM, {"session": session.name}, "position", for_update=True, order_by="position desc", limit=1
	)
	position = int(last[0][0]) if last else 0
	if position + more > MOST:
		raise FormInvalid([Finding("too_many_rows", "appeals", params={"limit": MOST})])
	return position + 1


def _new(session: Document, position: int, batch: str, rule: str) -> Document:
	if rule and not rules.may_choose(rule, session.commission):
		raise FormInvalid([Finding("link_unknown", "rule")])
	item = frappe.new_doc(ITEM)
	item.update(
		{
			"session": session.name,
			"commission": session.commission,
			"commission_lft": session.commission_lft,
			"position": position,
			"batch": one_line(batch, 40),
			"status": PLANNED,
			"rule": rule or session.rule,
		}
	)
	return item


def _title(appeal: Document) -> str:
	kind = frappe.get_cached_value("Appeal Type", appeal.appeal_type, "title_uz") or appeal.appeal_type
	return one_line(f"{appeal.number} · {kind}", 140)


def _draft_unseen(item: Document) -> None:
	rows, texts = drafts.unseen(item.appeal)
	_texts(item, *texts)
	_seal(item, rows)
	item.is_unseen = 1


def _draft(item: Document, rows: Sequence[Mapping[str, Any]], texts: tuple[str, str] = ("", "")) -> None:
	"""Put rows and texts into the draft; texts that are empty are made from the template. Raises FormInvalid."""
	if not all(isinstance(row, Mapping) for row in rows):
		raise FormInvalid([Finding("wrong_type", "rows")])
	if item.appeal:
		texts = drafts.texts(item.appeal, rows, texts)
		drafts.refuse_unlawful(item.appeal, rows)
	else:
		texts = drafts.of_matter(item, texts)
	_texts(item, *texts)
	_seal(item, rows)
	item.is_unseen = 0


def _texts(item: Document, text_uz: str, text_ru: str) -> None:
	found = [Finding("required", "text_uz")] if not text_uz.strip() else []
	for field, text in (("text_uz", text_uz), ("text_ru", text_ru)):
		if len(text) > TEXT_LENGTH:
			found.append(Finding("too_long", field, params={"limit": TEXT_LENGTH}))
	if found:
		raise FormInvalid(found)
	item.draft_text_uz = text_uz.replace("<", "‹").replace(">", "›")
	item.draft_text_ru = text_ru.replace("<", "‹").replace(">", "›")


def _seal(item: Document, rows: Sequence[Mapping[str, Any]]) -> None:
	"""Fix what a vote on this draft is about."""
	plain = [
		{key: str(row.get(key) or "") for key in ("path", "outcome", "ground", "reason")} for row in rows
	]
	item.draft_rows = json.dumps(plain, ensure_ascii=False)
	item.undecided = drafts.undecided(plain)
	said = {"rows": plain, "text_uz": item.draft_text_uz, "text_ru": item.draft_text_ru}
	about = {"appeal": item.appeal or "", "subject_kind": item.subject_kind or ""}
	data = {"subject_data": item.subject_data or ""}
	item.draft_sha256 = sha256_hex(canonical({**said, **about, **data}))
