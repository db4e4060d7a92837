"""The operators' page of a machine for production, followed word for word in a clean root of Debian: installed, asked, backed up, brought back.

The root is made by debootstrap, of this machine's release of Debian, or of the one that ESAYLOV_ROOT_DEBIAN names (`bookworm`). systemd is
not its first process: `root/systemctl.py` runs what the units say, and shuts nothing in, so what systemd itself would do (sandbox, timers, restart) is not seen here; the units are read and rated by systemd's own `systemd-analyze`.
Frappe is the stand-in, handed out as a repository under the first release that is not refused. What an operator brings lies there before: a certificate of
an authority that the machine trusts, a key for backups, the name of the site.
"""

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from factories.waiting import until

from esaylov.core import framework_versions
from standalone.driver import LOCK as DRIVER
from standalone.environment import LOCK
from standalone.packages import search_path
from standalone.paths import ROOT, Bench
from standalone.production import frappe

pytestmark = pytest.mark.long

PAGE = ROOT / "docs" / "operators" / "production.md"
SITE = "saylov.example.org"
RELEASE = framework_versions.floor(16, frappe.advisories())
SUITE = os.environ.get("ESAYLOV_ROOT_DEBIAN", "")
VALUES = {"SITE": SITE, "BRANCH": "version-16", "PYTHON": "/usr/bin/python3"}
"""What stands in capitals on the page, without the moment."""
INSTALL, AFTER, AROUND, BACKUPS, UNDONE = (
	"Install",
	"After the installation",
	"What stands where",
	"Backups, and a moment brought back",
	"Undone",
)
STORED = f"/srv/esaylov/bench/sites/{SITE}/private/files/paper.txt"
PUBLIC = f"/srv/esaylov/bench/sites/{SITE}/public/files/open.txt"
OF_TESTS = {
	*(
		"coverage",
		"grimp",
		"hypothesis",
		"import-linter",
		"mypy",
		"mypy-extensions",
		"playwright",
		"pytest",
		"pyee",
		"ruff",
	),
	*("schemathesis", "openapi-spec-validator", "types-requests", "uv"),
}
"""Packages of the lock that a site needs nothing of."""
GIT = 9418
TRUST = ("SSL_CERT_FILE", "PIP_CERT", "NODE_EXTRA_CA_CERTS", "GIT_SSL_CAINFO")
"""How this machine's programs are told of its authorities, where they have to be."""


class Root:
	"""A root of Debian in namespaces of its own, its network too, from which it reaches what this machine reaches; what was started in
	it ends with it."""

	def __init__(self, folder: Path) -> None:
		self.folder = folder
		mounted = (
			f"mount -t proc proc {folder}/proc && mount --rbind /dev {folder}/dev && mount -t tmpfs tmpfs {folder}/run && "
			f"exec chroot {folder} /bin/bash -c 'while :; do sleep 3600 & wait $!; done'"
		)
		self.first = subprocess.Popen(
			[
				"unshare",
				"--mount",
				"--pid",
				"--net",
				"--fork",
				"--kill-child",
				"--propagation",
				"private",
				"sh",
				"-c",
				mounted,
			]
		)
		children = Path(f"/proc/{self.first.pid}/task/{self.first.pid}/children")
		until(lambda: self.first.poll() is not None or children.read_text().split())
		self.inside = children.read_text().split()[0]
		until(lambda: Path(f"/proc/{self.inside}/root").resolve() == folder or self.first.poll() is not None)
		assert self.first.poll() is None
		self._networked(["ip", "link", "set", "lo", "up"])
		self.line = subprocess.Popen(
			["slirp4netns", "--configure", "--disable-host-loopback", self.inside, "tap0"]
		)
		until(lambda: "inet " in self._networked(["ip", "address", "show"]).partition("tap0")[2])

	def _networked(self, words: list[str]) -> str:
		"""What a program of this machine says in the network of the root."""
		command = ["nsenter", "--target", self.inside, "--net", "--", *words]
		return subprocess.run(command, capture_output=True, text=True, check=True).stdout

	def serve(self, folder: Path) -> "subprocess.Popen[bytes]":
		"""Hand the repositories of a folder out, to the root alone."""
		words = [
			"git",
			"daemon",
			"--export-all",
			f"--base-path={folder}",
			"--listen=127.0.0.1",
			f"--port={GIT}",
			"--reuseaddr",
		]
		command = ["nsenter", "--target", self.inside, "--net", "--", *words, str(folder)]
		return subprocess.Popen(command, start_new_session=True)

	def run(self, script: str, fails: bool = False) -> str:
		"""What root's shell prints for a script, which ends at the first line that fails."""
		kept = {name: os.environ[name] for name in TRUST if name in os.environ}
		environment = {
			"HOME": "/root",
			"LANG": "C.UTF-8",
			"PATH": "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin",
			**kept,
		}
		enter = [
			"nsenter",
			"--target",
			self.inside,
			"--mount",
			"--pid",
			"--net",
			"--root",
			"--wd",
			"--",
		]
		command = [
			*enter,
			"env",
			"-i",
			*(f"{name}={value}" for name, value in environment.items()),
			"bash",
			"-e",
		]
		done = subprocess.run(command, input=f"{script}\n", capture_output=True, text=True)
		print(f"$ {script}\n{done.stdout}{done.stderr}", flush=True)
		assert (done.returncode != 0) is fails, (script, done.stdout[-3000:], done.stderr[-3000:])
		return done.stdout + done.stderr

	def path(self, name: str) -> Path:
		return self.folder / name.lstrip("/")

	def end(self) -> None:
		for process in (self.line, self.first):
			process.kill()
			process.wait()


