"""Candidate statistics (nomzodlar soni): by party, gender, age on election day, region, membership or status."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import service as reports


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Candidate Statistics")
	filters = filters or {}
	rows = reports.candidates(filters)
	return reports.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		reports.column("label", _("Group"), "Data", 260),
		reports.column("total", _("Candidates")),
		reports.column("registered", _("Registered")),
		reports.column("women", _("Women")),
		reports.column("women_share", _("Women, %"), "Percent"),
		reports.column("non_party", _("Non-party")),
		reports.column("age_mean", _("Age, average"), "Float"),
		reports.column("age_least", _("Age, youngest")),
		reports.column("age_most", _("Age, oldest")),
	]


def chart(rows: list[reports.Row], filters: reports.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {
		"registered": (_("In the register"), "#00697F"),
		"women": (_("Women"), "#8A6100"),
	}
	return reports.bars(rows, series, in_order=filters.get("by") == "age", stacked=False)
