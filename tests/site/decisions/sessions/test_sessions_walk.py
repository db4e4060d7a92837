"""A walk over a session: whatever is tried by whomever in any order, the tables of the package's README hold."""

from collections import Counter

import frappe
from factories import appeals as filing
from factories import sessions as make
from factories.profile import IS_FULL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from esaylov.appeals.review import steps
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.steps import agenda, attending, counting, holding
from esaylov.framework.errors import EsaylovError

STEPS = 30
SESSION = {
	"Planned": {"Open", "Called Off"},
	"Open": {"Recess", "Closed"},
	"Recess": {"Open", "Closed"},
	"Closed": {"Protocol Signed"},
	"Protocol Signed": set(),
	"Called Off": set(),
}
ITEM = {
	"Planned": {"Open", "Postponed", "Taken Off"},
	"Open": {"Adopted", "Not Adopted", "Postponed", "Taken Off"},
	"Not Adopted": {"Open", "Postponed", "Taken Off"},
	"Adopted": set(),
	"Postponed": set(),
	"Taken Off": set(),
}
"""The tables of esaylov/decisions/sessions/README.md: state to what a step may lead it to."""
HOLDING = {"Planned", "Open", "Adopted"}
"""States of an item in which its appeal is on the agenda, unless its applicant withdrew it."""
USERS = st.sampled_from([*make.ALL, *make.ALL, make.CHAIR, make.CHAIR, filing.SIBLING_CHAIR])
CHOICES = st.sampled_from(["For", "For", "Against", "Abstained", "Recused"])


