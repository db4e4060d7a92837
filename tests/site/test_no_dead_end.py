"""On a real site no sequence of filings, votes, signatures and annulments leaves an adopted decision that is stuck.

Stuck: it can be neither signed nor set aside. And what was adopted takes effect, unless a higher commission annulled its ground.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import ClassVar

import frappe
from factories import decisions as decided
from factories import effects, voted
from factories import sessions as make
from factories.contested import (
	ADMITTED,
	admission,
	admission_asked,
	nomination,
	proxy_of,
	replacement,
	under_review,
	withdrawal,
)
from factories.profile import IS_FULL, IS_LONG
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
	RuleBasedStateMachine,
	invariant,
	precondition,
	rule,
	run_state_machine_as_test,
)

from esaylov.decisions import service as decisions
from esaylov.decisions.sessions import service as sessions
from esaylov.framework.errors import EsaylovError

LIMIT = [
	{
		"rule": "proxy_limit",
		"parameters": {"group": "proxies", "statute": "proxies_district"},
		"article": "43",
	}
]
PARTIES = (effects.PARTY, effects.OTHER_PARTY)
BASE, STEP = "machine", "machine_step"
PLACE, VOTED = st.integers(0, 50), st.sampled_from(["commission_vote", "commission_vote", "chair_decision"])
FAR = st.sampled_from([0, 1, 2, 2, 2, 3])
"""How far an appeal goes at once: filed, put to the vote, adopted, signed; what waits for its signature is what matters."""
EXAMPLES, STEPS = (130, 25) if IS_LONG else (12, 20) if IS_FULL else (1, 8)
"""Sequences and the most steps of each."""
VOTES = ["For", "For", "For", "-", "-"]
OF_APPEALS = {
	"status": "Signed",
	"kind": ["in", ["Chair Decision", "Commission Decision"]],
	"appeal": ["is", "set"],
	"subject_kind": ["is", "not set"],
}


@dataclass(frozen=True)
class Ground:
	"""What all sequences begin with: an open session of the five, seats, people who may be named for anything."""

	session: str
	seats: tuple[str, ...]
	people: tuple[dict, ...]


def taken_back(step: Callable[[], object]) -> str | None:
	"""Do a step as a request does: all of it, or with a refusal nothing. Its code; None where it was done."""
	frappe.set_user("Administrator")
	frappe.db.savepoint(STEP)
	try:
		step()
	except EsaylovError as refusal:
		frappe.db.rollback(save_point=STEP)
		return refusal.code
	finally:
		frappe.set_user("Administrator")
		frappe.local.request_cache.clear()
	return None


class Commission(RuleBasedStateMachine):
	"""Many file who do not know of each other; chair, commission and the commission above decide, in any order."""

	ground: ClassVar[Ground]
	made: ClassVar[Counter[str]] = Counter()
	"""All sequences together: `steps`, items that were `adopted`, and of these what was `signed` and `set aside`."""

	def __init__(self) -> None:
		super().__init__()
		self.made["steps"] -= 1  # the invariants are asked once before the first step
		frappe.db.rollback(save_point=BASE)
		frappe.db.savepoint(BASE)
		self.filed: list[str] = []
		self.open: list[str] = []
		self.adopted: dict[str, str] = {}
		self.sound: set[str] = set()

	def teardown(self) -> None:
		"""Every adopted decision has a lawful way on, the last one first."""
		for item, decision in reversed(self.adopted.items()):
			refusal = taken_back(lambda name=decision: signed(name))
			if refusal:
				assert item not in self.sound, refusal
				assert taken_back(lambda name=item: put_aside(name)) is None, (refusal, decision)
			self.made["set aside" if refusal else "signed"] += 1
		print(dict(self.made), flush=True)

	def file(self, appeal: str, route: str, far: int) -> None:
		if route == "chair_decision":
			taken_back(lambda: effects.decided(appeal))
			return
		self.filed.append(appeal)
		for step in (self.open_a_vote, self.close_a_vote, self.sign)[:far]:
			step(place=-1)

	@rule(who=PLACE, seat=PLACE, party=st.sampled_from(PARTIES), route=VOTED, far=FAR)
	def nominate(self, who: int, seat: int, party: str, route: str, far: int) -> None:
		values = {"constituency": self.ground.seats[seat % 2], "rules": ADMITTED, "route": route}
		by = ("Party Branch", f"{party}-{effects.DISTRICT}")
		self.file(nomination(self.ground.people[who % 3], by=by, **values), route, far)

	@rule(place=PLACE, route=VOTED, far=FAR)
	def step_back(self, place: int, route: str, far: int) -> None:
		self.file(withdrawal(one_of("Candidate", place), route=route), route, far)

	@rule(place=PLACE, who=PLACE, seat=PLACE, route=VOTED, far=FAR)
	def take_the_place_of(self, place: int, who: int, seat: int, route: str, far: int) -> None:
		named = (one_of("Candidate", place), self.ground.seats[seat % 2], self.ground.people[who % 3])
		self.file(replacement(*named, rules=ADMITTED, route=route), route, far)

	@rule(place=PLACE, who=PLACE, route=VOTED, far=FAR)
	def ask_for_a_proxy(self, place: int, who: int, route: str, far: int) -> None:
		named = (one_of("Candidate", place), self.ground.people[3 + who % 5])
		self.file(proxy_of(*named, rules=LIMIT, route=route), route, far)

	@rule(place=PLACE, route=VOTED, far=FAR)
	def let_a_proxy_go(self, place: int, route: str, far: int) -> None:
		answers = {"certificate": one_of("Proxy", place), "reason": "Ketdi"}
		fields = [*effects.FIELDS, effects.link("certificate", "Proxy")]
		self.file(under_review("revoke_mandate", answers, fields=fields, route=route), route, far)

	@rule(party=st.sampled_from(PARTIES), route=VOTED, far=FAR)
	def ask_for_admission(self, party: str, route: str, far: int) -> None:
		self.file(admission_asked(party, route=route, by=("Political Party", party)), route, far)

	@rule(place=PLACE, by=st.sampled_from([decided.CHAIR, decided.REGIONAL]))
	def annul(self, place: int, by: str) -> None:
		decision = one_of("Decision", place, OF_APPEALS)
		if taken_back(lambda: effects.annulled(decision, by)) is None and by == decided.REGIONAL:
			self.sound = {item for item in self.sound if not refusal_of(self.adopted[item])}

	@rule(place=PLACE, far=FAR)
	def put_an_annulment_to_the_vote(self, place: int, far: int) -> None:
		data = {"decision": one_of("Decision", place, OF_APPEALS), "reason": "Xato"}
		made: list[str] = []

		def step() -> None:
			frappe.set_user(make.SECRETARY)
			made.append(sessions.add_subject(self.ground.session, "annulment", "Bekor qilish", data))

		if taken_back(step) is None:
			self.file(made[0], "commission_vote", far)

	@precondition(lambda self: self.filed)
	@rule(place=PLACE)
	def open_a_vote(self, place: int) -> None:
		if not self.filed:
			return
		name = self.filed.pop(place % len(self.filed))
		items: list[str] = []

		def step() -> None:
			is_item = frappe.db.exists("Agenda Item", name)
			items.append(name if is_item else make.item(self.ground.session, name))
			frappe.set_user(make.CHAIR)
			sessions.open_item(items[0])

		if taken_back(step) is None:
			self.open.append(items[0])

	@precondition(lambda self: self.open)
	@rule(place=PLACE)
	def close_a_vote(self, place: int) -> None:
		if not self.open:
			return
		item = self.open.pop(place % len(self.open))
		make.all_vote(self.ground.session, item, VOTES)
		row = make.close(item)
		frappe.set_user("Administrator")
		assert row.status in ("Adopted", "Postponed")
		if row.status == "Adopted":
			self.made["adopted"] += 1
			self.adopted[item] = row.decision
			self.sound.add(item)

	@precondition(lambda self: self.adopted)
	@rule(place=PLACE)
	def sign(self, place: int) -> None:
		if not self.adopted:
			return
		item = list(self.adopted)[place % len(self.adopted)]
		if taken_back(lambda: signed(self.adopted[item])) is None:
			self.made["signed"] += 1
			self.adopted.pop(item)
			self.sound.discard(item)

	@precondition(lambda self: self.adopted)
	@rule(place=PLACE)
	def set_aside(self, place: int) -> None:
		item = list(self.adopted)[place % len(self.adopted)]
		if taken_back(lambda: put_aside(item)) is None:
			assert item not in self.sound
			self.made["set aside"] += 1
			self.adopted.pop(item)

	@invariant()
	def what_was_adopted_takes_effect(self) -> None:
		self.made["steps"] += 1
		refused = {item: refusal_of(self.adopted[item]) for item in sorted(self.sound)}
		assert not any(refused.values()), refused


def one_of(doctype: str, place: int, which: dict | None = None) -> str:
	"""One of the last few of a register, ended ones too."""
	names = frappe.get_all(doctype, which or {}, pluck="name", order_by="creation desc, name asc", limit=4)
	return names[place % len(names)] if names else "nobody"


def signed(decision: str) -> None:
	"""Both signatures; a refusal of either takes both back."""
	for user in (make.CHAIR, make.SECRETARY):
		voted.signed_by(user, [decision])
	assert frappe.db.get_value("Decision", decision, "status") == "Signed"


def put_aside(item: str) -> None:
	"""The way back of an adopted item."""
	frappe.set_user(make.CHAIR)
	sessions.set_aside(item)


def refusal_of(decision: str) -> str:
	"""Why a decision would not take effect; "" where it would."""

	def ask() -> None:
		raise decisions.refusal_of(decision)

	code = taken_back(ask) or "-"
	return "" if code == "decision_takes_effect" else code


def made_ground() -> Ground:
	"""Seats, an open session, and one party that is admitted."""
	seats = (effects.constituency(91), effects.constituency(92))
	for party in PARTIES:
		admission(party)
	admission(PARTIES[0], election_types="DC")
	return Ground(make.opened(), seats, tuple(effects.person() for _ in range(8)))


def test_no_sequence_ends_in_an_adopted_decision_that_is_stuck():
	Commission.ground = made_ground()
	Commission.made.clear()
	frappe.set_user("Administrator")
	frappe.db.savepoint(BASE)
	run_state_machine_as_test(
		Commission,
		settings=settings(
			max_examples=EXAMPLES,
			stateful_step_count=STEPS,
			derandomize=True,
			phases=[Phase.generate],  # each step costs too much to look for the shortest failure
			deadline=None,
			database=None,
			suppress_health_check=list(HealthCheck),
		),
	)
	assert Commission.made["adopted"] == Commission.made["signed"] + Commission.made["set aside"]
	assert Commission.made["steps"] >= (2000 if IS_LONG else 1)
	assert Commission.made["adopted"] or not IS_FULL  # a short sequence may end before
