"""On a real site no sequence of filings, votes, signatures, annulments and changes of members leaves anything that is stuck.

Stuck: an adopted decision that can be neither signed nor set aside, a session whose protocol nobody completes, an
appeal whose officer has
no step. And what was adopted takes effect, unless a higher commission annulled its ground.
"""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import ClassVar

import frappe
import pytest
from factories import appeals as filing
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
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
	RuleBasedStateMachine,
	invariant,
	precondition,
	rule,
	run_state_machine_as_test,
)

from esaylov.appeals.review import lawful
from esaylov.appeals.review.steps import assign
from esaylov.decisions.matters import contested
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.records import people, signers
from esaylov.decisions.sessions.records.people import ARRANGING, CHAIRS
from esaylov.decisions.sessions.steps import agenda, attending, counting, holding, planning, returning
from esaylov.decisions.signatures import own_signatures
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, WrongState
from esaylov.setup.demo import ground as demo_ground

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
PARTS = 10 if IS_LONG else 1
"""Runs with a seed of their own; `-k part3` repeats one, `--deselect` leaves out those that have passed."""
EXAMPLES, STEPS = (12, 50) if IS_LONG else (6, 40) if IS_FULL else (1, 8)
"""Sequences of a part and the most steps of each: its start and its end cost as much as four steps."""
USER = st.sampled_from(make.ALL)
FEWEST = 3
"""Members who are left at least: two give the signatures, and the third is who might be absent."""
person_of = cache(make.person)
OF_APPEALS = {
	"status": "Signed",
	"kind": ["in", ["Chair Decision", "Commission Decision"]],
	"appeal": ["is", "set"],
	"subject_kind": ["is", "not set"],
}


