"""What makes a filing cheap, and that it is the same filing: the step of its Workflow, its locked row, its counters, its signature."""

import re
import sys
from pathlib import Path

import frappe
import pytest
from factories import appeals as made
from factories.papers import PDF
from factories.queries import counted
from frappe.model.document import Document
from frappe.model.workflow import WorkflowPermissionError

import esaylov
from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.form_facts.applicants import own
from esaylov.appeals.types import definitions
from esaylov.core.formats import sms
from esaylov.core.signing import cms
from esaylov.elections import statutes
from esaylov.framework.files import stored_files
from esaylov.framework.persistence import documents, reads, rows, workflows
from esaylov.framework.requests import cleaning
from esaylov.identity import bodies, persons
from esaylov.trust import keys, signatures
from esaylov.trust.chains import chain
from esaylov.trust.signatures import store

sys.path.append(str(Path(__file__).resolve().parents[4] / "benchmarks"))
import submit_path

MOST_FILES, MOST_FUNCTIONS = 59, 298
"""Of ours that a filing may go through: half of the 101 and 422 that it once went through (issue 16); docs/measurements.md has what
`benchmarks/submit_path.py` counts. Two functions make the MAC of its event; two files and twelve functions compare
the named people with known ones; one file and six functions check the result of the filing;
six files and forty-eight functions count the checked persons of the day, with the words of their names, and the numbers beside a name;
fourteen compare namesakes by their day of birth, organizations by their words, and ask for the PINFL of whoever gets a mandate;
one salts the signed bytes; two compare days of birth with the day of the filing."""
READ_IN_EACH_REQUEST = 0 if hasattr(frappe, "client_cache") else 12
"""Functions that read a DocType's description and the hooks: of Frappe 15 in each request, as it keeps none of them between two."""
UNLIKE = {
	*(
		"name",
		"creation",
		"modified",
		"event_id",
		"hash",
		"previous_hash",
		"mac",
		"sequence",
		"at",
		"body",
		"reference_name",
	),
	*(
		"payload_sha256",
		"cms",
		"signed_at",
		"verified_at",
		"number",
		"received_at",
		"receipt",
		"payload",
		"signature",
	),
	*(
		"tracking_code",
		"idempotency_key",
		"checks_due_at",
		"parent",
		"file",
		"event_key",
		"text",
		"send_after",
	),
	*("expires_at",),
}
"""Columns of rows that differ between two filings."""


def workflow_without(**values):
	"""The Workflow of appeals without its steps of the kind, on this site."""
	frappe.db.delete("Workflow Transition", {"parent": "Appeal", **values})
	frappe.clear_document_cache("Workflow", "Appeal")


def test_a_step_that_the_workflow_has_for_a_role_of_the_user_is_plainly_allowed(monkeypatch):
	asked = []
	monkeypatch.setattr(workflows, "is_plainly_allowed", lambda doc: asked.append(plainly(doc)) or asked[-1])
	name = made.draft()
	asked.clear()
	made.submit(name)
	assert asked == [True]


plainly = workflows.is_plainly_allowed


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
	documents.stands(document)
	before = documents._stood[document]
	document.status, document.attachments[0].file_name = "Registered", "another.pdf"
	assert (before.status, before.attachments[0].file_name) == ("Draft", "qaror.pdf")


def test_what_stands_is_used_for_one_save_only():
	name = made.draft()
	document = own(name, made.PARTY, lock=True)
	documents.stands(document)
	document.save(ignore_permissions=True)
	assert document not in documents._stood
	document.save(ignore_permissions=True)
	assert document.get_doc_before_save() is not document


def test_a_counter_begins_at_one_and_goes_on_without_gaps():
	commission = frappe.get_all("Election Commission", pluck="name", limit=1, order_by="name asc")[0]
	taken = [chain.next_number(commission, "rows", count) for count in (1, 3, 1)]
	assert taken == [1, 2, 5]
	assert frappe.db.get_value("Commission Counter", f"{commission}|rows", "value") == 5


def test_a_changed_certificate_is_heard_at_once():
	before = store()
	assert store() is before
	frappe.db.set_value("Trusted Certificate", {"is_active": 1}, "requires_crl", 1)
	assert store().needing_crl
	assert store() is not before


KEYS = {
	"Appeal": "name",
	"Appeal Attachment": "parent",
	"Document Signature": "reference_name",
	"Chain Event": "body",
	"SMS Message": "reference_name",
}
"""What a filing writes, and the column by which the rows of an appeal are found."""


