"""Effects about candidates, lists and proxies: registered, replaced, ended; each fact once."""

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories.decisions import pinfl

from esaylov.decisions.review import reading
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.registers.claims import claims
from esaylov.registers.effects import effects
from esaylov.registers.outcome_rules import remaining_lists

TYPES = {"election_types": ["DC"]}
LIMIT = [
	{
		"rule": "proxy_limit",
		"parameters": {"group": "proxies", "statute": "proxies_district"},
		"article": "43",
	}
]


IN_ROW = [
	{
		"rule": "women_in_row",
		"parameters": {"group": "candidates", "statute": "women_in_row", "row_statute": "women_row"},
		"article": "70",
	}
]


def registered(**answers) -> frappe.model.document.Document:
	values = {"party_membership": "Member", **make.person(), **answers}
	return make.written(make.effect("register_candidate", values, **TYPES), "Candidate")[0]


def standing(name: str, register: str = "Candidate") -> tuple:
	return frappe.db.get_value(register, name, ["status", "end_reason", "end_decision", "ended_on"])


def test_a_candidate_is_registered_with_what_was_filed():
	okrug = make.constituency(31)
	person = make.person("Salimova Salima", gender="Female", birth_date="1880-03-02")
	found = registered(
		**person, constituency=okrug, biography="Shifokor", program="Dastur", party_membership="Non-party"
	)
	assert (found.full_name, found.gender, str(found.birth_date)) == (
		"Salimova Salima",
		"Female",
		"1880-03-02",
	)
	assert (found.party, found.party_membership) == (make.PARTY, "Non-party")
	assert (found.constituency, found.election_type, found.election) == (okrug, "DC", make.ELECTION)
	assert (found.biography, found.program) == ("Shifokor", "Dastur")
	assert (found.status, found.commission, found.registered_on) == (
		"Registered",
		make.COMMISSION,
		clock.today(),
	)
	assert found.commission_lft == frappe.db.get_value("Election Commission", make.COMMISSION, "lft")


@pytest.mark.parametrize("is_known", [False, True])
def test_a_candidate_of_whom_no_register_answered_has_gender_and_birth_date_of_the_pinfl(is_known):
	person = make.person(pinfl=pinfl(731 + is_known, female=True))
	if is_known:
		values = {
			"pinfl": person["pinfl"],
			"surname": "Karimov",
			"given_name": "Karim",
			"patronymic": "Karimovich",
		}
		frappe.get_doc({"doctype": "Person", **values}).insert()
	found = registered(**person)
	assert (found.gender, str(found.birth_date)) == ("Female", "1880-03-02")


def test_nobody_stands_twice_in_the_same_contest():
	person = make.person()
	registered(**person)
	with pytest.raises(LawBroken) as refused:
		registered(**person)
	assert refused.value.code == "entry_exists"


def test_a_party_has_one_candidate_in_a_constituency():
	okrug = make.constituency(32)
	registered(constituency=okrug)
	with pytest.raises(LawBroken) as refused:
		registered(constituency=okrug)
	assert refused.value.code == "entry_exists"


def test_a_party_has_one_candidate_for_president():
	make.admitted("PRES")
	candidate = registered(election_type="PRES")
	with pytest.raises(LawBroken) as refused:
		registered(election_type="PRES")
	assert refused.value.code == "entry_exists"
	assert (candidate.election_type, candidate.constituency) == ("PRES", None)


def standing_seat(name: str) -> str | None:
	return frappe.db.get_value("Candidate", name, "seat_key")


def test_an_answer_that_the_effect_needs_is_named_where_it_is_missing():
	appeal = make.filed("revoke_nomination", {"reason": "Sabab"})
	with pytest.raises(LawBroken) as refused:
		make.decided(appeal)
	assert (refused.value.code, refused.value.message_params) == (
		"effect_incomplete",
		{"answer": "candidate"},
	)


def test_a_list_keeps_its_order():
	decision = make.listed(make.nominees(*(make.person(f"Nomzod{n} Ism") for n in (1, 2, 3))))
	(entry,) = make.written(decision, "Candidate List")
	found = make.written(decision, "Candidate")
	assert (entry.party, entry.candidates_count, entry.election_type) == (make.PARTY, 75, "LC_PL")
	assert [(row.full_name, row.list_position, row.candidate_list) for row in found[:3]] == [
		(f"Nomzod{n} Ism", n, entry.name) for n in (1, 2, 3)
	]


def excluding(candidate, effect: str = "exclude_from_list") -> str:
	answers = {"list": candidate.candidate_list, "candidate": candidate.name, "reason": "Partiya qarori"}
	return make.filed(effect, answers)


def count_of(candidate) -> int:
	return frappe.db.get_value("Candidate List", candidate.candidate_list, "candidates_count")


