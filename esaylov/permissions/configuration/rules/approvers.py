"""Who may confirm a proposed change, and how they and its author learn of it: a notification, and a word to their open screens."""

from typing import Final

import frappe
from frappe.model.document import Document

from esaylov.framework.desk.desk_notices import mark_read, tell_signers
from esaylov.framework.errors import LawBroken, shown, text
from esaylov.messages.texts import receivers
from esaylov.permissions.configuration.rules.guarded import CONFIRMING

FEWEST: Final = 2
"""So many must be able to confirm: one proposes, the other signs."""
NAMED: Final = 5
"""So many of those who may confirm are named; of more there is a number."""


def list_approvers(but: str = "") -> list[frappe._dict]:
	"""Users who may confirm today and have what they sign with, a person: `user`, `full_name`, `person`, `language`; by name.

	but: a user who is left out, such as the author of a proposal.
	"""
	role, user, person = (frappe.qb.DocType(name) for name in ("Has Role", "User", "Person"))
	return list(
		frappe.qb.from_(user)
		.join(role)
		.on((role.parent == user.name) & (role.parenttype == "User"))
		.join(person)
		.on(person.user == user.name)
		.select(user.name.as_("user"), user.full_name, person.name.as_("person"), user.language)
		.distinct()
		.where(role.role.isin(sorted(CONFIRMING)) & (user.enabled == 1) & (user.name != but))
		.orderby(user.full_name, user.name)
		.run(as_dict=True)
	)


def name_approvers(author: str) -> str:
	"""The names of those for whom a proposal of an author waits; "" where nobody else can confirm."""
	names = [str(one.full_name or one.user) for one in list_approvers(author)]
	left = len(names) - NAMED
	return ", ".join([*names[:NAMED], *([f"+{left}"] if left > 0 else [])])


def waiting_words(author: str) -> str:
	"""What the author of a proposal is told: for whom it waits, or that nobody else can confirm it yet."""
	names = name_approvers(author)
	return text("configuration_proposed", {"names": names}) if names else text("configuration_nobody")


def notify_approvers(change: Document) -> None:
	"""A notification for each person who may confirm a proposal, by e-mail too where they want it."""
	author, approvers = str(change.proposed_by), list_approvers(str(change.proposed_by))
	who = str(frappe.db.get_value("User", author, "full_name") or author)
	copies = [
		receivers.Copy(one.person, _notice(change, who, one.language or "uz"), change.doctype, change.name)
		for one in approvers
		if one.user != change.reference_name or change.action != "Recover"
	]
	receivers.give_copies(copies)
	tell_signers([author, *(one.user for one in approvers)])


def require_two_left(user: str) -> None:
	"""Refuse to close the login of somebody who may confirm where fewer than two others could. Raises LawBroken (`approvers_needed`).

	The holder of the bench may, in an emergency.
	"""
	is_bench = frappe.session.user == "Administrator" and not getattr(frappe.local, "request", None)
	if is_bench or user not in {one.user for one in list_approvers()}:
		return
	if len(list_approvers(user)) < FEWEST:
		with shown():
			raise LawBroken({"user": user}, code="approvers_needed")


def close_notices(change: Document, user: str = "") -> None:
	"""Mark the notifications about a proposal as read, of a user who has signed it or of all: they need not sign it any longer."""
	mark_read(change.doctype, str(change.name), user)
	tell_signers([str(change.proposed_by), *(one.user for one in list_approvers())])


def _notice(change: Document, author: str, language: str) -> str:
	kind = str(frappe._(change.reference_doctype, language))
	return text("configuration_waits", {"kind": kind, "author": author}, language)
