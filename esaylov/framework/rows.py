"""Many new documents of a DocType, written as rows: as the framework would write them, with one statement a table.

Who calls has checked what the framework's `insert` would check (right, links, mandatory values, lengths, names in use) and does what a
controller would do. Where a site listens to the DocType (`may_write_directly`), the stock road runs instead.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from functools import lru_cache
from typing import Any

import frappe
from frappe.model.naming import make_autoname
from frappe.query_builder import DocType
from frappe.utils import cint, flt
from frappe.utils.caching import request_cache
from frappe.utils.global_search import update_global_search

from esaylov.framework import workflow_actions

Row = Mapping[str, Any]
CHUNK = 200
DUPLICATE = 1062
"""What MariaDB says to a key in use."""
LISTENERS: Mapping[str, tuple[str, Mapping[str, object]]] = {
	"Notification": ("document_type", {"enabled": 1}),
	"Webhook": ("webhook_doctype", {"enabled": 1}),
	"Server Script": ("reference_doctype", {"disabled": 0, "script_type": "DocType Event"}),
	"Assignment Rule": ("document_type", {"disabled": 0}),
	"Document Naming Rule": ("document_type", {"disabled": 0}),
	"Milestone Tracker": ("document_type", {"disabled": 0}),
	"Energy Point Rule": ("reference_doctype", {"enabled": 1}),
	"User Type": ("apply_user_permission_on", {"is_standard": 0}),
	"Custom Field": ("dt", {}),
}
"""What a site may set up to hear of a document: the column that names the DocType, and what holds of one that is at work. A
DocType that a version of Frappe lacks is passed by."""
SETTER = "Property Setter"
CHANGING = ("reqd", "unique", "default", "fetch_from", "autoname", "naming_rule", "track_changes")
"""Property Setters by which a new row would have to look different."""
EVENTS = frozenset(
	{
		*("before_naming", "autoname", "before_insert", "before_validate", "validate", "before_save"),
		*("after_insert", "on_update", "on_change"),
	}
)
"""Events of a document between its making and its saving."""
KNOWN = frozenset(
	{
		"esaylov.framework.child_rows.refuse",
		"esaylov.framework.cleaning.clean",
		"frappe.desk.notifications.clear_doctype_notifications",
		"frappe.workflow.doctype.workflow_action.workflow_action.process_workflow_actions",
		"frappe.core.doctype.file.utils.attach_files_to_document",
		"frappe.automation.doctype.assignment_rule.assignment_rule.apply",
		"frappe.automation.doctype.assignment_rule.assignment_rule.update_due_date",
		"frappe.automation.doctype.milestone_tracker.milestone_tracker.evaluate_milestone",
		"frappe.core.doctype.user_type.user_type.apply_permissions_for_non_standard_user_type",
		"frappe.core.doctype.permission_log.permission_log.make_perm_log",
		"frappe.search.sqlite_search.update_doc_index",
		"frappe.social.doctype.energy_point_rule.energy_point_rule.process_energy_points",
	}
)
"""Handlers of every document's events that have nothing to do for one that nobody in LISTENERS hears of (README: who does their work)."""


def may_write_directly(doctype: str, done: Collection[str] = ()) -> bool:
	"""Whether rows of a DocType may pass by the document methods: nobody on this site would miss one of its events.

	False where a Notification, Webhook, Server Script, rule or tracker, a Custom Field or a telling Property Setter is at work
	on it or on one of its tables, where the site's or another app's code handles its events or replaces its class.
	done: handlers in hooks.py whose work the caller does itself.
	"""
	return bool(_is_quiet(doctype, frozenset(done))) and not _is_followed(doctype)


def _is_followed(doctype: str) -> bool:
	"""Whether who is at work follows what they make: the framework notes that for DocTypes whose changes it tracks."""
	tracked = frappe.get_meta(doctype).get("track_changes")
	return bool(tracked and frappe.get_cached_value("User", frappe.session.user, "follow_created_documents"))


