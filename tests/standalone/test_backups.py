"""A site is backed up, destroyed and brought back: rows, files and chains are as they were, and what was changed is refused."""

import json
import shutil
from pathlib import Path

import pytest

from standalone import backing, ports
from standalone.paths import Bench

pytestmark = pytest.mark.long
SITE = "saved.localhost"
FILL = """
import frappe
from esaylov.framework import clock
from esaylov.trust.chains import chain; from esaylov.trust.chains import export; from esaylov.trust import heads

def fill():
	for place, is_private in enumerate((0, 1)):
		frappe.get_doc(doctype="File", file_name=f"sinov-{place}.txt", is_private=is_private, content=f"sinov {place}").insert()
	for place in range(5):
		chain.record("CEC", "appeal.registered", {"appeal": f"sinov-{place}"}, clock.now())
	heads.publish()

def chain():
	return b"".join(export.lines("CEC")).decode()

def files():
	return [frappe.get_doc("File", {"file_name": f"sinov-{place}.txt"}).get_content() for place in (0, 1)]
"""


@pytest.fixture
def site(bench: Bench, script, tmp_path: Path):
	"""Run a script on the bench, its servers staying up between commands; gives what it printed."""
	package = tmp_path / "package"
	package.mkdir()
	(package / "filling.py").write_text(FILL)

	def run(name: str, *arguments: str, fails: bool = False) -> str:
		answer = script(name, *arguments, PYTHONPATH=str(package))
		assert bool(answer.returncode) is fails, answer.stdout[-2000:] + answer.stderr[-2000:]
		return answer.stdout + answer.stderr

	ports.configure(bench)
	with backing.running(bench):
		run("site", "new-site", SITE, "--install-app", "esaylov")
		yield run


def test_a_destroyed_site_comes_back_as_it_was(bench: Bench, site, tmp_path: Path):
	site("site", "--site", SITE, "execute", "filling.fill")
	secrets = tmp_path / "elsewhere" / "secrets.json"
	secrets.parent.mkdir()
	site("backup", "--site", SITE, "--to", str(tmp_path / "backups"), "--secrets", str(secrets))
	(folder,) = (tmp_path / "backups").iterdir()
	census = json.loads((folder / "manifest.json").read_text())["census"]
	key = json.loads((bench.sites / SITE / "site_config.json").read_text())["esaylov_signing_key"]
	assert key in secrets.read_text()
	assert secrets.stat().st_mode & 0o077 == 0
	assert not [path for path in folder.rglob("*") if key.encode() in path.read_bytes()]
	assert "exists" in site("restore", str(folder), "--site", SITE, "--secrets", str(secrets), fails=True)

	site("site", "drop-site", SITE, "--no-backup")
	assert not (bench.sites / SITE).exists()
	assert "is as it was" in site("restore", str(folder), "--site", SITE, "--secrets", str(secrets))
	assert json.loads((bench.sites / SITE / "site_config.json").read_text())["esaylov_signing_key"] == key
	assert json.loads(site("site", "--site", SITE, "execute", "esaylov.framework.place.is_held")) is True
	now = json.loads(site("site", "--site", SITE, "execute", "esaylov.setup.operating.inventory.census"))
	release(site, tmp_path)
	assert json.loads(site("site", "--site", SITE, "execute", "esaylov.framework.place.is_held")) is False
	assert json.loads(site("site", "--site", SITE, "execute", "filling.files")) == ["sinov 0", "sinov 1"]
	assert (now["rows"], now["heads"]) == (census["rows"], census["heads"])
	assert now["heads"]["CEC"][0] >= 5

	# the chain, by the program that shares no code with the server
	lines = site("site", "--site", SITE, "execute", "filling.chain")
	export = tmp_path / "CEC.jsonl"
	export.write_text(json.loads(lines))
	assert "each follows the one before" in site("verify-chain", str(export))

	# a site that lost a row and an event after its restore is told apart
	query = "delete from `tabChain Event` where commission='CEC' order by sequence desc limit 1"
	site("site", "--site", SITE, "mariadb", "-e", query)
	found = site(
		"site",
		"--site",
		SITE,
		"execute",
		"esaylov.setup.operating.inventory.deviations",
		"--args",
		repr([census]),
	)
	assert "does not reach" in found

	# a part that was changed on the way is refused before anything is made
	other = tmp_path / "changed"
	shutil.copytree(folder, other)
	with (other / "database.sql.gz").open("ab") as dump:
		dump.write(b"\0")
	assert "not as it was written" in site(
		"restore", str(other), "--site", "other.localhost", "--secrets", str(secrets), fails=True
	)
	assert not (bench.sites / "other.localhost").exists()


def release(site, folder: Path) -> None:
	"""Release a site that has no administrators yet, who would sign."""
	statement = str(folder / "release.json")
	values = ("--reason", "A test", "--waiting", "send", "--output", statement)
	site("site", "--site", SITE, "esaylov-prepare-release", *values)
	command = ("site", "--site", SITE, "esaylov-release", statement)
	assert "2 different administrators sign the release" in site(*command, fails=True)
	assert "Released." in site(*command, "--by-bench-owner")
