"""Hook `auth_hooks`: a call with `Authorization: Bearer esk_…` acts as the user of the key, within its scopes; none acts as a person."""

import json

import frappe
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from esaylov.api.access import OWN_METHODS, method_of
from esaylov.api.endpoint import refuse
from esaylov.core.integrators import PREFIX
from esaylov.framework.errors import EsaylovError, KeyRefused, NotPermitted
from esaylov.identity import bodies
from esaylov.integrations.inbound import authentication

SERVICE = "Integrator"
"""The role of the users that systems act as."""


def refuse_peoples() -> None:
	"""Let the framework's API keys open no login of a person: whoever manages users writes them alone, and they ask for no second factor.

	Raises frappe.AuthenticationError (401).
	"""
	scheme = (frappe.get_request_header("Authorization") or "").partition(" ")[0].lower()
	if scheme not in ("token", "basic") or frappe.session.user == "Guest":
		return
	is_of_desk = frappe.get_cached_value("User", frappe.session.user, "user_type") == "System User"
	if is_of_desk or SERVICE not in frappe.get_roles():
		raise frappe.AuthenticationError


def let_in() -> None:
	"""Act as the user of the key that the request came with, if it came with one of ours; raises its refusal."""
	scheme, _, text = (frappe.get_request_header("Authorization") or "").partition(" ")
	if scheme.lower() != "bearer" or not text.startswith(f"{PREFIX}_"):
		return
	try:
		_act(text.strip())
	except EsaylovError as refusal:
		refuse(refusal)
		if not frappe.local.request.path.startswith("/api/"):
			raise HTTPException(response=refusal_response(refusal)) from refusal
		raise


def refusal_response(refusal: EsaylovError) -> Response:
	"""The refusal in the envelope of the endpoints, for an address that is none: the framework fails to draw a page
	of status 429."""
	body = json.dumps({"error": frappe.local.response["error"]})
	response = Response(body, status=refusal.http_status_code, content_type="application/json")
	response.headers["Cache-Control"] = "no-store"
	if seconds := frappe.local.flags.esaylov_retry_after:
		response.headers["Retry-After"] = str(seconds)
	return response


def _act(text: str) -> None:
	request = frappe.local.request
	method = method_of(request.path, frappe.local.form_dict.get("cmd"))
	is_own = method.startswith(OWN_METHODS) and request.path.startswith("/api/method/")
	caller = authentication.authenticate(
		text, method.removeprefix(OWN_METHODS) if is_own else "", request.method
	)
	if frappe.session.user not in ("Guest", caller.user):
		raise NotPermitted()  # a session and a key of somebody else: whose step would it be?
	form = frappe.local.form_dict
	frappe.set_user(caller.user)
	frappe.local.form_dict = form  # set_user empties it
	if caller.body and not bodies.bodies_of(caller.user):
		raise KeyRefused(code="key_head_ended")
