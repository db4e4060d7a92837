"""Certificates checked without network: the page with all that it needs to know."""

from typing import Any

import frappe
from frappe.utils.jinja_globals import bundled_asset

from esaylov.core.formats import language as languages
from esaylov.framework import errors
from esaylov.portal.routes import Route
from esaylov.portal.verification import LIST, READER, WORKER, event, server_keys
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.trust import keys

ROUTE = Route(r"verify/offline", login=False)

LEVELS = ("CEC", "REG", "DC")
"""Levels of the commissions that issue certificates."""
TEXTS = (
	"verify.valid",
	"verify.invalid",
	"verify.holder_name",
	"verify.kind",
	"verify.until",
	"verify.commission",
	"verify.decision",
	"offline.by_decision",
	"offline.list_of",
	"offline.no_list",
	"offline.no_camera",
	"offline.old_browser",
	"offline.scan",
	"offline.stop",
)
EVENTS = ("Official Announcement", "End of Status", "End of Membership", "End of Term")
STATUSES = ("unknown", "Formed", "Expired", "Ended", "Practice", "Decision")
COLUMNS = {"title_uz", "title_ru", "title_en"}


@portal_page
def get_context(request: PortalRequest) -> Page:
	"""The page with everything it needs to know: keys, kinds, commissions and texts in the reader's language."""
	kinds = frappe.get_all(
		"Certificate Kind", {}, ["name", "validity", *_titles(request)], order_by="name asc"
	)
	offline = {
		"keys": _keys(),
		"events": {kind.name: kind.validity for kind in kinds},
		"kinds": _named(kinds, request),
		"commissions": _named(_commissions(request), request),
		"texts": _texts(request),
		"list": LIST,
		"reader": bundled_asset(READER),
		"worker": WORKER,
	}
	return Page("verify/offline.html", request.t("offline.title"), {"offline": offline}, has_camera=True)


def _keys() -> dict[str, dict[str, str]]:
	try:
		retired = keys.retired_on()
	except errors.SetupMissing:
		return {}
	return {
		key_id: {"key": key, "retired_on": retired.get(key_id, "")} for key_id, key in server_keys().items()
	}


def _commissions(request: PortalRequest) -> list[Any]:
	return frappe.get_all(
		"Election Commission",
		{"level": ["in", LEVELS]},
		["name", *_titles(request)],
		order_by="name asc",
	)


def _titles(request: PortalRequest) -> list[str]:
	return sorted({"title_uz", f"title_{languages.written_in(request.language)}"} & COLUMNS)


def _named(rows: list[Any], request: PortalRequest) -> dict[str, str]:
	return {row.name: languages.column(row, "title", request.language) for row in rows}


def _texts(request: PortalRequest) -> dict[str, str]:
	texts = {key.partition(".")[2]: request.t(key) for key in TEXTS}
	texts |= {f"status_{status}": request.t(f"verify.status.{status}") for status in STATUSES}
	return texts | {f"event_{rule}": event(request, rule) for rule in EVENTS}
