"""What Frappe 15 gives a guest otherwise than Frappe 16, and we give on both: their language, and no cookie in what anybody may keep."""

import frappe
import frappe.app
import pytest
from frappe.auth import CookieManager
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request, Response

from esaylov.framework.requests import headers


@pytest.fixture
def asked(monkeypatch):
	"""`asked(user, language)`: a request for the framework's door, as its hooks find it on Frappe 15: the language is the site's."""

	def ask(user: str, language: str) -> Request:
		builder = EnvironBuilder(path="/login", headers=[("Accept-Language", language)])
		request = Request(builder.get_environ())
		monkeypatch.setattr(frappe.local, "request", request, raising=False)
		monkeypatch.setattr(frappe.local, "request_ip", "127.0.0.1", raising=False)
		monkeypatch.setattr(frappe.local, "lang", "en")
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict())
		monkeypatch.setattr(frappe.session, "user", user)
		return request

	return ask


@pytest.mark.parametrize(
	("user", "accepts", "language"),
	[
		("Guest", "uz", "uz"),
		("Guest", "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
		("Guest", "uz-Cyrl", "uz-Cyrl"),
		("Administrator", "ru", "en"),
	],
)
def test_a_guest_is_answered_in_their_own_language(asked, user, accepts, language):
	asked(user, accepts)
	for step in frappe.get_hooks("before_request"):
		frappe.call(step)
	assert frappe.local.lang == language


@pytest.mark.parametrize(
	("caching", "kept"), [("public, max-age=300", []), ("private, max-age=300", ["sid"]), (None, ["sid"])]
)
def test_what_anybody_may_keep_takes_no_cookie_along(asked, monkeypatch, caching, kept):
	request = asked("Guest", "uz")
	cookies = CookieManager()
	cookies.set_cookie("sid", "Guest")
	cookies.delete_cookie("preferred_language")
	monkeypatch.setattr(frappe.local, "cookie_manager", cookies, raising=False)
	response = Response("{}", headers={"Cache-Control": caching} if caching else {})
	frappe.app.run_after_request_hooks(request, response)
	assert list(cookies.cookies) == kept
	assert bool(cookies.to_delete) == bool(kept)


@pytest.mark.parametrize("user", ["Guest", "Administrator"])
def test_an_answer_that_the_framework_does_not_hand_over_breaks_no_hook(asked, user):
	"""Frappe 15 calls them without one where an exception of HTTP is the answer; what breaks then keeps the later ones from running."""
	request = asked(user, "uz")
	for step in frappe.get_hooks("after_request"):
		frappe.call(step, response=None, request=request)


@pytest.mark.parametrize(
	("user", "said", "kept"),
	[
		("Administrator", None, "private, no-store"),
		("Administrator", "public, max-age=300", "public, max-age=300"),
		("Guest", None, None),
	],
)
def test_a_page_of_somebody_logged_in_is_kept_nowhere(asked, user, said, kept):
	response = Response("", mimetype="text/html", headers={"Cache-Control": said} if said else {})
	headers.harden(response, asked(user, "uz"))
	assert response.headers.get("Cache-Control") == kept
