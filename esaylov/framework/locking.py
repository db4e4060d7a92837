"""Documents with child tables, locked by their own row alone.

The framework reads a document `for_update` with its child tables, before each save too, and takes rows that left a table away
by their parent. Where a document has no such rows (yet), the database then locks the gap in which rows of others would stand:
two who attach a file to two appeals at once wait for each other, and one of them is thrown out (deadlock, 1213). Whoever holds
the row of a document holds its tables, as nobody changes these but with it; so they are read plainly.
"""

from collections.abc import Collection, Mapping, Sequence
from copy import copy
from typing import TYPE_CHECKING, Any
from weakref import WeakKeyDictionary

import frappe
from frappe.model.document import Document

from esaylov.framework import reads

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField

_stood: WeakKeyDictionary[Document, Document] = WeakKeyDictionary()
"""Documents in hand and what stood when they were read; here, where no script of a site and no posted value reaches it."""


def locked(doctype: str, name: str, seen: frappe._dict | None = None) -> Document:
	"""A document whose row is locked until the transaction ends, as it stands in the last commit. Raises DoesNotExistError.

	seen: its `modified` as this transaction read it, where it did so before.
	"""
	row = reads.row(doctype, {"name": name}, reads.ALL, lock=True)
	# this transaction may see a moment before the lock; then what was changed meanwhile is read by locks after all
	seen = seen or reads.row(doctype, {"name": name}, ["modified"])
	if row is None or seen is None or seen.modified != row.modified:
		return frappe.get_doc(doctype, name, for_update=True)
	values = {**row, "doctype": doctype}
	for field in frappe.get_meta(doctype).get_table_fields():
		values[field.fieldname] = _children(doctype, field, [name]).get(name, [])
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


def stood(document: Document) -> Document | None:
	"""What `stands` noted of a document, until its next save."""
	return _stood.get(document)


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
			frappe.db.delete(field.options, {"name": ["in", sorted(gone)]})
		self.flags.ignore_children_type = [field.options]
		super().update_child_table(fieldname, field)
