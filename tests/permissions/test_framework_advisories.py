"""Each known advisory of the framework, tried against our doors over HTTP: what an old release leaves open, we shut.

`TRIED` has a try of each advisory in the file; one that is entered without a try fails here.
"""

import json
from pathlib import Path
from typing import Any

import pytest
import requests
from doors import Door, method
from factories.steps import site_step
from test_doors import label, opened

import esaylov

KNOWN = json.loads((Path(esaylov.__file__).parent / "setup" / "framework_advisories.json").read_text())
INJECTED = "name` = 'x' or sleep(0) or `name"
TEMPLATE = "{{ frappe.db.sql('select 1') }}{{ 7 * 12887149559 }}"
RENDERED = "90210046913"
OUTSIDE = "../../../../sinov-outside.txt"
CLIENT, FORM, PAGES = "frappe.client", "frappe.desk.form", "frappe.desk.doctype.workspace.workspace"
UPLOAD = {"doctype": "Appeal", "docname": "$N", "is_private": 1, "content": "c2lub3Y=", "decode": 1}
PAGE: dict[str, Any] = {
	"name": "Sinov",
	"title": "Sinov",
	"icon": "",
	"indicator_color": "",
	"parent": "",
	"public": 1,
}
NEW_VALUES = json.dumps({"doctype": "Appeal", "name": "$N", "docstatus": 1, "subject": "Sinov-taken"})
TRIED: dict[str, tuple[Door, ...]] = {
	"CVE-2025-68929": (
		method(
			f"{CLIENT}.insert",
			doc=json.dumps({"doctype": "Email Template", "name": "Sinov", "subject": TEMPLATE}),
		),
		method(
			"frappe.email.doctype.email_template.email_template.get_email_template",
			template_name="x",
			doc="{}",
		),
		method(
			"frappe.website.doctype.web_form.web_form.accept", web_form="x", data=json.dumps({"x": TEMPLATE})
		),
	),
	"CVE-2026-31877": (
		method(f"{CLIENT}.get_list", doctype="Person", fields=json.dumps([f"`{INJECTED}`"])),
		method(f"{CLIENT}.get_value", doctype="Person", fieldname=INJECTED, filters={"name": "$P"}),
		("GET", "/api/resource/Person", {"fields": json.dumps([INJECTED])}),
	),
	"CVE-2026-31878": (
		method("frappe.integrations.utils.make_get_request", url="http://127.0.0.1:1/"),
		method("upload_file", file_url="http://127.0.0.1:1/x.pdf", doctype="Appeal", docname="$N"),
	),
	"CVE-2026-31879": (
		method(f"{PAGES}.save_page", **PAGE, new_widgets="{}", blocks="[]"),
		method(f"{CLIENT}.set_value", doctype="Workspace", name="Build", fieldname="content", value="[]"),
	),
	"CVE-2026-35614": (
		method(
			f"{CLIENT}.bulk_update", docs=json.dumps([{"doctype": "Appeal", "docname": "$N", INJECTED: "x"}])
		),
		method("frappe.db.bulk_update", doctype="Appeal", doc_updates=json.dumps({"$N": {INJECTED: "x"}})),
	),
	"CVE-2026-39351": (
		("GET", "/api/resource/User", {"fields": '["api_key"]', "filters": '[["name","=","Administrator"]]'}),
		("GET", "/api/resource/__Auth", {}),
		("GET", "/api/v2/document/Integration Request", {}),
	),
	"CVE-2026-39352": (
		("POST", "/api/method/frappe.utils.jinja_globals.include_style", {"path": OUTSIDE}),
		("GET", f"/assets/{OUTSIDE}", {}),
		("GET", "/files/../../site_config.json", {}),
	),
	"CVE-2026-44208": (
		method(
			"frappe.website.doctype.discussion_topic.discussion_topic.submit_discussion",
			doctype="Appeal",
			docname="$N",
			reply="Sinov",
			title="Sinov",
			topic_name="",
		),
	),
	"CVE-2026-44976": (
		method("frappe.desk.desktop.update_onboarding_step", name="x", field="title", value="Sinov"),
	),
	"CVE-2026-47185": (
		method(f"{PAGES}.save_page", **{**PAGE, "public": 0, "name": "Build"}, new_widgets="{}", blocks="[]"),
		method(f"{PAGES}.save_page", **PAGE, new_widgets="{}", blocks="[]"),
	),
	"CVE-2026-49394": (method(f"{PAGES}.update_page", **PAGE),),
	"GHSA-58w2-4cjg-hvp6": (
		method(
			f"{CLIENT}.insert",
			doc=json.dumps({"doctype": "Package Import", "attach_package": "/files/x.tar.gz"}),
		),
		("POST", "/api/resource/Package Import", {"attach_package": "/files/x.tar.gz", "activate": 1}),
	),
	"CVE-2026-55823": (
		method(
			"frappe.desk.reportview.get_count", doctype="Person", filters=json.dumps([[INJECTED, "=", "x"]])
		),
		method(
			"frappe.desk.reportview.get_count",
			doctype="Person",
			filters=json.dumps([["Person", INJECTED, "=", "x"]]),
		),
	),
	"CVE-2026-62315": (
		method(f"{CLIENT}.set_value", doctype="Appeal", name="$N", fieldname=NEW_VALUES),
		method(f"{CLIENT}.set_value", doctype="Appeal", name="$N", fieldname={"owner": "x", "docstatus": 1}),
	),
	"CVE-2026-114664": (
		method("frappe.desk.doctype.event.event.get_events", start="2026-01-01' or '1'='1", end="2026-12-31"),
		method(
			"frappe.desk.doctype.event.event.get_events",
			start="2026-01-01",
			end="2026-12-31",
			filters=json.dumps([["Event", INJECTED, "=", "x"]]),
		),
	),
	"CVE-2026-119144": (
		method(
			f"{FORM}.utils.add_comment",
			reference_doctype="Appeal",
			reference_name="$N",
			content=TEMPLATE,
			comment_email="x",
			comment_by="x",
		),
		method(
			"frappe.core.doctype.communication.email.make",
			doctype="Appeal",
			name="$N",
			content=TEMPLATE,
			subject=TEMPLATE,
		),
		method(
			f"{CLIENT}.insert",
			doc=json.dumps({"doctype": "Notification", "subject": TEMPLATE, "message": TEMPLATE}),
		),
	),
	"CVE-2026-119145": (
		method("upload_file", **UPLOAD, file_name=OUTSIDE),
		method("upload_file", **UPLOAD, file_name="x.txt", folder=OUTSIDE),
		method(
			f"{CLIENT}.insert", doc=json.dumps({"doctype": "File", "file_name": OUTSIDE, "content": "sinov"})
		),
		method("frappe.core.api.file.unzip_file", name="$F"),
	),
	"CVE-2026-134370": (
		method(
			"upload_file", file_url=f"/private/files/{OUTSIDE}", doctype="Appeal", docname="$N", is_private=1
		),
		method(
			f"{CLIENT}.insert",
			doc=json.dumps({"doctype": "File", "file_name": "x", "file_url": f"/files/{OUTSIDE}"}),
		),
	),
	"CVE-2026-47278": (
		method(
			"frappe.templates.includes.comments.comments.add_comment",
			comment="Sinov",
			comment_email="chair@esaylov.example",
			comment_by="Rais",
			reference_doctype="Appeal",
			reference_name="$N",
			route="",
		),
		method(
			f"{FORM}.utils.add_comment",
			reference_doctype="Appeal",
			reference_name="$N",
			content="Sinov",
			comment_email="chair@esaylov.example",
			comment_by="Rais",
		),
	),
	"CVE-2026-137550": (
		method(f"{CLIENT}.save", doc=NEW_VALUES),
		method(f"{CLIENT}.submit", doc=NEW_VALUES),
		("PUT", "/api/resource/Appeal/$N", {"docstatus": 1, "subject": "Sinov-taken"}),
	),
}
REFUSED = {400, 401, 403, 404, 405, 409, 417}
"""What says no; 200 and 500 do not."""


