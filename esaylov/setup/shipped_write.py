"""Writing of shipped documents and of the Shipped Record of each. Used by `shipped` only."""

import json
from dataclasses import dataclass
from typing import Any

import frappe
from frappe.model.document import Document, bulk_insert
from frappe.query_builder.functions import Coalesce
from frappe.utils.nestedset import rebuild_tree

from esaylov.framework.guarded_steps import SETTING_UP
from esaylov.framework.persistence import table_cache
from esaylov.setup import shipped_values as values

RECORD = "Shipped Record"
BULK = frozenset({"Administrative Territory", "Election Commission"})
"""Trees of hundreds of rows: inserted at once and numbered once. Tests hold each shipped row against its `validate`."""
BULK_FROM = 20


@dataclass(frozen=True, slots=True)
class Record:
	"""What is known of an earlier load."""

	name: str
	status: str
	content_hash: str
	content: str

	def loaded(self) -> values.Values:
		"""The values that stood on the site after that load."""
		read: values.Values = json.loads(self.content or "{}")
		return read


def records(doctype: str, names: list[str]) -> dict[str, Record]:
	"""The records of earlier loads, by the name of the document."""
	rows = frappe.get_all(
		RECORD,
		filters={"reference_doctype": doctype, "reference_name": ["in", names]},
		fields=["name", "reference_name", "status", "content_hash", "content"],
		order_by="reference_name asc",
	)
	return {row.pop("reference_name"): Record(**row) for row in rows}


def insert(doctype: str, contents: dict[str, dict[str, Any]]) -> None:
	"""Insert new documents: trees of many rows at once, others one by one with their checks."""
	documents = [_document(name, content) for name, content in contents.items()]
	if doctype in BULK and len(documents) >= BULK_FROM:
		table_cache.note_write(doctype)
		bulk_insert(doctype, documents, chunk_size=1000)
		rebuild_tree(doctype)
		note_parents(doctype)
		return
	for document in documents:
		if doctype == "Workflow":
			_make_states(document)
		with SETTING_UP.writing():
			document.insert(
				set_name=document.name,
				ignore_permissions=True,  # shipped by the app, no user is at work
			)


def note_parents(doctype: str) -> None:
	"""Note at each row of a tree where it hangs, where that is not noted: the framework moves what it finds hanging elsewhere than noted."""
	rows = frappe.qb.DocType(doctype)
	parent = rows[frappe.get_meta(doctype).nsm_parent_field or f"parent_{frappe.scrub(doctype)}"]
	table_cache.note_write(doctype)
	unnoted = frappe.qb.update(rows).set(rows.old_parent, parent)
	unnoted.where((Coalesce(rows.old_parent, "") == "") & (parent != "")).run()


def update(doctype: str, name: str, content: dict[str, Any]) -> None:
	"""Bring a document that nobody changed here to what is shipped now."""
	document = frappe.get_doc(doctype, name)
	document.update(values.to_write(document, content))
	document.flags.shipped = True
	if doctype == "Workflow":
		_make_states(document)
	with SETTING_UP.writing():
		document.save(ignore_permissions=True)  # shipped by the app, no user is at work


def make_records(doctype: str, loaded: list[tuple[str, str, values.Values, values.Values]]) -> None:
	"""Keep what was loaded: name, file, shipped values, values that stand on the site."""
	rows = [_record(doctype, name, file, shipped, on_site) for name, file, shipped, on_site in loaded]
	if rows:
		bulk_insert(RECORD, rows, chunk_size=1000)


def make_record(
	doctype: str,
	name: str,
	file: str,
	shipped: values.Values,
	loaded: values.Values,
	kept: values.Difference | None = None,
) -> None:
	"""The record of a document that was on the site before it was shipped."""
	row = _record(doctype, name, file, shipped, loaded)
	if kept:
		row.status, row.difference = "Kept", values.text_of(kept)
	row.db_insert()


def mark(record: Record, status: str, kept: values.Difference | None = None) -> None:
	"""Note the state of a document that was not touched."""
	frappe.db.set_value(
		RECORD, record.name, {"status": status, "difference": values.text_of(kept) if kept else None}
	)


def mark_loaded(record: Record, shipped: values.Values, on_site: values.Values) -> None:
	"""Note that a document now stands as shipped."""
	loaded = {"status": "Loaded", "difference": None, "content_hash": values.hash_of(shipped)}
	frappe.db.set_value(RECORD, record.name, {**loaded, "content": values.text_of(on_site)})


def _document(name: str, content: dict[str, Any]) -> Document:
	document = frappe.get_doc({**content, "name": name})
	document.flags.shipped = True
	return document


def _record(doctype: str, name: str, file: str, shipped: values.Values, loaded: values.Values) -> Document:
	return frappe.get_doc(
		doctype=RECORD,
		name=frappe.generate_hash(length=10),
		reference_doctype=doctype,
		reference_name=name,
		file=file,
		status="Loaded",
		content_hash=values.hash_of(shipped),
		content=values.text_of(loaded),
	)


def _make_states(workflow: Document) -> None:
	"""Make the Workflow State and Workflow Action Master rows that a workflow names and the site lacks."""
	_make_missing("Workflow State", "workflow_state_name", {row.state for row in workflow.states})
	_make_missing(
		"Workflow Action Master", "workflow_action_name", {row.action for row in workflow.transitions}
	)


def _make_missing(doctype: str, field: str, names: set[str]) -> None:
	existing = set(
		frappe.get_all(doctype, filters={"name": ["in", list(names)]}, pluck="name", order_by="name asc")
	)
	for name in sorted(names - existing):
		frappe.get_doc({"doctype": doctype, field: name}).insert(
			ignore_permissions=True,  # shipped by the app, no user is at work
		)
