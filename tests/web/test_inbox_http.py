"""The inbox over HTTP: many appeals handed over by the worker, the list as a file; and what others get."""

import pytest
from factories import waiting
from factories.http import Client, file_appeal

SECRETARY = "secretary@esaylov.example"


@pytest.fixture
def chair(login) -> Client:
	return login("chair")


def handed_over(client: Client, appeals: list[str], user: str = SECRETARY) -> dict:
	"""What the job says when it is done."""
	answer = client.post("appeals.assign_many", appeals=appeals, user=user)
	assert answer.status_code == 200, answer.text

	def end() -> dict | None:
		found = client.get("appeals.assign_progress", **answer.json()["message"]).json()["message"]
		return found if found["status"] == "Done" else None

	return waiting.until(end)


def test_a_job_hands_over_and_tells_what_it_could_not(login, chair, serial):
	party = login("party")
	mine, taken_back = file_appeal(party, serial), file_appeal(party, serial + 3)
	assert party.post("appeals.withdraw", appeal=taken_back).status_code == 200
	found = handed_over(chair, [mine, taken_back, "nosuchone"])
	assert (found["total"], found["assigned"]) == (3, 1)
	refused = {one["appeal"]: one["code"] for one in found["refused"]}
	assert refused == {taken_back: "wrong_state", "nosuchone": "not_permitted"}
	stored = chair.session.get(f"{chair.address}/api/resource/Appeal/{mine}", timeout=60).json()["data"]
	assert (stored["status"], stored["assigned_to"]) == ("Under Review", SECRETARY)


def test_a_siblings_chair_hands_over_and_exports_nothing_of_ours(login, chair, serial):
	appeal = file_appeal(login("party"), serial)
	number = chair.session.get(f"{chair.address}/api/resource/Appeal/{appeal}", timeout=60).json()["data"][
		"number"
	]
	sibling = login("sibling.chair")
	found = handed_over(sibling, [appeal], "sibling.chair@esaylov.example")
	assert found["assigned"] == 0
	assert [(one["code"], one["number"]) for one in found["refused"]] == [("not_permitted", "")]
	assert number.encode() in chair.post("inbox.export").content
	assert number.encode() not in sibling.post("inbox.export").content
	titles = sibling.get("inbox.titles", appeals=f'["{appeal}"]').json()["message"]
	assert titles == {"applicants": {}, "types": {}, "officers": {}}


def test_progress_of_another_is_not_found(login, chair, serial):
	appeal = file_appeal(login("party"), serial)
	assignment = handed_over(chair, [appeal])["name"]
	for other in ("secretary", "sibling.chair", "party"):
		answer = login(other).get("appeals.assign_progress", assignment=assignment)
		assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_the_list_is_given_as_a_file(chair, form):
	answer = chair.post("inbox.export", filters=[["Appeal", "status", "=", "Registered"]], form=form)
	assert answer.status_code == 200
	assert f".{form}" in answer.headers["Content-Disposition"]
	assert answer.content.startswith(b"PK" if form == "xlsx" else "\ufeff".encode())


@pytest.mark.parametrize(
	("method", "values"),
	[
		("appeals.assign_many", {"appeals": ["x"], "user": SECRETARY}),
		("inbox.export", {}),
	],
)
def test_the_applicant_and_a_guest_are_refused(login, guest, method, values):
	for client in (login("party"), guest):
		answer = client.post(method, **values)
		assert answer.status_code == 403, answer.text
		assert answer.json().get("error", {}).get("code", "not_permitted") == "not_permitted"


def test_the_applicant_has_no_queues(login):
	assert login("party").get("inbox.queues").status_code == 403


@pytest.mark.parametrize(
	("values", "code"),
	[
		({"appeals": [f"a{n}" for n in range(201)], "user": SECRETARY}, "bulk_size"),
		({"appeals": "no list", "user": SECRETARY}, "wrong_type"),
		({"appeals": ["x"], "user": ""}, "required"),
	],
)
def test_what_cannot_be_handed_over_is_told_at_once(chair, values, code):
	answer = chair.post("appeals.assign_many", **values)
	assert answer.status_code == 422
	assert [one["code"] for one in answer.json()["error"]["findings"]] == [code]


def test_an_export_is_no_get(chair):
	assert chair.get("inbox.export").status_code == 403
