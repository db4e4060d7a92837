"""Arguments of a wrong kind are answered with a refusal: no function of the framework that is open over HTTP fails at them."""

import json
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from factories import inside
from factories.http import Client
from factories.profile import IS_FULL
from factories.steps import site_step
from test_every_method import ENDS_THE_SESSION, KNOWN, STAFF, is_of_document

REPORT = "frappe.desk.reportview"
OF_FORM: dict[str, tuple[str, ...]] = {
	**{
		f"{REPORT}.{name}": ("doctype", "fields", "filters", "or_filters", "group_by", "order_by", "start")
		for name in ("get", "get_list", "get_count")
	},
	f"{REPORT}.export_query": ("doctype", "fields", "filters", "or_filters", "file_format_type", "title"),
	f"{REPORT}.delete_items": ("doctype", "items"),
}
"""Functions that read the form instead of declaring arguments, with what they read."""
GOOD: dict[str, Any] = {
	**dict.fromkeys(("doctype", "dt", "reference_doctype", "document_type", "parent_doctype"), "ToDo"),
	**dict.fromkeys(("fields", "or_filters", "filters"), "[]"),
	"file_format_type": "CSV",
}
"""Arguments that are as they should be, so that a function reads the others."""
NESTED: tuple[Any, ...] = (["x"], [[["x"]]], {"a": 1}, [1], [[]], [["name"]], [[{"x": 1}, "=", "y"]])
MALFORMED: tuple[Any, ...] = (*NESTED, "x", "'", 10**12)
"""What each argument is in one of the requests."""
MAKES_ROWS = {"frappe.desk.doctype.kanban_board.kanban_board.quick_kanban_board"}
"""Functions that take any text and make something of it that others stumble over."""
UNKNOWN = {"begona": "x"}
PEOPLE = {"chair": STAFF | {"commission"}, "administrator": STAFF | {"election"}}
THREADS = 4


REMOVE = """
ours = set(frappe.get_all("Module Def", {"app_name": "esaylov"}, pluck="name"))
for doctype in frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0, "module": ["not in", list(ours)]}, pluck="name"):
	if frappe.db.table_exists(doctype):
		frappe.db.delete(doctype, {"creation": [">=", given["begun"]], "owner": ["in", given["users"]]})
frappe.db.commit()
"""


@pytest.fixture(autouse=True, scope="module")
def removed():
	"""Rows of the framework that some functions make of plain texts are removed at the end."""
	begun = inside.run("answer = str(frappe.utils.now_datetime())")
	yield
	inside.run(REMOVE, begun=begun, users=[f"{who}@esaylov.example" for who in PEOPLE])


def requests_of(number: int, name: str, parameters: list[str]) -> Iterator[dict[str, Any]]:
	"""Arguments of a function: one that it does not have, and all of its own in a malformed kind; each alone in full runs."""
	good = {name: GOOD[name] for name in parameters if name in GOOD}
	yield {**good, **UNKNOWN}
	kinds = NESTED if name in MAKES_ROWS else MALFORMED
	for value in kinds if IS_FULL else (kinds[number % len(kinds)],):
		yield dict.fromkeys(parameters, value)
		if good:
			yield {**dict.fromkeys(parameters, value), **good}
		if IS_FULL:
			yield from ({**good, name: value} for name in parameters)


def failures(client: Client, number: int, name: str, parameters: list[str]) -> Iterator[str]:
	for values in requests_of(number, name, parameters):
		url = f"{client.address}/api/method/{name}"
		answer = client.session.post(url, json=values, timeout=600)
		if answer.status_code >= 500:
			yield f"{name} {json.dumps(values)}: {answer.status_code} {answer.text[:200]}"


def is_asked_by(who: str, number: int, roles: set[str]) -> bool:
	"""Whether this person asks a function. Outside full runs, one of those who may ask does; they take turns."""
	able = [each for each, own in PEOPLE.items() if own & roles]
	return who in able and (IS_FULL or able[number % len(able)] == who)


@pytest.mark.parametrize("who", PEOPLE)
def test_no_open_function_fails_at_arguments_of_a_wrong_kind(sites, login, who):
	parameters = json.loads(site_step(sites, "parameters", module="framework_methods")) | OF_FORM
	opened = [
		name
		for number, (name, row) in enumerate(KNOWN.items())
		if name in parameters
		and is_asked_by(who, number, set(row["roles"].split()))
		and "POST" in row["verbs"].split()
		and name not in ENDS_THE_SESSION
		and not is_of_document(name)
	]
	clients = [login(who).twin() for _ in range(THREADS)]

	def ask(numbered: tuple[int, str]) -> list[str]:
		number, name = numbered
		return list(failures(clients[number % THREADS], number, name, list(parameters[name])))

	with ThreadPoolExecutor(THREADS) as pool:
		failed = [line for lines in pool.map(ask, enumerate(opened)) for line in lines]
	assert len(opened) > 50
	assert not failed, f"{len(failed)}:\n" + "\n".join(failed)


