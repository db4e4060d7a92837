"""The undo of each effect of the closed set: what it wrote ends, what it had ended comes back, and what stands on it says so."""

from datetime import timedelta
from pathlib import Path

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import settled

from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.identity import persons, positions
from esaylov.registers.effects import effects
from esaylov.setup.demo import ground

REGIONAL = "regional.chair@esaylov.example"
PERSONS, REPLACING = {"rows": "persons"}, {"rows": "new_person"}
MEMBERS = {"rows": "persons", "position": "proposed_position"}
DAY = "2024-10-01"


def status(register: str, name: str) -> str:
	return frappe.db.get_value(register, name, "status")


def only(decision: str, register: str) -> frappe.model.document.Document:
	(entry,) = make.written(decision, register)
	return entry


def refused_for(decision: str, code: str = "annulment_built_on") -> dict:
	"""The refusal's values; nothing stays of the annulment, as a request would roll it back."""
	frappe.db.savepoint("annulment")
	with pytest.raises(LawBroken) as refused:
		make.annulled(decision)
	assert refused.value.code == code
	frappe.db.rollback(save_point="annulment")
	return refused.value.message_params


def candidate(**answers) -> frappe.model.document.Document:
	values = {"party_membership": "Member", **make.person(), **answers}
	return only(make.effect("register_candidate", values, election_types=["DC"]), "Candidate")


def proxies(of: str, number: int = 1) -> list:
	answers = {"proxies": [make.person() for _ in range(number)]}
	more = {"by": ("Candidate", of), "kind": "candidate"}
	return make.written(make.effect("register_proxy", answers, {"rows": "proxies"}, **more), "Proxy")


def observer(**more) -> frappe.model.document.Document:
	more = {"certificate_kind": "observer_party", **more}
	return only(make.effect("accredit_observer", {"persons": [make.person()]}, PERSONS, **more), "Observer")


SIMPLE = {
	"accredit_media": ({"media_name": "Gazeta", "persons": [make.person()]}, PERSONS, "Media Representative"),
	"accredit_observer": ({"persons": [make.person()]}, PERSONS, "Observer"),
	"register_authorized_representative": (
		{**make.person(), "party": make.PARTY, "powers": "Majlislar"},
		{},
		"Authorized Representative",
	),
	"uphold_complaint": (
		{"respondent": make.COMMISSION, "facts": "Holat", "demand": "Talab"},
		{},
		"Complaint Outcome",
	),
	"record_only": ({"meeting_date": DAY, "place": "Uy"}, {}, "Campaign Meeting"),
	"accept_signature_sheets": (
		{
			"party": make.PARTY,
			"sheets_total": 2,
			"signatures_total": 4,
			"regions": [{"region": "1726", "signatures": 4}],
		},
		{},
		"Signature Sheets",
	),
}


@pytest.mark.parametrize("effect", sorted(SIMPLE))
def test_a_new_entry_ends_as_annulled(effect):
	answers, mapping, register = SIMPLE[effect]
	frappe.db.delete("Party Admission", {"party": make.PARTY})  # that of the demonstration needs the sheets
	decision = make.effect(effect, answers, mapping)
	entry = only(decision, register)
	annulment = make.annulled(decision).decision
	entry.reload()
	assert (entry.status, entry.end_decision, entry.ended_on) == ("Annulled", annulment, clock.today())


def test_a_candidate_goes_with_the_proxies_and_the_seat_is_free():
	okrug = make.constituency(71)
	found = candidate(constituency=okrug)
	(proxy,) = proxies(found.name)
	annulment = make.annulled(found.decision).decision
	assert status("Candidate", found.name) == "Annulled"
	assert frappe.db.get_value("Proxy", proxy.name, ["status", "end_decision"]) == ("Revoked", annulment)
	assert frappe.db.get_value("Candidate", found.name, "proxies_count") == 0
	assert candidate(constituency=okrug).status == "Registered"


