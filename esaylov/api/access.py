"""Which addresses may be called, and by whom: hook `auth_hooks`, which runs after every kind of login.

Applicants use the portal, the cabinet and our own endpoints. Frappe's stock endpoints (documents, lists, print views, the
Desk) are not for them, whatever their roles would allow. A request reaches only the functions that `manifest` gives to its
user, by its verb; permissions are asked besides. Stock methods that ask too little are in the tables of `doors`: they answer
after a question of ours. `tests/permissions/` holds what was tried.
"""

from collections.abc import Callable
from copy import deepcopy
from hashlib import sha256
from inspect import signature
from typing import Any

import frappe

from esaylov.api import (
	caller_content,
	calls,
	document_methods,
	document_names,
	doors,
	exports,
	found_documents,
	letters,
	link_search,
	list_orders,
	list_words,
	manifest,
	operations,
)
from esaylov.api.hidden_fields import refuse_statements, refuse_stored, refuse_unread_fields
from esaylov.core.integrators import PREFIX
from esaylov.core.people.names import plain, search_key, uzbek_letters, with_any_apostrophe
from esaylov.framework import titles
from esaylov.framework.errors import NotPermitted, shown
from esaylov.framework.requests import disclosure
from esaylov.identity.logins import failed_passwords, passwords
from esaylov.permissions.reach import require_report

METHOD = "/api/method/"
OWN_METHODS = "esaylov.api."
STOCK_METHODS = frozenset(
	{
		"login",
		"logout",
		"web_logout",
		"frappe.auth.get_logged_user",
		"frappe.core.doctype.user.user.update_password",
		"frappe.realtime.get_user_info",
	}
)
METHODS = (METHOD, "/api/v1/method/", "/api/v2/method/")
CLOSED = ("/api", "/app", "/desk", "/printview", "/print", "/private", "/backups", "/list", "/edit", "/new")
PRINT_VIEW = "/printview"
"""The framework's page of a paper, which is no method; guests it refuses itself, by a page."""
SEARCH = ["doctype", "txt", "searchfield", "start", "page_len", "filters"]
"""The arguments that a search function begins with."""


def check_request() -> None:
	"""Refuse what the caller has no business with; let a stock method compute only what is stored and in reach.

	Raises frappe.PermissionError (403), frappe.DoesNotExistError (404).
	"""
	path, form = frappe.local.request.path, frappe.local.form_dict
	if not isinstance(form.get("cmd") or "", str):  # the framework would stumble over it
		raise frappe.PermissionError
	if path.startswith("/.well-known/") and path != f"/{disclosure.PATH}":  # tells how to log in by OAuth
		raise frappe.DoesNotExistError
	if is_held(frappe.session.user) and not may_call(path, form.get("cmd")):
		raise frappe.PermissionError
	if is_print_view(path):
		caller_content.drop_document(form)
		_require_paper(form)
	functions = calls.called()
	if not manifest.may(functions, frappe.local.request.method):
		raise frappe.PermissionError
	operations.require(functions)
	document_names.require(functions)
	refuse_statements(functions)
	list_words.refuse_senseless(functions)
	# before anything is looked for: what is not found and what is refused differ
	refuse_unread_fields(functions)
	list_orders.require_offered(functions)
	for name in sorted(functions):
		_ask(name, form)


def refuse_foreign_tokens() -> None:
	"""Hook `before_request`: no bearer but a key of ours, no API keys of other records than users.

	Before the framework looks at them: it would let an OAuth token in, without a second factor and beyond logout.
	Raises frappe.AuthenticationError (401).
	"""
	scheme, _, token = (frappe.get_request_header("Authorization") or "").strip().partition(" ")
	is_ours = token.startswith(f"{PREFIX}_")
	source = frappe.get_request_header("Frappe-Authorization-Source", "User")
	if (scheme.lower() == "bearer" and not is_ours) or source != "User":
		raise frappe.AuthenticationError


def _ask(name: str, form: dict[str, Any]) -> None:
	"""Our questions before a stock method: documents read, report open, nothing but search functions called by name."""
	_require_documents(name, form)
	if name in doors.OF_ONESELF:
		_require_oneself(form.get(doors.OF_ONESELF[name]))
	if name in doors.BY_REPORT:
		form.pop("user", None)  # whose prepared results are looked for
		require_report(form.get("report_name"))
	if name in doors.SEARCHES:
		_search(form)
	if name in doors.CALLS_NAMED:
		_require_allowed(name, form)
	if name in doors.STORED:
		_compute_stored(name, form)
	if name in _KEPT:
		_KEPT[name](form)


