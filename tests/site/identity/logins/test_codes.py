"""One-time codes: six digits that confirm one thing once, for five minutes; and that nobody ends them for another."""

from datetime import timedelta

import frappe
import pytest
from factories import codes as make

from esaylov.framework import clock
from esaylov.framework.errors import CodeRefused, LawBroken, TooMany
from esaylov.framework.requests import limits
from esaylov.identity import codes

LOGIN, FILING = codes.Purpose.LOGIN, codes.Purpose.FILING


@pytest.fixture(autouse=True)
def fresh_address():
	"""Other tests asked from this address too."""
	limits.clear("code-address", codes._address_key())


@pytest.fixture
def number():
	return make.phone()


@pytest.fixture
def person(number):
	return make.person(number)


@pytest.fixture
def code(number, person):
	codes.issue(number, FILING, "AP-1", "a" * 64, person)
	return make.sent(person)[-1]


STRANGER = codes.Asker("", "somewhere")


def refused(code: str, call) -> None:
	with pytest.raises((CodeRefused, TooMany)) as problem:
		call()
	assert problem.value.code == code


def test_the_purposes_are_those_of_the_doctype():
	options = frappe.get_meta("One-time Code").get_field("purpose").options
	assert options.split("\n") == list(codes.Purpose)


class TestIssued:
	def test_six_digits_for_five_minutes_in_the_persons_language(self, number, person, code):
		assert len(code) == 6
		(text,) = frappe.get_all(
			"SMS Message", {"receiver_person": person}, pluck="text", order_by="name asc"
		)
		assert text.startswith("E-saylov: murojaatni yuborish kodi")
		assert "5 daqiqa" in text
		(row,) = frappe.get_all(
			"One-time Code", {"reference": "AP-1", "phone_key": codes.phone_key(number)}, ["*"]
		)
		made = row.expires_at - timedelta(minutes=5)
		assert frappe.db.get_value("Person", person, "creation") <= made <= clock.now()

	def test_neither_code_nor_phone_nor_address_is_stored(self, number, person, code):
		(row,) = frappe.get_all("One-time Code", {"phone_key": codes.phone_key(number)}, ["*"])
		stored = " ".join(str(value) for value in row.values())
		assert number[4:] not in stored
		assert (
			code
			not in stored.replace(str(row.expires_at), "")
			.replace(str(row.creation), "")
			.replace(str(row.modified), "")
			or code in row.code_hash
		)
		assert row.code_hash != codes._code_hash("another row", code)

	def test_codes_differ(self, number, person):
		for _ in range(5):
			codes.issue(number, LOGIN, person=person)
		assert len(set(make.sent(person))) > 1

	def test_after_five_within_an_hour_one_is_sent_as_often_as_one_ends(self, number, person):
		for _ in range(6):
			codes.issue(number, LOGIN, person=person)
		refused("codes_too_many", lambda: codes.issue(number, LOGIN, person=person))
		codes.issue(number, FILING, "AP-1", person=person)  # another purpose has a count of its own
		codes.open_row(number, LOGIN, asker=STRANGER)  # and so have all others who ask
		limits.clear("code-wait", f"{codes._scope(number, LOGIN, codes.signed_in())}|6")  # as time does
		codes.issue(number, LOGIN, person=person)

	def test_an_address_has_a_limit_over_all_phones(self, monkeypatch, person):
		monkeypatch.setattr(codes, "settings", lambda: codes.Limits(5, 5, 5, 3))
		for _ in range(3):
			codes.open_row(make.phone(), LOGIN, asker=STRANGER)
		refused("codes_too_many", lambda: codes.open_row(make.phone(), LOGIN, asker=STRANGER))
		codes.open_row(make.phone(), LOGIN, asker=codes.Asker("device|known"))  # its own budget alone

	@pytest.mark.parametrize(("phone", "code"), [("", "phone_missing"), ("12345", "phone_structure")])
	def test_an_unfit_phone_is_refused(self, phone, code):
		refused(code, lambda: codes.issue(phone, LOGIN))


