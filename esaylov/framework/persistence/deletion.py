"""Removing a document, whether or not a queue takes what the framework orders with it."""

import frappe
from frappe.model.delete_doc import check_if_doc_is_linked, delete_dynamic_links, delete_from_table

from esaylov.framework import queues


def remove(doctype: str, name: str, force: bool = True) -> None:
	"""Remove a document with its files; the caller has asked who may. Its `on_trash` is asked in any case.

	force: also where others link to it.
	"""
	if queues.takes(queues.DOCUMENTS):
		frappe.delete_doc(
			doctype,
			name,
			force=force,
			ignore_permissions=True,  # the caller has asked
			delete_permanently=True,  # who throws a draft away means all of it: no copy stays
		)
		return
	document = frappe.get_doc(doctype, name)
	document.run_method("on_trash")
	if not force:
		check_if_doc_is_linked(document)
	delete_from_table(doctype, name, [], document)
	document.run_method("after_delete")
	for file in frappe.get_all(
		"File", {"attached_to_doctype": doctype, "attached_to_name": name}, pluck="name"
	):
		remove("File", file)
	delete_dynamic_links(doctype, name)  # the framework leaves this to a job
	document.clear_cache()
