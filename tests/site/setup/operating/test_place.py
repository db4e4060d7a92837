"""A copy brought back from a backup takes and sends nothing until two administrators sign its release."""

import json
import subprocess

import frappe
import pytest
from click.testing import CliRunner
from factories import appeals
from factories import outbox as make
from factories.two_persons import SECOND

from esaylov import commands
from esaylov.core.formats.prometheus import text_of
from esaylov.framework import clock, place
from esaylov.framework.errors import (
	FormInvalid,
	NotPermitted,
	SignatureRefused,
	SiteHeld,
	WrongState,
	in_words,
)
from esaylov.integrations.inbound import deliveries
from esaylov.messages.delivery import jobs
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes, persons
from esaylov.setup.operating import measuring, number_rows
from esaylov.setup.operating import release as operating_release
from esaylov.setup.operating.release import ReleaseResult, prepare_release
from esaylov.trust import heads
from esaylov.trust.chains import chain, walking

CEC = "CEC"
BOTH = (appeals.ADMINISTRATOR, SECOND)


@pytest.fixture
def at_home(monkeypatch):
	"""The site under a mark of this test's own: worker and web server beside it go on by the site's."""
	scheduler = frappe.db.get_single_value("System Settings", "enable_scheduler")
	monkeypatch.setattr(place, "MARK", "esaylov_place_of_test")
	monkeypatch.setattr(place, "FILE", ("private", "esaylov_place_of_test.json"))
	place.adopt()
	yield
	frappe.db.rollback()
	place.forget()
	frappe.db.set_single_value("System Settings", "enable_scheduler", scheduler)
	frappe.db.commit()


@pytest.fixture
def box(at_home, monkeypatch):
	with make.outbox(monkeypatch) as made:
		yield made


@pytest.fixture
def explained(at_home):
	"""What other tests left on the site is found before."""
	comparison.find()
	changes.record_due()


@pytest.fixture
def held(at_home):
	place._path().unlink()
	place.forget_check()  # another process, which has not asked yet


def signed(statement: bytes, users=BOTH) -> list[str]:
	return [appeals.signature(user, statement) for user in users]


def test_a_migration_of_a_copy_writes_no_event(explained, held, monkeypatch):
	"""The site it was taken from may be at work: two events would follow the same one. The release brings them."""
	before = heads.current()
	frappe.db.sql("update tabRole set disabled=1 where name='Election Auditor'")
	with monkeypatch.context() as migrating:
		migrating.setitem(frappe.local.flags, "in_migrate", True)
		(found,) = comparison.find()
		kept = comparison.record()
	assert heads.current() == before
	assert not frappe.db.get_value("Configuration Change", found, "event")
	release()
	place.forget_check()
	changes.record_due()
	kinds = {
		name: frappe.db.get_value("Chain Event", {"hash": event}, "kind")
		for name, event in frappe.get_all(
			"Configuration Change", {"name": ["in", [found, *kept]]}, ["name", "event"], as_list=True
		)
	}
	assert kinds.pop(found) == "configuration.unexplained"
	assert set(kinds.values()) <= {"configuration.changed"}
	assert not comparison.log_faults()


def release(users=BOTH, **values: object) -> ReleaseResult:
	statement = prepare_release("The machine burned", **values)
	return operating_release.release(statement, signed(statement, users))


def dump() -> str:
	"""What a backup takes along of the mark: the database's."""
	return frappe.db.get_global(place.MARK)


def brought_back(mark: str) -> None:
	frappe.db.set_global(place.MARK, mark)


def test_a_copy_sends_nothing_until_it_is_released(box):
	names = box.put(3)
	place._path().unlink()  # another machine: the backup took the database, the files and the settings along
	assert place.is_held()
	assert box.send() == jobs.send_queued() == deliveries.run() == 0
	assert box.states() == {"Queued": 3}
	assert not box.taken()
	released = release()
	assert (released.messages >= 3, released.cancelled) == (True, 0)
	assert box.send() == 3
	assert box.handed() == dict.fromkeys(names, 1)


def test_a_release_says_how_many_messages_it_cancelled(box):
	box.put(2)
	place._path().unlink()
	waiting = frappe.db.count("SMS Message", {"status": "Queued"})
	released = release(waiting="stop")
	assert (released.messages, released.cancelled) == (0, waiting)
	assert released.deliveries == frappe.db.count("Webhook Delivery", {"status": "Queued"})


@pytest.mark.full
def test_an_older_database_in_the_same_folder_is_told(at_home):
	older = dump()
	place.renew()
	last = dump()
	place.renew()
	assert not place.is_held()
	brought_back(last)  # a renewal whose commit failed
	assert not place.is_held()
	brought_back(older)
	assert place.is_held()
	place.renew()
	assert dump() == older, "a held site keeps its mark"