def _require_documents(name: str, form: dict[str, Any]) -> None:
	if arguments := doors.BY_DOCUMENT.get(name):
		_require_reading(*(each[1:] if each.startswith("=") else form.get(each) for each in arguments))
	if name in doors.READ_FIRST:
		found_documents.require_readable(form, *doors.READ_FIRST[name])


def _search(form: dict[str, Any]) -> None:
	"""Let a search look past no rule about rows, through few of a large register, and find what was typed whatever its apostrophes and alphabet."""
	if "ignore_user_permissions" in form:
		form["ignore_user_permissions"] = 0
	if isinstance(form.get("txt"), str) and not form.get("for_link_validation"):
		form["txt"] = _searched(str(form.get("doctype")), form["txt"])
		link_search.narrow(form)


def _searched(doctype: str, typed: str) -> str:
	"""What a search looks for: names that the framework translates are compared with our words, the others by the database.

	A person is found by the search key, which is the same for each spelling of a name.
	"""
	if frappe.get_cached_value("DocType", doctype, "translated_doctype"):
		return uzbek_letters(typed)
	if doctype == "Person":
		return search_key(typed) or typed  # of signs alone there is no key, and none would find everybody
	return with_any_apostrophe(plain(typed))


def _require_oneself(user: object) -> None:
	"""Raise frappe.PermissionError for another user than the caller, if they are no System Manager."""
	if user and user != frappe.session.user and "System Manager" not in frappe.get_roles():
		raise frappe.PermissionError


def _require_allowed(name: str, form: dict[str, Any]) -> None:
	"""Raise frappe.PermissionError if the method that an argument names may not be called so."""
	argument, allowed = doors.CALLS_NAMED[name]
	if not (sent := form.get(argument)):
		return
	found = calls.resolved(str(sent))
	if not found or (found[0].startswith("frappe.") and not manifest.may(found[:1], "POST")):
		raise frappe.PermissionError
	if found[0] not in allowed and not (argument == "query" and is_search(found[1])):
		raise frappe.PermissionError


def is_search(function: Any) -> bool:
	"""Whether a function takes what the Desk's search calls it with."""
	return callable(function) and list(signature(function).parameters)[: len(SEARCH)] == SEARCH


def _compute_stored(name: str, form: dict[str, Any]) -> None:
	"""Put the stored document in the place of the one that was sent, and keep one reader's figures from another."""
	doctype, named_by, sent_as = doors.STORED[name]
	sent = calls.parsed(form.get(sent_as))
	document = form.get(named_by) if named_by else sent.get("name") if isinstance(sent, dict) else None
	_require_reading(doctype, document)
	stored = frappe.get_doc(doctype, document).as_dict()
	if stored.get("type") == "Heatmap":  # of all rows, whoever looks
		raise frappe.PermissionError
	refuse_stored(stored)
	list_words.require_conditions(form)
	if not stored.get("document_type"):  # of a report, which has a function of its own: Frappe 15 fails at it
		raise frappe.PermissionError
	form[sent_as] = frappe.as_json(stored)
	if named_by:
		form["refresh"] = 1  # the framework keeps one copy for all readers


def _link_in_reach(form: dict[str, Any]) -> None:
	"""What a field is to name is there for who reads it: Frappe 15 looks among all. `DocType` it opens to everybody itself."""
	doctype, name = form.get("doctype"), form.get("docname")
	if (
		doctype != "DocType"
		and isinstance(doctype, str)
		and not (isinstance(name, str) and _reads(doctype, name))
	):
		form["docname"] = ""


def _document_alone(form: dict[str, Any]) -> None:
	"""A document without those that it names: the framework puts them there whole, whoever may read them.

	Raises frappe.PermissionError.
	"""
	if form.get("expand_links"):
		raise frappe.PermissionError


def _reminder_in_reach(form: dict[str, Any]) -> None:
	"""A reminder of nothing, or of a document that the caller reads."""
	doctype, name = form.get("reminder_doctype"), form.get("reminder_docname")
	if doctype or name:
		_require_reading(doctype, name)


