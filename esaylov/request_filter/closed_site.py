"""A held site, and one whose database has no room, answer questions. Whatever writes is refused before it begins.

MariaDB itself does not refuse: without room for its binary log a commit waits for a minute and more, and one that cannot take a
change back stops the server (10.11, `tests/standalone/test_full_database_disk.py`).
"""

import frappe
from werkzeug.exceptions import HTTPException

from esaylov.framework import database_away, place
from esaylov.framework.errors import SiteHeld
from esaylov.framework.requests import headers
from esaylov.portal import away
from esaylov.setup.operating import disks
from esaylov.setup.web_server import wants_data

READS = frozenset({"GET", "HEAD", "OPTIONS"})


def refuse_writes() -> None:
	"""Hook `before_request`: while the site takes no writes, answer 503 to every verb that writes, and let the others read alone."""
	code = _refusal_code()
	if not code:
		return
	http = frappe.local.request
	if http.method in READS:
		place.read_only()
		return
	if wants_data(http):
		response = database_away.refusal(http, code)
	else:
		response = database_away.marked(away.page(http, "away"))
	headers.harden(response, http)
	raise HTTPException(response=response)


def _refusal_code() -> str:
	"""Why nothing is written, as a code of a refusal; "" where the site takes writes."""
	if place.is_held_lately():
		return SiteHeld.code
	return database_away.CODE if disks.is_full() else ""
