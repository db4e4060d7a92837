"""site_config.json is compared with the log: what holds the bench writes there alone is found, told, and accepted by two persons."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import frappe
import pytest
from factories import appeals as make

from esaylov.permissions.configuration import comparison, site_config
from esaylov.permissions.configuration.waiting import changes

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
CHANGE, KEY = "Configuration Change", "sinov_gateway_address"
NAME = f"site_config.json: {KEY}"
Write = Callable[..., None]


@pytest.fixture
def write() -> Iterator[Write]:
	"""`write("x")`: the setting in the site's file, as whoever holds the bench writes it; `write()` takes it out."""
	path = Path(frappe.get_site_path("site_config.json"))
	stood = path.read_text()
	comparison.record("set-up")  # where an earlier test set the log back

	def written(*values: str) -> None:
		settings = json.loads(stood) | dict.fromkeys((KEY,) if values else (), *values)
		path.write_text(json.dumps(settings, indent=1, sort_keys=True))

	yield written
	path.write_text(stood)


def found() -> list[str]:
	names = comparison.find()
	return [frappe.db.get_value(CHANGE, name, "reference_name") for name in names]


def status() -> list[str]:
	rows = frappe.get_all(
		CHANGE, {"reference_name": NAME, "action": "Found"}, pluck="status", order_by="creation asc"
	)
	return list(rows)


def accept(as_user) -> None:
	"""Two persons: one with a reason, another with a signature."""
	as_user(ADMINISTRATOR)
	finding = frappe.get_last_doc(CHANGE, {"reference_name": NAME, "status": "Unexplained"}).name
	change = changes.accept(finding, "yangi shlyuz")
	as_user(SECOND)
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))


def test_what_is_written_there_is_found_once_and_its_value_stands_nowhere(write: Write):
	assert found() == []
	write("https://begona.example/sir")
	assert found() == [NAME]
	assert found() == []
	row = frappe.get_last_doc(CHANGE, {"reference_name": NAME})
	assert (row.status, row.note) == ("Unexplained", "Added")
	assert frappe.db.get_value("Chain Event", {"hash": row.event}, "kind") == "configuration.unexplained"
	assert "begona" not in frappe.as_json(row.as_dict())
	write()
	assert found() == []
	assert status() == ["Restored"]


def test_two_accept_it_and_what_comes_back_after_another_value_is_found_again(write: Write, as_user):
	write("https://bir.example")
	assert found() == [NAME]
	accept(as_user)
	assert found() == []
	write("https://ikki.example")
	assert found() == [NAME]
	write("https://bir.example")
	assert found() == [NAME]
	assert status() == ["Restored", "Restored", "Unexplained"]


def test_a_setting_that_is_taken_out_is_found(write: Write):
	write("https://bir.example")
	comparison.record("release")
	write()
	assert found() == [NAME]


def test_a_release_does_not_explain_what_was_found_before_it(write: Write):
	write("https://bir.example")
	assert found() == [NAME]
	comparison.record("release")
	assert found() == []
	assert status() == ["Unexplained"]


def test_who_takes_the_record_away_is_found(write: Write):
	name = frappe.get_last_doc(CHANGE, {"reference_name": site_config.FILE, "status": "In force"}).name
	frappe.db.sql("delete from `tabConfiguration Change` where name=%s", name)
	assert name in found()


def test_ports_and_workers_of_the_bench_are_nobodys_concern():
	held = {name.removeprefix("site_config.json: ") for name in site_config.held()}
	assert {"encryption_key", "db_password"} <= held
	assert not held & site_config.UNCOMPARED
