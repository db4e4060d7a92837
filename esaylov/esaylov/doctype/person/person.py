import frappe
from frappe.model.document import Document

from esaylov.appeals.state_registers import typed_numbers
from esaylov.identity import checks, roles
from esaylov.identity.logins import phones


class Person(Document):
	"""Person (*shaxs*), known once by PINFL; personal data stand at permission level 1."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		address: DF.SmallText | None
		birth_date: DF.Date | None
		birthplace: DF.Data | None
		citizenship: DF.Data | None
		full_name: DF.Data | None
		gender: DF.Literal["", "Male", "Female"]
		given_name: DF.Data
		identity_mac: DF.Data | None
		is_synthetic: DF.Check
		language: DF.Literal["uz", "uz-2026", "uz-Cyrl", "ru", "en", "kaa"]
		mandates_version: DF.Int
		nationality: DF.Data | None
		passport: DF.Data | None
		patronymic: DF.Data | None
		phone: DF.Data | None
		pinfl: DF.Data | None
		search_key: DF.Data | None
		specialty: DF.Data | None
		surname: DF.Data
		user: DF.Link | None
		workplace_position: DF.SmallText | None
	# end: auto-generated types

	def validate(self) -> None:
		checks.check_person(self)
		typed_numbers.refuse_known_number(self)

	def on_update(self) -> None:
		roles.carry_user(self)
		phones.notify_moved(self)


def on_doctype_update() -> None:
	"""An Election Administrator sees the persons whom they entered, the newest first."""
	frappe.db.add_index("Person", ["owner", "creation"], index_name="owner_creation")
