"""Secrets in the database that the site's encryption key no longer decrypts. Nothing is written."""

from collections.abc import Iterator

import frappe
from frappe.twofactor import PARENT_FOR_DEFAULTS
from frappe.utils.password import decrypt
from pypika import Table

from esaylov.identity.logins.second_factor import SECRET
from esaylov.permissions.configuration.waiting.entries import CHANGE, PROPOSED

MESSAGE = "SMS Message"


def find_undecryptable() -> list[str]:
	"""The secrets that cannot be decrypted with the present `encryption_key`, by kind and name; their values are not in it."""
	return [name for name, sealed in _stored() if not _is_readable(sealed)]


def _stored() -> Iterator[tuple[str, str]]:
	yield from _passwords()
	yield from _second_factors()
	waiting = {"sealed_text": ["is", "set"]}  # emptied once the message is handed over
	for row in frappe.get_all(MESSAGE, waiting, ["name", "sealed_text"], order_by="name asc"):
		yield f"SMS {row.name}", row.sealed_text


def _passwords() -> Iterator[tuple[str, str]]:
	"""Fields of type Password. Nobody reads the values of a proposal that was decided."""
	auth = Table("__Auth")
	rows = (
		frappe.qb.from_(auth)
		.select(auth.doctype, auth.name, auth.fieldname, auth.password)
		.where(auth.encrypted == 1)
		.orderby(auth.doctype, auth.name, auth.fieldname)
		.run(as_dict=True)
	)
	open_proposals = set(frappe.get_all(CHANGE, {"status": PROPOSED}, pluck="name", order_by="name asc"))
	for row in rows:
		if row.doctype == CHANGE and row.name not in open_proposals:
			continue
		of = "" if row.name == row.doctype else f" {row.name}"
		yield f"{row.doctype}{of} {row.fieldname}", row.password


def _second_factors() -> Iterator[tuple[str, str]]:
	filters = {"parent": PARENT_FOR_DEFAULTS, "defkey": ["like", f"%{SECRET}"]}
	rows = frappe.get_all("DefaultValue", filters, ["defkey", "defvalue"], order_by="defkey asc")
	for row in rows:
		yield f"second factor of {row.defkey.removesuffix(SECRET)}", row.defvalue


def _is_readable(sealed: str) -> bool:
	try:
		decrypt(sealed)
	except frappe.ValidationError:  # another key
		frappe.clear_last_message()
		return False
	except ValueError:  # no key of this form
		return False
	return True
