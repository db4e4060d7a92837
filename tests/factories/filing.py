"""A filed appeal with observers (A56), and signatures with the keys of the demonstration logins."""

import base64

import frappe

from esaylov import clock
from esaylov.appeals import service as appeals
from esaylov.core.identity import with_check_digit
from esaylov.core.signing import authority
from esaylov.demo import COMMISSION, DISTRICT, ELECTION, PASSWORD
from esaylov.demo_keys import path_of

PARTY, CHAIR, SECRETARY = "party@esaylov.example", "chair@esaylov.example", "secretary@esaylov.example"
SIBLING, REGIONAL, RIVAL = "sibling.chair@esaylov.example", "regional.chair@esaylov.example", "rival@esaylov.example"
AUDITOR = "auditor@esaylov.example"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
NAMES = ("Bo'ronov Bo'ron Bo'ronovich", "Aliyeva Zulfiya Anvarovna", "G'aniyev O'ktam Sherzod o'g'li")


def pinfl(serial: int, female: bool = False) -> str:
	"""A PINFL of 01.01.1880 with place code 000: of nobody alive."""
	return with_check_digit(f"{2 if female else 1}010180000{serial:03d}")


def observer(serial: int, full_name: str = "", phone: str = "", **more: str) -> dict[str, str]:
	"""A row of `persons`."""
	name = full_name or NAMES[serial % len(NAMES)]
	return {
		"pinfl": pinfl(serial, female="Zulfiya" in name),
		"full_name": name,
		"phone": phone or f"+99890100{serial:04d}",
		**more,
	}


def sign(user: str, content: bytes) -> str:
	"""Base64 of a detached CMS by the key of a demonstration login."""
	identity = authority.open_pkcs12(path_of(user.partition("@")[0]).read_bytes(), PASSWORD)
	return base64.b64encode(authority.sign_cms(content, identity, clock.now())).decode()


def filed(persons: list[dict] | None = None, by: str = PARTY, **answers: str) -> str:
	"""A registered appeal of a party's district branch; three observers without more. The session's user stays."""
	user = frappe.session.user
	frappe.set_user(by)
	try:
		given = {
			"district_scope": DISTRICT,
			"party_decision_no": "12-Q",
			"party_decision_date": clock.today().isoformat(),
			"persons": persons if persons is not None else [observer(n) for n in (601, 602, 603)],
			**answers,
		}
		name = appeals.create(by, "A56", ELECTION, given)
		appeals.attach(name, "party_decision", "qaror.pdf", PDF)
		appeals.submit(name, sign(by, appeals.payload(name)), f"test-{name}")
	finally:
		frappe.set_user(user)
	return name


def rows(appeal: str, refused: dict[int, str] | None = None) -> list[dict[str, str]]:
	"""A verdict for each person of an appeal: granted, or refused with the reason given by its place."""
	refused = refused or {}
	persons = frappe.parse_json(frappe.db.get_value("Appeal", appeal, "answers"))["persons"]
	return [
		{
			"path": f"persons[{place}]",
			"outcome": "Refused" if place in refused else "Granted",
			"reason": refused.get(place, ""),
		}
		for place in range(len(persons))
	]


def decided(appeal: str, refused: dict[int, str] | None = None, by: str = CHAIR):
	"""The result of a chair's decision on an appeal; the session's user stays."""
	from esaylov.decisions import service as decisions

	user = frappe.session.user
	frappe.set_user(by)
	try:
		asked = rows(appeal, refused)
		return decisions.decide(appeal, asked, sign(by, decisions.draft(appeal, asked).payload))
	finally:
		frappe.set_user(user)


__all__ = [
	"AUDITOR",
	"CHAIR",
	"COMMISSION",
	"PARTY",
	"REGIONAL",
	"RIVAL",
	"SECRETARY",
	"SIBLING",
	"decided",
	"filed",
	"observer",
	"pinfl",
	"rows",
	"sign",
]
