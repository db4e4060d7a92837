"""The count of a station is left out by a decision, where the rest stands without it (art. 96), and comes back with its annulment."""

import frappe

from esaylov.core.findings import Finding
from esaylov.framework.errors import EsaylovError, LawBroken
from esaylov.registers.results.outcome import under_decision
from esaylov.registers.results.outcome.writing import ANNULLED, PROTOCOL, RECEIVED, locked, save


def annul_findings(protocol: str, commission: str) -> list[Finding]:
	"""Why a commission cannot leave a protocol out now: not received, elsewhere, or in a table that was decided; nothing where it can."""
	known = isinstance(protocol, str) and frappe.db.exists(PROTOCOL, {"name": protocol, "status": RECEIVED})
	document = frappe.get_doc(PROTOCOL, protocol) if known else None
	if document is None or not _is_below(document.commission_lft, commission):
		return [Finding("link_unknown", "protocol", article="96")]
	try:
		under_decision.refuse(document)
	except EsaylovError as refused:
		return [Finding(refused.code, "protocol", article="96", params=refused.message_params)]
	return []


def annul(protocol: str, decision: str, commission: str, reason: str) -> None:
	"""The effect of the decision. Raises LawBroken (`entry_ended`), WrongState where a table covers it."""
	document = locked(protocol)
	if document.status != RECEIVED or not _is_below(document.commission_lft, commission):
		raise LawBroken({"status": document.status}, code="entry_ended")
	under_decision.refuse(document)
	document.update({"status": ANNULLED, "end_decision": decision, "reason": reason[:500]})
	save(document)


def restore(decision: str) -> None:
	"""The decision was annulled: what it left out counts again. Raises WrongState where a table covers it by now."""
	for name in frappe.get_all(
		PROTOCOL, {"end_decision": decision}, pluck="name", order_by="name asc", limit=0
	):
		document = locked(name)
		under_decision.refuse(document)
		document.update({"status": RECEIVED, "end_decision": None, "reason": ""})
		save(document)


def _is_below(lft: int, commission: str) -> bool:
	span = frappe.db.get_value("Election Commission", commission, ["lft", "rgt"]) or (0, 0)
	return bool(span[0] <= lft <= span[1])
