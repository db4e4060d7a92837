"""PDF by WeasyPrint from the print format that the kind names, so that paper and print view are the same."""

from functools import cache
from pathlib import Path

import frappe
from frappe.model.document import Document
from frappe.utils.caching import request_cache
from jinja2 import Template

from esaylov.framework.files import papers
from esaylov.registers.certificates.papers import layout, paper

ASSETS = "/assets/esaylov/"
ARCHIVED = ".paper td.photo div img { image-rendering: crisp-edges; }"
"""PDF/A has no pictures that a reader should smooth (ISO 19005-2, 6.2.8); the engine asks for it unless told otherwise."""
HEAD = (
	'<!doctype html><html lang="{language}"><head><meta charset="utf-8"><title>{title}</title></head><body>'
)


def html(certificate: Document) -> str:
	"""The page, complete with its head."""
	language = frappe.get_cached_value("Certificate Kind", certificate.kind, "languages").split(",")[0]
	return document([body(certificate)], title_of(certificate), language)


def pdf(certificate: Document) -> bytes:
	"""The PDF of a certificate: PDF/A-2b, fonts embedded, language and title set, nothing fetched from a network."""
	certificate.flags.is_styled = True  # the shared style is read once and stands apart
	page = html(certificate)
	certificate.flags.is_styled = False
	return papers.pdf(page, archival=True, style=_style(certificate))


def body(certificate: Document) -> str:
	"""What the print format makes of a certificate; its addresses lead to files of the app."""
	name = frappe.get_cached_value("Certificate Kind", certificate.kind, "print_format")
	return _compiled(name).render({"doc": certificate}).replace(ASSETS, f"{papers.public()}/")


def document(bodies: list[str], title: str, language: str) -> str:
	"""A whole page of the bodies."""
	head = HEAD.format(language=frappe.utils.escape_html(language), title=frappe.utils.escape_html(title))
	return f"{head}{''.join(bodies)}</body></html>"


def title_of(certificate: Document) -> str:
	"""`KUZATUVCHI 001`."""
	return f"{certificate.role_text} {certificate.series_no}"


def template(print_format: str) -> str:
	"""The source of a print format: the app's file of a shipped one, else what was written on the site."""
	found = frappe.get_cached_doc("Print Format", print_format)
	if found.standard == "Yes" and found.module == "Esaylov":
		return _shipped(frappe.scrub(print_format))
	style = f"<style>{found.css}</style>" if found.css else ""
	return f"{style}{found.html or ''}"


def show_source(print_format: Document, method: str | None = None) -> None:
	"""Event `onload` of Print Format: the form of a shipped layout of certificates shows the app's file.

	The database has no text of it, so a copy made in the Desk (Duplicate) would begin empty and not be saved.
	"""
	if print_format.doc_type == "Certificate" and not print_format.html:
		print_format.html = template(print_format.name)


def _style(certificate: Document) -> str:
	"""The shared CSS at the scale that the page asked for; "" for a print format that has a style of its own only.

	What the engine reads apart from the page stands below the page's own rules, but for what is `!important`: that
	word is for Frappe's print view, whose own style it has to beat, and there is nothing to beat here.
	"""
	if not certificate.flags.scale:
		return ""
	style = layout.style(paper.size_of(certificate), certificate.flags.scale, paper.is_specimen(certificate))
	return f"{style}{ARCHIVED}".replace(" !important", "").replace(ASSETS, f"{papers.public()}/")


@request_cache
def _compiled(print_format: str) -> Template:
	"""In Frappe's sandbox, once for a batch: compiling takes longer than rendering.

	A print format of the app, or an edited copy that a System Manager wrote; Frappe's own print view renders the same.
	"""
	# nosemgrep: user-text-as-template
	return frappe.get_jenv().from_string(template(print_format))


@cache
def _shipped(folder: str) -> str:
	path = Path(frappe.get_app_path("esaylov", "esaylov", "print_format", folder, f"{folder}.html"))
	return path.read_text()
