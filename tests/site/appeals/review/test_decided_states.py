"""No way into a decided state but a signed decision: every stock door of the framework, as everybody who might try it."""

import json

import frappe
import pytest
from factories import appeals as make
from factories.profile import few
from frappe.client import set_value
from frappe.model import workflow
from frappe.model.document import Document

from esaylov.appeals.review import steps
from esaylov.core.procedure.lifecycle import DECIDED, State
from esaylov.decisions.signatures import chair
from esaylov.framework.errors import LawBroken
from esaylov.framework.persistence.documents import locked
from esaylov.setup.demo import ground

PEOPLE = ("Administrator", make.CHAIR, make.SECRETARY, make.ADMINISTRATOR, make.PARTY)
REFUSALS = (
	LawBroken,
	frappe.PermissionError,
	workflow.WorkflowPermissionError,
	workflow.WorkflowTransitionError,
	frappe.ValidationError,
)
STATES = sorted(DECIDED)
ACTIONS = ("Grant", "Grant Partly", "Refuse", "Acknowledge")


@pytest.fixture
def kept_transaction(monkeypatch):
	"""Bulk steps commit what went well and roll back what did not; here both would end the test's transaction."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(frappe.db, "rollback", lambda **_: None)
	yield
	monkeypatch.undo()


def by_set_value(name: str, state: str) -> None:
	set_value("Appeal", name, "status", state)


def by_set_values(name: str, state: str) -> None:
	set_value("Appeal", name, {"status": state, "decision": None})


def by_save(name: str, state: str) -> None:
	"""What REST PUT does, in both versions of the API."""
	document = frappe.get_doc("Appeal", name)
	document.update({"status": state})
	document.save()


def by_save_without_permissions(name: str, state: str) -> None:
	"""What any server code could do that means to be above permissions."""
	document = frappe.get_doc("Appeal", name)
	document.flags.ignore_permissions = True
	document.status = state
	document.save(ignore_permissions=True)


def by_desk(name: str, state: str) -> None:
	"""The Save button of the Desk."""
	from frappe.desk.form.save import savedocs

	document = frappe.get_doc("Appeal", name).as_dict()
	document["status"] = state
	savedocs(frappe.as_json(document), "Save")


def by_bulk_edit(name: str, state: str) -> None:
	from frappe.desk.doctype.bulk_update.bulk_update import submit_cancel_or_update_docs

	failed = submit_cancel_or_update_docs(
		"Appeal", json.dumps([name]), "update", json.dumps({"status": state})
	)
	if name in (failed or []):
		raise frappe.ValidationError


def by_import(name: str, state: str) -> None:
	"""Data import with updates: a row that names the record and its state."""
	from frappe.core.doctype.data_import.importer import UPDATE, Importer

	importer = Importer.__new__(Importer)
	importer.doctype, importer.import_type = "Appeal", UPDATE
	importer.data_import = frappe._dict(doctype="Data Import", name="test")
	importer.update_record(frappe._dict(name=name, status=state))


def by_discard(name: str, state: str) -> None:
	"""Written as cancelled, past `validate`."""
	document = frappe.get_doc("Appeal", name)
	document.flags.ignore_permissions = True
	document.discard()


def by_submit(name: str, state: str) -> None:
	"""The framework lets Administrator submit what cannot be submitted."""
	frappe.get_doc("Appeal", name).submit()


DOORS = (
	*([by_discard] if hasattr(Document, "discard") else []),  # Frappe 15 has none
	by_submit,
	by_set_value,
	by_set_values,
	by_save,
	by_save_without_permissions,
	by_desk,
	by_bulk_edit,
	by_import,
)


@pytest.mark.parametrize("user", few(PEOPLE, ("Administrator", make.CHAIR).__contains__))
@pytest.mark.parametrize("door", few(DOORS, (by_save, by_set_values, by_desk, by_import).__contains__))
@pytest.mark.usefixtures("kept_transaction")
def test_no_door_leads_into_a_decided_state(door, user):
	name = make.under_review()
	for state in STATES:
		frappe.set_user(user)
		with pytest.raises(REFUSALS):
			door(name, state)
		unchanged(name)


@pytest.mark.parametrize("user", PEOPLE)
def test_no_workflow_action_decides(user):
	name = make.under_review()
	for action in ACTIONS:
		frappe.set_user(user)
		with pytest.raises(REFUSALS):
			workflow.apply_workflow(frappe.get_doc("Appeal", name).as_dict(), action)
		unchanged(name)


@pytest.mark.parametrize("user", ["Administrator", make.CHAIR])
@pytest.mark.usefixtures("kept_transaction")
@pytest.mark.full
def test_no_workflow_action_decides_in_bulk(user):
	name = make.under_review()
	for action in ACTIONS:
		frappe.set_user(user)
		# tells of failures in messages only
		workflow.bulk_workflow_approval(json.dumps([name]), "Appeal", action)
		unchanged(name)


@pytest.mark.parametrize("user", PEOPLE)
@pytest.mark.full
def test_the_desk_offers_no_deciding_action(user):
	name = make.under_review()
	frappe.set_user("Administrator")
	document = frappe.get_doc("Appeal", name)
	frappe.set_user(user)
	offered = (
		{row["action"] for row in workflow.get_transitions(document)} if user != make.ADMINISTRATOR else set()
	)
	assert not offered & set(ACTIONS)


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_a_new_appeal_starts_as_a_draft(state):
	"""Insert, as REST POST and data import do it."""
	with pytest.raises(REFUSALS):
		frappe.get_doc(
			doctype="Appeal",
			appeal_type="A56",
			election=ground.ELECTION,
			applicant_body_type="Party Branch",
			applicant_body="OZLIDEP-1726277",
			status=state.value,
		).insert()


@pytest.mark.parametrize("state", [state for state in State if state is not State.DRAFT])
def test_a_draft_does_not_become_a_filing_by_hand(state):
	name = make.draft()
	frappe.set_user("Administrator")
	document = frappe.get_doc("Appeal", name)
	document.status = state.value
	with pytest.raises(LawBroken):
		document.save()


def apply_decision(appeal: str, decision: str) -> None:
	steps.apply_decisions([locked("Appeal", appeal)], {appeal: decision})


class TestWithDecisions:
	def test_a_draft_decision_does_not_decide(self):
		name = make.under_review()
		decision = unsigned_decision(name)
		with pytest.raises(LawBroken):
			apply_decision(name, decision)
		unchanged(name)

	def test_a_decision_that_only_says_it_is_signed_does_not_decide(self):
		name = make.under_review()
		decision = unsigned_decision(name)
		frappe.db.set_value(
			"Decision", decision, "status", "Signed"
		)  # past its controller; no signature is there
		with pytest.raises(LawBroken):
			apply_decision(name, decision)
		unchanged(name)

	def test_the_decision_of_another_appeal_does_not_decide(self):
		decided, name = make.under_review(), make.under_review()
		decision = decide(decided)
		with pytest.raises(LawBroken):
			apply_decision(name, decision)
		unchanged(name)

	def test_no_decision_at_all_does_not_decide(self):
		name = make.under_review()
		with pytest.raises(LawBroken):
			apply_decision(name, "no-such-decision")

	@pytest.mark.parametrize("state", [state for state in State if state is not State.GRANTED])
	def test_a_signed_decision_leads_to_its_outcome_and_nowhere_else(self, state):
		name = make.under_review()
		decide(name)
		document = frappe.get_doc("Appeal", name)
		assert document.status == "Granted"
		document.status = state.value
		with pytest.raises((LawBroken, workflow.WorkflowPermissionError)):
			document.save()

	def test_the_decision_of_a_decided_appeal_is_not_exchanged(self):
		first, second = make.under_review(), make.under_review()
		decide(first)
		document = frappe.get_doc("Appeal", first)
		document.decision = decide(second)
		with pytest.raises(LawBroken):
			document.save()

	def test_a_decided_appeal_is_not_taken_back(self):
		name = make.under_review()
		decide(name)
		frappe.set_user(make.PARTY)
		with pytest.raises(REFUSALS):
			steps.withdraw(name)


def unchanged(name: str) -> None:
	frappe.set_user("Administrator")
	frappe.local.message_log = []
	stored = frappe.db.get_value("Appeal", name, ["status", "decision", "docstatus"])
	assert stored == ("Under Review", None, 0)
	assert not frappe.db.exists("Observer", {"appeal": name})


def decide(name: str) -> str:
	"""A chair's signed decision that grants everybody; gives its name."""
	frappe.set_user(make.CHAIR)
	persons = json.loads(frappe.db.get_value("Appeal", name, "answers"))["persons"]
	rows = [{"path": f"persons[{index}]", "outcome": "Granted"} for index in range(len(persons))]
	payload = chair.draft(name, rows).payload
	result = chair.decide(name, rows, make.signature(make.CHAIR, payload))
	frappe.set_user("Administrator")
	return result.decision


def unsigned_decision(name: str) -> str:
	return (
		frappe.get_doc(
			doctype="Decision",
			appeal=name,
			commission=ground.COMMISSION,
			election=ground.ELECTION,
			kind="Chair Decision",
			outcome="Granted",
			status="Draft",
			number=frappe.generate_hash(length=8),
			rows=[{"row_path": "persons[0]", "subject": "x", "outcome": "Granted"}],
		)
		.insert(ignore_permissions=True)
		.name
	)
