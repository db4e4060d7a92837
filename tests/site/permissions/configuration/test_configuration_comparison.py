"""The daily comparison: who changes guarded configuration past its classes, or makes the log fit, is found."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import frappe
import pytest
from factories import codes, settled

from esaylov.framework import clock
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.rules.watched import WATCHED, Watch
from esaylov.permissions.configuration.waiting import changes

CHANGE = "Configuration Change"


def found() -> set[tuple[str, str]]:
	"""What the job keeps now: DocType and name."""
	return {
		tuple(frappe.db.get_value(CHANGE, name, ["reference_doctype", "reference_name"]))
		for name in comparison.find()
	}


@pytest.fixture(autouse=True)
def explained() -> None:
	"""What other tests left on the site is found before."""
	comparison.find()


@pytest.mark.full
def test_nothing_is_found_twice():
	assert found() == set()


def test_a_right_given_by_sql_is_found_and_told(as_user):
	row = frappe.get_all("DocPerm", {"parent": "Appeal", "role": "Commission Staff"}, pluck="name", limit=1)[
		0
	]
	frappe.db.sql("update tabDocPerm set `delete` = 1 where name = %s", row)
	assert found() == {("DocType", "Appeal")}
	told = frappe.get_all("Notification Log", {"document_type": CHANGE}, pluck="for_user")
	assert "auditor@esaylov.example" in told
	assert found() == set()


@pytest.mark.full
def test_who_becomes_an_official_is_watched_from_then_on():
	person = codes.person()
	assert found() == set()
	membership = codes.member(person)
	assert found() == set()
	frappe.db.sql("update tabPerson set phone='+998901234567' where name=%s", person)
	assert found() == {("Person", person)}
	changes.record_due()
	assert not comparison.log_faults()
	settled.saved(membership.update({"starts_on": clock.today() - timedelta(days=3)}))
	assert ("Person", person) in {(one.doctype, one.name) for one in comparison.differences()}


@pytest.mark.full
def test_what_is_set_back_is_closed_and_both_stand_in_the_chain():
	frappe.db.sql("update tabRole set disabled=1 where name='Election Auditor'")
	(entry,) = comparison.find()
	frappe.db.sql("update tabRole set disabled=0 where name='Election Auditor'")
	assert not comparison.find()
	row = frappe.get_doc(CHANGE, entry)
	assert row.status == "Restored"
	assert frappe.db.get_value("Chain Event", {"hash": row.event}, "kind") == "configuration.restored"
	assert not comparison.log_faults()


@pytest.mark.full
def test_a_release_hides_nothing_that_was_done_before_it():
	frappe.db.sql("update tabDocPerm set `delete` = 1 where parent='Appeal' and role='Commission Staff'")
	(entry,) = comparison.find()
	assert comparison.record() == []
	frappe.db.sql("update tabDocPerm set `delete` = 1 where parent='Decision' and role='Commission Staff'")
	(recorded,) = comparison.record()
	assert frappe.db.get_value(CHANGE, recorded, ["reference_name", "decided_by"]) == ("Decision", "release")
	assert frappe.db.get_value(CHANGE, entry, "status") == "Unexplained"
	assert {one.name for one in comparison.differences()} >= {"Appeal"}


Before = Callable[[], set[tuple[str, str]]]


@pytest.fixture
def found_before_release(monkeypatch: pytest.MonkeyPatch) -> Before:
	"""What the hook `before_migrate` keeps: DocType and name; uncommitted here."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)

	def found_now() -> set[tuple[str, str]]:
		before = set(frappe.get_all(CHANGE, {"status": "Unexplained"}, pluck="name"))
		comparison.compare_before_migrate()
		rows = frappe.get_all(
			CHANGE, {"status": "Unexplained"}, ["name", "reference_doctype", "reference_name"]
		)
		return {(row.reference_doctype, row.reference_name) for row in rows if row.name not in before}

	return found_now


@pytest.mark.full
def test_a_doctype_that_a_release_begins_to_watch_has_its_first_state(
	monkeypatch: pytest.MonkeyPatch, found_before_release: Before
):
	monkeypatch.setitem(WATCHED, "Language", Watch("a new release"))
	assert found_before_release() == set()
	(first, _table) = comparison.record()
	assert frappe.db.get_value(CHANGE, first, ["reference_doctype", "status"]) == ("Language", "In force")
	assert found() == set()
	frappe.db.sql("update tabLanguage set language_name='iz' where name='uz'")
	assert found_before_release() == {("Language", "uz")}


