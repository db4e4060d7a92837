"""Passkeys: who registers one enters and confirms with it; a fault of any part lets nobody in."""

from types import SimpleNamespace

import frappe
import pytest
from factories import codes as make
from factories import settled
from factories.authenticator import Authenticator
from frappe.twofactor import get_default

from esaylov.framework import queues
from esaylov.framework.errors import LawBroken, LoginRefused, NotFound, SecondFactorNeeded, TooMany
from esaylov.identity.logins import devices, second_factor, session, step_up
from esaylov.identity.logins.ways import passkeys
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import persons
from esaylov.trust import keys

ORIGIN, RP = "https://saylov.example:8443", "saylov.example"


@pytest.fixture(autouse=True)
def here(monkeypatch):
	"""A request of a member of staff in a session of their own, to the address that the site is configured for."""
	monkeypatch.setitem(frappe.local.conf, "host_name", ORIGIN)
	monkeypatch.setattr(
		frappe.local, "request", SimpleNamespace(host_url="http://elsewhere/", cookies={}), raising=False
	)
	monkeypatch.setattr(frappe.local, "request_ip", f"192.0.2.1-{make.phone()}", raising=False)
	yield
	frappe.set_user("Administrator")


def staff() -> str:
	user = frappe.get_doc(
		doctype="User", email=f"{make.phone()}@esaylov.example", first_name="Xodim", send_welcome_email=0
	).insert(ignore_permissions=True)
	settled.given(user, "Election Administrator")
	return str(user.name)


def enter(user: str) -> str:
	"""Begin a session of a user, as far as passkeys ask for one."""
	frappe.set_user(user)
	frappe.session.sid = frappe.generate_hash(length=20)
	frappe.session.data = frappe._dict(creation=frappe.utils.now())
	return user


@pytest.fixture
def user():
	return enter(staff())


@pytest.fixture
def device():
	return Authenticator(ORIGIN, RP)


@pytest.fixture
def row(user, device):
	return passkeys.add(user, "Ish kompyuteri", device.make(passkeys.add_options(user)))


def refused(code: str, call, error: type[Exception] = LoginRefused) -> None:
	with pytest.raises(error) as problem:
		call()
	assert problem.value.code == code


def pending_of(user: str) -> str:
	"""What the framework keeps of a login whose password was right."""
	pending = frappe.generate_hash(length=8)
	frappe.cache.set(f"{pending}_usr", user, ex=60)
	return pending


@pytest.fixture
def entered(monkeypatch):
	"""Who was let in: the framework would open a session, and commit."""
	found = []
	manager = SimpleNamespace(login_as=found.append)
	monkeypatch.setattr(frappe.local, "login_manager", manager, raising=False)
	monkeypatch.setattr(session, "end_session", lambda: None)
	return found


