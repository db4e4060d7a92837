"""Signing: the exact bytes go into the page, the signature comes back; key and password stay with the applicant."""

import re
from base64 import b64encode

import frappe

from esaylov.appeals.drafts import before_filing, confirming
from esaylov.appeals.filing import submitting
from esaylov.core.findings import Finding
from esaylov.core.records.payload import Authentication, sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError, InLine
from esaylov.framework.requests import admission
from esaylov.portal import layout
from esaylov.portal.cabinet.forms import appeal_view as matters
from esaylov.portal.cabinet.forms.appeal_view import Matter
from esaylov.portal.routes import APPEAL, FORM, Route
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply, portal_page
from esaylov.trust import program_keys

ROUTE = Route(APPEAL + "/sign", FORM, login=True)

POSTED = ("key", "signature", "sms_code")
"""What files an appeal; the same key again, so that nothing is filed twice."""
ZONE = "+05:00"  # Tashkent, no summer time


@portal_page
def get_context(request: PortalRequest, name: str) -> Reply:
	"""The page with what is signed; a posted signature files the appeal and leads to the receipt."""
	matter = matters.load(request, name)
	if request.method == "POST":
		return posted(request, matter)
	if not matter.is_draft:
		return Redirect(f"{matter.base}/receipt")
	if must_look_again(before_filing.check(name), request):
		return Redirect(f"{matter.base}/check")
	return page(request, matter)


def must_look_again(found: list[Finding], request: PortalRequest) -> bool:
	"""Errors stop; warnings must have been seen."""
	return any(finding.severity == "error" for finding in found) or bool(
		found and not request.args.get("seen")
	)


def posted(request: PortalRequest, matter: Matter) -> Reply:
	"""`send` sends a code by SMS; a signature or the code files the appeal."""
	try:
		if request.form.get("action") == "send":
			return page(request, matter, sent=confirming.send_code(matter.name))
		with admission.admitted():
			submitting.submit(
				matter.name,
				request.form.get("signature", ""),
				request.form.get("key", ""),
				re.sub(r"\s", "", request.form.get("sms_code", "")),
			)
	except InLine as line:
		return waiting(request, matter, line)
	except EsaylovError as refusal:
		if refusal.http_status_code == 404:
			raise
		frappe.db.rollback()
		fresh = matters.load(request, matter.name)
		is_sent = "sms_code" in request.form  # the code that is in the phone may be entered again
		return page(request, fresh, layout.tell_refusal(request, refusal), 422, is_sent=is_sent)
	return Redirect(f"{matter.base}/receipt")


def waiting(request: PortalRequest, matter: Matter, line: InLine) -> Page:
	"""The place in line; what was posted goes along unchanged, to be posted again by the page or by hand."""
	frappe.local.flags.esaylov_retry_after = line.retry_after  # a header, by `api.endpoint.complete`
	values = {
		"base": matter.base,
		"problem": layout.tell_refusal(request, line),
		"seconds": line.retry_after,
		"posted": {name: request.form.get(name, "") for name in POSTED if request.form.get(name)},
	}
	return Page("cabinet/in_line.html", request.t("sign.line_title"), values, line.http_status_code)


def page(
	request: PortalRequest,
	matter: Matter,
	problem: str = "",
	status: int = 200,
	sent: confirming.SentCode | None = None,
	is_sent: bool = False,
) -> Reply:
	"""The panel by what the type asks of this applicant: a signature by key, or a code by SMS."""
	if not matter.is_draft:
		return Redirect(matter.base)
	payload = before_filing.payload(matter.name)
	values = {
		"base": matter.base,
		"recipient": matters.commission(matter, request),
		"by_code": before_filing.authentication(matter.name) == Authentication.SMS,
		"lacks_proved_phone": before_filing.lacks_proved_phone(matter.name),
		"sent": sent,
		"is_sent": is_sent or sent is not None,
		"payload": b64encode(payload).decode(),
		"payload_text": payload.decode(),
		"sha256": sha256_hex(payload),
		"size": len(payload),
		"program_keys": " ".join(program_keys.program_keys()),
		"now_iso": clock.now().isoformat(timespec="milliseconds") + ZONE,
		# one key for one showing of the page: pressing twice files once
		"idempotency_key": frappe.generate_hash(length=32),
		"problem": problem,
	}
	return Page("cabinet/sign.html", request.t("sign.title"), values, status, signs=True)