def _users_in_reach(form: dict[str, Any]) -> None:
	"""Names and addresses of those users alone whom the caller may list; for the others the Desk shows the login that it has."""
	asked = calls.parsed(form.get("users"))
	logins = [user for user in asked if isinstance(user, str)] if isinstance(asked, list) else []
	may_list = frappe.has_permission("User", "select") or frappe.has_permission("User", "read")
	found = frappe.get_list("User", {"name": ["in", [*logins, ""]]}, pluck="name") if may_list else []
	form["users"] = frappe.as_json(found)


def _check_new_password(form: dict[str, Any]) -> None:
	"""Refuse a password that guessers know, and after too many wrong old passwords any: the framework asks for strength alone, and of
	a link not even whose it is.
	"""
	key, typed = form.get("key"), form.get("new_password")
	owner: str | dict[str, str] = frappe.session.user
	if isinstance(key, str) and key:
		owner = {"reset_password_key": sha256(key.encode()).hexdigest()}
	names = frappe.db.get_value("User", owner, ["first_name", "last_name", "email"]) or ()
	with shown():
		if not form.get("key") and not form.get("old_password"):
			raise NotPermitted()  # whoever names neither is nobody known; the framework would look for whose it is
		if form.get("old_password"):
			failed_passwords.admit_try(
				frappe.session.user, frappe.session.user
			)  # no failure of others locks it
		passwords.check(typed if isinstance(typed, str) else "", names)


def _one_assignment(form: dict[str, Any]) -> None:
	"""Refuse an assignment that stands in one argument: of which DocType it is was asked of the others."""
	if form.get("args"):
		raise frappe.PermissionError


def _print_stored(form: dict[str, Any]) -> None:
	"""Print the document as it is stored and readable, not as it was sent: the framework says what each link of it is called."""
	sent = calls.parsed(form.get("doc"))
	if isinstance(sent, dict):
		form["doc"], form["name"] = sent.get("doctype"), sent.get("name")
	_require_reading(form.get("doc"), form.get("name"))


def _report_columns_and_result(form: dict[str, Any]) -> None:
	"""Columns that the caller reads, and of prepared results those that the caller may read: the framework hands out anybody's."""
	exports.check_columns(form)
	filters = calls.parsed(form.get("filters"))
	if isinstance(filters, dict) and filters.get("prepared_report_name"):
		_require_reading("Prepared Report", filters["prepared_report_name"])


def _workspace_of_caller(form: dict[str, Any]) -> None:
	"""Refuse a private page of somebody else, which the framework draws for whoever names it."""
	page = calls.parsed(form.get("page"))
	name = page.get("name") if isinstance(page, dict) else None
	if not isinstance(name, str):
		raise frappe.PermissionError
	_require_oneself(frappe.db.get_value("Workspace", name, "for_user"))


def _neighbour(form: dict[str, Any]) -> None:
	"""The order of a document's neighbours is one of two words, which Frappe 15 puts into its statement; its filters are a list."""
	if str(form.get("sort_order") or "asc").lower() not in ("asc", "desc"):
		raise frappe.PermissionError
	list_words.require_conditions(form)


def _count_in_reach(form: dict[str, Any]) -> None:
	"""Whose tasks are counted: of documents in reach, as Frappe 15 counts those of all that meet the filters."""
	doctype, filters = form.get("doctype"), calls.parsed(form.get("current_filters"))
	if form.get("field") == "assigned_to" and isinstance(doctype, str):
		found = frappe.get_list(doctype, filters=deepcopy(filters), pluck="name", limit=0)
		form["current_filters"] = frappe.as_json([[doctype, "name", "in", [*found, ""]]])


def _titles_in_reach(form: dict[str, Any]) -> None:
	"""What a document names is called to who reads the document; the framework asks no more. A document out of reach is none."""
	frappe.local.response["_link_titles"] = titles.OfReader()
	found_documents.hide_unreadable(form)


