"""The end of certificates whose holder's entry was ended by a decision."""

from collections.abc import Mapping, Sequence
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.core.records import certificates as law
from esaylov.framework import clock
from esaylov.messages import events, notifications
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue.forming import WRITER
from esaylov.registers.effects import effects
from esaylov.trust.chains import chain

STANDING = ("Formed", "Valid")
REPLACED, REVOKED, EXPIRED = "Replaced", "Revoked", "Expired"
CERTIFICATE = "Certificate"


def end_for(decisions: Sequence[str]) -> None:
	"""End the certificates of everything that decisions ended: Replaced or Revoked, with its reason.

	Part of the deciding transaction. Repeatable: an ended certificate stays as it ended.
	"""
	for decision, entries in effects.ended_by(decisions).items():
		_end_all(decision, entries)


def _end_all(decision: str, entries: Sequence[tuple[str, str]]) -> None:
	ended = [end for entry in entries for end in _end(*entry, decision)]
	if ended:
		notifications.tell_all(events.Event.CERTIFICATE_REVOKED, ended, {"d": clock.today()})
		verifying.forget_endings()
		names = [str(certificate.name) for certificate in ended]
		replaced = [str(certificate.name) for certificate in ended if certificate.status == REPLACED]
		body = {"decision": decision, "certificates": names, "replaced": replaced}
		chain.record(ended[0].issuer_commission, "certificate.ended", body, clock.now())


def _end(register: str, name: str, decision: str) -> list[Document]:
	key = {"register_doctype": register, "register_name": name, "status": ["in", STANDING]}
	entry = frappe.get_doc(register, name)
	found = [frappe.get_doc("Certificate", row, for_update=True) for row in _names(key)]
	standing = [certificate for certificate in found if certificate.status in STANDING]
	for certificate in standing:
		certificate.update(
			{
				"status": REPLACED if entry.get("status") == REPLACED else REVOKED,
				"revoked_reason": entry.end_reason,
				"end_decision": decision,
				"ended_on": clock.today(),
			}
		)
		with WRITER.writing():
			certificate.save(ignore_permissions=True)  # the effect of a decision; no role may end one
	return standing


def _names(key: Mapping[str, object]) -> list[str]:
	return frappe.get_all("Certificate", key, pluck="name", order_by="name asc")


def with_announcement(decision: str, election: str, day: date) -> None:
	"""Give the mandates of an election that are valid until the official announcement their last day. Called by decisions.

	One statement, however many thousands there are.
	"""
	row = frappe.qb.DocType(CERTIFICATE)
	event = law.ValidityRule.OFFICIAL_ANNOUNCEMENT.value
	concerned = (row.election == election) & (row.valid_to_event == event) & row.status.isin(STANDING)
	query = frappe.qb.update(row).set(row.valid_until, day).set(row.end_decision, decision).where(concerned)
	query.run()
	verifying.forget_endings()


def take_back(decision: str) -> None:
	"""Undo the same, where the announcement was annulled: they wait for another one. Called by decisions."""
	row = frappe.qb.DocType(CERTIFICATE)
	event = law.ValidityRule.OFFICIAL_ANNOUNCEMENT.value
	concerned = (row.end_decision == decision) & (row.valid_to_event == event)
	expired = concerned & (row.status == EXPIRED)
	frappe.qb.update(row).set(row.status, "Valid").where(expired).run()
	concerned &= row.status.isin(STANDING)
	query = frappe.qb.update(row).set(row.valid_until, None).set(row.end_decision, None).where(concerned)
	query.run()


def expire() -> None:
	"""Scheduler: mark as Expired what was valid up to a day that is over; a check of the day says so before."""
	row = frappe.qb.DocType(CERTIFICATE)
	over = (row.status == "Valid") & (row.valid_until < clock.today())
	frappe.qb.update(row).set(row.status, EXPIRED).where(over).run()
