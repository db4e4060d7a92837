"""`/health`: what a balancer asks of each web process."""

import pytest
import requests

pytestmark = pytest.mark.web


def asked(client, verb: str = "GET", **headers: str) -> requests.Response:
	return requests.request(verb, f"{client.address}/health", headers=headers, timeout=60)


def test_a_process_that_reaches_its_database_says_so_and_nothing_else(guest):
	answer = asked(guest)
	assert answer.status_code == 200
	seen = answer.json()
	assert {
		"database": True,
		"writes": True,
		"queue": True,
		"held": False,
		"clock": True,
	}.items() <= seen.items()
	assert seen.keys() == {"database", "writes", "queue", "held", "chains", "clock", "degraded"}
	assert seen["degraded"] is not seen["chains"]
	assert answer.headers["Cache-Control"] == "no-store"
	assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_balancer_may_ask_for_the_head_alone(guest):
	answer = asked(guest, "HEAD")
	assert (answer.status_code, answer.text) == (200, "")


@pytest.mark.parametrize("verb", ["POST", "PUT", "DELETE"])
def test_nothing_is_written_there(guest, verb):
	assert asked(guest, verb).status_code in (403, 405)


def test_it_is_the_same_for_whoever_brings_a_key_that_is_none(guest):
	assert asked(guest, Authorization="token none:none").status_code == 200
