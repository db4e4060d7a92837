"""The log, its seals and its chain put back to an older state, one person's yes to a finding, and a shorter list: all are found."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import frappe
import pytest
from factories import appeals as make
from factories import settled

from esaylov.framework.errors import FormInvalid, NotPermitted, WrongState
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.permissions.configuration.waiting import changes, known_table
from esaylov.trust import heads, witness
from esaylov.trust.chains import event_witness

ADMINISTRATOR, SECOND = make.ADMINISTRATOR, "second.administrator@esaylov.example"
SECRETARY = make.SECRETARY
CHANGE = "Configuration Change"


@pytest.fixture(autouse=True)
def explained() -> None:
	"""What other tests left on the site is found before, and every entry has its event."""
	comparison.find()
	changes.record_due()


@pytest.fixture
def seen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
	"""A witness of this test's own, written at once: nothing is committed here."""
	path = tmp_path / witness.FILE
	monkeypatch.setattr(witness, "_path", lambda: path)
	monkeypatch.setattr(event_witness, "witness_folder", lambda: tmp_path / event_witness.FOLDER)
	monkeypatch.setattr(witness.queues, "after_commit", lambda step: step())
	return path


def found() -> set[tuple[str, str]]:
	"""What the job keeps now: DocType and name."""
	return {
		tuple(frappe.db.get_value(CHANGE, name, ["reference_doctype", "reference_name"]))
		for name in comparison.find()
	}


def entry_of(user: str) -> str:
	return str(frappe.get_last_doc(CHANGE, {"reference_doctype": "User", "reference_name": user}).name)


def copied(entry: str) -> None:
	"""An insider's copy of an entry, with its seal, as the newest one without an event."""
	columns = ", ".join(
		f"`{column}`"
		for column in frappe.db.get_table_columns(CHANGE)
		if column not in ("name", "event", "recorded_at")
	)
	frappe.db.sql(
		f"insert into `tabConfiguration Change` (name, recorded_at, {columns}) select 'sinov-iz', now(6), {columns} from `tabConfiguration Change` where name=%s",  # noqa: S608 # columns of the table
		entry,
	)


@pytest.mark.full
def test_an_older_entry_is_not_put_in_force_again():
	user = frappe.get_doc("User", SECRETARY)
	settled.given(user, "Report Manager")
	older = entry_of(SECRETARY)
	user.reload().remove_roles("Report Manager")
	changes.record_due()
	assert found() == set()
	frappe.db.sql(
		"insert into `tabHas Role` set name='sinov-iz', parent=%s, parenttype='User', parentfield='roles', role='Report Manager'",
		SECRETARY,
	)
	copied(older)
	changes.record_due()
	assert not frappe.db.get_value(CHANGE, "sinov-iz", "event")
	assert (CHANGE, "sinov-iz") in found()


@pytest.mark.full
def test_an_entry_without_states_that_nobody_wrote_gets_no_event():
	frappe.db.sql(
		"insert into `tabConfiguration Change` set name='sinov-iz', reference_doctype='FAQ', reference_name='iz', action='Change', status='In force', recorded_at=now(6)"
	)
	changes.record_due()
	assert not frappe.db.get_value(CHANGE, "sinov-iz", "event")
	assert (CHANGE, "sinov-iz") in found()


def test_a_database_that_is_set_back_as_a_whole_disagrees_with_the_witness(seen):
	heads.publish()
	before = heads.latest()[0]["number"]
	older = frappe.db.get_value("Commission Counter", {"commission": "CEC", "kind": "chain"}, "value")
	frappe.get_doc("Decision Text", "every_appeal_granted").update({"source_mark": "sinov"}).save()
	heads.publish()
	assert (newest := heads.latest()[0]["number"]) == before + 1
	assert not comparison.setbacks()
	frappe.db.sql("update `tabDecision Text` set source_mark='' where name='every_appeal_granted'")
	frappe.db.sql(
		"delete from `tabConfiguration Change` where reference_doctype='Decision Text' and event in (select hash from `tabChain Event` where commission='CEC' and sequence>%s)",
		older,
	)
	frappe.db.sql("delete from `tabChain Event` where commission='CEC' and sequence>%s", older)
	frappe.db.sql(
		"update `tabCommission Counter` set value=%s where commission='CEC' and kind='chain'", older
	)
	frappe.db.sql("delete from `tabPublished Head` where number>%s", before)
	assert ("Published Head", str(newest)) in found()
	frappe.get_doc("Decision Text", "every_appeal_refused").update({"source_mark": "sinov"}).save()
	heads.publish()  # the same number, and another list
	assert witness.set_back() == [newest]


