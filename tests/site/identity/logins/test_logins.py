"""Logins by code and by signature: who comes in, who does not, and what a stranger can tell from the answers."""

import json
import re
from datetime import timedelta
from functools import partial
from types import SimpleNamespace

import frappe
import pytest
from factories import appeals as filing
from factories import codes as make
from factories import people, settled
from frappe.auth import LoginManager as FrameworkLogin
from frappe.core.doctype.activity_log.activity_log import add_authentication_log
from passlib.context import CryptContext
from werkzeug.wrappers import Request, Response

from esaylov.framework import clock, queues
from esaylov.framework.errors import CodeRefused, LawBroken, LoginRefused, SignatureRefused, TooMany
from esaylov.framework.persistence import table_cache
from esaylov.identity import bodies, codes, entry_logins, persons
from esaylov.identity.logins import addresses, devices, failed_passwords, session
from esaylov.identity.logins.ways import eds, sms
from esaylov.request_filter import login_answers
from esaylov.trust import keys

WITH_HOOK_BEFORE_LOGIN = pytest.mark.skipif(
	frappe.__version__.startswith("15."),
	reason="Frappe 15 calls no hook before it compares a password; a locked account is refused after it",
)


class LoginManager:
	"""What a login asks of the framework's own one: it would open a session, and commit."""

	def __init__(self):
		self.entered = []

	def login_as(self, user):
		session.refuse_the_dismissed(SimpleNamespace(user=user))
		self.entered.append(user)


@pytest.fixture(autouse=True)
def manager(monkeypatch):
	"""A guest's request from an address of its own."""
	frappe.set_user("Guest")
	manager = LoginManager()
	monkeypatch.setattr(frappe.local, "login_manager", manager, raising=False)
	monkeypatch.setattr(
		frappe.local, "request_ip", f"192.0.2.{make.secrets.randbelow(250)}-{make.phone()}", raising=False
	)
	yield manager
	frappe.set_user("Administrator")


@pytest.fixture
def jobs(monkeypatch):
	"""What was put into the queues, not run."""
	queued = []
	monkeypatch.setattr(queues, "wake", lambda job, *_, **values: queued.append((job, values)))
	return queued


def run(jobs: list) -> None:
	"""Do the queued jobs of the login."""
	if sms.JOB in [method for method, _ in jobs]:
		for name in codes.owed("login"):
			sms.deliver(name)
	jobs.clear()


@pytest.fixture
def number():
	return make.phone()


@pytest.fixture
def person(number):
	"""A person who is in no register yet."""
	frappe.set_user("Administrator")
	found = frappe.get_doc("Person", make.person(number))
	frappe.set_user("Guest")
	return found


@pytest.fixture
def candidate(person):
	frappe.set_user("Administrator")
	entry = people.candidate(person)
	frappe.set_user("Guest")
	return entry


def code_for(number: str, person, jobs: list) -> str:
	sms.request(number)
	run(jobs)
	return make.sent(person.name)[-1]


def refused(error: type[Exception], code: str | tuple[str, ...], call) -> None:
	with pytest.raises(error) as problem:
		call()
	assert problem.value.code in ((code,) if isinstance(code, str) else code)


