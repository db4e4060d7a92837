"""The published heads of all chains of events: what a distrustful reader keeps, and how it is used later."""

import base64
import json
from collections.abc import Iterator
from typing import Any

import frappe

from esaylov import errors
from esaylov.configuration import service as configuration
from esaylov.portal.titles import titles_of
from esaylov.portal.web import Page, PortalRequest
from esaylov.trust import service as trust

PAGE = 30
COMMISSION = "Election Commission"


def chain(request: PortalRequest) -> Page:
	"""The last lists, the heads in the newest one by commission, the server's keys."""
	before = request.args.get("before", "")
	lists = trust.latest_heads(int(before) if before.isdecimal() else None, PAGE)
	newest = lists if not before else trust.latest_heads()
	heads = json.loads(newest[0]["content"])["heads"] if newest else []
	values = {
		"lists": lists,
		"older": lists[-1]["number"] if len(lists) == PAGE else None,
		"heads": heads,
		"names": titles_of(COMMISSION, {head["commission"] for head in heads}, request),
		"keys": server_keys(),
		"changes": [] if before else list(_changes(request)),
	}
	return Page("chain.html", request.t("chain.title"), values)


def _changes(request: PortalRequest) -> Iterator[dict[str, Any]]:
	"""The last changes of guarded configuration, their kinds in words of the Desk."""
	for row in configuration.published():
		kinds = {key: frappe._(row[key], request.language) for key in ("reference_doctype", "action")}
		yield {**row, **kinds, "at": row["decided_at"].strftime("%Y-%m-%d %H:%M")}


def server_keys() -> dict[str, Any]:
	"""Key id to public key in Base64; none on a site whose key was not made yet."""
	try:
		keys = trust.public_keys()
	except errors.SetupMissing:
		return {}
	return {key_id: base64.b64encode(key.public_bytes_raw()).decode() for key_id, key in keys.items()}
