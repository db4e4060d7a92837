"""A walk over the whole life of an appeal on a site: whatever is tried in any order, the promises hold."""

import json
from datetime import timedelta

import frappe
from factories import appeals as make
from factories.profile import IS_FULL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.review import deadlines, returning, steps
from esaylov.core.procedure.lifecycle import FILING_FIELDS, State
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError

STEPS = 40
ALLOWED = {
	"Draft": {"Registered"},
	"Registered": {"Under Review", "Withdrawn"},
	"Under Review": {"Returned", "Withdrawn"},
	"Returned": {"Under Review", "Withdrawn"},
	"Withdrawn": set(),
}
"""What the verbs of this walk may do: the table of the package's README without experts and decisions."""
USERS = st.sampled_from([make.PARTY, make.PARTY, make.RIVAL, make.CHAIR, make.CHAIR, make.SIBLING_CHAIR])


class Life(RuleBasedStateMachine):
	"""One appeal, its users and its calendar. The model is what was typed last and what was filed first."""

	@initialize()
	def begin(self) -> None:
		frappe.db.rollback()
		frappe.db.value_cache.clear()  # Frappe 15 keeps the clock of the life before
		self.name = make.draft()
		self.typed = json.loads(make.stored(self.name).answers)["party_decision_no"]
		self.state, self.filing, self.days, self.rounds = "Draft", None, 0, 0

	def attempt(self, user: str, step) -> bool:
		"""Try a step; what was refused wrote nothing."""
		frappe.set_user(user)
		frappe.db.savepoint("step")
		try:
			step()
		except (EsaylovError, frappe.ValidationError, frappe.PermissionError):
			frappe.db.rollback(save_point="step")
			frappe.local.message_log = []
			return False
		finally:
			frappe.set_user("Administrator")
		return True

	@rule(user=USERS, number=st.integers(1, 99))
	def write(self, user: str, number: int) -> None:
		text = f"{number}-Q"
		if self.attempt(
			user, lambda: drafting.update(self.name, {**self.draft(), "party_decision_no": text})
		):
			assert user == make.PARTY
			self.typed = text

	@rule(user=USERS)
	def file(self, user: str) -> None:
		signer = user if user != make.SIBLING_CHAIR else make.CHAIR

		def step() -> None:
			submitting.submit(
				self.name, make.signature(signer, before_filing.payload(self.name)), make.new_key()
			)

		if self.attempt(user, step):
			assert user == make.PARTY

	@rule(user=USERS)
	def take_up(self, user: str) -> None:
		if self.attempt(user, lambda: steps.assign(self.name, make.CHAIR)):
			assert user == make.CHAIR

	@rule(user=USERS)
	def give_back(self, user: str) -> None:
		def step() -> None:
			returning.remark(self.name, "persons", "Tekshiring")
			returning.return_for_correction(self.name, "Kamchilik")

		if self.attempt(user, step):
			assert user == make.CHAIR
			self.rounds += 1

	@rule(user=USERS)
	def resume(self, user: str) -> None:
		if self.attempt(user, lambda: returning.resume(self.name)):
			assert user == make.CHAIR

	@rule(user=st.sampled_from([make.PARTY, make.RIVAL, make.CHAIR]), sure=st.integers(0, 9))
	def withdraw(self, user: str, sure: int) -> None:
		if not sure:
			self.attempt(user, lambda: steps.withdraw(self.name))

	@rule(state=st.sampled_from(State), user=st.sampled_from(["Administrator", make.CHAIR]))
	def force(self, state: State, user: str) -> None:
		def step() -> None:
			document = frappe.get_doc("Appeal", self.name)
			document.status = state.value
			document.save(ignore_permissions=True)  # as any server code might try

		self.attempt(user, step)

	@rule()
	def next_day(self) -> None:
		self.days += 1
		clock.move(timedelta(days=self.days))
		deadlines.run()

	def draft(self) -> dict:
		row = make.stored(self.name)
		if row.status == "Returned":
			row = make.stored(row.correction, "Appeal Correction")
		return json.loads(row.answers)

	@invariant()
	def the_state_was_reached_by_a_lawful_step(self) -> None:
		now = make.stored(self.name).status
		assert now == self.state or now in ALLOWED[self.state]
		self.state = now

	@invariant()
	def no_draft_is_lost(self) -> None:
		# asked anew: hypothesis runs the invariants by name, so `self.state` is still that of the step before
		if make.stored(self.name).status in ("Draft", "Returned"):
			assert self.draft()["party_decision_no"] == self.typed

	@invariant()
	def the_first_filing_and_its_number_stay(self) -> None:
		row = make.stored(self.name)
		now = {field: str(row.get(field)) for field in (*FILING_FIELDS, "number") if field != "attachments"}
		now["attachments"] = str([(line.field, line.sha256) for line in row.attachments])
		if self.filing:
			assert now == self.filing
		elif row.number:
			self.filing = now

	@invariant()
	def it_was_returned_as_often_as_the_law_allows(self) -> None:
		assert self.rounds <= 1
		assert frappe.db.count("Appeal Correction", {"appeal": self.name}) == self.rounds


def test_a_life_keeps_its_promises():
	from hypothesis.stateful import run_state_machine_as_test

	run_state_machine_as_test(
		Life,
		settings=settings(
			max_examples=6 if IS_FULL else 3,
			stateful_step_count=STEPS,
			deadline=None,
			database=None,
			derandomize=not IS_FULL,  # the same walks in each fast run: none is red by chance
			suppress_health_check=list(HealthCheck),
		),
	)
