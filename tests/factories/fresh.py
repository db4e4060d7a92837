"""A process as a new request would find it, between tests that share its connection."""

import frappe


def fresh() -> None:
	"""What a new request would find: no cached documents or roles, no messages, no user but Administrator.

	The names of candidates are asked for again after a second: on a quick machine the test before was less than that ago.
	"""
	frappe.get_module("esaylov.registers.published.names").forget()
	frappe.set_user("Administrator")
	frappe.local.message_log = []
	frappe.local.lang = "en"
	if hasattr(frappe.local, "request_cache"):
		frappe.local.request_cache.clear()
	frappe.db.value_cache.clear()
	frappe.cache.delete_keys("document_cache::")
	frappe.cache.delete_value("roles")
