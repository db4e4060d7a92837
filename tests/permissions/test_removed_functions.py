"""Functions of the framework that no screen of ours needs, asked by a System Manager and by Administrator: they answer nobody.

Templates and addresses of the caller, the recorder of requests, backups; and methods of a document that is not as it is stored.
"""

import json
import os
from typing import Any

import pytest
import requests
from doors import Door, method
from factories.http import Client, manager_client, root_client
from shut import named

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
COMPUTED = "184467"
TEMPLATE = "x {{ 461 * 400 + 67 }}"
NOTIFICATION: dict[str, Any] = {
	"doctype": "Notification",
	"name": "new-notification-1",
	"__islocal": 1,
	"document_type": "User",
	"event": "New",
	"channel": "Email",
	"subject": TEMPLATE,
	"message": TEMPLATE,
	"condition": "1",
	"enabled": 1,
}
STORED_NAME = {**NOTIFICATION, "name": "Administrator", "__islocal": 0}
PREVIEWS = ("preview_message", "preview_subject", "preview_meets_condition")
ARGUMENT = json.dumps({"preview_document": "Administrator"})
CONTROLLER = "frappe.email.doctype.notification.notification.Notification"


def preview_doors() -> list[Door]:
	"""Each preview of a template of the caller's, by each function that carries a method of a document."""
	doors: list[Door] = []
	for name in PREVIEWS:
		for document in (NOTIFICATION, STORED_NAME):
			sent = json.dumps(document)
			for carrier in ("run_doc_method", "frappe.handler.run_doc_method", "runserverobj"):
				doors += named(carrier, docs=sent, method=name, args=ARGUMENT)
			doors += named("frappe.handler.run_doc_method", "GET", docs=sent, method=name, args=ARGUMENT)
			carried = {"document": document, "method": name, "kwargs": {"preview_document": "Administrator"}}
			doors += [
				("POST", "/api/v2/method/run_doc_method", carried),
				("POST", "/api/v2/method/run_doc_method", {**carried, "document": sent}),
				("POST", "/api/method/frappe.api.v2.run_doc_method", carried),
				(
					"POST",
					f"/api/v2/document/Notification/x/method/{name}",
					{"preview_document": "Administrator"},
				),
				("POST", "/api/resource/Notification/x", {"run_method": name, "preview_document": "x"}),
				("GET", "/api/resource/Notification/x", {"run_method": name, "preview_document": "x"}),
				method(f"{CONTROLLER}.{name}", preview_document="Administrator", **document),
			]
	return doors


EMAIL_ACCOUNT = {
	"doctype": "Email Account",
	"__islocal": 1,
	"service": "Frappe Mail",
	"frappe_mail_site": "http://127.0.0.1:9",
}
TEMPLATES_AND_ADDRESSES: tuple[Door, ...] = (
	*named("run_doc_method", docs=json.dumps(EMAIL_ACCOUNT), method="validate_frappe_mail_settings"),
	*named(
		"frappe.email.doctype.email_template.email_template.get_email_template",
		template_name="x",
		doc=json.dumps({"doctype": "User", "name": "Administrator"}),
	),
	*named(
		"frappe.core.doctype.data_import.data_import.get_preview_from_template",
		data_import="x",
		google_sheets_url="https://docs.google.com/spreadsheets/d/x/edit#gid=0",
	),
	*named(
		"run_doc_method",
		docs=json.dumps({"doctype": "Data Import", "__islocal": 1, "reference_doctype": "FAQ"}),
		method="get_preview_from_template",
		args=json.dumps({"google_sheets_url": "https://docs.google.com/spreadsheets/d/x/edit#gid=0"}),
	),
)

RECORDER = tuple(
	f"frappe.recorder.{name}" for name in ("start", "stop", "status", "get", "export_data", "delete")
)
OF_RECORDER: tuple[Door, ...] = (
	*(door for name in RECORDER for verb in ("POST", "GET") for door in named(name, verb)),
	*named("frappe.recorder.import_data", file="x"),
	*named("frappe.core.doctype.recorder.recorder.optimize", recorder_id="x"),
	*named("frappe.core.doctype.recorder.recorder.add_indexes", indexes="[]"),
	("GET", "/api/resource/Recorder", {}),
	("GET", "/api/resource/Recorder/x", {}),
	("GET", "/api/v2/document/Recorder", {}),
	("GET", "/api/v2/document/Recorder/x", {}),
	("DELETE", "/api/resource/Recorder/x", {}),
	method("frappe.client.get_list", doctype="Recorder"),
	method("frappe.client.get", doctype="Recorder", name="x"),
	method("frappe.desk.reportview.get", doctype="Recorder", fields='["name"]'),
	method("frappe.desk.reportview.get_list", doctype="Recorder", fields='["name"]'),
	method("frappe.desk.form.load.getdoc", "GET", doctype="Recorder", name="x"),
	method("frappe.client.get_list", doctype="Recorder Query", parent="Recorder"),
)
OF_BACKUPS: tuple[Door, ...] = (
	*named("frappe.utils.backups.fetch_latest_backups", "GET"),
	*named("frappe.utils.backups.get_backup_encryption_key"),
	*named("frappe.desk.page.backups.backups.schedule_files_backup", user_email="x@example.org"),
	("GET", "/api/method/frappe.desk.desk_page.getpage", {"name": "backups"}),
	("GET", "/api/method/frappe.utils.response.download_backup", {"path": "/backups/x"}),
	*named("frappe.desk.doctype.system_console.system_console.execute_code", doc='{"console":"1"}'),
	*named("frappe.desk.doctype.system_console.system_console.show_processlist", "GET"),
	method(
		"run_doc_method",
		docs=json.dumps(
			{"doctype": "System Console", "name": "System Console", "console": "1", "type": "Python"}
		),
		method="run",
	),
)


