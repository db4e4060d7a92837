"""Commands on a site; run by script/site with the bench's own Python in the bench's `sites` folder.

`python -m standalone.site --site NAME COMMAND …`. The names are those of `bench --site NAME COMMAND`, which calls them here too:
bench runs `python -m frappe.utils.bench_helper frappe --site NAME COMMAND …`.
"""

import argparse
import ast
import atexit
import importlib
import json
import os
import shutil
import subprocess
import sys
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from operator import attrgetter
from pathlib import Path
from typing import Any

# about the age of Python, from a library that the framework imports; of no use to who runs a command
warnings.filterwarnings("ignore", category=FutureWarning, module="google")

import frappe  # noqa: E402

Command = Callable[[argparse.Namespace], None]
Argument = tuple[tuple[str, ...], dict[str, Any]]
COMMANDS: dict[str, Command] = {}
OF_APP = "esaylov-"
"""With this the commands of the app begin, which bench finds in `esaylov.commands`."""


def default_site() -> str:
	"""The site that is meant where none is named: the bench's own, as on a stock one."""
	path = Path("common_site_config.json")
	named = json.loads(path.read_text()).get("default_site") if path.exists() else ""
	return named or "esaylov.localhost"


parser = argparse.ArgumentParser(prog="script/site", description="Run a command on a site of the bench.")
parser.add_argument("--site", default=os.environ.get("FRAPPE_SITE") or default_site())
subparsers = parser.add_subparsers(dest="command", required=True, metavar="COMMAND")


def command(*arguments: Argument) -> Callable[[Command], Command]:
	"""Register a function as the command of its name, with argparse's arguments."""

	def register(function: Command) -> Command:
		name = function.__name__.replace("_", "-")
		words = subparsers.add_parser(name, help=(function.__doc__ or "").splitlines()[0])
		for names, options in arguments:
			words.add_argument(*names, **options)
		COMMANDS[name] = function
		return function

	return register


def argument(*names: str, **options: Any) -> Argument:
	"""An argument of a command, as `argparse.add_argument` takes it."""
	return names, options


FLAG: dict[str, Any] = {"action": "store_true"}


@contextmanager
def connected(site: str) -> Iterator[None]:
	"""The site, as Administrator; committed at the end."""
	frappe.init(site)
	frappe.connect()
	try:
		yield
		if frappe.db:
			frappe.db.commit()
	finally:
		frappe.destroy()


@command(
	argument("name"),
	argument("--admin-password", default="admin"),
	argument("--install-app", action="append", default=[]),
	argument(
		"--demo", **FLAG, help="a demonstration site: its clock may be moved, its signatures are not real"
	),
	argument("--force", **FLAG, help="drop what is left of a site with this name"),
)
def new_site(args: argparse.Namespace) -> None:
	"""Make a site, complete its setup wizard, and install apps on it."""
	if os.path.exists(args.name):
		if not args.force:
			sys.exit(f"✗ the site {args.name} exists already; --force makes it anew")
		_drop(args.name)
	from frappe.installer import _new_site, update_site_config

	database = "_" + frappe.generate_hash(length=16)
	_new_site(database, args.name, admin_password=args.admin_password, force=True, db_type="mariadb")
	# what stands in for the framework is for development; the release that it calls itself is below the floor
	update_site_config("esaylov_accepted_frappe", frappe.__version__)
	if args.demo:
		update_site_config("esaylov_demo", 1)
	frappe.destroy()
	with connected(args.name):
		complete_setup_wizard()
	for app in args.install_app:
		_install(args.name, app)


def complete_setup_wizard() -> None:
	"""Answer the wizard that a fresh site shows, as for Uzbekistan."""
	from frappe.desk.page.setup_wizard.setup_wizard import setup_complete

	answers = {"language": "English", "country": "Uzbekistan", "timezone": "Asia/Tashkent", "currency": "UZS"}
	setup_complete(json.dumps(answers | {"enable_telemetry": 0}))


def _install(site: str, app: str, force: bool = False) -> None:
	from frappe.installer import install_app as install

	with connected(site):
		install(app, force=force)


@command(argument("app"), argument("--force", **FLAG))
def install_app(args: argparse.Namespace) -> None:
	"""Install an app."""
	_install(args.site, args.app, args.force)


@command(
	argument("app"), argument("--yes", **FLAG), argument("--no-backup", **FLAG), argument("--dry-run", **FLAG)
)
def uninstall_app(args: argparse.Namespace) -> None:
	"""Remove an app and all its data."""
	from frappe.installer import remove_app

	with connected(args.site):
		remove_app(args.app, dry_run=args.dry_run, yes=args.yes, no_backup=args.no_backup)


@command(argument("--skip-failing", **FLAG))
def migrate(args: argparse.Namespace) -> None:
	"""Run patches, bring the schema up to date, run the hooks after it."""
	from frappe.migrate import SiteMigration

	SiteMigration(skip_failing=args.skip_failing).run(args.site)


