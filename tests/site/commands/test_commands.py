"""Commands of operators: each calls a function that is there with what it takes, and one page lists all."""

import importlib
import inspect
import json
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import frappe
import pytest
from factories import documents

from esaylov.commands import commands
from esaylov.commands.operators import OPERATIONS, PREFIX
from esaylov.commands.typed_paths import TypedPath
from esaylov.framework.errors import FormInvalid, in_words
from esaylov.setup import administrators

PAGE = documents.ROOT / "docs" / "operators" / "commands.md"


@pytest.mark.parametrize("operation", OPERATIONS, ids=lambda one: one.name)
def test_a_command_gives_its_function_what_it_takes(operation):
	module, _, name = operation.function.rpartition(".")
	takes = inspect.signature(getattr(importlib.import_module(module), name)).parameters
	given = {one.name for one in operation.parameters}
	assert given <= set(takes)
	assert {one.name for one in takes.values() if one.default is inspect.Parameter.empty} <= given


def shown(command: click.Command) -> str:
	"""A command as it is typed: what must be given; what may be in brackets."""
	words = [command.name]
	for one in command.params:
		if isinstance(one, click.Argument):
			words.append(one.human_readable_name if one.required else f"[{one.human_readable_name.upper()}]")
		elif one.required:
			words.append(f"{one.opts[0]} …")
		else:
			words += [
				f"[{word}]" if getattr(one, "is_flag", False) else f"[{word} …]"
				for word in (one.secondary_opts or one.opts)
			]
	return " ".join(words)


def test_the_page_lists_every_command():
	rows = re.findall(r"^\| `(esaylov-[^`]+)` \| (.+) \|$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
	assert rows == [(shown(one), one.help) for one in commands]


def test_no_text_of_the_app_names_a_function_by_its_path():
	printed = (documents.ROOT / "esaylov").rglob("*.py")
	assert [
		path.name for path in printed if re.search(r"bench [^`\n]*execute ", path.read_text(encoding="utf-8"))
	] == []


def test_no_document_calls_a_function_by_its_path():
	typed = [
		*documents.ROOT.glob("docs/**/*.md"),
		documents.ROOT / "README.md",
		*documents.ROOT.glob("esaylov/**/*.md"),
	]
	pages = [path for path in typed if documents.name(path) not in documents.HISTORY]
	assert [
		documents.name(path) for path in pages if "execute esaylov." in path.read_text(encoding="utf-8")
	] == []


def run(*words: str, typed_in: Path | None = None, site: str = "") -> subprocess.CompletedProcess[str]:
	helper = "frappe.utils.bench_helper"  # what `bench` itself calls, in the folder `sites`
	command = [sys.executable, "-m", helper, "frappe", "--site", site or frappe.local.site, *words]
	typed = {"PWD": str(typed_in)} if typed_in else {}
	return subprocess.run(
		command, cwd=frappe.local.sites_path, env=os.environ | typed, capture_output=True, text=True
	)


def test_a_relative_file_belongs_to_the_folder_in_which_a_command_was_typed(tmp_path):
	census = run(f"{PREFIX}take-census")
	(tmp_path / "census.json").write_text(census.stdout)
	compared = run(f"{PREFIX}compare-census", "census.json", typed_in=tmp_path)
	assert (compared.returncode, compared.stderr) == (0, "")
	assert isinstance(json.loads(compared.stdout), list)
	missing = run(f"{PREFIX}create-administrators", "two.json", typed_in=tmp_path)
	assert missing.returncode == 2
	assert f"{tmp_path}/two.json" in missing.stderr
	assert "Traceback" not in missing.stderr


def test_a_file_in_a_folder_that_does_not_exist_is_refused_in_words(tmp_path):
	refused = run(f"{PREFIX}prepare-report-user", str(tmp_path / "missing" / "report.sql"))
	assert refused.returncode == 2
	assert f"{tmp_path}/missing" in refused.stderr
	assert "Traceback" not in refused.stderr


def test_a_site_that_does_not_exist_is_refused_in_words():
	refused = run(f"{PREFIX}find-lost-events", site="nowhere.localhost")
	assert refused.returncode == 1
	assert "There is no site nowhere.localhost" in refused.stderr
	assert "Traceback" not in refused.stderr


def test_no_command_takes_a_path_of_the_folder_sites():
	paths = [one for command in commands for one in command.params if isinstance(one.type, click.Path)]
	assert paths
	assert [one.name for one in paths if not isinstance(one.type, TypedPath)] == []


def test_a_command_prints_the_answer_and_refuses_in_one_line(tmp_path):
	wrong = tmp_path / "census.json"
	wrong.write_text("{")
	answer = run(f"{PREFIX}describe-lost-files")
	assert isinstance(json.loads(answer.stdout), list), answer.stderr
	for unknown in ("order-certificates", "adopt-events", "rehearse-archive"):
		refused = run(f"{PREFIX}{unknown}", "no-such-name")
		assert refused.returncode == 1
		assert refused.stderr.startswith("Error: ")
	assert "no JSON" in run(f"{PREFIX}compare-census", str(wrong)).stderr
	nobody = run(f"{PREFIX}open-login", "nobody@esaylov.example", "--reason", "tried")
	assert nobody.returncode == 1
	assert nobody.stderr.startswith("Error: ")
	assert "Traceback" not in nobody.stderr
	assert "no such command" in run(f"{PREFIX}nothing").stderr.lower()


def test_a_demonstration_in_an_unknown_language_is_refused():
	refused = run(f"{PREFIX}load-demonstration", "--language", "xx")
	assert (refused.returncode, refused.stdout) == (2, "")
	assert "'xx' is not one of 'uz', 'uz-2026', 'uz-Cyrl', 'ru', 'en', 'kaa'." in refused.stderr


@pytest.mark.parametrize("people", ["[]", "{}", "[1, 2]", '[{"email": "a@esaylov.example"}]', '"two"'])
def test_a_file_without_two_administrators_is_refused_by_name(people):
	with pytest.raises(FormInvalid) as refusal:
		administrators.check_people(json.loads(people))
	assert [finding.code for finding in refusal.value.findings] == ["administrators_two_needed"]


def test_a_missing_name_of_an_administrator_is_named_in_a_sentence():
	one = dict.fromkeys(("email", *administrators.PERSON), "x")
	with pytest.raises(FormInvalid) as refusal:
		administrators.check_people([one, {**one, "email": "y", "pinfl": "y", "phone": "y", "surname": ""}])
	assert "Administrator 2 in the file has no surname" in in_words(refusal.value, "en")


def test_two_administrators_are_two_people():
	one = dict.fromkeys(("email", *administrators.PERSON), "x")
	with pytest.raises(FormInvalid) as refusal:
		administrators.check_people([one, {**one, "email": "y", "pinfl": "y"}])
	assert [(finding.code, finding.path) for finding in refusal.value.findings] == [
		("administrators_same_field", "[1].phone")
	]
