"""What stands on the paper of a certificate, from the stored texts; the template only places it."""

from collections.abc import Callable, Collection, Mapping
from functools import partial

import frappe
from frappe.model.document import Document

from esaylov.core.elections.calendar import in_words
from esaylov.core.formats.language import in_new_letters
from esaylov.core.people.names import uzbek_letters
from esaylov.framework import new_letters, practice
from esaylov.framework.files import papers
from esaylov.registers.certificates.papers import layout, pictures, wording

OF_A_FOREIGNER = ("name_lines", "organization", "position", "details")
"""Lines with names of a foreigner or of a foreign body."""


def printed(certificate: Document) -> dict[str, object]:
	"""The lines of the paper, all Uzbek as on the samples, its pictures, and `on(size)`: the page and its type.

	`certificate.flags.sheet`: the size of a badge on a sheet of many; `flags.is_styled`: the document has the style.
	`letters(text)`: Uzbek words of a layout in the alphabet of this paper.
	"""
	letters = _letters(certificate)
	return {
		**_lettered(_texts(certificate), letters, OF_A_FOREIGNER if _is_of_a_foreigner(certificate) else ()),
		**_pictures(certificate),
		"letters": letters,
		"on": partial(_on, certificate),
	}


def _letters(certificate: Document) -> Callable[[str], str]:
	"""How words of this paper are written: in the letters of 2026 where it was issued from the day on which papers have them.

	Else in those of 1995 as they are printed: registers give names with any apostrophe.
	"""
	issued = frappe.utils.getdate(certificate.issued_on)
	return in_new_letters if new_letters.are_printed(issued) else uzbek_letters


def holder_name(certificate: Document) -> str:
	"""The holder's name as it stands on the paper."""
	name: str = certificate.holder_name_as_printed
	return name if _is_of_a_foreigner(certificate) else _letters(certificate)(name)


def _lettered(
	texts: Mapping[str, object], letters: Callable[[str], str], foreign: Collection[str]
) -> dict[str, object]:
	"""The lines in the alphabet of the paper; names of foreigners are no Uzbek and stay (Shannon, Gökçe)."""
	return {key: value if key in foreign else _written(value, letters) for key, value in texts.items()}


def _written(value: object, letters: Callable[[str], str]) -> object:
	if isinstance(value, list):
		return [letters(str(line)) for line in value]
	return letters(value) if isinstance(value, str) else value


def _is_of_a_foreigner(certificate: Document) -> bool:
	holder = certificate.holder
	return bool(holder) and not frappe.get_cached_value("Person", holder, "pinfl")


def _texts(certificate: Document) -> dict[str, object]:
	kind = frappe.get_cached_doc("Certificate Kind", certificate.kind)
	issuer = frappe.get_cached_value("Election Commission", certificate.issuer_commission, "title_uz") or ""
	day = frappe.utils.getdate(
		frappe.get_cached_value("Election", certificate.election, "election_day") or certificate.issued_on
	)
	return {
		"issuer": issuer,
		"issuer_capitals": issuer.upper(),
		"issuer_short": issuer.removeprefix(f"{wording.COUNTRY} "),
		"vote": wording.vote(_types(certificate)),
		"year": str(day.year),
		"day": wording.day_and_month(in_words(day)),
		"title": f"{kind.paper_title} № {certificate.series_no}",
		"name_lines": wording.name_lines(certificate.holder_name_as_printed),
		"organization": certificate.organization_as_printed,
		"elections": " ".join(filter(None, (certificate.elections_text, certificate.scope_text))),
		"role": certificate.role_text,
		"position": certificate.position_as_printed,
		"details": [*(certificate.details_as_printed or "").splitlines(), "", ""],
		"signer_position": certificate.signer_position,
		"signer_name": certificate.signer_name,
		"validity_lines": _validity_lines(certificate),
		"foot": wording.FOOT,
		"foot_in_capitals": wording.FOOT_OF_FOREIGNERS,
	}


def _types(certificate: Document) -> list[str]:
	"""Codes of what is voted on in the election of a certificate; none for one of before the system."""
	election = certificate.election and frappe.get_cached_doc("Election", certificate.election)
	return [row.election_type for row in election.election_types] if election else []


def _pictures(certificate: Document) -> dict[str, object]:
	kind = frappe.get_cached_doc("Certificate Kind", certificate.kind)
	return {
		"has_photo": bool(kind.has_photo),
		"photo": pictures.embedded(certificate.photo) if kind.has_photo else "",
		"qr": pictures.qr(address(certificate)),
		"language": kind.languages.split(",")[0].strip() or "uz",
	}


def is_specimen(certificate: Document) -> bool:
	"""Whether a certificate certifies nothing: a made-up one of a kind, or one of a practice election."""
	return bool(certificate.flags.is_specimen) or practice.is_of(certificate.election)


def size_of(certificate: Document) -> str:
	"""The size that it is drawn at, a key of layout.SIZES."""
	size: str = certificate.flags.sheet or frappe.get_cached_value(
		"Certificate Kind", certificate.kind, "paper_size"
	)
	return size


def _on(certificate: Document, native: str) -> layout.Page:
	"""The page for a layout that was drawn at `native`; its scale is noted for who draws (`flags.scale`)."""
	page = layout.page(
		size_of(certificate),
		native,
		is_styled=bool(certificate.flags.is_styled),
		is_specimen=is_specimen(certificate),
	)
	certificate.flags.scale = page.scale
	return page


def address(certificate: Document) -> str:
	"""Where the QR code leads."""
	return papers.verify_address(certificate.token)


def _validity_lines(certificate: Document) -> list[str]:
	issued = in_words(frappe.utils.getdate(certificate.issued_on))
	# an event that has come gave the certificate its last day; the paper says what it said before
	if certificate.valid_until and not certificate.valid_to_event:
		last = in_words(frappe.utils.getdate(certificate.valid_until))
		return [f"{last}gacha haqiqiydir.", issued]
	return [
		f"Berilgan sana {issued}",
		wording.until(certificate.valid_to_event or "", _types(certificate)),
	]