_KEPT: dict[str, Callable[[dict[str, Any]], None]] = {
	"frappe.api.v1.read_doc": _document_alone,
	"frappe.automation.doctype.reminder.reminder.create_new_reminder": _reminder_in_reach,
	"frappe.client.get": found_documents.find_in_reach,
	"frappe.client.validate_link": _link_in_reach,
	"frappe.core.doctype.communication.email.make": letters.require_own,
	"frappe.core.doctype.data_import.data_import.DataImport.get_preview_from_template": caller_content.refuse_remote_table,
	"frappe.core.doctype.data_import.data_import.get_preview_from_template": caller_content.refuse_remote_table,
	"frappe.core.doctype.user.user.update_password": _check_new_password,
	"frappe.desk.desk_page.getpage": caller_content.refuse_server_page,
	"frappe.desk.desktop.get_desktop_page": _workspace_of_caller,
	"frappe.desk.form.assign_to.add": _one_assignment,
	"frappe.desk.form.assign_to.add_multiple": _one_assignment,
	"frappe.desk.form.load.get_user_info_for_viewers": _users_in_reach,
	"frappe.desk.form.load.getdoc": _titles_in_reach,
	"frappe.desk.form.utils.get_next": _neighbour,
	"frappe.desk.listview.get_group_by_count": _count_in_reach,
	"frappe.desk.query_report.export_query": _report_columns_and_result,
	"frappe.desk.query_report.run": _report_columns_and_result,
	"frappe.handler.run_doc_method": document_methods.use_stored_document,
	"frappe.model.workflow.get_transitions": found_documents.require_readable_document,
	"frappe.utils.print_format.download_multi_pdf": found_documents.require_named_papers,
	"frappe.utils.print_format.download_multi_pdf_async": found_documents.require_named_papers,
	"frappe.utils.print_format.download_pdf": caller_content.drop_document,
	"frappe.www.printview.get_html_and_style": _print_stored,
}
"""Methods that look among all, take what is given or tell too much, and how they are kept to what may be."""


def method_of(path: str, cmd: str | None = None) -> str:
	"""The stock or own method that an address or `?cmd=` calls; nothing for another address."""
	address = _address(path)
	started = next((start for start in METHODS if address.startswith(start)), "")
	return cmd or (address.removeprefix(started) if started else "")


def _require_reading(doctype: object, names: object) -> None:
	"""Raise frappe.PermissionError unless the caller reads the documents; the same for one that does not exist.

	names: one, or several as a list or in JSON.
	"""
	names = calls.parsed(names) if isinstance(names, str) and names.startswith("[") else names
	wanted = names if isinstance(names, list) else [names]
	texts = [name for name in wanted if isinstance(name, str)]
	if not isinstance(doctype, str) or not wanted or len(texts) < len(wanted):
		raise frappe.PermissionError
	if not all(_reads(doctype, name) for name in texts):
		raise frappe.PermissionError


def _reads(doctype: str, name: str) -> bool:
	return bool(frappe.db.exists(doctype, name)) and any(
		frappe.has_permission(doctype, right, name) for right in ("select", "read")
	)


def is_held(user: str) -> bool:
	"""Whether the allow-list is for this user."""
	if user in ("Guest", "Administrator"):
		return False
	if frappe.get_cached_value("User", user, "user_type") != "System User":
		return True
	return "Integrator" in frappe.get_roles(user)


def may_call(path: str, cmd: str | None = None) -> bool:
	"""Whether an address, with the method that `?cmd=` names, is on the allow-list."""
	if cmd and not _is_allowed_method(cmd):
		return False
	address = _address(path)
	if address.startswith(METHOD):
		return _is_allowed_method(address.removeprefix(METHOD))
	if address.startswith("/api/v1/method/"):
		return _is_allowed_method(address.removeprefix("/api/v1/method/"))
	return not any(address == closed or address.startswith(f"{closed}/") for closed in CLOSED)


def _address(path: str) -> str:
	"""A doubled slash or another case leads the router to the same place."""
	return "/" + "/".join(part for part in path.lower().split("/") if part)


def _require_paper(form: dict[str, Any]) -> None:
	"""Raise frappe.DoesNotExistError for no DocType and for a document out of reach, frappe.PermissionError where staff do not print it."""
	doctype = form.get("doctype")
	if not is_doctype(doctype):
		raise frappe.DoesNotExistError
	if frappe.session.user not in ("Guest", "Administrator"):
		operations.require_operation("print", doctype)
		found_documents.require_readable(form, "doctype", "name")


def is_print_view(path: str) -> bool:
	"""Whether an address is the framework's page of a paper."""
	return _address(path).removesuffix(".html") == PRINT_VIEW


def is_doctype(name: object) -> bool:
	"""Whether a DocType has exactly this name: the database finds it in another case too, and the framework then fails."""
	return isinstance(name, str) and bool(name) and frappe.db.exists("DocType", name) == name


def _is_allowed_method(method: str) -> bool:
	return method in STOCK_METHODS or method.startswith(OWN_METHODS)
