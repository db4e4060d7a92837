"""Interagency Settings (idoralararo platforma sozlamalari): where state registers are asked. Secrets stand in site_config.json."""

from frappe.model.document import Document


class InteragencySettings(Document):
	pass
