"""A session that began over TLS opens for its own browser alone: beside the framework's `sid` it asks for a cookie of a `__Host-` name.

`sid` stands as it is in the database, in Redis and so in each backup: whoever reads one of them could go on as anybody who is logged in. And
another host of the same domain, or whoever answers for this one in clear, can put a `sid` of theirs into a browser. A cookie whose name
begins with `__Host-` is taken from this host over TLS alone, goes to it alone, and no script reads ours; of its value the session
keeps a hash. Without TLS (a machine of development) there is none: a browser would not take it.
"""

import hashlib
import secrets
from collections.abc import Mapping
from typing import Any, Final

import frappe
from werkzeug.wrappers import Request

PREFIX: Final = "__Host-"
OWN: Final = "esaylov"
MARK: Final = "esaylov_cookie"
"""What the session holds: SHA-256 of the cookie, whose 256 random bits nobody finds again from it."""
SECONDS: Final = 24 * 3600
"""As long as a session lives at most."""


def is_tls(request: Request) -> bool:
	"""Whether the browser reached this site over TLS; a proxy, and no other, says so of a request that it hands on."""
	return bool(request.is_secure) or request.headers.get("X-Forwarded-Proto") == "https"


def host_name(name: str) -> str:
	"""What a cookie is called here that no other host may set: with the prefix over TLS, as it is without."""
	return f"{PREFIX}{name}" if is_tls(frappe.local.request) else name


def put(name: str, value: str, seconds: int) -> None:
	"""Give the browser a cookie that no other host may set and no script reads; 0 seconds take it back."""
	is_secure = is_tls(frappe.local.request)  # one of that name is taken as `Secure` alone, its end too
	frappe.local.cookie_manager.set_cookie(
		host_name(name), value, secure=is_secure, httponly=True, samesite="Lax", max_age=seconds
	)


def read(name: str) -> str:
	"""What the browser has of such a cookie, "" for nothing."""
	return _brought(host_name(name))


def given() -> dict[str, str]:
	"""Give the browser that logs in its cookie; what the session is to hold of it. Nothing without TLS."""
	if not is_tls(frappe.local.request):
		return {}
	value = secrets.token_urlsafe(32)
	put(OWN, value, SECONDS)
	return {MARK: _hash(value)}


def is_missing(facts: Mapping[str, Any]) -> bool:
	"""Whether the session of a request, by its facts, is one of another browser. Over TLS one that has no mark is no browser's."""
	request, mark = frappe.local.request, str(facts.get(MARK) or "")
	if not mark:
		return is_tls(request)
	return not secrets.compare_digest(mark, _hash(_brought(f"{PREFIX}{OWN}")))


def _brought(name: str) -> str:
	"""The value of the cookie of exactly that name. Werkzeug takes one for it that has a space of print before its name: with that another
	host of the domain may set it, as its name does not begin with the prefix."""
	for pair in str(frappe.local.request.environ.get("HTTP_COOKIE") or "").split(";"):
		key, is_pair, value = pair.partition("=")
		if is_pair and key.strip(" \t") == name:
			return value.strip(" \t")
	return ""


def _hash(value: str) -> str:
	return hashlib.sha256(value.encode()).hexdigest()
