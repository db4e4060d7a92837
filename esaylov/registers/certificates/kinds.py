"""What must hold of a Certificate Kind, whoever saves it."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import LawBroken

DRAWS = {"doc_type": "Certificate", "disabled": 0, "print_format_type": "Jinja", "raw_printing": 0}
"""What a print format must be to draw a certificate."""


def check(kind: Document) -> None:
	"""Its print format can draw certificates. Raises LawBroken (`format_unfit`)."""
	if not kind.print_format:
		return
	found = frappe.db.get_value("Print Format", kind.print_format, list(DRAWS), as_dict=True)
	if found != DRAWS:
		raise LawBroken({"format": kind.print_format}, field="print_format", code="format_unfit")
