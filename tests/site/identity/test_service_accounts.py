"""Keys of a body: two of one title are bound at once; its head sees each that lives, and locks nobody by looking."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories.races import at_once, racers

from esaylov.core import integrators as law
from esaylov.framework import clock
from esaylov.framework.errors import WrongState
from esaylov.identity import bodies, service_accounts
from esaylov.integrations.inbound import keys_of_bodies

KEY = "Integrator Key"


def body() -> tuple[str, str]:
	own = bodies.bodies_of(make.PARTY)[0]
	return own.doctype, own.name


def bind(title: str = "Sinov") -> str:
	"""A key of the branch; its name."""
	ends_on = clock.today() + timedelta(days=30)
	return service_accounts.bind(make.PARTY, body(), title, ["appeals:read"], ends_on)[0]


@pytest.fixture
def committed() -> Iterator[None]:
	"""Inside, keys may be committed."""
	before = set(frappe.get_all(KEY, pluck="name"))
	yield
	frappe.db.rollback()
	for row in frappe.get_all(KEY, {"name": ["not in", [*before, ""]]}, ["name", "user"]):
		for doctype, name in ((KEY, row.name), ("User", row.user)):
			frappe.db.delete(doctype, {"name": name})
			for table in frappe.get_meta(doctype).get_table_fields():
				frappe.db.delete(table.options, {"parent": name, "parenttype": doctype})
	frappe.db.commit()


def test_two_systems_of_one_title_are_bound_at_once(committed):
	"""A title is no user's name: the framework would give it to both of the users."""
	title = frappe.generate_hash(length=10)
	with racers() as runners:
		found = at_once(runners, [(make.PARTY, lambda: bind(title))] * 2)
	frappe.db.rollback()
	assert frappe.db.count(KEY, {"name": ["in", found], "title": title}) == 2


def test_a_title_is_no_markup():
	key = frappe.get_doc(KEY, bind("<img src=x onerror=1> tizimi"))
	assert frappe.db.get_value("User", key.user, "full_name") == "‹img src=x onerror=1› tizimi"
	assert "onerror" not in key.title


def test_ended_keys_hide_none_that_lives(monkeypatch):
	monkeypatch.setattr(keys_of_bodies, "MOST_SHOWN", 2)
	living = bind()
	for _ in range(3):
		service_accounts.end(make.PARTY, bind("Tugagan"))
	shown = service_accounts.keys(make.PARTY, body())
	assert [(key.title, key.is_open) for key in shown] == [("Tugagan", False)] * 2 + [("Sinov", True)]
	monkeypatch.setattr(law, "MOST_OF_BODY", 1)
	with pytest.raises(WrongState):
		bind()
	service_accounts.end(make.PARTY, living)
	assert bind()


def test_who_looks_at_keys_waits_for_nobody():
	before = service_accounts.keys(make.PARTY, body())
	beside = frappe.db.get_connection()
	cursor = beside.cursor()
	cursor.execute("start transaction")
	cursor.execute("select name from `tabBody Representative` where body=%s for update", (body()[1],))
	frappe.db.sql("set innodb_lock_wait_timeout = 1")
	try:
		assert service_accounts.keys(make.PARTY, body()) == before
	finally:
		frappe.db.sql("set innodb_lock_wait_timeout = 50")
		beside.rollback()
		beside.close()
