"""The telephone of an appeal opens the entry that the appeal led to, and nothing else that its person may do."""

from types import SimpleNamespace

import frappe
import pytest
from factories import appeals as filing
from factories import codes as make
from factories import effects, people
from factories import sessions as session_of

from esaylov.appeals.drafts import before_filing, confirming, drafting
from esaylov.appeals.filing import named_people, submitting
from esaylov.appeals.form_facts import checked_people
from esaylov.appeals.review import steps
from esaylov.decisions.review import reading
from esaylov.framework import queues
from esaylov.framework.errors import (
	CodeRefused,
	EsaylovError,
	FormInvalid,
	LawBroken,
	LoginRefused,
	NotPermitted,
	SignatureRefused,
	text,
)
from esaylov.identity import bodies, codes, persons, roles
from esaylov.identity.logins import addresses, phones, session
from esaylov.identity.logins.ways import sms
from esaylov.permissions.reach import reach
from esaylov.registers.entries import entry_phones, recorded
from esaylov.setup.demo import ground

AUDITOR, RIVAL = "auditor@esaylov.example", filing.RIVAL
PROXIES = {"rows": "proxies", "candidate": "candidate"}


@pytest.fixture(autouse=True)
def entered(monkeypatch):
	"""A guest's request from an address of its own; the users who entered."""
	users = []

	def log_in(user):
		session.refuse_the_dismissed(SimpleNamespace(user=user))
		users.append(user)

	monkeypatch.setattr(frappe.local, "login_manager", SimpleNamespace(login_as=log_in), raising=False)
	monkeypatch.setattr(frappe.local, "request_ip", f"192.0.2.1-{make.phone()}", raising=False)
	monkeypatch.setattr(queues, "wake", lambda *_, **__: None)
	yield users
	frappe.set_user("Administrator")
	frappe.db.after_commit.reset()


@pytest.fixture
def number():
	return make.phone()


def answers_of(user: str, **more: str) -> dict[str, str]:
	"""A person block about the person of a login, as somebody who knows their number and name types it."""
	found = frappe.db.get_value("Person", {"user": user}, ["pinfl", "full_name"], as_dict=True)
	return {"pinfl": found.pinfl, "full_name": found.full_name, **more}


def codes_to(phone: str) -> list[str]:
	"""The codes on their way to a number, the oldest first."""
	rows = frappe.get_all(
		"SMS Message",
		{"phone": phone, "template": "S01"},
		pluck="sealed_text",
		order_by="creation asc, name asc",
	)
	return [make.re.findall(r"\b\d{6,10}\b", make.decrypt(row))[0] for row in rows if row]


def enter(phone: str, entry: str = "") -> str:
	"""The user that a code sent to a number logs in, with the entry that is chosen."""
	frappe.set_user("Guest")
	sms.request(phone)
	for name in codes.owed("login"):
		sms.deliver(name)
	sent = codes_to(phone)
	user = sms.confirm(phone, sent[-1] if sent else "000000", entry)
	frappe.set_user(user)
	return user


def stays_out(phone: str) -> None:
	with pytest.raises(EsaylovError):
		enter(phone)
	frappe.set_user("Administrator")


def proxy_of(candidate: str, person: dict[str, str]) -> str:
	"""A proxy whom a candidate named in an appeal, registered by the chair."""
	decision = effects.effect(
		"register_proxy", {"candidate": candidate, "proxies": [person]}, PROXIES, election_types=["DC"]
	)
	return effects.written(decision, "Proxy")[0].name


def stored_person(where: str | dict[str, str]) -> dict[str, object]:
	"""What is stored of a person, without the counter that each mandate of theirs raises."""
	row = frappe.db.get_value("Person", where, "*", as_dict=True)
	return {column: value for column, value in row.items() if column != "mandates_version"}


