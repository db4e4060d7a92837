"""The form of an appeal, drawn wholly from the definition of its type."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote, urlencode

import frappe

from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.core.findings import Finding
from esaylov.core.formats import language as languages
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, StorageFull
from esaylov.portal.cabinet.forms import answers as answer_paths
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms import registers, rows
from esaylov.portal.cabinet.forms.appeal_view import Matter
from esaylov.portal.cabinet.forms.widgets import summary
from esaylov.portal.routes import APPEAL, FORM, Route
from esaylov.portal.web import Data, Page, PortalRequest, Redirect, Reply, portal_page

ROUTE = Route(APPEAL + "/form", FORM, login=True)


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""The form of a draft; each button posts here and comes back by a redirect to the place it was about."""
	matter = matters.load(request, name)
	if not matter.is_draft:
		return Redirect(matter.base)
	if request.method != "POST":
		return form_page(request, matter, matter.answers, matter.findings if "check" in request.args else [])
	return posted(request, matter)


def posted(request: PortalRequest, matter: Matter) -> Reply:
	typed = answer_paths.read(matter.form.fields, request.form, matter.answers)
	action, _, about = request.form.get("action", "save").partition(":")
	if is_outdated(request, matter, action):
		return outdated(request, matter, typed)
	try:
		drop_hidden_files(matter, typed)
		drafting.update(matter.name, typed)
		place = change_files(request, matter, typed, action, about)
		place = change_rows(request, matter.name, action, about) or place
		place = registers.act(request, matter.name, action, about) or place
	except (FormInvalid, StorageFull) as refusal:
		frappe.db.rollback()
		status = refusal.http_status_code
		if request.wants_data:
			return Data({"problem": request.t("form.unsaved")}, status)
		return form_page(request, matter, typed, list(refusal.findings), status)
	return saved(request, matter, action, about, place)


def saved(request: PortalRequest, matter: Matter, action: str, about: str, place: str | None) -> Reply:
	"""Where to go after the answers were kept."""
	if request.wants_data:
		version = matters.load(request, matter.name).version
		return Data({"saved_at": clock.now().isoformat(timespec="seconds"), "version": version})
	if action == "next":
		return after_check(request, matter)
	if action == "table":
		return Redirect(f"{matter.base}/rows/{quote(about)}")
	if action == "find":
		words = request.form.get(f"find.{answer_paths.form_name(about)}", "")
		return Redirect(f"{matter.base}/form?{urlencode({'find': about, 'words': words})}{anchor(about)}")
	return Redirect(f"{matter.base}/form{anchor(place) if place else ''}")


def is_outdated(request: PortalRequest, matter: Matter, action: str) -> bool:
	"""Whether the draft was saved elsewhere (another tab, a colleague) since the page was drawn."""
	seen = request.form.get("version")
	return bool(seen) and action != "overwrite" and seen != matter.version


def outdated(request: PortalRequest, matter: Matter, typed: dict[str, Any]) -> Reply:
	"""Says so and keeps what was typed on the page; nothing is written until the person chooses."""
	at = languages.moment(matter.saved_at, request.language)
	if request.wants_data:
		return Data({"problem": request.t("form.outdated", at=at), "is_outdated": True}, 409)
	return form_page(request, matter, typed, [], 409, outdated_at=at)


def drop_hidden_files(matter: Matter, typed: dict[str, Any]) -> None:
	"""Take off the files of fields that the answers of now no longer ask for."""
	for path, sha256 in rows.file_paths(matter.form.fields, matter.answers):
		if sha256 and "[" not in path and path not in typed:
			attachments.detach(matter.name, path)


def change_files(
	request: PortalRequest, matter: Matter, typed: dict[str, Any], action: str, about: str
) -> str:
	"""Attach what came with the form and take off what was asked; the path of the last one changed."""
	place = ""
	for path, sha256 in rows.file_paths(matter.form.fields, typed):
		upload = request.files.get(answer_paths.form_name(path))
		if upload and upload.filename:
			attach(matter, path, upload, request.form.get(f"crop.{answer_paths.form_name(path)}", ""))
			place = path
		elif sha256 and action == "drop" and about == path:
			attachments.detach(matter.name, path)
			place = path
	return place


def attach(matter: Matter, path: str, upload: Any, crop: str) -> None:
	"""Attach a file; what is wrong with it is told at its place, also inside a row. crop: the chosen part of a photo."""
	upload.stream.seek(0)  # a step that is repeated reads it again
	try:
		attachments.attach(matter.name, path, upload.filename, upload.stream.read(), crop)
	except FormInvalid as refusal:
		raise FormInvalid([replace(finding, path=path) for finding in refusal.findings]) from refusal
	except StorageFull as refusal:
		refusal.findings = (Finding(refusal.code, path),)
		raise


def change_rows(request: PortalRequest, name: str, action: str, about: str) -> str | None:
	"""What a button of a group asks, after the files: those that came with the form belong to the rows as they stood."""
	if action not in rows.ACTIONS:
		return None
	matter = matters.load(request, name)
	answers = matter.answers
	place = rows.change(matter.form.fields, answers, action, about)
	if place is not None:
		drafting.update(name, answers)
	return place


def anchor(path: str) -> str:
	return f"#{answer_paths.element_id(path)}"


def after_check(request: PortalRequest, matter: Matter) -> Redirect:
	"""On to the answers if nothing must be mended, else back to the form with its findings shown."""
	found = before_filing.check(matter.name)
	if any(finding.severity == "error" for finding in found):
		return Redirect(f"{matter.base}/form?check=1")
	return Redirect(f"{matter.base}/check")


def form_page(
	request: PortalRequest,
	matter: Matter,
	answers: dict[str, Any],
	findings: list[Finding],
	status: int = 200,
	outdated_at: str = "",
) -> Page:
	fields = matters.widgets(matter, request, answers, findings)
	title = matters.title(matter, request)
	values = {
		"base": matter.base,
		"widgets": fields,
		"findings": summary(findings, fields, request.t),
		"saved_at": matter.saved_at,
		"version": matter.version,
		"outdated_at": outdated_at,
		"correction": matter.correction,
		"waiting": registers.of(request, matter.name, can_fill=True).waiting,
		"remarks": matters.asked(matter, fields),
	}
	return Page("cabinet/form.html", title, values, status)
