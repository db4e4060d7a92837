"""Whatever Redis says instead of an answer: what can go on goes on without it, and what cannot is busy."""

import re
from pathlib import Path

import frappe
import pytest
import redis

import esaylov
from esaylov.api import endpoint
from esaylov.framework.errors import SignatureRefused
from esaylov.framework.requests import rate_limits
from esaylov.trust import signatures

FAULTS = [
	redis.ConnectionError("refused"),
	redis.TimeoutError("silent"),
	redis.exceptions.BusyLoadingError("LOADING"),
	redis.exceptions.ReadOnlyError("READONLY: a replica, after a fail-over"),
	# its own class from redis-py 5 on; Frappe 15 has 4.5
	getattr(redis.exceptions, "OutOfMemoryError", redis.ResponseError)("OOM"),
	redis.ResponseError("MISCONF: the disk is full"),
]


@pytest.fixture(params=FAULTS, ids=str)
def fault(request, monkeypatch) -> redis.RedisError:
	"""In a request, and counting fails."""

	def raising(*_: object, **__: object) -> None:
		raise request.param

	monkeypatch.setattr(frappe.local, "request", object(), raising=False)
	for name in ("hit", "count"):
		monkeypatch.setattr(rate_limits.limits, name, raising)
	monkeypatch.setattr(rate_limits.limits, "caller", lambda: "somebody")
	return request.param


def test_a_function_is_not_limited(fault):
	assert rate_limits.rate_limit(limit=0, seconds=60)(lambda: "answer")() == "answer"


def test_a_signature_is_looked_at_and_refused_for_its_own_reason(fault):
	with pytest.raises(SignatureRefused):
		signatures.verify(b"no container", b"content")


def test_an_endpoint_that_needs_it_is_busy(fault, monkeypatch):
	monkeypatch.setattr(frappe.local, "response", frappe._dict())
	endpoint._answer(fault)
	assert frappe.local.response["error"]["code"] == "busy"
	assert fault.http_status_code == 503  # type: ignore[attr-defined]


def test_one_place_says_which_errors_these_are():
	"""`queues` asks its own server whether it is there, which is another question."""
	root, named = Path(esaylov.__file__).parent, re.compile(r"^(?:import|from) redis\b", re.MULTILINE)
	found = {
		path.relative_to(root).as_posix() for path in root.rglob("*.py") if named.search(path.read_text())
	}
	assert found == {"framework/cache_away.py", "framework/queues.py"}