class TestAttacks:
	def test_a_rivals_representative_who_was_named_as_a_proxy_keeps_the_rivals_complaint(self, number):
		complaint = filing.filed(user=RIVAL)
		frappe.db.set_value("Person", {"user": RIVAL}, "phone", None)
		before = stored_person({"user": RIVAL})
		proxy = proxy_of(effects.candidate(), answers_of(RIVAL, phone=number))
		after = stored_person({"user": RIVAL})
		assert after == before
		user = enter(number)
		assert user != RIVAL
		held = [(body.doctype, body.name) for body in bodies.bodies_of(user)]
		assert held == [("Proxy", proxy)]
		assert persons.person_of(user) is None
		assert not reach(user).has("Appeal", [complaint])
		assert reach(user).has("Proxy", [proxy])
		assert not reach(user).has("Proxy", [proxy], reading=False)

	def test_a_press_card_under_an_invented_name_withdraws_no_candidature(self, number):
		candidate = people.candidate(frappe.get_doc("Person", make.person()), phone=make.phone())
		pinfl = frappe.db.get_value("Person", candidate.person, "pinfl")
		invented = {
			"pinfl": pinfl,
			"full_name": "Yolgʻonov Yolgʻon",
			"phone": number,
			"media_position": "Muxbir",
		}
		with pytest.raises(LawBroken) as refused:
			effects.effect(
				"accredit_media", {"media_name": "Gazeta", "persons": [invented]}, {"rows": "persons"}
			)
		assert refused.value.code == "person_differs"
		stays_out(number)

	def test_under_the_true_name_it_opens_nothing_either(self, number):
		person = frappe.get_doc("Person", make.person())
		people.candidate(person, phone=make.phone())
		named = {"pinfl": person.pinfl, "full_name": person.full_name, "phone": number}
		effects.effect("accredit_media", {"media_name": "Gazeta", "persons": [named]}, {"rows": "persons"})
		stays_out(number)

	def test_an_auditor_who_was_named_as_a_proxy_is_not_at_the_desk(self, number):
		proxy_of(effects.candidate(), answers_of(AUDITOR, phone=number))
		user = enter(number)
		assert user != AUDITOR
		assert frappe.db.get_value("User", user, "user_type") == "Website User"
		assert set(frappe.get_roles(user)) <= {"Proxy", "All", "Guest"}
		assert not reach(user).is_auditor
		assert addresses.home_of(user) == "/cabinet"