class TestConfirmed:
	def test_the_code_confirms_once(self, number, code):
		row = codes.confirm(number, code, FILING, "AP-1", "a" * 64)
		assert frappe.db.get_value("One-time Code", row, "used_at")
		refused("code_expired", lambda: codes.confirm(number, code, FILING, "AP-1", "a" * 64))

	def test_spaces_and_another_writing_of_the_phone_do_not_matter(self, number, code):
		assert codes.confirm(
			f"{number[1:6]} {number[6:]}", f" {code[:3]} {code[3:]} ", FILING, "AP-1", "a" * 64
		)

	@pytest.mark.parametrize(
		("values", "said"),
		[
			({"purpose": LOGIN}, "code_expired"),
			({"reference": "AP-2"}, "code_expired"),
			({"context": "b" * 64}, "code_other_text"),
			({"context": ""}, "code_other_text"),
		],
	)
	def test_it_confirms_nothing_else(self, number, code, values, said):
		whole = {"purpose": FILING, "reference": "AP-1", "context": "a" * 64, **values}
		refused(said, lambda: codes.confirm(number, code, **whole))

	def test_another_phone_has_no_code(self, code):
		refused("code_expired", lambda: codes.confirm(make.phone(), code, FILING, "AP-1", "a" * 64))

	def test_after_five_minutes_it_is_over(self, number, code, monkeypatch):
		later = clock.now() + timedelta(minutes=5, seconds=1)
		monkeypatch.setattr(clock, "now", lambda: later)
		refused("code_expired", lambda: codes.confirm(number, code, FILING, "AP-1", "a" * 64))

	def test_a_new_code_does_not_end_a_living_one(self, number, person, code):
		codes.issue(number, FILING, "AP-1", "a" * 64, person)
		newer = make.sent(person)[-1]
		assert codes.confirm(number, code, FILING, "AP-1", "a" * 64)
		assert codes.confirm(number, newer, FILING, "AP-1", "a" * 64) if newer != code else True

	def test_the_sixth_try_fails_even_with_the_right_code(self, number, code):
		for _ in range(5):
			refused("code_wrong", lambda: codes.confirm(number, make.wrong(code), FILING, "AP-1", "a" * 64))
		refused("code_tries", lambda: codes.confirm(number, code, FILING, "AP-1", "a" * 64))

	def test_the_tries_of_strangers_are_theirs(self, number, person, code):
		"""Ten browsers use up ten times five tries, and the code on the phone works; the next one is longer."""
		code = self.sent_to(number, person)
		for place in range(2):
			asker = codes.Asker("", f"browser {place}")
			for _ in range(5 - place):
				refused("code_wrong", lambda: codes.confirm(number, make.wrong(code), LOGIN, asker=asker))  # noqa: B023
			refused("code_tries", lambda: codes.confirm(number, code, LOGIN, asker=asker))  # noqa: B023
		known = codes.Asker("device|known", "known")
		refused("code_tries", lambda: codes.confirm(number, code, LOGIN, asker=STRANGER))
		longer = self.sent_to(number, person)
		assert len(longer) == 8
		assert codes.confirm(number, longer, LOGIN, asker=STRANGER)
		assert codes.confirm(number, code, LOGIN, asker=known)  # who was here before notices nothing
		assert len(self.sent_to(number, person, known)) == 6

	def sent_to(self, number, person, asker=STRANGER) -> str:
		codes.deliver(codes.open_row(number, LOGIN, asker=asker), person)
		return make.sent(person)[-1]

	def test_what_can_be_guessed_in_a_day(self):
		"""The bound that the module states, from its own numbers: codes that live at once, tries for each length."""
		reached, chance = 0, 0.0
		for most, digits in codes.LENGTHS:
			tried = min(most, 100_000) - reached
			reached, chance = min(most, 100_000), chance + codes.MOST_LIVING * tried / 10**digits
		assert chance < 0.0004

	def test_a_right_one_is_no_try(self, number, code):
		scope = codes._scope(number, FILING, codes.signed_in())
		refused("code_wrong", lambda: codes.confirm(number, make.wrong(code), FILING, "AP-1", "a" * 64))
		codes.confirm(number, code, FILING, "AP-1", "a" * 64)
		assert limits.count("wrong", scope) == 1

	@pytest.mark.parametrize(
		"code", ["", "1", "1234567", "abcdef", "\u0661\u0662\u0663\u0664\u0665\u0666", "9" * 1000]
	)
	def test_garbage_is_a_wrong_code(self, number, code, person):
		codes.issue(number, LOGIN, person=person)
		refused("code_wrong", lambda: codes.confirm(number, code, LOGIN))


class TestKept:
	def test_a_job_keeps_the_wrong_tries_of_a_request_that_was_rolled_back(self, number, code):
		(name,) = frappe.get_all("One-time Code", {"phone_key": codes.phone_key(number)}, pluck="name")
		frappe.db.savepoint("request")
		refused("code_wrong", lambda: codes.confirm(number, make.wrong(code), FILING, "AP-1", "a" * 64))
		frappe.db.rollback(save_point="request")
		codes.note_tries(name)
		assert frappe.db.get_value("One-time Code", name, "tries") == 1

	def test_nobody_writes_or_removes_one_by_hand(self, number, code):
		(name,) = frappe.get_all("One-time Code", {"phone_key": codes.phone_key(number)}, pluck="name")
		row = frappe.get_doc("One-time Code", name)
		row.used_at = None
		with pytest.raises(LawBroken):
			row.save()
		with pytest.raises(LawBroken):
			row.delete()

	@pytest.mark.parametrize("local", ["chair", "administrator", "party", "auditor"])
	def test_only_the_auditor_lists_codes_and_nobody_reads_a_live_message(self, number, person, code, local):
		frappe.set_user(f"{local}@esaylov.example")
		key = {"phone_key": codes.phone_key(number)}
		try:
			listed = frappe.get_list("One-time Code", key)
		except frappe.PermissionError:
			listed = []
		assert len(listed) == (1 if local == "auditor" else 0)
		try:
			assert not frappe.get_list("SMS Message", {"receiver_person": person})
		except frappe.PermissionError:
			assert local == "party"

	def test_the_job_takes_codes_out_of_texts_and_old_rows_away(self, number, person, code, monkeypatch):
		later = clock.now() + timedelta(minutes=6)
		monkeypatch.setattr(clock, "now", lambda: later)
		codes.purge()
		(message,) = frappe.get_all(
			"SMS Message", {"receiver_person": person}, ["text", "status", "is_secret"]
		)
		assert code not in message.text
		assert (message.status, message.is_secret) == ("Expired", 0)
		assert frappe.db.count("One-time Code", {"phone_key": codes.phone_key(number)}) == 1
		much_later = later + timedelta(days=1)
		monkeypatch.setattr(clock, "now", lambda: much_later)
		codes.purge()
		assert frappe.db.count("One-time Code", {"phone_key": codes.phone_key(number)}) == 0
