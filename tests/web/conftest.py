"""Tests over HTTP, against the web server of ESAYLOV_URL, or one of our own on a free port of the loopback.

What they write stays on the test site, as what real requests write does: each test files appeals of its own.
"""

import os
import secrets
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path

import pytest
import requests
from factories.http import Client
from factories.ports import free_port

ROOT = Path(__file__).resolve().parents[2]
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
START_SECONDS = 180


@pytest.fixture(scope="session")
def sites() -> Path:
	"""The `sites` folder of the bench."""
	named = os.environ.get("SITES_PATH")
	folders = [Path(named)] if named else [ROOT / ".bench" / "sites", ROOT.parents[1] / "sites"]
	for folder in folders:
		if (folder / SITE / "site_config.json").is_file():
			return folder.resolve()
	pytest.skip("no bench with the test site: run script/test, or set SITES_PATH and FRAPPE_SITE")


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


def some_serial() -> int:
	"""A number for made-up people that an earlier run hardly used."""
	return 300 + secrets.randbelow(600)  # the demonstration logins have 101 to 108


@pytest.fixture
def serial() -> int:
	"""Another one for each test."""
	return some_serial()


@pytest.fixture(scope="module")
def serial_of_file() -> int:
	"""One for what all tests of a file share."""
	return some_serial()


def _wait_for(url: str, server: subprocess.Popen, log: str) -> None:
	until = time.monotonic() + START_SECONDS
	while time.monotonic() < until and server.poll() is None:
		try:
			requests.get(f"{url}/api/method/ping", headers={"Host": SITE}, timeout=5)
			return
		except requests.RequestException:
			time.sleep(0.2)
	pytest.fail(f"the web server did not start:\n{Path(log).read_text()[-2000:]}")
