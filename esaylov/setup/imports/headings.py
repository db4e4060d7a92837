"""What the columns of a table are called, in the session's language."""

import frappe

from esaylov.core import forms
from esaylov.core.forms import Field, tables
from esaylov.setup.imports.kinds import Table


def heading_of(table: Table, column: str) -> str:
	"""The heading of a column in the session's language; "" for a finding about the whole row."""
	for field in tables.table_columns(table.group):
		if field.name == column:
			return label_of(field)
	return ""


def label_of(field: Field) -> str:
	"""The label of a column; its name where it has none."""
	return forms.label(field.label, frappe.local.lang or "uz") or field.name
