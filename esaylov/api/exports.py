"""The framework's exports of rows, in their place: the same files, read as the database's user for reports and exports; and which columns
a reader may add to a report, which the framework reads beside it.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.model import default_fields

from esaylov.api import calls, guards, manifest, operations
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint
from esaylov.framework.desk import report_user
from esaylov.setup import report_user as rights

ROWS = "frappe.desk.reportview.export_query"
TABLE = "frappe.core.doctype.data_export.exporter.export_data"
TEMPLATE = "frappe.core.doctype.data_import.data_import.download_template"
LATER = "export_in_background"
"""Frappe 16 leaves a long one to a job, which reads as the site's user and sends a link by mail: here it is made at once."""


@endpoint(methods=["POST"])
@guards.staff
def rows() -> AnyFile:
	"""Rows of a list as a file, by the arguments of the framework's own export."""
	if report_user.user():
		frappe.local.form_dict.pop(LATER, None)
	_run(ROWS)


@endpoint(methods=["POST"])
@guards.staff
def table() -> AnyFile:
	"""Rows of a DocType as a table for an import, by the arguments of the framework's own export."""
	_run(TABLE)


@endpoint(methods=["POST"])
@guards.staff
def template() -> AnyFile:
	"""A template for an import, with rows where they are asked for, by the arguments of the framework's own."""
	_run(TEMPLATE)


def _run(method: str) -> None:
	"""Answer as the framework's function does, to who may call it."""
	manifest.require(method, "POST")
	operations.require((method,))
	function = frappe.get_attr(method)
	with report_user.reading():
		function(**frappe.get_newargs(function, frappe.local.form_dict))


def check_columns(form: Mapping[str, Any]) -> None:
	"""Refuse a column that somebody adds to a report, now or in one of their own, if they, or the user for reports, may not read it.

	Raises frappe.PermissionError. The framework leaves a column that they may not read out of what it read, and then stumbles.
	"""
	added = [*_added(form)]
	if added and report_user.user() and not set(added) <= rights.readable():
		raise frappe.PermissionError(_("Reports and exports do not read personal data."))
	if not all(_reads(table.removeprefix(rights.TABLE), field) for table, field in added):
		raise frappe.PermissionError(_("Not permitted"))


def _reads(doctype: str, field: str) -> bool:
	"""Whether a DocType has a field, and the caller reads it in documents that they may read."""
	if not frappe.db.exists("DocType", doctype):
		return False
	return field in default_fields or field in frappe.get_meta(doctype).get_permitted_fieldnames()


def _added(form: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
	"""Table and column of each that is read beside the report: those that a link leads to."""
	sent = calls.parsed(form.get("custom_columns"))
	for column in [*(sent if isinstance(sent, list) else []), *_saved(form.get("report_name"))]:
		if isinstance(column, dict) and column.get("link_field"):
			field = str(column.get("fieldname") or "").partition("-")[0]  # its DocType stands behind it
			yield f"{rights.TABLE}{column.get('doctype')}", field


def _saved(report: object) -> list[Any]:
	"""The columns of a report that somebody saved with their own."""
	asked = {"name": report, "report_type": "Custom Report"}
	text = frappe.db.get_value("Report", asked, "json") if isinstance(report, str) and report else None
	stored = json.loads(text or "{}") or {}
	return list(stored.get("columns") or []) if isinstance(stored, dict) else []
