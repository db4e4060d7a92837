"""`/.well-known/security.txt`: where a weakness is told, by whom the administration names (RFC 9116)."""

from datetime import UTC, datetime, timedelta

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.api import access
from esaylov.framework.requests import disclosure
from esaylov.setup.verification import site
from esaylov.setup.verification.result import Verdict

NAMED = ["mailto:security@commission.example", "https://commission.example/tell"]


@pytest.fixture
def ask(monkeypatch):
	"""The page for a guest, as the framework asks for it; None where no page of ours answers."""

	def asked(path: str = "/.well-known/security.txt", method: str = "GET"):
		request = Request(EnvironBuilder(path=path, method=method).get_environ())
		monkeypatch.setattr(frappe.local, "request", request, raising=False)
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(), raising=False)
		access.check_request()
		renderer = disclosure.SecurityTextRenderer(path.strip("/"))
		return renderer.render() if renderer.can_render() else None

	user = frappe.session.user
	frappe.set_user("Guest")
	yield asked
	frappe.set_user(user)


def name(monkeypatch, given) -> None:
	monkeypatch.setitem(frappe.conf, disclosure.CONFIG, given)


def test_it_is_not_there_until_somebody_is_named(ask, monkeypatch):
	name(monkeypatch, None)
	assert ask() is None
	found = site._disclosure()
	assert (found.verdict, bool(found.mend)) == (Verdict.DOUBTFUL, True)


def test_it_says_where_and_until_when(ask, monkeypatch):
	name(monkeypatch, NAMED)
	answer = ask()
	assert (answer.status_code, answer.content_type) == (200, "text/plain; charset=utf-8")
	fields = [line.split(": ", 1) for line in answer.get_data(as_text=True).splitlines()]
	assert [value for field, value in fields if field == "Contact"] == NAMED
	(ends,) = [value for field, value in fields if field == "Expires"]
	assert timedelta(0) < datetime.fromisoformat(ends) - datetime.now(UTC) < timedelta(days=365)
	assert site._disclosure().verdict is Verdict.RIGHT


def test_nothing_else_stands_there_and_nothing_is_written(ask, monkeypatch):
	name(monkeypatch, NAMED)
	assert ask(method="POST").status_code == 405
	for path in ("/.well-known/openid-configuration", "/.well-known/security.txt/x", "/.well-known/"):
		with pytest.raises(frappe.DoesNotExistError):
			ask(path)


@pytest.mark.parametrize(
	"given",
	[
		"javascript:alert(1)",
		"mailto:a@b.example\nContact: mailto:evil@b.example",
		7,
		[None],
		"http://a.example",
	],
)
def test_what_is_no_address_is_not_told(ask, monkeypatch, given):
	name(monkeypatch, given)
	assert ask() is None
