"""The count of votes: sums of a protocol, tables, who is elected, seats of the lists as they really fell in 2024."""

import csv
from dataclasses import replace
from pathlib import Path

import pytest
from factories.count_slips import RESERVE, SOUND, sound, typed
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core import texts
from esaylov.core.results import (
	FIELDS,
	Outcome,
	Protocol,
	SeatsTied,
	check,
	check_total,
	constituency,
	is_held,
	list_seats,
	read,
	total,
)
from esaylov.core.results.signers import is_whole
from esaylov.core.results.turnout import Hour
from esaylov.core.results.turnout import check as check_turnout

DATA = Path(__file__).resolve().parents[1] / "data" / "results_2024.csv"
PARTIES = ("ozlidep", "milliy_tiklanish", "xdp", "adolat", "ekopartiya")


def figures() -> dict[str, int]:
	with DATA.open(encoding="utf-8", newline="") as lines:
		rows = {row["figure"]: row["value"] for row in csv.DictReader(lines)}
	return {key: int(value) for key, value in rows.items() if value.isdecimal()}


def test_a_sound_protocol_is_read_as_it_was_typed():
	assert read(typed(), SOUND.votes) == (SOUND, [])
	assert check(SOUND, RESERVE) == []


@pytest.mark.parametrize(
	("changes", "found"),
	[
		({"voters": None}, [("voters", "count_missing")]),
		({"voters": ""}, [("voters", "count_missing")]),
		({"counted": "690"}, [("counted", "count_not_whole")]),
		({"counted": -1}, [("counted", "count_not_whole")]),
		({"counted": True}, [("counted", "count_not_whole")]),
		({"counted": 10**9}, [("counted", "count_not_whole")]),
		({"votes": {"A": 400, "B": 200}}, [("votes.C", "vote_missing")]),
		({"votes": {"A": 400, "B": 200, "C": 80.0}}, [("votes.C", "count_not_whole")]),
		({"votes": {"A": 1, "B": 2, "C": 3, "D": 4}}, [("votes.D", "vote_not_standing")]),
		(
			{"votes": None},
			[("votes.A", "vote_missing"), ("votes.B", "vote_missing"), ("votes.C", "vote_missing")],
		),
	],
)
def test_what_is_no_number_or_nobody_s_is_told_at_its_field(changes, found):
	protocol, findings = read(typed(**changes), SOUND.votes)
	assert protocol is None
	assert [(one.path, one.code) for one in findings] == found
	assert {one.article for one in findings} == {"94"}


@pytest.mark.parametrize(
	("changes", "path", "code", "article"),
	[
		({"received": 1006, "left": 306}, "received", "ballots_over_list", "32, 54"),
		({"voters": 999, "given": 1000, "left": 4, "received": 1004}, "given", "given_over_list", "94"),
		({"early": 701}, "early", "early_over_given", "54, 57"),
		({"left": 304}, "left", "ballots_not_even", "58, 94"),
		({"given": 689, "left": 316}, "counted", "boxes_over_given", "94"),
		({"invalid": 9}, "votes", "votes_not_even", "94"),
		({"votes": {"A": 401, "B": 200, "C": 80}}, "votes", "votes_not_even", "94"),
	],
)
def test_each_sum_that_does_not_hold_is_one_error_with_its_article(changes, path, code, article):
	(finding,) = check(replace(SOUND, **changes), RESERVE)
	assert (finding.path, finding.code, finding.article) == (path, code, article)
	for language in ("uz", "ru", "en"):
		said = texts.finding_text(finding, language)
		assert str(finding.params["number"]) in said
		assert str(finding.params["limit"]) in said


@pytest.mark.parametrize(
	("voters", "received", "is_sound"), [(20, 21, True), (20, 22, False), (200, 201, True)]
)
def test_a_small_station_has_one_ballot_in_reserve(voters, received, is_sound):
	one = Protocol(voters, received, 0, 0, 0, received, 0, {})
	assert (check(one, RESERVE) == []) is is_sound


