"""Known vulnerabilities fail the run; a service that cannot tell is said aloud and never taken for a clean answer."""

import json
import shutil
import tomllib
from datetime import date

import pytest

from standalone import advisories
from standalone.advisories import Found, Service
from standalone.paths import ROOT

TODAY = date(2026, 11, 24)
BAD = Found("jinja2", ("PYSEC-2019-217",))
KNOWN = tomllib.loads(advisories.ACCEPTED.read_text(encoding="utf-8"))
CANNOT_TELL = "not asked: "


def service(probe: list[Found] | None, answer: list[Found] | None) -> Service:
	return Service("pip-audit", lambda: probe, advisories.PYTHON_LOCKS[:1], lambda lock: answer)


def test_the_file_has_a_dated_reason_for_each_service(built):
	for name in (one.name for one in advisories.services(built)):
		assert isinstance(KNOWN["unreachable"][name]["seen"], date)
		assert KNOWN["unreachable"][name]["reason"]


@pytest.mark.parametrize("answer", [[], [Found("unknown", ())]])
def test_nothing_found_by_who_can_tell_passes(answer, capsys):
	assert advisories.asked(service([BAD], answer), KNOWN, TODAY) == 0
	assert CANNOT_TELL not in capsys.readouterr().out


def test_what_is_found_fails_and_is_named(capsys):
	assert advisories.asked(service([BAD], [BAD]), KNOWN, TODAY) == 1
	assert "jinja2: PYSEC-2019-217" in capsys.readouterr().out


@pytest.mark.parametrize("probe", [None, [], [Found("jinja2", ())]])
def test_who_does_not_know_the_bad_package_is_not_believed(probe, capsys):
	assert advisories.asked(service(probe, []), KNOWN, TODAY) == 0
	said = capsys.readouterr().out
	assert CANNOT_TELL in said
	assert "seen 2026-" in said


def test_who_stops_answering_is_not_believed_either(capsys):
	assert advisories.asked(service([BAD], None), KNOWN, TODAY) == 0
	assert CANNOT_TELL in capsys.readouterr().out


@pytest.mark.parametrize(("until", "failed"), [(date(2026, 11, 24), 0), (date(2026, 11, 23), 1)])
def test_what_is_accepted_passes_until_its_day(until, failed):
	row = {"package": "jinja2", "id": "PYSEC-2019-217", "until": until}
	assert advisories.asked(service([BAD], [BAD]), {**KNOWN, "accepted": [row]}, TODAY) == failed


def test_an_acceptance_is_for_one_advisory_of_one_package():
	rows = [{"package": "other", "id": "PYSEC-2019-217", "until": TODAY}]
	rows += [{"package": "jinja2", "id": "PYSEC-1", "until": TODAY}]
	assert advisories.refused([BAD], rows, TODAY) == [BAD]


@pytest.mark.parametrize(
	"text", ["", "ERROR:pip_audit: service", "[]", '{"error": "no"}', '{"dependencies": 1}']
)
def test_an_answer_of_pip_audit_that_is_none(text):
	assert advisories.of_pip(text) is None


def test_an_answer_of_pip_audit():
	rows = [
		{"name": "jinja2", "version": "2.10", "vulns": [{"id": "PYSEC-2019-217", "aliases": []}]},
		{"name": "clean", "version": "1", "vulns": []},
		{"name": "unknown", "skip_reason": "not found on PyPI"},
	]
	assert advisories.of_pip(json.dumps({"dependencies": rows, "fixes": []})) == [BAD, Found("unknown", ())]


@pytest.mark.parametrize("text", ["", "[]", '{"statusCode": 405, "error": {"summary": ""}}'])
def test_an_answer_of_npm_that_is_none(text):
	assert advisories.of_npm(text) is None


def test_an_answer_of_npm():
	advisory = {"source": 1, "name": "lodash", "url": "https://github.com/advisories/GHSA-jf85-cpcp-j695"}
	rows = {
		"lodash": {"name": "lodash", "severity": "critical", "via": [advisory]},
		"parent": {"name": "parent", "severity": "critical", "via": ["lodash"]},
	}
	answer = json.dumps({"auditReportVersion": 2, "vulnerabilities": rows})
	assert advisories.of_npm(answer) == [Found("lodash", ("GHSA-jf85-cpcp-j695",))]
	assert advisories.of_npm('{"auditReportVersion": 2, "vulnerabilities": {}}') == []


def test_a_program_that_takes_too_long_has_said_nothing(tmp_path, monkeypatch):
	monkeypatch.setattr(advisories, "SECONDS", 0.1)
	assert advisories.said(["sleep", "5"], tmp_path) == ""


ANSWER = {"taken_on": "2026-11-20", "without_records": [], "found": []}
ACCEPTED = {"package": "quill", "id": "GHSA-4943-9vgg-gr5r", "until": date(2027, 3, 1), "reason": "…"}


def test_a_finding_of_the_snapshot_fails_unless_it_is_accepted(capsys):
	found = ANSWER | {"found": [["quill", ["GHSA-4943-9vgg-gr5r"]]]}
	assert advisories.judge_snapshot(ANSWER, {}, TODAY) == 0
	assert advisories.judge_snapshot(found, {}, TODAY) == 1
	assert "quill: GHSA-4943-9vgg-gr5r" in capsys.readouterr().out
	assert advisories.judge_snapshot(found, {"accepted": [ACCEPTED]}, TODAY) == 0
	assert advisories.judge_snapshot(found, {"accepted": [ACCEPTED]}, date(2027, 3, 2)) == 1


@pytest.mark.parametrize(("day", "is_alarm"), [(date(2026, 11, 27), False), (date(2026, 11, 28), True)])
def test_a_snapshot_older_than_seven_days_raises_an_alarm(day, is_alarm, capsys):
	advisories.judge_snapshot(ANSWER | {"without_records": ["npm"]}, {}, day)
	said = capsys.readouterr().out
	assert ("ALARM" in said) is is_alarm
	assert "no record of npm" in said


def test_the_snapshot_of_the_repository_is_signed_and_its_findings_are_accepted(built, capsys):
	assert advisories.check_snapshot(built, KNOWN, date(2026, 12, 1)) == 0
	assert advisories.check_snapshot(built, {}, date(2026, 12, 1)) == 1
	assert "quill: GHSA-4943-9vgg-gr5r" in capsys.readouterr().out


def test_a_changed_snapshot_fails_the_run(built, tmp_path, monkeypatch, capsys):
	copy = shutil.copytree(
		ROOT,
		tmp_path / "copy",
		ignore=lambda folder, names: [n for n in names if n in (".bench", ".git", "node_modules")],
	)
	path = copy / "security" / "osv" / "snapshot.jsonl"
	path.write_bytes(path.read_bytes().replace(b"2024-10-10", b"2026-12-01", 1))
	monkeypatch.setattr(advisories, "ROOT", copy)
	assert advisories.check_snapshot(built, KNOWN, TODAY) == 1
	assert "the signature does not hold" in capsys.readouterr().out
