"""A row of a table that is written without its document meets none of the document's guards: nobody writes one so."""

import json

import frappe
import pytest
from factories import appeals as make
from factories import settled
from frappe.api import v1, v2

from esaylov.framework.errors import NotPermitted

RIGHT = {"role": "System Manager", "read": 1, "write": 1, "create": 1, "permlevel": 0}
ROWS = (
	("DocPerm", "DocType", "Decision", "permissions", RIGHT),
	("DocField", "DocType", "Decision", "fields", {"fieldname": "x", "fieldtype": "Data", "label": "x"}),
	("Has Role", "User", make.CHAIR, "roles", {"role": "Election Administrator"}),
	("Workflow Document State", "Workflow", "Appeal", "states", {"state": "Registered", "doc_status": "0"}),
)


@pytest.fixture
def manager(as_user) -> None:
	"""At work as a System Manager, who passes every permission of the framework."""
	user = frappe.get_doc(
		doctype="User", email="rows.manager@esaylov.example", first_name="Tizim", send_welcome_email=0
	)
	user.append("roles", {"role": "System Manager"})
	as_user(settled.inserted(user).name)


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
@pytest.mark.parametrize("api", [v1, v2], ids=["v1", "v2"])
def test_no_row_is_stored_alone(manager, monkeypatch, api, row):
	doctype, parenttype, parent, field, values = row
	sent = {"parent": parent, "parenttype": parenttype, "parentfield": field, **values}
	before = frappe.db.count(doctype, {"parent": parent})
	form = {"data": json.dumps(sent)} if api is v1 else sent
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(form))
	with pytest.raises((NotPermitted, frappe.PermissionError)):
		api.create_doc(doctype)
	assert frappe.db.count(doctype, {"parent": parent}) == before


@pytest.mark.parametrize(("doctype", "parent"), [("DocField", "Decision"), ("Has Role", make.CHAIR)])
def test_no_row_is_changed_or_deleted_alone(manager, monkeypatch, doctype, parent):
	name = frappe.get_all(doctype, {"parent": parent}, pluck="name", order_by="idx asc")[0]
	monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(data=json.dumps({"idx": 9})))
	for step in (
		lambda: v1.delete_doc(doctype, name),
		lambda: v1.update_doc(doctype, name),
		lambda: frappe.client.save(frappe.get_doc(doctype, name).as_dict()),
		lambda: frappe.rename_doc(doctype, name, "x", force=True),
	):
		with pytest.raises((NotPermitted, frappe.PermissionError, frappe.ValidationError)):
			step()
	assert frappe.db.exists(doctype, name)


TRACES = {
	"Comment": {
		"comment_type": "Info",
		"content": "sinov",
		"reference_doctype": "User",
		"reference_name": make.CHAIR,
	},
	"Error Log": {"error": "sinov", "method": "sinov"},
	"Notification Log": {
		**{"subject": "sinov", "for_user": make.CHAIR, "type": "Alert"},
		**{"document_type": "User", "document_name": make.CHAIR},
	},
	"Permission Log": {"changed_by": "Administrator", "for_doctype": "User", "for_document": make.CHAIR},
	"API Request Log": {"method": "GET", "path": "/"},
	"Scheduled Job Log": {"status": "Complete"},
}


@pytest.mark.parametrize("doctype", [*TRACES, "Shipped Record"])
def test_what_says_what_happened_is_deleted_by_nobody(as_user, manager, doctype):
	if not frappe.db.exists("DocType", doctype):
		pytest.skip("another version of the framework has it")
	as_user("Administrator")
	name = frappe.db.get_value(doctype, {}) if doctype not in TRACES else trace(doctype)
	as_user("rows.manager@esaylov.example")
	for step in (lambda: frappe.delete_doc(doctype, name), lambda: v1.delete_doc(doctype, name)):
		with pytest.raises((NotPermitted, frappe.PermissionError)):
			step()
	assert frappe.db.exists(doctype, name)


def trace(doctype: str) -> str:
	"""A trace that the system left."""
	document = frappe.get_doc({"doctype": doctype, **TRACES[doctype]})
	return str(document.insert(ignore_permissions=True, ignore_mandatory=True, ignore_links=True).name)


def test_who_wrote_a_comment_takes_it_back_and_nobody_elses(as_user, manager):
	values = {
		**TRACES["Comment"],
		"comment_type": "Comment",
		"reference_name": "rows.manager@esaylov.example",
	}
	own = frappe.get_doc({"doctype": "Comment", **values}).insert(ignore_permissions=True)
	frappe.delete_doc("Comment", own.name)
	assert not frappe.db.exists("Comment", own.name)
	as_user(make.CHAIR)
	other = frappe.get_doc({"doctype": "Comment", **values}).insert(ignore_permissions=True)
	as_user("rows.manager@esaylov.example")
	with pytest.raises((NotPermitted, frappe.PermissionError)):
		frappe.delete_doc("Comment", other.name)


def test_rows_are_written_with_their_document(manager):
	user = frappe.get_doc("User", "rows.manager@esaylov.example")
	user.append("roles", {"role": "Report Manager"})
	settled.saved(user)
	assert "Report Manager" in frappe.get_roles(user.name)
	frappe.defaults.set_user_default("sinov", "1")
	assert frappe.defaults.get_user_default("sinov") == "1"
