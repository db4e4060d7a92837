"""The desk of a commission over HTTP: an appeal with all that stands beside it, many in a table. See decisions.desk."""

from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.endpoint import endpoint, json_list
from esaylov.decisions.desk import opened, reviewing


@endpoint(methods=["GET"])
@guards.reader(of="appeal", doctype="Appeal")
def appeal(appeal: str) -> dict[str, Any]:
	"""An appeal as staff of a commission work on it: answers, registers, remarks, filings, and the steps that the caller may take."""
	return opened.opened(frappe.session.user, appeal)


@endpoint(methods=["GET"])
@guards.signed_in
def review(appeals: str | list[Any]) -> list[dict[str, Any]]:
	"""Up to fifty appeals of the caller's own commissions with their rows, what speaks against each, and what may be done with all."""
	return reviewing.review(frappe.session.user, json_list(appeals, "appeals"))
