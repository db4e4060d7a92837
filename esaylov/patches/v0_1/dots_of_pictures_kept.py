"""The framework does not write the dots of each JPEG again: our own hook cuts the camera's data out of the file."""

import frappe


def execute() -> None:
	"""Safe to repeat."""
	frappe.db.set_single_value("System Settings", "strip_exif_metadata_from_uploaded_images", 0)
