"""Whether a bench and its site are as they should be: what is wrong is named with its mending, and a filing leaves nothing."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import frappe
import pytest
from cryptography.fernet import Fernet
from factories.ports import free_port
from frappe.twofactor import set_default
from frappe.utils.password import encrypt, set_encrypted_password

from esaylov.framework import place
from esaylov.setup import framework_floor, install, uninstall
from esaylov.setup.verification import filing, machine, reporting, site, stored_secrets
from esaylov.setup.verification.result import Verdict

TABLES = (
	"Election",
	"Election Stage",
	"Person",
	"User",
	"Appeal",
	"Trusted Certificate",
	"Chain Event",
	"SMS Message",
)


@pytest.fixture(autouse=True)
def no_wait(monkeypatch):
	"""No web server runs beside these tests: nothing is gained by waiting for one."""
	monkeypatch.setattr(site, "STARTING_SECONDS", 0)


def verdicts(results) -> dict[str, str]:
	return {one.seen: one.verdict.value for one in results}


def test_a_throw_away_filing_comes_through_and_leaves_no_row():
	before = {table: frappe.db.count(table) for table in TABLES}
	counters = frappe.get_all("Commission Counter", fields=["*"], order_by="name asc")
	found = filing.check()
	assert (found.verdict, found.mend) == (Verdict.RIGHT, ""), found.seen
	assert {table: frappe.db.count(table) for table in TABLES} == before
	assert frappe.get_all("Commission Counter", fields=["*"], order_by="name asc") == counters
	assert frappe.session.user == "Administrator"


def test_a_filing_that_is_refused_is_told_with_its_code(monkeypatch):
	monkeypatch.setattr(filing, "DAYS_AHEAD", -400)  # its campaign is over
	found = filing.check()
	assert found.verdict is Verdict.WRONG
	assert "not_in_window" in found.seen or "refused" in found.seen
	assert found.mend


@pytest.mark.parametrize(
	("version", "accepted", "verdict"),
	[
		("15.92.0", "", Verdict.WRONG),
		("15.92.0", "15.92.0", Verdict.DOUBTFUL),
		("15.92.0", "15.91.0", Verdict.WRONG),  # another release than was taken on
		("15.122.0", "", Verdict.RIGHT),
		("16.9.0", "", Verdict.WRONG),
		("16.50.0", "", Verdict.RIGHT),
	],
)
def test_the_release_of_the_framework_is_judged(monkeypatch, version, accepted, verdict):
	monkeypatch.setattr(frappe, "__version__", version)
	monkeypatch.setitem(frappe.conf, framework_floor.ACCEPTED, accepted)
	found = machine._framework()
	assert found.verdict is verdict
	assert (verdict is Verdict.RIGHT) == (not found.mend)
	if verdict is Verdict.WRONG:
		with pytest.raises(frappe.IncompatibleApp, match="known weaknesses"):
			framework_floor.refuse_unsafe()
	else:
		framework_floor.refuse_unsafe()


def test_an_installation_is_refused_before_anything_is_written(monkeypatch):
	monkeypatch.setattr(frappe, "__version__", "15.92.0")
	monkeypatch.setitem(frappe.conf, framework_floor.ACCEPTED, "")
	frappe.db.set_global(uninstall.STOOD, "")  # as on a site on which we never were
	with pytest.raises(frappe.IncompatibleApp, match="CVE-2026-35614: SQL injection by bulk_update"):
		install.before_install()
	assert not frappe.db.get_global(uninstall.STOOD)


@pytest.mark.parametrize("version", ["14.99.0", "17.0.0-dev"])
def test_a_series_that_is_not_ours_is_refused(monkeypatch, version):
	monkeypatch.setattr(frappe, "__version__", version)
	monkeypatch.setitem(frappe.conf, framework_floor.ACCEPTED, version)
	with pytest.raises(frappe.IncompatibleApp, match="runs on Frappe"):
		framework_floor.refuse_unsafe()


def test_open_weaknesses_are_told_daily(monkeypatch):
	monkeypatch.setattr(frappe, "__version__", "16.9.0")
	frappe.db.delete("Error Log", {"method": ["like", "Frappe 16.9.0%"]})
	framework_floor.warn()
	assert frappe.db.count("Error Log", {"method": ["like", "Frappe 16.9.0 has % known weaknesses%"]}) == 1
	monkeypatch.setattr(frappe, "__version__", framework_floor.floor("16.9.0"))
	framework_floor.warn()
	assert frappe.db.count("Error Log", {"method": ["like", "Frappe 16.%known weaknesses%"]}) == 1


@pytest.fixture
def one_of_each_secret():
	"""One of each kind, made with the present encryption key."""
	set_encrypted_password("OneID Settings", "OneID Settings", "sinov-siri", "client_secret")
	set_default("kalit@esaylov.example_otpsecret", encrypt("JBSWY3DPEHPK3PXP"))


def key_results() -> dict[str, Verdict]:
	return {one.seen: one.verdict for one in site.check() if one.area == "keys"}


def test_secrets_of_another_encryption_key_are_counted_and_named(monkeypatch, one_of_each_secret):
	assert not [seen for seen in key_results() if "cannot be decrypted" in seen]
	before = len(frappe.local.message_log)
	monkeypatch.setitem(frappe.conf, "encryption_key", Fernet.generate_key().decode())
	(found,) = [one for one in site.check() if "cannot be decrypted" in one.seen]
	assert found.verdict is Verdict.WRONG
	assert "OneID Settings client_secret" in found.seen
	assert "second factor of kalit@esaylov.example" in stored_secrets.find_undecryptable()
	assert "running.md, The encryption key" in found.mend
	assert len(frappe.local.message_log) == before
	assert "sinov-siri" not in found.seen


def test_secrets_are_counted_by_an_encryption_key_of_another_form(monkeypatch, one_of_each_secret):
	monkeypatch.setitem(frappe.conf, "encryption_key", "no-fernet-key")
	assert [seen for seen in key_results() if "cannot be decrypted" in seen]


def test_a_decided_proposal_is_no_stored_secret(monkeypatch):
	change = frappe.get_doc(
		{"doctype": "Configuration Change", "name": "decided-proposal", "status": "Declined"}
	)
	change.db_insert()
	set_encrypted_password("Configuration Change", change.name, "{}", "sealed")
	monkeypatch.setitem(frappe.conf, "encryption_key", Fernet.generate_key().decode())
	assert not [seen for seen in key_results() if "Configuration Change" in seen]
	frappe.db.set_value("Configuration Change", change.name, "status", "Proposed")
	assert [seen for seen in key_results() if "Configuration Change decided-proposal sealed" in seen]


FAULTS = {
	"encryption_key is missing": lambda patch: patch.setitem(frappe.conf, "encryption_key", ""),
	"esaylov_signing_key is missing": lambda patch: patch.setitem(frappe.conf, "esaylov_signing_key", ""),
	"esaylov_customising is set": lambda patch: patch.setitem(frappe.conf, "esaylov_customising", 1),
	"a restored copy that takes and sends nothing": lambda patch: patch.setattr(
		place, "is_held", lambda: True
	),
	"time zone UTC": lambda _: frappe.db.set_single_value("System Settings", "time_zone", "UTC"),
	"not enabled: kaa": lambda _: frappe.db.set_value("Language", "kaa", "enabled", 0),
	"0 authorities are trusted": lambda _: frappe.db.set_value(
		"Trusted Certificate", {"name": ["!=", ""]}, "is_active", 0
	),
	"missing: nowhere.bundle.js": lambda patch: patch.setattr(
		site, "_bundles", lambda: ["nowhere.bundle.js"]
	),
}


@pytest.fixture
def uncached_settings():
	"""System Settings are cached for later tests as they are within the transaction, with its time zone."""
	yield
	frappe.db.rollback()
	frappe.clear_document_cache("System Settings", "System Settings")
	frappe.local.system_settings = None


@pytest.mark.parametrize("seen", FAULTS)
@pytest.mark.usefixtures("uncached_settings")
def test_what_is_wrong_is_named_with_its_mending(monkeypatch, seen):
	assert seen not in verdicts([*machine.check(), *site.check()])
	FAULTS[seen](monkeypatch)
	(found,) = [one for one in [*machine.check(), *site.check()] if one.seen == seen]
	assert found.verdict is not Verdict.RIGHT
	assert found.mend


def test_a_site_without_encryption_key_is_wrong(monkeypatch):
	monkeypatch.setitem(frappe.conf, "encryption_key", "")
	assert key_results()["encryption_key is missing"] is Verdict.WRONG


def test_a_command_ends_with_one_where_anything_is_wrong(monkeypatch, capsys):
	monkeypatch.setitem(frappe.conf, "esaylov_signing_key", "")
	with pytest.raises(SystemExit) as ended:
		reporting.verify(with_filing=False)
	assert ended.value.code == 1
	told = capsys.readouterr().out
	assert "✗ keys: esaylov_signing_key is missing\n    bench" in told
	assert told.splitlines()[-1].endswith("wrong")


def test_a_script_gets_rows():
	(first, *_) = reporting.report(with_filing=False)
	assert first == {"area": "versions", "verdict": "right", "seen": first["seen"], "mend": ""}


class Healthy(BaseHTTPRequestHandler):
	"""A web server that answers its first request late."""

	def do_GET(self) -> None:
		time.sleep(0.4 if self.path == "/health" else 0)
		self.send_response(200)
		self.end_headers()

	def log_message(self, format: str, *args: object) -> None:
		"""Nobody reads them."""


def test_a_web_server_that_is_starting_is_waited_for(monkeypatch):
	server = ThreadingHTTPServer(("127.0.0.1", 0), Healthy, bind_and_activate=False)
	port = free_port()
	server.server_address = ("127.0.0.1", port)
	monkeypatch.setitem(frappe.conf, "webserver_port", port)
	monkeypatch.setattr(site, "SECONDS", 0.1)
	assert site._web().verdict is Verdict.DOUBTFUL  # nothing listens

	def start() -> None:
		time.sleep(0.3)
		server.server_bind()
		server.server_activate()
		server.serve_forever()

	threading.Thread(target=start, daemon=True).start()
	monkeypatch.setattr(site, "STARTING_SECONDS", 10)
	try:
		assert site._web().seen == f"web: port {port} answers 200"
	finally:
		server.shutdown()
		server.server_close()
