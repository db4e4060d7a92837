"""Sixteen whole filings of a practice election at the same moment, each over a connection of its own: every one is filed, and its numbers go on from one to the next."""

import base64
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from threading import Barrier
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import requests
from factories import inside
from factories.cabinet import pinfl
from factories.http import NAMES, PDF, Client, file_appeal, new_serial
from factories.waiting import until

pytestmark = [pytest.mark.web, pytest.mark.full]
MANY = 16
NUMBER = "answer = frappe.db.get_value('Appeal', given['name'], 'number')"
STANDS = """
from esaylov.trust.chains import chain
rows = frappe.get_all('Appeal', {'name': ['in', given['names']]}, ['name', 'number', 'status', 'recipient'])
bodies = frappe.get_all('Chain Event', {'kind': 'appeal.filed', 'commission': rows[0].recipient}, pluck='body')
answer = {
	'states': sorted({row.status for row in rows}),
	'recipients': sorted({row.recipient for row in rows}),
	'numbers': sorted(row.number for row in rows),
	'events': [sum(row.name in body for body in bodies) for row in rows],
}
chain.verify_chain(rows[0].recipient)
"""


def message(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


@pytest.fixture
def election(login: Callable[[str], Client]) -> Iterator[str]:
	"""A practice election that its job has made; ended afterwards, as its administrator ends it."""
	administrator = login("administrator")
	message(administrator.post("preparing.begin_practice"))

	def made() -> str:
		now = message(administrator.get("preparing.practice"))
		return "" if now["preparation"] else now["election"]

	found = until(made)
	yield found
	while message(administrator.post("preparing.end_practice", election=found))["left"]:
		pass
	assert message(administrator.get("preparing.practice")) == {"election": "", "preparation": ""}


def typed(serial: int) -> dict[str, Any]:
	persons = [
		{"pinfl": pinfl(serial + place), "full_name": name, "phone": f"+9989{serial:08d}"}
		for place, name in enumerate(NAMES)
	]
	today = datetime.now(ZoneInfo("Asia/Tashkent")).date().isoformat()
	return {"party_decision_no": "12-Q", "party_decision_date": today, "persons": persons}


def filed(client: Client, election: str, serial: int) -> tuple[str, str]:
	"""From an empty form to a receipt: name and number. Whoever is told to stand in line asks again; nothing else but the receipt is an answer."""

	def submitted() -> Any:
		answer = client.post(
			"appeals.submit", appeal=name, signature=signature, idempotency_key=f"practice-{name}"
		)
		if answer.status_code == 503:
			assert answer.json()["error"]["code"] == "in_line", answer.text[:1000]
			assert int(answer.headers["Retry-After"]) > 0
			return None
		return message(answer)

	asked = {"appeal_type": "A56", "election": election, "answers": typed(serial)}
	name = message(client.post("appeals.create", **asked))["appeal"]
	file = {"field": "party_decision", "file_name": "qaror.pdf", "content": base64.b64encode(PDF).decode()}
	message(client.post("appeals.attach", appeal=name, **file))
	signature = client.sign(message(client.get("appeals.payload", appeal=name))["payload"])
	return name, until(submitted)["number"]


def number_of_a_real_one(client: Client) -> int:
	name = file_appeal(client, new_serial())
	return int(inside.run(NUMBER, name=name).rpartition("-")[2])


def test_each_is_filed_and_no_number_is_given_twice_or_left_out(election, login):
	parties = [login("party"), login("rival")]
	before = number_of_a_real_one(parties[0])
	clients = [parties[place % 2].twin() for place in range(MANY)]
	serials = [new_serial() for _ in clients]
	together = Barrier(MANY)

	def step(client: Client, serial: int) -> tuple[str, str]:
		together.wait(60)
		return filed(client, election, serial)

	with ThreadPoolExecutor(MANY) as pool:
		came = list(pool.map(step, clients, serials))
	assert {number[0] for _, number in came} == {"M"}
	given = sorted(int(number.rpartition("-")[2]) for _, number in came)
	assert given == list(range(given[0], given[0] + MANY))
	assert inside.run(STANDS, names=[name for name, _ in came]) == {
		"states": ["Registered"],
		"recipients": ["DC-1726277"],
		"numbers": sorted(number for _, number in came),
		"events": [1] * MANY,
	}
	_, following = filed(parties[1], election, new_serial())
	assert int(following.rpartition("-")[2]) == given[-1] + 1, "and the next one is not held up"
	assert number_of_a_real_one(parties[0]) == before + 1, "real numbers have no gap"
