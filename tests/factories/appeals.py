"""Appeals for tests: a valid A56 by default; each maker takes what its test is about."""

import base64
import secrets
from datetime import datetime, timedelta
from functools import cache
from itertools import count
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.drafts import attachments, before_filing, drafting
from esaylov.appeals.filing import receipts, submitting
from esaylov.appeals.review import returning, steps
from esaylov.core.elections.calendar import days_before
from esaylov.core.people import identity as numbers
from esaylov.elections import counting
from esaylov.framework import clock
from esaylov.setup.demo import ground
from esaylov.setup.demo.signing import authority, keys, ozdst_files
from factories import settled
from factories.papers import PDF

PARTY, RIVAL = "party@esaylov.example", "rival@esaylov.example"
CHAIR, SECRETARY = "chair@esaylov.example", "secretary@esaylov.example"
SIBLING_CHAIR, ADMINISTRATOR = "sibling.chair@esaylov.example", "administrator@esaylov.example"
_serials = count(200)


def start_anew() -> None:
	"""People that no earlier process used: for rows that stay on the site."""
	global _serials
	_serials = count(1000 + 200 * secrets.randbelow(4000))


def person(**values: Any) -> dict[str, Any]:
	"""An observer: a made-up person of 1880 with another one each time."""
	pinfl = numbers.with_check_digit(f"1030380{next(_serials):06d}")
	defaults = {"pinfl": pinfl, "full_name": "Bo'ronov Bo'ron Bo'ronovich", "phone": "+998901234567"}
	return {**defaults, **values}


def answers(persons: list[dict[str, Any]] | None = None, **values: Any) -> dict[str, Any]:
	"""What a party types into A56, the file apart."""
	defaults = {
		"party_decision_no": "12-Q",
		"party_decision_date": clock.today().isoformat(),
		"persons": [person(), person()] if persons is None else persons,
	}
	return {**defaults, **values}


def draft(user: str = PARTY, typed: dict[str, Any] | None = None, with_file: bool = True) -> str:
	"""A draft of A56 that may be filed; the session is that user's afterwards."""
	frappe.set_user(user)
	name = drafting.create(user, "A56", ground.ELECTION, answers() if typed is None else typed)
	if with_file:
		attachments.attach(name, "party_decision", "qaror.pdf", PDF)
	return name


def filed(user: str = PARTY, typed: dict[str, Any] | None = None) -> str:
	"""A filed appeal; the session is Administrator's afterwards."""
	name = draft(user, typed)
	submit(name, user)
	frappe.set_user("Administrator")
	return name


def submit(name: str, user: str = PARTY, key: str | None = None) -> receipts.Receipt:
	"""File a draft as a user with their own certificate."""
	frappe.set_user(user)
	return submitting.submit(name, signature(user, before_filing.payload(name)), key or new_key())


def under_review(user: str = PARTY, typed: dict[str, Any] | None = None) -> str:
	"""An appeal that the chair has taken up; the session is Administrator's afterwards."""
	name = filed(user, typed)
	frappe.set_user(CHAIR)
	steps.assign(name, CHAIR)
	frappe.set_user("Administrator")
	return name


def signature(user: str, content: bytes) -> str:
	"""A detached CMS signature in Base64 by the demonstration certificate of a user."""
	return base64.b64encode(authority.sign_cms(content, certificate(user), clock.now())).decode()


@cache
def certificate(user: str) -> authority.Identity:
	"""Certificate and key of a demonstration login."""
	path = keys.path_of(user.partition("@")[0])
	return authority.open_pkcs12(path.read_bytes(), keys.PASSWORD)


@cache
def national_certificate(user: str) -> authority.Identity:
	"""The same in Oʻz DSt."""
	return ozdst_files.read(keys.national_path_of(user.partition("@")[0]).read_text())


def new_key() -> str:
	"""An idempotency key that was not used before, in no earlier run on this site either: rows of some tests stay."""
	return f"test-key-{secrets.token_hex(8)}"


def stored(name: str, doctype: str = "Appeal") -> Document:
	"""A document as it stands in the database."""
	return frappe.get_doc(doctype, name)


def change_form() -> None:
	"""Publish a changed A56."""
	document = frappe.get_doc("Appeal Type", "A56")
	labels = {"label_uz": "Izoh", "label_ru": "Примечание", "label_en": "Note"}
	document.append("form_fields", {"field_name": "note", "kind": "Long Text", **labels})
	settled.saved(document)


def move_before_election(days: int) -> None:
	"""Set the site's clock to so many days of the law before the demonstration election, as it counts them."""
	day = frappe.db.get_value("Election", ground.ELECTION, "election_day")
	moved = days_before(day, days, counting.of(ground.ELECTION))
	clock.move_to(datetime.combine(moved, datetime.min.time()) + timedelta(hours=12))


def returned(user: str = PARTY, reason: str = "Hujjat to'liq emas", place: str = "persons[0].phone") -> str:
	"""An appeal that was given back with a remark on one person; the session is Administrator's afterwards."""
	name = under_review(user)
	give_back(name, reason, place)
	return name


def give_back(name: str, reason: str = "Hujjat to'liq emas", place: str = "persons[0].phone") -> str:
	"""Return an appeal under review with one remark; gives the round. The session is Administrator's afterwards."""
	frappe.set_user(CHAIR)
	returning.remark(name, place, "Telefon raqamini tekshiring")
	correction = returning.return_for_correction(name, reason)
	frappe.set_user("Administrator")
	return correction


def correct(name: str, user: str = PARTY, **values: Any) -> None:
	"""Change answers of a returned appeal as its applicant; the session is theirs afterwards."""
	frappe.set_user(user)
	stands = frappe.parse_json(
		stored(frappe.db.get_value("Appeal", name, "correction"), "Appeal Correction").answers
	)
	drafting.update(name, {**stands, **values})
