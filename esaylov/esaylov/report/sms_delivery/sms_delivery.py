"""Delivery of SMS (SMS xabarlarining yetkazilishi): counts and cost by template or gateway; nobody is named."""

from typing import Any

from frappe import _

from esaylov.core.formats.language import LANGUAGES
from esaylov.framework import titles
from esaylov.messages.delivery import figures
from esaylov.permissions.reach import require_report

TEMPLATE = "SMS Template"
NAMED = {"gateway": "SMS Gateway", "campaign": "SMS Campaign"}


def execute(filters: dict[str, Any] | None = None) -> tuple[list[Any], list[Any], None, dict[str, Any]]:
	"""Columns, rows and a chart. Raises frappe.PermissionError."""
	require_report("SMS Delivery")
	rows = figures.of(filters or {})
	said = words((filters or {}).get("by"), [row["of"] for row in rows])
	rows = [{**row, "of": said.get(row["of"], row["of"])} for row in rows]
	return columns(), rows, None, chart(rows)


def words(by: object, groups: list[str]) -> dict[str, str]:
	"""What groups are called to the reader, by their names: a text by when it is sent, a language by itself."""
	if by == "language":
		return dict(LANGUAGES)
	doctype = NAMED.get(str(by), TEMPLATE)
	titled = titles.of((doctype, name) for name in groups if name).get(doctype, {})
	return {name: _(title) if doctype == TEMPLATE else title for name, title in titled.items() if title}


def columns() -> list[dict[str, Any]]:
	"""The columns of the report."""
	return [
		_column("of", _("Group"), "Data", 160),
		_column("total", _("Messages"), "Int"),
		_column("waiting", _("Waiting"), "Int"),
		_column("behind", _("Behind the phone's limit"), "Int"),
		_column("handed", _("Handed over"), "Int"),
		_column("delivered", _("Delivered"), "Int"),
		_column("delivered_share", _("Delivered, %"), "Percent"),
		_column("failed", _("Not sent"), "Int"),
		_column("cancelled", _("Cancelled"), "Int"),
		_column("parts", _("Parts"), "Int"),
		_column("cost", _("Cost"), "Float"),
	]


def chart(rows: list[dict[str, Any]]) -> dict[str, Any]:
	"""The ten largest groups: what arrived and what failed; the words of a third series are cut on a phone."""
	shown = rows[:10]
	series = (("delivered", _("Delivered")), ("failed", _("Not sent")))
	return {
		"type": "bar",
		"data": {
			"labels": [row["of"] or "-" for row in shown],
			"datasets": [{"name": title, "values": [row[name] for row in shown]} for name, title in series],
		},
	}


def _column(name: str, label: str, kind: str, width: int = 110) -> dict[str, Any]:
	return {"fieldname": name, "label": label, "fieldtype": kind, "width": width}
