"""Many sites and many apps: the part of `frappe/__init__.py` that finds a site, its apps and their hooks."""

import inspect
import json
import os
from typing import Any

from frappe import (
	_dict,
	append_hook,
	cache,
	client_cache,
	db,
	destroy,
	flags,
	get_file_items,
	get_module,
	get_module_list,
	get_pymodule_path,
	init,
	local,
	scrub,
	set_user,
)
from frappe.utils.caching import request_cache

ADDED = ("_is_hook", "_apps_modules")


def connect(site: str | None = None, db_name: str | None = None, set_admin_as_user: bool = True) -> None:
	"""Connect to the database of a site, which is initialised first when it is named.

	:param site: name of the site; without it the site of the last `init` is meant
	:param db_name: database, where the configuration names none
	:param set_admin_as_user: act as Administrator
	"""
	from frappe.database import get_db

	if site:
		init(site)
	database = local.conf.db_name or db_name
	if not database:
		raise IncorrectSitePath(f"{local.site or 'this site'} has no database")  # noqa: F821
	local.db = get_db(
		socket=local.conf.get("db_socket"),
		host=local.conf.get("db_host"),
		port=local.conf.get("db_port"),
		user=local.conf.db_user or database,
		password=local.conf.db_password,
		cur_db_name=database,
	)
	if set_admin_as_user:
		set_user("Administrator")


class init_site:
	"""Initialise a site for a block; without a name only the bench's common configuration is read."""

	def __init__(self, site=None):
		self.site = site or ""

	def __enter__(self):
		init(self.site)
		return local

	def __exit__(self, type, value, traceback):
		destroy()


def get_app_path(app_name: str, *joins):
	"""The path of an app's package, with further parts joined."""
	return get_pymodule_path(app_name, *joins)


def get_app_source_path(app_name: str, *joins):
	"""The path of an app's repository, with further parts joined."""
	return get_app_path(app_name, "..", *joins)


def get_site_name() -> str:
	"""The name of the current site; empty outside of one."""
	return getattr(local, "site", None) or ""


def get_all_apps(with_internal_apps: bool = True, sites_path: str | None = None) -> list[str]:
	"""All apps of the bench, as `sites/apps.txt` lists them, the framework first."""
	listed = get_file_items(
		os.path.join(sites_path or getattr(local, "sites_path", "."), "apps.txt"), raise_not_found=True
	)
	others = [app for app in listed if app != "frappe"]
	return ["frappe", *others] if with_internal_apps or "frappe" in listed else others


@request_cache
def get_installed_apps(*, _ensure_on_bench: bool = False) -> list[str]:
	"""The apps installed on the current site, in the order of their installation."""
	if getattr(flags, "in_install_db", True):
		return []
	if not db:
		connect(set_admin_as_user=False)
	installed = json.loads(db.get_global("installed_apps") or "[]")
	if _ensure_on_bench:
		on_bench = get_all_apps()
		installed = [app for app in installed if app in on_bench]
	return installed


def _is_hook(value) -> bool:
	import types  # the package has a module of that name

	return not isinstance(value, types.ModuleType | types.FunctionType | type)


def _load_app_hooks(app_name: str | None = None):
	"""The hooks of one app, or of all installed apps together."""
	hooks: dict[str, Any] = {}
	for app in [app_name] if app_name else get_installed_apps(_ensure_on_bench=True):
		try:
			module = get_module(f"{app}.hooks")
		except ImportError as error:
			if local.flags.in_install_app:
				continue
			print(f'Could not find app "{app}": {error}')
			raise
		for key, value in inspect.getmembers(module, predicate=_is_hook):
			if not key.startswith("_"):
				append_hook(hooks, key, value)
	return hooks


def get_hooks(
	hook: str | None = None,
	default: Any | None = "_KEEP_DEFAULT_LIST",
	app_name: str | None = None,
) -> _dict:
	"""Hooks from `app/hooks.py`.

	:param hook: name of the hook; all of them when left out
	:param default: what to give when no app has the hook
	:param app_name: the hooks of this app alone
	"""
	if app_name or local.conf.developer_mode:
		hooks = _request_cached_load_app_hooks(app_name)  # noqa: F821
	else:
		hooks = client_cache.get_value("app_hooks")
		if hooks is None:
			hooks = _load_app_hooks()
			client_cache.set_value("app_hooks", hooks)
	if hook:
		return hooks.get(hook, [] if default == "_KEEP_DEFAULT_LIST" else default)
	return _dict(hooks)


def _apps_modules(apps: list[str]) -> dict[str, list[str]]:
	return {app: [scrub(module) for module in get_module_list(app)] for app in apps}


def setup_module_map(include_all_apps: bool = True) -> None:
	"""Fill `local.app_modules` and `local.module_app`, for all apps of the bench or the site's own."""
	store, key = (cache, "app_modules") if include_all_apps else (client_cache, "installed_app_modules")
	app_modules = store.get_value(key)
	if not app_modules:
		apps = get_all_apps() if include_all_apps else get_installed_apps(_ensure_on_bench=True)
		app_modules = _apps_modules(apps)
		store.set_value(key, app_modules)
	local.app_modules = app_modules
	local.module_app = {module: app for app, modules in app_modules.items() for module in modules}


@request_cache
def is_setup_complete():
	"""Whether the setup wizard was completed on this site; a Single has no table of its own to look for."""
	return bool(
		db and db.table_exists("DocType") and db.get_single_value("System Settings", "setup_complete")
	)
