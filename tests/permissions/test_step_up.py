"""A session that was stolen does no step that wants a second factor: each is asked over HTTP, by a login that may otherwise do it."""

import ast
from typing import Any

import endpoints
import pytest
import requests
from factories import inside
from factories.http import Client
from test_idor import called, object_of

NEEDED = (403, "second_factor_needed")
SWITCH = "frappe.db.set_single_value('System Settings', 'enable_two_factor_auth', given['on'])"
ADMINISTRATORS: dict[str, dict[str, Any]] = {
	"configuration.recover": {"user": "yoq@esaylov.example", "reason": "Sinov uchun"},
	"procedures.change_number": {"key": "yoq", "value": 1},
	"procedures.propose_number": {"statute": "yoq", "value": 1, "starts_on": "2026-12-01", "article": ""},
	"procedures.change_roles": {"state": "yoq", "action": "yoq", "next_state": "yoq", "roles": []},
	"sms.save_template": {"template": "yoq", "texts": "{}", "modified": ""},
}
"""Steps about no object of the table: their arguments."""


def guarded() -> list[str]:
	"""Endpoints that ask for a fresh factor, as the source says."""
	found = []
	for path in sorted(endpoints.API.glob("*.py")):
		for node in ast.parse(path.read_text(encoding="utf-8")).body:
			if isinstance(node, ast.FunctionDef) and any(
				ast.unparse(one) == "guards.fresh_factor" for one in node.decorator_list
			):
				found.append(f"{path.stem}.{node.name}")
	return found


STEPS = guarded()


def login_of(step: str) -> str:
	about = endpoints.OBJECTS.get(step)
	return about.knows or "administrator" if about else "administrator"


def asked(client: Client, step: str, rows: dict[str, Any]) -> requests.Response:
	if step in ADMINISTRATORS:
		return client.post(step, **ADMINISTRATORS[step])
	return called(client, step, object_of(endpoints.OBJECTS[step].kinds[0], rows))


def said(answer: requests.Response) -> tuple[int, str]:
	return answer.status_code, answer.json().get("error", {}).get("code", "")


@pytest.fixture(scope="module")
def answers(login, made) -> dict[str, dict[str, tuple[int, str]]]:
	"""`on`, `off` -> step -> what is answered to a login from before the site asked for two factors, as to a session that was stolen."""
	for local in {login_of(step) for step in STEPS}:
		login(local)

	def all_steps() -> dict[str, tuple[int, str]]:
		return {step: said(asked(login(login_of(step)), step, made["rows"])) for step in STEPS}

	try:
		inside.run(SWITCH, on=1)
		on = all_steps()
	finally:
		inside.run(SWITCH, on=0)
	return {"on": on, "off": all_steps()}


def test_the_steps_are_those_that_sign_reveal_and_change_what_is_guarded():
	assert len(STEPS) > 15
	assert {"decisions.attend", "decisions.vote", "decisions.sign", "people.reveal"} <= set(STEPS)


@pytest.mark.parametrize("step", STEPS)
def test_a_session_without_a_fresh_factor_is_refused(answers, step):
	assert answers["on"][step] == NEEDED


@pytest.mark.parametrize("step", STEPS)
def test_where_no_factor_is_asked_the_answer_is_another_one(answers, step):
	assert answers["off"][step] != NEEDED
