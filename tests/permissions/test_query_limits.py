"""Filters, columns and lists of the framework's functions have limits, which are checked before anything is computed."""

import json
import time
from typing import Any

import pytest
import requests
from factories.http import Client

from esaylov.request_filter import query_limits

WHO = "chair"
CONDITION = ["Appeal", "subject", "!=", "x"]


def post(client: Client, method: str, **values: Any) -> requests.Response:
	sent = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
	return client.session.post(f"{client.address}/api/method/{method}", data=sent, timeout=60)


def joined(count: int) -> list[Any]:
	"""Conditions with `or` between them."""
	return [one for _ in range(count) for one in (CONDITION, "or")][:-1]


TOO_LARGE: list[tuple[str, dict[str, Any]]] = [
	("frappe.desk.reportview.get_count", {"doctype": "Appeal", "filters": [CONDITION] * 1000}),
	(
		"frappe.desk.reportview.get",
		{"doctype": "Appeal", "fields": ["name"], "or_filters": [CONDITION] * 101},
	),
	("frappe.client.get_list", {"doctype": "Appeal", "filters": {f"f{n}": "x" for n in range(101)}}),
	("frappe.client.get_list", {"doctype": "Appeal", "filters": joined(101)}),
	("frappe.client.get_value", {"doctype": "Appeal", "filters": [CONDITION] * 101, "fieldname": "name"}),
	("frappe.client.get_list", {"doctype": "Appeal", "filters": {"name": ["in", ["x"] * 5701]}}),
	("frappe.client.get_list", {"doctype": "Appeal", "filters": {"name": ["in", ",".join(["x"] * 5701)]}}),
	("frappe.client.get_list", {"doctype": "Appeal", "filters": [["name", "in", ["x"] * 600]] * 10}),
	("frappe.core.api.file.get_attached_images", {"doctype": "Appeal", "names": ["x"] * 2501}),
	("frappe.client.get_list", {"doctype": "Appeal", "fields": ["name"] * 251}),
	(
		"frappe.client.get_list",
		{"doctype": "Appeal", "fields": ["name"], "order_by": ",".join(["name"] * 11)},
	),
	(
		"frappe.client.get_list",
		{"doctype": "Appeal", "fields": ["name"], "group_by": ",".join(["name"] * 11)},
	),
	("frappe.client.get_list", {"doctype": "Appeal", "limit_page_length": 100_001}),
	("frappe.desk.reportview.get_sidebar_stats", {"doctype": "Appeal", "stats": ["x"] * 251, "filters": []}),
	("frappe.desk.search.search_link", {"doctype": "Appeal", "txt": "", "page_length": 10**30}),
	(
		"frappe.model.workflow.get_common_transition_actions",
		{"doctype": "Appeal", "docs": [{"name": "x"}] * 101},
	),
]


@pytest.mark.parametrize(("method", "values"), TOO_LARGE, ids=range(len(TOO_LARGE)))
def test_what_exceeds_a_limit_is_refused_at_once(login, method, values):
	client = login(WHO)
	begun = time.monotonic()
	answer = post(client, method, **values)
	assert answer.status_code == 417, (answer.status_code, answer.text[:300])
	assert "conditions" in answer.text or "shart" in answer.text, answer.text[:300]
	assert time.monotonic() - begun < 5


@pytest.mark.parametrize("method", ["frappe.desk.reportview.export_query", "esaylov.api.exports.rows"])
def test_a_stand_in_has_the_limits_of_the_function_that_it_replaces(login, method):
	conditions = [["Candidate", "name", "!=", "x"]] * 1000
	values = {"doctype": "Candidate", "fields": ["name"], "filters": conditions, "file_format_type": "CSV"}
	assert post(login("auditor"), method, **values).status_code == 417


def test_what_the_largest_screen_sends_is_answered(login, names):
	client = login(WHO)
	conditions = [["Appeal", "subject", "!=", f"x{number}"] for number in range(20)]
	answer = post(
		client,
		"frappe.desk.reportview.get",
		doctype="Appeal",
		fields=["`tabAppeal`.`name`", "`tabAppeal`.`number`"],
		filters=[
			*conditions,
			["Appeal", "name", "in", [names["$N"], *(f"x{number}" for number in range(2500))]],
		],
		order_by="`tabAppeal`.`modified` desc, `tabAppeal`.`name` asc",
		page_length=2500,
	)
	assert answer.status_code == 200, answer.text[:300]


ASKED = {"doctype": "Person", "fields": ["name"], "page_length": 20}


