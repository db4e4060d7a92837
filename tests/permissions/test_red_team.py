"""The attacks of `red_team` and `insiders`: each is refused, or tells nothing of another; none is a fault of the server, and none leaves a trace."""

import json
import os
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Any

import insiders
import pytest
import requests
from factories import inside
from factories.http import Client
from factories.profile import few
from factories.steps import site_step
from red_team import ATTACKS, CHAIR, GUEST, HEADERS, PASSWORDS, SESSIONS, Attack

CHANGES_ROWS = True
"""A door that opens changes what it leads to: see conftest.py."""
TOLD = re.compile(
	r"Sinov-siri|sinov siri|Traceback|/etc/|root:x:|<script>alert|\bdb_password\b|\b3\d{13}\b"
	r"|\"message\": ?\"Administrator\"",
	re.IGNORECASE,
)
"""What no answer holds: words of another's rows, of the server's inside, a PINFL, what the attack wanted to be written."""
FRESH = {each.title for each in (*HEADERS, *PASSWORDS, *SESSIONS) if each.who == GUEST}
"""Sent without the cookies of whoever asked before."""
REFUSALS = (400, 401, 403, 404, 405, 409, 417, 422, 429)
"""By which a refusal is told: who asks, what there is, how it is asked (400 by nginx), what must hold, how often."""
Answers = dict[str, requests.Response]
PLACES = {
	"$M": "Commission Session",
	"$E": "Count Protocol",
	"$V": "Commission Vote",
	"$B": "Commission Membership",
	"$X": "Configuration Change",
	"$S": "Statute",
	"$K": "Trusted Certificate",
	"$A": "Document Signature",
	"$H": "Chain Event",
	"$O": "Observer",
	"$L": "Personal Data Access",
	"$T": "Table Import",
	"$I": "FAQ",
	"$W": "Feedback",
}
"""Marks beside those of conftest.py, and the DocTypes of their rows."""
ATTACKED = {
	**{"DefaultValue": "$G", "Passkey": "$Y", "Activity Log": "$J", "Prepared Report": "$R"},
	"Person": "$P",
	"Appeal": "$N",
	"Decision": "$D",
	"File": "$F",
	**{
		doctype: mark
		for mark, doctype in PLACES.items()
		if doctype not in ("FAQ", "Feedback", "Table Import")
	},
}
HIRED = [insiders.MINE[insiders.MANAGER]]
"""Users that are made for the attacks."""
FROM_INSIDE = "from factories import insiders\n"


def filled(part: Any, names: dict[str, str]) -> Any:
	text = json.dumps(part)
	for mark, name in names.items():
		text = text.replace(mark, name)
	return json.loads(text)


def sent(client: Client, attack: Attack, names: dict[str, str]) -> requests.Response:
	request = requests.Request(
		attack.verb,
		f"{client.address}{filled(attack.path, names)}",
		params=filled(attack.params, names),
		json=filled(attack.json, names),
		data=filled(attack.data, names),
		files={"file": attack.file} if attack.file else None,
		headers=attack.headers,
	)
	session = Client(client.address, str(client.session.headers["Host"])) if attack.title in FRESH else client
	return session.session.send(session.session.prepare_request(request), timeout=60, allow_redirects=False)


def leads_to_a_login(answer: requests.Response) -> bool:
	return answer.status_code in (301, 302, 303, 307) and "login" in answer.headers.get("Location", "")


def unlike(attack: Attack, answer: requests.Response) -> str:
	"""Why a status is none of a refusal, or a fault; empty where it is right."""
	status = answer.status_code
	if status >= 500:
		return f"a fault of the server: {status} {answer.text[:300]}"
	if attack.expects:
		return "" if status == attack.expects else f"no {attack.expects}: {status} {answer.text[:300]}"
	if attack.is_refused and status not in REFUSALS and not leads_to_a_login(answer):
		return f"answered: {status} {answer.text[:300]}"
	return ""


def wrong(attack: Attack, answer: requests.Response, names: dict[str, str]) -> str:
	"""Why an answer is not what it should be; empty where it is."""
	text = answer.text
	for word in (*filled(attack.params, names).values(), "sinov-siri.txt"):
		text = text.replace(word, "")  # what came with the request tells nothing
	if told := TOLD.search(text):
		return f"tells {told[0]!r}: {answer.status_code} {text[max(0, told.start() - 80) : told.end() + 80]}"
	if re.match(r"(https?:)?//(?!127\.)|javascript:", answer.headers.get("Location", "")):
		return f"leads to {answer.headers['Location']}"
	return unlike(attack, answer)


