"""Account recovery: two persons beside the owner open it, the phone of the register gets the code, the owner sets a new password."""

import json
from datetime import timedelta
from types import SimpleNamespace

import frappe
import pytest
from factories import appeals as make
from factories import codes as coding
from factories import recoveries
from factories.authenticator import Authenticator
from factories.recoveries import ADMINISTRATOR, OWNER, PASSWORD, REASON, SECOND
from frappe.utils import now_datetime
from frappe.utils.password import check_password, update_password

from esaylov.api import configuration as api
from esaylov.framework import clock, queues
from esaylov.framework.errors import (
	CodeRefused,
	FormInvalid,
	NotFound,
	NotPermitted,
	SecondFactorNeeded,
	TooMany,
	WrongState,
)
from esaylov.framework.requests import login_sessions
from esaylov.identity.logins import recovery, second_factor, session, step_up
from esaylov.identity.logins.ways import passkeys
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.waiting import changes, entries, persons
from esaylov.permissions.configuration.waiting import recovery as configuration_recovery
from esaylov.trust.chains import chain

CHANGE = "Configuration Change"
FORMER = "eski-parol-2026"


@pytest.fixture(autouse=True)
def at_once(monkeypatch):
	"""What waits for a commit happens at once, as this test is taken back; whose sessions ended then."""
	ended = []
	monkeypatch.setattr(login_sessions, "end_all", lambda user, reason: ended.append(user))
	monkeypatch.setattr(queues, "after_commit", lambda step: step())
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # the framework's, with a secret for an app
	return ended


@pytest.fixture
def entered(monkeypatch):
	"""Who was let in: the framework would open a session, and commit. The hook of a new session runs as it would."""
	found = []

	def login_as(user: str) -> None:
		frappe.set_user(user)
		frappe.session.sid = frappe.generate_hash(length=20)
		frappe.session.data = frappe._dict(
			{"creation": frappe.utils.now(), login_sessions.WAY: frappe.local.flags.esaylov_way}
		)
		found.append(user)
		persons.note()

	monkeypatch.setattr(
		frappe.local, "login_manager", SimpleNamespace(login_as=login_as, user=None), raising=False
	)
	monkeypatch.setattr(session, "end_session", lambda: None)
	yield found
	frappe.local.flags.esaylov_way = frappe.local.flags.esaylov_recovery = None


@pytest.fixture
def staff():
	"""The owner of a login with a password and an app."""
	update_password(OWNER, FORMER)
	second_factor.enrol(OWNER)
	return OWNER


def steps(change: str) -> list[str]:
	"""Kinds of the events of a recovery, in order."""
	rows = frappe.get_all("Chain Event", {"commission": "CEC"}, ["kind", "body"], order_by="sequence")
	return [row.kind for row in rows if json.loads(row.body).get("change") == change]


def refused(error: type[Exception], code: str, call) -> None:
	with pytest.raises(error) as problem:
		call()
	assert problem.value.code == code


def is_open_to(password: str) -> bool:
	try:
		return check_password(OWNER, password) == OWNER
	except frappe.AuthenticationError:
		return False


def test_two_persons_give_a_login_back(staff, at_once, entered):
	name = recoveries.opened()
	assert is_open_to(FORMER)
	assert step_up.has_app(staff)
	assert frappe.db.exists("SMS Message", {"reference_name": name, "template": "S62"})
	recoveries.confirmed(name)
	assert at_once == [staff]
	assert not is_open_to(FORMER)
	assert not step_up.has_app(staff)
	code = recoveries.code(name)
	frappe.set_user("Guest")
	assert recovery.use(f" {code[:4]} {code[4:]}", PASSWORD) == staff
	assert entered == [staff]
	assert is_open_to(PASSWORD)
	assert steps(name) == [
		"login.recovery_opened",
		"configuration.changed",
		"login.recovery_used",
	]
	row = frappe.get_doc(CHANGE, name)
	assert (row.status, row.decided_by, row.note) == ("In force", SECOND, REASON)
	assert entries.is_explained("User", staff + states.PASSWORD)
	# the second administrator is besides told that a signature is awaited
	for reader, told in ((staff, 3), (ADMINISTRATOR, 3), (SECOND, 4), ("auditor@esaylov.example", 3)):
		notices = {"document_name": name, "for_user": reader}
		assert frappe.db.count("Notification Log", notices) == told
	chain.verify_chain("CEC")
	told = frappe.get_all("SMS Message", {"reference_name": name}, ["phone", "sealed_text", "text"])
	assert not any(code in row.text for row in told), "nobody reads it in the outbox"
	phone = frappe.db.get_value("Person", {"user": staff}, "phone")
	assert {row.phone for row in told} == {phone}
	assert not any(row.sealed_text for row in told), "nobody reads the code afterwards"


