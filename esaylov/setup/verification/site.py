"""Checks of the site and of what runs for it: assets, services, queues, scheduler, languages, keys, mail, SMS, settings. Nothing is written."""

import json
import socket
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path
from time import monotonic, sleep
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import frappe
from frappe.utils import cint, now_datetime
from frappe.utils.background_jobs import get_queue, get_workers
from frappe.utils.scheduler import is_scheduler_inactive

from esaylov.framework import place, queues
from esaylov.framework.cache_away import AWAY
from esaylov.framework.desk import report_user as second_user
from esaylov.framework.guarded_steps import CUSTOMISING
from esaylov.framework.requests import disclosure
from esaylov.identity.logins import passwords
from esaylov.messages.delivery import figures
from esaylov.permissions.configuration.rules import approvers
from esaylov.permissions.configuration.waiting import waiting_changes
from esaylov.registers.outcome_rules import compositions
from esaylov.setup import report_user
from esaylov.setup.install import LANGUAGES, SIGNING_KEY
from esaylov.setup.verification import stored_secrets
from esaylov.setup.verification.result import Result, Verdict, judged

LATE = timedelta(minutes=10)
"""The scheduler runs jobs each minute; after so long without one it stands [ours]."""
SECONDS = 3
STARTING_SECONDS = 20
"""So long a server that was just started may need until it answers."""
SHORTEST_TOKEN = 32
NAMED = 10
"""As many secrets are named; the others are counted."""
EMERGENCY = "esaylov_emergency"
DEMONSTRATION = "esaylov_demo"


def check() -> Iterator[Result]:
	"""All of them, one after another."""
	yield from (_assets(), _cache(), _queue(), *_workers(), _scheduler(), _web(), _realtime())
	yield from (_languages(), *_keys(), _mail(), *_messages(), *_settings(), _reports(), _passwords())
	yield from (_disclosure(), _compositions(), *check_administrators())


def _assets() -> Result:
	folder = Path(frappe.local.sites_path) / "assets"
	try:
		known = json.loads((folder / "assets.json").read_text(encoding="utf-8"))
	except (OSError, ValueError):
		known = {}
	root, bundles = Path(frappe.local.sites_path), _bundles()
	missing = [
		name for name in bundles if not (known.get(name) and (root / known[name].lstrip("/")).is_file())
	]
	seen = f"missing: {', '.join(missing)}" if missing else f"{len(bundles)} bundles are built"
	return judged("assets", not missing, seen, "bench build --app esaylov")


def _bundles() -> list[str]:
	"""What `bench build` makes of the app's sources, by the names under which pages ask for it."""
	public = Path(frappe.get_app_path("esaylov", "public"))
	found = [path for folder in ("js", "scss") for path in (public / folder).rglob("*.bundle.*")]
	return sorted(path.name.replace(".scss", ".css").replace(".ts", ".js") for path in found)


def _cache() -> Result:
	try:
		frappe.cache.get("esaylov")
	except AWAY as problem:
		return Result(
			"services",
			Verdict.WRONG,
			f"the cache's Redis does not answer: {problem}",
			"supervisorctl start all, or bench start",
		)
	return Result("services", Verdict.RIGHT, "the cache's Redis answers")


def _queue() -> Result:
	seen = "the queue's Redis answers" if queues.answers() else "the queue's Redis does not answer"
	return judged("services", queues.answers(), seen, "supervisorctl start all, or bench start")


def _workers() -> Iterator[Result]:
	if not queues.answers():
		return
	served = {queue.name for worker in get_workers() for queue in worker.queues}
	for name in queues.ALL:
		queue = get_queue(name)
		is_served = queue.name in served
		seen = f"{name}: {queue.count} jobs wait, {'a worker' if is_served else 'no worker'}"
		mend = f"Start a worker: bench worker --queue {name} (docs/operators/running.md)"
		yield judged("queues", is_served, seen, mend)


def _scheduler() -> Result:
	if is_scheduler_inactive(verbose=False):
		return Result(
			"scheduler",
			Verdict.WRONG,
			"the scheduler is off",
			f"bench --site {frappe.local.site} enable-scheduler",
		)
	last = frappe.get_all(
		"Scheduled Job Type", {"stopped": 0}, pluck="last_execution", order_by="last_execution desc", limit=1
	)
	is_recent = bool(last and last[0]) and now_datetime() - last[0] <= LATE
	seen = f"last job at {last[0]}" if last and last[0] else "no job ran yet"
	return judged(
		"scheduler", is_recent, seen, "Start the scheduler: supervisorctl start all, or bench schedule"
	)


