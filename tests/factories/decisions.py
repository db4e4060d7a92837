"""Decisions for tests: a filed appeal with three observers, and a chair who decides it with their own key."""

import frappe

from esaylov.core.people.identity import with_check_digit
from esaylov.decisions.drafting import signing
from esaylov.decisions.signatures import chair
from esaylov.setup.demo.ground import COMMISSION, DISTRICT, ELECTION
from factories import appeals as filing

PARTY, RIVAL, CHAIR, SECRETARY = filing.PARTY, filing.RIVAL, filing.CHAIR, filing.SECRETARY
SIBLING, REGIONAL = filing.SIBLING_CHAIR, "regional.chair@esaylov.example"
AUDITOR, ADMINISTRATOR = "auditor@esaylov.example", filing.ADMINISTRATOR
NAMES = ("Bo'ronov Bo'ron Bo'ronovich", "Aliyeva Zulfiya Anvarovna", "G'aniyev O'ktam Sherzod o'g'li")
REASON = "Hujjat to'liq emas"


def pinfl(serial: int, female: bool = False) -> str:
	"""A PINFL of 02.03.1880, up to serial 999,999: of nobody alive, and of nobody whom a web test leaves in the register."""
	return with_check_digit(f"{2 if female else 1}020380{serial:06d}")


def observers(first: int = 601) -> list[dict[str, str]]:
	"""Three rows of `persons`, always the same for a serial."""
	return [
		{"pinfl": pinfl(first + n, female=n == 1), "full_name": name, "phone": f"+99890100{first + n:04d}"}
		for n, name in enumerate(NAMES)
	]


def filed(persons: list[dict] | None = None) -> str:
	"""A registered appeal with three observers; the session is Administrator's afterwards."""
	return filing.filed(typed=filing.answers(observers() if persons is None else persons))


def rows(appeal: str, refused: dict[int, str] | None = None) -> list[dict[str, str]]:
	"""A verdict for each person of an appeal: granted, or refused with the reason given by its place."""
	refused = refused or {}
	persons = frappe.parse_json(frappe.db.get_value("Appeal", appeal, "answers"))["persons"]
	return [
		{
			"path": f"persons[{place}]",
			"outcome": "Refused" if place in refused else "Granted",
			"reason": refused.get(place, ""),
			"ground": "documents_incomplete" if place in refused else "",
		}
		for place in range(len(persons))
	]


def decided(appeal: str, refused: dict[int, str] | None = None, by: str = CHAIR) -> signing.Result:
	"""The result of a chair's decision; the session is Administrator's afterwards."""
	frappe.set_user(by)
	try:
		asked = rows(appeal, refused)
		signature = filing.signature(by, chair.draft(appeal, asked).payload)
		return chair.decide(appeal, asked, signature)
	finally:
		frappe.set_user("Administrator")


__all__ = ["COMMISSION", "DISTRICT", "ELECTION", "decided", "filed", "observers", "pinfl", "rows"]
