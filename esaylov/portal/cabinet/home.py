"""The cabinet's home: a list of tasks - what is asked of me, what I can file now, what I filed."""

from typing import Any

import frappe

from esaylov.identity import service as identity
from esaylov.portal.cabinet import appeal as appeals_page
from esaylov.portal.cabinet import types
from esaylov.portal.titles import title_of, titles_of
from esaylov.portal.web import Page, PortalRequest

FIELDS = ["name", "appeal_type", "status", "number", "received_at", "due_on", "modified"]
MOST = 50  # of each list; older ones are found by their number


def home(request: PortalRequest) -> Page:
	"""Everything here is the user's own: lists are read with their rights."""
	drafts, others = own_appeals(request, ["=", "Draft"]), own_appeals(request, ["!=", "Draft"])
	entries = types.entries(request)
	bodies = identity.bodies_of(request.user)
	values = {
		"person_name": frappe.db.get_value("User", request.user, "full_name") or "",
		"bodies": [title_of(body.doctype, body.name, request) for body in bodies],
		"is_staff": frappe.db.get_value("User", request.user, "user_type") == "System User",
		"drafts": drafts,
		"asked": [row for row in others if row.status == "Returned"],
		"filed": [row for row in others if row.status != "Returned"],
		"open_types": [entry for entry in entries if entry.is_open],
		"closed_types": [entry for entry in entries if not entry.is_open],
	}
	return Page("cabinet/home.html", request.t("home.title"), values)


def own_appeals(request: PortalRequest, status: list[str]) -> list[Any]:
	rows = frappe.get_list(
		"Appeal", filters={"status": status}, fields=FIELDS, order_by="modified desc", limit=MOST
	)
	titles = titles_of("Appeal Type", {row.appeal_type for row in rows}, request)
	for row in rows:
		row.title = titles.get(row.appeal_type, row.appeal_type)
		row.sentence = appeals_page.sentence(request, row)
	return rows
