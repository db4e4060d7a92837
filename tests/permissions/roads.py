"""The framework's own roads by which a document changes, each aimed at a decided state: for every kind of document that decides.

`tests/permissions/test_roads.py` tries each as everybody; what a road does is said by verb, address and values.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

CLIENT, FORM = "frappe.client", "frappe.desk.form"
BULK = "frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs"
LINK = "frappe.workflow.doctype.workflow_action.workflow_action"
ACTIONS = ("Grant", "Grant Partly", "Refuse", "Acknowledge", "Annul Decision")
SAYS_LITTLE = (
	BULK,
	"frappe.desk.reportview.delete_items",
	"frappe.model.workflow.bulk_workflow_approval",
	f"{CLIENT}.bulk_update",
	f"{LINK}.apply_action",
	f"{LINK}.confirm_action",
	"frappe.desk.doctype.kanban_board.kanban_board.update_order",
)
"""Roads that may answer 200 and do nothing: a list of failures, a page that says no. The rows tell."""


@dataclass(frozen=True, slots=True)
class Road:
	"""One request. values: posted as JSON, or the query of a GET."""

	verb: str
	path: str
	values: Mapping[str, Any] = field(default_factory=dict)

	@property
	def is_silent(self) -> bool:
		"""Whether 200 says nothing about it."""
		return self.path.removeprefix("/api/method/").partition("?")[0] in SAYS_LITTLE

	def __str__(self) -> str:
		return f"{self.verb} {self.path} {json.dumps(self.values)[:200]}"


@dataclass(frozen=True, slots=True)
class Target:
	"""A document, and what would bring it into a decided state.

	changes: fields with values that decide. new: of another one that would be decided from its first moment.
	actions: of its Workflow. links: signed addresses to confirm them, as a mail would carry them. board: a Kanban Board.
	"""

	doctype: str
	name: str
	changes: tuple[dict[str, Any], ...]
	new: Mapping[str, Any] = field(default_factory=dict)
	actions: tuple[str, ...] = ()
	links: tuple[str, ...] = ()
	board: str = ""


def method(path: str, verb: str = "POST", **values: Any) -> Road:
	"""A road that is a method of the framework."""
	return Road(verb, f"/api/method/{path}", values)


def roads(target: Target) -> Iterator[Road]:
	"""Every road to a decided state of a document."""
	for change in target.changes:
		yield from by_change(target, change)
	yield from by_entry(target)
	yield from by_end(target)
	yield from by_workflow(target)
	if target.board:
		yield from by_board(target)


def by_change(target: Target, change: dict[str, Any]) -> Iterator[Road]:
	"""Its fields are written: one by one, as a whole, in bulk, from a form, through a method of the document."""
	doctype, name = target.doctype, target.name
	on = {"doctype": doctype, "name": name}
	whole, (first, value) = {**on, **change}, next(iter(change.items()))
	for version in ("resource", "v1/resource"):
		yield Road("PUT", f"/api/{version}/{doctype}/{name}", change)
	for verb in ("PUT", "PATCH"):
		yield Road(verb, f"/api/v2/document/{doctype}/{name}", change)
	yield method(f"{CLIENT}.set_value", **on, fieldname=first, value=value)
	yield method(f"{CLIENT}.set_value", **on, fieldname=change)
	yield Road("POST", "/", {"cmd": f"{CLIENT}.set_value", **on, "fieldname": first, "value": value})
	yield Road("POST", "/api/v2/method/frappe.client.set_value", {**on, "fieldname": first, "value": value})
	yield method(f"{CLIENT}.save", doc=whole)
	yield method(f"{CLIENT}.bulk_update", docs=json.dumps([{"doctype": doctype, "docname": name, **change}]))
	for action in ("Save", "Update", "Submit"):
		yield method(f"{FORM}.save.savedocs", doc=json.dumps(whole), action=action)
	yield method(BULK, doctype=doctype, docnames=json.dumps([name]), action="update", data=json.dumps(change))
	event = json.dumps({"start": first, "end": first})
	yield method("frappe.desk.calendar.update_event", args=json.dumps(whole), field_map=event)
	for step in ("save", "db_set", "submit", "run_post_save_methods"):
		yield method("run_doc_method", docs=json.dumps(whole), method=step)
		yield Road("POST", "/api/v2/method/run_doc_method", {"document": whole, "method": step})
	arguments = {"run_method": "db_set", "fieldname": first, "value": value}
	yield Road("POST", f"/api/resource/{doctype}/{name}", arguments)
	yield Road(
		"POST", f"/api/v2/document/{doctype}/{name}/method/db_set", {"fieldname": first, "value": value}
	)
	order = {"document_type": doctype, "field": first, "update_value": value, "condition": f"name='{name}'"}
	yield method("run_doc_method", docs=json.dumps({"doctype": "Bulk Update", **order}), method="bulk_update")


def by_entry(target: Target) -> Iterator[Road]:
	"""Another one is entered that is decided already, or amends this one."""
	new = {"doctype": target.doctype, **target.new}
	yield Road("POST", f"/api/resource/{target.doctype}", dict(target.new))
	yield Road("POST", f"/api/v2/document/{target.doctype}", dict(target.new))
	yield method(f"{CLIENT}.insert", doc=new)
	yield method(f"{CLIENT}.insert_many", docs=[new])
	yield method(f"{FORM}.save.savedocs", doc=json.dumps({**new, "__islocal": 1}), action="Save")
	amended = {**new, "amended_from": target.name}
	yield method(f"{CLIENT}.insert", doc=amended)
	yield method(f"{FORM}.save.savedocs", doc=json.dumps({**amended, "__islocal": 1}), action="Submit")


def by_end(target: Target) -> Iterator[Road]:
	"""It is taken away, renamed, submitted, cancelled, discarded: a decided one would be gone or another."""
	doctype, name = target.doctype, target.name
	on = {"doctype": doctype, "name": name}
	yield Road("DELETE", f"/api/resource/{doctype}/{name}")
	yield Road("DELETE", f"/api/v2/document/{doctype}/{name}")
	yield method(f"{CLIENT}.delete", **on)
	yield method("frappe.desk.reportview.delete_items", doctype=doctype, items=json.dumps([name]))
	yield method(f"{CLIENT}.rename_doc", doctype=doctype, old_name=name, new_name=f"{name}-x")
	renamed = {"doctype": doctype, "docname": name, "name": f"{name}-x", "title": "x"}
	yield method("frappe.model.rename_doc.update_document_title", **renamed)
	yield method(f"{CLIENT}.submit", doc=on)
	yield method(f"{CLIENT}.cancel", **on)
	for action in ("Submit", "Cancel"):
		yield method(f"{FORM}.save.savedocs", doc=json.dumps({**on, "docstatus": 1}), action=action)
	yield method(f"{FORM}.save.cancel", **on, workflow_state_fieldname="status", workflow_state="Granted")
	yield method(f"{FORM}.save.discard", **on)
	for action in ("submit", "cancel"):
		yield method(BULK, doctype=doctype, docnames=json.dumps([name]), action=action)
	for step in ("submit", "cancel", "discard", "delete", "rename"):
		yield Road("POST", f"/api/resource/{doctype}/{name}", {"run_method": step})
		yield Road("POST", f"/api/v2/document/{doctype}/{name}/method/{step}")


def by_workflow(target: Target) -> Iterator[Road]:
	"""Its Workflow's actions: the button, many at once, the link in a mail, with its signature and without."""
	doctype, name = target.doctype, target.name
	for action in target.actions:
		document = json.dumps({"doctype": doctype, "name": name})
		yield method("frappe.model.workflow.apply_workflow", doc=document, action=action)
		many = {"docnames": json.dumps([name]), "doctype": doctype, "action": action}
		yield method("frappe.model.workflow.bulk_workflow_approval", **many)
		asked = {"doctype": doctype, "docname": name, "action": action, "user": "chair@esaylov.example"}
		for step, more in (("apply_action", {"current_state": "Under Review"}), ("confirm_action", {})):
			yield method(f"{LINK}.{step}", "GET", **asked, **more)
			yield method(f"{LINK}.{step}", **asked, **more)
	for query in target.links:
		yield Road("GET", f"/api/method/{LINK}.confirm_action?{query}")


def by_board(target: Target) -> Iterator[Road]:
	"""A card is moved into the column of a decided state."""
	board = "frappe.desk.doctype.kanban_board.kanban_board"
	for state in ("Granted", "Refused"):
		order = json.dumps({state: [target.name]})
		yield method(f"{board}.update_order", board_name=target.board, order=order)
		moved = {"from_colname": "Under Review", "to_colname": state, "old_index": 0, "new_index": 0}
		yield method(
			f"{board}.update_order_for_single_card", board_name=target.board, docname=target.name, **moved
		)


def imported(target: Target) -> str:
	"""A table for Data Import that would decide it."""
	change = target.changes[0]
	return f"ID,{','.join(change)}\n{target.name},{','.join(str(value) for value in change.values())}\n"
