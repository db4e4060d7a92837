"""The values of placeholders (domain.md section 9) that an Appeal or a Certificate holds, in one language."""

from collections.abc import Mapping
from datetime import date
from typing import Any, TypedDict

import frappe
from frappe.model.document import Document
from frappe.utils.caching import request_cache

from esaylov.core.formats.sms import LIMITS
from esaylov.core.people.names import surname_and_initials
from esaylov.framework.persistence import table_cache

WORDING = {"uz": "uz", "uz-2026": "uz", "uz-Cyrl": "uz", "ru": "ru", "en": "en", "kaa": "uz"}
"""Language of a person -> language of the text; Uzbek Cyrillic is made from uz, an SMS has no letters of 2026, no Karakalpak text exists yet."""
KEPT = frozenset({"SMS"})
"""Words that stay Latin in Uzbek Cyrillic."""

PAPERS = "/cabinet/papers"
"""Where who holds a mandate, or the body that asked for it, downloads it."""
READ_AT = "/cabinet/messages"
"""Where a receiver reads the messages that one SMS stands for."""
LANGUAGES = ("uz", "ru", "en")
CHAMBERS = {
	"LC_SMD": ("Qonunchilik palatasi", "Законодательная палата", "Legislative Chamber"),
	"LC_PL": ("Qonunchilik palatasi", "Законодательная палата", "Legislative Chamber"),
	"JK": ("Jo'qorg'i Kenges", "Жокаргы Кенес", "Jokargi Kenes"),
}
"""Election type to its body, short enough for an SMS."""
Value = str | int | date | None
"""Of a placeholder; what is None is left out."""
KENGASH = {"uz": "{0} Kengashi", "ru": "Кенгаш: {0}", "en": "Kengash of {0}"}


def appeal_of(document: Document) -> str | None:
	"""The Appeal Type that a document goes back to."""
	if document.doctype == "Appeal":
		kind: str | None = document.appeal_type
		return kind
	entry = entry_of(document)
	if known := entry.get("appeal_type"):  # its maker read it a moment ago
		return str(known)
	appeal = entry.get("appeal")
	return _type_of(appeal) if appeal else None


@request_cache
def _type_of(appeal: str) -> str | None:
	"""The type of an appeal; it never changes once there is a certificate."""
	found: str | None = frappe.db.get_value("Appeal", appeal, "appeal_type")
	return found


def entry_of(certificate: Document) -> Mapping[str, Any]:
	"""The register entry of a certificate: as its maker read it a moment ago, else from the register."""
	if not certificate.flags.entry:
		entry = frappe.get_doc(certificate.register_doctype, certificate.register_name)
		certificate.flags.entry = entry.as_dict()
	found: Mapping[str, Any] = certificate.flags.entry
	return found


def is_counted(certificate: Document) -> bool:
	"""Whether the certificate is one of those that are told together: foreign observers, whose contact is the Ministry."""
	return bool(entry_of(certificate).get("kind") == "foreign")


def is_second(certificate: Document) -> bool:
	"""Whether the second wording is meant, where a type serves two: local commissions (A02), mahallas (A43)."""
	entry = entry_of(certificate)
	if entry.get("kind"):
		return bool(entry["kind"] == "mahalla")
	if certificate.register_doctype != "Authorized Representative":
		return False
	level = frappe.get_cached_value("Election Commission", certificate.issuer_commission, "level")
	return bool(level != "CEC")


class Speaker(TypedDict):
	"""A commission that speaks, and its place in the tree."""

	commission: str | None
	commission_lft: int


def commission_of(document: Document) -> Speaker:
	"""The commission that speaks, with its place in the tree."""
	name = document.get("recipient" if document.doctype == "Appeal" else "issuer_commission")
	row = table_cache.record("Election Commission", name) if name else None
	return {"commission": name, "commission_lft": row.lft if row else 0}


def in_language(document: Document, language: str, more: Mapping[str, Value]) -> dict[str, str]:
	"""All values known of the document, and `more` above them; dates as dd.mm.yyyy."""
	known = KNOWN.get(document.doctype, _of_site)(document, language)
	return written({**known, **more})


def written(given: Mapping[str, object]) -> dict[str, str]:
	"""Values as they stand in a message; what is None is left out."""
	found = {}
	for name, value in given.items():
		if value is not None:
			found[name] = value.strftime("%d.%m.%Y") if isinstance(value, date) else str(value)
	return found


def of_election(election: str, language: str) -> dict[str, Value]:
	"""What every message about an election may say: its short title, the portal, the help line."""
	return {"el": _short_title("Election", election, WORDING.get(language, "uz")), **_settings()}


def spoken(given: Mapping[str, Any], language: str) -> dict[str, str]:
	"""Values of a campaign for a reader: a value may be a text, or one text for each of uz, ru, en."""
	tongue = WORDING.get(language, "uz")
	return {
		name: str(value.get(tongue) or value.get("uz") or "") if isinstance(value, Mapping) else str(value)
		for name, value in given.items()
	}


