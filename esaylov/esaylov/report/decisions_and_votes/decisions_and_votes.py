"""Statistics of decisions and votes (qarorlar va ovoz berish): what was decided, and how members voted."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import decisions, grouping, showing


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Decisions and Votes")
	filters = filters or {}
	rows = decisions.figures(filters)
	return showing.fitted(columns(), rows), rows, None, chart(rows, filters)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		showing.column("label", _("Group"), "Data", 260),
		showing.column("total", _("Decisions")),
		showing.column("granted", _("Granted")),
		showing.column("partly_granted", _("Partly Granted")),
		showing.column("refused", _("Refused")),
		showing.column("acknowledged", _("Acknowledged")),
		showing.column("annulled", _("Annulled")),
		showing.column("voted", _("By a vote")),
		showing.column("unanimous", _("Unanimous")),
		showing.column("votes_for", _("Votes for")),
		showing.column("votes_against", _("Votes against")),
		showing.column("votes_abstained", _("Abstained")),
		showing.column("votes_recused", _("Recused")),
	]


def chart(rows: list[grouping.Row], filters: grouping.Filters) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {"total": (_("Decisions"), "#00697F"), "refused": (_("Refused"), "#B3261E")}
	return showing.bars(rows, series, in_order=filters.get("by") == "month", stacked=False)
