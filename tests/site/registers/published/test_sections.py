"""The sections of the portal: figures that agree, filters, search, who left, territories; queries that do not grow."""

import re
from collections import Counter
from html import unescape
from urllib.parse import urljoin

import frappe
import pytest
from factories import pages, register_load
from factories.queries import counted, rows_read

from esaylov.core.people.names import uzbek_letters
from esaylov.portal.sections import ground
from esaylov.registers.published import candidates, names, others, paging, territories
from esaylov.registers.published.candidates import Wanted
from esaylov.registers.published.others import WantedDecisions
from esaylov.registers.published.paging import Start
from esaylov.setup.demo import names as demo_names
from esaylov.setup.demo import rows_of_2024
from esaylov.setup.demo.columns_of_2024 import PARTIES

ELECTION = "demo"
MANY = 300


@pytest.fixture
def page(monkeypatch):
	return lambda address: unescape(pages.rendered(monkeypatch, address))


@pytest.fixture
def loaded():
	return register_load.load(MANY)


def amounts(html: str) -> list[int]:
	return [
		int(text.replace("\N{NO-BREAK SPACE}", ""))
		for text in re.findall(r'class="amount"[^>]*>([\d\s]+)<', html)
	]


def test_numbers_by_kind_party_and_region_are_those_of_the_register(page, loaded):
	total = frappe.db.count("Candidate", {"election": ELECTION, "status": "Registered"})
	counts = candidates.counts(ELECTION)
	assert sum(row.number for row in counts) == total
	assert total in amounts(page("/uz/candidates"))
	known = sum(
		candidates.by_age(ELECTION, frappe.db.get_value("Election", ELECTION, "election_day")).values()
	)
	assert known == frappe.db.count(
		"Candidate", {"election": ELECTION, "status": "Registered", "birth_date": ["is", "set"]}
	)


def test_the_table_has_the_columns_of_the_booklet_and_a_row_for_each_candidate_of_the_list(page):
	html = page("/uz/candidates/LC_PL/EKOPARTIYA")
	for title in (
		"Tartib raqami",
		"F.I.O.",
		"Tugʻilgan sanasi",
		"Tugʻilgan joyi",
		"Nomzodni koʻrsatgan partiya",
	):
		assert title in html
	assert len(re.findall(r'href="/uz/candidate/', html)) == 50
	assert "page=2" in html
	second = page("/uz/candidates?election_type=LC_PL&party=EKOPARTIYA&page=2")
	assert len(re.findall(r'href="/uz/candidate/', second)) == 25
	past = page("/uz/candidates?election_type=LC_PL&party=EKOPARTIYA&page=9")
	assert "sahifasi boʻsh" in past


@pytest.mark.parametrize("spelling", range(4))
def test_a_candidate_is_found_in_each_spelling(page, loaded, spelling):
	name = demo_names.made(1_000 + 7)
	html = page(
		f"/ru/candidates?q={name.spellings[spelling].split()[0]}+{name.spellings[spelling].split()[1]}"
	)
	assert uzbek_letters(name.latin) in html


def test_a_new_name_is_found_and_filters_narrow_the_search(loaded):
	name = demo_names.made(1_000 + 7).latin
	found = candidates.page(Wanted(ELECTION, q=name), 50)
	assert found.rows[0].full_name == name
	assert found.total >= 1
	other = Wanted(ELECTION, q=name, party="ADOLAT")
	assert all(row.party == "ADOLAT" for row in candidates.page(other, 50).rows)


def test_filters_agree_with_the_figures(loaded):
	counts = candidates.counts(ELECTION)
	everywhere = territories.everywhere()
	by_region: dict[str, int] = {}
	for row in counts:
		region = territories.region_of(row.place or row.territory, everywhere)
		by_region[region] = by_region.get(region, 0) + row.number
	for region in ("1718", "1726", "1703"):
		assert candidates.page(Wanted(ELECTION, region=region), 1, is_counted=True).total == by_region.get(
			region, 0
		)


