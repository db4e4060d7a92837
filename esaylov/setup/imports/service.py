"""The public door of intake: tables that are imported and exported."""

from frappe.model.document import Document

from esaylov.setup.imports import files, running
from esaylov.setup.imports.files import Given
from esaylov.setup.imports.running import Progress

__all__ = ["Given", "Progress"]


def template(kind: str) -> Given:
	"""The XLSX that is filled in for a table, in the session's language; raises NotFound for a kind that is not there."""
	return files.template(kind)


def export(kind: str, election: str, form: str) -> Given:
	"""A table as it stands, as csv, xlsx or geojson, without personal data; leaves an event in the CEC's chain.

	Raises NotFound, FormInvalid (`export_form`, `required`, `export_size`).
	"""
	return files.export(kind, election, form)


def findings(name: str, form: str) -> Given:
	"""The findings of an intake as csv or xlsx, by line and column."""
	return files.findings(name, form)


def try_out(name: str) -> None:
	"""Order the dry run of an intake: it writes nothing but findings. Raises WrongState."""
	running.begin(name, running.CHECKING)


def run(name: str) -> None:
	"""Order the import of an intake that was tried out: rows without findings are written. Raises WrongState."""
	running.begin(name, running.IMPORTING)


def progress(name: str) -> Progress:
	"""How far an intake is, with its first hundred findings in words."""
	return running.progress(name)


def resume_imports() -> int:
	"""Scheduler: put intakes in line whose job was broken off; how many."""
	return running.JOB.resume()


def check_intake(intake: Document) -> None:
	"""What must hold of a Table Import, whoever saves it. Raises FormInvalid, WrongState."""
	running.check(intake)


def check_removal(intake: Document) -> None:
	"""An intake that ran stays on record. Raises WrongState."""
	running.check_removal(intake)


resume = resume_imports  # its former name, for jobs that wait in a queue over the upgrade; for one release
