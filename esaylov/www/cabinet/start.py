"""What will be needed for an appeal, before it is begun."""

from typing import Any

from esaylov.appeals.drafts import drafting
from esaylov.core.forms import Kind, label
from esaylov.portal.cabinet import types
from esaylov.portal.routes import FORM, Route
from esaylov.portal.titles import title_of
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(r"cabinet/new/(?P<appeal_type>\w+)", FORM, login=True)
WITH = {"EDS": "start.key", "SMS": "start.phone"}
"""How a body files to what it must have at hand."""


@portal_page
def get_context(request: PortalRequest, appeal_type: str) -> Reply:
	"""What will be needed; the button makes the draft, in the election that was chosen where it may be begun in several."""
	entry = types.find(request, appeal_type)
	if request.method != "POST" or not entry.may_draft:
		return page(request, entry)
	election = chosen(request, entry)
	if not election:
		return page(request, entry, request.t("start.choose_election"), 422)
	body = request.form.get("body") or None
	name = drafting.create(request.user, appeal_type, election, first_rows(entry), body)
	return Redirect(f"/cabinet/appeal/{name}/form")


def chosen(request: PortalRequest, entry: types.Entry) -> str:
	"""The election of the draft; "" where it may be begun in several and none of them was chosen: nothing is filed in one that nobody meant."""
	if len(entry.elections) < 2:
		return entry.election
	wanted = request.form.get("election", "")
	return wanted if wanted in {code for code, _title, _until in entry.elections} else ""


def page(request: PortalRequest, entry: types.Entry, problem: str = "", status: int = 200) -> Page:
	"""What will be needed, and what is chosen before the form."""
	values = {
		"code": entry.code,
		"problem": problem,
		"chosen_body": request.form.get("body", ""),
		"may_draft": entry.may_draft,
		"why_not": entry.why_not,
		"election_title": entry.election_title,
		"elections": entry.elections if len(entry.elections) > 1 else (),
		"needed": [*needed(request, entry), *(request.t(WITH[method]) for method in entry.methods)],
		"bodies": [(body.name, title_of(body.doctype, body.name, request)) for body in entry.bodies],
	}
	return Page("cabinet/start.html", entry.title, values, status)


def first_rows(entry: types.Entry) -> dict[str, Any]:
	"""A new form opens with one empty row in each group that must have any."""
	return {item.name: [{}] for item in entry.fields if item.kind == Kind.GROUP and item.min_rows}


def needed(request: PortalRequest, entry: types.Entry) -> list[str]:
	"""Files and rows that the form asks for, in words."""
	lines = []
	for item in entry.fields:
		name = label(item.label, request.t.written) or item.name
		if item.kind.is_file:
			lines.append(name)
		if item.kind == Kind.GROUP:
			lines.append(request.t("start.rows", title=name))
	return lines
