"""What can be asked of the removal without removing anything; the removal itself: tests/standalone/test_neighbours.py."""

import json

import frappe
import pytest
from factories import settled

from esaylov.identity.roles import Role
from esaylov.setup import uninstall

FIELDS = [
	(doctype, field)
	for doctype, fields in (uninstall.DOCUMENTS | uninstall.ROWS).items()
	for field in fields
	if not doctype.startswith("__")
]
STAFF = "xodim-modullar@esaylov.example"


@pytest.fixture(autouse=True)
def taken_back():
	yield
	frappe.db.rollback()


@pytest.mark.parametrize(("doctype", "field"), FIELDS)
def test_each_table_that_is_cleared_has_the_column(doctype, field):
	assert frappe.db.has_column(doctype, field)


def test_a_rehearsal_removes_nothing():
	before = {doctype: frappe.db.count(doctype) for doctype in ("Role", "Workflow", "Scheduled Job Type")}
	uninstall.before_uninstall()
	assert "Appeal" in frappe.flags.esaylov.doctypes
	assert {"New", "Signed"} & set(frappe.flags.esaylov.shared["Workflow State"])
	uninstall.after_uninstall()
	assert before == {doctype: frappe.db.count(doctype) for doctype in before}
	assert "esaylov" not in frappe.flags


def test_staff_who_saw_our_modules_only_see_the_others_again():
	user = frappe.get_doc(doctype="User", email=STAFF, first_name="Xodim")
	user.append("roles", {"role": Role.STAFF.value})
	user.flags.no_welcome_mail = True
	settled.inserted(user)
	frappe.db.delete("Block Module", {"parent": STAFF})
	modules = frappe.get_all("Module Def", {"app_name": ["!=", "esaylov"]}, pluck="name", order_by="name asc")
	_hide(modules[:1])
	uninstall._show_modules_again()
	assert frappe.get_all("Block Module", {"parent": STAFF}, pluck="module") == modules[:1]
	_hide(modules[1:])
	uninstall._show_modules_again()
	assert frappe.get_all("Block Module", {"parent": STAFF}) == []


def _hide(modules: list[str]) -> None:
	for module in modules:
		row = frappe.get_doc(doctype="Block Module", module=module, parent=STAFF, parenttype="User")
		row.parentfield = "block_modules"
		row.db_insert()


def test_what_stood_before_is_noted_once():
	frappe.db.delete("DefaultValue", {"defkey": uninstall.STOOD})
	frappe.clear_cache()
	uninstall.note_what_stood()
	noted = json.loads(frappe.db.get_global(uninstall.STOOD))
	assert Role.CHAIR.value in noted["Role"]
	assert "System Manager" not in noted["Role"]
	frappe.db.delete("Workflow State", {"name": noted["Workflow State"][0]})
	uninstall.note_what_stood()
	assert json.loads(frappe.db.get_global(uninstall.STOOD)) == noted
