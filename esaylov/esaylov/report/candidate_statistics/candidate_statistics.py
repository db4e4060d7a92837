"""Candidate statistics (nomzodlar soni): by party, gender, age on election day, region, membership or status."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import candidates, grouping, showing


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Candidate Statistics")
	filters = filters or {}
	rows = candidates.figures(filters)
	return showing.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		showing.column("label", _("Group"), "Data", 260),
		showing.column("total", _("Candidates")),
		showing.column("registered", _("Registered")),
		showing.column("women", _("Women")),
		showing.column("women_share", _("Women, %"), "Percent"),
		showing.column("non_party", _("Non-party")),
		showing.column("age_mean", _("Age, average"), "Float"),
		showing.column("age_least", _("Age, youngest")),
		showing.column("age_most", _("Age, oldest")),
	]


def chart(rows: list[grouping.Row], filters: grouping.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {
		"registered": (_("In the register"), "#00697F"),
		"women": (_("Women"), "#8A6100"),
	}
	return showing.bars(rows, series, in_order=filters.get("by") == "age", stacked=False)
