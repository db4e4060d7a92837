"""PDF by WeasyPrint from the template of the print format, so that paper and print view are the same."""

from pathlib import Path

import frappe
from frappe.model.document import Document

from esaylov import papers

ASSETS = "/assets/esaylov/"
FORMATS = {"observer": "observer_mandate"}
"""Layout of a Certificate Kind -> folder of the standard print format."""


def html(certificate: Document) -> str:
	"""The page, complete with its head."""
	layout = frappe.get_cached_value("Certificate Kind", certificate.kind, "layout")
	folder = FORMATS[layout]
	path = Path(frappe.get_app_path("esaylov", "esaylov", "print_format", folder, f"{folder}.html"))
	template = path.read_text().replace(ASSETS, f"{papers.public()}/")
	# a file of the app, not text of anybody; it is read here because its addresses are put in first
	# nosemgrep: user-text-as-template
	body = frappe.render_template(template, {"doc": certificate}, is_path=False)
	title = frappe.utils.escape_html(f"{certificate.role_text} {certificate.series_no}")
	return f'<!doctype html><html lang="uz"><head><meta charset="utf-8"><title>{title}</title></head><body>{body}</body></html>'


def pdf(certificate: Document) -> bytes:
	"""The PDF of a certificate: fonts embedded, language and title set, nothing fetched from a network."""
	return papers.pdf(html(certificate))
