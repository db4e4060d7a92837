"""Roads to a function that the manifest gives to nobody who asks here: another spelling, verb, address, carrier or header each.

`ROLES` answers with every role of the site, `USERS` with every login, to a System Manager. An attack that gets through shows them.
"""

import json
import re
from typing import Any

import pytest
import requests
from factories.http import Client
from factories.profile import few
from factories.steps import site_step

from esaylov.api import manifest

ROLES, USERS = "frappe.core.doctype.user.user.get_all_roles", "frappe.desk.search.get_names_for_mentions"
MARKS = ("Prepared Report User", "administrator@esaylov.example", "Election Administrator")
WHO = ("guest", "rival", "sibling.chair")
METHOD = "/api/method/"
OPEN = "frappe.ping"
"""What anybody may call: the other half of a request that says two things."""
FORM = {"Content-Type": "application/x-www-form-urlencoded"}

Attack = tuple[str, str, dict[str, Any]]
"""Verb, address as it is sent, and what `requests` is given besides."""

SPELLINGS: tuple[str, ...] = (
	f"{METHOD}{ROLES}",
	f"/api/v1/method/{ROLES}",
	f"/api/v2/method/{ROLES}",
	f"/{METHOD}{ROLES}",
	f"/api/method//{ROLES}",
	f"{METHOD}{ROLES}/",
	f"{METHOD}{ROLES}/ping",
	f"{METHOD}ping/../{ROLES}",
	f"{METHOD}{ROLES.replace('.', '%2e')}",
	f"{METHOD}{ROLES.replace('.', '%252e')}",
	f"{METHOD}{ROLES.replace('.', '%EF%BC%8E')}",
	f"{METHOD}{ROLES}%20",
	f"{METHOD}%20{ROLES}",
	f"{METHOD}{ROLES}%00",
	f"{METHOD}{ROLES};x=1",
	f"/API/METHOD/{ROLES}",
	f"{METHOD}{ROLES.upper()}",
	f"{METHOD}frappe.handler.{ROLES}",
	"/api/v2/method/User/get_all_roles",
	"/api/v2/method/user/get_all_roles",
	"/api/v2/method/User%2Fget_all_roles",
	"/api/v2/method/frappe.core.doctype.user.user/get_all_roles",
	f"/?cmd={ROLES}",
	f"/uz?cmd={ROLES}",
	f"/api/method/ping?cmd={ROLES}",
	f"{METHOD}{ROLES}?cmd=ping",
	f"/api/resource/User?cmd={ROLES}",
	f"/files/x?cmd={ROLES}",
	f"/assets/esaylov/x?cmd={ROLES}",
	f"{METHOD}{USERS}?search_term=",
)
CARRIED: tuple[Attack, ...] = (
	("POST", "/", {"data": {"cmd": ROLES}}),
	("POST", "/", {"json": {"cmd": ROLES}}),
	("POST", f"/?cmd={OPEN}", {"data": {"cmd": ROLES}}),
	("POST", f"/?cmd={ROLES}", {"data": {"cmd": OPEN}}),
	("POST", f"{METHOD}ping", {"data": {"cmd": ROLES}}),
	(
		"POST",
		f"{METHOD}ping",
		{"data": json.dumps({"cmd": ROLES}), "headers": {"Content-Type": "text/plain"}},
	),
	("POST", f"/?cmd={OPEN}&cmd={ROLES}", {}),
	("POST", f"{METHOD}upload_file", {"json": {"method": ROLES}}),
	("POST", "/api/v1/method/upload_file", {"json": {"method": ROLES}}),
	("POST", "/api/v2/method/upload_file", {"json": {"method": ROLES}}),
	("POST", "/api/v2/method/upload_file", {"data": {"method": ROLES}}),
	("POST", f"{METHOD}frappe.handler.upload_file/x", {"json": {"method": ROLES}}),
	("POST", f"{METHOD}frappe.handler.execute_cmd", {"json": {"cmd": ROLES}}),
	("POST", f"{METHOD}frappe.call", {"json": {"fn": ROLES}}),
	("POST", f"{METHOD}frappe.api.v2.handle_rpc_call", {"json": {"method": ROLES}}),
	("POST", f"{METHOD}frappe.get_attr", {"json": {"method_string": ROLES}}),
	("POST", f"{METHOD}frappe.desk.form.run_method", {"json": {"method": ROLES}}),
	(
		"POST",
		f"{METHOD}frappe.desk.search.search_link",
		{"json": {"doctype": "User", "txt": "", "query": ROLES}},
	),
	(
		"POST",
		f"{METHOD}frappe.desk.search.search_widget",
		{"json": {"doctype": "User", "txt": "", "query": USERS}},
	),
	(
		"POST",
		f"{METHOD}frappe.desk.treeview.get_all_nodes",
		{"json": {"doctype": "User", "label": "x", "parent": "x", "tree_method": ROLES}},
	),
	(
		"POST",
		f"{METHOD}frappe.model.mapper.map_docs",
		{"json": {"method": ROLES, "source_names": "[]", "target_doc": "{}"}},
	),
	("POST", f"{METHOD}frappe.model.mapper.make_mapped_doc", {"json": {"method": ROLES, "source_name": "x"}}),
	("POST", f"{METHOD}run_doc_method", {"json": {"dt": "Role Replication", "method": "replicate_role"}}),
	("POST", f"{METHOD}run_doc_method", {"json": {"docs": '"System Settings"', "method": "get_all_roles"}}),
	(
		"POST",
		f"{METHOD}run_doc_method",
		{"json": {"docs": '"Customize Form"', "dt": "", "doctype": "ToDo", "method": "fetch_to_customize"}},
	),
	("POST", f"{METHOD}runserverobj", {"json": {"dt": "Audit Trail", "method": "compare_document"}}),
	(
		"POST",
		"/api/v2/method/run_doc_method",
		{"json": {"document": '"Audit Trail"', "method": "compare_document"}},
	),
	("POST", "/api/v2/document/Audit Trail/Audit Trail/method/compare_document", {}),
	("GET", "/api/v2/document/Permission Inspector/Permission Inspector/method/debug", {}),
	("POST", "/api/resource/Audit Trail/Audit Trail", {"json": {"run_method": "compare_document"}}),
	("GET", "/api/resource/Document Naming Settings/Document Naming Settings?run_method=get_options", {}),
	(
		"POST",
		f"{METHOD}frappe.website.doctype.web_form.web_form.accept",
		{"json": {"web_form": "x", "data": "{}"}},
	),
	("POST", f"{METHOD}frappe.utils.print_format.report_to_pdf", {"json": {"html": MARKS[0]}}),
	(
		"POST",
		f"{METHOD}frappe.utils.csvutils.send_csv_to_client",
		{"json": {"args": f'{{"data":["{MARKS[0]}"],"filename":"x"}}'}},
	),
	("POST", f"{METHOD}frappe.utils.safe_exec.safe_exec", {"json": {"script": "x"}}),
	(
		"POST",
		f"{METHOD}frappe.core.doctype.user.user.impersonate",
		{"json": {"user": "administrator@esaylov.example", "reason": "x"}},
	),
	(
		"POST",
		f"{METHOD}frappe.client.insert_many",
		{"json": {"docs": '[{"doctype":"ToDo","description":"x"}]'}},
	),
	(
		"POST",
		f"{METHOD}frappe.core.doctype.server_script.server_script.execute_api_server_script",
		{"json": {}},
	),
	("POST", f"{METHOD}esaylov.identity.roles.sync_all", {}),
	("POST", f"{METHOD}esaylov.api.access.calls.resolved", {"json": {"sent": ROLES}}),
)
ADDRESSES: tuple[Attack, ...] = tuple(
	("GET", address, {})
	for address in (
		"/private/files/sinov-siri.txt",
		"/private/../private/files/sinov-siri.txt",
		"/files/../private/files/sinov-siri.txt",
		"/files/%2e%2e/private/files/sinov-siri.txt",
		"/assets/../../site_config.json",
		"/assets/%2e%2e/%2e%2e/common_site_config.json",
		"/private/demo/chair.p12",
		"/private/files/..%2fdemo%2fchair.p12",
		"/backups/../site_config.json",
		"/backups/x.sql.gz",
		"/site_config.json",
		"/.well-known/openid-configuration",
	)
)
VERBS: tuple[Attack, ...] = (
	*(
		(verb, f"{METHOD}{ROLES}", {})
		for verb in ("PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "BREW")
	),
	*(
		("GET", f"{METHOD}{ROLES}", {"headers": {header: "POST"}})
		for header in ("X-HTTP-Method-Override", "X-HTTP-Method", "X-Method-Override")
	),
	("POST", f"{METHOD}{ROLES}", {"json": {"_method": "GET"}}),
	(
		"GET",
		f"{METHOD}ping",
		{"headers": {"X-Original-URL": f"{METHOD}{ROLES}", "X-Rewrite-URL": f"{METHOD}{ROLES}"}},
	),
	("GET", f"{METHOD}{ROLES}", {"headers": {"X-Frappe-CMD": "", "Accept": "text/html"}}),
)
ATTACKS = (
	*((verb, path, {}) for path in SPELLINGS for verb in ("GET", "POST")),
	*CARRIED,
	*ADDRESSES,
	*VERBS,
)


def sent(client: Client, attack: Attack) -> requests.Response:
	"""The address goes as it is written: `requests` would put `..` and `//` in order."""
	verb, path, given = attack
	request = requests.Request(verb, f"{client.address}/", **given)
	prepared = client.session.prepare_request(request)
	prepared.url = f"{client.address}{path}"
	return client.session.send(prepared, timeout=60, allow_redirects=False)


@pytest.mark.parametrize("who", few(WHO, ("sibling.chair",).__contains__))
def test_no_road_leads_to_what_the_manifest_does_not_give(login, who):
	client = login(who)
	through = [
		(attack, answer.status_code, found)
		for attack in ATTACKS
		if (found := got_through(answer := sent(client, attack)))
	]
	assert through == []


def got_through(answer: requests.Response) -> str:
	"""What of an answer tells something, with the text around it; empty where nothing does."""
	found = re.search(f".{{0,80}}({'|'.join(map(re.escape, (*MARKS, 'siri')))}).{{0,80}}", answer.text)
	return found[0] if found else ""


def test_the_same_road_leads_the_system_there(base_url):
	"""The attacks could find something: Administrator's answers hold the marks."""
	site = Client(base_url, "", None)
	site.session.headers.pop("Host")
	site.session.post(
		f"{base_url}/api/method/login", data={"usr": "Administrator", "pwd": "admin"}, timeout=60
	).raise_for_status()
	assert got_through(sent(site, ("GET", SPELLINGS[0], {})))
	assert got_through(sent(site, ("GET", SPELLINGS[-1], {})))


@pytest.mark.parametrize("who", few(WHO, ("sibling.chair",).__contains__))
def test_the_desks_own_functions_take_no_other_verb(login, who):
	"""PUT and DELETE are committed by the framework too, and HEAD and OPTIONS are nobody's."""
	client = login(who)
	for verb in ("PUT", "DELETE", "PATCH", "HEAD"):
		for method in (
			"frappe.model.utils.user_settings.save",
			"frappe.desk.reportview.get",
			"frappe.sessions.clear",
		):
			answer = sent(client, (verb, f"{METHOD}{method}", {}))
			assert answer.status_code in (403, 405), (verb, method, answer.status_code)


@pytest.mark.full
def test_no_other_name_of_a_function_opens_it(sites):
	"""Every name under which a module of the framework holds a function of another, as the door reads it."""
	names = json.loads(site_step(sites, "aliases", module="framework_methods"))
	assert len(names) > 20
	given = {method: line.roles for method, line in manifest.named().items()}
	wider = {alias for alias, (name, read) in names.items() if not given.get(read, set()) <= given[name]}
	assert wider == set()