@command(argument("method"), argument("--args", default="[]"), argument("--kwargs", default="{}"))
def execute(args: argparse.Namespace) -> None:
	"""Call a function by its dotted name; arguments as Python literals."""
	with connected(args.site):
		positional, named = (ast.literal_eval(each) for each in (args.args, args.kwargs))
		result = _function(args.method)(*positional, **named)
	if result is not None:
		print(frappe.as_json(result))


def _function(dotted: str) -> Callable[..., Any]:
	"""A function of a module, or of what only a connected site has: `frappe.db.count`."""
	return (
		attrgetter(dotted.removeprefix("frappe."))(frappe)
		if dotted.startswith("frappe.db.")
		else frappe.get_attr(dotted)
	)


@command()
def console(args: argparse.Namespace) -> None:
	"""An interactive Python with the site connected."""
	import IPython

	with connected(args.site):
		IPython.start_ipython(argv=[], user_ns={"frappe": frappe})  # type: ignore[no-untyped-call]


@command()
def mariadb(args: argparse.Namespace) -> None:
	"""The database's own client, with its own arguments: mariadb -e "show tables"."""
	from frappe.database import get_command

	frappe.init(args.site)
	conf = frappe.conf
	program, words, _name = get_command(
		host=conf.db_host,
		port=conf.db_port,
		user=conf.db_user,
		password=conf.db_password,
		db_name=conf.db_name,
	)
	os.execv(program, [program, *words, *args.rest])  # noqa: S606


@command(argument("--with-files", **FLAG))
def backup(args: argparse.Namespace) -> None:
	"""Dump the database, and the files too, into the site's private/backups; of what fails no half is left."""
	from frappe.utils import CallbackManager
	from frappe.utils.backups import scheduled_backup

	undo = CallbackManager()
	with connected(args.site):
		try:
			taken = scheduled_backup(ignore_files=not args.with_files, force=True, rollback_callback=undo)
		except Exception as problem:
			undo.run()
			raise SystemExit(f"Backup of {args.site} failed, none was made: {problem}") from None
		taken.print_summary()


@command(argument("folder"), argument("secrets"))
def save(args: argparse.Namespace) -> None:
	"""The database, the files and, by itself, the configuration with its secrets; see standalone/backups.py."""
	from frappe.utils.backups import new_backup

	with connected(args.site):
		new_backup(
			backup_path_db=os.path.join(args.folder, "database.sql.gz"),
			backup_path_files=os.path.join(args.folder, "public-files.tar"),
			backup_path_private_files=os.path.join(args.folder, "private-files.tar"),
			backup_path_conf=args.secrets,
			force=True,
		)


@command(argument("name"), argument("sql_file"))
def bring(args: argparse.Namespace) -> None:
	"""Make a site from a dump: folders, a database of its own, what the dump holds."""
	from frappe.installer import _new_site

	database = "_" + frappe.generate_hash(length=16)
	_new_site(database, args.name, source_sql=os.path.abspath(args.sql_file), force=True, db_type="mariadb")
	frappe.destroy()


@command(
	argument("sql_file"),
	argument("--admin-password"),
	argument("--with-public-files"),
	argument("--with-private-files"),
)
def restore(args: argparse.Namespace) -> None:
	"""Replace the site's database by a dump, and its files by archives."""
	from frappe.installer import extract_files, install_db
	from frappe.utils.password import update_password

	source = os.path.abspath(args.sql_file)
	frappe.init(args.site)
	conf = frappe.conf
	install_db(
		db_name=conf.db_name,
		db_user=conf.db_user,
		db_password=conf.db_password,
		db_type="mariadb",
		source_sql=source,
		force=True,
		verbose=False,
	)
	frappe.destroy()
	for archive in filter(None, (args.with_public_files, args.with_private_files)):
		os.remove(extract_files(args.site, os.path.abspath(archive)))
	if args.admin_password:
		with connected(args.site):
			update_password("Administrator", args.admin_password)


@command(argument("--app"))
def export_fixtures(args: argparse.Namespace) -> None:
	"""Write the records that the apps' hooks name as fixtures."""
	from frappe.utils.fixtures import export_fixtures as export

	with connected(args.site):
		export(app=args.app)


@command()
def list_apps(args: argparse.Namespace) -> None:
	"""The installed apps with their versions."""
	with connected(args.site):
		for app in frappe.get_installed_apps():
			print(app, frappe.get_attr(f"{app}.__version__"))


@command()
def clear_cache(args: argparse.Namespace) -> None:
	"""Forget everything cached."""
	from frappe.website.utils import clear_website_cache

	with connected(args.site):
		frappe.clear_cache()
		clear_website_cache()


@command(
	argument("key"),
	argument("value"),
	argument("--parse", "-p", **FLAG),
	argument("--global", "-g", **FLAG, dest="common"),
)
def set_config(args: argparse.Namespace) -> None:
	"""Set a value in the site's configuration, or in the common one."""
	from frappe.installer import update_site_config

	frappe.init(args.site)
	value = ast.literal_eval(args.value) if args.parse else args.value
	path = os.path.join(frappe.local.sites_path, "common_site_config.json") if args.common else None
	update_site_config(args.key, value, site_config_path=path)


