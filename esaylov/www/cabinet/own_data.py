"""What is known of me: read on the page or kept as JSON, by whoever it is about."""

from typing import Any

import frappe

from esaylov.core.formats import language as languages
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.cabinet import accesses, own_data
from esaylov.portal.routes import FORM, Route
from esaylov.portal.titles import titles_of_kinds
from esaylov.portal.web import Download, Page, PortalRequest, Reply, portal_page

ROUTE = Route(r"cabinet/data", FORM, login=True)

LIMIT, SECONDS = 20, 3600
LOOKS = "Personal Data Access"


@portal_page
def get_context(request: PortalRequest) -> Reply:
	"""What it is, and two buttons; the data are made by POST alone, for each look is on record."""
	if request.method == "POST":
		return posted(request)
	return _page(request, [])


@rate_limit(limit=LIMIT, seconds=SECONDS)
def posted(request: PortalRequest) -> Reply:
	told = own_data.of_user(request.user)
	if request.form.get("action") == "json":
		return Download(own_data.as_json(told), "my-data.json", "application/json")
	return _page(request, [_part(doctype, rows, request) for doctype, rows in told.items()])


def _page(request: PortalRequest, parts: list[dict[str, Any]]) -> Page:
	return Page("cabinet/own_data.html", request.t("own_data.title"), {"parts": parts})


def _part(doctype: str, rows: list[own_data.Row], request: PortalRequest) -> dict[str, Any]:
	if doctype == LOOKS:
		rows = [_look(row, request) for row in rows]
	meta = frappe.get_meta(doctype)
	named = {key for row in rows for name in row if (key := _named(meta, row, name))}
	titles = titles_of_kinds(named, request)

	def line(row: own_data.Row, name: str) -> tuple[str, str]:
		field = meta.get_field(name)
		label = frappe._(str(field.label if field else name), request.language)
		if key := _named(meta, row, name):
			return label, titles.get(key) or key[1]
		return label, _shown(row[name], str(field.fieldtype if field else ""), request)

	# answers to a form stand on the page of their appeal; here they would be a text for machines, as which they are downloaded
	shown = {field.fieldname for field in meta.fields if field.fieldtype != "JSON"}
	lines = [[line(row, name) for name in row if name in shown] for row in rows]
	return {"title": frappe._(doctype, request.language), "rows": lines}


def _look(row: own_data.Row, request: PortalRequest) -> own_data.Row:
	"""A look in the words of its own page; the reasons of all but officers are the same each time, and words of the system."""
	names = [name for name in row.get("seen_fields", "").split(", ") if name]
	labels = accesses.labels(request)
	told = {"kind": request.t(accesses.KINDS[row["kind"]])}
	if names:
		told["seen_fields"] = ", ".join(labels[name] for name in names)
	is_explained = row["kind"] in accesses.EXPLAINED
	return {name: value for name, value in {**row, **told}.items() if is_explained or name != "reason"}


def _named(meta: Any, row: own_data.Row, name: str) -> tuple[str, str] | None:
	"""DocType and name that a value leads to, of those that have a title for everybody; a login is none."""
	field = meta.get_field(name)
	if field and field.fieldtype in ("Link", "Dynamic Link"):
		doctype = field.options if field.fieldtype == "Link" else row.get(field.options)
		return (str(doctype), str(row[name])) if doctype not in (None, "DocType", "User") else None
	return None


def _shown(value: Any, kind: str, request: PortalRequest) -> str:
	if kind == "Check":
		return request.t("answer.yes" if value else "answer.no")
	if kind == "Datetime":
		return languages.moment(value, request.language)
	if kind == "Date":
		return languages.day(value, request.language)
	return frappe._(str(value), request.language) if kind in ("Select", "Link") else str(value)
