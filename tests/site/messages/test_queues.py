"""Filing, deciding and logging in hang on no queue: full, away or emptied, what is owed stands in the database."""

from collections.abc import Callable

import frappe
import pytest
from factories import appeals as made
from factories import codes, papers, people
from factories import decisions as deciding
from frappe.utils import background_jobs

from esaylov.appeals.drafts import attachments, drafting
from esaylov.appeals.inbox import bulk
from esaylov.appeals.review import owed
from esaylov.appeals.state_registers import jobs
from esaylov.framework import queues
from esaylov.identity import codes as identity_codes
from esaylov.identity import persons
from esaylov.identity.logins.ways import sms
from esaylov.messages.delivery import jobs as outbox
from esaylov.registers.certificates.issue import batches

DEAD = "redis://127.0.0.1:9"


@pytest.fixture(params=["full", "away"])
def lost(request, monkeypatch):
	"""A queue that takes nothing: so many jobs wait that the framework refuses, or its Redis is gone."""
	monkeypatch.setattr(queues, "_away_until", {})
	if request.param == "full":
		monkeypatch.setitem(frappe.conf, "max_queued_jobs", -1_000_000)
		monkeypatch.setattr(queues, "FULL", 0)
	else:
		read = frappe.get_site_config
		monkeypatch.setattr(
			frappe,
			"get_site_config",
			lambda *args, **given: frappe._dict(read(*args, **given), redis_queue=DEAD),
		)
		monkeypatch.setitem(frappe.conf, "redis_queue", DEAD)
		monkeypatch.setattr(background_jobs, "_redis_queue_conn", None)
	frappe.db.after_commit.reset()
	yield
	frappe.db.after_commit.run()  # as after a commit: nothing of it raises
	assert frappe.local.message_log == []


def test_an_appeal_is_filed_and_decided(lost):
	name = deciding.filed()
	assert frappe.db.get_value("Appeal", name, "checks_due_at")
	assert deciding.decided(name).number
	assert frappe.db.get_value("Appeal", name, "status") == "Granted"


def test_a_file_is_put_in_the_place_of_another_and_a_draft_thrown_away(lost):
	name = made.draft()
	(former,) = frappe.get_all("File", {"attached_to_name": name}, pluck="name")
	attachments.attach(name, "party_decision", "boshqa.pdf", papers.pdf("Boshqa"))
	(attached,) = frappe.get_all("File", {"attached_to_name": name}, pluck="name")
	assert attached != former
	drafting.discard(name)
	assert not frappe.db.exists("Appeal", name)
	assert not frappe.db.exists("File", {"attached_to_name": name})


def test_a_code_is_asked_for_and_found_by_the_scheduler(lost):
	phone = codes.phone()
	people.candidate(frappe.get_doc("Person", codes.person(phone)))
	before = set(identity_codes.owed("login"))
	sms.request(phone)
	(owed,) = set(identity_codes.owed("login")) - before
	sms.deliver(owed)
	assert owed not in identity_codes.owed("login")


def test_a_first_login_makes_a_user(lost):
	person = codes.person(codes.phone())
	user = persons.user_for(person)
	assert frappe.db.get_value("Person", person, "user") == user


def test_a_step_after_the_commit_that_fails_stops_no_other():
	done = []
	queues.after_commit(lambda: 1 / 0)
	queues.after_commit(lambda: done.append(1))
	frappe.db.after_commit.run()
	assert done == [1]


@pytest.mark.parametrize(("jobs", "is_first"), [(bulk.LIST.jobs, True), (batches.JOB, False)])
def test_what_somebody_watches_comes_before_papers(monkeypatch, jobs, is_first):
	"""Dozens of papers may wait on one worker: a chair who hands appeals over does not wait for them."""
	taken = []
	monkeypatch.setattr(frappe, "enqueue", lambda job, **options: taken.append((job, options["at_front"])))
	jobs.enqueue("a row")
	frappe.db.after_commit.run()
	assert taken == [(jobs.path, is_first)]


def test_a_queue_that_is_there_takes_the_job(monkeypatch):
	taken = []
	monkeypatch.setattr(frappe, "enqueue", lambda job, **options: taken.append((job, options["job_id"])))
	queues.wake("esaylov.messages.delivery.jobs.send_queued", queues.MESSAGES, key="once")
	assert taken == []
	frappe.db.after_commit.run()
	assert taken == [("esaylov.messages.delivery.jobs.send_queued", "once")]


