"""Appeals whose term has passed (muddati oʻtgan murojaatlar): where they lie, with whom, and for how many days."""

from collections import Counter
from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import grouping, overdue, showing


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], str | None, dict[str, Any] | None]:
	"""Columns, rows, a word where there are more rows than are shown, and a chart. Raises frappe.PermissionError."""
	require_report("Overdue Appeals")
	rows = overdue.rows(filters or {})
	is_cut = len(rows) >= overdue.MOST
	message = _("The {0} that wait longest are shown.").format(len(rows)) if is_cut else None
	return showing.fitted(columns(), rows), rows, message, chart(rows)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		showing.column("name", _("Appeal"), "Link", 130, "Appeal"),
		showing.column("number", _("Number"), "Data", 140),
		showing.column("type_title", _("Appeal type"), "Data", 280),
		showing.column("commission_title", _("Election commission"), "Data", 240),
		showing.column("due_on", _("Due on"), "Date"),
		showing.column("days_late", _("Days late")),
		showing.column("officer", _("Officer"), "Data", 170),
		showing.column("escalated_title", _("Escalated to"), "Data", 220),
	]


def chart(rows: list[grouping.Row]) -> dict[str, Any] | None:
	"""The commissions with most of them."""
	found = Counter(row["commission_title"] for row in rows)
	groups = [{"label": title, "total": total} for title, total in found.most_common()]
	return showing.bars(groups, {"total": (_("Overdue"), "#B3261E")})