class TestEndingByATypedNumber:
	"""The party types its own telephone for its candidate, and enters as the candidate."""

	@pytest.fixture
	def person(self):
		person = frappe.get_doc("Person", make.person())
		frappe.db.set_value("Person", person.name, "phone", None)
		return person

	@pytest.fixture
	def candidate(self, person, number):
		return people.candidate(person, phone=number)

	def withdrawal(self, user: str) -> str:
		return drafting.create(user, "A49", ground.ELECTION, {"reason": "Sogʻliq sababli"})

	def test_withdraws_no_candidate(self, candidate, number):
		name = self.withdrawal(enter(number))
		assert before_filing.authentication(name) == "EDS"
		assert before_filing.lacks_proved_phone(name)
		with pytest.raises(CodeRefused) as refused:
			confirming.send_code(name)
		assert refused.value.code == "phone_not_proved"
		with pytest.raises(SignatureRefused) as refused:
			submitting.submit(name, "", filing.new_key(), "123456")
		assert refused.value.code == "phone_not_proved"
		assert filing.stored(name).status == "Draft"

	def test_a_proved_number_gets_the_code_that_withdraws(self, candidate, person, number):
		own = make.phone()
		frappe.db.set_value("Person", person.name, "phone", own)
		name = self.withdrawal(enter(number))
		assert before_filing.authentication(name) == "SMS"
		before = codes_to(number)
		confirming.send_code(name)
		assert codes_to(number) == before
		row = frappe.get_last_doc("SMS Message", {"phone": own})
		code = make.re.findall(r"\b\d{6,10}\b", make.decrypt(row.sealed_text))[0]
		assert submitting.submit(name, "", filing.new_key(), code).number

	def test_the_candidates_own_key_withdraws(self, candidate, number):
		pinfl = frappe.db.get_value("Person", {"user": filing.CHAIR}, "pinfl")
		frappe.db.set_value("Person", {"user": filing.CHAIR}, "pinfl", None)
		frappe.db.set_value("Person", candidate.person, "pinfl", pinfl)
		name = self.withdrawal(enter(number))
		signed = filing.signature(filing.CHAIR, before_filing.payload(name))
		assert submitting.submit(name, signed, filing.new_key()).number

	def test_ends_no_proxy(self, candidate, number):
		people.proxy(frappe.get_doc("Person", make.person()), candidate, phone=make.phone())
		name = drafting.create(enter(number), "A51", ground.ELECTION, {})
		assert before_filing.authentication(name) == "EDS"

	def test_lets_no_proxy_resign(self, candidate, number):
		person = frappe.get_doc("Person", make.person())
		frappe.db.set_value("Person", person.name, "phone", None)
		people.proxy(person, candidate, phone=(typed := make.phone()))
		name = drafting.create(enter(typed), "A51", ground.ELECTION, {})
		assert before_filing.authentication(name) == "EDS"

	@pytest.mark.parametrize("code", ["A44", "A50"])
	def test_appoints_no_proxy_and_files_no_complaint(self, candidate, number, code):
		name = drafting.create(enter(number), code, ground.ELECTION, {})
		assert (before_filing.authentication(name), before_filing.lacks_proved_phone(name)) == ("EDS", True)
		with pytest.raises(CodeRefused) as refused:
			confirming.send_code(name)
		assert refused.value.code == "phone_not_proved"

	def test_asks_for_a_hall(self, candidate, number):
		assert (
			before_filing.authentication(drafting.create(enter(number), "A60", ground.ELECTION, {})) == "SMS"
		)

	def test_changes_nothing_that_the_candidate_began(self, candidate, number):
		user = persons.user_for(candidate.person)
		frappe.set_user(user)
		name = self.withdrawal(user)
		enter(number)
		for step in (
			lambda: steps.withdraw(name),
			lambda: drafting.update(name, {"reason": "Boshqa sabab"}),
			lambda: drafting.discard(name),
		):
			with pytest.raises(NotPermitted) as refused:
				step()
			assert refused.value.code == "phone_not_proved"
		assert before_filing.check(name) is not None


