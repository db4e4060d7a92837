"""Webhooks from an event to a receiver: signed, once for each event, repeated, paused; nothing private is called."""

import json
import runpy
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import frappe
import pytest
from cryptography.fernet import Fernet
from factories import settled
from factories.permission_rows import integrator_user

from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken, WrongState
from esaylov.integrations import outgoing as calling
from esaylov.integrations.base import Refused
from esaylov.integrations.inbound import deliveries, keys, receivers
from esaylov.setup.demo import ground
from esaylov.trust.chains import chain

CLIENT = Path(__file__).resolve().parents[3] / "docs" / "integrators" / "client.py"
DOCTYPES = (
	"Webhook Delivery",
	"Webhook Family",
	"Webhook Receiver",
	"Integrator Key Scope",
	"Integrator Key",
)


@dataclass
class Hook:
	"""The receiver's program: what it got, and what it answers."""

	url: str = ""
	status: int = 204
	got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)


@pytest.fixture
def hook() -> Iterator[Hook]:
	found = Hook()

	class Handler(BaseHTTPRequestHandler):
		def do_POST(self) -> None:
			body = self.rfile.read(int(self.headers["Content-Length"]))
			found.got.append(({key.lower(): value for key, value in self.headers.items()}, body))
			self.send_response(found.status)
			if found.status == 302:
				self.send_header("Location", found.url)
			self.send_header("Content-Length", "0")
			self.end_headers()

		def log_message(self, *_: Any) -> None:
			pass

	server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
	threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
	found.url = f"http://127.0.0.1:{server.server_port}/hook?of=saylov"
	yield found
	server.shutdown()
	server.server_close()


@dataclass
class Receiver:
	name: str
	secret: str
	earlier: list[str] = field(default_factory=list)
	"""Deliveries of what tests before wrote on days to come: told and stopped before this test begins."""

	def deliver(self) -> int:
		"""Collect what happened, and hand over what is due."""
		deliveries.run()
		return deliveries.deliver(self.name)

	def rows(self) -> list[Any]:
		own = {"receiver": self.name, "name": ["not in", self.earlier or [""]]}
		return frappe.get_all("Webhook Delivery", own, ["*"], order_by="creation asc, name asc", limit=0)

	def make_due(self) -> None:
		frappe.db.set_value("Webhook Delivery", {"receiver": self.name}, "next_attempt_at", clock.now())


@pytest.fixture
def receiver(hook, monkeypatch) -> Iterator[Receiver]:
	"""A receiver that is switched on. Jobs commit, so what is made here is taken away by name."""
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)
	monkeypatch.setattr(frappe, "enqueue", lambda *_, **__: None)  # the worker beside the tests calls nobody
	made = entered(hook.url)
	secret = receivers.new_secret(made)
	receivers.start(made)
	deliveries.run()
	earlier = frappe.get_all(
		"Webhook Delivery", {"receiver": made}, pluck="name", order_by="name asc", limit=0
	)
	frappe.db.set_value("Webhook Delivery", {"receiver": made}, "status", "Stopped")
	frappe.db.commit()
	yield Receiver(made, secret, earlier)
	frappe.db.rollback()
	for doctype in DOCTYPES:
		frappe.db.delete(
			doctype, {"creation": [">=", frappe.db.get_value("Webhook Receiver", made, "creation")]}
		)
	frappe.db.commit()


def entered(url: str, **values: Any) -> str:
	key = frappe.new_doc("Integrator Key")
	key.update(
		{"title": "Sinov", "user": integrator_user().name, "expires_at": clock.now() + timedelta(days=1)}
	)
	key.append("scopes", {"scope": "status:read"})
	settled.inserted(key)
	keys.issue(key.name)
	receiver = frappe.new_doc("Webhook Receiver")
	receiver.update({"title": "Sinov", "integrator_key": key.name, "url": url, **values})
	for family in ("appeal", "decision", "certificate", "register"):
		receiver.append("families", {"family": family})
	return settled.inserted(receiver).name


def happen(kind: str = "appeal.filed", commission: str = ground.COMMISSION, **body: str) -> None:
	chain.record(commission, kind, {"appeal": frappe.generate_hash(length=10), **body}, clock.now())
	frappe.db.commit()


