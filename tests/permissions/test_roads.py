"""Every road of the framework to a decided state, tried by everybody over HTTP: refused, and nothing is written.

What may decide is a service alone. `tests/site/appeals/review/test_decided_states.py` tries the same law from inside,
Administrator
included, and `test_doors.py` what another commission's people reach; here the people of the commission itself try too.
"""

import json
import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
import requests
import roads
from factories import inside, waiting
from factories.http import Client, decide_appeal, file_appeal, new_serial
from factories.steps import SITE, site_step
from roads import Road, Target

from esaylov.setup.demo import ground as demo_ground
from esaylov.setup.demo.ground import COMMISSION

pytestmark = pytest.mark.full  # each run: tests/site/appeals/review/test_decided_states.py
ROOT = "Administrator"
OTHERS = ("guest", "staff", ROOT)
"""How long a job of Data Import may take."""
SHORT = (
	*("guest", "party", "candidate", "sibling.chair", "administrator", "auditor"),
	*("chair", "secretary", "deputy", "member", "staff", ROOT),
)
"""Who tries in the short profile at an appeal."""
DECIDERS = {"Decision": SHORT[6:]}
"""Who tries there at a document of another kind; else the chair and the one who may do everything."""
TARGETS = (
	"Appeal",
	"Decision",
	"Commission Session",
	"Agenda Item",
	"Commission Vote",
	"Session Attendance",
)
TRIED: list[tuple[str, str]] = []
"""Login and road of every try, for the count."""


class Ground:
	"""The documents, what was made beside them, and a session for each login."""

	def __init__(self, address: str, sites: Path) -> None:
		self.address, self.sites = address, sites
		self.clients: dict[str, Client] = {}
		serial = new_serial()
		party, chair = self.client("party"), self.client("chair")
		self.appeal, decided = file_appeal(party, serial), file_appeal(party, serial)
		for name in (self.appeal, decided):
			chair.post("appeals.assign", appeal=name, user="chair@esaylov.example").raise_for_status()
		decide_appeal(chair, decided, {1: "Hujjat to'liq emas"})
		self.made: dict[str, Any] = json.loads(self.step("make", self.appeal))
		self.decision = self.root("get_value", doctype="Appeal", filters=decided, fieldname="decision")[
			"decision"
		]
		self.names = {"Appeal": self.appeal, "Decision": self.decision, "decided": decided}

	def client(self, local: str) -> Client:
		if local not in self.clients:
			made = Client(self.address, SITE, self.sites / SITE / "private" / "demo" / f"{local}.p12")
			if local == ROOT:
				entered(made, ROOT, "admin")
			elif local == "staff":
				made.login(self.made["staff"])
			elif local != "guest":
				made.login(f"{local}@esaylov.example")
			self.clients[local] = made
		return self.clients[local]

	def root(self, call: str, **values: Any) -> Any:
		"""What Administrator's client answers."""
		answer = self.client(ROOT).session.post(
			f"{self.address}/api/method/frappe.client.{call}", json=values, timeout=60
		)
		answer.raise_for_status()
		return answer.json()["message"]

	def step(self, *words: str, given: str = "") -> str:
		return site_step(self.sites, *words, given=given, module="road_rows")

	def name(self, doctype: str) -> str:
		return self.names.get(doctype) or self.made[doctype]

	def target(self, doctype: str) -> Target:
		return TARGET[doctype](self)

	def stored(self) -> dict[str, Any]:
		"""Everything that a road could have written, as the tables have it."""
		names = {doctype: self.name(doctype) for doctype in TARGETS}
		return json.loads(self.step("rows", given=json.dumps(names)))


def of_appeal(ground: Ground) -> Target:
	new = {
		"appeal_type": "A56",
		"type_version": 1,
		"election": demo_ground.ELECTION,
		"applicant_body_type": "Party Branch",
		"applicant_body": "OZLIDEP-1726277",
		"recipient": COMMISSION,
		"status": "Granted",
		"decision": ground.decision,
	}
	changes = ({"status": "Granted", "decision": ground.decision}, {"status": "Refused"})
	return Target(
		"Appeal",
		ground.appeal,
		changes,
		new,
		roads.ACTIONS,
		tuple(ground.made["links"]),
		ground.made["board"],
	)


