"""One appeal as the desk shows it: head, answers, registers, remarks, filings, and what this person may do now. Writes nothing."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import reading
from esaylov.appeals.inbox import applicants, officers
from esaylov.appeals.review import lawful
from esaylov.appeals.state_registers import revealing
from esaylov.decisions.desk import steps
from esaylov.decisions.review import filings
from esaylov.decisions.review.reading import matter_for
from esaylov.framework import practice, titles
from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.identity import positions
from esaylov.permissions.reach import reach

CONCLUSION = "Expert Conclusion"


def opened(user: str, name: str) -> dict[str, Any]:
	"""An appeal for the panes of the desk: `appeal` (its head), `matter` (decisions.matter_for), `registers`, `remarks`, `rounds`,
	`differences`, `filings` (see decisions.filings_side_by_side), `conclusions`, `steps` (see steps.of), `may_remark`, `colleagues` (logins of its commission to names, for who is of it).

	For whoever reads it for a commission or as an auditor; to its applicant too it is NotFound. Raises NotFound, NotPermitted.
	"""
	if not revealing.reads_as_staff(user, name):
		raise NotFound({"doctype": "Appeal"})
	_require_desk(user)
	matter = matter_for(name, user)
	appeal = frappe.get_doc("Appeal", name)
	held = [
		position.position
		for position in positions.positions_of(user)
		if position.commission == appeal.recipient
	]
	return {
		"appeal": _head(appeal, user),
		"matter": matter,
		"registers": revealing.registers_of(user, name),
		"remarks": reading.remarks(name),
		"rounds": reading.rounds(name) if appeal.correction else [],
		"differences": reading.differences(name) if appeal.correction else [],
		"filings": filings.side_by_side(name) if appeal.correction else None,
		"conclusions": _conclusions(name),
		"steps": [step.as_dict() for step in steps.of(appeal, held, matter)],
		"may_remark": lawful.may_remark(appeal, held),
		"colleagues": {one.user: one.name for one in officers.at([appeal.recipient])} if held else {},
	}


def _require_desk(user: str) -> None:
	"""Raises NotPermitted for who holds no position and is no auditor."""
	held = reach(user)
	if not (held.commissions or held.is_auditor or held.is_system):
		raise NotPermitted()


def _head(appeal: Document, user: str) -> dict[str, Any]:
	"""What stands above the answers, and what the dialogues of the steps ask for."""
	named = applicants.read(user, [appeal.name])
	links = titles.of([("Election Commission", appeal.recipient), ("Election", appeal.election or "")])
	fields = (
		"name",
		"number",
		"subject",
		"status",
		"appeal_type",
		"route",
		"recipient",
		"assigned_to",
		"correction",
	)
	return {
		**{field: appeal.get(field) or "" for field in fields},
		"type_title": named.types.get(appeal.appeal_type) or appeal.appeal_type,
		"applicant": named.applicants.get(appeal.name, ""),
		"commission": _title(links, "Election Commission", appeal.recipient),
		"election": _title(links, "Election", appeal.election),
		"is_practice": practice.is_of(appeal.election),
		"officer": steps.name_of(appeal.assigned_to),
		**{
			field: _text(appeal.get(field))
			for field in ("received_at", "due_on", "correct_until", "escalated_at")
		},
	}


def _title(found: Mapping[str, Mapping[str, str]], doctype: str, name: str | None) -> str:
	return found.get(doctype, {}).get(name or "") or name or ""


def _text(value: object) -> str:
	return str(value)[:19] if value else ""


def _conclusions(appeal: str) -> list[dict[str, str]]:
	"""The experts' conclusions that this user may read, the oldest first."""
	rows = frappe.get_list(
		CONCLUSION,
		filters={"appeal": appeal},
		fields=["name", "title", "concluded_at", "text"],
		order_by="creation asc",
		limit=0,
	)
	return [{**row, "concluded_at": _text(row.concluded_at)} for row in rows]
