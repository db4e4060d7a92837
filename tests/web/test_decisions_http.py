"""The whole road over HTTP: filed, decided by the chair, verified by anybody; and what a sibling's chair gets."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from factories.http import Client, file_appeal, rows

from esaylov.core.people.names import uzbek_letters

REFUSED = {1: "Hujjat to'liq emas"}


@pytest.fixture(scope="module")
def party(login) -> Client:
	return login("party")


@pytest.fixture(scope="module")
def chair(login) -> Client:
	return login("chair")


@pytest.fixture(scope="module")
def undecided(party, serial_of_file) -> str:
	"""A filed appeal that stays as it is, whatever the tests of this file try."""
	return file_appeal(party, serial_of_file)


@pytest.fixture
def appeal(party, serial) -> str:
	return file_appeal(party, serial)


def draft_and_sign(chair: Client, appeal: str, asked: list[dict]) -> str:
	return chair.sign(chair.post("decisions.draft", appeal=appeal, rows=asked).json()["message"]["payload"])


def decide(chair: Client, appeal: str, asked: list[dict]) -> dict:
	answer = chair.post(
		"decisions.decide", appeal=appeal, rows=asked, signature=draft_and_sign(chair, appeal, asked)
	)
	assert answer.status_code == 200, answer.text
	return answer.json()["message"]


def listed(client: Client, doctype: str, **filters: str) -> list[dict]:
	"""The rows of the stock REST list, with all their fields."""
	query = {
		"filters": str([[key, "=", value] for key, value in filters.items()]).replace("'", '"'),
		"fields": '["*"]',
	}
	answer = client.session.get(f"{client.address}/api/resource/{doctype}", params=query, timeout=60)
	assert answer.status_code == 200, answer.text
	return answer.json()["data"]


def test_from_the_filing_to_a_verified_mandate(party, chair, guest, appeal):
	matter = chair.get("decisions.matter", appeal=appeal).json()["message"]
	assert (matter["next_step"], len(matter["subjects"])) == ("decide", 3)
	result = decide(chair, appeal, rows(REFUSED))
	assert (result["outcome"], result["certificates"]) == ("Partly Granted", 2)
	assert len(listed(chair, "Observer", decision=result["decision"])) == 2
	for mandate in listed(chair, "Certificate", decision=result["decision"]):
		paper = party.get("certificates.pdf", certificate=mandate["name"])
		assert (paper.status_code, paper.headers["Content-Type"]) == (200, "application/pdf")
		assert paper.content.startswith(b"%PDF")
		for code in (mandate["name"], mandate["token"]):
			found = guest.get("certificates.verify", code=code).json()["message"]
			assert found["holder_name"] == uzbek_letters(mandate["holder_name_as_printed"])
			assert found["decision_number"] == result["number"]


def test_decided_by_several_at_once_there_is_one_decision(chair, appeal):
	asked = rows()
	signature = draft_and_sign(chair, appeal, asked)
	clients = [chair.twin() for _ in range(4)]
	with ThreadPoolExecutor(len(clients)) as pool:
		answers = list(
			pool.map(
				lambda client: client.post(
					"decisions.decide", appeal=appeal, rows=asked, signature=signature
				),
				clients,
			)
		)
	assert [answer.status_code for answer in answers] == [200] * 4, [answer.text[:300] for answer in answers]
	assert len({answer.text for answer in answers}) == 1
	(decision,) = listed(chair, "Decision", appeal=appeal)
	assert len(listed(chair, "Observer", decision=decision["name"])) == 3
	assert len(listed(chair, "Certificate", decision=decision["name"])) == 3
	told = listed(chair, "SMS Message", reference_name=appeal, template="S08")
	assert len(told) == 1


@pytest.mark.full
def test_several_appeals_decided_at_once_do_not_wait_for_each_other_in_a_circle(party, chair, serial):
	appeals = [file_appeal(party, serial + n * 3) for n in range(4)]
	signed = [(appeal, draft_and_sign(chair, appeal, rows())) for appeal in appeals]
	with ThreadPoolExecutor(len(signed)) as pool:
		answers = list(
			pool.map(
				lambda pair: chair.twin().post(
					"decisions.decide", appeal=pair[0], rows=rows(), signature=pair[1]
				),
				signed,
			)
		)
	assert [answer.status_code for answer in answers] == [200] * 4, [answer.text[:300] for answer in answers]
	numbers = sorted(int(answer.json()["message"]["number"]) for answer in answers)
	assert numbers == list(range(numbers[0], numbers[0] + 4))


def test_two_who_decide_differently_at_once_get_one_decision_and_one_refusal(chair, appeal):
	choices = [rows(), rows(REFUSED)]
	signed = [(asked, draft_and_sign(chair, appeal, asked)) for asked in choices]
	with ThreadPoolExecutor(2) as pool:
		answers = list(
			pool.map(
				lambda pair: chair.twin().post(
					"decisions.decide", appeal=appeal, rows=pair[0], signature=pair[1]
				),
				signed,
			)
		)
	assert sorted(answer.status_code for answer in answers) == [200, 409]
	assert len(listed(chair, "Decision", appeal=appeal)) == 1


def test_a_siblings_chair_sees_nothing_and_is_refused(login, chair, appeal):
	sibling = login("sibling.chair")
	asked = rows()
	signature = draft_and_sign(chair, appeal, asked)
	assert listed(sibling, "Appeal", name=appeal) == []
	assert (
		sibling.session.get(f"{sibling.address}/api/resource/Appeal/{appeal}", timeout=60).status_code == 404
	)
	for answer in (
		sibling.get("decisions.matter", appeal=appeal),
		sibling.post("decisions.draft", appeal=appeal, rows=asked),
		sibling.post("decisions.decide", appeal=appeal, rows=asked, signature=signature),
	):
		assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")
	result = decide(chair, appeal, asked)
	for doctype in ("Decision", "Observer", "Certificate", "SMS Message"):
		key = {"SMS Message": {"reference_name": appeal}, "Decision": {"name": result["decision"]}}
		assert listed(sibling, doctype, **key.get(doctype, {"decision": result["decision"]})) == []


@pytest.mark.parametrize("local", ["secretary", "regional.chair", "auditor"])
def test_others_who_may_read_may_not_decide(login, chair, undecided, local):
	signature = draft_and_sign(chair, undecided, rows())
	answer = login(local).post("decisions.decide", appeal=undecided, rows=rows(), signature=signature)
	assert (answer.status_code, answer.json()["error"]["code"]) == (403, "not_permitted")
	assert listed(chair, "Decision", appeal=undecided) == []


def test_a_rival_gets_no_paper(login, chair, appeal):
	result = decide(chair, appeal, rows())
	mandate = listed(chair, "Certificate", decision=result["decision"])[0]["name"]
	for client in (login("rival"), login("sibling.chair")):
		answer = client.get("certificates.pdf", certificate=mandate)
		assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_refused_signature_leaves_the_appeal_as_it_was(chair, undecided):
	signature = draft_and_sign(chair, undecided, rows(REFUSED))
	answer = chair.post("decisions.decide", appeal=undecided, rows=rows(), signature=signature)
	assert answer.status_code == 422
	assert listed(chair, "Decision", appeal=undecided) == []
	(stored,) = listed(chair, "Appeal", name=undecided)
	assert stored["status"] == "Registered"


@pytest.mark.parametrize("asked", ["no JSON", "{}", "[1]", [1], [{"path": "persons[0]"}]])
def test_garbled_rows_are_findings_not_errors(chair, undecided, asked):
	answer = chair.post("decisions.draft", appeal=undecided, rows=asked)
	assert (answer.status_code, answer.json()["error"]["code"]) == (422, "form_invalid")


@pytest.mark.parametrize(
	"method", ["decisions.matter", "decisions.draft", "decisions.decide", "certificates.pdf"]
)
def test_a_guest_is_kept_out(guest, method):
	call = guest.get if method in ("decisions.matter", "certificates.pdf") else guest.post
	assert call(method, appeal="x", certificate="x", rows="[]", signature="x").status_code in (401, 403)


@pytest.mark.parametrize("code", ["unknown", "A" * 200])
def test_an_unknown_code_is_not_found(guest, code):
	answer = guest.get("certificates.verify", code=code)
	assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


def test_a_decided_state_is_not_reached_by_rest(login, chair, undecided):
	for client in (chair, login("administrator")):
		answer = client.session.put(
			f"{client.address}/api/resource/Appeal/{undecided}", json={"status": "Granted"}, timeout=60
		)
		assert answer.status_code in (403, 409, 417)
	(stored,) = listed(chair, "Appeal", name=undecided)
	assert stored["status"] == "Registered"
