"""Patches of every installed app."""

import frappe
from frappe.patches import PatchType, get_patches_from_app


def get_all_patches(patch_type: PatchType | None = None) -> list[str]:
	"""The patches of all installed apps, in the order of the apps."""
	if patch_type and not isinstance(patch_type, PatchType):
		frappe.throw(f"Unsupported patch type specified: {patch_type}")
	apps = frappe.get_installed_apps()
	return [patch for app in apps for patch in get_patches_from_app(app, patch_type=patch_type)]
