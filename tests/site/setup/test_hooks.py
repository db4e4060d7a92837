"""Every dotted path in hooks.py and patches.txt leads somewhere, and a request passes all that guards it."""

import ast
from pathlib import Path
from typing import Any

import frappe
import frappe.installer
import pytest

from esaylov import hooks
from esaylov.request_filter import passage
from esaylov.setup import install

APP = Path(hooks.__file__).parent
TEXTS = {"app_name", "app_title", "app_publisher", "app_description", "app_email", "app_license"}


def strings(value: object) -> list[str]:
	if isinstance(value, str):
		return [value]
	if isinstance(value, dict):
		return [text for part in value.values() for text in strings(part)]
	if isinstance(value, list | tuple):
		return [text for part in value for text in strings(part)]
	return []


PATHS = sorted(
	{
		path
		for key, value in vars(hooks).items()
		if not key.startswith("_") and key not in TEXTS
		for path in strings(value)
		if path.startswith("esaylov.")
	}
)
PATCHES = [
	line.split("#")[0].split()[0]
	for line in (APP / "patches.txt").read_text(encoding="utf-8").splitlines()
	if line.strip() and not line.startswith(("#", "[", "execute:"))
]
PASSED = {
	"before_request": [
		"esaylov.api.endpoint.hide_tracebacks",
		"esaylov.request_filter.host_header.refuse_odd_host",
		"esaylov.request_filter.other_origins.forget_privileged_origins",
		"esaylov.request_filter.closed_paths.refuse_closed_paths",
		"esaylov.framework.requests.address.settle",
		"esaylov.setup.operating.health.answer",
		"esaylov.request_filter.closed_site.refuse_writes",
		"esaylov.framework.compat.settle_language",
		"esaylov.request_filter.arguments.parse_arguments",
		"esaylov.request_filter.arguments.forget_debugging",
		"esaylov.api.access.refuse_foreign_tokens",
		"esaylov.portal.built.middleware.answer",
	],
	"auth_hooks": [
		"esaylov.api.session_bounds.check_request",
		"esaylov.api.keys.refuse_peoples",
		"esaylov.api.keys.let_in",
		"esaylov.portal.guests.limit",
		"esaylov.api.other_sites.check_request",
		"esaylov.request_filter.query_limits.check_limits",
		"esaylov.request_filter.argument_kinds.require_kinds",
		"esaylov.api.access.check_request",
		"esaylov.api.listening.check_request",
		"esaylov.appeals.review.filed_files.check_read",
		"esaylov.api.file_rules.check_handed_out",
		"esaylov.api.file_rules.keep_uploads_private",
	],
	"after_request": [
		"esaylov.request_filter.login_answers.hide_locked_accounts",
		"esaylov.request_filter.arguments.answer_malformed_body",
		"esaylov.api.hidden_fields.strip_saved_document",
		"esaylov.api.endpoint.complete",
		"esaylov.request_filter.stock_refusals.count_stock_refusals",
		"esaylov.framework.requests.headers.harden",
		"esaylov.framework.requests.headers.keep_cookies_private",
		"esaylov.api.file_rules.harden",
		"esaylov.api.session_bounds.keep_cookies",
		"esaylov.api.other_sites.keep_login",
	],
}
"""What a request passes at each part of its way, in this order: what ends a session comes before what asks who calls."""
PARTS = {
	"before_request": ("esaylov.request_filter.passage.begin", passage.begin, ()),
	"auth_hooks": ("esaylov.request_filter.passage.admit", passage.admit, ()),
	"after_request": ("esaylov.request_filter.passage.end", passage.end, ("the response", "the request")),
}


def test_there_are_paths_to_check():
	assert len(PATHS) > 5


@pytest.mark.parametrize("path", PATHS)
def test_a_hook_resolves(path):
	assert callable(frappe.get_attr(path))


def passes(monkeypatch, hook: str, refusing: str = "") -> list[tuple[str, ...]]:
	"""What one part of the way calls, with what it is given; nothing of it does anything, one refuses."""
	called: list[tuple[str, ...]] = []

	def noted(path: str, *args: str) -> None:
		called.append((path, *args))
		if path == refusing:
			raise frappe.PermissionError

	for path in PASSED[hook]:
		monkeypatch.setattr(path, lambda *args, path=path: noted(path, *args))
	_, part, args = PARTS[hook]
	if refusing:
		with pytest.raises(frappe.PermissionError):
			part(*args)
	else:
		part(*args)
	return called


@pytest.mark.parametrize("hook", PARTS)
def test_a_request_passes_all_that_guards_it_in_its_order(hook, monkeypatch):
	name, _, args = PARTS[hook]
	assert frappe.get_hooks(hook, app_name="esaylov") == [name]
	assert passes(monkeypatch, hook) == [(path, *args) for path in PASSED[hook]]


@pytest.mark.parametrize(
	("hook", "place"), [(hook, place) for hook, paths in PASSED.items() for place in range(len(paths))]
)
def test_what_one_of_them_refuses_gets_no_further(hook, place, monkeypatch):
	called = passes(monkeypatch, hook, refusing=PASSED[hook][place])
	assert [path for path, *_ in called] == PASSED[hook][: place + 1]


