"""Rules over the result: compositions, lists, contests, persons, as a decision would leave them."""

from dataclasses import replace
from datetime import date

import pytest

from esaylov.core.findings import Severity
from esaylov.core.law.articles import first_day
from esaylov.core.rules import RuleUse
from esaylov.core.rules.registry import Facts, RuleMisused
from esaylov.core.rules.result_rules.mandates import (
	ADMINISTRATOR,
	CANDIDATE,
	EXCLUSIONS,
	HOKIM,
	MEMBER,
	OBSERVER,
	PARTY_HEAD,
	PRESS,
	PROXY,
	REPRESENTATIVE,
	Mandate,
)
from esaylov.core.rules.result_rules.outcome_values import (
	CandidateList,
	CandidatePlace,
	Composition,
	Constituencies,
	Contest,
	Kind,
	Member,
	Nomination,
	Person,
	StationObservers,
	Succession,
)
from esaylov.core.rules.result_rules.outcomes import check_outcome, outcome, outcome_rules

DAY = date(2026, 12, 1)
NUMBERS = {
	**{"district_commission_min": 11, "district_commission_max": 21},
	**{"okrug_commission_min": 9, "okrug_commission_max": 11},
	**{"precinct_commission_min": 5, "precinct_commission_max": 19},
	**{"party_list_min": 75, "party_list_max": 100, "women_share": 40, "women_in_row": 2, "women_row": 5},
}
HEADS = ("Chair", "Deputy Chair", "Secretary")


def formed(*positions: str, level: str = "DC", members: int = 0, **more) -> list:
	named = [*positions, *["Member"] * members]
	rows = tuple(Member(position, f"persons[{at}]", **more) for at, position in enumerate(named))
	return check_outcome([Composition(level, rows, NUMBERS, is_formed=True, path="persons")])


def codes(found: list) -> list[str]:
	return [finding.code for finding in found]


def test_a_composition_within_the_law_has_no_finding():
	assert formed(*HEADS, members=8) == []
	assert formed(*HEADS, members=18) == []


@pytest.mark.parametrize(("level", "members", "article"), [("DC", 9, "19"), ("OKR", 7, "21")])
def test_each_position_that_the_law_names_for_the_level_is_held(level, members, article):
	(found,) = formed("Chair", "Secretary", level=level, members=members)
	assert (found.code, found.path, found.article) == ("composition_position_missing", "persons", article)
	assert (found.severity, found.params) == (Severity.ERROR, {"position": "Deputy Chair"})
	assert len(formed(level=level, members=members + 2)) == 3


@pytest.mark.parametrize("level", ["REG", "PEC"])
def test_where_the_law_names_no_positions_a_missing_chair_or_secretary_is_a_warning_of_ours(level):
	assert formed("Chair", "Secretary", level=level, members=9) == []
	found = formed("Chair", level=level, members=9)
	assert [(one.code, one.severity, one.article) for one in found] == [
		("composition_position_open", Severity.WARNING, "")
	]
	assert found[0].params == {"position": "Secretary"}
	(second,) = formed(*HEADS, "Chair", level=level, members=8)
	assert (second.code, second.severity, second.article) == (
		*("composition_position_repeated", Severity.ERROR, ""),
	)


@pytest.mark.parametrize(
	("members", "code", "limit"), [(7, "composition_too_small", 11), (19, "composition_too_large", 21)]
)
def test_the_number_of_members_is_that_of_the_level(members, code, limit):
	(found,) = formed(*HEADS, members=members)
	assert (found.code, found.path, found.article) == (code, "persons", "19")
	assert found.params == {"number": members + 3, "limit": limit}
	assert formed(*HEADS, members=7, level="REG") == []  # no number is known of a territorial commission


def test_one_person_holds_each_of_the_three_positions():
	(found,) = formed(*HEADS, "Chair", members=8)
	assert (found.code, found.path, found.article) == ("composition_position_repeated", "persons[3]", "19")
	assert found.params == {"position": "Chair", "number": 2}
	assert codes(formed("Deputy Chair", members=10)) == ["composition_position_missing"] * 2


def test_members_who_join_are_measured_with_those_who_are_there():
	there = (Member("Chair"), Member("Secretary"))
	joined = Composition("DC", (*there, Member("Chair", "rows[0]")), NUMBERS)
	assert codes(check_outcome([joined])) == ["composition_position_repeated"]
	assert check_outcome([Composition("DC", (*there, Member("Chair")), NUMBERS)]) == []  # nobody added one
	assert check_outcome([Composition("DC", (*there, Member("Member", "rows[0]")), NUMBERS)]) == []


