"""What is told to who asks what is known of them: each table that names a person is on the list or has its reason, on record."""

import frappe
import pytest
from factories import codes, people

from esaylov.appeals.state_registers import access_log
from esaylov.framework.errors import NotFound
from esaylov.portal.cabinet import own_data

ME, OTHER = "me@example.com", "other@example.com"
HIDDEN = ("_key", "sha256", "sealed_text", "token", "salt", "secret_hash", "credential")
NOT_TOLD = {
	"Commission Session": "who presides and keeps the minutes: their attendance and votes are told",
	"Decision": "who signed for a commission: an act of the commission, which is published",
	"Appeal Correction": "who of the staff returned and who of the body filed again: a part of the appeal",
	"Appeal Remark": "the same",
	"Count Entry": "who typed the numbers of a count: the protocol that they sign says so",
}
"""DocTypes that name a person, and whose rows are no data about them."""


@pytest.fixture
def me():
	"""Somebody with a login and a phone."""
	return people.person(ME, phone=codes.phone())


def naming_a_person() -> set[str]:
	"""Our DocTypes with a field that leads to a Person."""
	ours = frappe.get_all("DocType", {"module": "Esaylov", "istable": 0}, pluck="name", order_by="name asc")
	found = {"parent": ["in", ours], "fieldtype": "Link", "options": "Person"}
	return {*frappe.get_all("DocField", found, pluck="parent", order_by="parent asc")}


def test_each_table_that_names_a_person_is_told_or_has_its_reason():
	told = {part.doctype for part in own_data.PARTS}
	assert len(naming_a_person()) > 15
	assert naming_a_person() - told - NOT_TOLD.keys() == set()
	assert told & NOT_TOLD.keys() == set()


def test_what_is_told_is_there_to_be_told():
	"""Each table and field of the list exists, and none of it is a key, a hash or a sealed text."""
	for part in own_data.PARTS:
		columns = {*frappe.get_meta(part.doctype).get_valid_columns()}
		assert {part.column, *part.fields} <= columns, part.doctype
		assert not [name for name in part.fields if name.endswith(HIDDEN)], part.doctype


def test_the_look_stands_on_record_with_the_columns_that_its_page_has_a_name_for(me):
	told = own_data.of_user(ME)
	assert [row["pinfl"] for row in told["Person"]] == [me.pinfl]
	(look,), total = access_log.at_person(ME)
	assert (look["kind"], total) == ("Export", 1)
	seen = look["seen_fields"].split(", ")
	assert {"pinfl", "full_name", "phone"} <= set(seen) <= set(access_log.COLUMNS)
	assert own_data.of_user(ME)["Personal Data Access"][0]["kind"] == "Export"


def test_nobody_else_is_in_it_and_a_login_of_no_person_is_told_nothing(me):
	other = people.person(OTHER, phone=codes.phone())
	own_data.of_user(OTHER)
	told = own_data.of_user(ME)
	assert "Personal Data Access" not in told
	text = own_data.as_json(told).decode()
	assert me.pinfl in text
	assert other.pinfl not in text
	with pytest.raises(NotFound):
		own_data.of_user("Guest")


def test_a_code_that_was_sent_is_told_to_nobody_again(me):
	for text, is_secret in (("Kod 123456", 1), ("Murojaat qabul qilindi", 0)):
		row = frappe.new_doc("SMS Message")
		row.update({"receiver_person": me.name, "text": text, "is_secret": is_secret, "status": "Sent"})
		row.update({"event_key": frappe.generate_hash(length=20), "language": "uz"})
		row.name = frappe.generate_hash(length=10)
		row.db_insert()
	told = own_data.of_user(ME)["SMS Message"]
	assert sorted(row.get("text", "") for row in told) == ["", "Murojaat qabul qilindi"]
	assert not [row for row in told if own_data.FLAG in row]
