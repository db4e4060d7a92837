"""Which template answers an event, and what a template must hold to be usable."""

import re

import frappe
from frappe.model.document import Document

from esaylov.core import placeholders, sms
from esaylov.core.findings import Finding
from esaylov.errors import FormInvalid

LANGUAGES = ("uz", "ru", "en")


def for_event(event: str, appeal_type: str | None) -> Document | None:
	"""The enabled template that the appeal type names for the event; None when it names none."""
	if not appeal_type:
		return None
	rows = frappe.get_cached_doc("Appeal Type", appeal_type).messages
	code = next((row.sms_template for row in rows if row.event == event), None)
	if code is None:
		return None
	template = frappe.get_cached_doc("SMS Template", code)
	return template if template.enabled else None


def check(template: Document) -> None:
	"""Called from SMS Template.validate: every placeholder is a known one and is listed. Raises FormInvalid."""
	allowed = set(re.findall(r"\w+", template.placeholders or ""))
	findings = []
	for language in LANGUAGES:
		used = set(placeholders.names(template.get(f"text_{language}") or ""))
		strange = sorted(used - (allowed & set(sms.LIMITS)))
		findings += [
			Finding("sms_placeholder_unknown", f"text_{language}", params={"name": name}) for name in strange
		]
	if findings:
		raise FormInvalid(findings)
