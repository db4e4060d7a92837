"""What waits for a person's signature, and what they proposed: one list, page by page. It only reads; each step has its own endpoint.

As many statements for a full page as for a short one.
"""

from collections.abc import Iterable, Mapping
from typing import Any, Final, TypedDict

import frappe
from frappe import _
from frappe.utils import get_datetime

from esaylov.core.findings import Finding
from esaylov.decisions.signature_inbox import session_rows
from esaylov.framework import practice, titles
from esaylov.framework.errors import FormInvalid, NotPermitted, in_words
from esaylov.permissions.configuration.waiting import (
	difference_words,
	persons,
	waiting_changes,
	waiting_titles,
)

TO_SIGN, MINE = "to_sign", "mine"
CONFIGURATION, PROTOCOL, DECISIONS = "configuration", "protocol", "decisions"
MOST: Final = 50
PERSON, COMMISSION, ELECTION = "Person", "Election Commission", "Election"
GROUPS: Final[Mapping[str, str]] = {
	"Person": "person",
	"Commission Membership": "position",
	"User": "position",
	"Role": "position",
	"Role Profile": "position",
}
"""DocType of a proposal to what it is about; anything else is `configuration`."""


class Item(TypedDict):
	"""A line of the list. since: ISO text of when it began to wait. summary: what changes, "" where no short value tells it.

	kind: `configuration`, `protocol` or `decisions`; group: besides `position`, `person`, `recovery`, `finding`. status, status_by
	and note: what became of a proposal of one's own.
	"""

	kind: str
	group: str
	doctype: str
	name: str
	title: str
	by: str
	since: str
	commission: str
	election: str
	is_practice: bool
	summary: str
	status: str
	status_by: str
	note: str


class Page(TypedDict):
	"""A page of the list, and where the next one begins ("" at the end). blocked: why the reader cannot sign changes now, "" if they can."""

	items: list[Item]
	next: str
	blocked: str


def count_items(user: str) -> int:
	"""How much waits for a user's signature: for each of what they may sign one count by an index."""
	signer = session_rows.find_signer(user)
	return waiting_changes.count_to_confirm(user) + (session_rows.count_sessions(signer) if signer else 0)


def list_items(user: str, view: str = TO_SIGN, after: str = "", most: int = MOST) -> Page:
	"""A page of what waits for a user, the longest waiting first, or of what they proposed (`mine`), the latest first.

	after: `next` of the page before. Raises NotPermitted for who signs nothing here, FormInvalid.
	"""
	if view not in (TO_SIGN, MINE):
		raise FormInvalid([Finding("not_a_choice", "view")])
	signer = session_rows.find_signer(user)
	may_confirm = waiting_changes.may_confirm(user)
	if not (signer or may_confirm):
		raise NotPermitted()
	place = _place(after)
	if view == MINE:
		found = _changes(waiting_changes.rows_proposed_by(user, place, most + 1))
		blocked = ""
	else:
		found = _changes(waiting_changes.rows_to_confirm(user, place, most + 1))
		found += _later(_sessions(signer), after) if signer else []
		found.sort(key=_position)
		obstacle = persons.find_obstacle(user) if may_confirm else None
		blocked = in_words(obstacle) if obstacle else ""
	page = found[:most]
	_name_places(page)
	return {"items": page, "next": _position(page[-1]) if len(found) > most else "", "blocked": blocked}


def session_item(row: frappe._dict, kind: str) -> Item:
	"""The line of a session whose protocol or decisions wait."""
	number = row.number or row.title
	if kind == PROTOCOL:
		title, summary = _("Protocol of session No. {0}").format(number), row.title or ""
	else:
		title = _("Decisions of session No. {0}: {1}").format(number, row["count"])
		summary = row.example or ""
	return {
		**_empty(kind, "Commission Session", row.name),
		"title": title,
		"by": row.presiding or "",
		"since": _moment(row.since),
		"commission": row.commission or "",
		"election": row.election or "",
		"is_practice": practice.is_of(row.election),
		"summary": summary,
	}


def _sessions(signer: session_rows.Signer) -> list[Item]:
	found = [session_item(row, PROTOCOL) for row in session_rows.find_protocols(signer)]
	found += [session_item(row, DECISIONS) for row in session_rows.find_decisions(signer)]
	names = titles.of((PERSON, item["by"]) for item in found if item["by"]).get(PERSON, {})
	for item in found:
		item["by"] = names.get(item["by"], "")
	return found


def _changes(rows: list[frappe._dict]) -> list[Item]:
	named = waiting_titles.name_documents(rows)
	places = waiting_titles.find_places(rows)
	users = waiting_titles.name_users(
		[*(row.proposed_by for row in rows), *(row.decided_by or "" for row in rows)]
	)
	summaries = difference_words.summarise(rows)
	return [
		{
			**_empty(CONFIGURATION, row.reference_doctype, row.name),
			"group": group_of(row),
			"title": named[row.name],
			"by": users.get(row.proposed_by, row.proposed_by),
			"since": _moment(row.proposed_at),
			"commission": places[row.name][0],
			"election": places[row.name][1],
			"is_practice": practice.is_of(places[row.name][1]),
			"summary": summaries[row.name],
			"status": row.status,
			"status_by": users.get(row.decided_by or "", ""),
			"note": row.note or "",
		}
		for row in rows
	]


def group_of(row: Any) -> str:
	"""What a proposal is about."""
	by_action = {"Recover": "recovery", "Accept": "finding"}
	return by_action.get(row.action) or GROUPS.get(row.reference_doctype, CONFIGURATION)


def _empty(kind: str, doctype: str, name: str) -> Item:
	return {
		"kind": kind,
		"group": kind,
		"doctype": doctype,
		"name": name,
		**dict.fromkeys(("title", "by", "since", "commission", "election", "summary"), ""),  # type: ignore[typeddict-item] # texts all
		"is_practice": False,
		"status": "",
		"status_by": "",
		"note": "",
	}


def _name_places(items: Iterable[Item]) -> None:
	"""Titles in place of the names of commissions and elections: one statement each."""
	items = list(items)
	links = [(COMMISSION, item["commission"]) for item in items if item["commission"]]
	links += [(ELECTION, item["election"]) for item in items if item["election"]]
	known = titles.of(links)
	for item in items:
		item["commission"] = known.get(COMMISSION, {}).get(item["commission"], item["commission"])
		item["election"] = known.get(ELECTION, {}).get(item["election"], item["election"])


def _position(item: Item) -> str:
	return f"{item['since']} {item['name']}"


def _later(items: list[Item], after: str) -> list[Item]:
	return [item for item in items if _position(item) > after]


def _place(after: str) -> tuple[str, str] | None:
	"""Moment and name of the last line of a page. Raises FormInvalid."""
	if not after:
		return None
	moment, _space, name = after.rpartition(" ")
	try:
		get_datetime(moment)
	except (ValueError, TypeError):
		raise FormInvalid([Finding("wrong_type", "after")]) from None
	return moment, name


def _moment(value: object) -> str:
	return str(value or "")
