"""Names of before the rooms were settled: what a queue, a Server Script or a report of a site may still say."""

import frappe
import pytest

import esaylov

METHODS = (
	"esaylov.people.service.forget",
	"esaylov.inbox.service.resume",
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
