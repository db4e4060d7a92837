"""Rules about persons: candidates, proxies, observers, members of commissions."""

from datetime import date

import pytest

from esaylov.core import rules
from esaylov.core.findings import Severity
from esaylov.core.rules import Facts, RuleMisused, RuleUse
from esaylov.core.rules.people import age

MAN, WOMAN, OTHER = "10101800000009", "21503900000000", "12902640000002"
NOBODY: frozenset[str] = frozenset()
LOOK_UPS = (
	"candidates",
	"commission_members",
	"convicted",
	"criminal_record_known",
	"incapable",
	"capacity_known",
)


def facts(counts=None, **changes):
	people = dict.fromkeys(LOOK_UPS, NOBODY)
	given = {"people": {**people, **changes.pop("people", {})}, "counts": counts or {}, **changes}
	statutes = {
		"age": 21,
		"least": 2,
		"most": 3,
		"share": 40,
		"proxies": 3,
	}
	return Facts(date(2024, 9, 1), date(2024, 10, 27), **{"statutes": statutes, **given})


def run(name, answers, known=None, **parameters):
	found = rules.run([RuleUse(name, parameters, "40")], answers, known or facts())
	assert {finding.article for finding in found} <= {"40"}
	return [(finding.path, finding.code) for finding in found]


@pytest.mark.parametrize(
	("rule", "look_up", "code"),
	[
		("not_candidate", "candidates", "person_is_candidate"),
		("not_commission_member", "commission_members", "person_is_commission_member"),
	],
)
@pytest.mark.parametrize(
	("group", "answers", "paths"),
	[
		("", {"pinfl": MAN}, ["pinfl"]),
		("", {"passport": "AA1234567"}, ["passport"]),
		("", {"pinfl": OTHER, "passport": "AA1234567"}, []),
		("", {"pinfl": OTHER}, []),
		("", {}, []),
		("head", {"head": {"pinfl": MAN}}, ["head.pinfl"]),
		("persons", {"persons": [{"pinfl": OTHER}, {"pinfl": MAN}]}, ["persons[1].pinfl"]),
		("persons", {}, []),
		("persons", {"persons": [5, None, {"pinfl": 5}]}, []),
	],
)
def test_who_stands_elsewhere(rule, look_up, code, group, answers, paths):
	known = facts(people={look_up: frozenset({MAN, "AA1234567"})})
	assert run(rule, answers, known, group=group) == [(path, code) for path in paths]


def test_foreign_persons_are_told_apart_by_country_and_passport():
	rows = [
		{"citizenship": "Turkiya", "foreign_passport_no": "U1"},
		{"citizenship": "Latviya", "foreign_passport_no": "U1"},
		{"citizenship": "turkiya", "foreign_passport_no": "u1"},
		{"citizenship": " Turkiya", "foreign_passport_no": "U-1"},
		{"citizenship": "Turkiya", "foreign_passport_no": "U 1"},
	]
	found = run("unique_persons", {"persons": rows}, group="persons")
	assert found == [(f"persons[{at}].foreign_passport_no", "person_repeated") for at in (2, 3, 4)]


REGISTERED = [
	("not_convicted", "convicted", "criminal_record_known", "person_convicted", "criminal_record"),
	("legally_capable", "incapable", "capacity_known", "person_incapable", "legal_capacity"),
]


@pytest.mark.parametrize(("rule", "bad", "known", "code", "register"), REGISTERED)
def test_what_a_state_register_says(rule, bad, known, code, register):
	rows = [{"pinfl": MAN}, {"pinfl": WOMAN}, {"pinfl": OTHER}, {"full_name": "A B"}]
	brought = facts(people={bad: frozenset({MAN}), known: frozenset({MAN, WOMAN})})
	use = RuleUse(rule, {"group": "persons"}, "40")
	found = rules.run([use], {"persons": rows}, brought)
	assert [(finding.path, finding.code, finding.severity) for finding in found] == [
		("persons[0].pinfl", code, Severity.ERROR),
		("persons[2].pinfl", "register_not_asked", Severity.WARNING),
		("persons[3].full_name", "register_not_asked", Severity.WARNING),
	]
	assert found[1].params == {"register": register}


@pytest.mark.parametrize(("rule", "bad", "known", "code", "register"), REGISTERED)
def test_a_person_found_by_the_passport_is_known(rule, bad, known, code, register):
	brought = facts(people={known: frozenset({"AA1234567"})})
	assert run(rule, {"pinfl": MAN, "passport": "AA1234567"}, brought) == []