@request_cache
def _is_quiet(doctype: str, done: frozenset[str]) -> bool:
	meta = frappe.get_meta(doctype)
	doctypes = [doctype, *(str(field.options) for field in meta.get_table_fields())]
	return not (
		any(_has_code(name, done) for name in doctypes)
		or frappe.get_hooks("sqlite_search")
		or workflow_actions.are_made(doctype)
		or _is_listened_to(doctypes)
	)


def _has_code(doctype: str, done: frozenset[str]) -> bool:
	"""Whether anybody's code but the framework's own runs at an event of the document, or stands in for its class."""
	hooks = frappe.get_doc_hooks()
	handlers = {
		handler
		for name in (doctype, "*")
		for event, found in hooks.get(name, {}).items()
		if event in EVENTS
		for handler in ([found] if isinstance(found, str) else found)
	}
	replaced = any(
		doctype in frappe.get_hooks(hook) for hook in ("override_doctype_class", "extend_doctype_class")
	)
	return replaced or bool(handlers - KNOWN - done)


def _is_listened_to(doctypes: Sequence[str]) -> bool:
	return not _listened_to().isdisjoint(doctypes)


@request_cache
def _listened_to() -> frozenset[str]:
	"""All DocTypes that somebody on this site listens to, in one question."""
	there = tuple(listener for listener in LISTENERS if frappe.db.table_exists(listener))
	return frozenset(row[0] for row in frappe.db.sql(_question(there)))


@lru_cache
def _question(listeners: tuple[str, ...]) -> str:
	asked = [DocType(SETTER), *map(DocType, listeners)]
	parts = [frappe.qb.from_(asked[0]).select(asked[0].doc_type).where(asked[0].property.isin(CHANGING))]
	for listener, table in zip(listeners, asked[1:], strict=True):
		column, at_work = LISTENERS[listener]
		part = frappe.qb.from_(table).select(table[column])
		for name, value in at_work.items():
			part = part.where(table[name] == value)
		parts.append(part)
	return " union all ".join(part.get_sql() for part in parts)


def make_ready(*doctypes: str) -> None:
	"""Ask now what the first new document of a DocType in a request asks: of Frappe 15, whether it is a Single. For who locks next."""
	for doctype in doctypes:
		frappe.new_doc(doctype, as_dict=True)


def insert_many(doctype: str, rows: Iterable[Row], done: Collection[str] = ()) -> list[str]:
	"""Write new documents with the rows of their tables; their names, in the order of `rows`.

	rows: values by fieldname; a table's are a list of the like. A row without `name` gets one as the framework gives it, where the
	DocType's are a hash, a field's value or the row's own; owner, times where it has none, docstatus, idx, defaults and parents are
	filled in.
	done: see may_write_directly. Where somebody listens to the DocType each row is inserted as a document, which asks no permission. A guard of writing
	(`write_guard`) is opened by the caller. Raises frappe.DuplicateEntryError, frappe.UniqueValidationError, and all that a document raises.
	"""
	given = list(rows)
	if not given:
		return []
	if not may_write_directly(doctype, done):
		return [_insert_document(doctype, row) for row in given]
	tables = {field.fieldname: str(field.options) for field in frappe.get_meta(doctype).get_table_fields()}
	own = _Writer(doctype)
	written = [own.filled(row, position=0) for row in given]
	_write(doctype, written)
	for fieldname, child in tables.items():
		writer = _Writer(child)
		children = [
			writer.filled(
				{**row, "parent": parent["name"], "parenttype": doctype, "parentfield": fieldname}, position
			)
			for parent, values in zip(written, given, strict=True)
			for position, row in enumerate(values.get(fieldname) or (), start=1)
		]
		_write(child, children)
	_make_findable(doctype, written)
	return [str(row["name"]) for row in written]


def _make_findable(doctype: str, written: Sequence[Row]) -> None:
	"""The framework's search over all DocTypes hears of new documents, where theirs take part."""
	if frappe.get_meta(doctype).get_global_search_fields():
		for row in written:
			update_global_search(frappe.get_doc({**row, "doctype": doctype}))