def test_a_member_is_replaced_in_the_same_position():
	others = (Member("Chair"), Member("Member"))
	same = Composition("PEC", (*others, Member("Secretary", "new_person[0]")), NUMBERS, former="Secretary")
	assert check_outcome([same]) == []
	other = Composition("PEC", (*others, Member("Chair", "new_person[0]")), NUMBERS, former="Secretary")
	assert codes(check_outcome([other])) == ["composition_position_repeated", "replacement_position"]


def test_a_member_is_not_replaced_before_the_membership_begins():
	rows = (Member("Chair"), Member("Member", "new_person[0]"))
	value = Composition("PEC", rows, NUMBERS, former="Member", begins_on="24.12.2026")
	(found,) = check_outcome([value])
	assert (found.code, found.params, found.article) == ("membership_not_begun", {"day": "24.12.2026"}, "")


def test_one_organization_recommends_half_of_a_precinct_commission():
	rows = tuple(
		Member(
			position, f"persons[{at}]", ("Maktab", "“МАКТАБ”", "maktab")[at] if at < 3 else f"Tashkilot {at}"
		)
		for at, position in enumerate([*HEADS, "Member", "Member"])
	)
	(found,) = check_outcome([Composition("PEC", rows, NUMBERS, is_formed=True, path="persons")])
	assert (found.code, found.article) == ("composition_one_organization", "25")


@pytest.mark.parametrize(
	("organization", "former", "level", "found"),
	[
		("Maktab 12", "Mahalla", "PEC", ["composition_one_organization"]),
		("12-sonli maktab", "", "PEC", ["composition_one_organization"]),
		("12-maktab", "Maktab 12", "PEC", []),  # its share stays as it was
		("Mahalla", "Maktab 12", "PEC", []),
		("", "Mahalla", "PEC", []),
		("Maktab 12", "Mahalla", "DC", []),
	],
)
def test_a_replacement_leaves_half_to_other_organizations(organization, former, level, found):
	others = [Member("Member", organization=name) for name in ("Maktab 12", "Maktab 12", "Mahalla", "")]
	new = Member("Member", "new_person[0]", organization)
	value = Composition(level, (*others, new), NUMBERS, former="Member", former_organization=former)
	assert codes(check_outcome([value])) == found


def candidates(count: int, women_at: int = 2) -> list[dict]:
	return [
		{"list_position": at + 1, "gender": "Female" if at % women_at == 0 else "Male"} for at in range(count)
	]


def listed(rows: list[dict]) -> list:
	rules = (
		RuleUse(
			"list_size",
			{"group": "rows", "minimum_statute": "party_list_min", "maximum_statute": "party_list_max"},
			"70",
		),
		RuleUse("women_share", {"group": "rows", "statute": "women_share"}, "70"),
		RuleUse(
			"women_in_row", {"group": "rows", "statute": "women_in_row", "row_statute": "women_row"}, "70"
		),
		RuleUse("list_positions", {"group": "rows"}),
	)
	return check_outcome([CandidateList(rules, {"rows": rows}, Facts(DAY, DAY, statutes=NUMBERS), "rows")])


def test_a_list_is_measured_without_those_who_were_refused():
	assert listed(candidates(76)) == []
	(found,) = listed(candidates(76)[5:])
	assert (found.code, found.path, found.article) == ("result_list_too_short", "rows", "70")
	assert found.params == {"number": 71, "limit": 75}


def test_share_and_order_of_women_hold_for_what_is_left_and_gaps_in_the_places_do_not_matter():
	few = [row for row in candidates(100) if row["gender"] == "Male" or row["list_position"] < 40]
	assert "result_women_share_low" in codes(listed([*few, *candidates(100)[40:46:2]]))
	assert codes(listed([row for row in candidates(100) if row["list_position"] not in (3, 5)])) == [
		"result_women_apart"
	]
	assert listed(candidates(100)[2:]) == []


def test_one_seat_has_one_candidate_of_a_party():
	one = Nomination("rows[0]", "A", "P", "C-1")
	again = Nomination("rows[1]", "B", "P", "C-1")
	same = Nomination("rows[2]", "A", "P", "C-2")
	assert codes(check_outcome([Contest((one, again, same))])) == ["seat_named_twice", "person_named_twice"]
	assert check_outcome([Contest((one, Nomination("rows[1]", "B", "Q", "C-1")))]) == []


