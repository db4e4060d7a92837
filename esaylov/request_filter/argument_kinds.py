"""Kinds of arguments that the framework's functions take: any other is refused (400) before a guard or a function fails at it.

The framework declares types for few of its functions. The others parse what they get and end in an error of the server.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from functools import cache
from inspect import Parameter, signature, unwrap
from typing import Any, Final

import frappe
from frappe.model import default_fields

from esaylov.api import access, calls, manifest
from esaylov.core.formats.strict_json import serialise_json
from esaylov.framework.errors import RequestMalformed
from esaylov.request_filter import columns, document_fields
from esaylov.request_filter.arguments import FIELD_WRITERS, refuse_malformed, shown_name

Kind = Callable[[Any], bool]
"""Whether a parsed value is of the kind."""
FRAMEWORK: Final = "frappe."
ROUTER: Final = "frappe.api."
TEXTS: Final = frozenset(
	{
		*("doctype", "dt", "parent_doctype", "reference_doctype", "reminder_doctype", "document_type"),
		*(
			"action",
			"description",
			"field",
			"file_format_type",
			"group_by",
			"order_by",
			"searchfield",
			"subject",
		),
		*("tag", "title", "txt"),
	}
)
"""Arguments that are a text in every function that is open."""
NAMES: Final = frozenset({"dn", "docname", "parent", "reference_name", "reminder_docname"})
"""Arguments that are the name of one document, which may be a number."""
NAMED: Final = "name"
NOTHING: Final = ("", None)


def is_nested(value: Any) -> bool:
	return isinstance(value, dict | list)


def is_object(value: Any) -> bool:
	return isinstance(value, dict)


def is_document(value: Any) -> bool:
	"""A document that is saved: its DocType and its name, which the Desk makes up for a new one."""
	return isinstance(value, dict) and all(isinstance(value.get(name), str) for name in ("doctype", "name"))


def is_list(value: Any) -> bool:
	return isinstance(value, list)


def are_conditions(value: Any) -> bool:
	"""Whether filters are by field, one name, or a list of names or of conditions, each of which begins with a field or a group."""
	if not is_list(value):
		return True
	is_begun = all(isinstance(one, str | list | dict) for one in value[:1])
	return is_begun and all(len(one) > 1 and isinstance(one[0], str | list) for one in filter(is_list, value))


def are_names(value: Any) -> bool:
	return is_list(value) and not any(map(is_nested, value))


def are_objects(value: Any) -> bool:
	return is_list(value) and all(map(is_object, value))


def are_documents(value: Any) -> bool:
	return are_objects(value) and all(isinstance(one.get(NAMED), str) for one in value)


def is_number(value: Any) -> bool:
	return isinstance(value, int | float)


def is_index(value: Any) -> bool:
	return isinstance(value, int)


def are_cards(value: Any) -> bool:
	"""Whether a value names the cards of each column of a board."""
	return is_object(value) and all(map(are_names, value.values()))


def are_board_settings(value: Any) -> bool:
	return is_object(value) and "fields" in value and is_number(value.get("show_labels"))


_STATS: Final[Mapping[str, Kind]] = {"stats": are_names, "filters": is_nested}
_EVENT: Final[Mapping[str, Kind]] = {"args": is_object, "field_map": is_object}
KINDS: Final[Mapping[str, Mapping[str, Kind]]] = {
	"frappe.client.get_value": {"fieldname": lambda value: not is_number(value)},
	"frappe.client.insert": {"doc": is_object},
	"frappe.client.save": {"doc": is_object},
	"frappe.core.api.file.move_file": {"file_list": are_documents},
	"frappe.core.doctype.prepared_report.prepared_report.delete_prepared_reports": {"reports": are_documents},
	"frappe.core.doctype.prepared_report.prepared_report.get_reports_in_queued_state": {"filters": is_object},
	"frappe.core.doctype.session_default_settings.session_default_settings.set_session_default_values": {
		"default_values": is_object
	},
	"frappe.desk.calendar.get_events": {"field_map": is_object, "filters": is_list, "fields": is_list},
	"frappe.desk.calendar.update_event": _EVENT,
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs": {
		"docnames": are_names,
		"data": is_object,
	},
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.save_chart_config": {
		"reset": is_number,
		"config": is_object,
	},
	"frappe.desk.doctype.desktop_layout.desktop_layout.save_layout": {
		"layout": is_list,
		"new_icons": are_objects,
	},
	"frappe.desk.doctype.form_tour.form_tour.update_user_status": {"value": is_object, "step": is_object},
	"frappe.desk.doctype.kanban_board.kanban_board.save_settings": {"settings": are_board_settings},
	"frappe.desk.doctype.kanban_board.kanban_board.update_column_order": {"order": are_names},
	"frappe.desk.doctype.kanban_board.kanban_board.update_order": {"order": are_cards},
	"frappe.desk.doctype.kanban_board.kanban_board.update_order_for_single_card": {
		"old_index": is_index,
		"new_index": is_index,
	},
	"frappe.desk.doctype.onboarding_step.onboarding_step.get_onboarding_steps": {"ob_steps": are_objects},
	"frappe.desk.doctype.route_history.route_history.deferred_insert": {"routes": are_objects},
	"frappe.desk.doctype.workspace.workspace.new_page": {"new_page": is_object},
	"frappe.desk.doctype.workspace.workspace.save_page": {"public": is_number, "new_widgets": is_object},
	"frappe.desk.doctype.workspace.workspace.update_page": {"public": is_number},
	"frappe.desk.form.assign_to.remove_multiple": {"names": are_names},
	"frappe.desk.form.load.get_docinfo": {"doc": is_object},
	"frappe.desk.form.save.savedocs": {"doc": is_document},
	"frappe.desk.gantt.update_task": _EVENT,
	"frappe.desk.listview.get_group_by_count": {"current_filters": is_nested},
	"frappe.desk.query_report.get_data_for_custom_field": {"names": are_names},
	"frappe.desk.reportview.delete_items": {"items": are_names},
	"frappe.desk.reportview.get_sidebar_stats": _STATS,
	"frappe.desk.reportview.get_stats": _STATS,
	"frappe.model.utils.user_settings.save": {"user_settings": is_object},
	"frappe.model.workflow.apply_workflow": {"doc": is_object},
	"frappe.model.workflow.bulk_workflow_approval": {"docnames": are_names},
	"frappe.model.workflow.get_common_transition_actions": {"docs": are_objects},
	"frappe.model.workflow.get_transitions": {"doc": is_object},
	"frappe.onboarding.update_user_onboarding_status": {"steps": is_nested},
	"frappe.www.printview.get_html_and_style": {"doc": lambda value: isinstance(value, dict | str)},
}
"""Function -> argument -> kind of its JSON, which the function parses from a text."""
QUERIES: Final = frozenset(
	{
		"frappe.client.get_list",
		*(f"{ROUTER}{name}" for name in ("v1.document_list", "v2.document_list", "v2.count")),
	}
)
"""Lists and counts that read a query from plain arguments."""
OF_QUERIES: Final[Mapping[str, Kind]] = {
	**dict.fromkeys(("filters", "or_filters"), lambda value: is_nested(value) and are_conditions(value)),
	"fields": lambda value: value == columns.ALL or columns.are_columns(value),
}
GROUPS: Final = "frappe.desk.listview.get_group_by_count"
ASSIGNED: Final = "assigned_to"
"""What the list of groups calls the persons to whom tasks are assigned."""
LISTS: Final = frozenset(f"frappe.desk.reportview.{name}" for name in ("get", "get_list", "get_count"))
EXPORT: Final = "frappe.desk.reportview.export_query"
COUNT: Final = "frappe.client.get_count"
"""Hands the whole form to `frappe.desk.reportview.get_count`."""
OF_LISTS: Final[Mapping[str, Kind]] = {
	**dict.fromkeys(
		("filters", "or_filters", "applied_filters"), lambda value: is_nested(value) and are_conditions(value)
	),
	"fields": OF_QUERIES["fields"],
	"save_user_settings": is_number,
	"user_settings": is_object,
}
FORM: Final = frozenset({"cmd", "data", "doctype", "view", "csrf_token", "applied_filters"})
"""Arguments of a list besides those of its query."""
GROUPED: Final = frozenset({"aggregate_function", "aggregate_on_doctype", "aggregate_on_field"})
"""Arguments of a list that is grouped."""
LENGTHS: Final = ("page_length", "limit_page_length", "limit")
SEARCH: Final[Mapping[str, Kind]] = {"start": is_number, "page_len": is_number, "filters": is_object}
"""Arguments that a search function takes as values."""
READ: Final[Mapping[str, frozenset[str]]] = {
	"frappe.core.doctype.user.user.get_roles": frozenset({"uid"}),  # Frappe 16 has a default for it, 15 fails
	"frappe.desk.reportview.delete_items": frozenset({"items"}),
}
"""Arguments that a function needs and reads from the form."""
BOARD: Final = "frappe.desk.doctype.kanban_board.kanban_board"
COLUMNS: Final[Mapping[str, tuple[str, ...]]] = {
	f"{BOARD}.add_card": ("colname",),
	f"{BOARD}.update_order_for_single_card": ("from_colname", "to_colname"),
}
"""Arguments that name a column of the board `board_name`."""
TREE: Final = "frappe.desk.treeview.get_children"
WRITERS: Final = FIELD_WRITERS | document_fields.WRITERS


def require_kinds() -> None:
	"""Raise RequestMalformed (`argument_kind`, 400) if a function of the framework lacks an argument or gets one of another kind.

	JSON that a function parses from a text becomes its canonical text.
	"""
	form = frappe.local.form_dict
	called = calls.called()
	functions = [
		name
		for name in called
		if name.startswith(FRAMEWORK) and (name in QUERIES or not name.startswith(ROUTER))
	]
	written = called & WRITERS
	if not (functions or written) or not manifest.may(called, frappe.local.request.method):
		return  # nothing to check, or refused in a moment
	for function in written:
		if name := document_fields.find_wrong_field(function, function in FIELD_WRITERS):
			_refuse(name)
	overridden = frappe.get_hooks("override_whitelisted_methods", {})
	for function in functions:
		required = _required(function) | READ.get(function, frozenset())
		if function not in overridden:
			_require_arguments(form, required)
		_require_texts(form)
		_require_of_function(function, form)
		_require_json(form, KINDS.get(function, {}), required)


def _require_of_function(function: str, form: dict[str, Any]) -> None:
	"""What one function, or a few of one kind, need besides."""
	if function in LISTS or function == COUNT:
		_require_list(form)
	elif function == EXPORT:
		_require_led(form.get("doctype"), form)
	elif function in QUERIES:
		_require_query(form)
	elif function == GROUPS:
		_require_group(form)
	elif function == TREE and not frappe.get_cached_value("DocType", form.get("doctype"), "is_tree"):
		_refuse("doctype")
	elif function in COLUMNS:
		_require_columns(form, COLUMNS[function])
	elif _is_search(function):
		_require_json(form, SEARCH, ())
		form.update({name: calls.parsed(form[name]) for name in SEARCH if form.get(name) not in NOTHING})


def _require_list(form: dict[str, Any]) -> None:
	is_grouped = form.get("group_by") and form.get("aggregate_function")
	_require_known(form, FORM | _of_query() | (GROUPED if is_grouped else frozenset()))
	_require_json(form, OF_LISTS, ())
	_require_led(form.get("doctype"), form)
	if form.get("start") not in (*NOTHING, "0", 0) and not any(form.get(name) for name in LENGTHS):
		_refuse("page_length")


def _require_query(form: dict[str, Any]) -> None:
	"""The query of a list. An address names the DocType alone, and its columns are a list: the framework fails at a second DocType."""
	at = calls.route().get("doctype")
	if at and "doctype" in form:
		_refuse("doctype")
	if at and form.get("fields") == columns.ALL:
		_refuse("fields")
	_require_json(form, OF_QUERIES, ())
	_require_led(at or form.get("doctype"), form)


def _require_led(doctype: Any, form: Mapping[str, Any]) -> None:
	if not columns.lead_somewhere(doctype, calls.parsed(form.get("fields"))):
		_refuse("fields")


def _require_group(form: Mapping[str, Any]) -> None:
	"""The field by which rows are grouped is one of their DocType; without such a DocType others refuse it."""
	doctype, field = form["doctype"], form["field"]
	if field == ASSIGNED or field in default_fields or not frappe.db.exists("DocType", doctype):
		return
	if not frappe.get_meta(doctype).has_field(field):
		_refuse("field")


def _require_columns(form: Mapping[str, Any], arguments: Sequence[str]) -> None:
	"""Columns of the board in which the framework finds an order to add the card to, and the card that leaves a place."""
	board = {"parent": str(form["board_name"])}
	rows = frappe.get_all("Kanban Board Column", board, ["column_name", "`order`"], as_list=True)
	orders = {column: calls.parsed(order) for column, order in rows}
	for name in arguments:
		if not isinstance(form[name], str) or form[name] not in orders:
			_refuse(name)
	first, last = orders[form[arguments[0]]], arguments[-1]
	is_moved = "old_index" in form
	if is_moved and first and calls.parsed(form["old_index"]) not in range(len(first)):
		_refuse("old_index")
	if (first or not is_moved) and not is_list(orders[form[last]]):
		_refuse(last)


def _require_arguments(form: Mapping[str, Any], names: Iterable[str]) -> None:
	for name in names:
		if name not in form:
			_refuse(name)


def _require_texts(form: Mapping[str, Any]) -> None:
	for name, value in form.items():
		if (name in TEXTS and not isinstance(value, str | None)) or (name in NAMES and is_nested(value)):
			_refuse(name)


def _require_known(form: Mapping[str, Any], names: frozenset[str]) -> None:
	for name in form.keys() - names:
		_refuse(name)


def _require_json(form: dict[str, Any], kinds: Mapping[str, Kind], required: Iterable[str]) -> None:
	for name in kinds.keys() & form.keys():
		if form[name] in NOTHING and name not in required:
			continue
		value = calls.parsed(form[name])
		if not kinds[name](value):
			_refuse(name)
		if is_nested(form[name]):
			form[name] = serialise_json(value)


@cache
def _required(function: str) -> frozenset[str]:
	"""Arguments without which a function of a module cannot be called; those of the router are in the address."""
	if function.startswith(ROUTER):
		return frozenset()
	try:
		parameters = signature(unwrap(frappe.get_attr(function))).parameters.values()
	except Exception:  # a method of a document, or nothing: the framework says so
		return frozenset()
	return frozenset(
		each.name
		for each in parameters
		if each.default is Parameter.empty
		and each.kind in (Parameter.POSITIONAL_OR_KEYWORD, Parameter.KEYWORD_ONLY)
	)


@cache
def _is_search(function: str) -> bool:
	try:
		return access.is_search(frappe.get_attr(function))
	except Exception:  # as above
		return False


@cache
def _of_query() -> frozenset[str]:
	"""Arguments of the query that a list makes."""
	query = frappe.get_attr("frappe.desk.reportview.DatabaseQuery").execute
	return frozenset(signature(query).parameters)


def _refuse(name: str) -> None:
	refuse_malformed(RequestMalformed({"argument": shown_name(name)}, code="argument_kind"))