def test_who_left_is_not_in_the_list_but_said_and_shown_on_request(page, loaded):
	gone = frappe.get_all("Candidate", {"status": "Withdrawn", "name": ["like", "load%"]}, pluck="name")
	assert f'/uz/candidate/{gone[0]}"' not in page("/uz/candidates/DC")
	assert f"{len(gone)} nomzod saylovdan chiqqan" in page("/uz/candidates/DC")
	assert "Nomzodini qaytarib olgan" in page(f"/uz/candidate/{gone[0]}")
	assert candidates.page(Wanted(ELECTION, status="Withdrawn"), 1).total == len(gone)


def test_a_reason_that_a_person_gave_for_leaving_is_nobodys_business(page, loaded):
	gone = frappe.get_all(
		"Candidate", {"status": "Withdrawn", "name": ["like", "load%"]}, ["name", "end_reason"]
	)
	assert gone[0].end_reason not in page(f"/uz/candidate/{gone[0].name}")


def test_a_name_that_is_markup_stays_text(monkeypatch, loaded):
	frappe.db.set_value("Candidate", "load000001", "full_name", "<b>Kim</b>")
	html = pages.rendered(monkeypatch, "/uz/candidate/load000001")
	assert "<b>Kim" not in html
	assert "&lt;b&gt;Kim" in html


def test_regions_lead_to_districts_constituencies_and_stations(page):
	assert '/uz/constituencies/1718401"' in page("/uz/constituencies/1718")
	html = page("/uz/constituencies/1718401")
	assert "3-saylov uchastkasi" in html
	place = re.search(r'/uz/constituency/(\w+)"', html)[1]
	shown = page(f"/uz/constituency/{place}")
	assert '<path d="M' in shown
	assert "/uz/candidate/" in shown


def test_figures_about_voters_have_their_source_and_a_dash_where_nothing_is_known(page):
	html = page("/en/voters/2024-10-27")
	assert "19\N{NO-BREAK SPACE}944\N{NO-BREAK SPACE}859" in html
	assert "[law: vestikavkaza.ru; caliber.az]" in html
	total = "20\N{NO-BREAK SPACE}110\N{NO-BREAK SPACE}490"  # as the front page has it
	assert f'data-figure="in_all">{total}<' in html
	assert "[law: uza.uz 25.10.2024]" in html
	assert "Figures by gender have not been published." in html
	assert html.count("–</td>") > 20


def test_a_decision_stands_in_the_register_without_what_it_says_of_persons(page):
	read = page("/uz/decisions")
	while "2-namuna" not in read:  # what tests before decided is newer, and the reader goes on
		(following_one,) = re.findall(r'href="([^"]+)" rel="next"', read)
		read = page(urljoin("/uz/decisions", following_one))
	assert "Namoyish uchun toʻqilgan shaxs" not in read


@pytest.mark.parametrize(
	"address",
	[
		"/uz/candidates/XX",
		"/uz/candidates/DC/NOBODY",
		"/uz/candidate/nobody",
		"/uz/constituencies/9999",
		"/uz/constituency/nothing",
		"/uz/voters/nothing",
		"/uz/open-data/passwords.csv",
		"/uz/open-data/candidates.xml",
	],
)
def test_what_is_not_there_is_not_found(page, address):
	with pytest.raises(frappe.DoesNotExistError):
		page(address)


@pytest.mark.parametrize(
	"address",
	[
		"/uz/candidates?page=0",
		"/uz/candidates?q=%27%22%3C&party=%27;drop",
		"/uz/candidates?region=17&page=99999999999",
		"/uz/candidates?status=nothing&gender=Male",
		"/uz/decisions?since=2026-99-99&outcome=x&territory=y&page=-1",
	],
)
def test_a_senseless_address_is_a_page(page, address):
	assert "<h1>" in page(address)


def test_queries_do_not_grow_with_the_candidates(page):
	addresses = ["/uz/candidates", "/uz/candidates/DC", "/uz/candidates?q=vohidov", "/uz/constituencies"]
	for address in addresses:
		page(address)
	before = [_queries(page, address) for address in addresses]
	register_load.load(MANY)
	after = [_queries(page, address) for address in addresses]
	assert all(more <= less for more, less in zip(after, before, strict=True)), (before, after)
	assert max(before) <= 30


