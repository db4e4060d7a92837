"""A machine for production without one: texts of its files, what is refused, a rehearsal, a run and the run after it."""

import http.server
import json
import re
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import ClassVar

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from factories.ports import free_port
from factories.waiting import until

from esaylov.core import framework_versions
from esaylov.setup.operating import backup_results
from esaylov.setup.thread_shares import AT_ONCE
from standalone import encryption
from standalone.paths import ROOT
from standalone.production import actions, checks, frappe, install, nginx, site, texts, units
from standalone.production.actions import Command, File, Folder, Machine
from standalone.production.layout import (
	AS_USER,
	AT_WORK,
	BACKUPS,
	QUEUES,
	SETTINGS,
	USER,
	Layout,
	checked_host,
)
from standalone.steps import Failure

SITE = "saylov.example.org"
PUBLIC = "-----BEGIN PGP PUBLIC KEY BLOCK-----\n"
LOGGED = "the-first-password-of-the-database"
SECRET = "0123456789-a-secret-of-the-test"
PORTAL = [
	(ROOT / "docs" / "nginx" / f"portal-{name}.conf").read_text(encoding="utf-8")
	for name in ("http", "server")
]


SUITS = frappe.suits


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
	"""What is read of Frappe before anything of it is installed."""
	return repository(tmp_path_factory.mktemp("source") / "frappe", "16.50.0", ">=3.11,<3.15", ">=24")


@pytest.fixture
def layout(tmp_path: Path, source: Path) -> Layout:
	"""A machine of 16 GB and 8 cores; Frappe is a repository of three files, Node a program that says a version."""
	return laid(tmp_path, source)


def laid(folder: Path, source: Path) -> Layout:
	recipient = folder / "restorer.asc"
	recipient.write_text(PUBLIC)
	node = folder / "node"
	node.mkdir()
	(node / "node").write_text("#!/bin/sh\necho v24.1.0\n")
	(node / "node").chmod(0o755)
	return Layout(
		SITE,
		folder / "site.crt",
		folder / "site.key",
		recipient,
		str(source),
		"version-16",
		python=shutil.which("python3") or "",
		node=node,
		memory=16_000,
		cores=8,
	)


def repository(folder: Path, version: str, python: str, node: str) -> Path:
	"""A repository with what is read of Frappe before anything of it is installed."""
	(folder / "frappe").mkdir(parents=True)
	(folder / "frappe" / "__init__.py").write_text(f'__version__ = "{version}"\n')
	(folder / "pyproject.toml").write_text(f'[project]\nname = "frappe"\nrequires-python = "{python}"\n')
	(folder / "package.json").write_text(json.dumps({"engines": {"node": node}}))
	author = ("-c", "user.name=test", "-c", "user.email=test@test.example")
	for words in (("init", "-q", "-b", "version-16"), ("add", "-A"), (*author, "commit", "-qm", "one")):
		subprocess.run(["git", "-C", str(folder), *words], check=True, capture_output=True)
	return folder


@pytest.fixture
def chain(layout: Layout) -> Layout:
	"""The machine with a certificate of its site."""
	certify(layout, SITE, days=90)
	return layout


def certify(layout: Layout, name: str, days: int) -> None:
	key = ec.generate_private_key(ec.SECP256R1())
	whose = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
	now = datetime.now(UTC)
	made = (
		x509.CertificateBuilder()
		.subject_name(whose)
		.issuer_name(whose)
		.public_key(key.public_key())
		.serial_number(x509.random_serial_number())
		.not_valid_before(now - timedelta(days=1))
		.not_valid_after(now + timedelta(days=days))
		.add_extension(x509.SubjectAlternativeName([x509.DNSName(name)]), False)
		.sign(key, hashes.SHA256())
	)
	layout.certificate.write_bytes(made.public_bytes(serialization.Encoding.PEM))
	layout.key.write_bytes(
		key.private_bytes(
			serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
		)
	)
	layout.key.chmod(0o600)


def parsed(text: str) -> dict[str, list[tuple[str, str]]]:
	"""Section -> its lines, of a unit."""
	found: dict[str, list[tuple[str, str]]] = {}
	for line in text.splitlines():
		if line.startswith("["):
			found[line.strip("[]")] = []
		elif "=" in line and not line.startswith("#"):
			name, _, value = line.partition("=")
			[*found.values()][-1].append((name, value))
	return found


# --- what the files say


