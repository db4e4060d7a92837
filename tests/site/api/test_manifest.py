"""The methods of another app on the same site, and scripts that are an API: closed until whoever installs them names them."""

from contextlib import nullcontext

import frappe
import pytest
from factories.profile import few
from frappe.api import API_URL_MAP
from werkzeug.wrappers import Request

from esaylov.api import access, calls, manifest, operations

CHAIR, PARTY = "chair@esaylov.example", "party@esaylov.example"
THEIRS = "json.dumps"
"""A function of a package that is neither ours nor the framework's."""


@pytest.fixture
def called(monkeypatch, as_user):
	"""`called(user, method, verb)`: whether the door lets the call through."""

	def call(user: str, method: str, verb: str = "POST") -> bool:
		as_user(user)
		request = Request.from_values(f"/api/method/{method}", method=verb)
		monkeypatch.setattr(frappe.local, "request", request, raising=False)
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(), raising=False)
		try:
			access.check_request()
		except frappe.PermissionError:
			return False
		return True

	return call


@pytest.fixture
def named(monkeypatch):
	def name(methods: dict) -> None:
		monkeypatch.setitem(frappe.local.conf, "esaylov_allowed_methods", methods)

	return name


def test_a_method_that_nobody_named_answers_nobody(called):
	assert not any(called(user, THEIRS) for user in ("Guest", PARTY, CHAIR, "Administrator"))


def test_another_app_names_its_own_methods(called, named):
	named({THEIRS: {"verbs": ["POST"], "roles": ["Commission Chair"]}})
	assert called(CHAIR, THEIRS)
	assert not called(CHAIR, THEIRS, "GET")
	assert not called(PARTY, THEIRS)
	assert not called("Guest", THEIRS)


def test_a_hook_names_methods_as_the_settings_do(called, monkeypatch):
	hooks = frappe.get_hooks

	def with_theirs(name=None, *rest, **more):
		if name == "esaylov_allowed_methods":
			return {THEIRS: {"verbs": ["GET", "POST"], "roles": ["desk"]}}
		return hooks(name, *rest, **more)

	monkeypatch.setattr(frappe, "get_hooks", with_theirs)
	assert called(CHAIR, THEIRS, "GET")
	assert not called(PARTY, THEIRS)


def test_nobody_opens_a_method_of_the_framework_or_of_ours_so(called, named):
	shut = ("frappe.client.get_password", "frappe.no.such.method", "esaylov.identity.roles.sync_all")
	named({method: {"verbs": ["POST"], "roles": ["guest"]} for method in shut})
	assert not any(called("Administrator", method) for method in shut)


def test_a_script_that_is_an_api_is_named_first_and_takes_no_place_of_a_method(called, named, monkeypatch):
	monkeypatch.setattr(calls, "get_server_script_map", lambda: {"_api": {"total": "x", "frappe.ping": "y"}})
	assert not called(CHAIR, "total")
	assert not called(CHAIR, "frappe.ping")
	named({f"{calls.SCRIPT}total": {"verbs": ["POST"], "roles": ["desk"]}})
	assert called(CHAIR, "total")
	assert not called("Guest", "total")


def test_every_function_of_the_router_is_decided():
	"""Addresses of documents, lists and documents' methods, on the version that runs here."""
	ends = {calls.full_name(rule.endpoint) or rule.rule for rule in API_URL_MAP.iter_rules()}
	ends = {end for end in ends if not end.endswith((calls.BY_STRING, "/run_doc_method"))}
	assert {end for end in ends if manifest.entry(end) is None} == set()
	assert "frappe.api.v2.get_meta" in ends


@pytest.mark.parametrize("path", ["/printview", "/printview/", "/PrintView", "/printview.html"])
def test_a_paper_by_its_page_asks_as_the_print_view_does(path, as_user, monkeypatch):
	request = Request.from_values(path)
	monkeypatch.setattr(frappe.local, "request", request, raising=False)
	for doctype, is_open in (("Appeal", True), ("User", False)):
		as_user(CHAIR)
		monkeypatch.setattr(frappe.local, "form_dict", frappe._dict(doctype=doctype), raising=False)
		with nullcontext() if is_open else pytest.raises(frappe.PermissionError):
			access.check_request()