def is_shut(answer: requests.Response) -> bool:
	"""Whether somebody was told no, or that there is nothing in their reach, and no template was rendered."""
	is_empty = answer.status_code == 200 and answer.text == '{"data":[]}'
	return (answer.status_code in REFUSED or is_empty) and RENDERED not in answer.text


def test_each_advisory_has_a_try():
	assert {one["id"] for one in KNOWN} == TRIED.keys()
	assert all(one["source"].startswith("https://") and one["seen"] for one in KNOWN)


def test_what_is_not_said_of_a_release_has_a_note():
	assert [one["id"] for one in KNOWN if not all(one["fixed"].values()) and not one["note"]] == []


@pytest.mark.parametrize("who", ["sibling.chair", "guest"])
def test_each_advisory_is_closed_here_whatever_the_framework_does(sites, login, names, who):
	"""The chair of another commission: the framework's doors are open to them, and `$N` is out of reach."""
	client = login(who)
	answers = {
		f"{one} {label(door)}": answer
		for one, doors in TRIED.items()
		for door in doors
		if not is_shut(answer := opened(client, door, names))
	}
	assert {name: (answer.status_code, answer.text[:200]) for name, answer in answers.items()} == {}
	assert json.loads(site_step(sites, "traces", module="permission_rows", given=json.dumps(names))) == {}


def test_nobody_comments_in_anothers_name(login, names):
	"""Of what is in reach; releases of the framework before that of CVE-2026-47278 store whatever name they are sent."""
	comment = {
		"reference_doctype": "Appeal",
		"reference_name": "$N",
		"content": "Sinov",
		"comment_by": "Rais",
	}
	door = method(f"{FORM}.utils.add_comment", **comment, comment_email="cec.chair@esaylov.example")
	answer = opened(login("chair"), door, names)
	assert answer.status_code == 403, answer.text[:500]
