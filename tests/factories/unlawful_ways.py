"""For each rule over the result a way past it: decisions on types of an administrator's own, whose forms ask nothing of it.

A way raises LawBroken while its last decision is drafted. Without the rule the judge sees what it leaves, or the decision is refused
only when it is signed, by a lock or an index.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import timedelta
from typing import Any, Final

import frappe

from esaylov.framework import clock
from esaylov.setup.demo import ground
from factories import effects as make
from factories import settled

REGIONAL: Final = "regional.chair@esaylov.example"
FORMING: Final = {"rows": "persons", "position": "proposed_position"}
REPLACING: Final = {"rows": "new_person", "position": "proposed_position"}
OBSERVING: Final = {"rows": "persons", "party": "party", "territory": "district_scope"}
SEATED: Final = {"election_types": ["DC"]}


def form_commission(persons: Sequence[dict[str, Any]], **answers: Any) -> list[Any]:
	"""The members of a commission that a decision forms."""
	filed = {"persons": list(persons), **answers}
	appeal = make.filed("appoint_commission_member", filed, FORMING, commission=ground.HIGHER)
	return make.written(make.decided(appeal, by=REGIONAL).decision, "Commission Membership")


def replace_member(member: Any, position: str, **more: Any) -> None:
	"""Another member in the place of one."""
	new = make.person(proposed_position=position, **more)
	answers = {"member": member.name, "reason": "Ko'chib ketdi", "new_person": [new]}
	appeal = make.filed("replace_commission_member", answers, REPLACING, commission=ground.HIGHER)
	make.decided(appeal, by=REGIONAL)


def form_with_two_chairs() -> None:
	"""A district commission of 12."""
	form_commission(make.composition(8, "Chair", "Chair", "Deputy Chair", "Secretary"))


def form_without_deputy() -> None:
	"""A district commission of 12."""
	form_commission(make.composition(10, "Chair", "Secretary"))


def form_too_small() -> None:
	"""A district commission of 5."""
	form_commission(make.composition(2))


def form_precinct(*organizations: str) -> list[Any]:
	"""A precinct commission whose members these organizations recommended."""
	persons = make.composition(len(organizations) - 3)
	rows = [{**one, "recommended_by": name} for one, name in zip(persons, organizations, strict=True)]
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})
	return form_commission(rows, polling_station=station)


def replace_from_one_organization() -> None:
	"""The third of five members whom one organization recommends, under another spelling."""
	members = form_precinct("Maktab", "Maktab", "Zavod", "Mahalla", "Mahalla")
	member = next(one for one in members if one.recommended_by == "Zavod")
	replace_member(member, member.position, recommended_by="«МАКТАБ»")


def replace_deputy_by_member() -> None:
	"""A commission that is left without a deputy."""
	members = form_commission(make.composition(8))
	replace_member(next(one for one in members if one.position == "Deputy Chair"), "Member")


def replace_before_begin() -> None:
	"""A member whose membership begins tomorrow."""
	person = frappe.get_doc({"doctype": "Person", "surname": "Eski", "given_name": "A'zo"}).insert().name
	row = {"person": person, "commission": make.COMMISSION, "position": "Member"}
	row["starts_on"] = clock.today() + timedelta(days=1)
	replace_member(
		settled.inserted(frappe.get_doc({"doctype": "Commission Membership", **row})), row["position"]
	)


def shorten_list() -> None:
	"""A list of 75, of which the decision refuses one."""
	rule = {"minimum_statute": "party_list_min", "maximum_statute": "party_list_max", "group": "candidates"}
	appeal = make.filed(
		"register_list",
		{"party": make.PARTY, "candidates": make.nominees(size=75)},
		{"rows": "candidates"},
		rules=[{"rule": "list_size", "article": "70", "parameters": rule}],
		**SEATED,
	)
	make.decided(appeal, refused={4: "Sudlangan"})


def list_twice() -> None:
	"""A list that names a person in two places."""
	woman = make.nominees(size=1)[0]
	answers = {"party": make.PARTY, "candidates": make.nominees(woman, woman, size=76)}
	make.decided(make.filed("register_list", answers, {"rows": "candidates"}, **SEATED))


def observe_beside_proxy() -> None:
	"""A proxy of a candidate who becomes an observer."""
	proxy, candidate = make.person(), make.candidate()
	make.imported("Proxy", candidate=candidate, election_type="DC", party=make.PARTY, person=proxy)
	accredit_observers(proxy)


def replace_withdrawn_candidate(former: str) -> str:
	"""A new candidate of the demonstration party in the place of one; the name."""
	answers = {**make.person(), "party_membership": "Member", "replaced": former}
	(new,) = make.written(make.effect("replace_candidate", answers, **SEATED), "Candidate")
	return str(new.name)


def withdraw_candidate(candidate: str) -> None:
	"""A candidate leaves."""
	make.effect("withdraw_candidate", {"candidate": candidate, "reason": "Sogʻligʻim"})


def replace_twice() -> None:
	"""A candidate in whose place somebody came and left."""
	former = make.candidate(constituency=make.constituency(81))
	withdraw_candidate(former)
	withdraw_candidate(replace_withdrawn_candidate(former))
	replace_withdrawn_candidate(former)


def replace_for_other_party() -> None:
	"""A candidate of another party than that of the new one."""
	former = make.candidate(constituency=make.constituency(81), party=make.OTHER_PARTY)
	withdraw_candidate(former)
	replace_withdrawn_candidate(former)


def accredit_observers(*persons: dict[str, Any], **place: str) -> None:
	"""Observers of the demonstration party."""
	answers = {"party": make.PARTY, "district_scope": make.DISTRICT, "persons": list(persons), **place}
	make.decided(make.filed("accredit_observer", answers, OBSERVING))


def accredit_by_passport() -> None:
	"""A citizen whose PINFL the appeal does not say."""
	accredit_observers({**make.person(), "pinfl": None, "passport": "AB7654329"})


def crowd_station() -> None:
	"""Four observers at a station, where the law allows three."""
	values = {"key": "observers_per_station", "value": "3", "unit": "count", "is_active": 1}
	titles = {"title_uz": "Sinov", "title_ru": "Проба"}
	settled.inserted(frappe.get_doc({"doctype": "Statute", **values, **titles}))
	station = frappe.db.get_value("Polling Station", {"territory": make.DISTRICT})
	accredit_observers(*(make.person() for _ in range(4)), polling_station=station)


def define_too_many() -> None:
	"""31 constituencies of a council that has 30 at most."""
	propose_constituencies(range(201, 232))


def define_twice() -> None:
	"""A constituency of a number that a constituency in force has."""
	propose_constituencies([201])
	propose_constituencies([201])


def propose_constituencies(numbers: Iterable[int]) -> None:
	"""Constituencies of the district council."""
	rows = [{"constituency_no": at, "constituency_name": "Okrug", "voters_count": 900} for at in numbers]
	make.effect("define_constituency", {"constituencies": rows}, {"rows": "constituencies"}, **SEATED)


WAYS: Final[dict[str, Callable[[], None]]] = {
	"single_positions": form_with_two_chairs,
	"needed_positions": form_without_deputy,
	"number_of_members": form_too_small,
	"half_of_one_organization": replace_from_one_organization,
	"same_position": replace_deputy_by_member,
	"begun_membership": replace_before_begin,
	"list_as_granted": shorten_list,
	"one_seat_one_candidate": list_twice,
	"exclusive_mandates": observe_beside_proxy,
	"named_by_pinfl": accredit_by_passport,
	"observers_at_station": crowd_station,
	"constituencies_of_council": define_too_many,
	"constituency_numbers_free": define_twice,
	"replaced_once": replace_twice,
	"same_place": replace_for_other_party,
}
"""Rule to a way past it."""
