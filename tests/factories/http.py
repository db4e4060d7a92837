"""A client of our endpoints, and the road of an appeal over HTTP."""

import base64
import itertools
import secrets
from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import requests

from esaylov.setup.demo.signing import authority
from factories import inside
from factories.cabinet import pinfl
from factories.papers import PDF

PASSWORD = "esaylov-demo"
MOST_OF_ANSWER = 2000
"""Characters of a refusal that a failed test shows."""
SITE_MANAGER = "manager.sinov@esaylov.example"
"""A System Manager, whom `factories.insiders.manager` makes."""
NAMES = ("Bo'ronov Bo'ron Bo'ronovich", "Aliyev Ali Anvarovich", "G'aniyev O'ktam Sherzod o'g'li")


_blocks = itertools.count(1_000 + 30 * secrets.randbelow(30_000), 30)


def new_serial() -> int:
	"""The first of thirty numbers, of 1,000 to 999,999, for made-up people that no other test of this run has.

	An earlier run on the same site hardly had them. The demonstration's own people are below 1,000.
	"""
	return next(_blocks)


class Client:
	"""A browser's place: cookies, the site's name, and the key file of its user."""

	def __init__(self, address: str, site: str, key_file: Path | None = None) -> None:
		self.address = address
		self.session = requests.Session()
		self.session.headers.update({"Host": site, "Accept": "application/json"})
		self.key_file = key_file
		self.patience = 60

	def login(self, user: str) -> None:
		"""Log in with the password of the demonstration; a refusal says with which answer."""
		answer = self.session.post(
			f"{self.address}/api/method/login", data={"usr": user, "pwd": PASSWORD}, timeout=self.patience
		)
		assert answer.ok, f"login of {user}: {answer.status_code} {answer.text[:MOST_OF_ANSWER]}"

	def twin(self) -> "Client":
		"""The same login in another connection, for requests at the same time."""
		other = Client(self.address, str(self.session.headers["Host"]), self.key_file)
		other.session.cookies.update(self.session.cookies)
		return other

	def get(self, method: str, **values: str) -> requests.Response:
		"""GET of one of our methods."""
		return self.session.get(
			f"{self.address}/api/method/esaylov.api.{method}", params=values, timeout=self.patience
		)

	def post(self, method: str, **values: Any) -> requests.Response:
		"""POST of one of our methods, as JSON."""
		return self.session.post(
			f"{self.address}/api/method/esaylov.api.{method}", json=values, timeout=self.patience
		)

	def sign(self, payload: str) -> str:
		"""Base64 of a detached CMS over a payload in Base64, by the client's key."""
		identity = authority.open_pkcs12(self.key_file.read_bytes(), PASSWORD)
		now = datetime.now(ZoneInfo("Asia/Tashkent")).replace(tzinfo=None)
		return base64.b64encode(authority.sign_cms(base64.b64decode(payload), identity, now)).decode()


def root_client(address: str, site: str) -> Client:
	"""The framework's own Administrator, logged in on a site for tests."""
	client = Client(address, site)
	form = {"usr": "Administrator", "pwd": "admin"}
	client.session.post(f"{address}/api/method/login", data=form, timeout=client.patience).raise_for_status()
	return client


def manager_client(address: str, site: str) -> Client:
	"""A System Manager, made where there is none, logged in."""
	inside.run("from factories import insiders\ninsiders.manager(given['user'])", user=SITE_MANAGER)
	client = Client(address, site)
	client.login(SITE_MANAGER)
	return client


def ready_appeal(party: Client, serial: int) -> str:
	"""A draft with three observers that can be signed; its name."""
	persons = [
		{
			"pinfl": pinfl(serial + n),
			"full_name": name,
			"phone": f"+9989{serial:08d}",
		}
		for n, name in enumerate(NAMES)
	]
	today = datetime.now(ZoneInfo("Asia/Tashkent")).date().isoformat()
	answers = {"party_decision_no": "12-Q", "party_decision_date": today, "persons": persons}
	appeal = _message(party.post("appeals.create", appeal_type="A56", election="demo", answers=answers))[
		"appeal"
	]
	content = base64.b64encode(PDF).decode()
	_message(
		party.post(
			"appeals.attach", appeal=appeal, field="party_decision", file_name="qaror.pdf", content=content
		)
	)
	return appeal


