"""The disk of the database becomes full while people file: no answered filing is lost, and everybody else is told to try again.

The data of a MariaDB of its own lie in a file system of eight gigabytes, most of which is never written.
"""

import os
import re
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from time import monotonic

import pymysql
import pytest
import requests
import yaml
from factories import metrics, waiting
from factories.http import Client, new_serial, ready_appeal
from factories.ports import free_port

from esaylov.setup.operating import disks
from standalone import backing, backups, ports, supervisor
from standalone.paths import ROOT, Bench

pytestmark = pytest.mark.long
FROM = os.environ.get("FRAPPE_SITE", "test.localhost")
SITE = "full.localhost"
SIZE = "8G"
WHILE_FULL, BESIDE = 12, 4
"""Drafts that are sent once the disk is full, and clients that file at the moment when it becomes full."""
DRAFTS_BESIDE = 10
"""Of each of these clients."""
SOON = 10.0
"""Seconds after which an applicant must have an answer, also on a busy machine [ours]."""
ALARMS = yaml.safe_load((ROOT / "docs" / "operators" / "prometheus" / "alerts.yml").read_text())
CODES = ("unavailable", "busy")
"""Both say that nothing was done and when to try again; the second where a request waited for a lock of one that waits for room."""
FILED = "select name, number, status from tabAppeal where name in %s"


@dataclass
class Disk:
	"""A file system of its own, and a file that takes its room."""

	folder: Path

	@property
	def free(self) -> int:
		state = os.statvfs(self.folder)
		return state.f_bavail * state.f_frsize

	def leave(self, size: int) -> None:
		"""Take room until so many bytes are free."""
		path = self.folder / "ballast"
		taken = path.stat().st_size if path.exists() else 0
		subprocess.run(["fallocate", "--length", str(taken + self.free - size), str(path)], check=True)

	def fill(self) -> None:
		"""Take what is left, to the last block."""
		with suppress(OSError), (self.folder / "last").open("wb", buffering=0) as file:
			while file.write(b"x" * 65536):
				pass
			while file.write(b"x" * 512):
				pass

	def make_room(self) -> None:
		for name in ("ballast", "last"):
			(self.folder / name).unlink(missing_ok=True)


@contextmanager
def mounted(image: Path, folder: Path) -> Iterator[Disk]:
	"""A file system in a file that takes the room of what is written alone."""
	subprocess.run(["truncate", "--size", SIZE, str(image)], check=True)
	subprocess.run(["mkfs.ext4", "-q", "-F", "-m", "0", str(image)], check=True)
	if subprocess.run(["mount", "-o", "loop", str(image), str(folder)], capture_output=True).returncode:
		pytest.skip("nothing may be mounted here")
	try:
		folder.chmod(0o755)
		yield Disk(folder)
	finally:
		subprocess.run(["umount", str(folder)], check=True)
		image.unlink()


@dataclass
class Place:
	"""A site whose database has a disk of its own, its web server, and a party that files."""

	bench: Bench
	disk: Disk
	party: Client
	sent: dict[str, str] = field(default_factory=dict)
	"""Draft -> its signature."""
	receipts: dict[str, str] = field(default_factory=dict)
	"""Draft -> the number that the answer gave."""
	refusals: list[requests.Response] = field(default_factory=list)

	def prepare(self, count: int) -> list[str]:
		"""Signed drafts."""
		made = []
		for _ in range(count):
			name = ready_appeal(self.party, new_serial())
			payload = self.party.get("appeals.payload", appeal=name).json()["message"]["payload"]
			self.sent[name] = self.party.sign(payload)
			made.append(name)
		return made

	def submit(self, name: str, client: Client | None = None) -> requests.Response:
		answer = (client or self.party).post(
			"appeals.submit", appeal=name, signature=self.sent[name], idempotency_key=f"disk-{name}"
		)
		if answer.status_code == 200:
			self.receipts[name] = answer.json()["message"]["number"]
		else:
			self.refusals.append(answer)
		return answer

	@property
	def mariadb(self) -> backing.Service:
		return next(service for service in backing.services(self.bench) if service.name == "MariaDB")

	def health(self) -> requests.Response:
		return requests.get(f"{self.party.address}/health", headers={"Host": SITE}, timeout=120)

	def alarm_rings(self, token: str, name: str) -> bool:
		"""Whether the metrics are beyond the limit of an alarm of the operators' rules."""
		(rule,) = [rule for rule in ALARMS["groups"][0]["rules"] if rule["alert"] == name]
		metric, sign, limit = re.fullmatch(r"(\w+) (<|==) ([\d.e]+)", rule["expr"]).groups()
		text = metrics.asked(self.party, token).text
		values = [
			float(line.rpartition(" ")[2])
			for line in text.splitlines()
			if line.startswith(metric) and ("disk=" not in line or 'disk="database"' in line)
		]
		assert values, text
		return any(value < float(limit) if sign == "<" else value == float(limit) for value in values)

	def filed(self) -> dict[str, str]:
		"""Draft -> its number, of those that the database has as filed."""
		config = ports.read(self.bench)
		with (
			pymysql.connect(
				host=ports.LOOPBACK,
				port=config["db_port"],
				user="root",
				password=config["root_password"],
				database=config_of(self.bench)["db_name"],
			) as connection,
			connection.cursor() as cursor,
		):
			cursor.execute(FILED, [tuple(self.sent)])
			return {name: number for name, number, status in cursor.fetchall() if status != "Draft"}


def config_of(bench: Bench) -> dict[str, str]:
	return yaml.safe_load((bench.sites / SITE / "site_config.json").read_text())


