"""What who presided, or who kept the record, signs in person: a successor signs only what is left to them [ours]."""

from collections.abc import Collection, Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.procedure.voting import Choice
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.signatures.voted import ITEM, PRESIDING, SECRETARY
from esaylov.identity import positions

ATTENDANCE, VOTE = "Session Attendance", "Commission Vote"
Session = Document | Mapping[str, Any]
VOTING = ("Chair", "Deputy Chair", "Secretary", "Member")


def find_left(
	session: Session, part: str, unsigned: Mapping[str, str | None], is_here: bool
) -> dict[str, str | None]:
	"""Those of a session's decisions that are left to a successor: all where the holder of the part is away, else those on which
	the holder is in conflict, or of which they gave the other part.

	unsigned: decisions to the person who gave the other part. is_here: of the holder, as `is_in_place` says.
	"""
	holder = str(session.get(part))
	if not is_here:
		return dict(unsigned)
	barred = {name for name, _ in find_conflicts(unsigned, [holder])}
	return {name: other for name, other in unsigned.items() if other == holder or name in barred}


def is_protocol_left(session: Session, part: str, is_here: bool) -> bool:
	"""Whether a successor signs the protocol: the holder of the part is away, or gave its other part."""
	other = SECRETARY if part == PRESIDING else PRESIDING
	return not is_here or session.get(f"protocol_signer_{other}") == session.get(part)


def is_in_place(session: Session, part: str) -> bool:
	"""Whether who presided or kept the record is a member today, not marked as absent, and present; of a closed session, at its end."""
	person = str(session.get(part))
	if person not in positions.present_holders(str(session.get("commission")), VOTING):
		return False
	here = {"session": session.get("name"), "person": person, "present_key": ["is", "set"]}
	return bool(frappe.db.exists(ATTENDANCE, here))


def find_conflicts(decisions: Collection[str], persons: Collection[str]) -> set[tuple[str, str]]:
	"""Decision and person, of those who did not vote on it because of a conflict of interest, or would not today."""
	where = {"decision": ["in", [*decisions, ""]]}
	items = frappe.get_all(ITEM, where, ["name", "concerned", "decision"], order_by="name asc", limit=0)
	decided = {item.name: item.decision for item in items}
	votes = {
		"item": ["in", [*decided, ""]],
		"member": ["in", [*persons, ""]],
		"choice": Choice.RECUSED.value,
	}
	recused = frappe.get_all(VOTE, votes, ["item", "member"], order_by="name asc", limit=0)
	found = {(vote.item, vote.member) for vote in recused} | set(conflicts.of_members(items, persons))
	return {(decided[item], person) for item, person in found}
