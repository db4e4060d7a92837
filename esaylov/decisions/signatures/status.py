"""How a decision stands, for its form: what annulled it, whose signature is missing, and what this user may do with it."""

import frappe

from esaylov.decisions.drafting.decision_subject import ANNULMENT, IMPORTED_ACT
from esaylov.decisions.matters import annulling
from esaylov.decisions.signatures import collective, voted
from esaylov.framework.errors import NotFound
from esaylov.identity import persons

DECISION = "Decision"
FIELDS = ["name", "kind", "status", "commission", "annuls", "agenda_item", "signature", "secretary_signature"]
SHOWN = ["name", "number", "decided_on"]


def status_of(name: str, user: str) -> dict[str, object]:
	"""What the form of a decision shows besides itself, for who may read it.

	`may_annul`, `may_sign` (by this user's own key), `needs_vote` to annul it, `missing` signatures (`presiding`,
	`secretary`), `annulled_by` and `annuls` as `name`, `number` and `decided_on`, or None. Raises NotFound.
	"""
	decision = frappe.db.get_value(DECISION, name, FIELDS, as_dict=True)
	if not decision:
		raise NotFound({"doctype": DECISION})
	later = {"annuls": name, "kind": ANNULMENT, "status": "Signed"}
	can_be = decision.status == "Signed" and decision.kind not in (ANNULMENT, IMPORTED_ACT)
	needs_vote = annulling.needs_vote(decision)
	missing = _missing(decision)
	return {
		"may_annul": can_be and not needs_vote and bool(annulling.position_over(decision.commission, user)),
		"may_sign": _part(decision, user) in missing,
		"needs_vote": needs_vote,
		"missing": missing,
		"annulled_by": frappe.db.get_value(DECISION, later, SHOWN, as_dict=True),
		"annuls": decision.annuls and frappe.db.get_value(DECISION, decision.annuls, SHOWN, as_dict=True),
	}


def _missing(decision: frappe._dict) -> list[str]:
	if decision.status != "Draft" or not decision.agenda_item:
		return []
	return [part for part, fields in collective.FIELDS.items() if not decision.get(fields[0])]


def _part(decision: frappe._dict, user: str) -> str:
	"""The part in which a user signs it; "" without one."""
	person = persons.person_of(user)
	if not decision.agenda_item or not person:
		return ""
	session = frappe.db.get_value(voted.ITEM, decision.agenda_item, "session")
	signs = (
		frappe.db.get_value(voted.SESSION, session, list(collective.FIELDS), as_dict=True) or frappe._dict()
	)
	return next((part for part in collective.FIELDS if signs.get(part) == person), "")