class TestWhoMay:
	def test_nobody_of_a_commission_opens_or_stops_one(self, staff):
		name = recoveries.opened()
		for user in (make.CHAIR, "auditor@esaylov.example"):
			frappe.set_user(user)
			with pytest.raises(NotPermitted):
				api.recover(user=staff, reason=REASON)
			with pytest.raises(NotPermitted):
				api.to_sign(change=name)
			refused(NotFound, "not_found", lambda: configuration_recovery.stop(name))

	def test_one_person_alone_changes_nothing(self, staff, at_once):
		name = recoveries.opened()
		refused(NotPermitted, "second_person_needed", lambda: changes.to_sign(name))
		refused(NotPermitted, "second_person_needed", lambda: changes.confirm(name, "AAAA"))
		assert is_open_to(FORMER)
		assert at_once == []

	def test_nobody_opens_or_signs_their_own(self, staff):
		frappe.set_user(ADMINISTRATOR)
		refused(NotPermitted, "recovery_own", lambda: configuration_recovery.propose(ADMINISTRATOR, REASON))
		name = recoveries.opened(SECOND)
		frappe.set_user(SECOND)
		refused(NotPermitted, "second_person_needed", lambda: changes.to_sign(name))

	def test_two_logins_of_one_person_are_one_person(self, staff):
		name, second = recoveries.opened(), recoveries.login("Election Administrator")
		frappe.set_user(second)
		refused(NotPermitted, "second_person_needed", lambda: changes.to_sign(name))

	def test_an_administrator_is_given_back_by_two_others_and_the_frameworks_own_by_none(self, as_user):
		frappe.set_user(ADMINISTRATOR)
		for user in ("Administrator", "Guest", "nobody@esaylov.example", "party@esaylov.example"):
			refused(
				NotFound, "recovery_no_login", lambda user=user: configuration_recovery.propose(user, REASON)
			)
		name = recoveries.opened(SECOND)
		assert frappe.get_doc(CHANGE, name).status == "Proposed"

	def test_it_wants_a_reason(self, staff):
		frappe.set_user(ADMINISTRATOR)
		with pytest.raises(FormInvalid):
			configuration_recovery.propose(staff, "  ")

	def test_an_author_has_a_limit_and_another_author_none_of_it(self, staff):
		configuration_recovery.stop(recoveries.opened())
		for _ in range(2):
			configuration_recovery.stop(configuration_recovery.propose(staff, REASON))
		refused(TooMany, "recovery_many", lambda: configuration_recovery.propose(staff, REASON))
		assert recoveries.opened(by=SECOND)


class TestOneOpen:
	def test_a_second_one_waits_for_the_first(self, staff):
		name = recoveries.opened()
		refused(WrongState, "recovery_open", lambda: configuration_recovery.propose(staff, REASON))
		recoveries.confirmed(name)
		refused(WrongState, "recovery_open", lambda: configuration_recovery.propose(staff, REASON))
		configuration_recovery.stop(name)
		assert recoveries.opened(by=SECOND)

	def test_it_is_signed_within_a_day(self, staff):
		name = recoveries.opened()
		late(name)
		refused(WrongState, "recovery_expired", lambda: recoveries.confirmed(name))
		assert is_open_to(FORMER)
		again = recoveries.opened()
		assert frappe.db.get_value(CHANGE, name, "status") == "Superseded"
		assert configuration_recovery.open_of(staff) == again


