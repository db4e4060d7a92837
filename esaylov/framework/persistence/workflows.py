"""Workflows of documents of ours: steps that are plain to see, allowed without the framework's reading of the whole document and its rights; steps of
documents that are written past their methods; and no Workflow Actions where nobody takes a step from them.

Workflow Actions are the framework's list of who may take the next step. For each saving in a new state it asks for each transition and each role,
about fifty queries of a filing, and the steps of these DocTypes are taken in the inbox, in the room of a session and in the form. Whoever imports
the controller of one has it so in the process."""

from collections.abc import Collection, Mapping, Sequence
from importlib import import_module
from typing import Protocol

import frappe
from frappe import _
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.model.workflow import WorkflowPermissionError, is_transition_condition_satisfied

from esaylov.framework.persistence import table_cache

PROVED = "proved_conditions"
"""Flag of a document: conditions of its Workflow, word for word as they are shipped, that the step which saves it has proved."""
ANY_ROLE = "step_of_any_role"
"""Flag of a document: the step that saves it has checked the position of the user, so the Workflow must have the
step, for any role."""


class PlainSteps(Document):
	"""For controllers, before Document. Who saves has the right to the document: our services ask for it before they change it."""

	def validate_workflow(self) -> None:
		"""As the framework's method of this name, which is asked wherever the step is not plainly allowed."""
		if not is_plainly_allowed(self):
			super().validate_workflow()


def is_plainly_allowed(document: Document) -> bool:
	"""Whether the step from what stood is a transition of the Workflow that a role of the user may take, and its condition holds.

	Only of documents that are saved without the framework's permissions: else these are asked too. A new one begins in the first state.
	"""
	before = document.get_doc_before_save()
	if document.is_new():
		return before is None and _begins(document)
	workflow = active(document.doctype)
	if not (before and document.flags.ignore_permissions and workflow):
		return False
	field = workflow.workflow_state_field
	step = (before.get(field), document.get(field))
	proved = document.flags.get(PROVED, ())
	for way in _ways(workflow, bool(document.flags.get(ANY_ROLE))):
		if (way.state, way.next_state) == step and (
			way.condition in proved or is_transition_condition_satisfied(way, before)
		):
			return True
	return False


@table_cache.cached("Workflow", "Workflow Document State", "Workflow Transition")
def active(doctype: str) -> Document | None:
	"""The Workflow that is at work on a DocType; None without one."""
	name = frappe.db.get_value("Workflow", {"document_type": doctype, "is_active": 1}, "name")
	return frappe.get_doc("Workflow", name) if name else None


def _begins(document: Document) -> bool:
	"""Whether a new document is in the first state of its Workflow, all that the framework asks of one."""
	workflow = active(document.doctype)
	if workflow is None:
		return False
	return bool(workflow.states and document.get(workflow.workflow_state_field) == workflow.states[0].state)


def check(
	documents: Sequence[Document],
	before: Mapping[str, str],
	proved: Collection[str] = (),
	of_any_role: Collection[str] = (),
) -> None:
	"""Documents of one DocType may go from their states to those that they have now, as the framework asks before it saves one.

	before: the states until now, by name. proved: conditions, word for word as they stand in the workflow, that the caller has proved
	of these documents; any other is asked. of_any_role: names of documents whose step may be one of any role.
	Nothing where the DocType has no active workflow. Raises WorkflowPermissionError.
	"""
	workflow = active(documents[0].doctype) if documents else None
	if workflow is None:
		return
	field = workflow.workflow_state_field
	allowed = {is_any: _ways(workflow, is_any) for is_any in (True, False)}
	for document in documents:
		former, after = before[document.name], document.get(field)
		ways = allowed[document.name in of_any_role]
		steps = [row for row in ways if (row.state, row.next_state) == (former, after)]
		if former != after and not _may_go(document, field, former, steps, proved):
			frappe.msgprint(
				_("Workflow State transition not allowed from {0} to {1}").format(_(former), _(after)),
				raise_exception=WorkflowPermissionError,
				indicator="red",
			)


def _ways(workflow: Document, is_any_role: bool) -> list[Document]:
	"""The transitions of a Workflow that the session's user may take, or those of every role."""
	if is_any_role:
		return list(workflow.transitions)
	roles = set(frappe.get_roles())
	return [way for way in workflow.transitions if way.allowed in roles]


def has_way(doctype: str, before: str, after: str) -> bool:
	"""Whether the Workflow on this site lets a role of the session's user take a document from one state to another.

	Conditions are not asked: a step proves them when it is taken. True where no Workflow is at work.
	"""
	workflow = active(doctype)
	if workflow is None:
		return True
	roles = set(frappe.get_roles())
	return any(
		(way.state, way.next_state) == (before, after) and way.allowed in roles
		for way in workflow.transitions
	)


def _may_go(
	document: Document, field: str, former: str, steps: Sequence[Document], proved: Collection[str]
) -> bool:
	if any(not step.condition or step.condition in proved for step in steps):
		return True
	after = document.get(field)
	document.set(field, former)  # conditions are about the document as it was
	try:
		return any(is_transition_condition_satisfied(step, document) for step in steps)
	finally:
		document.set(field, after)


class _Process(Protocol):
	def __call__(self, doc: Document, state: str) -> None: ...


UNLISTED: set[str] = set()
workflow_action = import_module("frappe.workflow.doctype.workflow_action.workflow_action")
_stock: _Process = workflow_action.process_workflow_actions


def leave_out(doctype: str) -> None:
	"""Have the framework make no Workflow Actions of a DocType, unless its Workflow on this site is to send mail of them."""
	UNLISTED.add(doctype)


def are_made(doctype: str) -> bool:
	"""Whether a saved document of the DocType gets them: a Workflow is at work, and is not left out or sends mail of them."""
	get_controller(doctype)  # which may have them left out, and need not be loaded in this process yet
	workflow = active(doctype)
	if workflow is None:
		return False
	return doctype not in UNLISTED or bool(workflow.send_email_alert)


def _process(doc: Document, state: str) -> None:
	if state == "on_trash" or are_made(doc.doctype):
		_stock(doc, state)


# the framework looks the handler up by this name at each event, and has no hook to take one out
workflow_action.process_workflow_actions = _process  # type: ignore[attr-defined]