@given(st.lists(sound(), max_size=5))
def test_a_table_of_sound_protocols_is_sound_and_is_their_sum(protocols):
	table = total(protocols)
	assert check(table, RESERVE) == []
	assert check_total(table, protocols) == []
	assert table.counted == sum(one.counted for one in protocols)


@given(sound(), st.sampled_from([*FIELDS, "votes"]))
def test_one_number_that_is_changed_is_found(one, name):
	"""In the protocol itself, or, where its sums still hold, in the table that was made before."""
	changed = (
		{"votes": {**one.votes, "A": one.votes["A"] + 1}}
		if name == "votes"
		else {name: getattr(one, name) + 1}
	)
	wrong = replace(one, **changed)
	(finding,) = check_total(total([one]), [wrong])
	assert (finding.code, finding.article) == ("total_not_even", "95")
	assert finding.path == ("votes.A" if name == "votes" else name)


def test_protocols_of_different_ballots_are_no_parts_of_one_table():
	with pytest.raises(ValueError, match="different ballots"):
		total([SOUND, replace(SOUND, votes={"A": 680})])


@pytest.mark.parametrize(("counted", "held"), [(330, True), (329, False)])
def test_an_election_is_held_from_a_third_of_the_list_on(counted, held):
	assert is_held(replace(SOUND, counted=counted), 33) is held
	assert not is_held(total([]), 33)


@pytest.mark.parametrize(
	("votes", "share", "outcome", "names"),
	[
		({"A": 400, "B": 200, "C": 80}, 50, Outcome.ELECTED, ("A",)),
		({"A": 345, "B": 255, "C": 80}, 50, Outcome.REPEAT_VOTING, ("A", "B")),
		({"A": 345, "B": 255, "C": 80}, 0, Outcome.ELECTED, ("A",)),
		({"A": 300, "B": 190, "C": 190}, 50, Outcome.TIED, ("A", "B", "C")),
		({"A": 300, "B": 300, "C": 80}, 50, Outcome.REPEAT_VOTING, ("A", "B")),
		({"A": 300, "B": 300, "C": 80}, 0, Outcome.TIED, ("A", "B")),
		({"A": 341, "B": 339}, 50, Outcome.ELECTED, ("A",)),
		({"A": 340, "B": 340}, 50, Outcome.REPEAT_ELECTION, ()),
		({"A": 300}, 50, Outcome.REPEAT_ELECTION, ()),
		({"A": 346}, 50, Outcome.ELECTED, ("A",)),
		({"A": 0, "B": 0}, 50, Outcome.REPEAT_ELECTION, ()),
		({}, 50, Outcome.REPEAT_ELECTION, ()),
	],
)
def test_who_is_elected_for_a_seat(votes, share, outcome, names):
	table = replace(SOUND, votes=votes, invalid=690 - sum(votes.values()))
	verdict = constituency(table, 33, share)
	assert (verdict.outcome, verdict.names) == (outcome, names)


def test_nobody_is_elected_where_too_few_took_part():
	table = Protocol(1000, 1000, 329, 0, 329, 671, 0, {"A": 329})
	assert constituency(table, 33, 50).outcome is Outcome.NOT_HELD


