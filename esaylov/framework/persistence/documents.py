"""Documents with child tables, locked by their own row alone; one that was locked so is saved by what changed of it, several of one DocType at
once: each passes its own checks, then all go to the table with a few statements.

The framework reads a document `for_update` with its child tables, before each save too, and takes rows that left a table away
by their parent. Where a document has no such rows (yet), the database then locks the gap in which rows of others would stand:
two who attach a file to two appeals at once wait for each other, and one of them is thrown out (deadlock, 1213). Whoever holds
the row of a document holds its tables, as nobody changes these but with it; so they are read plainly.

What the framework's `insert` and `save` check of a document's values, what its controller checks, and what our own handlers in
hooks.py do runs for each of them here too. Rights and links are for the caller, who decides or applies what was decided. Where
somebody listens to the DocType (`rows.may_write_directly`), each document takes the stock road.
"""

from collections.abc import Callable, Collection, Mapping, Sequence
from copy import copy
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import frappe
from frappe.model import optional_fields
from frappe.model.document import Document
from frappe.model.naming import make_autoname

from esaylov.framework.persistence import open_screens, plain_values, reads, rows, table_cache, workflows

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField
	from frappe.model.meta import Meta

FIELDNAME, NAME = attrgetter("fieldname"), attrgetter("name")
_stood: WeakKeyDictionary[Document, Document] = WeakKeyDictionary()
"""Documents in hand and what stood when they were read; here, where no script of a site and no posted value reaches it."""


def locked(doctype: str, name: str, seen: reads.Seen | None = None) -> Document:
	"""A document whose row is locked until the transaction ends, as it stands in the last commit. Raises DoesNotExistError.

	seen: what this transaction saw of it, where it did so before. Its rows change with the document alone, so those that were seen
	beside its present moment are those that stand; marks of the scanner, which move no moment, are as this transaction saw them.
	"""
	row = reads.row(doctype, {"name": name}, reads.ALL, lock=True)
	# this transaction may see a moment before the lock; then what was changed meanwhile is read by locks after all
	seen = seen or reads.see(doctype, name)
	if row is None or seen is None or seen.modified != row.modified:
		return frappe.get_doc(doctype, name, for_update=True)
	values = {**row, "doctype": doctype}
	for place, field in enumerate(frappe.get_meta(doctype).get_table_fields()):
		values[field.fieldname] = _children(doctype, field, [name]).get(name, []) if place else seen.first
	return frappe.get_doc(values)


def read(doctype: str, name: str) -> Document | None:
	"""A document as this transaction sees it, not locked; None where there is none."""
	row = reads.row(doctype, {"name": name}, reads.ALL)
	return _documents(doctype, [row["name"]], [row])[0] if row else None


def stands(document: Document) -> None:
	"""Note a locked document, just read, as what stands: its next save in this step reads nothing again.

	The caller holds the lock of `locked`, and nothing else writes to the row and its tables until that save.
	"""
	before = copy(document)
	before.flags = frappe._dict()
	for field in document.meta.get_table_fields():
		before.set(field.fieldname, list(map(copy, document.get(field.fieldname))))
	_stood[document] = before


def all_locked(doctype: str, names: Collection[str]) -> list[Document]:
	"""Documents as `locked` gives them, locked and given in the order of their names; one statement for each table.

	Raises DoesNotExistError where one of them is not there.
	"""
	if not names:
		return []
	wanted = {"name": sorted(set(names))}
	rows = reads.rows(doctype, wanted, reads.ALL, lock=True)
	seen = {row.name: row.modified for row in reads.rows(doctype, wanted, ["name", "modified"])}
	documents = _documents(doctype, names, rows)
	return [
		# see `locked`
		document
		if seen.get(document.name) == document.modified
		else frappe.get_doc(doctype, document.name, for_update=True)
		for document in documents
	]


def read_all(doctype: str, names: Collection[str]) -> list[Document]:
	"""Documents in the order of their names, not locked; one statement for each table. Raises DoesNotExistError."""
	return _documents(doctype, names, reads.rows(doctype, {"name": sorted(set(names))}, reads.ALL))


def _documents(doctype: str, names: Collection[str], rows: Sequence[Mapping[str, Any]]) -> list[Document]:
	if missing := set(names) - {row["name"] for row in rows}:
		raise frappe.DoesNotExistError(f"{doctype} {min(missing)}")
	tables = {
		field.fieldname: _children(doctype, field, [row["name"] for row in rows])
		for field in frappe.get_meta(doctype).get_table_fields()
	}
	return [
		frappe.get_doc(
			{
				**row,
				"doctype": doctype,
				**{field: children.get(row["name"], []) for field, children in tables.items()},
			}
		)
		for row in rows
	]


def _children(doctype: str, field: "DocField", parents: Sequence[object]) -> dict[str, list[dict[str, Any]]]:
	"""The rows of one table of many documents, by document."""
	where = {"parent": parents, "parenttype": doctype, "parentfield": field.fieldname}
	rows = reads.rows(str(field.options), where, reads.ALL, "idx")
	found: dict[str, list[dict[str, Any]]] = {}
	for row in rows:
		found.setdefault(row.parent, []).append({**row, "doctype": str(field.options)})
	return found