class TestPhone:
	def test_one_that_was_changed_lately_gets_no_code(self, staff, as_user):
		frappe.set_user(ADMINISTRATOR)
		person = frappe.get_doc("Person", {"user": staff})
		person.phone = coding.phone()
		person.save()
		recoveries.confirmed(frappe.get_last_doc(CHANGE, {"reference_name": person.name}).name)
		refused(WrongState, "recovery_phone_new", lambda: recoveries.opened())

	def test_nor_one_that_its_holder_changed_or_somebody_wrote_past_the_log(self, staff):
		person = frappe.db.get_value("Person", {"user": staff}, "name")
		frappe.db.set_value("Person", person, "phone", coding.phone())
		refused(WrongState, "recovery_phone_new", lambda: recoveries.opened())

	def test_one_that_moves_between_the_two_signatures_gets_none(self, staff):
		name = recoveries.opened()
		person = frappe.get_doc("Person", {"user": staff})
		frappe.set_user(ADMINISTRATOR)
		person.phone = coding.phone()
		person.save()
		recoveries.confirmed(
			frappe.get_last_doc(CHANGE, {"reference_name": person.name, "status": "Proposed"}).name
		)
		refused(WrongState, "recovery_phone_new", lambda: recoveries.confirmed(name))
		assert is_open_to(FORMER)

	@pytest.mark.full  # dear; something quicker stands beside it
	def test_who_has_none_is_told_what_to_do(self, staff):
		frappe.db.set_value("Person", {"user": staff}, "phone", None)
		refused(WrongState, "recovery_no_phone", lambda: recoveries.opened())


class TestTheCode:
	@pytest.fixture
	def code(self, staff, entered):
		self.name = recoveries.opened()
		recoveries.confirmed(self.name)
		frappe.set_user("Guest")
		return recoveries.code(self.name)

	def test_it_serves_once(self, code, entered):
		recovery.use(code, PASSWORD)
		refused(CodeRefused, "recovery_code", lambda: recovery.use(code, PASSWORD + "x"))
		assert len(entered) == 1
		assert is_open_to(PASSWORD)

	def test_a_wrong_one_or_one_over_its_time_opens_nothing(self, code, entered):
		for wrong in ("", " ", code[:-1], code[::-1], "%", "*", "x" * 5000):
			refused(CodeRefused, "recovery_code", lambda wrong=wrong: recovery.use(wrong, PASSWORD))
		key = recovery._name(recovery._hash(code))
		assert 0 < frappe.cache.ttl(key) <= recovery.MINUTES * 60
		frappe.cache.delete(key)  # as its end does
		refused(CodeRefused, "recovery_code", lambda: recovery.use(code, PASSWORD))
		assert entered == []

	@pytest.mark.parametrize(
		"by", [OWNER, *(pytest.param(by, marks=pytest.mark.full) for by in (ADMINISTRATOR, SECOND))]
	)
	def test_what_was_stopped_opens_nothing(self, code, entered, by):
		frappe.set_user(by)
		configuration_recovery.stop(self.name)
		frappe.set_user("Guest")
		refused(CodeRefused, "recovery_code", lambda: recovery.use(code, PASSWORD))
		assert entered == []
		assert steps(self.name)[-1] == "login.recovery_stopped"

	def test_what_was_used_is_stopped_by_nobody(self, code):
		recovery.use(code, PASSWORD)
		frappe.set_user(SECOND)
		refused(WrongState, "wrong_state", lambda: configuration_recovery.stop(self.name))

	def test_a_password_that_is_too_short_costs_no_code(self, code, entered):
		refused(CodeRefused, "password_short", lambda: recovery.use(code, "qisqa"))
		refused(CodeRefused, "password_short", lambda: recovery.use(code, "x" * 129))
		recovery.use(code, PASSWORD)
		assert len(entered) == 1

	@pytest.mark.full  # dear; something quicker stands beside it
	def test_a_login_that_was_switched_off_meanwhile_stays_so(self, code, entered):
		frappe.db.set_value("User", OWNER, "enabled", 0)
		with pytest.raises(Exception, match="login_no_right"):
			recovery.use(code, PASSWORD)
		assert entered == []

	def test_the_first_session_adds_a_factor_and_confirms_nothing_for_a_day(self, code, monkeypatch):
		monkeypatch.setitem(frappe.local.conf, "host_name", "https://saylov.example")
		monkeypatch.setattr(
			frappe.local,
			"request",
			SimpleNamespace(host_url="http://x/", path="/cabinet/recovery"),
			raising=False,
		)
		monkeypatch.setattr(step_up, "minutes", lambda: 15)
		recovery.use(code, PASSWORD)
		device = Authenticator("https://saylov.example", "saylov.example")
		passkeys.add(OWNER, "Yangi", device.make(passkeys.add_options(OWNER)))
		with pytest.raises(SecondFactorNeeded):  # one is enough: the next asks for it
			passkeys.add_options(OWNER)
		refused(NotPermitted, "recovery_rests", step_up.require)
		frappe.session.data[login_sessions.WAY] = "oneid"
		with pytest.raises(SecondFactorNeeded):
			step_up.require()

	@pytest.mark.full  # dear; something quicker stands beside it
	def test_another_session_of_the_login_adds_none(self, code, monkeypatch):
		monkeypatch.setattr(
			frappe.local,
			"request",
			SimpleNamespace(host_url="http://x/", path="/cabinet/recovery"),
			raising=False,
		)
		monkeypatch.setattr(step_up, "minutes", lambda: 15)
		recovery.use(code, PASSWORD)
		frappe.session.sid = frappe.generate_hash(length=20)
		with pytest.raises(SecondFactorNeeded):
			passkeys.add_options(OWNER)


