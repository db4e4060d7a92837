"""What the display in the hall shows to whoever has its link: commission, item, quorum, result. Nobody's name, and no vote of anybody."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.decisions.hall import titles
from esaylov.decisions.sessions.papers import display
from esaylov.decisions.sessions.steps import state
from esaylov.framework import practice
from esaylov.framework import titles as framework_titles

ITEM, COMMISSION = "Agenda Item", "Election Commission"
COUNTS = ("votes_for", "votes_against", "votes_abstained", "votes_recused")
COLUMNS = ["name", "position", "appeal", "subject_kind", "status", "closed_at", *COUNTS]
RESULTS = ("Adopted", "Not Adopted", "Postponed", "Taken Off")


@dataclass(frozen=True, slots=True)
class Item:
	"""An item, or the first of several that are voted on together.

	counts: for, against, abstained, recused on the first; all nought until it is closed. adopted: how many of them were.
	"""

	position: int
	title: str
	status: str
	together: int
	adopted: int = 0
	counts: tuple[int, ...] = (0, 0, 0, 0)


@dataclass(frozen=True, slots=True)
class Shown:
	"""The display now. opened: what is on the vote; closed: the last result; items: how many there are on the agenda."""

	commission: str
	number: str
	status: str
	present: int
	members: int
	is_quorum: bool
	items: int
	opened: Item | None
	closed: Item | None
	is_practice: bool = False


def address(token: str) -> str:
	"""The path of the display's page."""
	return f"/hall/{token}"


def shown(token: str) -> Shown:
	"""What the display of this token shows, in the session's language. Raises NotFound for a token that is none, or has ended."""
	session = display.session_of(token)
	quorum = state.quorum_of(session)
	items = frappe.get_all(ITEM, {"session": session.name}, COLUMNS, order_by="position asc", limit=0)
	named = framework_titles.of([(COMMISSION, session.commission)])[COMMISSION]
	return Shown(
		named.get(session.commission, session.commission),
		session.number or "",
		session.status,
		quorum["present"],
		quorum["members"],
		quorum["is_there"],
		len(items),
		_opened(items),
		_closed(items),
		practice.is_of(session.election),
	)


def _opened(items: Sequence[Mapping[str, Any]]) -> Item | None:
	"""What is on the vote; how anybody votes is nobody's to see before it is closed."""
	found = [item for item in items if item["status"] == "Open"]
	if not found:
		return None
	return Item(found[0]["position"], titles.of(found[:1])[found[0]["name"]], "Open", len(found))


def _closed(items: Sequence[Mapping[str, Any]]) -> Item | None:
	"""The vote that was closed last."""
	closed = [item for item in items if item["closed_at"] and item["status"] in RESULTS]
	if not closed:
		return None
	last = max(item["closed_at"] for item in closed)
	found = [item for item in closed if item["closed_at"] == last]
	first = found[0]
	counts = tuple(int(first[count] or 0) for count in COUNTS)
	title = titles.of([first])[first["name"]]
	adopted = sum(item["status"] == "Adopted" for item in found)
	return Item(first["position"], title, first["status"], len(found), adopted, counts)
