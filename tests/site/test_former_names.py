"""Names of before the rooms were settled: what a queue, a Server Script or a report of a site may still say."""

import frappe
import pytest
from factories import appeals as filing
from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs

import esaylov
from esaylov.appeals.state_registers import jobs
from esaylov.patches.v0_1 import scheduled_jobs_by_present_names

METHODS = (
	"esaylov.people.service.forget",
	"esaylov.people.jobs.check",
	"esaylov.people.jobs.resume",
	"esaylov.inbox.service.resume",
	"esaylov.intake.service.resume",
	"esaylov.preparing.service.resume",
	"esaylov.decisions.service.resume",
	"esaylov.portal.service.resume",
	"esaylov.inbox.service.check_bulk",
	"esaylov.inbox.jobs.assign",
	"esaylov.intake.jobs.work",
	"esaylov.preparing.jobs.work",
	"esaylov.certificates.jobs.order_undrawn",
	"esaylov.sessions.service.resume_drafts",
	"esaylov.integrators.service.run_webhooks",
	"esaylov.logins.sms.deliver_owed",
	"esaylov.place.renew",
	"esaylov.stored_files.sweep",
	"esaylov.permissions.query",
	"esaylov.permissions.check",
	"esaylov.demo.load",
)
"""What hooks, jobs and commands were called."""


@pytest.mark.parametrize("method", METHODS)
def test_a_method_answers_by_its_former_name(method: str) -> None:
	assert callable(frappe.get_attr(method))


def test_a_former_name_is_the_very_module() -> None:
	"""A second copy would have its own marks and caches: a writer's mark set in one is not seen in the other."""
	for former, present in esaylov.FORMER.items():
		found = frappe.get_module(f"esaylov.{former}")
		assert found is frappe.get_module(f"esaylov.{present}"), former
		assert found.__name__ == f"esaylov.{present}"
		assert found.__spec__.name == found.__name__


def test_a_name_that_never_was_is_not_found() -> None:
	with pytest.raises(ModuleNotFoundError):
		frappe.get_module("esaylov.people.nothing")
	with pytest.raises(ModuleNotFoundError):
		frappe.get_module("esaylov.nowhere")


def test_a_scheduled_job_that_was_stopped_stays_so_when_its_method_moves() -> None:
	present = "esaylov.framework.place.renew"
	name = frappe.db.get_value("Scheduled Job Type", {"method": present})
	frappe.db.set_value("Scheduled Job Type", name, {"method": "esaylov.place.renew", "stopped": 1})
	for _ in range(2):
		scheduled_jobs_by_present_names.execute()
		sync_jobs()
		jobs = frappe.get_all(
			"Scheduled Job Type", {"method": ["like", "%place.renew"]}, ["name", "method", "stopped"]
		)
		assert jobs == [{"name": name, "method": present, "stopped": 1}]


def test_a_check_that_a_former_filing_put_in_line_is_owed(monkeypatch: pytest.MonkeyPatch) -> None:
	swept: list[str] = []
	monkeypatch.setattr(jobs.checking, "sweep", lambda: swept.append("once"))
	appeal = filing.filed()
	frappe.db.set_value("Appeal", appeal, "checks_due_at", None)
	frappe.get_attr("esaylov.people.jobs.check")(appeal=appeal, start=10)
	assert frappe.db.get_value("Appeal", appeal, "checks_due_at")
	assert swept == ["once"]
