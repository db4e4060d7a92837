"""No Workflow Actions of appeals, whose steps are taken in the inbox: unless a site sends mail of them."""

import frappe
import pytest
from factories import appeals as made
from frappe.workflow.doctype.workflow_action import workflow_action

from esaylov.framework.persistence import rows, workflows


@pytest.fixture
def stock(monkeypatch):
	"""What the framework would make; documents that it was asked to make them for."""
	asked = []
	monkeypatch.setattr(workflows, "_stock", lambda doc, state: asked.append((doc.doctype, state)))
	monkeypatch.setattr(workflow_action, "process_workflow_actions", workflows._process)
	return asked


def test_a_filing_makes_none(stock):
	made.filed()
	assert stock == []


def test_others_with_a_workflow_have_them(stock):
	question = frappe.new_doc("FAQ")
	question.run_method("on_update")
	assert stock == [("FAQ", "on_update")]


def test_one_that_is_removed_has_its_own_removed(stock):
	name = made.draft(with_file=False)
	frappe.delete_doc("Appeal", name, ignore_permissions=True)
	assert ("Appeal", "on_trash") in stock


def test_a_site_that_sends_mail_of_them_has_them(stock):
	frappe.db.set_value("Workflow", "Appeal", "send_email_alert", 1)
	frappe.clear_document_cache("Workflow", "Appeal")
	made.filed()
	assert ("Appeal", "on_update") in stock


def test_the_framework_asks_us():
	assert workflow_action.process_workflow_actions.__module__ == workflows.__name__


def test_a_doctype_whose_actions_are_made_is_not_written_as_rows():
	asked = [rows.may_write_directly(doctype) for doctype in ("Appeal", "Legal Act")]
	assert asked == [True, False]