@pytest.mark.full
def test_annulled_proxies_free_their_places():
	found = candidate()
	first = proxies(found.name, 2)
	proxies(found.name, 1)
	make.annulled(first[0].decision)
	assert [status("Proxy", row.name) for row in first] == ["Annulled"] * 2
	assert frappe.db.get_value("Candidate", found.name, "proxies_count") == 1


def test_a_list_goes_with_its_candidates():
	rows = make.nominees()
	decision = make.listed(rows)  # by "register_list"
	make.annulled(decision)
	entries = [name for name in effects.entries_of(decision)]
	assert len(entries) == len(rows) + 1
	assert {status(*entry) for entry in entries} == {"Annulled"}


@pytest.mark.full
def test_an_excluded_candidate_comes_back_into_the_list():
	rows = make.nominees()
	first, *_ = make.written(make.listed(rows), "Candidate")
	values = {"list": first.candidate_list, "candidate": first.name, "reason": "Sabab"}
	make.annulled(make.effect("exclude_from_list", values))
	first.reload()
	assert (first.status, first.end_decision, first.ended_on) == ("Registered", None, None)
	assert frappe.db.get_value("Candidate List", first.candidate_list, "candidates_count") == len(rows)


@pytest.mark.parametrize("effect", ["withdraw_candidate", "revoke_nomination"])
def test_a_candidate_comes_back_with_the_proxies(effect):
	found = candidate()
	(proxy,) = proxies(found.name)
	make.annulled(make.effect(effect, {"candidate": found.name, "reason": "Sabab"}))
	assert (status("Candidate", found.name), status("Proxy", proxy.name)) == ("Registered", "Registered")
	assert frappe.db.get_value("Candidate", found.name, "proxies_count") == 1


@pytest.mark.full
def test_nobody_comes_back_to_a_seat_that_is_taken():
	okrug = make.constituency(72)
	found = candidate(constituency=okrug)
	ended = make.effect("withdraw_candidate", {"candidate": found.name, "reason": "Sabab"})
	candidate(constituency=okrug)
	refused_for(ended, "entry_exists")
	assert status("Decision", ended) == "Signed"


@pytest.mark.full
def test_who_was_replaced_comes_back_when_the_successor_goes():
	okrug = make.constituency(73)
	former = candidate(constituency=okrug)
	answers = {
		**make.person(),
		"party_membership": "Member",
		"constituency": okrug,
		"replaced": former.name,
		"reason": "Sabab",
	}
	decision = make.effect("replace_candidate", answers)
	successor = only(decision, "Candidate")
	number = frappe.db.get_value("Decision", decision, "number")
	assert refused_for(former.decision)["number"] == number
	make.annulled(decision)
	assert (status("Candidate", successor.name), status("Candidate", former.name)) == (
		"Annulled",
		"Registered",
	)


@pytest.mark.parametrize(
	("effect", "register"),
	[
		("replace_proxy", "Proxy"),
		("replace_observer", "Observer"),
		("replace_media_representative", "Media Representative"),
		("replace_authorized_representative", "Authorized Representative"),
	],
)
@pytest.mark.full
def test_a_replaced_mandate_comes_back_and_its_successor_ends(effect, register):
	more = {"candidate": make.candidate(), "election_type": "DC"} if register == "Proxy" else {}
	former = make.imported(register, organization_title="Tashkilot", party=make.PARTY, **more)
	answers = {"certificate": former, "reason": "Sabab", "new_person": [make.person()]}
	decision = make.effect(effect, answers, REPLACING, fields=[make.link("certificate", register)])
	successor = only(decision, register)
	make.annulled(decision)
	assert (status(register, former), status(register, successor.name)) == ("Registered", "Annulled")