@pytest.mark.parametrize("doctype", KEYS)
def test_both_roads_write_the_same_rows(doctype, monkeypatch):
	typed = made.answers()
	quick = written(doctype, made.filed(typed=typed))
	saved = []
	monkeypatch.setattr(rows, "may_write_directly", lambda doctype, done=(): False)
	monkeypatch.setattr(
		Document, "save", lambda self, **values: saved.append(self) or stock_save(self, **values)
	)
	slow = written(doctype, made.filed(typed=typed))
	assert "Appeal" in {document.doctype for document in saved}
	assert quick == slow
	assert quick


def forgotten():
	"""As in a process that has just begun."""
	for kept in (
		definitions._read,
		statutes._numbers_on,
		signatures._read,
		keys.read_key,
		cms.read_signer,
		sms._read,
		reads._text,
	):
		assert kept.cache_info().currsize, kept
		kept.cache_clear()
	for read_of_meta in (rows._hooks, rows.kept_columns, rows._asked, documents._plain):
		assert read_of_meta, read_of_meta
		read_of_meta.clear()
	frappe.local.request_cache.clear()


@pytest.mark.parametrize("doctype", KEYS)
def test_a_filing_by_what_was_kept_is_that_of_a_process_that_keeps_nothing(doctype):
	typed = made.answers()
	made.filed(typed=typed)
	warm = written(doctype, made.filed(typed=typed))
	draft = made.draft(typed=typed)
	signature, key = made.signature(made.PARTY, before_filing.payload(draft)), made.new_key()
	forgotten()
	submitting.submit(draft, signature, key)
	frappe.set_user("Administrator")
	assert written(doctype, draft) == warm
	assert warm


def test_findings_of_what_was_kept_are_those_of_a_process_that_keeps_nothing():
	made.filed()
	draft = made.draft(typed=made.answers([made.person(phone="12"), made.person(pinfl="1")]), with_file=False)
	warm = before_filing.check(draft)
	forgotten()
	assert before_filing.check(draft) == warm
	assert warm


stock_save = Document.save


def written(doctype, appeal):
	"""The rows that a filing wrote, but for what is another one's in each filing."""
	key = {KEYS[doctype]: ["like", f"%{appeal}%"]}
	return [
		{column: value for column, value in row.items() if column not in UNLIKE}
		for row in frappe.get_all(doctype, key, ["*"], order_by="name asc")
	]


DRAFTED = {
	"Appeal": "name",
	"Appeal Attachment": "parent",
	"File": "attached_to_name",
	"Comment": "reference_name",
}
"""What a draft with a file writes, and the column by which the rows of an appeal are found."""
STORED_NAME = re.compile("[0-9a-f]{64}-[0-9a-f]{12}")


@pytest.mark.parametrize("doctype", DRAFTED)
def test_both_roads_write_the_same_draft(doctype, monkeypatch):
	typed = made.answers()
	quick = drafted(doctype, typed)
	monkeypatch.setattr(rows, "may_write_directly", lambda doctype, done=(): False)
	slow = drafted(doctype, typed)
	assert quick == slow
	assert quick


def drafted(doctype, typed):
	"""The rows of a draft whose file was replaced by another one, and whose answers were changed after that."""
	name = made.draft(typed=typed)
	attachments.attach(name, "party_decision", "boshqa.pdf", PDF + b"\n")
	drafting.update(name, {**typed, "party_decision_no": "13-Q"})
	found = frappe.get_all(doctype, {DRAFTED[doctype]: name}, ["*"], order_by="creation asc")
	return [
		{
			column: STORED_NAME.sub("", value) if isinstance(value, str) else value
			for column, value in row.items()
			if column not in {*UNLIKE, DRAFTED[doctype], "content_hash"}
		}
		for row in found
	]


@pytest.mark.parametrize("column", ["modified", "number", "receipt", "payload"])
def test_a_filing_is_written_with_its_moment_and_its_number(column):
	draft = made.draft()
	before = made.stored(draft).get(column)
	made.submit(draft)
	assert made.stored(draft).get(column) not in (before, None)


def test_a_filing_is_written_by_one_statement_where_nobody_listens():
	draft = made.draft()
	with counted() as statements:
		made.submit(draft)
	changed = [text for text in statements if text.lstrip().lower().startswith("update `tabappeal")]
	assert len(changed) == 1


