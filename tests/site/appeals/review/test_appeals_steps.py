"""After the filing: taken up, taken back, followed from outside."""

import frappe
import pytest
from factories import appeals as make

from esaylov.appeals.filing import tracking
from esaylov.appeals.review import steps
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, TooMany, WrongState
from esaylov.framework.requests import limits
from esaylov.setup.demo import ground


class TestSteps:
	@pytest.mark.parametrize("officer", [make.CHAIR, make.SECRETARY])
	def test_staff_take_it_up_and_the_applicant_is_told(self, officer):
		name = make.filed()
		frappe.set_user(make.SECRETARY)
		steps.assign(name, officer)
		assert (make.stored(name).status, make.stored(name).assigned_to) == ("Under Review", officer)
		frappe.set_user("Administrator")
		assert frappe.db.count("SMS Message", {"reference_name": name, "template": "S06"}) == 1

	def test_it_is_handed_to_another_officer(self):
		name = make.under_review()
		frappe.set_user(make.CHAIR)
		steps.assign(name, make.SECRETARY)
		steps.assign(name, make.SECRETARY)  # once more changes nothing
		assert make.stored(name).assigned_to == make.SECRETARY

	@pytest.mark.parametrize("user", [make.SIBLING_CHAIR, make.PARTY, make.ADMINISTRATOR, "Guest"])
	def test_nobody_else_takes_it_up(self, user):
		name = make.filed()
		frappe.set_user(user)
		with pytest.raises(NotPermitted):
			steps.assign(name, user)

	@pytest.mark.parametrize("officer", [make.SIBLING_CHAIR, make.PARTY, "nobody@esaylov.example"])
	def test_it_is_not_handed_to_somebody_elsewhere(self, officer):
		name = make.filed()
		frappe.set_user(make.CHAIR)
		with pytest.raises(FormInvalid) as refusal:
			steps.assign(name, officer)
		assert refusal.value.findings[0].code == "not_an_officer_here"

	def test_a_draft_is_not_taken_up(self):
		name = make.draft()
		frappe.set_user(make.CHAIR)
		with pytest.raises(NotPermitted):
			steps.assign(name, make.CHAIR)

	@pytest.mark.parametrize("maker", [make.filed, make.under_review])
	def test_the_applicant_takes_it_back(self, maker):
		name = maker()
		frappe.set_user(make.PARTY)
		steps.withdraw(name)
		steps.withdraw(name)
		assert make.stored(name).status == "Withdrawn"
		frappe.set_user("Administrator")
		assert frappe.db.count("SMS Message", {"reference_name": name, "template": "S12"}) == 1
		frappe.set_user(make.CHAIR)
		with pytest.raises(WrongState):
			steps.assign(name, make.CHAIR)

	def test_a_draft_is_not_taken_back(self):
		name = make.draft()
		with pytest.raises(WrongState):
			steps.withdraw(name)

	def test_each_step_leaves_its_event(self):
		name = make.under_review()
		frappe.set_user(make.PARTY)
		steps.withdraw(name)
		frappe.set_user("Administrator")
		rows = frappe.get_all(
			"Chain Event", {"body": ["like", f"%{name}%"]}, pluck="kind", order_by="sequence asc"
		)
		assert rows == ["appeal.filed", "appeal.assigned", "appeal.withdrawn"]


class TestTracking:
	def test_number_and_code_give_the_public_status(self):
		name = make.draft()
		receipt = make.submit(name)
		frappe.set_user("Guest")
		found = tracking.track(receipt.number, receipt.tracking_code.lower())
		assert (found["status"], found["due_on"], found["recipient"]) == (
			"Registered",
			receipt.due_on,
			ground.COMMISSION,
		)
		assert "OZLIDEP" not in str(found)

	@pytest.mark.parametrize(
		("number", "code"), [("", ""), ("26277-1", ""), ("nothing", "ABCDEFGH"), (None, None)]
	)
	def test_nothing_else_does(self, number, code):
		with pytest.raises(NotFound):
			tracking.track(number, code)

	def test_a_wrong_code_is_like_no_appeal(self):
		receipt = make.submit(make.draft())
		with pytest.raises(NotFound):
			tracking.track(receipt.number, "AAAAAAAA")

	def test_a_number_written_otherwise_is_the_same_one_to_the_limit(self, monkeypatch):
		"""The database takes full-width digits for the number too: each writing would have had a limit of its own."""
		receipt = make.submit(make.draft())
		frappe.set_user("Guest")
		place = f"sinov-{frappe.generate_hash(length=8)}"
		monkeypatch.setattr(frappe.local, "request_ip", place, raising=False)
		wide = receipt.number.translate({ord(digit): ord(digit) + 0xFEE0 for digit in "0123456789"})
		for turn in range(limits.LOOK_UPS):
			with pytest.raises(NotFound):
				tracking.track((receipt.number, wide)[turn % 2], "AAAAAAAA")
		for written in (receipt.number, wide):
			with pytest.raises(TooMany):
				tracking.track(written, receipt.tracking_code)