@pytest.fixture(scope="module")
def clients(base_url: str) -> dict[str, Client]:
	return {"manager": manager_client(base_url, SITE), "root": root_client(base_url, SITE)}


def asked(client: Client, door: Door) -> requests.Response:
	verb, path, values = door
	flat = {key: value if isinstance(value, str) else json.dumps(value) for key, value in values.items()}
	sent = {"params": flat} if verb == "GET" else {"json": values}
	return client.session.request(verb, f"{client.address}{path}", timeout=60, allow_redirects=False, **sent)


def answered(client: Client, doors: list[Door] | tuple[Door, ...]) -> list[str]:
	"""The doors that were not refused, or answered with what a template computes."""
	found = []
	for door in doors:
		answer = asked(client, door)
		is_absent = answer.status_code == 417 and "Failed to get method " in answer.text
		if COMPUTED in answer.text or not (answer.status_code in (403, 404) or is_absent):
			found.append(f"{door[0]} {door[1]} {str(door[2])[:80]}: {answer.status_code} {answer.text[:200]}")
	return found


@pytest.mark.parametrize("who", ["manager", "root"])
def test_no_template_of_the_caller_is_evaluated(clients, who):
	assert answered(clients[who], preview_doors()) == []


@pytest.mark.parametrize("who", ["manager", "root"])
def test_no_template_is_rendered_and_no_address_of_the_caller_is_called(clients, who):
	assert answered(clients[who], TEMPLATES_AND_ADDRESSES) == []


@pytest.mark.parametrize("who", ["manager", "root"])
def test_nobody_switches_the_recorder_on_or_reads_what_it_recorded(clients, who):
	assert answered(clients[who], OF_RECORDER) == []


@pytest.mark.parametrize("who", ["manager", "root"])
def test_nobody_lists_or_makes_backups_or_runs_code(clients, who):
	assert answered(clients[who], OF_BACKUPS) == []


REPORT = "Access to Personal Data"


def toggled(client: Client, document: dict[str, Any]) -> requests.Response:
	sent = {"docs": json.dumps(document), "method": "toggle_disable", "args": json.dumps({"disable": 0})}
	return asked(client, method("run_doc_method", **sent))


@pytest.mark.parametrize(
	"changed",
	[
		{"__islocal": 1},
		{"name": "new-report-1", "__islocal": 1},
		{"name": "no such report"},
		{"name": {"name": ["like", "%"]}},
		{"name": ["like", "%"]},
		{"name": ""},
		{"name": None},
		{"doctype": ["Report"]},
	],
)
def test_a_method_does_not_run_on_a_document_that_is_not_stored(clients, changed):
	stored = {"doctype": "Report", "name": REPORT}
	answer = toggled(clients["root"], {**stored, **changed})
	assert answer.status_code in (400, 403, 404), answer.text[:300]


def test_a_method_runs_on_the_document_as_it_is_stored(clients):
	sent = {"doctype": "Report", "name": REPORT, "report_script": "begona", "ref_doctype": "User"}
	answer = toggled(clients["root"], sent)
	assert answer.status_code == 200, answer.text[:300]
	(document,) = answer.json()["docs"]
	assert document["name"] == REPORT
	assert document["ref_doctype"] != "User"
	assert "begona" not in answer.text


@pytest.mark.parametrize(
	("name", "more"),
	[("get_transactions_and_prefixes", {}), ("preview_series", {"try_naming_series": "SINOV-.####"})],
)
@pytest.mark.parametrize("who", ["manager", "root"])
def test_a_form_that_is_a_dialogue_works_with_what_is_typed_there(clients, who, name, more):
	single = "/api/resource/Document Naming Settings/Document Naming Settings"
	shown = asked(clients[who], ("GET", single, {})).json()["data"]
	sent = {"docs": json.dumps({**shown, **more}), "method": name}
	answer = asked(clients[who], method("run_doc_method", **sent))
	assert answer.status_code == 200, answer.text[:300]
	assert answer.json().get("message")


def test_a_paper_is_of_the_stored_document(clients):
	"""The framework draws an argument `doc` in the place of the document that is named."""
	values = {"doctype": "User", "name": "Administrator", "doc": {"doctype": "User", "first_name": "begona"}}
	for door in (("POST", "/printview", values), method("frappe.utils.print_format.download_pdf", **values)):
		answer = asked(clients["root"], door)
		assert answer.status_code < 500, answer.text[:300]
		assert "begona" not in answer.text
