"""The framework's count of states beside a Workflow, in its place: that one counts the values of any column, of rows out of reach too."""

from collections import Counter
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint


@endpoint(methods=["POST"])
@guards.staff
def states_beside(doctype: str, workflow_state_field: str) -> list[dict[str, Any]]:
	"""States that documents in reach have and no Workflow of theirs; none where the caller reads no such document. Writes nothing.

	A row has the state under the name of its field, and `count`. The form of a Workflow asks it of each one, also those who read none of its
	documents, whom nothing is refused then. States are the stored Workflow's: whoever sends none would be told every value.
	"""
	flow = {"document_type": doctype, "workflow_state_field": workflow_state_field}
	flows = [
		frappe.get_cached_doc("Workflow", name) for name in frappe.get_list("Workflow", flow, pluck="name")
	]
	if not flows or not frappe.has_permission(doctype, "read"):
		return []
	known = [state.state for one in flows for state in one.states]
	rows = frappe.get_list(
		doctype, {workflow_state_field: ["not in", known]}, [workflow_state_field], limit=0
	)
	found = Counter(row[workflow_state_field] for row in rows)
	return [{workflow_state_field: state, "count": count} for state, count in found.items() if state]