class TestByCode:
	@pytest.mark.parametrize(("own", "begins_in"), [("ru", "ru"), ("uz-2026", "uz"), ("", "uz")])
	def test_a_user_begins_in_the_persons_language_else_in_that_of_the_site(self, own, begins_in):
		frappe.set_user("Administrator")
		user = persons.user_for(people.person(language=own).name)
		assert frappe.db.get_value("User", user, "language") == begins_in

	def test_a_candidate_enters_and_becomes_a_user_at_the_first_login(
		self, number, person, candidate, jobs, manager
	):
		code = code_for(number, person, jobs)
		user = sms.confirm(number, code)
		assert manager.entered == [user]
		row = frappe.get_doc("User", user)
		assert (row.user_type, [role.role for role in row.roles]) == ("Website User", ["Candidate"])
		assert persons.person_of(user) is None, "it is the entry's login, not the person's"
		assert [body.name for body in bodies.bodies_of(user)] == [candidate.name]
		assert person.pinfl not in user
		assert (
			not frappe.db.exists("__Auth", {"name": user, "doctype": "User"})
			if frappe.db.table_exists("__Auth")
			else True
		)
		assert addresses.home_of(user) == "/cabinet"

	def test_a_proxy_enters_as_one(self, number, person, candidate, jobs):
		frappe.set_user("Administrator")
		other = frappe.get_doc("Person", make.person(phone := make.phone()))
		people.proxy(other, candidate)
		frappe.set_user("Guest")
		user = sms.confirm(phone, code_for(phone, other, jobs))
		assert "Proxy" in frappe.get_roles(user)

	def test_the_second_login_is_of_the_same_user(self, number, person, candidate, jobs):
		first = sms.confirm(number, code_for(number, person, jobs))
		frappe.set_user("Guest")
		assert sms.confirm(number, code_for(number, person, jobs)) == first

	def test_what_was_open_in_the_browser_is_ended(self, number, person, candidate, jobs, monkeypatch):
		code = code_for(number, person, jobs)
		frappe.set_user(filing.RIVAL)
		ended = []
		monkeypatch.setattr(
			session.login_sessions, "delete_session", lambda sid, user, reason: ended.append((sid, user))
		)
		sms.confirm(number, code)
		assert ended == [(frappe.session.sid, filing.RIVAL)]

	@pytest.mark.parametrize("status", ["Withdrawn", "Excluded", "Nomination Revoked", "Replaced"])
	def test_who_is_no_candidate_any_more_gets_no_code(self, number, person, candidate, jobs, status):
		frappe.db.set_value("Candidate", candidate.name, "status", status)
		sms.request(number)
		run(jobs)
		assert make.sent(person.name) == []

	def test_a_right_that_ended_after_the_code_was_sent_lets_nobody_in(
		self, number, person, candidate, jobs, manager
	):
		code = code_for(number, person, jobs)
		frappe.db.set_value("Candidate", candidate.name, "status", "Withdrawn")
		refused(LoginRefused, "login_no_right", lambda: sms.confirm(number, code))
		assert manager.entered == []

	def test_a_number_of_two_candidates_gets_one_code(self, number, person, candidate, jobs):
		frappe.set_user("Administrator")
		other = make.person(number)
		people.candidate(frappe.get_doc("Person", other))
		frappe.set_user("Guest")
		sms.request(number)
		run(jobs)
		assert len(make.sent(person.name) + make.sent(other)) == 1

	def test_a_code_for_a_filing_is_no_login(self, number, person, candidate, jobs):
		codes.issue(number, codes.Purpose.FILING, "AP-1", "a" * 64, person.name)
		refused(CodeRefused, "code_expired", lambda: sms.confirm(number, make.sent(person.name)[-1]))

	def test_a_switched_off_user_stays_out(self, number, person, candidate, jobs, manager):
		user = sms.confirm(number, code_for(number, person, jobs))
		frappe.db.set_value("User", user, "enabled", 0)
		code = code_for(number, person, jobs)
		refused(LoginRefused, "login_no_right", lambda: sms.confirm(number, code))
		assert manager.entered == [user]