def of_decision(ground: Ground) -> Target:
	"""A signed one: its outcome turned, taken back, annulled, or laid upon another appeal; and one that says it is signed."""
	changes = (
		{"outcome": "Refused"},
		{"status": "Annulled"},
		{"status": "Draft", "signature": ""},
		{"appeal": ground.appeal},
	)
	new = {
		"commission": COMMISSION,
		"election": demo_ground.ELECTION,
		"kind": "Chair Decision",
		"outcome": "Granted",
		"status": "Signed",
		"appeal": ground.appeal,
		"number": "SINOV-2",
	}
	return Target("Decision", ground.decision, changes, new)


def of_session(ground: Ground) -> Target:
	new = {
		"title": "Sinov",
		"commission": COMMISSION,
		"starts_at": "2099-01-01 10:00:00",
		"status": "Closed",
	}
	changes = ({"status": "Closed"}, {"status": "Protocol Signed", "protocol_sha256": "a" * 64})
	return Target("Commission Session", ground.name("Commission Session"), changes, new)


def of_item(ground: Ground) -> Target:
	new = {
		"session": ground.name("Commission Session"),
		"commission": COMMISSION,
		"appeal": ground.appeal,
		"status": "Adopted",
		"decision": ground.decision,
	}
	changes = ({"status": "Adopted", "decision": ground.decision}, {"votes_for": 9})
	return Target("Agenda Item", ground.name("Agenda Item"), changes, new)


def of_vote(ground: Ground) -> Target:
	new = {
		"session": ground.name("Commission Session"),
		"item": ground.name("Agenda Item"),
		"round": 2,
		"member": ground.root(
			"get_value", doctype="Person", filters={"surname": "Davronov"}, fieldname="name"
		)["name"],
		"commission": COMMISSION,
		"choice": "For",
	}
	return Target("Commission Vote", ground.name("Commission Vote"), ({"choice": "Against"},), new)


def of_attendance(ground: Ground) -> Target:
	new = {
		"session": ground.name("Commission Session"),
		"person": ground.root(
			"get_value", doctype="Person", filters={"surname": "Davronov"}, fieldname="name"
		)["name"],
		"commission": COMMISSION,
		"mode": "Remote",
	}
	changes = ({"left_at": "2020-01-01 10:00:00"},)
	return Target("Session Attendance", ground.name("Session Attendance"), changes, new)


TARGET: dict[str, Callable[[Ground], Target]] = {
	"Appeal": of_appeal,
	"Decision": of_decision,
	"Commission Session": of_session,
	"Agenda Item": of_item,
	"Commission Vote": of_vote,
	"Session Attendance": of_attendance,
}


@pytest.fixture(scope="module")
def ground(base_url: str, sites: Path) -> Iterator[Ground]:
	made = Ground(base_url, sites)
	yield made
	made.step("remove", given=json.dumps(made.made))


def entered(client: Client, user: str, password: str) -> None:
	answer = client.session.post(
		f"{client.address}/api/method/login", data={"usr": user, "pwd": password}, timeout=60
	)
	answer.raise_for_status()


def taken(client: Client, road: Road) -> requests.Response:
	sent = {"params": road.values} if road.verb == "GET" else {"json": road.values}
	return client.session.request(
		road.verb, f"{client.address}{road.path}", timeout=60, allow_redirects=False, **sent
	)


def leads(client: Client, road: Road) -> str:
	"""What is wrong with the answer; "" where the road is refused."""
	answer = taken(client, road)
	if answer.status_code >= 300 or (answer.status_code == 200 and road.is_silent):
		return ""
	return f"{road}: {answer.status_code} {answer.text[:300]}"


def tried(ground: Ground, login: str, doctype: str, is_short: bool) -> list[str]:
	"""Take every road of a document; those that were not refused."""
	client, target = ground.client(login), ground.target(doctype)
	if is_short:
		target = replace(target, changes=target.changes[:1])
	answers = []
	for road in roads.roads(target):
		TRIED.append((login, str(road)))
		answers.append(leads(client, road))
	TRIED.append((login, f"Data Import {doctype}"))
	answers.append(by_import(client, target))
	return [answer for answer in answers if answer]


