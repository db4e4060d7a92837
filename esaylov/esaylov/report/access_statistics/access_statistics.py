"""Statistics of access to data of people (maʼlumotlarga murojaatlar soni): how many and of how many; nobody is named."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import grouping, lookups, showing


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Access Statistics")
	filters = filters or {}
	rows = lookups.figures(filters)
	return showing.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		showing.column("label", _("Group"), "Data", 260),
		showing.column("total", _("Accesses")),
		showing.column("lookups", _("Look-ups")),
		showing.column("checks", _("Checks")),
		showing.column("reveals", _("Reveals")),
		showing.column("people", _("Different people")),
		showing.column("viewers", _("Different users")),
	]


def chart(rows: list[grouping.Row], filters: grouping.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {"total": (_("Total"), "#00697F"), "reveals": (_("Reveals"), "#8A6100")}
	return showing.bars(rows, series, in_order=filters.get("by") in ("day", "month"), stacked=False)
