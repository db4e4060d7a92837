"""Withdraws the framework's permission for pages of any origin to read an answer."""

import frappe


def forget_privileged_origins() -> None:
	"""Hook `before_request`: the framework opens `/.well-known/` and its OAuth to every `Origin`; both are closed here.

	Origins that the site's settings name stay allowed.
	"""
	if hasattr(frappe.local, "allow_cors"):
		del frappe.local.allow_cors
