"""The published heads of all chains of events: what a distrustful reader keeps, and how it is used later."""

import json
from collections.abc import Iterator
from typing import Any

import frappe

from esaylov.permissions.configuration.waiting import changes
from esaylov.portal.routes import Route
from esaylov.portal.titles import titles_of
from esaylov.portal.verification import server_keys
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.trust import heads as trust_heads

ROUTE = Route(r"chain", login=False, is_public=True, is_built=True, arguments=("before",))

PAGE = 30
COMMISSION = "Election Commission"
MARKS = {
	"Unexplained": "chain.unexplained",
	"Restored": "chain.restored",
	"bench": "chain.by_bench",
	"release": "chain.by_release",
}
"""Status of an entry, or who stands in for its second person, to the text beside it."""


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""The last lists, the heads in the newest one by commission, the server's keys."""
	before = request.args.get("before", "")
	lists = trust_heads.latest(int(before) if before.isdecimal() else None, PAGE)
	newest = lists if not before else trust_heads.latest()
	heads = json.loads(newest[0]["content"])["heads"] if newest else []
	values = {
		"lists": lists,
		"older": lists[-1]["number"] if len(lists) == PAGE else None,
		"heads": heads,
		"names": titles_of(COMMISSION, {head["commission"] for head in heads}, request),
		"keys": server_keys(),
		"is_newest": not before,
		"changes": [] if before else list(_changes(request)),
	}
	return Page("portal/chain.html", request.t("chain.title"), values)


def _changes(request: PortalRequest) -> Iterator[dict[str, Any]]:
	"""The last changes of guarded configuration, their kinds in words of the Desk."""
	for row in changes.published():
		kinds = {key: frappe._(row[key], request.language) for key in ("reference_doctype", "action")}
		mark = (
			"chain.unconfirmed"
			if row["is_unconfirmed"]
			else MARKS.get(row["status"]) or MARKS.get(row["decided_by"], "")
		)
		# a login is personal data, here as in the event
		name = "" if row["reference_doctype"] == "User" else row["reference_name"]
		yield {
			**row,
			**kinds,
			"reference_name": name,
			"mark": mark,
			"at": row["decided_at"].strftime("%Y-%m-%d %H:%M"),
		}
