"""The world of the catalogue as a test over HTTP sees it: its names, logged-in clients, and filings."""

import base64
import io
import json
import os
import random
import secrets
import subprocess
import sys
from collections.abc import Mapping
from datetime import date, datetime
from functools import cache, cached_property
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests
from PIL import Image

from factories import forked, inside
from factories.cabinet import CHAIR
from factories.catalogue import answers as samples
from factories.catalogue.case import Case
from factories.catalogue.cases import CASES
from factories.http import PDF, Client

OWN = {"authenticated_by": "EDS"}
"""What the catalogue does not list: types of our own."""
TESTS = Path(__file__).resolve().parents[2]
OFFICERS = {"CEC": "officer.cec", "REG-1726": "officer.reg-1726", "REG-1735": "officer.reg-1735"}
DISTRICT_OFFICER, DISTRICT_CHAIR = "officer.dc-1726277", "chair"
BOUNDARY = b'{"type": "Polygon", "coordinates": [[[69, 41], [70, 41], [70, 42], [69, 41]]]}'


def run(sites: Path, *arguments: str) -> Any:
	"""Run a command of `world` on the site; what it gives."""
	done = forked.run(["-m", "factories.catalogue.world", *arguments], sites)
	assert done.returncode == 0, done.stderr[-3000:]
	return json.loads(done.stdout.splitlines()[-1])


def environment() -> dict[str, str]:
	"""That of a process of the tests' own, which finds these modules."""
	path = os.pathsep.join([str(TESTS), str(TESTS.parent), os.environ.get("PYTHONPATH", "")])
	return {**os.environ, "PYTHONPATH": path}


class Place:
	"""A site as its users see it: elections and logins by what the cases call them, records by what answers call them; one session for each user."""

	def __init__(
		self,
		address: str,
		sites: Path,
		elections: Mapping[str, str],
		logins: Mapping[str, Mapping[str, str]],
		links: Mapping[str, str],
	) -> None:
		self.address, self.sites = address, sites
		self.site = os.environ.get("FRAPPE_SITE", "test.localhost")
		self.elections, self.logins, self.links = elections, logins, links
		self.clients: dict[str, Client] = {}

	def client(self, local: str) -> Client:
		"""The session of one of the place's users."""
		if local not in self.clients:
			login = self.logins[local]
			folder = self.sites / self.site / "private" / "demo"
			made = Client(self.address, self.site, folder / f"{login['key']}.p12")
			made.login(login["user"])
			self.clients[local] = made
		return self.clients[local]

	@cached_property
	def administrator(self) -> requests.Session:
		"""A session of the site's owner, who reads what is stored."""
		client = Client(self.address, self.site)
		answer = client.session.post(
			f"{self.address}/api/method/login", data={"usr": "Administrator", "pwd": "admin"}, timeout=60
		)
		answer.raise_for_status()
		return client.session

	def stored(self, appeal: str) -> dict[str, Any]:
		"""The appeal as it stands."""
		answer = self.administrator.get(f"{self.address}/api/resource/Appeal/{appeal}", timeout=60)
		return answer.json()["data"]

	def code_sent(self, local: str) -> str:
		"""The last code on its way to a person's phone: sealed, so that it is read inside of the site alone."""
		return inside.codes_of(self.logins[local]["person"])[-1]


class World(Place):
	"""The built world of the catalogue."""

	def __init__(self, address: str, sites: Path) -> None:
		built = run(sites, "build")
		chair = {"user": CHAIR, "key": DISTRICT_CHAIR}
		links = {**built["links"], "child": samples.pinfl(century="5"), "man": samples.pinfl()}
		super().__init__(
			address, sites, built["elections"], {**built["logins"], DISTRICT_CHAIR: chair}, links
		)

	def close(self) -> None:
		"""No other test finds the elections open."""
		if "decider" in self.__dict__:
			self.decider.stdin.close()
			self.decider.wait(timeout=60)
		run(self.sites, "close")

	@cached_property
	def decider(self) -> subprocess.Popen:
		"""The process that decides filings and takes it back; see factories.catalogue.deciding."""
		return subprocess.Popen(
			[sys.executable, "-m", "factories.catalogue.deciding"],
			cwd=self.sites,
			env=environment(),
			stdin=subprocess.PIPE,
			stdout=subprocess.PIPE,
			text=True,
		)

	def decided(self, appeal: str) -> dict[str, Any]:
		"""Outcome to what a decision with it wrote."""
		self.decider.stdin.write(f"{appeal}\n")
		self.decider.stdin.flush()
		answer = self.decider.stdout.readline()
		assert answer, f"no decision on {appeal}: see what the process wrote"
		found = json.loads(answer)
		assert "problem" not in found, found["problem"]
		return found


