"""Decisions that no appeal asked for: the chair alone or a vote, as the matter's data says, with effect, papers and messages."""

from datetime import date, timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import counts, settled, voted
from factories import effects as make

from esaylov.core.procedure.decision_text import HEADINGS
from esaylov.decisions.drafting import decision_subject, signing, wording
from esaylov.decisions.matters import ex_officio
from esaylov.decisions.sessions.records import interests
from esaylov.decisions.signatures import chair, collective, notifications
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, NotFound, NotPermitted, WrongState
from esaylov.registers.certificates.issue import ending
from esaylov.registers.effects import dependencies, effects
from esaylov.registers.entries import ex_officio_acts
from esaylov.setup.demo import ground
from esaylov.setup.operating.comparisons import signed_rows

CHAIR, REGIONAL = filing.CHAIR, "regional.chair@esaylov.example"
REASON = "Qoidabuzarlik"


def drafted(code: str, data: dict) -> decision_subject.Prepared:
	return chair.matter_draft(ex_officio.Matter(code, data, make.COMMISSION, make.ELECTION))


def decided(
	code: str,
	data: dict,
	by: str = CHAIR,
	commission: str = make.COMMISSION,
	texts: wording.Texts | None = None,
) -> signing.Result:
	frappe.set_user(by)
	try:
		matter = ex_officio.Matter(code, data, commission, make.ELECTION, texts)
		signature = filing.signature(by, chair.matter_draft(matter).payload)
		return chair.decide_matter(matter, signature)
	finally:
		frappe.set_user("Administrator")


def by_chair(code: str) -> None:
	"""The administrator lets the chair decide a matter alone, at each level."""
	at_each_level(code, route="chair_decision")


def at_each_level(code: str, **values: str) -> None:
	matter = frappe.get_doc("Decision Subject", code)
	matter.update({"levels": "CEC;REG;DC", **values})
	settled.saved(matter)


@pytest.fixture
def journalist() -> str:
	return make.imported("Media Representative", organization_title="Gazeta")


def test_every_matter_has_code_a_text_and_a_level():
	matters = frappe.get_all("Decision Subject", ["code", "levels", "source_mark"], order_by="code")
	assert {row.code for row in matters} == {"annulment", *ex_officio_acts.OWN_MATTERS}
	assert {row.code for row in matters} <= set(wording.KINDS)
	assert all("[" in row.source_mark for row in matters)


def test_the_chair_ends_an_accreditation_early(journalist):
	data = {"certificate": journalist, "reason": REASON}
	result = decided("end_accreditation", data)
	decision = frappe.get_doc("Decision", result.decision)
	assert (decision.kind, decision.status, decision.appeal) == ("Chair Decision", "Signed", None)
	assert frappe.db.get_value("Media Representative", journalist, "full_name") in decision.text_uz
	assert REASON in decision.text_ru
	fields = ["status", "end_decision", "end_reason"]
	assert frappe.db.get_value("Media Representative", journalist, fields) == (
		"Revoked",
		decision.name,
		REASON,
	)
	assert decided("end_accreditation", data) == result
	make.annulled(decision.name)
	assert frappe.db.get_value("Media Representative", journalist, "status") == "Registered"
	assert decided("end_accreditation", data).decision != decision.name


def test_a_chair_of_the_outlet_does_not_end_its_accreditation():
	answers = {"media_name": "Gazeta", "persons": [filing.person()]}
	decision = make.effect("accredit_media", answers, {"rows": "persons"})
	journalist = frappe.db.get_value("Media Representative", {"decision": decision}, "name")
	appeal = frappe.db.get_value("Decision", decision, "appeal")
	body = frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])
	frappe.set_user(CHAIR)
	interests.declare("Body", body_type=body[0], body=body[1])
	data = {"certificate": journalist, "reason": REASON}
	with pytest.raises(WrongState, match="decider_conflict"):
		drafted("end_accreditation", data)
	assert decided("end_accreditation", data, by="deputy@esaylov.example").decision