@pytest.fixture(scope="module")
def marks(made, names) -> Iterator[dict[str, str]]:
	"""Marks to names, of what each attack is about: rows of the demonstration commission, or those there are."""
	rows = {mark: made["rows"][doctype] for mark, doctype in PLACES.items()}
	named = {
		mark: (scopes.get("home") or next(iter(scopes.values())))["name"] for mark, scopes in rows.items()
	}
	program = f"{FROM_INSIDE}insiders.manager(given['user'])\nanswer = insiders.marks(given['names'])"
	yield {**names, **named, **inside.run(program, user=HIRED[0], names=names)}
	left = "insiders.remove(given['users'], given['person'], given['file'])"
	inside.run(f"{FROM_INSIDE}{left}", users=HIRED, person=names["$P"], file=names["$F"])


@pytest.fixture(scope="module")
def enter(login, marks, base_url) -> Callable[[str], Client]:
	"""`login`, and the framework's own Administrator."""
	root = Client(base_url, os.environ.get("FRAPPE_SITE", "test.localhost"))
	form = {"usr": insiders.ROOT, "pwd": "admin"}
	root.session.post(f"{base_url}/api/method/login", data=form, timeout=60).raise_for_status()
	return lambda who: root if who == insiders.ROOT else login(who)


def run_now(request: pytest.FixtureRequest, attacks: Sequence[Attack]) -> list[Attack]:
	"""Those that this run has a test for, in their order."""
	here = (item for item in request.session.items if item.path == request.path)
	titles = {item.callspec.params["attack"].title for item in here if "attack" in _params(item)}
	return [attack for attack in attacks if attack.title in titles]


def _params(item: pytest.Item) -> dict[str, Any]:
	return item.callspec.params if hasattr(item, "callspec") else {}


@pytest.fixture(scope="module")
def answers(enter, marks, request) -> Answers:
	"""What each attack of a stranger is answered, all of them sent once."""
	return {attack.title: sent(enter(attack.who), attack, marks) for attack in run_now(request, ATTACKS)}


def standing(marks: dict[str, str]) -> dict[str, Any]:
	rows = {doctype: marks[mark] for doctype, mark in ATTACKED.items()}
	users = [*insiders.MINE.values(), insiders.CHAIR]
	return inside.run(
		f"{FROM_INSIDE}answer = insiders.state(given['rows'], given['users'])", rows=rows, users=users
	)


@pytest.fixture(scope="module")
def from_inside(enter, marks, request) -> tuple[Answers, dict[str, Any], dict[str, Any]]:
	"""What each attack from inside is answered, and what was there before and after them."""
	for who in (insiders.ELECTIONS, insiders.SECOND, insiders.MANAGER):
		enter(who)
	before = standing(marks)
	found = {
		attack.title: sent(enter(attack.who), attack, marks) for attack in run_now(request, insiders.ATTACKS)
	}
	return found, before, standing(marks)


def test_the_attacks_are_many_and_each_is_another_one():
	every = (*ATTACKS, *insiders.ATTACKS)
	assert (len(ATTACKS), len(insiders.ATTACKS)) >= (157, 185)
	assert len({attack.title for attack in every}) == len(every)


def is_in_each_run(attack: Attack) -> bool:
	"""Every fourth: the same doors, guards and refusals stand behind those beside it."""
	both = (*ATTACKS, *insiders.ATTACKS)
	return both.index(attack) % 4 == 0


@pytest.mark.parametrize("attack", few(ATTACKS, is_in_each_run), ids=lambda attack: attack.title)
def test_it_is_refused_and_tells_nothing(answers, marks, attack):
	assert wrong(attack, answers[attack.title], marks) == ""


def test_none_of_them_left_a_trace(sites, names, answers):
	traces = json.loads(site_step(sites, "traces", module="permission_rows", given=json.dumps(names)))
	assert traces == {}


@pytest.mark.parametrize("attack", few(insiders.ATTACKS, is_in_each_run), ids=lambda attack: attack.title)
def test_whoever_runs_the_system_is_refused_alone(from_inside, attack):
	assert unlike(attack, from_inside[0][attack.title]) == ""


