"""Discarding a draft."""

from esaylov.appeals.drafts import drafting
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.routes import APPEAL, FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(APPEAL + "/discard", FORM, login=True)


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""Asks once, then removes the draft."""
	matter = matters.load(request, name)
	if not matter.is_new:
		return Redirect(matter.base)
	if request.method == "POST":
		drafting.discard(name)
		return Redirect("/cabinet")
	values = {
		"base": matter.base,
		"type_title": matters.title(matter, request),
		"saved_at": matter.saved_at,
		"has_files": bool(matter.document.attachments),
	}
	return Page("cabinet/discard.html", request.t("discard.title"), values)