def test_a_revoked_mandate_comes_back_with_a_new_certificate():
	former = observer()
	old = former.certificate
	make.annulled(make.effect("revoke_mandate", {"certificate": old, "reason": "Sabab"}))
	former.reload()
	assert former.status == "Registered"
	assert status("Certificate", old) == "Revoked"
	new = frappe.get_doc("Certificate", former.certificate)
	assert (new.name != old, new.status, new.kind) == (True, "Formed", "observer_party")
	assert (new.issuer_commission, new.holder) == (make.COMMISSION, former.person)
	assert new.number > frappe.db.get_value("Certificate", old, "number")


def test_a_mandate_whose_own_decision_was_annulled_meanwhile_stays_ended():
	former = observer()
	ended = make.effect("revoke_mandate", {"certificate": former.certificate, "reason": "Sabab"})
	make.annulled(former.decision)
	assert status("Observer", former.name) == "Revoked"
	make.annulled(ended)
	assert status("Observer", former.name) == "Annulled"


@pytest.mark.full
def test_a_proxy_does_not_come_back_to_a_candidate_who_left():
	found = candidate()
	(proxy,) = proxies(found.name)
	field = make.link("certificate", "Proxy")
	ended = make.effect("revoke_mandate", {"certificate": proxy.name, "reason": "Sabab"}, fields=[field])
	make.effect("withdraw_candidate", {"candidate": found.name, "reason": "Sabab"})
	refused_for(ended, "entry_ended")


def admitted(party: str, minutes: int) -> frappe.model.document.Document:
	answers = {"party": party, "election_types": [{"election_type": "DC"}]}
	appeal = make.filed("admit_party", answers, election_types=["DC"])
	moment = clock.now().replace(microsecond=0) - timedelta(minutes=minutes)
	frappe.db.set_value("Appeal", appeal, "received_at", moment)
	return only(make.decided(appeal).decision, "Party Admission")


@pytest.mark.full
def test_the_order_of_admissions_closes_up():
	first, second = admitted(make.PARTY, 90), admitted(make.OTHER_PARTY, 60)
	place = frappe.db.get_value("Party Admission", first.name, "receipt_order")
	make.annulled(first.decision)
	assert status("Party Admission", first.name) == "Annulled"
	assert frappe.db.get_value("Party Admission", second.name, "receipt_order") == place


def test_an_admission_is_not_annulled_under_its_candidates():
	frappe.db.delete("Party Admission", {"party": make.PARTY})  # that of the demonstration would cover them
	first = admitted(make.PARTY, 90)
	found = candidate()
	number = frappe.db.get_value("Decision", found.decision, "number")
	assert refused_for(first.decision)["number"] == number


def okrug(number: int, **more) -> str:
	row = {"constituency_no": number, "constituency_name": "Okrug", **more}
	answers = {"constituencies": [row]}
	return make.effect("define_constituency", answers, {"rows": "constituencies"}, election_types=["DC"])


def test_a_new_constituency_is_marked_and_offers_no_seat():
	decision = okrug(74)
	name = frappe.db.get_value("Constituency", {"decision": decision})
	make.annulled(decision)
	assert frappe.db.get_value("Constituency", name, "is_annulled") == 1
	with pytest.raises(LawBroken) as refused:
		candidate(constituency=name)
	assert refused.value.code == "entry_ended"
	okrug(74, voters_count=7)
	assert frappe.db.get_value("Constituency", name, ["is_annulled", "voters_count"]) == (0, 7)


def test_a_station_formed_anew_for_another_election_says_again_what_it_said():
	def formed(voters: int) -> str:
		row = {"polling_station_no": 945, "polling_station_name": "945-uchastka", "voters_count": voters}
		return make.effect("establish_polling_station", {"stations": [row]}, {"rows": "stations"})

	first = formed(900)
	name = frappe.db.get_value("Polling Station", {"decision": first})
	other = frappe.db.get_value("Election", {"name": ["!=", make.ELECTION]})
	frappe.db.set_value("Decision", first, "election", other)
	second = formed(100)
	assert refused_for(first)["number"] == frappe.db.get_value("Decision", second, "number")
	make.annulled(second)
	fields = ["voters_count", "decision", "is_annulled"]
	assert frappe.db.get_value("Polling Station", name, fields) == (900, first, 0)


