"""Revocation lists: fetched, kept when they are the authority's own, and believed until they end."""

import base64
import select
import socket
import threading
from contextlib import suppress
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import frappe
import pytest

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, SignatureRefused
from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.integrations import outgoing
from esaylov.integrations.base import Unreachable
from esaylov.setup.demo.signing import authority as ca
from esaylov.trust import revocation, signatures

PINFL = "10101800000030"
DAY = timedelta(days=1)
CONTENT = b"content"


@pytest.fixture
def root():
	return ca.make_authority(
		f"Sinov {frappe.generate_hash(length=6)}", clock.now() - 9 * DAY, clock.now() + 9 * DAY
	)


@pytest.fixture
def row(root):
	return signatures.trust_certificate(root.certificate_pem, "Sinov markazi", is_demo=True)


@pytest.fixture
def holder(root):
	return ca.issue(root, ca.Holder("SINOV", PINFL), clock.now() - DAY, clock.now() + DAY)


@pytest.fixture
def served(monkeypatch):
	"""`served.content` is what the address gives; an empty one is a 503."""
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)  # this server is beside the site
	state = type("State", (), {"content": b"", "address": "", "raw": b""})()

	class Handler(BaseHTTPRequestHandler):
		def log_message(self, *_):
			"""Say nothing."""

		def do_GET(self):
			if state.raw:
				self.wfile.write(state.raw)
				return
			self.send_response(200 if state.content else 503)
			self.send_header("Content-Length", str(len(state.content)))
			self.end_headers()
			self.wfile.write(state.content)

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	threading.Thread(target=partial(server.serve_forever, poll_interval=0.05), daemon=True).start()
	state.address = f"http://127.0.0.1:{server.server_address[1]}/list.crl"
	yield state
	server.shutdown()
	server.server_close()


def crl(root, revoked=(), begins=-1, ends=1) -> bytes:
	"""A list in force from so many days ago until so many days ahead."""
	return ca.make_crl(root, revoked, clock.now() + begins * DAY, clock.now() + ends * DAY)


def give(row: str, **values) -> None:
	document = frappe.get_doc("Trusted Certificate", row)
	document.update(values)
	with (
		SETTING_UP.writing()
	):  # two administrators: tests/site/permissions/configuration/test_configuration.py
		document.save()


def outcome(holder) -> str:
	"""The code of the refusal of a signature, or "" where it holds."""
	signature = base64.b64encode(ca.sign_cms(CONTENT, holder, clock.now())).decode()
	try:
		signatures.verify_login(CONTENT, signature)
	except SignatureRefused as refusal:
		return refusal.code
	return ""


def revoked_now(holder) -> list:
	return [(holder.certificate.serial_number, clock.now() - timedelta(hours=1))]


def test_a_fetched_list_revokes(root, row, holder, served):
	assert outcome(holder) == ""
	served.content = crl(root, revoked_now(holder))
	give(row, crl_url=served.address)
	assert revocation.fetch_all() == 1
	assert outcome(holder) == "certificate_revoked"
	assert revocation.fetch_all() == 0  # the same list again


def test_an_older_list_does_not_take_the_place_of_a_newer(root, row, holder, served):
	give(row, crl=base64.b64encode(crl(root, revoked_now(holder))).decode(), crl_url=served.address)
	served.content = crl(root, begins=-3)
	assert revocation.fetch_all() == 0
	assert outcome(holder) == "certificate_revoked"


@pytest.mark.parametrize("kind", ["down", "garbage", "another"])
def test_what_cannot_be_used_changes_nothing_and_is_noted(root, row, holder, served, kind):
	other = ca.make_authority("Boshqa", clock.now() - DAY, clock.now() + DAY)
	served.content = {"down": b"", "garbage": b"<html>", "another": crl(other)}[kind]
	give(row, crl=base64.b64encode(crl(root)).decode(), crl_url=served.address)
	assert revocation.fetch_all() == 0
	problem = frappe.db.get_value("Trusted Certificate", row, "crl_problem")
	assert problem == ("revocation_unknown" if kind == "down" else "revocation_list_invalid")
	assert outcome(holder) == ""


@pytest.mark.parametrize(
	"raw",
	[
		b"no http at all\r\n\r\n",
		b"HTTP/1.1 200 OK\r\nContent-Length: 500\r\n\r\nshort",
		b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nZZ\r\n",
		b"HTTP/1.1 302 Found\r\nLocation: http://.../\r\nContent-Length: 0\r\n\r\n",
		b"HTTP/1.1 302 Found\r\nLocation: /list.crl\r\nContent-Length: 0\r\n\r\n",
	],
)
def test_one_bad_server_stops_no_list_after_it(root, row, served, raw):
	served.content, served.raw = crl(root), raw
	give(row, crl_url=served.address)
	other = ca.make_authority(frappe.generate_hash(length=6), clock.now() - DAY, clock.now() + DAY)
	signatures.trust_certificate(other.certificate_pem, "Boshqa", is_demo=True)
	assert revocation.fetch_all() == 0
	assert frappe.db.get_value("Trusted Certificate", row, "crl_problem") == "revocation_unknown"


