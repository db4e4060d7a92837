"""Rows of imports: new ones and those that say something else now, each checked by itself, all written with a few statements.

Rights and links are the caller's, who looked all of them up at once. Where somebody listens to the DocType, each is a document of its own.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

import frappe
from frappe.model.document import Document, bulk_insert
from frappe.utils.global_search import update_global_search

from esaylov.framework import redaction
from esaylov.framework.persistence import documents, open_screens, rows

REDACTED = "esaylov.framework.redaction.leave_out"
"""Handler of the framework's history, whose work is done here."""
Stood = Mapping[str, Document]
"""Documents as they stood before, by name."""


def insert(doctype: str, values: Sequence[Mapping[str, Any]]) -> list[str]:
	"""Check new rows as the DocType's controller does, then write them with a few statements; their names, in the order of the values.

	For imports, whose own checks have looked at each value: the controller's `validate` and our handlers run for each row, in one document
	that has one row after the other. Raises what the checks raise, frappe.DuplicateEntryError and frappe.UniqueValidationError.
	"""
	done = rows.hooks_of(doctype).done
	if not values or not rows.may_write_directly(doctype, done):
		return _insert_with_events(doctype, values)
	shared = frappe.new_doc(doctype)
	columns = frozenset(shared.meta.get_valid_columns())
	empty = dict(shared.__dict__)  # with the meta, which each row would look for anew
	own, handlers = getattr(shared, "validate", None), rows.hooks_of(doctype).ours
	called = _of_each(doctype, handlers.get("validate", ()), ())
	checked = []
	for row in values:
		shared.__dict__.clear()
		shared.__dict__.update({**empty, **row})
		if own:
			own()
		for handler in called:
			handler(shared, "validate")
		said = shared.__dict__.items()
		checked.append({name: value for name, value in said if value is not None and name in columns})
	# imports never took part in the search over all DocTypes
	names = rows.insert_many(doctype, checked, done, is_findable=False)
	for handler in _of_each(doctype, handlers.get("on_update", ()), names):
		for place in _heard(handler, doctype, checked):
			shared.__dict__.clear()
			shared.__dict__.update({**empty, **checked[place], "name": names[place]})
			handler(shared, "on_update")
	return names


def _heard(
	handler: Callable[..., object], doctype: str, checked: Sequence[Mapping[str, Any]]
) -> Iterable[int]:
	"""Places of the new rows of which a handler hears: of those that its `alike` says have nothing new after the first, one."""
	field = getattr(handler, "alike", {}).get(doctype)
	if not field:
		return range(len(checked))
	return {row.get(field): place for place, row in enumerate(checked)}.values()


def _of_each(doctype: str, handlers: Iterable[str], names: Sequence[str]) -> list[Callable[..., object]]:
	"""Handlers to be called for each new row. One that has `of_many` is called once by that, with the names."""
	called = [frappe.get_attr(handler) for handler in handlers]
	for handler in called:
		if of_many := getattr(handler, "of_many", None):
			of_many(doctype, names)
	return [handler for handler in called if not hasattr(handler, "of_many")]


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


def change(changed: Sequence[Document]) -> None:
	"""Write what changed of locked documents of one DocType, each noted by `documents.stands`, as `save` of each would.

	What the framework, the controller and the Workflow check runs for each, one after the other; versions, the search over all DocTypes,
	our handlers and open screens see each. Raises what the checks raise; nothing of `changed` is written then.
	"""
	if not changed:
		return
	doctype = changed[0].doctype
	if not documents.are_direct([doctype]):
		for document in changed:
			document.save(ignore_permissions=True)  # rights are the caller's, see above
		return
	before = {document.name: documents.noted(document) for document in changed}
	for same in _checked(changed, before):
		rows.update_all(doctype, same)
	for document in changed:
		for table in document.meta.get_table_fields():
			documents.save_table(document, before[document.name], table)
	_note_versions(changed, before)
	_follow(changed)


def _checked(changed: Sequence[Document], before: Stood) -> Iterable[Mapping[str, Mapping[str, Any]]]:
	"""What changed, by name, of documents of which the same columns changed."""
	moved = {"modified": frappe.utils.now(), "modified_by": frappe.session.user}
	alike: dict[tuple[str, ...], dict[str, Mapping[str, Any]]] = {}

	def note(_: str, name: str, values: Mapping[str, Any]) -> None:
		alike.setdefault(tuple(values), {})[name] = values

	for document in changed:
		document.flags.ignore_permissions = True  # rights are the caller's, see above
		document._doc_before_save = before[document.name]
		document.update(moved)
		document.set_parent_in_children()
		documents.check_values(document)
		documents.write_changed(document, before[document.name], note)
	return alike.values()


def _note_versions(changed: Sequence[Document], before: Stood) -> None:
	"""What changed, where the framework keeps that of a DocType."""
	if not changed[0].meta.get("track_changes"):
		return
	versions = []
	for document in changed:
		version = frappe.new_doc("Version")
		if version.update_version_info(before[document.name], document):
			redaction.leave_out(version)  # no event is run for it
			versions.append(version.get_valid_dict())
	rows.insert_many("Version", versions, [REDACTED])


def _follow(changed: Sequence[Document]) -> None:
	for document in changed:
		documents.run_events(document, "on_update")
		if document.meta.get_global_search_fields():
			update_global_search(document)
	open_screens.tell(changed)