def sections(text: str) -> dict[str, str]:
	"""Heading -> the lines set apart below it, as they are typed."""
	found = {}
	for part in re.split(r"^## ", text, flags=re.MULTILINE)[1:]:
		heading, _, rest = part.partition("\n")
		found[heading] = "\n".join(line[4:] for line in rest.splitlines() if line.startswith("    "))
	return found


def typed(script: str, **more: str) -> str:
	"""The lines with what is the operator's own in the place of the words in capitals."""
	for word, value in {**VALUES, **more}.items():
		script = re.sub(rf"\b{word}\b", value, script)
	assert not re.search(r"(?<![\w$./-])[A-Z]{4,}\b", script), script
	return script


def without_signers(script: str) -> str:
	"""The lines of the restore for a site that has no administrators yet, which the owner of the server releases."""
	signed = "--signature /tmp/one.p7s --signature /tmp/two.p7s"
	assert script.count(signed) == 1
	return script.replace(signed, "--by-bench-owner")


# --- what lies there before


def mirror() -> tuple[str, str]:
	"""Where this machine's own packages come from, and the suite of the root: this machine's, unless another is named."""
	for path in (Path("/etc/apt/sources.list"), *sorted(Path("/etc/apt/sources.list.d").glob("*.sources"))):
		text = path.read_text() if path.exists() else ""
		if found := re.search(r"^URIs:\s*(http\S+)\s*\nSuites:\s*(\w+)", text, re.MULTILINE):
			return found[1], SUITE or found[2]
		if found := re.search(r"^deb (?:\[.*?\] )?(http\S+) (\w+) main", text, re.MULTILINE):
			return found[1], SUITE or found[2]
	raise AssertionError("apt has no source from which a root could be made")


def make_base(folder: Path) -> None:
	"""A root of Debian as debootstrap makes it, with this machine's sources and trust, made once for a bench."""
	if (folder / "made").exists():
		return
	shutil.rmtree(folder, ignore_errors=True)
	address, suite = mirror()
	folder.mkdir(parents=True)
	subprocess.run(
		["debootstrap", "--include=ca-certificates", suite, str(folder / "root"), address], check=True
	)
	(folder / "made").touch()


