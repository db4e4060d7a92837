"""script/install-production: a Debian machine without containers becomes a site. Needs Python alone, and root; a rehearsal needs neither root."""

import argparse
import os
import secrets
import shutil
import subprocess
from collections.abc import Callable, Sequence
from pathlib import Path

from standalone import encryption
from standalone.packages import search_path
from standalone.paths import APP, ROOT
from standalone.production import checks, frappe, nginx, site, texts, units
from standalone.production.actions import (
	Action,
	Check,
	Command,
	File,
	Folder,
	Link,
	Machine,
	Step,
	perform,
	rehearse,
)
from standalone.production.layout import (
	BACKUPS,
	SETTINGS,
	STATE,
	STORES,
	USER,
	Layout,
	checked_host,
)
from standalone.steps import Failure

PACKAGES = (
	*("ca-certificates", "git", "gpg", "gpg-agent", "logrotate", "openssl", "nftables"),
	*("mariadb-server", "mariadb-client", "redis-server", "nginx"),
	# Frappe 16 builds the driver of the database
	*("python3", "python3-venv", "python3-dev", "build-essential", "pkg-config", "libmariadb-dev"),
	# papers, batches of certificates, pages of papers shown in the Desk, the hash of Oʻz DSt
	*(
		"libpango-1.0-0",
		"libpangoft2-1.0-0",
		"libharfbuzz-subset0",
		"fonts-dejavu-core",
		"chromium",
		"poppler-utils",
		"libgcrypt20",
	),
)
NODE = ("nodejs", "npm")
BENCH, YARN = "frappe-bench>=5.31,<6", "yarn@1.22.22"
FRAPPE = "https://github.com/frappe/frappe"
OPTIONS = Path("/etc/mysql/mariadb.conf.d/60-esaylov.cnf")
ENCRYPTION = Path("/etc/mysql/mariadb.conf.d/60-esaylov-encryption.cnf")
HTTP, SERVER = Path("/etc/nginx/conf.d/esaylov.conf"), Path("/etc/nginx/sites-available/esaylov")
ENABLED = Path("/etc/nginx/sites-enabled")
ROTATION, WRAPPER = Path("/etc/logrotate.d/esaylov"), Path("/usr/local/sbin/bench")
ADMINISTRATOR = SETTINGS / "administrator"
PORTAL = ROOT / "docs" / "nginx"
WITHOUT_ROOT = "run it as root (a rehearsal, --dry-run, needs no root)"


def install(arguments: list[str]) -> int:
	"""Make this Debian machine a site of E-saylov, or say what would be done (--dry-run), or how it is undone (--how-to-undo)."""
	parser = argparse.ArgumentParser(prog="script/install-production", description=install.__doc__)
	parser.add_argument("--site", required=True, help="the name that people type, as saylov.example.org")
	parser.add_argument("--certificate", type=Path, required=True, help="its chain of certificates, PEM")
	parser.add_argument(
		"--key", type=Path, required=True, help="the private key of it, for root alone to read"
	)
	parser.add_argument(
		"--seal-for", type=Path, required=True, help="the public key that backups are sealed for (GnuPG)"
	)
	parser.add_argument("--frappe", default=FRAPPE, help="Frappe's repository: an address or a path")
	parser.add_argument("--frappe-branch", required=True, help="its branch or tag, as version-16")
	parser.add_argument("--accept-frappe", default="", metavar="RELEASE", help="take on its known weaknesses")
	parser.add_argument("--app", default="", help="the app's repository; else where this checkout came from")
	parser.add_argument("--app-branch", default="", help="its branch or tag")
	parser.add_argument("--python", default="/usr/bin/python3", help="the Python of the bench")
	parser.add_argument("--node", type=Path, default=Path("/usr/bin"), help="the folder of node and npm")
	parser.add_argument(
		"--database-keys",
		type=Path,
		metavar="FOLDER",
		help="encrypt the database at rest, its keys there (docs/operators/encryption.md)",
	)
	parser.add_argument("--dry-run", action="store_true", help="say each file and command, and do nothing")
	parser.add_argument(
		"--how-to-undo", action="store_true", help="print the commands that take all of it away"
	)
	options = parser.parse_args(arguments)
	layout = described(options)
	if options.how_to_undo:
		print("\n".join(undoing(layout)))
		return 0
	check(layout, options.dry_run)
	machine = Machine(lambda line: print(line, flush=True))
	actions = planned(layout, options.accept_frappe, options.database_keys)
	if options.dry_run:
		count = rehearse([action for action in actions if _may_be_asked(action)], machine)
		print(f"{count} things would be done; nothing was." if count else "Nothing is left to do.")
		return 0
	count = perform(actions, machine)
	print(_closing(layout) if count else "Nothing was left to do.")
	return 0


