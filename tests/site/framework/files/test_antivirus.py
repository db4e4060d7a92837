"""Attached files and a virus scanner: what it finds is not stored, what it could not see is held until it did, nothing is lost."""

import json
from collections.abc import Callable, Iterator
from types import SimpleNamespace
from typing import Any

import frappe
import pytest
from factories import appeals as make
from factories.papers import pdf
from fakes.clamav import EICAR, Daemon

from esaylov.appeals.drafts import attachments, scanning
from esaylov.appeals.review import filed_files, scan_jobs
from esaylov.framework.errors import FormInvalid, LawBroken, ScannerAway
from esaylov.framework.files import file_processes
from esaylov.integrations import antivirus
from esaylov.integrations.base import BadAnswer, Refused, Unreachable

BAD = pdf("Sinov").replace(b"startxref", b"%" + EICAR + b"\nstartxref")
Started = Callable[..., Daemon]


@pytest.fixture
def daemon(monkeypatch: pytest.MonkeyPatch) -> Iterator[Started]:
	"""`daemon(fault)`: this site has such a scanner from now on."""
	daemons: list[Daemon] = []

	def start(fault: str = "", **settings: Any) -> Daemon:
		daemons.append(Daemon(fault))
		setting = {"host": "127.0.0.1", "port": daemons[-1].port, **settings}
		monkeypatch.setitem(frappe.conf, antivirus.SETTING, setting)
		return daemons[-1]

	yield start
	for one in daemons:
		one.stop()


def attach(content: bytes, name: str = "") -> str:
	name = name or make.draft(with_file=False)
	attachments.attach(name, "party_decision", "qaror.pdf", content)
	return name


def row_of(name: str) -> Any:
	(row,) = make.stored(name).attachments
	return row


def refused_read(name: str) -> str:
	"""The code by which an attached file is not handed out."""
	with pytest.raises(LawBroken) as refusal:
		filed_files.require_unchanged([row_of(name)])
	return str(refusal.value.code)


def test_it_is_asked_as_the_manual_says(daemon):
	started = daemon()
	assert antivirus.scan(b"x" * 200_000) == ""
	assert antivirus.scan(b"") == ""
	assert antivirus.scan(b"a" * 70_000 + EICAR) == "Eicar-Test-Signature"
	assert started.seen == [200_000, 0, 70_000 + len(EICAR)]


@pytest.mark.parametrize(
	("fault", "problem"),
	[
		("error", Refused),
		("eager", Refused),
		("garbage", BadAnswer),
		("drop", Unreachable),
		("slow", Unreachable),
	],
)
def test_no_answer_but_the_two_is_a_verdict(daemon, fault, problem):
	daemon(fault, timeout=0.3 if fault == "slow" else 20)
	with pytest.raises(problem):
		antivirus.scan(b"salom" * 100_000)


def test_nobody_at_the_address_is_away(daemon, tmp_path, monkeypatch):
	daemon().stop()
	with pytest.raises(Unreachable):
		antivirus.scan(b"salom")
	monkeypatch.setitem(frappe.conf, antivirus.SETTING, {"socket": str(tmp_path / "clamd.ctl")})
	with pytest.raises(Unreachable):
		antivirus.scan(b"salom")


def test_without_a_scanner_nothing_is_held():
	assert not antivirus.is_on()
	row = row_of(attach(make.PDF))
	assert not row.scan
	filed_files.require_unchanged([row])
	assert scan_jobs.run() == 0


def test_what_it_finds_is_not_stored_and_named_to_the_sender(daemon):
	daemon()
	name = make.draft(with_file=False)
	with pytest.raises(FormInvalid) as refusal:
		attach(BAD, name)
	(finding,) = refusal.value.findings
	assert (finding.code, finding.path, finding.params) == (
		"file_infected",
		"party_decision",
		{"found": "Eicar-Test-Signature"},
	)
	assert make.stored(name).attachments == []
	assert not frappe.db.exists("File", {"attached_to_name": name})


def test_what_it_saw_is_read_at_once(daemon):
	daemon()
	row = row_of(attach(make.PDF))
	assert row.scan == scanning.CLEAN
	filed_files.require_unchanged([row])


@pytest.mark.parametrize("fault", ["error", "garbage", "drop"])
def test_while_it_fails_files_are_taken_filed_and_held(daemon, fault):
	daemon(fault)
	name = attach(make.PDF)
	assert refused_read(name) == "file_waits"
	assert [one.code for one in scanning.findings([row_of(name)])] == ["file_held"]
	assert make.submit(name).number
	scan_jobs.run()
	assert row_of(name).scan == scanning.WAITING  # it fails on
	daemon()
	assert scan_jobs.run() >= 1
	assert row_of(name).scan == scanning.CLEAN
	filed_files.require_unchanged([row_of(name)])


def test_a_web_thread_waits_briefly_for_the_scanner(daemon, monkeypatch):
	"""What it leaves is scanned by the job; `slow` answers after the time of the setting."""
	daemon("slow")
	monkeypatch.setattr(frappe.local, "request", SimpleNamespace(path="/"), raising=False)
	monkeypatch.setattr(file_processes, "WAIT_SECONDS", 0.1)
	assert scanning.of(make.PDF, "field") == {"scan": scanning.WAITING}
	with file_processes.waiting_thread(), file_processes.waiting_thread():
		assert scanning.of(make.PDF, "field") == {"scan": scanning.WAITING}