def test_a_constituency_is_not_annulled_under_a_candidate():
	decision = okrug(76)
	found = candidate(constituency=frappe.db.get_value("Constituency", {"decision": decision}))
	number = frappe.db.get_value("Decision", found.decision, "number")
	assert refused_for(decision)["number"] == number


@pytest.mark.full
def test_a_station_is_marked():
	row = {"polling_station_no": 941, "polling_station_name": "941-uchastka", "voters_count": 1200}
	decision = make.effect("establish_polling_station", {"stations": [row]}, {"rows": "stations"})
	make.annulled(decision)
	assert frappe.db.get_value("Polling Station", {"decision": decision}, "is_annulled") == 1


def regional(effect: str, answers: dict, mapping: dict) -> str:
	return make.decided(
		make.filed(effect, answers, mapping, commission=ground.HIGHER, certificate_kind="commission_member"),
		by=REGIONAL,
	).decision


@pytest.mark.full
def test_a_member_has_no_position_from_the_moment_of_the_annulment():
	decision = regional("appoint_commission_member", {"persons": make.completed("Chair")}, MEMBERS)
	member = make.written(decision, "Commission Membership")[0]
	user = frappe.get_doc(
		{
			"doctype": "User",
			"email": "yangi.rais@esaylov.example",
			"first_name": "Rais",
			"send_welcome_email": 0,
		}
	).insert()
	person = frappe.get_doc("Person", member.person)
	person.user = user.name
	with (
		SETTING_UP.writing()
	):  # two administrators: tests/site/permissions/configuration/test_configuration.py
		person.save()
	assert positions.positions_of(user.name)
	assert "Commission Chair" in frappe.get_roles(user.name)
	make.annulled(decision, by=REGIONAL)
	frappe.clear_cache(user=user.name)
	assert not positions.positions_of(user.name)
	assert "Commission Chair" not in frappe.get_roles(user.name)
	member.reload()
	assert (member.is_annulled, member.ends_on) == (1, clock.today())
	assert status("Certificate", member.certificate) == "Revoked"


def test_a_replaced_member_is_a_member_again():
	person = frappe.get_doc({"doctype": "Person", "surname": "Eski", "given_name": "A'zo"}).insert()
	former = settled.inserted(
		frappe.get_doc(
			{
				"doctype": "Commission Membership",
				"person": person.name,
				"commission": make.COMMISSION,
				"position": "Member",
				"starts_on": clock.today() - timedelta(days=9),
				"ends_on": clock.today() + timedelta(days=90),
			}
		)
	)
	answers = {
		"member": former.name,
		"reason": "Ko'chib ketdi",
		"new_person": [make.person(proposed_position="Member")],
	}
	decision = regional(
		"replace_commission_member", answers, {"rows": "new_person", "position": "proposed_position"}
	)
	successor = only(decision, "Commission Membership")
	make.annulled(decision, by=REGIONAL)
	former.reload()
	assert (former.ends_on, former.end_decision) == (clock.today() + timedelta(days=90), None)
	assert frappe.db.get_value("Commission Membership", successor.name, "is_annulled") == 1


def test_the_key_of_the_chair_who_lost_the_seat_annuls_nothing():
	"""The annulment itself is asked about the position of today."""
	decision = make.effect("record_only", {"meeting_date": str(clock.today())})
	frappe.db.set_value(
		"Commission Membership",
		{"person": persons.person_of(filing.CHAIR)},
		"ends_on",
		clock.today() - timedelta(days=1),
	)
	with pytest.raises(frappe.ValidationError):
		make.annulled(decision)


def test_every_effect_of_the_closed_set_is_undone_here():
	"""The effects are named in this file: a new one does not pass without its undo."""
	source = Path(__file__).read_text(encoding="utf-8")
	assert [effect for effect in effects.EFFECTS if f'"{effect}"' not in source] == []
