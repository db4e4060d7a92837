"""The public door of preparing: a new election after an earlier one, and what it still lacks."""

from frappe.model.document import Document

from esaylov.elections.preparation import checklist as _checklist
from esaylov.elections.preparation import copying
from esaylov.elections.preparation.checklist import Item
from esaylov.elections.preparation.copying import Progress

__all__ = ["Item", "Progress"]


def start(name: str) -> None:
	"""Order the job that makes the election: record, calendar moved by its rules, constituencies. Raises WrongState."""
	copying.start(name)


def progress(name: str) -> Progress:
	"""How far a preparation is."""
	return copying.progress(name)


def checklist(election: str) -> list[Item]:
	"""What is missing before the election can be held, in the session's language. Raises NotFound."""
	return _checklist.of(election)


def resume_preparations() -> int:
	"""Scheduler: put preparations in line whose job was broken off; how many."""
	return copying.JOB.resume()


def check(preparation: Document) -> None:
	"""What must hold of an Election Preparation, whoever saves it. Raises FormInvalid, WrongState."""
	copying.check(preparation)


def check_removal(preparation: Document) -> None:
	"""A preparation that ran stays on record. Raises WrongState."""
	copying.check_removal(preparation)


resume = (
	resume_preparations  # its former name, for jobs that wait in a queue over the upgrade; for one release
)
