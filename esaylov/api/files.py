"""Files of the Desk over HTTP, in place of the framework's own archive: the very bytes that are stored."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

import frappe

from esaylov.api import guards
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint, json_list
from esaylov.framework import stored_files


@endpoint(methods=["POST"])
@guards.staff
def archive(files: str | list[Any]) -> AnyFile:
	"""Files by their names in one archive; of these, as the framework does it, those that the caller may read. Writes nothing.

	That none is held, in quarantine or changed was asked before (`file_rules.check_handed_out`).
	"""
	asked = json_list(files, "files")
	packed, taken = io.BytesIO(), set[str]()
	with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
		for row in stored_files.readable([name for name in asked if isinstance(name, str)]):
			name = _free(str(row.file_name), taken)
			target.writestr(name, stored_files.content(row.name))
			taken.add(name)
	frappe.local.response.filename = "files.zip"
	frappe.local.response.filecontent = packed.getvalue()
	frappe.local.response.type = "download"


def _free(name: str, taken: set[str]) -> str:
	"""A name for an entry that no other has, and that leads to no folder."""
	plain = PurePosixPath(name.replace("\\", "/")).name or "file"
	stem, ending = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
	number = 1
	while plain in taken:
		number += 1
		plain = f"{stem} ({number}){ending}"
	return plain
