"""Results on the portal: each number from the received protocols, by contest and station; open data say the same."""

import re

import frappe
import pytest
from factories import counts, pages
from factories import effects as make

from esaylov.portal import elections, menu
from esaylov.registers.published import sets
from esaylov.registers.results.counting import receiving
from esaylov.registers.results.outcome import tables

ALONE = {"deputy@esaylov.example": "Chair"}
(COUNTER,) = ALONE
LANGUAGES = ("uz", "uz-Cyrl", "ru", "en", "kaa")


@pytest.fixture
def okrug() -> str:
	"""A constituency with 650 and 550 votes in two stations, and a third that has not handed in."""
	counts.held()
	name = make.constituency(94)
	one = make.candidate(constituency=name)
	other = make.candidate(constituency=name, party=make.OTHER_PARTY)
	for number, votes in ((9941, (400, 250)), (9942, (250, 300)), (9943, None)):
		precinct = counts.station(number)
		counts.lend(precinct, ALONE)
		protocol = counts.opened(precinct, name)
		if votes:
			counts.entered(protocol, counts.typed({one: votes[0], other: votes[1]}), COUNTER, counts.CHAIR)
			counts.signed(protocol, [COUNTER])
			frappe.set_user(counts.CHAIR)
			receiving.take_in(protocol)
		frappe.set_user("Administrator")
	return name


def figure(html: str, name: str) -> str:
	return re.sub(r"\D", "", re.search(rf'data-figure="{name}">([^<]*)<', html)[1])


def test_the_pages_name_what_came_in_in_each_language(monkeypatch, okrug):
	for language in LANGUAGES:
		overview = pages.rendered(monkeypatch, f"/{language}/results")
		assert f"results/DC/{okrug}" in overview
		assert "2 / 3" in overview
		html = pages.rendered(monkeypatch, f"/{language}/results/DC/{okrug}")
		numbers = [figure(html, name) for name in ("voters", "counted", "invalid", "turnout")]
		assert numbers == ["2000", "1220", "20", "6100"], language
		assert html.count('href="/verify/') == 2


def test_a_contest_of_many_seats_leads_to_them_and_sets_no_strangers_against_each_other(monkeypatch, okrug):
	html = pages.rendered(monkeypatch, "/en/results/DC")
	assert f"results/DC/{okrug}" in html
	assert figure(html, "counted") == "1220"
	assert 'href="/en/results/DC"' in pages.rendered(monkeypatch, f"/en/results/DC/{okrug}")
	assert "/verify/" not in re.sub(r'href="/verify"', "", html.split("<main")[1])


def test_a_number_is_the_same_wherever_it_stands(monkeypatch, okrug):
	rows = list(sets.of("votes", make.ELECTION, {"constituency": okrug}))
	protocols = list(sets.of("protocols", make.ELECTION, {"constituency": okrug}))
	made = tables.table(tables.Area(make.ELECTION, "DC", okrug, make.COMMISSION))
	assert sum(row["votes"] for row in rows) == sum(made.sums.votes.values()) == 1200
	assert sum(row["counted"] for row in protocols) == made.sums.counted == 1220
	html = pages.rendered(monkeypatch, f"/en/results/DC/{okrug}")
	assert figure(html, "counted") == str(made.sums.counted)


def test_what_is_entered_or_was_sent_back_is_on_no_page(monkeypatch, okrug):
	first = frappe.db.get_value(
		"Count Protocol", {"constituency": okrug, "status": "Received"}, order_by="name asc"
	)
	frappe.set_user(counts.CHAIR)
	receiving.send_back(first, "Xato")
	frappe.set_user("Guest")
	html = pages.rendered(monkeypatch, f"/en/results/DC/{okrug}")
	assert figure(html, "voters") == "1000"
	assert first not in html
	assert first not in {row["name"] for row in sets.of("protocols", make.ELECTION, {})}


def test_a_made_up_election_says_so_and_what_is_not_counted_has_no_page(monkeypatch, okrug):
	frappe.db.set_value("Election", make.ELECTION, "is_synthetic", 1)
	assert "These numbers are made up" in pages.rendered(monkeypatch, f"/en/results/DC/{okrug}")
	assert "These numbers are made up" in pages.rendered(monkeypatch, "/en/results")
	with pytest.raises(frappe.DoesNotExistError):
		pages.rendered(monkeypatch, "/en/results/LC_PL")


def test_the_menu_leads_there_once_something_is_counted(okrug):
	election = frappe._dict(name=make.ELECTION)
	assert "results" in menu.SERVICES
	assert elections.has("results", election)
	assert not elections.has("results", frappe._dict(name="nothing"))
