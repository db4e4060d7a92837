"""What an operator must know of a running site, as numbers: nothing personal, and no query that grows with the site."""

import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from time import time

import frappe
from frappe.utils import now_datetime
from frappe.utils.background_jobs import get_queue, get_workers
from rq import Queue
from rq.registry import FailedJobRegistry

import esaylov
from esaylov.appeals.inbox.queues import running_states
from esaylov.appeals.review import owed as appeals_owed
from esaylov.core.formats.prometheus import Counter, Gauge, Sample, text_of
from esaylov.core.outbox import Status
from esaylov.framework import clock, place, queues
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import NotFound, NotPermitted
from esaylov.framework.requests import admission, refusal_counts
from esaylov.messages.delivery import figures
from esaylov.permissions.configuration import chain_faults
from esaylov.portal.built import invalidation
from esaylov.setup import known_advisories
from esaylov.setup.operating import backup_results, disks, log_scan, release, tls_end

TOKEN = "esaylov_metrics_token"  # noqa: S105 # the name of the setting
SHORTEST_TOKEN = 32
WAITING = (Status.QUEUED.value, Status.SENDING.value)


def metrics(token: str) -> str:
	"""The gauges in the text format of Prometheus, for who knows the site's token.

	Raises NotFound where the site has no token of 32 characters (`esaylov_metrics_token`), NotPermitted for another one; the
	comparison takes the same time.
	"""
	expected = str(frappe.conf.get(TOKEN) or "")
	if len(expected) < SHORTEST_TOKEN:
		raise NotFound()
	if not hmac.compare_digest(token.encode(), expected.encode()):
		raise NotPermitted()
	return text_of(
		[
			*_expiries(),
			*_backups(),
			*(*_versions(), *_jobs(), *_database(), *_messages(), *_appeals()),
			*(*_filings(), *_trust(), *_advisories(), *_pages(), *_intakes(), *_refusals()),
		]
	)


def _versions() -> Iterator[Gauge]:
	labels = {"esaylov": esaylov.__version__, "frappe": frappe.__version__}
	yield Gauge("esaylov_info", "Versions; always 1", [Sample(1, labels)])
	yield Gauge("esaylov_held", "1 on a restored copy, which sends nothing yet", [Sample(place.is_held())])


def _jobs() -> Iterator[Gauge]:
	is_up = queues.answers()
	yield Gauge("esaylov_queue_up", "Whether the queue's Redis answers", [Sample(int(is_up))])
	if is_up:
		yield from _queues()
	last = frappe.get_all(
		"Scheduled Job Type", {"stopped": 0}, pluck="last_execution", order_by="last_execution desc", limit=1
	)
	yield _age(
		"esaylov_scheduler_age_seconds",
		"Since the scheduler last ran a job",
		last[0] if last else None,
		_wall(),
	)
	errors = frappe.db.count("Error Log", {"creation": [">", now_datetime() - timedelta(days=1)]})
	yield Gauge("esaylov_errors_last_day", "Rows of the Error Log of the last 24 hours", [Sample(errors)])
	lines = log_scan.personal_log_lines()
	text = "Lines of recent log files that contain a personal number; searched each hour"
	yield Gauge("esaylov_personal_log_lines", text, [] if lines is None else [Sample(lines)])


def _queues() -> Iterator[Gauge]:
	found = {name: get_queue(name) for name in queues.ALL}
	waiting = [Sample(queue.count, {"queue": name}) for name, queue in found.items()]
	yield Gauge("esaylov_queue_jobs", "Jobs that wait", waiting)
	failed = [Sample(FailedJobRegistry(queue=queue).count, {"queue": name}) for name, queue in found.items()]
	yield Gauge("esaylov_queue_failed_jobs", "Jobs that failed and were kept", failed)
	ages = [
		Sample(seconds, {"queue": name})
		for name, queue in found.items()
		if (seconds := _waited(queue)) is not None
	]
	yield Gauge("esaylov_queue_oldest_seconds", "How long the first job in line waits", ages)
	yield Gauge("esaylov_workers", "Worker processes that are registered", [Sample(len(get_workers()))])


def _waited(queue: Queue) -> int | None:
	"""Seconds since the first job in line was put there; None where none waits, or another process took it meanwhile."""
	for job in queue.get_jobs(0, 1):
		if job.enqueued_at:
			return max(0, round((datetime.now(UTC) - _in_utc(job.enqueued_at)).total_seconds()))
	return None


