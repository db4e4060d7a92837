"""PDFs by WeasyPrint, in the place of the stub that raised and of wkhtmltopdf, which Debian no longer has."""

ADDED = ("printed", "page_style", "site_fetcher", "site_file")


def pdf_contains_js(content: bytes) -> bool:
	"""Whether a PDF carries JavaScript; raises what the reader raises, as Frappe does, for one that cannot be read."""
	from io import BytesIO

	from pypdf import PdfReader

	reader = PdfReader(BytesIO(content), strict=False)
	objects = (reader.get_object(number) for number in reader.xref.get(0, {}))
	return any(isinstance(each, dict) and ("/JS" in each or "/JavaScript" in each) for each in objects)


def get_pdf(html: str, options: dict | None = None, output=None):
	"""The page as PDF bytes; with `output` its pages are added there and the writer is given back.

	`options` are wkhtmltopdf's by name, of which page size, orientation, margins and password are honoured.
	"""
	from io import BytesIO

	from pypdf import PdfReader, PdfWriter
	from weasyprint import CSS, HTML

	options = options or {}
	page = HTML(string=printed(html), base_url="site:/", url_fetcher=site_fetcher())
	content = page.write_pdf(stylesheets=[CSS(string=page_style(options))])
	if output is None and not options.get("password"):
		return content
	writer = output if output is not None else PdfWriter()
	writer.append_pages_from_reader(PdfReader(BytesIO(content)))
	if password := options.get("password"):
		writer.encrypt(password)
	if output is not None:
		return output
	encrypted = BytesIO()
	writer.write(encrypted)
	return encrypted.getvalue()


def printed(html: str) -> str:
	"""The page without what is for the screen alone, with what is for the PDF alone."""
	from bs4 import BeautifulSoup

	soup = BeautifulSoup(html, "html5lib")
	for tag in soup.find_all(class_="visible-pdf"):
		tag["class"].remove("visible-pdf")
	for tag in soup.find_all(class_=["hidden-pdf", "print-hide"]):
		tag.extract()
	for tag in soup.find_all("script"):
		tag.extract()
	return str(soup)


def page_style(options: dict) -> str:
	"""CSS for page size, margins and the letter head and foot repeated on each page."""
	import frappe

	size = options.get("page-size") or frappe.db.get_single_value("Print Settings", "pdf_page_size") or "A4"
	if size == "Custom":
		width, height = (options.get(f"page-{side}") for side in ("width", "height"))
		size = f"{width} {height}" if width and height else "A4"
	orientation = (options.get("orientation") or "").lower() if len(size.split()) == 1 else ""
	margins = " ".join(
		str(options.get(f"margin-{side}") or "15mm") for side in ("top", "right", "bottom", "left")
	)
	return f"""
		@page {{ size: {size} {orientation}; margin: {margins};
			@top-center {{ content: element(letter-head); width: 100% }}
			@bottom-center {{ content: element(letter-foot); width: 100% }} }}
		#header-html {{ position: running(letter-head) }}
		#footer-html {{ position: running(letter-foot) }}
		.print-format {{ padding: 0 !important; margin: 0 !important; max-width: none !important }}
		.print-format-gutter {{ padding: 0 !important; background: none !important }}
	"""


def site_fetcher():
	"""A fetcher that reads the site's own files from disk and asks nobody outside."""
	from pathlib import Path

	from weasyprint.urls import URLFetcher

	class SiteFetcher(URLFetcher):
		def fetch(self, url, headers=None):
			if url.startswith("data:"):
				return super().fetch(url, headers)
			return super().fetch(Path(site_file(url)).resolve().as_uri(), headers)

	return SiteFetcher()


def site_file(url: str) -> str:
	"""The path of the file behind an address of this site; ValueError for any other address."""
	import os
	from urllib.parse import unquote, urlsplit

	import frappe
	from frappe.core.doctype.file.utils import find_file_by_url

	parts = urlsplit(url)
	own = urlsplit(frappe.utils.get_url())
	path = unquote(parts.path)
	# an address without a host is joined to no other base than the site's own, and stays as it is
	is_bare = not parts.scheme and not parts.netloc
	if not is_bare and parts.scheme != "site" and parts.netloc != own.netloc:
		raise ValueError(f"{url} is not of this site")
	if path.startswith("/assets/") and ".." not in path:
		return os.path.join(frappe.local.sites_path, path.lstrip("/"))
	if file := find_file_by_url(path):  # checks the reader's permission
		return file.get_full_path()
	raise ValueError(f"{url} is no file of this site")


def get_chrome_pdf(print_format, html, options, output, pdf_generator=None):
	"""Answer for the generator "chrome" too: the stand-in has one engine."""
	return get_pdf(html, options, output) if pdf_generator == "chrome" else None


def pdf_header_html(soup, head, content, styles, html_id, css):
	"""A letter head as a page of its own."""
	import frappe

	return frappe.render_template(
		"templates/print_formats/pdf_header_footer.html",
		{
			"head": head,
			"content": content,
			"styles": styles,
			"html_id": html_id,
			"css": css,
			"lang": frappe.local.lang,
			"layout_direction": "rtl" if frappe.utils.is_rtl() else "ltr",
		},
	)


def pdf_body_html(template, args, **kwargs):
	"""The body of a print format: its template rendered."""
	return template.render(args, filters={"len": len})


def pdf_footer_html(soup, head, content, styles, html_id, css):
	"""A letter foot as a page of its own."""
	return pdf_header_html(soup, head, content, styles, html_id, css)
