"""DocTypes, reports, number cards and charts that were called otherwise; what names them on the site follows.

Before the models are synced: the framework would make the new ones beside those that hold the data.
"""

import frappe
from frappe.model.rename_doc import rename_doc
from frappe.model.utils.user_settings import sync_user_settings
from frappe.query_builder.functions import Replace

RENAMED = {
	"DocType": {
		"Data Intake": "Table Import",
		"Decision Matter": "Decision Subject",
		"Decision Run": "Bulk Decision",
		"Register Answer": "State Register Answer",
		"Register Prefill": "State Register Prefill",
		"Registry Access": "Personal Data Access",
	},
	"Report": {
		"Appeals in Figures": "Appeal Statistics",
		"Candidates in Figures": "Candidate Statistics",
		"Looks at Personal Data": "Access to Personal Data",
		"Looks in Figures": "Access Statistics",
	},
	"Number Card": {
		"Elections Ahead": "Upcoming Elections",
		"Looks Today": "Personal Data Access Today",
		"Open Here and Below": "Open Including Lower Commissions",
		"Overdue Here and Below": "Overdue Including Lower Commissions",
		"Stages Within a Week": "Stages in the Next 7 Days",
		"Standing Candidates": "Registered Candidates",
		"Standing Observers": "Registered Observers",
	},
	"Dashboard Chart": {"Looks by Day": "Personal Data Access by Day"},
}
"""Kind of record -> its former name -> its present one."""

NAMED_IN_JSON = {
	"Auto Email Report": ("filters",),
	"Dashboard Chart": ("filters_json", "dynamic_filters_json"),
	"Dashboard Settings": ("chart_config",),
	"Kanban Board": ("filters",),
	"List Filter": ("filters",),
	"Number Card": ("filters_json", "dynamic_filters_json"),
	"Report": ("json",),
	"Workspace": ("content",),
	"Workspace Shortcut": ("stats_filter",),
}
"""DocType -> columns whose JSON names DocTypes, reports, cards and charts as strings; links the framework renames itself."""

REPORTS = {
	"Auto Email Report": "reference_report",
	"Prepared Report": "report_name",
	"Report": "reference_report",
}
"""DocType -> the column of text, no link, that names a report."""

LABELS = ("Workspace Chart", "Workspace Link", "Workspace Number Card", "Workspace Shortcut")
"""Parts of workspaces that people made for themselves: what a part shows is called by the name of what it opens."""


def execute() -> None:
	"""Safe to repeat, also where it was broken off: a table is renamed outside of the transaction of what names it."""
	sync_user_settings()
	for kind, names in RENAMED.items():
		for former, present in names.items():
			if frappe.db.exists(kind, former) and not frappe.db.exists(kind, present):
				rename_doc(kind, former, present, force=True, show_alert=False, rebuild_search=False)
			if kind == "DocType":
				_move_table(former, present)
			_follow(kind, former, present)
	frappe.cache.delete_value("_user_settings")


def _move_table(former: str, present: str) -> None:
	"""Where the patch was broken off between the two: the DocType had its present name, and its rows lay in the former table."""
	tables = set(frappe.db.get_tables(cached=False))
	if f"tab{former}" in tables and f"tab{present}" not in tables:
		frappe.db.sql_ddl(f"rename table `tab{former}` to `tab{present}`")


def _follow(kind: str, former: str, present: str) -> None:
	for doctype, columns in NAMED_IN_JSON.items():
		for column in columns:
			_replace(f"tab{doctype}", column, f'"{former}"', f'"{present}"')
	for doctype in LABELS:
		frappe.db.set_value(doctype, {"label": former}, "label", present, update_modified=False)
	_replace("__UserSettings", "data", f'"{former}"', f'"{present}"')
	if kind == "DocType":
		_move_settings(former, present)
	elif kind == "Report":
		for doctype, column in REPORTS.items():
			frappe.db.set_value(doctype, {column: former}, column, present, update_modified=False)
	elif kind == "Number Card":
		frappe.db.set_value(kind, present, "label", present, update_modified=False)


def _move_settings(former: str, present: str) -> None:
	"""What each user, and the site for all, set in the list; a row by the present name is of the moments since, and makes room."""
	settings = frappe.qb.Table("__UserSettings")
	users = frappe.qb.from_(settings).select(settings.user).where(settings.doctype == former).run(pluck=True)
	if users:
		mine = (settings.doctype == present) & settings.user.isin(users)
		frappe.qb.from_(settings).delete().where(mine).run()
		frappe.qb.update(settings).set(settings.doctype, present).where(settings.doctype == former).run()
	if not frappe.db.exists("List View Settings", present):  # its name is the DocType's, without a link
		views = frappe.qb.DocType("List View Settings")
		frappe.qb.update(views).set(views.name, present).where(views.name == former).run()


def _replace(table: str, column: str, former: str, present: str) -> None:
	rows = frappe.qb.Table(table)
	update = frappe.qb.update(rows).set(rows[column], Replace(rows[column], former, present))
	update.where(rows[column].like(f"%{former}%")).run()
