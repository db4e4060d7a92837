"""Those who decide an appeal alone, by its route, and whether any of them may."""

from frappe.model.document import Document

from esaylov.decisions.drafting import conflicts
from esaylov.decisions.drafting.decision_subject import (
	ACKNOWLEDGEMENT_ROUTE,
	ACKNOWLEDGING_POSITIONS,
	CHAIR_POSITIONS,
	CHAIR_ROUTE,
)
from esaylov.identity import positions

POSITIONS = {CHAIR_ROUTE: CHAIR_POSITIONS, ACKNOWLEDGEMENT_ROUTE: ACKNOWLEDGING_POSITIONS}
"""Route -> positions, each of which decides alone (own design)."""


def is_left_to_vote(appeal: Document) -> bool:
	"""Whether one person decides such appeals, and nobody of those is in office, present and without a conflict of interest.

	The commission decides it by vote then [ours]: the appeal would wait for ever, and a vote is the stronger form.
	"""
	if appeal.route not in POSITIONS:
		return False
	persons = positions.present_holders(appeal.recipient, POSITIONS[appeal.route])
	if not persons:
		return True
	about = {"name": appeal.name, "concerned": conflicts.concerned_text(appeal)}
	in_conflict = conflicts.of_members([about], persons)
	return all((appeal.name, person) in in_conflict for person in persons)