def hooked(hook: str) -> set[str]:
	"""Functions that say that they are of a hook, and modules that do; without the one that calls them."""
	found = set()
	for file in sorted(APP.rglob("*.py")):
		module = ".".join(("esaylov", *file.relative_to(APP).with_suffix("").parts))
		text = file.read_text(encoding="utf-8")
		if module == passage.__name__ or f"`{hook}`" not in text:
			continue
		tree = ast.parse(text)
		for node in (tree, *ast.walk(tree)):
			if isinstance(node, ast.Module | ast.FunctionDef):
				first, *_ = (ast.get_docstring(node) or "").splitlines() or [""]
				if f"`{hook}`" in first:
					found.add(f"{module}.{node.name}" if isinstance(node, ast.FunctionDef) else module)
	return found


@pytest.mark.parametrize("hook", PARTS)
def test_what_says_that_it_is_of_a_hook_is_passed(hook):
	functions = [frappe.get_attr(path) for path in PASSED[hook]]
	passed = {name for each in functions for name in (each.__module__, f"{each.__module__}.{each.__name__}")}
	said = hooked(hook)
	assert said
	assert said <= passed


def scheduled(events: dict[str, Any]) -> list[str]:
	"""The methods of `scheduler_events`."""
	return strings(list(events.values()))


def test_no_scheduled_method_takes_the_place_of_another():
	"""Frappe 15 names a scheduled job by the last two words of its method, and what has the same name is overwritten."""
	ours = scheduled(hooks.scheduler_events)
	of_all = [".".join(method.split(".")[-2:]) for method in scheduled(frappe.get_hooks("scheduler_events"))]
	assert {method for method in ours if of_all.count(".".join(method.split(".")[-2:])) > 1} == set()


def test_every_scheduled_method_is_scheduled_on_the_site():
	assert (
		set(scheduled(hooks.scheduler_events)) - set(frappe.get_all("Scheduled Job Type", pluck="method"))
		== set()
	)


def test_patches_resolve():
	assert [path for path in PATCHES if not callable(frappe.get_attr(f"{path}.execute"))] == []


def test_permission_hooks_come_in_pairs():
	"""But for tables: of one row the framework asks the document."""
	of_tables = "esaylov.permissions.reach.query_of_table"
	others = {name for name, hook in hooks.permission_query_conditions.items() if hook != of_tables}
	assert others == hooks.has_permission.keys()


def test_tables_of_documents_with_rules_have_the_rules_of_their_documents():
	"""Frappe 15 lists the rows of every document, where their DocType has no hook of its own."""
	ruled = frappe.get_hooks("permission_query_conditions")
	is_table = {"parent": ["in", list(ruled)], "fieldtype": ["in", frappe.model.table_fields]}
	tables = set(frappe.get_all("DocField", is_table, pluck="options"))
	of_managers = {"Contact Email", "Contact Phone", "User Role"}  # of contacts and invitations
	assert {"Decision Row", "Appeal Attachment", "Has Role"} <= tables
	assert tables - ruled.keys() <= of_managers


@pytest.mark.parametrize(
	"key", ["before_install", "after_install", "after_migrate", "before_uninstall", "after_uninstall"]
)
def test_set_up_hooks_are_there(key):
	assert getattr(hooks, key).startswith(("esaylov.setup.install.", "esaylov.setup.uninstall."))


def test_a_fresh_site_has_its_key_before_two_processes_make_one_each(monkeypatch):
	for step in ("complete_setup", "set_home_page", "after_migrate"):
		monkeypatch.setattr(install, step, lambda: None)
	written = {}
	monkeypatch.setattr(frappe.installer, "update_site_config", written.__setitem__)
	conf = frappe._dict({key: value for key, value in frappe.conf.items() if key != "encryption_key"})
	monkeypatch.setattr(frappe.local, "conf", conf)
	for _ in range(2):
		install.after_install()
	assert written == {"encryption_key": conf.encryption_key}


def test_each_scope_names_columns_that_exist():
	from dataclasses import asdict

	from esaylov.permissions.row_conditions import NamedBy
	from esaylov.permissions.row_rules import SCOPES

	for doctype, rules in SCOPES.items():
		for rule in rules:
			values = asdict(rule)
			owner = values.get("doctype") if isinstance(rule, NamedBy) else doctype
			columns = [values.get(key) for key in ("field", "lft", "kind", "type_field", "name_field")]
			columns += [pair[0] for pair in (values.get("after"), values.get("only")) if pair]
			for column in filter(None, columns):
				assert column == "name" or frappe.get_meta(owner).has_field(column), (doctype, column)


@pytest.mark.parametrize(
	("told", "shown"),
	[("Traceback (most recent call last):\n  File", ""), ("Boshqa so'z", None), (None, None)],
)
def test_the_page_of_an_error_tells_no_traceback(told, shown):
	"""Frappe 15 shows it to everybody where its own switch is on, whatever the flag of the request says."""
	frappe.local.flags.disable_traceback = True
	context = frappe._dict(error=told)
	for method in frappe.get_hooks("update_website_context"):
		context.update(frappe.get_attr(method)(context) or {})
	assert context.error == (told if shown is None else shown)
