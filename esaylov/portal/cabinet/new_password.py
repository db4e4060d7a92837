"""The pages that set a password by a code out of an SMS, for whoever is not logged in: what is typed, refused and led to is the same."""

from collections.abc import Callable

import frappe

from esaylov.framework.errors import EsaylovError
from esaylov.identity.logins import passwords
from esaylov.portal import layout
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply

AFTERWARDS = "/cabinet/logins"


def posted(request: PortalRequest, kind: str, template: str, use: Callable[[], object]) -> Reply:
	"""The page of a kind (`invite`, `recovery`) by its template; posted, the password is set by `use` and the reader is in, where a second factor is added.

	The same answer for whatever is wrong with the code, and nothing is written by it.
	"""
	if not request.is_guest:
		return Redirect(AFTERWARDS)
	if request.method != "POST":
		return page(request, kind, template)
	if request.form.get("password", "") != request.form.get("again", ""):
		return page(request, kind, template, request.t("recovery.differs"), "again", 422)
	try:
		use()
	except EsaylovError as refusal:
		frappe.db.rollback()
		problem = layout.tell_refusal(request, refusal)
		return page(request, kind, template, problem, refusal.field or "code", refusal.http_status_code)
	return Redirect(f"{AFTERWARDS}?ended={ENDED[kind]}#passkeys")


ENDED = {"invite": "invitation", "recovery": "recovery"}
"""Kind of page to what its next page says of it."""


def page(
	request: PortalRequest,
	kind: str,
	template: str,
	problem: str = "",
	field: str = "code",
	status: int = 200,
) -> Page:
	"""The form, with what was typed but the passwords, and what is wrong at its field."""
	values = {
		"problem": problem,
		"field": field,
		"phone": request.form.get("phone", ""),
		"code": request.form.get("code", ""),
		"shortest": passwords.SHORTEST,
	}
	return Page(template, request.t(f"{kind}.title"), values, status)
