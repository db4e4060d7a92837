"""Observers and representatives of the media, counted (kuzatuvchilar va OAV vakillari)."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import accredited, grouping, showing


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Observers and Media")
	filters = filters or {}
	rows = accredited.figures(filters)
	return showing.fitted(columns(), rows), rows, None, chart(rows)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		showing.column("label", _("Group"), "Data", 260),
		showing.column("total", _("Entries")),
		showing.column("registered", _("Registered")),
		showing.column("replaced", _("Replaced")),
		showing.column("revoked", _("Revoked")),
		showing.column("resigned", _("Resigned")),
		showing.column("annulled", _("Annulled")),
		showing.column("with_certificate", _("With a certificate")),
	]


def chart(rows: list[grouping.Row]) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {"total": (_("Entries"), "#00697F"), "registered": (_("In the register"), "#1B7F3B")}
	return showing.bars(rows, series, stacked=False)
