"""Appeals of the bodies of the user, in words; what the lists of appeals, mandates and messages share.

Every query names the bodies: a person who is also on the staff of a commission sees here what is theirs as an applicant.
"""

from datetime import date
from typing import Any

import frappe
from pypika import Criterion, Field, Order

from esaylov.core.formats.language import in_script
from esaylov.core.people.names import patterns, uzbek_letters
from esaylov.framework import clock
from esaylov.identity.delegation import ENTERED
from esaylov.portal.cabinet.bodies import Bodies
from esaylov.portal.cabinet.states import sentence
from esaylov.portal.titles import titles_of
from esaylov.portal.web import PortalRequest
from esaylov.registers.entries import latest_filing

DRAFT, RETURNED = "Draft", "Returned"
STATES = {
	"running": ("Registered", "Under Review", "Returned", "Expert Review", "On Agenda"),
	"granted": ("Granted", "Acknowledged"),
	"partly": ("Partly Granted",),
	"refused": ("Refused",),
	"withdrawn": ("Withdrawn",),
}
"""Filters of the list of appeals, in words of the reader rather than of the workflow."""
APPEAL = (
	"name",
	"appeal_type",
	"status",
	"number",
	"subject",
	"received_at",
	"due_on",
	"modified",
	"election",
)


def holds(column: Field, word: str) -> Criterion:
	"""The column holds the word in either alphabet; its signs mean themselves, an apostrophe any one that may stand there."""
	literal = word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
	return Criterion.any(column.like(f"%{one}%") for one in patterns(literal))


def with_holders(base: Any, person: Field) -> tuple[Any, Any]:
	"""A query with the person that a column names beside each row, and what is set where the state gave them a PINFL: a column for `shown`.

	It is set for all whom the head of a body named: the letters of a name would tell whose PINFL was typed (`delegation`).
	"""
	holder = frappe.qb.DocType("Person")
	is_citizen = holder.pinfl.isnotnull() | (holder.identity_state == ENTERED)
	return base.left_join(holder).on(holder.name == person), is_citizen.as_("is_citizen")


def shown(request: PortalRequest, name: str | None, is_citizen: Any) -> str:
	"""A name in the letters of the page, with ʻ and ʼ; a foreigner's as it is stored, which is as the passport has it."""
	return in_script(uzbek_letters(name or ""), request.language) if is_citizen else name or ""


def begins(column: Field, word: str) -> Criterion:
	"""The column begins with the word, whose signs mean themselves."""
	return column.like(word.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_") + "%")


def in_state(
	request: PortalRequest, found: Bodies, states: tuple[str, ...], most: int, newest: str = "modified"
) -> list[Any]:
	"""The newest appeals of some states by a column, at most so many."""
	table = frappe.qb.DocType("Appeal")
	query = frappe.qb.from_(table).where(found.own_rows(table)).where(table.status.isin(states))
	rows = (
		query.select(*[table[name] for name in APPEAL])
		.orderby(table[newest], order=Order.desc)
		.limit(most)
		.run(as_dict=True)
	)
	in_words(request, rows)
	return rows


def asked(request: PortalRequest, found: Bodies, most: int) -> list[Any]:
	"""Returned appeals, with the last day to correct each."""
	rows = in_state(request, found, (RETURNED,), most)
	open_rounds = frappe.get_all(
		latest_filing.CORRECTION,
		filters={"appeal": ["in", [row.name for row in rows]], "status": "Asked"},
		fields=["appeal", "correct_until"],
		order_by="correct_until asc",
	)
	until = {row.appeal: row.correct_until for row in open_rounds}
	for row in rows:
		row.due_on = until.get(row.name)
		row.days_left = (row.due_on - clock.today()).days if row.due_on else None
	return sorted(rows, key=lambda row: row.due_on or date.max)


def in_words(request: PortalRequest, rows: Any) -> None:
	"""Give rows their title, their election's, the sentence of their state, and the days that are left."""
	titles = titles_of("Appeal Type", {row.appeal_type for row in rows}, request)
	elections = titles_of("Election", {row.election for row in rows if row.election}, request)
	for row in rows:
		row.title = titles.get(row.appeal_type, row.appeal_type)
		row.election_title = elections.get(row.election, "")
		row.sentence = sentence(request, row)
		is_running = row.status in STATES["running"] and row.due_on
		row.days_left = (row.due_on - clock.today()).days if is_running else None