def test_under_the_lock_of_the_commission_nothing_is_asked_but_what_its_number_decides():
	draft = made.draft()
	with counted() as statements:
		made.submit(draft)
	began = next(place for place, text in enumerate(statements) if "tabCommission Counter" in text)
	under = [" ".join(text.split()[:3]).lower() for text in statements[began:]]
	assert under == [
		"insert into `tabcommission",
		"select `at`,`hash` from",
		"insert into `tabchain",
		"update `tabappeal` set",
		"insert into `tabsms",
	]


@pytest.mark.parametrize("listener", ["Custom Field", "Server Script"])
def test_a_filing_takes_the_stock_road_where_a_site_listens(listener, monkeypatch):
	draft, saved = made.draft(), []
	frappe.local.request_cache.clear()
	monkeypatch.setattr(
		rows,
		"_listened_to",
		lambda unlisted: frozenset({"Appeal Attachment" if listener == "Custom Field" else "Appeal"}),
	)
	monkeypatch.setattr(
		Document, "save", lambda self, **values: saved.append(self) or stock_save(self, **values)
	)
	made.submit(draft)
	assert [document.name for document in saved if document.doctype == "Appeal"] == [draft]


def test_markup_in_a_certificate_is_cleaned():
	cleaned = cleaning.without_markup("<script>alert(1)</script>Ali")
	assert "<" not in cleaned  # taken away, or written as a text: as this version of the framework has it
	assert cleaned.endswith("Ali")
	assert cleaning.without_markup("Ali") == "Ali"


def test_a_filing_goes_through_no_more_of_ours_than_was_measured():
	calls = submit_path.filed(Path(esaylov.__file__).parent)
	files = {file for file, _ in calls}
	assert 40 < len(files) <= MOST_FILES  # none at all: the package is elsewhere
	assert len(calls) <= MOST_FUNCTIONS + READ_IN_EACH_REQUEST


def test_the_folder_of_attached_files_is_found_by_its_name():
	"""No index leads to its mark: each file that is attached would have all files read."""
	made.draft()
	(folder,) = frappe.get_all("File", {"is_attachments_folder": 1}, pluck="name")
	with counted() as statements:
		name = made.draft()
	asked = [text for text in statements if "is_attachments_folder`=" in text]
	assert len(asked) == 1
	assert "`name`=%s" in asked[0]
	assert frappe.db.get_value("File", {"attached_to_name": name}, "folder") == folder


def test_another_folder_of_attached_files_is_found_at_once():
	made.draft()
	(folder,) = frappe.get_all("File", {"is_attachments_folder": 1}, pluck="name")
	frappe.db.sql("update tabFile set is_attachments_folder=0 where name=%s", folder)
	assert stored_files._attachments_folder() is None
	home = frappe.get_all("File", {"is_home_folder": 1}, pluck="name")[0]
	frappe.db.sql("update tabFile set is_attachments_folder=1 where name=%s", home)
	assert stored_files._attachments_folder() == home
	frappe.db.rollback()
	assert stored_files._attachments_folder() == folder


def test_a_number_and_the_place_of_its_event_are_taken_as_one_by_one():
	commission = frappe.get_all("Election Commission", pluck="name", limit=1, order_by="name asc")[0]
	number, place = chain.next_number(commission, "rows"), chain.next_number(commission, chain.COUNTER_KIND)
	with counted() as statements:
		assert chain.next_with_event(commission, "rows") == (number + 1, place + 1)
		assert chain.next_with_event(commission, "others") == (1, place + 2)
	assert len(statements) == 2
	assert chain.next_number(commission, "rows") == number + 2


@pytest.mark.parametrize("user", [made.PARTY, made.CHAIR, "Administrator"])
def test_who_a_user_is_is_asked_once_as_it_was_by_parts(user):
	caller = bodies.caller_of(user)
	assert list(caller.bodies) == bodies.bodies_of(user)
	assert caller.person == bodies.signing_person(user)
	assert (caller.person or {}).get("name") == persons.person_of(user)
	with bodies.held(user, caller), counted() as statements:
		assert bodies.signing_person(user) is caller.person
		assert bodies.bodies_held(user) is caller.bodies
	assert statements == []


def test_the_one_before_is_told_of_nobody_else():
	with bodies.held(made.PARTY, bodies.caller_of(made.PARTY)):
		assert bodies.signing_person(made.RIVAL).name == persons.person_of(made.RIVAL)
		assert bodies.bodies_held(made.RIVAL) == bodies.bodies_of(made.RIVAL)
