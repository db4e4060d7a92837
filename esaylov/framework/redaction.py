"""No number of a person in what the framework keeps of faults and of deleted documents.

Its Error Log holds the values of each function on the way to a fault, its Deleted Document every field. Both are written past hooks, one
of them into Redis first, so the documents themselves leave PINFLs, passports and phones out from the moment that they are made.
"""

import re
from typing import Any

from frappe.core.doctype.deleted_document.deleted_document import DeletedDocument as StockDeletedDocument
from frappe.core.doctype.error_log.error_log import ErrorLog as StockErrorLog
from frappe.model.document import Document

NUMBERS = re.compile(r"(?<!\d)[1-6]\d{13}(?!\d)|\b[A-Z]{2}\d{7}\b|(?<!\d)998\d{9}(?!\d)")
"""PINFL, passport, phone of the country, however they are written into a text. A moment of 14 digits goes with them."""
LEFT_OUT = "•••"
TEXTS = ("data", "error", "metadata", "method")


def without_numbers(text: str) -> str:
	"""A text in which no number of a person stands."""
	return NUMBERS.sub(LEFT_OUT, text)


def _redact(document: Document) -> None:
	for field in TEXTS:
		if isinstance(value := document.get(field), str):
			document.set(field, without_numbers(value))


class ErrorLog(StockErrorLog):
	"""Error Log of the framework (hook `override_doctype_class`)."""

	def __init__(self, *args: Any, **kwargs: Any) -> None:
		super().__init__(*args, **kwargs)
		_redact(self)


class DeletedDocument(StockDeletedDocument):
	"""Deleted Document of the framework: it says that there was one; who restores it types numbers anew."""

	def __init__(self, *args: Any, **kwargs: Any) -> None:
		super().__init__(*args, **kwargs)
		_redact(self)
