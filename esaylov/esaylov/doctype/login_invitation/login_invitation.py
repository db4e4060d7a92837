"""Login Invitation (kirishga taklif): a member of a commission who was invited by SMS; written by the logins alone."""

from frappe.model.document import Document

from esaylov.framework.errors import shown
from esaylov.identity.logins import invitations


class LoginInvitation(Document):
	def validate(self) -> None:
		with shown():
			invitations.check(self)

	def on_trash(self) -> None:
		with shown():
			invitations.check(self)
