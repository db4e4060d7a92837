"""The framework's methods that answer nobody, or only after a question of ours: data for `access`.

Methods are named by the module and function that a call ends in, never by the string that was sent: the framework calls
by string in many ways, and one function has several names. A name stands for itself and for all below it.
`tests/permissions/framework/` keeps the verdict on every other method of both versions.
"""

TOKENS = "hands out or takes tokens, logs in by them, or calls elsewhere; nothing here uses it"
BY_NAME = "calls any method that its caller names"
AD_HOC = "computes what its caller describes, past the rows and fields in reach"
STORED_BY_ANYBODY = "stores, without asking, what is then computed for everybody"
CODE = "runs the script or SQL that its caller sends"
ACCOUNTS = "tells accounts apart by its answers; who lost a password is given a new one by the administrator"
INSIDE = "answers with tracebacks, in the middle of a good answer; nothing here uses it"
UNUSED = "a feature that this system does not have, open to guests or without a question"

NOBODY: dict[str, str] = {
	"frappe.integrations": TOKENS,
	"frappe.www.third_party_apps": TOKENS,
	"frappe.www.login": TOKENS,
	"frappe.push_notification": TOKENS,
	"frappe.model.mapper": BY_NAME,
	"frappe.handler.uploadfile": BY_NAME,
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_dashboard_chart": STORED_BY_ANYBODY,
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.create_report_chart": STORED_BY_ANYBODY,
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.add_chart_to_dashboard": STORED_BY_ANYBODY,
	"frappe.desk.doctype.number_card.number_card.create_number_card": STORED_BY_ANYBODY,
	"frappe.desk.doctype.number_card.number_card.create_report_number_card": STORED_BY_ANYBODY,
	"frappe.desk.doctype.number_card.number_card.add_card_to_dashboard": STORED_BY_ANYBODY,
	"frappe.desk.doctype.system_console": CODE,
	"frappe.client.bulk_update": INSIDE,
	"frappe.utils.goal": AD_HOC,
	"frappe.geo.utils": AD_HOC,
	"frappe.utils.print_format.report_to_pdf": AD_HOC,
	"frappe.core.api.user_invitation": UNUSED,
	"frappe.core.doctype.user.user.reset_password": ACCOUNTS,
	"frappe.core.doctype.user.user.sign_up": UNUSED,
	"frappe.core.doctype.user_invitation": UNUSED,
	"frappe.core.doctype.communication.email.mark_email_as_seen": UNUSED,
	"frappe.core.doctype.sms_settings": UNUSED,
	"frappe.desk.leaderboard": UNUSED,
	"frappe.desk.page.leaderboard": UNUSED,
	"frappe.desk.page.user_profile": UNUSED,
	"frappe.email.doctype.newsletter": UNUSED,
	"frappe.email.doctype.email_group": UNUSED,
	"frappe.email.queue": UNUSED,
	"frappe.search": UNUSED,
	"frappe.social": UNUSED,
	"frappe.templates.includes": UNUSED,
	"frappe.utils.global_search.web_search": UNUSED,
	"frappe.website.doctype.discussion_reply": UNUSED,
	"frappe.website.doctype.discussion_topic": UNUSED,
	"frappe.website.doctype.help_article": UNUSED,
	"frappe.website.doctype.personal_data_deletion_request": UNUSED,
	"frappe.website.doctype.web_form": UNUSED,
	"frappe.workflow.doctype.workflow_action.workflow_action": UNUSED,
	"frappe.www.contact": UNUSED,
	"frappe.www.list": UNUSED,
	"frappe.www.search": UNUSED,
}
"""Refused to everybody, Administrator too: name of a module, class or function -> why."""

BY_DOCUMENT: dict[str, tuple[str, str]] = {
	"frappe.desk.search.get_link_title": ("doctype", "docname"),
	"frappe.desk.like.toggle_like": ("doctype", "name"),
	"frappe.core.api.file.get_attached_images": ("doctype", "names"),
}
"""Methods that ask for no permission, with their arguments that name documents: open to who reads each of them."""

OF_ONESELF: dict[str, str] = {
	"frappe.core.doctype.user.user.get_roles": "uid",
	"frappe.core.doctype.user_permission.user_permission.get_user_permissions": "user",
	"frappe.desk.doctype.dashboard_settings.dashboard_settings.create_dashboard_settings": "user",
	"frappe.desk.doctype.notification_settings.notification_settings.set_seen_value": "user",
}
"""Methods that tell or write what is another user's, with the argument that names the user: open for oneself, and to a System Manager."""

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
"""Methods that call the method that an argument names: the argument, and what it may name."""

SEARCHES = frozenset({"frappe.desk.search.search_link", "frappe.desk.search.search_widget"})
"""Methods that can be asked to look past User Permissions: Frappe 15 then looks past every rule about rows, so they are not."""

STORED: dict[str, tuple[str, str, str]] = {
	"frappe.desk.doctype.dashboard_chart.dashboard_chart.get": ("Dashboard Chart", "chart_name", "chart"),
	"frappe.desk.doctype.number_card.number_card.get_result": ("Number Card", "", "doc"),
	"frappe.desk.doctype.number_card.number_card.get_percentage_difference": ("Number Card", "", "doc"),
}
"""Methods that compute what a document says which the caller sends: its DocType, the argument with its name (none: the name
stands in the document), the argument with the document. Only what is stored and readable is computed, as it is stored."""


def why_shut(name: str) -> str | None:
	"""Why a method answers nobody; None for one that is not shut. name: its module and qualified name."""
	parts = name.split(".")
	above = (".".join(parts[:length]) for length in range(len(parts), 0, -1))
	return next((NOBODY[each] for each in above if each in NOBODY), None)
