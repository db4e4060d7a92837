"""Marks of steps that change guarded configuration without a second person; no request can carry one."""

from datetime import timedelta
from typing import Final

import frappe

from esaylov.framework import clock
from esaylov.framework.persistence.write_guard import WriteGuard

CUSTOMISING = "esaylov_customising"
"""The setting of site_config.json by which the holder of the bench opens what is closed, once two persons have signed that."""
IN_CONFIG: Final = "site_config.json: "
"""Begins the name by which the comparison finds a setting of that file."""
OPENED: Final = IN_CONFIG + CUSTOMISING
"""What the comparison finds while it stands there; accepting that is how two persons sign it."""
OPEN_HOURS: Final = 24
"""So long a signature holds it open [ours]."""
CHANGE: Final = "Configuration Change"

SETTING_UP = WriteGuard("the set-up of a site")
"""Shipped data, the demonstration, the set-up commands of whoever holds the bench: in force at once, and recorded."""

PROVED = WriteGuard("a change that its holder or a decision proved")
"""Codes from both phones, a first login, the effect of a signed decision: recorded where it happens, not here."""


def is_opened() -> bool:
	"""Whether the holder of the bench and two persons let one administrator do what is closed, or our own set-up is at work."""
	return SETTING_UP.is_writing or (bool(frappe.conf.get(CUSTOMISING)) and is_signed())


def is_signed() -> bool:
	"""Whether two persons signed within a day that the holder of the bench has it open, and no comparison has found it closed since.

	One accepted the finding with a reason and another signed; or, without a second one, whoever holds the bench by the emergency procedure.
	"""
	about = {"reference_doctype": CHANGE, "reference_name": OPENED}
	found = frappe.get_all(CHANGE, {**about, "status": "Accepted"}, pluck="name", order_by="creation desc")
	since = clock.now() - timedelta(hours=OPEN_HOURS)
	signed = {**about, "action": "Accept", "status": "In force", "decided_at": [">", since]}
	return bool(found and frappe.db.exists(CHANGE, {**signed, "finding": ["in", found]}))
