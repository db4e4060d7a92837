"""Several documents of one DocType written at once: each passes its own checks, then all go to the table with a few statements.

What the framework's `insert` and `save` check of a document's values, what its controller checks, and what our own handlers in
hooks.py do runs for each of them here too. Rights and links are for the caller, who decides or applies what was decided. Where
somebody listens to the DocType (`rows.may_write_directly`), each document takes the stock road.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from operator import attrgetter
from typing import TYPE_CHECKING, Any

import frappe
from frappe.model.document import Document, bulk_insert
from frappe.model.naming import make_autoname

from esaylov.framework import locking, rows

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField

FIELDNAME = attrgetter("fieldname")


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
	done = rows.hooks_of(doctype).done
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
		_run_events(document, "on_update")


def insert_values(doctype: str, values: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Check new rows as the DocType's controller does, then write them with a few statements; their names, in the order of the values.

	For imports, whose own checks have looked at each value, and the caller at links and rights: the controller's `validate` and our handlers
	run for each row, in one document that has one row after the other. Where somebody listens to the DocType each row is a document of its
	own, whose events run. Raises what the checks raise, frappe.DuplicateEntryError and frappe.UniqueValidationError.
	"""
	done = rows.hooks_of(doctype).done
	if not values or not rows.may_write_directly(doctype, done):
		return _insert_with_events(doctype, values)
	shared = frappe.new_doc(doctype)
	empty, columns = dict(shared.__dict__), shared.meta.get_valid_columns()
	own, handlers = getattr(shared, "validate", None), rows.hooks_of(doctype).ours
	called = [frappe.get_attr(handler) for handler in handlers.get("validate", ())]
	checked = []
	for row in values:
		shared.__dict__.clear()
		shared.__dict__.update({**empty, **row})
		if own:
			own()
		for handler in called:
			handler(shared, "validate")
		checked.append({name: shared.__dict__[name] for name in columns if name in shared.__dict__})
	# imports never took part in the search over all DocTypes
	names = rows.insert_many(doctype, checked, done, is_findable=False)
	called = [frappe.get_attr(handler) for handler in handlers.get("on_update", ())]
	for row, name in zip(checked, names, strict=True):
		shared.__dict__.update({**row, "name": name})
		for handler in called:
			handler(shared, "on_update")
	return names


def _insert_with_events(doctype: str, values: Sequence[Mapping[str, Any]]) -> list[str]:
	made = []
	for row in values:
		document = frappe.new_doc(doctype)
		document.update(row)
		document.set_new_name()
		document.run_method("validate")
		made.append(document)
	try:
		bulk_insert(doctype, made, chunk_size=rows.CHUNK)
	except Exception as error:
		if error.args[:1] == (rows.DUPLICATE,):
			raise frappe.UniqueValidationError(doctype, made[0].name, error) from error
		raise
	for document in made:
		document.run_method("on_update")
	return [str(document.name) for document in made]


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
		_run_events(document, "on_update")
		frappe.clear_document_cache(doctype, document.name)
		document.notify_update()  # whoever has it open


def save(document: Document) -> None:
	"""Write what changed of one document that was read by `locking.locked` and noted by `locking.stands`, as its `save` would.

	What the framework, the controller and the Workflow check runs here too, rights and links are the caller's. Rows of its tables that
	stand as they stood are not written. Any other document takes the stock road.
	"""
	before = locking.stood(document)
	if before is None or not rows.may_write_directly(document.doctype, rows.hooks_of(document.doctype).done):
		document.save(ignore_permissions=True)  # rights are the caller's, see above
		return
	document.flags.ignore_permissions = True  # rights are the caller's, see above
	document.load_doc_before_save()
	document.update({"modified": frappe.utils.now(), "modified_by": frappe.session.user})
	document.set_parent_in_children()
	_check(document)
	_write_changed(document, before)
	for table in document.meta.get_table_fields():
		_save_table(document, before, table)
	_run_events(document, "on_update")
	frappe.clear_document_cache(document.doctype, document.name)
	document.notify_update()  # whoever has it open


def _write_changed(document: Document, before: Document) -> None:
	stood, values = before.get_valid_dict(), {}
	for key, value in document.get_valid_dict().items():
		if value != stood.get(key):
			values[key] = value
	if values:
		rows.update(document.doctype, document.name, values)


def _save_table(document: Document, before: Document, table: "DocField") -> None:
	"""The rows of one table: those that left it, that changed and that are new; in the order in which they stand."""
	doctype, now = str(table.options), document.get(table.fieldname)
	stood = {row.name: row for row in before.get(table.fieldname)}
	if gone := sorted(stood.keys() - {row.name for row in now}):
		frappe.db.delete(doctype, {"name": ["in", gone]})
	new = []
	for row in now:
		former = stood.get(row.name)
		if former is None:
			new.append({**row.get_valid_dict(), "name": row.name or str(make_autoname("hash", doctype))})
		elif row.get_valid_dict() != former.get_valid_dict():
			row.update({"modified": document.modified, "modified_by": document.modified_by})
			_write_changed(row, former)
	rows.insert_children(doctype, new)


def _check_new(document: Document) -> None:
	document.set("__islocal", True)
	document.name = document.name or str(make_autoname("hash", document.doctype))
	document.set_parent_in_children()
	for row in document.get_all_children():
		row.name = row.name or str(make_autoname("hash", row.doctype))
	_check(document)


def _check(document: Document) -> None:
	document._action = (
		"save"  # nothing of ours is submitted; what the framework's check of the Workflow asks for
	)
	_run_events(document, "before_validate", "validate")
	document.set_title_field()
	document._validate()  # the framework's own checks of values: mandatory, selects, lengths, markup


def _values(document: Document) -> Mapping[str, Any]:
	values = document.get_valid_dict()
	for table in map(FIELDNAME, document.meta.get_table_fields()):
		values[table] = list(map(_values, document.get(table)))
	return values


def _run_events(document: Document, *events: str) -> None:
	"""What the controller and our handlers in hooks.py do at events, one after the other."""
	handlers = rows.hooks_of(document.doctype).ours
	for event in events:
		if own := getattr(document, event, None):
			own()
		for handler in handlers.get(event, ()):
			frappe.get_attr(handler)(document, event)