def _insert_document(doctype: str, row: Row) -> str:
	document = frappe.get_doc({**row, "doctype": doctype})
	document.insert(ignore_permissions=True, set_name=row.get("name"))  # who calls has asked for the right
	return str(document.name)


class _Writer:
	"""How a DocType's values stand in its table; made once for many rows."""

	def __init__(self, doctype: str) -> None:
		meta = frappe.get_meta(doctype)
		self.doctype, self.autoname = doctype, meta.autoname or ""
		self.fields = {field.fieldname: field for field in meta.fields if not field.get("is_virtual")}
		self.columns = meta.get_valid_columns()
		template = frappe.new_doc(doctype, as_dict=True)
		self.defaults = {name: template.get(name) for name in self.columns}
		self.moment, self.user = frappe.utils.now(), frappe.session.user

	def filled(self, row: Row, position: int) -> dict[str, object]:
		"""A row with each column of the table."""
		values = {name: self._value(name, row.get(name)) for name in self.columns if name not in STANDARD}
		return {
			**values,
			"name": str(row.get("name") or self._new_name(row)),
			**{
				"owner": self.user,
				"modified_by": self.user,
				"creation": row.get("creation") or self.moment,
				"modified": row.get("modified") or self.moment,
			},
			**{"docstatus": 0, "idx": position},
			**{name: row.get(name) for name in PARENT if name in self.columns},
		}

	def _new_name(self, row: Row) -> str:
		kind, _, rest = self.autoname.partition(":")
		if kind.lower() in ("", "hash", "random"):
			return str(make_autoname("hash", self.doctype))
		if kind == "field" and row.get(rest):
			return str(row[rest]).strip()
		raise TypeError(f"rows of {self.doctype} need a name of their own")

	def _value(self, name: str, value: object) -> object:
		if value is None:
			value = self.defaults.get(name)
		field = self.fields.get(name)
		if field is None:
			return value
		if field.fieldtype in NUMBERS:
			return NUMBERS[field.fieldtype](value)
		if value == "" and (field.fieldtype in MOMENTS or field.get("unique")):
			return None
		if value is None and field.get("not_nullable"):
			return ""
		return json.dumps(value, separators=(",", ":")) if isinstance(value, dict) else value


STANDARD = frozenset({"name", "owner", "modified_by", "creation", "modified", "docstatus", "idx"})
PARENT = ("parent", "parenttype", "parentfield")
NUMBERS: Mapping[str, Callable[[Any], int | float]] = {
	"Check": lambda value: 1 if cint(value) else 0,
	"Int": cint,
	**dict.fromkeys(("Float", "Currency", "Percent", "Rating"), flt),
}
MOMENTS = frozenset({"Date", "Datetime", "Time"})


def _write(doctype: str, rows: Sequence[Mapping[str, object]]) -> None:
	"""As the framework's own `db_insert`, several rows in a statement."""
	if not rows:
		return
	columns = list(rows[0])
	names = ", ".join(f"`{column}`" for column in columns)
	places = ", ".join(["%s"] * len(columns))
	for start in range(0, len(rows), CHUNK):
		chunk = rows[start : start + CHUNK]
		# names of tables and columns are the framework's, each value is a value
		statement = f"insert into `tab{doctype}` ({names}) values " + ", ".join([f"({places})"] * len(chunk))  # noqa: S608
		_run(statement, [row[column] for row in chunk for column in columns], doctype, chunk[0]["name"])


def update(doctype: str, name: str, values: Row) -> None:
	"""Write some columns of one row, values as the database takes them. Raises frappe.UniqueValidationError."""
	columns = ", ".join(f"`{column}` = %s" for column in values)
	# as above
	_run(f"update `tab{doctype}` set {columns} where name = %s", [*values.values(), name], doctype, name)  # noqa: S608


def _run(statement: str, values: Sequence[object], doctype: str, name: object) -> None:
	try:
		frappe.db.sql(statement, values)
	except Exception as error:
		if error.args[:1] != (DUPLICATE,):
			raise
		in_use = frappe.DuplicateEntryError if "PRIMARY" in str(error.args) else frappe.UniqueValidationError
		raise in_use(doctype, name, error) from error
