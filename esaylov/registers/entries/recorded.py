"""Whether entries and their history stand as decisions left them; for the comparison of each night."""

import frappe
from frappe.model.document import Document

from esaylov.core.people.names import plain_apostrophes
from esaylov.registers.entries import entries, seals
from esaylov.registers.entries.history import EVENT

LAST_FIRST = "occurred_at desc, creation desc, step desc"


def is_as_recorded(entry: Document) -> bool:
	"""Whether an entry says what its last change left, by a decision that was signed, under the name by which that calls it."""
	about = {"register": entry.doctype, "entry": entry.name}
	last = frappe.get_all(EVENT, about, ["to_status", "holds"], order_by=LAST_FIRST, limit=1)
	return bool(
		last
		and last[0].to_status == entry.status
		and last[0].holds == seals.of_entry(entry)
		and _is_decided(entry)
		and _keys_fit(entry)
		and _has_its_certificate(entry)
	)


def is_event_as_written(event: Document) -> bool:
	"""Whether a row of the history is what the server wrote, about an entry that is there."""
	return seals.is_sealed(event.as_dict()) and bool(frappe.db.exists(event.register, event.entry))


def _is_decided(entry: Document) -> bool:
	decision = frappe.db.get_value("Decision", entry.decision, "status")
	row = {"parent": entry.decision, "row_path": entry.row_path}
	subject = plain_apostrophes(str(frappe.db.get_value("Decision Row", row, "subject") or ""))
	name = plain_apostrophes(str(entry.get("full_name") or ""))
	return decision not in (None, "Draft") and (not subject or name in subject)


def _keys_fit(entry: Document) -> bool:
	"""What only one entry in force may say is what this one says, and nothing once it ended."""
	is_in_force = entry.status == entries.REGISTERED
	return all(
		(entry.get(key) or None) == (said if is_in_force else None)
		for key, said in entries.keys_of(entry.doctype, entry).items()
	)


def _has_its_certificate(entry: Document) -> bool:
	if not entry.get("certificate"):
		return True
	of = ["register_doctype", "register_name"]
	return frappe.db.get_value("Certificate", entry.certificate, of) == (entry.doctype, entry.name)