@pytest.mark.full
def test_fields_that_a_release_begins_to_watch_have_their_first_state(
	monkeypatch: pytest.MonkeyPatch, found_before_release: Before
):
	watch = WATCHED["Decision Text"]
	monkeypatch.setitem(WATCHED, "Decision Text", replace(watch, fields=("text_uz",)))
	comparison.record()
	assert found() == set()
	monkeypatch.setitem(WATCHED, "Decision Text", watch)
	assert found_before_release() == set()
	frappe.db.sql("update `tabDecision Text` set text_uz='iz' where name='every_appeal_granted'")
	assert found_before_release() == {("Decision Text", "every_appeal_granted")}
	comparison.record()
	assert ("Decision Text", "every_appeal_granted") in {
		(one.doctype, one.name) for one in comparison.differences()
	}
	frappe.db.sql("update `tabDecision Text` set text_ru='iz' where name='every_appeal_refused'")
	assert ("Decision Text", "every_appeal_refused") in found()


def test_a_row_of_what_had_none_is_found_before_a_release(found_before_release: Before):
	"""No entry about documents names its DocType, and it was watched all the same."""
	assert not frappe.db.exists(CHANGE, {"reference_doctype": "Letter Head"})
	frappe.db.sql("insert into `tabLetter Head` set name='sinov-iz', content='iz'")
	assert found_before_release() == {("Letter Head", "sinov-iz")}


@pytest.mark.parametrize(
	"taken",
	[
		"delete from `tabConfiguration Change` where name=%s",
		"update `tabConfiguration Change` set status='Declined' where name=%s",
		"update `tabConfiguration Change` set states='{}' where name=%s",
	],
)
@pytest.mark.full
def test_who_hides_what_was_watched_has_everything_compared(
	taken: str, monkeypatch: pytest.MonkeyPatch, found_before_release: Before
):
	filters = {"reference_doctype": CHANGE, "status": "In force"}
	for name in frappe.get_all(CHANGE, filters, pluck="name"):
		frappe.db.sql(taken, name)
	frappe.db.sql("insert into `tabLetter Head` set name='sinov-iz', content='iz'")
	assert ("Letter Head", "sinov-iz") in found_before_release()


def test_an_older_table_of_what_was_watched_is_not_believed_in_place_of_the_last(
	monkeypatch: pytest.MonkeyPatch, found_before_release: Before
):
	monkeypatch.setitem(WATCHED, "Language", Watch("a new release"))
	*_written, table = comparison.record()
	frappe.db.sql("delete from `tabConfiguration Change` where name=%s", table)
	frappe.db.sql("update tabLanguage set language_name='iz' where name='uz'")
	assert ("Language", "uz") in found_before_release()


def test_what_is_saved_in_its_class_stands_in_the_log(as_user):
	"""A template, a rule, a login: in force at once, and nothing for the comparison to find."""
	text = frappe.get_doc("Decision Text", "every_appeal_granted")
	text.update({"source_mark": "sinov"}).save()
	settled.given(frappe.get_doc("User", "secretary@esaylov.example"), "Report Manager")
	row = frappe.get_last_doc(CHANGE, {"reference_doctype": "Decision Text"})
	assert (row.status, row.action) == ("In force", "Change")
	assert found() == set()


def test_very_many_differences_are_told_in_parts_and_all_of_them(monkeypatch):
	monkeypatch.setattr(comparison, "GROUPED", 1)
	monkeypatch.setattr(comparison, "PART", 2)
	monkeypatch.setattr(comparison, "LINES", 3)
	gone = frappe.get_all("Statute", pluck="name", order_by="name asc", limit=5)
	frappe.db.sql("delete from tabStatute where name in %s", [gone])
	entries = comparison.find()
	told = frappe.get_all(CHANGE, {"name": ["in", entries]}, ["reference_doctype", "states"])
	assert [row.reference_doctype for row in told] == ["Statute"] * 3
	assert sorted(name for row in told for name in frappe.parse_json(row.states)) == gone
	logged = frappe.get_last_doc("Error Log", {"method": "Configuration was changed past the log"})
	assert logged.error.splitlines()[-1] == "and 2 more"
	assert len(logged.error.splitlines()) == 4
	assert found() == set()
	assert not comparison.log_faults()
