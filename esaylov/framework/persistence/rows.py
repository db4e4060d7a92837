"""Many new documents of a DocType, written as rows: as the framework would write them, with one statement a table.

Who calls has checked what the framework's `insert` would check (right, links, mandatory values, lengths, names in use) and does what a
controller would do. Where a site listens to the DocType (`may_write_directly`), the stock road runs instead.
"""

import json
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import nullcontext
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Any, cast
from weakref import WeakKeyDictionary

import frappe
from frappe.defaults import get_defaults, get_user_permissions
from frappe.model.base_document import get_controller
from frappe.model.naming import make_autoname
from frappe.query_builder import DocType
from frappe.utils import cint, flt
from frappe.utils.caching import request_cache
from frappe.utils.global_search import update_global_search

from esaylov.framework.persistence import long_inserts, table_cache, workflows
from esaylov.framework.persistence.write_guard import WriteGuard

if TYPE_CHECKING:
	from frappe.model.meta import Meta

Row = Mapping[str, Any]
OURS = "esaylov."
NAME, OPTIONS, FIELDNAME = itemgetter("name"), attrgetter("options"), attrgetter("fieldname")
CHUNK, DUPLICATE = 200, 1062  # rows of a statement; what MariaDB says to a key in use
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
OF_TABLES = "esaylov.framework.persistence.child_rows.refuse"
"""Handler of rows that are written without their document."""
BEFORE = ("before_naming", "autoname", "before_insert", "before_validate", "validate", "before_save")
EVENTS = frozenset((*BEFORE, "after_insert", "on_update", "on_change"))
"""Events of a document between its making and its saving."""
KNOWN = frozenset(
	{
		OF_TABLES,
		table_cache.HANDLER,
		"esaylov.framework.requests.cleaning.clean",
		"esaylov.setup.retention.archive.seals.hold",  # about rows that stand
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
	if not _is_quiet(doctype, frozenset(done)):
		return False
	# who follows what they make: the framework notes that for DocTypes whose changes it tracks
	tracked = frappe.get_meta(doctype).get("track_changes")
	return not (tracked and frappe.get_cached_value("User", frappe.session.user, "follow_created_documents"))


@request_cache
def _is_quiet(doctype: str, done: frozenset[str]) -> bool:
	if frappe.get_hooks("sqlite_search"):
		return False
	# which may have Workflow Actions left out, and need not be loaded in this process yet
	get_controller(doctype)
	doctypes = (doctype, *map(OPTIONS, frappe.get_meta(doctype).get_table_fields()))
	# whose class somebody's code stands in for, and by what code but the framework's own their events are heard
	classes, own = frappe.get_hooks("override_doctype_class"), ["esaylov.framework.files.stock_files.File"]
	replaced = {*classes, *frappe.get_hooks("extend_doctype_class")}
	if classes.get("File") == own:  # its rows are written as the framework's
		replaced.discard("File")
	heard: set[str] = set()
	for each in doctypes:
		heard |= hooks_of(each).others
	listened_to = _listened_to(frozenset(workflows.UNLISTED))
	return (listened_to | replaced).isdisjoint(doctypes) and heard <= done


@dataclass(frozen=True, slots=True)
class Hooks:
	"""The handlers of a DocType's events in hooks.py. ours: by event, the document's before those of every document, as they run, but
	OF_TABLES, which has nothing to say to a document that is written whole;
	done: ours of `validate` and `on_update`; others: those of EVENTS that are not KNOWN."""

	ours: Mapping[str, tuple[str, ...]]
	done: frozenset[str]
	others: frozenset[str]


_hooks: dict[str, tuple[object, object, Hooks]] = {}
"""Who said what of the hooks of all events, and what was read of it for a DocType."""


def hooks_of(doctype: str) -> Hooks:
	"""The handlers of a DocType, sorted out once for what hooks.py says: the framework keeps that as one object as long as it is the same,
	and makes handlers by DocType of it in each request."""
	said = frappe.get_hooks("doc_events", {})
	asked, read, found = _hooks.get(doctype, (None, None, None))
	if found is None or asked is not frappe.get_doc_hooks or read is not said:
		hooks = frappe.get_doc_hooks()
		found = _sorted_out(hooks.get(doctype), hooks.get("*"))
		_hooks[doctype] = (frappe.get_doc_hooks, said, found)
	return found


def _sorted_out(of_document: Mapping[str, Any] | None, of_all: Mapping[str, Any] | None) -> Hooks:
	ours: dict[str, tuple[str, ...]] = {}
	others: set[str] = set()
	for said in (of_document or {}, of_all or {}):
		for event, found in said.items():
			handlers = [found] if isinstance(found, str) else list(found)
			own = (one for one in handlers if one.startswith(OURS) and one != OF_TABLES)
			ours[event] = (*ours.get(event, ()), *own)
			others.update(handlers if event in EVENTS else ())
	done = frozenset({*ours.get("validate", ()), *ours.get("on_update", ())})
	return Hooks(ours, done, frozenset(others - KNOWN))


@table_cache.cached(SETTER, "Workflow", *LISTENERS)
def _listened_to(unlisted: frozenset[str]) -> frozenset[str]:
	"""All DocTypes that somebody on this site listens to, in one question. unlisted: `workflows.UNLISTED`."""
	there = tuple(filter(frappe.db.table_exists, LISTENERS))
	return frozenset(chain.from_iterable(frappe.db.sql(_question(there, unlisted))))


@lru_cache
def _question(listeners: tuple[str, ...], unlisted: frozenset[str]) -> str:
	setter, workflow = DocType(SETTER), DocType("Workflow")
	parts = [frappe.qb.from_(setter).select(setter.doc_type).where(setter.property.isin(CHANGING))]
	# Workflow Actions are made of its documents: as `workflows.are_made`
	acting = (workflow.send_email_alert == 1) | workflow.document_type.notin(sorted({"", *unlisted}))
	at_work = frappe.qb.from_(workflow).select(workflow.document_type).where(workflow.is_active == 1)
	parts.append(at_work.where(acting))
	for listener in listeners:
		table, (column, conditions) = DocType(listener), LISTENERS[listener]
		part = frappe.qb.from_(table).select(table[column])
		for name, value in conditions.items():
			part = part.where(table[name] == value)
		parts.append(part)
	return " union all ".join(part.get_sql() for part in parts)


def make_ready(*doctypes: str) -> None:
	"""Ask now what the first new document of a DocType in a request asks: of Frappe 15, whether it is a Single. For who locks next."""
	for doctype in doctypes:
		defaults(doctype, frappe.session.user)


@request_cache
def defaults(doctype: str, user: str) -> Row:
	"""The values of a new document of the user of the session; those that are everybody's at any time are made once, with anybody as owner."""
	meta = frappe.get_meta(doctype)
	links, options, is_fixed = _asked.get(meta) or _asking(meta)
	if is_fixed and links.isdisjoint(get_defaults()) and options.isdisjoint(get_user_permissions()):
		return _fixed.get(meta) or _fixed.setdefault(meta, _new(doctype))
	return _new(doctype)


def _new(doctype: str) -> Row:
	return cast("Row", frappe.new_doc(doctype, as_dict=True))


_fixed: WeakKeyDictionary["Meta", Row] = WeakKeyDictionary()
_asked: WeakKeyDictionary["Meta", tuple[frozenset[str], frozenset[str], bool]] = WeakKeyDictionary()
kept_columns: WeakKeyDictionary["Meta", "_Columns"] = WeakKeyDictionary()
"""All three by the framework's description of a DocType: one as long as it is the same; of Frappe 15 another in each request, which ends with it."""


def _asking(meta: "Meta") -> tuple[frozenset[str], frozenset[str], bool]:
	"""Fields that a user's defaults may fill, what user permissions may fill fields by, and whether no default asks who, when, or in what."""
	said = [str(each.default).lower() for each in meta.fields if each.get("default")]
	links = frozenset(each.fieldname for each in meta.fields if each.fieldtype == "Link")
	options = frozenset(str(each.options) for each in meta.fields if each.options)
	is_fixed = not any(one.startswith(":") or one in ("__user", "today", "now") for one in said)
	return _asked.setdefault(meta, (links, options, is_fixed))


def insert_many(
	doctype: str,
	rows: Iterable[Row],
	done: Collection[str] = (),
	is_findable: bool = True,
	guard: WriteGuard | None = None,
) -> list[str]:
	"""Write new documents with the rows of their tables; their names, in the order of `rows`.

	rows: values by fieldname; a table's are a list of the like. A row without `name` gets one as the framework gives it, where the
	DocType's are a hash, a field's value or the row's own; owner, times where it has none, docstatus, idx, defaults and parents are
	filled in.
	done: see may_write_directly. is_findable: whether the search over all DocTypes hears of them. Where somebody listens to the DocType each row is inserted as a document, which asks no permission; its controller asks
	for the guard of the service that writes the DocType, which is opened for that alone. Raises frappe.DuplicateEntryError, frappe.UniqueValidationError, and all that a document raises.
	"""
	given = list(rows)
	if not given:
		return []
	if not may_write_directly(doctype, done):
		with guard.writing() if guard else nullcontext():
			return [_insert_document(doctype, row) for row in given]
	meta, own, written = frappe.get_meta(doctype), _Writer(doctype, set().union(*given)), []
	for row in given:
		written.append(own.filled(row, position=0))
	if len(given) >= long_inserts.LEAST and own.is_random:
		long_inserts.name_in_order(written, given)
	write(doctype, written)
	for table in meta.get_table_fields():
		_insert_children(doctype, table.fieldname, str(table.options), written, given)
	if is_findable and own.columns.is_searched:
		for row in written:
			update_global_search(frappe.get_doc({**row, "doctype": doctype}))
	return list(map(NAME, written))


def _insert_children(
	doctype: str, fieldname: str, child: str, written: Sequence[Row], given: Sequence[Row]
) -> None:
	children: list[tuple[Row, int]] = []
	said: set[str] = set()
	for parent, values in zip(written, given, strict=True):
		for position, row in enumerate(values.get(fieldname) or (), start=1):
			of_parent = {"parent": parent["name"], "parenttype": doctype, "parentfield": fieldname}
			children.append(({**row, **of_parent}, position))
			said.update(row, of_parent)
	own = _Writer(child, said)
	write(child, [own.filled(row, position) for row, position in children])


def insert_children(doctype: str, rows: Sequence[Row]) -> None:
	"""Write new rows of a table of a document that stands, each with its parent and its place (`idx`). Who calls has checked them."""
	writer = _Writer(doctype, set().union(*rows))
	write(doctype, [writer.filled(row, int(row["idx"])) for row in rows])


def _insert_document(doctype: str, row: Row) -> str:
	document = frappe.get_doc({**row, "doctype": doctype})
	document.insert(
		set_name=row.get("name"),
		ignore_permissions=True,  # who calls has asked for the right
		ignore_links=True,  # and for the links, which a plain read may not see yet
	)
	return str(document.name)


class _Writer:
	"""How a DocType's values stand in its table; made once for many rows. said: the columns that one of them names.

	A column that none of them names, and that has no value of its own, is left to the database, which writes NULL.
	"""

	def __init__(self, doctype: str, said: Collection[str]) -> None:
		meta = frappe.get_meta(doctype)
		self.doctype, self.autoname = doctype, str(meta.autoname or "")
		self.is_random = self.autoname.lower() in ("", "hash", "random")
		self.moment, self.user = frappe.utils.now(), frappe.session.user
		self.columns = kept_columns.get(meta) or columns_of(meta)
		self.empty: dict[str, object] = {}
		given = defaults(doctype, self.user)
		for name in self.columns.names:
			value = self.columns.stored(name, given.get(name))
			if value is not None or name in said:
				self.empty[name] = value

	def filled(self, row: Row, position: int) -> dict[str, object]:
		"""A row as it is written: in each the same columns, in the same order."""
		values, stored, plain = self.empty.copy(), self.columns.stored, self.columns.plain
		for name, value in row.items():
			if value is not None and name in values:
				values[name] = value if type(value) is str and name in plain else stored(name, value)
		values["name"] = str(row.get("name") or self._new_name(row))
		values["owner"] = values["modified_by"] = self.user
		values["creation"] = row.get("creation") or self.moment
		values["modified"] = row.get("modified") or self.moment
		values["docstatus"], values["idx"] = 0, position
		return values

	def _new_name(self, row: Row) -> str:
		if self.is_random:
			return str(make_autoname("hash", self.doctype))
		field = self.autoname.partition("field:")[2]
		if row.get(field):
			return str(row[field]).strip()
		raise TypeError(f"rows of {self.doctype} need a name of their own")


class _Columns:
	"""The columns of a DocType that a row may name beside STANDARD, and what each takes; made once for what its meta says."""

	def __init__(self, meta: "Meta") -> None:
		fields = {field.fieldname: field for field in meta.fields if not field.get("is_virtual")}
		self.names = [name for name in meta.get_valid_columns() if name not in STANDARD]
		self.own = {name: fields[name] for name in self.names if name in fields}
		own, kinds = self.own.items(), {name: field.fieldtype for name, field in self.own.items()}
		self.numbers = {name: NUMBERS[kind] for name, kind in kinds.items() if kind in NUMBERS}
		self.checks = {name for name, kind in kinds.items() if kind == "Check"}
		self.null = {name for name, kind in kinds.items() if kind in ("Date", "Datetime", "Time")}
		self.unique = {name for name, field in own if field.get("unique")}
		self.text = {name for name, field in own if field.get("not_nullable")}
		self.plain = {*self.names}.difference(self.numbers, self.checks, self.null, self.unique)
		self.is_searched = bool(meta.get_global_search_fields())

	def stored(self, name: str, value: Any) -> object:
		"""A value as its column takes it."""
		if name in self.numbers:
			return self.numbers[name](value)
		if name in self.checks:
			return 1 if cint(value) else 0
		if value is None:
			return "" if name in self.text else None
		if (value == "" and name in self.null) or (name in self.unique and not str(value).strip()):
			return None
		is_json = isinstance(value, dict) and name in self.own
		return json.dumps(value, separators=(",", ":")) if is_json else value


def columns_of(meta: "Meta") -> _Columns:
	return kept_columns.setdefault(meta, _Columns(meta))


STANDARD = frozenset({"name", "owner", "modified_by", "creation", "modified", "docstatus", "idx"})
NUMBERS: Mapping[str, Callable[[Any], int | float]] = {
	"Int": cint,
	**dict.fromkeys(("Float", "Currency", "Percent", "Rating"), flt),
}


def write(doctype: str, rows: Sequence[Mapping[str, object]]) -> None:
	"""As the framework's own `db_insert`, several rows in a statement; all have the same columns, values as the database takes them.

	For rows that `insert_many` would refuse, because their controller lets nobody write, and that have their own names and times.
	"""
	if not rows:
		return
	columns, names = list(rows[0]), ", ".join(map("`{}`".format, rows[0]))
	places = f"({', '.join(['%s'] * len(columns))})"
	for start in range(0, len(rows), CHUNK):
		lines = list(map(itemgetter(*columns), rows[start : start + CHUNK]))
		# names of tables and columns are the framework's, each value is a value
		statement = f"insert into `tab{doctype}` ({names}) values {', '.join([places] * len(lines))}"  # noqa: S608
		values = list(chain.from_iterable(lines))
		if len(lines) >= long_inserts.LEAST:
			statement, values = long_inserts.statement(doctype, columns, lines)
		_run(statement, values, doctype, rows[start]["name"])


def update(doctype: str, name: str, values: Row) -> None:
	"""Write some columns of one row, values as the database takes them. Raises frappe.UniqueValidationError."""
	columns = ", ".join(map("`{}` = %s".format, values))
	_run(f"update `tab{doctype}` set {columns} where name = %s", [*values.values(), name], doctype, name)  # noqa: S608 # as above


def update_all(doctype: str, values: Mapping[str, Row]) -> None:
	"""Write the same columns of rows by their names, values as the database takes them; a few statements however many."""
	if len(values) == 1:
		update(doctype, *next(iter(values.items())))
		return
	table_cache.note_write(doctype)
	frappe.db.bulk_update(doctype, values, chunk_size=CHUNK, update_modified=False)


def _run(statement: str, values: Sequence[object], doctype: str, name: object) -> None:
	table_cache.note_write(doctype)
	try:
		frappe.db.sql(statement, values)
	except Exception as error:
		if error.args[:1] != (DUPLICATE,):
			raise
		in_use = frappe.DuplicateEntryError if "PRIMARY" in str(error.args) else frappe.UniqueValidationError
		raise in_use(doctype, name, error) from error
