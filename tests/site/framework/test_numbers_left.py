"""What persons typed stands where it belongs, and nowhere else: no log, version, deleted document, prepared report, search or cache.

An appeal is filed, another is thrown away, what is wrong is refused, somebody is revealed, a phone changes, a fault is logged, a report is
prepared; then each table, the caches and the logs are searched for the numbers of these persons.
"""

import gzip
import json
import os
import secrets
import zlib
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import frappe
import pytest
from factories import appeals as make
from factories import codes
from frappe.core.doctype.prepared_report import prepared_report
from frappe.core.doctype.user import user
from redis import Redis

from esaylov.appeals.drafts import before_filing, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.state_registers import revealing
from esaylov.core.people.identity import with_check_digit
from esaylov.core.people.redaction import LEFT_OUT
from esaylov.framework import redaction
from esaylov.framework.errors import EsaylovError
from esaylov.framework.files import stored_files
from esaylov.framework.guarded_steps import SETTING_UP

BELONGS = {
	"tabAppeal": "the answers, and the bytes that were signed",
	"tabPerson": "the record of the person",
	"tabSMS Message": "the phone that a message goes to",
}
TEXTS = ("char", "varchar", "text", "mediumtext", "longtext", "json", "blob", "longblob", "mediumblob")


def numbers() -> dict[str, str]:
	"""PINFL, passport and phone that nothing else on the site has."""
	return {
		"pinfl": with_check_digit(f"1030380{secrets.randbelow(10**6):06d}"),
		"passport": f"AD{secrets.randbelow(10**7):07d}",
		"phone": f"99877{secrets.randbelow(10**7):07d}",
	}


@pytest.fixture
def logs() -> dict[Path, int]:
	"""The log files of bench and site, with their length before."""
	folders = (Path(frappe.get_site_path("logs")), Path(frappe.local.sites_path) / ".." / "logs")
	found = [path for folder in folders if folder.is_dir() for path in folder.glob("*.log*")]
	return {path: path.stat().st_size for path in found}


@pytest.fixture
def typed(logs, monkeypatch) -> list[dict[str, str]]:
	"""The numbers of all that a party, a commission and an administrator did with them."""
	persons = [numbers() for _ in range(4)]
	filed, thrown_away, refused, recorded = persons

	def answers(person: dict[str, str]) -> dict[str, Any]:
		phone = f"+{person['phone']}"
		return make.answers([make.person(pinfl=person["pinfl"], passport=person["passport"], phone=phone)])

	make.filed(typed=answers(filed))
	drafting.discard(make.draft(typed=answers(thrown_away)))
	wrong = make.draft(typed=answers(refused))
	with suppress(EsaylovError):
		submitting.submit(wrong, make.signature(make.RIVAL, before_filing.payload(wrong)), make.new_key())
	with suppress(EsaylovError):
		drafting.update(wrong, {"persons": f"{refused['pinfl']} {refused['passport']}"})
	frappe.set_user("Administrator")
	name = codes.person(f"+{recorded['phone']}", pinfl=recorded["pinfl"], passport=recorded["passport"])
	with suppress(EsaylovError):
		revealing.reveal(make.CHAIR, name, "Ish uchun kerak")
	with SETTING_UP.writing():
		person = frappe.get_doc("Person", name)
		person.specialty = "Sinov"
		person.save()
	try:
		revealing.reveal(
			make.CHAIR, person.as_dict(), recorded["pinfl"]
		)  # a fault of ours, with all of it in its values
	except Exception:  # whatever it is, it is logged as the framework does
		frappe.log_error("Sinov")
		frappe.log_error("Sinov", defer_insert=True)
	report = frappe.get_doc(doctype="Prepared Report", report_name="Access to Personal Data", filters="{}")
	report.name = frappe.generate_hash(length=10)
	report.db_insert()  # which orders no job
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # nothing of it stays
	prepared_report.generate_report(report.name)
	return persons


def holding(words: list[str]) -> set[str]:
	"""Tables in which one of the words stands, in any column."""
	columns: dict[str, list[str]] = {}
	named = (
		"select table_name, column_name, data_type from information_schema.columns where table_schema = %s"
	)
	for table, column, kind in frappe.db.sql(named, (frappe.conf.db_name,)):
		if kind in TEXTS:
			columns.setdefault(table, []).append(f"ifnull(`{column}`, '')")
	found = set()
	for table, parts in columns.items():
		whole = f"concat_ws('|', {', '.join(parts)})"
		if frappe.db.sql(f"select 1 from `{table}` where {whole} regexp %s limit 1", ("|".join(words),)):  # noqa: S608
			found.add(table)
	return found


def words(typed: list[dict[str, str]]) -> list[str]:
	"""Each number, the phone as it is written inside the country."""
	return [word.removeprefix("998") for person in typed for word in person.values()]


def test_numbers_stand_in_no_table_where_they_do_not_belong(typed):
	found = holding(words(typed))
	assert found - BELONGS.keys() == set()
	assert found >= {"tabAppeal", "tabPerson"}, "the search finds them where they belong"