class TestNumbersThatDisagree:
	@pytest.fixture
	def rival(self):
		"""Somebody whom a rival had entered with the passport of another person."""
		person = frappe.get_doc("Person", make.person())
		person.passport = f"AE{person.pinfl[-7:]}"
		person.save()
		return person

	def test_the_number_of_one_and_the_passport_of_another_are_the_person_of_the_number(self, rival):
		first = frappe.get_doc("Person", make.person())
		before = {name: stored_person(name) for name in (first.name, rival.name)}
		asked = {"pinfl": first.pinfl, "passport": rival.passport, "full_name": first.full_name}
		decision = effects.effect("accredit_observer", {"persons": [asked]}, {"rows": "persons"})
		assert effects.written(decision, "Observer")[0].person == first.name
		assert {name: stored_person(name) for name in before} == before

	def test_the_number_of_one_under_the_name_of_the_passport_is_refused(self, rival):
		first = frappe.get_doc("Person", make.person(surname="Boshqayev", given_name="Boshqa"))
		asked = {"pinfl": first.pinfl, "passport": rival.passport, "full_name": rival.full_name}
		with pytest.raises(LawBroken) as refused:
			effects.effect("accredit_observer", {"persons": [asked]}, {"rows": "persons"})
		assert refused.value.code == "person_differs"

	@pytest.mark.parametrize("is_known_by_number", [True, False])
	def test_a_new_number_with_a_known_passport_is_somebody_new(self, rival, is_known_by_number):
		if not is_known_by_number:  # a foreigner, entered by name and passport alone
			frappe.db.set_value("Person", rival.name, "pinfl", None)
		asked = {**effects.person(rival.full_name), "passport": rival.passport}
		decision = effects.effect("accredit_observer", {"persons": [asked]}, {"rows": "persons"})
		entry = effects.written(decision, "Observer")[0]
		assert frappe.db.get_value("Person", entry.person, "pinfl") == asked["pinfl"] != rival.pinfl

	def test_a_candidate_with_the_passport_of_another_keeps_nobody_from_filing(self, rival):
		people.candidate(rival)
		typed = filing.answers([filing.person(), filing.person(passport=rival.passport)])
		name = filing.under_review(typed=typed)
		frappe.set_user(filing.CHAIR)
		found = [one for one in reading.matter_for(name, filing.CHAIR)["findings"]]
		assert [one["path"] for one in found if rival.full_name not in one["text"]] == ["persons[1]"]

	def test_somebody_whom_a_decision_entered_under_an_invented_name_blocks_nobody(self):
		pinfl = effects.person()["pinfl"]

		def accredited(name: str) -> str:
			asked = {"pinfl": pinfl, "full_name": name}
			decision = effects.effect("accredit_observer", {"persons": [asked]}, {"rows": "persons"})
			return effects.written(decision, "Observer")[0]

		invented = accredited("Yolgʻonov Yolgʻon")
		assert self.state_of(invented.person) == "Entered by a Decision"
		invented.db_set({"status": "Withdrawn", "standing_key": None})
		name = filing.under_review(
			typed=filing.answers([filing.person(pinfl=pinfl, full_name="Rostov Rost")])
		)
		frappe.set_user(filing.CHAIR)
		texts = [one["text"] for one in reading.matter_for(name, filing.CHAIR)["findings"]]
		assert any("under another name" in text and "Yolg" not in text for text in texts)
		frappe.set_user("Administrator")
		found = accredited("Rostov Rost")
		assert (found.person, found.full_name) == (invented.person, "Rostov Rost")
		assert self.state_of(found.person) == "To Review"

	@pytest.mark.parametrize(("surname", "state"), [("Yolgʻonov", ""), ("Rostov", "To Review")])
	def test_a_login_that_names_the_person_confirms_the_name_or_has_it_reviewed(self, surname, state):
		person = people.person(
			surname="Yolgʻonov", given_name="Yolgʻon", identity_state="Entered by a Decision"
		)
		persons.confirm_name(person.name, surname, "Yolgʻon")
		assert self.state_of(person.name) == state

	def state_of(self, person: str) -> str:
		return frappe.db.get_value("Person", person, "identity_state") or ""

	def test_another_spelling_of_the_name_is_the_same_person(self):
		known = frappe.get_doc("Person", make.person())
		asked = {"pinfl": known.pinfl, "full_name": "Комилов Комил Комилович"}
		decision = effects.effect("accredit_observer", {"persons": [asked]}, {"rows": "persons"})
		assert effects.written(decision, "Observer")[0].person == known.name

	def test_a_renewed_passport_is_accepted_and_changes_no_person(self):
		known = frappe.get_doc("Person", make.person())
		known.passport = f"AG{known.pinfl[-7:]}"
		known.save()
		before = stored_person(known.name)
		asked = {
			**{"pinfl": known.pinfl, "passport": f"AH{known.pinfl[-7:]}", "full_name": known.full_name},
			**{"address": "Boshqa", "gender": "Female", "phone": make.phone(), "specialty": "Boshqa"},
		}
		effects.effect("accredit_observer", {"persons": [asked]}, {"rows": "persons"})
		assert stored_person(known.name) == before


