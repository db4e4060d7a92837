"""The published heads of all chains of events: what a distrustful reader keeps, and how it is used later."""

import base64
import json
from typing import Any

from esaylov import errors
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
	}
	return Page("chain.html", request.t("chain.title"), values)


def server_keys() -> dict[str, Any]:
	"""Key id to public key in Base64; none on a site whose key was not made yet."""
	try:
		keys = trust.public_keys()
	except errors.SetupMissing:
		return {}
	return {key_id: base64.b64encode(key.public_bytes_raw()).decode() for key_id, key in keys.items()}
