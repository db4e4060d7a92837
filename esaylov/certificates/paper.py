"""What stands on the paper of a certificate, from the stored texts; the template only places it."""

from datetime import date

import frappe
import segno
from frappe.model.document import Document

from esaylov.certificates import wording
from esaylov.core import certificates as law
from esaylov.core.calendar import in_words

LONG_LINE = 18
"""Letters of a name's line above which the smaller type is taken, or it would break."""
QR_ERROR = "m"
"""15 % of the modules may be lost: a worn badge is still read, and the code stays coarse at 24 mm."""


def printed(certificate: Document) -> dict[str, object]:
	"""The lines of the paper, all Uzbek as on the samples, and the QR code as inline SVG."""
	kind = frappe.get_cached_doc("Certificate Kind", certificate.kind)
	issued = in_words(frappe.utils.getdate(certificate.issued_on))
	lines = wording.name_lines(certificate.holder_name_as_printed)
	return {
		"issuer": frappe.get_cached_value("Election Commission", certificate.issuer_commission, "title_uz"),
		"year": _year(certificate),
		"title": f"{kind.paper_title} № {certificate.series_no}",
		"name_lines": lines,
		"is_long": max(map(len, lines)) > LONG_LINE,
		"organization": certificate.organization_as_printed,
		"elections": " ".join(filter(None, (certificate.elections_text, certificate.scope_text))),
		"role": certificate.role_text,
		"validity_lines": _validity_lines(certificate, issued),
		"foot": wording.FOOT,
		"qr": qr_svg(address(certificate)),
		"language": "uz",
	}


def address(certificate: Document) -> str:
	"""Where the QR code leads; the token is behind `#`, so a server's log never sees it."""
	portal = (frappe.db.get_single_value("E-saylov Settings", "portal_url") or frappe.utils.get_url()).rstrip(
		"/"
	)
	return f"{portal}/verify#{certificate.token}"


def qr_svg(text: str) -> str:
	"""A QR code as inline SVG that fills its box; the quiet zone is the box's padding."""
	code = segno.make(text, error=QR_ERROR, micro=False, boost_error=False)
	return code.svg_inline(border=0, omitsize=True, dark="#000000")


def status_today(certificate: Document, today: date) -> law.Status:
	"""The status with the calendar applied: a valid one is expired after its last day."""
	issued, last = (
		frappe.utils.getdate(day) if day else None for day in (certificate.issued_on, certificate.valid_until)
	)
	return law.status_on(today, law.Status(certificate.status), issued, last)


def _year(certificate: Document) -> str:
	day = frappe.get_cached_value("Election", certificate.election, "election_day")
	return str(frappe.utils.getdate(day).year)


def _validity_lines(certificate: Document, issued: str) -> list[str]:
	if certificate.valid_until:
		last = in_words(frappe.utils.getdate(certificate.valid_until))
		return [f"{last}gacha haqiqiydir.", issued]
	return [f"Berilgan sana {issued}", wording.EVENTS.get(certificate.valid_to_event, "")]
