"""States of an appeal (*murojaat*). Own design (the Workflow's rows are data)."""

from enum import StrEnum


class State(StrEnum):
	"""Equal to the options of Appeal.status and to the states of the Workflow."""

	DRAFT = "Draft"
	REGISTERED = "Registered"
	ACKNOWLEDGED = "Acknowledged"
	UNDER_REVIEW = "Under Review"
	RETURNED = "Returned"
	EXPERT_REVIEW = "Expert Review"
	ON_AGENDA = "On Agenda"
	GRANTED = "Granted"
	PARTLY_GRANTED = "Partly Granted"
	REFUSED = "Refused"
	WITHDRAWN = "Withdrawn"


DECIDED = frozenset({State.ACKNOWLEDGED, State.GRANTED, State.PARTLY_GRANTED, State.REFUSED})
