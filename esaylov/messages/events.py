"""What may be told of an appeal or a certificate."""

from enum import StrEnum


class Event(StrEnum):
	"""What may be told; an Appeal Type says which template answers which event (Appeal Type Message)."""

	RECEIVED = "received"
	RETURNED = "returned"
	IN_REVIEW = "in_review"
	ON_AGENDA = "on_agenda"
	GRANTED = "granted"
	REFUSED = "refused"
	WITHDRAWN = "withdrawn"
	REGISTERED = "registered"
	"""To the person whom a decision wrote into a register: observer, proxy, candidate."""
	REGISTERED_SECOND = "registered_second"
	"""Another wording of the same, where a type serves two kinds of holder: local commissions (A02), mahallas (A43)."""
	REGISTERED_APPLICANT = "registered_applicant"
	"""To the applicant, of one person whom the decision wrote into a register."""
	PROXIES_INVITED = "proxies_invited"
	CAMPAIGN_DATES = "campaign_dates"
	SHEETS_DEFECTIVE = "sheets_defective"
	ROW_REFUSED = "row_refused"
	"""To the applicant, of one person whom the decision refused."""
	ENDED = "ended"
	"""To the person whose status a decision ended."""
	CERTIFICATE_READY = "certificate_ready"
	CERTIFICATE_REVOKED = "certificate_revoked"
	REGISTER_MISMATCH = "register_mismatch"
	REGISTER_UNREACHABLE = "register_unreachable"
