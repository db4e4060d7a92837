"""Changes that wait for a person's signature, and those that a person proposed: rows for a list, and their number."""

from collections.abc import Collection
from datetime import datetime, timedelta

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime
from pypika import Order, Table
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, ExistsCriterion

from esaylov.permissions.configuration.rules.guarded import CONFIRMING
from esaylov.permissions.configuration.waiting.entries import (
	BENCH,
	CHANGE,
	DECLINED,
	IN_FORCE,
	PROPOSED,
	SUPERSEDED,
)
from esaylov.permissions.configuration.waiting.recovery import OPEN_HOURS, RECOVER

COLUMNS = (
	*("name", "reference_doctype", "reference_name", "action", "status", "proposed_by", "proposed_at"),
	*("supported_by", "decided_by", "decided_at", "note", "before", "after"),
)
Place = tuple[datetime | str, str]
"""Where a page begins: after the row of this moment and name."""


def may_confirm(user: str) -> bool:
	"""Whether a user may be the second person of changes, as far as roles say."""
	return user != "Administrator" and bool(CONFIRMING & set(frappe.get_roles(user)))


def count_to_confirm(user: str) -> int:
	"""How many changes wait for a user: one statement, by the indexes of the status and of who decided."""
	if not may_confirm(user):
		return 0
	change = frappe.qb.DocType(CHANGE)
	rows = frappe.qb.from_(change).select(Count(change.name)).where(_waits_for(change, user)).run()
	return int(rows[0][0])


def rows_to_confirm(user: str, after: Place | None, most: int) -> list[frappe._dict]:
	"""Changes that wait for a user, the longest waiting first; nothing for who may not confirm."""
	if not may_confirm(user):
		return []
	change = frappe.qb.DocType(CHANGE)
	query = _rows(change).where(_waits_for(change, user))
	if after:
		moment, name = after
		is_later = (change.proposed_at > moment) | ((change.proposed_at == moment) & (change.name > name))
		query = query.where(is_later)
	return list(query.orderby(change.proposed_at, change.name).limit(most).run(as_dict=True))


def rows_proposed_by(user: str, after: Place | None, most: int) -> list[frappe._dict]:
	"""What a user proposed, whatever became of it, the latest first; nothing for who may not read the log."""
	if not frappe.has_permission(CHANGE, "read", user=user):
		return []
	change = frappe.qb.DocType(CHANGE)
	# what came into force at once has neither a second person's signature nor the bench beside it
	was_proposed = change.status.isin((PROPOSED, DECLINED, SUPERSEDED)) | change.signature.notnull()
	was_proposed = was_proposed | (change.decided_by == BENCH)
	query = _rows(change).where((change.proposed_by == user) & was_proposed)
	if after:
		moment, name = after
		is_earlier = (change.proposed_at < moment) | ((change.proposed_at == moment) & (change.name < name))
		query = query.where(is_earlier)
	latest = query.orderby(change.proposed_at, order=Order.desc).orderby(change.name, order=Order.desc)
	return list(latest.limit(most).run(as_dict=True))


def waits_for(user: str, name: str) -> bool:
	"""Whether a change waits for a user."""
	if not may_confirm(user):
		return False
	change = frappe.qb.DocType(CHANGE)
	one = frappe.qb.from_(change).select(change.name).where(_waits_for(change, user) & (change.name == name))
	return bool(one.run())


def list_unconfirmed(names: Collection[str] | None = None) -> list[str]:
	"""Changes in force that the holder of the bench confirmed alone and no second person signed since. names: of these only."""
	change = frappe.qb.DocType(CHANGE)
	query = frappe.qb.from_(change).select(change.name).where(_is_unconfirmed(change))
	if names is not None:
		query = query.where(change.name.isin([*names, ""]))
	return [name for (name,) in query.orderby(change.decided_at, change.name).run()]


def count_unconfirmed() -> int:
	"""How many changes are in force that the holder of the bench confirmed alone."""
	change = frappe.qb.DocType(CHANGE)
	return int(frappe.qb.from_(change).select(Count(change.name)).where(_is_unconfirmed(change)).run()[0][0])


def _rows(change: Table) -> QueryBuilder:
	return frappe.qb.from_(change).select(*(change[column] for column in COLUMNS))


def _waits_for(change: Table, user: str) -> Criterion:
	"""Proposed by somebody else, or confirmed by the holder of the bench alone, and not signed by the user yet.

	A recovery waits while it can be signed, and not for the user whose login it is about.
	"""
	is_others = (change.proposed_by != user) & (change.supported_by.isnull() | (change.supported_by != user))
	begun = now_datetime() - timedelta(hours=OPEN_HOURS)
	can_be_signed = (change.action != RECOVER) | (change.recorded_at > begun)
	is_proposed = (change.status == PROPOSED) & can_be_signed
	is_of_another_login = (change.action != RECOVER) | (change.reference_name != user)
	return (is_proposed | _is_unconfirmed(change)) & is_others & is_of_another_login


def _is_unconfirmed(change: Table) -> Criterion:
	"""A signature that a first person gave before the bench confirmed does not count as the second one."""
	signature = frappe.qb.DocType("Document Signature")
	later = frappe.qb.from_(signature).select(signature.name).where(signature.reference_doctype == CHANGE)
	later = later.where(signature.reference_name == change.name)
	later = later.where(change.support.isnull() | (signature.name != change.support))
	by_bench = (change.decided_by == BENCH) & (change.status == IN_FORCE)
	return by_bench & ExistsCriterion(later).negate()
