"""Change of one's own phone number: type the new one, then the codes that came to both phones."""

from typing import Final

import frappe

from esaylov.framework.errors import CodeRefused, EsaylovError, TooMany
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.codes import code_minutes
from esaylov.identity.logins import phones
from esaylov.portal import layout
from esaylov.portal.routes import FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page
from esaylov.registers.entries import entry_phones

ROUTE = Route(r"cabinet/phone", FORM, login=True)

HERE: Final = "/cabinet/phone"
LIMIT, SECONDS = 60, 10 * 60
TYPED: Final = ("phone", "change", "former", "new")
"""Fields that the page carries from the first step to the second."""


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""The user's number and the steps to change it. The same pages for every new number, known or not."""
	if request.method != "POST":
		return number_page(request)
	try:
		return posted(request)
	except (CodeRefused, TooMany) as refusal:
		frappe.db.rollback()
		return refused(request, refusal)


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	typed = request.form
	if typed.get("action") == "confirm":
		codes = (typed.get("new_code", ""), typed.get("former_code", ""))
		moved = phones.confirm(request.user, typed.get("change", ""), typed.get("phone", ""), *codes)
		entry_phones.move_phone(moved.person, moved.former, moved.number)
		if moved.is_of_entry:  # the login was that of the former number
			frappe.local.login_manager.logout()
			return Redirect("/cabinet/login/code")
		return Redirect(f"{HERE}?changed=1")
	asked = phones.request(request.user, typed.get("phone", ""))
	values = {
		"phone": typed.get("phone", ""),
		"change": asked.change,
		"former": asked.former,
		"new": asked.new,
	}
	return code_page(request, values)


def refused(request: PortalRequest, refusal: EsaylovError) -> Page:
	"""The step again, with what is wrong at its field; after a number that cannot be had, the first one."""
	problem = layout.tell_refusal(request, refusal)
	status = refusal.http_status_code
	is_confirming = request.form.get("action") == "confirm" and refusal.field != "phone"
	if is_confirming:
		values = {name: request.form.get(name, "") for name in TYPED}
		return code_page(request, values, problem, refusal.field or "new_code", status)
	return number_page(request, problem, status)


def number_page(request: PortalRequest, problem: str = "", status: int = 200) -> Page:
	values = {
		"is_sent": False,
		"on_record": phones.on_record(request.user),
		"typed": {"phone": request.form.get("phone", "")},
		"problem": problem,
		"field": "phone",
		"is_changed": request.args.get("changed") == "1" and request.method != "POST",
	}
	return Page("cabinet/phone.html", request.t("phone.title"), values, status)


def code_page(
	request: PortalRequest, typed: dict[str, str], problem: str = "", field: str = "", status: int = 200
) -> Page:
	values = {
		"is_sent": True,
		"typed": typed,
		"problem": problem,
		"field": field,
		"minutes": code_minutes(),
	}
	return Page("cabinet/phone.html", request.t("phone.title"), values, status)
