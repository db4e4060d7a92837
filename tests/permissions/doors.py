"""The framework's own doors to documents: address and values of each, with `$N` for the name of an appeal of another
commission and of another party, `$C` of a candidate there, `$D` of a decision, `$P` of a person, `$F` of a private file.
"""

from typing import Any

Door = tuple[str, str, dict[str, Any]]
"""Verb, address, values."""

CLIENT, FORM, REPORT = "frappe.client", "frappe.desk.form", "frappe.desk.reportview"
ON_APPEAL = {"doctype": "Appeal", "name": "$N"}
COLUMNS = '["name","subject","answers"]'
FIGURES = (
	"Appeal Statistics",
	"Overdue Appeals",
	"Decisions and Votes",
	"Candidate Statistics",
	"Observers and Media",
	"Access Statistics",
)


def method(path: str, verb: str = "POST", **values: Any) -> Door:
	"""A door that is a method of the framework."""
	return verb, f"/api/method/{path}", values


READING: tuple[Door, ...] = (
	("GET", "/api/resource/Appeal/$N", {}),
	("GET", "/api/resource/Appeal", {"fields": COLUMNS, "limit_page_length": 500}),
	("GET", "/api/resource/Appeal", {"fields": '["*"]', "or_filters": '[["name","=","$N"]]'}),
	("GET", "/api/resource/Appeal/$N?run_method=as_dict", {}),
	("POST", "/api/resource/Appeal/$N", {"run_method": "as_json"}),
	("GET", "/api/resource/Appeal Attachment", {"parent": "Appeal", "fields": '["*"]'}),
	("GET", "/api/resource/Decision Row", {"parent": "Decision", "fields": '["*"]', "limit_page_length": 0}),
	("GET", "/api/resource/Person/$P", {}),
	("GET", "/api/resource/Candidate", {"fields": '["name","title","person.surname as surname"]'}),
	("GET", "/api/resource/Version", {"fields": '["*"]', "filters": '[["docname","=","$N"]]'}),
	("GET", "/api/resource/Comment", {"fields": '["*"]', "filters": '[["reference_name","=","$N"]]'}),
	("GET", "/api/resource/Communication", {"fields": '["*"]', "filters": '[["reference_name","=","$N"]]'}),
	("GET", "/api/resource/ToDo", {"fields": '["*"]', "filters": '[["reference_name","=","$N"]]'}),
	("GET", "/api/resource/File", {"fields": '["*"]', "filters": '[["attached_to_name","=","$N"]]'}),
	("GET", "/api/resource/File/$F", {}),
	("GET", "/api/resource/DocShare", {"fields": '["*"]'}),
	("GET", "/api/resource/Webhook", {"fields": '["*"]'}),
	("GET", "/api/v1/resource/Appeal/$N", {}),
	("GET", "/api/v2/document/Appeal/$N", {}),
	("GET", "/api/v2/document/Appeal", {"fields": COLUMNS, "limit": 500}),
	("POST", "/api/v2/document/Appeal/$N/method/as_dict", {}),
	("GET", "/private/files/sinov-siri.txt", {}),
	("GET", "/printview", {"doctype": "Appeal", "name": "$N"}),
	("GET", "/", {"cmd": f"{CLIENT}.get", **ON_APPEAL}),
	("POST", "/", {"cmd": f"{CLIENT}.get_list", "doctype": "Appeal", "fields": COLUMNS}),
	method(f"{CLIENT}.get", **ON_APPEAL),
	method(f"{CLIENT}.get", doctype="Appeal", filters={"name": "$N"}),
	method(f"{CLIENT}.get_value", doctype="Appeal", filters={"name": "$N"}, fieldname=["subject", "answers"]),
	method(f"{CLIENT}.get_value", doctype="Person", filters={"name": "$P"}, fieldname="surname"),
	method(f"{CLIENT}.get_list", doctype="Appeal", fields=COLUMNS, limit_page_length=500),
	method(f"{CLIENT}.get_list", doctype="Appeal Attachment", parent="Appeal", fields=["*"]),
	method(f"{CLIENT}.get_list", doctype="Appeal Field", parent="Appeal Type", fields=["parent as subject"]),
	method(f"{CLIENT}.get_list", doctype="File", fields=["*"], filters={"attached_to_name": "$N"}),
	method(f"{CLIENT}.validate_link", doctype="Appeal", docname="$N", fields='["subject","answers"]'),
	method(f"{REPORT}.get", doctype="Appeal", fields='["`tabAppeal`.`subject`"]', start=0, page_length=500),
	method(f"{REPORT}.get_list", doctype="Appeal", fields='["`tabAppeal`.`subject`"]', page_length=500),
	method(f"{REPORT}.get_stats", doctype="Appeal", stats='["subject"]', filters="[]"),
	method(f"{REPORT}.get_sidebar_stats", doctype="Appeal", stats='["subject"]', filters="[]"),
	method(
		f"{REPORT}.export_query",
		doctype="Appeal",
		fields='["`tabAppeal`.`subject`"]',
		file_format_type="CSV",
		title="x",
	),
	method(
		"frappe.desk.listview.get_group_by_count", doctype="Appeal", current_filters="[]", field="subject"
	),
	method("frappe.desk.search.search_link", doctype="Appeal", txt="Sinov", page_length=50),
	method("frappe.desk.search.search_link", doctype="Person", txt="Sinov", page_length=50),
	method("frappe.desk.search.search_link", doctype="Candidate", txt="Sinov", page_length=50),
	*(
		method(
			f"frappe.desk.search.{step}",
			doctype=doctype,
			txt="Sinov",
			ignore_user_permissions=1,
			page_length=50,
		)
		for step in ("search_link", "search_widget")
		for doctype in ("Appeal", "Candidate", "Person")
	),
	method("frappe.desk.search.search_widget", doctype="Appeal", txt="Sinov", searchfield="subject"),
	method("frappe.desk.search.get_link_title", doctype="Appeal", docname="$N"),
	method("frappe.desk.search.get_link_title", doctype="Candidate", docname="$C"),
	method("frappe.desk.search.get_link_title", doctype="Person", docname="$P"),
	method("frappe.utils.global_search.search", text="Sinov", limit=50),
	method("frappe.utils.global_search.web_search", text="Sinov"),
	method(f"{FORM}.load.getdoc", "GET", **ON_APPEAL),
	method(f"{FORM}.load.get_docinfo", **ON_APPEAL),
	method(f"{FORM}.load.get_communications", **ON_APPEAL),
	method(f"{FORM}.linked_with.get", doctype="Appeal", docname="$N"),
	method(f"{FORM}.utils.get_next", doctype="Appeal", value="$N", prev=0),
	method(f"{FORM}.assign_to.get", doctype="Appeal", name="$N"),
	method(f"{FORM}.document_follow.get_follow_users", **ON_APPEAL),
	method("frappe.share.get_users", **ON_APPEAL),
	method("frappe.core.api.file.get_files_by_search_text", text="sinov-siri"),
	method("frappe.core.api.file.get_files_in_folder", folder="Home", start=0, page_length=500),
	method("frappe.core.api.file.get_attached_images", doctype="Appeal", names=["$N"]),
	method("frappe.utils.file_manager.download_file", "GET", file_url="/private/files/sinov-siri.txt"),
	method("frappe.core.doctype.file.file.download_file", "GET", file_url="/private/files/sinov-siri.txt"),
	method("frappe.handler.download_file", "GET", file_url="/private/files/sinov-siri.txt"),
	method("frappe.core.api.file.zip_files", files='["$F"]'),
	method("frappe.www.printview.get_html_and_style", doc="Appeal", name="$N"),
	method("frappe.utils.print_format.download_pdf", "GET", **ON_APPEAL),
	method(
		"frappe.utils.print_format.download_multi_pdf", doctype="Appeal", name='["$N"]', format="Standard"
	),
	method("frappe.core.doctype.data_export.exporter.export_data", doctype="Appeal", with_data=1),
	method("frappe.desk.query_report.run", report_name="Permitted Documents For User", filters="{}"),
	*(method("frappe.desk.query_report.run", report_name=name, filters="{}") for name in FIGURES),
	method("frappe.desk.reportview.get_count", doctype="Version", filters='[["docname","=","$N"]]'),
	method(
		"frappe.desk.calendar.get_events", doctype="Campaign Meeting", start="2020-01-01", end="2040-01-01"
	),
	method("frappe.desk.treeview.get_children", doctype="Election Commission", parent="", include_disabled=0),
	method("frappe.desk.doctype.event.event.get_events", start="2020-01-01", end="2040-01-01"),
	method("run_doc_method", dt="Appeal", dn="$N", method="as_json"),
	method("frappe.model.workflow.get_transitions", doc='{"doctype":"Appeal","name":"$N"}'),
	method("frappe.automation.doctype.auto_repeat.auto_repeat.get_auto_repeat_doctypes", doctype="Appeal"),
)
"""What comes back must not hold a word of the rows."""

