"""Headers that a browser never sends so: a `Host` twice or with an odd port, an `Origin` of anybody; none is a fault
of the server."""

from collections.abc import Iterable

import pytest
from factories import inside
from factories.http import Client
from factories.raw_http import Header, send_raw

pytestmark = pytest.mark.web
SITE = inside.SITE
PATHS = ("/uz", "/login", "/api/method/esaylov.api.status.status")
PORTS = ("99999", "abc", "-1", "65536", "1e3", "", "80:80")
HOSTS = ("evil.example/", f"{SITE},{SITE}", f"{SITE}/x", f"a@{SITE}", f"{SITE}\\x")


def faults(client: Client, sent: Iterable[list[Header]]) -> dict[str, int]:
	"""Answers that are a fault of the server, or none."""
	found = {}
	for headers in sent:
		for path in PATHS:
			for verb in ("GET", "POST"):
				status, _ = send_raw(client.address, path, headers, verb)
				if not 0 < status < 500:
					found[f"{verb} {path} {headers}"] = status
	return found


def test_an_odd_port_of_the_host_is_no_fault(guest):
	sent = [[("Host", f"{SITE}:{port}"), ("Origin", f"http://{SITE}:{port}")] for port in PORTS]
	assert faults(guest, sent) == {}


def test_a_host_that_is_no_name_is_no_fault(guest):
	assert faults(guest, [[("Host", host)] for host in HOSTS]) == {}


def test_an_odd_origin_is_no_fault(guest):
	origins = ("http://[", "http://[::1", f"http://{SITE}:abc", "http://\x01")
	assert faults(guest, [[("Host", SITE), ("Origin", origin)] for origin in origins]) == {}


@pytest.mark.parametrize("second", [SITE, "evil.example", f"{SITE}:81", ""])
def test_two_host_headers_are_refused(guest, second):
	for hosts in ((SITE, second), (second, SITE)):
		for path in PATHS:
			sent = [*(("Host", host) for host in hosts), ("X-Frappe-Site-Name", SITE)]
			status, _ = send_raw(guest.address, path, sent)
			assert status == 400, (hosts, path)


@pytest.mark.parametrize("page", ["openid-configuration", "x", "security.txt"])
def test_no_page_of_another_site_reads_a_refusal_of_well_known(guest, page):
	headers = {"Origin": "https://evil.example", "Access-Control-Request-Method": "GET"}
	for verb in ("GET", "POST", "OPTIONS"):
		answer = guest.session.request(
			verb, f"{guest.address}/.well-known/{page}", headers=headers, timeout=60
		)
		assert "evil.example" not in str(answer.headers)
		assert "Access-Control-Allow-Credentials" not in answer.headers