def _web() -> Result:
	port = cint(frappe.conf.get("webserver_port")) or 8000
	asked = Request(f"http://127.0.0.1:{port}/health", headers={"Host": frappe.local.site})  # a fixed scheme
	deadline = monotonic() + STARTING_SECONDS
	while True:
		status, seen = _ask_health(asked)
		if status or monotonic() >= deadline:
			break
		sleep(1)
	mend = "supervisorctl start all, or bench start"
	return judged("services", status == 200, f"web: port {port}{seen}", mend, Verdict.DOUBTFUL)


def _ask_health(asked: Request) -> tuple[int, str]:
	"""The status of the answer, 0 without one, and what to print."""
	try:
		with urlopen(asked, timeout=SECONDS + STARTING_SECONDS) as answer:  # noqa: S310 # a fixed scheme
			return answer.status, f" answers {answer.status}"
	except HTTPError as answer:
		return answer.code, f" answers {answer.code}"
	except (URLError, OSError) as problem:
		return 0, f": {problem}"


def _realtime() -> Result:
	port = cint(frappe.conf.get("socketio_port")) or 9000
	try:
		socket.create_connection(("127.0.0.1", port), SECONDS).close()
	except OSError as problem:
		mend = "supervisorctl start all (the session room must be reloaded without it)"
		return Result("services", Verdict.DOUBTFUL, f"realtime: port {port}: {problem}", mend)
	return Result("services", Verdict.RIGHT, f"realtime: port {port} is open")


def _languages() -> Result:
	enabled = set(frappe.get_all("Language", {"enabled": 1}, pluck="name", order_by="name asc"))
	missing = sorted(LANGUAGES.keys() - enabled)
	seen = f"not enabled: {', '.join(missing)}" if missing else f"enabled: {', '.join(LANGUAGES)}"
	return judged("locales", not missing, seen, f"bench --site {frappe.local.site} migrate")


def _keys() -> Iterator[Result]:
	back = "after a restore bring back the one of the backup"
	is_there = bool(frappe.conf.get(SIGNING_KEY))
	mend = f"bench --site {frappe.local.site} migrate makes it; {back}"
	yield judged("keys", is_there, f"{SIGNING_KEY} is {'there' if is_there else 'missing'}", mend)
	yield _encryption_key()
	roots = {"is_active": 1, "valid_until": [">", now_datetime()]}
	if not frappe.conf.get(DEMONSTRATION):
		roots["is_demo"] = 0
	count = frappe.db.count("Trusted Certificate", roots)
	mend = "Enter the authorities whose signatures count (docs/operators/install.md, 2)"
	yield judged("keys", count > 0, f"{count} authorities are trusted", mend)
	token = len(str(frappe.conf.get("esaylov_metrics_token") or "")) >= SHORTEST_TOKEN
	mend = f'bench --site {frappe.local.site} set-config esaylov_metrics_token "$(openssl rand -hex 32)"'
	seen = "numbers for Prometheus have a token" if token else "no token for Prometheus: nobody watches"
	yield judged("keys", token, seen, mend, Verdict.DOUBTFUL)


def _encryption_key() -> Result:
	"""The framework makes a new key where there is none and says nothing, so secrets of the former one are looked for."""
	mend = "Bring back the key of the backup (docs/operators/running.md, The encryption key)"
	if not frappe.conf.get("encryption_key"):
		return Result("keys", Verdict.WRONG, "encryption_key is missing", mend)
	lost = stored_secrets.find_undecryptable()
	named = ", ".join(lost[:NAMED]) + (" …" if len(lost) > NAMED else "")
	seen = (
		f"secrets that cannot be decrypted with this encryption_key ({len(lost)}): {named}"
		if lost
		else "encryption_key decrypts every stored secret"
	)
	return judged("keys", not lost, seen, mend)


def _mail() -> Result:
	account = frappe.db.exists("Email Account", {"enable_outgoing": 1, "default_outgoing": 1})
	has_own = bool(account or frappe.conf.get("mail_server"))
	seen = (
		"an account sends mail"
		if has_own
		else "nothing sends mail: errors and alarms of the framework reach nobody"
	)
	mend = "Email Account, Default Outgoing (docs/operators/running.md, Mail accounts)"
	return judged("mail", has_own, seen, mend, Verdict.DOUBTFUL)