def test_new_candidate_takes_the_place_of_one_who_left_once():
	place = CandidatePlace("P", "LC_SMD", "C-1", 0)
	assert check_outcome([Succession("", place, place, is_replaced=False)]) == []
	for other in ({"party": "Q"}, {"constituency": "C-2"}, {"list_position": 3}, {"election_type": "PRES"}):
		found = check_outcome([Succession("", place, replace(place, **other), is_replaced=False)])
		assert [(one.code, one.severity) for one in found] == [("replacement_place", Severity.ERROR)]
	again = check_outcome([Succession("", place, place, is_replaced=True)])
	assert codes(again) == ["candidate_replaced_already"]


def given(mandate: Mandate, *held: Mandate) -> list[tuple[str, str]]:
	return [(one.code, one.severity) for one in check_outcome([Person("persons[0]", mandate, held)])]


def test_an_observer_has_one_mandate_in_a_district_and_serves_one_body():
	new = Mandate(OBSERVER, "OZLIDEP", "1726277")
	duplicate, incompatible = "mandate_duplicate", "mandate_incompatible"
	assert given(new, Mandate(OBSERVER, "OZLIDEP", "1726277")) == [(duplicate, Severity.ERROR)]
	assert given(new, Mandate(OBSERVER, "ADOLAT", "1726277")) == [(duplicate, Severity.ERROR)]
	assert given(new, Mandate(OBSERVER, "ADOLAT", "1726280")) == [(incompatible, Severity.ERROR)]
	assert given(new, Mandate(OBSERVER, "OZLIDEP", "1726280")) == [(duplicate, Severity.WARNING)]


@pytest.mark.parametrize(
	("one", "other", "article"),
	[
		(OBSERVER, PROXY, ""),
		(OBSERVER, CANDIDATE, ""),
		(OBSERVER, PRESS, ""),
		(OBSERVER, MEMBER, ""),
		(PROXY, MEMBER, "43"),
		(CANDIDATE, MEMBER, "25"),
	],
)
def test_kinds_that_exclude_each_other_do_so_in_either_order(one, other, article):
	for first, second in ((one, other), (other, one)):
		(found,) = check_outcome([Person("persons[0]", Mandate(first, "A"), (Mandate(second, "B"),))])
		assert (found.code, found.severity, found.article) == (
			"mandate_incompatible",
			Severity.ERROR,
			article,
		)
		assert found.params == {"kind": first, "other": second}


def test_a_representative_serves_one_party():
	new = Mandate(REPRESENTATIVE, "OZLIDEP")
	assert given(new, Mandate(REPRESENTATIVE, "ADOLAT")) == [("mandate_incompatible", Severity.ERROR)]
	assert given(new, Mandate(REPRESENTATIVE, "OZLIDEP")) == []


def test_a_representative_observes_for_no_other_party():
	for first, second in ((OBSERVER, REPRESENTATIVE), (REPRESENTATIVE, OBSERVER)):
		(found,) = check_outcome([Person("persons[0]", Mandate(first, "A"), (Mandate(second, "B"),))])
		assert (found.code, found.severity, found.article) == ("mandate_incompatible", Severity.ERROR, "34")
		assert given(Mandate(first, "A"), Mandate(second, "A")) == []


@pytest.mark.parametrize(
	("office", "code", "severity", "article"),
	[
		(PARTY_HEAD, "mandate_incompatible", Severity.ERROR, "25"),
		(HOKIM, "mandate_incompatible", Severity.ERROR, "25"),
		(ADMINISTRATOR, "mandate_beside", Severity.WARNING, ""),
	],
)
def test_an_office_outside_of_commissions_is_found_at_a_member(office, code, severity, article):
	(found,) = check_outcome([Person("persons[0]", Mandate(MEMBER, "DC-1"), (Mandate(office),))])
	assert (found.code, found.severity, found.article) == (code, severity, article)
	assert found.params == {"kind": MEMBER, "other": office}
	assert given(Mandate(CANDIDATE, "A"), Mandate(office)) == []


def test_a_party_has_no_more_observers_at_a_station_than_the_number_of_the_law():
	assert check_outcome([StationObservers("persons[1]", 2, 2)]) == []
	(found,) = check_outcome([StationObservers("persons[2]", 3, 2)])
	assert (found.code, found.path, found.params) == (
		"observers_too_many",
		"persons[2]",
		{"number": 3, "limit": 2},
	)


