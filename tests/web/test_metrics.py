"""Numbers for Prometheus: for who knows the site's token, and for nobody else."""

import json
import os
import re
import secrets
from pathlib import Path

import pytest
from factories import waiting

pytestmark = pytest.mark.web
HEADER = "X-Esaylov-Metrics-Token"
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')
PAGE = Path(__file__).parents[2] / "docs" / "operators" / "monitoring.md"
GAUGES = set(re.findall(r"`(esaylov_[a-z_]+)[`{]", PAGE.read_text(encoding="utf-8").partition("## Logs")[0]))
"""What operators are told of; the page's table names each one."""


def asked(client, token: str | None):
	headers = {} if token is None else {HEADER: token}
	address = f"{client.address}/api/method/esaylov.api.metrics.metrics"
	return client.session.get(address, headers=headers, timeout=60)


@pytest.fixture
def token(sites, guest):
	"""The site's token for the time of a test. Frappe 16 keeps a site's configuration for a minute, each process its own."""

	def holds(status: int) -> bool:
		return all(asked(guest, token).status_code == status for _ in range(6))

	path = sites / os.environ.get("FRAPPE_SITE", "test.localhost") / "site_config.json"
	before = path.read_text()
	token = secrets.token_urlsafe(32)
	write(path, json.dumps(json.loads(before) | {"esaylov_metrics_token": token}, indent=1))
	waiting.until(lambda: holds(200))
	yield token
	kept = json.loads(path.read_text())
	kept.pop("esaylov_metrics_token", None)
	write(path, json.dumps(kept, indent=1))
	waiting.until(lambda: holds(404))


def write(path, text: str) -> None:
	part = path.with_suffix(".metrics")
	part.write_text(text)
	part.replace(path)


def test_without_a_token_on_the_site_there_is_nothing(guest):
	for given in (None, "", "anything at all"):
		assert asked(guest, given).status_code == 404


def test_the_token_opens_the_numbers_and_nothing_else_does(guest, token):
	for wrong in (None, "", token[:-1], token + "x", "xÿ"):
		assert asked(guest, wrong and wrong.encode("latin-1", "ignore")).status_code == 403
	answer = asked(guest, token)
	assert answer.status_code == 200, answer.text
	assert answer.headers["Content-Type"].startswith("text/plain")
	lines = answer.text.splitlines()
	assert {line.split()[2] for line in lines if line.startswith("# TYPE")} == GAUGES
	samples = [line for line in lines if not line.startswith("#")]
	assert all(SAMPLE.fullmatch(line) for line in samples), samples
	assert 'esaylov_queue_jobs{queue="default"}' in answer.text


def test_no_login_replaces_the_token(login, token):
	chair = login("chair")
	assert asked(chair, None).status_code == 403
	assert chair.post("metrics.metrics").status_code in (403, 405)
