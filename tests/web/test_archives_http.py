"""An archive over HTTP: who takes it, what that leaves, and what a job that was killed leaves."""

import hashlib
import json
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from factories import forked, inside
from factories.http import Client
from factories.steps import SITE

pytestmark = pytest.mark.web
PROGRAM = inside.ROOT / "script" / "verify-archive"
ORDER = """
from factories import settled
from factories.permission_rows import raw
from factories.papers import PDF
from esaylov.framework.files import stored_files
from esaylov.framework.jobs.resumable import LongJob
LongJob.enqueue = lambda job, name: None  # no worker but the one of this test
election = frappe.generate_hash(length=10)
raw("Election", name=election, code=election, title_uz="Sinov", kind="Ordinary", status="Finished", election_day="2020-01-01", official_announcement_on="2020-01-10")
for number in range(3):
	appeal = raw("Appeal", subject="Sinov", status="Refused", election=election, appeal_type="A56", type_version=1, number=frappe.generate_hash(length=10), recipient="CEC", payload="{}", tracking_code="sir-sinov")
	stored_files.hang("Appeal", appeal.name, f"{number}.pdf", PDF + str(number).encode())
row = frappe.get_doc(doctype="Election Archive", election=election, is_sealed=1)
answer = {"election": election, "archive": settled.inserted(row).name}
"""
WORK = """
import os, signal
from esaylov.setup.retention.archive import orders, package
if given["dies_in"] == "packing":
	package._add_records = lambda bag: os.kill(os.getpid(), signal.SIGKILL)
if given["dies_in"] == "sealing":
	orders.chain.record = lambda *args: os.kill(os.getpid(), signal.SIGKILL)
orders.make(given["archive"])
"""
LOOK = """
row = frappe.get_doc("Election Archive", given["archive"])
files = frappe.get_all("File", {"attached_to_doctype": "Election Archive", "attached_to_name": row.name}, ["file_url"])
told = [json.loads(body) for body in frappe.get_all("Chain Event", {"kind": ["in", ["election.archived", "archive.downloaded"]]}, pluck="body")]
answer = {"status": row.status, "sha256": row.sha256, "files": [one.file_url for one in files], "events": [one["kind"] for one in told if one["archive"] == row.name], "central": frappe.db.get_value("Election Commission", {"level": "CEC"}, "name", order_by="lft asc"), "log": frappe.get_all("Access Log", {"reference_document": row.name}, pluck="user")}
"""
OWED = """
from esaylov.setup.retention.archive import orders
from esaylov.framework.jobs.resumable import LongJob
owed = []
LongJob.enqueue = lambda job, name: owed.append(name)
orders.resume()
answer = owed
"""
CLEAN = """
from esaylov.permissions.configuration import comparison
names = frappe.get_all("Appeal", {"election": given["election"]}, pluck="name")
for file in frappe.get_all("File", {"attached_to_name": ["in", [*names, given["archive"]]]}, pluck="name"):
	frappe.db.delete("File", {"name": file})
for doctype in ("Appeal", "Election Archive"):
	frappe.db.delete(doctype, {"election": given["election"]})
frappe.db.delete("Election", {"name": given["election"]})
comparison.record()
"""


@pytest.fixture(scope="module")
def ordered() -> Iterator[dict]:
	found = inside.run(ORDER)
	yield found
	inside.run(CLEAN, **found)


@pytest.fixture(scope="module")
def sealed(ordered) -> dict:
	"""An archive whose job was killed twice before it was made."""
	archive = ordered["archive"]
	for place in ("packing", "sealing"):
		given = json.dumps({"archive": archive, "dies_in": place})
		words = ["-c", inside.BEGIN + WORK, inside.SITE, str(inside.ROOT / "tests"), given]
		killed = forked.run(words, inside.SITES)
		assert killed.returncode == -signal.SIGKILL, killed.stderr[-2000:]
		left = inside.run(LOOK, archive=archive)
		assert (left["status"], left["sha256"], left["files"], left["events"]) == ("Running", None, [], [])
		assert archive in inside.run(OWED)
	inside.run(WORK, archive=archive, dies_in="")
	found = inside.run(LOOK, archive=archive)
	assert (found["status"], found["events"]) == ("Sealed", ["election.archived"])
	assert archive not in inside.run(OWED)
	assert not (inside.SITES / inside.SITE / "private" / "archives-in-work" / archive).exists()
	return {**ordered, **found}


@pytest.fixture
def login(address: str):
	def entered(local: str) -> Client:
		client = Client(address, SITE)
		client.login(f"{local}@esaylov.example")
		return client

	return entered


@pytest.mark.parametrize("reader", ["auditor", "administrator"])
def test_its_readers_take_it_and_leave_a_trace(sealed, login, tmp_path: Path, reader):
	before = inside.run(LOOK, archive=sealed["archive"])
	client = login(reader)
	answer = client.post("archives.download", archive=sealed["archive"])
	assert answer.status_code == 200
	assert hashlib.sha256(answer.content).hexdigest() == sealed["sha256"]
	assert answer.headers["Content-Disposition"].startswith("attachment; filename*=UTF-8''election-")
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	after = inside.run(LOOK, archive=sealed["archive"])
	assert after["events"].count("archive.downloaded") == before["events"].count("archive.downloaded") + 1
	assert after["log"].count(f"{reader}@esaylov.example") == 1
	package, chain = tmp_path / "archive.zip", tmp_path / "chain.jsonl"
	package.write_bytes(answer.content)
	chain.write_bytes(client.get("chain.export", commission=sealed["central"]).content)
	done = subprocess.run(
		[sys.executable, str(PROGRAM), str(package), "--chain", str(chain)], capture_output=True, text=True
	)
	assert done.returncode == 0, done.stderr
	assert "names this archive" in done.stdout
	assert b"sir-sinov" not in answer.content


def test_no_address_of_the_file_hands_it_out(sealed, login):
	(url,) = sealed["files"]
	for local in ("auditor", "administrator", "sibling.chair"):
		client = login(local)
		for path in (url, f"/api/method/frappe.core.doctype.file.file.download_file?file_url={url}"):
			answer = client.session.get(client.address + path, timeout=60)
			assert answer.status_code in (403, 404), (local, path)
			assert b"PK\x03\x04" not in answer.content


@pytest.mark.parametrize("local", ["chair", "sibling.chair", "secretary", "party"])
def test_a_commission_and_a_party_reach_nothing_of_it(sealed, login, local):
	client = login(local)
	for verb, method in (("get", "progress"), ("post", "verify"), ("post", "download"), ("post", "retry")):
		answer = getattr(client, verb)(f"archives.{method}", archive=sealed["archive"])
		assert answer.status_code == 403, method
	row = client.session.get(
		f"{client.address}/api/resource/Election Archive/{sealed['archive']}", timeout=60
	)
	assert row.status_code in (403, 404)


def test_there_is_no_other_archive(login):
	client = login("auditor")
	for verb, method in (("get", "progress"), ("post", "verify"), ("post", "download")):
		assert getattr(client, verb)(f"archives.{method}", archive="yoq").status_code == 404