def by_import(client: Client, target: Target) -> str:
	"""Upload a table, make a Data Import of it, start it, and wait for its job; what went through, "" without success."""
	name = f"sinov-{secrets.token_hex(4)}.csv"
	files = {"file": (name, roads.imported(target), "text/csv")}
	address = f"{client.address}/api/method/upload_file"
	file = client.session.post(address, files=files, data={"is_private": 1}, timeout=60)
	values = {
		"reference_doctype": target.doctype,
		"import_type": "Update Existing Records",
		"import_file": file.json()["message"]["file_url"] if file.ok else "/private/files/none.csv",
	}
	made = client.session.post(f"{client.address}/api/resource/Data Import", json=values, timeout=60)
	if not made.ok:
		return ""
	one = made.json()["data"]["name"]
	call = f"{client.address}/api/method/frappe.core.doctype.data_import.data_import.form_start_import"
	started = client.session.post(call, json={"data_import": one}, timeout=60)
	if not started.ok or not started.json()["message"]:
		return ""
	return imported(client, one)


def imported(client: Client, name: str) -> str:
	"""The end of a job of Data Import; "" where it failed."""

	def end() -> str | None:
		found = client.session.get(f"{client.address}/api/resource/Data Import/{name}", timeout=60).json()
		status = found["data"]["status"]
		return None if status in ("Pending", "Not Started", "") else status

	status = waiting.until(end)
	return "" if status == "Error" else f"Data Import: {status}"


def logins(ground: Ground) -> list[str]:
	"""The demonstration's, a member of staff, a guest, and the one who may do everything."""
	return [*ground.made["logins"], *OTHERS]


def changed(before: dict[str, Any], after: dict[str, Any]) -> dict[str, dict[str, tuple[Any, Any]]]:
	"""DocType -> field -> its value before and after, where they differ."""
	found: dict[str, dict[str, tuple[Any, Any]]] = {}
	for doctype, row in before["rows"].items():
		now = after["rows"][doctype]
		for name in row.keys() | now.keys():
			if row.get(name) != now.get(name):
				found.setdefault(doctype, {})[name] = (row.get(name), now.get(name))
	return found


def all_refused(ground: Ground, doctype: str, who: Sequence[str], is_short: bool) -> None:
	"""Everybody tries: each is refused, and afterwards every row is the one that was there."""
	before = ground.stored()
	led = {login: tried(ground, login, doctype, is_short) for login in who}
	assert not {login: answers for login, answers in led.items() if answers}
	after = ground.stored()
	assert after["counts"] == before["counts"]
	assert changed(before, after) == {}


def deciders(doctype: str) -> tuple[str, ...]:
	"""Who tries at a kind of document in the short profile, and there by the first change only."""
	return SHORT if doctype == "Appeal" else DECIDERS.get(doctype, ("chair", ROOT))


@pytest.mark.parametrize("doctype", TARGETS)
def test_who_could_have_a_part_in_it_decides_by_no_road(ground, doctype):
	all_refused(ground, doctype, deciders(doctype), is_short=True)


@pytest.mark.full
@pytest.mark.parametrize("doctype", TARGETS)
def test_nobody_does_by_any_change(ground, doctype):
	all_refused(ground, doctype, logins(ground), is_short=False)


def test_a_row_that_is_changed_would_be_seen(ground):
	"""The comparison above could fail."""
	before = ground.stored()
	word = secrets.token_hex(4)
	vote = {"name": ground.name("Commission Vote"), "word": word}
	inside.run("frappe.db.set_value('Commission Vote', given['name'], 'reason', given['word'])", **vote)
	assert changed(before, ground.stored())["Commission Vote"]["reason"][1] == word


def test_the_count(ground, capsys):
	who = {login for login, _ in TRIED}
	with capsys.disabled():
		print(f"\nroads to a decided state: {len(TRIED)} tries by {len(who)} logins, none led there")