@command(argument("password"))
def set_admin_password(args: argparse.Namespace) -> None:
	"""Set Administrator's password."""
	from frappe.utils.password import update_password

	with connected(args.site):
		update_password("Administrator", args.password)


@command(argument("name"), argument("--no-backup", **FLAG))
def drop_site(args: argparse.Namespace) -> None:
	"""Remove a site with its database and files."""
	if not args.no_backup:
		backup(argparse.Namespace(site=args.name, with_files=False))
		target = os.path.join("..", "archived", args.name)
		os.makedirs(target, exist_ok=True)
		shutil.copytree(os.path.join(args.name, "private", "backups"), target, dirs_exist_ok=True)
	_drop(args.name)


def _drop(site: str) -> None:
	from frappe.database import drop_user_and_database

	if os.path.exists(os.path.join(site, "site_config.json")):
		frappe.init(site)
		drop_user_and_database(frappe.conf.db_name, frappe.conf.db_user)
		frappe.destroy()
	shutil.rmtree(site)


@command(argument("--queue"), argument("--quiet", **FLAG))
def worker(args: argparse.Namespace) -> None:
	"""Work on the queues, or on one, for every site."""
	from frappe.utils.background_jobs import start_worker

	importlib.import_module("esaylov.commands")  # as `bench` does for each app
	start_worker(queue=args.queue, quiet=True)


@command()
def schedule(args: argparse.Namespace) -> None:
	"""Queue what is due, for every site."""
	from frappe.utils.scheduler import start_scheduler

	start_scheduler()


@command()
def enable_scheduler(args: argparse.Namespace) -> None:
	"""Let due jobs of the site be queued."""
	from frappe.utils.scheduler import toggle_scheduler

	with connected(args.site):
		toggle_scheduler(True)


@command(argument("state", choices=["on", "off"]))
def set_maintenance_mode(args: argparse.Namespace) -> None:
	"""Refuse everybody while the site is repaired (on), or serve them again (off)."""
	from frappe.installer import update_site_config

	frappe.init(args.site)
	update_site_config("maintenance_mode", int(args.state == "on"))


@command()
def doctor(args: argparse.Namespace) -> None:
	"""Workers, queues and the scheduler."""
	from frappe.utils.doctor import doctor as tell

	frappe.init(args.site)
	tell(args.site)


@command(
	argument("--app"),
	argument("--apps"),
	argument("--production", **FLAG),
	argument("--force", **FLAG),
	argument("--hard-link", **FLAG),
)
def build(args: argparse.Namespace) -> None:
	"""npm packages of the bench, and the bundles of its apps; in the folder `sites`."""
	assets, bench = Path(__file__).parent / "assets", str(Path("..").resolve())
	named = args.app or args.apps
	for words in (["packages.mjs"], ["build.mjs", *(["--apps", named] if named else [])]):
		program, *rest = words
		if subprocess.run(["node", str(assets / program), "--bench", bench, *rest]).returncode:
			sys.exit(f"✗ {program} failed")


def of_bench() -> None:
	"""What `bench` asks of the framework: its commands, or one of them."""
	words = sys.argv[1:]
	if words == ["get-frappe-commands"]:
		print(json.dumps(sorted([*COMMANDS, *app_commands()])))
	elif words == ["get-frappe-help"]:
		print(f"Commands:\n{parser.format_help()}")
	else:
		sys.argv = ["bench", *(words[1:] if words[:1] == ["frappe"] else words)]
		main()


def app_commands() -> dict[str, Any]:
	"""Commands of the app by their names."""
	return {each.name: each for each in importlib.import_module("esaylov.commands").commands}


def run_app_command(words: list[str]) -> None:
	"""Run a command of the app, as `bench` does, with the site that `--site` names; nothing where the words name none."""
	options = argparse.ArgumentParser(add_help=False, allow_abbrev=False)
	options.add_argument("--site", default=os.environ.get("FRAPPE_SITE") or default_site())
	named, rest = options.parse_known_args(words)
	if not rest or not rest[0].startswith(OF_APP):
		return
	known = app_commands()
	if rest[0] not in known:
		parser.error(f"no such command {rest[0]}: {', '.join(known)}")
	known[rest[0]].main(rest[1:], prog_name=rest[0], obj={"sites": [named.site]})


def main() -> None:
	"""Run the command of the command line."""
	run_app_command(sys.argv[1:])
	args, args.rest = parser.parse_known_args()
	if args.rest and args.command != "mariadb":
		parser.error(f"unrecognized arguments: {' '.join(args.rest)}")
	COMMANDS[args.command](args)
	# what asked to be called at the end is called; the interpreter would then take each object of the framework apart, for a second
	atexit._run_exitfuncs()
	sys.stdout.flush()
	sys.stderr.flush()
	os._exit(0)


if __name__ == "__main__":
	main()
