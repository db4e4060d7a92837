"""Files of the Desk over HTTP: an archive of the very bytes that are stored, in place of the framework's own, and pages drawn of them."""

import io
import zipfile
from pathlib import PurePosixPath
from typing import Any

import filetype
import frappe

from esaylov.api import guards
from esaylov.api.answers import AnyFile, Picture, PreviewAnswer
from esaylov.api.endpoint import endpoint, json_list
from esaylov.appeals.review import filed_files
from esaylov.framework.errors import NotFound
from esaylov.framework.files import previews, stored_files
from esaylov.framework.requests.rate_limits import rate_limit


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


@endpoint(methods=["GET"])
@guards.signed_in
@rate_limit(limit=120, seconds=60)
def pages(file: str) -> PreviewAnswer:
	"""How many pages of a file the caller may read are shown, each by `page`, and how many it has; writes nothing."""
	kind, content = _handed_out(file)
	whole = previews.pages(kind, content)
	return {"pages": min(whole, previews.MOST_PAGES), "whole": whole}


@endpoint(methods=["GET"])
@guards.signed_in
@rate_limit(limit=600, seconds=60)
def page(file: str, number: int = 1) -> Picture:
	"""A page of a file the caller may read, from 1, as a picture drawn here; see `previews.page`. Writes nothing."""
	kind, content = _handed_out(file)
	frappe.local.response.filename = f"{number}.jpg"
	frappe.local.response.filecontent = previews.page(kind, content, number)
	frappe.local.response.type = "download"


def _handed_out(name: str) -> tuple[str, bytes]:
	"""The kind of a file by its content, and its bytes, for a caller who may read it. Raises NotFound; LawBroken, as `filed_files.require_readable`."""
	rows = stored_files.readable([name])
	if not rows:
		raise NotFound({"doctype": "File"})
	filed_files.require_readable(rows)
	content = stored_files.content(name)
	return str(filetype.guess_mime(content) or ""), content


def _free(name: str, taken: set[str]) -> str:
	"""A name for an entry that no other has, and that leads to no folder."""
	plain = PurePosixPath(name.replace("\\", "/")).name or "file"
	stem, ending = PurePosixPath(plain).stem, PurePosixPath(plain).suffix
	number = 1
	while plain in taken:
		number += 1
		plain = f"{stem} ({number}){ending}"
	return plain
