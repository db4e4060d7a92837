"""The client of the interagency portal, against a portal of our own over HTTP."""

import logging
from datetime import date

import frappe
import pytest
from factories import interagency as portals
from factories.ports import free_port
from fakes import interagency

from esaylov.core.people.identity import Gender
from esaylov.integrations.base import BadAnswer, NotConfigured, Refused, Unreachable
from esaylov.integrations.interagency import registers
from esaylov.integrations.interagency.access import DEMO, access, is_enabled
from esaylov.integrations.interagency.gateway import breaker
from esaylov.integrations.interagency.records import Asked, Verdict

PERSON, SEARCH = registers.PERSON, registers.RECORD_SEARCH


@pytest.fixture
def portal():
	with portals.portal() as (address, state):
		yield address, state


def asked(about: str) -> Asked:
	person = portals.known(about)
	name = f"{person['surname']} {person['given_name']} {person['patronymic']}"
	return Asked(person["pinfl"], person["passport"], date.fromisoformat(person["birth_date"]), name)


def test_a_person_by_pinfl(portal):
	found = registers.personal_data(portals.gateway(portal[0]), asked("matches"))
	assert found.full_name == "AKMALOV AKMAL AKMALOVICH"
	assert (found.birth_date, found.gender) == (date(1890, 3, 15), Gender.MALE)
	assert found.nationality == "O'zbek"
	assert found.photo == b""


def test_a_person_by_passport_and_birth_date_with_photo(portal):
	person = portals.known("matches")
	by_passport = Asked(passport=person["passport"], birth_date=date.fromisoformat(person["birth_date"]))
	found = registers.personal_data(portals.gateway(portal[0]), by_passport, with_photo=True)
	assert found.pinfl == person["pinfl"]
	assert found.photo.startswith(b"\xff\xd8")
	assert "pinpp" not in portal[1].asked[0][1]


def test_address_work_and_specialty(portal):
	client, pinfl = portals.gateway(portal[0]), asked("matches").pinfl
	assert registers.address(client, pinfl) == "Toshkent shahri, Shayxontohur tumani, Namuna ko'chasi, 1-uy"
	assert registers.workplace(client, pinfl) == "Toshkent shahar poliklinikasi, hamshira"
	assert registers.specialty(client, pinfl) == "Davolash ishi"


def test_who_is_not_known_is_none_and_who_has_nothing_is_empty(portal):
	client, nobody = portals.gateway(portal[0]), "10101800000016"
	assert registers.personal_data(client, Asked(pinfl=nobody)) is None
	assert registers.address(client, nobody) == ""
	assert registers.workplace(client, nobody) is None
	assert registers.specialty(client, nobody) is None
	assert registers.legal_capacity(client, nobody) is Verdict.NOT_FOUND
	assert registers.workplace(client, asked("without work").pinfl) == ""


@pytest.mark.parametrize(("about", "verdict"), [("matches", Verdict.CLEAR), ("convicted", Verdict.FOUND)])
def test_a_criminal_record_comes_in_two_steps(portal, about, verdict):
	client = portals.gateway(portal[0])
	number = registers.begin_criminal_record(client, asked(about), "A06")
	assert registers.criminal_record(client, number) is verdict


def test_a_criminal_record_may_be_looked_into_for_a_while(portal):
	client = portals.gateway(portal[0])
	number = registers.begin_criminal_record(client, asked("criminal record pending"), "A06")
	said = [registers.criminal_record(client, number) for _ in range(3)]
	assert said == [Verdict.PENDING, Verdict.PENDING, Verdict.CLEAR]


def test_disability_and_capacity_are_verdicts_alone(portal):
	client = portals.gateway(portal[0])
	assert registers.disability(client, asked("disabled"), "A06") is Verdict.FOUND
	assert registers.disability(client, asked("matches"), "A06") is Verdict.CLEAR
	assert registers.legal_capacity(client, asked("incapable").pinfl) is Verdict.FOUND
	assert registers.legal_capacity(client, asked("matches").pinfl) is Verdict.CLEAR


def test_a_look_up_is_tried_again_with_longer_pauses(portal):
	address, state = portal
	pauses: list[float] = []
	state.faults[PERSON] = 503
	with pytest.raises(Unreachable, match="interagency_unreachable"):
		registers.personal_data(portals.gateway(address, pauses), asked("matches"))
	assert len(state.asked) == 3
	assert pauses == [0.2, 0.4]


def test_the_first_step_of_a_criminal_record_is_put_once(portal):
	address, state = portal
	state.faults[SEARCH] = 503
	with pytest.raises(Unreachable):
		registers.begin_criminal_record(portals.gateway(address), asked("matches"), "A06")
	assert [path for path, _ in state.asked] == [SEARCH]


def test_a_slow_register_holds_nobody_for_long(portal):
	address, state = portal
	with pytest.raises(Unreachable):  # an answer would have come: nobody waited for it
		registers.personal_data(
			portals.gateway(address, timeout=0.2, tries=2), asked("every register is slow")
		)
	assert len(state.asked) <= 2


