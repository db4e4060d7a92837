"""The framework's doors that answer nobody, each by the names that lead to it: `$T` a template of the values."""

import json
from typing import Any

from doors import FORM, ON_APPEAL, REPORT, Door, method

from esaylov.api.doors import OF_ONESELF

CHART = "frappe.desk.doctype.dashboard_chart.dashboard_chart"
CARD = "frappe.desk.doctype.number_card.number_card"
OAUTH = "frappe.integrations.oauth2"
MAPPER = "frappe.model.mapper"
HEATMAP: dict[str, Any] = {
	"name": "x",
	"chart_name": "x",
	"chart_type": "Sum",
	"type": "Heatmap",
	"document_type": "Person",
	"based_on": "creation",
	"value_based_on": "pinfl",
	"filters_json": "[]",
}
COUNTED: dict[str, Any] = {"name": "x", "document_type": "Appeal", "function": "Count"}
CLIENT_OF_OURS = {"client_name": "x", "redirect_uris": ["https://x.example/back"]}


def named(path: str, verb: str = "POST", **values: Any) -> list[Door]:
	"""One method by every address."""
	return [
		method(path, verb, **values),
		(verb, f"/api/v1/method/{path}", values),
		(verb, f"/api/v2/method/{path}", values),
		(verb, f"//api/method/{path}".removeprefix("/"), values),
		(verb, "/", {"cmd": path, **values}),
		(verb, "/uz", {"cmd": path, **values}),
	]


EVERYBODY: tuple[Door, ...] = (
	*named(f"{OAUTH}.register_client", **CLIENT_OF_OURS),
	*named(f"{OAUTH}.authorize", "GET", client_id="x", response_type="code"),
	*named(f"{OAUTH}.approve", "GET", client_id="x", response_type="code"),
	*named(f"{OAUTH}.get_token", grant_type="authorization_code"),
	method(f"{OAUTH}.revoke_token", token="x"),
	method(f"{OAUTH}.introspect_token", token="x"),
	method(f"{OAUTH}.openid_profile", "GET"),
	method("frappe.www.login.login_via_google", "GET", code="x", state="x"),
	method("frappe.integrations.oauth2_logins.custom", "GET", code="x", state="x"),
	method("frappe.www.login.send_login_link", email="chair@esaylov.example"),
	method("frappe.integrations.doctype.connected_app.connected_app.callback", "GET", code="x", state="x"),
	("GET", "/api/v2/method/Connected App/callback", {"code": "x", "state": "x"}),
	method("frappe.core.doctype.user.user.reset_password", user="chair@esaylov.example"),
	method("frappe.core.doctype.user.user.reset_password", user="nobody@esaylov.example"),
	method("frappe.core.doctype.user.user.sign_up", email="x@esaylov.example", full_name="x", redirect_to=""),
	method("frappe.www.contact.send_message", sender="x@esaylov.example", message="x"),
	method("frappe.website.doctype.web_form.web_form.accept", web_form="x", data="{}"),
)
"""Refused to guests and to everybody who has logged in."""