def _queries(page, address: str) -> int:
	names.forget()
	with counted() as statements:
		page(address)
	return len(statements)


def following(read, wanted, size: int) -> list[list[str]]:
	"""The names of all pages, each found by the last row of the one before it; and back by the first row of each."""
	pages, start = [], Start()
	has_more = True
	while has_more:
		found = read(wanted, size, start)
		has_more = found.has_more
		pages.append([row.name for row in found.rows])
		start = Start(len(pages) + 1, after=pages[-1][-1])
	assert not read(wanted, size, start).rows
	for number in range(len(pages) - 1, 0, -1):
		found = read(wanted, size, Start(number, before=pages[number][0]))
		assert found.has_more
		assert [row.name for row in found.rows] == pages[number - 1]
	return pages


def test_pages_of_decisions_follow_each_other_the_newest_first():
	rows_of_2024.load(0.002)
	wanted = WantedDecisions(ELECTION, outcome="Granted")
	listed = others.decisions(wanted, 500)
	whole = listed.rows
	assert len(whole) == listed.total > 60
	pages = following(others.decisions, wanted, 25)
	assert [name for names in pages for name in names] == [row.name for row in whole]
	counted_through = [
		row for number in (1, 2, 3) for row in others.decisions(wanted, 25, Start(number)).rows
	]
	assert [row.name for row in counted_through] == [row.name for row in whole[:75]]
	days = [row.decided_on for row in whole]
	assert days == sorted(days, reverse=True)
	assert {row.appeal_type for row in whole if row.name.startswith("size")} == {"A29", "A56"}
	place = frappe.db.get_value("Election Commission", whole[0].commission, "territory")
	there = others.decisions(WantedDecisions(ELECTION, territory=place, outcome="Granted"), 500)
	known = frappe.get_all("Election Commission", {"territory": place}, pluck="name", order_by="name asc")
	assert there.total == len(there.rows) == len([row for row in whole if row.commission in known])


def test_an_address_of_decisions_shows_the_same_rows_when_a_newer_one_comes():
	rows_of_2024.load(0.002)
	wanted = WantedDecisions(ELECTION)
	first = [row.name for row in others.decisions(wanted, 25).rows]
	second = Start(2, after=first[-1])
	before = [row.name for row in others.decisions(wanted, 25, second).rows]
	newer = frappe.get_doc("Decision", first[0])
	newer.update({"name": "sizenewest", "number": "99999", "creation": "2099-01-01 00:00:00"})
	newer.payload_sha256 = frappe.generate_hash(length=64)  # which no two have
	newer.db_insert()
	assert others.decisions(wanted, 25).rows[0].name == newer.name
	assert [row.name for row in others.decisions(wanted, 25, second).rows] == before
	assert [row.name for row in others.decisions(wanted, 25, Start(2)).rows] != before


@pytest.mark.parametrize(
	"wanted",
	[
		Wanted(ELECTION),
		Wanted(ELECTION, election_type="LC_PL", party="EKOPARTIYA"),
	],
)
def test_pages_of_candidates_follow_each_other(wanted):
	total = candidates.page(wanted, 1, is_counted=True).total
	names = [name for names in following(candidates.page, wanted, 20) for name in names]
	assert len(names) == len(set(names)) == total > 20
	assert names[:40] == [row.name for row in candidates.page(wanted, 40).rows]


def test_pages_of_a_search_follow_each_other(loaded):
	registered = {"election": ELECTION, "status": "Registered"}
	found = frappe.get_all("Candidate", registered, pluck="full_name", limit=0)
	surname = Counter(name.split()[0] for name in found).most_common(1)[0][0]
	wanted = Wanted(ELECTION, q=surname)
	whole = candidates.page(wanted, 500)
	pages = following(candidates.page, wanted, 2)
	assert len(pages) > 2
	assert [name for part in pages for name in part] == [row.name for row in whole.rows]
	assert len(whole.rows) == whole.total


