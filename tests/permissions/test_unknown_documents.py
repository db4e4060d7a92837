"""A document out of reach is answered as one that does not exist, so that no name can be guessed."""

import json

import pytest
from doors import Door, method
from test_doors import label, opened

WHO = "sibling.chair"
OF = {"$N": "Appeal", "$P": "Person"}
"""Marks of documents of another commission, with their DocTypes."""
LOAD, CLIENT = "frappe.desk.form.load", "frappe.client"


def doors_of(doctype: str, mark: str) -> list[Door]:
	"""The framework's functions that take a document by its name."""
	named = {"doctype": doctype, "name": mark}
	document = json.dumps(named)
	return [
		("GET", f"/api/resource/{doctype}/{mark}", {}),
		("GET", f"/api/v2/document/{doctype}/{mark}", {}),
		("GET", f"/api/v2/document/{doctype}/{mark}/copy", {}),
		("PUT", f"/api/resource/{doctype}/{mark}", {"idx": 1}),
		("PUT", f"/api/v2/document/{doctype}/{mark}", {"idx": 1}),
		("DELETE", f"/api/resource/{doctype}/{mark}", {}),
		("DELETE", f"/api/v2/document/{doctype}/{mark}", {}),
		method(f"{CLIENT}.get", **named),
		method(f"{CLIENT}.delete", **named),
		method(f"{CLIENT}.set_value", **named, fieldname="idx", value=1),
		method(f"{CLIENT}.get_doc_permissions", doctype=doctype, docname=mark),
		method(f"{CLIENT}.has_permission", doctype=doctype, docname=mark, perm_type="read"),
		method(f"{CLIENT}.get_value", doctype=doctype, filters=mark, fieldname="name"),
		method(f"{CLIENT}.save", doc=document),
		method(f"{CLIENT}.rename_doc", doctype=doctype, old_name=mark, new_name="x"),
		method("frappe.desk.form.linked_with.get", doctype=doctype, docname=mark),
		method(f"{LOAD}.getdoc", "GET", **named),
		method(f"{LOAD}.get_docinfo", "GET", **named),
		method(f"{LOAD}.get_communications", "GET", **named),
		method("frappe.desk.form.save.savedocs", doc=document, action="Save"),
		method(
			"frappe.desk.form.utils.add_comment",
			reference_doctype=doctype,
			reference_name=mark,
			content="x",
			comment_email=f"{WHO}@esaylov.example",
			comment_by="x",
		),
		method(
			"frappe.desk.form.assign_to.add", doctype=doctype, name=mark, assign_to=[f"{WHO}@esaylov.example"]
		),
		method("frappe.desk.form.assign_to.get", args={"doctype": doctype, "name": mark}),
		method("frappe.desk.reportview.delete_items", doctype=doctype, items=json.dumps([mark])),
		method("frappe.handler.run_doc_method", dt=doctype, dn=mark, method="x"),
		method(
			"frappe.model.rename_doc.update_document_title",
			doctype=doctype,
			docname=mark,
			title="x",
			name="x",
		),
		method("frappe.model.workflow.get_transitions", doc=document),
		method("frappe.model.workflow.apply_workflow", doc=document, action="x"),
		method("frappe.share.get_users", **named),
		method("frappe.share.add", **named, user=f"{WHO}@esaylov.example"),
		("GET", "/printview", named),
	]


@pytest.mark.parametrize("mark", OF)
def test_a_document_out_of_reach_is_answered_as_one_that_does_not_exist(login, names, mark):
	client, differing = login(WHO), []
	for door in doors_of(OF[mark], mark):
		answers = []
		for name in (names[mark], "0" * len(names[mark])):
			answer = opened(client, door, {mark: name})
			text = answer.text.replace(name, "")
			answers.append((answer.status_code, text))
		if answers[0] != answers[1]:
			differing.append(f"{label(door)}: {[(status, text[:200]) for status, text in answers]}")
	assert not differing, "\n".join(differing)
