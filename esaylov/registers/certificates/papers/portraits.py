"""The holder's photo on a certificate: that of the register entry, cut to 3x4."""

import frappe
from frappe.model.document import Document

from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import photos, stored_files

FIELD = "photo"
"""Column of the registers that know a photo, and of the certificate."""


def of_entry(certificate: Document) -> bytes | None:
	"""The photo of the entry as a JPEG without metadata; None without one, or with one that cannot be used."""
	register = certificate.register_doctype
	if not frappe.get_meta(register).has_field(FIELD):
		return None
	address = frappe.db.get_value(register, certificate.register_name, FIELD)
	file = frappe.db.get_value("File", {"file_url": address, "is_private": 1}) if address else None
	if not file:
		return None
	try:
		return photos.cut(stored_files.content(file))
	except FormInvalid:
		frappe.log_error(
			"A photo cannot be printed", reference_doctype="Certificate", reference_name=certificate.name
		)
		return None


def stored_photo(certificate: Document) -> str | None:
	"""Address of the private file that holds the photo of a certificate; made now where its kind shows one."""
	has_photo = frappe.get_cached_value("Certificate Kind", certificate.kind, "has_photo")
	photo: str | None = certificate.photo
	if photo or not has_photo:
		return photo
	content = of_entry(certificate)
	if not content:
		return None
	file = stored_files.hang("Certificate", certificate.name, f"photo-{certificate.name}.jpg", content, FIELD)
	return str(file.file_url)
