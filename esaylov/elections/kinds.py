"""The kinds of elections as this app ships them (`kinds.json`, `kind_stages.csv`), and what must hold of an election of one.

An election without a kind is one of before; it is checked as it was.
"""

import csv
import json
from functools import lru_cache
from pathlib import Path

import frappe
from frappe.model.document import Document

from esaylov.core.elections import election_kinds as law
from esaylov.core.elections.calendar import DayCounting, Window
from esaylov.core.elections.election_kinds import ElectionKind, Plan, Seats
from esaylov.core.findings import Finding
from esaylov.elections import statutes
from esaylov.framework import practice
from esaylov.framework.persistence import reads, table_cache
from esaylov.framework.persistence.write_guard import WriteGuard

HERE = Path(__file__).parent
IN_PREPARATION = "In Preparation"
OPENING = WriteGuard("the opening of an election")
MAKING = WriteGuard("an election of a kind")
FIXED = ("kind", "election_day", "called_on", "source_election", "day_counting")
"""What an election of a kind keeps from its making on."""


@lru_cache(maxsize=1)
def all_kinds() -> dict[str, ElectionKind]:
	"""The kinds by name."""
	rows = json.loads((HERE / "kinds.json").read_text(encoding="utf-8"))
	with (HERE / "kind_stages.csv").open(encoding="utf-8", newline="") as lines:
		return law.read(rows, list(csv.DictReader(lines)))


def of_name(name: str | None) -> ElectionKind | None:
	"""The kind of a name, or None for an election of before."""
	return all_kinds().get(name or "")


def of_election(election: str) -> ElectionKind | None:
	"""The kind of an election, or None."""
	return of_name(frappe.get_cached_value("Election", election, "kind"))  # asked for each row of an import


@table_cache.cached("Election")
def held(election: str) -> frappe._dict:
	"""Day, counting of days, kind and state of an election as they stand; empty for one that is not there."""
	fields = ["election_day", "day_counting", "kind", "status"]
	return reads.row("Election", {"name": election}, fields) or frappe._dict()


def plan_of(document: Document) -> Plan:
	"""The plan of an Election or an Election Preparation."""
	source = document.source_election
	earlier = frappe.db.get_value("Election", source, "election_day") if source else None
	return Plan(
		tuple(row.election_type for row in document.election_types),
		frappe.utils.getdate(document.election_day),
		frappe.utils.getdate(document.called_on) if document.called_on else None,
		frappe.utils.getdate(earlier) if earlier else None,
	)


def plan_findings(document: Document) -> list[Finding]:
	"""What no election of the document's kind may be; nothing for a document without a kind. Raises SetupMissing."""
	kind = of_name(document.kind)
	if kind is None or not document.election_day:
		return []  # the framework asks for the day after this
	plan = plan_of(document)
	keys = [
		limit.statute for end in ("least", "most") if (limit := kind.limit(end, frozenset(plan.contests)))
	]
	return law.check_plan(kind, plan, {key: statutes.number(key) for key in keys})


def opened_findings(document: Document) -> list[Finding]:
	"""What of an election of a kind would change: its kind, its days, its contests; and a making or opening by another way than the steps."""
	before = document.get_doc_before_save()
	if not practice.WRITER.is_writing and _is_moved_to_practice(before, document):
		return [Finding("election_practice", "status")]
	if not (OPENING.is_writing or document.flags.configuration_applied) and _opens(before, document):
		return [Finding("election_not_opened", "status")]
	if before is None or not before.kind:
		# a new election waits in preparation until a second administrator confirms it
		field = "" if document.flags.configuration_taken_back else _made(before, document)
		return [Finding("election_not_prepared", field)] if field and not MAKING.is_writing else []
	changed = [name for name in FIXED if str(before.get(name) or "") != str(document.get(name) or "")]
	contests = [{row.election_type for row in one.election_types} for one in (before, document)]
	if contests[0] != contests[1]:
		changed.append("election_types")
	kind = of_name(before.kind)
	article = kind.article if kind else ""
	code = (
		"election_in_preparation"
		if before.status == IN_PREPARATION and not before.opened_on
		else "election_opened"
	)
	return [
		*(Finding(code, name, article=article) for name in changed),
		*([Finding("election_not_prepared", "status")] if _goes_back(before, document) else []),
	]


def _is_moved_to_practice(before: Document | None, document: Document) -> bool:
	"""Whether a practice election would become a real one, a real one a practice, or a new one would be one."""
	held = (before.status if before else "", document.status)
	return held[0] != held[1] and not set(held).isdisjoint(practice.STATES)


