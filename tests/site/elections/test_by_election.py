"""A by-election whole, as the pilot of 30 June 2024: called, prepared, a party admitted and one not, a seat contested, filled, over."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import by_election as road
from factories import effects, settled, voted
from factories import sessions as make
from factories.called import at, confirmed, copied, filed
from factories.pages import rendered
from test_election_kinds import CODE, refusal, seats
from test_election_kinds import by_election as planned
from test_preparation_steps import TITLES, appointed

from esaylov.appeals.drafts import drafting
from esaylov.appeals.form_facts import offers
from esaylov.appeals.review import steps
from esaylov.appeals.types import windows
from esaylov.core.people.names import uzbek_letters
from esaylov.decisions.sessions.steps import counting, planning
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, NotFound, NotInWindow, WrongState
from esaylov.registers.results.outcome import elected
from esaylov.setup.demo import ground

DAYS_FROM_CALL = 33


@pytest.fixture
def by_election() -> Iterator[date]:
	"""The election day of a by-election to one seat of the demonstration district, prepared by the steps and open."""
	road.withdraw_drafts()
	called = clock.today()
	preparation = frappe.get_doc(
		{
			"doctype": "Election Preparation",
			"kind": "By-election",
			"source_election": ground.ELECTION,
			"code": CODE,
			"called_on": called,
			"election_day": called + timedelta(days=DAYS_FROM_CALL),
			"election_types": [{"election_type": "DC"}],
			"vacant_seats": seats(),
			"title_uz": "Shayxontohur tuman Kengashiga boʻsh oʻrin boʻyicha saylov",
			**TITLES,
		}
	).insert()
	appointed()
	copied(preparation.name)
	confirmed(preparation.name, called + timedelta(days=1))
	yield preparation.election_day
	clock.move(timedelta(0))


def admission(user: str = filing.PARTY, party: str = effects.PARTY) -> str:
	return filed(user, "A62", CODE, road.ADMISSION | {"party": party}, "application", "justice_certificate")


def nomination(seat: str, user: str = filing.PARTY, party: str = effects.PARTY) -> str:
	return filed(user, "A47", CODE, road.nominated(seat, party), *road.PAPERS)


def session_with(*names: str) -> tuple[str, list[str]]:
	"""An open session of the district's commission about the by-election, and an item for each appeal."""
	frappe.set_user(make.SECRETARY)
	at_once = clock.now().replace(microsecond=0)
	session = planning.plan(make.COMMISSION, "Navbatdagi majlis", at_once, "Majlislar zali", CODE)
	items = [make.item(session, name) for name in names]
	make.opened(session=session)
	return session, items


def adopted(session: str, item: str) -> str:
	frappe.set_user(make.CHAIR)
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 5)
	return str(make.close(item).decision)


def signed(decision: str) -> str:
	voted.signed_by(make.CHAIR, [decision])
	voted.signed_by(make.SECRETARY, [decision])
	return decision


def corrected_names_the_same(name: str) -> None:
	"""In a correction of the papers nobody else is nominated, and nobody in another constituency."""
	frappe.set_user(make.CHAIR)
	steps.assign(name, make.CHAIR)
	filing.give_back(name, place="biography")
	filing.correct(name, **filing.person(), constituency=effects.constituency(98, election=CODE))
	with pytest.raises(FormInvalid) as refused:
		filing.submit(name)
	found = {(one.code, one.path) for one in refused.value.findings}
	assert {("correction_identity", "pinfl"), ("correction_record", "constituency")} <= found


