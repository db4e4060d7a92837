"""How messages fare, by template or by gateway: counts, shares and cost, nobody named."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import frappe
from frappe.query_builder.functions import Coalesce, Count, Min, Sum
from pypika import Case, Table
from pypika.terms import Criterion

from esaylov.core.outbox import Status
from esaylov.framework.desk import report_user
from esaylov.messages.delivery.claims import MESSAGE
from esaylov.messages.texts.merging import PHONE_LIMIT

GROUPS = ("template", "gateway", "language", "campaign")
ON_THE_WAY = (Status.QUEUED, Status.SENDING, Status.MERGED)
HANDED = (Status.ACCEPTED, Status.SENT, Status.DELIVERED, Status.DUPLICATE)


@report_user.reading()
def of(filters: Mapping[str, Any]) -> list[dict[str, Any]]:
	"""A row for each group in the order of its size: total, waiting, behind, handed, delivered, failed, parts, cost.

	behind: those of the waiting whose phone has got its share of the hour.

	Messages that one SMS stands for are counted each; parts and cost are those of the SMS.
	filters: by (one of GROUPS), from_date, to_date, template, gateway. One statement, however many messages.
	"""
	by = str(filters["by"]) if filters.get("by") in GROUPS else "template"
	message = frappe.qb.DocType(MESSAGE)
	query = (
		frappe.qb.from_(message)
		.select(
			message[by].as_("of"),
			message.status,
			Sum(_matters(message)).as_("total"),
			Sum(Case().when(_is_behind(message), 1).else_(0)).as_("behind"),
			Sum(Case().when(Coalesce(message.merged_into, "") != "", 0).else_(message.parts)).as_("parts"),
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


@dataclass(frozen=True, slots=True)
class Behind:
	"""SMS that wait for the limit of their phones: how many, and when the oldest was written; None where none waits."""

	messages: int
	oldest: datetime | None


def behind_limits() -> Behind:
	"""What waits behind the limits of phones. One statement, over what waits."""
	message = frappe.qb.DocType(MESSAGE)
	asked = frappe.qb.from_(message).select(Count(message.name), Min(message.creation))
	return Behind(*asked.where(_is_behind(message)).run()[0])


def oldest_waiting() -> datetime | None:
	"""When the oldest message was written that waits for anything but its phone's limit."""
	message = frappe.qb.DocType(MESSAGE)
	waits = message.status.isin([Status.QUEUED.value, Status.SENDING.value])
	other = Coalesce(message.failure, "") != PHONE_LIMIT
	found = frappe.qb.from_(message).select(Min(message.creation)).where(waits & other).run()
	oldest: datetime | None = found[0][0]
	return oldest


def _is_behind(message: Table) -> Criterion:
	return (message.status == Status.QUEUED.value) & (message.failure == PHONE_LIMIT)


def _matters(message: Table) -> Case:
	"""1 for each message that speaks of its own matter; the one that stands for several speaks of theirs."""
	return Case().when(message.stands_for > 0, 0).else_(1)


def _empty(name: str) -> dict[str, Any]:
	columns = ("total", "waiting", "behind", "handed", "delivered", "failed", "cancelled", "parts")
	return {"of": name, **dict.fromkeys(columns, 0), "cost": 0.0, "delivered_share": 0.0}


def _add(group: dict[str, Any], row: frappe._dict) -> None:
	status, row.total = Status(row.status), int(row.total)
	group["total"] += row.total
	group["waiting"] += row.total if status in ON_THE_WAY else 0
	group["behind"] += int(row.behind)
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
