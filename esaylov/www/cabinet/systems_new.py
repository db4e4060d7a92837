"""The head of a body lets a system act for it: a key with scopes and an end, shown once."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, Final

from esaylov.core.findings import Finding
from esaylov.core.integrators import OF_BODY
from esaylov.core.texts import finding_text
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, NotFound
from esaylov.identity import delegation, service_accounts
from esaylov.portal.cabinet import bodies
from esaylov.portal.cabinet.bodies import key_of
from esaylov.portal.cabinet.refusals import form_refusal
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Reply, portal_page

ROUTE = Route(r"cabinet/systems/new", FORM, login=True)
TEMPLATE: Final = "cabinet/systems_new.html"
USUAL: Final = ("appeals:read", "appeals:write", "integrators:read")
"""What is ticked at first: to file and follow appeals."""
USUAL_DAYS: Final = 90


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The form, or the key that it made; NotFound for who heads no body."""
	found, headed = bodies.of(request), delegation.headed(request.user)
	own = {
		key_of(body): (body, found.title(body)) for body in found.own if (body.doctype, body.name) in headed
	}
	if not own:
		raise NotFound()
	if request.method != "POST":
		ends_on = (clock.today() + timedelta(days=USUAL_DAYS)).isoformat()
		typed = {"body": next(iter(own)), "title": "", "ends_on": ends_on, "scopes": list(USUAL)}
		return _form(request, own, typed, [])
	typed = {name: request.form.get(name, "").strip() for name in ("body", "title", "ends_on")}
	return _made(request, own, {**typed, "scopes": request.form.getlist("scopes")})


def _made(request: PortalRequest, own: dict[str, Any], typed: dict[str, Any]) -> Page:
	try:
		if typed["body"] not in own:
			raise FormInvalid([Finding("required", "body")])
		body = own[typed["body"]][0]
		_, secret = service_accounts.bind(
			request.user,
			(body.doctype, body.name),
			typed["title"],
			typed["scopes"],
			_day(typed["ends_on"]),
		)
	except EsaylovError as refusal:
		return _form(request, own, typed, *form_refusal(refusal, "title"))
	return Page(
		TEMPLATE, request.t("systems.made"), {"secret": secret, "body": own[typed["body"]][1], "typed": typed}
	)


def _form(
	request: PortalRequest,
	own: dict[str, Any],
	typed: dict[str, Any],
	findings: Sequence[Finding],
	status: int = 200,
) -> Page:
	told = {one.path: finding_text(one, request.t.written) for one in findings}
	values = {
		"secret": "",
		"bodies": [(key, title) for key, (_, title) in own.items()],
		"typed": typed,
		"told": told,
		"scopes": [scope.value for scope in OF_BODY],
	}
	return Page(TEMPLATE, request.t("systems.new"), values, status)


def _day(text: str) -> date | None:
	try:
		return date.fromisoformat(text)
	except ValueError:
		return None
