"""What administrators and users do from the Desk, sixteen at once: a question taken, asked, a number proposed, a text saved."""

from collections import Counter

import frappe
import pytest
from factories import appeals as make
from factories.races import at_once, racers

from esaylov.appeals.procedure import changing, picture
from esaylov.framework.errors import TooMany, WrongState
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence.repeating import repeated
from esaylov.framework.requests import limits
from esaylov.messages import editing
from esaylov.permissions.configuration.waiting import changes
from esaylov.portal.feedback import asking

pytestmark = (
	pytest.mark.full
)  # sixteen connections; the files of each feature have the same steps one after another
MANY = 16
CHAIR = "chair@esaylov.example"
SECOND = "second.administrator@esaylov.example"
WORDS = "Oʻn oltitasi birga soʻraydi?"


@pytest.fixture
def no_questions():
	limits.clear("help-request", CHAIR)
	yield
	frappe.set_user("Administrator")
	frappe.db.rollback()
	with SETTING_UP.writing():
		for name in frappe.get_all("Feedback", {"text": WORDS}, pluck="name"):
			frappe.db.delete("Feedback", {"name": name})
	frappe.db.commit()
	limits.clear("help-request", CHAIR)


def came_of(steps) -> list[object]:
	with racers(len(steps)) as runners:
		came = at_once(runners, steps)
	frappe.db.rollback()  # from here on what they wrote is seen
	return came


def test_of_sixteen_questions_of_one_user_at_once_those_of_an_hour_are_taken(no_questions):
	# as the endpoint does: a deadlock between two that begin is repeated, and counts once
	step = lambda: repeated(lambda: asking.ask(CHAIR, WORDS))  # noqa: E731
	came = came_of([(CHAIR, step)] * MANY)
	numbers = [one for one in came if isinstance(one, str)]
	assert len({*numbers}) == len(numbers) == asking.MOST_ASKED
	assert {type(one) for one in came if not isinstance(one, str)} == {TooMany}
	assert frappe.db.count("Feedback", {"text": WORDS}) == asking.MOST_ASKED


def test_a_question_that_two_take_at_once_is_one_administrators(no_questions):
	frappe.set_user(CHAIR)
	number = asking.ask(CHAIR, WORDS)
	frappe.db.commit()
	steps = [
		(user, lambda user=user: asking.take(user, number) or user) for user in (make.ADMINISTRATOR, SECOND)
	]
	came = came_of(steps * (MANY // 2))
	holder = frappe.db.get_value("Feedback", number, "taken_by")
	assert [one for one in came if isinstance(one, str)] == [holder] * (MANY // 2)
	assert {type(one) for one in came if not isinstance(one, str)} == {WrongState}


def test_of_sixteen_proposals_of_one_number_at_once_one_waits():
	frappe.set_user(make.ADMINISTRATOR)
	before = picture.of("A56", "en")["numbers"]["escalation_days"]["value"]
	frappe.db.commit()
	steps = [
		(make.ADMINISTRATOR, lambda more=more: changing.change_number("escalation_days", int(before) + more))
		for more in range(1, MANY + 1)
	]
	came = came_of(steps)
	(change,) = [one for one in came if isinstance(one, str)]
	try:
		assert Counter(getattr(one, "code", "") for one in came if one != change) == {
			"change_waits": MANY - 1
		}
		about = {
			"reference_doctype": "Statute",
			"reference_name": frappe.db.get_value("Configuration Change", change, "reference_name"),
			"status": "Proposed",
		}
		assert frappe.get_all("Configuration Change", about, pluck="name") == [change]
		assert picture.of("A56", "en")["numbers"]["escalation_days"]["value"] == before
	finally:
		frappe.set_user(make.ADMINISTRATOR)
		changes.decline(change)
		frappe.db.commit()


def test_of_sixteen_savings_of_one_text_at_once_one_is_proposed():
	frappe.set_user(make.ADMINISTRATOR)
	read = editing.opened("S05", "en")
	before = frappe.get_doc("SMS Template", "S05").text_en
	frappe.db.commit()

	def save(number: int) -> str:
		words = f"Appeal {{appeal number}} returned, {number}: {{reason}}. Until {{date}}."
		editing.save("S05", {"en": words}, read["modified"], "en")
		return str(number)

	try:
		came = came_of([(make.ADMINISTRATOR, lambda number=number: save(number)) for number in range(MANY)])
		(number,) = [one for one in came if isinstance(one, str)]
		assert Counter(getattr(one, "code", "") for one in came if one != number) == {
			"template_changed": MANY - 1
		}
		assert frappe.get_doc("SMS Template", "S05").text_en == before
		about = {"reference_doctype": "SMS Template", "reference_name": "S05", "status": "Proposed"}
		(proposed,) = frappe.get_all("Configuration Change", about, ["name", "proposed"])
		assert f"returned, {number}:" in proposed.proposed
	finally:
		frappe.set_user(make.ADMINISTRATOR)
		changes.decline(proposed.name)
		frappe.db.commit()
