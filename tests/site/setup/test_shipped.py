"""The loader of shipped data: what nobody changed follows the app, what was changed on the site stays."""

import json
import time
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from factories import settled
from frappe.desk.form.load import getdoc

from esaylov.api import access
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.setup import shipped
from esaylov.setup.demo import ground

KIND = "Statute"
AUDITOR, ADMINISTRATOR, CHAIR = (f"{one}@esaylov.example" for one in ("auditor", "administrator", "chair"))


@pytest.fixture
def app(tmp_path, monkeypatch):
	"""An app folder of its own; returns a function that writes and loads one file of statutes."""
	(tmp_path / "fixtures" / "statutes").mkdir(parents=True)
	(tmp_path / "esaylov" / "workflow").mkdir(parents=True)
	monkeypatch.setattr(shipped, "APP", tmp_path)

	def ship(*rows: dict) -> shipped.Report:
		write(tmp_path / "fixtures" / "statutes" / "sample.json", rows)
		return shipped.load()

	return ship


def write(path: Path, documents: object) -> None:
	path.write_text(json.dumps(documents), encoding="utf-8")


def row(value: str = "5", **values: object) -> dict:
	return {
		"doctype": KIND,
		"name": "shipped_sample",
		"key": "shipped_sample",
		"value": value,
		"unit": "days",
		"title_uz": "Sinov",
		**values,
	}


def value() -> str:
	return frappe.db.get_value(KIND, "shipped_sample", "value")


def record() -> dict:
	fields = ["status", "file", "difference", "content_hash"]
	return frappe.db.get_value("Shipped Record", {"reference_name": "shipped_sample"}, fields, as_dict=True)


def edit(**values: object) -> None:
	with SETTING_UP.writing():  # in force at once, as after the second person's signature
		frappe.get_doc(KIND, "shipped_sample").update(values).save()


def test_a_new_record_is_added_and_noted(app):
	report = app(row())
	assert report.added == [(KIND, "shipped_sample")]
	assert value() == "5"
	assert (record().status, record().file) == ("Loaded", "fixtures/statutes/sample.json")


def test_loading_again_does_nothing(app):
	app(row())
	before = frappe.db.get_value(KIND, "shipped_sample", "modified")
	report = app(row())
	assert (report.added, report.updated, report.kept) == ([], [], {})
	assert frappe.db.get_value(KIND, "shipped_sample", "modified") == before


def test_a_record_that_nobody_changed_follows_the_app(app):
	app(row())
	report = app(row("6", note="new column"))
	assert report.updated == [(KIND, "shipped_sample")]
	assert value() == "6"
	assert app(row("6", note="new column")).updated == []


def test_a_record_that_was_changed_stays_and_the_difference_is_shown(app, capsys):
	app(row())
	edit(value="9")
	report = app(row("6"))
	assert value() == "9"
	assert report.kept == {(KIND, "shipped_sample"): {"value": {"site": "9", "shipped": "6"}}}
	assert "value: '9' here, '6' shipped" in capsys.readouterr().out
	assert record().status == "Kept"
	assert json.loads(record().difference) == {"value": {"site": "9", "shipped": "6"}}


def test_it_stays_at_the_next_load_too(app):
	app(row())
	edit(value="9")
	app(row("6"))
	app(row("6"))
	app(row("7"))
	assert value() == "9"


def test_a_change_of_a_column_that_is_not_shipped_does_not_matter(app):
	app(row())
	edit(note="of the site")
	app(row("6"))
	assert (value(), frappe.db.get_value(KIND, "shipped_sample", "note")) == ("6", "of the site")


def test_a_change_taken_back_follows_the_app_again(app):
	app(row())
	edit(value="9")
	app(row("6"))
	edit(value="5")
	app(row("6"))
	assert (value(), record().status, record().difference) == ("6", "Loaded", None)


def test_a_change_that_the_app_makes_too_is_no_difference(app):
	app(row())
	edit(value="6")
	report = app(row("6"))
	assert (report.kept, record().status) == ({}, "Loaded")


def test_a_deleted_record_stays_deleted(app):
	app(row())
	edit(is_active=0)  # what is out of force is deleted by one
	frappe.delete_doc(KIND, "shipped_sample")
	report = app(row("6"))
	assert report.deleted == [(KIND, "shipped_sample")]
	assert value() is None
	assert record().status == "Deleted on site"


@pytest.mark.parametrize(("own", "status"), [("5", "Loaded"), ("4", "Kept")])
def test_a_record_of_the_site_that_was_there_first_is_not_overwritten(app, own, status):
	frappe.get_doc(row(own)).insert(set_name="shipped_sample")
	app(row())
	assert (value(), record().status) == (own, status)