class TestUnits:
	@pytest.fixture
	def services(self, layout: Layout) -> dict[str, dict[str, str]]:
		made = units.all_units(layout)
		return {
			name: dict(parsed(text)["Service"]) for name, text in made.items() if name.endswith(".service")
		}

	def test_each_service_is_shut_in(self, services):
		assert len(services) == 11
		looser = {"UMask", "CapabilityBoundingSet", *units.DRAWS}
		for name, service in services.items():
			for line, value in units.HARDENED.items():
				if line not in looser:
					assert service[line] == value, (name, line)
		assert units.HARDENED["NoNewPrivileges"] == "yes"
		assert units.HARDENED["ProtectSystem"] == "strict"

	def test_only_what_draws_by_chromium_is_less_so(self, services):
		for name, service in services.items():
			is_drawing = name.startswith("esaylov-worker-default")
			assert (service["RestrictNamespaces"] == "yes") is not is_drawing, name
			assert ("chroot" in service["SystemCallFilter"]) is is_drawing, name

	def test_only_backups_are_roots_and_their_program_is_roots_too(self, services):
		of_root = {name for name, service in services.items() if "User" not in service}
		assert of_root == {"esaylov-backup.service", "esaylov-backup-log.service"}
		for name in of_root:
			assert services[name]["ExecStart"].startswith(
				f"/usr/bin/python3 {ROOT}/script/production-backup "
			)
			assert services[name]["UMask"] == "0077"

	def test_no_process_of_the_bench_may_write_code(self, services, layout):
		written = {
			path for service in services.values() for path in service.get("ReadWritePaths", "").split()
		}
		assert written == {str(layout.sites), f"{layout.bench}/logs", str(BACKUPS)}
		assert "ReadWritePaths" not in services["esaylov-realtime.service"]

	def test_each_queue_has_its_workers_and_a_job_is_waited_for(self, services, layout):
		target = dict(parsed(units.target(layout))["Unit"])["Wants"].split()
		for queue in QUEUES:
			service = services[f"esaylov-worker-{queue}@.service"]
			assert service["ExecStart"].endswith(f"frappe.utils.bench_helper frappe worker --queue {queue}")
			assert int(service["TimeoutStopSec"]) > units.RUNS_FOR[queue]
			count = sum(name.startswith(f"esaylov-worker-{queue}@") for name in target)
			assert count == layout.workers[queue] >= 1
		assert set(units.REDIS) < {*target}

	def test_the_web_listens_here_alone_and_knows_what_to_say_without_a_database(self, services):
		web = services["esaylov-web.service"]["ExecStart"]
		assert "--bind 127.0.0.1:8000 " in web
		assert "python:esaylov.setup.web_server" in web

	def test_the_backups_come_by_themselves(self, layout):
		made = units.all_units(layout)
		when = {name: dict(parsed(made[name])["Timer"])["OnCalendar"] for name in units.TIMERS}
		assert when == {"esaylov-backup.timer": "*-*-* 02:30:00", "esaylov-backup-log.timer": "*:0/5"}

	@pytest.mark.parametrize(
		("name", "kind"), [("esaylov-backup.service", "full"), ("esaylov-backup-log.service", "log")]
	)
	def test_a_backup_that_fails_leaves_a_note_for_the_metrics(self, layout, name, kind):
		made = units.all_units(layout)
		assert dict(parsed(made[name])["Unit"])["OnFailure"] == f"esaylov-backup-failed@{kind}.service"
		service = dict(parsed(made[units.FAILED])["Service"])
		folder = layout.sites / layout.site / backup_results.FOLDER
		assert service["ExecStart"] == f"/usr/bin/touch {folder}/%i.failed"
		assert kind in backup_results.KINDS


class TestTexts:
	def test_what_mariadb_confirmed_is_on_the_disk_and_in_the_binary_log(self, layout):
		lines = texts.mariadb(layout).splitlines()
		assert {
			"innodb-flush-log-at-trx-commit = 1",
			"sync-binlog = 1",
			"innodb-doublewrite = ON",
			"binlog-format = ROW",
			"log-bin = /var/lib/mysql/binlog",
			"loose-innodb-snapshot-isolation = OFF",
			"bind-address = 127.0.0.1",
			"local-infile = OFF",
			"general-log = OFF",
			"character-set-server = utf8mb4",
		} <= {*lines}

	@pytest.mark.parametrize(
		("memory", "cores", "pool", "web"),
		[(4_000, 2, 1600, 5), (16_000, 8, 6400, 17), (64_000, 4, 25_600, 9)],
	)
	def test_sizes_follow_the_machine(self, layout, memory, cores, pool, web):
		sized = replace(layout, memory=memory, cores=cores)
		assert (sized.buffer_pool, sized.web_processes) == (pool, web)
		taken = sized.buffer_pool + 2 * sized.cache + 250 * (web + sum(sized.workers.values()))
		assert taken < memory * 1.05
		assert f"innodb-buffer-pool-size = {pool}M" in texts.mariadb(sized)
		assert sized.connections > AT_WORK * web + sum(sized.workers.values())

	def test_the_database_has_room_for_all_threads_at_work(self):
		assert sum(AT_ONCE.values()) == AT_WORK

	@pytest.mark.parametrize("store", ["cache", "queue"])
	def test_redis_listens_here_and_asks_for_a_password(self, layout, store):
		lines = {*texts.redis(store, layout, SECRET).splitlines()}
		assert {"bind 127.0.0.1", f"requirepass {SECRET}", "protected-mode yes", "daemonize no"} <= lines
		is_lasting = {"appendonly yes", "maxmemory-policy noeviction"} <= lines
		assert is_lasting is (store == "queue")

	def test_frappe_is_told_of_both_with_the_password(self, layout):
		told = texts.settings(layout, SECRET)
		assert told["redis_queue"] == f"redis://:{SECRET}@127.0.0.1:11000" == told["redis_socketio"]
		assert told["redis_cache"] == f"redis://:{SECRET}@127.0.0.1:13000"
		assert (told["developer_mode"], told["server_script_enabled"]) == (0, False)

	def test_bench_is_the_users_also_where_root_types_it(self, layout):
		assert f"exec {' '.join(AS_USER)} env" in texts.bench(layout)
		assert f"--reuid={USER}" in AS_USER

	def test_no_app_upgrades_the_packages_that_frappe_pins(self, layout, run):
		run.perform()
		(words,) = [words for words in run.bench.ran if "get-app" in words]
		assert words[words.index("get-app") - 2] == "BENCH_DISABLE_UV=1"
		assert "BENCH_DISABLE_UV=1 bench" in texts.bench(layout)

	def test_logs_are_turned_while_they_are_written(self, layout):
		text = texts.logrotate(layout)
		assert f"{layout.bench}/logs/*.log {layout.sites}/*/logs/*.log" in text
		assert {"copytruncate", "daily", "compress", f"su {USER} {USER}"} <= {
			*map(str.strip, text.splitlines())
		}

	def test_a_firewall_lets_in_what_the_site_needs(self):
		text = texts.firewall()
		assert "policy drop" in text
		assert "tcp dport { 80, 443 } accept" in text
		assert not re.search(r"dport.*(?:3306|8000|9000|11000|13000)", text)

	@pytest.mark.parametrize(("debian", "line"), [(12, "listen 443 ssl http2;"), (13, "http2 on;")])
	def test_http2_is_said_as_that_nginx_has_it(self, layout, debian, line):
		text = nginx.site(replace(layout, debian=debian), PORTAL[1])
		assert line in text
		assert ("http2 on" in text) is (debian == 13)