class TestNobodyLearnsWhoseNumberItIs:
	def statements(self, monkeypatch, call) -> list[str]:
		"""The statements that a call sends to the database, without their values."""
		sent = []
		real = frappe.db.sql
		monkeypatch.setattr(
			frappe.db,
			"sql",
			lambda query, *args, **kwargs: (
				sent.append(str(query).split(" ")[0]),
				real(query, *args, **kwargs),
			)[1],
		)
		try:
			call()
		finally:
			monkeypatch.setattr(frappe.db, "sql", real)
		return sent

	def test_asking_answers_and_works_the_same(self, number, person, candidate, jobs, monkeypatch):
		sms.request(make.phone())  # what is cached once is cached
		work = {}
		for name, asked in (("known", number), ("unknown", make.phone())):
			answers = []
			work[name] = self.statements(monkeypatch, lambda: answers.append(sms.request(asked)))  # noqa: B023 # called at once
			assert answers == [5]
		assert work["known"] == work["unknown"]
		assert jobs == [(sms.JOB, {})] * 3
		rows = frappe.get_all("One-time Code", pluck="code_hash", order_by="creation desc", limit=3)
		assert len({len(code_hash) for code_hash in rows}) == 1

	def test_a_wrong_code_answers_and_works_the_same(self, number, person, candidate, jobs, monkeypatch):
		code = code_for(number, person, jobs)
		stranger = make.phone()
		sms.request(stranger)
		run(jobs)
		work = {
			asked: self.statements(monkeypatch, partial(self.wrong_code, asked, make.wrong(code)))
			for asked in (number, stranger)
		}
		assert work[number] == work[stranger]

	def wrong_code(self, asked: str, code: str) -> None:
		refused(CodeRefused, "code_wrong", lambda: sms.confirm(asked, code))

	def test_limits_and_locks_are_the_same(self, number, person, candidate, jobs):
		for asked in (number, make.phone()):
			for _ in range(8):
				assert sms.request(asked) == codes.code_minutes()
			assert frappe.db.count("One-time Code", {"phone_key": codes.phone_key(asked)}) == 6

	def test_a_stranger_keeps_nobody_out(self, number, person, candidate, jobs, monkeypatch):
		"""Whatever is asked for and guessed about a number from elsewhere: its holder enters, by any code on the phone."""
		code = code_for(number, person, jobs)
		for place in range(4):
			monkeypatch.setattr(frappe.local, "request_ip", f"198.51.100.{place}")
			for _ in range(4):
				sms.request(number)
				refused(CodeRefused, ("code_wrong", "code_tries"), partial(sms.confirm, number, "000000"))
		run(jobs)
		longer = [found for found in make.sent(person.name) if len(found) > 6]
		sms.request(number)
		run(jobs)
		assert sms.confirm(number, (longer or make.sent(person.name))[-1])
		assert code

	def test_a_device_of_the_person_has_a_budget_of_its_own(
		self, number, person, candidate, jobs, monkeypatch
	):
		user = sms.confirm(number, code_for(number, person, jobs))
		frappe.db.set_value("Person", person.name, "user", user)
		device = frappe.new_doc("Known Device")
		key = keys.keyed_hash("device", f"{user}|mark".encode())
		device.update({"user": user, "device_key": key, "last_used_at": clock.now()})
		with devices.WRITER.writing():
			device.insert(ignore_permissions=True)
		stranger = devices.asker(number)
		assert stranger.budget == ""
		request = SimpleNamespace(cookies={devices.COOKIE: "mark"})
		monkeypatch.setattr(frappe.local, "request", request, raising=False)
		assert devices.asker(number).budget == f"device|{device.name}"
		assert devices.asker(make.phone()).budget == ""  # of its own person alone
		request.cookies[devices.COOKIE] = "another"
		assert devices.asker(number).budget == ""

	def test_no_personal_data_go_into_the_queue(self, number, person, candidate, jobs):
		sms.request(number)
		assert number not in json.dumps(jobs)
		assert person.pinfl not in json.dumps(jobs)


