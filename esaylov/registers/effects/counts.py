"""Tables of results and stations left out: what decisions on the count write (art. 95-97)."""

import json
from collections.abc import Sequence
from typing import Any

import frappe

from esaylov.framework.errors import EsaylovError, LawBroken
from esaylov.registers.entries import entries
from esaylov.registers.entries.grants import Grant
from esaylov.registers.results.outcome import annulling, tables, under_decision, writing

TABLE, TITLE_LENGTH = "Result Table", 140


def register_table(grants: Sequence[Grant]) -> None:
	"""Effect `register_table`: the table that was voted on, while its protocols are the same. Raises LawBroken (`table_changed`)."""
	for grant in grants:
		values = dict(grant.answers)
		said: Any = values["table"]
		area = tables.area_of(grant.appeal.election, grant.commission["name"], values)
		under_decision.lock(area.election, area.election_type)
		if _table_now(area, str(values.get("reason") or "")) != said:
			raise LawBroken(code="table_changed", article="95")
		entries.write(TABLE, [(grant, {**_facts(area, said), "reason": values.get("reason")})])


def leave_out(grants: Sequence[Grant]) -> None:
	"""Effect `annul_count`: the count of a station is left out (art. 96)."""
	for grant in grants:
		protocol, reason = str(grant.needed("protocol")), str(grant.needed("reason"))
		try:
			annulling.annul(protocol, grant.decision.name, grant.commission["name"], reason)
		except EsaylovError as refused:
			raise LawBroken(refused.message_params, code=refused.code, article="96") from refused


def take_back(decision: str) -> None:
	"""The decision was annulled: what it left out counts again. Raises LawBroken."""
	try:
		annulling.restore(decision)
	except EsaylovError as refused:
		raise LawBroken(refused.message_params, code=refused.code, article="96") from refused


def _table_now(area: tables.Area, reason: str) -> dict[str, Any] | None:
	try:
		return tables.data(area, reason)
	except EsaylovError:
		return None


def _facts(area: tables.Area, said: dict[str, Any]) -> dict[str, Any]:
	columns = {writing.COLUMNS[key]: count for key, count in said["numbers"].items()}
	return {
		**columns,
		"title": tables.title_of(area, "uz")[:TITLE_LENGTH],
		"election_type": area.election_type,
		"constituency": area.constituency or None,
		"territory": frappe.db.get_value("Constituency", area.constituency, "territory")
		if area.constituency
		else frappe.db.get_value("Election Commission", area.commission, "territory"),
		**{key: said[key] for key in ("outcome", "article", "protocols", "protocols_sha256")},
		"votes": json.dumps(said["votes"], ensure_ascii=False),
		"elected": json.dumps(said["elected"]),
	}
