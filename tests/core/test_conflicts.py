"""What is granted side by side can be signed in whichever order: no sequence of steps leaves an adopted decision that cannot."""

from collections import Counter
from dataclasses import dataclass, field

import pytest
from factories.profile import IS_FULL
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from esaylov.core.rules.conflicts import Act, Conflict, Mode, Registers, Use, conflicts, put_out

PERSONS, SEATS, PARTIES, PROXIES = ("p1", "p1", "p2"), ("s1", "s2"), ("A", "B"), ("x", "y")
MOST_PROXIES = 1
FAR = st.sampled_from([0, 1, 2, 2, 2, 2, 3])
"""How far an appeal goes at once: filed, put to the vote, adopted, signed; what waits for its signature is what matters."""
EXAMPLES, STEPS = (100 if IS_FULL else 12), 50
"""Sequences and the most steps of each."""


def use(mode: Mode, key: str, frees: str = "") -> Use:
	return Use("row", mode, key, frees)


def act(name: str, *uses: Use) -> Act:
	return Act(name, f"no-{name}", uses)


TAKE, END, NEED, FILL = (use(mode, "k") for mode in (Mode.TAKES, Mode.ENDS, Mode.NEEDS, Mode.FILLS))


@pytest.mark.parametrize(
	("first", "second", "code"),
	[
		(TAKE, TAKE, "entry_claimed"),
		(END, END, "entry_claimed"),
		(END, NEED, "entry_claimed"),
		(NEED, END, "entry_claimed"),
		(NEED, NEED, None),
		(FILL, FILL, "no_room_left"),
	],
)
def test_two_that_rest_on_one_thing(first, second, code):
	stands = Registers(in_force=frozenset({"k"}), room={"k": 1})
	found = conflicts([act("a", first), act("b", second)], stands)
	number = "no-a" if code else ""
	assert found == ({"b": [Conflict("row", code, number)]} if code else {})


@pytest.mark.parametrize(
	("one", "code"),
	[
		(TAKE, "entry_exists"),
		(use(Mode.TAKES, "k", "entry"), None),  # the same decision frees it
		(use(Mode.ENDS, "gone"), "entry_gone"),
		(use(Mode.NEEDS, "gone"), "entry_gone"),
	],
)
def test_what_the_registers_say_already(one, code):
	found = conflicts([act("a", one)], Registers({"k": "entry"}, frozenset({"entry"})))
	assert found == ({"a": [Conflict("row", code)]} if code else {})


def test_who_is_in_conflict_stands_in_nobodys_way():
	stands = Registers({"k": "entry"})
	both, free = act("a", TAKE, use(Mode.TAKES, "m")), act("b", use(Mode.TAKES, "m"))
	assert set(conflicts([both, free], stands)) == {"a"}


@pytest.mark.parametrize(
	("last", "use_of_adopted", "room", "is_put_out"),
	[
		(END, NEED, 1, True),
		(END, END, 1, True),
		(END, TAKE, 1, False),
		(TAKE, TAKE, 1, True),
		(TAKE, NEED, 1, False),
		(FILL, FILL, 1, True),
		(FILL, FILL, 2, False),
	],
)
def test_what_an_annulment_puts_out(last, use_of_adopted, room, is_put_out):
	stands = Registers(in_force=frozenset({"k"}), room={"k": room})
	found = put_out([act("a", use_of_adopted)], act("annulment", last), stands)
	assert [one.name for one in found] == ["a"] * is_put_out


def test_what_cannot_be_signed_anyway_holds_no_annulment_up():
	stands = Registers({"m": "entry"}, in_force=frozenset({"k"}))
	stuck = act("a", NEED, use(Mode.TAKES, "m"))
	assert put_out([stuck], act("annulment", END), stands) == []


@pytest.mark.parametrize(("commission", "codes"), [("C1", ["entry_claimed"]), ("C2", [])])
def test_who_leaves_waits_for_the_own_commission_alone(commission, codes):
	rests = Act("a", "no-a", [NEED], "C1")
	leaves = Act("b", "no-b", [END], commission)
	found = conflicts([rests, leaves], Registers(in_force=frozenset({"k"})))
	assert [one.code for one in found.get("b", ())] == codes


def test_nobody_adopts_what_rests_on_an_entry_that_any_commission_ends():
	leaves, rests = Act("b", "no-b", [END], "C1"), Act("a", "no-a", [NEED], "C2")
	found = conflicts([leaves, rests], Registers(in_force=frozenset({"k"})))
	assert [one.code for one in found["a"]] == ["entry_claimed"]


@dataclass
class World:
	"""Registers as a plain reading of the law writes them; it knows nothing of the rules that are tested."""

	candidates: dict[str, tuple[str, str, str]] = field(default_factory=dict)
	proxies: dict[str, tuple[str, str]] = field(default_factory=dict)
	admitted: set[str] = field(default_factory=set)

	def register(self, person: str, seat: str, party: str) -> None:
		assert party in self.admitted
		for other, other_seat, other_party in self.candidates.values():
			assert other != person
			assert (other_seat, other_party) != (seat, party)
		self.candidates[f"candidate {person}"] = (person, seat, party)

	def end_candidate(self, name: str) -> None:
		del self.candidates[name]
		self.proxies = {key: row for key, row in self.proxies.items() if row[0] != name}

	def name_proxy(self, candidate: str, proxy: str) -> None:
		assert candidate in self.candidates
		key = f"proxy {candidate} {proxy}"
		assert key not in self.proxies
		assert Counter(row[0] for row in self.proxies.values())[candidate] < MOST_PROXIES
		self.proxies[key] = (candidate, proxy)

	def end_proxy(self, name: str) -> None:
		del self.proxies[name]

	def admit(self, party: str) -> None:
		assert party not in self.admitted
		self.admitted.add(party)

	def seen(self) -> Registers:
		taken = {}
		for name, (person, seat, party) in self.candidates.items():
			taken |= {f"person {person}": name, f"seat {seat} {party}": name}
		taken |= {f"standing {name}": name for name in self.proxies}
		taken |= {f"admission {party}": f"admission {party}" for party in self.admitted}
		used = Counter(row[0] for row in self.proxies.values())
		return Registers(
			taken,
			frozenset({*self.candidates, *self.proxies, *(f"admission {party}" for party in self.admitted)}),
			{name: MOST_PROXIES - used[name] for name in self.candidates},
		)

	def copy(self) -> "World":
		return World(dict(self.candidates), dict(self.proxies), set(self.admitted))