def plain(value: object) -> str:
	"""A value as it is kept in JSON: dates as in messages."""
	return written({"": value}).get("", str(value))


def _of_appeal(appeal: Document, language: str) -> dict[str, Value]:
	officer = (
		frappe.db.get_value("Person", {"user": appeal.assigned_to}, "full_name") if appeal.assigned_to else ""
	)
	return {
		"n": appeal.number,
		"comm": _short_title("Election Commission", appeal.recipient, language),
		"d": frappe.utils.getdate(appeal.due_on) if appeal.due_on else None,
		"name": surname_and_initials(officer) if officer else "",
		**_settings(),
	}


def _of_certificate(certificate: Document, language: str) -> dict[str, Value]:
	entry = entry_of(certificate)
	party, position = entry.get("party"), entry.get("position")
	return {
		"cert": certificate.series_no,
		"kind": _short_title("Certificate Kind", certificate.kind, language),
		"comm": _short_title("Election Commission", certificate.issuer_commission, language),
		"area": _title("Administrative Territory", entry.get("territory"), language),
		"party": _short_title("Political Party", party, language) if party else None,
		"mahalla": None if party else entry.get("organization_title"),
		"media": entry.get("organization_title"),
		"org": entry.get("organization_title"),
		"el": _short_title("Election", certificate.election, language),
		"okr": _title("Constituency", entry.get("constituency"), language),
		"k": entry.get("list_position"),
		"cand": _candidate(entry.get("candidate")),
		"kengash": kengash(entry, language),
		"pos": frappe._(position, language) if position else None,
		**(certificate.flags.decided or _of_decision(certificate.decision)),
		"name": surname_and_initials(certificate.holder_name_as_printed),
		**_settings(),
		"url": address(PAPERS),
	}


def _of_site(document: Document, language: str) -> dict[str, Value]:
	"""A document that holds no values: codes and alerts bring their own."""
	return dict(_settings())


HELP = "E-saylov"
KNOWN = {"Appeal": _of_appeal, "Certificate": _of_certificate}


def _candidate(name: str | None) -> str | None:
	return surname_and_initials(frappe.get_cached_value("Candidate", name, "full_name")) if name else None


@request_cache
def _of_decision(name: str) -> dict[str, Value]:
	"""Number and day of the decision; they never change."""
	row = frappe.db.get_value("Decision", name, ["number", "decided_on"], as_dict=True)
	return {"q": row.number, "d": row.decided_on} if row else {}


def _settings() -> dict[str, str | None]:
	"""Where to turn. An alert must go out too where nobody has entered the help line yet: then it says whom to call, not where."""
	settings = table_cache.settings("E-saylov Settings")
	return {"url": settings.portal_url, "phone": settings.help_phone or HELP}


def address(page: str) -> str:
	"""The address of a page; that of the portal where it would be cut."""
	portal = str(table_cache.settings("E-saylov Settings").portal_url or "").rstrip("/")
	return next(
		(whole for whole in (f"{portal}{page}", f"{portal}/cabinet") if len(whole) <= LIMITS["url"]), portal
	)


def wording_of(language: str) -> str:
	"""The language of the text that a reader of a language gets."""
	return WORDING.get(language, "uz")


def short_title(doctype: str, name: str | None, language: str) -> str | None:
	"""The short title of a record for a reader of a language; its title where it has no short one."""
	return _short_title(doctype, name, wording_of(language))


def kengash(entry: Mapping[str, Any], language: str) -> str | None:
	"""The Kengash that an entry is about: the Legislative Chamber, Jokargi Kenes, or that of its territory."""
	kind = str(entry.get("election_type") or "")
	if kind in CHAMBERS:
		return CHAMBERS[kind][LANGUAGES.index(language)]
	territory = entry.get("territory")
	if not territory and entry.get("constituency"):
		territory = frappe.get_cached_value("Constituency", entry["constituency"], "territory")
	title = _title("Administrative Territory", territory, language)
	return KENGASH[language].format(title) if title else None


def _title(doctype: str, name: str | None, language: str) -> str | None:
	"""What a decision formed has an Uzbek title, and others when somebody translated it."""
	return _first_of(doctype, name, f"title_{language}", "title_uz")


def _short_title(doctype: str, name: str | None, language: str) -> str | None:
	return _first_of(doctype, name, f"short_title_{language}", f"title_{language}", "title_uz")


def _first_of(doctype: str, name: str | None, *columns: str) -> str | None:
	"""The first of these columns of a record that has a text."""
	if not name:
		return None
	if doctype in table_cache.TABLES:
		row = table_cache.record(doctype, name)
	else:
		row = frappe.get_cached_value(doctype, name, columns, as_dict=True)
	return next(filter(None, map(row.get, columns)), None) if row else None