class Meeting(RuleBasedStateMachine):
	"""One session with one appeal. The model is what stood before, and how each member voted in this round."""

	@initialize(start=st.booleans(), choices=st.lists(CHOICES, min_size=5, max_size=5), close=st.booleans())
	def begin(self, start: bool, choices: list[str], close: bool) -> None:
		frappe.db.rollback()
		frappe.set_user("Administrator")
		self.session = make.planned()
		self.item = make.item(self.session)
		self.appeal = make.stored(self.item).appeal
		self.before = ("Planned", "Planned", 0)
		self.votes: dict[str, str] = {}
		self.present: set[str] = set()
		if start:
			self.hurry(choices=choices, close=close)

	def attempt(self, user: str, step) -> bool:
		"""Try a step; what was refused wrote nothing."""
		frappe.set_user(user)
		frappe.db.savepoint("step")
		try:
			step()
		except EsaylovError:
			frappe.db.rollback(save_point="step")
			return False
		finally:
			frappe.local.message_log = []
			frappe.set_user("Administrator")
		return True

	@rule(user=USERS)
	def attend(self, user: str) -> None:
		if self.attempt(user, lambda: make.attend(self.session, user)):
			self.present.add(user)

	@rule()
	def all_attend(self) -> None:
		for user in make.ALL:
			self.attend(user=user)

	@rule(choices=st.lists(CHOICES, min_size=5, max_size=5), close=st.booleans())
	def hurry(self, choices: list[str], close: bool) -> None:
		"""On to a vote, or random steps would hardly come there."""
		self.all_attend()
		for step in (self.open_session, self.open_item):
			step(user=make.CHAIR)
			self.states_follow_the_tables()
		for user, choice in zip(make.ALL, choices, strict=True):
			self.vote(user=user, choice=choice)
		if close:
			self.close_item(user=make.CHAIR)

	@rule(user=USERS, sure=st.integers(0, 3))
	def leave(self, user: str, sure: int) -> None:
		if not sure and self.attempt(user, lambda: attending.leave(self.session)):
			self.present.discard(user)

	@rule(user=USERS)
	def open_session(self, user: str) -> None:
		was = self.before[0]
		if self.attempt(user, lambda: holding.open_session(self.session)) and was == "Planned":
			assert len(self.present) >= 4
			assert user in self.present
			assert user == make.CHAIR or (user == make.DEPUTY and make.CHAIR not in self.present)

	@rule(user=USERS)
	def open_item(self, user: str) -> None:
		was = self.before[1]
		if self.attempt(user, lambda: counting.open_item(self.item)) and was != "Open":
			assert len(self.present) >= 4
			self.votes = {}

	@rule(user=USERS, choice=CHOICES)
	def vote(self, user: str, choice: str) -> None:
		asked = {self.item: {"choice": choice, "reason": "Tanishim"}}
		if self.attempt(user, lambda: make.vote(user, self.session, asked)):
			assert user in self.present
			assert self.before[:2] == ("Open", "Open")
			assert self.votes.setdefault(user, choice) == choice

	@rule(user=USERS)
	def close_item(self, user: str) -> None:
		was = self.before[1]
		make.wait_out(self.session)
		if self.attempt(user, lambda: counting.close_item(self.item)) and was == "Open":
			self.check_result()

	def check_result(self) -> None:
		"""The tally is that of the votes that the model saw, and nothing is adopted without a quorum and a majority."""
		row, counted = make.stored(self.item), Counter(self.votes.values())
		if row.status == "Taken Off":
			return
		assert (row.votes_for, row.votes_against) == (counted["For"], counted["Against"])
		assert (row.votes_abstained, row.votes_recused) == (counted["Abstained"], counted["Recused"])
		if row.status == "Adopted":
			assert len(self.present) >= 4
			assert counted["For"] >= counted["Against"]

	@rule(user=USERS, sure=st.integers(0, 3))
	def postpone(self, user: str, sure: int) -> None:
		if not sure:
			self.attempt(user, lambda: counting.postpone(self.item, "Keyinroq"))

	@rule(user=USERS, sure=st.integers(0, 5))
	def remove(self, user: str, sure: int) -> None:
		if not sure:
			self.attempt(user, lambda: agenda.remove(self.item))

	@rule(user=USERS, pause=st.booleans())
	def interrupt(self, user: str, pause: bool) -> None:
		step = holding.recess if pause else holding.resume
		self.attempt(user, lambda: step(self.session))

	@rule(user=USERS, sure=st.integers(0, 5))
	def close_session(self, user: str, sure: int) -> None:
		if not sure:
			self.attempt(user, lambda: holding.close(self.session))

	@rule(user=USERS)
	def take_chair(self, user: str) -> None:
		self.attempt(user, lambda: holding.take_chair(self.session))

	@rule(user=st.sampled_from([make.CHAIR, make.SECRETARY]))
	def sign(self, user: str) -> None:
		def step() -> None:
			content = protocol.payload(self.session)
			protocol.sign(self.session, filing.signature(user, content))

		self.attempt(user, step)

	@rule(sure=st.integers(0, 9))
	def withdraw(self, sure: int) -> None:
		if not sure:
			self.attempt(filing.PARTY, lambda: steps.withdraw(self.appeal))

	@invariant()
	def states_follow_the_tables(self) -> None:
		session, item, number = self.before
		row = make.stored(self.item)
		now = (frappe.db.get_value("Commission Session", self.session, "status"), row.status, row.round)
		assert now[0] == session or now[0] in SESSION[session]
		assert now[1] == item or now[1] in ITEM[item]
		assert now[2] == number + (item != "Open" and now[1] == "Open")
		self.before = now

	@invariant()
	def the_appeal_is_where_its_item_says(self) -> None:
		status = frappe.db.get_value("Appeal", self.appeal, "status")
		if status != "Withdrawn":
			held = self.before[1] in HOLDING or (
				self.before[1] == "Not Adopted" and self.before[0] in ("Open", "Recess")
			)
			assert status == ("On Agenda" if held else "Under Review")

	@invariant()
	def each_member_has_one_vote_in_a_round(self) -> None:
		rows = frappe.get_all(
			"Commission Vote",
			{"item": self.item, "round": make.stored(self.item).round},
			["member", "choice"],
			limit=0,
		)
		assert {row.member: row.choice for row in rows} == {
			make.person(user): choice for user, choice in self.votes.items()
		}
		assert len(rows) == len(self.votes)


def test_a_session_keeps_its_promises():
	run_state_machine_as_test(
		Meeting,
		settings=settings(
			max_examples=4 if IS_FULL else 2,
			stateful_step_count=STEPS,
			deadline=None,
			database=None,
			derandomize=not IS_FULL,  # the same walks in each fast run: none is red by chance
			suppress_health_check=list(HealthCheck),
		),
	)


def test_an_item_that_is_opened_again_begins_without_votes():
	"""A walk that hypothesis found: the votes of the first round stay with it."""
	walk = Meeting()
	walk.begin(start=True, choices=["For", "Recused", "Abstained", "Against", "For"], close=True)
	walk.states_follow_the_tables()
	walk.open_item(user=make.CHAIR)
	assert walk.votes == {}
	walk.each_member_has_one_vote_in_a_round()
	walk.states_follow_the_tables()