def _opens(before: Document | None, document: Document) -> bool:
	"""Whether an election would leave its preparation, or have another day of opening."""
	if before is None:
		return bool(document.opened_on)
	is_left = IN_PREPARATION == before.status != document.status
	return is_left or str(before.opened_on or "") != str(document.opened_on or "")


def _made(before: Document | None, document: Document) -> str:
	"""The field by which an election that had no kind would become one that is prepared."""
	if _goes_back(before, document):
		return "status"
	return "kind" if document.kind else ""


def _goes_back(before: Document | None, document: Document) -> bool:
	return document.status == IN_PREPARATION and (before is None or before.status != IN_PREPARATION)


def stage_findings(document: Document | frappe._dict) -> list[Finding]:
	"""Whether the dates of an Election Stage leave what the law says for the kind of its election."""
	kind = of_election(document.election)
	line = next((line for line in kind.calendar if line.key == document.key), None) if kind else None
	if line is None:
		return []
	election = frappe.get_doc("Election", document.election)
	window = Window(frappe.utils.getdate(document.starts_on), frappe.utils.getdate(document.ends_on))
	return law.check_stage(line, window, plan_of(election), DayCounting(election.day_counting))


def seat_findings(election: str, seats: list[str], path: str = "") -> list[Finding]:
	"""Seats of an earlier election (names of its constituencies) that a deputy holds today, whom it or a later by-election gave."""
	if not seats:
		return []  # a filter for none would find the deputies of lists, who have no constituency
	later = frappe.get_all("Election", {"source_election": election}, pluck="name", order_by="name asc")
	fields = ["name", "election_type", "territory", "number"]
	rows = frappe.get_all("Constituency", {"name": ["in", seats]}, fields, order_by="name asc", limit=0)
	same = {row.name: row.name for row in rows}
	for row in rows if later else []:
		key = {field: row[field] for field in fields[1:]}
		for name in frappe.get_all(
			"Constituency", {"election": ["in", later], **key}, pluck="name", order_by="name asc"
		):
			same[name] = row.name
	held = frappe.get_all(
		"Elected Deputy",
		{"constituency": ["in", sorted(same)], "status": "Registered"},
		["constituency", "full_name"],
		order_by="name asc",
	)
	found = []
	for row in held:
		seat = same[row.constituency]
		place = path or f"vacant_seats[{seats.index(seat)}].constituency"
		params = {"seat": seat_title(seat), "person": row.full_name}
		found.append(Finding("seat_not_vacant", place, article="93", params=params))
	return found


def is_called_for(election: str, constituency: str) -> bool:
	"""Whether a by-election was called for the seat of one of its constituencies.

	Its preparation names the constituencies of the earlier election, of which it has its own with the same contest, territory and number. A
	by-election that no preparation made (imported) is called for every constituency that was entered in it.
	"""
	row, preparation, earlier = (
		frappe.qb.DocType(name) for name in ("Vacant Seat", "Election Preparation", "Constituency")
	)
	named = (
		frappe.qb.from_(row)
		.join(preparation)
		.on(row.parent == preparation.name)
		.join(earlier)
		.on(earlier.name == row.constituency)
		.select(earlier.election_type, earlier.territory, earlier.number)
		.where(preparation.code == election)
		.run()
	)
	own = frappe.db.get_value("Constituency", constituency, ["election_type", "territory", "number"])
	return not named or own in named


def seat_title(constituency: str) -> str:
	"""The Uzbek title of a constituency with its number."""
	row = frappe.db.get_value("Constituency", constituency, ["number", "title_uz"], as_dict=True)
	return f"{row.number} {row.title_uz}" if row else constituency


def constituency_findings(document: Document) -> list[Finding]:
	"""A constituency of a by-election is a seat that nobody holds; one that is not in the earlier election is asked nothing."""
	kind = of_election(document.election)
	is_entered = document.get_doc_before_save() is None  # later on the one elected here may hold it
	if kind is None or kind.seats is not Seats.VACANT or not is_entered:
		return []
	source = frappe.db.get_value("Election", document.election, "source_election")
	key = {name: document.get(name) for name in ("election_type", "territory", "number")}
	seat = frappe.db.get_value("Constituency", {"election": source, **key, "is_annulled": 0})
	return seat_findings(source, [str(seat)], "number") if seat else []
