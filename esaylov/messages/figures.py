"""How messages fare, by template or by gateway: counts, shares and cost, nobody named."""

from collections.abc import Mapping
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Sum

from esaylov.core.outbox import Status
from esaylov.messages.claims import MESSAGE

GROUPS = ("template", "gateway", "language", "campaign")
ON_THE_WAY = (Status.QUEUED, Status.SENDING)
HANDED = (Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.DUPLICATE)


def of(filters: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""A row for each group in the order of its size: total, waiting, handed, delivered, failed, parts, cost.

	filters: by (one of GROUPS), from_date, to_date, template, gateway. One statement, however many messages.
	"""
	by = filters.get("by") if filters.get("by") in GROUPS else "template"
	message = frappe.qb.DocType(MESSAGE)
	query = (
		frappe.qb.from_(message)
		.select(
			message[by].as_("of"),
			message.status,
			Count(message.name).as_("total"),
			Sum(message.parts).as_("parts"),
			Sum(message.cost).as_("cost"),
		)
		.groupby(message[by], message.status)
	)
	if filters.get("from_date"):
		query = query.where(message.creation >= frappe.utils.getdate(filters["from_date"]))
	if filters.get("to_date"):
		query = query.where(message.creation < frappe.utils.add_days(filters["to_date"], 1))
	for field in ("template", "gateway"):
		if filters.get(field):
			query = query.where(message[field] == filters[field])
	groups: dict[str, dict[str, Any]] = {}
	for row in query.run(as_dict=True):
		_add(groups.setdefault(row.of or "", _empty(row.of or "")), row)
	return sorted(groups.values(), key=lambda group: (-group["total"], group["of"]))


def _empty(name: str) -> dict[str, Any]:
	columns = ("total", "waiting", "handed", "delivered", "failed", "cancelled", "parts")
	return {"of": name, **dict.fromkeys(columns, 0), "cost": 0.0, "delivered_share": 0.0}


def _add(group: dict[str, Any], row: frappe._dict) -> None:
	status = Status(row.status)
	group["total"] += row.total
	group["waiting"] += row.total if status in ON_THE_WAY else 0
	group["delivered"] += row.total if status is Status.DELIVERED else 0
	group["failed"] += row.total if status in (Status.FAILED, Status.EXPIRED) else 0
	group["cancelled"] += row.total if status is Status.CANCELLED else 0
	if status in HANDED:
		group["handed"] += row.total
		group["parts"] += int(row.parts or 0)
	group["cost"] = round(group["cost"] + float(row.cost or 0), 2)
	group["delivered_share"] = (
		round(100 * group["delivered"] / group["handed"], 1) if group["handed"] else 0.0
	)
