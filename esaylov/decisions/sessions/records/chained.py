"""Agenda items beside what the chains say of their votes: adopted, not adopted, set aside afterwards."""

import json

import frappe

from esaylov.decisions.sessions.records.writing import ADOPTED, ITEM, NOT_ADOPTED, SET_ASIDE, TAKEN_OFF
from esaylov.trust.chains import walking

CLOSED, PUT_ASIDE = "item.closed", "item.set_aside"


def not_as_chained() -> list[str]:
	"""Items whose state is not the result of their last vote, nor what followed it.

	One that was not adopted may be opened again or postponed, one whose applicant withdrew is taken off whatever its votes say.
	"""
	said = _said()
	decided = {"status": ["in", [ADOPTED, NOT_ADOPTED, SET_ASIDE]]}
	rows = frappe.get_all(ITEM, decided, ["name", "status"], order_by="name asc", limit=0)
	wrong = {row.name for row in rows if said.get(row.name) != row.status}
	adopted = {name for name, status in said.items() if status in (ADOPTED, SET_ASIDE)}
	# mostly none: those that were adopted and stand in a state that no vote leaves
	left = {"name": ["in", [*(adopted - {row.name for row in rows}), ""]], "status": ["!=", TAKEN_OFF]}
	return sorted({*wrong, *frappe.get_all(ITEM, left, pluck="name", limit=0)})


def was_set_aside(commission: str, item: str) -> bool:
	"""Whether the chain of a commission tells that an adopted item was set aside."""
	said = {"commission": commission, "kind": PUT_ASIDE, "body": ["like", f'%"item":"{item}"%']}
	return bool(frappe.get_all("Chain Event", said, pluck="name", order_by="name asc", limit=1))


def _said() -> dict[str, str]:
	said: dict[str, str] = {}
	for event in walking.walk((CLOSED, PUT_ASIDE)):
		body = json.loads(event.body)
		said[body["item"]] = SET_ASIDE if event.kind == PUT_ASIDE else body["result"]
	return said