def test_a_migrate_lets_no_copy_go(at_home):
	place._path().unlink()
	place.adopt()
	assert place.is_held()


def test_a_copy_of_folder_and_database_is_held_by_hand(at_home):
	place.hold()
	assert place.is_held()
	release()
	assert not place.is_held()


@pytest.mark.parametrize("method", [place.SCHEDULED, jobs.SEND])
def test_no_job_of_a_copy_runs_and_the_scheduler_stops_at_its_first(at_home, method):
	frappe.db.set_single_value("System Settings", "enable_scheduler", 1)
	ask = {"method": method, "kwargs": {"job_type": "x"}, "transaction_type": "job"}
	(hook,) = frappe.get_hooks("before_job", app_name="esaylov")
	frappe.call(hook, **ask)
	place._path().unlink()
	with pytest.raises(SiteHeld):
		frappe.call(hook, **ask)
	is_running = bool(frappe.db.get_single_value("System Settings", "enable_scheduler"))
	assert is_running is (method != place.SCHEDULED)


def test_a_damaged_file_holds(at_home):
	place._path().write_text("{")
	assert place.is_held()


def test_a_copy_gives_no_number_no_event_and_signs_no_heads(held):
	for write in (
		lambda: chain.next_number(CEC, "appeal"),
		lambda: chain.next_with_event(CEC, "appeal"),
		lambda: chain.record(CEC, "appeal.filed", {}, clock.now()),
		heads.publish,
		place.refuse_login,
	):
		with pytest.raises(SiteHeld):
			write()


@pytest.mark.parametrize(
	("users", "refusal"),
	[
		((), NotPermitted),
		((SECOND,), NotPermitted),
		((SECOND, SECOND), NotPermitted),
		((SECOND, appeals.CHAIR), NotPermitted),
	],
)
def test_a_release_needs_the_signatures_of_two_administrators(held, users, refusal):
	with pytest.raises(refusal) as refused:
		release(users)
	assert refused.value.code == "release_signers"
	assert place.is_held()


@pytest.mark.parametrize("known", [(), (SECOND,)])
def test_a_copy_that_knows_fewer_administrators_takes_no_fewer_signatures(held, known):
	know_only(known)
	with pytest.raises(NotPermitted) as refused:
		release(known)
	assert "--by-bench-owner" in in_words(refused.value, "en")
	assert place.is_held()


def test_a_login_that_was_changed_within_a_day_releases_nothing(held):
	statement = prepare_release("The machine burned")
	with place.releasing():
		persons.note_password(SECOND, "proved")
	with pytest.raises(NotPermitted) as refused:
		operating_release.release(statement, signed(statement))
	assert refused.value.code == "login_unsettled"
	assert place.is_held()


def test_the_owner_of_the_bench_releases_where_no_two_administrators_can(held):
	statement = prepare_release("The machine burned")
	with pytest.raises(NotPermitted):
		operating_release.release(statement, [], is_by_bench_owner=True)
	know_only((SECOND,))
	notices = frappe.db.count("Notification Log", {"document_name": CEC})
	assert "esaylov_released_by_bench_owner 0" in figures()
	operating_release.release(statement, signed(statement, (SECOND,)), is_by_bench_owner=True)
	assert not place.is_held()
	(event,) = [json.loads(one.body) for one in walking.walk(["site.released"])][-1:]
	assert (event["signatures"], event["by_bench_owner"]) == (1, True)
	assert "esaylov_released_by_bench_owner 1" in figures()
	assert frappe.db.count("Notification Log", {"document_name": CEC}) > notices


def know_only(users: tuple[str, ...]) -> None:
	"""A backup of before the other administrators had a Person."""
	for user in {*persons.list_administrators().values()} - {*users}:
		frappe.db.set_value("Person", {"user": user}, "user", None)


def figures() -> str:
	"""What Prometheus reads of the chains."""
	return text_of(list(measuring._trust()))


def test_a_statement_is_signed_as_it_is_and_about_this_state(held):
	statement = prepare_release("The machine burned")
	other = statement.replace(b"burned", b"stands")
	with pytest.raises(SignatureRefused):
		operating_release.release(other, signed(statement))
	with pytest.raises(FormInvalid):
		operating_release.release(b"{}", signed(b"{}"))
	with place.releasing():
		chain.next_number(CEC, "appeal")
	with pytest.raises(WrongState):
		operating_release.release(statement, signed(statement))
	place.release()
	with pytest.raises(WrongState):
		operating_release.release(statement, signed(statement))


