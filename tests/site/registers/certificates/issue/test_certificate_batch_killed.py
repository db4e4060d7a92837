"""A batch whose job broke off in the middle, killed or without its database, goes on with the next part: real processes."""

import json
import signal
import subprocess
import sys

import pytest
from factories import gate, inside

ORDER = """
from factories import certificate_codes, decisions
from esaylov.registers.certificates.issue import batches
from esaylov.framework.jobs.resumable import LongJob
LongJob.enqueue = lambda job, name: None  # no worker but the one of this test
certificate_codes.corpus()
frappe.set_user(decisions.CHAIR)
names = frappe.get_all("Certificate", {"series_no": certificate_codes.SERIES, "status": "Valid"}, pluck="name")
answer = {"batch": batches.order(decisions.CHAIR, names, {}, "A4"), "names": names}
"""
WORK = """
import os, signal
from esaylov.registers.certificates.issue import batches, jobs; from esaylov.registers.certificates.papers import sheets
from factories.papers import PDF
batches.PART = 50
parts = []
def drawn(part, sheet):
	parts.append(len(part))
	if len(parts) == given["killed_at"]:
		os.kill(os.getpid(), signal.SIGKILL)
	return PDF + b"\\n%names " + ",".join(each.name for each in part).encode()
sheets.pdf = drawn
jobs.print_batch(given["batch"])
answer = parts
"""
WITHOUT = """
from frappe.utils.background_jobs import execute_job
from esaylov.registers.certificates.issue import batches; from esaylov.registers.certificates.papers import sheets
from factories.papers import PDF
batches.PART = 50
parts = []
def drawn(part, sheet):
	parts.append(len(part))
	if len(parts) == 3:
		print("third", flush=True)
		input()
	return PDF + b"\\n%names " + ",".join(each.name for each in part).encode()
sheets.pdf = drawn
job = "esaylov.registers.certificates.issue.jobs.print_batch"
execute_job(frappe.local.site, job, "all", "a batch", {"name": given["batch"]})
"""
OWED = """
from esaylov.registers.certificates.issue import batches
from esaylov.framework.jobs.resumable import LongJob
LongJob.enqueue = lambda job, name: owed.append(name)
owed = []
batches.resume()
answer = owed
"""
LOOK = """
found = frappe.get_doc("Certificate Batch", given["batch"])
files = frappe.get_all("File", {"attached_to_doctype": "Certificate Batch", "attached_to_name": found.name}, pluck="name", order_by="file_name")
held = [frappe.get_doc("File", name).get_content() for name in files]
held = [text if isinstance(text, bytes) else text.encode() for text in held]
answer = {"status": found.status, "done": found.done, "total": found.total, "held": [text.partition(b"%names ")[2].decode().split(",") for text in held]}
"""
CLEAN = """
from factories import certificate_codes
certificate_codes.remove()
for name in frappe.get_all("File", {"attached_to_doctype": "Certificate Batch", "attached_to_name": given["batch"]}, pluck="name"):
	frappe.delete_doc("File", name, force=True, ignore_permissions=True)
frappe.db.delete("Certificate Batch", {"name": given["batch"]})
"""


@pytest.fixture
def ordered():
	found = inside.run(ORDER)
	yield found
	inside.run(CLEAN, batch=found["batch"])


@pytest.mark.full
def test_a_killed_batch_goes_on_where_it_stood(ordered):
	batch = ordered["batch"]
	given = json.dumps({"batch": batch, "killed_at": 3})
	words = [sys.executable, "-c", inside.BEGIN + WORK, inside.SITE, str(inside.ROOT / "tests"), given]
	killed = subprocess.run(words, cwd=inside.SITES, capture_output=True, timeout=300)
	assert killed.returncode == -signal.SIGKILL
	left = inside.run(LOOK, batch=batch)
	assert (left["status"], len(left["held"])) == ("Running", 2)
	assert left["done"] == sum(map(len, left["held"])) < left["total"]
	inside.run(WORK, batch=batch, killed_at=0)
	whole = inside.run(LOOK, batch=batch)
	assert (whole["status"], whole["done"]) == ("Done", whole["total"])
	assert whole["held"][:2] == left["held"]
	drawn = [name for part in whole["held"] for name in part]
	assert sorted(drawn) == sorted(ordered["names"])
	assert len(drawn) == len(set(drawn))


@pytest.mark.full
def test_a_batch_whose_database_went_is_put_in_line_again_and_goes_on(ordered, tmp_path):
	batch = ordered["batch"]
	way = gate.gate_of(inside.SITES, inside.SITE)
	through = gate.folder_through(way, inside.SITES, inside.SITE, tmp_path / "sites")
	words = [sys.executable, "-c", inside.BEGIN + WITHOUT, inside.SITE, str(inside.ROOT / "tests")]
	pipe = subprocess.PIPE
	job = subprocess.Popen(
		[*words, json.dumps({"batch": batch})], cwd=through, stdin=pipe, stdout=pipe, stderr=pipe, text=True
	)
	begun = job.stdout.readline()
	assert begun == "third\n", begun + "".join(job.communicate("\n", timeout=300))
	way.shut()
	said = job.communicate("\n", timeout=300)[1]
	assert job.returncode, "the job did not notice that the database was gone"
	assert "OperationalError" in said
	assert inside.run(LOOK, batch=batch)["status"] == "Running"
	assert batch in inside.run(OWED)
	inside.run(WORK, batch=batch, killed_at=0)
	whole = inside.run(LOOK, batch=batch)
	assert (whole["status"], whole["done"]) == ("Done", whole["total"])
	drawn = [name for part in whole["held"] for name in part]
	assert sorted(drawn) == sorted(ordered["names"])