def _in_utc(moment: datetime) -> datetime:
	return (
		moment if moment.tzinfo else moment.replace(tzinfo=UTC)
	)  # older versions of rq keep times without a zone


def _database() -> Iterator[Gauge]:
	free = [Sample(count, {"disk": name}) for name, count in disks.free_bytes().items()]
	yield Gauge("esaylov_disk_free_bytes", "Free bytes of a disk that this machine has", free)
	replicas, text = _replicas(), "Replicas that confirm the commits of this primary"
	yield Gauge("esaylov_database_replicas", text, [] if replicas is None else [Sample(replicas)])
	has_writes = place.is_held() or disks.can_write()
	text = "Whether the database takes a write within two seconds"
	yield Gauge("esaylov_database_writes", text, [Sample(int(has_writes))])
	names = {
		"Slow_queries": (
			"esaylov_database_slow_queries",
			"Statements over long_query_time since the server started",
		),
		"Threads_connected": ("esaylov_database_connections", "Connections that are open"),
		"Innodb_deadlocks": ("esaylov_database_deadlocks", "Deadlocks since the server started"),
	}
	found = dict(frappe.db.sql("show global status where variable_name in %s", [tuple(names)]))
	for variable, (name, text) in names.items():
		yield Gauge(name, text, [Sample(float(found[variable]))] if variable in found else [])


def _replicas() -> float | None:
	"""Replicas that are connected and confirm commits; None where the database waits for none."""
	names = ("Rpl_semi_sync_master_clients",)
	if not frappe.db.sql("select @@global.rpl_semi_sync_master_enabled")[0][0]:
		return None
	return float(dict(frappe.db.sql("show global status where variable_name in %s", [names]))[names[0]])


def _backups() -> Iterator[Gauge]:
	results = backup_results.read_results()
	now = time()
	ages = [
		Sample(max(0, round(now - result.done_at)), {"kind": kind})
		for kind, result in results.items()
		if result.done_at
	]
	yield Gauge("esaylov_backup_age_seconds", "Since a backup of a kind last succeeded", ages)
	failed = [Sample(int(result.has_failed), {"kind": kind}) for kind, result in results.items()]
	yield Gauge("esaylov_backup_failed", "1 where the last backup of a kind failed", failed)


def _expiries() -> Iterator[Gauge]:
	now = _wall()
	asked = (
		("trusted_certificate", "Trusted Certificate", {"is_active": 1}, "valid_until"),
		("integrator_key", "Integrator Key", {"status": "Active", "expires_at": [">", now]}, "expires_at"),
	)
	left = []
	for what, doctype, filters, field in asked:
		for moment in frappe.get_all(
			doctype, filters, pluck=field, order_by=f"`tab{doctype}`.`{field}` asc", limit=1
		):
			if moment:
				seconds = (frappe.utils.get_datetime(moment) - now).total_seconds()
				left.append(Sample(round(seconds), {"what": what}))
	if (seconds := tls_end.tls_seconds_left()) is not None:
		left.append(Sample(seconds, {"what": "tls"}))
	text = "Until the first trusted certificate, key of an integrator or TLS certificate expires"
	yield Gauge("esaylov_certificate_expires_seconds", text, left)
	undrawn = frappe.get_all(
		"Certificate", {"status": "Formed"}, pluck="creation", order_by="creation asc", limit=1
	)
	yield _age(
		"esaylov_certificates_undrawn_oldest_seconds",
		"How long the first certificate waits for its PDF",
		undrawn[0] if undrawn else None,
		now,
	)


def _messages() -> Iterator[Gauge]:
	counts = [
		Sample(frappe.db.count("SMS Message", {"status": state}), {"status": state}) for state in WAITING
	]
	yield Gauge("esaylov_sms_waiting", "SMS that wait or are being handed over", counts)
	yield _age(
		"esaylov_sms_oldest_seconds",
		"Age of the oldest SMS that waits, but for those behind the limit of a phone",
		figures.oldest_waiting(),
		_wall(),
	)
	behind = figures.behind_limits()
	yield Gauge(
		"esaylov_sms_behind_limit", "SMS that wait for the limit of their phone", [Sample(behind.messages)]
	)
	yield _age("esaylov_sms_behind_limit_oldest_seconds", "Age of the oldest of them", behind.oldest, _wall())