class TestNumbersOfEntries:
	def test_somebody_new_has_the_number_at_the_entry_and_not_as_a_person(self, number):
		person = effects.person("Yangiyev Yangi Yangiyevich", phone=number)
		decision = effects.effect("accredit_observer", {"persons": [person]}, {"rows": "persons"})
		(entry,) = effects.written(decision, "Observer")
		assert entry.phone == number
		assert not frappe.db.get_value("Person", entry.person, "phone")

	def test_a_number_that_a_rival_typed_for_somebody_else_locks_nobody_out(self, number):
		entries = [people.candidate(frappe.get_doc("Person", make.person()), phone=number) for _ in range(3)]
		for entry in entries:
			frappe.db.savepoint("asked")
			with pytest.raises(LoginRefused) as refused:
				enter(number)
			assert refused.value.code == "login_entry_needed"
			assert sorted(found.path for found in refused.value.findings) == sorted(
				f"Candidate|{one.name}" for one in entries
			)
			frappe.db.rollback(save_point="asked")  # as the request that was refused
			user = enter(number, f"Candidate|{entry.name}")
			assert [body.name for body in bodies.bodies_of(user)] == [entry.name]

	def test_a_code_opens_no_chosen_entry_that_has_another_number(self, number):
		others = [people.candidate(frappe.get_doc("Person", make.person()), phone=number) for _ in range(2)]
		victim = people.candidate(frappe.get_doc("Person", make.person()), phone=make.phone())
		for chosen in (f"Candidate|{victim.name}", "Candidate|", f"Proxy|{others[0].name}", "x"):
			with pytest.raises(LoginRefused):
				enter(number, chosen)

	def test_a_number_of_two_entries_of_one_person_opens_both(self, number):
		person = frappe.get_doc("Person", make.person())
		candidate = people.candidate(person, phone=number)
		other = people.candidate(frappe.get_doc("Person", make.person()), phone=make.phone())
		proxy = people.proxy(person, other, phone=number)
		own = people.proxy(person, candidate, phone=make.phone())
		held = {body.name for body in bodies.bodies_of(enter(number))}
		assert held == {candidate.name, proxy.name}
		assert own.name not in held

	def test_an_entry_that_ended_opens_nothing_and_its_login_has_nothing_left(self, number):
		candidate = people.candidate(frappe.get_doc("Person", make.person()), phone=number)
		user = enter(number)
		frappe.set_user("Administrator")
		frappe.db.set_value("Candidate", candidate.name, "status", "Withdrawn")
		assert bodies.bodies_of(user) == []
		assert bodies.signing_person(user) is None
		with pytest.raises(LoginRefused):
			session.refuse_the_dismissed(SimpleNamespace(user=user))
		assert roles.sync_all()
		assert "Candidate" not in frappe.get_roles(user)
		stays_out(number)

	def test_a_number_that_moved_opens_with_a_login_of_its_own(self, number):
		candidate = people.candidate(frappe.get_doc("Person", make.person()), phone=number)
		former = enter(number)
		frappe.set_user("Administrator")
		frappe.db.set_value("Candidate", candidate.name, "phone", moved := make.phone())
		assert bodies.bodies_of(former) == []
		stays_out(number)
		assert [body.name for body in bodies.bodies_of(enter(moved))] == [candidate.name]

	def test_a_login_that_was_written_to_an_entry_in_the_database_opens_nothing(self, number):
		user_of_another = people.candidate(frappe.get_doc("Person", make.person()), phone=number)
		user = enter(number)
		frappe.set_user("Administrator")
		entry = people.candidate(frappe.get_doc("Person", make.person()), phone=number)
		frappe.db.set_value("Candidate", entry.name, "login", user)
		assert [body.name for body in bodies.bodies_of(user)] == [user_of_another.name]

	def test_the_number_of_a_person_opens_nothing_by_itself(self, number):
		person = frappe.get_doc("Person", make.person(number))
		people.candidate(person, phone=None)
		stays_out(number)

	def test_a_login_of_an_entry_that_was_made_staff_does_not_enter(self, number):
		people.candidate(frappe.get_doc("Person", make.person()), phone=number)
		user = enter(number)
		frappe.set_user("Administrator")
		frappe.db.set_value("User", user, "user_type", "System User")
		stays_out(number)


class TestPractice:
	def test_an_entry_of_practice_gives_no_number_login_right_or_role(self, number):
		"""Before and after the practice is over."""
		person = frappe.get_doc("Person", make.person())
		candidate = people.candidate(person, phone=number)
		own = persons.user_for(person.name)
		for state in ("Practice", "Practice Over"):
			election = practice_election(state)
			frappe.db.set_value("Candidate", candidate.name, "election", election)
			assert not persons.has_right(person.name)
			assert bodies.bodies_of(own) == []
			roles.sync_roles(own)
			assert "Candidate" not in frappe.get_roles(own)
			stays_out(number)

	def test_an_act_of_practice_writes_no_number(self, number, monkeypatch):
		monkeypatch.setattr(effects, "ELECTION", practice_election("Practice"))
		person = effects.person(phone=number)
		decision = effects.effect("accredit_observer", {"persons": [person]}, {"rows": "persons"})
		assert not effects.written(decision, "Observer")[0].phone


