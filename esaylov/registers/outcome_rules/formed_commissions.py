"""The commission that a decision without an appeal forms: its place, its level, and the commission that forms it (art. 19, 20)."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.core.findings import Finding
from esaylov.registers.outcome_rules import compositions
from esaylov.registers.outcome_rules.asked_rows import read_asked
from esaylov.registers.outcome_rules.compositions import BELOW, COMMISSION

TERRITORY, STATION, CONSTITUENCY = "territory", "polling_station", "constituency"
PLACES = (STATION, CONSTITUENCY, TERRITORY)
"""Keys of the data, one of which names the place."""
FORMED_BY: Mapping[str, str] = {"REG": "CEC", "DC": "REG", "OKR": "REG", "PEC": "REG"}
"""Level of a commission to the level that forms it (art. 19, 20)."""
FORMING = "appoint_commission_member"
"""The effect of an appeal that forms a commission."""
ABROAD, CENTRAL = "Abroad", "CEC"
"""A precinct commission abroad is formed by the Central Election Commission [ours]."""


@dataclass(frozen=True, slots=True)
class Formed:
	"""A commission that is formed. key: of PLACES. commission: "" while there is none. election: the one that it is for, "" for a standing one."""

	key: str
	place: str
	level: str
	territory: str
	commission: str
	election: str = ""
	contest: str = ""
	is_abroad: bool = False

	@property
	def formed_by(self) -> str:
		"""The level that forms it."""
		return CENTRAL if self.is_abroad else FORMED_BY.get(self.level, "")


@dataclass(frozen=True, slots=True)
class FormingAppeal:
	"""An appeal that forms a commission. formed: None while the commission does not exist. path: of the members."""

	formed: Formed | None
	election: str
	path: str


def read_forming_appeals(asked: Mapping[str, Collection[str] | None]) -> dict[str, FormingAppeal]:
	"""Of appeals those that form a commission. asked: as `claims.contests`."""
	return {
		str(one.appeal.name): FormingAppeal(
			read_existing(compositions.commission_named(one)),
			str(one.appeal.election or ""),
			str(one.definition["effect_mapping"].get("rows") or ""),
		)
		for one in read_asked(asked, (FORMING,))
		if one.rows
	}


def read_existing(commission: str) -> Formed | None:
	"""A commission as it would be formed again; None for the place of one that does not exist."""
	fields = ["level", "territory", CONSTITUENCY, STATION, "election"]
	row = frappe.db.get_value(COMMISSION, commission, fields, as_dict=True)
	if row is None:
		return None
	key = next((one for one in (STATION, CONSTITUENCY) if row[one]), TERRITORY)
	kind = frappe.get_cached_value("Polling Station", row[STATION], "kind") if row[STATION] else ""
	place, territory = str(row[key] or ""), str(row.territory or "")
	is_abroad = kind == ABROAD
	return Formed(key, place, row.level, territory, commission, str(row.election or ""), is_abroad=is_abroad)


def read(data: Mapping[str, Any], deciding: str, election: str) -> Formed | None:
	"""The commission that the data name; None where they name no place or several, or one that is not there.

	deciding: the commission that forms it. election: the one for which it does.
	"""
	named = [key for key in PLACES if data.get(key)]
	if len(named) != 1:
		return None
	(key,) = named
	return _READ[key](str(data[key]), deciding, election)


def findings(data: Mapping[str, Any], deciding: str, election: str) -> list[Finding]:
	"""`place_not_one`, `link_unknown`, or `commission_not_below`: a commission forms those of the level below, in its own territory."""
	named = [key for key in PLACES if data.get(key)]
	if len(named) != 1:
		return [Finding("place_not_one", named[0] if named else TERRITORY, article="19, 20")]
	formed = read(data, deciding, election)
	if formed is None or formed.election not in ("", election):
		return [Finding("link_unknown", named[0])]
	if _is_below(formed, deciding):
		return []
	return [Finding("commission_not_below", formed.key, article="19, 20")]


def _is_below(formed: Formed, deciding: str) -> bool:
	level, territory = frappe.db.get_value(COMMISSION, deciding, ["level", "territory"]) or ("", "")
	if level != formed.formed_by:
		return False
	return level == CENTRAL or _is_inside(formed.territory, territory)


def _is_inside(territory: str, around: str) -> bool:
	rows = frappe.get_all(
		"Administrative Territory",
		{"name": ["in", [territory, around]]},
		["name", "lft", "rgt"],
		order_by="lft asc",
	)
	found = {row.name: row for row in rows}
	if territory not in found or around not in found:
		return False
	inner, outer = found[territory], found[around]
	return bool(outer.lft <= inner.lft and inner.rgt <= outer.rgt)


def _of_station(name: str, deciding: str, election: str) -> Formed | None:
	row = frappe.db.get_value(
		"Polling Station", {"name": name, "is_annulled": 0}, ["territory", "kind"], as_dict=True
	)
	if row is None:
		return None
	commission = str(frappe.db.get_value(COMMISSION, {STATION: name}) or "")
	return Formed(STATION, name, "PEC", row.territory or "", commission, is_abroad=row.kind == ABROAD)


def _of_constituency(name: str, deciding: str, election: str) -> Formed | None:
	fields = ["territory", "election", "election_type"]
	row = frappe.db.get_value("Constituency", {"name": name, "is_annulled": 0}, fields, as_dict=True)
	if row is None:
		return None
	commission = str(frappe.db.get_value(COMMISSION, {CONSTITUENCY: name}) or "")
	return Formed(
		CONSTITUENCY,
		name,
		"OKR",
		row.territory or "",
		commission,
		row.election or "",
		row.election_type or "",
	)


def _of_territory(name: str, deciding: str, election: str) -> Formed | None:
	level = BELOW.get(frappe.db.get_value(COMMISSION, deciding, "level") or "", "")
	commission = compositions.commission_at(level, name, election)
	return Formed(TERRITORY, name, level, name, commission) if commission else None


_READ = {STATION: _of_station, CONSTITUENCY: _of_constituency, TERRITORY: _of_territory}