def test_a_dead_register_rests_and_the_others_answer(portal):
	address, state = portal
	client = portals.gateway(address, tries=1)
	state.faults[PERSON] = 503
	for _ in range(breaker.failures + 3):
		with pytest.raises(Unreachable):
			registers.personal_data(client, asked("matches"))
	assert len(state.asked) == breaker.failures
	assert registers.workplace(client, asked("matches").pinfl)


def test_an_answer_ends_the_count_of_failures(portal):
	address, state = portal
	client = portals.gateway(address, tries=1)
	for fault in (503, 503, 503, None, 503, 503, 503, None):
		state.faults = {PERSON: fault} if fault else {}
		if fault:
			with pytest.raises(Unreachable):
				registers.personal_data(client, asked("matches"))
		else:
			assert registers.personal_data(client, asked("matches"))


def test_nothing_listens_there():
	portals.forget()
	with pytest.raises(Unreachable):
		registers.personal_data(portals.gateway(f"http://127.0.0.1:{free_port()}"), asked("matches"))
	portals.forget()


def test_a_token_serves_many_calls_and_is_renewed_when_taken_back(portal):
	address, state = portal
	client = portals.gateway(address)
	for _ in range(3):
		assert registers.personal_data(client, asked("matches"))
	assert len(state.tokens) == 1
	state.tokens = {"another"}
	assert registers.personal_data(client, asked("matches"))
	assert len(state.tokens) == 2


def test_wrong_secrets_are_refused(portal):
	client = portals.gateway(portal[0])
	wrong = portals.SECRETS | {"consumer_secret": "wrong"}
	object.__setattr__(client.access, "secrets", wrong)
	with pytest.raises(Refused, match="interagency_unauthorized"):
		registers.personal_data(client, asked("matches"))


@pytest.mark.parametrize(
	"fault",
	[
		"html",
		"brackets",
		{"result": 1, "data": "x"},
		{"result": 1, "data": ["x"]},
		{"result": 2, "data": []},
		{"result": 1, "data": [{"birth_date": "soon"}]},
		{"result": 1, "data": [{"surnamelat": []}]},
		{"result": 1, "data": [{"photo": "***"}]},
	],
)
def test_an_answer_of_another_shape_is_none(portal, fault):
	portal[1].faults[PERSON] = fault
	with pytest.raises(BadAnswer):
		registers.personal_data(portals.gateway(portal[0]), asked("matches"))


@pytest.mark.parametrize(
	("path", "fault", "call"),
	[
		(registers.ADDRESS, {"data": "x"}, lambda client: registers.address(client, "1")),
		(registers.WORK, {"data": "x"}, lambda client: registers.workplace(client, "1")),
		(registers.CAPACITY, {"incapable": "yes"}, lambda client: registers.legal_capacity(client, "1")),
		(SEARCH, {"id_query": True}, lambda client: registers.begin_criminal_record(client, Asked(), "")),
		(registers.RECORD_CHECK, {"status": "done"}, lambda client: registers.criminal_record(client, 1)),
	],
)
def test_other_registers_too(portal, path, fault, call):
	portal[1].faults[path] = fault
	with pytest.raises(BadAnswer):
		call(portals.gateway(portal[0]))


def test_a_question_that_the_portal_does_not_understand(portal):
	portal[1].faults[PERSON] = 400
	with pytest.raises(Refused, match="interagency_question"):
		registers.personal_data(portals.gateway(portal[0]), asked("matches"))


def test_logs_hold_no_personal_data(portal, monkeypatch):
	lines: list[str] = []
	logger = logging.getLogger("test_interagency")
	monkeypatch.setattr(logger, "info", lambda text, *values: lines.append(text % values))
	monkeypatch.setattr(frappe, "logger", lambda *names, **options: logger)
	registers.personal_data(portals.gateway(portal[0]), asked("matches"))
	assert len(lines) == 2
	person, told = portals.known("matches"), "\n".join(lines)
	hidden = (
		person["pinfl"],
		person["passport"],
		person["surname"],
		interagency.SECRET,
		interagency.PASSWORD,
	)
	assert not [value for value in hidden if value in told]
	assert interagency.SECRET not in repr(portals.gateway(portal[0]).access)


def test_a_site_without_address_or_secrets_asks_nobody(monkeypatch):
	monkeypatch.setitem(frappe.conf, DEMO, None)
	frappe.db.set_single_value("Interagency Settings", "is_enabled", 0)
	assert not is_enabled()
	with pytest.raises(NotConfigured):
		access()
	frappe.db.set_single_value(
		"Interagency Settings", {"is_enabled": 1, "address": "https://gateway.example/"}
	)
	with pytest.raises(NotConfigured):
		access()
	monkeypatch.setitem(frappe.conf, "esaylov_interagency", portals.SECRETS)
	assert is_enabled()
	assert access().address == "https://gateway.example"


def test_a_real_site_never_looks_for_the_made_up_portal(monkeypatch):
	monkeypatch.setitem(frappe.conf, "esaylov_demo", 0)
	monkeypatch.setitem(frappe.conf, DEMO, {**portals.SECRETS, "address": "http://127.0.0.1:1"})
	frappe.db.set_single_value("Interagency Settings", "is_enabled", 0)
	assert not is_enabled()
	with pytest.raises(NotConfigured):
		access()
