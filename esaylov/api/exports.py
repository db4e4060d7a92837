"""The framework's exports of rows, in their place: the same files, read as the database's user for reports and exports."""

import frappe

from esaylov.api import guards, manifest, operations
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint
from esaylov.framework import report_user

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
	"""Answer as the framework's function does. Who may call it is asked here, as an address of ours leads past the question."""
	if not manifest.may((method,), "POST"):
		raise frappe.PermissionError
	operations.require((method,))
	function = frappe.get_attr(method)
	with report_user.reading():
		function(**frappe.get_newargs(function, frappe.local.form_dict))
