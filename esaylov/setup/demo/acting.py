"""Steps that people of the demonstration take by the services, as staff and applicants would: each signed with the key of whoever takes it."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import frappe
from frappe.utils.password import decrypt

from esaylov.appeals import service as appeals
from esaylov.decisions import service as decisions
from esaylov.decisions.sessions import service as sessions
from esaylov.framework import clock
from esaylov.setup.demo import authority, keys, papers
from esaylov.setup.demo.people import DOMAIN

HALL, IN_THE_ROOM = "Majlislar zali", "In the Room"
GRANTED, REFUSED = "Granted", "Refused"
BY_CODE = "SMS"
PHOTO = "photo"


@contextmanager
def acting(local: str) -> Iterator[None]:
	"""What is done inside is done by a demonstration login. Whoever began is not put back."""
	frappe.set_user(user_of(local))
	yield


def user_of(local: str) -> str:
	"""The user of a demonstration login."""
	return f"{local}@{DOMAIN}"


def signature(local: str, content: bytes) -> str:
	"""A detached CMS signature in Base64 by the key of a demonstration login."""
	return base64.b64encode(authority.sign_cms(content, _identity(local), clock.now())).decode()


@lru_cache(maxsize=64)
def _identity(local: str) -> authority.Identity:
	return authority.open_pkcs12(keys.path_of(local).read_bytes(), keys.PASSWORD)


def filed(local: str, code: str, election: str, answers: Mapping[str, Any], *files: str) -> str:
	"""File an appeal of a type as its form asks the login: signed, or confirmed by the code on their phone; its name.

	files: fields that get a made-up paper, `photo` a drawn face; `persons[0].photo` that of a row.
	"""
	with acting(local):
		name = appeals.create(user_of(local), code, election, answers)
		for field in files:
			file = ("surat.jpg", papers.face()) if field.endswith(PHOTO) else ("hujjat.pdf", papers.pdf())
			appeals.attach(name, field, *file)
		key = f"demo-{name}"
		if appeals.authentication(name) == BY_CODE:
			appeals.confirmation_code(name)
			appeals.submit(name, "", key, _code_sent(local))
		else:
			appeals.submit(name, signature(local, appeals.payload(name)), key)
	return name


def taken_up(appeal: str, local: str) -> None:
	"""An officer of the commission takes a filing up."""
	with acting(local):
		appeals.assign(appeal, user_of(local))


def verdict(appeal: str, local: str, outcome: str, reason: str = "") -> list[dict[str, str]]:
	"""The same outcome for each row of an appeal; refused for papers that are not complete."""
	said = {"ground": "documents_incomplete", "reason": reason} if outcome == REFUSED else {}
	with acting(local):
		subjects: Any = decisions.matter_for(appeal, user_of(local))["subjects"]
	return [{"path": subject["path"], "outcome": outcome, **said} for subject in subjects]


def decided_by_chair(appeal: str, local: str) -> str:
	"""The decision by which a chair alone grants an appeal."""
	rows = verdict(appeal, local, GRANTED)
	with acting(local):
		signed = signature(local, decisions.draft(appeal, rows).payload)
		return decisions.decide(appeal, rows, signed).decision


class Sitting:
	"""An open session of a commission about an election. Its members all attend, and vote for what is asked.

	members: logins of the commission; the first presides, the second keeps the record.
	"""

	def __init__(self, commission: str, election: str, title: str, members: Sequence[str]) -> None:
		self.members = members
		with acting(members[1]):
			at_once = clock.now().replace(microsecond=0)
			self.name = sessions.plan_session(commission, title, at_once, HALL, election)
		for local in members:
			with acting(local):
				said = sessions.attendance_payload(self.name, IN_THE_ROOM)
				sessions.attend(self.name, IN_THE_ROOM, signature(local, said))
		with acting(members[0]):
			sessions.open_session(self.name)

	def decided(self, appeal: str, outcome: str = GRANTED, reason: str = "") -> str:
		"""The signed decision on an appeal under review."""
		rows = verdict(appeal, self.members[1], outcome, reason)
		with acting(self.members[1]):
			(item,) = sessions.put_on_agenda([appeal], self.name, rows=rows)
		return self._adopted(item)

	def decided_on(self, matter: str, title: str, data: Mapping[str, Any]) -> str:
		"""The signed decision on a matter without an appeal."""
		with acting(self.members[1]):
			item = sessions.add_subject(self.name, matter, title, data)
		return self._adopted(item)

	def close(self) -> None:
		"""Close it; its protocol is signed by both."""
		with acting(self.members[0]):
			sessions.close_session(self.name)
		for local in self.members[:2]:
			with acting(local):
				sessions.sign_protocol(self.name, signature(local, sessions.protocol_payload(self.name)))

	def _adopted(self, item: str) -> str:
		with acting(self.members[0]):
			sessions.open_item(item)
		for local in self.members:
			with acting(local):
				ballot = [{"item": item, "choice": "For"}]
				sessions.vote(self.name, ballot, signature(local, sessions.ballot(self.name, ballot)))
		with acting(self.members[0]):
			sessions.close_item(item)
		decision = str(frappe.db.get_value("Agenda Item", item, "decision"))
		for local in self.members[:2]:
			with acting(local):
				decisions.sign([decision], signature(local, decisions.payload_to_sign([decision])))
		return decision


def _code_sent(local: str) -> str:
	"""The newest code on its way to the phone of a login, as its owner would read it there."""
	message = {
		"receiver_person": frappe.db.get_value("Person", {"user": user_of(local)}, "name"),
		"reference_doctype": "One-time Code",
	}
	sealed = frappe.get_all("SMS Message", message, pluck="sealed_text", order_by="creation desc", limit=1)
	return str(re.findall(r"\b\d{6,10}\b", decrypt(sealed[0]))[0])