def described(options: argparse.Namespace) -> Layout:
	"""What was asked for, on the machine that this is. Raises Failure."""
	return Layout(
		site=checked_host(options.site),
		certificate=options.certificate.absolute(),
		key=options.key.absolute(),
		recipient=options.seal_for.absolute(),
		frappe=options.frappe,
		branch=options.frappe_branch,
		app=options.app or _origin(),
		app_branch=options.app_branch,
		python=options.python,
		node=options.node.absolute(),
		memory=checks.memory(),
		cores=os.cpu_count() or 1,
		debian=checks.debian(),
	)


def _origin() -> str:
	"""Where this checkout came from, so that `bench update` asks there; the checkout itself where that is unknown."""
	done = subprocess.run(
		["git", "-C", str(ROOT), "remote", "get-url", "origin"], capture_output=True, text=True
	)
	return done.stdout.strip() or str(ROOT)


def check(layout: Layout, is_dry: bool) -> None:
	"""Failure for what makes it impossible or unsafe; a rehearsal leaves out what only root can ask."""
	if not is_dry and os.geteuid() != 0:
		raise Failure(WITHOUT_ROOT)
	checks.program_of("systemctl")
	if not is_dry:
		checks.place()
	checks.recipient(layout.recipient)
	if not is_dry or os.geteuid() == 0:
		checks.certificate(layout.certificate, layout.key, layout.site)


def _may_be_asked(action: Action) -> bool:
	"""Whether a rehearsal asks for it: Frappe's repository only where git and Node are there."""
	return not isinstance(action, Check) or all(
		shutil.which(name, path=search_path()) for name in ("git", "node")
	)


def planned(layout: Layout, accepted: str = "", keys: Path | None = None) -> list[Action]:
	"""Everything, in its order."""
	return [
		*_machine(layout, accepted),
		*_database(layout, keys),
		*_units(layout),
		*_bench(layout),
		*_site(layout, accepted),
		*_front(layout),
		*_started(layout),
	]


def _machine(layout: Layout, accepted: str) -> list[Action]:
	"""Packages, the bench's user, folders, what others must not read."""
	packages = [*PACKAGES, *(NODE if layout.node == Path("/usr/bin") else ())]
	apt = ["apt-get", "install", "-y", "--no-install-recommends", *packages]
	home = ["--home-dir", str(layout.home), "--shell", "/usr/sbin/nologin"]
	return [
		Command("apt-update", ["apt-get", "update"]),
		Command("packages", apt, environment={"DEBIAN_FRONTEND": "noninteractive"}),
		Check("programs", lambda machine: checks.programs()),
		# before anything of it is here
		Check("Frappe", lambda machine: _suits(layout, accepted, machine)),
		Command("user", ["useradd", "--system", "--user-group", "--no-create-home", *home, USER]),
		Folder(SETTINGS),
		# other users of the machine do not even come in; nginx does
		Folder(layout.home, 0o710, f"{USER}:www-data"),
		Folder(BACKUPS, 0o700),
		File(SETTINGS / "restorer.asc", layout.recipient.read_text()),
		File(SETTINGS / "nftables.example", texts.firewall()),
		File(SETTINGS / "redis-password", mode=0o600, make=_password),
		File(ADMINISTRATOR, mode=0o600, make=_password),
		*(
			File(SETTINGS / f"redis-{store}.conf", "", 0o640, "root:redis", fill=_redis(layout, store))
			for store in STORES
		),
		File(ROTATION, texts.logrotate(layout)),
		File(WRAPPER, texts.bench(layout), 0o755),
	]