def test_chair_adds_to_the_texts_and_cannot_replace_them(journalist):
	data = {"certificate": journalist, "reason": REASON}
	frappe.set_user(CHAIR)
	made = drafted("end_accreditation", data).text_uz
	with pytest.raises(FormInvalid):
		decided("end_accreditation", data, texts=wording.Texts("Akkreditatsiya tugatilsin.", ""))
	said = wording.Texts(f"{made}\n2. Nazorat kotib zimmasida.", "")
	result = decided("end_accreditation", data, texts=said)
	signed = frappe.db.get_value("Decision", result.decision, "text_uz")
	assert signed == f"{made}\n\n{HEADINGS['uz']}\n2. Nazorat kotib zimmasida."
	assert decided("end_accreditation", data, texts=said) == result
	with pytest.raises(WrongState):  # decided already, with other words
		decided("end_accreditation", data)


@pytest.mark.parametrize(
	("user", "prepared"),
	[
		(CHAIR, {"end_accreditation", "annulment", "elected_deputies", "result_table", "annul_count"}),
		(filing.SECRETARY, {"annulment", "elected_deputies", "result_table", "annul_count"}),
		("member@esaylov.example", set()),
	],
)
def test_who_prepares_which_matter(user, prepared):
	matters = chair.matters_for(make.COMMISSION, user)
	assert {row["code"] for row in matters if row["prepare"]} == prepared
	assert "announcement" not in {row["code"] for row in matters}


@pytest.mark.parametrize(
	("data", "paths"),
	[
		({}, ["certificate", "reason"]),
		({"certificate": "nobody", "reason": REASON}, ["certificate"]),
		({"certificate": ["x"], "reason": {}}, ["reason", "certificate"]),
		({"certificate": "nobody"}, ["reason"]),
	],
)
def test_what_is_missing_is_named(data, paths):
	frappe.set_user(CHAIR)
	with pytest.raises(FormInvalid) as refused:
		drafted("end_accreditation", data)
	assert {finding.path for finding in refused.value.findings} <= set(paths)


@pytest.mark.parametrize("user", [filing.SECRETARY, filing.SIBLING_CHAIR, REGIONAL, filing.PARTY, "Guest"])
def test_only_the_chair_of_the_commission(journalist, user):
	frappe.set_user(user)
	with pytest.raises(NotPermitted):
		drafted("end_accreditation", {"certificate": journalist, "reason": REASON})


def test_the_road_and_the_level_are_data(journalist):
	frappe.set_user(CHAIR)
	with pytest.raises(NotPermitted):  # the CEC's alone
		drafted("announcement", {})
	with pytest.raises(WrongState) as refused:
		drafted("elected_deputies", {})
	assert refused.value.code == "matter_by_vote"
	with pytest.raises(NotFound):
		drafted("nothing", {})
	frappe.set_user("Administrator")
	frappe.db.set_value("Decision Subject", "end_accreditation", "enabled", 0)
	frappe.set_user(CHAIR)
	with pytest.raises(NotFound):
		drafted("end_accreditation", {})


def test_a_foreign_observers_mandate_is_ended_and_no_others():
	by_chair("end_mandate")
	foreign = make.imported("Observer", kind="foreign")
	local = make.imported("Observer", kind="party")
	decided("end_mandate", {"certificate": foreign, "reason": REASON})
	assert frappe.db.get_value("Observer", foreign, "status") == "Revoked"
	with pytest.raises(FormInvalid):
		decided("end_mandate", {"certificate": local, "reason": REASON})


