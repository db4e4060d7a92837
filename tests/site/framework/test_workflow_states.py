"""States that documents have beside their Workflow are told of rows in reach alone, and of no column but the one of states."""

import frappe
import pytest
from factories import appeals, insiders

from esaylov.api import calls, workflows
from esaylov.setup.demo import ground

STATES = {"doctype": "Appeal", "workflow_state_field": "status"}
SECRETARY, AUDITOR = "secretary@esaylov.example", "auditor@esaylov.example"
STOCK = "frappe.workflow.doctype.workflow.workflow.get_workflow_state_count"


@pytest.fixture
def beside():
	"""An appeal in a state that no Workflow has, of the secretary's commission and of a sibling's -> names."""
	names = [appeals.filed(), appeals.filed()]
	# a site need not have one of another commission: a bench's demonstration begins with none
	place = frappe.db.get_value("Election Commission", ground.SIBLING, "lft")
	moved = {"recipient": ground.SIBLING, "recipient_lft": place}
	frappe.db.set_value("Appeal", names[1], moved, update_modified=False)
	for name in names:
		frappe.db.set_value("Appeal", name, "status", "Vanished", update_modified=False)
	return names


def test_states_beside_a_workflow_are_counted_of_rows_in_reach(beside, as_user):
	answers = {}
	for user in (SECRETARY, AUDITOR):
		as_user(user)
		answers[user] = workflows.states_beside(**STATES)
	assert answers[SECRETARY] == [{"status": "Vanished", "count": 1}]
	assert answers[AUDITOR] == [{"status": "Vanished", "count": 2}]


@pytest.mark.parametrize("field", ["name", "applicant_person", "subject"])
def test_no_other_column_is_counted(beside, as_user, field):
	as_user(AUDITOR)
	assert workflows.states_beside("Appeal", field) == []
	assert workflows.states_beside("Person", "pinfl") == []


def test_who_reads_none_of_it_is_told_nothing_and_refused_nothing(beside, as_user):
	insiders.manager("states@esaylov.example")
	as_user("states@esaylov.example")
	assert workflows.states_beside(**STATES) == []


def test_the_framework_s_own_count_is_not_reached():
	found = calls.resolved(STOCK)
	assert found
	assert found[0] == "esaylov.api.workflows.states_beside"
