"""Steps of a Workflow that are plain to see: allowed without the framework's reading of the whole document and its rights."""

import frappe
from frappe.model.document import Document
from frappe.model.workflow import get_workflow, get_workflow_name, is_transition_condition_satisfied


class PlainSteps(Document):
	"""For controllers, before Document. Who saves has the right to the document: our services ask for it before they change it."""

	def validate_workflow(self) -> None:
		"""As the framework's method of this name, which is asked wherever the step is not plainly allowed."""
		if not is_plainly_allowed(self):
			super().validate_workflow()


def is_plainly_allowed(document: Document) -> bool:
	"""Whether the step from what stood is a transition of the Workflow that a role of the user may take, and its condition holds.

	Only of documents that are saved without the framework's permissions: else these are asked too.
	"""
	before = document.get_doc_before_save()
	if not (before and document.flags.ignore_permissions and get_workflow_name(document.doctype)):
		return False
	workflow = get_workflow(document.doctype)
	field = workflow.workflow_state_field
	step, roles = (before.get(field), document.get(field)), frappe.get_roles()
	return any(
		(way.state, way.next_state) == step
		and way.allowed in roles
		and is_transition_condition_satisfied(way, before)
		for way in workflow.transitions
	)
