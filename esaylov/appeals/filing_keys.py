"""What tells filings of the same from others, for `rivals`."""

import hashlib
import hmac
import json

import frappe
from frappe.model.document import Document
from frappe.utils.password import get_encryption_key

from esaylov.appeals import facts
from esaylov.appeals.definitions import TypeVersion
from esaylov.core import forms
from esaylov.core.payload import canonical
from esaylov.registers import service as registers

SAME = ("recipient", "appeal_type", "election", "applicant_body_type", "applicant_body")
"""What two filings of the same have in common besides their answers."""
RECORDS = frozenset({*registers.REGISTERS, "Certificate", "Constituency", "Commission Membership"})
"""Records that say what a filing is about, as its people do."""


def about_key(appeal: Document | frappe._dict, version: TypeVersion) -> str:
	"""What tells filings of the same from others: HMAC-SHA-256 with the site's encryption key, in hex, so that nobody's number can be guessed
	from it, over who asks which commission for what, and about whom: people and records; all that was typed, where it names none.
	"""
	answers = json.loads(appeal.answers or "{}")
	about = set(facts.identifiers(answers, is_of_anybody=True))
	is_named = bool(about)
	for use in forms.links_in(version.form, answers):
		if link := use.field.link:
			about.add(f"{link.doctype}|{use.value}")
			is_named = is_named or link.doctype in RECORDS
	if not is_named:
		files = {use.value for use in forms.files_in(version.form, answers)}
		typed = {
			key: value for key, value in answers.items() if not (isinstance(value, str) and value in files)
		}
		about = {canonical(typed).decode()}
	said = json.dumps([*map(appeal.get, SAME), *sorted(about)])
	return hmac.new(get_encryption_key().encode(), said.encode(), hashlib.sha256).hexdigest()
