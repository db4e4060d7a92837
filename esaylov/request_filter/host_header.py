"""Refuses a `Host` that is not one host name with, at most, one port: several parts of the framework split it, and
fail or disagree."""

import re

import frappe
from werkzeug.exceptions import BadRequest

_HOST = re.compile(r"(?:[a-z0-9._-]+|\[[0-9a-f:.]+\])(?::(\d{0,5}))?", re.IGNORECASE | re.ASCII)
HIGHEST_PORT = 65535


def refuse_odd_host() -> None:
	"""Hook `before_request`. Raises BadRequest (400): also for two headers, which the web server joins with a comma."""
	if not is_host(frappe.local.request.environ.get("HTTP_HOST", "")):
		raise BadRequest


def is_host(value: str) -> bool:
	"""Whether a value is a host name or an address, with or without a port."""
	found = _HOST.fullmatch(value)
	return found is not None and int(found[1] or 0) <= HIGHEST_PORT