def test_elected_deputies_are_registered_by_vote_told_and_get_a_certificate():
	okrug = make.constituency(81)
	candidates = [make.candidate(constituency=okrug), make.candidate()]
	counts.won(candidates[:1], okrug)
	counts.won(candidates[1:])
	data = {"deputies": [{"candidate": name} for name in candidates]}
	name = voted.decided(voted.of_matter(voted.session(), "elected_deputies", data))
	decision = frappe.get_doc("Decision", name)
	assert (decision.kind, decision.status) == ("Commission Decision", "Signed")
	entries = make.written(name, "Elected Deputy")
	assert {(row.candidate, row.votes_count) for row in entries} == {
		(candidates[0], 500),
		(candidates[1], 500),
	}
	kinds = frappe.get_all("Certificate", {"decision": name}, pluck="kind")
	assert kinds == ["elected_deputy"] * 2
	told = frappe.get_all("SMS Message", {"reference_name": name, "template": "S54"}, ["text"])
	assert len(told) == 2
	assert all(decision.number in row.text for row in told)


def refused_deputy(
	candidate: str, commission: str = make.COMMISSION, election: str = make.ELECTION
) -> list[str]:
	"""Codes that registering a deputy is refused with when it is put on an agenda."""
	data = {"deputies": [{"candidate": candidate, "votes": 500}]}
	with pytest.raises(FormInvalid) as refused:
		ex_officio.propose_matter("elected_deputies", data, commission, election)
	return [finding.code for finding in refused.value.findings]


def test_nobody_is_elected_before_the_vote_without_a_table_or_by_another_commission():
	winner, other = make.candidate(), make.candidate()
	assert refused_deputy(winner) == ["elected_too_early"]
	counts.won([winner])
	assert refused_deputy(other) == ["not_elected"]
	at_each_level("elected_deputies")
	assert refused_deputy(winner, commission="REG-1726") == ["deputy_elsewhere"]
	settled.written("Election", ground.PRESIDENTIAL, {"election_day": clock.today() - timedelta(days=1)})
	assert refused_deputy(winner, election=ground.PRESIDENTIAL) == ["deputy_elsewhere"]


def test_a_deputy_whose_table_was_annulled_after_the_vote_is_not_registered():
	winner = make.candidate()
	table = counts.won([winner])
	data = {"deputies": [{"candidate": winner, "votes": 500}]}
	name = collective.adopt(voted.of_matter(voted.session(), "elected_deputies", data))
	assert effects.refusal_of(frappe.get_doc("Decision", name)) is None
	frappe.db.set_value("Result Table", table, "status", "Annulled")
	refusal = effects.refusal_of(frappe.get_doc("Decision", name))
	assert refusal
	assert refusal.code == "not_elected"


def test_nobody_is_elected_twice_and_a_deputy_stands_on_the_candidate():
	candidate = make.effect(
		"register_candidate", {"party_membership": "Member", **make.person()}, election_types=["DC"]
	)
	(entry,) = make.written(candidate, "Candidate")
	counts.won([entry.name])
	data = {"deputies": [{"candidate": entry.name, "votes": 500}]}
	first = voted.matter_decided("elected_deputies", data)
	assert refused_deputy(entry.name) == ["entry_exists"]
	frappe.db.savepoint("annulment")
	with pytest.raises(LawBroken) as refused:
		make.annulled(candidate)
	assert refused.value.message_params["number"] == first.number
	frappe.db.rollback(save_point="annulment")
	voted.matter_decided("annulment", {"decision": first.decision, "reason": REASON})
	make.annulled(candidate)
	assert frappe.db.get_value("Candidate", entry.name, "status") == "Annulled"


@pytest.fixture
def voted_out() -> None:
	"""The election was held five days ago; before it there is nothing to announce."""
	frappe.db.set_value("Election", make.ELECTION, "election_day", clock.today() - timedelta(days=5))
	frappe.clear_document_cache("Election", make.ELECTION)
	at_each_level("announcement")


@pytest.fixture
def announced(voted_out) -> signing.Result:
	return voted.matter_decided("announcement", {"announced_on": str(clock.today())})


def mandate() -> str:
	"""A mahalla observer's mandate, valid until the official announcement."""
	more = {"certificate_kind": "observer_mahalla"}
	decision = make.effect("accredit_observer", {"persons": [make.person()]}, {"rows": "persons"}, **more)
	return frappe.db.get_value("Certificate", {"decision": decision})