def test_a_line_that_a_full_disk_cut_off_stops_no_comparison(seen):
	heads.publish()
	with seen.open("a") as file:
		file.write('{"number": 9')
	frappe.get_doc("Decision Text", "every_appeal_granted").update({"source_mark": "sinov"}).save()
	heads.publish()
	newest = heads.latest()[0]["number"]
	assert not comparison.setbacks()
	frappe.db.sql("delete from `tabPublished Head` where number=%s", newest)
	assert witness.set_back() == [newest]


def test_the_comparison_asks_the_chain(seen):
	heads.publish()
	event = frappe.get_last_doc(CHANGE, {"event": ["is", "set"]}).event
	frappe.db.sql("update `tabChain Event` set at='2020-01-01T00:00:00.000000' where hash=%s", event)
	assert ("Chain Event", "CEC") in found()


@pytest.mark.full
def test_who_accepts_a_break_of_the_chain_accepts_no_later_one(seen, as_user):
	heads.publish()
	filters = {"event": ["is", "set"]}
	events = frappe.get_all(CHANGE, filters, pluck="event", order_by="recorded_at desc", limit=2)
	changed = "update `tabChain Event` set at=%s where hash=%s"
	frappe.db.sql(changed, ("2020-01-01T00:00:00.000000", events[0]))
	(entry,) = comparison.find()
	as_user(ADMINISTRATOR)
	change = changes.accept(entry, "tuzatish")
	as_user(SECOND)
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
	as_user("Administrator")
	assert found() == set()
	frappe.db.sql(changed, ("2020-01-01T00:00:00.000000", events[1]))
	assert found() == {("Chain Event", "CEC")}
	frappe.db.sql(changed, ("2021-01-01T00:00:00.000000", events[0]))
	assert found() == {("Chain Event", "CEC")}


def tampered() -> str:
	"""A statute changed by SQL, found; the entry."""
	name = frappe.get_all("Statute", pluck="name", order_by="name asc", limit=1)[0]
	frappe.db.sql("update tabStatute set value='1' where name=%s", name)
	(entry,) = comparison.find()
	return str(entry)


@pytest.mark.full
def test_saving_it_once_more_explains_nothing():
	entry = tampered()
	name = frappe.db.get_value(CHANGE, entry, "reference_name")
	statute = frappe.get_doc("Statute", name)
	statute.update({"note": "birinchi"}).save()
	statute.update({"note": "ikkinchi"}).save()
	assert name in {one.name for one in comparison.differences()}


def test_what_was_changed_before_a_save_is_not_explained_by_it():
	ground = frappe.get_all("Refusal Ground", pluck="name", order_by="name asc", limit=1)[0]
	frappe.db.sql("update `tabRefusal Ground` set article='1' where name=%s", ground)
	frappe.get_doc("Refusal Ground", ground).update({"source_mark": "sinov"}).save()
	assert ("Refusal Ground", ground) in found()


@pytest.mark.full
def test_a_finding_is_accepted_by_two(as_user):
	entry = tampered()
	as_user(ADMINISTRATOR)
	with pytest.raises(FormInvalid):
		changes.accept(entry, " ")
	change = changes.accept(entry, "tuzatish")
	with pytest.raises(WrongState):
		changes.accept(entry, "yana")
	with pytest.raises(NotPermitted):
		changes.to_sign(change)
	assert frappe.db.get_value(CHANGE, entry, "status") == "Unexplained"
	as_user(SECOND)
	content = changes.to_sign(change)
	assert entry in content.decode()
	changes.confirm(change, make.signature(SECOND, content))
	assert frappe.db.get_value(CHANGE, entry, "status") == "Accepted"
	assert found() == set()
	assert not comparison.log_faults()
	frappe.db.sql("update `tabConfiguration Change` set status='Restored' where name=%s", change)
	assert {one.name for one in comparison.log_faults()} >= {entry, change}


