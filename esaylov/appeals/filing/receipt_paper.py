"""The receipt on paper: what was filed, by which hashes it is known, and a QR code to its public status."""

import json
from datetime import date, datetime
from urllib.parse import urlencode

import frappe
from frappe.model.document import Document

from esaylov.appeals.form_facts import applicants
from esaylov.core.elections.calendar import short_date
from esaylov.core.formats.language import NEW_LETTERS, in_new_letters, in_script, tag
from esaylov.core.people.names import to_cyrillic
from esaylov.core.texts.message import Message
from esaylov.framework.errors import WrongState
from esaylov.framework.files import papers
from esaylov.registers.entries import latest_filing

TEMPLATE = "templates/papers/receipt.html"
WRITTEN = {"uz-Cyrl": "uz", NEW_LETTERS: "uz", "kaa": "uz"}
"""Languages whose texts are made from Uzbek, or are Uzbek until there are words."""
LABELS = {
	"title": Message("Qabul qilinganlik tasdigʻi", "Подтверждение приёма", "Receipt"),
	"number": Message("Murojaat raqami", "Номер обращения", "Appeal No"),
	"type": Message("Murojaat turi", "Вид обращения", "Type of appeal"),
	"election": Message("Saylov", "Выборы", "Election"),
	"applicant": Message("Ariza beruvchi", "Заявитель", "Applicant"),
	"recipient": Message("Qabul qilgan komissiya", "Принявшая комиссия", "Received by"),
	"received_at": Message(
		"Qabul qilingan vaqt (Toshkent)", "Время приёма (Ташкент)", "Received at (Tashkent)"
	),
	"due_on": Message("Koʻrib chiqish muddati", "Срок рассмотрения", "Decision due by"),
	"code": Message("Kuzatuv kodi", "Код отслеживания", "Tracking code"),
	"first": Message("Birinchi yuborilgan hujjat", "Первая подача", "First filing"),
	"corrected": Message("Tuzatilgan hujjat", "Исправленная подача", "Corrected filing"),
	"payload_sha256": Message(
		"Imzolangan matnning SHA-256 xeshi", "SHA-256 подписанного текста", "SHA-256 of the signed bytes"
	),
	"event_hash": Message(
		"Zanjirdagi hodisa xeshi", "Хеш события в цепочке", "Hash of the event in the chain"
	),
	"salt": Message("Tuz", "Соль", "Salt"),
	"signature": Message(
		"Server imzosi (Ed25519)", "Подпись сервера (Ed25519)", "Signature of the server (Ed25519)"
	),
	"track": Message(
		"Holatni kuzatish uchun QR kodni skanerlang.",
		"Отсканируйте QR-код, чтобы следить за статусом.",
		"Scan the QR code to follow the appeal.",
	),
}


def pdf(name: str) -> tuple[str, bytes]:
	"""File name and PDF of the receipt of an own appeal, in its language; after a correction it names both filings.

	Raises NotFound, WrongState for a draft.
	"""
	appeal = applicants.read_own(name, frappe.session.user)
	if not appeal.receipt:
		raise WrongState({"status": appeal.status})
	language = appeal.language or "uz"
	html = frappe.render_template(
		TEMPLATE,
		{"paper": _paper(appeal, language), "t": _labels(language), "assets": papers.public()},
	)
	return f"receipt-{appeal.number}.pdf", papers.pdf(html)


def _labels(language: str) -> dict[str, str]:
	written = WRITTEN.get(language, language)
	labels = {key: getattr(message, written) for key, message in LABELS.items()}
	if language == "uz-Cyrl":
		return {
			key: to_cyrillic(text, keep=frozenset({"SHA-256", "Ed25519", "QR"}))
			for key, text in labels.items()
		}
	return {key: in_script(text, language) for key, text in labels.items()}


def _paper(appeal: Document, language: str) -> dict[str, object]:
	first = json.loads(appeal.receipt)
	corrected = latest_filing.last_correction(appeal.name) if appeal.correction else None
	last = json.loads(corrected.receipt) if corrected else first
	due = date.fromisoformat(last["due_on"])
	return {
		"language": tag(language),
		"number": appeal.number,
		"type": _title("Appeal Type", appeal.appeal_type, language),
		"election": _title("Election", appeal.election, language),
		"applicant": _applicant(appeal, language),
		"recipient": _title("Election Commission", appeal.recipient, language),
		"received_at": _moment(first["received_at"]),
		"due_on": short_date(due),
		"code": appeal.tracking_code,
		"filings": [
			{
				"label": label,
				"at": _moment(given["received_at"]),
				**{
					key: given[key] for key in ("payload_sha256", "event_hash", "salt", "signature", "key_id")
				},
			}
			for label, given in (("first", first), *([("corrected", last)] if corrected else []))
		],
		"is_specimen": papers.is_specimen(appeal.election),
		"qr": papers.qr_svg(_address(appeal, language)),
	}


def _address(appeal: Document, language: str) -> str:
	"""Where the QR code leads; the code stands behind `?`, as on the receipt's page."""
	settings = frappe.db.get_single_value("E-saylov Settings", "portal_url")
	portal = (settings or frappe.utils.get_url()).rstrip("/")
	return f"{portal}/{language}/track?{urlencode({'number': appeal.number, 'code': appeal.tracking_code})}"


def _title(doctype: str, name: str, language: str) -> str:
	meta = frappe.get_meta(doctype)
	column = f"title_{language.replace('-', '_').lower()}"
	wanted = [field for field in (column, "title_uz") if meta.has_field(field)]
	found = frappe.db.get_value(doctype, name, wanted or ["name"]) or ()
	title = next((title for title in (found if isinstance(found, tuple) else (found,)) if title), name)
	return in_new_letters(title) if language == NEW_LETTERS else title


def _applicant(appeal: Document, language: str) -> str:
	meta = frappe.get_meta(appeal.applicant_body_type)
	if meta.has_field("title_uz"):
		return _title(appeal.applicant_body_type, appeal.applicant_body, language)
	title = meta.get_title_field()
	return str(
		frappe.db.get_value(appeal.applicant_body_type, appeal.applicant_body, title) or appeal.applicant_body
	)


def _moment(text: str) -> str:
	return datetime.fromisoformat(text).strftime("%d.%m.%Y %H:%M")