def test_nothing_is_announced_before_the_election():
	at_each_level("announcement")
	day = frappe.db.get_value("Election", make.ELECTION, "election_day")
	with pytest.raises(FormInvalid) as refused:
		voted.of_matter(voted.session(), "announcement", {"announced_on": str(day)})
	assert [finding.code for finding in refused.value.findings] == ["announced_too_early"]


def test_the_announcement_ends_the_mandates_that_wait_for_it(voted_out):
	code = mandate()
	result = voted.matter_decided("announcement", {"announced_on": str(clock.today())})
	assert frappe.db.get_value("Election", make.ELECTION, "official_announcement_on") == clock.today()
	assert frappe.db.get_value("Certificate", code, "valid_until") == clock.today()
	assert not signed_rows.is_changed("Certificate", code)
	yesterday = clock.today() - timedelta(days=1)
	frappe.db.set_value("Certificate", code, {"status": "Valid", "valid_until": yesterday})
	assert signed_rows.is_changed("Certificate", code)  # another day than was announced
	ending.expire()
	assert frappe.db.get_value("Certificate", code, "status") == "Expired"
	voted.matter_decided("annulment", {"decision": result.decision, "reason": REASON})
	assert frappe.db.get_value("Certificate", code, ["status", "valid_until"]) == ("Valid", None)
	assert frappe.db.get_value("Election", make.ELECTION, "official_announcement_on") is None


def test_what_was_announced_is_annulled_after_its_announcement(voted_out):
	winner = make.candidate()
	table = counts.won([winner])
	elected = voted.matter_decided("elected_deputies", {"deputies": [{"candidate": winner, "votes": 500}]})
	announced = voted.matter_decided("announcement", {"announced_on": str(clock.today())})
	frappe.db.savepoint("annulment")
	for annul in (
		lambda: voted.matter_decided("annulment", {"decision": elected.decision, "reason": REASON}),
		lambda: dependencies.refuse_dependents(frappe.get_doc("Result Table", table)),
	):
		with pytest.raises(LawBroken) as refused:
			annul()
		assert refused.value.code == "annulment_built_on"
		assert refused.value.message_params["number"] == announced.number
		frappe.db.rollback(save_point="annulment")
	voted.matter_decided("annulment", {"decision": announced.decision, "reason": REASON})
	voted.matter_decided("annulment", {"decision": elected.decision, "reason": REASON})
	assert frappe.db.get_value("Elected Deputy", {"decision": elected.decision}, "status") == "Annulled"


def test_the_results_are_announced_once(announced):
	assert refused_day(clock.today() - timedelta(days=1)) == ["announced_before"]


def test_the_results_are_announced_on_no_day_to_come_nor_before_the_vote(voted_out):
	assert refused_day(clock.today() + timedelta(days=1)) == ["date_in_future"]
	assert refused_day(clock.today() - timedelta(days=5)) == ["announced_too_early"]


def refused_day(day: date) -> list[str]:
	with pytest.raises(FormInvalid) as refused:
		voted.of_matter(voted.session(), "announcement", {"announced_on": str(day)})
	return [finding.code for finding in refused.value.findings]


def test_everybody_concerned_is_told_once_batch_by_batch(announced, monkeypatch):
	monkeypatch.setattr(notifications, "BATCH", 2)
	people = {make.imported("Media Representative", organization_title="Gazeta") for _ in range(3)}
	after, rounds = notifications.announce(announced.decision, ""), 1
	while after:
		after, rounds = notifications.announce(announced.decision, after), rounds + 1
	key = {"reference_name": announced.decision, "template": "S55"}
	told = frappe.get_all("SMS Message", key, pluck="receiver_person")
	holders = {frappe.db.get_value("Media Representative", name, "person") for name in people}
	assert holders <= set(told)
	assert len(told) == len(set(told))
	assert rounds >= 2
	notifications.announce(announced.decision, "")
	assert frappe.db.count("SMS Message", key) == len(told)