def test_an_event_arrives_once_signed_with_names_alone(receiver, hook):
	happen(appeal="sinov-1")
	assert receiver.deliver() == 1
	assert receiver.deliver() == 0
	((headers, body),) = hook.got
	told = json.loads(body)
	assert told["type"] == "appeal.filed"
	assert told["data"]["appeal"] == "sinov-1"
	assert told["data"]["commission"] == ground.COMMISSION
	is_from_esaylov = runpy.run_path(str(CLIENT))["is_from_esaylov"]
	assert is_from_esaylov(receiver.secret, headers, body)
	assert not is_from_esaylov(receiver.secret, headers, body + b" ")
	assert not is_from_esaylov(receiver.secret, headers, body, now=int(headers["webhook-timestamp"]) + 301)
	(row,) = receiver.rows()
	assert (row.status, row.last_status, row.attempts) == ("Delivered", 204, 1)


@pytest.mark.parametrize("days", [-30, 30])
def test_a_receiver_is_told_wherever_the_clock_of_a_demonstration_stands(hook, request, days):
	before = clock.offset()
	clock.move(timedelta(days=days))
	frappe.db.commit()
	try:
		receiver = request.getfixturevalue("receiver")
		happen()
		chain.record_all(
			[chain.NewEvent(ground.COMMISSION, "appeal.filed", {"appeal": "sinov-2"})], clock.now()
		)
		frappe.db.commit()
		assert receiver.deliver() == 2
		assert receiver.deliver() == 0
	finally:
		clock.move(before)
		frappe.db.commit()


def test_what_is_rolled_back_is_told_to_nobody(receiver, hook):
	chain.record(ground.COMMISSION, "appeal.filed", {"appeal": "x"}, clock.now())
	frappe.db.rollback()
	assert receiver.deliver() == 0
	assert hook.got == []


def test_only_the_families_and_commissions_asked_for_are_told(receiver, hook):
	frappe.db.set_value("Webhook Receiver", receiver.name, "commission", ground.COMMISSION)
	frappe.db.delete("Webhook Family", {"parent": receiver.name, "family": ["!=", "decision"]})
	other = frappe.db.get_value("Election Commission", {"level": "CEC"})
	happen("appeal.filed")
	happen("session.opened")
	happen("decision.signed", commission=other)
	happen("decision.signed")
	assert receiver.deliver() == 1
	assert [json.loads(body)["type"] for _, body in hook.got] == ["decision.signed"]


def test_changes_of_registers_are_told(receiver, hook):
	frappe.db.bulk_insert(
		"Register Event",
		[
			"name",
			"creation",
			"modified",
			"register",
			"entry",
			"commission",
			"occurred_at",
			"from_status",
			"to_status",
		],
		[
			(
				"sinov-" + frappe.generate_hash(length=10),
				frappe.utils.now(),
				frappe.utils.now(),
				"Observer",
				"sinov",
				ground.COMMISSION,
				clock.now(),
				"",
				"Registered",
			)
		],
	)
	frappe.db.commit()
	try:
		assert receiver.deliver() == 1
	finally:
		frappe.db.delete("Register Event", {"entry": "sinov"})
		frappe.db.commit()
	told = json.loads(hook.got[0][1])
	assert told["type"] == "register.changed"
	assert (told["data"]["register"], told["data"]["to_status"]) == ("Observer", "Registered")


@pytest.mark.parametrize("status", [500, 302, 404])
def test_what_is_not_taken_is_tried_again_under_the_same_id(receiver, hook, status):
	hook.status = status
	happen()
	assert receiver.deliver() == 0
	(row,) = receiver.rows()
	assert (row.status, row.last_status, row.attempts) == ("Queued", status, 1)
	assert row.next_attempt_at > clock.now()
	assert receiver.deliver() == 0
	assert len(hook.got) == 1  # a redirect is not followed, and nothing goes before its time
	hook.status = 200
	receiver.make_due()
	assert receiver.deliver() == 1
	assert {headers["webhook-id"] for headers, _ in hook.got} == {row.event}
	assert receiver.rows()[0].attempts == 2


