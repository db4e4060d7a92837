"""Whoever a login or a signature is taken for stands as the server wrote them: a Person changed in the database is
found by night.
"""

import frappe
import pytest
from factories import appeals as make
from factories import codes

from esaylov.core.people.identity import with_check_digit
from esaylov.identity import person_macs, persons
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes
from esaylov.trust import keys

SECOND = "second.administrator@esaylov.example"
CHANGE = "Configuration Change"


def different() -> set[str]:
	return {one.name for one in comparison.differences() if one.doctype == "Person"}


def representative() -> str:
	"""The Person who acts for a party, and serves in no commission."""
	name = frappe.db.get_value("Person", {"user": make.PARTY})
	assert not frappe.db.exists("Commission Membership", {"person": name})
	return str(name)


def written(person: str, change: str) -> None:
	frappe.db.sql(f"update tabPerson set {change} where name=%s", person)  # noqa: S608 # a fixed list


@pytest.mark.parametrize(
	"change",
	[
		"pinfl='1'",
		"pinfl=null",
		"phone='+998900000000'",
		"user='iz@esaylov.example'",
		"full_name='Iz'",
		"surname='Iz'",
		"passport='AA0000000'",
		"birth_date='1970-01-01'",
		"identity_mac=null",
		"identity_mac='0'",
	],
)
def test_a_representative_changed_in_the_database_is_found(change):
	before = different()
	written(representative(), change)
	assert different() - before == {representative_of(change)}


def representative_of(change: str) -> str:
	"""The same, by what no change here touches."""
	return str(frappe.db.get_value("Body Representative", {"user": make.PARTY}, "person"))


def test_a_candidate_and_whoever_has_a_number_are_found():
	before = different()
	person = codes.person()
	assert different() == before
	written(person, "pinfl='1'")
	assert different() - before == {person}


def test_the_mac_of_one_person_proves_no_other():
	one, other = codes.person(), codes.person()
	before = different()
	mac = frappe.db.get_value("Person", one, "identity_mac")
	written(other, f"identity_mac='{mac}'")
	assert different() - before == {other}


def test_a_person_written_by_sql_is_found():
	before = different()
	frappe.db.sql(
		"insert into tabPerson (name, surname, given_name, full_name, pinfl) values ('iz', 'Iz', 'Iz', 'Iz Iz', '1')"
	)
	assert different() - before == {"iz"}


def test_a_later_save_hides_nothing():
	person, before = codes.person(), different()
	written(person, "pinfl='1'")
	row = frappe.get_doc("Person", person)
	row.pinfl = None
	row.phone = codes.phone()
	row.save()
	assert different() - before == {person}


def test_what_is_posted_is_no_mac():
	person, before = codes.person(), different()
	mac = frappe.db.get_value("Person", person, "identity_mac")
	row = frappe.get_doc("Person", person)
	row.update({"phone": codes.phone(), "identity_mac": "0"})
	row.save()
	assert frappe.db.get_value("Person", person, "identity_mac") not in ("0", mac)
	assert different() == before


def test_an_administrator_enters_and_corrects_a_person_and_sees_no_mac(as_user):
	before = different()
	as_user(make.ADMINISTRATOR)
	row = frappe.get_doc({"doctype": "Person", "surname": "Komilov", "given_name": "Aziz"}).insert()
	row.update({"phone": codes.phone(), "identity_mac": "0"})
	row.save()
	seen = frappe.get_list("Person", {"name": row.name}, ["*"])[0]
	as_user("Administrator")
	assert different() == before
	assert "identity_mac" not in seen


def test_lawful_steps_leave_no_difference():
	before = different()
	made = persons.add(with_check_digit("3010190000000"), "O‘ktamova", "Gul <b>", "", "AA1234567")
	persons.user_for(made)
	row = frappe.get_doc("Person", made)
	row.update({"birth_date": "1990-1-2", "gender": "Female", "surname": " Oʻktamova "})
	row.save()
	assert different() == before


def test_what_is_set_back_is_closed():
	person, pinfl = codes.person(), None
	comparison.find()
	pinfl = frappe.db.get_value("Person", person, "pinfl")
	written(person, "pinfl='1'")
	(entry,) = comparison.find()
	assert not comparison.find(), "told once"
	written(person, f"pinfl='{pinfl}'")
	assert not comparison.find()
	assert frappe.db.get_value(CHANGE, entry, "status") == "Restored"


def test_two_persons_accept_what_stands_and_it_is_watched_from_then_on(as_user):
	person = codes.person()
	comparison.find()
	written(person, "phone='+998901234567'")
	(entry,) = comparison.find()
	as_user(make.ADMINISTRATOR)
	change = changes.accept(entry, "tuzatish")
	as_user(SECOND)
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
	as_user("Administrator")
	assert not comparison.find()
	row = frappe.get_doc("Person", person)
	row.phone = codes.phone()
	row.save()
	assert not comparison.find()
	written(person, "phone='+998901234567'")
	assert len(comparison.find()) == 1


def test_a_new_key_proves_whom_the_former_one_proved(monkeypatch):
	person, changed = codes.person(), codes.person()
	written(changed, "pinfl='1'")
	before = different()
	assert changed in before

	def exchange() -> str:
		frappe.local.conf[keys.KEY] = keys.new_key()
		return keys.server_key_id()

	monkeypatch.setitem(frappe.local.conf, keys.KEY, frappe.conf.get(keys.KEY))
	assert person_macs.renew(exchange) == keys.server_key_id()
	assert {*person_macs.list_invalid()} == before
	assert person not in before


def test_more_persons_than_are_read_at_once(monkeypatch):
	monkeypatch.setattr(person_macs, "CHUNK", 2)
	made = [codes.person() for _ in range(3)]
	written(made[1], "pinfl='1'")
	assert made[1] in different()
	assert not {made[0], made[2]} & different()
