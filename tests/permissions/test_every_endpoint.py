"""Role × method × verb of our own endpoints, as `test_every_method.py` has it of the framework's: each says who is meant, and who is not is refused.

Whom a guard means beside a role (a position at the commission of a document, its readers) is asked with documents of others in
`test_idor.py`; here the document is one that is not there.
"""

import ast
import importlib
from collections.abc import Iterator
from typing import Any, NamedTuple

import endpoints
import pytest
from factories.http import Client

VERBS = ("GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS")
GUEST, LOGIN = {"guest"}, {"guest", "login"}
DESK = LOGIN | {"desk"}
PEOPLE = {
	"guest": GUEST,
	"candidate": LOGIN,
	"party": LOGIN,
	"secretary": DESK | {"Commission Secretary"},
	"auditor": DESK | {"Election Auditor"},
	"administrator": DESK | {"Election Administrator"},
}
"""Login of the demonstration -> the words of guards that mean it."""
IN_EACH_RUN = ("guest",)
SAID = {"signed_in": "login", "staff": "desk", "applicant": "login"}
"""Who logged in is a person, and a person may be an applicant; of which drafts and bodies is the service's to ask."""
OF_A_DOCUMENT = ("commission_staff", "reader")
SENT = {
	"str": "yoq",
	"date": "2026-11-30",
	"datetime": "2026-11-30 10:00:00",
	"int": 1,
	"float": 1,
	"bool": 0,
	"list": [],
	"dict": {},
}
"""A value of each type that an argument may declare first."""
REFUSED, WRONG_VERB = (401, 403, 404), (403, 404, 405)


class Endpoint(NamedTuple):
	"""An endpoint: its verbs, the words of whom it means (none: nobody decided), arguments that it takes."""

	name: str
	verbs: tuple[str, ...]
	means: frozenset[str]
	arguments: dict[str, Any]

	def is_open_to(self, words: set[str]) -> bool:
		return bool(self.means & words)


def read() -> Iterator[Endpoint]:
	for path in sorted(endpoints.API.glob("*.py")):
		module = importlib.import_module(f"esaylov.api.{path.stem}")
		for node in ast.parse(path.read_text(encoding="utf-8")).body:
			if isinstance(node, ast.FunctionDef) and (marks := calls_of(node, "endpoint")):
				given = {one.arg: ast.literal_eval(one.value) for one in marks[0].keywords}
				means = {"guest"} if given.get("guest") else set(meant(node, vars(module), path.stem))
				yield Endpoint(
					f"{path.stem}.{node.name}", tuple(given["methods"]), frozenset(means), values(node)
				)


def calls_of(node: ast.FunctionDef, name: str) -> list[ast.Call]:
	return [one for one in node.decorator_list if isinstance(one, ast.Call) and ast.unparse(one.func) == name]


def meant(node: ast.FunctionDef, names: dict[str, Any], room: str) -> Iterator[str]:
	"""Whom the guards of an endpoint mean."""
	for mark in node.decorator_list:
		text = ast.unparse(mark.func if isinstance(mark, ast.Call) else mark)
		guard = text.removeprefix("guards.")
		if guard in SAID:
			yield SAID[guard]
		elif guard in OF_A_DOCUMENT or text in own_guards(room):
			yield "login"
		elif guard == "holds_role" and isinstance(mark, ast.Call):
			yield from roles_of(mark, names)


def own_guards(room: str) -> set[str]:
	"""Names that a file gives to guards about a document."""
	source = ast.parse((endpoints.API / f"{room}.py").read_text(encoding="utf-8"))
	return {
		ast.unparse(node.targets[0])
		for node in source.body
		if isinstance(node, ast.Assign)
		and ast.unparse(node.value).startswith(tuple(f"guards.{one}(" for one in OF_A_DOCUMENT))
	}


def roles_of(mark: ast.Call, names: dict[str, Any]) -> Iterator[str]:
	for argument in mark.args:
		value = argument.value if isinstance(argument, ast.Starred) else argument
		found = eval(ast.unparse(value), dict(names))  # noqa: S307 # a name of our own source
		yield from ([found] if isinstance(found, str) else found)


def values(node: ast.FunctionDef) -> dict[str, Any]:
	"""Something of the right type for each argument that an endpoint cannot do without."""
	needed = node.args.args[: len(node.args.args) - len(node.args.defaults)]
	kinds = {one.arg: ast.unparse(one.annotation or ast.Name("str")) for one in needed}
	return {name: SENT[kind.partition(" ")[0].partition("[")[0]] for name, kind in kinds.items()}


ENDPOINTS = list(read())


def answered(client: Client, endpoint: Endpoint, verb: str) -> int:
	url = f"{client.address}/api/method/esaylov.api.{endpoint.name}"
	sent = {"params" if verb == "GET" else "json": endpoint.arguments}
	return client.session.request(verb, url, allow_redirects=False, timeout=60, **sent).status_code


def test_each_endpoint_says_whom_it_means():
	assert {one.name for one in ENDPOINTS} == set(endpoints.found())
	assert [one.name for one in ENDPOINTS if not one.means] == []


def test_the_table(capsys):
	"""Pairs of endpoint and verb for each person."""
	pairs, lines = len(ENDPOINTS) * len(VERBS), []
	undecided = sum(len(VERBS) for one in ENDPOINTS if not one.means)
	for who, words in PEOPLE.items():
		allowed = sum(len(one.verbs) for one in ENDPOINTS if one.is_open_to(words))
		lines.append((who, allowed, pairs - allowed - undecided, undecided))
	with capsys.disabled():
		print(f"\nour endpoints: {len(ENDPOINTS)}")
		print(
			*(f"{who}: allowed {yes}, refused {no}, undecided {rest}" for who, yes, no, rest in lines),
			sep="\n",
		)
	allowed = {who: yes for who, yes, _no, _rest in lines}
	assert undecided == 0
	assert len([who for who, yes in allowed.items() if yes < allowed["administrator"]]) == len(PEOPLE) - 1
	assert 10 < allowed["guest"] < allowed["candidate"] < pairs / len(VERBS)


@pytest.mark.parametrize(
	"who",
	[
		who if who in IN_EACH_RUN else pytest.param(who, marks=pytest.mark.full)
		for who, words in PEOPLE.items()
		if not all(one.is_open_to(words) for one in ENDPOINTS)
	],
)
def test_who_is_not_meant_is_refused(login, who):
	client = login(who)
	shut = [one for one in ENDPOINTS if not one.is_open_to(PEOPLE[who])]
	let_in = {one.name: answered(client, one, one.verbs[0]) for one in shut}
	assert len(shut) > 20
	assert {name: status for name, status in let_in.items() if status not in REFUSED} == {}


@pytest.mark.parametrize(
	"verb",
	["GET", "POST", *(pytest.param(one, marks=pytest.mark.full) for one in ("PUT", "DELETE", "PATCH"))],
)
def test_another_verb_is_refused(login, verb):
	"""Asked by a member of staff: what the verb of an endpoint would do is done by no other."""
	client = login("secretary")
	others = [one for one in ENDPOINTS if verb not in one.verbs]
	let_in = {one.name: answered(client, one, verb) for one in others}
	assert {name: status for name, status in let_in.items() if status not in WRONG_VERB} == {}