def test_what_they_attacked_is_as_it_was(from_inside):
	_, before, after = from_inside
	assert before["Appeal"] > 0
	assert {key: (before[key], after.get(key)) for key in before if before[key] != after.get(key)} == {}


def test_keys_that_administrator_writes_open_no_login_of_a_person(enter, login):
	"""They ask for no second factor, and their session is on no list of its owner."""
	root = enter(insiders.ROOT)
	keys = {"api_key": "begonabegona", "api_secret": "begonabegona"}
	for user in (insiders.CHAIR, insiders.ROOT):
		root.session.put(f"{root.address}/api/resource/User/{user}", json=keys, timeout=60)
		for address in ("/api/method/frappe.auth.get_logged_user", "/api/resource/Appeal", "/desk"):
			stranger = Client(root.address, str(root.session.headers["Host"]))
			stranger.session.headers["Authorization"] = "token begonabegona:begonabegona"
			answer = stranger.session.get(f"{root.address}{address}", timeout=60, allow_redirects=False)
			assert answer.status_code == 401, (user, address, answer.text[:300])
	answer = login("integrator").session.get(
		f"{root.address}/api/method/frappe.auth.get_logged_user", timeout=60
	)
	assert "integrator.sinov" in answer.text  # a system's user may


def test_a_proposal_comes_into_force_by_another_person_and_not_by_its_own(enter, marks):
	proposer, second = enter(insiders.ELECTIONS), enter(insiders.SECOND)
	address = f"{proposer.address}/api/resource/Statute/{marks['$S']}"
	# only a value that has not begun is changed in place
	inside.run("frappe.db.set_value('Statute', given['name'], 'valid_from', '2099-01-01')", name=marks["$S"])
	proposed = proposer.session.put(address, json={"value": "7"}, timeout=60)
	assert proposed.json()["data"]["value"] == "1", proposed.text[:300]
	change = inside.run(
		"answer = frappe.get_last_doc('Configuration Change', {'reference_name': given['name']}).name",
		name=marks["$S"],
	)
	own, another = confirmed(proposer, change), confirmed(second, change)
	assert own.status_code in REFUSALS, own.text[:300]
	assert another.status_code == 200, another.text[:300]
	assert second.session.get(address, timeout=60).json()["data"]["value"] == "7"


def confirmed(client: Client, change: str) -> requests.Response:
	"""What somebody is answered who signs a proposal, or asks for what is to be signed."""
	asked = client.get("configuration.to_sign", change=change)
	signature = client.sign(asked.json()["message"]["payload"]) if asked.ok else "MAAA"
	return client.post("configuration.confirm", change=change, signature=signature)


@pytest.fixture(scope="module")
def led(enter, marks, from_inside) -> Answers:
	"""What each control is answered, in its order."""
	return {one.title: sent(enter(one.who), one, marks) for one in insiders.CONTROLS}


@pytest.mark.parametrize("control", insiders.CONTROLS, ids=lambda control: control.title)
def test_the_same_road_leads_where_it_may(led, control):
	answer = led[control.title]
	assert answer.status_code in (200, 202), answer.text[:500]


@pytest.mark.parametrize(
	"attack",
	few([attack for attack in ATTACKS if attack.path.endswith("reportview.get")], lambda _: False),
	ids=lambda attack: attack.title,
)
def test_whom_the_rows_are_may_ask_and_the_query_tells_no_more(login, names, attack):
	"""The same by the chair whose rows they are: words of the rows, and still no number of a person."""
	answer = sent(login(CHAIR), replace(attack, who=CHAIR), names)
	assert answer.status_code < 500, answer.text[:300]
	assert not re.search(r"\b3\d{13}\b", answer.text)


def test_the_search_could_find_something(login, names):
	"""The own chair reads the word by a plain list."""
	plain = Attack(
		"",
		CHAIR,
		"POST",
		"/api/method/frappe.desk.reportview.get",
		json={
			"doctype": "Appeal",
			"fields": '["subject"]',
			"filters": '[["name","=","$N"]]',
			"start": 0,
			"page_length": 5,
		},
		is_refused=False,
	)
	assert "tells" in wrong(plain, sent(login(CHAIR), plain, names), names)
