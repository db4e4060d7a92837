"""Whether this site stands where it stood, or is a copy that was brought back from a backup.

A copy has the gateways' passwords and messages that wait; the site it was taken from may be at work, and goes on giving the
numbers that the copy would give again. So a restored site is held: it takes no write, runs no job, gives no number and no event,
until two administrators sign its release (`setup.operating.release`). The database and a file beside
the site, which no backup takes along, know the same mark; it is renewed each hour, so that an older database brought back
into the same folder is told too. The file keeps the mark before as well: whichever of the two is written last may fail.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from contextvars import ContextVar
from pathlib import Path
from time import monotonic
from typing import Any, Final

import frappe
from frappe.utils.scheduler import disable_scheduler, enable_scheduler

from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import SiteHeld

MARK = "esaylov_place"
FILE = ("private", "esaylov_place.json")
SCHEDULED = "frappe.core.doctype.scheduled_job_type.scheduled_job_type.run_scheduled_job"
TAKES_WRITES: Final = "esaylov_takes_writes"
"""Flag of a connection (request, job, console) whose site was not held: a filing looks at it and calls no function."""
SECONDS: Final = 10.0
"""So long a process keeps the answer for the same file (own design): an older database under a process that runs is known after this."""
OF_LOGINS: Final = ("Sessions", "One-time Code", "OAuth Bearer Token", "OAuth Authorization Code")
"""What a backup brings back although it was ended meanwhile."""
_answers: dict[str, tuple[str, float, bool]] = {}
"""By site, the text of the file, until when the answer is kept, and the answer."""
_releasing: ContextVar[bool] = ContextVar("the release of a held site is at work", default=False)


def is_held() -> bool:
	"""Whether nothing may leave this site: its database is not the one that the file beside it knows."""
	return _mark() not in _known()


def is_held_lately() -> bool:
	"""As `is_held`, asked for every request: for the same file the database answers once in SECONDS."""
	site, text = frappe.local.site, _text()
	known = _answers.get(site)
	if not known or known[0] != text or monotonic() >= known[1]:
		known = _answers[site] = text, monotonic() + SECONDS, is_held()
	return known[2]


def refuse_writes() -> None:
	"""Raise SiteHeld on a held site, except in its release and while the app is installed or migrated."""
	flags = frappe.local.flags
	if _releasing.get() or flags.in_install or flags.in_migrate or flags.in_patch:
		return
	if is_held_lately():
		raise SiteHeld()
	flags[TAKES_WRITES] = True


def forget_check() -> None:
	"""Have the next write of this connection ask again whether the site is held."""
	frappe.local.flags.pop(TAKES_WRITES, None)


def refuse_login(*_: object) -> None:
	"""Hooks `before_login` and `on_login`: nobody logs in to a held site. Raises SiteHeld."""
	refuse_writes()


def read_only() -> None:
	"""Have the database refuse what the rest of this request writes, by the framework's own means."""
	frappe.db.rollback()
	frappe.flags.read_only = True
	frappe.db.begin(read_only=True)


@contextmanager
def releasing() -> Iterator[None]:
	"""Inside, a held site may be written."""
	token = _releasing.set(True)
	try:
		yield
	finally:
		_releasing.reset(token)


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
	"""Hold this site: a restore calls it, and who made a copy another way. What had ended since the backup ends here too."""
	_path().unlink(missing_ok=True)
	frappe.db.set_global(MARK, frappe.generate_hash(length=32))
	disable_scheduler()
	end_logins()
	forget_check()


def end_logins() -> None:
	"""End what lets somebody in without a new login: sessions, codes, links to a new password, tokens; and empty the caches."""
	for doctype in OF_LOGINS:
		if frappe.db.table_exists(doctype):
			frappe.db.delete(doctype)
	links = {"reset_password_key": ["is", "set"]}
	frappe.db.set_value("User", links, "reset_password_key", "", update_modified=False)
	with suppress(AWAY):
		frappe.cache.delete_keys("")  # also challenges and codes of before the restore


def current_mark() -> str:
	"""The mark of the database, which names this copy until it is released."""
	return _mark()


def release() -> None:
	"""Give the site a mark of its own: what waits goes out, the scheduler runs. The caller verifies the signatures."""
	_settle([])
	enable_scheduler()


def refuse_job(method: str, **_: Any) -> None:
	"""Hook `before_job`: no job of a held site runs, and its first scheduled one stops the scheduler. Raises SiteHeld."""
	if not is_held():
		return
	if method == SCHEDULED:
		disable_scheduler()
		frappe.db.commit()  # a job that ends here: what it raises would take the stop back
	raise SiteHeld()


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
		return list(json.loads(_text()))
	except ValueError:
		return []


def _text() -> str:
	with suppress(OSError):
		return _path().read_text()
	return ""


def _path() -> Path:
	return Path(frappe.get_site_path(*FILE))
