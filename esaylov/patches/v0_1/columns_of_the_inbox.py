"""The list of appeals says who applies beside the subject, where a screen of 1280 pixels shows it; columns that a site chose stay."""

import json

import frappe

from esaylov.setup.install import INBOX_COLUMNS

SETTINGS, LIST = "List View Settings", "Appeal"
FORMER = [
	"subject",
	"status_field",
	"number",
	"due_on",
	"appeal_type",
	"applicant_body",
	"assigned_to",
	"received_at",
]


def execute() -> None:
	"""Safe to run twice."""
	fields = frappe.db.get_value(SETTINGS, LIST, "fields") or "[]"
	if [column.get("fieldname") for column in json.loads(fields)] == FORMER:
		frappe.db.set_value(SETTINGS, LIST, "fields", json.dumps(INBOX_COLUMNS))
