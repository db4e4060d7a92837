"""A search in a field reads few rows of a large register, whatever its size, and finds what begins with the words; a district's is whole."""

import frappe
import pytest
from factories.queries import rows_read
from frappe.desk.search import search_link
from werkzeug.wrappers import Request

from esaylov.api import access
from esaylov.core.people.names import search_key
from esaylov.setup.demo import rows_of_2024
from esaylov.setup.demo.columns_of_2024 import PREFIX

LITTLE, MORE = 0.002, 0.01
LARGE = ("Person", "Observer", "Appeal", "Document Signature")
WIDE = ("cec.chair", "auditor")
OLD = 490
"""Number of an observer's person, whom the Central Election Commission reaches; at LITTLE few are older."""


@pytest.fixture
def search(monkeypatch, as_user):
	"""`search(login, doctype, words)`: the names that a request of the Desk finds."""

	def found(login: str, doctype: str, words: str, **sent: object) -> list[str]:
		as_user(f"{login}@esaylov.example")
		form = frappe._dict(doctype=doctype, txt=words, **sent)
		request = Request.from_values("/api/method/frappe.desk.search.search_link")
		monkeypatch.setattr(frappe.local, "request", request, raising=False)
		monkeypatch.setattr(frappe.local, "form_dict", form, raising=False)
		access.check_request()
		rows = search_link(form.doctype, form.txt, form.query, form.filters, form.page_length or 20)
		return [row["value"] for row in rows]

	return found


def test_it_reads_no_more_rows_of_a_longer_register(search):
	def read_for_it(login: str, doctype: str) -> int:
		search(login, doctype, "kar")
		before = rows_read()
		search(login, doctype, "kar")
		return rows_read() - before

	found = []
	for share in (LITTLE, MORE):
		rows_of_2024.load(share)
		rows_of_2024.count()
		try:
			found.append([read_for_it(login, doctype) for login in WIDE for doctype in LARGE])
		finally:
			frappe.set_user("Administrator")
			rows_of_2024.remove()
	assert all(more <= 2 * little for little, more in zip(*found, strict=True)), found


@pytest.fixture
def many():
	rows_of_2024.load(LITTLE)


def named(number: int) -> str:
	return f"{PREFIX}{number:07d}"


def test_what_begins_with_the_words_is_found_however_old(many, search):
	old = named(OLD)
	frappe.db.set_value("Person", old, "search_key", search_key("Zaynabova Zuhra"))
	assert search("cec.chair", "Person", "Zaynabova Z") == [old]
	number = frappe.db.get_value("Appeal", named(200), "number")
	assert named(200) in search("auditor", "Appeal", number)


def test_words_anywhere_are_found_among_the_newest(many, search):
	new, old = named(61), named(OLD)
	frappe.db.set_value("Person", new, "creation", "2027-01-01")
	for person in (new, old):
		frappe.db.set_value("Person", person, "search_key", f"x {person}")
	assert search("cec.chair", "Person", new[2:]) == [new]
	assert search("cec.chair", "Person", old[2:]) == []


def test_a_filter_of_the_field_holds(many, search):
	asked = {"filters": frappe.as_json({"party": "XDP"}), "page_length": 100}
	found = search("cec.chair", "Candidate", "karimov", **asked)
	named = {"title": ["like", "karimov%"], "party": "XDP", "name": ["like", f"{PREFIX}%"]}
	assert set(found) >= set(frappe.get_all("Candidate", named, pluck="name")) > set()
	assert set(frappe.get_all("Candidate", {"name": ["in", found]}, pluck="party")) == {"XDP"}


def test_a_district_is_looked_through_as_a_whole(many, search):
	frappe.set_user("chair@esaylov.example")
	ours = frappe.get_list(
		"Observer", {"name": ["like", f"{PREFIX}%"]}, pluck="name", order_by="creation asc"
	)
	frappe.set_user("Administrator")
	frappe.db.set_value("Observer", ours[0], "full_name", "Zaynab namuna qizi")
	assert search("chair", "Observer", "namuna qizi") == ours[:1]


def test_few_rows_are_looked_through_as_a_whole(search):
	frappe.set_user("cec.chair@esaylov.example")
	person = frappe.get_list("Person", pluck="name", order_by="creation asc", limit=1)[0]
	frappe.set_user("Administrator")
	frappe.db.set_value("Person", person, "search_key", search_key("Zaynabova Zuhra Umarovna"))
	assert search("cec.chair", "Person", "Zuhra Umar") == [person]


def test_a_search_that_names_its_rows_is_left_as_it_is(many, search):
	filters = {"name": named(OLD)}
	assert search("cec.chair", "Person", "o", filters=frappe.as_json(filters)) == [named(OLD)]
