"""Signing: the exact bytes go into the page, the signature comes back; key and password stay with the applicant."""

from base64 import b64encode

import frappe

from esaylov import clock
from esaylov.appeals import service as appeals
from esaylov.core.findings import Finding
from esaylov.core.payload import sha256_hex
from esaylov.errors import EsaylovError
from esaylov.portal import frame
from esaylov.portal.cabinet import matter as matters
from esaylov.portal.cabinet.matter import Matter
from esaylov.portal.web import Page, PortalRequest, Redirect, Reply

ZONE = "+05:00"  # Tashkent, no summer time


def sign(request: PortalRequest, name: str) -> Reply:
	"""The page with what is signed; a posted signature files the appeal and leads to the receipt."""
	matter = matters.load(request, name)
	if request.method == "POST":
		return posted(request, matter)
	if not matter.is_draft:
		return Redirect(f"{matter.base}/receipt")
	if must_look_again(appeals.check(name), request):
		return Redirect(f"{matter.base}/check")
	return page(request, matter)


def must_look_again(found: list[Finding], request: PortalRequest) -> bool:
	"""Errors stop; warnings must have been seen."""
	return any(finding.severity == "error" for finding in found) or bool(
		found and not request.args.get("seen")
	)


def posted(request: PortalRequest, matter: Matter) -> Reply:
	try:
		appeals.submit(matter.name, request.form.get("signature", ""), request.form.get("key", ""))
	except EsaylovError as refusal:
		if refusal.http_status_code == 404:
			raise
		frappe.db.rollback()
		return page(request, matters.load(request, matter.name), frame.refusal_text(request, refusal), 422)
	return Redirect(f"{matter.base}/receipt")


def page(request: PortalRequest, matter: Matter, problem: str = "", status: int = 200) -> Reply:
	if not matter.is_draft:
		return Redirect(matter.base)
	payload = appeals.payload(matter.name)
	values = {
		"base": matter.base,
		"recipient": matters.commission(matter, request),
		"payload": b64encode(payload).decode(),
		"payload_text": payload.decode(),
		"sha256": sha256_hex(payload),
		"size": len(payload),
		"now_iso": clock.now().isoformat(timespec="milliseconds") + ZONE,
		# one key for one showing of the page: pressing twice files once
		"idempotency_key": frappe.generate_hash(length=32),
		"problem": problem,
	}
	return Page("cabinet/sign.html", request.t("sign.title"), values, status)
