"""The appeal as it was last filed: what everybody reads who examines, decides or registers.

The first filing stands on the Appeal and never changes; a corrected one stands beside it in its Appeal Correction. Who
needs the first one reads the Appeal itself.
"""

import frappe
from frappe.model.document import Document

CORRECTION = "Appeal Correction"
FILED = "Filed"
COPIED = ("field", "file_name", "kind", "size", "sha256", "stored_sha256", "file", "scan", "scan_found")
OF_A_FILING = ("answers", "payload", "payload_sha256", "signature", "receipt")


def last(appeal: Document) -> Document:
	"""The appeal with answers, attachments, findings, payload, signature and receipt of its last filing.

	In memory only: a corrected one cannot be saved, for the lifecycle refuses a filing that differs from the first.
	"""
	correction = last_correction(appeal.name) if appeal.correction else None
	if correction is None:
		return appeal
	found = frappe.get_doc("Appeal", appeal.name)
	return laid_over(found, correction, (*OF_A_FILING, "findings"))


def last_correction(appeal: str) -> Document | None:
	"""The last round of an appeal that ended with a corrected filing."""
	rows = frappe.get_all(
		CORRECTION, {"appeal": appeal, "status": FILED}, pluck="name", order_by="round desc", limit=1
	)
	return frappe.get_doc(CORRECTION, rows[0]) if rows else None


def laid_over(appeal: Document, correction: Document, fields: tuple[str, ...]) -> Document:
	"""Put what stands in a correction over an appeal in memory; gives the appeal."""
	for field in fields:
		appeal.set(field, correction.get(field))
	appeal.set("attachments", [copied(row) for row in correction.attachments])
	return appeal


def copied(row: Document) -> dict[str, str | int]:
	"""What an attachment says, without its place."""
	return {key: row.get(key) for key in COPIED}
