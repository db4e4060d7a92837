"""Check your answers."""

from esaylov.appeals.drafts import before_filing
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.widgets import summary
from esaylov.portal.routes import APPEAL, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

TWIN = "filed_already"
"""The finding that names the first filing of the same; the page leads to it."""
ROUTE = Route(APPEAL + "/check", login=True)


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""All of them as text, findings on top, each with a way back to its field."""
	matter = matters.load(request, name)
	if not matter.is_draft:
		return Redirect(matter.base)
	found = before_filing.check(name)
	fields = matters.widgets(matter, request, findings=found)
	values = {
		"base": matter.base,
		"type_title": matters.title(matter, request),
		"applicant": matters.applicant(matter, request),
		"recipient": matters.commission(matter, request),
		"widgets": fields,
		"findings": summary(found, fields, request.t),
		"twin": next(
			(f"{matter.base.rpartition('/')[0]}/{one.params['appeal']}" for one in found if one.code == TWIN),
			"",
		),
	}
	return Page("cabinet/check.html", request.t("review.title"), values)