WRITING: tuple[Door, ...] = (
	("PUT", "/api/resource/Appeal/$N", {"subject": "x"}),
	("DELETE", "/api/resource/Appeal/$N", {}),
	("POST", "/api/resource/Appeal", {"subject": "x", "appeal_type": "A56"}),
	("PATCH", "/api/v2/document/Appeal/$N", {"subject": "x"}),
	("DELETE", "/api/v2/document/Appeal/$N", {}),
	(
		"POST",
		"/api/v2/method/run_doc_method",
		{"document": {"doctype": "Appeal", "name": "$N"}, "method": "x"},
	),
	("POST", "/", {"cmd": f"{CLIENT}.set_value", **ON_APPEAL, "fieldname": "subject", "value": "x"}),
	(
		"POST",
		"/api/resource/Comment",
		{
			"comment_type": "Comment",
			"reference_doctype": "Appeal",
			"reference_name": "$N",
			"content": "x",
		},
	),
	("POST", "/api/resource/ToDo", {"description": "x", "reference_type": "Appeal", "reference_name": "$N"}),
	(
		"POST",
		"/api/resource/DocShare",
		{"user": "sibling.chair@esaylov.example", "share_doctype": "Appeal", "share_name": "$N", "read": 1},
	),
	("POST", "/api/resource/Webhook", {"webhook_doctype": "Appeal", "request_url": "http://127.0.0.1:9/"}),
	(
		"POST",
		"/api/resource/File",
		{"file_name": "x.txt", "content": "x", "attached_to_doctype": "Appeal", "attached_to_name": "$N"},
	),
	method("upload_file", doctype="Appeal", docname="$N", file_name="x.txt", is_private=1),
	method(f"{CLIENT}.set_value", **ON_APPEAL, fieldname="subject", value="x"),
	method(f"{CLIENT}.set_value", doctype="Candidate", name="$C", fieldname="title", value="x"),
	method(f"{CLIENT}.save", doc={"doctype": "Appeal", "name": "$N", "subject": "x"}),
	method(f"{CLIENT}.insert", doc={"doctype": "Appeal", "subject": "x", "appeal_type": "A56"}),
	method(f"{CLIENT}.insert_many", docs=[{"doctype": "Appeal", "subject": "x", "appeal_type": "A56"}]),
	method(f"{CLIENT}.submit", doc={"doctype": "Appeal", "name": "$N"}),
	method(f"{CLIENT}.cancel", doctype="Appeal", name="$N"),
	method(f"{CLIENT}.delete", doctype="Appeal", name="$N"),
	method(f"{CLIENT}.rename_doc", doctype="Appeal", old_name="$N", new_name="x-x"),
	method(f"{CLIENT}.attach_file", doctype="Appeal", docname="$N", filename="x.txt", filedata="x"),
	method(f"{FORM}.save.savedocs", doc='{"doctype":"Appeal","name":"$N","subject":"x"}', action="Save"),
	method(f"{FORM}.save.cancel", doctype="Appeal", name="$N"),
	method(
		f"{FORM}.utils.add_comment",
		reference_doctype="Appeal",
		reference_name="$N",
		content="x",
		comment_email="x@esaylov.example",
		comment_by="x",
	),
	method(
		f"{FORM}.assign_to.add",
		doctype="Appeal",
		name="$N",
		assign_to='["sibling.chair@esaylov.example"]',
		description="x",
	),
	method(f"{FORM}.assign_to.remove", doctype="Appeal", name="$N", assign_to="chair@esaylov.example"),
	method(
		f"{FORM}.document_follow.follow_document",
		doctype="Appeal",
		doc_name="$N",
		user="sibling.chair@esaylov.example",
	),
	method("frappe.share.add", **ON_APPEAL, user="sibling.chair@esaylov.example", read=1),
	method(
		"frappe.share.set_permission", **ON_APPEAL, user="sibling.chair@esaylov.example", permission_to="read"
	),
	method("frappe.desk.like.toggle_like", **ON_APPEAL, add="Yes"),
	method("frappe.desk.doctype.tag.tag.add_tag", tag="x", dt="Appeal", dn="$N"),
	method("frappe.desk.doctype.tag.tag.add_tags", tags='["x"]', dt="Appeal", docs='["$N"]'),
	method(f"{REPORT}.delete_items", doctype="Appeal", items='["$N"]'),
	method(
		"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
		doctype="Appeal",
		docnames='["$N"]',
		action="update",
		data='{"subject":"x"}',
	),
	method(
		"frappe.model.workflow.apply_workflow",
		doc='{"doctype":"Appeal","name":"$N"}',
		action="Registered",
	),
	method("frappe.model.workflow.bulk_workflow_approval", docnames='["$N"]', doctype="Appeal", action="x"),
	method(
		"frappe.core.doctype.communication.email.make",
		doctype="Appeal",
		name="$N",
		content="x",
		subject="x",
		recipients="x@esaylov.example",
		send_email=0,
	),
	method("frappe.core.doctype.user.user.generate_keys", user="chair@esaylov.example"),
	method("frappe.core.doctype.user_permission.user_permission.add_user_permissions", data="{}"),
	method("frappe.model.rename_doc.update_document_title", doctype="Appeal", docname="$N", name="x-x"),
	method("frappe.model.mapper.make_mapped_doc", method="frappe.client.get", source_name="$N"),
)
"""What must be refused, and must leave no trace."""

SAYS_LITTLE = (
	"frappe.desk.form.document_follow.follow_document",
	"frappe.desk.reportview.delete_items",
	"frappe.desk.doctype.bulk_update.bulk_update.submit_cancel_or_update_docs",
	"frappe.model.workflow.bulk_workflow_approval",
)
"""Writing doors that answer 200 to a member of staff and do nothing; the traces tell."""
