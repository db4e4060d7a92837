"""Steps that people of the demonstration take by the services, as staff and applicants would: each signed with the key of whoever takes it."""

import base64
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import lru_cache
from typing import Any

import frappe
from frappe.utils.password import decrypt

from esaylov.appeals.drafts import attachments, before_filing, confirming, drafting
from esaylov.appeals.filing import submitting
from esaylov.appeals.review import steps
from esaylov.decisions.review import reading
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.steps import agenda, attending, ballots, counting, holding, planning
from esaylov.decisions.signatures import chair, collective
from esaylov.framework import clock
from esaylov.setup.demo import papers
from esaylov.setup.demo.people import DOMAIN
from esaylov.setup.demo.signing import authority, keys

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
		name = drafting.create(user_of(local), code, election, answers)
		for field in files:
			file = ("surat.jpg", papers.face()) if field.endswith(PHOTO) else ("hujjat.pdf", papers.pdf())
			attachments.attach(name, field, *file)
		key = f"demo-{name}"
		if before_filing.authentication(name) == BY_CODE:
			confirming.send_code(name)
			submitting.submit(name, "", key, _code_sent(local))
		else:
			submitting.submit(name, signature(local, before_filing.payload(name)), key)
	return name


def taken_up(appeal: str, local: str) -> None:
	"""An officer of the commission takes a filing up."""
	with acting(local):
		steps.assign(appeal, user_of(local))


def verdict(appeal: str, local: str, outcome: str, reason: str = "") -> list[dict[str, str]]:
	"""The same outcome for each row of an appeal; refused for papers that are not complete."""
	said = {"ground": "documents_incomplete", "reason": reason} if outcome == REFUSED else {}
	with acting(local):
		subjects: Any = reading.matter_for(appeal, user_of(local))["subjects"]
	return [{"path": subject["path"], "outcome": outcome, **said} for subject in subjects]


def decided_by_chair(appeal: str, local: str) -> str:
	"""The decision by which a chair alone grants an appeal."""
	rows = verdict(appeal, local, GRANTED)
	with acting(local):
		signed = signature(local, chair.draft(appeal, rows).payload)
		return chair.decide(appeal, rows, signed).decision


class Sitting:
	"""An open session of a commission about an election. Its members all attend, and vote for what is asked.

	members: logins of the commission; the first presides, the second keeps the record.
	"""

	def __init__(self, commission: str, election: str, title: str, members: Sequence[str]) -> None:
		self.members = members
		with acting(members[1]):
			at_once = clock.now().replace(microsecond=0)
			self.name = planning.plan(commission, title, at_once, HALL, election)
		for local in members:
			with acting(local):
				said = attending.payload(self.name, IN_THE_ROOM)
				attending.attend(self.name, IN_THE_ROOM, signature(local, said))
		with acting(members[0]):
			holding.open_session(self.name)

	def decided(self, appeal: str, outcome: str = GRANTED, reason: str = "") -> str:
		"""The signed decision on an appeal under review."""
		rows = verdict(appeal, self.members[1], outcome, reason)
		with acting(self.members[1]):
			(item,) = agenda.put([appeal], self.name, rows=rows)
		return self._adopted(item)

	def decided_on(self, matter: str, title: str, data: Mapping[str, Any]) -> str:
		"""The signed decision on a matter without an appeal."""
		with acting(self.members[1]):
			item = agenda.add_subject(self.name, matter, title, data)
		return self._adopted(item)

	def close(self) -> None:
		"""Close it; its protocol is signed by both."""
		with acting(self.members[0]):
			holding.close(self.name)
		for local in self.members[:2]:
			with acting(local):
				protocol.sign(self.name, signature(local, protocol.payload(self.name)))

	def _adopted(self, item: str) -> str:
		with acting(self.members[0]):
			counting.open_item(item)
		for local in self.members:
			with acting(local):
				ballot = [{"item": item, "choice": "For"}]
				ballots.cast(self.name, ballot, signature(local, ballots.payload(self.name, ballot)))
		with acting(self.members[0]):
			counting.close_item(item)
		decision = str(frappe.db.get_value("Agenda Item", item, "decision"))
		for local in self.members[:2]:
			with acting(local):
				collective.sign([decision], signature(local, collective.payload_to_sign([decision])))
		return decision


def _code_sent(local: str) -> str:
	"""The newest code on its way to the phone of a login, as its owner would read it there."""
	message = {
		"receiver_person": frappe.db.get_value("Person", {"user": user_of(local)}, "name"),
		"reference_doctype": "One-time Code",
	}
	sealed = frappe.get_all("SMS Message", message, pluck="sealed_text", order_by="creation desc", limit=1)
	return str(re.findall(r"\b\d{6,10}\b", decrypt(sealed[0]))[0])