def _password() -> str:
	return secrets.token_urlsafe(32)


def _redis(layout: Layout, store: str) -> Callable[[Machine], str]:
	return lambda machine: texts.redis(store, layout, site.password(machine))


def _database(layout: Layout, keys: Path | None) -> list[Action]:
	"""MariaDB's options, and its keys before there is a row."""
	text = texts.mariadb(layout)
	place = encryption.Place(keys, ENCRYPTION, Path("/var/lib/mysql"), "mysql") if keys else None
	sealed: list[Action] = []
	if place:
		told = "; ".join(encryption.set_up(place, is_dry=True)[:2])
		sealed = [Step("encryption", told, lambda machine: _seal(place, machine))]
	return [
		File(OPTIONS, text),
		*sealed,
		Command("mariadb", ["systemctl", "restart", "mariadb"], inputs=text + str(keys or "")),
	]


def _seal(place: encryption.Place, machine: Machine) -> None:
	for line in encryption.set_up(place, is_dry=False, server=encryption.Server()):
		machine.told(f"  {line}")


def _units(layout: Layout) -> list[Action]:
	"""The units, and the two Redis, which a site is made with."""
	made = units.all_units(layout)
	return [
		*(File(units.place(name), text) for name, text in made.items()),
		Command("units", ["systemctl", "daemon-reload"], inputs="".join(made.values())),
		Command("redis-enabled", ["systemctl", "enable", *units.REDIS]),
		Command(
			"redis",
			["systemctl", "restart", *units.REDIS],
			"".join(texts.redis(store, layout, "") for store in STORES),
		),
	]


def _bench(layout: Layout) -> list[Action]:
	"""bench, Frappe and the app, as a stock bench has them, by the bench's user."""
	npm = [str(layout.node / "npm"), "install", "--global", "--no-fund", "--prefix", str(layout.tools), YARN]
	init = ["bench", "init", "--no-backups", "--no-procfile", "--skip-redis-config-generation"]
	init += ["--frappe-path", layout.frappe, "--frappe-branch", layout.branch, "--python", layout.python]
	branch = ["--branch", layout.app_branch] if layout.app_branch else []
	trusted = "".join(f"\tdirectory = {path}\n" for path in _local(layout.frappe, layout.app))
	return [
		# git refuses a repository of somebody else unless it is named
		*([File(layout.home / ".gitconfig", f"[safe]\n{trusted}", owner=USER)] if trusted else []),
		_as_user(layout, "tools", ["python3", "-m", "venv", str(layout.tools)]),
		_as_user(layout, "tools-bench", [f"{layout.tools}/bin/pip", "install", "--quiet", BENCH]),
		_as_user(layout, "tools-yarn", npm),
		_as_user(layout, "bench", [*init, layout.bench.name], begin=site.make_room(layout.bench)),
		Step("settings", f"settings of {layout.common}, 0600", lambda machine: site.settle(layout, machine)),
		_as_user(
			layout, "app", ["env", texts.WITHOUT_UV, "bench", "get-app", *branch, layout.app], layout.bench
		),
	]


def _suits(layout: Layout, accepted: str, machine: Machine) -> str:
	"""What would be installed; once it is, bench updates it, and nothing is asked here."""
	return "installed" if (machine.state / "bench").exists() else frappe.suits(layout, accepted)


def _local(*addresses: str) -> list[str]:
	"""Those that are folders of this machine, as git names them."""
	folders = [Path(address).resolve() for address in addresses if Path(address).is_dir()]
	return [str(path) for folder in folders for path in (folder, folder / ".git")]


def _as_user(
	layout: Layout,
	name: str,
	words: Sequence[str],
	folder: Path | None = None,
	begin: site.Act | None = None,
) -> Command:
	return Command(name, words, "", True, folder or layout.home, site.environment(layout), begin)


