"""Charts and cards of a System Manager are those of what they read and run."""

import frappe
import pytest
from factories import insiders
from frappe.desk.desktop import Workspace

from esaylov.permissions import reach
from esaylov.permissions.figures import KINDS

MANAGER = "figures@esaylov.example"
CHAIR = "chair@esaylov.example"
OURS = {
	"Dashboard Chart": {"Personal Data Access by Day", "Appeals by Status"},
	"Number Card": {"Registered Candidates"},
}


@pytest.fixture
def manager(as_user):
	insiders.manager(MANAGER)
	as_user(MANAGER)


def shown(doctype: str) -> set[str]:
	"""Names of a list; each one must open too, and no other."""
	listed = set(frappe.get_list(doctype, pluck="name", limit=0))
	opened = {
		name
		for name in frappe.get_all(doctype, pluck="name")
		if frappe.has_permission(doctype, "read", frappe.get_doc(doctype, name))
	}
	assert listed == opened
	return listed


@pytest.mark.parametrize("doctype", ["Dashboard Chart", "Number Card"])
def test_a_system_manager_has_figures_of_what_they_read_and_run_alone(manager, doctype):
	rows = frappe.get_all(
		doctype, fields=["name", f"{KINDS[doctype]} as kind", "document_type", "report_name"]
	)
	theirs = {row.name for row in rows if is_open(row)}
	assert shown(doctype) == theirs
	assert theirs < {row.name for row in rows}
	assert theirs.isdisjoint(OURS[doctype])


def is_open(row: frappe._dict) -> bool:
	"""Whether what a figure is made of is open to the user of the session, as the screen that shows it will ask."""
	if row.kind != "Report":
		return row.kind == "Custom" or frappe.has_permission(row.document_type, "read")
	try:
		reach.require_report(row.report_name)
	except frappe.PermissionError:
		return False
	return True


def test_what_is_left_out_is_not_in_a_workspace_either(manager):
	place = Workspace({"name": "Website", "title": "Website", "public": 1})
	place.build_workspace()
	theirs = {card.number_card_name for card in place.number_cards["items"]}
	assert theirs <= shown("Number Card")


def test_others_have_what_the_framework_gives_them(as_user):
	as_user(CHAIR)
	assert {"Appeals by Status"} <= set(frappe.get_list("Dashboard Chart", pluck="name", limit=0))
