"""Appeal statistics (murojaatlar soni): by type, commission, state, region or month, with the time to their decision."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import appeals, grouping, showing


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Appeal Statistics")
	filters = filters or {}
	rows = appeals.figures(filters)
	return showing.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		showing.column("label", _("Group"), "Data", 260),
		showing.column("total", _("Appeals")),
		showing.column("open", _("Open")),
		showing.column("overdue", _("Overdue")),
		showing.column("decided", _("Decided")),
		showing.column("granted", _("Granted")),
		showing.column("partly_granted", _("Partly Granted")),
		showing.column("refused", _("Refused")),
		showing.column("acknowledged", _("Acknowledged")),
		showing.column("withdrawn", _("Withdrawn")),
		showing.column("late", _("Decided late")),
		showing.column("days_mean", _("Days to decision, average"), "Float"),
		showing.column("days_most", _("Days to decision, longest")),
	]


def chart(rows: list[grouping.Row], filters: grouping.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars: what is open and what was decided; a state is either, so it is counted as a whole."""
	if filters.get("by") == "status":
		return showing.bars(rows, {"total": (_("Appeals"), "#00697F")})
	series = {"open": (_("Open"), "#00697F"), "decided": (_("Settled"), "#1B7F3B")}
	return showing.bars(rows, series, in_order=filters.get("by") == "month")
