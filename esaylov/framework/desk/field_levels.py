"""Fields at a permission level that the reader lacks: Administrator is a reader as all others, and a saved form keeps what it did not show.

The framework shows Administrator each level, and saves an empty value where somebody may write a field that they may not read.
"""

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import suppress
from functools import wraps
from itertools import chain
from typing import Any

import frappe
from frappe.model.document import Document

OURS = "Esaylov"


def guard_field_levels() -> None:
	"""Have documents of ours treat levels so in this process, for each request."""
	for name, change in (
		("apply_fieldlevel_read_permissions", _hiding),
		("validate_higher_perm_levels", _keeping),
	):
		setattr(Document, name, change(getattr(Document, name)))


def unread_fields(doctype: str) -> frozenset[str]:
	"""Fields of a DocType of ours at a level that no role of the user of the session reads; none of another DocType."""
	meta = frappe.get_meta(doctype)
	if meta.module != OURS:
		return frozenset()
	levels = {0, *meta.get_permlevel_access("read")}
	return frozenset(field.fieldname for field in meta.fields if (field.permlevel or 0) not in levels)


def stated_fields(doctype: str) -> frozenset[str]:
	"""Those of them that the request names, as the key of a value or as the field that it sets; none outside of requests."""
	if not getattr(frappe.local, "request", None):
		return frozenset()
	return unread_fields(doctype).intersection(_named(frappe.local.form_dict))


def _named(value: Any) -> Iterator[str]:
	"""The keys of an argument whose value is not empty, and its texts; JSON in a text is read."""
	if isinstance(value, str):
		with suppress(ValueError):
			value = json.loads(value) if value[:1] in ("{", "[") else value
	if isinstance(value, str):
		yield value
	elif isinstance(value, Mapping):
		yield from (str(key) for key, held in value.items() if held not in (None, ""))
		yield from chain.from_iterable(map(_named, value.values()))
	elif isinstance(value, list | tuple):
		yield from chain.from_iterable(map(_named, value))


def _hiding(original: Callable[[Document], None]) -> Callable[[Document], None]:
	@wraps(original)
	def hide(document: Document) -> None:
		original(document)
		for field in unread_fields(document.doctype):
			document.__dict__.pop(field, None)

	return hide


def _keeping(original: Callable[[Document], None]) -> Callable[[Document], None]:
	@wraps(original)
	def keep(document: Document) -> None:
		original(document)
		stored = document.get_doc_before_save()
		# a job of ours says what it writes; a request sends no field that its user does not read
		if stored and getattr(frappe.local, "request", None) and not document.flags.ignore_permissions:
			for field in unread_fields(document.doctype):
				if document.get(field) is None:
					document.set(field, stored.get(field))

	return keep
