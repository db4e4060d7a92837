"""Documents with child tables, locked by their own row alone.

The framework reads a document `for_update` with its child tables, before each save too, and takes rows that left a table away
by their parent. Where a document has no such rows (yet), the database then locks the gap in which rows of others would stand:
two who attach a file to two appeals at once wait for each other, and one of them is thrown out (deadlock, 1213). Whoever holds
the row of a document holds its tables, as nobody changes these but with it; so they are read plainly.
"""

from copy import copy
from typing import TYPE_CHECKING

import frappe
from frappe.model.document import Document

if TYPE_CHECKING:
	from frappe.core.doctype.docfield.docfield import DocField


def locked(doctype: str, name: str) -> Document:
	"""A document whose row is locked until the transaction ends, as it stands in the last commit. Raises DoesNotExistError."""
	row = frappe.db.get_value(doctype, name, "*", for_update=True, as_dict=True)
	# this transaction may see a moment before the lock; then what was changed meanwhile is read by locks after all
	seen = frappe.db.get_value(doctype, name, "modified")
	if row is None or seen != row.modified:
		return frappe.get_doc(doctype, name, for_update=True)
	document = frappe.get_doc(doctype, name)
	document.update(row)  # technical marks move without `modified`
	return document


def stands(document: Document) -> None:
	"""Note a locked document, just read, as what stands: its next save in this step reads nothing again.

	The caller holds the lock of `locked`, and nothing else writes to the row and its tables until that save.
	"""
	before = copy(document)
	before.flags = frappe._dict()
	for field in document.meta.get_table_fields():
		before.set(field.fieldname, [copy(row) for row in document.get(field.fieldname)])
	document.flags.stands = before


class LockedByRow(Document):
	"""For controllers, before Document: saving locks the row of the document and no gap in its child tables."""

	def load_doc_before_save(self, *, raise_exception: bool = False) -> None:
		"""What stands now, locked; as the framework's method of this name."""
		self._doc_before_save = None
		if self.is_new():
			return
		try:
			self._doc_before_save = self.flags.pop("stands", None) or locked(self.doctype, self.name)
		except frappe.DoesNotExistError:
			if raise_exception:
				raise
			frappe.clear_last_message()
			return
		for field in self.meta.get_table_fields():
			before = {row.name: row for row in self._doc_before_save.get(field.fieldname)}
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
