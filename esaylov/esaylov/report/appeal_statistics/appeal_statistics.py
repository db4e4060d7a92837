"""Appeal statistics (murojaatlar soni): by type, commission, state, region or month, with the time to their decision."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import service as reports


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Appeal Statistics")
	filters = filters or {}
	rows = reports.appeals(filters)
	return reports.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		reports.column("label", _("Group"), "Data", 260),
		reports.column("total", _("Appeals")),
		reports.column("open", _("Open")),
		reports.column("overdue", _("Overdue")),
		reports.column("decided", _("Decided")),
		reports.column("granted", _("Granted")),
		reports.column("partly_granted", _("Partly Granted")),
		reports.column("refused", _("Refused")),
		reports.column("acknowledged", _("Acknowledged")),
		reports.column("withdrawn", _("Withdrawn")),
		reports.column("late", _("Decided late")),
		reports.column("days_mean", _("Days to decision, average"), "Float"),
		reports.column("days_most", _("Days to decision, longest")),
	]


def chart(rows: list[reports.Row], filters: reports.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars: what is open and what was decided; a state is either, so it is counted as a whole."""
	if filters.get("by") == "status":
		return reports.bars(rows, {"total": (_("Appeals"), "#00697F")})
	series = {"open": (_("Open"), "#00697F"), "decided": (_("Settled"), "#1B7F3B")}
	return reports.bars(rows, series, in_order=filters.get("by") == "month")