@pytest.mark.parametrize(
	("birth_date", "on", "found"),
	[
		("2003-10-27", "election_day", []),
		("2003-10-28", "election_day", [("pinfl", "person_too_young")]),
		("2003-09-01", "today", []),
		("2003-09-02", "today", [("pinfl", "person_too_young")]),
		("2003-02-30", "election_day", []),
		(5, "election_day", []),
	],
)
def test_age_on_the_day(birth_date, on, found):
	# the number of a synthetic person is of the 1800s: the later of two dates counts
	answers = {"pinfl": MAN, "birth_date": birth_date}
	assert run("minimum_age", answers, statute="age", on=on) == found


def test_nobody_is_named_without_a_day_of_birth_where_the_law_asks_for_an_age():
	assert run("minimum_age", {"passport": "AA1234567"}, statute="age") == [
		("birth_date", "birth_date_missing")
	]
	assert run("minimum_age", {"pinfl": MAN}, statute="age") == []


@pytest.mark.parametrize(
	("born", "on", "years"),
	[
		(date(2004, 2, 29), date(2025, 2, 28), 20),
		(date(2004, 2, 29), date(2025, 3, 1), 21),
		(date(2004, 2, 29), date(2024, 2, 29), 20),
	],
)
def test_a_birthday_of_a_leap_year(born, on, years):
	assert age(born, on) == years


@pytest.mark.parametrize(
	("count", "codes"),
	[(0, ["list_too_short"]), (1, ["list_too_short"]), (2, []), (3, []), (4, ["list_too_long"])],
)
def test_size_of_a_list(count, codes):
	parameters = {"group": "candidates", "minimum_statute": "least", "maximum_statute": "most"}
	found = run("list_size", {"candidates": [{}] * count}, **parameters)
	assert found == [("candidates", code) for code in codes]


@pytest.mark.parametrize(
	("genders", "found"),
	[
		("", []),
		("ffmmm", []),
		("fmmmm", [("list", "women_share_low")]),
		("fmm", [("list", "women_share_low")]),
		("ffmm", []),
		("f??mm", [("list[1].full_name", "register_not_asked"), ("list[2].full_name", "register_not_asked")]),
		("?mmmm", [("list", "women_share_low")]),
		("ffmm?", []),
	],
)
def test_share_of_women(genders, found):
	persons = {"f": {"gender": "Female"}, "m": {"gender": "Male"}, "?": {"gender": "x"}}
	answers = {"list": [persons[letter] for letter in genders]}
	assert run("women_share", answers, group="list", statute="share") == found


@pytest.mark.parametrize(
	("genders", "found"),
	[
		("ffmmmffmmm", []),
		("ffmmmmff", ["women_apart"]),  # places 2 to 6 have one
		("mmmffmmm", []),
		("mmmm", []),  # shorter than a run
		("?fmmm", []),  # may be a woman
		("mmmmm", ["women_apart"]),
	],
)
def test_two_women_of_every_five_in_a_row(genders, found):
	persons = {"f": {"gender": "Female"}, "m": {"gender": "Male"}, "?": {"gender": "x"}}
	answers = {
		"list": [{**persons[letter], "list_position": place} for place, letter in enumerate(genders, 1)]
	}
	use = RuleUse("women_in_row", {"group": "list", "statute": "women", "row_statute": "row"})
	known = Facts(date.min, date.max, {"women": 2, "row": 5})
	assert [finding.code for finding in rules.run([use], answers, known)] == found


def test_the_order_of_a_list_is_its_places_not_its_rows():
	women = [{"gender": "Female", "list_position": place} for place in (2, 5)]
	men = [{"gender": "Male", "list_position": place} for place in (1, 3, 4, 6)]
	use = RuleUse("women_in_row", {"group": "list", "statute": "women", "row_statute": "row"})
	known = Facts(date.min, date.max, {"women": 2, "row": 5})
	assert rules.run([use], {"list": men + women}, known) == []


def test_the_pinfl_knows_the_gender_better_than_the_form():
	answers = {"list": [{"pinfl": MAN, "gender": "Female"}]}
	assert run("women_share", answers, group="list", statute="share") == [("list", "women_share_low")]


@pytest.mark.parametrize(
	("positions", "found"),
	[
		([1, 2, 3], []),
		([3, 1, 2], []),
		([1, 1, 2], [("list[1].list_position", "list_position_repeated")]),
		([0, 1, 4], [(f"list[{row}].list_position", "list_position_outside") for row in (0, 2)]),
		([1, None, "x"], []),
		([True, 1], []),
	],
)
def test_places_on_a_list(positions, found):
	answers = {"list": [{"list_position": position} for position in positions]}
	assert run("list_positions", answers, group="list") == found