# --- the two releases of Debian

DEBIAN = json.loads((ROOT / "tests" / "data" / "debian_packages.json").read_text(encoding="utf-8"))
SHOWN = {
	"Python": "python3",
	"MariaDB": "mariadb-server",
	"Redis": "redis-server",
	"nginx": "nginx",
	"Node": "nodejs",
	"npm": "npm",
	"systemd": "systemd",
	"OpenSSL": "openssl",
	"GnuPG": "gpg",
	"Pango": "libpango-1.0-0",
	"HarfBuzz": "libharfbuzz-subset0",
	"Chromium": "chromium",
}
"""Name on the operators' page -> package."""


def upstream(release: int, package: str) -> tuple[int, ...]:
	"""The version that the makers gave to what a release of Debian has."""
	return checks.numbers(DEBIAN[str(release)][package].partition(":")[2] or DEBIAN[str(release)][package])


class TestDebian:
	def test_each_package_is_in_both(self):
		wanted = {*install.PACKAGES, *install.NODE, "systemd"}
		for release in checks.DEBIAN:
			assert DEBIAN[str(release)].keys() == wanted
			assert None not in DEBIAN[str(release)].values()

	def test_the_page_says_what_they_have(self):
		page = (ROOT / "docs" / "operators" / "production.md").read_text(encoding="utf-8")
		rows = re.findall(r"^\| (\w+) \| ([\d.]+) \| ([\d.]+) \|", page, re.MULTILINE)
		assert {row[0] for row in rows} == {*SHOWN}
		for name, *said in rows:
			for release, text in zip(checks.DEBIAN, said, strict=True):
				told = tuple(map(int, text.split(".")))
				assert upstream(release, SHOWN[name])[: len(told)] == told, (name, release)

	def test_what_our_files_ask_for_both_have(self):
		for release in checks.DEBIAN:
			assert upstream(release, "python3") >= checks.LOWEST_PYTHON
			assert upstream(release, "mariadb-server") >= checks.LOWEST_PROGRAMS["mariadbd"]
			for name in ("redis-server", "nginx"):
				assert upstream(release, name) >= checks.LOWEST_PROGRAMS[name]
			# of its own line for HTTP/2 nginx knows from 1.25.1 on
			assert ("http2 on;" in nginx._tls(self.machine(release), "")) is (
				upstream(release, "nginx") >= (1, 25, 1)
			)

	def machine(self, release: int) -> Layout:
		return Layout(SITE, Path("a"), Path("b"), Path("c"), "", "", debian=release)

	def test_frappe_15_and_what_the_browser_runs_are_built_with_debians_own(self):
		"""The lists of 15.92.0, as tests/data/framework_packages.json has them; Frappe 16 asks for more than either has."""
		lists = json.loads((ROOT / "tests" / "data" / "framework_packages.json").read_text(encoding="utf-8"))
		lock = json.loads((ROOT / "package-lock.json").read_text(encoding="utf-8"))["packages"]
		engines = [one["engines"]["node"] for one in lock.values() if "engines" in one]
		assert len(engines) > 4
		for release in checks.DEBIAN:
			assert checks.allows(lists["15.92.0"]["python"], upstream(release, "python3"))
			assert not checks.allows(lists["16.9.0"]["python"], upstream(release, "python3"))
			for limits in engines:
				_, _, newest = limits.rpartition("||")
				assert checks.allows(newest.strip(), upstream(release, "nodejs")), limits

	def test_servers_of_another_source_that_are_older_are_named(self, monkeypatch):
		monkeypatch.setattr(shutil, "which", lambda name, path="": f"/usr/sbin/{name}")
		said = {
			"mariadbd": ("mariadbd  Ver 10.11.19-MariaDB-0+deb12u1 for debian-linux-gnu", ""),
			"redis-server": ("Redis server v=7.0.15 sha=00000000:0 malloc=jemalloc-5.3.0 bits=64", ""),
			"nginx": ("", "nginx version: nginx/1.22.1\n"),
		}

		def ask(words: list[str]) -> subprocess.CompletedProcess[str]:
			return subprocess.CompletedProcess(words, 0, *said[Path(words[0]).name])

		assert checks.programs(ask) == "mariadbd 10.11.19, redis-server 7.0.15, nginx 1.22.1"
		said["mariadbd"] = ("mariadbd  Ver 10.6.12-MariaDB", "")
		with pytest.raises(Failure, match=r"mariadbd is 10\.6\.12, older than that of Debian 12"):
			checks.programs(ask)

	def test_before_the_packages_nothing_is_wrong(self, monkeypatch):
		monkeypatch.setattr(shutil, "which", lambda name, path="": None)
		assert checks.programs() == "no server is installed yet"


