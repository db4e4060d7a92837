"""Files of a draft: private, of the kinds the field allows by their content, known by their hash from then on."""

import json
import re
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import PurePosixPath

import filetype
import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import drafting, scanning
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.form_facts.applicants import APPEAL
from esaylov.core import forms
from esaylov.core.findings import Finding
from esaylov.core.formats import geojson
from esaylov.core.forms import Field, Kind
from esaylov.core.forms.checking import PHOTO_TYPE
from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.framework.files import photos, readable, stored_files
from esaylov.framework.persistence import reads
from esaylov.framework.persistence.deletion import remove

EXTENSIONS = {
	"application/pdf": ("pdf",),
	"image/jpeg": ("jpg", "jpeg"),
	"image/png": ("png",),
	geojson.MEDIA_TYPE: ("geojson", "json"),
}
"""Media type found in the content -> extensions that a file of it may carry."""
LARGEST = 20 * 1024 * 1024
"""Bytes of any file, where a field names no limit of its own (own design)."""
LARGEST_BOUNDARY = 4 * 1024 * 1024
"""Bytes of a boundary: read, it takes fifteen times as much memory (own design)."""
NAME_LENGTH = 100
UNSAFE = re.compile(r"[^\w .()+,'-]+")


@dataclass(frozen=True)
class GivenFile:
	"""A file as it came in: its name and what is in it."""

	name: str
	content: bytes


@dataclass(frozen=True)
class Attachment:
	"""An attached file: the answer of its field is `sha256`."""

	field: str
	file_name: str
	kind: str
	size: int
	sha256: str


def attach(name: str, field: str, file_name: str, content: bytes, crop: str = "") -> Attachment:
	"""Attach a file to a File or Photo field of an own draft, in place of the one before; its hash becomes the answer.

	field: its name, or the path in a row, `persons[2].photo`; the file moves with its row and leaves with it.
	Raises NotFound, WrongState, FormInvalid (`unknown_field`, `file_empty`, `file_too_large`, `file_kind`,
	`file_disguised`): the kind is read from the content, and the name's extension must agree. A photo is cut to 3x4 and
	what is kept has nothing of the camera's data; crop: the part that was chosen, `left,top,width,height` as shares of
	the upright picture, else its middle (`photo_unreadable`, `photo_small`, `photo_ratio`, `photo_crop`).
	"""
	if len(content) <= LARGEST:
		readable.check_before_lock(content)
	user = frappe.session.user
	appeal = drafting.own_draft(user, name)
	version = drafting.version_of(appeal)
	form_field = forms.field_at(version.form, field)
	if form_field is None or not form_field.kind.is_file or not _has_place(appeal, field):
		raise FormInvalid([Finding("unknown_field", field)])
	kind, safe_name = _checked(form_field, file_name, content)
	if form_field.kind is Kind.PHOTO:
		kind, safe_name, content = _cut(form_field, safe_name, content, crop)
	else:
		content = photos.without_camera_data(kind, content, field)
	scan = scanning.of(content, field)
	file = _store(APPEAL, appeal.name, field, safe_name, content)
	# read again: what is signed is what is kept
	stored = stored_files.content(file)
	found = Attachment(field, safe_name, kind, len(stored), sha256_hex(stored))
	former = _taken_off(appeal, field)
	appeal.append("attachments", {**asdict(found), "file": file, **scan})
	_answer(appeal, field, found.sha256)
	drafting.save(appeal, version, applicants.of(appeal, user, version))
	_delete(former)
	return found


def keep(doctype: str, name: str, field: str, given: GivenFile) -> dict[str, str | int]:
	"""Store a file of another document; gives the row of its table. Raises FormInvalid, as `attach` does."""
	kind, safe_name = _checked(Field(field, Kind.FILE), given.name, given.content)
	content = photos.without_camera_data(kind, given.content, field)
	scan = scanning.of(content, field)
	file = _store(doctype, name, field, safe_name, content)
	stored = stored_files.content(file)
	found = Attachment(field, safe_name, kind, len(stored), sha256_hex(stored))
	return {**asdict(found), "file": file, **scan}