def test_a_release_leaves_out_the_numbers_that_may_have_been_given(held):
	with place.releasing():
		recipient = frappe.get_doc("Appeal", appeals.filed()).recipient
	frappe.set_user("Administrator")
	counters = dict(frappe.get_all("Commission Counter", ["name", "value"], as_list=True, limit=0))
	faults = number_rows.counter_faults(number_rows._given_numbers())
	chains = {name: value for name, value in counters.items() if name.endswith("|chain")}
	by_receipt = f"{recipient}|appeal"
	number = counters[by_receipt] + 52
	without = frappe.get_all("Election Commission", {"name": ["!=", CEC]}, pluck="name", limit=1)[0]
	frappe.db.delete("Commission Counter", {"name": f"{without}|session"})
	release(margin=70, given={by_receipt: number})
	assert chain.next_number(recipient, "appeal") == number + 1
	assert chain.next_number(without, "session") == 71
	assert chain.next_number(CEC, "decision") == counters.get("CEC|decision", 0) + 71
	now = dict(frappe.get_all("Commission Counter", ["name", "value"], as_list=True, limit=0))
	chains["CEC|chain"] += 1
	assert {name: now[name] for name in chains} == chains
	chain.verify_chain(CEC)
	(event,) = [json.loads(one.body) for one in walking.walk(["site.released"])][-1:]
	assert (event["reason"], event["margin"], event["signatures"]) == ("The machine burned", 70, 2)
	assert event["skipped"] == {by_receipt: 52}
	after = number_rows.counter_faults(number_rows._given_numbers())
	lacking = {name: fault["lacking"] for name, fault in after.items()}
	expected = {name: fault["lacking"] for name, fault in faults.items()}
	expected[recipient] = expected.get(recipient, 0) + 1  # the number that this test has taken itself
	assert lacking == expected


def test_a_restore_ends_what_lets_somebody_in(at_home):
	row = {"sid": "a-session-of-before", "user": appeals.PARTY, "sessiondata": "{}"}
	frappe.db.sql(
		"insert into tabSessions (sid, user, sessiondata) values (%(sid)s, %(user)s, %(sessiondata)s)", row
	)
	frappe.db.set_value("User", appeals.PARTY, "reset_password_key", "a-link-of-before")
	frappe.cache.set_value("a-code-of-before", "1")
	place.hold()
	assert [frappe.db.count(doctype) for doctype in place.OF_LOGINS] == [0] * len(place.OF_LOGINS)
	assert not frappe.db.get_value("User", appeals.PARTY, "reset_password_key")
	assert frappe.cache.get_value("a-code-of-before") is None


def test_the_commands_of_the_bench_prepare_and_release(box, monkeypatch, tmp_path):
	box.put(3)
	place._path().unlink()
	place.forget_check()
	waiting = frappe.db.count("SMS Message", {"status": "Queued"})
	deliveries = frappe.db.count("Webhook Delivery", {"status": "Queued"})
	statement, site = tmp_path / "statement.json", {"sites": [frappe.local.site]}

	def run(command, *words: str) -> str:
		with monkeypatch.context() as patch:
			for name in ("init", "connect", "destroy"):  # the test's own connection, which is rolled back
				patch.setattr(frappe, name, lambda *_: None)
			patch.setattr(frappe.db, "commit", lambda: None)
			answer = CliRunner().invoke(command, words, obj=site)
		return f"{answer.exit_code} {answer.output}"

	values = ("--reason", "The machine burned", "--waiting", "stop", "--given", f"{CEC}|appeal=5000")
	assert run(commands.prepare_release, *values, "--output", str(statement)).startswith("0 ")
	signatures = []
	for place_of, (user, form) in enumerate(zip(BOTH, ("DER", "PEM"), strict=True)):
		path, text = tmp_path / f"{place_of}.p7s", appeals.signature(user, statement.read_bytes())
		path.write_bytes(
			subprocess.run(["base64", "-d"], input=text.encode(), capture_output=True, check=True).stdout
			if form == "DER"
			else f"-----BEGIN CMS-----\n{text}\n-----END CMS-----\n".encode()
		)
		signatures += ["--signature", str(path)]
	assert run(commands.release, str(statement), *signatures[:2]).startswith(
		"1 Error: 2 different administrators"
	)
	assert run(commands.release, str(statement), *signatures) == (
		f"0 Released. SMS messages: 0 go out, {waiting} were cancelled. Webhook deliveries: {deliveries} go out.\n"
	)
	assert chain.next_number(CEC, "appeal") >= 5001


def test_a_site_that_is_not_held_says_that_nothing_is_to_be_released():
	with pytest.raises(WrongState) as refused:
		prepare_release("The machine burned")
	assert refused.value.code == "release_not_held"
