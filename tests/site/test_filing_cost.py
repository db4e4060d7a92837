"""What makes a filing cheap, and that it is the same filing: the step of its Workflow, its locked row, its counters, its signature."""

import frappe
import pytest
from factories import appeals as made
from frappe.model.workflow import WorkflowPermissionError

from esaylov.appeals.applicants import own
from esaylov.framework import locking, rows, workflow_steps
from esaylov.trust import counters, signatures
from esaylov.trust.store import store

APART = {"name", "creation", "modified", "event_id", "hash", "previous_hash", "sequence", "at", "body"}
"""Columns of rows that differ between two filings."""


def workflow_without(**values):
	"""The Workflow of appeals without its steps of the kind, on this site."""
	frappe.db.delete("Workflow Transition", {"parent": "Appeal", **values})
	frappe.clear_document_cache("Workflow", "Appeal")


def test_a_step_that_the_workflow_has_for_a_role_of_the_user_is_plainly_allowed(monkeypatch):
	asked = []
	monkeypatch.setattr(
		workflow_steps, "is_plainly_allowed", lambda doc: asked.append(plainly(doc)) or asked[-1]
	)
	name = made.draft()
	asked.clear()
	made.submit(name)
	assert asked == [True]


plainly = workflow_steps.is_plainly_allowed


@pytest.mark.parametrize("kind", [{"state": "Draft"}, {"allowed": "Party Representative"}])
def test_a_step_that_was_taken_out_of_the_workflow_is_refused(kind):
	name = made.draft()
	workflow_without(**kind)
	with pytest.raises(WorkflowPermissionError):
		made.submit(name)


def test_a_condition_that_does_not_hold_refuses_the_step():
	name = made.draft()
	frappe.db.set_value("Workflow Transition", {"parent": "Appeal", "state": "Draft"}, "condition", "False")
	frappe.clear_document_cache("Workflow", "Appeal")
	with pytest.raises(WorkflowPermissionError):
		made.submit(name)


def test_whoever_saves_by_permissions_is_asked_by_the_framework():
	document = made.stored(made.draft())
	document.load_doc_before_save()
	document.status = "Registered"
	assert not plainly(document)


def test_what_stands_is_a_copy_of_its_own():
	document = own(made.draft(), made.PARTY, lock=True)
	locking.stands(document)
	before = document.flags.stands
	document.status, document.attachments[0].file_name = "Registered", "another.pdf"
	assert (before.status, before.attachments[0].file_name) == ("Draft", "qaror.pdf")


def test_what_stands_is_used_for_one_save_only():
	name = made.draft()
	document = own(name, made.PARTY, lock=True)
	locking.stands(document)
	document.save(ignore_permissions=True)
	assert "stands" not in document.flags
	document.save(ignore_permissions=True)
	assert document.get_doc_before_save() is not document


def test_a_counter_begins_at_one_and_goes_on_without_gaps():
	commission = frappe.get_all("Election Commission", pluck="name", limit=1, order_by="name asc")[0]
	taken = [counters.next_numbers(commission, "rows", count) for count in (1, 3, 1)]
	assert taken == [1, 2, 5]
	assert frappe.db.get_value("Commission Counter", f"{commission}|rows", "value") == 5


def test_a_changed_certificate_is_heard_at_once():
	before = store()
	assert store() is before
	frappe.db.set_value("Trusted Certificate", {"is_active": 1}, "requires_crl", 1)
	assert store().needing_crl
	assert store() is not before


@pytest.mark.parametrize("doctype", ["Document Signature", "Chain Event"])
def test_both_roads_write_the_same_rows(doctype, monkeypatch):
	quick = written(doctype, made.filed())
	monkeypatch.setattr(rows, "may_write_directly", lambda doctype, done=(): False)
	slow = written(doctype, made.filed())
	assert quick == slow


def written(doctype, appeal):
	"""The row that a filing wrote."""
	key = {"reference_name": appeal} if doctype == "Document Signature" else {"body": ["like", f"%{appeal}%"]}
	(row,) = frappe.get_all(doctype, key, ["*"])
	unlike = {*APART, "reference_name", "payload_sha256", "cms", "signed_at", "verified_at"}
	return {column: value for column, value in row.items() if column not in unlike}


def test_markup_in_a_certificate_is_cleaned():
	assert signatures._plain("<script>alert(1)</script>Ali") == "Ali"
	assert signatures._plain("Ali") == "Ali"