def _site(layout: Layout, accepted: str) -> list[Action]:
	"""The site with the app, and what of it others may read: public files alone."""
	private = [
		layout.bench / "logs",
		layout.bench / "config",
		layout.folder / "logs",
		layout.folder / "private",
	]
	return [
		Step(
			"site",
			f"the site {layout.site}, by bench new-site as {USER}",
			lambda machine: site.make(layout, machine),
		),
		*(
			_on_site(layout, name, words)
			for name, words in (
				("host", ["set-config", "host_name", f"https://{layout.site}"]),
				*((("accepted", ["set-config", "esaylov_accepted_frappe", accepted]),) if accepted else ()),
				("scheduler", ["enable-scheduler"]),  # before the app, which records the settings
				("install", ["install-app", APP]),
			)
		),
		*(Folder(path, 0o700, USER) for path in private),
		*(
			File(path, mode=0o600, owner=USER, make=site.missing)
			for path in (layout.common, layout.folder / "site_config.json")
		),
	]


def _on_site(layout: Layout, name: str, words: Sequence[str]) -> Command:
	return _as_user(layout, name, ["bench", "--site", layout.site, *words], layout.bench)


def _front(layout: Layout) -> list[Action]:
	"""nginx: the site over TLS, and nothing else."""
	http = nginx.http((PORTAL / "portal-http.conf").read_text(encoding="utf-8"))
	server = nginx.site(layout, (PORTAL / "portal-server.conf").read_text(encoding="utf-8"))
	inputs = http + server
	return [
		Folder(Path(nginx.ACME)),
		File(HTTP, http),
		File(SERVER, server),
		Link(ENABLED / "esaylov", str(SERVER)),
		Link(ENABLED / "default", ""),
		Command("nginx-check", ["nginx", "-t"], inputs),
		Command("nginx", ["systemctl", "restart", "nginx"], inputs),
	]


def _started(layout: Layout) -> list[Action]:
	"""What runs, now and after each start of the machine."""
	inputs = "".join(units.all_units(layout).values())
	return [
		Command("enabled", ["systemctl", "enable", units.TARGET, *units.TIMERS]),
		Command("started", ["systemctl", "restart", units.TARGET], inputs),
		Command("timers", ["systemctl", "start", *units.TIMERS]),
	]


def _closing(layout: Layout) -> str:
	return (
		f"\nhttps://{layout.site} is there. Administrator's password: {ADMINISTRATOR} (root alone reads it; log in, "
		f"change it, remove the file).\nNext: two Election Administrators (docs/operators/install.md, Two administrators); then "
		"docs/operators/production.md, After the installation. "
		"How it is undone: the same command with --how-to-undo."
	)


def undoing(layout: Layout) -> list[str]:
	"""The commands that take an installation away, the data last; nothing runs them."""
	files = [HTTP, SERVER, ENABLED / "esaylov", ROTATION, WRAPPER, OPTIONS]
	return [
		"# a backup first: docs/operators/backup.md. These lines are printed, and not run",
		f"systemctl disable --now {units.TARGET} {' '.join([*units.TIMERS, *units.REDIS])}",
		f"systemctl stop {' '.join(units.members(layout))}",
		f"rm {' '.join(str(units.place(name)) for name in units.all_units(layout))}",
		f"rm {' '.join(map(str, files))}",
		"systemctl daemon-reload",
		f"ln -s /etc/nginx/sites-available/default {ENABLED}/default",
		"systemctl restart nginx mariadb",
		"# the data: the site's database, its files, passwords, and the Redis of the queue",
		f"mariadb -e 'DROP DATABASE `NAME`'    # db_name of {layout.folder}/site_config.json; DROP USER of the same name",
		f"rm -r {layout.home} {SETTINGS} {STATE} {' '.join(f'/var/lib/esaylov-redis-{store}' for store in STORES)}",
		f"userdel {USER}",
		f"# the backups stay: {BACKUPS}. Keys of the database stay: without them an encrypted one is lost. Packages stay",
	]
