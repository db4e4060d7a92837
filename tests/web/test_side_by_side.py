"""Writing endpoints called sixteen times at once: each call is answered in our words, and what must be once is there once."""

import secrets
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
import requests
from factories import cabinet, inside
from factories.http import Client, plan_session
from factories.profile import few

from esaylov.core.people.identity import with_check_digit

CALLS = 16
BRANCH, RIVALS = ("Party Branch", "OZLIDEP-1726277"), ("Party Branch", "MILLIY_TIKLANISH-1726277")
NAME = {"surname": "Vakilov", "given_name": "Vakil", "patronymic": "Vakilovich"}
ENVELOPE = {
	*("code", "message", "field", "pointer", "article", "findings"),
	*("edition", "required", "actual"),
}
OF_THE_FRAMEWORK = {"exc", "exception", "_server_messages"}
ALONE = """
from esaylov.framework.requests import limits
for body, head in given["heads"]:
	named = frappe.get_all("Body Representative", {"body": body}, ["name", "user"])
	frappe.db.delete("Body Representative", {"name": ["in", [row.name for row in named if row.user != head]]})
	for step in ("delegate", "end"):
		limits.clear(f"rate|esaylov.api.bodies.{step}", head)
"""
NAMED = """
from datetime import date
from esaylov.identity import delegation
number, *name = given["person"]
days = (date.fromisoformat(given["first"]), None)
answer = delegation.delegate(given["head"], tuple(given["body"]), number, tuple(name), days)
frappe.db.set_value("Body Representative", answer, "starts_on", given["began"])
"""
COMMISSION = "DC-1726277"
Answer = tuple[int, str]
"""Status and code of an answer; no code with what was done."""


@pytest.fixture
def heads(login) -> Iterator[tuple[Client, Client]]:
	"""The heads of two branches, and nobody else who acts for these, before the test and after."""
	given = [(BRANCH[1], cabinet.PARTY), (RIVALS[1], cabinet.RIVAL)]
	inside.run(ALONE, heads=given)
	yield login("party"), login("rival")
	inside.run(ALONE, heads=given)


def at_once(clients: Sequence[Client], step: Callable[[Client, int], requests.Response]) -> Counter[Answer]:
	"""What so many calls were answered that begin at the same moment."""
	others = [client.twin() for client in clients]
	with ThreadPoolExecutor(len(others)) as pool:
		return Counter(map(told, pool.map(step, others, range(len(others)))))


def told(answer: requests.Response) -> Answer:
	if answer.status_code == 200:
		return 200, ""
	said = answer.json()
	assert set(said.get("error", {})) == ENVELOPE, answer.text[:1000]
	assert not OF_THE_FRAMEWORK & set(said), answer.text[:1000]
	return answer.status_code, said["error"]["code"]


def pinfl() -> str:
	"""Of a made-up person of 05.06.1880 whom nobody knows."""
	return with_check_digit(f"1050680{secrets.randbelow(10**6):06d}")


def day(later: int = 0) -> str:
	return (datetime.now(ZoneInfo("Asia/Tashkent")).date() + timedelta(days=later)).isoformat()


def delegated(client: Client, number: str, body: tuple[str, str] = BRANCH) -> requests.Response:
	asked = {"body_type": body[0], "body": body[1], "pinfl": number, "starts_on": day()}
	return client.post("bodies.delegate", **asked, **NAME)


def rows_of(number: str) -> list[list[str]]:
	"""Each person with a number, with the bodies that they represent."""
	program = (
		"people = frappe.get_all('Person', {'pinfl': given['number']}, pluck='name')\n"
		"answer = [frappe.get_all('Body Representative', {'person': one}, pluck='body', order_by='body') for one in people]"
	)
	return inside.run(program, number=number)


@pytest.mark.parametrize(
	("began", "after"),
	few(
		[(-1, (409, "delegation_ended")), (0, (404, "not_found")), (3, (404, "not_found"))],
		lambda case: case[0] == -1,
	),
)
def test_a_representation_is_ended_once(heads, began, after):
	person = [pinfl(), *NAME.values()]
	name = inside.run(NAMED, head=cabinet.PARTY, person=person, body=BRANCH, first=day(3), began=day(began))
	found = at_once([heads[0]] * CALLS, lambda client, _: client.post("bodies.end", representative=name))
	assert found == {(200, ""): 1, after: CALLS - 1}


@pytest.mark.parametrize("is_known", few([False, True], bool))
def test_a_person_is_named_once_for_a_body(heads, is_known):
	number = pinfl()
	if is_known:
		program = "from esaylov.identity import persons\npersons.add(*given['person'])"
		inside.run(program, person=[number, *NAME.values()])
	found = at_once([heads[0]] * CALLS, lambda client, _: delegated(client, number))
	assert found == {(200, ""): 1, (409, "delegation_twice"): CALLS - 1}
	assert rows_of(number) == [[BRANCH[1]]]


def test_many_persons_are_named_at_once_by_two_heads(heads):
	both = [heads[place % 2] for place in range(CALLS)]
	bodies = [(BRANCH, RIVALS)[place % 2] for place in range(CALLS)]
	assert at_once(both, lambda client, place: delegated(client, pinfl(), bodies[place])) == {
		(200, ""): CALLS
	}


def test_two_heads_name_one_new_person_at_once(heads):
	number = pinfl()
	bodies = [(BRANCH, RIVALS)[place % 2] for place in range(CALLS)]
	both = [heads[place % 2] for place in range(CALLS)]
	found = at_once(both, lambda client, place: delegated(client, number, bodies[place]))
	assert found == {(200, ""): 2, (409, "delegation_twice"): CALLS - 2}
	assert rows_of(number) == [sorted([BRANCH[1], RIVALS[1]])]


def message(answer: requests.Response) -> dict:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


def attendance(client: Client, session: str) -> dict[str, str]:
	asked = {"session": session, "mode": "In the Room"}
	payload = message(client.get("sessions.attendance_payload", **asked))["payload"]
	return {**asked, "signature": client.sign(payload)}


def done_by_all(client: Client, method: str, **values: object) -> None:
	"""What is safe to repeat: everybody who does it at once is told that it is done."""
	found = at_once([client] * CALLS, lambda one, _: one.post(method, **values))
	assert found == {(200, ""): CALLS}, method


def test_a_member_attends_once(login):
	session, member = plan_session(login("secretary")), login("member")
	done_by_all(member, "decisions.attend", **attendance(member, session))
	program = "answer = frappe.db.count('Session Attendance', {'session': given['session']})"
	assert inside.run(program, session=session) == 1
