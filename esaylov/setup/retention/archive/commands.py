"""Archives from the console: `bench --site SITE esaylov-rehearse-archive` and its neighbours."""

from typing import Any

import frappe

from esaylov.framework.errors import NotFound
from esaylov.framework.files import content_store
from esaylov.setup.retention.archive import orders, package


def rehearse(election: str) -> dict[str, int]:
	"""The dry run: how many rows of each DocType the archive of an election would have now; nothing is written. Raises NotFound."""
	if not frappe.db.exists("Election", election):
		raise NotFound
	return package.outline(orders.scope_of(frappe._dict(election=election, rows_until=None)))


def propose(election: str) -> str:
	"""Propose the archive of an election; the name of its row. Other persons sign it on the Desk.

	Raises WrongState (`archive_not_over`, `archive_too_early`), Duplicate (`archive_open`).
	"""
	archive = frappe.get_doc(doctype=orders.ARCHIVE, election=election, is_sealed=1).insert()
	frappe.db.commit()  # a command of its own
	return str(archive.name)


def verify(archive: str) -> dict[str, Any]:
	"""Compare the bytes of an archive with its row and its event. Raises LawBroken (`file_changed`)."""
	row = orders.verified(archive, content_store.pace())
	path = frappe.get_site_path(row.file_row.file_url.lstrip("/"))
	return {"archive": row.title, "sha256": row.sha256, "bytes": row.bytes, "path": path}
