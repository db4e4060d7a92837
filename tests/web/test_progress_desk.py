"""Forms of jobs in a browser: how far the work is, also after the server did not answer for a while, and of thousands that were refused."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories import inside
from factories.accessibility import violations
from factories.desk import PHONE, WIDE, Desk
from factories.http import PASSWORD
from playwright.sync_api import Page, Route, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
NAME = "job-of-the-test"
MADE = """
values = {
	"Bulk Decision": {"commission": frappe.db.get_value("Commission Membership", {"user": "chair@esaylov.example"}, "commission"), "total": 5000},
	"Table Import": {"kind": "Polling Stations", "file": "/private/files/stations.csv", "findings": "[]"},
	"SMS Campaign": {"title": "Reminder", "template": "S05", "election": frappe.db.get_value("Election", {}, "name")},
	"Election Preparation": {"code": "job", "title_uz": "Sinov", "election_day": "2027-01-10", "day_counting": "Full Days"},
}[given["doctype"]]
job = frappe.get_doc({"doctype": given["doctype"], **values, "status": given["status"], "requested_by": given["user"], "owner": given["user"]})
job.name = given["name"]
job.db_insert()
"""
GONE = "frappe.db.delete(given['doctype'], {'name': given['name']})"
REFUSED = [
	{"decision": f"decision-{n}", "title": f"{n}-son · Kuzatuvchi", "message": "Rad etildi"}
	for n in range(200)
]
JOBS: dict[str, tuple[str, str, dict[str, Any]]] = {
	"Bulk Decision": (
		"chair",
		"decisions.run_progress",
		{
			"status": "Running",
			"total": 5000,
			"done": 4000,
			"completed": 1000,
			"refused": REFUSED,
			"refused_count": 3000,
		},
	),
	"Table Import": (
		"administrator",
		"intake.progress",
		{
			"status": "Importing",
			"total": 11000,
			"done": 8800,
			"added": 8800,
			"changed": 0,
			"unchanged": 0,
			"refused": 0,
			"findings": [],
			"findings_count": 0,
		},
	),
	"SMS Campaign": (
		"administrator",
		"sms.campaign_progress",
		{"status": "Preparing", "total": 400000, "written": 320000, "states": {"Queued": 100000}},
	),
	"Election Preparation": (
		"administrator",
		"preparing.progress",
		{"status": "Running", "total": 10, "done": 8},
	),
}


@pytest.fixture
def job(request: pytest.FixtureRequest) -> Iterator[str]:
	"""A job under way: the kind of its form."""
	doctype = request.param
	local, _verb, told = JOBS[doctype]
	known = {"doctype": doctype, "name": NAME}
	inside.run(GONE, **known)
	inside.run(MADE, **known, status=told["status"], user=f"{local}@esaylov.example")
	yield doctype
	inside.run(GONE, **known)


@pytest.mark.parametrize("job", JOBS, indirect=True)
def test_a_server_that_does_not_answer_ends_no_watching(
	page: Page, keep: Callable[[str], Path], job: str
) -> None:
	"""One answer that was not given stopped it for good, with a message in the way: the bar stood still while the work went on."""
	local, verb, told = JOBS[job]
	answers: list[bool] = []

	def answer(route: Route) -> None:
		answers.append(len(answers) > 0)
		if answers[-1]:
			route.fulfill(json={"message": told})
		else:
			route.fulfill(status=503, json={"error": {"code": "busy", "message": "Busy"}})

	signed_in = page.context.request.post(
		"/api/method/login", form={"usr": f"{local}@esaylov.example", "pwd": PASSWORD}
	)
	assert signed_in.ok, signed_in.text()
	page.route(f"**/esaylov.api.{verb}*", answer)
	page.set_viewport_size(WIDE)
	desk = Desk(page, keep)
	address = f"/app/{job.lower().replace(' ', '-')}/{NAME}"
	page.goto(address)
	form = page.locator(".form-page:visible")
	late = form.locator("[data-late]")
	expect(late).to_be_visible()
	expect(page.locator(".modal.show")).to_have_count(0)
	desk.picture("late")
	bar = form.locator("[role=progressbar]")
	expect(bar).to_have_attribute("aria-valuenow", "80")
	expect(late).to_have_count(0)
	desk.picture("wide")
	assert desk.fits()
	if job == "Bulk Decision":
		expect(form).to_contain_text("3000")
		expect(form).to_contain_text("2800")
		expect(form.locator("[data-fieldname=done]")).to_contain_text("4000")
	field = "[data-fieldname=progress_view], [data-fieldname=course_view]"
	assert violations(page, field) == []
	page.goto("about:blank")
	page.set_viewport_size(PHONE)
	page.goto(address)
	expect(bar).to_be_visible()
	desk.picture("phone")
	assert desk.fits()


@pytest.mark.parametrize("job", ["Bulk Decision"], indirect=True)
def test_whoever_may_not_ask_is_told_so_once(page: Page, keep: Callable[[str], Path], job: str) -> None:
	local, verb, _told = JOBS[job]
	asked: list[str] = []

	def refuse(route: Route) -> None:
		asked.append(route.request.url)
		route.fulfill(status=403, json={"error": {"code": "not_permitted", "message": "Not yours"}})

	page.context.request.post("/api/method/login", form={"usr": f"{local}@esaylov.example", "pwd": PASSWORD})
	page.route(f"**/esaylov.api.{verb}*", refuse)
	page.goto(f"/app/bulk-decision/{NAME}")
	expect(page.locator(".modal.show .msgprint")).to_contain_text("Not yours")
	expect(page.locator(".form-page:visible [data-late]")).to_have_count(0)
	assert len(asked) == 1


@pytest.mark.parametrize("job", ["Bulk Decision"], indirect=True)
def test_a_form_is_read_anew_when_its_job_is_over(page: Page, keep: Callable[[str], Path], job: str) -> None:
	"""The form of a run stood at "Running" after its end; where it cannot be read at once, it is asked again."""
	local, verb, told = JOBS[job]
	answer = dict(told)
	page.context.request.post("/api/method/login", form={"usr": f"{local}@esaylov.example", "pwd": PASSWORD})
	page.route(f"**/esaylov.api.{verb}*", lambda route: route.fulfill(json={"message": answer}))
	page.goto(f"/app/bulk-decision/{NAME}")
	form, pill = page.locator(".form-page:visible"), page.locator(".page-head:visible .indicator-pill")
	expect(form.locator("[role=progressbar]")).to_have_attribute("aria-valuenow", "80")
	expect(pill).to_have_text("Running")
	page.route("**/frappe.desk.form.load.getdoc*", lambda route: route.abort(), times=1)
	inside.run(
		"frappe.db.set_value(given['doctype'], given['name'], 'status', 'Done')", doctype=job, name=NAME
	)
	answer.update(status="Done", done=5000)
	expect(form.locator("[data-late]")).to_be_visible()
	expect(pill).to_have_text("Done")
	expect(page.get_by_role("button", name="Retry Refused")).to_be_visible()