def test_a_candidate_is_excluded_from_the_list_and_the_others_keep_their_places():
	rows = make.nominees(size=76)
	first, *others = make.written(make.listed(rows), "Candidate")
	ended = make.decided(excluding(first)).decision
	assert standing(first.name) == ("Excluded", "Partiya qarori", ended, clock.today())
	assert {standing(other.name)[0] for other in others} == {"Registered"}
	assert count_of(first) == len(rows) - 1


@pytest.mark.parametrize("effect", ["exclude_from_list", "revoke_nomination"])
def test_a_party_takes_no_candidate_from_a_list_that_would_break_its_rules_then(effect):
	first, second, *_ = make.written(make.listed(make.nominees(size=76)), "Candidate")
	own, later = excluding(first, effect), excluding(second, effect)
	found = claims.contests({own: None, later: None})
	assert own not in found
	(against,) = found[later]
	assert (against.code, against.params) == ("without_list_too_short", {"number": 74, "limit": 75})
	make.decided(own)
	with pytest.raises(LawBroken) as refused:
		make.decided(later)
	assert refused.value.code == "without_list_too_short"
	assert standing(second.name)[0] == "Registered"
	make.decided(excluding(second, "withdraw_candidate"))  # a candidate leaves at any time
	assert count_of(second) == 74


def test_a_party_may_exclude_a_candidate_where_that_breaks_no_rule_that_was_kept():
	people = [make.person(pinfl=pinfl(5001 + at, female=at % 5 < 2)) for at in range(79)]
	listed = make.written(make.listed(make.nominees(*people, size=79)), "Candidate")
	make.decided(excluding(listed[76], "withdraw_candidate"))  # a woman: those after her are apart
	assert remaining_lists.warnings_of_lists([listed[0].candidate_list])
	make.decided(excluding(listed[78]))
	with pytest.raises(LawBroken) as refused:
		make.decided(excluding(listed[0]))
	assert refused.value.code == "without_women_share_low"


def listed_after_withdrawals(are_women, *left: int, rules=()) -> list:
	"""A registered list in the order given, from which the candidates in some places withdrew."""
	people = [make.person(pinfl=pinfl(5101 + at, female=one)) for at, one in enumerate(are_women)]
	make.admitted("LC_PL")
	answers = {"party": make.PARTY, "candidates": make.nominees(*people, size=len(people))}
	of_list = {"election_types": ["LC_PL"], "rules": list(rules)}
	listed = make.written(
		make.effect("register_list", answers, {"rows": "candidates"}, **of_list), "Candidate"
	)
	for place in left:
		make.decided(excluding(listed[place], "withdraw_candidate"))
	return listed


def test_a_party_takes_no_woman_from_a_list_whose_share_was_too_low_before():
	listed = listed_after_withdrawals([at % 5 < 2 for at in range(79)], 71, 75, 76)
	found = remaining_lists.warnings_of_lists([listed[0].candidate_list])
	assert "left_women_share_low" in {one.code for one in found}
	with pytest.raises(LawBroken) as refused:
		make.decided(excluding(listed[0]))
	assert refused.value.code == "without_women_share_low"
	make.decided(excluding(listed[78]))  # without a man the share is greater


def test_a_party_sets_no_more_women_apart_on_a_list_whose_order_was_broken_before():
	listed = listed_after_withdrawals([at % 5 < 2 or at > 44 for at in range(90)], 5, rules=IN_ROW)
	with pytest.raises(LawBroken) as refused:
		make.decided(excluding(listed[20]))
	assert refused.value.code == "without_women_apart"
	make.decided(excluding(listed[80]))  # among women only: the share is lower, and still lawful


def test_the_commission_is_told_what_a_registered_list_would_lack_without_a_candidate():
	first = make.written(make.listed(make.nominees()), "Candidate")[0]
	appeal = excluding(first, "withdraw_candidate")
	found = remaining_lists.findings_of_remaining(appeal)
	assert ("left_list_too_short", {"number": 74, "limit": 75}) in [(one.code, one.params) for one in found]
	assert {(str(one.severity), one.article) for one in found} == {("warning", "")}
	shown = [one["text"] for one in reading.matter_for(appeal, filing.CHAIR)["findings"]]
	assert any("74" in text for text in shown)
	make.decided(appeal)
	assert not remaining_lists.findings_of_remaining(
		make.filed("withdraw_candidate", {"candidate": make.candidate()})
	)