def test_constituencies_formed_before_count_and_a_number_is_given_once():
	assert check_outcome([Constituencies("constituencies", {}, 30, 30)]) == []
	assert check_outcome([Constituencies("constituencies", {}, 99, None)]) == []
	many, taken = check_outcome(
		[Constituencies("constituencies", {"constituencies[1]": 7}, 31, 30, "2026-11-01")]
	)
	assert (many.code, many.path, many.params, many.article, many.edition) == (
		*("constituencies_too_many", "constituencies", {"number": 31, "limit": 30}, "9", "2026-11-01"),
	)
	assert (taken.code, taken.path, taken.params) == (
		"constituency_exists",
		"constituencies[1]",
		{"number": 7},
	)


def test_a_member_of_the_commission_that_is_formed_may_go_on():
	assert given(Mandate(MEMBER, "DC-1"), Mandate(MEMBER, "DC-1")) == []
	assert given(Mandate(MEMBER, "DC-1"), Mandate(MEMBER, "DC-2")) == [
		("mandate_incompatible", Severity.ERROR)
	]


def test_incompatible_mandates_are_compared_across_elections_of_one_day():
	new = Mandate(OBSERVER, "A", "1726277")
	for other in (CANDIDATE, PROXY, PRESS):
		found = given(new, Mandate(other, "A", is_elsewhere=True))
		assert found == [("mandate_incompatible", Severity.ERROR)]
	assert given(new, Mandate(OBSERVER, "A", "1726277", is_elsewhere=True)) == []
	assert given(new, Mandate(OBSERVER, "B", "1726277", is_elsewhere=True)) != []


def test_a_press_card_beside_another_mandate_is_a_warning_of_ours():
	for other in (CANDIDATE, PROXY, MEMBER, REPRESENTATIVE):
		assert given(Mandate(PRESS, "Gazeta"), Mandate(other, "A")) == [("mandate_beside", Severity.WARNING)]


def test_a_proxy_who_is_a_candidate_or_serves_another_one_is_a_warning_of_ours():
	for new, held in (
		(Mandate(PROXY, "A"), Mandate(CANDIDATE, "A")),
		(Mandate(PROXY, "A"), Mandate(CANDIDATE, "B")),
		(Mandate(CANDIDATE, "A"), Mandate(PROXY, "B")),
		(Mandate(PROXY, "A"), Mandate(PROXY, "B")),
		(Mandate(PROXY, "A"), Mandate(PROXY, "A")),
	):
		assert given(new, held) == [("mandate_beside", Severity.WARNING)]
	assert given(Mandate(PROXY, "A"), Mandate(PROXY, "B", is_elsewhere=True)) == []


def test_a_candidate_of_one_party_is_no_candidate_of_another_one_in_the_election():
	assert given(Mandate(CANDIDATE, "A"), Mandate(CANDIDATE, "A")) == []
	assert given(Mandate(CANDIDATE, "A"), Mandate(CANDIDATE, "B")) == [
		("candidate_of_other_party", Severity.ERROR)
	]


def test_each_exclusion_says_where_it_is_known_from_and_an_article_is_never_ours():
	assert all(row.mark for row in EXCLUSIONS)
	assert not [row for row in EXCLUSIONS if row.article and row.mark == "[ours]"]


def test_each_rule_has_a_kind_and_an_edition_where_it_has_an_article():
	assert {rule.kind for rule in outcome_rules()} == set(Kind)
	assert not [rule.name for rule in outcome_rules() if rule.article and not first_day(rule.article)]


def test_a_finding_has_the_edition_of_its_article_or_of_the_number_that_began_later():
	rows = tuple(Member(position, f"persons[{at}]") for at, position in enumerate(HEADS))
	small = Composition("DC", rows, NUMBERS, is_formed=True, path="persons")
	later = replace(small, first_days={"district_commission_min": "2027-01-01"})
	assert [[found.edition for found in check_outcome([value])] for value in (small, later)] == [
		["2023-12-18"],
		["2027-01-01"],
	]
	(many,) = check_outcome([StationObservers("persons[0]", 3, 2, "2026-11-01")])
	assert many.edition == "2026-11-01"


def test_a_name_is_declared_once_and_a_missing_number_is_the_callers_mistake():
	with pytest.raises(ValueError, match="twice"):
		outcome(Kind.LIST, "list_as_granted")(lambda value, article: [])
	with pytest.raises(RuleMisused):
		check_outcome([Composition("DC", (Member("Chair", "a"),), {}, is_formed=True)])


def test_a_citizen_gets_no_mandate_by_a_passport_alone():
	(found,) = check_outcome([Person("persons[0]", Mandate(MEMBER), is_numbered=False)])
	assert (found.code, found.path, found.severity) == ("pinfl_missing", "persons[0].pinfl", Severity.ERROR)
	assert check_outcome([Person("persons[0]", Mandate(MEMBER))]) == []