def _messages() -> Iterator[Result]:
	count = frappe.db.count("SMS Gateway", {"is_enabled": 1})
	mend = "SMS Gateway: enter and enable one; a second administrator confirms it"
	yield judged("SMS", count > 0, f"{count} gateways are enabled", mend)
	oldest = figures.oldest_waiting()
	is_late = bool(oldest) and now_datetime() - frappe.utils.get_datetime(oldest) > LATE
	seen = f"the oldest that waits is of {oldest}" if oldest else "none waits"
	yield judged("SMS", not is_late, seen, "docs/operators/incidents.md, SMS", Verdict.DOUBTFUL)


def _settings() -> Iterator[Result]:
	held = place.is_held()
	mend = (
		f"bench --site {frappe.local.site} esaylov-release, once this is the site (docs/operators/backup.md)"
	)
	yield judged(
		"settings",
		not held,
		"a restored copy that takes and sends nothing" if held else "this is the site itself",
		mend,
	)
	for name in (CUSTOMISING, EMERGENCY, DEMONSTRATION):
		is_set = bool(frappe.conf.get(name))
		mend = f"bench --site {frappe.local.site} set-config {name} 0"
		yield judged(
			"settings", not is_set, f"{name} is {'set' if is_set else 'not set'}", mend, Verdict.DOUBTFUL
		)


def _reports() -> Result:
	"""As whom reports and exports are read."""
	mend = "Make the database's user for them (docs/operators/encryption.md, Reports and exports)"
	if not second_user.user():
		seen = "reports and exports read as the site's own user, whom no column is closed to"
		return Result("settings", Verdict.DOUBTFUL, seen, mend)
	found = report_user.deviations(second_user.user())
	seen = "; ".join(found) or f"reports and exports read as {second_user.user()}, who reads nothing personal"
	return judged("settings", not found, seen, mend)


def _disclosure() -> Result:
	"""Whether somebody who finds a weakness learns where to tell it."""
	named = ", ".join(disclosure.contacts())
	seen = (
		f"weaknesses are told to {named}"
		if named
		else "nobody learns where to tell a weakness (security.txt)"
	)
	mend = f"bench --site {frappe.local.site} set-config {disclosure.CONFIG} mailto:security@… (SECURITY.md)"
	return judged("settings", bool(named), seen, mend, Verdict.DOUBTFUL)


def _passwords() -> Result:
	"""Whether new passwords are compared with a list of stolen ones."""
	mend = (
		f"Put the list on the machine and name it in {passwords.STOLEN} (docs/operators/logins.md, Passwords)"
	)
	path = passwords.stolen()
	if not path:
		seen = "new passwords are compared with the 30,000 that are stolen most often, not with a whole list"
		return Result("settings", Verdict.DOUBTFUL, seen, mend)
	try:
		count = passwords.count_stolen(path)
	except (OSError, ValueError) as problem:
		return Result("settings", Verdict.WRONG, f"{path}: {problem}", mend)
	return Result("settings", Verdict.RIGHT, f"new passwords are compared with about {count:,} stolen ones")


def _compositions() -> Result:
	"""One chair, one deputy and one secretary of each commission today (art. 19); nobody guesses which of two is the
	right one."""
	found = compositions.doubled()
	named = ", ".join(f"{commission}: {number} × {position}" for commission, position, number in found[:20])
	mend = "End the memberships that do not hold, by a decision on their replacement or by forming the commission anew"
	return judged("compositions", not found, named or "no position of a commission is held twice", mend)


def check_administrators() -> Iterator[Result]:
	"""Two persons who may confirm changes, and no change that one alone put in force."""
	count = len(approvers.list_approvers())
	mend = (
		"bench --site SITE esaylov-create-administrators FILE (docs/operators/install.md, Two administrators)"
	)
	yield judged("administrators", count > 1, f"{count} persons may confirm changes", mend)
	waiting = waiting_changes.count_unconfirmed()
	seen = f"{waiting} changes that bench confirmed wait for a second person's signature"
	mend = "the page To Sign: another administrator opens each and signs it"
	yield judged("administrators", not waiting, seen, mend, Verdict.DOUBTFUL)
