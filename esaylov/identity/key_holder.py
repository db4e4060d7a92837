"""The service account of this request: for which body its key acts, and whose signature closes what it files.

Asked of the key that the request came with, and of nothing else: the same user without its key acts for nobody.
"""

from collections.abc import Collection
from datetime import date

import frappe

from esaylov.integrations.inbound import service as integrators


def representations(users: Collection[str], on: date) -> list[tuple[str, str, str]]:
	"""User, DocType and name of the body for which the key of this request acts on a day, where it is one of the users'."""
	caller = integrators.present()
	if caller is None or caller.body is None or caller.user not in users:
		return []
	return [(caller.user, *caller.body)] if _heads(caller.signatory, caller.body, on) else []


def signatory_of(user: str) -> str | None:
	"""The Person who bound the key with which this user calls; None for everybody else."""
	caller = integrators.present()
	return caller.signatory if caller and caller.body and caller.user == user else None


def _heads(person: str, body: tuple[str, str], on: date) -> bool:
	row = frappe.qb.DocType("Body Representative")
	query = frappe.qb.from_(row).select(row.name).where(row.person == person)
	query = query.where((row.body_type == body[0]) & (row.body == body[1]))
	query = query.where((row.is_head == 1) & (row.may_delegate == 1) & (row.starts_on <= on))
	return bool(query.where(row.ends_on.isnull() | (row.ends_on >= on)).limit(1).run())