# --- nginx with these files


class Behind(http.server.BaseHTTPRequestHandler):
	"""The application: says what it was told."""

	connections: ClassVar[list[object]] = []

	def setup(self) -> None:
		self.connections.append(self.client_address)
		super().setup()

	def do_GET(self) -> None:
		body = json.dumps(dict(self.headers)).encode()
		self.send_response(200)
		self.send_header("Content-Length", str(len(body)))
		self.end_headers()
		self.wfile.write(body)

	def log_message(self, format: str, *args: object) -> None:
		"""What is asked for is nobody's news."""


@pytest.fixture(scope="module")
def front(source: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., tuple[str, str]]]:
	"""nginx on the loopback with the files of a machine but for its ports; `asked(path, …)`: head and body of an answer."""
	program = shutil.which("nginx", path="/usr/sbin:/usr/bin")
	if not program:
		pytest.skip("no nginx: apt-get install nginx, or script/test")
	tmp_path = tmp_path_factory.mktemp("front")
	shown = replace(laid(tmp_path, source), home=tmp_path / "srv")
	certify(shown, SITE, days=90)
	(shown.folder / "public" / "files").mkdir(parents=True)
	(shown.folder / "public" / "files" / "a.html").write_text("<script>")
	(shown.folder / "public" / "portal" / "uz").mkdir(parents=True)
	(shown.folder / "public" / "portal" / "uz" / "index.html").write_text("built")
	(shown.folder / "site_config.json").write_text(SECRET)
	(shown.sites / "assets").mkdir()
	(shown.sites / "assets" / "a.css").write_text("a{}")
	tmp_path.chmod(0o755)
	ports = {name: free_port() for name in ("80", "443", "8000", "9000")}
	moved = {
		r"\[::\]:(80|443)": lambda found: f"[::1]:{ports[found[1]]}",
		r"listen (80|443)": lambda found: f"listen 127.0.0.1:{ports[found[1]]}",
		r"127\.0\.0\.1:(8000|9000)": lambda found: f"127.0.0.1:{ports[found[1]]}",
		r"/var/log/nginx": lambda _: str(tmp_path),
	}
	text = nginx.http(PORTAL[0]) + nginx.site(shown, PORTAL[1])
	for pattern, new in moved.items():
		text = re.sub(pattern, new, text)
	folders = "".join(
		f"{name}_temp_path {tmp_path}/temporary;\n"
		for name in ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
	)
	user = f"user {shown.bench.owner()};\n" if shown.bench.owner() == "root" else ""
	config = tmp_path / "nginx.conf"
	config.write_text(
		f"{user}daemon off; worker_processes 1; pid {tmp_path}/pid; error_log {tmp_path}/error.log;\n"
		f"events {{ worker_connections 64; }}\nhttp {{\n{folders}{text}}}\n"
	)
	with http.server.ThreadingHTTPServer(("127.0.0.1", ports["8000"]), Behind) as behind:
		threading.Thread(target=behind.serve_forever, args=(0.05,), daemon=True).start()
		running = subprocess.Popen([program, "-c", str(config), "-e", str(tmp_path / "error.log")])
		try:
			until(lambda: running.poll() is not None or answers(ports["443"]))
			assert running.poll() is None, (tmp_path / "error.log").read_text()
			yield partial(asked, shown, ports)
		finally:
			running.terminate()
			running.wait(timeout=60)
			behind.shutdown()


def answers(port: int) -> bool:
	with socket.socket() as probe:
		return probe.connect_ex(("127.0.0.1", port)) == 0


def connected(layout: Layout, ports: Mapping[str, int], name: str = SITE, tls: bool = True) -> socket.socket:
	line = socket.create_connection(("127.0.0.1", ports["443" if tls else "80"]), 60)
	if tls:
		context = ssl.create_default_context(cafile=str(layout.certificate))
		return context.wrap_socket(line, server_hostname=name)
	return line


def asked(
	layout: Layout, ports: Mapping[str, int], path: str, name: str = SITE, tls: bool = True, more: str = ""
) -> tuple[str, str]:
	"""Head and body of an answer. Raises OSError where there is none."""
	with connected(layout, ports, name, tls) as line:
		line.sendall(f"GET {path} HTTP/1.1\r\nHost: {name}\r\nConnection: close\r\n{more}\r\n".encode())
		answer = b"".join(iter(lambda: line.recv(65536), b"")).decode()
	head, _, body = answer.partition("\r\n\r\n")
	return head, body


