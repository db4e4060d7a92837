"""Which records are a body's own: what came of its appeals, and for a candidate or a proxy their own entry and papers."""

import frappe
from frappe.query_builder import DocType

from esaylov.identity.bodies import Body

CERTIFICATE = "Certificate"


def names(doctype: str, body: Body) -> list[str]:
	"""Names of the records of a register (or certificates) that are the body's own.

	A certificate is its own when the decision that gave it granted one of its appeals, or when it stands for its own
	entry or for a proxy of this candidate.
	"""
	if doctype == CERTIFICATE:
		return sorted({*_of_appeals(CERTIFICATE, body), *_of_entry(body)})
	own = {body.name} if doctype == body.doctype else set()
	return sorted({*own, *_of_appeals(doctype, body)})


def _of_appeals(doctype: str, body: Body) -> list[str]:
	record, decision, appeal = DocType(doctype), DocType("Decision"), DocType("Appeal")
	return (
		frappe.qb.from_(record)
		.join(decision)
		.on(decision.name == record.decision)
		.join(appeal)
		.on(appeal.name == decision.appeal)
		.select(record.name)
		.where(appeal.applicant_body_type == body.doctype)
		.where(appeal.applicant_body == body.name)
		.run(pluck=True)
	)


def _of_entry(body: Body) -> list[str]:
	"""Certificates of the body's own entry and, for a candidate, of the proxies who serve it, however they came about."""
	entries = [(body.doctype, [body.name])]
	if body.doctype == "Candidate":
		proxies = frappe.get_all("Proxy", filters={"candidate": body.name}, pluck="name", order_by="name asc")
		entries.append(("Proxy", proxies))
	return [
		name
		for register, entry in entries
		for name in frappe.get_all(
			CERTIFICATE,
			filters={"register_doctype": register, "register_name": ["in", entry]},
			pluck="name",
			order_by="name asc",
		)
	]
