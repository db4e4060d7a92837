"""Observers and representatives of the media, counted (kuzatuvchilar va OAV vakillari)."""

from typing import Any

from frappe import _

from esaylov.permissions.reach import require_report
from esaylov.reports import service as reports


def execute(
	filters: dict[str, Any] | None = None,
) -> tuple[list[Any], list[Any], None, dict[str, Any] | None]:
	"""Columns, rows and a chart, within the reach of the user. Raises frappe.PermissionError."""
	require_report("Observers and Media")
	filters = filters or {}
	rows = reports.accredited(filters)
	return reports.fitted(columns(), rows), rows, None, chart(rows)


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		reports.column("label", _("Group"), "Data", 260),
		reports.column("total", _("Entries")),
		reports.column("registered", _("Registered")),
		reports.column("replaced", _("Replaced")),
		reports.column("revoked", _("Revoked")),
		reports.column("resigned", _("Resigned")),
		reports.column("annulled", _("Annulled")),
		reports.column("with_certificate", _("With a certificate")),
	]


def chart(rows: list[reports.Row]) -> dict[str, Any] | None:
	"""The largest groups as bars."""
	series = {"total": (_("Entries"), "#00697F"), "registered": (_("In the register"), "#1B7F3B")}
	return reports.bars(rows, series, stacked=False)
