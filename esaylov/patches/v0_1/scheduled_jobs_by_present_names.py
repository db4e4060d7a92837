"""Scheduled jobs keep their record when their method moves: that an administrator stopped one, when it ran, its logs.

The framework would otherwise delete the record, and make another one that runs.
"""

import frappe

from esaylov import present_name

RENAMED = {
	"esaylov.people.jobs.resume": "esaylov.appeals.state_registers.jobs.ask_again",
	"esaylov.inbox.service.resume": "esaylov.appeals.inbox.service.resume_assignments",
	"esaylov.intake.service.resume": "esaylov.setup.imports.service.resume_imports",
	"esaylov.preparing.service.resume": "esaylov.elections.preparation.service.resume_preparations",
	"esaylov.decisions.service.resume": "esaylov.decisions.service.resume_runs",
	"esaylov.portal.service.resume": "esaylov.portal.service.resume_building",
}
"""Methods that are called differently within their module too."""
JOB = "Scheduled Job Type"


def execute() -> None:
	"""Safe to repeat: a method that is known by its present name already is left alone."""
	jobs = frappe.get_all(JOB, {"method": ["like", "esaylov.%"]}, ["name", "method"], order_by="name asc")
	known = {job.method for job in jobs}
	for job in jobs:
		present = RENAMED.get(job.method) or present_name(job.method)
		if present not in known:
			known.add(present)
			frappe.db.set_value(JOB, job.name, "method", present)
