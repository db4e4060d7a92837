"""PDFs by WeasyPrint: fonts from the app's own files, nothing fetched from a network; QR codes."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import frappe
import zxingcpp
from frappe.model.document import Document

from esaylov.core.people.unseen import seen
from esaylov.core.texts import word
from esaylov.framework import clock, practice

if TYPE_CHECKING:
	from weasyprint import CSS
	from weasyprint.text.fonts import FontConfiguration

ASSETS = "/assets/esaylov"
QR_ERROR = "M"
"""15 % of the modules may be lost: a worn paper is still read, and the code stays coarse at 24 mm."""

DARK = re.compile(rb"\x00+")
"""Dark modules of a row that touch."""
FINGERPRINT_GROUP, FINGERPRINT_GROUPS = 4, 8
ARCHIVAL = "pdf/a-2b"


@dataclass(frozen=True, slots=True)
class Signature:
	"""One signature as paper shows it: position in both languages, name, time in Tashkent, key."""

	position_uz: str
	position_ru: str
	name: str
	at: str
	key: str
	note: str = ""
	"""Why this person signed in the place of another one."""


def pdf(html: str, archival: bool = False, style: str = "") -> bytes:
	"""The PDF of a whole HTML page; fonts are embedded, language and title are those of the page. archival: as PDF/A-2b.

	style: CSS that many pages share, read once for each process. What a page says itself stands above it. Characters that nobody
	sees are left out: texts that were stored before these were refused hold some.
	"""
	from weasyprint import HTML  # here: it loads Pango, which a web request that draws nothing need not

	html = seen(html)
	drawn: bytes = HTML(string=html).write_pdf(
		stylesheets=[_read(style)] if style else None,
		font_config=_fonts(),
		pdf_variant=ARCHIVAL if archival else None,
		# PDF/A asks for one, and WeasyPrint 59 of Frappe 15 writes none by itself
		pdf_identifier=hashlib.sha256(html.encode()).hexdigest()[:32].encode() if archival else None,
	)
	return drawn


def public() -> str:
	"""The app's assets as a file address, so that drawing needs no web server."""
	return Path(frappe.get_app_path("esaylov", "public")).resolve().as_uri()


def of_print_format(
	folder: str, document: Document, title: str, values: Mapping[str, object] | None = None
) -> str:
	"""The page of a standard print format, complete with its head: paper and print view are the same template.

	values: what the template takes besides `doc`. Raises OSError for a folder that is not there.
	"""
	path = Path(frappe.get_app_path("esaylov", "esaylov", "print_format", folder, f"{folder}.html"))
	template = path.read_text().replace(f"{ASSETS}/", f"{public()}/")
	context = {"doc": document, "assets": public(), **(values or {})}
	# a file of the app, not text of anybody; it is read here because its addresses are put in first
	# nosemgrep: user-text-as-template
	body = frappe.render_template(template, context, is_path=False)
	head = f'<meta charset="utf-8"><title>{frappe.utils.escape_html(title)}</title>'
	return f'<!doctype html><html lang="uz"><head>{head}</head><body>{body}</body></html>'


def election(name: str | None) -> str:
	"""Which election a paper is about: its title in Uzbek and Russian, once where they are the same; "" for none."""
	found = frappe.db.get_value("Election", name, ["title_uz", "title_ru"]) if name else None
	return " · ".join(dict.fromkeys(title for title in found or () if title))


def is_specimen(election: str | None = None) -> bool:
	"""Whether a paper is a specimen: every one of a demonstration is, and those of a practice election, and says so on each page."""
	return clock.may_move() or practice.is_of(election)


def qr_dots(text: str) -> memoryview:
	"""A QR code as rows of grey dots, one a module: 0 is dark, 255 is light. Without its quiet zone."""
	code = zxingcpp.create_barcode(text, zxingcpp.BarcodeFormat.QRCode, ec_level=QR_ERROR)
	return memoryview(code.to_image(scale=1, add_quiet_zones=False))  # type: ignore[arg-type] # it has a buffer, which its stub does not say


def qr_svg(text: str) -> str:
	"""A QR code as inline SVG that fills its box; the quiet zone is the box's padding."""
	rows = qr_dots(text).tolist()
	lines = "".join(
		f"M{found.start()} {y}.5h{found.end() - found.start()}"
		for y, row in enumerate(rows)
		for found in DARK.finditer(bytes(row))
	)
	side = len(rows)
	return f'<svg viewBox="0 0 {side} {side}"><path stroke="#000000" d="{lines}"/></svg>'


def verify_address(token: str) -> str:
	"""Where a QR code leads; the token is behind `#`, so a server's log never sees it."""
	settings = frappe.db.get_single_value("E-saylov Settings", "portal_url")
	return f"{(settings or frappe.utils.get_url()).rstrip('/')}/verify#{token}"


def signatures(document: Document, fields: Sequence[tuple[str, str, str, str]]) -> list[Signature]:
	"""The signatures of a document. fields: names of those that hold person, position, time and signature of each; where no
	field holds the time, it is that of the signature's own check."""
	return [
		Signature(
			word(document.get(position) or "", "uz"),
			word(document.get(position) or "", "ru"),
			frappe.db.get_value("Person", document.get(person), "full_name") or "",
			moment(document.get(at) if at else _verified_at(document.get(signature))),
			fingerprint(document.get(signature)),
		)
		for person, position, at, signature in fields
		if document.get(signature)
	]


def _verified_at(signature: str) -> datetime | None:
	found: datetime | None = frappe.db.get_value("Document Signature", signature, "verified_at")
	return found


def fingerprint(signature: str | None) -> str:
	"""The first 32 hex digits of the SHA-256 of the key's certificate, in groups of four; empty without one."""
	if not signature:
		return ""
	return grouped(frappe.db.get_value("Document Signature", signature, "certificate_fingerprint") or "")


def grouped(digits: str) -> str:
	"""The first hex digits of a fingerprint, in groups."""
	step = FINGERPRINT_GROUP
	return " ".join(
		digits[at : at + step] for at in range(0, min(len(digits), step * FINGERPRINT_GROUPS), step)
	)


def moment(value: datetime | str | None) -> str:
	"""A stored time (Tashkent) as dd.mm.yyyy hh:mm:ss; empty without one."""
	at = frappe.utils.get_datetime(value) if value else None
	return at.strftime("%d.%m.%Y %H:%M:%S") if at else ""


@cache
def _fonts() -> "FontConfiguration":
	"""One set-up of the fonts for each process: reading them costs more than drawing a page."""
	from weasyprint.text.fonts import FontConfiguration

	return FontConfiguration()


@cache
def _read(style: str) -> "CSS":
	"""A style that WeasyPrint has read: reading it takes a third of the time of drawing a badge."""
	from weasyprint import CSS

	return CSS(string=style, font_config=_fonts())
