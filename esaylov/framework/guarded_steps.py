"""Marks of steps that change guarded configuration without a second person; no request can carry one."""

import frappe

from esaylov.framework.write_guard import WriteGuard

CUSTOMISING = "esaylov_customising"
"""The setting of site_config.json by which the holder of the bench opens what is closed."""

SETTING_UP = WriteGuard("the set-up of a site")
"""Shipped data, the demonstration, the set-up commands of whoever holds the bench: in force at once, and recorded."""

PROVED = WriteGuard("a change that its holder or a decision proved")
"""Codes from both phones, a first login, the effect of a signed decision: recorded where it happens, not here."""


def is_opened() -> bool:
	"""Whether the holder of the bench lets one administrator do what is closed, or our own set-up is at work."""
	return SETTING_UP.is_writing or bool(frappe.conf.get(CUSTOMISING))
