"""What stands on a site, in numbers and heads: the same site is as it was, and what changed is named."""

import os
from pathlib import Path

import frappe
from factories import intake as make

from esaylov.framework import clock, place
from esaylov.framework.files import stored_files
from esaylov.setup.demo import ground
from esaylov.setup.operating import inventory
from esaylov.trust.chains import chain


def test_a_site_is_as_it_was():
	census = inventory.census()
	assert census["rows"]["Election Commission"] > 200
	assert census["heads"][ground.COMMISSION]
	assert inventory.deviations(frappe.parse_json(frappe.as_json(census))) == []


def test_rows_that_are_gone_or_new_are_named():
	census = inventory.census()
	make.ran(make.intake("Polling Stations", make.stations(1)))
	found = inventory.deviations(census)
	count = census["rows"]["Polling Station"]
	assert f"rows Polling Station: {count} before, {count + 1} now" in found


def test_logins_that_a_restore_ends_are_no_difference():
	frappe.get_doc(doctype="One-time Code", name=frappe.generate_hash(length=10)).db_insert()
	census = inventory.census()
	assert census["rows"]["One-time Code"]
	place.end_logins()
	assert inventory.deviations(census) == []


def test_a_chain_that_was_cut_or_changed_is_named(monkeypatch):
	monkeypatch.setattr(
		frappe, "log_error", lambda *told: None
	)  # the error log keeps what a rollback takes back
	chain.record(ground.COMMISSION, "appeal.registered", {"appeal": "sinov"}, clock.now())
	census = inventory.census()
	sequence, _ = census["heads"][ground.COMMISSION]
	event = frappe.db.get_value("Chain Event", {"commission": ground.COMMISSION, "sequence": sequence})
	frappe.db.set_value("Chain Event", event, "hash", "0" * 64)
	found = inventory.deviations(census)
	assert f"the chain of {ground.COMMISSION} does not hold" in found
	assert f"the chain of {ground.COMMISSION} does not reach event {sequence} of the census" in found


def test_files_that_are_missing_are_named_and_work_during_a_backup_is_none_of_it():
	before = inventory.census()
	file = frappe.get_doc(
		doctype="File", file_name="sinov-16g.txt", is_private=1, content=frappe.generate_hash()
	).insert()
	after = inventory.census()
	assert [line for line in inventory.deviations(before, after) if "rows File" in line] == []
	frappe.db.set_value("File", file.name, "file_url", "/private/files/sinov-16g-yoq.txt")
	found = inventory.deviations(before, after)
	assert "the file /private/files/sinov-16g-yoq.txt is missing (unattached)" in found
	assert "files of records are missing: 1 (unattached: 1)" in found


def test_a_stored_file_with_other_bytes_is_named_with_its_kind():
	census = inventory.census()
	file = stored_files.hang("Election Commission", ground.COMMISSION, "sinov-55.txt", b"sinov 55")
	path = Path(file.get_full_path())
	path.chmod(0o644)
	path.write_bytes(b"sinov 56")
	found = inventory.deviations(census)
	assert f"the file {file.file_url} is not what was stored (Election Commission)" in found
	assert "files of records are not what was stored: 1 (Election Commission: 1)" in found


def test_what_was_deleted_lies_until_a_backup_is_over_and_what_nobody_names_is_swept(monkeypatch):
	content = frappe.generate_hash()
	file = frappe.get_doc(doctype="File", file_name="sinov-16g.txt", is_private=1, content=content).insert()
	kept = frappe.get_doc(
		doctype="File", file_name="sinov-16g.txt", is_private=1, content=content[::-1]
	).insert()
	paths = [Path(each.get_full_path()) for each in (file, kept)]
	for path in paths:
		os.utime(path, (0, 0))
	frappe.delete_doc("File", file.name)
	stored_files.sweep()
	assert [path.read_text() for path in paths] == [content, content[::-1]]
	os.utime(paths[0], (0, 0))
	with monkeypatch.context() as beside:
		beside.setattr(frappe, "get_installed_apps", lambda: ["frappe", "esaylov", "another"])
		assert stored_files.sweep() == 0  # another app may keep files without records
	assert stored_files.sweep() >= 1
	assert [path.exists() for path in paths] == [False, True]
