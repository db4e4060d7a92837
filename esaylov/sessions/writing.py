"""Who writes the rows of a session: this package alone, and votes once."""

from frappe.model.document import Document

from esaylov.errors import LawBroken
from esaylov.sole_writer import SoleWriter

SESSION, ITEM, ATTENDANCE, VOTE = "Commission Session", "Agenda Item", "Session Attendance", "Commission Vote"
INTEREST = "Declared Interest"
WRITER = SoleWriter("sessions")


def check_entry(document: Document) -> None:
	"""Called from validate of sessions, agenda items, attendance and declared interests. Raises LawBroken."""
	WRITER.check(document)


def check_vote_entry(vote: Document) -> None:
	"""Called from Commission Vote.validate: written by this package, and never changed. Raises LawBroken."""
	WRITER.check(vote)
	if not vote.is_new():
		raise LawBroken({"doctype": vote.doctype, "to": "changed"}, code="vote_stands")


def refuse_removal(document: Document) -> None:
	"""What happened in a session stays on record. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype, "to": "removed"})
