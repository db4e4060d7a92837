"""The photo of an entry: the file of the filing that its decision granted, which stays where the filing keeps it."""

from collections.abc import Sequence

import frappe

from esaylov.framework.persistence import reads
from esaylov.registers.entries.grants import Grant

KEY = "photo"
"""Column of the registers that show one, and key of the effect: a type may map another field of its form to it."""


def of_grants(register: str, grants: Sequence[Grant]) -> list[dict[str, str]]:
	"""For each grant the column with the address of its private file; {} without a photo, or in a register without the column."""
	if not frappe.get_meta(register).has_field(KEY):
		return [{} for _ in grants]
	files = [_file(grant) for grant in grants]
	wanted = sorted({file for file in files if file})
	rows = reads.rows("File", {"name": wanted}, ["name", "file_url"])
	addresses = {row.name: row.file_url for row in rows}
	return [{KEY: addresses[file]} if file in addresses else {} for file in files]


def _file(grant: Grant) -> str:
	"""Name of the File: that of the granted row, else that of the whole filing; "" where nothing was attached."""
	field = grant.definition["effect_mapping"].get(KEY, KEY)
	attached = {row.field: row.file for row in grant.appeal.get("attachments") or ()}
	return attached.get(f"{grant.path}.{field}") or attached.get(field) or ""
