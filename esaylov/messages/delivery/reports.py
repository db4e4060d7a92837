"""Delivery reports: late, repeated, in any order, and from a gateway that had fallen silent."""

from collections.abc import Mapping
from hmac import compare_digest
from typing import Any

import frappe

from esaylov.core.outbox import Status, after_report
from esaylov.framework import clock
from esaylov.framework.errors import NotPermitted
from esaylov.integrations.base import NotConfigured
from esaylov.integrations.sms import access
from esaylov.integrations.sms.port import Report
from esaylov.messages.delivery.claims import MESSAGE
from esaylov.messages.delivery.gateways import FIELDS, GATEWAY, callback_key
from esaylov.messages.texts import merging

MOMENTS = {Status.ACCEPTED: "accepted_at", Status.SENT: "sent_at", Status.DELIVERED: "delivered_at"}
READ = [
	*("name", "status", "gateway", "handed_at", "accepted_at", "sent_at", "delivered_at", "sealed_text"),
]


def take(gateway: str, key: str, given: Mapping[str, Any]) -> bool:
	"""Note what a gateway reports of a message; whether it told anything of one of ours. Raises NotPermitted."""
	if not isinstance(key, str) or not compare_digest(key.encode(), callback_key(str(gateway)).encode()):
		raise NotPermitted()
	row = frappe.db.get_value(GATEWAY, gateway, FIELDS, as_dict=True)
	if row is None:
		raise NotPermitted()
	try:
		report = access.gateway(row).report(given)
	except NotConfigured:
		return False
	return report is not None and _note(gateway, report)


def _note(gateway: str, report: Report) -> bool:
	"""The row is locked: two reports on one message come one after the other."""
	row = frappe.db.get_value(MESSAGE, report.id, READ, as_dict=True, for_update=True)
	if row is None or not row.handed_at:
		return False
	status = Status(row.status)
	becomes = _becomes(row, status, gateway, report)
	if becomes is not status:
		frappe.db.set_value(MESSAGE, row.name, _changed(row, becomes, report), update_modified=False)
		merging.follow([row.name])
	return True


def _becomes(row: Mapping[str, Any], status: Status, gateway: str, report: Report) -> Status:
	"""A gateway that was silent and left says after all that it had the message: then two of them did."""
	if row["gateway"] == gateway:
		return after_report(status, report.status)
	if report.status in (Status.FAILED, Status.EXPIRED):
		return status  # the other gateway has it in hand
	return Status.DUPLICATE if row["accepted_at"] else after_report(status, report.status)


def _changed(row: Mapping[str, Any], becomes: Status, report: Report) -> dict[str, Any]:
	"""Marks of the outbox; a report is the proof of a hand-over whose answer never came, so claim and seal go too."""
	changed: dict[str, Any] = {"status": becomes.value, "claim": None, "sealed_text": None}
	changed["gateway_word"] = report.detail
	changed["failure_kind"] = report.kind.value if becomes is Status.FAILED and report.kind else ""
	changed["failure"] = "" if becomes is not Status.FAILED else f"reported: {report.detail}"
	now = clock.now()
	changed["accepted_at"] = row["accepted_at"] or now
	if (moment := MOMENTS.get(becomes)) and not row.get(moment):
		changed[moment] = now
	return changed
