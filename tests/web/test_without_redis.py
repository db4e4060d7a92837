"""A site whose Redis is away, cache and queue: appeals are filed and decided, and what cannot be done says so with 503."""

import json
import os
import secrets
import socket
import subprocess

import pytest
import requests
from factories import served, waiting
from factories.http import Client, decide_appeal, file_appeal
from factories.ports import free_port

pytestmark = pytest.mark.web
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
DEAD = "redis://127.0.0.1:9"


@pytest.fixture(scope="module")
def alone(sites, tmp_path_factory):
	"""The address of a web server of the same site that reaches no Redis."""
	folder = tmp_path_factory.mktemp("sites")
	for path in sites.iterdir():
		if path.name != "common_site_config.json":
			(folder / path.name).symlink_to(path)
	config = json.loads((sites / "common_site_config.json").read_text())
	config |= {"redis_cache": DEAD, "redis_queue": DEAD, "redis_socketio": DEAD}
	(folder / "common_site_config.json").write_text(json.dumps(config))
	(folder.parent / "logs").mkdir(exist_ok=True)
	address = f"127.0.0.1:{free_port()}"
	server = subprocess.Popen(
		served.command(address),
		cwd=folder,
		env={**os.environ, "SITES_PATH": str(folder), "FRAPPE_SITE": SITE},
		stdout=subprocess.DEVNULL,
		stderr=subprocess.DEVNULL,
	)
	try:
		waiting.until(lambda: server.poll() is not None or _answers(address))
		assert server.poll() is None
		yield f"http://{address}"
	finally:
		server.terminate()
		server.wait(timeout=60)


def _answers(address: str) -> bool:
	with socket.socket() as one:
		return one.connect_ex((address.split(":")[0], int(address.split(":")[1]))) == 0


@pytest.fixture
def login(alone, sites):
	def as_user(local: str) -> Client:
		client = Client(alone, SITE, sites / SITE / "private" / "demo" / f"{local}.p12")
		client.patience = 240
		client.login(f"{local}@esaylov.example")
		return client

	return as_user


@pytest.mark.full
def test_an_appeal_is_filed_and_decided(login, serial):
	party, chair = login("party"), login("chair")
	appeal = file_appeal(party, serial)
	decide_appeal(chair, appeal, {})
	stands = chair.session.get(f"{chair.address}/api/resource/Appeal/{appeal}", timeout=240).json()["data"]
	assert stands["status"] == "Granted"
	assert party.get("status.status").status_code == 200


@pytest.mark.full  # each run: tests/site/test_cache_away.py
@pytest.mark.parametrize(
	("method", "values"),
	[("login.sms_request", {"phone": f"+99899{secrets.randbelow(10**7):07d}"}), ("login.eds_challenge", {})],
)
def test_what_needs_a_count_or_a_store_is_refused_for_now(alone, method, values):
	answer = requests.post(
		f"{alone}/api/method/esaylov.api.{method}", json=values, headers={"Host": SITE}, timeout=240
	)
	assert (answer.status_code, answer.json()["error"]["code"]) == (503, "busy")
	assert int(answer.headers["Retry-After"]) > 0
	assert "Traceback" not in answer.text
