"""The redaction of what stands beside those who write it: what is newer stays, nobody is turned away, and two runs are as one."""

import gzip
from collections.abc import Iterator

import frappe
import pytest
from factories.races import Racer, at_once, racers

from esaylov.core.people.redaction import LEFT_OUT
from esaylov.framework import redaction
from esaylov.framework.files import stored_files

ADMINISTRATOR = "Administrator"
MANY = 16
EACH = 25
NUMBER = "30101801234567"


@pytest.fixture
def title() -> Iterator[str]:
	"""What the faults of a test are called."""
	made = f"Sinov {frappe.generate_hash(length=10)}"
	yield made
	frappe.db.rollback()
	frappe.db.delete("Error Log", {"method": made})
	for report in frappe.get_all(
		"Prepared Report", {"report_name": "Appeal Statistics", "owner": made}, pluck="name"
	):
		for file in frappe.get_all("File", {"attached_to_name": report}, pluck="name"):
			frappe.delete_doc("File", file, force=True, delete_permanently=True)
		frappe.db.delete("Prepared Report", {"name": report})
	frappe.db.commit()


def put(doctype: str, **values: str) -> str:
	"""A row as it stood before anything was left out."""
	row = frappe.get_doc(doctype=doctype, **values)
	row.name = frappe.generate_hash(length=10)
	row.update(values)  # past what its class leaves out as it is made
	row.db_insert()
	return str(row.name)


@pytest.fixture
def other() -> Iterator[Racer]:
	"""Another connection."""
	with racers(1) as (racer,):
		yield racer


def before_it_is_written(monkeypatch, step) -> None:
	"""Have another connection do something between the moment at which rows are read and that at which they are written."""
	batches = redaction._batches

	def read(doctype: str):
		for batch in batches(doctype):
			if doctype == "Error Log":
				step()
			yield batch

	monkeypatch.setattr(redaction, "_batches", read)


def test_what_somebody_wrote_since_a_row_was_read_stays(title, other, monkeypatch):
	name = put("Error Log", method=title, error=f"pinfl = {NUMBER}")
	frappe.db.commit()
	newer = f"passport = AA1234567, seen {title}"
	write = lambda: frappe.db.set_value("Error Log", name, "error", newer, update_modified=False)  # noqa: E731
	before_it_is_written(monkeypatch, lambda: other.do(ADMINISTRATOR, write))
	redaction.redact_stored()
	frappe.db.rollback()
	assert frappe.db.get_value("Error Log", name, "error") == f"passport = {LEFT_OUT}, seen {title}"


def test_a_row_that_somebody_removed_meanwhile_is_not_missed(title, other, monkeypatch):
	name = put("Error Log", method=title, error=f"pinfl = {NUMBER}")
	frappe.db.commit()
	before_it_is_written(
		monkeypatch, lambda: other.do(ADMINISTRATOR, lambda: frappe.db.delete("Error Log", {"name": name}))
	)
	redaction.redact_stored()
	frappe.db.rollback()
	assert not frappe.db.exists("Error Log", name)


def test_one_that_is_broken_off_goes_on_where_it_was(title, monkeypatch):
	"""What was gone over stays so, and what was not is as it stood."""
	monkeypatch.setattr(redaction, "BATCH", 3)
	names = sorted(put("Error Log", method=title, error=f"pinfl = {NUMBER}") for _ in range(8))
	frappe.db.commit()
	update = redaction.rows.update_all

	def broken_off(doctype: str, changed: dict[str, dict[str, str]]) -> None:
		if names[-1] in changed:
			raise KeyboardInterrupt
		update(doctype, changed)

	with monkeypatch.context() as patch:
		patch.setattr(redaction.rows, "update_all", broken_off)
		with pytest.raises(KeyboardInterrupt):
			redaction.redact_stored()
	frappe.db.rollback()
	left = {name: frappe.db.get_value("Error Log", name, "error") for name in (names[0], names[-1])}
	assert left == {names[0]: f"pinfl = {LEFT_OUT}", names[-1]: f"pinfl = {NUMBER}"}
	redaction.redact_stored()
	frappe.db.rollback()
	assert set(frappe.get_all("Error Log", {"method": title}, pluck="error")) == {f"pinfl = {LEFT_OUT}"}


def test_a_file_that_another_run_replaced_meanwhile_has_one_in_its_place(title, other, monkeypatch):
	report = put(
		"Prepared Report", report_name="Appeal Statistics", status="Completed", filters="{}", owner=title
	)
	packed = gzip.compress(f'{{"result": ["{NUMBER}"]}}'.encode())
	stored_files.hang("Prepared Report", report, "sinov.json.gz", packed)
	frappe.db.commit()
	read, ran = redaction._without_numbers_in, []

	def read_beside_another_run(file: str) -> bytes | None:
		found = read(file)
		if found is not None and not ran:
			ran.append(file)
			monkeypatch.setattr(redaction, "_without_numbers_in", read)
			assert other.do(ADMINISTRATOR, redaction._redact_files) == 1
		return found

	monkeypatch.setattr(redaction, "_without_numbers_in", read_beside_another_run)
	redaction._redact_files()
	frappe.db.rollback()
	files = frappe.get_all("File", {"attached_to_name": report}, pluck="name")
	assert [gzip.decompress(stored_files.content(file)) for file in files] == [
		f'{{"result": ["{LEFT_OUT}"]}}'.encode()
	]


@pytest.mark.full  # sixteen connections; what may come between stands above, one after another
def test_two_runs_beside_fourteen_who_write_leave_every_row_and_no_number(title):
	for _ in range(EACH):
		put("Error Log", method=title, error=f"pinfl = {NUMBER}")
	frappe.db.commit()

	def write() -> str:
		for place in range(EACH):
			put("Error Log", method=title, error=f"pinfl = {NUMBER}, {place}")
			frappe.db.commit()
		return "written"

	def run() -> str:
		redaction.redact_stored()
		return "gone over"

	steps = [(ADMINISTRATOR, run)] * 2 + [(ADMINISTRATOR, write)] * (MANY - 2)
	with racers(MANY) as runners:
		came = at_once(runners, steps)
	assert came == ["gone over"] * 2 + ["written"] * (MANY - 2)
	frappe.db.rollback()
	redaction.redact_stored()  # those that were written behind it
	left = frappe.get_all("Error Log", {"method": title}, pluck="error", limit=0)
	assert len(left) == EACH * (MANY - 1)
	assert {text.partition(",")[0] for text in left} == {f"pinfl = {LEFT_OUT}"}