def test_who_was_given_back_counts_for_no_second_person_for_a_day(staff, entered):
	name = recoveries.opened(SECOND, by=ADMINISTRATOR)
	other = frappe.get_doc(CHANGE, name)
	assert persons.author_counts(other)
	frappe.db.set_value(CHANGE, name, {"status": "In force", "decided_by": ADMINISTRATOR})
	gateway = frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"})
	frappe.set_user(ADMINISTRATOR)
	gateway.save()
	proposed = frappe.get_last_doc(CHANGE, {"reference_name": "eskiz", "status": "Proposed"}).name
	frappe.set_user(SECOND)
	refused(NotPermitted, "login_unsettled", lambda: changes.to_sign(proposed))


def test_a_reason_that_was_changed_afterwards_is_signed_by_nobody(staff):
	name = recoveries.opened()
	frappe.db.set_value(CHANGE, name, "note", "Boshqa sabab")
	refused(WrongState, "configuration_moved", lambda: recoveries.confirmed(name))
	assert is_open_to(FORMER)


@pytest.mark.full  # dear; something quicker stands beside it
def test_somebody_elses_entry_is_no_recovery(staff):
	frappe.set_user(ADMINISTRATOR)
	frappe.get_doc("SMS Gateway", "eskiz").update({"address": "https://one.example"}).save()
	name = frappe.get_last_doc(CHANGE, {"reference_name": "eskiz"}).name
	for wrong in (name, "", "nothing"):
		refused(NotFound, "not_found", lambda wrong=wrong: configuration_recovery.stop(wrong))


def late(name: str) -> None:
	"""Have a proposal be a day old, with the server's own seal."""
	row = frappe.get_doc(CHANGE, name)
	row.recorded_at = now_datetime() - timedelta(hours=25)
	row.proposed_at = clock.now() - timedelta(hours=25)
	frappe.db.set_value(CHANGE, name, {"recorded_at": row.recorded_at, "seal": entries.seal(row)})
