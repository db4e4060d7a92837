"""One call for each check of the catalogue, in the shapes of the portal.

The personalization register's answer is documented; those of work, education, criminal record and disability are read as
their fields are named in public code and are to be agreed with their owners. Legal capacity has no public call: path and
shape are ours.
"""

import base64
import binascii
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from esaylov.core.people.identity import Gender
from esaylov.core.people.names import plain_apostrophes
from esaylov.integrations.base import BadAnswer
from esaylov.integrations.interagency.gateway import Gateway
from esaylov.integrations.interagency.records import Asked, PersonalData, Verdict

PERSON = "/gcp/docrest/v1"
ADDRESS = "/mvd/services/address/info/pin/v1"
WORK = "/labour/service/citizenhistory/v1"
EDUCATION = "/minvuz/services/diploma/v2"
RECORD_SEARCH = "/convictions/search/v2"
RECORD_CHECK = "/conviction/check/v2"
DISABILITY = "/minzdrav/vtek/v4/passport"
CAPACITY = "/esaylov/legal-capacity/v1"
"""Ours: no register offers such a call yet."""
NOT_FOUND = ("303001", "topilmadi")
"""In `comments` of the personalization register: no such person."""
SEX = {"1": Gender.MALE, "2": Gender.FEMALE}
OK = 1


def personal_data(portal: Gateway, asked: Asked, with_photo: bool = False) -> PersonalData | None:
	"""PD: the person, or None where the register knows nobody by these numbers."""
	question = {
		"transaction_id": 1,
		"is_consent": "Y",
		"sender_pinfl": portal.access.sender_pinfl,
		"langId": 1,
		"document": asked.passport,
		"pinpp": asked.pinfl,
		"birth_date": asked.birth_date.isoformat() if asked.birth_date else "",
		"is_photo": "Y" if with_photo else "N",
		"Sender": "P",
	}
	answer = portal.ask("PD", PERSON, {key: value for key, value in question.items() if value != ""})
	if answer is None or any(mark in str(answer.get("comments", "")) for mark in NOT_FOUND):
		return None
	rows = answer.get("data", answer.get("Data"))
	if str(answer.get("result")) != str(OK) or not isinstance(rows, list) or not _all_objects(rows):
		raise BadAnswer("interagency_bad_answer")
	return _person(rows[0]) if rows else None


def address(portal: Gateway, pinfl: str) -> str:
	"""PD: where the person lives, in one line; "" where it is not known."""
	answer = portal.ask("PD-address", ADDRESS, {"pinpp": pinfl})
	found = (answer or {}).get("data") or {}
	if not isinstance(found, dict):
		raise BadAnswer("interagency_bad_answer")
	return ", ".join(filter(None, (_text(found, key) for key in ("region", "district", "street"))))


def workplace(portal: Gateway, pinfl: str) -> str | None:
	"""WP: the present place of work and position in one line, "" for a person without one, None for an unknown person."""
	answer = portal.ask("WP", WORK, {"pin": pinfl})
	if answer is None:
		return None
	present = [row for row in _rows(answer) if not _text(row, "date_end")]
	return next((_joined(row, "organization", "position") for row in present), "")


def specialty(portal: Gateway, pinfl: str) -> str | None:
	"""ED: the specialty of the last diploma, None where the register holds none (which is normal)."""
	answer = portal.ask("ED", EDUCATION, {"pinfl": pinfl})
	diplomas = sorted(_rows(answer), key=lambda row: _text(row, "year")) if answer else []
	return _text(diplomas[-1], "specialty") if diplomas else None


def begin_criminal_record(portal: Gateway, asked: Asked, reason: str) -> int:
	"""CR, first step: put the question and get its number. Not repeated by itself: each one is a question of its own."""
	surname, _, others = asked.name.partition(" ")
	question = {
		"pinfl": asked.pinfl,
		"passport": asked.passport,
		"birth_year": asked.birth_date.year if asked.birth_date else None,
		"last_name": surname,
		"names": others,
		"comments": reason,
		"organization_id": portal.access.organization,
		"region_id": portal.access.region,
		"consent": True,
	}
	number = (portal.ask("CR", RECORD_SEARCH, question, is_repeatable=False) or {}).get("id_query")
	if isinstance(number, bool) or not isinstance(number, int):
		raise BadAnswer("interagency_bad_answer")
	return number


def criminal_record(portal: Gateway, number: int) -> Verdict:
	"""CR, second step: the verdict on a question put before, PENDING while it is looked into."""
	answer = portal.ask("CR", RECORD_CHECK, {"id_query": number})
	if answer is not None and answer.get("status") == "pending":
		return Verdict.PENDING
	return _verdict(answer, "convicted")


def disability(portal: Gateway, asked: Asked, reason: str) -> Verdict:
	"""DIS: whether a group of disability stands in the register; which one is not read."""
	question = {
		"transaction_id": "1",
		"pin": portal.access.sender_pinfl,
		"purpose": reason,
		"consent": "true",
		"pinfl": asked.pinfl,
		"passport": asked.passport,
	}
	answer = portal.ask("DIS", DISABILITY, question)
	if answer is None:
		return Verdict.CLEAR
	return Verdict.FOUND if answer.get("group") else Verdict.CLEAR


def legal_capacity(portal: Gateway, pinfl: str) -> Verdict:
	"""LC: FOUND where a court has declared the person incapable."""
	return _verdict(portal.ask("LC", CAPACITY, {"pinfl": pinfl}), "incapable")


def _verdict(answer: Mapping[str, Any] | None, key: str) -> Verdict:
	if answer is None:
		return Verdict.NOT_FOUND
	said = answer.get(key)
	if not isinstance(said, bool):
		raise BadAnswer("interagency_bad_answer")
	return Verdict.FOUND if said else Verdict.CLEAR


def _person(row: Mapping[str, Any]) -> PersonalData:
	return PersonalData(
		pinfl=_text(row, "current_pinpp"),
		passport=_text(row, "current_document"),
		surname=_text(row, "surnamelat"),
		given_name=_text(row, "namelat"),
		patronymic=_text(row, "patronymlat"),
		birth_date=_day(_text(row, "birth_date")),
		gender=SEX.get(str(row.get("sex", ""))),
		nationality=_text(row, "nationality"),
		citizenship=_text(row, "citizenship"),
		birthplace=_text(row, "birthplace"),
		photo=_bytes(_text(row, "photo")),
	)


def _rows(answer: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
	rows = answer.get("data") or []
	if not isinstance(rows, list) or not _all_objects(rows):
		raise BadAnswer("interagency_bad_answer")
	yield from rows


def _all_objects(rows: list[Any]) -> bool:
	return all(isinstance(row, dict) for row in rows)


def _joined(row: Mapping[str, Any], *keys: str) -> str:
	return ", ".join(filter(None, (_text(row, key) for key in keys)))


def _text(row: Mapping[str, Any], key: str) -> str:
	value = row.get(key)
	if value is None:
		return ""
	if not isinstance(value, str | int) or isinstance(value, bool):
		raise BadAnswer("interagency_bad_answer")
	return " ".join(plain_apostrophes(str(value)).split())


def _day(text: str) -> date | None:
	try:
		return date.fromisoformat(text) if text else None
	except ValueError:
		raise BadAnswer("interagency_bad_answer") from None


def _bytes(text: str) -> bytes:
	try:
		return base64.b64decode(text, validate=True)
	except (ValueError, binascii.Error):
		raise BadAnswer("interagency_bad_answer") from None
