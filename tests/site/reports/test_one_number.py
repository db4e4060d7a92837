"""The same thing has the same number wherever it stands: front page, pages of registers and regions, open data, reports (19, done when 5)."""

import re
from collections import Counter

import frappe
import pytest
from factories import people, settled
from factories.pages import rendered

from esaylov.registers.published import others, sets, territories
from esaylov.reports import candidates
from esaylov.setup.demo import ground

MADE_UP = "Raqamlar namoyish uchun"
"""Where a number is nobody's."""
ELSEWHERE = "1706"
"""A region that is not the constituency's: where somebody was registered is one thing, where they stand another."""


@pytest.fixture(params=["demo", "2024-10-27"])
def election(request, rolled_back) -> str:
	if request.param == ground.ELECTION:
		okrug = settled.inserted(
			frappe.get_doc(
				{
					"doctype": "Constituency",
					"election": ground.ELECTION,
					"election_type": "DC",
					"number": 811,
					"territory": ground.DISTRICT,
					"title_uz": "Sanoq okrugi",
					"is_annulled": 0,
				}
			)
		)
		gone = frappe.copy_doc(okrug)
		gone.number = 812
		settled.inserted(gone)
		frappe.db.set_value("Constituency", gone.name, "is_annulled", 1)
		person = people.person(surname="Sanoqov", given_name="Bek", patronymic="")
		people.candidate(
			person,
			election=ground.ELECTION,
			constituency=okrug.name,
			territory=ELSEWHERE,
			full_name="Sanoqov Bek",
		)
	return request.param


def number(text: str) -> int:
	return int(re.sub(r"\D", "", text) or 0)


def marked(html: str, kind: str) -> dict[str, int]:
	"""Numbers of a page by their name."""
	return {name: number(value) for name, value in re.findall(rf'data-{kind}="(\w+)">([^<]*)<', html)}


def total(html: str) -> int:
	"""The last number of the foot of the last table."""
	return number(
		re.findall(r"<tfoot>.*?</tfoot>", html, re.DOTALL)[-1].rsplit("<td", 1)[1].split(">")[1].split("<")[0]
	)


def rows(name: str, election: str, **filters: str) -> list[dict]:
	return list(sets.of(name, election, filters))


@pytest.fixture
def page(monkeypatch, election):
	return lambda path="": rendered(monkeypatch, f"/uz/election/{election}/{path}".rstrip("/"))


def test_voters_of_the_country_are_one_number(page, election):
	home = marked(page(), "figure")["voters"]
	assert home == marked(page("voters"), "figure").get("in_all", 0) == others.voters_in_all(election)
	country = frappe.db.get_value("Administrative Territory", {"level": "Country"})
	published_rows = {
		row["kind"]: row["value"]
		for row in rows("voters", election)
		if row["territory"] == country and not row["gender"]
	}
	if {"voters", "abroad"} <= set(published_rows):
		assert home == published_rows["voters"] + published_rows["abroad"]


def test_candidates_are_one_number(page, election):
	set_total = len(rows("candidates", election, status="Registered"))
	assert sum(row["candidates"] for row in rows("parties", election)) == set_total
	assert (
		sum(row["registered"] for row in candidates.figures({"by": "party", "election": election}))
		== set_total
	)
	home, own = page("?map=candidates"), page("candidates")
	assert marked(home, "figure").get("candidates", 0) == set_total
	assert marked(home, "total")["candidates"] == set_total
	assert total(own) == set_total
	assert by_region(home) == by_region(own)


def test_constituencies_are_one_number(page, election):
	listed = rows("constituencies", election)
	home, own = page("?map=constituencies"), page("constituencies")
	assert marked(home, "figure").get("constituencies", 0) == len(listed)
	assert marked(home, "total")["constituencies"] == len(listed)
	known = territories.everywhere()
	expected = Counter(territories.region_of(row["territory"], known) for row in listed)
	assert by_region(home) == {region: expected[region] for region in by_region(home)}
	for region, count in by_region(home).items():
		assert marked(page(f"territory/{region}"), "total")["constituencies"] == count
	bars = re.search(r'aria-labelledby="kinds">.*?</table>', own, re.DOTALL)
	assert bars is None or sum(map(number, re.findall(r'<td class="amount">([^<]*)<', bars[0]))) == len(
		listed
	)


def test_observers_are_one_number(page, election):
	counted = sum(row["number"] for row in rows("observers", election))
	assert marked(page("?map=observers"), "total")["observers"] == counted


def listed(html: str) -> int:
	"""What the heading of a list says."""
	return number(re.search(r'<h2 id="list">([^<]*)<', html)[1])


def test_candidates_of_a_contest_are_one_number(page, election):
	for contest, count in marked(page("candidates"), "kind").items():
		assert listed(page(f"candidates/{contest}")) == count, contest
		assert len(rows("candidates", election, status="Registered", election_type=contest)) == count, contest


def test_candidates_of_a_constituency_are_one_number(page, election, monkeypatch):
	html = page(f"constituencies/{ground.DISTRICT}")
	found = re.findall(r'<a href="/uz/constituency/(\w+)".*?</tr>', html, re.DOTALL)
	assert bool(found) is (election == ground.ELECTION)
	for okrug in found[:3]:
		row = re.search(rf'<a href="/uz/constituency/{okrug}".*?</tr>', html, re.DOTALL)[0]
		count = number(re.findall(r'<td class="amount"[^>]*>([^<]*)<', row)[-1])
		assert len(rows("candidates", election, status="Registered", constituency=okrug)) == count
		assert listed(rendered(monkeypatch, f"/uz/constituency/{okrug}")) == count


def test_voters_of_a_region_are_one_number(page, election):
	regions = set(frappe.get_all("Administrative Territory", {"level": "Region"}, pluck="name"))
	told = {
		row["territory"]: row["value"]
		for row in rows("voters", election)
		if row["kind"] == "voters" and not row["gender"] and row["territory"] in regions
	}
	assert by_region(page("voters")) == {region: told.get(region, 0) for region in regions}


def by_region(html: str) -> dict[str, int]:
	"""The table of regions: the last number of each row that leads to a region."""
	found = re.findall(
		r'<th scope="row"><a href="[^"]*(?:/|region=)(\d{4})"[^>]*>(.*?)</tr>', html, re.DOTALL
	)
	assert len(found) == 14
	return {region: number(re.findall(r'<td class="amount"[^>]*>([^<]*)<', row)[-1]) for region, row in found}


@pytest.mark.parametrize("path", ["", "voters", "candidates", "constituencies", "territory/1726"])
def test_each_number_names_its_source_and_time(page, path):
	"""A figure has its source beside it; a page with tables says once where they come from."""
	html = page(path)
	figures = re.findall(r'<div class="figure.*?</div>', html, re.DOTALL)
	assert [figure for figure in figures if "figure-source" not in figure] == []
	main = html.split("<main")[1]
	if 'class="amount"' in main:
		assert re.search(f"[Mm]anba|{MADE_UP}", main), path