class LockedByRow(Document):
	"""For controllers, before Document: saving locks the row of the document and no gap in its child tables."""

	def load_doc_before_save(self, *, raise_exception: bool = False) -> None:
		"""What stands now, locked; as the framework's method of this name."""
		self._doc_before_save = None
		if self.is_new():
			return
		try:
			self._doc_before_save = _stood.pop(self, None) or locked(self.doctype, self.name)
		except frappe.DoesNotExistError:
			if raise_exception:
				raise
			frappe.clear_last_message()
			return
		for field in self.meta.get_table_fields():
			before = {}
			for row in self._doc_before_save.get(field.fieldname):
				before[row.name] = row
			for row in self.get(field.fieldname):
				row._doc_before_save = before.get(row.name)

	def update_child_table(self, fieldname: str, df: "DocField | None" = None) -> None:
		"""Rows that left a table are taken away by their names."""
		field = df or self.meta.get_field(fieldname)
		if field is None or not field.options:
			raise TypeError(f"{fieldname} is no table of {self.doctype}")
		before = self._doc_before_save.get(fieldname) if self._doc_before_save else []
		gone = {row.name for row in before} - {row.name for row in self.get(fieldname)}
		if gone:
			table_cache.note_write(str(field.options))
			frappe.db.delete(field.options, {"name": ["in", sorted(gone)]})
		self.flags.ignore_children_type = [field.options]
		super().update_child_table(fieldname, field)


def new(doctype: str) -> Document:
	"""A new document as the framework's `new_doc` makes it; what is everybody's at any time was worked out once."""
	user = frappe.session.user
	return frappe.get_doc({**rows.defaults(doctype, user), "owner": user})


def are_direct(doctypes: Sequence[str]) -> bool:
	"""Whether documents of all these DocTypes are written as rows: on this site nobody listens to one of them."""
	return all(rows.may_write_directly(doctype, rows.hooks_of(doctype).done) for doctype in doctypes)


def insert(documents: Sequence[Document]) -> None:
	"""Write new documents of one DocType, as `insert` of each would; a name that is set stays.

	Raises what the checks raise, frappe.DuplicateEntryError and frappe.UniqueValidationError; the caller's transaction has to be
	taken back then, or to its savepoint.
	"""
	if not documents:
		return
	doctype = documents[0].doctype
	hooks = rows.hooks_of(doctype)
	done = hooks.done.union(hooks.ours.get("before_validate", ()))  # `_check` runs these too
	if not rows.may_write_directly(doctype, done):
		for document in documents:
			document.insert(
				set_name=document.name,
				ignore_permissions=True,  # rights are the caller's, see above
				ignore_links=True,  # and so are links
			)
		return
	moment = frappe.utils.now_datetime()
	for place, document in enumerate(documents):
		_check_new(document)
		# one after the other: lists and numbers follow the order in which entries were made
		document.creation = document.modified = moment + timedelta(microseconds=place)
	rows.insert_many(doctype, list(map(_values, documents)), done)
	for document in documents:
		for row in (document, *document.get_all_children()):
			row.set("__islocal", None)
		run_events(document, "on_update")


def update(documents: Sequence[Document], fields: Sequence[str], checked: Callable[[], object]) -> None:
	"""Write some fields of locked documents of one DocType, as `save` of each would; `modified` moves.

	checked: what the controller's `validate` would check, for all of them; called where rows are written. On the stock road the
	controller does it.
	"""
	if not documents:
		return
	doctype = documents[0].doctype
	if not are_direct([doctype]):
		for document in documents:
			document.flags.ignore_links = True  # see above; a plain read may be older than what they name
			document.save(ignore_permissions=True)  # rights are the caller's, see above
		return
	checked()
	moment, user = frappe.utils.now(), frappe.session.user
	moved = {"modified": moment, "modified_by": user}
	rows.update_all(
		doctype,
		{document.name: {field: document.get(field) for field in fields} | moved for document in documents},
	)
	for document in documents:
		document.update(moved)
		run_events(document, "on_update")
	open_screens.tell(documents)


def save(document: Document) -> None:
	"""Write what changed of one document that was read by `locked` and noted by `stands`, as its `save` would.

	What the framework, the controller and the Workflow check runs here too, rights and links are the caller's. Rows of its tables that
	stand as they stood are not written. Any other document takes the stock road.
	"""
	before = _stood.get(document)
	if before is None or not rows.may_write_directly(document.doctype, rows.hooks_of(document.doctype).done):
		document.save(ignore_permissions=True)  # rights are the caller's, see above
		return
	document.flags.ignore_permissions = True  # rights are the caller's, see above
	document.load_doc_before_save()
	document.update({"modified": frappe.utils.now(), "modified_by": frappe.session.user})
	document.set_parent_in_children()
	check_values(document)
	write_changed(document, before)
	for table in document.meta.get_table_fields():
		save_table(document, before, table)
	run_events(document, "on_update")
	frappe.clear_document_cache(document.doctype, document.name)
	document.notify_update()  # whoever has it open


