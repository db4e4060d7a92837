"""Access to personal data (shaxs maʼlumotlariga murojaatlar): who looked at whom and why, for the auditor."""

from typing import Any

from frappe import _

from esaylov.appeals.state_registers import access_log
from esaylov.permissions.reach import require_report


def execute(filters: dict[str, Any] | None = None) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
	"""Columns and rows, the newest first. Raises frappe.PermissionError."""
	require_report("Access to Personal Data")
	return columns(), access_log.for_auditor(filters or {})


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		_column("seen_at", _("Seen at"), "Datetime", width=160),
		_column("kind", _("Kind"), "Data", width=90),
		_column("viewer", _("User"), "Link", "User", 200),
		_column("commission", _("Election commission"), "Link", "Election Commission", 180),
		_column("person", _("Person"), "Link", "Person", 180),
		_column("seen_fields", _("Fields"), "Data", width=260),
		_column("registers", _("Registers"), "Data", width=120),
		_column("appeal", _("Appeal"), "Link", "Appeal", 120),
		_column("reason", _("Reason"), "Data", width=260),
	]


def _column(name: str, label: str, kind: str, options: str = "", width: int = 120) -> dict[str, Any]:
	return {"fieldname": name, "label": label, "fieldtype": kind, "options": options, "width": width}