def test_whatever_fails_is_one_lists_failure(root, row, served, monkeypatch):
	served.content = crl(root)
	give(row, crl_url=served.address)
	first = ca.make_authority(frappe.generate_hash(length=6), clock.now() - DAY, clock.now() + DAY)
	broken = signatures.trust_certificate(first.certificate_pem, "Birinchi", is_demo=True)
	frappe.db.set_value("Trusted Certificate", broken, {"crl_url": served.address, "pem": "none"})
	assert revocation.fetch_all() == 1
	assert frappe.db.get_value("Trusted Certificate", broken, "crl_problem") == "revocation_unknown"


@pytest.mark.parametrize(
	"address",
	[
		"http://127.0.0.1/a.crl",
		"http://2130706433/",
		"http://0177.0.0.1/",
		"http://[::ffff:0:7f00:1]/",
		"http://...",
	],
)
def test_no_list_is_fetched_from_inside(row, served, monkeypatch, address):
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", False)
	frappe.db.set_value("Trusted Certificate", row, "crl_url", address)
	assert revocation.fetch_all() == 0
	problem = frappe.db.get_value("Trusted Certificate", row, "crl_problem")
	assert problem == ("revocation_unknown" if address == "http://..." else "revocation_address")


@pytest.mark.parametrize("address", ["ftp://x/a.crl", "file:///etc/passwd", "http://u:p@x/", "http://x:25/"])
def test_an_address_of_another_form_is_not_saved(row, address):
	with pytest.raises(FormInvalid):
		give(row, crl_url=address)


def test_a_list_that_ended_lets_nobody_sign(root, row, holder):
	give(row, crl=base64.b64encode(crl(root, begins=-3, ends=-1)).decode())
	assert outcome(holder) == "revocation_list_stale"


def test_an_authority_that_needs_a_list_is_not_believed_without(root, row, holder):
	give(row, requires_crl=1)
	assert outcome(holder) == "revocation_unknown"
	give(row, crl=base64.b64encode(crl(root)).decode())
	assert outcome(holder) == ""


@pytest.mark.parametrize("text", ["garbage", "AAAA", "-----BEGIN X509 CRL-----"])
def test_an_unreadable_list_is_not_saved(row, text):
	with pytest.raises(FormInvalid):
		give(row, crl=text)


def test_the_list_of_another_authority_is_not_saved(row):
	other = ca.make_authority("Boshqa", clock.now() - DAY, clock.now() + DAY)
	with pytest.raises(FormInvalid):
		give(row, crl=base64.b64encode(crl(other)).decode())


@pytest.mark.parametrize("by_person", [True, False], ids=["administrator", "set-up"])
def test_nobody_empties_the_list_that_stands_or_puts_an_older_in_its_place(
	root, row, holder, as_user, by_person
):
	give(row, crl=base64.b64encode(crl(root, revoked_now(holder))).decode())
	if by_person:
		as_user("administrator@esaylov.example")
	for text in ("", " ", base64.b64encode(crl(root, begins=-3)).decode()):
		with pytest.raises(FormInvalid):
			frappe.get_doc("Trusted Certificate", row).update({"crl": text}).save()
		assert outcome(holder) == "certificate_revoked"


def test_a_list_does_not_stay_behind_when_its_certificate_waits_for_a_second_person(root, row, as_user):
	give(row, crl=base64.b64encode(crl(root)).decode())
	other = ca.make_authority("Boshqa", clock.now() - DAY, clock.now() + DAY)
	stood = frappe.db.get_value("Trusted Certificate", row, ["pem", "crl", "subject_name"])
	as_user("administrator@esaylov.example")
	for text in ("", base64.b64encode(crl(other)).decode()):
		with pytest.raises(FormInvalid):
			frappe.get_doc("Trusted Certificate", row).update(
				{"pem": other.certificate_pem, "crl": text}
			).save()
	assert frappe.db.get_value("Trusted Certificate", row, ["pem", "crl", "subject_name"]) == stood


HEADS = {
	"line": (b"HTTP/1.1 200 ", b"x"),
	"head": (b"HTTP/1.1 200 OK\r\nX-Slow: ", b"x"),
	"body": (b"HTTP/1.1 200 OK\r\nContent-Length: 9000\r\n\r\n", b"x"),
	"chunks": (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", b"1\r\nx\r\n"),
}


@pytest.mark.parametrize("where", HEADS)
def test_who_gives_it_byte_by_byte_is_left(where, monkeypatch):
	"""Its bytes come in time, one after another: only the whole of it does not."""
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)
	monkeypatch.setattr(outgoing, "WHOLE_SECONDS", 0.2)
	begins, again = HEADS[where]
	was_left = threading.Event()

	def give(listener: socket.socket) -> None:
		line, _ = listener.accept()
		with line, suppress(ConnectionError):
			line.recv(4000)
			line.sendall(begins)
			for _ in range(200):
				if select.select([line], [], [], 0.02)[0] and not line.recv(1):
					was_left.set()
					return
				line.sendall(again)
			return
		was_left.set()

	with socket.create_server(("127.0.0.1", 0)) as listener:
		slow = threading.Thread(target=give, args=[listener])
		slow.start()
		target = outgoing.find(
			"revocation", f"http://127.0.0.1:{listener.getsockname()[1]}/", allow_plain=True
		)
		with pytest.raises(Unreachable):
			outgoing.get("revocation", target, 10_000)
		slow.join()
	assert was_left.is_set()
