"""Count protocols: opened station by station, entered with sums that hold, signed, taken in, sent back, corrected."""

import json
from io import BytesIO

import frappe
import pytest
from factories import appeals as filing
from factories import counts
from factories import effects as make
from pypdf import PdfReader

from esaylov.framework.errors import (
	FormInvalid,
	LawBroken,
	NotFound,
	NotPermitted,
	SignatureRefused,
	WrongState,
)
from esaylov.permissions.reach import reach
from esaylov.registers.results import paper, verification
from esaylov.registers.results.counting import entering, opening, receiving, signing
from esaylov.registers.results.paper import token

CHAIR, SECRETARY = filing.CHAIR, filing.SECRETARY
PRECINCT_CHAIR, PRECINCT_SECRETARY, PRECINCT_MEMBER = counts.MEMBERS
PROTOCOL = "Count Protocol"


@pytest.fixture
def ballot() -> tuple[str, str, str]:
	"""A constituency with two candidates, the day after the election."""
	counts.held()
	okrug = make.constituency(91)
	one = make.candidate(constituency=okrug)
	return okrug, one, make.candidate(constituency=okrug, party=make.OTHER_PARTY)


@pytest.fixture
def protocol(ballot) -> str:
	"""A protocol that is open, of a precinct whose members the logins are."""
	precinct = counts.station(9901)
	counts.lend(precinct)
	return counts.opened(precinct, ballot[0])


def found(name: str, numbers: dict) -> list[tuple[str, str]]:
	return [(one.path, one.code) for one in counts.typed_by(PRECINCT_MEMBER, name, numbers).findings]


def events(commission: str, what: str) -> list[dict]:
	rows = frappe.get_all(
		"Chain Event", {"commission": commission, "kind": what}, pluck="body", order_by="sequence asc"
	)
	return [json.loads(row) for row in rows]


def test_the_whole_way_of_a_protocol_leaves_numbers_signatures_and_events(protocol, ballot):
	_, one, other = ballot
	assert counts.entered(protocol, counts.typed({one: 400, other: 280})).is_ready
	assert counts.signed(protocol, [PRECINCT_CHAIR]) == "Signing"
	assert counts.signed(protocol, [PRECINCT_SECRETARY]) == "Signed"
	document = counts.stored(protocol)
	assert (document.voters, document.counted, document.left_over) == (1000, 690, 305)
	assert counts.line_votes(protocol) == {one: 400, other: 280}
	assert {row["position"] for row in signing.signers_of(document)} == {"Chair", "Secretary"}
	signatures = frappe.get_all("Document Signature", {"reference_name": protocol, "purpose": "count"})
	assert len(signatures) == 2
	frappe.set_user(CHAIR)
	assert [receiving.take_in(protocol), receiving.take_in(protocol)] == ["Received", "Received"]
	sha = document.payload_sha256
	for commission, what in (
		(document.commission, "signed"),
		(document.commission, "received"),
		(make.COMMISSION, "received"),
	):
		told = [body for body in events(commission, f"count.{what}") if body["protocol"] == protocol]
		assert [body["sha256"] for body in told] == [sha], what


@pytest.mark.parametrize(
	("changes", "path", "code"),
	[
		({"invalid": 11}, "votes", "votes_not_even"),
		({"left": 304}, "left", "ballots_not_even"),
		({"voters": ""}, "voters", "count_missing"),
		({"early": "yigirma"}, "early", "count_not_whole"),
	],
)
def test_a_sum_that_does_not_hold_is_stored_and_never_signed(protocol, ballot, changes, path, code):
	numbers = counts.typed({ballot[1]: 400, ballot[2]: 280}, **changes)
	assert found(protocol, numbers) == [(path, code)]
	with pytest.raises(FormInvalid) as refused:
		entering.finish_entry(protocol)
	(finding,) = refused.value.findings
	assert finding.article
	assert entering.entry(counts.stored(protocol)).typed["given"] == numbers["given"]  # nothing is lost


def test_a_vote_for_a_candidate_who_withdrew_names_them(protocol, ballot):
	_, one, gone = ballot
	frappe.db.set_value("Candidate", gone, "status", "Withdrawn")
	(finding,) = counts.typed_by(PRECINCT_MEMBER, protocol, counts.typed({one: 400, gone: 280})).findings
	assert (finding.code, finding.path) == ("vote_not_standing", f"votes.{gone}")
	assert finding.params["name"] == frappe.db.get_value("Candidate", gone, "full_name")


