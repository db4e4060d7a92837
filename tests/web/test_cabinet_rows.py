"""Groups of a form: buttons of rows, tables of a spreadsheet, and drafts that two tabs have open; without JavaScript."""

import io
import re
from html import unescape

import pytest
from factories import cabinet
from openpyxl import Workbook

pytestmark = pytest.mark.web
HEADER = "PINFL\tSurname, given name, patronymic\tPhone number"


@pytest.fixture(scope="module")
def party(base_url):
	return cabinet.logged_in(base_url, cabinet.PARTY, "en")


@pytest.fixture(scope="module")
def rival(base_url):
	return cabinet.logged_in(base_url, cabinet.RIVAL, "en")


@pytest.fixture
def draft(party):
	return cabinet.new_draft(party)


def values(html: str) -> dict[str, str]:
	return {
		name: unescape(value)
		for name, value in re.findall(r'<input [^>]*name="([^"]+)"[^>]*value="([^"]*)"', html)
	}


def names(html: str) -> list[str]:
	found = values(html)
	return [found[f"a.persons.{row}.full_name"] for row in range(int(found["a.persons.rows"]))]


def name_of(number: int) -> str:
	"""Another given name for each of some hundred numbers."""
	letters = "bdfghjklmnprstvz"
	return f"Aliyev {letters[number // 16 % 16].upper()}a{letters[number % 16]}a"


def lines(count: int, first: int = 400) -> str:
	people = [cabinet.person(first + number, full_name=name_of(number)) for number in range(count)]
	return "\n".join([HEADER, *(f"{one['pinfl']}\t{one['full_name']}\t{one['phone']}" for one in people)])


@pytest.mark.parametrize(
	("action", "order", "anchor"),
	[
		("up:persons:1", ["B", "A", "C"], "a-persons-0"),
		("down:persons:1", ["A", "C", "B"], "a-persons-2"),
		("copy:persons:0", ["A", "A", "B", "C"], "a-persons-1"),
		("remove:persons:1", ["A", "C"], "a-persons"),
		("up:persons:0", ["A", "B", "C"], "a-persons-0"),
		("down:persons:2", ["A", "B", "C"], "a-persons-2"),
		("remove:persons:9", ["A", "B", "C"], "a-persons"),
	],
)
def test_buttons_of_a_row(party, draft, action, order, anchor):
	people = [cabinet.person(410 + n, full_name=f"{name} {name}") for n, name in enumerate("ABC")]
	answer = party.post(f"{draft}/form", cabinet.typed(people, action=action))
	assert answer.url.endswith(f"/form#{anchor}")
	assert names(answer.text) == [f"{name} {name}" for name in order]


def test_a_button_about_no_group_only_saves(party, draft):
	people = [cabinet.person(420)]
	for action in ("add:party_decision", "remove:nothing:0", "up:persons", "copy:persons:x"):
		answer = party.post(f"{draft}/form", cabinet.typed(people, action=action))
		assert answer.status_code == 200
		assert len(names(answer.text)) == 1


def test_a_hundred_rows_are_pasted_looked_at_and_taken(party, draft):
	answer = party.post(f"{draft}/form", cabinet.typed([], action="table:persons"))
	assert answer.url.endswith("/rows/persons")
	answer = party.post(f"{draft}/rows/persons", {"table": lines(100), "action": "check"})
	assert "100 rows found" in answer.text
	assert "No mistakes" in answer.text
	assert names(party.get(f"{draft}/form").text) in ([], [""]), "nothing is written before it is taken"
	carried = unescape(re.search(r'<textarea name="table" hidden>(.*?)</textarea>', answer.text, re.S)[1])
	answer = party.post(f"{draft}/rows/persons", {"table": carried, "action": "take", "how": "replace"})
	assert answer.url.endswith("#a-persons")
	assert len(names(answer.text)) == 100
	answer = party.post(f"{draft}/rows/persons", {"table": lines(2, 600), "action": "take", "how": "add"})
	assert len(names(answer.text)) == 102


def test_findings_stand_at_the_row_of_the_table(party, draft):
	table = lines(3).replace(name_of(1), "").replace("+998 90 123 45 67", "12", 1)
	html = unescape(party.post(f"{draft}/rows/persons", {"table": table, "action": "check"}).text)
	assert "2 rows need mending" in html
	assert re.search(r"row-findings.*Phone number:", html, re.S)


def test_a_workbook_is_uploaded(party, draft):
	book = Workbook()
	for line in lines(4).split("\n"):
		book.active.append(line.split("\t"))
	stream = io.BytesIO()
	book.save(stream)
	files = {"file": ("people.xlsx", stream.getvalue())}
	assert "4 rows found" in party.post(f"{draft}/rows/persons", {"action": "check"}, files=files).text


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"full_name\n" + b"A B\n" * 10_000, b"a;b\n1;2\n"])
def test_a_table_that_cannot_be_taken_gives_one_error(party, draft, content):
	answer = party.post(f"{draft}/rows/persons", {"action": "check"}, files={"file": ("t.csv", content)})
	assert answer.status_code == 422
	assert answer.text.count('<li><a href="#table">') == 1


def test_the_template_comes_in_the_language_of_the_reader(party, draft):
	answer = party.get(f"{draft}/rows/persons/template")
	assert answer.content.startswith(b"PK")
	assert "attachment" in answer.headers["Content-Disposition"]


@pytest.mark.parametrize("path", ["/rows/persons", "/rows/persons/template", "/links", f"/file/{'0' * 64}"])
def test_another_party_finds_nothing(rival, draft, path):
	assert rival.get(draft + path).status_code == 404


@pytest.mark.parametrize(
	"path", ["/rows/party_decision", "/rows/nothing", f"/file/{'0' * 64}", f"/drawing/{'0' * 64}"]
)
def test_what_is_not_there_is_not_found(party, draft, path):
	assert party.get(draft + path).status_code == 404


def test_two_tabs_do_not_overwrite_each_other_unasked(party, draft):
	first = values(party.get(f"{draft}/form").text)["version"]
	saved = {"X-Requested-With": "XMLHttpRequest"}
	fields = cabinet.typed([cabinet.person(430, full_name="Tab One")], action="save", version=first)
	answer = party.post(f"{draft}/form", fields, headers=saved)
	assert answer.json()["version"] != first
	late = cabinet.typed([cabinet.person(430, full_name="Tab Two")], action="save", version=first)
	assert party.post(f"{draft}/form", late, headers=saved).status_code == 409
	answer = party.post(f"{draft}/form", late)
	assert answer.status_code == 409
	assert "changed elsewhere" in answer.text
	assert names(answer.text) == ["Tab Two"], "what was typed stays on the page"
	assert names(party.get(f"{draft}/form").text) == ["Tab One"]
	party.post(f"{draft}/form", {**late, "action": "overwrite"})
	assert names(party.get(f"{draft}/form").text) == ["Tab Two"]
