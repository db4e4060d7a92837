"""The signing page where a code is asked in place of a key: what it shows before and after the code was sent."""

from datetime import datetime

import frappe
import pytest
from factories import appeals as make
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.appeals.drafts import before_filing, confirming
from esaylov.core.records.payload import Authentication
from esaylov.portal import layout, routes, web
from esaylov.portal.cabinet.forms import appeal_view
from esaylov.portal.web import PortalRequest
from esaylov.www.cabinet import sign


@pytest.fixture
def request_of_party(monkeypatch):
	monkeypatch.setattr(web, "get_csrf_token", lambda: "token of a session")
	monkeypatch.setattr(before_filing, "authentication", lambda appeal: Authentication.SMS)
	draft = make.draft()
	http = Request(EnvironBuilder(path=f"/cabinet/appeal/{draft}/sign").get_environ())
	monkeypatch.setattr(frappe.local, "request", http, raising=False)
	return draft, PortalRequest("en", f"cabinet/appeal/{draft}/sign")


def html(request: PortalRequest, reply: web.Page) -> str:
	return web.html(request, reply, layout.values_for(request))


def test_first_the_code_is_offered_and_no_key_is_asked(request_of_party):
	_, request = request_of_party
	text = html(request, routes.run(request))
	assert 'value="send"' in text
	assert "p12" not in text
	assert 'name="sms_code"' not in text


def test_then_the_phone_fills_it_in(request_of_party):
	draft, request = request_of_party
	sent = confirming.SentCode("+998 90 *** ** 67", datetime(2026, 11, 24, 12, 5))
	text = html(request, sign.page(request, appeal_view.load(request, draft), sent=sent))
	assert 'autocomplete="one-time-code"' in text
	assert 'inputmode="numeric"' in text
	assert "+998 90 *** ** 67; it is valid until 12:05" in text
