"""Numbers for Prometheus: for who knows the site's token, and for nobody else."""

import json
import re
import secrets

import pytest

pytestmark = pytest.mark.web
HEADER = "X-Esaylov-Metrics-Token"
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')
GAUGES = {
	"esaylov_info",
	"esaylov_queue_up",
	"esaylov_queue_jobs",
	"esaylov_queue_failed_jobs",
	"esaylov_held",
	"esaylov_workers",
	"esaylov_scheduler_age_seconds",
	"esaylov_errors_last_day",
	"esaylov_sms_waiting",
	"esaylov_sms_oldest_seconds",
	"esaylov_sms_behind_limit",
	"esaylov_sms_behind_limit_oldest_seconds",
	"esaylov_appeals_overdue",
	"esaylov_appeals_running",
	"esaylov_register_checks_owed",
	"esaylov_register_checks_oldest_seconds",
	"esaylov_chain_heads_age_seconds",
	"esaylov_chain_event_age_seconds",
	"esaylov_portal_notes",
	"esaylov_portal_oldest_note_seconds",
	"esaylov_intakes_running",
}


def asked(client, token: str | None):
	headers = {} if token is None else {HEADER: token}
	address = f"{client.address}/api/method/esaylov.api.metrics.metrics"
	return client.session.get(address, headers=headers, timeout=60)


@pytest.fixture
def token(sites):
	"""The site's token for the time of a test."""
	import os

	path = sites / os.environ.get("FRAPPE_SITE", "test.localhost") / "site_config.json"
	before = path.read_text()
	token = secrets.token_urlsafe(32)
	write(path, json.dumps(json.loads(before) | {"esaylov_metrics_token": token}, indent=1))
	yield token
	kept = json.loads(path.read_text())
	kept.pop("esaylov_metrics_token", None)
	write(path, json.dumps(kept, indent=1))


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
