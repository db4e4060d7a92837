"""Checks of the ground data: what must hold whoever writes a record (Desk, REST, import, shipped data)."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document, bulk_insert
from frappe.utils import cint, getdate

from esaylov.core.findings import Finding, blocking
from esaylov.core.formats import geojson
from esaylov.core.people import identity, names
from esaylov.elections import called_stages, decided, kinds, successors
from esaylov.framework import errors
from esaylov.framework.errors import FormInvalid, shown
from esaylov.framework.guarded_steps import SETTING_UP

HOUR = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")

# level of a commission -> levels that may stand above it (domain reference, section 2)
HIGHER_COMMISSIONS: Mapping[str, tuple[str, ...]] = {
	"CEC": ("",),
	"REG": ("CEC",),
	"DC": ("REG",),
	"OKR": ("REG",),
	"PEC": ("DC", "CEC"),
}
HIGHER_TERRITORIES: Mapping[str, tuple[str, ...]] = {
	"Country": ("",),
	"Region": ("Country",),
	"District": ("Region",),
}
BRANCH_TERRITORIES = {"Central": "Country", "Regional": "Region", "District": "District"}
COMMISSION_TERRITORIES = {
	"CEC": ("Country",),
	"REG": ("Region",),
	"DC": ("District",),
	"OKR": ("Region", "District"),
	"PEC": ("District", "Country"),
}

COMMISSION_PLACES = {
	**dict.fromkeys(("CEC", "REG", "DC"), "territory"),
	**{"OKR": "constituency", "PEC": "polling_station"},
}
"""Level of a commission to the field of the place for which it alone decides."""


OF_TREE = ("lft", "rgt", "old_parent", "is_group")
"""Columns that the framework and the forming of commissions write."""


def complete_titles(doc: Document) -> None:
	"""Fill the Cyrillic Uzbek title from the Latin one where it is empty, with the letters ʻ and ʼ in the Latin one."""
	doc.title_uz = names.uzbek_letters(doc.title_uz or "")
	if doc.meta.has_field("short_title_uz") and doc.short_title_uz:
		doc.short_title_uz = names.uzbek_letters(doc.short_title_uz)
	if not doc.title_uz_cyrl:
		doc.title_uz_cyrl = names.to_cyrillic(doc.title_uz)


def check_territory(doc: Document) -> None:
	"""A region lies in the country, a district in a region; raises FormInvalid."""
	_keep_place(doc)
	_check_higher(doc, "Administrative Territory", "parent_administrative_territory", HIGHER_TERRITORIES)


def _keep_place(doc: Document) -> None:
	"""Leave the numbers of the tree as stored: a form sends those it was opened with, and who sees what follows from them."""
	if stored := doc.get_doc_before_save():
		doc.update({field: stored.get(field) for field in OF_TREE})


def check_commission(doc: Document) -> None:
	"""The commission stands under one of the level above, in a territory of its kind; raises FormInvalid."""
	_keep_place(doc)
	_check_higher(doc, "Election Commission", "parent_election_commission", HIGHER_COMMISSIONS)
	if doc.territory:
		_check_territory_level(doc, COMMISSION_TERRITORIES[doc.level])
	if not (doc.flags.is_place_free or SETTING_UP.is_writing):
		_refuse_taken_places([doc])


def _refuse_taken_places(documents: Sequence[Document]) -> None:
	"""A place has one commission of a level: of two, none would get what is filed there; raises FormInvalid."""
	wanted = [place for doc in documents if (place := _place_of(doc))]
	if not wanted:
		return
	names, fields = [str(doc.name or "") for doc in documents], sorted({*COMMISSION_PLACES.values()})
	held = frappe.get_all(
		"Election Commission",
		filters={"level": ["in", sorted({level for level, _ in wanted})], "name": ["not in", names]},
		or_filters={field: ["in", [place for _, place in wanted]] for field in fields},
		fields=["level", *fields],
		limit=0,
	)
	taken = {place for row in held if (place := _place_of(row))}
	is_free = len({*wanted}) == len(wanted) and taken.isdisjoint(wanted)
	_refuse_if(not is_free, "commission_place_taken", COMMISSION_PLACES[wanted[0][0]])


def _place_of(commission: Any) -> tuple[str, str] | None:
	"""Level and place for which a commission alone decides."""
	place = commission.get(COMMISSION_PLACES[str(commission.get("level"))])
	return (str(commission.get("level")), str(place)) if place else None


def check_election(doc: Document) -> None:
	"""Each contest stands once, the announcement is not before the day, the law of its kind holds; raises FormInvalid."""
	contests = [row.election_type for row in doc.election_types]
	_refuse_if(len(set(contests)) != len(contests), "duplicate_rows", "election_types")
	check_order(doc, "election_day", "official_announcement_on")
	found = kinds.opened_findings(doc)
	if doc.get_doc_before_save() is None:  # the plan is kept later on, the numbers of the law may change
		found = found or kinds.plan_findings(doc)
	refuse(found)


def check_stage(doc: Document) -> None:
	"""A stage has a last day, which is its first where none is given, and not before it, inside the law; raises FormInvalid.

	`ends_at` is text and no Time field: Frappe fills an empty Time of a new document with the hour of its making.
	"""
	doc.ends_on = doc.ends_on or doc.starts_on
	check_order(doc, "starts_on", "ends_on")
	doc.ends_at = (doc.ends_at or "").strip() or None
	_refuse_if(bool(doc.ends_at) and not HOUR.fullmatch(doc.ends_at), "not_an_hour", "ends_at")
	refuse([*kinds.stage_findings(doc), *called_stages.find_unlawful_days(doc)])


def check_statute(doc: Document) -> None:
	"""The value is a whole number and no other row of the key holds on one of its days; raises FormInvalid."""
	_refuse_if(not str(doc.value).strip().isdigit(), "not_a_number", "value")
	check_order(doc, "valid_from", "valid_to")
	successors.check_successor(doc)
	if not doc.is_active:  # it waits for a second person, or did not get one
		return
	others = frappe.get_all(
		"Statute",
		filters={
			"key": doc.key,
			"name": ["not in", [doc.name or "", successors.ended_row(doc)]],
			"is_active": 1,
		},
		fields=["valid_from", "valid_to"],
	)
	span = days_of(doc.valid_from, doc.valid_to)
	overlap = any(_overlap(span, days_of(row.valid_from, row.valid_to)) for row in others)
	_refuse_if(overlap, "statute_overlap", "valid_from")


@dataclass(frozen=True, slots=True)
class _Known:
	"""What the checks of constituencies ask: the contests that are held, and (election, its kind, station) that a constituency has."""

	held: frozenset[tuple[str, str]]
	taken: set[tuple[str, str, str]]


def check_constituency(doc: Document) -> None:
	"""The kind of election is held in that election, the boundary is GeoJSON, no station is of two seats; raises FormInvalid, LawBroken."""
	_check_decided(doc)
	known = doc.flags.known_ground or _known([doc])
	_refuse_if((doc.election, doc.election_type) not in known.held, "contest_not_held", "election_type")
	refuse(kinds.constituency_findings(doc))
	if doc.boundary_geojson:
		_refuse_if(not geojson.boundary(doc.boundary_geojson), "not_a_polygon", "boundary_geojson")
	_check_stations(doc, known)


def _check_stations(doc: Document, known: _Known) -> None:
	"""One ballot of a contest is given out at a station, so it is of one constituency of the contest."""
	stations = _stations([doc])
	_refuse_if(len(set(stations)) != len(stations), "duplicate_rows", "stations")
	named = {(doc.election, doc.election_type, station) for station in stations}
	_refuse_if(not named.isdisjoint(known.taken), "duplicate", "stations")
	known.taken.update(named)


def _stations(documents: Sequence[Document]) -> list[str]:
	return [row.polling_station for doc in documents for row in doc.get("stations")]


def _known(documents: Sequence[Document]) -> _Known:
	"""What the checks of these constituencies need, asked for once, by what others have committed until now.

	Of two at once who put a station into two constituencies the second waits at the contest, and sees what the first has committed.
	"""
	stations = _stations(documents)
	row = frappe.qb.DocType("Election Contest")
	held = frappe.qb.from_(row).select(row.parent, row.election_type).orderby(row.name)
	held = held.where(row.parent.isin(sorted({doc.election or "" for doc in documents})))
	held = held.where(row.election_type.isin(sorted({doc.election_type or "" for doc in documents})))
	held = held.where(row.parenttype == "Election")
	return _Known(
		frozenset((held.for_update() if stations else held).run()),
		_taken(stations, {doc.name for doc in documents}) if stations else set(),
	)


def _taken(stations: Sequence[str], besides: Collection[str]) -> set[tuple[str, str, str]]:
	"""The stations with the election and kind of election in which a constituency, other than these, has them.

	Rows of the stations first, as one statement with both tables might lock each constituency of the contest, and whoever saves one
	of them waits for the contest. So a constituency is read without a lock, unless it was made since.
	"""
	row = frappe.qb.DocType("Constituency Station")
	named = frappe.qb.from_(row).select(row.parent, row.polling_station).for_update()
	named = named.where(row.polling_station.isin(sorted(set(stations))) & (row.parenttype == "Constituency"))
	pairs = [(parent, station) for parent, station in named.run() if parent not in besides]
	others = {parent for parent, _ in pairs}
	seen = _contests(others)
	found = {**seen, **_contests(others - seen.keys(), is_locking=True)}
	return {(*contest, station) for parent, station in pairs if (contest := found.get(parent))}


def _contests(names: Collection[str], is_locking: bool = False) -> dict[str, tuple[str, str] | None]:
	"""Of constituencies: their election and kind of election; None of one that is annulled."""
	if not names:
		return {}
	table = frappe.qb.DocType("Constituency")
	query = frappe.qb.from_(table).select(table.name, table.election, table.election_type, table.is_annulled)
	query = query.where(table.name.isin(sorted(names)))
	rows = (query.for_update() if is_locking else query).run()
	return {
		name: None if cint(is_annulled) else (election, kind) for name, election, kind, is_annulled in rows
	}


def check_polling_station(doc: Document) -> None:
	"""A station abroad names its country; its number is positive; raises FormInvalid, LawBroken."""
	_check_decided(doc)
	_refuse_if(cint(doc.number) < 1, "not_a_number", "number")
	_refuse_if(doc.kind == "Abroad" and not doc.country, "required", "country")


def check_tin(doc: Document) -> None:
	"""A TIN (STIR), where given, has nine digits; raises FormInvalid."""
	if doc.tin:
		refuse(identity.check_tin(doc.tin, "tin"))


def name_party_branch(doc: Document) -> None:
	"""Give the code `{party}-{territory}` to a branch that has none."""
	doc.code = doc.code or f"{doc.party}-{doc.territory}"


def check_party_branch(doc: Document) -> None:
	"""The level of a branch is that of its territory; raises FormInvalid."""
	_check_territory_level(doc, (BRANCH_TERRITORIES[doc.level],))


def insert_many(doctype: str, documents: Sequence[Document]) -> None:
	"""Check each new, named document as its controller does, then write all of them in one statement.

	For imports: the caller has looked the links up. A node of a tree gets its place when the tree is numbered anew.
	"""
	known = _known(documents) if doctype == "Constituency" and documents else None
	if doctype == "Election Commission":
		_refuse_taken_places(documents)
	for document in documents:
		document.flags.is_place_free = True
		document.flags.known_ground = known
		document.run_method("validate")
		document.flags.known_ground = None
	if documents:
		bulk_insert(doctype, documents, chunk_size=1000)
	for document in documents if not frappe.get_meta(doctype).is_tree else ():
		document.run_method("on_update")


def check_order(doc: Document, first: str, last: str) -> None:
	"""Two dates of a document stand in order, where both are given; raises FormInvalid naming the second."""
	start, end = doc.get(first), doc.get(last)
	_refuse_if(bool(start and end and getdate(end) < getdate(start)), "dates_out_of_order", last)


def days_of(first: str | date | None, last: str | date | None) -> tuple[date, date]:
	"""First and last day as dates; an open end reaches to the end of time."""
	start, end = getdate(first) if first else None, getdate(last) if last else None
	return start or date.min, end or date.max


def refuse(findings: list[Finding]) -> None:
	"""Raise FormInvalid when a finding is an error and show it at the Desk; warnings are told only."""
	if blocking(findings):
		with errors.shown():
			raise FormInvalid(findings)
	for finding in findings:
		frappe.msgprint(errors.finding_words(finding), indicator="orange", alert=True)


def _check_decided(doc: Document) -> None:
	if not decided.WRITER.is_writing:  # who may write it all; an import asks for each row
		with shown():
			decided.check(doc)


def _refuse_if(broken: bool, code: str, field: str) -> None:
	if broken:
		refuse([Finding(code, path=field)])


def _overlap(one: tuple[date, date], other: tuple[date, date]) -> bool:
	return one[0] <= other[1] and other[0] <= one[1]


def _check_higher(doc: Document, doctype: str, field: str, allowed: Mapping[str, tuple[str, ...]]) -> None:
	higher = doc.get(field)
	level = (frappe.db.get_value(doctype, higher, "level") or "") if higher else ""
	_refuse_if(level not in allowed[doc.level], "wrong_level", field)


def _check_territory_level(doc: Document, levels: tuple[str, ...]) -> None:
	level = frappe.db.get_value("Administrative Territory", doc.territory, "level")
	_refuse_if(level not in levels, "wrong_level", "territory")
