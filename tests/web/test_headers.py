"""Headers that every answer carries, of the portal, the Desk and the endpoints."""

import pytest
from factories import cabinet

pytestmark = pytest.mark.web
PATHS = (
	"/uz",
	"/login",
	"/api/method/esaylov.api.status",
	"/api/method/esaylov.api.status.status",
	"/api/resource/Appeal",
	"/openapi.json",
	"/api/method/esaylov.api.chain.export?commission=none",
)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_is_kept_from_being_framed_sniffed_or_told_of(guest, path):
	headers = guest.session.get(f"{guest.address}{path}", timeout=60).headers
	assert headers["X-Content-Type-Options"] == "nosniff"
	assert headers["X-Frame-Options"] in ("DENY", "SAMEORIGIN")
	assert headers["Referrer-Policy"] == "same-origin"
	assert "frame-ancestors" in headers["Content-Security-Policy"]
	assert "Clear-Site-Data" not in headers
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


@pytest.mark.parametrize("path", ["/api/method/logout", "/cabinet/logout"])
def test_with_the_logout_a_browser_forgets_what_pages_stored_in_it(base_url, path):
	browser = cabinet.logged_in(base_url, "chair@esaylov.example")
	browser.get("/cabinet")
	answer = browser.post(path, {}, allow_redirects=False)
	assert answer.status_code in (200, 302, 303), answer.text[:300]
	assert answer.headers["Clear-Site-Data"] == '"storage"'
	assert browser.get("/cabinet", allow_redirects=False).status_code in (302, 303)
