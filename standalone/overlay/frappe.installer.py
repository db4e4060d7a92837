"""Make a site, install and remove apps."""

import json
import shutil

import click
import frappe
from frappe.defaults import _clear_cache
from frappe.installer import (
	_delete_doctypes,
	_delete_modules,
	add_module_defs,
	clear_site_locks,
	install_db,
	make_site_config,
	make_site_dirs,
	post_install,
	set_all_patches_as_completed,
)
from frappe.utils.dashboard import sync_dashboards
from frappe.utils.synchronization import filelock

ADDED = ("_run_hooks", "_missing_apps", "_sync_installed")


def _new_site(db_name=None, site=None, rollback_callback=None, **options):
	"""Make a site with the framework installed: folders, database, first records.

	`options` are those of `install_db` under the names that `bench new-site` gives them.
	"""
	frappe.init(site, new_site=True, force=True)
	clear_site_locks()
	make_site_dirs()
	if rollback_callback:
		rollback_callback.add(lambda: shutil.rmtree(frappe.get_site_path()))
	names = {"db_root_username": "root_login", "db_root_password": "root_password", "setup_db": "setup"}
	options = {names.get(key, key): value for key, value in options.items()}
	db_name = db_name or f"_{frappe.generate_hash(length=16)}"
	with filelock("bench_new_site", timeout=1):
		install_db(db_name=db_name, rollback_callback=rollback_callback, **options)
		as_patched = not options.get("source_sql")
		install_app("frappe", verbose=options.get("verbose", False), set_as_patched=as_patched, force=False)
		frappe.utils.scheduler.toggle_scheduler(True)
		frappe.db.commit()


def make_conf(db_name=None, db_password=None, site_config=None, **options):
	"""Write the new site's configuration and read it."""
	site, sites_path = frappe.local.site, frappe.local.sites_path
	make_site_config(db_name, db_password, site_config, **options)
	frappe.destroy()
	frappe.init(site, sites_path=sites_path, new_site=True)


def _run_hooks(hooks, name, *args):
	"""Call the methods of a hook in turn; False when one refused and the rest was not called."""
	return all(frappe.get_attr(method)(*args) is not False for method in hooks.get(name) or [])


def _missing_apps(app_hooks) -> list[str]:
	"""The apps that an app asks for and the bench does not have."""
	wanted = [app.rstrip("/").split("/")[-1].split("@")[0] for app in app_hooks.required_apps or []]
	return [app for app in wanted if app not in frappe.get_all_apps()]


def install_app(name, verbose=False, set_as_patched=True, force=False):
	"""Install an app on the current site: modules, schema, records, its own hooks."""
	frappe.flags.in_install = name
	frappe.flags.ignore_in_install = False
	frappe.clear_cache()
	if name not in frappe.get_all_apps():
		raise Exception(f"App {name} is not in apps.txt")
	hooks = frappe.get_hooks(app_name=name)
	if missing := _missing_apps(hooks):
		raise Exception(f"{name} needs {', '.join(missing)}")
	for required in hooks.required_apps or []:
		install_app(required.split("/")[-1], verbose=verbose, set_as_patched=set_as_patched)
	frappe.flags.in_install = name
	if name in frappe.get_installed_apps() and not force:
		click.secho(f"App {name} already installed", fg="yellow")
		return
	print(f"\nInstalling {name}...")
	if not _run_hooks(hooks, "before_install"):
		return
	if name != "frappe":
		frappe.only_for("System Manager")
		_run_hooks(frappe.get_hooks(), "before_app_install", name)
	_sync_installed(name, hooks, set_as_patched, force)
	frappe.flags.in_install = False


def _sync_installed(name, hooks, set_as_patched, force):
	from frappe.core.doctype.scheduled_job_type.scheduled_job_type import sync_jobs
	from frappe.model.module_utils import sync_customizations
	from frappe.model.sync import sync_for
	from frappe.utils.fixtures import sync_fixtures

	if name != "frappe":  # its own modules come with its DocTypes
		add_module_defs(name, ignore_if_duplicate=force)
	sync_for(name, force=force, reset_permissions=True)
	add_to_installed_apps(name)
	frappe.get_doc("Portal Settings", "Portal Settings").sync_menu()
	if set_as_patched:
		set_all_patches_as_completed(name)
	_run_hooks(hooks, "after_install")
	_run_hooks(frappe.get_hooks(), "after_app_install", name)
	sync_jobs()
	sync_fixtures(name)
	sync_customizations(name)
	sync_dashboards(name)
	_run_hooks(hooks, "after_sync")
	frappe.clear_cache()
	frappe.client_cache.erase_persistent_caches()


def add_to_installed_apps(app_name, rebuild_website=True):
	"""Note an app as installed on the current site."""
	installed = frappe.get_installed_apps()
	if app_name in installed:
		return
	frappe.db.set_global("installed_apps", json.dumps([*installed, app_name]))
	frappe.db.commit()
	frappe.clear_cache()
	frappe.local.request_cache.clear()
	frappe.local.doc_events_hooks = None
	frappe.setup_module_map()
	if frappe.flags.in_install:
		post_install(rebuild_website)


def remove_from_installed_apps(app_name):
	"""Note an app as no longer installed."""
	installed = frappe.get_installed_apps()
	if app_name not in installed:
		return
	remaining = [app for app in installed if app != app_name]
	frappe.db.set_global("installed_apps", json.dumps(remaining))
	_clear_cache("__global")
	frappe.local.request_cache.clear()
	frappe.local.doc_events_hooks = None
	frappe.db.commit()
	if frappe.flags.in_install:
		post_install()


def remove_app(app_name, dry_run=False, yes=False, no_backup=False, force=False):
	"""Take an app and everything it brought off the current site."""
	if app_name not in frappe.get_installed_apps() and not force:
		click.secho(f"App {app_name} not installed on Site {frappe.local.site}", fg="yellow")
		return
	if not dry_run and not yes and not click.confirm(f"Remove {app_name} and all its data?"):
		return
	if not dry_run and not no_backup:
		from frappe.utils.backups import scheduled_backup

		scheduled_backup(ignore_files=True)
	hooks = frappe.get_hooks(app_name=app_name)
	frappe.flags.in_uninstall = True
	_run_hooks(hooks, "before_uninstall")
	_run_hooks(frappe.get_hooks(), "before_app_uninstall", app_name)
	modules = frappe.get_all("Module Def", filters={"app_name": app_name}, pluck="name")
	_delete_doctypes(_delete_modules(modules, dry_run=dry_run), dry_run=dry_run)
	if not dry_run:
		remove_from_installed_apps(app_name)
		frappe.db.commit()
	_run_hooks(hooks, "after_uninstall")
	_run_hooks(frappe.get_hooks(), "after_app_uninstall", app_name)
	frappe.clear_cache()
	frappe.flags.in_uninstall = False


def remove_missing_apps():
	"""Take apps off the list of installed ones that the bench does not have; for restored databases."""
	if frappe.local.site and frappe.db.get_global("installed_apps"):
		present = frappe.get_all_apps()
		for app in json.loads(frappe.db.get_global("installed_apps")):
			if app not in present:
				remove_from_installed_apps(app)
