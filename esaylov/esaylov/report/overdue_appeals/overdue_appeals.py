"""Appeals whose term has passed (muddati oʻtgan murojaatlar): where they lie, with whom, and for how many days."""

from collections import Counter
from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import service as reports


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], str | None, dict[str, Any] | None]:
	"""Columns, rows, a word where there are more rows than are shown, and a chart. Raises frappe.PermissionError."""
	require_report("Overdue Appeals")
	rows = reports.overdue(filters or {})
	is_cut = len(rows) >= reports.MOST_OVERDUE
	message = _("The {0} that wait longest are shown.").format(len(rows)) if is_cut else None
	return reports.fitted(columns(), rows), rows, message, chart(rows)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		reports.column("name", _("Appeal"), "Link", 130, "Appeal"),
		reports.column("number", _("Number"), "Data", 140),
		reports.column("type_title", _("Appeal type"), "Data", 280),
		reports.column("commission_title", _("Election commission"), "Data", 240),
		reports.column("due_on", _("Due on"), "Date"),
		reports.column("days_late", _("Days late")),
		reports.column("officer", _("Officer"), "Data", 170),
		reports.column("escalated_title", _("Escalated to"), "Data", 220),
	]


def chart(rows: list[reports.Row]) -> dict[str, Any] | None:
	"""The commissions with most of them."""
	found = Counter(row["commission_title"] for row in rows)
	groups = [{"label": title, "total": total} for title, total in found.most_common()]
	return reports.bars(groups, {"total": (_("Overdue"), "#B3261E")})
