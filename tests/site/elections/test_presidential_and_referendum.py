"""A presidential election and a referendum as far as their dealings go: called, prepared, filed, decided, on paper, counted (19, done when 1)."""

import json
from collections.abc import Iterator
from datetime import date, timedelta

import frappe
import pytest
from factories import appeals as filing
from factories import called, codes, counts, effects, pictures
from factories.called import Sitting
from factories.pages import rendered

from esaylov.appeals.form_facts import offers
from esaylov.decisions.signatures import paper
from esaylov.elections.preparation import steps
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.framework.requests import limits
from esaylov.identity import codes as sent_codes
from esaylov.registers.certificates.papers import drawing
from esaylov.registers.effects import imports
from esaylov.registers.results.counting import opening
from esaylov.registers.results.outcome import elected
from esaylov.registers.results.paper import copy_pdf

CENTRAL, STANDING, GROUP = (f"{local}@esaylov.example" for local in ("central.party", "ministry", "mahalla"))
"""The central body of a party; who is nominated for President; who speaks for an initiative group."""
CEC_CHAIR, REGIONAL = counts.REGIONAL.replace("regional", "cec"), counts.REGIONAL
CEC_MEMBERS = {CEC_CHAIR: "Chair", filing.SECRETARY: "Secretary", "deputy@esaylov.example": "Member"}
REGIONAL_MEMBERS = {REGIONAL: "Chair", filing.SECRETARY: "Secretary", "deputy@esaylov.example": "Member"}
DAYS = {"Early Presidential": 60, "Referendum": 47}


@pytest.fixture
def cec() -> Iterator[str]:
	"""The Central Election Commission of three whose members log in; the clock is put right afterwards."""
	name = frappe.db.get_value("Election Commission", {"level": "CEC"})
	called.seated(name, CEC_MEMBERS)
	yield name
	clock.move(timedelta(0))


def opened(kind: str, contest: str, code: str, words: str) -> tuple[str, date]:
	spoken = [("", f"Sinov: {words}"), ("short_", words.split()[0])]
	titles = {f"{length}title_{lang}": said for length, said in spoken for lang in ("uz", "ru", "en")}
	day = clock.today() + timedelta(days=DAYS[kind])
	preparation = called.made(kind, contest, code, day, titles)
	lacks = next(step.lacks for step in steps.of(preparation) if step.key == "types")
	# a candidate for President needs signatures of a share of all voters (art. 64): how many there are must be known
	assert [one.code for one in lacks] == (["voters_missing"] if contest == "PRES" else [])
	return called.opened(preparation), day


def offered(user: str, election: str) -> set[str]:
	return {
		offer.code
		for offer in offers.types_for(user)
		if election in {one.election for one in offer.elections}
	}


def handed_in(election: str, contest: str, votes: dict[str, int]) -> str:
	"""The protocol of one station for a contest without constituencies, signed by its members and taken in."""
	precinct = counts.station(9931)
	counts.lend(precinct)
	place = frappe.db.get_value("Election Commission", precinct, "polling_station")
	frappe.set_user(counts.CHAIR)
	(name,) = opening.open_count(effects.COMMISSION, election, contest, "", [place])
	for changes, path in (({"invalid": 11}, "votes"), ({"left": 1}, "left"), ({"given": 1001}, "given")):
		found = counts.typed_by(next(iter(counts.MEMBERS)), name, counts.typed(votes, **changes)).findings
		assert path in [one.path for one in found]
		assert all(one.article for one in found)
	return counts.handed_in(name, counts.typed(votes))


def paper_of(protocol: str) -> str:
	return pictures.text(copy_pdf(protocol, counts.CHAIR)[1])


