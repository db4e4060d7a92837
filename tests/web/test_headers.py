"""Headers that every answer carries, of the portal, the Desk and the endpoints."""

import pytest

pytestmark = pytest.mark.web
PATHS = (
	"/uz",
	"/login",
	"/api/method/esaylov.api.status",
	"/api/method/esaylov.api.chain.export?commission=none",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_kept_from_being_framed_sniffed_or_told_of(guest, path):
	headers = guest.session.get(f"{guest.address}{path}", timeout=60).headers
	assert headers["X-Content-Type-Options"] == "nosniff"
	assert headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
	assert headers["Referrer-Policy"] == "same-origin"
	assert "Strict-Transport-Security" not in headers


@pytest.mark.parametrize("path", PATHS)
def test_over_tls_a_browser_is_told_to_stay_there(guest, path):
	answer = guest.session.get(f"{guest.address}{path}", headers={"X-Forwarded-Proto": "https"}, timeout=60)
	assert answer.headers["Strict-Transport-Security"].startswith("max-age=31536000")


@pytest.mark.parametrize("path", ["/uz", "/verify", "/cabinet/login"])
def test_a_page_of_ours_runs_no_script_that_is_not_ours(guest, path):
	policy = guest.session.get(f"{guest.address}{path}", timeout=60).headers["Content-Security-Policy"]
	assert "script-src 'self'" in policy
	assert "unsafe-inline" not in policy


def test_the_cookie_of_a_session_is_read_by_no_script_and_sent_by_no_page_of_another_site(guest):
	answer = guest.session.post(
		f"{guest.address}/api/method/login",
		data={"usr": "chair@esaylov.example", "pwd": "esaylov-demo"},
		timeout=60,
	)
	(cookie,) = (line for line in answer.raw.headers.getlist("Set-Cookie") if line.startswith("sid="))
	words = {word.strip().lower() for word in cookie.split(";")[1:]}
	assert {"httponly", "samesite=lax"} <= words