@dataclass(frozen=True)
class Ground:
	"""What all sequences begin with: seats, people who may be named for anything."""

	seats: tuple[str, ...]
	people: tuple[dict, ...]
	session: str
	"""Open, all members present; each sequence begins with it as it was."""


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
	"""All sequences together: `steps`, items that were `adopted`, and of these what was `signed` and `set aside`;
	members that were
	`removed`, `sessions` that others opened, and `protocols` that were completed."""

	def __init__(self) -> None:
		super().__init__()
		self.made["steps"] -= 1  # the invariants are asked once before the first step
		frappe.db.rollback(save_point=BASE)
		frappe.db.savepoint(BASE)
		self.session = self.ground.session
		self.sessions = [self.session]
		self.filed: list[str] = []
		self.open: list[str] = []
		self.adopted: dict[str, str] = {}
		self.sound: set[str] = set()
		self.tried: tuple[int, tuple[str, ...]] = (0, ())

	def teardown(self) -> None:
		"""Every adopted decision has a lawful way on, the last one first."""
		if IS_LONG:
			print(dict(self.made), flush=True)
		for item, decision in reversed(self.adopted.items()):
			refusal = taken_back(lambda name=decision: signed(name))
			if refusal:
				assert item not in self.sound, refusal
				assert taken_back(lambda name=item: put_aside(name)) is None, (refusal, decision)
			self.made["set aside" if refusal else "signed"] += 1
		for session in self.sessions:
			completed(session)
			self.made["protocols"] += 1

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
			made.append(agenda.add_subject(self.session, "annulment", "Bekor qilish", data))

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
			items.append(name if is_item else make.item(self.session, name))
			at = frappe.db.get_value("Agenda Item", items[0], "session")
			frappe.set_user(presiding(at))
			counting.open_item(items[0])

		if taken_back(step) is None:
			self.open.append(items[0])

	@precondition(lambda self: self.open)
	@rule(place=PLACE)
	def close_a_vote(self, place: int) -> None:
		if not self.open:
			return
		item = self.open.pop(place % len(self.open))
		row = closed(item)
		self.made[row.status] += 1
		assert row.status in ("Adopted", "Postponed", "Not Adopted")
		if row.status == "Adopted":
			assert row.members_present * 3 >= row.members_total * 2, "adopted without a quorum"
			self.made["adopted"] += 1
			self.adopted[item] = row.decision
			self.sound.add(item)

	@rule(user=USER)
	def remove(self, user: str) -> None:
		if len(members()) > FEWEST and user in members():
			make.removed(user)
			self.made["removed"] += 1

	@rule(user=USER, position=st.sampled_from(["Chair", "Deputy Chair", "Secretary", "Member"]))
	def appoint(self, user: str, position: str) -> None:
		"""Into an office that is free, or as a member."""
		held = members()
		if position != "Member" and position in held.values():
			return
		appointed(user, position)

	@rule(user=USER)
	def leave(self, user: str) -> None:
		taken_back(lambda: (frappe.set_user(user), attending.leave(self.session)))

	@rule(by=USER, user=USER)
	def note_that_another_left(self, by: str, user: str) -> None:
		taken_back(lambda: (frappe.set_user(by), attending.leave(self.session, person_of(user))))

	@rule(user=USER)
	def come(self, user: str) -> None:
		taken_back(lambda: make.attend(self.session, user))

	@rule(user=USER)
	def take_the_chair(self, user: str) -> None:
		taken_back(lambda: (frappe.set_user(user), holding.take_chair(self.session)))

	@rule(user=USER, elected=USER)
	def elect(self, user: str, elected: str) -> None:
		taken_back(lambda: (frappe.set_user(user), holding.elect_presiding(self.session, person_of(elected))))

	@rule(user=USER)
	def let_another_keep_the_record(self, user: str) -> None:
		def step() -> None:
			frappe.set_user(presiding(self.session))
			holding.name_secretary(self.session, person_of(user))

		taken_back(step)

	@rule(first=USER, keeper=USER)
	def meet_again(self, first: str, keeper: str) -> None:
		"""Another session, which another member opens and whose record another one keeps; the earlier ones stay open."""
		made: list[str] = []

		def step() -> None:
			session = planned()
			if not session:
				raise WrongState(code="nobody_arranges")
			made.append(session)
			make.attend(session, *[user for user in members() if user not in (make.CHAIR, make.SECRETARY)])
			if {first, keeper} & {make.CHAIR, make.SECRETARY}:
				make.attend(session, *[user for user in members() if user in (make.CHAIR, make.SECRETARY)])
			frappe.set_user(first)
			holding.open_session(session, person_of(keeper))

		if not self.open and taken_back(step) is None:
			self.session = made[0]
			self.sessions.append(made[0])
			self.made["sessions"] += 1

	@precondition(lambda self: not self.open)
	@rule()
	def close_the_session(self) -> None:
		def step() -> None:
			frappe.set_user(presiding(self.session))
			holding.close(self.session)

		if len(self.sessions) < 4 and taken_back(step) is None:
			self.session = planned() or self.session
			taken_back(lambda: make.opened(*members(), session=self.session))
			self.sessions.append(self.session)

	@precondition(lambda self: self.adopted)
	@rule(place=PLACE, part=st.sampled_from(["presiding", "secretary"]))
	def sign_one_part(self, place: int, part: str) -> None:
		"""One of the two, in any order; the other may come after its signer is gone."""
		if not self.adopted:
			return
		item = list(self.adopted)[place % len(self.adopted)]
		decision = self.adopted[item]
		if taken_back(lambda: part_signed(decision, part)) is None and is_signed(decision):
			self.made["signed"] += 1
			self.adopted.pop(item)
			self.sound.discard(item)

	@rule(user=USER, by=USER, part=st.sampled_from(["presiding", "secretary"]))
	def name_a_signer_for_who_is_absent(self, user: str, by: str, part: str) -> None:
		def step() -> None:
			frappe.set_user(by)
			signers.name_signer(self.session, part, person_of(user), "Kasal")

		taken_back(step)

	@precondition(lambda self: self.filed)
	@rule(place=PLACE, by=USER, to=USER)
	def hand_over(self, place: int, by: str, to: str) -> None:
		"""An appeal comes to nobody who has no step on it."""
		name = self.filed[place % len(self.filed)] if self.filed else ""
		if not name or not frappe.db.exists("Appeal", name):
			return
		if taken_back(lambda: (frappe.set_user(by), assign(name, to))) is None:
			document = frappe.get_doc("Appeal", name)
			frappe.set_user(to)
			steps = lawful.of(document, [members()[to]])
			frappe.set_user("Administrator")
			assert steps, (to, members()[to])

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
		# trying an effect costs more than all else, and only what the registers and the adopted say decides it
		stamp = (frappe.db.count("Register Event"), tuple(sorted(self.sound)))
		if stamp == self.tried:
			return
		self.tried = stamp
		refused = {item: refusal_of(self.adopted[item]) for item in stamp[1]}
		assert not any(refused.values()), refused

	@invariant()
	def the_composition_is_lawful(self) -> None:
		held = Counter(members().values())
		assert held.total() >= FEWEST
		assert max(held[office] for office in ("Chair", "Deputy Chair", "Secretary")) <= 1, held


