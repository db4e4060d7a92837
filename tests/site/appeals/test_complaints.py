"""A complaint finds the decision that it contests, and tells nobody of it who may not read it."""

from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories import decisions as deciding

from esaylov.appeals.corrections import contested
from esaylov.appeals.drafts import attachments, drafting
from esaylov.decisions.drafting import decision_subject
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.setup.demo import ground

REGIONAL = "regional.chair@esaylov.example"


def complaint(number: str, user: str = make.RIVAL, **values) -> str:
	"""A filed A44 about the demonstration commission; the session is Administrator's afterwards."""
	typed = {
		"respondent_commission": ground.COMMISSION,
		"contested_decision_no": number,
		"contested_decision_date": clock.today().isoformat(),
		"facts": "Kuzatuvchilar ro'yxati e'lon qilinmagan.",
		"demand": "Qarorni bekor qilish.",
		**values,
	}
	frappe.set_user(user)
	name = drafting.create(user, "A44", ground.ELECTION, typed)
	attachments.attach(name, "evidence", "dalil.pdf", make.PDF)
	make.submit(name, user)
	frappe.set_user("Administrator")
	return name


def test_it_is_linked_and_shown_on_both_sides_to_those_who_may_read_both():
	decided = deciding.decided(deciding.filed())
	name = complaint(decided.number)
	assert make.stored(name).contested_decision == decided.decision
	frappe.set_user(REGIONAL)
	assert contested.of_appeal(name)["number"] == decided.number
	assert [row["name"] for row in contested.complaints(decided.decision)] == [name]
	# another's decision: its complainant learns nothing of it that they did not write
	frappe.set_user(make.RIVAL)
	assert contested.of_appeal(name) is None
	assert frappe.get_list("Appeal", {"name": name}, ["*"])[0].get("contested_decision") is None
	with pytest.raises(NotFound):
		contested.complaints(decided.decision)
	# the commission that decided does not read what goes to the one above it
	frappe.set_user(make.CHAIR)
	assert contested.complaints(decided.decision) == []
	with pytest.raises(NotFound):
		contested.of_appeal(name)


def test_whose_own_decision_it_is_sees_it():
	decided = deciding.decided(deciding.filed())
	name = complaint(decided.number, make.PARTY)
	frappe.set_user(make.PARTY)
	assert contested.of_appeal(name)["name"] == decided.decision
	assert [row["name"] for row in contested.complaints(decided.decision)] == [name]


@pytest.mark.parametrize("change", ["number", "day"])
def test_a_decision_that_does_not_exist_is_refused_when_it_is_filed(change):
	decided = deciding.decided(deciding.filed())
	wrong = (
		{"contested_decision_date": (clock.today() - timedelta(days=1)).isoformat()}
		if change == "day"
		else {}
	)
	with pytest.raises(FormInvalid) as refused:
		complaint(decided.number if wrong else "999999", **wrong)
	found = [(one.code, one.path) for one in refused.value.findings if one.severity == "error"]
	assert found == [("contested_decision_unknown", "contested_decision_no")]


def test_an_upheld_complaint_orders_nothing_that_its_applicant_demands():
	decided = deciding.decided(deciding.filed())
	name = complaint(decided.number, demand="21-sonli qaror bekor qilinsin")
	appeal = make.stored(name)
	assert "bekor qilinsin" not in appeal.subject
	assert decided.number in appeal.subject
	asked = [{"path": "appeal", "outcome": "Granted"}]
	prepared = decision_subject.prepare(appeal, asked, clock.today())
	assert "bekor qilinsin" not in prepared.text_uz
	assert "boshqa komissiyaning qarorini bekor qilmaydi" in prepared.text_uz
	assert "не отменяет решение другой комиссии" in prepared.text_ru


@pytest.mark.parametrize(
	("counting", "days_before", "left"),
	[("Calendar Days", 7, 3), ("Calendar Days", 6, 0), ("Full Days", 7, 3), ("Full Days", 6, 0)],
)
def test_when_six_days_are_left_it_is_due_at_once(counting, days_before, left):
	frappe.db.set_value("Election", ground.ELECTION, "day_counting", counting)
	make.move_before_election(days_before)
	name = complaint("")
	assert make.stored(name).due_on == clock.today() + timedelta(days=left)
