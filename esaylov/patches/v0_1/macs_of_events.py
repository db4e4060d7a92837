"""Events that were stored before they had a MAC get one; those after the last signed head are marked as adopted."""

import frappe

from esaylov.trust import service as trust


def execute() -> None:
	"""Safe to repeat: an event with a valid MAC is left."""
	if frappe.conf.get("esaylov_signing_key"):
		trust.adopt_all_events()
