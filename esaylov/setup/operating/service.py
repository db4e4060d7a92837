"""The public door of operating: what monitoring and backups ask of a site."""

from typing import Any

import frappe

from esaylov.framework import place
from esaylov.setup.operating import inventory as _census
from esaylov.setup.operating import measuring


def metrics(token: str) -> str:
	"""The gauges in the text format of Prometheus, for who knows the site's token.

	Raises NotFound where the site has no token of 32 characters (`esaylov_metrics_token`), NotPermitted for another one.
	"""
	measuring.check_token(token)
	return measuring.exposition()


def census() -> dict[str, Any]:
	"""What stands on the site, in numbers and heads; `bench --site S execute esaylov.setup.operating.service.census`."""
	return _census.census()


def hold() -> None:
	"""Have nothing leave this site (SMS, webhooks, scheduled jobs): for a copy that was made another way than by a restore."""
	place.hold()


def release() -> dict[str, int]:
	"""Say that a restored site is the site now; how many messages and deliveries wait and go out from here on."""
	place.release()
	return {
		doctype: frappe.db.count(doctype, {"status": "Queued"})
		for doctype in ("SMS Message", "Webhook Delivery")
	}


def deviations(before: dict[str, Any], after: dict[str, Any] | None = None) -> list[str]:
	"""How the site differs from an earlier census, or from any moment between two, in words; every chain is verified."""
	return _census.deviations(before, after)