def test_every_line_of_the_operations_names_a_doctype_and_words():
	table = operations.table()
	words = set(manifest.ADMINISTRATOR)
	ours = set(frappe.get_all("DocType", {"module": "Esaylov", "istable": 0}, pluck="name"))
	assert ours - set(table) == set()
	assert {cell for line in table.values() for cell in line.values() if not cell <= words} == set()
	assert {line.operation for line in manifest.named().values()} - {""} == set(table["ToDo"])


@pytest.mark.parametrize("operation", sorted(operations.table()["ToDo"]))
def test_nothing_of_a_doctype_of_ours_is_wider_than_its_permissions(operation):
	"""No word of a cell is for a role that has no right on the DocType at all, and the auditor changes nothing."""
	for doctype, line in operations.table().items():
		if frappe.db.get_value("DocType", doctype, "module") != "Esaylov":
			continue
		rights = frappe.get_meta(doctype).permissions
		held = {row.role for row in rights if row.read or row.select or row.create}
		for word in line[operation]:
			assert manifest.OF_STAFF[word] & held, (doctype, operation, word)
		assert "auditor" not in line[operation] or operation in (
			"list",
			"form",
			"search",
			"report",
			"print",
			"export",
		)


RIGHTS = {
	"read": ("list", "form", "search"),
	"select": ("search",),
	"report": ("report",),
	"print": ("print",),
	"export": ("export",),
	"write": ("write",),
	"create": ("write",),
	"delete": ("write",),
	"share": ("share",),
}
"""A right of Frappe -> the operations that the Desk offers by it."""
DESKS = ("secretary", "chair", "regional.chair", "cec.chair", "administrator", "auditor")


@pytest.mark.parametrize("local", few(DESKS, ("chair", "administrator").__contains__))
def test_the_desk_may_ask_for_what_the_permissions_offer(local, as_user):
	"""Every DocType of ours: no button, list or form that the Desk shows by a right leads to a refusal by the table."""
	ours = frappe.get_all("DocType", {"module": "Esaylov", "istable": 0}, pluck="name", order_by="name asc")
	as_user(f"{local}@esaylov.example")
	shut = [
		(doctype, right, operation)
		for doctype in ours
		for right, asked in RIGHTS.items()
		if frappe.has_permission(doctype, right)
		for operation in asked
		if not allows(operation, doctype)
	]
	assert shut == []
	assert sum(bool(frappe.has_permission(doctype)) for doctype in ours) > 30


def allows(operation: str, doctype: str) -> bool:
	try:
		operations.require_operation(operation, doctype)
	except frappe.PermissionError:
		return False
	return True


@pytest.mark.parametrize(
	("user", "allowed"), [(CHAIR, False), (PARTY, False), ("Guest", False), ("Administrator", True)]
)
def test_a_doctype_of_the_framework_without_a_line_is_the_systems(user, allowed, as_user):
	as_user(user)
	assert allows("list", "Scheduled Job Type") is allowed
	gone = frappe.DoesNotExistError if user == "Administrator" else frappe.PermissionError
	with pytest.raises(gone):
		operations.require_operation("list", "no such DocType")


@pytest.mark.parametrize("user", [CHAIR, "Administrator"])
def test_nobody_asks_for_secrets_of_second_factors(user, as_user):
	as_user(user)
	for doctype in ("DefaultValue", "__Auth"):
		assert not allows("list", doctype)


def test_a_doctype_made_on_the_site_goes_by_its_own_permissions(as_user, monkeypatch):
	kind = frappe._dict(module="Core", custom=1)
	known = frappe.get_cached_value
	monkeypatch.setattr(
		frappe,
		"get_cached_value",
		lambda *given, **more: kind if given[1] == "Laboratory" and more else known(*given, **more),
	)
	as_user(CHAIR)
	assert allows("list", "Laboratory")
	as_user(PARTY)
	assert not allows("list", "Laboratory")