def _appeals() -> Iterator[Gauge]:
	running = running_states()
	late = frappe.db.count("Appeal", {"status": ["in", running], "due_on": ["<", clock.today()]})
	yield Gauge("esaylov_appeals_overdue", "Appeals whose time limit has passed", [Sample(late)])
	open_ones = frappe.db.count("Appeal", {"status": ["in", running]})
	yield Gauge("esaylov_appeals_running", "Appeals whose clock runs", [Sample(open_ones)])
	owed = appeals_owed.owed()
	yield Gauge(
		"esaylov_register_checks_owed",
		"Filed appeals about whose persons registers are still to be asked",
		[Sample(owed.appeals)],
	)
	yield Gauge(
		"esaylov_register_checks_oldest_seconds",
		"How long the first of them waits",
		[Sample(owed.oldest_seconds)],
	)


def _filings() -> Iterator[Gauge]:
	try:
		load = admission.load()
	except AWAY:  # then nobody is counted and nobody waits
		load = admission.Load(0, 0)
	yield Gauge("esaylov_filings_running", "Filings under way", [Sample(load.running)])
	yield Gauge("esaylov_filings_at_once", "Most of them at once; 0: any number", [Sample(admission.most())])
	yield Gauge("esaylov_filings_in_line", "Callers who wait for a place", [Sample(load.waiting)])


def _trust() -> Iterator[Gauge]:
	last = frappe.get_all("Published Head", pluck="creation", order_by="creation desc", limit=1)
	# before the first publication the age is that of the first event, which waits for it
	last = last or frappe.get_all("Chain Event", pluck="creation", order_by="creation asc", limit=1)
	text = "Since a list of the chains' heads was last published; it is published when a chain grew"
	yield _age("esaylov_chain_heads_age_seconds", text, last[0] if last else None, _wall())
	event = frappe.get_all("Chain Event", pluck="creation", order_by="creation desc", limit=1)
	yield _age(
		"esaylov_chain_event_age_seconds", "Age of the newest event", event[0] if event else None, _wall()
	)

	broken = len(chain_faults.list_broken_chains())
	yield Gauge(
		"esaylov_chains_broken", "Chains of events that do not hold, not accepted yet", [Sample(broken)]
	)
	text = "1 for seven days after the owner of the bench alone released a restored site"
	released = release.was_released_by_bench_owner()
	yield Gauge("esaylov_released_by_bench_owner", text, [Sample(int(released))])
	difference = round(clock.database_difference(), 3)
	yield Gauge(
		"esaylov_clock_difference_seconds",
		"How far the clock of the web server is ahead of the database's",
		[Sample(difference)],
	)


def _advisories() -> Iterator[Gauge]:
	age = known_advisories.snapshot_age_days(datetime.now(UTC).date())
	text = "Days since the data of the snapshot of known advisories was taken"
	yield Gauge("esaylov_advisories_age_days", text, [] if age is None else [Sample(age)])


def _pages() -> Iterator[Gauge]:
	state = invalidation.state()
	yield Gauge(
		"esaylov_portal_notes", "Changes of which the pages are not built yet", [Sample(state.waiting)]
	)
	yield Gauge(
		"esaylov_portal_oldest_note_seconds", "Age of the oldest of them", [Sample(state.oldest_seconds)]
	)


def _intakes() -> Iterator[Gauge]:
	running = frappe.db.count("Table Import", {"status": ["in", ["Checking", "Importing"]]})
	yield Gauge("esaylov_intakes_running", "Tables that are being checked or imported", [Sample(running)])


def _refusals() -> Iterator[Gauge]:
	try:
		counts = refusal_counts.refusal_counts()
	except AWAY:
		counts = {}
	samples = [Sample(count, {"class": name}) for name, count in counts.items()]
	yield Counter("esaylov_refusals_total", "Refusals that were answered, by their class", samples)


def _wall() -> datetime:
	return frappe.utils.now_datetime()


def _age(name: str, text: str, moment: datetime | None, now: datetime) -> Gauge:
	if not moment:
		return Gauge(name, text, [])
	return Gauge(
		name, text, [Sample(max(0, round((now - frappe.utils.get_datetime(moment)).total_seconds())))]
	)