def test_a_by_election_from_its_call_to_the_archive(by_election, monkeypatch):
	(seat,) = frappe.get_all("Constituency", {"election": CODE}, pluck="name")

	session, (item,) = session_with(admission())
	signed(adopted(session, item))
	admitted = frappe.get_all("Party Admission", {"election": CODE, "status": "Registered"}, pluck="party")
	assert admitted == [effects.PARTY]

	at(by_election, 26)
	with pytest.raises(FormInvalid) as refused:
		nomination(seat, filing.RIVAL, effects.OTHER_PARTY)
	assert "party_not_admitted" in [finding.code for finding in refused.value.findings]

	first, second = nomination(seat), nomination(seat)
	assert frappe.db.get_value("Appeal", first, "due_on") == clock.today() + timedelta(days=3)
	corrected_names_the_same(nomination(seat))
	session, items = session_with(first, second)
	decision = adopted(session, items[0])
	frappe.set_user(make.CHAIR)
	with pytest.raises(WrongState) as contested:
		counting.open_item(items[1])
	assert contested.value.code == "item_claimed"
	signed(decision)

	(candidate,) = effects.written(decision, "Candidate")
	assert (candidate.election, candidate.election_type, candidate.constituency) == (CODE, "DC", seat)
	assert candidate.status == "Registered"
	assert frappe.db.count("Certificate", {"election": CODE, "kind": "candidate"}) == 1

	at(by_election, 12)
	with pytest.raises(NotInWindow):
		nomination(seat)
	observers = filed(filing.PARTY, "A56", CODE, filing.answers(), "party_decision")
	assert frappe.db.get_value("Appeal", observers, "election") == CODE

	at(by_election, -3)
	elsewhere = effects.constituency(97, election=CODE)
	stranger = effects.candidate(constituency=elsewhere, election=CODE)
	named = [{"candidate": candidate.name, "votes": 700}, {"candidate": stranger, "votes": 600}]
	found = [(one.code, one.path) for one in elected.findings(named, make.COMMISSION, CODE)]
	assert ("deputy_seat_taken", "deputies[1].candidate") in found
	assert ("deputy_seat_taken", "deputies[0].candidate") not in found

	rival = effects.candidate(constituency=seat, election=CODE, party="XDP")
	table, deputy = road.counted(CODE, seat, {candidate.name: 400, rival: 280})
	assert (table.outcome, json.loads(table.elected)) == ("Elected", [candidate.name])
	assert (deputy.candidate, deputy.constituency, deputy.votes_count) == (candidate.name, seat, 400)
	assert frappe.db.count("Certificate", {"election": CODE, "kind": "elected_deputy"}) == 1

	at(by_election, -11)
	election = frappe.get_doc("Election", CODE)
	election.update({"status": "Finished", "official_announcement_on": clock.today()})
	settled.saved(election)
	assert CODE not in {one.name for one in windows.open_elections()}
	with pytest.raises(NotFound):
		drafting.create(filing.PARTY, "A59", CODE, {})
	assert frappe.db.get_value("Candidate", candidate.name, "full_name") == candidate.full_name
	assert frappe.db.count("Election Stage", {"election": CODE}) > 15
	archive = rendered(monkeypatch, "/uz/elections")
	assert f'href="/uz/election/{CODE}"' in archive
	for path in ("", "/candidates", f"/results/DC/{seat}", "/calendar"):
		page = rendered(monkeypatch, f"/uz/election/{CODE}{path}")
		assert frappe.db.get_value("Election", CODE, "title_uz") in page, path
	assert uzbek_letters(candidate.full_name) in rendered(
		monkeypatch, f"/uz/election/{CODE}/results/DC/{seat}"
	)
	frappe.set_user("Administrator")
	again = planned(
		code=f"{CODE}-2", called_on=clock.today(), election_day=clock.today() + timedelta(days=60)
	)
	assert refusal(again.insert) == [("seat_not_vacant", "vacant_seats[0].constituency", "93")]


@pytest.mark.full  # its short form: test_election_kinds
def test_its_types_are_those_of_a_district_and_its_seat_alone(by_election):
	offered = {
		offer.code
		for offer in offers.types_for(filing.PARTY)
		if CODE in {one.election for one in offer.elections}
	}
	assert {"A47", "A62", "A56"} <= offered
	assert not offered & {"A03", "A07", "A28", "A54"}
	assert frappe.db.count("Constituency", {"election": CODE}) == 1
