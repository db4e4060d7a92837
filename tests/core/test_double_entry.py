"""Two entries of a count: what differs, what is unlikely, and how many slips of each kind they find."""

from dataclasses import replace
from pathlib import Path

import pytest
from factories import count_slips
from factories.count_slips import RESERVE, SOUND, sound, typed
from factories.profile import IS_LONG
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import texts
from esaylov.core.findings import Severity
from esaylov.core.results.double_entry import (
	Reported,
	Surroundings,
	assess,
	differing_paths,
	flat,
	merged,
	read_entry,
	unlikely,
)
from esaylov.core.results.turnout import Hour

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "staff" / "count-entry.md"
SEED = 2026
NUMBER = 2_000 if IS_LONG else 200
ALONE = Surroundings()


def entered(**changes: object) -> dict[str, object]:
	return typed(station=7, **changes)


def assessed(first: dict, second: dict, around: Surroundings = ALONE):
	return assess((first, second), list(SOUND.votes), 7, RESERVE, around)


def test_equal_entries_are_the_numbers_and_differing_ones_are_none():
	assert assessed(entered(), entered()).protocol == SOUND
	found = assessed(entered(), entered(given=701, votes={**SOUND.votes, "B": 201}))
	assert (found.differing, found.protocol, found.findings) == (["given", "votes.B"], None, [])


@pytest.mark.parametrize("station", [8, "7", True, 70, -7])
def test_another_station_is_refused(station):
	protocol, findings = read_entry({**entered(), "station": station}, SOUND.votes, 7)
	assert (protocol, [(one.path, one.code) for one in findings]) == (None, [("station", "station_differs")])


def test_a_station_that_nobody_typed_is_missing():
	protocol, findings = read_entry(typed(), SOUND.votes, 7)
	assert (protocol, [(one.path, one.code) for one in findings]) == (None, [("station", "count_missing")])


@given(sound(), sound(), st.data())
def test_an_entry_typed_again_where_it_differs_becomes_equal(one, other, data):
	first, second = (count_slips.Paper(7, each).typed() for each in (one, other))
	paths = differing_paths(first, second)
	assert not differing_paths(merged(first, second, paths), second)
	some = data.draw(st.lists(st.sampled_from(paths), unique=True)) if paths else []
	again = flat(merged(first, second, some))
	assert {path for path in paths if again[path] != flat(second)[path]} == set(paths) - set(some)
	assert differing_paths(first, second) == differing_paths(second, first)


@given(sound(), st.data())
def test_any_change_of_one_number_of_equal_entries_is_one_difference(one, data):
	first = count_slips.Paper(7, one).typed()
	path = data.draw(st.sampled_from(sorted(set(flat(first)) - {"station"})))
	changed = merged(first, {"votes": {}}, [path])
	assert differing_paths(first, changed) == [path]


@pytest.mark.parametrize(
	("changes", "around", "path", "code"),
	[
		(
			{"counted": 0, "votes": dict.fromkeys("ABC", 0), "invalid": 0},
			ALONE,
			"counted",
			"turnout_none",
		),
		({"counted": 1000, "given": 1000}, ALONE, "counted", "turnout_full"),
		({"invalid": 70}, ALONE, "invalid", "invalid_many"),
		({}, Surroundings(reported=Reported(Hour.ELEVEN, 999, 100)), "voters", "voters_not_reported"),
		({}, Surroundings(reported=Reported(Hour.END, 1000, 691)), "counted", "counted_not_reported"),
		({}, Surroundings(reported=Reported(Hour.THIRTEEN, 1000, 691)), "counted", "counted_not_reported"),
		({}, Surroundings([("8", SOUND)]), "", "same_as_station"),
		(
			{"votes": {"A": 80, "B": 200, "C": 400}},
			Surroundings([(str(number), SOUND) for number in range(3)]),
			"votes.A",
			"lines_swapped",
		),
	],
)
def test_what_is_unlikely_is_a_warning_at_its_number(changes, around, path, code):
	found = unlikely(replace(SOUND, **changes), around)
	assert [(one.path, one.code, one.severity) for one in found] == [(path, code, Severity.WARNING)]
	for language in ("uz", "ru", "en"):
		assert "{" not in texts.finding_text(found[0], language)


def test_a_usual_count_has_no_warning():
	neighbours = [(str(n), replace(SOUND, votes={"A": 390 + n, "B": 205, "C": 85})) for n in range(5)]
	assert unlikely(SOUND, Surroundings(neighbours, Reported(Hour.SEVENTEEN, 1000, 600))) == []


class TestDetection:
	"""Of so many protocols, each with one slip: 200 in every run, 2,000 by `script/test --long counts`."""

	@pytest.fixture(scope="class")
	def rates(self):
		return count_slips.rates(NUMBER, SEED)

	def test_a_slip_of_one_person_is_always_found(self, rates):
		of_one = {kind: counts for kind, counts in rates.items() if "one person" in kind}
		assert len(of_one) == 6
		assert {kind: counts[count_slips.MISSED] for kind, counts in of_one.items()} == dict.fromkeys(
			of_one, 0
		)

	def test_a_paper_of_another_station_and_a_wrong_sum_are_always_found(self, rates):
		kinds = [kind for kind in rates if kind.startswith(("wrong station", "the paper"))]
		assert len(kinds) == 4
		assert sum(rates[kind][count_slips.MISSED] for kind in kinds) == 0

	@pytest.mark.parametrize(
		("kind", "least"),
		[
			("a wrong digit", 90),
			("two digits exchanged", 90),
			("a digit left out", 90),
			("two lines exchanged", 20),
		],
	)
	def test_a_slip_that_both_make_is_found_by_sums_or_warnings_as_often_as_said(self, rates, kind, least):
		missed = rates[f"both the same: {kind}"][count_slips.MISSED]
		assert (NUMBER - missed) * 100 >= least * NUMBER

	def test_a_paper_without_a_slip_raises_few_warnings(self, rates):
		assert rates["no slip"][count_slips.MISSED] * 100 >= 97 * NUMBER

	@pytest.mark.long  # six seconds for each way
	def test_the_document_says_what_2000_protocols_gave(self):
		assert count_slips.table(2_000, SEED) in DOCUMENT.read_text(encoding="utf-8")
