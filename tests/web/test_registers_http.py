"""Registers over REST: who lists and reads an entry of each, and that nobody writes one."""

import json
import secrets
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from factories.http import Client
from factories.steps import site_step

REGISTERS = (
	"Authorized Representative",
	"Campaign Meeting",
	"Candidate",
	"Candidate List",
	"Complaint Outcome",
	"Media Representative",
	"Observer",
	"Party Admission",
	"Proxy",
	"Signature Sheets",
)


@pytest.fixture(scope="module")
def made(sites: Path) -> Iterator[dict[str, str]]:
	"""Register -> an entry of the demonstration commission; gone after the tests of this file."""
	names = json.loads(site_step(sites, "make", str(100 + secrets.randbelow(800))))
	yield names
	site_step(sites, "remove", given=json.dumps(names))


def address(client: Client, register: str, name: str = "") -> str:
	return f"{client.address}/api/resource/{register}" + (f"/{name}" if name else "")


def listed(client: Client, register: str, name: str) -> requests.Response:
	return client.session.get(
		address(client, register), params={"filters": json.dumps([["name", "=", name]])}, timeout=60
	)


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize(
	("local", "reads"),
	[
		("chair", True),
		("regional.chair", True),
		("auditor", True),
		("sibling.chair", False),
		("administrator", False),
	],
)
def test_the_commission_and_those_above_read_an_entry(login, made, register, local, reads):
	client, name = login(local), made[register]
	answer = listed(client, register, name)
	assert (answer.status_code, len(answer.json()["data"])) == (200, int(reads))
	one = client.session.get(address(client, register, name), timeout=60)
	assert one.status_code == (200 if reads else 404)


@pytest.mark.parametrize("register", REGISTERS)
def test_applicants_and_guests_get_nothing(login, guest, made, register):
	for client in (login("party"), login("rival"), guest):
		assert listed(client, register, made[register]).status_code in (401, 403)
		answer = client.session.get(address(client, register, made[register]), timeout=60)
		assert answer.status_code in (401, 403)


@pytest.mark.parametrize("register", REGISTERS)
@pytest.mark.parametrize("local", ["chair", "regional.chair", "administrator"])
def test_nobody_writes_by_rest(login, made, register, local):
	client, chair, name = login(local), login("chair"), made[register]
	before = chair.session.get(address(chair, register, name), timeout=60).json()["data"]
	copy = {**{key: value for key, value in before.items() if key != "name"}, "row_path": "entries[99]"}
	answers = [
		client.session.put(address(client, register, name), json={"title": "Boshqa"}, timeout=60),
		client.session.post(address(client, register), json=copy, timeout=60),
		client.session.delete(address(client, register, name), timeout=60),
		client.session.post(
			f"{client.address}/api/method/frappe.client.set_value",
			json={"doctype": register, "name": name, "fieldname": "status", "value": "Revoked"},
			timeout=60,
		),
	]
	assert {answer.status_code for answer in answers} <= {403, 409, 417}
	assert chair.session.get(address(chair, register, name), timeout=60).json()["data"] == before