def test_nginx_answers_over_tls_and_tells_the_application_who_asks(front):
	forged = "X-Forwarded-For: 203.0.113.9\r\nX-Forwarded-Proto: http\r\nX-Frappe-Site-Name: other\r\nX-Use-X-Accel-Redirect: True\r\n"
	_, body = front("/cabinet", more=forged + "X-Forwarded-Host: evil.example\r\nForwarded: for=1.1.1.1\r\n")
	told = json.loads(body)
	assert told["X-Forwarded-For"] == "127.0.0.1"
	assert (told["X-Forwarded-Proto"], told["Host"], told["X-Frappe-Site-Name"]) == ("https", SITE, SITE)
	assert not {"X-Forwarded-Host", "Forwarded", "X-Use-X-Accel-Redirect"} & told.keys()


@pytest.mark.parametrize(
	("path", "body"), [("/uz", "built"), ("/files/a.html", "<script>"), ("/assets/a.css", "a{}")]
)
def test_what_lies_ready_says_that_the_site_is_never_asked_in_clear(front, path, body):
	head, found = front(path)
	assert found == body
	source = (ROOT / "esaylov" / "framework" / "requests" / "headers.py").read_text(encoding="utf-8")
	said = re.search(r'^STRICT_TRANSPORT = "(.+)"$', source, re.MULTILINE)[1]
	assert f"Strict-Transport-Security: {said}\r\n" in head
	assert "X-Content-Type-Options: nosniff" in head


def test_nothing_else_of_the_sites_is_read_from_the_disk(front):
	for path in (f"/{SITE}/site_config.json", "/common_site_config.json"):
		_, body = front(path)
		assert SECRET not in body
		assert json.loads(body)["Host"] == SITE


@pytest.mark.parametrize(
	"path",
	[
		"/assets/../common_site_config.json",
		"/backups/site.sql.gz",
		"/backups/..%2f..%2fsite_config.json",
		f"/assets/..%2f{SITE}%2fsite_config.json",
	],
)
def test_backups_and_addresses_that_climb_are_nobodys(front, path):
	head, body = front(path)
	assert head.startswith(("HTTP/1.1 404", "HTTP/1.1 400"))
	assert SECRET not in body
	assert SITE not in body


@pytest.mark.parametrize("second", [SITE, "evil.example"])
def test_two_host_headers_are_refused(front, second):
	head, body = front("/cabinet", more=f"Host: {second}\r\n")
	assert head.startswith("HTTP/1.1 400")
	assert SITE not in body


@pytest.mark.parametrize(
	"begun",
	[
		f"GET /cabinet HTTP/1.1\r\nHost: {SITE}\r\nX-Slow: ",
		f"POST /cabinet HTTP/1.1\r\nHost: {SITE}\r\nContent-Length: 100\r\n\r\nusr=",
	],
)
def test_the_application_sees_no_request_before_it_is_complete(front, begun):
	"""The application has few threads, and each of them would wait for the rest."""
	Behind.connections.clear()
	with ExitStack() as halves:
		for _ in range(20):
			halves.enter_context(connected(*front.args)).sendall(begun.encode())
		assert front("/cabinet")[0].startswith("HTTP/1.1 200")
		assert len(Behind.connections) == 1


def test_in_clear_there_is_only_the_way_to_tls(front):
	head, _ = front("/uz?page=2", tls=False)
	assert head.startswith("HTTP/1.1 301")
	assert f"Location: https://{SITE}/uz?page=2" in head


@pytest.mark.parametrize("tls", [True, False])
def test_another_name_is_told_nothing(front, tls):
	if tls:
		with pytest.raises(ssl.SSLError):
			front("/", name="other.example.org")
	else:
		assert front("/", name="other.example.org", tls=False) == ("", "")


# --- what is refused