def test_rows_of_a_table_are_compared_in_their_order(app, tmp_path):
	def ship(*kinds: str) -> shipped.Report:
		election = {
			"doctype": "Election",
			"code": "shipped",
			"election_day": "2031-01-05",
			"title_uz": "Sinov",
			"election_types": [{"election_type": kind} for kind in kinds],
		}
		write(tmp_path / "fixtures" / "statutes" / "sample.json", election)
		return shipped.load()

	ship("REG", "DC")
	assert ship("REG", "DC").kept == {}
	assert ship("REG", "DC", "JK").updated == [("Election", "shipped")]
	document = frappe.get_doc("Election", "shipped")
	document.remove(document.election_types[0])
	settled.saved(document)
	report = ship("REG", "DC", "JK")
	assert list(report.kept[("Election", "shipped")]) == ["election_types"]


def test_a_commission_below_which_one_was_formed_still_follows_the_app(app, tmp_path):
	def ship(title: str) -> shipped.Report:
		commission = {
			"doctype": "Election Commission",
			"code": "DC-SHIPPED",
			"register_code": "DC-SHIPPED",
			"level": "DC",
			"parent_election_commission": ground.HIGHER,
			"territory": ground.DISTRICT,
			"is_group": 0,
			"title_uz": title,
		}
		write(tmp_path / "fixtures" / "statutes" / "sample.json", commission)
		return shipped.load()

	ship("Sinov")
	station = frappe.db.get_value("Polling Station", {"territory": ground.DISTRICT})
	frappe.db.delete("Election Commission", {"polling_station": station})
	frappe.get_doc(
		{
			"doctype": "Election Commission",
			"code": "PEC-SHIPPED",
			"register_code": "PEC-SHIPPED",
			"level": "PEC",
			"parent_election_commission": "DC-SHIPPED",
			"polling_station": station,
			"territory": ground.DISTRICT,
			"title_uz": "Sinov",
		}
	).insert()
	frappe.db.set_value("Election Commission", "DC-SHIPPED", "is_group", 1)
	report = ship("Sinov")
	assert (report.updated, report.kept) == ([], {})
	assert ship("Yangi").updated == [("Election Commission", "DC-SHIPPED")]
	assert ship("Yangi").kept == {}
	stood = frappe.db.get_value("Election Commission", "DC-SHIPPED", ["title_uz", "is_group"])
	assert stood == ("Yangi", 1)


def test_a_workflow_brings_the_states_and_actions_that_it_names(app, tmp_path):
	workflow = {
		"doctype": "Workflow",
		"name": "Sample of a shipped workflow",
		"workflow_name": "Sample of a shipped workflow",
		"document_type": "Statute",
		"workflow_state_field": "note",
		"is_active": 0,
		"states": [
			{"state": "Sample State One", "doc_status": "0", "allow_edit": "Election Administrator"},
			{"state": "Sample State Two", "doc_status": "0", "allow_edit": "Election Administrator"},
		],
		"transitions": [
			{
				"state": "Sample State One",
				"action": "Sample Action",
				"next_state": "Sample State Two",
				"allowed": "Election Administrator",
			}
		],
	}
	write(tmp_path / "esaylov" / "workflow" / "sample.json", workflow)
	assert shipped.load().added == [("Workflow", "Sample of a shipped workflow")]
	assert frappe.db.exists("Workflow Action Master", "Sample Action")
	assert shipped.load().kept == {}


def read(doctype: str, name: str) -> frappe._dict:
	"""What the form of a record tells its reader."""
	about = {"reference_doctype": doctype, "reference_name": name}
	record = frappe.get_doc("Shipped Record", frappe.db.get_value("Shipped Record", about))
	record.run_method("onload")
	return record.get_onload()


def test_a_difference_is_read_in_words(app, monkeypatch):
	"""It stood there as JSON, with names of columns and codes of units."""
	app(row())
	edit(value="7", unit="hours")
	app(row("6", title_ru="Проба"))
	monkeypatch.setattr(frappe.local, "lang", "uz")
	said = read(KIND, "shipped_sample")
	assert said.shown_title == "Sinov"
	found = {one["label"]: (one["here"], one["shipped"]) for one in said.differences}
	assert found["Qiymati"] == (["7"], ["6"])
	assert found["Oʻlchov birligi"] == (["soat"], ["kun"])
	assert found["Nomi (ruscha)"] == ([], ["Проба"])


def test_of_a_table_the_rows_are_read_that_the_other_side_lacks(app, tmp_path, monkeypatch):
	election = {
		**{"doctype": "Election", "code": "shipped", "election_day": "2031-01-05", "title_uz": "Sinov"},
		"election_types": [{"election_type": kind} for kind in ("REG", "DC")],
	}
	write(tmp_path / "fixtures" / "statutes" / "sample.json", election)
	shipped.load()
	document = frappe.get_doc("Election", "shipped")
	document.remove(document.election_types[0])
	settled.saved(document)
	shipped.load()
	monkeypatch.setattr(frappe.local, "lang", "uz")
	(said,) = read("Election", "shipped").differences
	assert said["here"] == []
	assert said["shipped"] == [f"Saylov turi: {frappe.db.get_value('Election Type', 'REG', 'title_uz')}"]


