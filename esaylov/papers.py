"""PDFs by WeasyPrint: fonts from the app's own files, nothing fetched from a network."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path

import frappe
import segno
from frappe.model.document import Document

ASSETS = "/assets/esaylov"
QR_ERROR = "m"
"""15 % of the modules may be lost: a worn paper is still read, and the code stays coarse at 24 mm."""

ARCHIVAL = "pdf/a-2b"


def pdf(html: str, archival: bool = False) -> bytes:
	"""The PDF of a whole HTML page; fonts are embedded, language and title are those of the page. archival: as PDF/A-2b."""
	from weasyprint import HTML  # here: it loads Pango, which a web request that draws nothing need not

	return HTML(string=html).write_pdf(font_config=_fonts(), pdf_variant=ARCHIVAL if archival else None)


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


def qr_svg(text: str) -> str:
	"""A QR code as inline SVG that fills its box; the quiet zone is the box's padding."""
	code = segno.make(text, error=QR_ERROR, micro=False, boost_error=False)
	return code.svg_inline(border=0, omitsize=True, dark="#000000")


def verify_address(token: str) -> str:
	"""Where a QR code leads; the token is behind `#`, so a server's log never sees it."""
	settings = frappe.db.get_single_value("E-saylov Settings", "portal_url")
	return f"{(settings or frappe.utils.get_url()).rstrip('/')}/verify#{token}"


@cache
def _fonts():
	"""One set-up of the fonts for each process: reading them costs more than drawing a page."""
	from weasyprint.text.fonts import FontConfiguration

	return FontConfiguration()