def test_roles_are_read_of_a_named_user_alone(login):
	"""Frappe 15 reads the user from the form, without a default, and declares no such argument."""
	client = login("administrator")
	url = f"{client.address}/api/method/frappe.core.doctype.user.user.get_roles"
	answer = client.session.post(url, json={}, timeout=60)
	assert answer.status_code == 400, (answer.status_code, answer.text[:300])
	assert answer.json()["error"]["code"] == "argument_kind"
	named = client.session.post(url, json={"uid": "administrator@esaylov.example"}, timeout=60)
	assert named.status_code == 200, (named.status_code, named.text[:300])


LISTS = [f"{REPORT}.{name}" for name in ("get", "get_list", "get_count")]
OF_LISTS: list[dict[str, Any]] = [
	UNKNOWN,
	{"or_filters": "x"},
	{"fields": "x"},
	{"fields": '"x"'},
	{"user_settings": "x"},
	{"save_user_settings": "x"},
	{"start": 20},
	{"aggregate_function": "count"},
]


@pytest.mark.parametrize("values", OF_LISTS, ids=str)
def test_a_list_with_malformed_arguments_is_a_bad_request(login, values):
	client = login("chair")
	for method in LISTS:
		sent = {"doctype": "ToDo", "fields": '["name"]', **values}
		answer = client.session.post(f"{client.address}/api/method/{method}", data=sent, timeout=60)
		assert answer.status_code == 400, (method, answer.status_code, answer.text[:300])
		assert answer.json()["error"]["code"] == "argument_kind"


def test_a_list_of_the_desk_is_answered(login):
	client = login("chair")
	group = {"aggregate_function": "count", "aggregate_on_doctype": "ToDo", "aggregate_on_field": "name"}
	for values in (
		{"start": 0, "page_length": 20, "view": "List", "with_comment_count": 1},
		{"start": 20, "page_length": 20, "filters": "[]", "order_by": "modified desc"},
		{"start": 0, "page_length": 20, "group_by": "`tabToDo`.`status`", **group},
	):
		sent = {"doctype": "ToDo", "fields": '["`tabToDo`.`status`"]', **values}
		answer = client.session.post(f"{client.address}/api/method/{REPORT}.get", data=sent, timeout=60)
		assert answer.status_code == 200, (values, answer.status_code, answer.text[:300])


BOARD = "frappe.desk.doctype.kanban_board.kanban_board"
MOVE = "update_order_for_single_card"
MOVED: dict[str, Any] = {"docname": "x", "from_colname": "Open", "to_colname": "Closed"}
OF_BOARDS: list[tuple[str, dict[str, Any]]] = [
	("add_card", {"colname": "Unordered", "docname": "x"}),
	("update_order", {"order": '{"Open": 5}'}),
	("update_order", {"order": '{"Open": [{"a": 1}]}'}),
	("save_settings", {"settings": '{"fields": []}'}),
	(MOVE, {**MOVED, "old_index": 10**6, "new_index": 0}),
	(MOVE, {**MOVED, "old_index": 0.5, "new_index": 0}),
	(MOVE, {**MOVED, "to_colname": "Unordered", "old_index": 0, "new_index": 0}),
]


@pytest.fixture(scope="module")
def board(removed: None, login: Any) -> Any:
	"""`board(function, values)`: the answer to a call about a board of tasks, one column of which has no order."""
	client = login("administrator")
	name = f"Sinov {inside.run('answer = frappe.generate_hash(length=8)')}"

	def call(function: str, values: dict[str, Any]) -> Any:
		url = f"{client.address}/api/method/{BOARD}.{function}"
		if values.get("docname") == "x":
			values = {**values, "docname": card}
		return client.session.post(url, json={"board_name": name, **values}, timeout=60)

	card = inside.run(
		"answer = frappe.get_doc(doctype='ToDo', description='Sinov', owner=given['user'], allocated_to=given['user']).insert().name",
		user="administrator@esaylov.example",
	)
	assert call("quick_kanban_board", {"doctype": "ToDo", "field_name": "status"}).status_code == 200
	assert call("add_column", {"column_title": "Unordered"}).status_code == 200
	return call


