"""Fields at a permission level that the reader lacks, in filters, ordering and computed columns of a request.

Frappe 15 leaves such fields out of what it answers, and lets anybody filter and sort by them, which tells their values bit
by bit. Frappe 16 asks in most places. Ours asks in all: a query that names such a field is refused, in whatever letters: the database
knows `PINFL` for `pinfl`.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from http import HTTPStatus
from typing import Any

import frappe
from werkzeug.wrappers import Request, Response

from esaylov.api import calls, manifest
from esaylov.permissions.row_rules import SCOPES
from esaylov.permissions.stock_row_rules import STOCK

STRUCTURE = (
	"aggregate_function_based_on",
	"current_filters",
	"export_filters",
	"field",
	"field_map",
	"filter_fields",
	"filters",
	"filters_json",
	"group_by",
	"having",
	"or_filters",
	"order_by",
	"searchfield",
	"sort_by",
	"sort_field",
	"sort_order",
	"stats",
)
"""Arguments of any method that say by which fields is filtered, ordered, grouped or counted."""
COLUMNS = ("fields", "fieldname")
"""Arguments that name columns: plain ones the framework leaves out itself, what is computed from them it may not."""
STATED = (*COLUMNS, "field", "field_map", "fields_to_fetch", "filter_fields", "searchfield", "sort_field")
"""Arguments whose texts become columns of a statement."""
COMPUTED = (
	"aggregate_function_based_on",
	"based_on",
	"dynamic_filters_json",
	"filters_json",
	"group_by_based_on",
	"value_based_on",
)
"""Fields of a chart or a number of the Desk that say by what it filters, groups and computes."""
NAMED = (*COLUMNS, "export_fields", "fields_to_fetch", "select_columns")
"""Arguments that name columns of an answer."""
ANSWERED_WHOLE = frozenset({"frappe.api.v1.update_doc", "frappe.client.save", "frappe.client.set_value"})
PLAIN = re.compile(r"^[`\s]*(?:\w[\w ]*`?\.)?`?\w+`?(?:\s+as\s+\S+)?[`\s]*$", re.IGNORECASE)
WORD = re.compile(r"\w+")
LINKED = re.compile(r"(?<![\w`.])`?(\w+)`?\.`?\w")
"""A field of the document that a field links to, and which field that is."""
NAME = r"(?:`tab[\w -]+`\.|\w+\.)?(?:`\w+`|\w+|\*)"
COLUMN = re.compile(
	rf"\s*(?:{NAME}|\w+\s*\(\s*(?:distinct\s+)?{NAME}\s*\))(?:\s+as\s+(?:`[\w: .-]+`|'[\w: .-]+'|\w+))?\s*",
	re.IGNORECASE,
)
"""A column as lists, reports and counts of the Desk ask for it: a name, or one function of one, and what it is called."""


def refuse_statements(functions: Iterable[str]) -> None:
	"""Raise frappe.PermissionError if a column of the request is more than a name or a function of one.

	functions: what the request calls; arguments of ours may be called as the framework's (`field`), and are columns of nothing.

	Frappe 15 puts a text with a backtick into its statement as it stands (CVE-2026-31877; seen on 15.92.0); 16 reads it first.
	"""
	for argument in STATED if any(name.startswith("frappe.") for name in functions) else COLUMNS:
		texts = _columns(argument, calls.parsed(frappe.local.form_dict.get(argument)))
		if any(isinstance(text, str) and text.strip() and not COLUMN.fullmatch(text) for text in texts):
			raise frappe.PermissionError


def _columns(argument: str, found: Any) -> Iterable[Any]:
	"""What an argument names, one text after another; what stands in other objects are values."""
	if isinstance(found, str):
		return found.split(",")
	if argument == "field_map" and isinstance(found, dict):
		return found.values()
	return found if isinstance(found, list) else ()


def refuse_hidden(computed: str = "") -> None:
	"""Raise frappe.PermissionError if the request filters, orders or computes by a field that its user may not read.

	computed: a DocType that a stored document names in place of the request.
	"""
	sent = list(_texts())
	if not sent:
		return
	words = {word.lower() for text in sent for word in WORD.findall(text)}
	for doctype in _involved(sent, computed):
		if words & hidden(doctype):
			raise frappe.PermissionError


def refuse_unread_fields(functions: Iterable[str]) -> None:
	"""Raise frappe.PermissionError if the request asks by or for fields that its user may not read. functions: what it calls."""
	user = frappe.session.user
	if user == "Administrator":
		_refuse_unread_columns(functions)
	elif user != "Guest":
		refuse_linked()
	if user != "Guest":
		refuse_hidden()


def _refuse_unread_columns(functions: Iterable[str]) -> None:
	"""Raise frappe.PermissionError if Administrator asks a list for a column that no role reads: the framework leaves it out for all others.

	functions: what the request calls; those that write name fields to change them.
	"""
	if all(map(_writes, functions)):
		return
	form = frappe.local.form_dict
	sent = [text for argument in NAMED for text in _strings(calls.parsed(form.get(argument)))]
	words = {word.lower() for text in sent for word in WORD.findall(text)}
	for doctype in _involved(sent, "") if sent else ():
		unread = hidden(doctype)
		if words & unread or (unread and any(text.strip().endswith("*") for text in sent)):
			raise frappe.PermissionError


def _writes(function: str) -> bool:
	line = manifest.entry(function)
	return bool(line and line.operation == "write")


def strip_saved_document(response: Response | None, request: Request) -> None:
	"""Leave out of a saved document what its reader may not read: the framework answers some requests with all of it."""
	if response is None or request.method not in ("PUT", "POST") or not response.is_json:
		return
	if response.status_code != HTTPStatus.OK or not calls.called() & ANSWERED_WHOLE:
		return
	body = response.get_json()
	document = body.get("data", body.get("message"))
	doctype = document.get("doctype") if isinstance(document, dict) else None
	if unread := hidden(doctype) if doctype else set():
		for field in unread & document.keys():
			del document[field]
		response.data = frappe.as_json(body)


def refuse_linked(computed: str = "") -> None:
	"""Raise frappe.PermissionError if the request asks for a field of a document that a row links to, where not every reader reaches all of those.

	Frappe 15 reads it beside the row, whoever may read the other document; 16 asks.
	computed: a DocType that a stored document names in place of the request.
	"""
	form = frappe.local.form_dict
	asked = (calls.parsed(form.get(argument)) for argument in (*COLUMNS, *STRUCTURE))
	fields = {
		field
		for texts in asked
		for text in _strings(texts)
		if "@" not in text
		for field in LINKED.findall(text)
	}
	for doctype in calls.doctypes() | {computed} if fields else ():
		links = frappe.get_meta(doctype).get_link_fields() if frappe.db.exists("DocType", doctype) else ()
		if any(df.fieldname in fields and df.options in (SCOPES.keys() | STOCK.keys()) for df in links):
			raise frappe.PermissionError


def refuse_stored(chart: Mapping[str, Any]) -> None:
	"""Raise frappe.PermissionError if a stored chart or number, or the request for it, computes by a field that its reader may not read: Frappe 15 asks nothing.

	chart: the document's fields.
	"""
	texts = [text for field in COMPUTED for text in _strings(calls.parsed(chart.get(field)))]
	words = {word for text in texts for word in WORD.findall(text)}
	doctype = chart.get("document_type")
	if doctype and words & hidden(doctype):
		raise frappe.PermissionError
	if frappe.session.user != "Administrator":
		refuse_linked(doctype or "")
	refuse_hidden(doctype or "")


def hidden(doctype: str) -> set[str]:
	"""Fields of a DocType at a level that the user of the session may not read, in small letters; of Administrator those of ours alone."""
	meta = frappe.get_meta(doctype)
	if frappe.session.user == "Administrator" and doctype not in SCOPES:
		return set()
	levels = {0, *meta.get_permlevel_access("read")}
	return {field.fieldname.lower() for field in meta.fields if (field.permlevel or 0) not in levels}


def _texts() -> Iterator[str]:
	"""Every text in the arguments that shape a query."""
	form = frappe.local.form_dict
	for argument in STRUCTURE:
		yield from _strings(calls.parsed(form.get(argument)))
	for argument in COLUMNS:
		yield from _computed(calls.parsed(form.get(argument)))
	for argument in calls.DOCUMENT_ARGUMENTS:
		document = calls.parsed(form.get(argument))
		if isinstance(document, dict) and "document_type" in document:
			yield from _strings(document)


def _computed(columns: Any) -> Iterator[str]:
	"""The texts of columns that are more than the name of a field."""
	for column in columns if isinstance(columns, list) else [columns]:
		if not isinstance(column, str) or not PLAIN.match(column):
			yield from _strings(column)


def _strings(value: Any) -> Iterator[str]:
	if isinstance(value, str):
		yield value
	elif isinstance(value, dict):
		for key, inner in value.items():
			yield str(key)
			yield from _strings(inner)
	elif isinstance(value, list | tuple):
		for inner in value:
			yield from _strings(inner)


def _involved(sent: Iterable[str], computed: str) -> set[str]:
	"""The DocTypes of the request, those of ours that its query names, and those that its dotted fields lead to."""
	named = {doctype for doctype in calls.doctypes() | {computed} if frappe.db.exists("DocType", doctype)}
	texts = set(sent)
	found = named | {doctype for doctype in SCOPES if doctype in texts or _names_table(doctype, texts)}
	if any("." in text for text in texts):
		fields = (df for doctype in named for df in frappe.get_meta(doctype).get_link_fields())
		found |= {df.options for df in fields if df.options}
	return found


def _names_table(doctype: str, texts: set[str]) -> bool:
	return any(f"tab{doctype}" in text for text in texts)