def test_a_delivery_waits_while_the_secret_cannot_be_decrypted(receiver, hook, monkeypatch):
	happen()
	with monkeypatch.context() as replaced:
		replaced.setitem(frappe.conf, "encryption_key", Fernet.generate_key().decode())
		assert receiver.deliver() == 0
	(row,) = receiver.rows()
	assert (row.status, row.last_error, row.attempts) == ("Queued", "webhook_no_secret", 1)
	assert not hook.got
	receiver.make_due()
	assert receiver.deliver() == 1


def test_after_the_last_step_a_delivery_has_failed_and_may_be_sent_again_by_hand(receiver, hook):
	hook.status = 500
	happen()
	for _ in range(10):
		receiver.deliver()
		receiver.make_due()
	(row,) = receiver.rows()
	assert (row.status, row.attempts) == ("Failed", 10)
	with pytest.raises(WrongState):
		deliveries.stop(row.name)
	hook.status = 200
	deliveries.repeat(row.name)
	assert receiver.deliver() == 1


def test_a_waiting_delivery_can_be_stopped(receiver, hook):
	happen()
	deliveries.run()
	(row,) = receiver.rows()
	deliveries.stop(row.name)
	assert deliveries.deliver(receiver.name) == 0
	assert hook.got == []
	with pytest.raises(LawBroken):
		frappe.get_doc("Webhook Delivery", row.name).save()


@pytest.mark.parametrize("gone", [False, True])
def test_a_receiver_that_fails_for_days_or_is_gone_is_paused_and_told_later(receiver, hook, gone):
	hook.status = 410 if gone else 503
	happen()
	receiver.deliver()
	if not gone:
		assert frappe.db.get_value("Webhook Receiver", receiver.name, "status") == "Active"
		past = clock.now() - timedelta(days=5)
		frappe.db.set_value("Webhook Receiver", receiver.name, "failing_since", past)
		receiver.make_due()
		receiver.deliver()
	assert frappe.db.get_value("Webhook Receiver", receiver.name, "status") == "Paused"
	happen()
	hook.status = 200
	receiver.make_due()
	assert receiver.deliver() == 0
	receivers.start(receiver.name)
	receiver.make_due()
	assert receiver.deliver() == 2


def test_a_claim_of_a_dead_worker_ends_and_the_delivery_goes_out(receiver, hook):
	happen()
	deliveries.run()
	(claimed,) = deliveries._claimed(receiver.name)
	assert deliveries.deliver(receiver.name) == 0
	frappe.db.set_value("Webhook Delivery", claimed.name, "claimed_until", clock.now() - timedelta(seconds=1))
	assert receiver.deliver() == 1
	assert receiver.rows()[0].attempts == 2


def test_without_an_active_key_nothing_is_told(receiver, hook):
	key = frappe.db.get_value("Webhook Receiver", receiver.name, "integrator_key")
	keys.revoke(key, "Sinov")
	happen()
	assert receiver.deliver() == 0
	assert receiver.rows() == []


@pytest.mark.parametrize(
	"url",
	[
		"https://127.0.0.1/x",
		"https://localhost/x",
		"https://10.0.0.1/",
		"https://[::1]/",
		"https://0x7f000001/",
	],
)
def test_an_address_inside_is_not_called(url):
	with pytest.raises(Refused):
		calling.find("webhook", url)


@pytest.mark.parametrize("url", ["http://hooks.example/", "https://user:word@hooks.example/", "gopher://x/"])
def test_an_address_of_another_form_is_not_entered(url, monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", False)
	with pytest.raises(FormInvalid):
		entered(url)


def test_a_private_address_is_not_switched_on(monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", False)
	name = entered("https://127.0.0.1/hook")
	with pytest.raises(WrongState):
		receivers.start(name)
	receivers.new_secret(name)
	with pytest.raises(FormInvalid):
		receivers.start(name)


def test_a_state_is_not_entered_by_hand(receiver):
	document = frappe.get_doc("Webhook Receiver", receiver.name)
	document.status = "Off"
	with pytest.raises(LawBroken):
		document.save()


def test_a_real_site_calls_the_public_network_alone(monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_webhooks_private", True)
	monkeypatch.setitem(frappe.conf, "esaylov_demo", 0)
	assert not calling.allows_private()