def file_appeal(party: Client, serial: int) -> str:
	"""A filed appeal with three observers, all the way over HTTP; its name."""
	appeal = ready_appeal(party, serial)
	payload = _message(party.get("appeals.payload", appeal=appeal))["payload"]
	_message(
		party.post(
			"appeals.submit", appeal=appeal, signature=party.sign(payload), idempotency_key=f"http-{appeal}"
		)
	)
	return appeal


def plan_session(secretary: Client) -> str:
	"""A session of the demonstration's district commission that begins now, planned over HTTP; its name."""
	starts_at = datetime.now(ZoneInfo("Asia/Tashkent")).strftime("%Y-%m-%d %H:%M:%S")
	values = {
		"commission": "DC-1726277",
		"title": "Navbatdagi majlis",
		"starts_at": starts_at,
		"place": "Zal",
	}
	return str(_message(secretary.post("sessions.plan_session", **values))["session"])


def file_answers(party: Client, appeal_type: str, answers: dict[str, Any]) -> str:
	"""A filed appeal of a type that asks for no file; its name."""
	made = _message(party.post("appeals.create", appeal_type=appeal_type, election="demo", answers=answers))
	assert [finding for finding in made["findings"] if finding["severity"] == "error"] == []
	payload = _message(party.get("appeals.payload", appeal=made["appeal"]))["payload"]
	signed = {"signature": party.sign(payload), "idempotency_key": f"answers-{made['appeal']}"}
	_message(party.post("appeals.submit", appeal=made["appeal"], **signed))
	return made["appeal"]


def return_appeal(chair: Client, appeal: str, field: str, text: str) -> None:
	"""Give an appeal back with one remark."""
	_message(chair.post("appeals.assign", appeal=appeal, user="chair@esaylov.example"))
	_message(chair.post("appeals.remark", appeal=appeal, field=field, text=text))
	_message(chair.post("appeals.return_for_correction", appeal=appeal, reason="Bitta odam aniqlanmadi"))


def decide_appeal(chair: Client, appeal: str, refused: dict[int, str]) -> None:
	"""Decide an appeal, the persons at some places refused with a reason."""
	asked = rows(refused)
	payload = _message(chair.post("decisions.draft", appeal=appeal, rows=asked))["payload"]
	_message(chair.post("decisions.decide", appeal=appeal, rows=asked, signature=chair.sign(payload)))


def rows(refused: dict[int, str] | None = None) -> list[dict[str, str]]:
	"""A verdict for each of the three persons."""
	refused = refused or {}
	return [
		{
			"path": f"persons[{place}]",
			"outcome": "Refused" if place in refused else "Granted",
			"reason": refused.get(place, ""),
			"ground": "documents_incomplete" if place in refused else "",
		}
		for place in range(len(NAMES))
	]


def enter_key(administrator: Client, user: str, scopes: Iterable[str], /, **values: Any) -> requests.Response:
	"""What an administrator is answered who enters a key of a system's user; it has no secret yet."""
	document = {
		"title": "Sinov tizimi",
		"user": user,
		"expires_at": "2099-01-01 00:00:00",
		"scopes": [{"scope": scope} for scope in scopes],
		**values,
	}
	address = f"{administrator.address}/api/resource/Integrator Key"
	return administrator.session.post(address, json=document, timeout=60)


ENABLED = """
from factories import settled
settled.saved(frappe.get_doc("Integrator Key", given["key"]).update({"enabled": 1}))
"""
"""As another administrator's signature enables a key: tests/site/permissions/configuration/test_configuration_programs.py."""


def issue_key(administrator: Client, user: str, *scopes: str) -> str:
	"""The secret of a key of a system's user."""
	entered = enter_key(administrator, user, scopes)
	assert entered.status_code == 200, entered.text[:1000]
	key = entered.json()["data"]["name"]
	inside.run(ENABLED, key=key)
	return str(_message(administrator.post("integrators.issue", key=key))["secret"])


def _message(answer: requests.Response) -> Any:
	assert answer.status_code == 200, answer.text[:1000]
	return answer.json()["message"]
