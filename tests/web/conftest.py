"""Tests over HTTP, against the web server of ESAYLOV_URL, or one of our own on a free port of the loopback.

What they write stays on the test site, as what real requests write does: each test files appeals of its own.
"""

import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from functools import cache
from pathlib import Path

import pytest
import redis
import requests
from factories import waiting
from factories.http import Client, new_serial
from factories.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")


@pytest.fixture(scope="session")
def sites() -> Path:
	"""The `sites` folder of the bench."""
	named = os.environ.get("SITES_PATH")
	folders = [Path(named)] if named else [ROOT / ".bench" / "sites", ROOT.parents[1] / "sites"]
	for folder in folders:
		if (folder / SITE / "site_config.json").is_file():
			return folder.resolve()
	pytest.skip("no bench with the test site: run script/test, or set SITES_PATH and FRAPPE_SITE")


@pytest.fixture(autouse=True)
def unchecked(sites: Path) -> None:
	"""Of a day no persons were checked yet: the made-up ones of many tests have one name and a number each."""
	named = json.loads((sites / "common_site_config.json").read_text(encoding="utf-8"))
	with redis.Redis.from_url(named["redis_queue"]) as server:
		for key in server.scan_iter("*persons-checked|*", count=1000):
			server.delete(key)


@pytest.fixture(scope="session")
def address(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
	"""Where the server answers."""
	if url := os.environ.get("ESAYLOV_URL"):
		yield url.rstrip("/")
		return
	url = f"http://127.0.0.1:{free_port()}"
	log = (tmp_path_factory.mktemp("web") / "web.log").open("w")
	options = [
		"--bind",
		url.removeprefix("http://"),
		"--workers",
		"2",
		"--worker-class",
		"gthread",
		"--threads",
		"4",
		"--keep-alive",
		"75",
	]
	server = subprocess.Popen(
		[sys.executable, "-m", "gunicorn", *options, "--timeout", "120", "frappe.app:application"],
		cwd=sites,
		env={**os.environ, "FRAPPE_SITE": SITE},
		stdout=log,
		stderr=log,
	)
	try:
		_wait_for(url, server, log.name)
		yield url
	finally:
		server.terminate()
		server.wait(timeout=60)


@pytest.fixture
def guest(address: str) -> Client:
	"""Nobody logged in."""
	return Client(address, SITE)


@pytest.fixture(scope="module")
def login(address: str, sites: Path) -> Callable[[str], Client]:
	"""`login("chair")`: a client with the session and the key of a demonstration login; one session each for a file's tests."""

	@cache
	def as_user(local: str) -> Client:
		client = Client(address, SITE, sites / SITE / "private" / "demo" / f"{local}.p12")
		client.login(f"{local}@esaylov.example")
		return client

	return as_user


@pytest.fixture
def serial() -> int:
	"""Another one for each test."""
	return new_serial()


@pytest.fixture(scope="module")
def serial_of_file() -> int:
	"""One for what all tests of a file share."""
	return new_serial()


def _wait_for(url: str, server: subprocess.Popen, log: str) -> None:
	def is_decided() -> bool:
		with suppress(requests.RequestException):
			requests.get(f"{url}/api/method/ping", headers={"Host": SITE}, timeout=60)
			return True
		return server.poll() is not None

	waiting.until(is_decided)
	if server.poll() is not None:
		pytest.fail(f"the web server did not start:\n{Path(log).read_text()[-2000:]}")
