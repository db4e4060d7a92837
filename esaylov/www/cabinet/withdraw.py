"""Withdrawing an appeal."""

from esaylov.appeals.review import steps
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.routes import APPEAL, FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(APPEAL + "/withdraw", FORM, login=True)


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""Asks once, then withdraws."""
	matter = matters.load(request, name)
	if not steps.may_withdraw(matter.document):
		return Redirect(matter.base)
	if request.method == "POST":
		steps.withdraw(name)
		return Redirect(matter.base)
	number = matter.document.number
	return Page(
		"cabinet/withdraw.html",
		request.t("withdraw.title", number=number),
		{"base": matter.base, "number": number},
	)
