"""Exact-text edits and new files: what is too small to replace a whole function for.

EDITS: (file below `frappe/`, text that stands there once, text in its place).
FILES: new files below `frappe/`.
"""

EDITS = [
	# what bench calls; the commands are those of standalone/site.py
	(
		"utils/bench_helper.py",
		"\treturn CliCtxObj(force=force, profile=profile, verbose=verbose)\n",
		"\treturn CliCtxObj(force=force, profile=profile, verbose=verbose)\n\n\n"
		'if __name__ == "__main__":\n\tfrom standalone import site\n\n\tsite.of_bench()\n',
	),
	# a site and its path
	("__init__.py", '__version__ = "0.0.1"', '__version__ = "16.0.0-dev"'),
	(
		"__init__.py",
		"def init(force: bool = False) -> None:",
		'def init(site: str = "", sites_path: str = ".", new_site: bool = False, force: bool = False) -> None:',
	),
	(
		"__init__.py",
		"\tlocal.app_path = os.getcwd()\n\tlocal.site_path = os.getcwd()\n",
		"\tlocal.site = site\n\tlocal.sites_path = local.app_path = sites_path\n"
		"\tlocal.site_path = os.path.join(sites_path, site)\n",
	),
	("__init__.py", '\t\t\t"new_site": False,\n', '\t\t\t"new_site": new_site,\n'),
	(
		"config.py",
		"_config_cache: _dict[str, Any] | None = None",
		"_files: dict[str, tuple[int, dict[str, Any]]] = {}",
	),
	("app.py", "from dotenv import load_dotenv\nload_dotenv()\n", ""),
	("app.py", "import frappe.database.mariadb.mysqlclient  #", "import frappe.database.mariadb.database  #"),
	(
		"app.py",
		"\tfrappe.init(force=True)\n",
		'\tsite = site_of(request.host, request.headers.get("X-Frappe-Site-Name"))\n'
		"\tfrappe.init(site, sites_path=sites_path(), force=True)\n",
	),
	(
		"app.py",
		"\t\t# Database not configured — still allow the app to respond\n\t\tpass\n",
		"\t\traise NotFound\n",
	),
	# genuine 16.9.0 asks the hooks for the home page of users of the Desk too
	(
		"auth.py",
		'frappe.local.response["home_page"] = get_default_path() or "/desk"',
		'frappe.local.response["home_page"] = get_home_page() or "/desk"',
	),
	# the database gives a whole second back without a fraction, and the look for others' changes compares texts: once in a million
	(
		"utils/data.py",
		"\telse:\n\t\treturn now_datetime().strftime(DATETIME_FORMAT)\n",
		"\tmoment = now_datetime()\n"
		"\treturn moment.replace(microsecond=moment.microsecond or 1).strftime(DATETIME_FORMAT)\n",
	),
	# with a default of 0 the start of a later page is never used: genuine 15 and 16 have none
	(
		"model/qb_query.py",
		"\t\tlimit_start: int = 0,\n\t\tlimit_page_length: int | None = None,\n",
		"\t\tlimit_start: int | None = None,\n\t\tlimit_page_length: int | None = None,\n",
	),
	("cache_manager.py", '\t"app_modules",\n', '\t"app_modules",\n\t"installed_app_modules",\n'),
	("installer.py", "\tfrappe.init()\n\tabs_site_path", "\tfrappe.init(site_name)\n\tabs_site_path"),
	# migrate: each app's own hooks, on the site that is meant
	(
		"migrate.py",
		'\t\t\tfor fn in frappe.get_hooks("before_migrate"):\n',
		'\t\t\tfor fn in frappe.get_hooks("before_migrate", app_name=app):\n',
	),
	(
		"migrate.py",
		'frappe.get_hooks("override_doctype_class", {}).keys()',
		'frappe.get_hooks("override_doctype_class", {}, app_name=app).keys()',
	),
	(
		"migrate.py",
		"\t\tif site:\n\t\t\tfrappe.init()\n\t\t\tfrappe.connect()\n",
		"\t\tif site:\n\t\t\tfrappe.init(site)\n\t\t\tfrappe.connect()\n",
	),
	(
		"migrate.py",
		"\n\t\tfrappe.init()\n\t\tfrappe.connect()\n",
		"\n\t\tfrappe.init(self.site)\n\t\tfrappe.connect()\n",
	),
	# jobs and scheduler: each site in turn
	(
		"utils/background_jobs.py",
		"\tif is_async:\n\t\tfrappe.init(force=True)\n",
		"\tif is_async:\n\t\tfrappe.init(site, force=True)\n",
	),
	(
		"utils/background_jobs.py",
		"\t\t\tfrappe.init(force=True)\n\t\t\tfrappe.connect()\n\t\tfor after_job_task",
		"\t\t\tfrappe.init(site, force=True)\n\t\t\tfrappe.connect()\n\t\tfor after_job_task",
	),
	(
		"utils/background_jobs.py",
		"\twith frappe.init_site():\n\t\t# empty init is required to get redis_queue from common_site_config.json\n",
		"\t# the queues of all sites, or those that one site's own bench_id names\n"
		'\twith frappe.init_site(os.environ.get("FRAPPE_SITE")):\n',
	),
	(
		"utils/scheduler.py",
		"\t\ttime.sleep(sleep_duration(tick))\n\t\tenqueue_events()\n",
		"\t\ttime.sleep(sleep_duration(tick))\n\t\tenqueue_events_for_all_sites()\n",
	),
	(
		"utils/scheduler.py",
		'def enqueue_events() -> None:\n\t"""Enqueue scheduled events. Single-tenant: no site iteration."""\n\ttry:\n'
		"\t\tenqueue_events_for_site()\n\texcept Exception:\n"
		'\t\tfrappe.logger("scheduler").debug("Failed to enqueue events", exc_info=True)\n',
		"def enqueue_events_for_all_sites() -> None:\n"
		'\t"""Enqueue what is due on each site of the bench."""\n'
		"\twith frappe.init_site():\n\t\tsites = frappe.utils.get_sites()\n"
		"\tfor site in sites:\n\t\tenqueue_events_for_site(site)\n",
	),
	(
		"utils/scheduler.py",
		"\ttry:\n\t\tfrappe.init()\n\t\tfrappe.connect()\n\t\tif is_scheduler_inactive():",
		"\ttry:\n\t\tfrappe.init(site)\n\t\tfrappe.connect()\n\t\tif is_scheduler_inactive():",
	),
	(
		"utils/scheduler.py",
		"\t\tif frappe.db.is_access_denied(e):",
		"\t\tif frappe.db and frappe.db.is_access_denied(e):",
	),
	("utils/doctor.py", "\t\tfrappe.init()\n", "\t\tfrappe.init(s)\n"),
	("core/doctype/report/report.py", "\tfrappe.init()\n", "\tfrappe.init(site)\n"),
	# hooks of one app, not of all
	(
		"utils/fixtures.py",
		'fixtures = frappe.get_hooks("fixtures")',
		'fixtures = frappe.get_hooks("fixtures", app_name=app)',
	),
	(
		"model/module_utils.py",
		'frappe.get_hooks(hook="app_publisher")[0]',
		'frappe.get_hooks(hook="app_publisher", app_name=app)[0]',
	),
	(
		"desk/form/meta.py",
		"code_hook = frappe.get_hooks(hook, default={})",
		"code_hook = frappe.get_hooks(hook, default={}, app_name=app_name)",
	),
	(
		"desk/doctype/global_search_settings/global_search_settings.py",
		'frappe.get_hooks(hook="global_search_doctypes")',
		'frappe.get_hooks(hook="global_search_doctypes", app_name=app)',
	),
	*(
		(
			"core/doctype/user_invitation/user_invitation.py",
			f'{before}\n\t\tuser_invitation_hook = frappe.get_hooks("user_invitation")',
			f'{before}\n\t\tuser_invitation_hook = frappe.get_hooks("user_invitation", app_name={app})',
		)
		for before, app in (
			("def _run_after_accept_hooks(self, user: Document, user_inserted: bool):", "self.app_name"),
			("def _get_allowed_roles(self):", "self.app_name"),
			("UserInvitation.validate_app_name(app_name)", "app_name"),
		)
	),
	(
		"core/doctype/user_invitation/user_invitation.py",
		'return frappe.get_hooks("app_title")[0]',
		'return frappe.get_hooks("app_title", app_name=self.app_name)[0]',
	),
	(
		"core/doctype/user_invitation/user_invitation.py",
		'\t\tuser_invitation_hooks = frappe.get_hooks("user_invitation")',
		'\t\tuser_invitation_hooks = frappe.get_hooks("user_invitation", app_name=app)',
	),
	("utils/change_log.py", "app_hooks = frappe.get_hooks()", "app_hooks = frappe.get_hooks(app_name=app)"),
	(
		"custom/report/audit_system_hooks/audit_system_hooks.py",
		"delist(frappe.get_hooks(hook))",
		"delist(frappe.get_hooks(hook, app_name=app))",
	),
	(
		"custom/report/audit_system_hooks/audit_system_hooks.py",
		"fmt_hook_values(frappe.get_hooks(hook))",
		"fmt_hook_values(frappe.get_hooks(hook, app_name=app))",
	),
	(
		"desk/page/setup_wizard/setup_wizard.py",
		'frappe.get_hooks().get("setup_wizard_stages")',
		'frappe.get_hooks(app_name=app_name).get("setup_wizard_stages")',
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'if frappe.get_hooks()["app_title"][0] == self.label or self.app == a:',
		'if frappe.get_hooks(app_name=a)["app_title"][0] == self.label or self.app == a:',
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'frappe.get_hooks()["add_to_apps_screen"][0].get(',
		'frappe.get_hooks("add_to_apps_screen", [{}], app_name=a)[0].get(',
	),
	(
		"desk/doctype/desktop_icon/desktop_icon.py",
		'app_title = frappe.get_hooks("app_title")[0]\n\t\t\t\tapp_icon',
		'app_title = frappe.get_hooks("app_title", app_name=app_name)[0]\n\t\t\t\tapp_icon',
	),
	("utils/install.py", "\tfrappe.get_hooks()\n", ""),
	# of a module that the fork left out
	(
		"utils/install.py",
		"\tfrom frappe.tests.utils.generators import _clear_test_log\n\n\t_clear_test_log()\n\n",
		"",
	),
	(
		"utils/install.py",
		'app_title = frappe.get_hooks()["app_title"][0]',
		'app_title = frappe.get_hooks(app_name=app_name)["app_title"][0]',
	),
	(
		"apps.py",
		'app_details = frappe.get_hooks("add_to_apps_screen")\n\t\tif not len(app_details):',
		'app_details = frappe.get_hooks("add_to_apps_screen", app_name=app)\n\t\tif not len(app_details):',
	),
	(
		"apps.py",
		'app_details = frappe.get_hooks("add_to_apps_screen")\n\t\tif not app_details:',
		'app_details = frappe.get_hooks("add_to_apps_screen", app_name=app)\n\t\tif not app_details:',
	),
	# nobody outside is asked for updates or news
	(
		"hooks.py",
		'\t\t"frappe.utils.change_log.check_for_update",\n'
		'\t\t"frappe.desk.doctype.changelog_feed.changelog_feed.fetch_changelog_feed",\n',
		"",
	),
	# Sentry's client is no part of the stand-in, and nobody outside is told of errors
	("utils/error.py", "\tfrom frappe.utils.sentry import capture_exception\n", ""),
	(
		"utils/error.py",
		"\t# Capture exception data if telemetry is enabled\n"
		'\tcapture_exception(message=f"{title}\\n{traceback}")\n\n',
		"",
	),
	(
		"public/js/frappe/utils/common.js",
		'"https://secure.gravatar.com/avatar/" + md5(email_id) + "?" + param;',
		'"/assets/frappe/images/default-avatar.png";',
	),
	# an image that the wheel has, for one that it has not
	("hooks.py", "/assets/frappe/images/frappe-logo.svg", "/assets/frappe/images/frappe-framework-logo.svg"),
	# no nginx in front that would hand socket.io's requests on
	(
		"public/js/frappe/socketio_client.js",
		"\t\tif (window.dev_server) {\n",
		"\t\tif (frappe.boot.socketio_port) {\n",
	),
	# Python 3.11 computes a cached property under one lock for its whole class: two threads with cold caches then wait for each
	# other without an end. Frappe mended it (pull request 32082) after this fork was made
	(
		"utils/__init__.py",
		"cached_property = functools.cached_property\n",
		"class cached_property(functools.cached_property):\n"
		'\t"""Computed without a lock: two threads may compute it at once, and none waits."""\n\n'
		"\tdef __get__(self, instance, owner=None):\n"
		"\t\tif instance is None:\n\t\t\treturn self\n"
		"\t\tkept = instance.__dict__\n"
		"\t\tif self.attrname not in kept:\n"
		"\t\t\tkept[self.attrname] = self.func(instance)\n"
		"\t\treturn kept[self.attrname]\n",
	),
	(
		"model/db_query.py",
		"from functools import cached_property, lru_cache\n",
		"from functools import lru_cache\n\nfrom frappe.utils import cached_property\n",
	),
	(
		"core/doctype/user/user.py",
		"from functools import cached_property\n",
		"from frappe.utils import cached_property\n",
	),
	# tests
	(
		"tests/utils.py",
		"\tfrappe.flags.in_test = enable\n",
		"\tfrappe.flags.in_test = frappe.in_test = enable\n",
	),
]

ALIAS = '"""The address that apps know this module by."""\n\nimport sys\n\nfrom {package} import {module}\n\nsys.modules[__name__] = {module}\n'

FILES = {
	"modules/__init__.py": '"""The addresses that apps know the module tools by."""\n\nfrom frappe.model.module_utils import *\n',
	"modules/utils.py": ALIAS.format(package="frappe.model", module="module_utils"),
	"modules/import_file.py": ALIAS.format(package="frappe.model", module="import_doc"),
	"modules/export_file.py": ALIAS.format(package="frappe.model", module="export"),
	"modules/patch_handler.py": ALIAS.format(package="frappe", module="patches"),
}
