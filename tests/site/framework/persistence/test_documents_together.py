"""Documents written together: each checked, in one order, by the stock road where somebody listens."""

import frappe
import pytest
from factories import appeals as made
from factories import effects as make
from factories.papers import PDF
from frappe.model.workflow import WorkflowPermissionError
from frappe.utils import get_datetime

from esaylov.appeals.drafts import attachments
from esaylov.framework.errors import EsaylovError
from esaylov.framework.persistence import documents, reads, rows, workflows
from esaylov.framework.persistence.documents import all_locked, read_all


def person(**more: str):
	found = frappe.new_doc("Person")
	found.update({"surname": "Karimov", "given_name": "Karim", "pinfl": make.person()["pinfl"], **more})
	return found


@pytest.mark.parametrize("is_quiet", [True, False])
def test_each_is_checked_named_and_follows_the_one_before(is_quiet, monkeypatch):
	if not is_quiet:
		monkeypatch.setattr(rows, "may_write_directly", lambda *_: False)
	people = [person(phone="90 123 45 67") for _ in range(3)]
	documents.insert(people)
	stored = [frappe.get_doc("Person", one.name) for one in people]
	assert {one.phone for one in stored} == {"+998901234567"}  # by the controller
	assert [one.creation for one in stored] == sorted({one.creation for one in stored})
	for one, row in zip(
		people, stored, strict=True
	):  # who saves it later is not told that it changed meanwhile
		assert (get_datetime(one.creation), get_datetime(one.modified)) == (row.creation, row.modified)
	assert not any(one.is_new() for one in people)


@pytest.mark.parametrize(
	("wrong", "refusal"),
	[
		({"given_name": ""}, frappe.MandatoryError),
		({"gender": "Other"}, frappe.ValidationError),
		({"surname": "K" * 200}, frappe.CharacterLengthExceededError),
		({"phone": "12"}, (EsaylovError, frappe.ValidationError)),
	],
)
def test_one_that_is_refused_lets_none_in(wrong, refusal):
	before = frappe.db.count("Person")
	with pytest.raises(refusal):
		documents.insert([person(), person(**wrong)])
	assert frappe.db.count("Person") == before


def test_a_value_in_use_is_said_as_by_a_document():
	first, second = person(), person()
	second.pinfl = first.pinfl
	frappe.db.savepoint("two_of_them")
	with pytest.raises(frappe.UniqueValidationError):
		documents.insert([first, second])
	frappe.db.rollback(save_point="two_of_them")


def test_markup_is_taken_out_as_by_a_document():
	"""One version of the framework takes a tag away, another writes it as a text."""
	one, alone = (person(workplace_position="<script>x</script>Oʻqituvchi") for _ in range(2))
	documents.insert([one])
	alone.insert()
	kept = frappe.db.get_value("Person", one.name, "workplace_position")
	assert kept == frappe.db.get_value("Person", alone.name, "workplace_position")
	assert "Oʻqituvchi" in kept
	assert "<" not in kept


def test_many_are_read_and_locked_in_the_order_of_their_names():
	names = sorted(made.draft(with_file=True) for _ in range(2))
	for found in (all_locked("Appeal", reversed(names)), read_all("Appeal", names)):
		assert [one.name for one in found] == names
		for one in found:
			stored = frappe.get_doc("Appeal", one.name)
			assert one.as_dict() == stored.as_dict()
			assert len(one.attachments) == 1
	assert all_locked("Appeal", []) == []
	with pytest.raises(frappe.DoesNotExistError):
		all_locked("Appeal", [*names, "none"])


def test_a_workflow_without_the_step_refuses():
	appeal = frappe.get_doc("Appeal", made.draft())
	appeal.status = "Granted"
	with pytest.raises(WorkflowPermissionError):
		workflows.check([appeal], {appeal.name: "Draft"})
	with pytest.raises(WorkflowPermissionError):  # its condition asks for a signed decision
		workflows.check([appeal], {appeal.name: "On Agenda"})
	assert appeal.status == "Granted"
	workflows.check([appeal], {appeal.name: "Granted"})


def test_a_step_that_is_refused_is_told_in_the_readers_language(monkeypatch):
	appeal = frappe.get_doc("Appeal", made.draft())
	appeal.status = "Granted"
	monkeypatch.setattr(frappe.local, "lang", "ru")
	with pytest.raises(WorkflowPermissionError, match="«Черновик» в «Удовлетворено»"):
		workflows.check([appeal], {appeal.name: "Draft"})


def test_a_workflow_asks_for_the_role_of_who_acts():
	appeal = frappe.get_doc("Appeal", made.draft())
	appeal.status = "Granted"
	frappe.set_user("Administrator")
	conditions = {row.condition for row in frappe.get_doc("Workflow", "Appeal").transitions}
	workflows.check([appeal], {appeal.name: "On Agenda"}, conditions)
	frappe.set_user(made.PARTY)
	try:
		with pytest.raises(WorkflowPermissionError):
			workflows.check([appeal], {appeal.name: "On Agenda"}, conditions)
	finally:
		frappe.set_user("Administrator")


@pytest.mark.parametrize("doctype", ["Appeal", "File"])
@pytest.mark.parametrize("user", [made.PARTY, made.RIVAL])
def test_a_new_document_is_as_the_framework_makes_it(doctype, user):
	frappe.set_user(user)
	documents.new(doctype).set("number", "of another one")
	assert documents.new(doctype).as_dict() == frappe.new_doc(doctype).as_dict()
	assert documents.new(doctype).owner == user


def test_what_is_seen_before_the_lock_is_what_is_read_behind_it():
	name, empty = made.draft(), made.draft(with_file=False)
	seen = reads.see("Appeal", name)
	read = documents.read("Appeal", name)
	assert seen.modified == read.modified
	assert [row["name"] for row in seen.first] == [row.name for row in read.attachments]
	assert documents.locked("Appeal", name, seen).as_dict() == read.as_dict()
	assert reads.see("Appeal", empty).first == []
	assert reads.see("Appeal", "none") is None


def test_what_was_changed_since_it_was_seen_is_read_behind_the_lock():
	name = made.draft()
	seen = reads.see("Appeal", name)
	attachments.attach(name, "party_decision", "boshqa.pdf", PDF + b"\n")
	(row,) = documents.locked("Appeal", name, seen).attachments
	assert row.file_name == "boshqa.pdf"


def test_a_new_document_in_another_state_than_the_first_is_refused():
	new = documents.new("Appeal")
	new._action, new._doc_before_save = "save", None
	new.status = "Draft"
	assert workflows.is_plainly_allowed(new)
	new.validate_workflow()
	new.status = "Registered"
	assert not workflows.is_plainly_allowed(new)
	with pytest.raises(WorkflowPermissionError):
		new.validate_workflow()