class TestBySignature:
	def signed(self, user: str) -> tuple[str, str]:
		challenge, content = eds.challenge()
		return challenge, filing.signature(user, content)

	@pytest.mark.parametrize("user", [filing.PARTY, filing.CHAIR])
	def test_a_person_with_a_right_enters_by_their_certificate(self, manager, user):
		assert eds.confirm(*self.signed(user)) == user
		assert manager.entered == [user]

	def test_a_challenge_serves_once(self):
		challenge, signature = self.signed(filing.PARTY)
		eds.confirm(challenge, signature)
		refused(LoginRefused, "login_challenge", lambda: eds.confirm(challenge, signature))

	def test_a_challenge_is_used_up_by_a_bad_signature_too(self):
		challenge, signature = self.signed(filing.PARTY)
		refused(SignatureRefused, "signature_unreadable", lambda: eds.confirm(challenge, "?"))
		refused(LoginRefused, "login_challenge", lambda: eds.confirm(challenge, signature))

	def test_from_another_address_it_serves_nobody(self, monkeypatch):
		challenge, signature = self.signed(filing.PARTY)
		monkeypatch.setattr(frappe.local, "request_ip", "198.51.100.7")
		refused(LoginRefused, "login_challenge", lambda: eds.confirm(challenge, signature))

	@pytest.mark.parametrize("challenge", ["", "x" * 5000, "made up", "\u0000"])
	def test_a_challenge_that_was_not_given_is_refused(self, challenge):
		refused(LoginRefused, "login_challenge", lambda: eds.confirm(challenge, "AA=="))

	def test_a_challenge_ends(self):
		challenge, _ = eds.challenge()
		assert 0 < frappe.cache.ttl(eds._key(challenge)) <= 300

	def test_the_signature_of_another_challenge_is_refused(self):
		challenge, _ = eds.challenge()
		_, signature = self.signed(filing.PARTY)
		refused(SignatureRefused, "content_differs", lambda: eds.confirm(challenge, signature))

	def test_the_signature_of_an_appeal_is_no_login(self):
		challenge, _ = eds.challenge()
		frappe.set_user("Administrator")
		signature = filing.signature(filing.PARTY, b'{"document":"appeal"}')
		refused(SignatureRefused, "content_differs", lambda: eds.confirm(challenge, signature))

	def test_a_person_without_any_right_stays_out(self, manager):
		person = persons.person_of(filing.RIVAL)
		frappe.db.set_value(
			"Body Representative", {"person": person}, "ends_on", clock.today() - timedelta(days=1)
		)
		refused(LoginRefused, "login_no_right", lambda: eds.confirm(*self.signed(filing.RIVAL)))
		assert manager.entered == []

	def test_what_is_signed_says_that_it_is_a_login_here(self):
		challenge, content = eds.challenge()
		assert json.loads(content) == {"document": "login", "site": frappe.local.site, "challenge": challenge}


class TestTheDismissed:
	def test_roles_go_and_sessions_end_with_the_membership(self, jobs):
		frappe.set_user("Administrator")
		person = persons.person_of(filing.SECRETARY)
		membership = frappe.get_doc("Commission Membership", {"person": person})
		membership.ends_on = clock.today() - timedelta(days=1)
		membership.starts_on = clock.today() - timedelta(days=2)
		settled.saved(membership)
		assert "Commission Secretary" not in frappe.get_roles(filing.SECRETARY)
		assert ("esaylov.identity.roles.end_sessions", filing.SECRETARY) in [
			(method, values.get("user")) for method, values in jobs
		]

	def test_a_password_lets_no_dismissed_member_in(self):
		person = persons.person_of(filing.SECRETARY)
		frappe.db.delete("Commission Membership", {"person": person})
		refused(
			LoginRefused,
			"login_no_right",
			lambda: session.refuse_the_dismissed(SimpleNamespace(user=filing.SECRETARY)),
		)

	@pytest.mark.parametrize(
		"user", ["Administrator", "Guest", filing.ADMINISTRATOR, "auditor@esaylov.example", filing.CHAIR]
	)
	def test_others_come_in(self, user, monkeypatch):
		# a login by password has no session yet: Frappe 15 then says `Guest` to whoever asks for roles
		monkeypatch.setattr(frappe.local, "session", frappe._dict())
		assert session.refuse_the_dismissed(SimpleNamespace(user=user)) is None


