"""A disk that takes no more: what was sent is refused in words, nothing is left by halves, and all else goes on.

The server has a disk of its own for files, pages and notes: a tmpfs of its own mount namespace, gone with it.
"""

import base64
import json
import os
import re
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from html import unescape
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
import requests
from factories import cabinet, served, waiting
from factories.http import Client, ready_appeal
from factories.papers import PDF, pdf
from factories.ports import free_port

from esaylov.core.texts import text

pytestmark = [pytest.mark.web, pytest.mark.full]  # a site of its own on a disk of its own
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
PLACES = {
	"backups": "private/backups",
	"files": "private/files",
	"notes": "private/portal",
	"pages": "public/portal",
}
"""Folder of the disk -> where the site has it."""
ROOT = Path(__file__).resolve().parents[2]
COMMAND = ("frappe.utils.bench_helper", "frappe") if find_spec("frappe.commands") else ("standalone.site",)
"""A command of a site: bench's own on a stock bench."""
FIELD, PAGE = "party_decision", "for/voters"
SERVE = """
set -e
disk=$1 site=$2; shift 2
mount -t tmpfs -o size=256k tmpfs "$disk"
for pair in {pairs}; do
	mkdir "$disk/${{pair%%=*}}"
	mount --bind "$disk/${{pair%%=*}}" "$site/${{pair#*=}}"
done
exec "$@"
""".format(pairs=" ".join(f"{name}={place}" for name, place in PLACES.items()))
NAMESPACE = ["unshare", "--mount", *([] if os.geteuid() == 0 else ["--map-root-user"])]

ENTERING = [] if os.geteuid() == 0 else ["--user", "--preserve-credentials"]


@dataclass(frozen=True)
class Place:
	"""The address of the server, its process, its sites, and its disk as it is seen from outside."""

	address: str
	process: int
	sites: Path
	disk: Path

	def names(self, folder: str) -> list[str]:
		return sorted(str(path.relative_to(self.disk / folder)) for path in (self.disk / folder).rglob("*"))

	def job(self, method: str) -> str:
		"""What a job returns that a worker beside this server runs."""
		program = f"import frappe\nfrappe.init({SITE!r}, sites_path='.')\nfrappe.connect()\nprint(frappe.get_attr({method!r})())"
		answer = self.run("-c", program)
		assert answer.returncode == 0, answer.stderr[-2000:]
		return answer.stdout.strip()

	def run(self, *words: str) -> subprocess.CompletedProcess[str]:
		"""Python beside this server, in its sites and with its disk."""
		inside = ["nsenter", f"--target={self.process}", "--mount", *ENTERING]
		command = [
			"sh",
			"-c",
			'cd "$1" && shift && exec "$@"',
			"beside",
			str(self.sites),
			sys.executable,
			*words,
		]
		environment = {**os.environ, "PYTHONPATH": str(ROOT)}
		return subprocess.run(
			[*inside, *command], env=environment, capture_output=True, text=True, timeout=240
		)

	@contextmanager
	def full(self) -> Iterator[None]:
		"""Inside, not a byte more is taken."""
		filler = self.disk / "filler"
		try:
			with filler.open("wb", buffering=0) as file, suppress(OSError):
				while file.write(bytes(4096)):
					pass
			yield
		finally:
			filler.unlink()


