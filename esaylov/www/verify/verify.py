"""Does this certificate, decision or protocol stand? By the QR's link (`/verify#token`, handed on by the page's script), or by its code."""

from typing import Any

from esaylov.core.formats import language as languages
from esaylov.decisions.sessions.papers import verification as sessions_verification
from esaylov.decisions.signatures import verification
from esaylov.framework import clock, errors
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.portal.routes import Route
from esaylov.portal.verification import event
from esaylov.portal.web import Page, PortalRequest, portal_page
from esaylov.registers.certificates import verifying
from esaylov.registers.results import verification as results_verification

ROUTES = (Route(r"verify", login=False), Route(r"verify/(?P<code>[\w.~-]+)", login=False))

LIMIT, SECONDS = 300, 10 * 60


@portal_page
def get_context(request: PortalRequest, code: str = "") -> Page:
	"""The form; with a code also the answer. What stands behind `#` is not sent by the browser when a QR is opened."""
	# a reader may paste the whole link of the QR
	code = code or request.args.get("code", "").strip().rpartition("#")[2]
	result = answered(request, code) if code else None
	return Page("verify/verify.html", request.t("verify.title"), {"code": code, "result": result})


@rate_limit(limit=LIMIT, seconds=SECONDS)
def answered(request: PortalRequest, code: str) -> dict[str, Any]:
	"""`kind`, `valid`, `status`, `at` and what may be said of the certificate as pairs of key and text."""
	for answer in (decided, held, counted):
		try:
			return answer(request, code)
		except errors.NotFound:
			continue  # of another kind, or nothing
	try:
		found = verifying.verify(code, request.t.written)
	except errors.NotFound:
		return {"valid": False, "kind": "certificate", "status": "unknown", "pairs": [], "at": clock.now()}
	return {
		"valid": found.valid,
		"kind": "certificate",
		"status": found.status,
		"pairs": [(key, value) for key, value in pairs(request, found) if value],
		"at": clock.now(),
	}


def decided(request: PortalRequest, code: str) -> dict[str, Any]:
	"""The same of a decision. Raises NotFound."""
	found = verification.verify(code, request.t.written)
	annulled = request.t(
		"verify.by_decision",
		number=found.annulled_by,
		day=languages.day(found.annulled_on, request.language),
	)
	rows = [
		("decision_number", found.number),
		("decided_on", languages.day(found.decided_on, request.language)),
		("decided_by", languages.in_script(found.commission, request.language)),
		("outcome", found.outcome),
		("annulled_by", annulled if found.annulled_by else ""),
	]
	return {
		"valid": found.stands,
		"kind": "decision",
		"status": "Practice" if found.is_practice else "Signed" if found.stands else "Annulled",
		"pairs": [(key, value) for key, value in rows if value],
		"at": clock.now(),
	}


def held(request: PortalRequest, code: str) -> dict[str, Any]:
	"""The same of a session by the code on its protocol and voting sheets. Raises NotFound."""
	found = sessions_verification.verify(code, request.t.written)
	rows = [
		("session_number", found.number),
		("held_on", languages.day(found.held_on, request.language)),
		("held_by", languages.in_script(found.commission, request.language)),
	]
	return {
		"valid": found.is_signed,
		"kind": "session",
		"status": "Practice"
		if found.is_practice
		else "ProtocolSigned"
		if found.is_signed
		else "ProtocolOpen",
		"pairs": [(key, value) for key, value in rows if value],
		"at": clock.now(),
	}


def counted(request: PortalRequest, code: str) -> dict[str, Any]:
	"""The same of a count protocol, with every number of its copy. Raises NotFound."""
	found = results_verification.verify(code, request.t.written)

	def said(rows: list[tuple[str, int]]) -> str:
		return languages.in_script("; ".join(f"{title}: {count}" for title, count in rows), request.language)

	rows = [
		("count_station", languages.in_script(found.station, request.language)),
		("count_contest", languages.in_script(found.contest, request.language)),
		("count_constituency", languages.in_script(found.constituency, request.language)),
		("count_version", str(found.version)),
		("count_signed_on", languages.day(found.signed_on, request.language)),
		("count_numbers", said(found.numbers)),
		("count_votes", said(found.votes)),
		("count_commission", languages.in_script(found.commission, request.language)),
	]
	return {
		"valid": found.stands,
		"kind": "count",
		"status": "Practice" if found.status == "Practice" else f"Count{found.status}",
		"pairs": [(key, value) for key, value in rows if value],
		"at": clock.now(),
	}


def pairs(request: PortalRequest, found: verifying.Verification) -> list[tuple[str, str]]:
	day = languages.day(found.decided_on, request.language)
	decision = (
		request.t("verify.by_decision", number=found.decision_number, day=day)
		if found.decision_number
		else ""
	)
	return [
		("holder_name", found.holder_name),
		("kind", languages.in_script(found.kind, request.language)),
		("organization", found.organization),
		("scope", found.scope),
		("until", languages.day(found.valid_until, request.language) or event(request, found.valid_to_event)),
		("commission", languages.in_script(found.commission, request.language)),
		("decision", decision),
	]
