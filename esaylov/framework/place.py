"""Whether this site stands where it stood, or is a copy that was brought back from a backup.

A copy has the gateways' passwords and messages that wait; the site it was taken from may be at work. So a restored site is
held: no SMS, no webhook, no job of the scheduler, until an operator says so (`release`). The database and a file beside
the site, which no backup takes along, know the same mark; it is renewed each hour, so that an older database brought back
into the same folder is told too. The file keeps the mark before as well: whichever of the two is written last may fail.
"""

import json
from pathlib import Path
from typing import Any

import frappe
from frappe.utils.scheduler import disable_scheduler, enable_scheduler

from esaylov.framework.errors import WrongState

MARK = "esaylov_place"
FILE = ("private", "esaylov_place.json")
SCHEDULED = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"


def is_held() -> bool:
	"""Whether nothing may leave this site: its database is not the one that the file beside it knows."""
	return _mark() not in _known()


def adopt() -> None:
	"""After install and migrate: give a site its first mark. A copy keeps the mark that came with it, and stays held."""
	if not _mark():
		_settle([])


def renew() -> None:
	"""Each hour: another mark, so that a database of earlier hours is told from this one. A held site keeps its mark."""
	mark = _mark(
		for_update=True
	)  # two at once would leave the file without the mark of the one that commits last
	if mark in _known():
		_settle([mark])


def hold() -> None:
	"""Have nothing leave this site (SMS, webhooks, scheduled jobs): for a copy that was made another way than by a restore."""
	_path().unlink(missing_ok=True)
	frappe.db.set_global(MARK, frappe.generate_hash(length=32))
	disable_scheduler()


def release() -> None:
	"""The operator says that this is the site now: what waits goes out, the scheduler runs."""
	_settle([])
	enable_scheduler()


def stop_scheduled(method: str, **_: Any) -> None:
	"""Before each job: a held site's first scheduled one stops the scheduler, and none of them runs. Raises WrongState."""
	if method != SCHEDULED or not is_held():
		return
	disable_scheduler()
	frappe.db.commit()  # a job that ends here: what it raises would take the stop back
	raise WrongState({"site": "held"})


def forget() -> None:
	"""At the removal of the app: the mark and its file."""
	_path().unlink(missing_ok=True)
	frappe.db.delete("DefaultValue", {"defkey": MARK})


def _settle(also: list[str]) -> None:
	mark, path = frappe.generate_hash(length=32), _path()
	path.parent.mkdir(exist_ok=True)
	part = path.with_suffix(".part")
	part.write_text(json.dumps([mark, *also]))
	part.replace(path)
	frappe.db.set_global(MARK, mark)


def _mark(for_update: bool = False) -> str:
	"""The database's own, past every cache: Redis may still know that of the database before."""
	key = {"defkey": MARK, "parent": "__global"}
	return frappe.db.get_value("DefaultValue", key, "defvalue", for_update=for_update) or ""


def _known() -> list[str]:
	try:
		return list(json.loads(_path().read_text()))
	except (OSError, ValueError):
		return []


def _path() -> Path:
	return Path(frappe.get_site_path(*FILE))
