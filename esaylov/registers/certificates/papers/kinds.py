"""What must hold of a Certificate Kind, whoever saves it."""

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid, LawBroken

DRAWS = {"doc_type": "Certificate", "disabled": 0, "print_format_type": "Jinja", "raw_printing": 0}
"""What a print format must be to draw a certificate."""
BOUNDS = {"number_digits": (1, 9), "valid_days_after_election": (0, 366)}
"""Least and greatest value of a field [ours]."""


def check(kind: Document) -> None:
	"""Its numbers are within bounds, and its print format can draw certificates. Raises FormInvalid, LawBroken (`format_unfit`)."""
	for field, (least, most) in BOUNDS.items():
		number = frappe.utils.cint(kind.get(field))
		if number < least:
			raise FormInvalid([Finding("too_small", field, params={"limit": least})])
		if number > most:
			raise FormInvalid([Finding("too_large", field, params={"limit": most})])
	if not kind.print_format:
		return
	found = frappe.db.get_value("Print Format", kind.print_format, list(DRAWS), as_dict=True)
	if found != DRAWS:
		raise LawBroken({"format": kind.print_format}, field="print_format", code="format_unfit")