class TestRefusals:
	@pytest.mark.parametrize(
		"name", ["", "localhost", "UPPER.example.org", "a b.org", "-a.org", "10.0.0.1", "a/b.org"]
	)
	def test_what_is_no_host_name(self, name):
		with pytest.raises(Failure, match="no host name"):
			checked_host(name)

	def test_a_host_name_is_taken(self):
		assert checked_host(SITE) == SITE

	@pytest.mark.parametrize(
		("text", "told"),
		[
			("", "an unknown system"),
			('ID=ubuntu\nVERSION_ID="24.04"\nPRETTY_NAME="Ubuntu 24.04"\n', "Ubuntu 24.04"),
			('ID=debian\nVERSION_ID="11"\nPRETTY_NAME="Debian 11"\n', "Debian 11"),
		],
	)
	def test_another_system(self, tmp_path, text, told):
		(tmp_path / "os-release").write_text(text)
		with pytest.raises(Failure, match=told):
			checks.debian(tmp_path / "os-release")

	def test_debian_is_known(self, tmp_path):
		(tmp_path / "os-release").write_text('PRETTY_NAME="Debian"\nVERSION_ID="13"\nID=debian\n')
		assert checks.debian(tmp_path / "os-release") == 13

	def test_too_little_memory(self, tmp_path):
		(tmp_path / "meminfo").write_text("MemTotal:        1000000 kB\n")
		with pytest.raises(Failure, match="976 MB"):
			checks.memory(tmp_path / "meminfo")

	def test_without_root(self, layout, monkeypatch):
		monkeypatch.setattr("os.geteuid", lambda: 1000)
		with pytest.raises(Failure, match="as root"):
			install.check(layout, is_dry=False)

	def test_a_machine_without_systemd(self):
		with pytest.raises(Failure, match="no systemd"):
			checks.program_of("systemctl-that-nobody-has")

	def test_a_program_that_others_can_change(self, tmp_path):
		with pytest.raises(Failure, match="/opt/esaylov"):
			checks.place(tmp_path)
		with pytest.raises(Failure, match="seen by no unit"):
			checks.place(Path("/home/somebody/esaylov"))

	@pytest.mark.parametrize("missing", ["certificate", "key"])
	def test_a_missing_certificate(self, chain, missing):
		getattr(chain, missing).unlink()
		with pytest.raises(Failure, match="is missing"):
			checks.certificate(chain.certificate, chain.key, SITE)

	def test_a_key_that_others_read(self, chain, owned_by_root):
		chain.key.chmod(0o640)
		with pytest.raises(Failure, match="chmod 600"):
			checks.certificate(chain.certificate, chain.key, SITE)

	def test_the_key_of_another_certificate(self, chain, tmp_path, owned_by_root):
		before = chain.certificate.read_bytes()
		certify(chain, SITE, days=90)
		chain.certificate.write_bytes(before)
		with pytest.raises(Failure, match="is not the key of"):
			checks.certificate(chain.certificate, chain.key, SITE)

	@pytest.mark.parametrize(
		("name", "days", "told"), [("other.example.org", 90, "is not for"), (SITE, 3, "ends within a week")]
	)
	def test_a_certificate_of_another_name_or_that_ends(self, layout, name, days, told, owned_by_root):
		certify(layout, name, days)
		with pytest.raises(Failure, match=told):
			checks.certificate(layout.certificate, layout.key, SITE)

	def test_a_certificate_that_does(self, chain, owned_by_root):
		checks.certificate(chain.certificate, chain.key, SITE)

	@pytest.mark.parametrize(
		("text", "told"), [(None, "is missing"), ("-----BEGIN PGP PRIVATE KEY BLOCK-----", "private key")]
	)
	def test_backups_that_would_be_sealed_for_nobody_or_for_the_server(self, tmp_path, text, told):
		path = tmp_path / "key.asc"
		if text:
			path.write_text(text)
		with pytest.raises(Failure, match=told):
			checks.recipient(path)

	@pytest.fixture
	def owned_by_root(self, monkeypatch):
		"""Tests run as anybody; the owner is root's matter."""
		real = Path.stat

		def stat(path: Path, **more: bool):
			found = real(path, **more)
			return type(found)((*found[:4], 0, *found[5:])) if path.suffix == ".key" else found

		monkeypatch.setattr(Path, "stat", stat)


class TestFrappe:
	def test_a_safe_release_on_its_python_and_node(self, layout):
		told = frappe.suits(layout, "")
		assert "Frappe 16.50.0" in told
		assert "Node v24.1.0" in told

	def test_an_old_one_unless_it_is_taken_on(self):
		old = frappe.Release("16.4.1", "", "")
		with pytest.raises(Failure, match=r"known weaknesses.*--accept-frappe 16\.4\.1"):
			frappe.check(old)
		with pytest.raises(Failure, match="known weaknesses"):
			frappe.check(old, "16.4.0")
		assert "taken on" in frappe.check(old, "16.4.1")

	def test_the_floor_is_that_of_the_app(self):
		rows = frappe.advisories()
		floor = framework_versions.floor(16, rows)
		assert frappe.check(frappe.Release(floor, "", "")) == f"Frappe {floor}"
		assert len(rows) >= 20

	@pytest.mark.parametrize("version", ["14.99.0", "17.0.0"])
	def test_another_series(self, version):
		with pytest.raises(Failure, match="runs on Frappe 15 and 16"):
			frappe.check(frappe.Release(version, "", ""))

	def test_a_branch_that_is_not_there(self, layout):
		with pytest.raises(Failure, match="no branch or tag version-99"):
			frappe.read(layout.frappe, "version-99")

	def test_what_is_no_frappe(self):
		with pytest.raises(Failure, match="no version"):
			frappe.parsed("", "", "")

	@pytest.mark.parametrize(
		("limits", "version", "does"),
		[
			(">=3.10,<3.14", (3, 13, 5), True),
			(">=3.14,<3.15", (3, 13, 5), False),
			(">=3.14,<3.15", (3, 14, 0), True),
			("<3.14", (3, 14, 1), False),
			("<=3.13", (3, 13, 9), True),
			(">3.13", (3, 13, 9), False),
			(">= 24", (20, 19, 2), False),
			(">=18", (20, 19, 2), True),
			("~=3.11", (3, 13, 1), True),
			("~=3.11", (4, 0, 0), False),
			("==20.*", (20, 1, 1), True),
			("", (1, 0), True),
		],
	)
	def test_limits_are_read_as_they_are_written(self, limits, version, does):
		assert checks.allows(limits, version) is does

	def test_a_limit_that_is_not_understood_is_no_yes(self):
		with pytest.raises(Failure, match="none that is understood"):
			checks.allows("lts", (20, 1))

	@pytest.mark.parametrize("limits", [">=3.14", "<3.11"])
	def test_another_python_or_node_is_told_what_to_do(self, layout, limits):
		said = lambda version: lambda words: subprocess.CompletedProcess(words, 0, f"{version}\n", "")  # noqa: E731
		with pytest.raises(Failure, match="--python PATH"):
			checks.python("python3", limits, said("3.13.5"))
		with pytest.raises(Failure, match="--python PATH"):
			checks.python("python3", "", said("3.10.2"))
		with pytest.raises(Failure, match="--node FOLDER"):
			checks.node(Path("node"), ">=24", said("v20.19.2"))
		assert checks.python("python3", ">=3.10,<3.14", said("3.13.5")) == "Python 3.13.5"


