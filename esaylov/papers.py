"""PDFs by WeasyPrint: fonts from the app's own files, nothing fetched from a network."""

from functools import cache
from pathlib import Path

import frappe

ARCHIVAL = "pdf/a-2b"


def pdf(html: str, archival: bool = False) -> bytes:
	"""The PDF of a whole HTML page; fonts are embedded, language and title are those of the page. archival: as PDF/A-2b."""
	from weasyprint import HTML  # here: it loads Pango, which a web request that draws nothing need not

	return HTML(string=html).write_pdf(font_config=_fonts(), pdf_variant=ARCHIVAL if archival else None)


def public() -> str:
	"""The app's assets as a file address, so that drawing needs no web server."""
	return Path(frappe.get_app_path("esaylov", "public")).resolve().as_uri()


@cache
def _fonts():
	"""One set-up of the fonts for each process: reading them costs more than drawing a page."""
	from weasyprint.text.fonts import FontConfiguration

	return FontConfiguration()
