"""Keys by which the E-IMZO program on a user's computer knows a site: the vendor signs the site's domain, the page hands both over.

They are no secret. Shipped are those that the vendor's own script names for `localhost` and `127.0.0.1`; those of other domains an
administrator enters in E-IMZO Settings.
"""

import re

import frappe
from frappe.model.document import Document

from esaylov.core.findings import Finding
from esaylov.framework.errors import FormInvalid

SETTINGS, FIELD = "E-IMZO Settings", "program_keys"
DOCUMENTED = {
	"localhost": "96D0C1491615C82B9A54D9989779DF825B690748224C2B04F500F370D51827CE"
	"2644D8D4A82C18184D73AB8530BB8ED537269603F61DB0D03D2104ABF789970B",
	"127.0.0.1": "A7BCFA5D490B351BE0754130DF03A068F855DB4333D43921125B9CF2670EF6A4"
	"0370C646B90401955E1F7BC9CDBF59CE0B2C5467D820BE189C845D0B79CFC96F",
}
LINE = re.compile(r"([a-z0-9.-]{1,253})\s+([0-9A-Fa-f]{128})")


def program_keys() -> list[str]:
	"""Domain, key, domain, key …, as the program's call `apikey` takes them."""
	pairs = DOCUMENTED | dict(_pairs(frappe.get_cached_doc(SETTINGS).get(FIELD) or ""))
	return [part for pair in pairs.items() for part in pair]


def check_program_keys(settings: Document) -> None:
	"""Raises FormInvalid where a line is not a domain and its key."""
	if None in (LINE.fullmatch(line.strip()) for line in _lines(settings.get(FIELD) or "")):
		raise FormInvalid([Finding("eimzo_program_key", FIELD)])


def _pairs(text: str) -> list[tuple[str, str]]:
	found = (LINE.fullmatch(line.strip()) for line in _lines(text))
	return [(match[1], match[2].upper()) for match in found if match]


def _lines(text: str) -> list[str]:
	return [line for line in text.splitlines() if line.strip()]