def write_changed(
	document: Document, before: Document, write: Callable[[str, str, Mapping[str, Any]], None] | None = None
) -> None:
	"""Write what changed of a document or a row. write: takes DocType, name and values, where something did; else they are written at once."""
	if values := _changed(document, before):
		(write or rows.update)(document.doctype, document.name, values)


def _changed(document: Document, before: Document) -> dict[str, object]:
	"""The columns in which a document, or a row of its tables, says something else than before, and what; as `_columns` of both.

	What is one and the same object in both was not changed: `stands` keeps the values that were read.
	"""
	columns = rows.kept_columns.get(document.meta) or rows.columns_of(document.meta)
	values, stood = document.__dict__, before.__dict__
	found = {}
	for name in (*rows.STANDARD, *columns.names):
		value, former = values.get(name), stood.get(name)
		if value is not former:
			value = columns.stored(name, value)
			if value != columns.stored(name, former):
				found[name] = value
	return found


def _columns(document: Document) -> dict[str, Any]:
	"""What stands in each column of a document, or of a row of its tables, as the framework's `get_valid_dict` says it."""
	columns = rows.kept_columns.get(document.meta) or rows.columns_of(document.meta)
	values = document.__dict__
	found = dict(zip(rows.STANDARD, map(values.get, rows.STANDARD), strict=True))
	for name in columns.names:
		found[name] = columns.stored(name, values.get(name))
	return found


def save_table(document: Document, before: Document, table: "DocField") -> None:
	"""The rows of one table: those that left it, that changed and that are new; in the order in which they stand."""
	doctype, now = str(table.options), document.get(table.fieldname)
	rows_before = before.get(table.fieldname)
	stood = dict(zip(map(NAME, rows_before), rows_before, strict=True))
	if gone := sorted(stood.keys() - set(map(NAME, now))):
		table_cache.note_write(doctype)
		frappe.db.delete(doctype, {"name": ["in", gone]})
	new = []
	for row in now:
		former = stood.get(row.name)
		if former is None:
			new.append({**_columns(row), "name": row.name or str(make_autoname("hash", doctype))})
		elif _changed(row, former):
			row.update({"modified": document.modified, "modified_by": document.modified_by})
			write_changed(row, former)
	if new:
		rows.insert_children(doctype, new)


def _check_new(document: Document) -> None:
	document.set("__islocal", True)
	document.name = document.name or str(make_autoname("hash", document.doctype))
	document.set_parent_in_children()
	for row in document.get_all_children():
		row.name = row.name or str(make_autoname("hash", row.doctype))
	check_values(document)


def check_values(document: Document) -> None:
	"""What the controller, our handlers and the framework check of a document's values when it is saved."""
	document._action = (
		"save"  # nothing of ours is submitted; what the framework's check of the Workflow asks for
	)
	run_events(document, "before_validate", "validate")
	document.set_title_field()
	if not all(map(_is_plain, (document, *document.get_all_children()))):
		document._validate()  # the framework's own checks of values: mandatory, selects, lengths, markup
		return
	# what else it does there
	if workflows.active(document.doctype):
		document.validate_workflow()
	if not document.is_new():
		document.validate_set_only_once()
	for name in optional_fields if document.is_new() else ():
		document.set(name, None)


def _is_plain(row: Document) -> bool:
	"""Whether the framework's check of values would find nothing in a document, or in a row of its tables, and change nothing."""
	plain = _plain.get(row.meta) or _plain.setdefault(row.meta, plain_values.read(row.meta))
	values = row.__dict__
	for name, kinds, least, most, choices, is_required in plain.fields:
		value = values.get(name)
		kind = type(value)
		if value is None or value == "":
			if is_required:
				return False
			continue
		if kind not in kinds or (choices is not None and value not in choices):
			return False
		if kind is str:
			is_plain = len(value) <= most and not ("<" in value or ">" in value or value.isspace())
		elif kind is int or kind is float:
			is_plain = least <= value <= most
		else:
			is_plain = kind is not list or bool(value)
		if not is_plain:
			return False
	return plain.is_known


_plain: WeakKeyDictionary["Meta", plain_values.Plain] = WeakKeyDictionary()


def _values(document: Document) -> Mapping[str, Any]:
	values = _columns(document)
	for table in map(FIELDNAME, document.meta.get_table_fields()):
		values[table] = list(map(_values, document.get(table)))
	return values


def noted(document: Document) -> Document:
	"""What was noted by `stands`, for the one who saves the document past `save`."""
	return _stood.pop(document)


def run_events(document: Document, *events: str) -> None:
	"""What the controller and our handlers in hooks.py do at events, one after the other."""
	handlers = rows.hooks_of(document.doctype).ours
	for event in events:
		if own := getattr(document, event, None):
			own()
		for handler in handlers.get(event, ()):
			frappe.get_attr(handler)(document, event)
