"""Which commission an appeal goes to: the level of its type, in the territory that the answers or the body name."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import frappe

from esaylov.appeals.definitions import TypeVersion
from esaylov.core.findings import Finding

COMMISSION = "Election Commission"
TERRITORY = "Administrative Territory"
COUNTRY_LEVEL = "CEC"
REGION_LEVEL = "REG"


@dataclass(frozen=True)
class Recipient:
	"""A commission that takes appeals; `lft` is its place in the tree."""

	name: str
	lft: int
	territory: str


def choose(
	version: TypeVersion, answers: Mapping[str, Any], body_territory: str, election: str
) -> tuple[Recipient | None, list[Finding]]:
	"""The commission, or None with the finding that says why.

	`recipient_unnamed`: no territory is given; `recipient_missing`: there is no such commission there.
	"""
	level, field = version.data["recipient_level"], version.data["recipient_field"]
	territory = answers.get(field) if field else body_territory
	if level == COUNTRY_LEVEL:
		return _found(level, None, election, field)
	if not isinstance(territory, str) or not territory:
		return None, [Finding("recipient_unnamed", field)]
	return _found(level, _at_level(level, territory), election, field)


def _found(
	level: str, territory: str | None, election: str, field: str
) -> tuple[Recipient | None, list[Finding]]:
	filters: dict[str, Any] = {"level": level}
	if level != COUNTRY_LEVEL:
		filters["territory"] = territory or ""
	rows = frappe.get_all(
		COMMISSION,
		filters=filters,
		fields=["name", "lft", "territory", "election"],
		order_by="lft asc",
	)
	fitting = [row for row in rows if row.election in (None, "", election)]
	if not fitting:
		return None, [Finding("recipient_missing", field)]
	return Recipient(fitting[0].name, fitting[0].lft, fitting[0].territory), []


def _at_level(level: str, territory: str) -> str | None:
	"""The territory itself, or its region for an appeal to the regional commission."""
	if level != REGION_LEVEL:
		return territory
	here = frappe.db.get_value(TERRITORY, territory, ["lft", "rgt"], as_dict=True)
	if not here:
		return None
	above = {"level": "Region", "lft": ["<=", here.lft], "rgt": [">=", here.rgt]}
	return str(frappe.db.get_value(TERRITORY, above, "name") or "") or None