@pytest.mark.parametrize(
	("effect", "status"), [("revoke_nomination", "Nomination Revoked"), ("withdraw_candidate", "Withdrawn")]
)
def test_a_candidate_ends_with_all_proxies_and_may_be_followed(effect, status):
	okrug = make.constituency(33)
	candidate = registered(constituency=okrug)
	proxy = proxies_of(candidate.name, 1)[0]
	ended = make.effect(effect, {"candidate": candidate.name, "reason": "Oilaviy sabab"})
	assert standing(candidate.name) == (status, "Oilaviy sabab", ended, clock.today())
	assert standing(proxy.name, "Proxy")[0] == "Revoked"
	answers = {
		**make.person(),
		"party_membership": "Member",
		"constituency": okrug,
		"replaced": candidate.name,
	}
	follower = make.written(make.effect("replace_candidate", answers), "Candidate")[0]
	assert (follower.replaces, follower.status) == (candidate.name, "Registered")
	assert standing(candidate.name)[0] == status


def test_an_ended_candidate_is_not_ended_again():
	candidate = registered()
	answers = {"candidate": candidate.name, "reason": "Sabab"}
	make.effect("withdraw_candidate", answers)
	with pytest.raises(LawBroken) as refused:
		make.effect("revoke_nomination", answers)
	assert refused.value.code == "entry_ended"


def test_another_commissions_candidate_is_not_ended():
	elsewhere = make.candidate(commission="DC-1726294")
	with pytest.raises(LawBroken) as refused:
		make.effect("withdraw_candidate", {"candidate": elsewhere, "reason": "Sabab"})
	assert refused.value.code == "entry_elsewhere"


def proxies_of(candidate: str, number: int, **more) -> list:
	answers = {"proxies": [make.person() for _ in range(number)]}
	mapping = {"rows": "proxies"}
	more = {"by": ("Candidate", candidate), "kind": "candidate", "rules": LIMIT, **more}
	return make.written(make.effect("register_proxy", answers, mapping, **more), "Proxy")


def test_proxies_are_registered_for_the_candidate_who_asked():
	candidate = frappe.get_doc("Candidate", make.candidate(constituency=make.constituency(34)))
	found = proxies_of(candidate.name, 2)
	assert {(row.candidate, row.party, row.election_type, row.constituency) for row in found} == {
		(candidate.name, make.PARTY, "DC", candidate.constituency)
	}
	assert frappe.db.get_value("Candidate", candidate.name, "proxies_count") == 2


def test_the_limit_holds_over_several_decisions():
	candidate = make.candidate()
	proxies_of(candidate, 2)
	with pytest.raises(LawBroken) as refused:
		proxies_of(candidate, 2)
	assert [finding.code for finding in refused.value.findings] == ["proxies_too_many"]
	assert len(proxies_of(candidate, 1)) == 1


def test_a_proxy_is_replaced_and_the_number_stays():
	candidate = make.candidate()
	former = proxies_of(candidate, 3)[0]
	answers = {"certificate": former.name, "reason": "Kasallik", "new_person": [make.person("Yangi Vakil")]}
	decision = replaced(answers, candidate)
	(successor,) = make.written(decision, "Proxy")
	assert (successor.full_name, successor.candidate, successor.replaces) == (
		"Yangi Vakil",
		candidate,
		former.name,
	)
	assert standing(former.name, "Proxy") == ("Replaced", "Kasallik", decision, clock.today())
	assert frappe.db.get_value("Candidate", candidate, "proxies_count") == 3


def replaced(answers: dict, candidate: str, **more) -> str:
	field = make.link("certificate", "Proxy")
	return make.effect(
		"replace_proxy",
		answers,
		{"rows": "new_person"},
		by=("Candidate", candidate),
		kind="candidate",
		fields=[field],
		**more,
	)


def test_a_proxy_without_a_successor_frees_a_place():
	candidate = make.candidate()
	former = proxies_of(candidate, 3)[0]
	replaced({"certificate": former.name, "reason": "Kasallik"}, candidate)
	assert standing(former.name, "Proxy")[0] == "Revoked"
	assert len(proxies_of(candidate, 1)) == 1


def test_who_gives_up_their_own_mandate_resigned():
	proxy = proxies_of(make.candidate(), 1)[0]
	field = make.link("certificate", "Proxy")
	more = {"by": ("Proxy", proxy.name), "kind": "proxy", "applicant": proxy.person, "fields": [field]}
	make.effect("revoke_mandate", {"certificate": proxy.name, "reason": "O'z xohishi"}, **more)
	assert standing(proxy.name, "Proxy")[:2] == ("Resigned", "O'z xohishi")


def test_an_effect_asked_again_writes_nothing_more():
	candidate = make.candidate()
	decision = proxies_of(candidate, 2)[0].decision
	effects.apply_effects([frappe.get_doc("Decision", decision, for_update=True)], {})
	assert len(make.written(decision, "Proxy")) == 2
	assert frappe.db.get_value("Candidate", candidate, "proxies_count") == 2
