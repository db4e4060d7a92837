"""The framework's doors as the chair of a sibling commission, a rival party, a candidate and a system with API keys."""

import json
from typing import Any

import doors
import pytest
import requests
from factories.http import Client
from factories.profile import few
from factories.steps import site_step

SECRET = "siri"
LOGINS = ("sibling.chair", "rival", "candidate", "integrator", "guest")
IN_EACH_RUN = ("sibling.chair", "candidate")
SHUT_OUT = ("rival", "candidate", "integrator")
"""Who gets nothing at all from these doors."""
CASES = [(login, door) for login in LOGINS for door in doors.READING]
WRITES = [(login, door) for login in LOGINS for door in doors.WRITING]


def label(part: Any) -> str:
	return part if isinstance(part, str) else " ".join([part[0], part[1], str(part[2].get("doctype", ""))])


def opened(client: Client, door: doors.Door, names: dict[str, str]) -> requests.Response:
	verb, path, values = (json.loads(filled) for filled in [_filled(part, names) for part in door])
	sent = {"params": _flat(values)} if verb == "GET" else {"json": values}
	return client.session.request(verb, f"{client.address}{path}", timeout=60, allow_redirects=False, **sent)


def _filled(part: Any, names: dict[str, str]) -> str:
	text = json.dumps(part)
	for mark, name in names.items():
		text = text.replace(mark, name)
	return text


def _flat(values: dict[str, Any]) -> dict[str, str]:
	return {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}


@pytest.mark.parametrize(("who", "door"), few(CASES, lambda case: case[0] in IN_EACH_RUN), ids=label)
def test_nothing_of_another_comes_back(login, names, who, door):
	"""A member of staff may get an answer: without a word of the other commission."""
	answer = opened(login(who), door, names)
	assert SECRET not in without_request(answer.text, door), answer.text[:1500]
	if who in SHUT_OUT:
		assert answer.status_code in (301, 302, 401, 403, 404), (answer.status_code, answer.text[:500])


def without_request(text: str, door: doors.Door) -> str:
	"""An answer without the words that came with the request."""
	return text.replace("sinov-siri.txt", "").replace("sinov-siri", "")


@pytest.mark.parametrize(("who", "door"), few(WRITES, lambda case: case[0] == IN_EACH_RUN[0]), ids=label)
def test_nothing_of_another_is_written(login, names, who, door):
	answer = opened(login(who), door, names)
	does_nothing = who == "sibling.chair" and door[1].rpartition("/")[2] in doors.SAYS_LITTLE
	assert answer.status_code >= 300 or does_nothing, answer.text[:1000]


def test_no_door_left_a_trace(sites, names, login):
	for who, door in WRITES:
		opened(login(who), door, names)
	traces = json.loads(site_step(sites, "traces", module="permission_rows", given=json.dumps(names)))
	assert traces == {}


def test_the_same_doors_open_to_whom_they_should(login, names):
	"""The search for the word could find it: the commission's own chair reads the title through the same door."""
	door = doors.method("frappe.desk.search.get_link_title", doctype="Candidate", docname="$C")
	assert SECRET in opened(login("chair"), door, names).text
	for name in (names["$C"], "0000000000"):
		assert opened(login("sibling.chair"), door, {**names, "$C": name}).json() == {"message": name}


def test_names_and_addresses_are_told_of_those_logins_alone_whom_the_caller_may_list(login):
	"""The Desk asks for them where somebody else looks at the same document."""
	colleague, stranger = "chair@esaylov.example", "sibling.chair@esaylov.example"
	asked = [colleague, stranger, "candidate@esaylov.example", 5]
	for sent in (json.dumps(asked), asked):
		door = doors.method("frappe.desk.form.load.get_user_info_for_viewers", users=sent)
		assert list(opened(login("secretary"), door, {}).json()["message"]) == [colleague]
		assert list(opened(login("sibling.chair"), door, {}).json()["message"]) == [stranger]


def test_the_count(capsys):
	with capsys.disabled():
		print(
			f"\ndoors: {len(doors.READING)} to read, {len(doors.WRITING)} to write; {len(CASES) + len(WRITES)} cases"
		)
	assert len(CASES) + len(WRITES) > 500
