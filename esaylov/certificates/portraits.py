"""The holder's photo on a certificate: from the filing that the decision granted, cut to 3x4."""

import frappe
from frappe.model.document import Document

from esaylov import filings, photos
from esaylov.errors import FormInvalid

FIELD = "photo"
"""The field of the library that asks for it, in the answers or in a person's row."""


def of_entry(certificate: Document) -> bytes | None:
	"""The photo of the entry's filing as a JPEG without metadata; None without one, or with one that cannot be used."""
	entry = frappe.db.get_value(
		certificate.register_doctype, certificate.register_name, ["appeal", "row_path"], as_dict=True
	)
	if not entry or not entry.appeal:
		return None
	filed = filings.last(frappe.get_doc("Appeal", entry.appeal))
	files = {row.get("field"): row.get("file") for row in filed.attachments}
	file = files.get(f"{entry.row_path}.{FIELD}") or files.get(FIELD)
	if not file:
		return None
	try:
		return photos.cut(frappe.get_doc("File", file).get_content())
	except FormInvalid:
		frappe.log_error(
			"A photo cannot be printed", reference_doctype="Certificate", reference_name=certificate.name
		)
		return None


def kept(certificate: Document) -> str | None:
	"""Address of the private file that holds the photo of a certificate; made now where its kind shows one."""
	has_photo = frappe.get_cached_value("Certificate Kind", certificate.kind, "has_photo")
	if certificate.photo or not has_photo:
		return certificate.photo
	content = of_entry(certificate)
	if not content:
		return None
	file = frappe.new_doc("File")
	file.update(
		{
			"file_name": f"photo-{certificate.name}.jpg",
			"attached_to_doctype": "Certificate",
			"attached_to_name": certificate.name,
			"attached_to_field": FIELD,
			"is_private": 1,
			"content": content,
		}
	)
	file.insert(ignore_permissions=True)  # a job keeps the photo of its own certificate
	return str(file.file_url)
