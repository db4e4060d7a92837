"""Numbers for Prometheus: for who knows the site's token, and for nobody else."""

import os
import re
from pathlib import Path

import pytest
from factories import cabinet
from factories.metrics import asked, token_on

pytestmark = pytest.mark.web
SAMPLE = re.compile(r'[a-z_]+(\{[a-z]+="[^"]*"(,[a-z]+="[^"]*")*\})? [0-9.e+-]+')
PAGE = Path(__file__).parents[2] / "docs" / "operators" / "monitoring.md"
GAUGES = set(re.findall(r"`(esaylov_[a-z_]+)[`{]", PAGE.read_text(encoding="utf-8").partition("## Logs")[0]))
"""What operators are told of; the page's table names each one."""


@pytest.fixture
def token(sites, guest):
	"""The site's token for the time of a test."""
	site = os.environ.get("FRAPPE_SITE", "test.localhost")
	with token_on(sites / site / "site_config.json", guest) as made:
		yield made


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


def test_each_way_of_refusing_is_counted(guest, login, token):
	"""By an endpoint, by a page, and by a function of the framework."""
	party, chair = login("party"), login("chair")

	def counts(name: str) -> int:
		found = re.search(
			rf'^esaylov_refusals_total\{{class="{name}"\}} (\d+)$', asked(guest, token).text, re.MULTILINE
		)
		return int(found[1])

	before = counts("NotFound")
	assert party.get("appeals.payload", appeal="none").status_code == 404
	assert counts("NotFound") > before
	before = counts("CodeRefused")
	form = {"action": "enter", "phone": "+998901234567", "code": "000000"}
	page = cabinet.guest(guest.address).post("/cabinet/login/code", form)
	assert page.status_code == 422, page.text
	assert counts("CodeRefused") > before
	before = counts("LawBroken")
	files = {"file": ("counted.exe", b"MZ" + b"\0" * 300)}
	answer = chair.session.post(f"{chair.address}/api/method/upload_file", files=files, timeout=60)
	assert answer.status_code == 409, answer.text
	assert counts("LawBroken") > before
