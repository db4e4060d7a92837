"""Logins over HTTP. Nobody is logged in yet, so each is open to guests, limited by address, and closed to other sites."""

import base64
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar
from urllib.parse import urlsplit

import frappe

from esaylov.api.answers import LeadsOn
from esaylov.api.endpoint import endpoint
from esaylov.framework.errors import EsaylovError, NotPermitted
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.identity.logins import addresses
from esaylov.identity.logins.ways import eds, oneid, sms

LOGIN_PAGE = "/cabinet/login"

P = ParamSpec("P")
R = TypeVar("R")


def from_own_pages(function: Callable[P, R]) -> Callable[P, R]:
	"""Refuse what a page of another site posts: it could log a visitor in as somebody else."""

	@wraps(function)
	def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
		origin = frappe.get_request_header("Origin")
		if origin and urlsplit(origin).netloc != frappe.local.request.host:
			raise NotPermitted()
		return function(*args, **kwargs)

	return guarded


@endpoint(methods=["POST"], guest=True)  # a login: nobody is logged in yet
@from_own_pages
@rate_limit(limit=120, seconds=10 * 60)
def sms_request(phone: str) -> dict[str, int]:
	"""Send a login code to a candidate's or proxy's phone; the answer is the same for every number."""
	return {"minutes": sms.request(phone)}


@endpoint(methods=["POST"], guest=True)  # a login: nobody is logged in yet
@from_own_pages
@rate_limit(limit=120, seconds=10 * 60)
def sms_confirm(phone: str, code: str, entry: str = "") -> dict[str, str]:
	"""Enter by the code; where to go next. entry: the path of a finding of `login_entry_needed`."""
	return _entered(sms.confirm(phone, code, entry))


@endpoint(methods=["POST"], guest=True)  # a login: nobody is logged in yet
@from_own_pages
@rate_limit(limit=120, seconds=10 * 60)
def eds_challenge() -> dict[str, str | int]:
	"""A challenge and the bytes to sign, in Base64; good once, for five minutes, from this address."""
	challenge, content = eds.challenge()
	return {
		"challenge": challenge,
		"payload": base64.b64encode(content).decode(),
		"seconds": eds.SECONDS,
	}


@endpoint(methods=["POST"], guest=True)  # a login: nobody is logged in yet
@from_own_pages
@rate_limit(limit=120, seconds=10 * 60)
def eds_confirm(challenge: str, signature: str) -> dict[str, str]:
	"""Enter by a signed challenge; where to go next."""
	return _entered(eds.confirm(challenge, signature))


@endpoint(methods=["GET"], guest=True)  # a login: nobody is logged in yet
@rate_limit(limit=120, seconds=10 * 60)
def oneid_start(after: str = "") -> LeadsOn:
	"""Lead the browser to OneID. after: an address of the cabinet or the Desk to come back to."""
	try:
		_lead_to(oneid.start(addresses.within_site(after)))
	except EsaylovError as refusal:
		_lead_to(f"{LOGIN_PAGE}?problem={refusal.code}")


@endpoint(methods=["GET"], guest=True)  # a login: nobody is logged in yet
@rate_limit(limit=120, seconds=10 * 60)
def oneid_callback(code: str = "", state: str = "") -> LeadsOn:
	"""OneID sends the browser here; a refusal is shown on the page of logins."""
	try:
		arrival = oneid.callback(code, state)
	except EsaylovError as refusal:
		# a browser stands here, no program: the step is taken back, and the page says why
		frappe.db.rollback()
		_lead_to(f"{LOGIN_PAGE}?problem={refusal.code}")
		return
	frappe.local.flags.commit = True  # this GET writes; the framework rolls others back
	_lead_to(addresses.after_login(arrival.user, arrival.after))


def _lead_to(address: str) -> None:
	frappe.local.response.type = "redirect"
	frappe.local.response.location = address


def _entered(user: str) -> dict[str, str]:
	return {"home": addresses.home_of(user)}