@pytest.fixture(scope="module")
def place(sites: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
	if subprocess.run([*NAMESPACE, "mount", "-t", "tmpfs", "tmpfs", "/mnt"], capture_output=True).returncode:
		pytest.skip("nothing may be mounted here")
	folder = tmp_path_factory.mktemp("sites")
	disk, site = folder.parent / "disk", folder / SITE
	disk.mkdir(exist_ok=True)
	(folder.parent / "logs").mkdir(exist_ok=True)
	linked(sites, folder, {SITE})
	linked(sites / SITE, site, {"private", "public"})
	for name in ("private", "public"):
		linked(sites / SITE / name, site / name, {Path(path).name for path in PLACES.values()})
	for path in PLACES.values():
		(site / path).mkdir(exist_ok=True)
	address = f"127.0.0.1:{free_port()}"
	server = subprocess.Popen(
		[*NAMESPACE, "sh", "-c", SERVE, "serve", str(disk), str(site), *served.command(address)],
		cwd=folder,
		env={**os.environ, "SITES_PATH": str(folder), "FRAPPE_SITE": SITE},
		stdout=subprocess.DEVNULL,
		stderr=subprocess.DEVNULL,
	)
	try:
		waiting.until(lambda: server.poll() is not None or answers(address))
		assert server.poll() is None
		yield Place(f"http://{address}", server.pid, folder, Path(f"/proc/{server.pid}/root{disk}"))
	finally:
		server.terminate()
		server.wait(timeout=60)


def linked(source: Path, folder: Path, without: set[str]) -> None:
	"""A folder with links to what another has."""
	folder.mkdir(exist_ok=True)
	for path in source.iterdir():
		if path.name not in without:
			(folder / path.name).symlink_to(path)


def answers(address: str) -> bool:
	host, _, port = address.partition(":")
	with socket.socket() as one:
		return one.connect_ex((host, int(port))) == 0


@pytest.fixture(scope="module")
def party(place: Place, sites: Path) -> Client:
	client = Client(place.address, SITE, sites / SITE / "private" / "demo" / "party.p12")
	client.patience = 240
	client.login("party@esaylov.example")
	return client


def message(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]


def paper(serial: int) -> bytes:
	return PDF + b"\n%% %d\n" % serial


def attach(client: Client, appeal: str, content: bytes, language: str = "uz") -> requests.Response:
	return client.session.post(
		f"{client.address}/api/method/esaylov.api.appeals.attach",
		data={"appeal": appeal, "field": FIELD, "_lang": language},
		files={"file": ("qaror.pdf", content, "application/pdf")},
		timeout=240,
	)


@pytest.fixture(scope="module")
def held(place: Place, party: Client) -> Callable[[str], tuple[str, list[dict[str, str]]]]:
	"""The bytes of a draft, and the records of files that hang on it."""
	manager = Client(place.address, SITE)
	form = {"usr": "Administrator", "pwd": "admin"}
	manager.session.post(f"{place.address}/api/method/login", data=form, timeout=240).raise_for_status()

	def of(appeal: str) -> tuple[str, list[dict[str, str]]]:
		params = {
			"filters": json.dumps([["attached_to_name", "=", appeal]]),
			"fields": '["name", "file_url"]',
		}
		files = manager.session.get(f"{place.address}/api/resource/File", params=params, timeout=240)
		return message(party.get("appeals.payload", appeal=appeal))["payload"], files.json()["data"]

	return of


def test_a_file_that_has_no_room_is_refused_and_leaves_nothing(place, party, held, serial):
	appeal = ready_appeal(party, serial)
	before, files = held(appeal), place.names("files")
	assert len(before[1]) == 1
	with place.full():
		for language in ("uz", "ru", "en"):
			answer = attach(party, appeal, paper(serial + 1_000), language)
			assert answer.status_code == 503, answer.text[:1000]
			assert answer.json()["error"]["code"] == "storage_full"
			assert answer.json()["error"]["message"] == text("storage_full", language)
			assert int(answer.headers["Retry-After"]) > 0
			assert "Traceback" not in answer.text
		assert (held(appeal), place.names("files")) == (before, files)
	kept = message(attach(party, appeal, paper(serial + 1_000)))
	assert kept["sha256"] in base64.b64decode(held(appeal)[0]).decode()
	message(party.post("appeals.detach", appeal=appeal, field=FIELD))  # other servers do not have this disk


def test_the_cabinet_tells_it_at_the_field_and_keeps_what_was_typed(place, serial):
	browser = cabinet.logged_in(place.address, cabinet.PARTY)
	draft = cabinet.new_draft(browser)
	files = {f"a.{FIELD}": ("qaror.pdf", paper(serial), "application/pdf")}
	fields = cabinet.typed([cabinet.person(serial)], action="save")
	with place.full():
		before = place.names("files")
		answer = browser.post(f"{draft}/form", fields, files=files)
		assert answer.status_code == 503, answer.text[:1000]
		assert f'id="a-{FIELD}-finding"' in answer.text
		assert text("storage_full", "uz").split(".")[1] in unescape(answer.text)
		assert 'value="Boronov Boron Boronovich"' in answer.text
		assert place.names("files") == before
	assert "qaror.pdf" in browser.post(f"{draft}/form", fields, files=files).text
	browser.post(f"{draft}/form", cabinet.typed([], action=f"drop:{FIELD}"))


def test_a_page_that_cannot_be_stored_is_served(place):
	def page() -> requests.Response:
		answer = requests.get(f"{place.address}/en/{PAGE}", headers={"Host": SITE}, timeout=240)
		assert answer.status_code == 200, answer.text[:1000]
		return answer

	with place.full():
		assert "</html>" in page().text
		assert [name for name in place.names("pages") if "index.html" in name] == []
	stored = place.disk / "pages" / "en" / PAGE / "index.html"
	assert page().content == stored.read_bytes()
	stored.write_bytes(b"of yesterday")
	(place.disk / "notes" / "changed.json").write_text(json.dumps([PAGE]))
	with place.full():
		assert "</html>" in page().text
	assert "of yesterday" not in page().text
	assert "</html>" in stored.read_text()


@pytest.mark.full
def test_a_job_takes_a_stale_page_away_that_it_cannot_build_anew(place):
	stored, note = place.disk / "pages" / "en" / PAGE / "index.html", place.disk / "notes" / "changed.json"
	stored.parent.mkdir(parents=True, exist_ok=True)
	stored.write_bytes(b"of yesterday")
	note.write_text(json.dumps([PAGE]))
	with place.full():
		assert place.job("esaylov.portal.built.jobs.rebuild") == "0"
		assert not stored.exists()
		assert not note.exists()
	stored.write_bytes(b"of yesterday")
	note.write_text(json.dumps([PAGE]))
	assert place.job("esaylov.portal.built.jobs.rebuild") == "1"
	assert "</html>" in stored.read_text()


def test_an_upload_in_the_desk_that_has_no_room_is_refused_and_leaves_nothing(place, sites):
	chair = Client(place.address, SITE, sites / SITE / "private" / "demo" / "chair.p12")
	chair.patience = 240
	chair.login("chair@esaylov.example")

	def upload() -> requests.Response:
		files = {"file": ("sinov.pdf", pdf("Qaror" * 1600), "application/pdf")}
		address = f"{place.address}/api/method/upload_file"
		return chair.session.post(address, files=files, data={"is_private": 1}, timeout=240)

	def records() -> list[str]:
		params = {"filters": json.dumps([["file_name", "like", "sinov%"]]), "limit_page_length": 0}
		answer = chair.session.get(f"{place.address}/api/resource/File", params=params, timeout=240)
		return sorted(row["name"] for row in answer.json()["data"])

	before = records(), place.names("files")
	with place.full():
		answer = upload()
		assert answer.status_code == 503, answer.text[:1000]
		assert "Traceback" not in answer.text
		assert text("storage_full", "en").split(".")[0] in answer.text
		assert (records(), place.names("files")) == before
	kept = message(upload())
	deleted = chair.session.delete(f"{place.address}/api/resource/File/{kept['name']}", timeout=240)
	assert deleted.status_code in (200, 202)


def test_a_backup_that_has_no_room_fails_in_a_line_and_leaves_no_half_of_one(place):
	def backup() -> subprocess.CompletedProcess[str]:
		return place.run("-m", *COMMAND, "--site", SITE, "backup", "--with-files")

	with place.full():
		refused = backup()
		assert refused.returncode == 1, refused.stdout + refused.stderr
		told = refused.stdout + refused.stderr
		assert re.search(rf"^Backup (of|failed for Site) {re.escape(SITE)}", told, re.MULTILINE), told
		assert "Traceback" not in told
		assert [name for name in place.names("backups") if "." in name] == []
		served = requests.get(f"{place.address}/en/{PAGE}", headers={"Host": SITE}, timeout=240)
		assert served.status_code == 200, served.text[:1000]
