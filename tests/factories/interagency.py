"""The made-up interagency portal for tests: started, reached by the site, and its people by what they are for."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import frappe
from fakes import interagency

from esaylov.integrations.interagency import gateway as gateways
from esaylov.integrations.interagency.access import DEMO, Access
from esaylov.integrations.interagency.gateway import Gateway, _tokens, breaker

SECRETS = {
	"consumer_key": interagency.KEY,
	"consumer_secret": interagency.SECRET,
	"username": interagency.USER,
	"password": interagency.PASSWORD,
}
REGISTERS = ("PD", "PD-address", "WP", "ED", "CR", "DIS", "LC")


@contextmanager
def portal() -> Iterator[tuple[str, interagency.State]]:
	"""A portal that answers on the loopback; no register rests and no token is known."""
	server, state = interagency.server()
	state.slow = 300.0  # longer than anybody waits
	thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
	thread.start()
	forget()
	try:
		yield f"http://127.0.0.1:{server.server_address[1]}", state
	finally:
		server.shutdown()
		server.server_close()
		forget()


def forget() -> None:
	"""No register rests, no token is known."""
	_tokens.clear()
	for register in REGISTERS:
		breaker.worked(register)


def gateway(address: str, pauses: list[float] | None = None, **values: Any) -> Gateway:
	"""A client of the portal at an address; its pauses are noted and not waited for."""
	given = {"timeout": 60, "tries": 3, "sender_pinfl": "10101800000009", **values}
	noted = pauses if pauses is not None else []
	return Gateway(Access(address, address + interagency.TOKEN, SECRETS, **given), noted.append)


@contextmanager
def reached(monkeypatch: Any) -> Iterator[interagency.State]:
	"""The site asks the made-up portal, in this process."""
	with portal() as (address, state):
		demo = {**SECRETS, "address": address, "token_address": address + interagency.TOKEN}
		monkeypatch.setitem(frappe.conf, "esaylov_demo", 1)
		monkeypatch.setitem(frappe.conf, DEMO, demo)
		monkeypatch.setattr(gateways, "FIRST_PAUSE_SECONDS", 0)
		yield state


def known(about: str) -> interagency.Person:
	"""The first made-up person who is for this: `matches`, `convicted`, `login party` …"""
	return next(person for person in interagency.seeded() if person["about"].startswith(about))


def typed(about: str, **values: Any) -> dict[str, Any]:
	"""What an applicant types of that person."""
	person = known(about)
	name = " ".join((person["surname"], person["given_name"], person["patronymic"]))
	numbers = {key: person[key] for key in ("pinfl", "passport")}
	return {**numbers, "full_name": name, "phone": "+998901234567", **values}
