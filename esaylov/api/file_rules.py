"""Which files may be stored, who may make one public, and how stored files are sent: nothing that a browser would run.

A public file stands on this site's own address: a page or a script among them acts as whoever opens it. Staff therefore
make no public files; kinds are known by their content, from a list; and what is sent is a download.
"""

import base64
from collections.abc import Sequence
from pathlib import PurePosixPath
from urllib.parse import quote

import filetype
import frappe
from frappe.model.document import Document
from werkzeug.wrappers import Request, Response

from esaylov.api import calls
from esaylov.appeals.review import filed_files
from esaylov.framework.errors import LawBroken, NotPermitted, ScannerAway, shown
from esaylov.framework.files import content_store, photos, readable
from esaylov.framework.files.file_processes import waiting_thread
from esaylov.framework.files.stored_files import FILES, whole
from esaylov.integrations import antivirus
from esaylov.integrations.base import ProviderError
from esaylov.permissions import reach

TEXT = "text"
OFFICE = "application/vnd.openxmlformats-officedocument"
OPEN = "application/vnd.oasis.opendocument"
ZIP = "application/zip"
KINDS: dict[str, tuple[str, ...]] = {
	"pdf": ("application/pdf",),
	"jpg": ("image/jpeg",),
	"jpeg": ("image/jpeg",),
	"png": ("image/png",),
	"gif": ("image/gif",),
	"webp": ("image/webp",),
	"xlsx": (f"{OFFICE}.spreadsheetml.sheet", ZIP),
	"docx": (f"{OFFICE}.wordprocessingml.document", ZIP),
	"ods": (f"{OPEN}.spreadsheet", ZIP),
	"odt": (f"{OPEN}.text", ZIP),
	"gz": ("application/gzip",),  # the framework keeps a prepared report so
	"csv": (TEXT,),
	"txt": (TEXT,),
	"json": (TEXT,),
	"geojson": (TEXT,),
}
"""Ending of a file's name -> what its content may be, as `filetype` knows it, or TEXT. Own design."""
JPEG = ("jpg", "jpeg")
PUBLISHERS = "System Manager"
LOOKED_AT = 8192
"""Bytes at the beginning by which a kind is known."""
UTF16 = (b"\xff\xfe", b"\xfe\xff")
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"
PRIVATE = "/private/files/"
UPLOAD = "frappe.handler.upload_file"
ARCHIVE, MAIL = "frappe.core.api.file.zip_files", "frappe.core.doctype.communication.email.make"
HANDED_OUT = {ARCHIVE: "files", "esaylov.api.files.archive": "files", MAIL: "attachments"}
"""Functions that hand out files -> the argument with their names."""


def keep_uploads_private() -> None:
	"""Hook `auth_hooks`: what staff upload is private, whatever their dialogue asked for."""
	call = frappe.local.form_dict
	if UPLOAD in calls.called():
		call.is_private = int(not may_publish() or frappe.utils.cint(call.get("is_private")))


def check_handed_out() -> None:
	"""Hook `auth_hooks`: the framework packs files into an archive, and puts them beside a letter, by their names; each is asked about as
	if it were read alone, for a letter with the right to it as well: the framework asks for none.

	Raises LawBroken, as `filed_files.require_unchanged`; NotPermitted.
	"""
	called = calls.called()
	for method, argument in HANDED_OUT.items():
		if method not in called:
			continue
		asked = calls.parsed(frappe.local.form_dict.get(argument))
		# the names of a list, or the keys of an object: whatever the framework would go through
		names = [each for each in asked if isinstance(each, str)] if isinstance(asked, list | dict) else []
		files = frappe.get_all(
			"File", {"name": ["in", [*names, ""]]}, content_store.COLUMNS, order_by="name asc"
		)
		if method == MAIL and not all(frappe.has_permission("File", "read", row.name) for row in files):
			raise NotPermitted
		filed_files.require_readable(files)


def may_publish(user: str | None = None) -> bool:
	"""Whether a user may make a public file: those who run the site, for its logo or the pictures of its letters."""
	user = user or frappe.session.user
	return user == "Administrator" or PUBLISHERS in frappe.get_roles(user)


def check_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool | None:
	"""Hook `has_permission` of File: who reaches it, and no new record for a file that the user may not have.

	It is asked before anything is written: a record that names the address of a file gets a copy of its bytes, and one that
	is refused later takes the bytes along. Raises FormInvalid for a JPEG that cannot be opened: the framework takes the
	camera's data out before it writes, and stumbles there.
	"""
	try:
		if ptype == "create" and not FILES.is_writing and not _may_make(doc, user or frappe.session.user):
			return False
	except Exception:  # what cannot be decided is refused
		frappe.logger("esaylov").exception("permission check of File")
		return False
	if ptype == "create" and not FILES.is_writing and _ending(str(doc.file_name)) in JPEG:
		_check_picture(doc)
	return reach.agree(doc, ptype, user)


