"""What will be needed for an appeal, before it is begun."""

from typing import Any

from esaylov.appeals import service as appeals
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
	"""What will be needed; the button makes the draft."""
	entry = types.find(request, appeal_type)
	if request.method == "POST" and entry.may_draft:
		body = request.form.get("body") or None
		known = [code for code, _title, _until in entry.elections]
		chosen = request.form.get("election")
		election = chosen if chosen in known else entry.election
		name = appeals.create(request.user, appeal_type, election, first_rows(entry), body)
		return Redirect(f"/cabinet/appeal/{name}/form")
	values = {
		"code": appeal_type,
		"may_draft": entry.may_draft,
		"why_not": entry.why_not,
		"election_title": entry.election_title,
		"elections": entry.elections if len(entry.elections) > 1 else (),
		"needed": [*needed(request, entry), *(request.t(WITH[method]) for method in entry.methods)],
		"bodies": [(body.name, title_of(body.doctype, body.name, request)) for body in entry.bodies],
	}
	return Page("cabinet/start.html", entry.title, values)


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