@pytest.mark.parametrize("language", ["uz", "ru"])
def test_a_page_leads_to_the_next_one_and_back_by_its_rows(page, language):
	address = f"/{language}/candidates?election_type=LC_PL&party=EKOPARTIYA"
	way = re.compile(r'href="([^"]+)" rel="(prev|next)"')
	first = page(address)
	((after, _),) = way.findall(first)
	second = page(after)
	((before, is_before),) = way.findall(second)
	shown = re.compile(rf'href="/{language}/candidate/(\w+)"')
	assert is_before == "prev"
	assert before == address
	assert len(shown.findall(second)) == 25
	assert not set(shown.findall(first)) & set(shown.findall(second))
	assert f"after={shown.findall(first)[-1]}" in after


@pytest.fixture
def little_counted(monkeypatch):
	"""Ten rows of a list are counted."""
	for module in (paging, ground):
		monkeypatch.setattr(module, "COUNTED", 10)


@pytest.mark.parametrize(
	("address", "words"),
	[
		("/uz/candidates?election_type=LC_PL&party=EKOPARTIYA", "10 dan ortiq nomzod"),
		("/uz/decisions?outcome=Granted", "10 dan ortiq qaror"),
	],
)
def test_a_longer_list_than_is_counted_says_so_and_is_turned_by_its_rows(
	page, little_counted, address, words
):
	rows_of_2024.load(0.002)
	html = page(address)
	assert words in html
	assert '<span class="soft number">1-sahifa</span>' in html
	second = page(re.search(r'href="([^"]+)" rel="next"', html)[1])
	assert words in second
	assert '<span class="soft number">2-sahifa</span>' in second


def test_a_page_that_lies_ready_says_how_many_there_are(page, little_counted):
	rows_of_2024.load(0.002)
	listed = others.decisions(WantedDecisions(ELECTION), 1, is_counted=True)
	assert listed.total > 100
	assert f"{listed.total} qaror" in page("/uz/decisions")
	assert "10 dan ortiq" not in page("/uz/candidates/DC")


def test_a_list_that_is_counted_whole_says_its_number_and_its_pages(page):
	html = page("/uz/candidates?election_type=LC_PL&party=EKOPARTIYA")
	assert "75 nomzod" in html
	assert '<span class="soft number">1 / 2</span>' in html


def test_a_number_alone_leads_no_further_than_is_counted(page):
	assert not page("/uz/decisions?page=900").count('rel="next"')
	rows_of_2024.load(0.02)
	shown = page("/uz/decisions?page=900")
	assert '<span class="soft number">20-sahifa</span>' in shown
	after = re.search(r'href="([^"]+)" rel="next"', shown)[1]
	assert '<span class="soft number">21-sahifa</span>' in page(after)


@pytest.mark.parametrize(
	("read", "wanted"),
	[
		(others.decisions, WantedDecisions(ELECTION)),
		(others.decisions, WantedDecisions(ELECTION, outcome="Granted")),
		(candidates.page, Wanted(ELECTION)),
		(candidates.page, Wanted(ELECTION, party="XDP")),
	],
)
@pytest.mark.full
def test_a_page_reads_no_more_rows_of_a_longer_list(little_counted, read, wanted):
	rows_of_2024.load(0.05)
	last = read(wanted, 25).rows[-1].name
	before = rows_read()
	read(wanted, 25, Start(2, after=last))
	assert rows_read() - before < 300 < read(wanted, 1, is_counted=True).total


@pytest.mark.parametrize(
	("read", "wanted"),
	[
		(candidates.page, Wanted(ELECTION, party=PARTIES[-1], status="Withdrawn")),
		(others.decisions, WantedDecisions(ELECTION, outcome="Partly Granted")),
	],
)
def test_few_of_a_long_list_are_not_looked_for_in_the_order_of_all(read, wanted):
	rows_of_2024.load(0.05)
	some = frappe.get_all("Decision", {"name": ["like", "size%"]}, pluck="name", order_by="name asc", limit=9)
	frappe.db.set_value("Decision", {"name": ["in", some]}, "outcome", "Partly Granted")
	before = rows_read()
	found = read(wanted, 25)
	read_for_it = rows_read() - before
	assert 0 < found.total < 300
	assert read_for_it < 1_000