def test_a_protocol_is_signed_once_by_each_and_by_enough_of_them(protocol, ballot):
	counts.entered(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	assert counts.signed(protocol, [PRECINCT_MEMBER, PRECINCT_SECRETARY]) == "Signing"  # the chair is missing
	frappe.set_user(PRECINCT_MEMBER)
	assert signing.sign(protocol, "MAAA") == "Signing"
	assert len(signing.signers_of(counts.stored(protocol))) == 2
	assert counts.signed(protocol, [PRECINCT_CHAIR]) == "Signed"
	frappe.set_user(PRECINCT_CHAIR)
	assert signing.sign(protocol, "MAAA") == "Signed"
	with pytest.raises(WrongState):
		entering.enter(protocol, {})


def test_anothers_signature_is_refused_and_nothing_is_fixed(protocol, ballot):
	counts.entered(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	frappe.set_user(PRECINCT_CHAIR)
	with pytest.raises(SignatureRefused):
		signing.sign(protocol, filing.signature(PRECINCT_SECRETARY, signing.payload(protocol)))
	assert counts.stored(protocol).status == "Draft"


def test_entry_is_taken_up_again_while_signatures_are_missing(protocol, ballot):
	counts.entered(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	counts.signed(protocol, [PRECINCT_MEMBER])
	frappe.set_user(PRECINCT_MEMBER)
	with pytest.raises(NotPermitted):
		signing.reopen(protocol, "Xato")
	frappe.set_user(PRECINCT_CHAIR)
	signing.reopen(protocol, "Xato")
	assert signing.signers_of(counts.stored(protocol)) == []
	counts.entered(protocol, counts.typed({ballot[1]: 401, ballot[2]: 279}))
	assert counts.signed(protocol) == "Signed"
	assert counts.line_votes(protocol)[ballot[1]] == 401


def test_what_was_sent_back_stays_and_a_new_version_takes_its_place(protocol, ballot):
	counts.handed_in(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	frappe.set_user(CHAIR)
	with pytest.raises(FormInvalid):
		receiving.send_back(protocol, " ")
	assert receiving.send_back(protocol, "Raqamlar teskari") == "Returned"
	frappe.set_user(PRECINCT_SECRETARY)
	new = receiving.correct(protocol)
	assert receiving.correct(protocol) == new
	counts.entered(new, counts.typed({ballot[1]: 280, ballot[2]: 400}))
	assert counts.stored(protocol).status == "Returned"
	assert counts.signed(new) == "Signed"
	old, current = counts.stored(protocol), counts.stored(new)
	assert (old.status, old.live_key, counts.line_votes(protocol)[ballot[1]]) == ("Corrected", None, 400)
	assert (current.version, current.replaces, current.reason) == (2, protocol, "Raqamlar teskari")


def test_a_station_counts_a_contest_once(protocol, ballot):
	document = counts.stored(protocol)
	frappe.set_user(CHAIR)
	arguments = (make.COMMISSION, make.ELECTION, "DC", ballot[0], [document.polling_station])
	assert opening.open_count(*arguments) == []


@pytest.mark.parametrize(
	("election_type", "has_constituency", "code"),
	[("DC", False, "count_wrong_constituency"), ("LC_PL", False, "count_nobody_stands")],
)
def test_what_is_counted_fits_the_contest(ballot, election_type, has_constituency, code):
	precinct = counts.station(9902)
	place = frappe.db.get_value("Election Commission", precinct, "polling_station")
	frappe.db.set_value("Candidate List", {"election": make.ELECTION}, "status", "Annulled")
	frappe.set_user(CHAIR)
	with pytest.raises(FormInvalid) as refused:
		opening.open_count(make.COMMISSION, make.ELECTION, election_type, "", [place])
	assert [one.code for one in refused.value.findings] == [code]


def test_nothing_is_counted_before_the_day(ballot):
	day = frappe.utils.add_days(frappe.utils.today(), 400)
	frappe.db.set_value("Election", make.ELECTION, "election_day", day)
	frappe.set_user(CHAIR)
	with pytest.raises(WrongState) as refused:
		opening.open_count(make.COMMISSION, make.ELECTION, "DC", ballot[0], [])
	assert (refused.value.code, refused.value.article) == ("count_too_early", "94")


STRANGERS = (counts.REGIONAL, filing.SIBLING_CHAIR, counts.AUDITOR, filing.PARTY, "Guest")


def test_nobody_else_takes_a_step(protocol, ballot):
	def refused(*steps) -> None:
		for user in STRANGERS:
			frappe.set_user(user)
			for step in steps:
				with pytest.raises(NotPermitted):
					step()

	counts.entered(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	refused(lambda: signing.payload(protocol), lambda: signing.sign(protocol, "MAAA"))
	counts.signed(protocol)
	refused(lambda: receiving.take_in(protocol), lambda: receiving.send_back(protocol, "Sabab"))


def test_who_reads_a_protocol(protocol):
	other = counts.opened(counts.station(9903), counts.stored(protocol).constituency)
	sees = {
		user: (reach(user).has(PROTOCOL, [protocol]), reach(user).has(PROTOCOL, [other]))
		for user in (
			PRECINCT_MEMBER,
			CHAIR,
			counts.REGIONAL,
			counts.AUDITOR,
			filing.SIBLING_CHAIR,
			filing.PARTY,
			"Guest",
		)
	}
	assert sees == {
		PRECINCT_MEMBER: (True, True),  # a member of the district's commission as well, in this test
		CHAIR: (True, True),
		counts.REGIONAL: (True, True),
		counts.AUDITOR: (True, True),
		filing.SIBLING_CHAIR: (False, False),
		filing.PARTY: (False, False),
		"Guest": (False, False),
	}


def test_a_member_of_one_precinct_does_not_read_anothers(protocol):
	other = counts.opened(counts.station(9904), counts.stored(protocol).constituency)
	person = frappe.db.get_value("Person", {"user": PRECINCT_MEMBER})
	frappe.db.delete("Commission Membership", {"person": person, "commission": make.COMMISSION})
	assert reach(PRECINCT_MEMBER).has(PROTOCOL, [protocol])
	assert not reach(PRECINCT_MEMBER).has(PROTOCOL, [other])


def test_nobody_writes_past_the_room_not_even_administrator(protocol, ballot):
	counts.handed_in(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	document = counts.stored(protocol)
	document.voters = 999
	with pytest.raises(LawBroken):
		document.save()
	with pytest.raises(LawBroken):
		counts.stored(protocol).delete()


def test_numbers_that_were_changed_in_the_table_are_not_saved_on(protocol, ballot):
	counts.handed_in(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	frappe.db.set_value(PROTOCOL, protocol, "invalid", 0)
	frappe.set_user(CHAIR)
	with pytest.raises(LawBroken):
		receiving.send_back(protocol, "Sabab")


def test_the_copy_for_observers_names_each_number_and_its_code_verifies(protocol, ballot):
	_, one, other = ballot
	counts.handed_in(protocol, counts.typed({one: 400, other: 280}))
	name, content = paper.copy_pdf(protocol, PRECINCT_MEMBER)
	assert name.endswith(".pdf")
	words = "\n".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
	assert {"400", "280", "1000", "690"} <= set(words.split()), words
	assert (
		words.index(" 1000") < words.index(" 1005") < words.index(" 690")
	)  # the order of the paper (art. 94)
	document = counts.stored(protocol)
	for code in (protocol, token(document)):
		found = verification.verify(code, "ru")
		assert (found.stands, found.version) == (True, 1)
		assert sorted(count for _, count in found.votes) == [280, 400]
	frappe.set_user(CHAIR)
	receiving.send_back(protocol, "Xato")
	assert (verification.verify(protocol).stands, verification.verify(protocol).status) == (False, "Returned")


def test_a_copy_of_changed_numbers_does_not_verify_and_of_a_draft_there_is_none(protocol, ballot):
	with pytest.raises(WrongState):
		paper.copy_pdf(protocol, PRECINCT_MEMBER)
	with pytest.raises(NotFound):
		verification.verify(protocol)
	counts.handed_in(protocol, counts.typed({ballot[1]: 400, ballot[2]: 280}))
	with pytest.raises(NotFound):
		paper.copy_pdf(protocol, filing.SIBLING_CHAIR)
	frappe.db.set_value(PROTOCOL, protocol, "voters", 2000)
	found = verification.verify(protocol)
	assert (found.stands, found.status) == (False, "Received")