OTHERS = {
	**dict.fromkeys(("doctype", "reference_doctype"), "Appeal"),
	**dict.fromkeys(("doc_name", "reference_name"), "$N"),
	**dict.fromkeys(("comment_by", "content"), "x"),
	**{"start": "2026-01-01", "end": "2026-01-02", "value": 1},
}
"""Arguments of functions of `OF_ONESELF` besides the user."""
STAFF: tuple[Door, ...] = (
	*named(f"{MAPPER}.map_docs", method="frappe.client.get", source_names='["$N"]', target_doc="{}"),
	*named(
		f"{MAPPER}.make_mapped_doc",
		method="frappe.desk.search.get_link_title",
		source_name="Appeal",
		args='{"docname":"$N"}',
	),
	*named(f"{CHART}.get", chart=json.dumps(HEATMAP), no_cache=1),
	method(f"{CHART}.get", "GET", chart=json.dumps(HEATMAP), refresh=1),
	method(f"{CHART}.get", chart_name="no such chart", chart=json.dumps(HEATMAP)),
	method(f"{CHART}.create_dashboard_chart", args=json.dumps(HEATMAP)),
	method(f"{CHART}.create_report_chart", args=json.dumps(HEATMAP)),
	*named(f"{CARD}.get_result", doc=json.dumps(COUNTED), filters="[]"),
	method(f"{CARD}.get_percentage_difference", doc=json.dumps(COUNTED), filters="[]", result=1),
	method(f"{CARD}.create_number_card", args=json.dumps(COUNTED)),
	method("frappe.utils.goal.get_monthly_goal_graph_data", title="x", doctype="Appeal", docname="$N"),
	method("frappe.client.get_count", doctype="Person", filters={"pinfl": ["like", "3%"]}),
	method("upload_file", method="frappe.client.get"),
	method("frappe.handler.upload_file", method="frappe.desk.search.get_link_title"),
	method("frappe.desk.search.search_link", doctype="Appeal", txt="$N", query="frappe.client.get"),
	method("frappe.desk.search.search_widget", doctype="Appeal", txt="$N", query="frappe.client.get_value"),
	method(
		"frappe.desk.treeview.get_all_nodes",
		doctype="Appeal",
		label="x",
		parent="$N",
		tree_method="frappe.client.get",
	),
	method("frappe.core.api.file.get_attached_images", doctype="Appeal", names=["$N"]),
	method("frappe.desk.like.toggle_like", **ON_APPEAL, add="Yes"),
	method("frappe.client.bulk_update", docs='[{"doctype":"Appeal","docname":"$N","subject":"x"}]'),
	*(method(name, **{**OTHERS, argument: "chair@esaylov.example"}) for name, argument in OF_ONESELF.items()),
	("POST", "/", {"cmd": [f"{OAUTH}.register_client"]}),
	method("frappe.utils.print_format.report_to_pdf", html="<p>x</p>"),
	method("frappe.core.doctype.prepared_report.prepared_report.make_prepared_report", report_name="$R"),
	("POST", "/", {"cmd": "frappe.desk.query_report.run", "report_name": "$R"}),
	*(
		method(f"frappe.desk.query_report.{step}", report_name="$R", file_format_type="CSV", filters="{}")
		for step in ("run", "export_query", "get_script")
	),
)
"""Refused to a member of staff; `$R` is a report that only an auditor may run."""

_BY_PINFL = '[["pinfl","like","3%"]]'
HIDDEN: tuple[Door, ...] = (
	("GET", "/api/resource/Person", {"filters": _BY_PINFL}),
	("GET", "/api/resource/Person", {"or_filters": _BY_PINFL}),
	("GET", "/api/resource/Person", {"order_by": "`tabPerson`.`pinfl` desc"}),
	("GET", "/api/v1/resource/Person", {"filters": '{"pinfl":["like","3%"]}'}),
	("GET", "/api/v2/document/Person", {"filters": '{"pinfl":["like","3%"]}'}),
	("GET", "/api/v2/document/Person", {"order_by": "birth_date desc"}),
	("GET", "/api/resource/Candidate", {"fields": '["name","person.surname"]', "order_by": "person.pinfl"}),
	method("frappe.client.get_list", doctype="Person", filters=[["Person", "passport", "like", "A%"]]),
	method("frappe.client.get_list", doctype="Person", group_by="birth_date", fields=["name"]),
	method("frappe.client.get_list", doctype="Person", fields=["sum(`tabPerson`.`idx` + pinfl) as x"]),
	method("frappe.client.get_list", doctype="Person", fields=["-pinfl"]),
	method("frappe.client.get_list", doctype="Person", fields=[{"MAX": "pinfl", "as": "x"}]),
	method("frappe.client.get_value", doctype="Person", fieldname="name", filters={"pinfl": ["like", "3%"]}),
	method("frappe.client.get", doctype="Person", filters={"pinfl": ["like", "3%"]}),
	method(f"{REPORT}.get", doctype="Person", fields='["name"]', filters=_BY_PINFL),
	method(f"{REPORT}.get_count", doctype="Person", filters=_BY_PINFL, fields='["name"]'),
	method(f"{REPORT}.get_list", doctype="Person", fields='["name"]', order_by="pinfl asc"),
	method(f"{REPORT}.get_stats", doctype="Person", stats='["pinfl"]', filters="[]"),
	method("frappe.desk.listview.get_group_by_count", doctype="Person", current_filters="[]", field="pinfl"),
	method("frappe.desk.search.search_widget", doctype="Person", txt="3", searchfield="pinfl"),
	method("frappe.desk.search.search_link", doctype="Person", txt="", filters={"pinfl": ["like", "3%"]}),
	method(f"{FORM}.utils.get_next", doctype="Person", value="$P", prev=0, filters=_BY_PINFL),
)
"""Refused to a chair for people in reach: `pinfl`, `passport` and `birth_date` are fields that a chair does not read."""
