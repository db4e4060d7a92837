"""Constituencies (okruglar, art. 9) and polling stations (saylov uchastkalari, art. 10) that a decision establishes."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.formats import geojson
from esaylov.elections import decided as elections_decided
from esaylov.framework.errors import LawBroken
from esaylov.framework.files import stored_files
from esaylov.framework.guarded_steps import PROVED
from esaylov.registers.entries import entries, entry_classification, history
from esaylov.registers.entries.grants import Grant

CONSTITUENCY, STATION = "Constituency", "Polling Station"
GEOJSON = "geojson"


def define_constituencies(grants: Sequence[Grant]) -> None:
	"""Effect `define_constituency`: a constituency for each granted row; an annulled number is given again."""
	for grant in grants:
		row = grant.row
		key = {
			"election": grant.appeal.election,
			"election_type": entry_classification.election_type_of(grant),
			"territory": entry_classification.territory_of(grant),
			"number": row.get("constituency_no"),
		}
		title = str(row.get("constituency_name") or f"{row.get('constituency_no')}-saylov okrugi")
		_write(
			CONSTITUENCY,
			key,
			grant,
			{
				"title_uz": title,
				"center": row.get("center"),
				"boundaries": row.get("boundaries"),
				"voters_count": row.get("voters_count"),
				"boundary_geojson": _boundary(grant),
				**_act(grant),
			},
		)


def establish_stations(grants: Sequence[Grant]) -> None:
	"""Effect `establish_polling_station`: one for each granted row; those abroad take the next number of their territory."""
	entries.refuse_practice(grants)
	for grant in grants:
		row: Mapping[str, Any] = grant.row
		territory = entry_classification.territory_of(grant)
		number = row.get("polling_station_no") or _next_number(territory)
		_refuse_standing(territory, number, grant)
		_write(
			STATION,
			{"territory": territory, "number": number},
			grant,
			{
				"kind": "Abroad" if row.get("country") else row.get("station_kind") or "Ordinary",
				"title_uz": _station_title(row, number),
				"building": row.get("building") or row.get("mission"),
				"address": row.get("station_address"),
				"phone": row.get("station_phone"),
				"country": row.get("country"),
				"city": row.get("city"),
				"voters_count": row.get("voters_count"),
				"boundaries": row.get("boundaries"),
				"boundary_geojson": _boundary(grant),
				"attached_constituency": row.get("attached_constituency"),
				**_act(grant),
			},
		)


def stations_taken(territory: str, numbers: Collection[int], election: str) -> set[int]:
	"""Of the numbers of polling stations in a territory, those that a new decision of an election must not give again.

	A station in force has its number, unless a decision of another election established it: stations are formed for
	each election [ours].
	"""
	asked = {"territory": territory, "number": ["in", sorted(numbers)], "is_annulled": 0}
	rows = frappe.get_all(STATION, asked, ["number", "decision"], order_by="number asc", limit=0)
	decided = {"name": ["in", [row.decision for row in rows if row.decision] or [""]]}
	elections = dict(
		frappe.get_all("Decision", decided, ["name", "election"], order_by="name asc", limit=0, as_list=True)
	)
	return {row.number for row in rows if elections.get(row.decision, election) in (election, None, "")}


def _refuse_standing(territory: str, number: int, grant: Grant) -> None:
	"""A decision does not overwrite a station of its own election. Raises LawBroken (`station_exists`)."""
	if stations_taken(territory, [number], grant.appeal.election):
		raise LawBroken({"number": number}, field=grant.path, code="station_exists")


def _write(doctype: str, key: Mapping[str, Any], grant: Grant, facts: Mapping[str, Any]) -> None:
	known = frappe.db.get_value(doctype, key)
	document = frappe.get_doc(doctype, known, for_update=True) if known else frappe.new_doc(doctype)
	was = {field: document.get(field) for field in (*facts, "is_annulled")} if known else {}
	document.update({**key, **facts, "is_annulled": 0})
	save(document)
	before = "" if not known else history.ANNULLED if was["is_annulled"] else history.IN_FORCE
	record(document, before, history.IN_FORCE, grant.decision, was=was)


def save(document: Document) -> None:
	"""Save what a decision says of a place."""
	with elections_decided.WRITER.writing(), PROVED.writing():
		document.save(ignore_permissions=True)  # the effect of a decision; no commission role may write


def record(
	document: Document,
	before: str,
	after: str,
	decision: Document,
	reason: str = "",
	was: Mapping[str, Any] | None = None,
) -> None:
	"""Write a change of a place into the history, at the commission that decided."""
	lft = frappe.db.get_value("Election Commission", decision.commission, "lft")
	history.record(
		[
			history.Change(
				document.doctype,
				document.name,
				before,
				after,
				decision.name,
				decision.commission,
				lft,
				reason,
				was or {},
			)
		]
	)


def _act(grant: Grant) -> dict[str, str]:
	mark = f"[law] {grant.commission['name']}, {grant.decision.number}, {grant.decision.decided_on}"
	return {
		"decision": grant.decision.name,
		"row_path": grant.path,
		"appeal": grant.appeal.name,
		"source_mark": mark,
	}


def _station_title(row: Mapping[str, Any], number: int) -> str:
	if named := row.get("polling_station_name") or row.get("mission"):
		return str(named)
	return f"{number}-saylov uchastkasi"


def _next_number(territory: str) -> int:
	# the numbers of a territory queue up at its row
	frappe.db.get_value("Administrative Territory", territory, "name", for_update=True)
	last = frappe.db.get_values(
		STATION, {"territory": territory}, "number", order_by="number desc", limit=1, for_update=True
	)
	return int(last[0][0]) + 1 if last else 1


def _boundary(grant: Grant) -> str | None:
	"""The attached GeoJSON as text: its polygon alone, where it came wrapped in a feature."""
	sha256 = grant.row.get(GEOJSON)
	files = [row.file for row in grant.appeal.attachments if sha256 and row.sha256 == sha256]
	if not files:
		return None
	shape = geojson.boundary(stored_files.content(files[0]))
	return frappe.as_json(shape, indent=None) if shape else None