class TestNewDevices:
	@pytest.fixture
	def browser(self, monkeypatch):
		"""A browser of the party that keeps cookies."""
		kept = {}
		jar = SimpleNamespace(set_cookie=lambda name, value, **how: kept.update({name: value}))
		monkeypatch.setattr(frappe.local, "request", SimpleNamespace(cookies=kept), raising=False)
		monkeypatch.setattr(frappe.local, "cookie_manager", jar, raising=False)
		frappe.db.delete("Known Device", {"user": filing.PARTY})
		frappe.set_user(filing.PARTY)
		self.began = clock.now()
		return kept

	def alerts(self) -> list[str]:
		person = persons.person_of(filing.PARTY)
		return frappe.get_all(
			"SMS Message",
			{
				"receiver_person": person,
				"template": "S03",
				"creation": [">=", self.began],
			},
			pluck="text",
			order_by="creation asc",
		)

	def test_the_first_and_the_known_one_are_not_told_and_a_new_one_is(self, browser):
		frappe.db.set_single_value("E-saylov Settings", "help_phone", "+998000000000")
		frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
		before = len(self.alerts())
		devices.note()
		devices.note()
		assert frappe.db.count("Known Device", {"user": filing.PARTY}) == 1
		assert len(self.alerts()) == before
		browser.clear()
		devices.note()
		assert frappe.db.count("Known Device", {"user": filing.PARTY}) == 2
		assert len(self.alerts()) == before + 1
		assert clock.today().strftime("%d.%m.%Y") in self.alerts()[-1]

	@pytest.mark.parametrize("is_stored", [False, True])
	def test_a_new_one_is_told_where_no_help_line_is_entered(self, browser, is_stored):
		"""A site on which nobody has saved the settings has no row for it; one on which they were saved has an empty one."""
		settings = {"doctype": "E-saylov Settings", "field": "help_phone"}
		frappe.db.set_single_value("E-saylov Settings", "help_phone", "")
		if not is_stored:
			frappe.db.delete("Singles", settings)
		frappe.clear_document_cache("E-saylov Settings", "E-saylov Settings")
		before = len(self.alerts())
		devices.note()
		browser.clear()
		devices.note()
		(text,) = self.alerts()[before:]
		# once as the sender, once in the place of the number
		assert text.count("E-saylov") == 2, text

	def test_the_mark_itself_is_not_stored(self, browser):
		devices.note()
		(key,) = frappe.get_all("Known Device", {"user": filing.PARTY}, pluck="device_key")
		assert key != browser[devices.COOKIE]

	def test_nobody_adds_one_by_hand(self):
		frappe.set_user("Administrator")
		with pytest.raises(LawBroken):
			frappe.get_doc({"doctype": "Known Device", "user": filing.PARTY, "device_key": "x"}).insert()


def test_a_row_of_a_register_without_a_person_lets_nobody_in_and_stops_nobody():
	candidate = frappe.new_doc("Candidate")
	candidate.update({"full_name": "Sinov", "status": "Registered"})
	candidate.name = frappe.generate_hash(length=10)
	candidate.db_insert()
	assert entry_logins.entries_of_keys([]) == []
	assert entry_logins.entries_of_keys(["", "boshqa", "Candidate|boshqa", "Person|boshqa"]) == []


WRONG = "begona"