def stored(connection: Any, key: bytes) -> Iterator[bytes]:
	"""A key of Redis and all that it holds; what is packed as jobs are, unpacked as well."""
	read: dict[bytes, Any] = {
		b"string": lambda: [connection.get(key)],
		b"hash": lambda: [part for pair in connection.hgetall(key).items() for part in pair],
		b"list": lambda: connection.lrange(key, 0, -1),
		b"set": lambda: connection.smembers(key),
		b"zset": lambda: connection.zrange(key, 0, -1),
		b"stream": lambda: [str(connection.xrange(key)).encode()],
		b"none": list,  # over since it was named
	}
	yield key
	for value in read[connection.type(key)]():
		yield value or b""
		with suppress(zlib.error, TypeError):
			yield zlib.decompress(value)


def test_numbers_stand_in_no_cache(typed):
	seen, held = 0, []
	for name in ("redis_cache", "redis_queue"):
		connection = Redis.from_url(frappe.conf[name])
		for key in connection.scan_iter("*"):
			seen += 1
			found = b"\0".join(stored(connection, key))
			held += [key for word in words(typed) if word.encode() in found]
	assert held == []
	assert seen > 20


def test_numbers_stand_in_no_log(typed, logs):
	for path, size in logs.items():
		with path.open("rb") as file:
			file.seek(min(size, os.fstat(file.fileno()).st_size))
			written = file.read()
		assert [word for word in words(typed) if word.encode() in written] == [], path


def test_the_fault_was_logged_and_the_report_prepared(typed):
	"""Else that nothing is found there would say nothing."""
	logged = frappe.db.get_value("Error Log", {"method": "Sinov"}, "error", order_by="creation desc")
	assert LEFT_OUT in logged, "the values were in it"
	assert frappe.db.exists(
		"Prepared Report", {"report_name": "Access to Personal Data", "status": "Completed"}
	)


def test_what_is_deleted_in_the_desk_is_told_without_its_numbers(logs):
	person = numbers()
	name = codes.person(f"+{person['phone']}", pinfl=person["pinfl"], passport=person["passport"])
	frappe.delete_doc("Person", name, ignore_permissions=True, force=True)
	data = frappe.db.get_value("Deleted Document", {"deleted_name": name}, "data")
	assert "Komilov" in data
	assert [word for word in person.values() if word in data] == []


def put(doctype: str, **values: Any) -> str:
	"""A row of the framework as it stood before anything was left out."""
	row = frappe.get_doc(doctype=doctype, **values)
	row.name = frappe.generate_hash(length=10)
	row.update(values)  # past what its class leaves out as it is made
	row.db_insert()
	return str(row.name)


class TestOfBefore:
	"""What stands already is gone over, and nothing else of it changes."""

	@pytest.fixture(autouse=True)
	def taken_back(self, monkeypatch):
		monkeypatch.setattr(frappe.db, "commit", lambda: None)

	@pytest.fixture
	def rows(self) -> dict[tuple[str, str], str]:
		"""DocType and name -> the column that holds numbers."""
		person = numbers()
		text = json.dumps({**person, "full_name": "Boʻron", "n": 12345})
		ended = {"report_name": "Access to Personal Data", "status": "Completed"}
		of = {
			"Error Log": ("error", {"method": "Sinov", "error": text}),
			"Deleted Document": (
				"data",
				{"deleted_doctype": "Person", "deleted_name": "sinov", "data": text},
			),
			"Version": ("data", {"ref_doctype": "Person", "docname": "sinov", "data": text}),
			"Prepared Report": ("filters", {**ended, "filters": text}),
			"Scheduled Job Log": (
				"details",
				{"scheduled_job_type": "sinov", "status": "Failed", "details": text},
			),
			"Patch Log": ("traceback", {"patch": "sinov", "skipped": 1, "traceback": text}),
		}
		return {(doctype, put(doctype, **values)): column for doctype, (column, values) in of.items()}

	def test_the_numbers_go_and_the_rest_of_each_row_stays(self, rows):
		before = {key: frappe.db.get_value(*key, "*", as_dict=True) for key in rows}
		assert "30380" in before[next(iter(rows))]["error"], "they stood there"
		found = redaction.redact_stored()
		assert {doctype for doctype, _ in rows} <= found.keys()
		for key, column in rows.items():
			after = frappe.db.get_value(*key, "*", as_dict=True)
			left = json.loads(after.pop(column))
			assert left == {
				"pinfl": LEFT_OUT,
				"passport": LEFT_OUT,
				"phone": LEFT_OUT,
				"full_name": "Boʻron",
				"n": 12345,
			}
			before[key].pop(column)
			assert after == before[key], "not even the moment of its change"
		assert redaction.redact_stored() == {}, "again there is nothing to do"

	def test_more_rows_than_a_batch_are_gone_over(self, monkeypatch):
		monkeypatch.setattr(redaction, "BATCH", 3)
		names = [put("Error Log", method="Sinov", error=f"phone {numbers()['phone']}") for _ in range(8)]
		redaction.redact_stored()
		left = frappe.get_all("Error Log", {"name": ["in", names]}, pluck="error")
		assert left == [f"phone {LEFT_OUT}"] * 8

	def test_the_phone_of_an_office_stays_in_its_history_and_a_person_s_number_does_not(self):
		person = numbers()
		text = json.dumps({"changed": [["phone", "", f"+{person['phone']}"], ["title", "", person["pinfl"]]]})
		name = put("Version", ref_doctype="Election Commission", docname="CEC", data=text)
		redaction.redact_stored()
		left = frappe.db.get_value("Version", name, "data")
		assert person["phone"] in left
		assert person["pinfl"] not in left

	def test_a_report_that_a_job_still_makes_keeps_its_filters(self):
		filters = json.dumps({"person": numbers()["pinfl"]})
		name = put("Prepared Report", report_name="Appeal Statistics", status="Queued", filters=filters)
		redaction.redact_stored()
		assert frappe.db.get_value("Prepared Report", name, "filters") == filters

	def test_the_rows_of_a_prepared_report_lose_them_too(self):
		person = numbers()
		name = put("Prepared Report", report_name="Appeal Statistics", status="Completed", filters="{}")
		text = json.dumps({"result": [{"pinfl": person["pinfl"], "n": 1}]})
		former = stored_files.hang("Prepared Report", name, "sinov.json.gz", gzip.compress(text.encode()))
		other = stored_files.hang("Prepared Report", name, "plain.json.gz", gzip.compress(b'{"result": []}'))
		assert redaction.redact_stored()["Prepared Report"] >= 1
		files = frappe.get_all("File", {"attached_to_name": name}, pluck="name")
		assert former.name not in files
		assert other.name in files, "one without any is left alone"
		read = {gzip.decompress(stored_files.content(file)) for file in files}
		assert read == {text.replace(person["pinfl"], LEFT_OUT).encode(), b'{"result": []}'}
		assert redaction.redact_stored() == {}

	def test_a_file_that_cannot_be_read_is_passed_by(self):
		name = put("Prepared Report", report_name="Appeal Statistics", status="Completed", filters="{}")
		file = stored_files.hang("Prepared Report", name, "sinov.json.gz", b"not packed")
		redaction.redact_stored()
		assert frappe.db.exists("File", file.name)