# --- a rehearsal, a run, the run after it


class Bench:
	"""In the place of programs: notes what is run, and leaves what bench would. fails: words at which a program fails."""

	def __init__(self, machine: Path, layout: Layout) -> None:
		self.root, self.layout = machine, layout
		self.ran: list[list[str]] = []
		self.config: dict[str, object] = {}
		self.fails = ""

	def __call__(self, words: list[str], folder: Path | None, environment: Mapping[str, str] | None) -> None:
		self.ran.append(words)
		line = " ".join(words)
		if "bench init" in line:
			self.make(self.layout.common, "{}")
		if self.fails and self.fails in line:
			raise Failure("the test says so")
		if "new-site" in words:
			self.config = json.loads(self.at(self.layout.common).read_text())
			config = {"db_name": "_0123456789abcdef", "db_password": LOGGED}
			self.make(self.layout.folder / "site_config.json", json.dumps(config))

	def at(self, path: Path) -> Path:
		return self.root / path.relative_to("/")

	def make(self, path: Path, text: str) -> None:
		self.at(path).parent.mkdir(parents=True, exist_ok=True)
		self.at(path).write_text(text)


@pytest.fixture
def run(layout: Layout, tmp_path: Path, monkeypatch) -> Iterator["Run"]:
	return Run(layout, tmp_path / "machine", monkeypatch)


