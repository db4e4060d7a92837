"""PDF by WeasyPrint from the template of the print format, so that paper and print view are the same."""

from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

import frappe
from frappe.model.document import Document

ASSETS = "/assets/esaylov/"
FORMATS = {"observer": "observer_mandate"}
"""Layout of a Certificate Kind -> folder of the standard print format."""


def html(certificate: Document) -> str:
	"""The page, complete with its head."""
	layout = frappe.get_cached_value("Certificate Kind", certificate.kind, "layout")
	folder = FORMATS[layout]
	path = Path(frappe.get_app_path("esaylov", "esaylov", "print_format", folder, f"{folder}.html"))
	body = frappe.render_template(path.read_text(), {"doc": certificate}, is_path=False)
	title = frappe.utils.escape_html(f"{certificate.role_text} {certificate.series_no}")
	return f'<!doctype html><html lang="uz"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def pdf(certificate: Document) -> bytes:
	"""The PDF of a certificate: fonts embedded, language and title set, nothing fetched from a network."""
	from weasyprint import HTML  # here: it loads Pango, which a web request that draws nothing need not

	page = HTML(string=html(certificate), base_url="file:///", url_fetcher=_fetch)
	return page.write_pdf(font_config=_fonts())


@cache
def _fonts():  # noqa: ANN202 - WeasyPrint is imported late
	"""One set-up of the fonts for each process: reading them costs more than drawing a page."""
	from weasyprint.text.fonts import FontConfiguration

	return FontConfiguration()


def _fetch(url: str, *args: object, **kwargs: object) -> dict[str, object]:
	"""Files of this app only: a template must not make the server open an address."""
	path = urlsplit(url).path
	folder = Path(frappe.get_app_path("esaylov", "public")).resolve()
	file = (folder / path.removeprefix(ASSETS)).resolve()
	if not path.startswith(ASSETS) or not file.is_relative_to(folder):
		raise ValueError(f"not a file of the app: {url}")
	return {"string": file.read_bytes(), "mime_type": "font/ttf" if file.suffix == ".ttf" else None}