@pytest.mark.parametrize(("function", "values"), OF_BOARDS, ids=str)
def test_boards_refuse_malformed_arguments(board, function, values):
	answer = board(function, values)
	assert answer.status_code == 400, answer.text[:300]
	assert answer.json()["error"]["code"] == "argument_kind"


IN_TREES = [
	f"{begin}{of} of{end}"
	for of in ("descendants", "ancestors")
	for begin, end in (("", ""), ("not ", ""), ("", " (inclusive)"))
	if (of, end) != ("ancestors", " (inclusive)")
]


@pytest.mark.parametrize("operator", IN_TREES)
def test_a_place_in_a_tree_is_not_asked_of_a_flat_doctype(login, operator):
	client = login("chair")
	flat = ([["name", operator, "x"]], {"name": [operator, "x"]}, [["ToDo", "owner", operator, "x"]])
	for filters in map(json.dumps, flat):
		for method in ("frappe.client.get_list", "frappe.client.get_count", f"{REPORT}.get"):
			sent = {"doctype": "ToDo", "fields": '["name"]', "filters": filters}
			answer = client.session.post(f"{client.address}/api/method/{method}", data=sent, timeout=60)
			assert answer.status_code == 400, (method, filters, answer.status_code, answer.text[:300])
		for address in ("/api/resource/ToDo", "/api/v2/document/ToDo"):
			answer = client.session.get(f"{client.address}{address}", params={"filters": filters}, timeout=60)
			assert answer.status_code == 400, (address, filters, answer.status_code, answer.text[:300])


@pytest.mark.parametrize("operator", IN_TREES)
def test_a_place_in_a_tree_is_asked_of_commissions_and_of_what_names_one(login, operator):
	client = login("chair")
	for doctype, field in (("Election Commission", "name"), ("Appeal", "recipient")):
		sent = {"doctype": doctype, "filters": json.dumps([[field, operator, "CEC"]])}
		url = f"{client.address}/api/method/frappe.client.get_list"
		answer = client.session.post(url, data=sent, timeout=60)
		assert answer.status_code == 200, (doctype, answer.status_code, answer.text[:300])


GET_LIST = "/api/method/frappe.client.get_list"
LINKED = "frappe.desk.form.linked_with"
GROUPS = "/api/method/frappe.desk.listview.get_group_by_count"
REST = ("/api/resource/Person", "/api/v2/document/Person")
UNREADABLE: list[tuple[str, str, dict[str, Any]]] = [
	*(
		("POST", GET_LIST, {"doctype": "ToDo", name: value})
		for name in ("filters", "or_filters")
		for value in ("1", 1, True, "true", "x")
	),
	*(
		("POST", GET_LIST, {"doctype": "Person", "fields": value})
		for value in (
			"pinfl",
			5,
			[1],
			["applicant_person.pinfl"],
			["full_name.pinfl"],
			["count(applicant_person.pinfl) as x"],
			[{"applicant_person": ["full_name"]}],
		)
	),
	("POST", f"/api/method/{REPORT}.get", {"doctype": "Person", "fields": '["applicant_person.name"]'}),
	*(
		("GET", address, values)
		for address in REST
		for values in (
			{"doctype": "ToDo", "fields": '["name"]'},
			{"filters": "1"},
			{"filters": "x"},
			{"fields": "full_name"},
			{"fields": "5"},
			{"fields": '[{"applicant_person":["full_name"]}]'},
			{"fields": '["applicant_person.pinfl"]'},
		)
	),
	*(
		("POST", GROUPS, {"doctype": "ToDo", "field": "status", "current_filters": json.dumps([condition])})
		for condition in (
			["name", "descendants of", "x"],
			["ToDo", "name", "not ancestors of", "x"],
			["ToDo", "name", "descendants of (inclusive)", "x"],
		)
	),
	("POST", GROUPS, {"doctype": "ToDo", "field": "begona", "current_filters": "[]"}),
	*(
		(
			"POST",
			f"/api/method/{REPORT}.export_query",
			{"doctype": "Appeal", "fields": fields, "file_format_type": "CSV"},
		)
		for fields in (["person.pinfl"], ["status.name"])
	),
	*(
		("POST", "/api/method/frappe.desk.form.save.savedocs", {"doc": doc, "action": "Save"})
		for doc in ({"doctype": "ToDo", "__islocal": 1}, {"name": "x"}, {"doctype": "ToDo", "name": 1})
	),
	("POST", f"/api/method/{LINKED}.get_submitted_linked_docs", {"doctype": "Person", "name": "x"}),
]
OF_OTHERS: list[tuple[str, dict[str, Any]]] = [
	("frappe.client.get_value", {"doctype": "Person", "fieldname": "name"}),
	("frappe.client.get_list", {"doctype": "Person", "fields": ["name"]}),
	("frappe.client.get_count", {"doctype": "Person"}),
]