@pytest.fixture
def taken(monkeypatch) -> list[str]:
	"""What the queue is asked to take; nobody has been woken yet, and no job of another test waits."""
	found: list[str] = []
	monkeypatch.setattr(queues, "get_job_status", {}.get)
	monkeypatch.setattr(frappe, "enqueue", lambda job, **options: found.append(job))
	for job in (owed.JOB, outbox.SEND):
		queues.begun(job)
	frappe.db.after_commit.reset()
	yield found
	for job in (owed.JOB, outbox.SEND):
		queues.begun(job)


def committed(step: Callable[[], object]) -> None:
	step()
	frappe.db.after_commit.run()


def test_of_many_filings_the_first_alone_wakes_a_job(taken):
	for _ in range(3):
		made.filed()
	frappe.db.after_commit.run()
	assert taken.count(owed.JOB) == taken.count(outbox.SEND) == 1


@pytest.mark.parametrize("job", [owed.JOB, outbox.SEND])
def test_what_is_committed_while_a_job_looks_wakes_no_other_and_is_worked_off(taken, monkeypatch, job):
	waiting, looked = [1], []

	def wake() -> None:
		committed({owed.JOB: owed._wake_one, outbox.SEND: outbox.wake}[job])

	def sweep() -> int:
		found = len(waiting)
		waiting.clear()
		looked.append(found)
		if len(looked) == 1:
			waiting.append(1)
			wake()
		return found

	wake()
	assert queues.swept(job, sweep) == 2
	assert waiting == []
	assert taken == [job]
	wake()
	assert taken == [job, job]


def test_a_job_goes_on_while_many_commit_something_for_it(taken, monkeypatch):
	monkeypatch.setattr(queues, "LINGER_SECONDS", 0)
	busy = [queues.LIVELY, queues.LIVELY, 1]

	def sweep() -> int:
		for _ in range(busy.pop(0) if busy else 0):
			committed(outbox.wake)
		return 1

	assert queues.swept(outbox.SEND, sweep) == 4
	assert taken == []


def test_a_job_ends_when_its_turn_is_over_however_many_commit(taken, monkeypatch):
	monkeypatch.setattr(queues, "TURN_SECONDS", 0)
	assert (
		queues.swept(outbox.SEND, lambda: sum(1 for _ in map(lambda _: committed(outbox.wake), range(9))))
		== 18
	)


@pytest.mark.parametrize("sweep", [jobs.check_owed, outbox.send_queued])
def test_the_jobs_that_filings_wake_are_swept(taken, monkeypatch, sweep):
	swept = []
	monkeypatch.setattr(queues, "swept", lambda job, _: swept.append(job) or 0)
	sweep()
	assert swept in ([owed.JOB], [outbox.SEND])


def test_where_no_register_is_asked_a_filing_wakes_no_job_for_it(taken, monkeypatch):
	monkeypatch.setattr(owed, "is_enabled", lambda: False)
	made.filed()
	frappe.db.after_commit.run()
	assert taken.count(owed.JOB) == 0


def test_a_job_that_waits_or_runs_is_put_beside_no_other_and_nothing_of_the_request_is_logged(
	taken, monkeypatch
):
	monkeypatch.setattr(queues, "get_job_status", {"waits": "queued", "runs": "started"}.get)
	assert queues.wake_now("a.job", queues.MESSAGES, key="waits")
	assert not queues.wake_now("a.job", queues.MESSAGES, key="runs")
	assert taken == []
	assert queues.wake_now("a.job", queues.MESSAGES, key="other")
	assert taken == ["a.job"]


@pytest.mark.parametrize(("status", "asked"), [("queued", 1), ("started", 2)])
def test_while_a_job_waits_whoever_commits_says_one_word_and_asks_it_once(status, asked, taken, monkeypatch):
	"""One that runs may have looked for the last time: the next one asks again."""
	found = []
	monkeypatch.setattr(queues, "get_job_status", lambda key: found.append(key) or status)
	queues.begun("a.job")
	for _ in range(2):
		committed(lambda: queues.wake_first("a.job", queues.MESSAGES, "its key"))
	queues.begun("a.job")
	assert (len(found), taken) == (asked, [])


def test_whom_the_queue_did_not_take_the_next_one_wakes(monkeypatch, taken):
	with monkeypatch.context() as full:
		full.setattr(queues, "wake_now", lambda *_, **__: False)
		committed(outbox.wake)
	committed(outbox.wake)
	assert taken == [outbox.SEND]


def test_without_a_cache_each_one_wakes(monkeypatch, taken):
	def away(*_, **__):
		raise queues.AWAY

	for word in ("set", "get", "expire", "pipeline", "delete"):
		monkeypatch.setattr(type(frappe.cache), word, away)
	for _ in range(2):
		committed(outbox.wake)
	assert queues.swept(outbox.SEND, lambda: 1) == 2
	assert taken == [outbox.SEND, outbox.SEND]
