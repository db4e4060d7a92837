"""Schema of every installed app."""

import frappe
from frappe.model.sync import sync_for
from frappe.patches import _patch_mode


def sync_all(force=0, reset_permissions=False):
	"""Bring the records of all installed apps in line with their files."""
	_patch_mode(True)
	for app in frappe.get_installed_apps():
		sync_for(app, force, reset_permissions=reset_permissions)
	_patch_mode(False)
	frappe.clear_cache()
