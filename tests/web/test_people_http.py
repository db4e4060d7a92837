"""Data of people over HTTP: who may ask, and that refusals tell nothing."""

import base64
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from factories.cabinet import pinfl
from factories.http import PDF, file_appeal

DRAFT_CALLS = {
	"people.lookup": {"field": "persons[0]"},
	"people.lookup_all": {},
	"people.dispute": {"field": "persons[0]", "column": "address", "note": "x"},
}


@pytest.fixture(scope="module")
def party(login):
	return login("party")


@pytest.fixture(scope="module")
def filed(party, serial_of_file) -> str:
	return file_appeal(party, serial_of_file)


@pytest.fixture(scope="module")
def draft(party, serial_of_file) -> str:
	"""A draft whose person is asked for at most."""
	person = {
		"pinfl": pinfl(serial_of_file),
		"passport": "AB0000009",
		"full_name": "Bo'ronov Bo'ron Bo'ronovich",
		"phone": "+998901234567",
	}
	today = datetime.now(ZoneInfo("Asia/Tashkent")).date().isoformat()
	answers = {"party_decision_no": "12-Q", "party_decision_date": today, "persons": [person]}
	answer = party.post("appeals.create", appeal_type="A56", election="demo", answers=answers)
	assert answer.status_code == 200, answer.text[:500]
	name = answer.json()["message"]["appeal"]
	content = base64.b64encode(PDF).decode()
	values = {"field": "party_decision", "file_name": "qaror.pdf", "content": content}
	assert party.post("appeals.attach", appeal=name, **values).status_code == 200
	return name


def test_a_look_up_answers_with_a_status(party, draft):
	answer = party.post("people.lookup", appeal=draft, field="persons[0]")
	assert answer.status_code == 200, answer.text[:500]
	found = answer.json()["message"]
	assert found["status"] in ("Unreachable", "Not Found")  # a stock bench has no portal beside it
	assert found["columns"] == []
	assert party.get("people.marks", appeal=draft).json()["message"][0]["status"] == found["status"]
	assert party.get("people.progress", appeal=draft).json()["message"][found["status"]] == 1


@pytest.mark.parametrize("call", DRAFT_CALLS)
@pytest.mark.parametrize("user", ["rival", "chair", "sibling.chair", "auditor", "administrator"])
def test_anothers_draft_is_as_none(login, draft, user, call):
	client = login(user)
	there = client.post(call, appeal=draft, **DRAFT_CALLS[call])
	nowhere = client.post(call, appeal="no-such-appeal", **DRAFT_CALLS[call])
	assert there.status_code == nowhere.status_code == 404
	assert there.json()["error"] == nowhere.json()["error"]


@pytest.mark.parametrize("call", ["people.progress", "people.marks"])
def test_so_is_reading_beside_it(login, draft, call):
	client = login("rival")
	there, nowhere = client.get(call, appeal=draft), client.get(call, appeal="no-such-appeal")
	assert there.status_code == nowhere.status_code == 404
	assert there.json()["error"] == nowhere.json()["error"]


@pytest.mark.parametrize("user", ["party", "rival", "sibling.chair"])
def test_answers_of_registers_are_the_commissions(login, filed, user):
	assert login("chair").get("people.registers", appeal=filed).status_code == 200
	client = login(user)
	there, nowhere = (client.get("people.registers", appeal=name) for name in (filed, "no-such-appeal"))
	assert there.status_code == nowhere.status_code == 404
	assert there.json()["error"] == nowhere.json()["error"]


def test_reveal_writes_what_its_person_reads(login, party, serial):
	file_appeal(party, serial)
	chair = login("chair")
	reason = f"Bog'lanish uchun {serial}"
	applicant = _person_of(login, "party")
	shown = chair.post("people.reveal", person=applicant, reason=reason)
	assert shown.status_code == 200, shown.text[:500]
	assert shown.json()["message"]["pinfl"]
	looks = party.get("people.looks").json()["message"]
	newest = looks["rows"][0]
	assert (newest["kind"], newest["reason"]) == ("Reveal", reason)
	assert "viewer" not in newest
	assert reason not in login("rival").get("people.looks").text


def test_reveal_without_a_reason(login, party, serial):
	file_appeal(party, serial)
	answer = login("chair").post("people.reveal", person=_person_of(login, "party"), reason=" ")
	assert answer.status_code == 422
	assert answer.json()["error"]["findings"][0]["code"] == "reason_needed"


@pytest.mark.parametrize("user", ["party", "rival", "sibling.chair", "auditor"])
def test_reveal_is_for_the_commission_and_administrators_alone(login, user):
	client, name = login(user), _person_of(login, "party")
	there = client.post("people.reveal", person=name, reason="Solishtirish uchun")
	nowhere = client.post("people.reveal", person="no-such-person", reason="Solishtirish uchun")
	assert there.status_code == nowhere.status_code == 404
	assert there.json()["error"] == nowhere.json()["error"]


def test_a_guest_gets_nothing(guest):
	for call, values in DRAFT_CALLS.items():
		assert guest.post(call, appeal="x", **values).status_code == 403
	assert guest.post("people.reveal", person="x", reason="Solishtirish uchun").status_code == 403
	for call in ("people.progress", "people.marks", "people.registers"):
		assert guest.get(call, appeal="x").status_code == 403
	assert guest.get("people.looks").status_code == 403


def test_what_writes_is_not_a_get(party, draft):
	for call, values in DRAFT_CALLS.items():
		assert party.get(call, appeal=draft, **values).status_code == 403
	assert party.get("people.reveal", person="x", reason="Solishtirish uchun").status_code == 403


def _person_of(login, local: str) -> str:
	"""Name of the Person of a demonstration login, as the administrator's list shows it."""
	client = login("administrator")
	filters = f'[["user","=","{local}@esaylov.example"]]'
	answer = client.session.get(
		f"{client.address}/api/resource/Person", params={"filters": filters}, timeout=60
	)
	return answer.json()["data"][0]["name"]


@pytest.mark.parametrize(
	("user", "reads"), [("auditor", True), ("chair", False), ("administrator", False), ("party", False)]
)
def test_the_report_of_looks_is_the_auditors(login, party, draft, user, reads):
	party.post("people.lookup", appeal=draft, field="persons[0]")
	client = login(user)
	answer = client.session.get(
		f"{client.address}/api/method/frappe.desk.query_report.run",
		params={"report_name": "Access to Personal Data", "filters": "{}"},
		timeout=60,
	)
	assert (answer.status_code == 200) is reads, answer.text[:500]
	if reads:
		rows = answer.json()["message"]["result"]
		mine = next(row for row in rows if row["appeal"] == draft)
		assert (mine["kind"], mine["viewer"]) == ("Look-up", "party@esaylov.example")
	else:
		assert draft not in answer.text