def prepare(root: Path) -> None:
	"""What a machine has besides Debian: a name, a network, authorities that it trusts, where repositories are, systemctl."""
	(root / "etc/resolv.conf").write_text("nameserver 10.0.2.3\n")  # as slirp4netns has it
	(root / "etc/hosts").write_text(f"127.0.0.1 localhost {SITE}\n::1 localhost\n")
	(root / "usr/sbin/policy-rc.d").write_text(
		"#!/bin/sh\nexit 101\n"
	)  # packages start nothing: there is no systemd
	(root / "usr/sbin/policy-rc.d").chmod(0o755)
	trusted = root / "usr/local/share/ca-certificates"
	trusted.mkdir(parents=True, exist_ok=True)
	for path in Path("/usr/local/share/ca-certificates").glob("*.crt"):
		shutil.copy(path, trusted)
	(root / "etc/gitconfig").write_text(f'[url "git://127.0.0.1:{GIT}/"]\n\tinsteadOf = https://\n')
	shutil.copy(Path(__file__).parent / "root" / "systemctl.py", root / "usr/local/sbin/systemctl")
	(root / "usr/local/sbin/systemctl").chmod(0o755)
	certify(root)


def certify(root: Path) -> None:
	"""An authority that the machine trusts, and the site's certificate by it."""
	now = datetime.now(UTC)

	def made(
		name: str,
		key: ec.EllipticCurvePrivateKey,
		issuer: str,
		by: ec.EllipticCurvePrivateKey,
		is_authority: bool,
	):
		whose = [x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, one)]) for one in (name, issuer)]
		return (
			x509.CertificateBuilder()
			.subject_name(whose[0])
			.issuer_name(whose[1])
			.public_key(key.public_key())
			.serial_number(x509.random_serial_number())
			.not_valid_before(now - timedelta(days=1))
			.not_valid_after(now + timedelta(days=90))
			.add_extension(x509.BasicConstraints(ca=is_authority, path_length=None), critical=True)
			.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), critical=False)
			.sign(by, hashes.SHA256())
		)

	authority, own = ec.generate_private_key(ec.SECP256R1()), ec.generate_private_key(ec.SECP256R1())
	pem = serialization.Encoding.PEM
	top = made("authority.example", authority, "authority.example", authority, True).public_bytes(pem)
	(root / "usr/local/share/ca-certificates/test.crt").write_bytes(top)
	folder = root / "etc/ssl/private"
	folder.mkdir(parents=True, exist_ok=True)
	(folder / f"{SITE}.crt").write_bytes(
		made(SITE, own, "authority.example", authority, False).public_bytes(pem) + top
	)
	key = own.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
	(folder / f"{SITE}.key").write_bytes(key)
	(folder / f"{SITE}.key").chmod(0o600)


def make_keys(root: Path, home: Path) -> None:
	"""A pair for backups: the public half on the machine, the private one where it lies until a restore."""
	home.mkdir(mode=0o700)
	environment = os.environ | {"GNUPGHOME": str(home)}
	gpg = ["gpg", "--batch", "--quiet", "--pinentry-mode", "loopback", "--passphrase", ""]
	for words in (
		["--quick-generate-key", "restorer", "default", "default", "never"],
		["--armor", "--output", str(root / "root/restorer.asc"), "--export"],
		["--armor", "--output", str(root / "root/restorer-private.asc"), "--export-secret-keys"],
	):
		subprocess.run([*gpg, *words], check=True, env=environment)
	subprocess.run(["gpgconf", "--kill", "all"], env=environment)


def commit(folder: Path, branch: str, served: Path) -> None:
	"""A folder as a bare repository with one branch."""
	author = ("-c", "user.name=test", "-c", "user.email=test@test.example")
	for words in (("init", "-q", "-b", branch), ("add", "-A", "-f"), (*author, "commit", "-qm", "one")):
		subprocess.run(["git", "-C", str(folder), *words], check=True)
	subprocess.run(["git", "clone", "-q", "--bare", str(folder), str(served)], check=True)


