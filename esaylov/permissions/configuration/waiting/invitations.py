"""An invitation accepted: the log of guarded configuration must explain the person and the membership by whom it is used.

Whoever writes another phone, or a membership, past two persons (of somebody whose first day is still to come one may change the phone
alone) has a code that opens nothing.
"""

from esaylov.identity.logins import invitations
from esaylov.permissions.configuration.waiting import entries


def accept(phone: str, code: str, password: str) -> str:
	"""Make the login of who was invited by the code that went to a number, and log in; the user.

	Raises CodeRefused (`invitation_code` at field `code`, one for all that is wrong with number and code; `password_…`), LoginRefused.
	"""
	invitation = invitations.opened(phone, code)
	bound = (("Person", invitation.person), ("Commission Membership", invitation.membership))
	if not all(entries.is_explained(doctype, str(name)) for doctype, name in bound):
		raise invitations.refused()
	return invitations.use(invitation, password)
