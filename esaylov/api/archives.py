"""Archives of elections over HTTP: how far one is, its bytes compared, handed out."""

from typing import Any, cast
from urllib.parse import quote

from frappe.utils.response import send_private_file

from esaylov.api import guards
from esaylov.api.answers import AnyFile
from esaylov.api.endpoint import endpoint
from esaylov.framework.requests.rate_limits import rate_limit
from esaylov.setup.retention.archive import orders

ADMINISTRATOR = "Election Administrator"
READERS = (ADMINISTRATOR, "Election Auditor")
SANDBOX = "default-src 'none'; frame-ancestors 'none'; sandbox"


@endpoint(methods=["GET"])
@guards.holds_role(*READERS)
def progress(archive: str) -> dict[str, Any]:
	"""How far an archive is, what stood in the way, and how many rows of what it has or would have; see orders.progress."""
	return orders.progress(archive)


@endpoint(methods=["POST"])
@guards.holds_role(ADMINISTRATOR)
def retry(archive: str) -> dict[str, str]:
	"""Begin a failed archive again, for whoever mended what stood in the way."""
	orders.retry(archive)
	return {"archive": archive}


@endpoint(methods=["POST"])
@guards.holds_role(*READERS)
@guards.fresh_factor
@rate_limit(limit=20, seconds=60)
def verify(archive: str) -> dict[str, str]:
	"""Compare the stored bytes with the hash of the archive's row and event; `file_changed` where they differ. Writes nothing."""
	return {"sha256": orders.verified(archive).sha256}


@endpoint(methods=["POST"])
@guards.holds_role(*READERS)
@guards.fresh_factor
@rate_limit(limit=20, seconds=60)
def download(archive: str) -> AnyFile:
	"""The package, as a stream; who took it is an event `archive.downloaded` of the central commission's chain."""
	row = orders.verified(archive)
	orders.note_download(row)
	response = send_private_file(row.file_row.file_url.removeprefix("/private"))
	response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(row.file_row.file_name)}"
	response.headers["Content-Security-Policy"] = SANDBOX
	response.headers["X-Content-Type-Options"] = "nosniff"
	response.headers["Cache-Control"] = "no-store"
	return cast("None", response)  # the framework sends a Response as it is
