"""A site whose Redis is away or takes no writes: appeals are filed and decided, and what cannot be done says so with 503."""

import json
import os
import secrets
import shutil
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

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
	with serving(sites, tmp_path_factory.mktemp("sites"), DEAD) as address:
		yield address


@pytest.fixture(scope="module")
def read_only(sites, tmp_path_factory):
	"""The address of one whose Redis is a replica, as after a fail-over: it answers, and refuses each write."""
	port = free_port()
	words = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--replicaof", "127.0.0.1", "9"]
	replica = subprocess.Popen(
		[shutil.which("redis-server") or "", *words],
		cwd=tmp_path_factory.mktemp("redis"),
		stdout=subprocess.DEVNULL,
	)
	try:
		waiting.until(lambda: _answers(f"127.0.0.1:{port}"))
		with serving(sites, tmp_path_factory.mktemp("sites"), f"redis://127.0.0.1:{port}") as address:
			yield address
	finally:
		replica.terminate()
		replica.wait(timeout=60)


@contextmanager
def serving(sites: Path, folder: Path, address_of_redis: str) -> Iterator[str]:
	"""A web server of the same site with another Redis; its address."""
	for path in sites.iterdir():
		if path.name != "common_site_config.json":
			(folder / path.name).symlink_to(path)
	config = json.loads((sites / "common_site_config.json").read_text())
	config |= dict.fromkeys(("redis_cache", "redis_queue", "redis_socketio"), address_of_redis)
	(folder / "common_site_config.json").write_text(json.dumps(config))
	# as on a bench: the framework asks the cache before it loads a module of ours
	(folder / "gunicorn.conf.py").write_text("from esaylov.setup.web_server import post_worker_init\n")
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


@pytest.mark.full  # each run: tests/site/framework/test_cache_away.py
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


@pytest.mark.parametrize(
	("verb", "path", "values", "status"),
	[
		("GET", "/cabinet/login", {}, 200),
		("GET", "/uz/track?number=1&code=2", {}, 503),
		("GET", "/api/method/esaylov.api.status.status", {}, 200),
		("POST", "/api/method/login", {"usr": "none@example.com", "pwd": "none"}, 503),
		("POST", "/api/method/esaylov.api.login.eds_challenge", {}, 503),
	],
)
def test_a_cache_that_takes_no_writes_is_as_one_that_is_away(read_only, verb, path, values, status):
	answer = requests.request(
		verb, read_only + path, json=values or None, headers={"Host": SITE}, timeout=240
	)
	assert answer.status_code == status, answer.text[:1000]
	assert "Traceback" not in answer.text
	assert status != 503 or int(answer.headers["Retry-After"]) > 0
