"""A chain that does not hold raises an alarm: finding, notification, metric, /health, cockpit, one row of the Error Log."""

import json
import os
import time
from datetime import date, timedelta
from pathlib import Path

import frappe
import pytest
from factories import appeals as make
from factories import tls

from esaylov.core.records.chain import Event
from esaylov.framework import clock
from esaylov.framework.errors import SignatureRefused
from esaylov.permissions.configuration import chain_faults, comparison
from esaylov.reports import cockpit
from esaylov.setup import known_advisories
from esaylov.setup.operating import backup_results, health, measuring, tls_end
from esaylov.setup.operating.comparisons import chain_alarm
from esaylov.setup.operating.tls_end import note_tls_end
from esaylov.setup.verification import machine
from esaylov.setup.verification.result import Verdict
from esaylov.trust import heads, signatures
from esaylov.trust.chains import chain, event_witness
from esaylov.trust.chains.event_macs import mac_for

AUDITOR, ADMINISTRATOR = "auditor@esaylov.example", make.ADMINISTRATOR
COMMISSIONS = ("DC-1703214", "DC-1703217", "DC-1703209")
COMMISSION = COMMISSIONS[0]
TITLE = "A chain of events does not hold"


@pytest.fixture(autouse=True)
def begun(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(event_witness, "witness_folder", lambda: tmp_path / event_witness.FOLDER)
	chain_alarm.verify_chains()  # what other tests left on the site is found before
	for commission in COMMISSIONS:
		chain.record(commission, "test.step", {"n": frappe.generate_hash(length=8)}, clock.now())
	heads.publish()
	frappe.db.delete("Notification Log")


def forge(commission: str = COMMISSION) -> None:
	"""The last event without its MAC, as a writer of the database would leave it; a new one is published before."""
	chain.record(commission, "test.step", {"n": frappe.generate_hash(length=8)}, clock.now())
	frappe.db.sql(
		"update `tabChain Event` set mac='' where commission=%s order by sequence desc limit 1", commission
	)


def broken() -> list[str]:
	return chain_faults.list_broken_chains()


def errors() -> list[str]:
	return frappe.get_all("Error Log", {"method": TITLE}, pluck="error", order_by="creation desc")


def health_answer() -> dict:
	return json.loads(health._read().get_data())


def gauge(name: str) -> float:
	return next(gauge.samples[0].value for gauge in measuring._trust() if gauge.name == name)


def test_a_fault_is_told_within_ten_minutes_to_auditors_and_administrators():
	before = set(broken())
	assert health_answer()["chains"] is not bool(before)
	forge()
	chain_alarm.publish_heads()
	assert set(broken()) == {*before, COMMISSION}
	told = frappe.get_all("Notification Log", fields=["for_user", "subject"], order_by="name asc")
	assert {AUDITOR, ADMINISTRATOR} <= {row.for_user for row in told}
	assert all("1" in row.subject for row in told)
	assert gauge("esaylov_chains_broken") == len(before) + 1
	answer = health_answer()
	assert (answer["chains"], answer["degraded"]) == (False, True)


def test_many_faults_are_one_row_of_the_error_log_and_told_once():
	before = len(errors())
	for commission in COMMISSIONS:
		forge(commission)
	chain_alarm.verify_chains()
	chain_alarm.verify_chains()
	chain_alarm.publish_heads()
	found = errors()
	assert len(found) == before + 1
	assert any(all(commission in text for commission in COMMISSIONS) for text in found)
	assert set(COMMISSIONS) <= set(broken())
	assert len(frappe.get_all("Notification Log", {"for_user": AUDITOR})) == 1


def test_a_finding_is_closed_when_the_chain_holds_again_and_not_by_the_other_comparison():
	forge()
	mac = "update `tabChain Event` set mac=%s where commission=%s order by sequence desc limit 1"
	chain_alarm.verify_chains()
	comparison.find()
	assert COMMISSION in broken()
	event = frappe.get_last_doc("Chain Event", {"commission": COMMISSION}, order_by="sequence desc")
	fields = ("sequence", "event_id", "at", "kind", "body", "previous_hash", "hash")
	frappe.db.sql(mac, [mac_for(COMMISSION, Event(*(event.get(name) for name in fields))), COMMISSION])
	chain_alarm.verify_chains()
	assert COMMISSION not in broken()


def test_the_cockpit_names_the_chain():
	assert frappe.db.get_value("Election Commission", COMMISSION, "lft")
	assert len(cockpit.figures(AUDITOR, "", "")["broken_chains"]) == len(broken())
	before = len(broken())
	forge()
	chain_alarm.publish_heads()
	assert len(cockpit.figures(AUDITOR, "", "")["broken_chains"]) == before + 1


def test_health_compares_the_clocks_of_web_server_and_database():
	assert abs(clock.database_difference()) < 2
	assert health_answer()["clock"] is True
	frappe.db.sql("set timestamp=unix_timestamp()-600")  # now() moves, sysdate() is the machine's clock
	assert abs(clock.database_difference()) < 2
	frappe.db.sql("set timestamp=default")


def test_a_slow_clock_degrades_health(monkeypatch: pytest.MonkeyPatch):
	true = time.time
	monkeypatch.setattr(time, "time", lambda: true() - 100)
	assert round(clock.database_difference()) == -100
	answer = health_answer()
	assert (answer["clock"], answer["degraded"]) == (False, True)
	assert round(gauge("esaylov_clock_difference_seconds")) == -100


def test_a_signer_is_not_blamed_for_the_clock_of_the_server(monkeypatch: pytest.MonkeyPatch):
	signed, now, true = make.signature(make.PARTY, b"content"), clock.now, time.time
	monkeypatch.setattr(clock, "now", lambda: now() - timedelta(seconds=600))
	with pytest.raises(SignatureRefused) as refused:
		signatures.verify_login(b"content", signed)
	assert refused.value.code == "signing_time_ahead"
	monkeypatch.setattr(time, "time", lambda: true() - 600)
	with pytest.raises(SignatureRefused) as refused:
		signatures.verify_login(b"content", signed)
	assert refused.value.code == "server_clock_wrong"


def test_the_age_of_the_known_advisories_is_measured(monkeypatch: pytest.MonkeyPatch, tmp_path: Path):
	(gauge,) = measuring._advisories()
	age = known_advisories.snapshot_age_days(date.today())
	assert gauge.samples[0].value == age >= 0
	monkeypatch.setattr(known_advisories, "SECURITY", tmp_path)
	assert next(measuring._advisories()).samples == []
	(looked,) = machine._advisories()
	assert looked.verdict is Verdict.DOUBTFUL


def samples(gauges) -> dict[str, dict[str, float]]:
	"""Metric -> its only label's value ("" without one) -> number."""
	return {
		each.name: {"".join(dict(one.labels or {}).values()): one.value for one in each.samples}
		for each in gauges
	}


def test_the_age_and_the_failure_of_backups_are_the_times_of_their_notes(tmp_path, monkeypatch):
	monkeypatch.setattr(frappe, "get_site_path", lambda *parts: str(tmp_path.joinpath(*parts)))
	assert samples(measuring._backups()) == {"esaylov_backup_age_seconds": {}, "esaylov_backup_failed": {}}
	folder, now = tmp_path / backup_results.FOLDER, time.time()
	folder.mkdir()
	for name, age in (("full.done", 7200), ("log.done", 900), ("log.failed", 300)):
		(folder / name).touch()
		os.utime(folder / name, (now - age, now - age))
	found = samples(measuring._backups())
	assert found["esaylov_backup_failed"] == {"full": 0, "log": 1}
	assert found["esaylov_backup_age_seconds"] == pytest.approx({"full": 7200, "log": 900}, abs=60)


def test_the_first_certificate_that_expires_and_the_first_that_is_not_drawn_are_measured():
	now = frappe.utils.now_datetime()
	frappe.db.sql("update `tabTrusted Certificate` set valid_until=%s", now + timedelta(days=90))
	first = frappe.get_all("Trusted Certificate", {"is_active": 1}, pluck="name", limit=1)[0]
	frappe.db.set_value("Trusted Certificate", first, "valid_until", now + timedelta(days=10))
	frappe.db.sql("update `tabCertificate` set status='Valid' where status='Formed'")
	expires, undrawn = "esaylov_certificate_expires_seconds", "esaylov_certificates_undrawn_oldest_seconds"
	found = samples(measuring._expiries())
	assert found[expires]["trusted_certificate"] == pytest.approx(864_000, abs=60)
	assert found[undrawn] == {}
	waiting = {"name": "of-a-test", "status": "Formed", "creation": now - timedelta(hours=2)}
	frappe.db.sql(
		"insert into `tabCertificate` (name, status, creation) values (%(name)s, %(status)s, %(creation)s)",
		waiting,
	)
	assert samples(measuring._expiries())[undrawn] == pytest.approx({"": 7200}, abs=60)


def test_the_certificate_that_the_proxy_presents_is_measured(monkeypatch, tmp_path):
	"""It is not trusted and ends after a day."""
	monkeypatch.setitem(frappe.local.conf, "host_name", "http://127.0.0.1")
	note_tls_end()
	before = frappe.cache.get_value(tls_end.KEY, expires=True)
	try:
		with tls.in_front("http://127.0.0.1:9", frappe.local.site, tmp_path) as address:
			monkeypatch.setitem(frappe.local.conf, "host_name", address)
			note_tls_end()
		left = samples(measuring._expiries())["esaylov_certificate_expires_seconds"]["tls"]
		assert left == pytest.approx(86_400, abs=60)
		note_tls_end()
		assert tls_end.tls_seconds_left() == pytest.approx(left, abs=60), "nobody answers now"
	finally:
		frappe.cache.set_value(tls_end.KEY, before)


def test_before_the_first_publication_heads_are_as_old_as_the_first_event():
	frappe.db.delete("Published Head")
	(first,) = frappe.get_all("Chain Event", pluck="creation", order_by="creation asc", limit=1)
	frappe.db.set_value(
		"Chain Event", {"creation": first}, "creation", first - timedelta(hours=3), update_modified=False
	)
	assert gauge("esaylov_chain_heads_age_seconds") >= 10_800


def test_replicas_are_counted_where_the_database_waits_for_one(monkeypatch):
	assert measuring._replicas() is None
	answers = {"select @@global": [[1]], "show global status": [["Rpl_semi_sync_master_clients", "2"]]}
	monkeypatch.setattr(
		frappe.db,
		"sql",
		lambda text, *_: next(rows for begin, rows in answers.items() if text.startswith(begin)),
	)
	assert measuring._replicas() == 2


def test_errors_that_wait_in_the_cache_are_stored_each_minute():
	title = f"Fault of a read {frappe.generate_hash(length=8)}"
	frappe.log_error(title, "a trace\nof two lines", defer_insert=True)
	assert not frappe.db.exists("Error Log", {"method": title})
	(job,) = [
		name for name in frappe.get_hooks("scheduler_events")["cron"]["* * * * *"] if "waiting_errors" in name
	]
	frappe.get_attr(job)()
	assert frappe.db.exists("Error Log", {"method": title})
