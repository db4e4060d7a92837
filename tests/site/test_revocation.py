"""Revocation lists: fetched, kept when they are the authority's own, and believed until they end."""

import base64
import threading
from datetime import timedelta
from functools import partial
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import frappe
import pytest

from esaylov import clock
from esaylov.core.signing import authority as ca
from esaylov.errors import FormInvalid, SignatureRefused
from esaylov.set_up import SETTING_UP
from esaylov.trust import service as trust

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
	return trust.trust_certificate(root.certificate_pem, "Sinov markazi", is_demo=True)


@pytest.fixture
def holder(root):
	return ca.issue(root, ca.Holder("SINOV", PINFL), clock.now() - DAY, clock.now() + DAY)


@pytest.fixture
def served():
	"""`served.content` is what the address gives; an empty one is a 503."""
	state = type("State", (), {"content": b"", "address": ""})()

	class Handler(BaseHTTPRequestHandler):
		def log_message(self, *_):
			"""Say nothing."""

		def do_GET(self):
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
	with SETTING_UP.writing():  # two administrators: tests/site/test_configuration.py
		document.save()


def outcome(holder) -> str:
	"""The code of the refusal of a signature, or "" where it holds."""
	signature = base64.b64encode(ca.sign_cms(CONTENT, holder, clock.now())).decode()
	try:
		trust.verify_login(CONTENT, signature)
	except SignatureRefused as refusal:
		return refusal.code
	return ""


def revoked_now(holder) -> list:
	return [(holder.certificate.serial_number, clock.now() - timedelta(hours=1))]


def test_a_fetched_list_revokes(root, row, holder, served):
	assert outcome(holder) == ""
	served.content = crl(root, revoked_now(holder))
	give(row, crl_url=served.address)
	assert trust.fetch_revocation_lists() == 1
	assert outcome(holder) == "certificate_revoked"
	assert trust.fetch_revocation_lists() == 0  # the same list again


def test_an_older_list_does_not_take_the_place_of_a_newer(root, row, holder, served):
	give(row, crl=base64.b64encode(crl(root, revoked_now(holder))).decode(), crl_url=served.address)
	served.content = crl(root, begins=-3)
	assert trust.fetch_revocation_lists() == 0
	assert outcome(holder) == "certificate_revoked"


@pytest.mark.parametrize("kind", ["down", "garbage", "another"])
def test_what_cannot_be_used_changes_nothing_and_is_noted(root, row, holder, served, kind):
	other = ca.make_authority("Boshqa", clock.now() - DAY, clock.now() + DAY)
	served.content = {"down": b"", "garbage": b"<html>", "another": crl(other)}[kind]
	give(row, crl=base64.b64encode(crl(root)).decode(), crl_url=served.address)
	assert trust.fetch_revocation_lists() == 0
	problem = frappe.db.get_value("Trusted Certificate", row, "crl_problem")
	assert problem == ("revocation_unknown" if kind == "down" else "revocation_list_invalid")
	assert outcome(holder) == ""


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
