"""The bill of materials: every lock is in it, each package once, by an address and hashes; the same locks give the same file."""

import json
import re
import subprocess
import sys

import pytest

from standalone import bill_of_materials
from standalone.paths import ROOT
from standalone.steps import Failure

PURL = re.compile(r"pkg:(pypi/[a-z0-9-]+|npm/(?:%40[\w.-]+/)?[\w.-]+)@[\w.+!-]+")
LENGTHS = {"SHA-1": 40, "SHA-256": 64, "SHA-384": 96, "SHA-512": 128}


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> dict:
	path = tmp_path_factory.mktemp("bill") / "bom.json"
	assert bill_of_materials.bill_of_materials(["--to", str(path)]) == 0
	return json.loads(path.read_text())


def test_each_lock_of_the_repository_is_read():
	names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
	locks = {name for name in names.split() if re.search(r"\.lock$|(^|/)package-lock\.json$", name)}
	assert locks == {*bill_of_materials.LOCKS}


def test_each_package_stands_once_with_its_address_and_hashes(made):
	found = made["components"]
	assert len({one["bom-ref"] for one in found}) == len(found) > 300
	for one in found:
		assert PURL.fullmatch(one["purl"]), one
		assert one["scope"] in ("required", "optional", "excluded")
		assert one["hashes"], one["name"]
		assert all(
			re.fullmatch(rf"[0-9a-f]{{{LENGTHS[each['alg']]}}}", each["content"]) for each in one["hashes"]
		)
	(root,) = made["dependencies"]
	assert root["ref"] == made["metadata"]["component"]["bom-ref"]
	assert {*root["dependsOn"]} == {one["bom-ref"] for one in found}


def test_what_runs_and_what_only_tests_are_told_apart(made):
	scopes: dict[str, set[str]] = {}
	for one in made["components"]:
		scopes.setdefault(one["name"], set()).add(one["scope"])
	assert all("required" in scopes[name] for name in ("cryptography", "werkzeug", "pkijs", "monoframe"))
	assert all(scopes[name] == {"excluded"} for name in ("semgrep", "sphinx", "axe-core"))


def test_the_same_locks_give_the_same_file(made):
	again = [each for lock in bill_of_materials.LOCKS for each in bill_of_materials.of_lock(ROOT / lock)]
	assert bill_of_materials.document(again) == made
	assert bill_of_materials.document(again[1:])["serialNumber"] != made["serialNumber"]


def test_what_is_installed_is_read_from_the_python_that_runs_it():
	command = [sys.executable, str(ROOT / "script" / "bill-of-materials"), "--installed"]
	told = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
	versions = {one["name"]: one["version"] for one in told["components"]}
	assert versions["pytest"] == pytest.__version__


def test_a_line_that_pins_nothing_is_not_passed_over(tmp_path, monkeypatch):
	lock = tmp_path / "x.lock"
	lock.write_text("good==1.0 \\\n    --hash=sha256:" + "0" * 64 + "\nloose>=2\n")
	monkeypatch.setattr(bill_of_materials, "ROOT", tmp_path)
	monkeypatch.setitem(bill_of_materials.LOCKS, "x.lock", "required")
	with pytest.raises(Failure, match="pins nothing: loose"):
		list(bill_of_materials.of_lock(lock))
	lock.write_text("# nothing\n")
	with pytest.raises(Failure, match="names no package"):
		list(bill_of_materials.of_lock(lock))
