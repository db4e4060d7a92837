"""Which apps the setup wizard has been through."""

import frappe


def get_setup_wizard_completed_apps() -> list[str]:
	"""All installed apps once the wizard is completed; none before."""
	return frappe.get_installed_apps() if frappe.is_setup_complete() else []
