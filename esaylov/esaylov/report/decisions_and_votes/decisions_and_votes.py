"""Statistics of decisions and votes (qarorlar va ovoz berish): what was decided, and how members voted."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import service as reports


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Decisions and Votes")
	filters = filters or {}
	rows = reports.decisions(filters)
	return reports.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		reports.column("label", _("Group"), "Data", 260),
		reports.column("total", _("Decisions")),
		reports.column("granted", _("Granted")),
		reports.column("partly_granted", _("Partly Granted")),
		reports.column("refused", _("Refused")),
		reports.column("acknowledged", _("Acknowledged")),
		reports.column("annulled", _("Annulled")),
		reports.column("voted", _("By a vote")),
		reports.column("unanimous", _("Unanimous")),
		reports.column("votes_for", _("Votes for")),
		reports.column("votes_against", _("Votes against")),
		reports.column("votes_abstained", _("Abstained")),
		reports.column("votes_recused", _("Recused")),
	]


def chart(rows: list[reports.Row], filters: reports.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {"total": (_("Decisions"), "#00697F"), "refused": (_("Refused"), "#B3261E")}
	return reports.bars(rows, series, in_order=filters.get("by") == "month", stacked=False)
