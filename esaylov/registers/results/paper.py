"""The copy of a count protocol on paper, for observers (art. 58): every number from the signed bytes, with a QR code that verifies."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.elections.calendar import short_date
from esaylov.core.people.names import uzbek_letters
from esaylov.core.records.token import Claims
from esaylov.core.records.token import make as make_token
from esaylov.core.texts import word
from esaylov.core.texts.message import Message
from esaylov.framework import clock, practice
from esaylov.framework.errors import NotFound, WrongState
from esaylov.framework.files import papers
from esaylov.registers.results.counting.signing import signers_of
from esaylov.registers.results.outcome.writing import ANNULLED, CORRECTED, DRAFT, PROTOCOL, RETURNED, SIGNING
from esaylov.trust import keys

KIND = "count_protocol"
UNSIGNED, OVER = (DRAFT, SIGNING), (RETURNED, CORRECTED, ANNULLED)
NUMBERS: Mapping[str, Message] = {
	"voters": Message("Roʻyxatdagi saylovchilar", "Избирателей в списке", "Voters on the list"),
	"received": Message("Olingan byulletenlar", "Получено бюллетеней", "Ballots received"),
	"given": Message(
		"Byulleten olgan saylovchilar", "Избирателей получили бюллетень", "Voters who got a ballot"
	),
	"early": Message("Shundan muddatidan oldin", "Из них досрочно", "Of them early"),
	"counted": Message("Qutilardagi byulletenlar", "Бюллетеней в урнах", "Ballots in the boxes"),
	"left": Message(
		"Foydalanilmagan va bekor qilingan byulletenlar",
		"Неиспользованные и погашенные бюллетени",
		"Unused and cancelled ballots",
	),
	"invalid": Message("Haqiqiy emas byulletenlar", "Недействительные бюллетени", "Invalid ballots"),
}


def copy_pdf(protocol: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of a protocol. Raises NotFound for who may not read it, WrongState (`count_state`) while nothing is signed."""
	known = isinstance(protocol, str) and frappe.db.exists(PROTOCOL, protocol)
	document = frappe.get_doc(PROTOCOL, protocol) if known else None
	if not document or not frappe.has_permission(PROTOCOL, "read", doc=document, user=user):
		raise NotFound({"doctype": PROTOCOL})
	if document.status == DRAFT:
		raise WrongState({"status": DRAFT}, code="count_state", article="58")
	html = papers.of_print_format(KIND, document, f"Sanoq bayonnomasi {document.title}")
	return f"sanoq-{document.name}-{document.version}.pdf", papers.pdf(html, archival=True)


def printed(document: Document) -> dict[str, object]:
	"""What stands on the paper, for the print format."""
	body = _body(document)
	day = _day(document)
	commission = _titles("Election Commission", document.commission)
	return {
		"is_specimen": papers.is_specimen(document.election),
		"commission_uz": commission[0],
		"commission_ru": commission[1],
		"number": document.name,
		"day": short_date(day),
		"status": "Draft"
		if document.status in UNSIGNED
		else "Annulled"
		if document.status in OVER
		else "Signed",
		"annulled_by": word(document.status, "uz") if document.status in OVER else "",
		"election": " · ".join(_titles("Election", document.election)),
		"contest": " · ".join(_titles("Election Type", document.election_type)),
		"constituency": " · ".join(_titles("Constituency", document.constituency)),
		"station": _titles("Polling Station", document.polling_station)[0],
		"version": document.version,
		"numbers": [
			(said.uz, said.ru, body["numbers"][key])
			for key, said in NUMBERS.items()
			if key in body["numbers"]
		],
		"votes": [(line["title"], line["votes"]) for line in body["votes"]],
		"signatures": _signatures(document),
		"qr": papers.qr_svg(papers.verify_address(token(document))) if document.payload else "",
		"code": document.name,
		"sha256": document.payload_sha256 or "",
	}


def token(document: Document) -> str:
	"""What the QR code says, signed by the server: the protocol, its commission, version and day; nothing personal."""
	day = _day(document)
	claims = Claims(
		id=document.name,
		kind=KIND,
		holder="",
		commission=document.commission,
		valid_from=day.isoformat(),
		valid_to="",
		decision=str(document.version),
		election=document.election,
	)
	if practice.is_of(document.election):
		claims["is_practice"] = True
	return make_token(claims, keys.server_key(), keys.server_key_id())


def _day(document: Document) -> date:
	"""When it was signed; of one that lacks signatures when it was changed last."""
	return frappe.utils.getdate(document.signed_at or document.modified) or clock.today()


def _body(document: Document) -> dict[str, Any]:
	empty: dict[str, Any] = {"numbers": {}, "votes": []}
	return json.loads(document.payload) if document.payload else empty


def _titles(doctype: str, name: str | None) -> tuple[str, ...]:
	"""Titles in Uzbek and Russian; one where they are the same, none without a record."""
	if not name:
		return ()
	found = frappe.db.get_value(doctype, name, ["title_uz", "title_ru"]) or (name, name)
	pair = (found[0] or name, found[1] or found[0] or name)
	return pair if doctype == "Election Commission" else tuple(dict.fromkeys(pair))


def _signatures(document: Document) -> list[papers.Signature]:
	return [
		papers.Signature(
			word(one["position"], "uz"),
			word(one["position"], "ru"),
			uzbek_letters(one["name"] or ""),
			papers.moment(one["at"]),
			papers.fingerprint(one["signature"]),
		)
		for one in signers_of(document)
	]