@pytest.mark.full
def test_what_was_found_has_moved_on_by_the_second_persons_yes(as_user):
	entry = tampered()
	as_user(ADMINISTRATOR)
	change = changes.accept(entry, "tuzatish")
	frappe.db.sql(
		"update tabStatute set value='2' where name=%s", frappe.db.get_value(CHANGE, entry, "reference_name")
	)
	as_user(SECOND)
	with pytest.raises(WrongState) as refusal:
		changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
	assert refusal.value.code == "configuration_moved"


@pytest.mark.full
def test_a_finding_that_is_marked_as_accepted_in_the_database_is_found():
	entry = tampered()
	frappe.db.sql("update `tabConfiguration Change` set status='Accepted' where name=%s", entry)
	assert entry in {one.name for one in comparison.log_faults()}


@pytest.mark.full
def test_what_two_signed_before_it_was_found_accepts_nothing(as_user):
	entry = tampered()
	as_user(ADMINISTRATOR)
	change = changes.accept(entry, "tuzatish")
	as_user(SECOND)
	changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
	as_user("Administrator")
	statute = frappe.db.get_value(CHANGE, entry, "reference_name")
	frappe.db.sql("update tabStatute set value='2' where name=%s", statute)
	(later,) = comparison.find()
	frappe.db.sql("update `tabConfiguration Change` set status='Accepted' where name=%s", later)
	assert {one.name for one in comparison.log_faults()} == {later}


@pytest.mark.full
def test_two_persons_sign_that_a_document_stands_as_nobody_explained(as_user):
	frappe.db.sql("update `tabSMS Gateway` set is_enabled=1 where name='eskiz'")
	as_user(ADMINISTRATOR)
	frappe.get_doc("SMS Gateway", "eskiz").update({"sender": "9999"}).save()
	change = frappe.get_last_doc(CHANGE, {"reference_name": "eskiz", "status": "Proposed"}).name
	as_user(SECOND)
	assert b'"unexplained":true' in changes.to_sign(change)


@pytest.mark.full
def test_a_shorter_list_of_what_is_compared_is_found(monkeypatch):
	monkeypatch.delitem(WATCHED, "Statute")
	monkeypatch.setitem(WATCHED, "Decision Text", replace(WATCHED["Decision Text"], fields=("text_uz",)))
	assert {(CHANGE, "Statute"), (CHANGE, "Decision Text")} <= found()
	known_table.keep("release")  # a release that means it
	assert comparison.known_faults() == []
	assert "Statute" not in known_table.known()


@pytest.mark.full
def test_what_the_bench_has_open_is_found_as_long_as_it_is(monkeypatch):
	with monkeypatch.context() as patch:
		patch.setitem(frappe.conf, "esaylov_customising", 1)
		assert (CHANGE, "site_config.json: esaylov_customising") in found()
		assert found() == set()
	comparison.find()
	name = frappe.get_last_doc(CHANGE, {"reference_name": "site_config.json: esaylov_customising"}).name
	assert frappe.db.get_value(CHANGE, name, "status") == "Restored"


@pytest.mark.full
def test_what_the_bench_opens_again_is_found_again_though_it_was_accepted(as_user, monkeypatch):
	with monkeypatch.context() as patch:
		patch.setitem(frappe.conf, "esaylov_customising", 1)
		(entry,) = comparison.find()
		as_user(ADMINISTRATOR)
		change = changes.accept(entry, "tuzatish")
		as_user(SECOND)
		changes.confirm(change, make.signature(SECOND, changes.to_sign(change)))
		comparison.find(by_release=True)
		assert frappe.db.get_value(CHANGE, entry, "status") == "Accepted"
		assert found() == set()
	assert found() == set()
	assert not comparison.log_faults()
	with monkeypatch.context() as patch:
		patch.setitem(frappe.conf, "esaylov_customising", 1)
		assert found() == {(CHANGE, "site_config.json: esaylov_customising")}