class Run:
	"""Runs of the command on a made-up machine."""

	def __init__(self, layout: Layout, root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
		self.layout, self.root = layout, root
		self.bench = Bench(root, layout)
		self.told: list[str] = []
		self.asked: list[str] = []
		monkeypatch.setattr(encryption.Server, "ask", lambda _, sql: self.ask(sql))
		monkeypatch.setattr(frappe, "suits", lambda *_: "seen")

	def ask(self, sql: str) -> list[list[str]]:
		self.asked.append(sql)
		return [["localhost"], ["127.0.0.1"]] if "mysql.user" in sql else []

	def machine(self) -> Machine:
		return Machine(self.told.append, self.bench, self.root, is_owned=False)

	def perform(self) -> int:
		return actions.perform(install.planned(self.layout), self.machine())

	def rehearse(self) -> int:
		return actions.rehearse(install.planned(self.layout), self.machine())


class TestRun:
	def test_a_rehearsal_shows_each_file_and_command_and_does_nothing(self, run):
		count = run.rehearse()
		planned = install.planned(run.layout)
		assert not run.root.exists()
		assert not run.bench.ran
		assert (
			count == sum(not isinstance(action, actions.Check) for action in planned) - 1
		)  # no link that could go
		told = "\n".join(run.told)
		for action in planned:
			if isinstance(action, File):
				assert f"would: the file {action.path}, " in told
				assert not action.text or f"    | {action.text.splitlines()[-1]}" in told
			elif isinstance(action, Command):
				assert " ".join(action.words) in told
			elif isinstance(action, Folder):
				assert f"would: the folder {action.path}, " in told

	def test_it_does_all_of_it_once_and_then_nothing(self, run):
		rehearsed = run.rehearse()
		assert run.perform() == rehearsed - 2  # settings of bench and site are written with their rights
		before = [*run.bench.ran]
		first = {path: path.read_bytes() for path in run.root.rglob("*") if path.is_file()}
		assert run.perform() == 0
		assert run.rehearse() == 0
		assert run.bench.ran == before
		assert {path: path.read_bytes() for path in run.root.rglob("*") if path.is_file()} == first

	def test_bench_is_called_in_the_users_name_alone(self, run):
		run.perform()
		of_bench = [words for words in run.bench.ran if "bench" in words or "venv" in words]
		assert len(of_bench) >= 6
		assert all(tuple(words[: len(AS_USER)]) == AS_USER for words in of_bench)

	def test_a_secret_stands_in_no_command_and_in_no_line_that_is_told(self, run):
		run.perform()
		run.rehearse()
		secrets = [
			run.bench.at(SETTINGS / name).read_text() for name in ("redis-password", "administrator")
		] + [str(run.bench.config["root_password"])]
		assert all(len(secret) > 30 for secret in secrets)
		said = "\n".join([*run.told, *(" ".join(words) for words in run.bench.ran)])
		assert [secret for secret in secrets if secret in said] == []

	def test_the_site_is_made_by_a_login_that_is_gone_afterwards(self, run):
		run.perform()
		assert run.bench.config["root_login"] == site.LOGIN
		assert run.bench.config["admin_password"] == run.bench.at(SETTINGS / "administrator").read_text()
		common = json.loads(run.bench.at(run.layout.common).read_text())
		assert not {*site.FOR_THE_MAKING} & common.keys()
		assert "GRANT ALL" in run.asked[0]
		assert run.asked[1].count("DROP USER") == 2

	def test_the_password_that_the_framework_wrote_into_its_log_is_good_for_nothing(self, run):
		run.perform()
		config = json.loads(run.bench.at(run.layout.folder / "site_config.json").read_text())
		word = config["db_password"]
		assert word != LOGGED
		assert len(word) > 30
		assert run.asked[-1].split(";\n") == [
			f"ALTER USER '_0123456789abcdef'@'{host}' IDENTIFIED BY '{word}'"
			for host in ("localhost", "127.0.0.1")
		]

	def test_it_is_gone_too_where_the_site_could_not_be_made(self, run):
		run.bench.fails = "new-site"
		with pytest.raises(Failure, match="the test says so"):
			run.perform()
		common = json.loads(run.bench.at(run.layout.common).read_text())
		assert not {*site.FOR_THE_MAKING} & common.keys()
		assert run.asked[-1].count("DROP USER") == 2

	@pytest.mark.parametrize(
		("path", "mode"),
		[
			("/etc/esaylov/redis-password", 0o600),
			("/etc/esaylov/administrator", 0o600),
			("/etc/esaylov/redis-queue.conf", 0o640),
			("/srv/esaylov", 0o710),
			("/srv/esaylov/bench/logs", 0o700),
			("/srv/esaylov/bench/sites/common_site_config.json", 0o600),
			(f"/srv/esaylov/bench/sites/{SITE}/site_config.json", 0o600),
			(f"/srv/esaylov/bench/sites/{SITE}/private", 0o700),
			("/var/backups/esaylov", 0o700),
		],
	)
	def test_what_others_must_not_read_is_shut_and_is_shut_again(self, run, path, mode):
		run.perform()
		place = run.bench.at(Path(path))
		assert place.stat().st_mode & 0o777 == mode
		if place.is_file():
			before = place.read_text()
			place.chmod(0o644)
			assert run.perform() == 1
			assert (place.stat().st_mode & 0o777, place.read_text()) == (mode, before)

	@pytest.mark.parametrize("fails", ["bench init", "get-app", "new-site", "nginx -t", "restart mariadb"])
	def test_ended_anywhere_it_goes_on_from_there(self, run, fails):
		run.bench.fails = fails
		with pytest.raises(Failure, match="the test says so"):
			run.perform()
		ran, run.bench.fails = len(run.bench.ran), ""
		run.perform()
		again = run.bench.ran[ran:]
		assert fails in " ".join(again[0])
		assert ("--force" in again[0]) is (fails == "new-site")
		assert run.perform() == 0

	def test_a_bench_or_a_site_of_somebody_else_stays(self, run):
		run.bench.make(run.layout.bench / "theirs", "data")
		with pytest.raises(Failure, match="was not made by this command"):
			run.perform()
		assert run.bench.at(run.layout.bench / "theirs").read_text() == "data"

	def test_another_size_is_written_and_mariadb_started_again_secrets_stay(self, run):
		run.perform()
		password = run.bench.at(SETTINGS / "redis-password").read_text()
		before = len(run.bench.ran)
		run.layout = replace(run.layout, memory=32_000)
		run.perform()
		assert ["systemctl", "restart", "mariadb"] in run.bench.ran[before:]
		assert not [words for words in run.bench.ran[before:] if "bench" in words]
		assert "innodb-buffer-pool-size = 12800M" in run.bench.at(install.OPTIONS).read_text()
		assert run.bench.at(SETTINGS / "redis-password").read_text() == password

	def test_frappe_is_looked_at_before_anything_of_it_is_here(self, run, tmp_path, monkeypatch):
		monkeypatch.setattr(frappe, "suits", SUITS)
		old = repository(tmp_path / "old", "16.4.1", "", "")
		run.layout = replace(run.layout, frappe=str(old))
		with pytest.raises(Failure, match="known weaknesses"):
			run.perform()
		assert [words[0] for words in run.bench.ran] == ["apt-get", "apt-get"]
		assert not run.bench.at(run.layout.home).exists()

	def test_how_it_is_undone_names_each_file_and_unit(self, run):
		lines = "\n".join(install.undoing(run.layout))
		for action in install.planned(run.layout):
			if isinstance(action, File) and not {run.layout.home, SETTINGS} & {*action.path.parents}:
				assert str(action.path) in lines
		assert "userdel esaylov" in lines
		assert f"rm -r {BACKUPS}" not in lines


def test_the_command_says_what_it_needs(capsys):
	with pytest.raises(SystemExit) as ended:
		install.install(["--help"])
	assert ended.value.code == 0
	told = capsys.readouterr().out
	assert {"--dry-run", "--how-to-undo", "--certificate", "--seal-for"} <= {*re.findall(r"--[a-z-]+", told)}