def members() -> dict[str, str]:
	"""The users who are members today, to their positions."""
	held = {row.person: row.position for row in people.members(make.COMMISSION).values()}
	return {user: held[person_of(user)] for user in make.ALL if person_of(user) in held}


def planned() -> str:
	"""A session of today, planned by a member who may; "" where nobody is chair, deputy or secretary."""
	user = next((user for user, position in members().items() if position in ARRANGING), "")
	if not user:
		return ""
	frappe.set_user(user)
	return planning.plan(make.COMMISSION, "Navbatdagi majlis", clock.now(), "Zal", demo_ground.ELECTION)


def appointed(user: str, position: str) -> None:
	"""Make somebody a member; written to the table."""
	row = {"person": person_of(user), "commission": make.COMMISSION}
	frappe.db.set_value("Commission Membership", row, {"ends_on": None, "position": position})


def user_of(person: str) -> str:
	"""The login of a person."""
	return str(frappe.db.get_value("Person", person, "user"))


def presiding(session: str) -> str:
	"""Who presides over a session; where nobody does any more, whoever may follow does so from now on."""
	row = frappe.get_doc("Commission Session", session)
	known = people.members(row.commission)
	if people.presides(row, known, people.present(session)):
		return user_of(row.presiding)
	for user in members():
		if person_of(user) not in people.present(session):
			make.attend(session, user)
	followed(session)
	return user_of(frappe.db.get_value("Commission Session", session, "presiding"))


def followed(session: str) -> None:
	"""The chair or a deputy takes the chair, or the members present elect one of them."""
	former, keeper = frappe.db.get_value("Commission Session", session, ["presiding", "secretary"])
	held = members()
	for user in sorted(held, key=lambda user: held[user] != "Chair"):
		if held[user] in CHAIRS:
			if person_of(user) == keeper:
				# the session still names who presided until the chair is taken
				others = [
					other
					for other in held
					if other != user and held[other] != "Chair" and person_of(other) != former
				]
				others.sort(key=lambda other: held[other] != "Secretary")
				frappe.set_user(user)
				holding.name_secretary(session, person_of(others[0]))
			frappe.set_user(user)
			holding.take_chair(session)
			return
	by = user_of(keeper) if user_of(keeper) in held else next(iter(held))
	elected = next(user for user in held if user != by)
	frappe.set_user(by)
	holding.elect_presiding(session, person_of(elected))


def closed(item: str) -> frappe._dict:
	"""The item after its vote: those present voted for it. Without a quorum it is refused; members come back and go on."""
	session = frappe.db.get_value("Agenda Item", item, "session")
	for _ in range(2):
		chair = presiding(session)  # first: where nobody presides, members come back, and they vote too
		here = people.present(session)
		voters = [user for user in members() if person_of(user) in here]
		for user in voters:
			taken_back(lambda user=user: make.vote(user, session, {item: "For"}))
		refusal = taken_back(lambda user=chair: (frappe.set_user(user), counting.close_item(item)))
		if refusal is None:
			return make.stored(item)
		assert refusal == "quorum_lost"
		for user in members():
			taken_back(lambda user=user: make.attend(session, user))
	raise AssertionError("the quorum did not come back")


def is_signed(decision: str) -> bool:
	"""Whether a decision is in force."""
	return frappe.db.get_value("Decision", decision, "status") == "Signed"


def signer(session: str, part: str, other: str | None = None) -> str:
	"""Who gives a part of the signature now; where that person is a member no longer, or gave the other part, a successor
	is named first.

	other: the person who gave the other part.
	"""
	row = frappe.get_doc("Commission Session", session)
	held = members()
	persons = [row.get(f"{part}_successor"), row.get(part)]
	if own_signatures.is_in_place(row, part):  # a successor signs only what is left to them
		persons.reverse()
	for person in persons:
		if person and person != other and user_of(person) in held:
			return user_of(person)
	unsigned = signers.unsigned_decisions(row, part)
	able = signers.successors(row, part, people.members(row.commission), unsigned)
	found = [person for person in able if person != other]
	assert found, (part, held)
	frappe.set_user(next(user for user in held if person_of(user) != found[0]))
	signers.name_signer(session, part, found[0], "Aʼzolik tugadi")
	return user_of(found[0])


