"""Steps on the alphabet of 2026 of the test site, each in a process of its own: `python -m factories.letters SITE STEP …`."""

import sys
from datetime import date

import frappe

from esaylov.framework import new_letters


def offer(day: str = "") -> str:
	"""Readers may choose the new letters from a day (ISO) on; without one, never."""
	settings = frappe.get_doc(new_letters.SETTINGS)
	settings.new_letters_from = date.fromisoformat(day) if day else None
	settings.save()
	frappe.db.commit()
	return "done"


if __name__ == "__main__":
	frappe.init(site=sys.argv[1], sites_path=".")
	frappe.connect()
	frappe.set_user("Administrator")
	sys.stdout.write({"offer": offer}[sys.argv[2]](*sys.argv[3:]))
	frappe.destroy()
