"""Many sites, any app: what a stock bench's site commands do, with a small app made for the test."""

import json
import os
import textwrap
from pathlib import Path

import pytest

from standalone import backing, ports
from standalone.paths import Bench

pytestmark = pytest.mark.full

HOOKS = """
app_name = "probe"
app_title = "Probe"
app_publisher = app_description = app_email = app_license = "probe"
after_install = "probe.steps.installed"
before_migrate = "probe.steps.before_migrate"
after_migrate = "probe.steps.after_migrate"
before_uninstall = "probe.steps.leaving"
fixtures = [{"dt": "Role", "filters": {"name": "Probe Reader"}}]
"""
STEPS = """
import frappe

def _note(step):
	frappe.db.set_default("probe", f"{frappe.db.get_default('probe') or ''} {step}".strip())

def installed():
	_note("installed")
	frappe.get_doc(doctype="Role", role_name="Probe Reader").insert()

def before_migrate():
	_note("before_migrate")

def after_migrate():
	_note("after_migrate")

def leaving():
	frappe.db.set_default("probe_left", "1")

def notes():
	return frappe.db.get_default("probe")
"""


@pytest.fixture
def probe(bench: Bench, built: Bench) -> Path:
	"""The bench with an app `probe` beside the others; gives the app's package."""
	bench.apps.unlink()
	bench.apps.mkdir()
	for app in ("frappe", "esaylov"):
		(bench.apps / app).symlink_to((built.apps / app).resolve())
	package = bench.apps / "probe" / "probe"
	doctype = package / "probe" / "doctype" / "probe_paper"
	doctype.mkdir(parents=True)
	for folder in (package, package / "probe", doctype.parent, doctype):
		(folder / "__init__.py").touch()
	(package / "__init__.py").write_text('__version__ = "0.0.1"\n')
	(package / "hooks.py").write_text(HOOKS)
	(package / "steps.py").write_text(STEPS)
	(package / "modules.txt").write_text("Probe\n")
	(package / "patches.txt").write_text("[pre_model_sync]\n\n[post_model_sync]\n")
	(doctype / "probe_paper.json").write_text(json.dumps(paper("subject")))
	(doctype / "probe_paper.py").write_text(
		"from frappe.model.document import Document\n\nclass ProbePaper(Document):\n\tpass\n"
	)
	(bench.sites / "apps.txt").write_text("frappe\nesaylov\nprobe\n")
	return package


def paper(*fields: str) -> dict:
	"""The DocType of the app, with a text field of each name."""
	return {
		"doctype": "DocType",
		"name": "Probe Paper",
		"module": "Probe",
		"modified": f"2026-01-0{len(fields)} 00:00:00.000000",
		"engine": "InnoDB",
		"fields": [{"fieldname": field, "fieldtype": "Data", "label": field} for field in fields],
		"permissions": [{"role": "System Manager", "read": 1, "write": 1, "create": 1, "delete": 1}],
	}


@pytest.fixture
def site(bench: Bench, script, probe: Path):
	"""Run a command on a site and get what it printed; the servers stay up between commands."""

	def run(*arguments: str, name: str = "one.localhost") -> str:
		answer = script("site", "--site", name, *arguments, PYTHONPATH=str(probe.parent))
		assert answer.returncode == 0, answer.stdout[-2000:] + answer.stderr
		return answer.stdout

	ports.configure(bench)
	with backing.running(bench):
		yield run


def test_a_site_lives_from_its_making_to_its_end(bench: Bench, site, probe: Path):
	site("new-site", "one.localhost", "--install-app", "probe")
	assert site("list-apps").split() == ["frappe", "16.0.0-dev", "probe", "0.0.1"]
	assert "installed" in site("execute", "probe.steps.notes")
	paper_values = {"doctype": "Probe Paper", "subject": "first"}
	site("execute", "frappe.client.insert", "--kwargs", repr({"doc": paper_values}))

	# an app that changes: a new field, a patch, its own hooks once each
	(probe / "probe" / "doctype" / "probe_paper" / "probe_paper.json").write_text(
		json.dumps(paper("subject", "number"))
	)
	(probe / "patch.py").write_text(
		textwrap.dedent("""\
			import frappe

			def execute():
				frappe.db.set_value("Probe Paper", {"subject": "first"}, "number", "7")
		""")
	)
	(probe / "patches.txt").write_text("[pre_model_sync]\n\n[post_model_sync]\nprobe.patch\n")
	site("migrate")
	assert site("execute", "probe.steps.notes").strip() == '"installed before_migrate after_migrate"'
	query = ("execute", "frappe.db.get_value", "--args", "['Probe Paper', {'subject': 'first'}, 'number']")
	assert site(*query).strip() == '"7"'

	site("export-fixtures", "--app", "probe")
	assert "Probe Reader" in (probe / "fixtures" / "role.json").read_text()

	# another site knows nothing of it until the first one's dump is put into it
	site("new-site", "two.localhost", name="two.localhost")
	assert "probe" not in site("list-apps", name="two.localhost")
	site("backup", "--with-files")
	backups = bench.sites / "one.localhost" / "private" / "backups"
	dump = next(backups.glob("*-database.sql.gz"))
	site("restore", str(dump), "--admin-password", "new", name="two.localhost")
	assert site(*query, name="two.localhost").strip() == '"7"'

	site("uninstall-app", "probe", "--yes", "--no-backup")
	assert "probe" not in site("list-apps")
	assert "Probe Paper" not in site("mariadb", "--batch", "-e", "show tables")
	assert "probe" in site("list-apps", name="two.localhost")

	site("drop-site", "one.localhost")
	assert not (bench.sites / "one.localhost").exists()
	assert list((bench.root / "archived" / "one.localhost").glob("*-database.sql.gz"))
	assert os.path.exists(bench.sites / "two.localhost" / "site_config.json")
