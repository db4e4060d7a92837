"""What had no further step: decisions with both signatures that the Workflow refused to a member, and appeals handed
to members who cannot review.

A decision that lacks a signature needs no repair: it is signed now, or its successor is named.
"""

import frappe

from esaylov.decisions import collective
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError

REVIEWING = ("Chair", "Deputy Chair", "Secretary", "Staff")
STEP = "completed_by_patch"


def execute() -> None:
	"""Safe to repeat. What the registers refuse stays a draft, for the commission to set aside."""
	_complete_signed()
	_hand_to_chairs()


def _complete_signed() -> None:
	signed = {"status": "Draft", "signature": ["is", "set"], "secretary_signature": ["is", "set"]}
	for name in frappe.get_all(
		"Decision", signed, pluck="name", order_by="secretary_signed_at asc, name asc"
	):
		frappe.db.savepoint(STEP)
		try:
			collective.complete_all([name])
		except EsaylovError:
			frappe.db.rollback(save_point=STEP)


def _hand_to_chairs() -> None:
	"""Appeals under review whose officer is a member without another position go to the chair of their commission."""
	membership, person, appeal = (
		frappe.qb.DocType(doctype) for doctype in ("Commission Membership", "Person", "Appeal")
	)
	today = clock.today()
	held = (
		frappe.qb.from_(membership)
		.join(person)
		.on(person.name == membership.person)
		.select(person.user, membership.commission, membership.position)
		.where(person.user.notnull() & (membership.starts_on <= today))
		.where(membership.ends_on.isnull() | (membership.ends_on >= today))
		.run(as_dict=True)
	)
	reviewing = {(row.commission, row.user) for row in held if row.position in REVIEWING}
	chairs = {row.commission: row.user for row in held if row.position == "Chair"}
	members = {(row.commission, row.user) for row in held} - reviewing
	for commission, user in sorted(members):
		if chair := chairs.get(commission):
			update = frappe.qb.update(appeal).set(appeal.assigned_to, chair)
			update = update.where((appeal.recipient == commission) & (appeal.assigned_to == user))
			update.where(appeal.status == "Under Review").run()
