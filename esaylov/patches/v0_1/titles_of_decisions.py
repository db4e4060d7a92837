"""Decisions of before they had a title: the number, or that of the act on paper, or the name."""

import frappe
from frappe.query_builder.functions import Coalesce, NullIf


def execute() -> None:
	"""Safe to repeat: only rows without a title are touched."""
	decision = frappe.qb.DocType("Decision")
	title = Coalesce(NullIf(decision.number, ""), NullIf(decision.act_number, ""), decision.name)
	frappe.qb.update(decision).set(decision.title, title).where(decision.title.isnull()).run()