@pytest.mark.parametrize("order", ["modified desc", "`tabPerson`.`idx` asc, name asc", "tabPerson.surname"])
def test_a_list_of_many_records_is_sorted_by_what_an_index_has(login, order):
	client = login(WHO)
	for method in ("frappe.desk.reportview.get", "frappe.client.get_list"):
		answer = post(client, method, **ASKED, order_by=order)
		assert answer.status_code == 417, (method, answer.text[:300])
		assert "is not sorted so" in answer.text


def test_a_list_of_many_records_is_not_read_from_its_middle(login):
	client = login(WHO)
	for method, start in (("frappe.desk.reportview.get", "start"), ("frappe.client.get_list", "limit_start")):
		for at, status in ((20_000, 200), (20_001, 417)):
			answer = post(client, method, **ASKED, **{start: at})
			assert answer.status_code == status, (method, answer.text[:300])
	rest = client.session.get(f"{client.address}/api/resource/Person?limit_start=20001", timeout=60)
	assert rest.status_code == 417


def test_named_records_come_in_any_order(login):
	client = login(WHO)
	for filters in ({"name": ["in", ["x"]]}, [["name", "=", "x"]], [["Person", "name", "in", ["x"]]]):
		answer = post(client, "frappe.client.get_list", **ASKED, filters=filters, order_by="modified desc")
		assert answer.status_code == 200, answer.text[:300]
	answer = post(client, "frappe.desk.reportview.get", **ASKED, order_by="`tabPerson`.`full_name` desc")
	assert answer.status_code == 200, answer.text[:300]


def test_an_operator_that_the_database_cannot_bound_is_no_operator(login):
	for method in ("frappe.client.get_list", "frappe.desk.reportview.get_count"):
		answer = post(login(WHO), method, doctype="Appeal", filters=[["Appeal", "subject", "regex", "["]])
		assert answer.status_code == 417, (method, answer.text[:300])
		assert "_server_messages" in answer.json()


@pytest.mark.parametrize("doctype", ["E-IMZO Settings", "E-saylov Settings"])
def test_a_doctype_without_rows_has_no_list(login, doctype):
	client = login("auditor")
	methods = ("frappe.client.get_list", "frappe.client.get_count", "frappe.desk.reportview.get")
	for path in (
		*(f"method/{method}" for method in methods),
		f"resource/{doctype}",
		f"v2/document/{doctype}",
	):
		values = {"doctype": doctype, "fields": '["name"]'} if path.startswith("method/") else {}
		answer = client.session.get(f"{client.address}/api/{path}", params=values, timeout=60)
		assert answer.status_code == 417, (path, answer.status_code, answer.text[:300])


def test_a_value_of_a_doctype_without_rows_is_read(login):
	values = {"doctype": "E-saylov Settings", "fieldname": "name"}
	answer = post(login("auditor"), "frappe.client.get_value", **values)
	assert answer.status_code == 200, answer.text[:300]


def test_a_ballot_that_is_no_list_of_votes_is_refused(login):
	client = login(WHO)
	for votes in ([1], ["x"], [[]], [None], "[]x", 5, {"a": 1}):
		url = f"{client.address}/api/method/esaylov.api.sessions.ballot"
		for session in ("x", ["x"], {"a": 1}):
			answer = client.session.post(url, json={"session": session, "votes": votes}, timeout=60)
			assert 400 <= answer.status_code < 500, (session, votes, answer.status_code, answer.text[:300])


@pytest.mark.parametrize(
	("filters", "count"),
	[
		(None, 0),
		("name", 0),
		({"a": 1, "b": ["like", "x"]}, 2),
		([["A", "a", "=", 1], ["a", "in", ["x", "y"]]], 2),
		([[["a", "=", 1], "or", ["b", "=", 1]], "and", ["creation", "between", ["x", "y"]]], 3),
		(["a", "=", 1], 1),
		([["A", "a", "=", 1, False]], 1),
	],
)
def test_conditions_are_counted(filters, count):
	assert query_limits.count_conditions(filters) == count


@pytest.mark.parametrize("name", ["pluck", "run", "return_query"])
def test_no_list_is_asked_for_in_the_form_of_the_frameworks_own_code(login, name):
	for method in ("frappe.desk.reportview.get", "frappe.desk.reportview.get_list"):
		answer = post(login(WHO), method, doctype="Appeal", fields=["name"], **{name: "name"})
		assert answer.status_code in (400, 417), (method, answer.status_code, answer.text[:300])