@pytest.mark.parametrize(("count", "found"), [(0, []), (1, [("constituency", "constituency_taken")])])
def test_one_candidate_of_a_party_in_a_constituency(count, found):
	known = facts(counts={"party_candidates_in_constituency": count})
	assert run("one_candidate_per_constituency", {"constituency": "C"}, known) == found


def test_one_candidate_of_a_party_for_president():
	known = facts(counts={"party_candidates_in_constituency": 1})
	assert run("one_candidate_per_constituency", {}, known) == [("party", "president_nominated")]


@pytest.mark.parametrize(
	("others", "women", "person", "found"),
	[
		(0, 0, MAN, []),
		(1, 0, MAN, []),
		(2, 0, MAN, [("pinfl", "women_nominees_low")]),
		(2, 0, WOMAN, []),
		(4, 2, MAN, []),
		(4, 1, MAN, [("pinfl", "women_nominees_low")]),
		(4, 0, WOMAN, []),
		(74, 30, MAN, []),
		(74, 29, MAN, [("pinfl", "women_nominees_low")]),
	],
)
def test_women_among_the_nominees_by_constituencies(others, women, person, found):
	known = facts(counts={"party_nominees": others, "party_women": women})
	assert run("women_nominees", {"pinfl": person}, known, statute="share") == found


@pytest.mark.parametrize(
	("contest", "found"), [("PRES", ["person_too_young", "residence_unknown"]), ("LC_SMD", []), ("", [])]
)
def test_a_rule_of_one_contest_measures_nobody_of_another(contest, found):
	young = {"pinfl": MAN, "workplace_position": "IIV"}
	uses = [
		RuleUse("minimum_age", {"statute": "age", "contest": "PRES"}, "Const. 106"),
		RuleUse("resident", {"statute": "years", "contest": "PRES"}, "Const. 106"),
		RuleUse("not_in_service", {"contest": "JK"}, "90"),
	]
	known = facts(statutes={"age": 200, "years": 10}, contest=contest)
	assert [finding.code for finding in rules.run(uses, young, known)] == found
	assert rules.needs(uses) >= {"contest", "statute:age"}
	with pytest.raises(RuleMisused):
		rules.run(uses, young, facts(statutes={"age": 200, "years": 10}))


@pytest.mark.parametrize(
	("workplace", "found"), [("Masjid imomi", ["service_incompatible"]), ("IIV boʻlimi", []), ("", [])]
)
def test_service_bars_no_presidential_candidate_and_clergy_does(workplace, found):
	said = run("not_clergy", {"workplace_position": workplace})
	assert [code for _, code in said] == found


@pytest.mark.parametrize(
	("registered", "asked", "found"),
	[
		(0, 3, []),
		(2, 1, []),
		(2, 2, [("proxies", "proxies_too_many")]),
		(5, 0, [("proxies", "proxies_too_many")]),
	],
)
def test_number_of_proxies(registered, asked, found):
	known = facts(counts={"proxies_registered": registered})
	answers = {"proxies": [{}] * asked}
	assert run("proxy_limit", answers, known, group="proxies", statute="proxies") == found


@pytest.mark.parametrize(
	"workplace",
	[
		"Chilonzor tumani hokimligi, hokim o'rinbosari",
		"Хокимият города, хоким",
		"Тошкент шаҳар ҳокимлиги",
		"Respublika Bosh prokuraturasi",
		"Прокурор района",
		"Fuqarolik ishlari bo'yicha tuman sudi, sudya",
		"Верховный суд, судья",
	],
)
def test_an_office_that_asks_for_a_look(workplace):
	found = rules.run([RuleUse("incompatible_office")], {"workplace_position": workplace}, facts())
	assert [(one.code, one.severity) for one in found] == [("office_incompatible", Severity.WARNING)]


@pytest.mark.parametrize(
	"workplace", ["Maktab, o'qituvchi", "Поликлиника, врач", "Sudoremont zavodi", "Судостроительный завод"]
)
def test_an_office_like_any_other(workplace):
	assert run("incompatible_office", {"workplace_position": workplace}) == []


@pytest.mark.parametrize(
	"workplace",
	[
		"Mudofaa vazirligi, harbiy qism komandiri",
		"Министерство внутренних дел, следователь",
		"Davlat bojxona qo'mitasi",
		"Milliy gvardiya",
		"Масжид, имом-хатиб",
		"Toshkent shahar ichki ishlar bosh boshqarmasi",
		"Yunusobod tumani IIB",
		"ГУВД г. Ташкента",
		"Ички ишлар бошқармаси",
		"Таможня",
		"Chegara qo'shinlari",
		"Ракетные войска",
		"Mudofaa ishlari boʻlimi",
		"DXX",
		"СГБ",
		"Favqulodda vaziyatlar vazirligi",
		"Министерство по чрезвычайным ситуациям",
		"Imom Buxoriy masjidi",
	],
)
def test_a_service_whose_people_do_not_stand_asks_for_a_look(workplace):
	found = rules.run([RuleUse("not_in_service", article="90")], {"workplace_position": workplace}, facts())
	assert [(one.code, one.severity, one.article) for one in found] == [
		("service_incompatible", Severity.WARNING, "90")
	]