class TestAsTheyAreWritten:
	"""What the framework writes, by other roads than those of its Error Log too."""

	def test_a_phone_as_people_type_it_stands_in_no_fault(self):
		phone = numbers()["phone"][3:]
		typed = f"({phone[:2]}) {phone[2:5]}-{phone[5:7]}-{phone[7:]}"
		frappe.log_error("Sinov", f"phone = '{phone}', note = 'menga {typed} ga yozing', rows = 901234567")
		logged = frappe.db.get_value("Error Log", {"method": "Sinov"}, "error", order_by="creation desc")
		assert logged == f"phone = '{LEFT_OUT}', note = 'menga {LEFT_OUT} ga yozing', rows = 901234567"

	def test_a_change_of_settings_keeps_no_number_in_its_history(self):
		person = numbers()
		version = frappe.new_doc("Version")
		version.update({"ref_doctype": "Interagency Settings", "docname": "Interagency Settings"})
		version.data = json.dumps({"changed": [["sender_pinfl", "", person["pinfl"]]]})
		version.insert(ignore_permissions=True)
		assert person["pinfl"] not in frappe.db.get_value("Version", version.name, "data")

	def test_a_job_that_fails_keeps_none_of_its_values(self):
		person = numbers()
		log = frappe.get_doc(doctype="Scheduled Job Log", scheduled_job_type="sinov")
		log.flags.ignore_links = True
		log.insert(ignore_permissions=True)
		log.db_set("details", f"pinfl = '{person['pinfl']}'\nLine 7")
		assert frappe.db.get_value("Scheduled Job Log", log.name, "details") == (
			f"pinfl = '{LEFT_OUT}'\nLine 7"
		)

	def test_a_report_that_fails_keeps_none_either(self):
		person = numbers()
		name = put("Prepared Report", report_name="Appeal Statistics", status="Started", filters="{}")
		report = frappe.get_doc("Prepared Report", name)
		report.update({"status": "Error", "error_message": f"phone = {person['phone']}"})
		report.save(ignore_permissions=True)
		assert person["phone"] not in frappe.db.get_value("Prepared Report", name, "error_message")


def test_a_fault_on_the_way_to_a_new_password_tells_neither_of_both(monkeypatch):
	"""The framework leaves out what is called `password`, and calls these otherwise."""
	form = {"new_password": f"olma-{secrets.token_hex(8)}", "old_password": f"anor-{secrets.token_hex(8)}"}

	def fails(key: object, old_password: str) -> None:
		raise ValueError("Sinov")

	def logged_as_the_framework_does() -> None:
		try:
			user.update_password(**form)
		except ValueError:
			frappe.log_error("Sinov")

	monkeypatch.setattr(user, "_get_user_for_update_password", fails)
	logged_as_the_framework_does()
	logged = frappe.db.get_value("Error Log", {"method": "Sinov"}, "error", order_by="creation desc")
	assert "new_password = " in logged, "the values were in it"
	assert [word for word in form.values() if word in logged] == []