def detach(name: str, field: str) -> None:
	"""Take the file of a field off an own draft. Raises NotFound, WrongState."""
	user = frappe.session.user
	appeal = drafting.own_draft(user, name)
	version = drafting.version_of(appeal)
	former = _taken_off(appeal, field)
	if not former:
		raise NotFound({"doctype": "File"}, field=field)
	_answer(appeal, field, None)
	drafting.save(appeal, version, applicants.of(appeal, user, version))
	_delete(former)


def _checked(field: Field, file_name: str, content: bytes) -> tuple[str, str]:
	"""Media type by the content, and a safe name. Raises FormInvalid for an empty, oversize, strange or disguised file."""
	limit = field.file.maximum_bytes or LARGEST
	if not content:
		raise FormInvalid([Finding("file_empty", field.name)])
	if len(content) > limit:
		raise FormInvalid([Finding("file_too_large", field.name, params={"limit": limit // 1024})])
	allowed = field.file.kinds or tuple(EXTENSIONS)
	kind = _kind(content, allowed)
	if kind not in EXTENSIONS or kind not in allowed:
		kinds = ", ".join(EXTENSIONS[one][0] for one in allowed if one in EXTENSIONS)
		raise FormInvalid([Finding("file_kind", field.name, params={"kinds": kinds})])
	name = PurePosixPath(file_name.replace("\\", "/")).name
	stem, _, extension = name.rpartition(".")
	if extension.lower() not in EXTENSIONS[kind]:
		raise FormInvalid([Finding("file_disguised", field.name, params={"kind": EXTENSIONS[kind][0]})])
	if field.kind is not Kind.PHOTO:  # a photo is made anew, and judged on the way
		readable.check(kind, content, field.name)
	return kind, f"{UNSAFE.sub('_', stem).strip()[:NAME_LENGTH] or field.name}.{extension.lower()}"


def _cut(field: Field, file_name: str, content: bytes, crop: str) -> tuple[str, str, bytes]:
	"""Media type, name and content of a photo, cut to 3x4. A field's least size is meant of what came in. Raises FormInvalid."""
	if isinstance(field.minimum, int) and len(content) < field.minimum:
		limit = -(-field.minimum // 1024)
		raise FormInvalid([Finding("file_too_small", field.name, params={"limit": limit})])
	made = photos.cut(content, field.name, photos.Crop.of(crop, field.name))
	return PHOTO_TYPE, f"{file_name.rpartition('.')[0]}.jpg", made


def _kind(content: bytes, allowed: Sequence[str]) -> str:
	"""Media type by the content, "" when it is none that we know. Only where a boundary may stand, it is looked for."""
	if guessed := filetype.guess(content):
		return str(guessed.mime)
	if geojson.MEDIA_TYPE not in allowed or len(content) > LARGEST_BOUNDARY:
		return ""
	return geojson.MEDIA_TYPE if geojson.boundary(content) else ""


def _store(doctype: str, name: str, field: str, file_name: str, content: bytes) -> str:
	# the framework takes no path for a field
	file = stored_files.hang(doctype, name, file_name, content, field.rpartition(".")[2])
	return str(file.name)


def _taken_off(appeal: Document, field: str) -> list[str]:
	"""Take the file of a field off a draft; give the names of the File records."""
	former = [row.file for row in appeal.attachments if row.field == field]
	appeal.set("attachments", [row for row in appeal.attachments if row.field != field])
	return former


def _delete(files: list[str]) -> None:
	"""Delete File records. Last of all: the framework deletes from the disk at once, and no rollback brings it back."""
	named = {row.file for row in reads.rows("Appeal Attachment", {"file": files}, ["file"])}
	for file in set(files) - named:  # the first filing still names what its correction took off
		remove("File", file)


def _has_place(appeal: Document, field: str) -> bool:
	"""Whether the row that should hold the answer is there."""
	return forms.put(json.loads(appeal.answers), field, None)


def _answer(appeal: Document, field: str, sha256: str | None) -> None:
	answers = json.loads(appeal.answers)
	forms.put(answers, field, sha256)
	appeal.answers = canonical(answers).decode()
