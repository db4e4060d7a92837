"""Jobs of certificates: they take names, read the state again, and do nothing when the work is done."""

import frappe

from esaylov.certificates import service


def draw_for_decision(decision: str) -> None:
	"""Draw the PDF of every certificate of a decision; one that fails is logged and does not stop the others."""
	names = frappe.get_all(
		"Certificate",
		{"decision": decision, "status": "Formed"},
		pluck="name",
		order_by="issuer_commission, number",
	)
	for name in names:
		frappe.db.savepoint("certificate")
		try:
			service.complete(name)
		except Exception:
			frappe.db.rollback(save_point="certificate")
			frappe.log_error(
				title="A certificate was not drawn", reference_doctype="Certificate", reference_name=name
			)
