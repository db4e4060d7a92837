"""The cabinet's home: a list of tasks - what is asked of me, my drafts, what I can file now, what I filed last."""

import frappe

from esaylov.identity.logins import first_login
from esaylov.portal.cabinet import bodies, lists, types
from esaylov.portal.feedback import asking
from esaylov.portal.routes import Route
from esaylov.portal.web import Page, PortalRequest, portal_page

ROUTE = Route(r"cabinet", login=True)

MOST_TASKS = 50  # corrections and drafts; who has more finds the others in the list of appeals
LATEST = 5  # filed appeals; the others have a page of their own


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""Everything here belongs to the bodies for which the user acts today."""
	found = bodies.of(request)
	words = request.args.get("q", "").strip()
	own = types.for_bodies(types.entries(request), found.chosen)
	filed = tuple(state for states in lists.STATES.values() for state in states if state != lists.RETURNED)
	values = {
		"person_name": frappe.db.get_value("User", request.user, "full_name") or "",
		"bodies": found,
		"is_staff": frappe.db.get_value("User", request.user, "user_type") == "System User",
		"is_new": first_login.is_due(request.user),
		"answered": asking.unread(request.user),
		"asked": lists.asked(request, found, MOST_TASKS),
		"drafts": lists.in_state(request, found, (lists.DRAFT,), MOST_TASKS),
		"filed": lists.in_state(request, found, filed, LATEST, "received_at"),
		"dealings": types.by_dealing(request, types.search(own, words)),
		"words": words,
		"type_count": len(own),
	}
	return Page("cabinet/home.html", request.t("home.title"), values)