FAULTS = {
	"another origin": {"origin": "https://saylov.example"},
	"a site whose name only ends alike": {"origin": "https://evil-saylov.example:8443"},
	"a page below": {"origin": "https://x.saylov.example:8443"},
	"no TLS": {"origin": "http://saylov.example:8443"},
	"another rp": {"rp": "evil.example"},
	"another challenge": {"challenge": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
	"nobody verified": {"is_verified": False},
	"nobody present": {"is_present": False},
	"the answer to another question": {"kind": "webauthn.nothing"},
}
fault = pytest.mark.parametrize("fault", FAULTS.values(), ids=FAULTS)


class TestRegistering:
	def test_it_stands_in_the_log_of_the_configuration_without_its_owner(self, user, row):
		assert ("Passkey", row) not in {(one.doctype, one.name) for one in comparison.differences()}
		(entry,) = frappe.get_all("Configuration Change", {"reference_name": row}, pluck="after")
		assert user not in entry

	@pytest.mark.parametrize("title", ["<b>Ish</b> kompyuteri", "Uy <script>", "A < B > C", "<img src=x>"])
	def test_a_name_with_markup_is_refused_with_the_reason(self, user, device, title):
		made = device.make(passkeys.add_options(user))
		refused("passkey_title_markup", lambda: passkeys.add(user, title, made))
		assert passkeys.of_user(user) == []
		assert passkeys.add(user, "Ish kompyuteri", made)  # under another name, without a new request

	def test_a_passkey_stands_with_its_name_and_is_asked_for(self, user, row):
		(own,) = passkeys.of_user(user)
		assert (own.name, own.title) == (row, "Ish kompyuteri")
		assert get_default(user + second_factor.ENROLLED) == second_factor.BY_PASSKEY
		assert not step_up.has_app(user)

	@pytest.mark.full  # the same faults at a login run each time
	@fault
	def test_a_fault_registers_nothing(self, user, device, fault):
		made = device.make(passkeys.add_options(user), **fault)
		refused("passkey_refused", lambda: passkeys.add(user, "x", made))
		assert passkeys.of_user(user) == []

	@pytest.mark.parametrize(
		"made", [{}, {"id": 5}, {"response": []}, {"id": "x", "rawId": "y", "response": {}}]
	)
	def test_what_is_no_answer_is_refused(self, user, made):
		passkeys.add_options(user)
		refused("passkey_refused", lambda: passkeys.add(user, "x", made))

	def test_a_challenge_serves_once_and_in_its_session_alone(self, user, device):
		made = device.make(passkeys.add_options(user))
		own = frappe.session.sid
		frappe.session.sid = frappe.generate_hash(length=20)
		refused("passkey_expired", lambda: passkeys.add(user, "x", made))
		frappe.session.sid = own
		passkeys.add(user, "x", made)
		refused("passkey_expired", lambda: passkeys.add(user, "x", made))

	def test_the_device_is_told_the_site_and_to_verify_its_user(self, user, row):
		options = passkeys.add_options(user)
		assert options["rp"]["id"] == RP
		assert options["authenticatorSelection"]["userVerification"] == "required"
		assert len(options["excludeCredentials"]) == 1
		assert user not in str(options["user"]["id"])

	def test_one_device_is_registered_once(self, user, device, row):
		with pytest.raises((frappe.UniqueValidationError, frappe.DuplicateEntryError)):
			passkeys.add(user, "again", device.make(passkeys.add_options(user)))

	def test_there_is_an_end_to_how_many(self, user, monkeypatch, row):
		monkeypatch.setattr(passkeys, "MOST", 1)
		refused("passkey_many", lambda: passkeys.add_options(user))

	def test_a_new_one_unsettles_the_login_for_two_persons(self, user):
		before = persons._factor(user)
		device = Authenticator(ORIGIN, RP)
		passkeys.add(user, "x", device.make(passkeys.add_options(user)))
		assert persons._factor(user) != before

	def test_its_owner_and_those_who_watch_are_alerted(self, user, row):
		told = frappe.get_all("Notification Log", {"document_name": row}, pluck="for_user")
		assert user in told
		assert len(told) > 1

	def test_nobody_else_writes_one(self, user, row):
		frappe.set_user("Administrator")
		with pytest.raises(LawBroken):
			frappe.get_doc("Passkey", row).save()
		with pytest.raises(LawBroken):
			frappe.delete_doc("Passkey", row, ignore_permissions=True)


class TestLogin:
	def test_after_the_password_the_passkey_lets_in_once(self, user, device, row, entered):
		pending = pending_of(user)
		said = device.answer(passkeys.login_options(pending))
		assert passkeys.login(pending, said) == user
		assert entered == [user]
		refused("passkey_expired", lambda: passkeys.login(pending, said))

	@fault
	def test_a_fault_lets_nobody_in(self, user, device, row, entered, fault):
		pending = pending_of(user)
		said = device.answer(passkeys.login_options(pending), **fault)
		refused("passkey_refused", lambda: passkeys.login(pending, said))
		assert entered == []

	def test_an_answer_of_before_serves_no_other_login(self, user, device, row, entered):
		first, second = pending_of(user), pending_of(user)
		said = device.answer(passkeys.login_options(first))
		passkeys.login_options(second)
		refused("passkey_refused", lambda: passkeys.login(second, said))
		assert entered == []

	def test_another_user_s_passkey_lets_nobody_in(self, user, device, row, entered):
		victim = enter(staff())
		passkeys.add(victim, "x", Authenticator(ORIGIN, RP).make(passkeys.add_options(victim)))
		pending = pending_of(victim)
		said = device.answer(passkeys.login_options(pending))
		refused("passkey_refused", lambda: passkeys.login(pending, said))

	def test_another_key_under_the_same_id_lets_nobody_in(self, user, device, row, entered):
		pending = pending_of(user)
		said = device.answer(passkeys.login_options(pending), key=Authenticator(ORIGIN, RP).key)
		refused("passkey_refused", lambda: passkeys.login(pending, said))

	@pytest.mark.parametrize("pending", ["", "00000000", "x_usr", "' or 1", "a" * 200])
	def test_without_the_password_nothing_is_asked(self, user, row, pending):
		refused("passkey_expired", lambda: passkeys.login_options(pending))

	def test_who_has_none_is_said_so_after_the_password(self, user):
		refused("passkey_none", lambda: passkeys.login_options(pending_of(user)))

	def test_a_counter_that_goes_back_ends_the_passkey(self, user, device, row, entered, monkeypatch):
		device.counter = 7
		pending = pending_of(user)
		passkeys.login(pending, device.answer(passkeys.login_options(pending)))
		jobs = []
		monkeypatch.setattr(queues, "wake_now", lambda job, *_, **values: jobs.append(values["passkey"]))
		pending = pending_of(user)
		said = device.answer(passkeys.login_options(pending), counter=8)
		refused("passkey_doubtful", lambda: passkeys.login(pending, said))
		assert jobs == [row]
		passkeys.mark_doubtful(row)
		passkeys.mark_doubtful(row)  # a job may run twice
		assert passkeys.of_user(user) == []
		assert frappe.db.get_value("Passkey", row, "is_doubtful") == 1

	def test_a_device_that_does_not_count_is_let_in_again(self, user, device, row, entered):
		for _ in range(2):
			pending = pending_of(user)
			passkeys.login(pending, device.answer(passkeys.login_options(pending), counter=0))
		assert len(entered) == 2

	def test_guesses_are_counted(self, user, device, row, entered):
		for _ in range(passkeys.TRIES):
			pending = pending_of(user)
			said = device.answer(passkeys.login_options(pending), origin="https://evil.example")
			refused("passkey_refused", lambda: passkeys.login(pending, said))  # noqa: B023 # called at once
		with pytest.raises(TooMany):
			passkeys.login(pending_of(user), {})

	def test_who_has_the_password_alone_spends_no_try_of_the_owner(
		self, user, device, row, entered, monkeypatch
	):
		mark = make.phone()
		key = keys.keyed_hash("device", f"{user}|{mark}".encode())
		with devices.WRITER.writing():
			frappe.get_doc(doctype="Known Device", user=user, device_key=key).insert(ignore_permissions=True)
		for _ in range(passkeys.TRIES + 1):
			with pytest.raises((LoginRefused, TooMany)):
				passkeys.login(pending_of(user), {})
		refused("too_many", lambda: passkeys.login(pending_of(user), {}), TooMany)
		cookies = {devices.COOKIE: mark}
		request = SimpleNamespace(host_url="http://elsewhere/", cookies=cookies)
		monkeypatch.setattr(frappe.local, "request", request)
		pending = pending_of(user)
		assert passkeys.login(pending, device.answer(passkeys.login_options(pending))) == user

	def test_a_disabled_user_stays_out(self, user, device, row, entered):
		frappe.db.set_value("User", user, "enabled", 0)
		pending = pending_of(user)
		said = device.answer(passkeys.login_options(pending))
		refused("login_no_right", lambda: passkeys.login(pending, said))


class TestRemoving:
	def test_a_removed_one_counts_no_more_and_the_framework_enrols_anew(self, user, device, row, entered):
		pending = pending_of(user)
		said = device.answer(passkeys.login_options(pending))
		passkeys.remove(user, row)
		refused("passkey_refused", lambda: passkeys.login(pending, said))
		assert get_default(user + second_factor.ENROLLED) is None
		assert frappe.db.get_value("Passkey", row, "removed_by") == user

	def test_another_s_is_not_found(self, user, row):
		other = enter(staff())
		with pytest.raises(NotFound):
			passkeys.remove(other, row)

	def test_an_app_stays_when_the_passkey_goes(self, user, row):
		second_factor.enrol(user)
		passkeys.remove(user, row)
		assert step_up.has_app(user)


class TestStepUp:
	@pytest.fixture(autouse=True)
	def is_on(self, monkeypatch):
		monkeypatch.setattr(step_up, "minutes", lambda: 15)

	def test_a_passkey_confirms_for_this_session_alone(self, user, device, monkeypatch):
		step_up.confirmed()
		passkeys.add(user, "x", device.make(passkeys.add_options(user)))
		frappe.session.sid = frappe.generate_hash(length=20)
		with pytest.raises(SecondFactorNeeded):
			step_up.require()
		passkeys.confirm(user, device.answer(passkeys.confirm_options(user)))
		step_up.require()
		frappe.session.sid = frappe.generate_hash(length=20)
		assert step_up.is_asked(user)

	def test_nothing_is_added_or_removed_without_a_fresh_factor(self, user, device):
		with pytest.raises(SecondFactorNeeded):
			passkeys.add_options(user)
		with pytest.raises(SecondFactorNeeded):
			passkeys.remove(user, "0")

	def test_an_answer_to_a_login_confirms_nothing(self, user, device):
		step_up.confirmed()
		passkeys.add(user, "x", device.make(passkeys.add_options(user)))
		said = device.answer(passkeys.login_options(pending_of(user)))
		refused("passkey_expired", lambda: passkeys.confirm(user, said))
