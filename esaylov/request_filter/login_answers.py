"""Answers every failed login by password alike, so that none reveals whether an account exists or is locked.

A locked address is locked for every name: that answer says how long.
"""

import json
from typing import Any, Final

import frappe
from frappe import _
from frappe.website.serve import ErrorPage
from werkzeug.wrappers import Request, Response

from esaylov.framework.database_away import error_without_findings, language_of
from esaylov.framework.errors import TooMany, in_words
from esaylov.identity.logins import devices, failed_passwords

LOCKED: Final = "SecurityException"
"""The framework's error for an account that is locked after wrong passwords; accounts that do not exist are never locked."""
HIDDEN: Final = frozenset({LOCKED, "AuthenticationError"})
ANSWER: Final[dict[str, object]] = {"message": "Invalid login credentials", "exc_type": "AuthenticationError"}
"""The framework's own words for an unknown name."""
TEXTS: Final = ("usr", "pwd", "tmp_id", "otp")
"""Arguments of a login, which are texts."""


class PasswordRefused(frappe.AuthenticationError):
	"""Holds the texts of the error page, which Frappe 15 reads from an exception only."""

	def __init__(self, message: str) -> None:
		super().__init__()
		self.title, self.message = _("Logging in failed"), message


def require_login_texts(**_: Any) -> None:
	"""Hook `before_login` (Frappe 16): refuse a login by anything but texts, which the framework would take for a
	filter of users.

	It logs in before any other hook of a request runs. Frappe 15 fails at such a login, and `hide_locked_accounts`
	answers. Raises frappe.AuthenticationError (401).
	"""
	if not _are_texts():
		raise frappe.AuthenticationError


def admit_password(**_: Any) -> None:
	"""Hook `before_login` (Frappe 16): refuse a password where too many were tried.

	The framework has no page for status 429: `hide_locked_accounts` answers at its addresses. Raises what
	`devices.admit_password` raises, frappe.AuthenticationError at the addresses of the framework.
	"""
	try:
		devices.admit_password()
	except TooMany as refusal:
		if not _tries_password(frappe.local.request):
			raise
		frappe.local.flags.esaylov_login_refusal = refusal
		raise frappe.AuthenticationError from None


def hide_locked_accounts(response: Response | None, request: Request) -> None:
	"""Hook `after_request`: replace the refusal of a name and a password by one and the same, with status 401.

	Status 429 where the address, or the known device, has to wait.
	"""
	if response is None or not _tries_password(request) or not (_is_hidden(response) or _is_locked()):
		return
	refusal: TooMany | None = frappe.local.flags.esaylov_login_refusal
	response.status_code, answer, message = 401, ANSWER, _("The name or the password is wrong.")
	if refusal:
		message = in_words(refusal, language_of(request))
		error = error_without_findings(refusal.code, message)
		response.status_code, answer = 429, {"message": message, "exc_type": "TooMany", "error": error}
	if response.is_json:
		response.data = json.dumps(answer)
		return
	page = ErrorPage(http_status_code=response.status_code, exception=PasswordRefused(message))
	response.data = page.render().data


def _tries_password(request: Request) -> bool:
	"""Whether the request sends a name to the framework's login. A `tmp_id` beside it does not stop the framework from trying the password."""
	form = frappe.local.form_dict
	is_login = form.get("cmd") == "login" or request.path.rstrip("/").endswith("/method/login")
	return is_login and ("usr" in form or not _are_texts())


def _are_texts() -> bool:
	return all(isinstance(frappe.local.form_dict.get(name) or "", str) for name in TEXTS)


def _is_locked() -> bool:
	"""Whether the password was right and its account has too many failures.

	Frappe 15 compares the password before any hook of ours, and then asks for a second factor or a new password.
	"""
	user = getattr(getattr(frappe.local, "login_manager", None), "user", None)
	if not user or user == "Guest":
		return False
	return failed_passwords.is_locked(user)


def _is_hidden(response: Response) -> bool:
	"""Whether the answer is such a refusal. A page does not name its error: a fault there is in the Error Log all the same."""
	if not _are_texts():
		return response.status_code >= 400
	if not response.is_json:
		return response.status_code in (401, 500)
	body = response.get_json(silent=True)
	return response.status_code >= 400 and isinstance(body, dict) and body.get("exc_type") in HIDDEN
