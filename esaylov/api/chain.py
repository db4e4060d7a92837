"""The published chains of events: the signed heads of all, and one commission's chain as a file."""

import base64
from dataclasses import asdict
from typing import Any

import frappe

from esaylov.api.answers import AnyFile, HeadsAnswer
from esaylov.api.endpoint import endpoint
from esaylov.core.records.payload import canonical
from esaylov.framework.errors import NotFound
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.trust import heads as trust_heads
from esaylov.trust.chains import export as trust_export
from esaylov.trust.keys import public_keys

PAGE = 50


@endpoint(methods=["GET"], guest=True)  # the chain is public: whoever distrusts the server keeps its heads
@rate_limit(limit=60, seconds=60)
def heads(before: int | None = None) -> HeadsAnswer:
	"""Published lists of heads, newest first, PAGE at a time; `before`: the smallest number of the page before.

	`keys`: key id to the public key, 32 bytes in Base64. A list as `script/verify-chain` reads it has `content`,
	`key_id`, `signature`.
	"""
	keys = {key_id: key.public_bytes_raw() for key_id, key in public_keys().items()}
	return {
		"heads": list[dict[str, Any]](trust_heads.latest(before, PAGE)),
		"keys": {key_id: base64.b64encode(raw).decode() for key_id, raw in keys.items()},
	}


@endpoint(
	methods=["GET"],
	guest=True,  # ids and salted hashes only, nothing personal (esaylov/trust/README.md)
)
@rate_limit(limit=20, seconds=60)
def export(commission: str) -> AnyFile:
	"""The chain of one commission as JSON lines for `script/verify-chain`; `not_found` for an unknown commission."""
	if not frappe.db.exists("Election Commission", commission):
		raise NotFound({"doctype": "Election Commission"})
	frappe.local.response.filename = f"chain-{commission}.jsonl"
	frappe.local.response.filecontent = b"".join(trust_export.lines(commission))
	frappe.local.response.type = "download"


@endpoint(methods=["GET"], guest=True)  # a published list is made to be kept by strangers
@rate_limit(limit=60, seconds=60)
def saved(number: int) -> AnyFile:
	"""One published list as the file that `script/verify-chain --heads` reads; `not_found` where there is none."""
	found = trust_heads.published(number)
	if found is None:
		raise NotFound({"doctype": "Published Head"})
	frappe.local.response.filename = f"chain-heads-{number}.json"
	frappe.local.response.filecontent = canonical(asdict(found))
	frappe.local.response.type = "download"
