"""A table that is on vote, or that was decided, is made of protocols that do not move meanwhile (art. 95, 96)."""

from frappe.model.document import Document

TABLE, SUBJECT = "Result Table", "result_table"


def refuse(protocol: Document) -> None:
	"""Raises WrongState: `table_decided` where a table in force covers the protocol's contest, `table_on_vote` where one is on vote."""