@pytest.fixture(scope="module")
def place(shared_bench: Bench, built: Bench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
	bench = shared_bench
	if os.geteuid():
		pytest.skip("nothing may be mounted here")
	with mounted(tmp_path_factory.mktemp("disk") / "disk.img", bench.data) as disk:
		ports.configure(bench)
		as_in_production(bench)
		with backing.running(bench), running_web(bench, built) as address:
			party = Client(address, SITE, bench.sites / SITE / "private" / "demo" / "party.p12")
			party.login("party@esaylov.example")
			try:
				yield Place(bench, disk, party)
			finally:
				disk.make_room()  # or MariaDB does not end


@pytest.fixture(scope="module")
def token(place: Place) -> Iterator[str]:
	"""The token of the metrics."""
	with metrics.token_on(place.bench.sites / SITE / "site_config.json", place.party) as made:
		yield made


@pytest.fixture(autouse=True)
def with_room(place: Place) -> Iterator[None]:
	yield
	place.disk.make_room()


def as_in_production(bench: Bench) -> None:
	"""With a binary log, for whose room a commit waits; and each commit is on the disk before it is answered."""
	logs, more = bench.data / "logs", bench.config / "mariadb.d"
	logs.mkdir()
	more.mkdir(exist_ok=True)
	(more / "10-log.cnf").write_text(
		f"[mariadbd]\nlog_bin = {logs / 'binlog'}\nserver_id = 1\ninnodb-flush-log-at-trx-commit = 1\n"
	)


@contextmanager
def running_web(bench: Bench, built: Bench) -> Iterator[str]:
	with backing.running(built), backups.copies(built, FROM, into=bench) as copy:
		copy(SITE)
	processes, port = supervisor.Supervisor(bench), free_port()
	address = f"http://{ports.LOOPBACK}:{port}"
	try:
		web = supervisor.web(bench, SITE, port)
		# a run of tests names its own bench and site
		processes.start(replace(web, environment={**web.environment, "SITES_PATH": str(bench.sites)}))
		processes.wait_for(f"{address}/api/method/ping")
		yield address
	finally:
		processes.stop()


def says_try_again(answer: requests.Response) -> bool:
	"""Whether an answer is the clear 503: when to try again, our envelope, nothing of the inside."""
	assert answer.status_code == 503, answer.text[:1000]
	assert int(answer.headers["Retry-After"]) > 0
	assert answer.json()["error"]["code"] in CODES
	assert "Traceback" not in answer.text
	return True


def refuses_all_writes(place: Place, drafts: list[str]) -> bool:
	"""Whether filings and forms get the clear 503 soon, and pages are read."""
	for name in drafts:
		begun = monotonic()
		assert says_try_again(place.submit(name))
		assert monotonic() - begun < SOON
	address, headers = place.party.address, {"Host": SITE}
	page = requests.post(f"{address}/uz/feedback", data={"text": "x"}, headers=headers, timeout=120)
	assert (page.status_code, int(page.headers["Retry-After"]) > 0) == (503, True)
	assert requests.get(f"{address}/uz", headers=headers, timeout=120).status_code == 200
	return True


def test_writes_are_refused_before_the_disk_is_full_and_an_alarm_rings_before_that(place: Place, token: str):
	before, warned, late = (place.prepare(3) for _ in range(3))
	assert not place.alarm_rings(token, "EsaylovDiskFull")
	assert {place.submit(name).status_code for name in before} == {200}

	place.disk.leave(4 * 10**9)
	assert place.alarm_rings(token, "EsaylovDiskFull")
	assert not place.alarm_rings(token, "EsaylovDatabaseWritesNothing")
	assert {place.submit(name).status_code for name in warned} == {200}

	place.disk.leave(disks.LEAST_BYTES - 2**20)
	assert refuses_all_writes(place, late)
	assert place.party.session.get(f"{place.party.address}/cabinet", timeout=120).status_code == 200
	health = place.health()
	assert (health.status_code, health.json()["writes"]) == (503, False)
	assert place.alarm_rings(token, "EsaylovDatabaseWritesNothing")
	assert "error 28" not in place.mariadb.log.read_text(), "MariaDB has met no full disk"

	place.disk.make_room()
	waiting.until(lambda: place.health().status_code == 200)
	assert {place.submit(name).status_code for name in late} == {200}, "the same key"
	assert place.filed() == place.receipts


def test_no_answered_filing_is_lost_when_the_last_byte_goes_while_people_file(place: Place):
	late, at_once = place.prepare(WHILE_FULL), [place.prepare(DRAFTS_BESIDE) for _ in range(BESIDE)]
	place.refusals.clear()
	answered = len(place.receipts)

	def file(names: list[str]) -> None:
		client = place.party.twin()
		client.patience = 600
		for name in names:
			place.submit(name, client)

	clients = [threading.Thread(target=file, args=(names,)) for names in at_once]
	for client in clients:
		client.start()
	waiting.until(lambda: len(place.receipts) > answered + BESIDE)
	place.disk.leave(2**21)
	place.disk.fill()
	waiting.until(lambda: place.health().status_code == 503)
	assert refuses_all_writes(place, late)

	place.disk.make_room()
	# as systemd does: MariaDB ends where it cannot take a change back
	waiting.until(lambda: backing.revive(place.bench, backing.services(place.bench)) or is_well(place))
	for client in clients:
		client.join()
	waiting.until(lambda: is_well(place))
	assert all(says_try_again(refusal) for refusal in place.refusals)
	given, filed = dict(place.receipts), place.filed()
	assert {name: filed[name] for name in given} == given

	for name in place.sent:
		assert place.submit(name).status_code == 200, "the same key"
	assert {name: place.receipts[name] for name in given} == given
	assert place.filed() == place.receipts
	assert len({*place.receipts.values()}) == len(place.sent)


def is_well(place: Place) -> bool:
	return place.health().status_code == 200
