import frappe
from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity import checks, memberships, roles


class CommissionMembership(Document):
	"""Membership in a commission (*komissiya aʼzoligi*): the only source of a commission's authority."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		absent_from: DF.Date | None
		absent_until: DF.Date | None
		appointed_by: DF.Data | None
		commission: DF.Link
		commission_level: DF.Literal["", "CEC", "REG", "OKR", "DC", "PEC"]
		ends_on: DF.Date | None
		is_synthetic: DF.Check
		person: DF.Link
		person_name: DF.Data | None
		position: DF.Literal["Chair", "Deputy Chair", "Secretary", "Member", "Staff"]
		recommended_by: DF.Data | None
		starts_on: DF.Date
		term: DF.Int
		user: DF.Link | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.check_membership(self)

	def on_update(self) -> None:
		if self.user:  # of the person, read with their row locked when this was checked
			roles.sync_roles(self.user)

	def on_trash(self) -> None:
		with shown():
			memberships.refuse_removal(self)

	def after_delete(self) -> None:
		roles.sync_person_roles(self.person)


def on_doctype_update() -> None:
	"""A decision appoints once by each of its rows."""
	frappe.db.add_unique("Commission Membership", ["decision", "row_path"], "unique_decision_row")
