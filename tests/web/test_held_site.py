"""A restored copy over HTTP: it is read, and every write is refused with 503."""

import os
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
import requests
from factories import served, waiting
from factories.http import Client
from factories.ports import free_port

pytestmark = pytest.mark.web
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
MARK = "esaylov_place.json"
API = "/api/method/esaylov.api."


@pytest.fixture(scope="module")
def copy(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
	"""The address of a web server of the same site in a folder without the site's mark, as on another machine."""
	folder = tmp_path_factory.mktemp("sites")
	for source, target, left_out in (
		(sites, folder, SITE),
		(sites / SITE, folder / SITE, "private"),
		(sites / SITE / "private", folder / SITE / "private", MARK),
	):
		target.mkdir(exist_ok=True)
		for path in source.iterdir():
			if path.name != left_out:
				(target / path.name).symlink_to(path)
	(folder.parent / "logs").mkdir(exist_ok=True)
	(folder / "gunicorn.conf.py").write_text("from esaylov.setup.web_server import post_worker_init\n")
	address = f"127.0.0.1:{free_port()}"
	server = subprocess.Popen(
		served.command(address),
		cwd=folder,
		env={**os.environ, "SITES_PATH": str(folder), "FRAPPE_SITE": SITE},
		stdout=subprocess.DEVNULL,
		stderr=subprocess.DEVNULL,
	)
	try:
		waiting.until(lambda: server.poll() is not None or _is_held(address))
		assert server.poll() is None
		yield f"http://{address}"
	finally:
		server.terminate()
		server.wait(timeout=60)


def _is_held(address: str) -> bool:
	try:
		return bool(requests.get(f"http://{address}/health", timeout=60).json()["held"])
	except requests.ConnectionError:
		return False


@pytest.fixture(scope="module")
def party(copy: str, login) -> Client:
	"""A party that is logged in at the site itself: the copy has its session."""
	there = login("party")
	client = Client(copy, SITE)
	client.session.cookies.update(there.session.cookies)
	client.session.headers.update(there.session.headers)
	return client


@pytest.mark.parametrize("path", ["/health", "/uz", f"{API}status.status", "/openapi.json", "/cabinet/login"])
def test_a_copy_is_read(copy, path):
	assert requests.get(copy + path, headers={"Host": SITE}, timeout=240).status_code == 200


@pytest.mark.parametrize(
	("verb", "path"),
	[
		("POST", f"{API}appeals.create"),
		("POST", f"{API}appeals.submit"),
		("POST", f"{API}login.sms_request"),
		("POST", "/api/method/frappe.client.insert"),
		("POST", "/api/resource/ToDo"),
		("PUT", "/api/resource/ToDo/x"),
		("DELETE", "/api/v2/document/ToDo/x"),
		("POST", "/?cmd=logout"),
		("POST", "/uz/feedback"),
	],
)
def test_a_copy_refuses_every_verb_that_writes(copy, party, verb, path):
	answer = party.session.request(verb, copy + path, json={}, timeout=240)
	assert answer.status_code == 503, answer.text[:500]
	assert int(answer.headers["Retry-After"]) > 0
	assert path.startswith("/uz") or answer.json()["error"]["code"] == "site_held"


def test_nobody_logs_in_to_a_copy(copy):
	form = {"usr": "Administrator", "pwd": "admin"}
	answer = requests.post(f"{copy}/api/method/login", data=form, headers={"Host": SITE}, timeout=240)
	assert answer.status_code == 503
	assert "sid" not in answer.cookies or answer.cookies["sid"] == "Guest"


def test_the_database_refuses_what_a_read_would_write(copy, party):
	"""`logout` by GET ends the session: a write behind a verb that reads."""
	party.session.get(f"{copy}/api/method/logout", timeout=240)
	assert party.session.get(f"{party.address}{API}status.status", timeout=240).status_code == 200