@pytest.mark.full
def test_a_presidential_election_from_its_call_to_its_result(cec, monkeypatch):
	election, day = opened("Early Presidential", "PRES", "sinov-prezident", "Prezident saylovi")
	assert not frappe.db.count("Constituency", {"election": election})
	assert offered(CENTRAL, election) >= {"A04", "A08", "A09"}
	assert not offered(CENTRAL, election) & {"A03", "A06", "A07", "A28", "A47"}

	future = filing.person(full_name="Karimov Karim Karimovich")
	admission = called.filed(
		CENTRAL,
		"A04",
		election,
		{
			"party_leader": "Karimov Karim Karimovich",
			"justice_registration_no": "12",
			"justice_registration_date": "2003-12-03",
			"future_candidate": [future],
		},
		*("application", "justice_reference", "candidate_information"),
	)
	called.at(day, 50)
	person = frappe.get_doc("Person", {"user": STANDING})
	nominated = {
		"pinfl": person.pinfl,
		"full_name": person.full_name,
		"phone": "+998901234567",
		"birthplace": "Toshkent",
		"party_membership": "Member",
		"biography": "Oʻqituvchi. " * 10,
		"program": "Dastur. " * 10,
		"residence_10y": True,
		"state_language": True,
		"signatures_total": 400_000,
	}
	papers = ("party_decision", "protocol", "consent", "signature_sheets")
	with pytest.raises(FormInvalid) as refused:
		called.filed(CENTRAL, "A08", election, nominated, *papers)
	assert "party_not_admitted" in [finding.code for finding in refused.value.findings]

	members = tuple(CEC_MEMBERS)
	Sitting(cec, election, members).decided(admission)
	nomination = called.filed(CENTRAL, "A08", election, nominated, *papers)
	decision = Sitting(cec, election, members).decided(nomination)
	(candidate,) = effects.written(decision, "Candidate")
	assert (candidate.election_type, candidate.constituency, candidate.status) == (
		"PRES",
		None,
		"Registered",
	)
	certificate = frappe.get_doc("Certificate", {"decision": decision})
	assert "PREZIDENTLIGIGA NOMZOD" in pictures.text(drawing.pdf(certificate)).upper()
	assert "Sinov: Prezident saylovi" in pictures.text(paper.pdf(decision, CENTRAL)[1])

	called.at(day, 20)
	frappe.db.set_value("Person", person.name, "phone", codes.phone())
	limits.clear("code-address", sent_codes._address_key())
	proxies = called.filed(
		STANDING, "A22", election, {"proxies": [filing.person(), filing.person()]}, "application", "consents"
	)
	written = effects.written(Sitting(cec, election, members).decided(proxies), "Proxy")
	assert [row.candidate for row in written] == [candidate.name] * 2

	act = imports.Act(cec, "12/3", clock.today(), election)
	standing = {
		"person": effects.person("Toshmatov Ali"),
		"election_type": "PRES",
		"party": effects.OTHER_PARTY,
	}
	(rival,) = imports.import_entries(act, [("Candidate", standing)])
	called.at(day, -1)
	protocol = handed_in(election, "PRES", {candidate.name: 400, rival: 280})
	text = paper_of(protocol)
	assert "Sinov: Prezident saylovi" in text
	assert "Toshmatov Ali" in text
	sitting = Sitting(cec, election, members)
	(table,) = effects.written(sitting.decided_on("result_table", {"election_type": "PRES"}), "Result Table")
	assert (table.outcome, json.loads(table.elected)) == ("Elected", [candidate.name])
	# a President is no deputy: the mandate begins with the oath (art. 65)
	assert elected.elected(cec, election) == []
	with pytest.raises(FormInvalid) as refused:
		sitting.decided_on("elected_deputies", {"deputies": [{"candidate": candidate.name}]})
	assert [(finding.code, finding.article) for finding in refused.value.findings] == [
		("no_deputy", "65, 97")
	]

	page = rendered(monkeypatch, f"/uz/election/{election}/results/PRES")
	assert candidate.full_name.split()[0] in page
	assert "Sinov: Prezident saylovi" in page


@pytest.mark.full
def test_a_referendum_from_its_call_to_its_numbers(cec, monkeypatch, keep):
	frappe.db.set_value("Participant Organization", {"tin": "900000015"}, "kind", "Initiative Group")
	called.seated("REG-1726", REGIONAL_MEMBERS)
	election, day = opened("Referendum", "REF", "sinov-referendum", "Referendum")
	stages = set(frappe.get_all("Election Stage", {"election": election}, pluck="key"))
	assert not stages & {
		"nomination_period",
		"registration_ends",
		"parties_admitted",
		"proxy_change_deadline",
	}
	assert offered(GROUP, election) >= {"A63", "A64"}
	assert not offered(filing.PARTY, election) & {"A47", "A56", "A62"}
	assert not offered(CENTRAL, election) & {"A03", "A04", "A08"}

	few = {"question": "Savol matni", "persons": [filing.person() for _ in range(49)]}
	papers = ("minutes", "persons_list")
	with pytest.raises(FormInvalid) as refused:
		called.filed(GROUP, "A63", election, few, *papers)
	assert [finding.code for finding in refused.value.findings] == ["list_too_short"]
	group = called.filed(
		GROUP, "A63", election, {**few, "persons": [*few["persons"], filing.person()]}, *papers
	)
	registered = Sitting("REG-1726", election, tuple(REGIONAL_MEMBERS)).decided(group)
	assert frappe.db.get_value("Decision", registered, ["status", "outcome"]) == ("Signed", "Granted")
	assert "Sinov: Referendum" in pictures.text(paper.pdf(registered, GROUP)[1])

	called.at(day, 30)
	observers = called.filed(
		GROUP, "A64", election, {"district_scope": effects.DISTRICT, "persons": [filing.person()]}, *papers
	)
	result = effects.decided(observers, by=REGIONAL)
	(observer,) = effects.written(result.decision, "Observer")
	assert (observer.kind, observer.election) == ("initiative_group", election)
	certificate = frappe.get_doc("Certificate", {"decision": result.decision})
	drawn = drawing.pdf(certificate)
	keep("mandate.pdf").write_bytes(drawn)
	mandate = pictures.text(drawn).upper()
	assert f"REFERENDUM {day.year}" in mandate
	assert "OʻZBEKISTON RESPUBLIKASI REFERENDUMIDA" in mandate
	assert "REFERENDUM YAKUNLARI RASMAN" in mandate
	assert f"SAYLOV {day.year}" not in mandate

	called.at(day, -1)
	protocol = handed_in(election, "REF", {"yes": 400, "no": 280})
	text = paper_of(protocol)
	assert {"Ha", "Yoʻq", "400", "280", "1000"} <= set(text.split()), text
	sitting = Sitting(cec, election, tuple(CEC_MEMBERS))
	(table,) = effects.written(sitting.decided_on("result_table", {"election_type": "REF"}), "Result Table")
	# the sources name no share that decides: the numbers are added up and nothing more is said [ours]
	assert (table.outcome, json.loads(table.elected)) == ("Added Up", [])
	votes = {row["name"]: row["votes"] for row in json.loads(table.votes)}
	assert votes == {"yes": 400, "no": 280}
	page = rendered(monkeypatch, f"/uz/election/{election}/results/REF")
	assert {"400", "280"} <= set(page.replace("<", " ").replace(">", " ").split())