@pytest.mark.parametrize(
	"workplace",
	[
		"Poliklinika, shifokor",
		"Ichki audit bo'limi",
		"Imomov va sheriklar MChJ",
		"Тепловая служба",
		"Imom Buxoriy nomidagi maktab oʻqituvchisi",
		"Имом Бухорий номидаги мактаб",
		"Qo'shimcha ta'lim markazi",
	],
)
def test_a_workplace_like_any_other_is_no_service(workplace):
	assert run("not_in_service", {"workplace_position": workplace}) == []


def test_how_long_somebody_lived_in_the_country_is_never_passed_in_silence():
	known = facts(statutes={"years": 5})
	found = rules.run([RuleUse("resident", {"statute": "years"}, "90")], {"pinfl": MAN}, known)
	assert [(one.code, one.path, one.severity, one.article, dict(one.params)) for one in found] == [
		("residence_unknown", "pinfl", Severity.WARNING, "90", {"years": 5})
	]


def test_a_workplace_that_nobody_knows():
	assert run("incompatible_office", {"pinfl": MAN}) == [("pinfl", "register_not_asked")]


@pytest.mark.parametrize(
	("membership", "codes"),
	[("Member", []), ("Non-party", []), ("Other party", ["other_party_member"]), (None, []), (5, [])],
)
def test_no_member_of_another_party(membership, codes):
	answers = {"party_membership": membership}
	assert run("no_other_party", answers) == [("party_membership", code) for code in codes]


@pytest.mark.parametrize(
	("positions", "found"),
	[
		(["Chair", "Secretary"], [("persons", "position_missing")]),
		(["Chair", "Deputy Chair", "Secretary", "Member", "Member"], []),
		(["Chair", "Member"], [("persons", "position_missing")] * 2),
		([], [("persons", "position_missing")] * 3),
		(
			["Chair", "Chair", "Deputy Chair", "Secretary"],
			[("persons[1].proposed_position", "position_repeated")],
		),
		(
			["Deputy Chair", "Chair", "Secretary", "Deputy Chair"],
			[("persons[3].proposed_position", "position_repeated")],
		),
	],
)
def test_composition_of_a_commission(positions, found):
	answers = {"persons": [{"proposed_position": position} for position in positions]}
	for level in ("district_commission", "okrug_commission"):
		assert run("composition", answers, group="persons", level=level) == found
	repeated = [one for one in found if one[1] == "position_repeated"]
	assert run("composition", answers, group="persons") == repeated  # no law names the positions


@pytest.mark.parametrize(
	("organizations", "count"),
	[
		([], 0),
		(["A"], 0),
		(["A", "B"], 0),
		(["A", " a "], 1),
		(["A", "A", "B"], 1),
		(["Bitta zavod", "«BITTA  ZAVOD»", "Битта завод"], 1),
		(["12-sonli maktab", "Maktab №12", "мактаб 12"], 1),
		(["“Nur” MChJ", "ООО «Нур»", "Nur"], 1),
		(["12-maktab", "13-maktab", "Nur"], 0),
		(["A", "A", "B", "B"], 0),
		(["", None, "A"], 0),
	],
)
def test_not_more_than_half_from_one_organization(organizations, count):
	answers = {"persons": [{"recommended_by": name} for name in organizations]}
	found = run("from_one_organization", answers, group="persons")
	assert found == [("persons", "one_organization_too_many")] * count


def test_two_rules_say_the_same_once():
	uses = [RuleUse("not_candidate"), RuleUse("not_candidate")]
	found = rules.run(uses, {"pinfl": MAN}, facts(people={"candidates": frozenset({MAN})}))
	assert len(found) == 1


@pytest.mark.parametrize(
	("rule", "parameters"),
	[
		("not_candidate", {}),
		("not_commission_member", {}),
		("not_convicted", {}),
		("legally_capable", {}),
		("one_candidate_per_constituency", {}),
		("proxy_limit", {"group": "x", "statute": "proxies"}),
	],
)
def test_a_fact_that_was_not_brought_is_an_error(rule, parameters):
	empty = Facts(date.min, date.max, {"proxies": 3})
	with pytest.raises(RuleMisused):
		run(rule, {}, empty, **parameters)
