"""The head of a body names who else acts for it.

The answers to `identity.delegate` in the shape of a form: what was typed stays, findings stand at their fields.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any, Final

from esaylov.core.findings import Finding, blocking
from esaylov.core.people import identity as rules
from esaylov.core.texts import finding_text
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, FormInvalid, NotFound
from esaylov.identity import delegation
from esaylov.portal.cabinet import bodies
from esaylov.portal.cabinet.bodies import key_of
from esaylov.portal.cabinet.forms.answers import form_name
from esaylov.portal.cabinet.forms.widgets import LOOKS, Look, Option, Widget, summary
from esaylov.portal.cabinet.refusals import form_refusal
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/people/new", FORM, login=True)

HERE: Final = "/cabinet/people"
NAMES: Final = ("surname", "given_name", "patronymic")
FIELDS: Final = ("pinfl", *NAMES, "starts_on", "ends_on")
OPTIONAL: Final = ("patronymic", "ends_on")


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The form to name who else acts for a body; NotFound for who heads none."""
	own = headed_bodies(request)
	if not own:
		raise NotFound()
	if request.method != "POST":
		typed = {"body": key_of(own[0][0]) if len(own) == 1 else "", "starts_on": clock.today().isoformat()}
		return form_page(request, own, typed, [])
	typed = {name: request.form.get(form_name(name), "").strip() for name in ("body", *FIELDS)}
	return named(request, own, typed)


def headed_bodies(request: PortalRequest) -> list[tuple[Any, str]]:
	"""The bodies that the user heads, each with its title."""
	found, headed = bodies.of(request), delegation.headed(request.user)
	return [(body, found.title(body)) for body in found.own if (body.doctype, body.name) in headed]


def named(request: PortalRequest, own: Sequence[tuple[Any, str]], typed: dict[str, str]) -> Reply:
	"""Name the person; a PINFL whose check digit does not fit is asked about once more."""
	chosen = next(((body.doctype, body.name) for body, _ in own if key_of(body) == typed["body"]), ("", ""))
	try:
		days = read_days(typed, is_body_given=bool(chosen[0]))
		doubts = [] if blocking(found := rules.check(typed["pinfl"], "pinfl")) else found
		if doubts and request.form.get("seen") != typed["pinfl"]:
			return form_page(request, own, typed, doubts, 422)
		name = (typed["surname"], typed["given_name"], typed["patronymic"])
		delegation.delegate(request.user, chosen, typed["pinfl"], name, days)
	except EsaylovError as refusal:
		return form_page(request, own, typed, *form_refusal(refusal, "pinfl"))
	return Redirect(f"{HERE}?named=1")


def read_days(typed: dict[str, str], is_body_given: bool) -> tuple[date, date | None]:
	"""First and last day. Raises FormInvalid, also where no body was chosen."""
	wrong = [] if is_body_given else [Finding("required", "body")]
	days: dict[str, date | None] = {}
	for name in ("starts_on", "ends_on"):
		try:
			days[name] = date.fromisoformat(typed[name]) if typed[name] else None
		except ValueError:
			wrong.append(Finding("date_unreal", name))
	starts_on = days.get("starts_on")
	if not typed["starts_on"]:
		wrong.append(Finding("required", "starts_on"))
	if wrong or starts_on is None:
		raise FormInvalid([*wrong, *rules.check(typed["pinfl"], "pinfl")])
	return starts_on, days["ends_on"]


def form_page(
	request: PortalRequest,
	own: Sequence[tuple[Any, str]],
	typed: dict[str, str],
	findings: Sequence[Finding],
	status: int = 200,
) -> Page:
	fields = widgets(request, own, typed, findings)
	values = {
		"widgets": fields,
		"findings": summary(findings, fields, request.t),
		"body": typed["body"] if len(own) == 1 else "",
		"body_title": own[0][1] if len(own) == 1 else "",
		"seen": typed.get("pinfl", "") if findings and not blocking(findings) else "",
	}
	return Page("cabinet/people_new.html", request.t("people.new"), values, status)


def widgets(
	request: PortalRequest,
	own: Sequence[tuple[Any, str]],
	typed: dict[str, str],
	findings: Sequence[Finding],
) -> list[Widget]:
	"""The fields; the choice of the body only where there is one."""
	t = request.t
	options = [Option(key_of(body), title) for body, title in own]
	names = FIELDS if len(own) == 1 else ("body", *FIELDS)
	return [
		Widget(
			path=name,
			kind={"body": "Choice", "starts_on": "Date", "ends_on": "Date"}.get(name, "Short Text"),
			title=t(f"people.field.{name}"),
			help=t(f"people.help.{name}") if t.has(f"people.help.{name}") else "",
			value=typed.get(name, ""),
			is_required=name not in OPTIONAL,
			options=options if name == "body" else (),
			look=LOOKS.get(name, Look()),
			findings=[
				{"severity": one.severity.value, "text": finding_text(one, t.written)}
				for one in findings
				if one.path == name
			],
		)
		for name in names
	]
