"""Markup inside of what looks like JSON: the framework takes script out of every text but that.

A text in quotes, or a list of texts, is JSON as well, and the Desk shows it as markup wherever it shows the field.
"""

import json
from typing import Any

import frappe
from bs4 import BeautifulSoup
from frappe.model.document import Document
from frappe.utils.html_utils import sanitize_html

TEXTS = frozenset(
	{
		"Data",
		"Small Text",
		"Text",
		"Long Text",
		"Text Editor",
		"HTML Editor",
		"Markdown Editor",
		"Select",
		"Autocomplete",
		"Read Only",
	}
)


def clean(document: Document, event: str = "") -> None:
	"""Event `validate` of every document: texts inside of JSON are cleaned as the framework cleans texts."""
	for row in (document, *document.get_all_children()):
		for value in vars(row).values():
			if (
				value and isinstance(value, str) and "<" in value
			):  # most are empty, and told so without a call
				_clean_row(row)
				break


def without_markup(text: str) -> str:
	"""A text that is written as a row, past the framework's documents: cleaned as they clean it."""
	return str(_cleaned(text)) if "<" in text else text


def _clean_row(row: Document) -> None:
	if frappe.flags.in_install:
		return
	for field in row.meta.fields:
		if field.fieldtype in TEXTS and not field.ignore_xss_filter:
			_clean(row, field.fieldname)


def _clean(row: Document, field: str) -> None:
	value = row.get(field)
	if not isinstance(value, str) or "<" not in value:
		return
	try:
		held = json.loads(value)
	except (ValueError, RecursionError):
		return
	cleaned = _cleaned(held)
	if cleaned != held:
		row.set(field, json.dumps(cleaned, ensure_ascii=False))


def _cleaned(held: Any) -> Any:
	if isinstance(held, str):
		# a comparison in a filter stays; what holds a tag is cleaned even if it looks like JSON once more
		has_tags = "<" in held and BeautifulSoup(held, "html.parser").find() is not None
		return sanitize_html(held, always_sanitize=True) if has_tags else held
	if isinstance(held, list):
		return [_cleaned(each) for each in held]
	if isinstance(held, dict):
		return {_cleaned(key): _cleaned(each) for key, each in held.items()}
	return held
