"""Commissions that are formed for one station or one constituency; their members follow by decision."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence import table_cache

COMMISSION = "Election Commission"


def of_station(station: str) -> str:
	"""The precinct commission of a polling station, formed now under its district's (abroad: the central) one."""
	if known := frappe.db.get_value(COMMISSION, {"polling_station": station}):
		return str(known)
	place = frappe.get_doc("Polling Station", station, for_update=True)  # two at once form one commission
	if known := frappe.db.get_value(COMMISSION, {"polling_station": station}, for_update=True):
		return str(known)
	level = {"level": "CEC"} if place.kind == "Abroad" else {"level": "DC", "territory": place.territory}
	titles = {
		"title_uz": f"{place.title_uz} uchastka saylov komissiyasi",
		"title_ru": f"Участковая избирательная комиссия: {place.title_ru or place.title_uz}",
		"title_en": f"Precinct Election Commission: {place.title_en or place.title_uz}",
	}
	return _form("PEC", _above(level), place.territory, place.number, {**titles, "polling_station": station})


def of_constituency(constituency: str, above: str) -> str:
	"""The okrug commission of a constituency, formed now under the regional commission that decides."""
	if known := frappe.db.get_value(COMMISSION, {"constituency": constituency}):
		return str(known)
	place = frappe.get_doc("Constituency", constituency, for_update=True)
	if known := frappe.db.get_value(COMMISSION, {"constituency": constituency}, for_update=True):
		return str(known)
	titles = {
		"title_uz": f"{place.title_uz} okrug saylov komissiyasi",
		"title_ru": f"Окружная избирательная комиссия: {place.title_ru or place.title_uz}",
		"title_en": f"Constituency Election Commission: {place.title_en or place.title_uz}",
		"election": place.election,
	}
	facts = {**titles, "constituency": constituency}
	return _form("OKR", frappe.get_doc(COMMISSION, above), place.territory, place.number, facts)


def _above(key: dict[str, str]) -> Document:
	name = frappe.db.get_value(COMMISSION, key)
	if not name:
		raise LawBroken({"answer": "territory"}, code="effect_incomplete")
	return frappe.get_doc(COMMISSION, name)


def _form(level: str, above: Document, territory: str, number: int, facts: dict[str, object]) -> str:
	if not above.is_group:
		table_cache.note_write(COMMISSION)
		# a mark of the tree: set_value, because the higher commission itself does not change
		frappe.db.set_value(COMMISSION, above.name, "is_group", 1, update_modified=False)
	election = f"-{facts['election']}" if facts.get("election") else ""
	document = frappe.new_doc(COMMISSION)
	document.update(
		{
			"code": f"{level}-{territory}-{number}{election}"[:40],
			"register_code": f"{above.register_code}.{level[0]}{number}{election}"[:20],
			"level": level,
			"parent_election_commission": above.name,
			"territory": territory,
			**facts,
		}
	)
	document.insert(ignore_permissions=True)  # the effect of a decision; no commission role may form one
	return str(document.name)