@pytest.mark.parametrize(("method", "values"), OF_OTHERS, ids=str)
def test_a_condition_about_another_doctype_is_refused(login, method, values):
	for login_name in ("chair", "auditor"):
		client = login(login_name)
		sent = {**values, "filters": [["Body Representative", "name", "!=", ""]]}
		answer = client.session.post(f"{client.address}/api/method/{method}", json=sent, timeout=60)
		assert answer.status_code == 417, (answer.status_code, answer.text[:300])


@pytest.mark.parametrize(("verb", "address", "values"), UNREADABLE, ids=str)
def test_a_query_that_means_nothing_is_refused(login, verb, address, values):
	client = login("chair")
	sent = {"params": values} if verb == "GET" else {"json": values}
	answer = client.session.request(verb, f"{client.address}{address}", timeout=60, **sent)
	assert answer.status_code in {400, 403, 404}, (answer.status_code, answer.text[:300])
	assert "Traceback" not in answer.text
	assert "chair@" not in answer.text


def test_columns_that_lead_somewhere_are_answered(login):
	client = login("chair")
	for fields in (
		["name", "owner"],
		["`tabToDo`.`status` as 'ToDo:status'"],
		["assigned_by.full_name as assigner"],
	):
		values = {"doctype": "ToDo", "fields": fields, "filters": {"status": "Open"}}
		answer = client.session.post(f"{client.address}{GET_LIST}", json=values, timeout=60)
		assert answer.status_code in {200, 403}, (fields, answer.status_code, answer.text[:300])
	for address in ("/api/resource/ToDo", "/api/v2/document/ToDo"):
		for values in ({}, {"fields": '["name"]'}, {"fields": '["*"]', "filters": '[["status","=","Open"]]'}):
			answer = client.session.get(f"{client.address}{address}", params=values, timeout=60)
			assert answer.status_code == 200, (address, values, answer.text[:300])


@pytest.mark.parametrize("method", ["reset_password", "begona", "get_password", "__class__"])
def test_a_method_that_is_not_open_is_refused_on_a_document(login, method):
	"""By each address and verb that calls a method of a stored document."""
	client, user = login("chair"), "chair@esaylov.example"
	stored = f"{client.address}/api/resource/User/{user}"
	later = f"{client.address}/api/v2/document/User/{user}/method/{method}"
	answers = [
		client.session.get(stored, params={"run_method": method}, timeout=60),
		client.session.post(stored, json={"run_method": method}, timeout=60),
		client.session.post(later, json={}, timeout=60),
		client.session.put(stored, params={"run_method": method}, timeout=60),
	]
	assert {answer.status_code for answer in answers} <= {400, 403, 404}, [
		(answer.status_code, answer.text[:200]) for answer in answers
	]


SHADOWS = ("run_method", "check_permission", "has_permission", "save", "meta", "notify_update")
UNREADABLE = ("docstatus", "parenttype")


@pytest.mark.parametrize("name", [*SHADOWS, *UNREADABLE])
def test_a_field_does_not_take_the_place_of_a_method_and_has_a_value_that_can_be_read(login, name):
	"""By each function that writes the fields of a document."""
	client = login("chair")
	address = f"{client.address}/api/resource/ToDo"
	fields = {"description": "Sinov", "allocated_to": "chair@esaylov.example"}
	made = client.session.post(address, json=fields, timeout=60).json()["data"]["name"]
	shadow = {**fields, name: "x"}
	document = {"doctype": "ToDo", "name": made, **shadow}
	answers = [
		client.session.post(address, json=shadow, timeout=60),
		client.session.put(f"{address}/{made}", json=shadow, timeout=60),
		client.session.put(f"{address}/{made}", data={"data": json.dumps(shadow)}, timeout=60),
		client.session.put(f"{client.address}/api/v2/document/ToDo/{made}", json=shadow, timeout=60),
		client.session.post(
			f"{client.address}/api/method/frappe.client.save", json={"doc": document}, timeout=60
		),
	]
	assert {answer.status_code for answer in answers} <= {400, 403}, [
		(answer.status_code, answer.text[:200]) for answer in answers
	]
	assert client.session.put(f"{address}/{made}", json=fields, timeout=60).status_code == 200
	assert client.session.delete(f"{address}/{made}", timeout=60).ok