def test_what_is_found_in_a_filed_paper_is_in_quarantine_and_told_once(daemon):
	daemon().stop()
	name = attach(BAD)
	make.submit(name)
	frappe.set_user("Administrator")
	daemon()
	scan_jobs.run()
	row = row_of(name)
	assert (row.scan, row.scan_found) == (scanning.INFECTED, "Eicar-Test-Signature")
	assert refused_read(name) == "file_quarantined"
	told = {"kind": scan_jobs.KIND, "body": ["like", f"%{row.file}%"]}
	event = frappe.get_last_doc("Chain Event", told)
	assert event.commission == make.stored(name).recipient
	assert json.loads(event.body)["found"] == "Eicar-Test-Signature"
	assert frappe.db.exists("Notification Log", {"document_type": "File", "document_name": row.file})
	assert scan_jobs.run() == 0
	assert frappe.db.count("Chain Event", told) == 1


def test_what_is_found_in_a_draft_is_not_filed_and_may_be_replaced(daemon):
	daemon().stop()
	name = attach(BAD)
	daemon()
	scan_jobs.run()
	frappe.set_user(make.PARTY)
	with pytest.raises(FormInvalid) as refusal:
		make.submit(name)
	assert [one.code for one in refusal.value.findings] == ["file_infected"]
	attach(make.PDF, name)
	assert make.submit(name).number


def test_a_file_that_cannot_be_scanned_keeps_no_others_waiting(daemon):
	daemon().stop()
	lost, kept = attach(make.PDF), attach(make.PDF)
	file = frappe.get_doc("File", row_of(lost).file)
	frappe.db.set_value("Appeal Attachment", row_of(lost).name, "modified", "2020-01-01")
	frappe.db.set_value("File", file.name, "file_url", "/private/files/yoq.pdf")
	daemon()
	scan_jobs.run()
	assert (row_of(lost).scan, row_of(kept).scan) == (scanning.WAITING, scanning.CLEAN)


def test_files_that_the_scanner_breaks_off_at_go_to_the_end_of_the_line(daemon):
	daemon().stop()
	bad = [attach(BAD) for _ in range(scan_jobs.TRIES)]
	kept = attach(make.PDF)
	rows = [row_of(name).name for name in bad]
	frappe.db.set_value(
		"Appeal Attachment", {"name": ["in", rows]}, "modified", "2020-01-01", update_modified=False
	)
	frappe.db.set_value(
		"Appeal Attachment", row_of(kept).name, "modified", "2020-01-02", update_modified=False
	)
	daemon("choke")
	scan_jobs.run()
	scan_jobs.run()
	assert row_of(kept).scan == scanning.CLEAN
	assert {row_of(name).scan for name in bad} == {scanning.WAITING}


def test_a_job_ends_in_time_with_what_it_saw(daemon, monkeypatch):
	daemon().stop()
	first, second = attach(make.PDF), attach(make.PDF)
	for name, day in ((first, "2020-01-01"), (second, "2020-01-02")):
		frappe.db.set_value("Appeal Attachment", row_of(name).name, "modified", day, update_modified=False)
	daemon()
	monkeypatch.setattr(scan_jobs, "TURN_SECONDS", 0)
	assert scan_jobs.run() == 1
	assert (row_of(first).scan, row_of(second).scan) == (scanning.CLEAN, scanning.WAITING)


def test_what_staff_upload_is_scanned_or_refused(daemon):
	def upload(content: bytes) -> Any:
		values = {"doctype": "File", "file_name": "xat.txt", "is_private": 1, "content": content}
		return frappe.get_doc(values).insert()

	daemon()
	assert upload(b"toza").name
	with pytest.raises(LawBroken) as refusal:
		upload(EICAR)
	assert refusal.value.code == "file_quarantined"
	daemon().stop()
	with pytest.raises(ScannerAway):
		upload(b"boshqa")


def test_what_waits_stays_held_where_the_scanner_is_taken_away_until_the_operator_lets_it_go(
	daemon, monkeypatch
):
	daemon().stop()
	name = attach(make.PDF)
	make.submit(name)
	frappe.set_user("Administrator")
	with pytest.raises(LawBroken):
		scan_jobs.release("Skaner bor")
	monkeypatch.delitem(frappe.conf, antivirus.SETTING)
	frappe.db.set_global(scan_jobs.SAID, "")
	said = {"method": "Files wait for a scanner that this site does not have"}
	before = frappe.db.count("Error Log", said)
	for _ in range(2):
		assert scan_jobs.run() == 0
	assert frappe.db.count("Error Log", said) == before + 1
	assert refused_read(name) == "file_waits"
	with pytest.raises(FormInvalid):
		scan_jobs.release(" ")
	assert refused_read(name) == "file_waits"
	assert scan_jobs.release("Shartnoma tugadi") >= 1
	filed_files.require_unchanged([row_of(name)])
	event = frappe.get_last_doc("Chain Event", {"kind": scan_jobs.RELEASED})
	assert event.commission == make.stored(name).recipient
	assert json.loads(event.body)["reason"] == "Shartnoma tugadi"
	assert scan_jobs.release("Yana") == 0
