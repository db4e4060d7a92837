"""The framework's Workflow Actions, its list of who may take the next step of a document: not made where nobody takes a step from it.

For each saving in a new state it asks for each transition and each role, about fifty queries of a filing, and the steps of these DocTypes
are taken in the inbox, in the room of a session and in the form. Whoever imports the controller of one has it so in the process.
"""

from importlib import import_module
from typing import Protocol

import frappe
from frappe.model.base_document import get_controller
from frappe.model.document import Document
from frappe.model.workflow import get_workflow_name


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
	workflow = get_workflow_name(doctype)
	if not workflow:
		return False
	return doctype not in UNLISTED or bool(frappe.get_cached_value("Workflow", workflow, "send_email_alert"))


def _process(doc: Document, state: str) -> None:
	if state == "on_trash" or are_made(doc.doctype):
		_stock(doc, state)


# the framework looks the handler up by this name at each event, and has no hook to take one out
workflow_action.process_workflow_actions = _process  # type: ignore[attr-defined]