def test_the_lists_of_2024_get_the_seats_that_they_got():
	real = figures()
	votes = {party: real[f"list_votes_{party}"] for party in PARTIES}
	seats = list_seats(votes, 75, real["list_threshold_pct"])
	assert seats == {party: real[f"seats_list_{party}"] for party in PARTIES}
	assert list(seats.values()) == [26, 14, 13, 12, 10]
	assert (
		sum(votes.values()) // 75 == real["list_quota_votes"] - 1
	)  # the shares are published to a hundredth
	whole = {party: count * 75 // sum(votes.values()) for party, count in votes.items()}
	assert whole == {party: real[f"list_whole_quotas_{party}"] for party in PARTIES}
	assert sum(whole.values()) == real["list_seats_by_whole_quotas"]


VOTES = st.dictionaries(st.sampled_from("ABCDEFG"), st.integers(0, 10_000), min_size=1)


@given(VOTES, st.integers(0, 150), st.integers(0, 20))
def test_seats_of_lists_keep_to_their_quota(votes, seats, threshold):
	found, tied = {}, None
	try:
		found = list_seats(votes, seats, threshold)
	except SeatsTied as error:
		tied = error
	if tied:
		assert len(tied.parties) > tied.seats > 0
		return
	cast = sum(votes.values())
	reaching = {party: count for party, count in votes.items() if count and count * 100 >= cast * threshold}
	assert sum(found.values()) == (seats if reaching else 0)
	basis = sum(reaching.values())
	for party, got in found.items():
		assert got == 0 or party in reaching
		assert party not in reaching or abs(got * basis - reaching[party] * seats) < basis
	for one in reaching:
		for other in reaching:
			assert reaching[one] < reaching[other] or found[one] >= found[other]


def test_equal_remainders_are_nobody_s_to_decide_here():
	with pytest.raises(SeatsTied) as tied:
		list_seats({"A": 100, "B": 100, "C": 50}, 1, 0)
	assert (tied.value.parties, tied.value.seats) == (("A", "B"), 1)
	assert list_seats({"A": 100, "B": 100}, 2, 0) == {"A": 1, "B": 1}


@pytest.mark.parametrize(
	("votes", "seats", "found"),
	[
		({"A": 93, "B": 7}, 10, {"A": 9, "B": 1}),
		({"A": 94, "B": 6}, 10, {"A": 10, "B": 0}),
		({"A": 0}, 5, {"A": 0}),
		({}, 5, {}),
	],
)
def test_a_list_below_the_threshold_gets_nothing(votes, seats, found):
	assert list_seats(votes, seats, 7) == found


@pytest.mark.parametrize(("votes", "seats"), [({"A": -1}, 5), ({"A": 1}, -5)])
def test_negative_numbers_are_no_votes(votes, seats):
	with pytest.raises(ValueError, match="negative"):
		list_seats(votes, seats, 7)


MEMBERS = {"a": "Chair", "b": "Deputy Chair", "c": "Secretary", "d": "Member", "e": "Member"}


@pytest.mark.parametrize(
	("signed", "is_enough"),
	[
		("acd", True),
		("bcd", True),
		("abd", False),  # no secretary
		("cde", False),  # no chair and no deputy
		("ac", False),  # two of five
		("acx", False),  # who is no member any more does not count
		("abcde", True),
	],
)
def test_a_protocol_is_whole_with_chair_secretary_and_more_than_half(signed, is_enough):
	assert is_whole(set(signed), MEMBERS, 50) is is_enough


def test_half_is_not_more_than_half_and_a_missing_secretary_is_not_waited_for():
	assert not is_whole({"a", "c"}, {"a": "Chair", "c": "Secretary", "d": "Member", "e": "Member"}, 50)
	assert is_whole({"a", "d"}, {"a": "Chair", "d": "Member", "e": "Member"}, 50)
	assert not is_whole(set(), {}, 50)


@pytest.mark.parametrize(
	("voted", "voters", "others", "codes"),
	[
		(400, 1000, {}, []),
		(400, 1000, {Hour.ELEVEN: 400, Hour.FIFTEEN: 400}, []),
		(1001, 1000, {}, ["turnout_over_list"]),
		(300, 1000, {Hour.ELEVEN: 301}, ["turnout_falls"]),
		(300, 1000, {Hour.END: 299}, ["turnout_falls"]),
		(-1, 1000, {}, ["count_not_whole"]),
		(0, 0, {}, []),
	],
)
def test_turnout_does_not_fall_and_is_no_more_than_the_list(voted, voters, others, codes):
	assert [one.code for one in check_turnout(Hour.THIRTEEN, voted, voters, others)] == codes
