"""The signature inbox over HTTP: what waits for the caller's signature; see decisions.signature_inbox. Each is signed by its own endpoint."""

from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint
from esaylov.decisions.signature_inbox import details, listing


@endpoint(methods=["GET"])
@guards.signed_in
def count_items() -> dict[str, int]:
	"""How much waits for the caller's signature (`count`)."""
	return {"count": listing.count_items(frappe.session.user)}


@endpoint(methods=["GET"])
@guards.signed_in
def list_items(view: str = listing.TO_SIGN, after: str = "") -> dict[str, Any]:
	"""Up to fifty `items` that wait for the caller's signature (`to_sign`), or that the caller proposed (`mine`), and `next` to go on from ("" at the end)."""
	return {**listing.list_items(frappe.session.user, view, after)}


@endpoint(methods=["GET"])
@guards.signed_in
def show_item(kind: str, name: str) -> dict[str, Any]:
	"""One of these: what it changes in words (`differences`), what follows (`effects`), and what the caller `may` do."""
	return details.show_item(frappe.session.user, kind, name)