def practice_election(state: str) -> str:
	"""An election of practice, written past its steps."""
	code = frappe.generate_hash(length=8)
	facts = {"code": code, "title_uz": code, "status": state, "election_day": "2100-01-01", "docstatus": 0}
	election = frappe.get_doc({"doctype": "Election", **facts})
	election.name = code
	election.db_insert()
	return election.name


class TestChangeOfTheNumber:
	def test_both_phones_change_the_number_of_the_entry_and_not_of_the_person(self, number):
		person = frappe.get_doc("Person", make.person())
		own = person.phone
		candidate = effects.candidate(person=person.name, full_name=person.full_name, phone=number)
		user, new = enter(number), make.phone()
		asked = phones.request(user, new)
		sent = {
			row.phone: make.re.findall(r"[0-9]{6}", make.decrypt(row.sealed_text))[0]
			for row in frappe.get_all("SMS Message", {"template": "S02"}, ["phone", "sealed_text"])
			if row.phone in (number, new)
		}
		moved = phones.confirm(user, asked.change, new, sent[new], sent[number])
		frappe.set_user("Administrator")
		assert entry_phones.move_phone(moved.person, moved.former, moved.number) == 1
		entry = frappe.get_doc("Candidate", candidate)
		assert (entry.phone, entry.login) == (new, None)
		assert recorded.is_as_recorded(entry)
		assert frappe.db.get_value("Person", person.name, "phone") == own
		assert bodies.bodies_of(user) == []
		told = frappe.get_all(
			"SMS Message", {"template": "S65", "receiver_person": person.name}, pluck="phone"
		)
		assert sorted(told) == sorted([number, new])
		stays_out(number)
		assert [body.name for body in bodies.bodies_of(enter(new))] == [candidate]


class TestFiling:
	def test_the_number_of_a_known_person_under_another_name_is_not_filed(self):
		known = frappe.get_doc("Person", make.person())
		typed = filing.answers(
			[filing.person(), filing.person(pinfl=known.pinfl, full_name="Yolgʻonov Yolgʻon")]
		)
		name = filing.draft(typed=typed)
		with pytest.raises(FormInvalid) as refused:
			filing.submit(name)
		(found,) = refused.value.findings
		assert (found.code, found.path) == ("person_differs", "persons[1].full_name")
		assert known.full_name not in str(found.as_dict())
		assert filing.stored(name).status == "Draft"

	def test_who_tries_out_numbers_learns_no_more_of_them_and_the_commission_does(self, monkeypatch):
		"""A refusal beyond the limit would tell the same."""
		monkeypatch.setattr(named_people, "TRIES", f"named-people-{frappe.generate_hash(length=8)}")
		monkeypatch.setattr(named_people, "MOST", 1)
		first, second = (
			filing.draft(
				typed=filing.answers(
					[filing.person(pinfl=frappe.get_doc("Person", make.person()).pinfl, full_name=name)]
				)
			)
			for name in ("Boshqa Odam", "Yana Boshqa")
		)
		for _ in range(2):
			with pytest.raises(FormInvalid):
				filing.submit(first)
		filing.submit(second)
		said = reading.matter_for(second, session_of.CHAIR)["findings"]
		assert text("person_differs", {"name": "Yana Boshqa"}, "en") in [one["text"] for one in said]

	def test_a_name_beside_many_numbers_is_told_of_none_of_them(self):
		known = frappe.get_doc("Person", make.person())
		name = "Boshqa Odam"
		rows = [filing.person(full_name=name) for _ in range(checked_people.MOST_NUMBERS)]
		filing.submit(filing.draft(typed=filing.answers(rows)))
		filing.submit(filing.draft(typed=filing.answers([filing.person(pinfl=known.pinfl, full_name=name)])))
