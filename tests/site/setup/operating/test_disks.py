"""A site whose database has no room refuses writes before the database meets a full disk."""

import frappe
import pytest
from factories import waiting
from werkzeug.exceptions import HTTPException
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.framework import place
from esaylov.request_filter import closed_site
from esaylov.setup.operating import disks

SUBMIT = "/api/method/esaylov.api.appeals.submit"


@pytest.fixture
def free(monkeypatch):
	"""Free bytes of the disk of the database, for the time of a test."""
	known = {"bytes": disks.LEAST_BYTES}
	monkeypatch.setattr(disks, "_free_bytes", lambda path: known["bytes"])
	monkeypatch.setattr(disks, "_probes", {})
	disks.is_full()
	waiting.until(lambda: disks._probes[frappe.local.site].is_written)
	return known


@pytest.fixture
def request_of(monkeypatch):
	def put(verb: str, path: str) -> None:
		http = Request(EnvironBuilder(path, method=verb).get_environ())
		monkeypatch.setattr(frappe.local, "request", http, raising=False)

	return put


def test_a_write_is_refused_below_the_least_room_alone(free, request_of):
	request_of("POST", SUBMIT)
	closed_site.refuse_writes()
	free["bytes"] -= 1
	with pytest.raises(HTTPException) as refused:
		closed_site.refuse_writes()
	answer = refused.value.response
	assert (answer.status_code, int(answer.headers["Retry-After"]) > 0) == (503, True)
	assert answer.json["error"]["code"] == "unavailable"


def test_a_form_gets_a_page(free, request_of):
	free["bytes"] = 0
	request_of("POST", "/uz/feedback")
	with pytest.raises(HTTPException) as refused:
		closed_site.refuse_writes()
	assert refused.value.response.status_code == 503
	assert refused.value.response.mimetype == "text/html"


def test_a_read_goes_on_and_writes_nothing(free, request_of, monkeypatch):
	free["bytes"] = 0
	asked = []
	monkeypatch.setattr(place, "read_only", lambda: asked.append("read only"))
	request_of("GET", SUBMIT)
	closed_site.refuse_writes()
	assert asked == ["read only"]


def test_a_database_on_another_machine_is_full_when_a_write_hangs(free, monkeypatch):
	free["bytes"] = None
	assert not disks.is_full()
	probe = disks._probes[frappe.local.site]
	monkeypatch.setattr(probe.thread, "is_alive", lambda: True)
	assert not disks.is_full(), "a write that takes long is none that hangs"
	probe.begun -= disks.HANGING_SECONDS
	assert disks.is_full()
