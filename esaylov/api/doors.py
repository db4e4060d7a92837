"""What is asked before some of the framework's methods, of those to whom the manifest opens them: data for `access`.

Methods are named by the module and function that a call ends in, never by the string that was sent: the framework calls
by string in many ways, and one function has several names.
"""

BY_DOCUMENT: dict[str, tuple[str, str]] = {
	"frappe.desk.like.toggle_like": ("doctype", "name"),
	"frappe.core.api.file.get_attached_images": ("doctype", "names"),
	"frappe.client.is_document_amended": ("doctype", "docname"),
	"frappe.core.doctype.submission_queue.submission_queue.get_latest_submissions": ("doctype", "docname"),
	"frappe.desk.doctype.note.note.mark_as_seen": ("=Note", "note"),
	"frappe.desk.doctype.notification_log.notification_log.mark_as_read": ("=Notification Log", "docname"),
	"frappe.desk.doctype.tag.tag.add_tag": ("dt", "dn"),
	"frappe.desk.doctype.tag.tag.add_tags": ("dt", "docs"),
	"frappe.desk.doctype.tag.tag.remove_tag": ("dt", "dn"),
	"frappe.desk.form.document_follow.follow_document": ("doctype", "doc_name"),
	"frappe.desk.form.document_follow.get_follow_users": ("doctype", "doc_name"),
	"frappe.desk.form.document_follow.update_follow": ("doctype", "doc_name"),
	"frappe.desk.form.utils.get_next": ("doctype", "value"),
	"frappe.printing.page.print.print.get_print_settings_to_show": ("doctype", "docname"),
}
"""Methods that ask for no permission, or after they looked, with their arguments that name documents (`=X`: X itself): open to who
reads each of them."""

READ_FIRST: dict[str, tuple[str, str]] = {
	**dict.fromkeys(
		(
			f"frappe.api.{version}.{verb}_doc"
			for version in ("v1", "v2")
			for verb in ("copy", "delete", "read", "update")
		),
		("", ""),
	),
	**dict.fromkeys(("frappe.api.v1.execute_doc_method", "frappe.api.v2.execute_doc_method"), ("", "")),
	"frappe.client.delete": ("doctype", "name"),
	"frappe.client.get_doc_permissions": ("doctype", "docname"),
	"frappe.client.has_permission": ("doctype", "docname"),
	"frappe.client.rename_doc": ("doctype", "old_name"),
	"frappe.client.set_value": ("doctype", "name"),
	"frappe.desk.form.linked_with.get": ("doctype", "docname"),
	"frappe.desk.form.load.get_communications": ("doctype", "name"),
	"frappe.desk.form.load.get_docinfo": ("doctype", "name"),
	"frappe.desk.form.utils.add_comment": ("reference_doctype", "reference_name"),
	"frappe.model.rename_doc.update_document_title": ("doctype", "docname"),
	"frappe.share.get_users": ("doctype", "name"),
}
"""Methods that answer otherwise for a document out of reach than for one that does not exist, with their arguments that name it (none:
the address does): both are answered by 404."""

OF_ONESELF: dict[str, str] = {
	"frappe.core.doctype.user.user.get_email_awaiting": "user",
	"frappe.core.doctype.user.user.get_roles": "uid",
	"frappe.core.doctype.user_permission.user_permission.get_user_permissions": "user",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings": "user",
	"frappe.desk.doctype.event.event.get_events": "user",
	"frappe.desk.doctype.notification_settings.notification_settings.set_seen_value": "user",
	"frappe.desk.form.assign_to.add": "assigned_by",
	"frappe.desk.form.assign_to.add_multiple": "assigned_by",
	"frappe.desk.form.document_follow.follow_document": "user",
	"frappe.desk.form.document_follow.unfollow_document": "user",
	"frappe.desk.form.utils.add_comment": "comment_email",
}
"""Methods that tell or write what is another user's, or in their name, with the argument that names the user: open for oneself, and to a System Manager."""

BY_REPORT = frozenset(
	{
		"frappe.core.doctype.prepared_report.prepared_report.make_prepared_report",
		"frappe.desk.query_report.export_query",
		"frappe.desk.query_report.get_script",
		"frappe.desk.query_report.run",
	}
)
"""Methods that run the report `report_name`: open to who may run it."""

CALLS_NAMED: dict[str, tuple[str, frozenset[str]]] = {
	"frappe.handler.upload_file": ("method", frozenset()),
	"frappe.desk.treeview.get_all_nodes": ("tree_method", frozenset({"frappe.desk.treeview.get_children"})),
	"frappe.desk.search.search_link": (
		"query",
		frozenset(
			{
				"frappe.core.doctype.role.role.role_query",
				"frappe.core.doctype.user.user.user_query",
				"frappe.contacts.doctype.contact.contact.contact_query",
			}
		),
	),
}
CALLS_NAMED["frappe.desk.search.search_widget"] = CALLS_NAMED["frappe.desk.search.search_link"]
CALLS_NAMED["frappe.client.validate_link_and_fetch"] = CALLS_NAMED["frappe.desk.search.search_link"]
"""Methods that call the method that an argument names: the argument, and what it may name."""

SEARCHES = frozenset(
	{
		"frappe.client.validate_link_and_fetch",
		"frappe.desk.search.search_link",
		"frappe.desk.search.search_widget",
	}
)
"""Methods that can be asked to look past User Permissions: Frappe 15 then looks past every rule about rows, so they are not."""

STORED: dict[str, tuple[str, str, str]] = {
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": ("Dashboard Chart", "chart_name", "chart"),
	"frappe.desk.doctype.number_card.number_card.get_result": ("Number Card", "", "doc"),
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": ("Number Card", "", "doc"),
}
"""Methods that compute what a document says which the caller sends: its DocType, the argument with its name (none: the name
stands in the document), the argument with the document. Only what is stored and readable is computed, as it is stored."""