@dataclass
class Decision:
	"""A filed appeal on its way: what it does (act), and how it is written once it is signed."""

	act: Act
	verb: str
	arguments: tuple[str, ...]


class Commission(RuleBasedStateMachine):
	"""Appeals are filed by many who do not know of each other; the rules are asked when a vote opens and when it closes."""

	def __init__(self) -> None:
		super().__init__()
		self.serial = 0
		self.world = World({"candidate p1": ("p1", "s1", "A")}, admitted={"A"})
		self.filed: list[Decision] = []
		self.open: list[Decision] = []
		self.adopted: list[Decision] = []

	def file(self, far: int, verb: str, uses: list[Use], *arguments: str) -> None:
		self.serial += 1
		self.filed.append(Decision(act(str(self.serial), *uses), verb, arguments))
		steps = (self.open_a_vote, self.close_a_vote, self.sign)
		for step, queue in zip(steps[:far], (self.filed, self.open, self.adopted), strict=False):
			step(place=max(len(queue) - 1, 0))

	@rule(party=st.sampled_from(PARTIES), far=FAR)
	def ask_for_admission(self, party: str, far: int) -> None:
		self.file(far, "admit", [use(Mode.TAKES, f"admission {party}")], party)

	@rule(
		person=st.sampled_from(PERSONS), seat=st.sampled_from(SEATS), party=st.sampled_from(PARTIES), far=FAR
	)
	def nominate(self, person: str, seat: str, party: str, far: int) -> None:
		uses = [
			use(Mode.TAKES, f"person {person}"),
			use(Mode.TAKES, f"seat {seat} {party}"),
			use(Mode.NEEDS, f"admission {party}"),
		]
		self.file(far, "register", uses, person, seat, party)

	@rule(person=st.sampled_from(PERSONS), far=FAR)
	def step_back(self, person: str, far: int) -> None:
		name = f"candidate {person}"
		self.file(far, "end_candidate", [use(Mode.ENDS, name)], name)

	@rule(person=st.sampled_from(PERSONS), proxy=st.sampled_from(PROXIES), far=FAR)
	def ask_for_a_proxy(self, person: str, proxy: str, far: int) -> None:
		name = f"candidate {person}"
		uses = [
			use(Mode.NEEDS, name),
			use(Mode.TAKES, f"standing proxy {name} {proxy}"),
			use(Mode.FILLS, name),
		]
		self.file(far, "name_proxy", uses, name, proxy)

	@rule(person=st.sampled_from(PERSONS), proxy=st.sampled_from(PROXIES), far=FAR)
	def let_a_proxy_go(self, person: str, proxy: str, far: int) -> None:
		name = f"proxy candidate {person} {proxy}"
		self.file(far, "end_proxy", [use(Mode.ENDS, name), use(Mode.NEEDS, f"candidate {person}")], name)

	def granted(self, one: Decision) -> bool:
		acts = [*(decision.act for decision in self.adopted), one.act]
		return one.act.name not in conflicts(acts, self.world.seen())

	@rule(place=st.integers(0, 50))
	def open_a_vote(self, place: int) -> None:
		if self.filed:
			one = self.filed.pop(place % len(self.filed))
			if self.granted(one):
				self.open.append(one)

	@rule(place=st.integers(0, 50))
	def close_a_vote(self, place: int) -> None:
		if self.open:
			one = self.open.pop(place % len(self.open))
			if self.granted(one):
				self.adopted.append(one)

	@rule(place=st.integers(0, 50))
	def sign(self, place: int) -> None:
		if self.adopted:
			one = self.adopted.pop(place % len(self.adopted))
			getattr(self.world, one.verb)(*one.arguments)

	@rule(party=st.sampled_from(PARTIES))
	def annul_an_admission(self, party: str) -> None:
		annulment = act("annulment", use(Mode.ENDS, f"admission {party}"))
		stands_on_it = any(row[2] == party for row in self.world.candidates.values())
		if not stands_on_it and not put_out([one.act for one in self.adopted], annulment, self.world.seen()):
			self.world.admitted.discard(party)

	@invariant()
	def whatever_was_adopted_can_be_signed_first_to_last_and_last_to_first(self) -> None:
		for order in (self.adopted, self.adopted[::-1]):
			world = self.world.copy()
			for one in order:
				getattr(world, one.verb)(*one.arguments)


def test_no_sequence_ends_in_an_adopted_decision_that_cannot_be_signed():
	run_state_machine_as_test(
		Commission,
		settings=settings(
			max_examples=EXAMPLES,
			stateful_step_count=STEPS,
			derandomize=True,
			deadline=None,
			database=None,
			suppress_health_check=list(HealthCheck),
		),
	)