class TestWrongPasswords:
	"""The framework's own login, up to its refusal."""

	@pytest.fixture
	def refused(self, monkeypatch):
		"""`refused(name)`: how many passwords were compared, and queries made, until the login of a name was refused."""
		compared = []
		verify = CryptContext.verify
		monkeypatch.setattr(
			CryptContext, "verify", lambda *given, **named: compared.append(1) or verify(*given, **named)
		)
		monkeypatch.setattr(frappe.db, "commit", lambda *_, **__: None)
		asked, query = [], frappe.db.sql
		monkeypatch.setattr(
			frappe.db, "sql", lambda *given, **named: asked.append(given[0]) or query(*given, **named)
		)

		def refuse(name: str, mark: str = "", password: str = WRONG) -> tuple[int, int]:
			frappe.local.form_dict = frappe._dict(usr=name, pwd=password)
			request = Request.from_values("/api/method/login", headers={"Cookie": f"{devices.COOKIE}={mark}"})
			monkeypatch.setattr(frappe.local, "request", request, raising=False)
			frappe.cache.delete_value(list(failed_passwords.FRAMEWORK))
			frappe.local.flags.esaylov_login_refusal = None
			compared.clear()
			asked.clear()
			with pytest.raises(frappe.AuthenticationError):
				FrameworkLogin.login(FrameworkLogin.__new__(FrameworkLogin))
			return len(compared), len(asked)

		yield refuse
		frappe.local.flags.esaylov_known_device = frappe.local.flags.esaylov_login_refusal = None
		failed_passwords.forget_failures("", with_address=True)
		frappe.local.form_dict = frappe._dict()
		frappe.db.set_single_value("System Settings", "enable_two_factor_auth", 0)
		frappe.clear_document_cache("System Settings", "System Settings")

	@pytest.mark.parametrize("mark", ["", "begona"], ids=["no device", "an unknown device"])
	@pytest.mark.parametrize("has_second_factor", [False, True])
	def test_each_name_costs_the_comparison_of_one_password_and_as_many_queries(
		self, refused, monkeypatch, has_second_factor, mark
	):
		frappe.db.set_single_value("System Settings", "enable_two_factor_auth", int(has_second_factor))
		frappe.clear_document_cache("System Settings", "System Settings")
		monkeypatch.setattr(failed_passwords, "_setting", lambda _: 0)
		moment = table_cache.monotonic()  # answers that are kept for seconds do not end between two names
		monkeypatch.setattr(table_cache, "monotonic", lambda: moment)
		without_password = persons.user_for(make.person())
		names = ("chair@esaylov.example", without_password, "nobody@esaylov.example")
		for name in names:
			refused(name, mark)  # what is made or cached once is there
		costs = {name: refused(name, mark) for name in names}
		for name in names:
			failed_passwords.forget_failures(name, with_address=True)
		assert len(set(costs.values())) == 1, costs
		assert costs[without_password][0] == 1

	def test_failures_are_counted_for_each_name_and_address(self, refused):
		for user in (f"{make.secrets.token_hex(4)}@esaylov.example", persons.user_for(make.person())):
			for _ in range(6):
				failed_passwords.admit_try(user, None)
				refused(user)
			for name in (user, "another@esaylov.example"):
				with pytest.raises(TooMany) as told:
					failed_passwords.admit_try(name, None)
				assert 0 < told.value.retry_after <= 300
				assert told.value.message_params == {"minutes": 5}
			failed_passwords.forget_failures("", with_address=True)
			with pytest.raises(frappe.SecurityException):
				failed_passwords.admit_try(user.upper(), None)
			failed_passwords.admit_try("another@esaylov.example", None)
			failed_passwords.forget_failures(user, with_address=True)
			failed_passwords.admit_try(user, None)

	def test_tries_at_a_locked_name_count_for_the_address(self, refused):
		"""Otherwise other spellings of a locked name would reveal that it has an account."""
		user = f"{make.secrets.token_hex(4)}@esaylov.example"
		for _ in range(6):
			refused(user)
		failed_passwords.forget_failures("", with_address=True)
		for _ in range(6):
			refused(user)
		with pytest.raises(TooMany):
			failed_passwords.admit_try(user, None)
		failed_passwords.forget_failures(user, with_address=True)

	@pytest.mark.parametrize(
		"password", ["begona", pytest.param("esaylov-demo", marks=WITH_HOOK_BEFORE_LOGIN)]
	)
	def test_a_locked_name_costs_what_any_wrong_password_does(self, refused, password):
		"""Otherwise one try at another spelling of a name that somebody locked reveals whether it has an account."""
		user, nobody = "chair@esaylov.example", f"{make.secrets.token_hex(4)}@esaylov.example"
		for _ in range(6):
			refused(user)
			refused(nobody)
			failed_passwords.forget_failures("", with_address=True)
		failed_passwords.forget_failures(nobody)
		costs = refused(user.upper(), password=password), refused(nobody, password=password)
		failed_passwords.forget_failures(user, with_address=True)
		assert costs[0] == costs[1]
		assert costs[0][0] == 1

	def test_a_password_that_is_too_long_costs_every_name_the_same(self, refused):
		"""The framework compares it with none."""
		names = ("chair@esaylov.example", "nobody@esaylov.example")
		for name in names:
			refused(name)  # what is made or cached once is there
		costs = [refused(name, password="x" * 600) for name in names]
		for name in names:
			failed_passwords.forget_failures(name, with_address=True)
		assert costs[0] == costs[1]

	def test_addresses_of_one_network_share_their_failures(self, refused, monkeypatch):
		"""Whoever has one address of IPv6 has 64 bits of them."""
		network = f"2001:db8:{make.secrets.token_hex(2)}:{make.secrets.token_hex(2)}::"
		for place in range(6):
			monkeypatch.setattr(frappe.local, "request_ip", f"{network}{place}")
			log = SimpleNamespace(operation="Login", status="Failed", user=f"{place}@esaylov.example")
			failed_passwords.note_failure(log)
		monkeypatch.setattr(frappe.local, "request_ip", f"{network}9")
		with pytest.raises(TooMany):
			failed_passwords.admit_try("another@esaylov.example", None)

	@WITH_HOOK_BEFORE_LOGIN
	def test_a_known_device_has_tries_of_its_own(self, refused):
		user, mark = persons.user_for(make.person()), make.secrets.token_urlsafe(8)
		key = keys.keyed_hash("device", f"{user}|{mark}".encode())
		frappe.get_doc(doctype="Known Device", user=user, device_key=key, name=key[:10]).db_insert()
		assert [refused(user)[0] for _ in range(7)] == [1] * 6 + [0]
		assert [refused(user, mark)[0] for _ in range(6)] == [1] * 5 + [0]
		frappe.local.login_manager.user = user
		devices.count_anew(frappe.local.login_manager)
		assert refused(user, mark)[0] == 1, "a login from the device begins its count anew"
		assert refused(user)[0] == 0, "and not that of strangers"

	@pytest.mark.parametrize(
		"said", [{"verification": {}, "tmp_id": "x"}, {"redirect_to": "/x", "message": "Password Reset"}]
	)
	def test_a_right_password_of_a_locked_account_is_answered_as_a_wrong_one(self, monkeypatch, said):
		"""Frappe 15 compares it before any hook of ours, and asks for a second factor or a new password."""
		user = "chair@esaylov.example"
		request = Request.from_values("/api/method/login", method="POST")
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(usr=user, pwd="x"))
		monkeypatch.setattr(frappe.local, "login_manager", SimpleNamespace(user=user), raising=False)

		def answer() -> Response:
			response = Response(json.dumps(said), content_type="application/json")
			login_answers.hide_locked_accounts(response, request)
			return response

		assert answer().get_json() == said
		log = SimpleNamespace(operation="Login", status="Failed", user=user)
		for _ in range(6):
			failed_passwords.note_failure(log)
		assert (answer().status_code, answer().get_json()) == (401, login_answers.ANSWER)
		failed_passwords.forget_failures(user, with_address=True)
		assert answer().get_json() == said


@pytest.mark.parametrize("typed", ["+998901234567", "90 123 45 67", "31506900010016", "AA1234567"])
def test_a_number_typed_as_a_name_stays_in_no_log(typed):
	add_authentication_log("Invalid login", typed, status="Failed")
	row = frappe.get_last_doc("Activity Log", {"status": "Failed"})
	digits = re.sub(r"\D", "", typed)[-7:]
	kept = [re.sub(r"\D", "", str(value)) for value in (row.user, row.full_name, row.subject)]
	assert not any(digits in each for each in kept)
	assert row.user, "that somebody tried is known"
