"""The public door of the inbox of staff. Who is no staff of a commission gets NotPermitted from each of these."""

from collections.abc import Sequence

from esaylov.appeals.inbox import applicants, bulk, exporting, queues
from esaylov.appeals.inbox import officers as people
from esaylov.appeals.inbox.applicants import Titles
from esaylov.appeals.inbox.bulk import Progress
from esaylov.appeals.inbox.exporting import Form, Given
from esaylov.appeals.inbox.officers import Officer
from esaylov.appeals.inbox.queues import Counted, Queue

__all__ = ["Counted", "Form", "Given", "Officer", "Progress", "Queue", "Titles"]

check_bulk = bulk.check
resume_assignments = bulk.resume
resume = (
	resume_assignments  # its former name, for jobs that wait in a queue over the upgrade; for one release
)


def queues_of(user: str) -> list[Counted]:
	"""The queues of the user's own commissions: how many open appeals are in each, and the filters that list them.

	An auditor's are those of all commissions. As many statements for thirty thousand appeals as for one.
	"""
	return queues.of(user)


def running_states() -> list[str]:
	"""States in which the clock of an appeal's review runs."""
	return [state.value for state in queues.RUNNING]


def officers(user: str) -> list[Officer]:
	"""To whom this user may hand appeals: everybody with a position today where the user may assign."""
	return people.of(user)


def titles(user: str, appeals: Sequence[str]) -> Titles:
	"""What applicants (bodies or persons) and types of the named appeals are called; without those that the user may not read."""
	return applicants.read(user, appeals)


def assign_many(user: str, appeals: Sequence[str], officer: str) -> str:
	"""Order a job that hands up to 200 appeals to an officer; gives the name of its Bulk Assignment.

	Each appeal is asked about by itself, as `appeals.assign` does; what is refused stops no other. Asked again with the
	same appeals while the job is under way, the same name comes back; afterwards nothing is done twice either. Raises
	NotPermitted (no position that assigns), FormInvalid (`bulk_size`, `required`).
	"""
	return bulk.order(user, appeals, officer)


def progress(user: str, name: str) -> Progress:
	"""How far an own bulk assignment is, and which appeals were refused and why. Raises NotFound."""
	return bulk.progress(user, name)


def export(user: str, filters: Sequence[Sequence], form: str) -> Given:
	"""The appeals of the user's commissions and of those below, by the list's filters, as a CSV or XLSX.

	No personal data: neither the answers nor the subject, and no name of an applicant who is a person. The chain of
	the commission keeps who took how many rows. Raises NotPermitted, FormInvalid (`export_form`, `export_filter`,
	`export_size`).
	"""
	return exporting.export(user, filters, form)