class Filing:
	"""One filing of a type by the user of its case."""

	def __init__(self, world: Place, code: str, is_good: bool = False) -> None:
		self.world, self.code = world, code
		self.case: Case = CASES[code]
		self.login = self.case.leaver if is_good and self.case.leaver else self.case.login
		self.client = world.client(self.login)
		self.today: date = datetime.now(ZoneInfo("Asia/Tashkent")).date()
		self.typed: dict[str, Any] = {}
		self.name = ""

	def answers(self, values: Mapping[str, Any] | None = None, rows: Mapping[str, int] | None = None) -> dict:
		"""The case's answers with some changed."""
		said = {**self.case.values, **(values or {})}
		return samples.answers(
			self.code, self.today, said, {**self.case.rows, **(rows or {})}, self.world.links
		)

	def create(self, typed: dict[str, Any]) -> list[dict[str, Any]]:
		"""Make a draft; its findings."""
		self.typed = typed
		answer = self.client.post(
			"appeals.create",
			appeal_type=self.code,
			election=self.world.elections[self.case.election],
			answers=typed,
		)
		found = message(answer)
		self.name = found["appeal"]
		return found["findings"]

	def attach(self, path: str) -> requests.Response:
		"""Attach a file of a kind that the field takes."""
		name, content = file_of(samples.kinds(self.code, path))
		encoded = base64.b64encode(content).decode()
		return self.client.post(
			"appeals.attach", appeal=self.name, field=path, file_name=name, content=encoded
		)

	def attach_nowhere(self) -> list[tuple[str, str]]:
		"""Attach a file to a form that takes none; what is refused."""
		encoded = base64.b64encode(PDF).decode()
		values = {"appeal": self.name, "field": "application", "file_name": "a.pdf", "content": encoded}
		refused = self.client.post("appeals.attach", **values).json()["error"]["findings"]
		return [(finding["code"], finding["path"]) for finding in refused]

	def check(self) -> list[dict[str, Any]]:
		"""Findings of the draft today."""
		return message(self.client.post("appeals.check", appeal=self.name))["findings"]

	@property
	def is_by_code(self) -> bool:
		"""Whether the catalogue lets this applicant confirm by a code: candidates and proxies, where it says SMS."""
		methods = samples.catalogue().get(self.code, OWN)["authenticated_by"].split(";")
		return "SMS" in methods and self.login.startswith(("cand.", "proxy"))

	def refused_otherwise(self) -> set[str]:
		"""Codes of the refusals where it is closed by the kind that it does not ask for, and by nothing."""
		key = f"katalog-{secrets.token_hex(8)}"
		others = [{"signature": ""}, {"sms_code": "000000"}]
		answers = [
			self.client.post(
				"appeals.submit", **{"appeal": self.name, "idempotency_key": key, "signature": "", **proof}
			)
			for proof in (others[:1] if self.is_by_code else others)
		]
		if not self.is_by_code:
			answers.append(self.client.post("appeals.confirmation_code", appeal=self.name))
		return {answer.json()["error"]["code"] for answer in answers}

	def submit(self) -> dict[str, Any]:
		"""File it as the catalogue asks of the applicant: signed, or confirmed by the code that was sent."""
		key = f"katalog-{secrets.token_hex(8)}"
		if self.is_by_code:
			message(self.client.post("appeals.confirmation_code", appeal=self.name))
			proof = {"sms_code": self.world.code_sent(self.login)}
		else:
			payload = message(self.client.get("appeals.payload", appeal=self.name))["payload"]
			proof = {"signature": self.client.sign(payload)}
		return message(self.client.post("appeals.submit", appeal=self.name, idempotency_key=key, **proof))

	def take_up(self) -> None:
		"""The commission takes note of it, or takes it up for review."""
		of_district = DISTRICT_CHAIR if self.case.taken_note else DISTRICT_OFFICER
		local = OFFICERS.get(self.case.recipient, of_district)
		officer = self.world.client(local)
		if not self.case.taken_note:
			user = self.world.logins[local]["user"]
			message(officer.post("appeals.assign", appeal=self.name, user=user))
			return
		payload = message(officer.post("decisions.draft", appeal=self.name))["payload"]
		message(officer.post("decisions.acknowledge", appeal=self.name, signature=officer.sign(payload)))


def message(answer: requests.Response) -> Any:
	"""What a method gives; the answer of a refusal is the failure."""
	assert answer.status_code == 200, answer.text[:2000]
	return answer.json()["message"]


def file_of(kinds: tuple[str, ...]) -> tuple[str, bytes]:
	"""Name and content of a file of one of these media types; of any where there are none."""
	if not kinds or "application/pdf" in kinds:
		return "hujjat.pdf", PDF
	if "image/jpeg" in kinds:
		return "surat.jpg", _picture()
	return "chegara.geojson", BOUNDARY


@cache
def _picture() -> bytes:
	"""A photo 3x4 of more than 100 KB, as foreign media must give it: noise, which does not get small."""
	picture = io.BytesIO()
	dots = random.Random(34).randbytes(354 * 472 * 3)
	Image.frombytes("RGB", (354, 472), dots).save(picture, "JPEG", quality=90)
	assert picture.tell() > 100 * 1024
	return picture.getvalue()