@pytest.fixture
def operator() -> str:
	"""Who reads shipped records by a role that reads none of ours beside them."""
	user = frappe.get_doc(
		doctype="User", email=f"{frappe.generate_hash(length=10)}@esaylov.example", first_name="Sinov"
	)
	user.append("roles", {"role": "System Manager"})
	user.flags.no_welcome_mail = True
	with SETTING_UP.writing():  # in force at once, as after the second person's signature
		user.insert(ignore_permissions=True)
	assert "System Manager" in frappe.get_roles(user.name)
	return str(user.name)


def test_of_a_document_that_its_reader_may_not_read_neither_title_nor_difference_is_told(app, operator):
	app(row())
	edit(value="7")
	app(row("6"))
	for user, title, labels in ((operator, "", None), (AUDITOR, "Sinov", ["Value"])):
		frappe.set_user(user)
		said = read(KIND, "shipped_sample")
		assert said.shown_title == title
		assert (said.differences and [one["label"] for one in said.differences]) == labels, user


@pytest.fixture
def narrowed() -> Iterator[None]:
	"""An auditor who sees one login alone, by a User Permission of the framework."""
	about = {"user": AUDITOR, "allow": "User", "for_value": AUDITOR, "applicable_for": "User"}
	frappe.get_doc(doctype="User Permission", name="sinov", apply_to_all_doctypes=0, **about).db_insert()
	frappe.cache.hdel("user_permissions", AUDITOR)
	yield
	frappe.cache.hdel("user_permissions", AUDITOR)


def test_a_linked_record_that_its_reader_may_not_read_stands_there_by_its_code(narrowed):
	record = frappe.db.get_value("Shipped Record", {"reference_doctype": "Legal Act"})
	held = {"published_by": {"site": CHAIR, "shipped": ""}}
	frappe.db.set_value("Shipped Record", record, {"status": "Kept", "difference": json.dumps(held)})
	act = frappe.db.get_value("Shipped Record", record, "reference_name")
	called = {"Administrator": frappe.db.get_value("User", CHAIR, "full_name"), AUDITOR: CHAIR}
	for user, name in called.items():
		frappe.set_user(user)
		((one),) = read("Legal Act", act).differences
		assert one["here"] == [name], user


def test_a_form_is_told_the_titles_of_what_its_reader_may_read(app, operator):
	"""The framework sends them with each document, and asks nobody."""
	app(row())
	record = frappe.db.get_value("Shipped Record", {"reference_name": "shipped_sample"})
	for user, title in ((operator, "shipped_sample"), (AUDITOR, "Sinov")):
		frappe.set_user(user)
		frappe.local.response = frappe._dict(docs=[])
		access._ask("frappe.desk.form.load.getdoc", {})
		getdoc("Shipped Record", record)
		assert frappe.local.response["_link_titles"] == {f"{KIND}::shipped_sample": title}


def test_a_form_is_told_titles_in_the_language_of_its_reader(monkeypatch):
	"""Forms called elections and commissions by their Uzbek titles, whoever read."""
	election = frappe.db.get_single_value("E-saylov Settings", "current_election")
	titles = frappe.db.get_value("Election", election, ["title_uz", "title_ru"], as_dict=True)
	assert titles.title_uz != titles.title_ru
	for language in ("uz", "ru"):
		monkeypatch.setattr(frappe.local, "lang", language)
		frappe.local.response = frappe._dict(docs=[])
		access._ask("frappe.desk.form.load.getdoc", {})
		getdoc("E-saylov Settings", "E-saylov Settings")
		told = frappe.local.response["_link_titles"]
		assert told[f"Election::{election}"] == titles[f"title_{language}"]


@pytest.mark.parametrize("column", ["content", "difference"])
def test_nor_is_the_raw_column_read_by_who_may_not_read_what_is_in_it(app, operator, column):
	app(row())
	edit(value="7")
	app(row("6"))
	for user, is_told in ((operator, False), (AUDITOR, True), (ADMINISTRATOR, True)):
		frappe.set_user(user)
		(found,) = frappe.get_list("Shipped Record", {"reference_name": "shipped_sample"}, ["name", column])
		assert bool(found.get(column)) is is_told, user
		document = frappe.get_doc("Shipped Record", found.name)
		document.apply_fieldlevel_read_permissions()
		assert bool(document.get(column)) is is_told, user


def test_what_the_app_ships_is_loaded_and_quickly_compared():
	start = time.perf_counter()
	report = shipped.load()
	assert time.perf_counter() - start < 60
	assert (report.added, report.updated, report.kept) == ([], [], {})


def test_no_document_lies_where_every_migrate_would_import_it():
	folder = Path(shipped.__file__).parent / "fixtures"
	assert list(folder.glob("*.json")) == []
	assert list(folder.glob("*.csv")) == []