@pytest.mark.parametrize(
	"filters",
	[
		{"region": "1726"},
		{"region": "1726", "gender": "Female", "party": "XDP"},
		{"region": "1726", "election_type": "DC"},
		{"election_type": "DC", "party": "XDP"},
		{"election_type": "DC", "gender": "Male"},
		{"party": "XDP", "gender": "Male", "status": ""},
	],
)
def test_pages_of_a_filter_hold_all_that_it_names_in_order(filters):
	rows_of_2024.load(0.02)
	some = frappe.get_all(
		"Candidate", {"name": ["like", "size%"]}, pluck="name", order_by="name asc", limit=40
	)
	for place, value in ((slice(0, 10), None), (slice(10, 20), "")):
		rows = {"constituency": value, "territory": "1726262" if value is None else "1726"}
		frappe.db.set_value("Candidate", {"name": ["in", some[place]]}, rows)
	wanted = Wanted(ELECTION, **filters)
	expected, found = candidates_of(filters), []
	for number in range(1, 99):
		listed = candidates.page(wanted, 25, Start(number, after=found[-1] if found else ""))
		found += [row.name for row in listed.rows]
		if not listed.has_more:
			break
	assert found == expected
	assert listed.total == len(expected) > 25 * (number - 1)


def candidates_of(filters: dict[str, str]) -> list[str]:
	"""Names of the candidates of the election that filters name, in the order of the alphabet: by another way than the register's."""
	fields = ["name", "name_order", "constituency", "territory", "election_type", "party", "gender", "status"]
	rows = frappe.get_all(
		"Candidate", {"election": ELECTION}, fields, order_by="name_order asc, name asc", limit=0
	)
	places = dict(frappe.get_all("Constituency", fields=["name", "territory"], limit=0, as_list=True))
	asked = {"status": "Registered", **filters}
	region = asked.pop("region", "")
	return [
		row.name
		for row in rows
		if all(row[key] == value for key, value in asked.items() if value)
		and (not region or places.get(row.constituency, row.territory).startswith(region))
	]


@pytest.mark.parametrize(
	("filters", "most"),
	[
		({"region": "1726"}, 900),
		({"region": "1726", "gender": "Female", "party": "XDP"}, 400),
		({"election_type": "DC", "party": "XDP"}, 1_300),
	],
)
def test_a_filtered_page_reads_what_the_filter_names(filters, most):
	rows_of_2024.load(0.1)
	territories.everywhere()  # kept by the process
	before = rows_read()
	assert candidates.page(Wanted(ELECTION, **filters), 25).total > 10
	assert rows_read() - before < most


def test_a_further_page_of_a_contest_counts_no_register(page):
	address = "/uz/candidates/DC?page=2"
	page(address)
	with counted() as statements:
		page(address)
	assert not [text for text in statements if "LEFT JOIN `tabConstituency`" in text]
	assert 'id="parties"' not in page(address)
	assert 'id="parties"' in page("/uz/candidates/DC")


@pytest.mark.parametrize("address", ["/uz", "/uz/territory/1703", "/uz?map=observers"])
def test_a_page_counts_each_register_once(page, address):
	with counted() as statements:
		page(address)
	for register in ("Candidate", "Constituency", "Observer"):
		asked = [text for text in statements if "COUNT(" in text and f"FROM `tab{register}`" in text]
		assert len(asked) == 1, register


def test_observers_are_counted_from_an_index():
	rows_of_2024.load(0.005)
	number = frappe.db.count("Observer", {"election": ELECTION, "status": "Registered"})
	before = rows_read()
	found = others.observers(ELECTION)
	assert rows_read() - before < number + 2 * len(found) + 100
	assert sum(row.number for row in found) == number > 1_000