def _check_picture(file: Document) -> None:
	if content := file.get("content"):
		content = _bytes(content)
		if file.get("decode"):
			*_, text = content.split(
				b","
			)  # of an address `data:`, the framework keeps what stands after the comma
			content = base64.b64decode(text + b"==")
		with shown():
			readable.check("image/jpeg", content, str(file.file_name))


def write(file: Document) -> dict[str, str]:
	"""Hook `write_file`: look at a content before it lies on the disk. Raises LawBroken (`file_kind_refused`), FormInvalid,
	StorageFull."""
	with shown(), whole(file):
		if not FILES.is_writing:
			_require_kind([str(file.file_name)], file._content[:LOOKED_AT])
			kind, *_ = KINDS[_ending(str(file.file_name))]
			readable.check(kind, _bytes(file._content), str(file.file_name))
			file._content = photos.without_camera_data(kind, _bytes(file._content), str(file.file_name))
			file.file_size = len(file._content)
			_scan(file._content)
		if FILES.is_writing:
			return content_store.write(file)
		saved: dict[str, str] = file.save_file_on_filesystem()
		return saved


def _scan(content: bytes) -> None:
	"""What staff upload has no row that could hold it: it is scanned, or refused until the scanner is there."""
	if not antivirus.is_on():
		return
	try:
		with waiting_thread() as seconds:
			found = antivirus.scan(content, seconds)
	except ProviderError as problem:
		raise ScannerAway from problem
	if found:
		raise LawBroken({"found": found}, code="file_quarantined")


def check(file: Document, event: str = "") -> None:
	"""Event `validate` of File: private, but for who may publish; of an allowed kind by its content; its address not
	another's. Raises NotPermitted (`file_public`, `not_permitted`), LawBroken (`file_kind_refused`)."""
	if file.is_folder or FILES.is_writing:
		return
	with shown():
		if not file.is_private and _is_changed(file, "is_private") and not may_publish():
			raise NotPermitted(code="file_public")
		if not file.flags.new_file and _is_changed(file, "file_url") and not _reads(str(file.file_url)):
			raise NotPermitted
		if _is_changed(file, "file_url") or _is_changed(file, "file_name"):
			_check_kind(file)


def harden(response: Response, request: Request) -> None:
	"""Hook `after_request`: a private file is a download, under the name that it was given, and runs nothing. Pictures are still
	drawn in pages that name them.

	Public ones never come here: the web server sends them (docs/nginx, standalone/overlay) with the same headers.
	"""
	if response is None or not request.path.startswith(PRIVATE) or response.status_code >= 400:
		return
	name = str(frappe.flags.get(filed_files.NAME) or request.path.rpartition("/")[2])
	response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}"
	response.headers["Content-Security-Policy"] = SANDBOX
	response.headers["X-Content-Type-Options"] = "nosniff"


def _may_make(doc: Document, user: str) -> bool:
	"""The road of REST and imports: what is public, or copies the bytes behind an address."""
	if not doc.get("is_folder") and not doc.get("is_private") and not may_publish(user):
		return False
	return not doc.get("file_url") or _reads(str(doc.file_url))


def _reads(url: str) -> bool:
	"""Whether the user of the session reads a file at this address, or it is a link that leads elsewhere."""
	if _is_elsewhere(url):
		return True
	names = frappe.get_all("File", {"file_url": url}, pluck="name", order_by="name asc")
	return any(frappe.has_permission("File", "read", name) for name in names)


def _is_elsewhere(url: str) -> bool:
	"""The framework takes an address with `/files/` under any name of this site for one of its own files."""
	return url.startswith(("https://", "http://")) and "/files/" not in url


def _is_changed(file: Document, field: str) -> bool:
	return bool(file.is_new() or file.has_value_changed(field))


def _check_kind(file: Document) -> None:
	names = [str(name) for name in (file.file_url, file.file_name) if name]
	if names and _is_elsewhere(names[0]):
		return
	with open(file.get_full_path(), "rb") as stored:
		_require_kind(names, stored.read(LOOKED_AT))


def _require_kind(names: Sequence[str], head: bytes | str) -> None:
	if not all(_fits(_ending(name), _bytes(head)) for name in names):
		raise LawBroken({"kinds": ", ".join(KINDS)}, code="file_kind_refused")


def _fits(ending: str, head: bytes) -> bool:
	"""Whether a content that begins so may carry a name that ends so."""
	allowed = KINDS.get(ending, ())
	if TEXT in allowed:
		return b"\0" not in head or head.startswith(UTF16)
	guessed = filetype.guess(head)
	return guessed is not None and guessed.mime in allowed


def _bytes(content: bytes | str) -> bytes:
	"""The framework keeps what it could decode as text."""
	return content if isinstance(content, bytes) else content.encode()


def _ending(name: str) -> str:
	return PurePosixPath(name).suffix.lower().lstrip(".")