def part_signed(decision: str, part: str) -> None:
	"""One of the two signatures, where it is missing."""
	row = frappe.get_doc("Decision", decision)
	field, other = "signature", "secretary_person"
	if part == "secretary":
		field, other = "secretary_signature", "signed_by_person"
	if not row.get(field):
		session = frappe.db.get_value("Agenda Item", row.agenda_item, "session")
		voted.signed_by(signer(session, part, row.get(other)), [decision])


def completed(session: str) -> None:
	"""Whatever state a session is in, somebody takes it to its signed protocol."""
	row = frappe.get_doc("Commission Session", session)
	if row.status == "Planned":
		return
	if row.status in ("Open", "Recess"):
		user = presiding(session)
		for item in frappe.get_all("Agenda Item", {"session": session, "status": "Open"}, pluck="name"):
			frappe.set_user(user)
			counting.postpone(item, "Majlis tugadi")
		if row.secretary not in people.present(session):  # noted as gone a moment ago, they come back
			taken_back(lambda: make.attend(session, user_of(row.secretary)))
		frappe.set_user(user)
		holding.close(session)
	for part in ("presiding", "secretary"):
		if not frappe.db.get_value("Commission Session", session, f"protocol_signature_{part}"):
			user = signer(session, part)
			frappe.set_user(user)
			protocol.sign(session, filing.signature(user, protocol.payload(session)))
	frappe.set_user("Administrator")
	row = frappe.get_doc("Commission Session", session)
	assert row.status == "Protocol Signed"
	assert protocol.is_as_signed(row)
	assert len({row.protocol_signer_presiding, row.protocol_signer_secretary}) == 2


def one_of(doctype: str, place: int, which: dict | None = None) -> str:
	"""One of the last few of a register, ended ones too."""
	names = frappe.get_all(doctype, which or {}, pluck="name", order_by="creation desc, name asc", limit=4)
	return names[place % len(names)] if names else "nobody"


def signed(decision: str) -> None:
	"""Both signatures; a refusal of either takes both back."""
	is_secretary_first = decision[0] in "02468ace"
	for part in ("secretary", "presiding") if is_secretary_first else ("presiding", "secretary"):
		part_signed(decision, part)
	assert is_signed(decision)


def put_aside(item: str) -> None:
	"""The way back of an adopted item."""
	held = members()
	arranging = [user for user in held if held[user] in ARRANGING]
	frappe.set_user(next(iter(arranging or held)))
	returning.set_aside(item)


def refusal_of(decision: str) -> str:
	"""Why a decision would not take effect; "" where it would."""

	def ask() -> None:
		raise contested.refusal_of(decision)

	code = taken_back(ask) or "-"
	return "" if code == "decision_takes_effect" else code


def made_ground() -> Ground:
	"""Seats, and one party that is admitted."""
	seats = (effects.constituency(91), effects.constituency(92))
	for party in PARTIES:
		admission(party)
	admission(PARTIES[0], election_types="DC")
	return Ground(seats, tuple(effects.person() for _ in range(8)), make.opened())


@pytest.mark.parametrize("part", range(PARTS), ids="part{}".format)
def test_no_sequence_ends_in_an_adopted_decision_that_is_stuck(part):
	Commission.ground = made_ground()
	before = Counter(Commission.made)
	frappe.set_user("Administrator")
	frappe.db.savepoint(BASE)
	run_state_machine_as_test(
		seed(part)(Commission),
		settings=settings(
			max_examples=EXAMPLES,
			stateful_step_count=STEPS,
			derandomize=False,  # the seed decides
			phases=[Phase.generate],  # each step costs too much to look for the shortest failure
			deadline=None,
			database=None,
			suppress_health_check=list(HealthCheck),
		),
	)
	made = Commission.made - before
	print(f"part {part}: {dict(made)}; all: {dict(Commission.made)}", flush=True)
	assert made["adopted"] == made["signed"] + made["set aside"]
	assert made["steps"] >= (5000 // PARTS if IS_LONG else 1)
	assert made["adopted"] or not IS_FULL  # a short sequence may end before
