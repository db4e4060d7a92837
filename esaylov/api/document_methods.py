"""Methods of documents that a request calls: they run on the document as it is stored, never on one that the caller describes.

A method of an unsaved document evaluates its fields: a template, an address to call, the path of a file. The
exceptions are listed
with their reasons.
"""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

import frappe

from esaylov.api import calls

_CORE, _CUSTOM = "frappe.core.doctype", "frappe.custom.doctype"
_NAMING = f"{_CORE}.document_naming_settings.document_naming_settings.DocumentNamingSettings"
_CUSTOMIZE = f"{_CUSTOM}.customize_form.customize_form.CustomizeForm"
_PAGES = f"{_CORE}.role_permission_for_page_and_report.role_permission_for_page_and_report.RolePermissionforPageandReport"
_DIALOGUE = "the form is a dialogue: what is typed there is stored nowhere"
_FILLS = "fills fields of a form that is not saved yet, and evaluates none"
RUN_ON_SENT: Final[Mapping[str, str]] = MappingProxyType(
	{
		**dict.fromkeys(
			(
				f"{_NAMING}.get_current",
				f"{_NAMING}.get_options",
				f"{_NAMING}.get_transactions_and_prefixes",
				f"{_NAMING}.preview_series",
				f"{_NAMING}.update_amendment_rule",
				f"{_NAMING}.update_series",
				f"{_NAMING}.update_series_start",
				f"{_CUSTOMIZE}.fetch_to_customize",
				f"{_CUSTOMIZE}.reset_layout",
				f"{_CUSTOMIZE}.reset_to_defaults",
				f"{_CUSTOMIZE}.save_customization",
				f"{_CUSTOMIZE}.trim_table",
				f"{_PAGES}.reset_roles",
				f"{_PAGES}.set_report_page_data",
				f"{_PAGES}.update_report_page_data",
				f"{_CORE}.permission_inspector.permission_inspector.PermissionInspector.debug",
				f"{_CORE}.role_replication.role_replication.RoleReplication.replicate_role",
			),
			_DIALOGUE,
		),
		**dict.fromkeys(
			(
				f"{_CORE}.report.report.Report.set_doctype_roles",
				f"{_CORE}.server_script.server_script.ServerScript.get_autocompletion_items",
				f"{_CORE}.user.user.User.populate_role_profile_roles",
				f"{_CUSTOM}.doctype_layout.doctype_layout.DocTypeLayout.sync_fields",
				"frappe.email.doctype.email_account.email_account.EmailAccount.get_domain_values",
			),
			_FILLS,
		),
	}
)
"""Methods that run on the document as it was sent -> why."""


def use_stored_document(form: dict[str, Any]) -> None:
	"""Make `run_doc_method` load the document from the database in place of the one that was sent.

	Raises frappe.PermissionError where no stored document is named.
	"""
	if form.get("dt"):
		form.pop("docs", None)
		return
	sent = calls.parsed(form.get("docs"))
	if not isinstance(sent, dict):
		raise frappe.PermissionError
	if calls.called() - calls.CARRIERS.keys() <= RUN_ON_SENT.keys():
		form["docs"] = sent  # the value that was checked
		return
	doctype, name = sent.get("doctype"), sent.get("name")
	if sent.get("__islocal") or not (isinstance(doctype, str) and isinstance(name, str) and doctype and name):
		raise frappe.PermissionError
	del form["docs"]
	form["dt"], form["dn"] = doctype, name