def app_repository(folder: Path, served: Path) -> None:
	"""This tree."""
	listed = subprocess.run(
		["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True
	).stdout
	for name in filter(None, listed.split("\0")):
		if (ROOT / name).is_file():
			(folder / name).parent.mkdir(parents=True, exist_ok=True)
			shutil.copy(ROOT / name, folder / name)
	commit(folder, "main", served)


def framework_repository(built: Bench, folder: Path, served: Path) -> None:
	"""The stand-in as a repository of Frappe: its package, what stands in for bench's commands and realtime, its lists of packages."""
	left_out = shutil.ignore_patterns("__pycache__", "dist", "node_modules")
	shutil.copytree(built.apps / "frappe" / "frappe", folder / "frappe", ignore=left_out)
	for name in ("standalone", "realtime"):
		shutil.copytree(ROOT / name, folder / name, ignore=left_out)
	package = folder / "frappe" / "__init__.py"
	text = package.read_text()
	assert text.count('__version__ = "16.0.0-dev"') == 1
	package.write_text(text.replace("16.0.0-dev", RELEASE))
	(folder / "socketio.js").write_text(
		'process.argv.push("--bench", require("node:path").resolve(__dirname, "../.."));\nimport("./standalone/realtime/server.mjs");\n'
	)
	# with its driver of the database, which is built, as Frappe 16 has it
	pins = re.findall(
		r"^([\w.-]+)(==\S+)(?: ; (.+?))? \\$", LOCK.read_text() + DRIVER.read_text(), re.MULTILINE
	)
	wanted = [
		f"{name}{version}" + (f" ; {marker}" if marker else "")
		for name, version, marker in pins
		if name not in OF_TESTS
	]
	assert len(wanted) > 60
	(folder / "pyproject.toml").write_text(
		'[project]\nname = "frappe"\ndescription = "The stand-in"\n'
		f'version = "{RELEASE}"\nrequires-python = ">=3.11,<3.14"\ndependencies = {json.dumps(wanted)}\n'
		'[build-system]\nrequires = ["flit_core>=3.4,<4"]\nbuild-backend = "flit_core.buildapi"\n'
	)
	commit(folder, VALUES["BRANCH"], served)


@pytest.fixture(scope="module")
def root(built: Bench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Root]:
	"""The clean root, with what an operator brings, and the addresses of both repositories."""
	if os.geteuid() != 0:
		pytest.fail("a root of Debian is made by root")
	programs = ("debootstrap", "slirp4netns", "ip")
	missing = [name for name in programs if not shutil.which(name, path=search_path())]
	if missing:
		names = ["iproute2" if name == "ip" else name for name in missing]
		subprocess.run(["apt-get", "install", "-y", "-qq", "--no-install-recommends", *names], check=True)
	folder, there = built.root / "production", tmp_path_factory.mktemp("repositories")
	base = folder / f"base{SUITE}"
	make_base(base)
	shutil.rmtree(folder / "root", ignore_errors=True)
	subprocess.run(["cp", "-a", str(base / "root"), str(folder / "root")], check=True)
	served = there / "served"
	app_repository(there / "esaylov", served / "git.example.org/esaylov/esaylov")
	framework_repository(built, there / "frappe", served / "github.com/frappe/frappe")
	prepare(folder / "root")
	make_keys(folder / "root", there / "keyring")
	machine = Root(folder / "root")
	try:
		with machine.serve(served) as repositories:
			machine.run("update-ca-certificates")
			yield machine
			os.killpg(repositories.pid, signal.SIGTERM)
	finally:
		machine.end()
	if not os.environ.get("ESAYLOV_KEEP_ROOT"):
		shutil.rmtree(folder / "root")


@pytest.fixture(scope="module")
def page() -> dict[str, str]:
	return sections(PAGE.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def installed(root: Root, page: dict[str, str]) -> dict[str, str]:
	"""What the page's lines printed, up to the first backup."""
	said = {INSTALL: root.run(typed(page[INSTALL]))}
	for paper, text in ((root.path(STORED), "kept"), (root.path(PUBLIC), "open")):
		paper.write_text(text)
		shutil.chown(paper, paper.parent.stat().st_uid, paper.parent.stat().st_gid)
	return {**said, **{heading: root.run(typed(page[heading])) for heading in (AFTER, AROUND)}}


@pytest.fixture(scope="module")
def restored(root: Root, page: dict[str, str], installed: dict[str, str]) -> dict[str, str]:
	"""What was written before and after a moment; what the page's lines of a restore printed; what stands there then."""
	note = f'bench --site {SITE} execute frappe.db.set_default --args \'["esaylov_probe", "%s"]\''
	root.run(note % "written-before-the-moment")
	root.run(note % "and-still")
	begun = int(time.time())
	until(lambda: int(time.time()) > begun)  # the moment has seconds
	moment = datetime.now(UTC)
	until(lambda: int(time.time()) > int(moment.timestamp()))
	root.run(note % "written-after-it")
	said = root.run(typed(without_signers(page[BACKUPS]), MOMENT=moment.isoformat(timespec="seconds")))
	read = root.run(
		f"bench --site {SITE} execute frappe.db.get_default --args '[\"esaylov_probe\"]'\ncat {STORED}"
	)
	return {"said": said, "read": read}


# --- the page


def test_each_line_of_the_page_is_followed(page):
	"""A heading with lines to type that no fixture here follows would stand there untried."""
	assert {heading for heading, lines in page.items() if lines} == {INSTALL, AFTER, AROUND, BACKUPS, UNDONE}


def test_it_is_installed_and_says_so(installed):
	said = installed[INSTALL]
	assert "nothing was." in said
	assert f"https://{SITE} is there" in said
	assert f"Frappe {RELEASE}" in said


def test_a_second_run_does_nothing(root, page, installed):
	again = next(
		line for line in page[INSTALL].splitlines() if line.startswith("script/") and "--dry-run" not in line
	)
	before = root.run(
		"find /etc /srv/esaylov/bench/config -newer /etc/hosts -type f | xargs sha256sum | sort"
	)
	assert "Nothing was left to do." in root.run(f"cd /opt/esaylov\n{typed(again)}")
	assert (
		root.run("find /etc /srv/esaylov/bench/config -newer /etc/hosts -type f | xargs sha256sum | sort")
		== before
	)


def test_the_site_answers_over_tls(root, installed):
	assert "pong" in installed[AFTER]
	head = root.run(f"curl --silent --show-error --head https://{SITE}/uz")
	assert " 200" in head.splitlines()[0]
	assert "strict-transport-security: max-age=31536000" in head.lower()
	assert "content-security-policy: default-src 'none'" in head.lower()
	login = root.run(f"curl --silent --show-error --location --include https://{SITE}/login")
	assert [line.split()[1] for line in login.splitlines() if line.startswith("HTTP/")] == ["303", "200"]
	styles = re.search(r'href="(/assets/\S+?\.css)"', login)[1]
	assert " 200" in root.run(f"curl --silent --show-error --head https://{SITE}{styles}").splitlines()[0]
	assert "301" in root.run(f"curl --silent --head http://{SITE}/uz").splitlines()[0]


def test_verification_finds_nothing_of_the_machine(installed):
	"""What is left is the operator's to say; machine, services, queues and scheduler are right."""
	said = installed[AFTER]
	seen = [line.partition(": ") for line in said.splitlines() if line.startswith(("✓", "!", "✗"))]
	assert len(seen) > 20
	wrong = {head.split()[1]: rest for head, _, rest in seen if head.startswith("✗")}
	of_machine = {
		"versions",
		"packages",
		"programs",
		"fonts",
		"time",
		"locales",
		"assets",
		"services",
		"queues",
	}
	assert {area: rest for area, rest in wrong.items() if area in of_machine} == {}
	assert {*wrong} <= {"administrators", "keys", "SMS", "filing", "scheduler"}
	assert wrong.get("scheduler", "no job ran yet") == "no job ran yet"


def test_the_scheduler_has_jobs_worked_off(root, installed):
	config = json.loads(root.path(f"/srv/esaylov/bench/sites/{SITE}/site_config.json").read_text())
	asked = "select count(*) from `tabScheduled Job Type` where last_execution is not null"  # which the job itself says
	until(lambda: int(root.run(f"mariadb -N {config['db_name']} <<< {shlex.quote(asked)}")) > 0, pause=2)


def test_realtime_lets_nobody_in_unasked_and_answers_its_own_site(root, installed):
	address = f"https://{SITE}/socket.io/?EIO=4&transport=polling"
	assert '"sid"' in root.run(f"curl --silent --show-error {shlex.quote(address)}")


# --- as the texts say


@pytest.mark.parametrize(
	("name", "value"),
	[
		("innodb_flush_log_at_trx_commit", "1"),
		("sync_binlog", "1"),
		("log_bin", "1"),
		("binlog_format", "ROW"),
		("innodb_snapshot_isolation", "0"),
		("bind_address", "127.0.0.1"),
		("character_set_server", "utf8mb4"),
		("local_infile", "0"),
	],
)
def test_mariadb_runs_with_what_was_written(root, installed, name, value):
	assert root.run(f"mariadb -N -e 'select @@global.{name}'").strip() == value


@pytest.mark.parametrize(("store", "port", "lasting"), [("cache", 13000, "no"), ("queue", 11000, "yes")])
def test_redis_asks_for_a_password_and_keeps_what_it_must(root, installed, store, port, lasting):
	assert "NOAUTH" in root.run(f"redis-cli -p {port} ping")
	asks = f"REDISCLI_AUTH=$(cat /etc/esaylov/redis-password) redis-cli -p {port}"
	assert root.run(f"{asks} config get appendonly").split() == ["appendonly", lasting]


def test_each_process_is_its_users(root, installed):
	rows = [line.split(None, 1) for line in root.run("ps -eo user:20,args").splitlines()]
	who = {}
	for user, words in rows:
		for mark in (
			"gunicorn",
			"bench_helper frappe worker",
			"bench_helper frappe schedule",
			"socketio.js",
			"redis-server",
			"mariadbd",
		):
			if mark in words and not words.startswith(("bash", "setpriv")):
				who.setdefault(mark, set()).add(user)
	assert who == {
		"gunicorn": {"esaylov"},
		"bench_helper frappe worker": {"esaylov"},
		"bench_helper frappe schedule": {"esaylov"},
		"socketio.js": {"esaylov"},
		"redis-server": {"redis"},
		"mariadbd": {"mysql"},
	}


def test_only_tls_listens_outside_of_the_loopback(root, installed):
	rows = root.run("ss --listening --tcp --numeric --no-header").splitlines()
	places = {line.split()[3] for line in rows}
	outside = {place.rpartition(":")[2] for place in places if not place.startswith(("127.0.0.1:", "[::1]:"))}
	assert outside == {"80", "443"}, places
	assert {place.rpartition(":")[2] for place in places} >= {"3306", "8000", "9000", "11000", "13000"}


@pytest.mark.parametrize("user", ["nobody", "www-data"])
def test_what_is_secret_is_read_by_nobody_else(root, installed, user):
	bench = "/srv/esaylov/bench"
	secret = [
		"/etc/esaylov/redis-password",
		"/etc/esaylov/administrator",
		"/etc/esaylov/redis-queue.conf",
		f"{bench}/sites/common_site_config.json",
		f"{bench}/sites/{SITE}/site_config.json",
		f"{bench}/sites/{SITE}/private/files",
		f"{bench}/logs",
		f"/etc/ssl/private/{SITE}.key",
		"/var/backups/esaylov/full",
		"/var/lib/esaylov-redis-queue",
	]
	as_them = f"setpriv --reuid={user} --regid={'nogroup' if user == 'nobody' else user} --init-groups --"
	for path in secret:
		assert root.path(path).exists(), path
		root.run(f"{as_them} test ! -r {path}")


def test_no_secret_stands_in_a_log_or_in_the_words_of_a_process(root, installed):
	config = json.loads(root.path(f"/srv/esaylov/bench/sites/{SITE}/site_config.json").read_text())
	secrets = [root.path(f"/etc/esaylov/{name}").read_text() for name in ("redis-password", "administrator")]
	secrets += (
		[config["db_password"], config["encryption_key"]]
		if "encryption_key" in config
		else [config["db_password"]]
	)
	logs = [
		path
		for folder in (
			"/var/log",
			"/srv/esaylov/bench/logs",
			f"/srv/esaylov/bench/sites/{SITE}/logs",
			"/var/lib/esaylov-install",
		)
		for path in root.path(folder).rglob("*")
		if path.is_file()
	]
	assert len(logs) > 5
	written = "".join(path.read_text(errors="replace") for path in logs) + root.run(
		"cat /run/units/*.log; ps -eo args"
	)
	assert [secret for secret in secrets if secret in written] == []
	assert [secret for secret in secrets for said in installed.values() if secret in said] == []


def test_systemd_reads_the_units_and_rates_them(root, installed):
	names = "esaylov-web.service esaylov-worker-default@1.service esaylov-worker-short@1.service esaylov-worker-long@1.service "
	names += "esaylov-schedule.service esaylov-realtime.service esaylov-redis-cache.service esaylov-redis-queue.service "
	said = root.run(
		f"systemd-analyze verify {names} esaylov.target esaylov-backup.service esaylov-backup.timer 2>&1 || true"
	)
	assert [line for line in said.splitlines() if "esaylov" in line] == []
	for name in names.split():
		path = f"/etc/systemd/system/{re.sub('@1', '@', name)}"
		root.run(f"systemd-analyze security --offline=true --threshold=30 {path}")
	root.run("systemd-analyze calendar '*-*-* 02:30:00' '*:0/5'")


def test_logrotate_nginx_and_the_firewall_take_their_files(root, installed):
	assert "error" not in root.run("logrotate --debug /etc/logrotate.d/esaylov 2>&1").lower()
	root.run("nginx -t")
	root.run(
		"nft --check --file /etc/esaylov/nftables.example || test -z \"$(nft list ruleset 2>&1 | grep -v 'Operation not permitted')\""
	)


# --- backups


def test_a_backup_holds_the_site_and_nothing_in_the_clear(root, installed):
	(folder,) = root.path("/var/backups/esaylov/full").iterdir()
	assert {path.name for path in folder.iterdir()} == {
		"database.sql.gz.gpg",
		"files.tar.gpg",
		"manifest.json",
	}
	assert folder.stat().st_mode & 0o077 == 0
	for name in ("database.sql.gz.gpg", "files.tar.gpg"):
		assert b"tabUser" not in (folder / name).read_bytes()
	assert root.run("ls /run/esaylov-backup") == ""


def test_a_moment_is_brought_back_and_what_came_after_it_is_not(restored):
	assert "is as it was at" in restored["said"]
	assert "and-still" in restored["read"]
	assert "after-it" not in restored["read"]
	assert "kept" in restored["read"]


def test_what_was_there_is_kept_aside(root, restored):
	assert root.run("ls /srv/esaylov/bench/archived").startswith(SITE)
	(name,) = [
		line for line in root.run("mariadb -N -e 'show databases'").split() if line.endswith("_before")
	]
	asked = "select defvalue from tabDefaultValue where defkey = 'esaylov_probe'"
	value = root.run(f'mariadb -N -e "{asked}" {name}')
	assert value.strip() == "written-after-it"


def test_the_restored_site_works_and_is_backed_up_again(root, restored):
	assert "pong" in root.run(f"curl --fail --silent --show-error https://{SITE}/api/method/ping")
	assert root.run(f"curl --fail --silent --show-error https://{SITE}/files/open.txt") == "open"
	assert len([*root.path("/var/backups/esaylov/full").iterdir()]) == 2


def test_it_is_undone_by_what_it_says(root, page, restored):
	said = root.run(typed(page[UNDONE]))
	config = json.loads(root.path(f"/srv/esaylov/bench/sites/{SITE}/site_config.json").read_text())
	lines = [re.sub(r"\s+# .*", "", line) for line in said.splitlines() if line and not line.startswith("#")]
	root.run("\n".join(lines).replace("`NAME`", f"`{config['db_name']}`"))
	left = root.run(
		"ls -d /srv/esaylov /etc/esaylov /etc/nginx/*/esaylov* /etc/systemd/system/esaylov* /usr/local/sbin/bench 2>/dev/null || true"
	)
	assert left == ""
	assert "gunicorn" not in root.run("ps -eo args | grep -v grep")
	root.run("id esaylov", fails=True)
