"""Rows of the Error Log that a read wrote: the framework keeps them in the cache, which a restart empties, for up to 15 minutes."""

from frappe.deferred_insert import save_to_db


def store_waiting_errors() -> None:
	"""Job, each minute: store the rows that wait in the cache."""
	save_to_db()
