"""The protocol of a session (*majlis bayoni*) and the voting sheet of an item (*ovoz berish varaqasi*) on paper.

The protocol prints the signed bytes; of a session that is not closed what they would be, marked as a draft.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.elections.calendar import short_date, short_date_of
from esaylov.core.records.token import Claims
from esaylov.core.records.token import make as make_token
from esaylov.core.texts import word
from esaylov.core.texts.message import Message
from esaylov.decisions.sessions.papers import protocol
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.records.writing import ITEM, SESSION, SIGNED, VOTE
from esaylov.decisions.signatures import voted
from esaylov.framework import practice
from esaylov.framework.errors import NotFound
from esaylov.framework.files import papers
from esaylov.trust.keys import server_key, server_key_id

PROTOCOL, SHEET = "session_protocol", "voting_sheet"
LANGUAGES = ("uz", "ru")
CHOICES = ("For", "Against", "Abstained", "Recused")
WORDS: Mapping[str, Message] = {
	"For": Message("yoqlab", "за", "for"),
	"Against": Message("qarshi", "против", "against"),
	"Abstained": Message("betaraf", "воздержался", "abstained"),
	"Recused": Message("ovoz berishdan chetda", "отведён от голосования", "recused"),
	"In the Room": Message("zalda", "в зале", "in the room"),
	"Remote": Message("masofadan", "дистанционно", "remote"),
	"Planned": Message("koʻrib chiqilmagan", "не рассмотрен", "not taken up"),
	"Open": Message("ovoz berilmoqda", "идёт голосование", "on vote"),
	"Adopted": Message("qabul qilindi", "принято", "adopted"),
	"Not Adopted": Message("qabul qilinmadi", "не принято", "not adopted"),
	"Postponed": Message("keyinga qoldirildi", "отложено", "postponed"),
	"Taken Off": Message("kun tartibidan chiqarildi", "снято с повестки", "taken off"),
	"Set Aside": Message(
		"qabul qilingan, kuchga kira olmadi", "принято, в силу не вступило", "adopted, could not take effect"
	),
	"Majority": Message("koʻpchilik ovoz bilan", "большинством голосов", "by majority"),
	"No Majority": Message("koʻpchilik ovoz olinmadi", "нет большинства", "no majority"),
	"Casting Vote": Message("raislik qiluvchining ovozi hal qildi", "решил голос председательствующего", ""),
	"Tie": Message("ovozlar teng boʻlindi", "голоса разделились поровну", "a tie"),
	"No Quorum": Message("kvorum yoʻq", "нет кворума", "no quorum"),
	"planned": Message("majlis rejalashtirildi", "заседание назначено", "planned"),
	"changed": Message("majlis vaqti yoki joyi oʻzgardi", "изменены время или место", "changed"),
	"invited": Message("aʼzolar taklif qilindi", "члены приглашены", "invited"),
	"called_off": Message("majlis bekor qilindi", "заседание отменено", "called off"),
	"item_opened": Message("masala ovozga qoʻyildi", "вопрос поставлен на голосование", "put to the vote"),
	"item_closed": Message("ovoz berish yopildi", "голосование закрыто", "vote closed"),
	"item_postponed": Message("masala keyinga qoldirildi", "вопрос отложен", "postponed"),
	"opened": Message("majlis ochildi", "заседание открыто", "opened"),
	"presiding": Message("raislik qiluvchi almashdi", "сменился председательствующий", "presiding changed"),
	"secretary": Message("kotib almashdi", "сменился секретарь", "secretary changed"),
	"recess": Message("tanaffus", "перерыв", "recess"),
	"resumed": Message("majlis davom etdi", "заседание продолжено", "resumed"),
	"elected": Message("raislik qiluvchi saylandi", "избран председательствующий", "presiding elected"),
	"signer_named": Message(
		"oʻrniga imzolovchi belgilandi", "назначен подписывающий взамен", "successor in the signature named"
	),
	"minute": Message("bayonnomaga kiritildi", "занесено в протокол", "entered in the minutes"),
	"closed": Message("majlis yopildi", "заседание закрыто", "closed"),
	"protocol_signed": Message("bayonnoma imzolandi", "протокол подписан", "protocol signed"),
}
RECUSALS: Mapping[str, Message] = {
	"Declared": Message("oʻzi bildirgan", "заявлен самим", "declared"),
	"Same Person": Message("masala oʻziga tegishli", "вопрос касается самого члена", "same person"),
	"Close Relative": Message("yaqin qarindosh", "близкий родственник", "close relative"),
	"Same Body": Message("murojaat etuvchi tashkilot aʼzosi", "связан с заявителем", "same body"),
}


def protocol_pdf(session: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of the protocol, marked as a draft until both signed it. Raises NotFound for who may not read the session."""
	document = _readable(SESSION, session, user)
	number = document.number or document.name
	html = papers.of_print_format(PROTOCOL, document, f"Majlis bayoni {number}")
	return f"bayonnoma-{document.commission}-{number}.pdf", papers.pdf(html, archival=True)


def sheet_pdf(item: str, user: str) -> tuple[str, bytes]:
	"""File name and PDF of the voting sheet of an item. Raises NotFound for who may not read it."""
	document = _readable(ITEM, item, user)
	html = papers.of_print_format(SHEET, document, f"Ovoz berish varaqasi {document.position}")
	return f"ovozlar-{document.commission}-{document.name}.pdf", papers.pdf(html, archival=True)


def printed_protocol(session: Document) -> dict[str, object]:
	"""What stands on the paper, for the print format; every word from the signed bytes, names of people excepted."""
	body: dict[str, Any] = json.loads(session.protocol) if session.protocol else protocol.body(session)
	noting = {row["left_noted_by"] for row in body["attendance"]}
	names = people.names({body["presiding"], body["secretary"], *noting} - {""})
	items = [item["name"] for item in body["items"]]
	decisions, elsewhere = _decisions(items), _elsewhere(session, items)
	return {
		**_head(session),
		"title": body["title"],
		"place": body["place"],
		"times": [papers.moment(body[field]) for field in protocol.MOMENTS],
		"presiding": names.get(body["presiding"], ""),
		"presiding_position": _both(body["presiding_position"]),
		"secretary": names.get(body["secretary"], ""),
		"secretary_position": _both(body["secretary_position"]),
		"attendance": [_attended(row, names) for row in body["attendance"]],
		"members_total": session.members_total or 0,
		"members_present": session.members_present or 0,
		"items": [
			{
				**_item(item, decisions.get(item["name"], "")),
				"about": elsewhere.get(item["name"], ""),
			}
			for item in body["items"]
		],
		"course": [_step(step) for step in body["course"]],
		"speakers": [_speech(row, body["items"]) for row in body.get("speakers", [])],
		"signatures": _signatures(session),
		"sha256": session.protocol_sha256 or "",
	}


def _signatures(session: Document) -> list[papers.Signature]:
	"""The signatures of the protocol; a successor has the reason for which they signed."""
	found = []
	for part in ("presiding", "secretary"):
		person = session.get(f"protocol_signer_{part}") or session.get(part)
		is_successor = person != session.get(part)
		position = f"{part}_successor_position" if is_successor else f"{part}_position"
		signer = f"protocol_signer_{part}" if session.get(f"protocol_signer_{part}") else part
		rows = papers.signatures(session, ((signer, position, "", f"protocol_signature_{part}"),))
		why = voted.named_successors(session.course, part).get(person, "") if is_successor else ""
		found += [replace(row, note=why) for row in rows]
	return found


def printed_sheet(item: Document) -> dict[str, object]:
	"""The votes of an item, round by round, with time and key of each; for the print format."""
	session = frappe.get_doc(SESSION, item.session)
	fields = [
		"round",
		"member_name",
		"position",
		"choice",
		"recusal",
		"reason",
		"dissent",
		"cast_at",
		"signature",
	]
	votes = frappe.get_all(
		VOTE, {"item": item.name}, fields, order_by="round asc, member_name asc, name asc", limit=0
	)
	keys = _keys([vote.signature for vote in votes if vote.signature])
	return {
		**_head(session),
		"about": papers.election(item.election or session.election),
		"position": item.position,
		"title": item.title,
		"texts": _texts(item),
		"status_words": _both(item.status),
		"result": _both(item.result_reason or ""),
		"tally": _tally(item),
		"decision": _decisions([item.name]).get(item.name, ""),
		"rounds": [
			{"number": number, "votes": [_vote(vote, keys) for vote in votes if vote.round == number]}
			for number in sorted({vote.round for vote in votes})
		],
		"draft_sha256": item.draft_sha256 or "",
		"sha256": "",
	}


def _texts(item: Document) -> list[dict[str, object]]:
	"""The draft in each language that it has, line by line."""
	drafts = [(language, item.get(f"draft_text_{language}") or "") for language in LANGUAGES]
	return [
		{"language": language, "lines": [line for line in draft.split("\n") if line]}
		for language, draft in drafts
		if draft
	]


def token(session: Document) -> str:
	"""What the QR code says, signed by the server: the session, its commission, number and day; nothing personal."""
	day: date = frappe.utils.getdate(session.opened_at or session.starts_at)
	claims = Claims(
		id=session.name,
		kind=PROTOCOL,
		holder="",
		commission=session.commission,
		valid_from=day.isoformat(),
		valid_to="",
		decision=session.number or "",
		election=session.election or "",
	)
	if practice.is_of(session.election):
		claims["is_practice"] = True
	return make_token(claims, server_key(), server_key_id())


def _readable(doctype: str, name: str, user: str) -> Document:
	if not frappe.db.exists(doctype, name):
		raise NotFound({"doctype": doctype})
	document = frappe.get_doc(doctype, name)
	if not frappe.has_permission(doctype, "read", doc=document, user=user):
		raise NotFound({"doctype": doctype})
	return document


def _head(session: Document) -> dict[str, object]:
	fields = [f"title_{language}" for language in LANGUAGES]
	titles = (
		frappe.db.get_value("Election Commission", session.commission, fields, as_dict=True) or frappe._dict()
	)
	day = frappe.utils.getdate(session.opened_at or session.starts_at)
	return {
		"is_specimen": papers.is_specimen(session.election),
		"commission_uz": titles.title_uz or session.commission,
		"commission_ru": titles.title_ru or session.commission,
		"about": papers.election(session.election),
		"number": session.number or "",
		"day": short_date(day),
		"status": "Signed" if session.status == SIGNED else "Draft",
		"annulled_by": "",
		"qr": papers.qr_svg(papers.verify_address(token(session))) if session.protocol else "",
		"code": session.name,
	}


def _attended(row: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, str]:
	return {
		"name": row["person_name"],
		"position": _both(row["position"]),
		"mode": _both(row["mode"]),
		"arrived": papers.moment(row["arrived_at"]),
		"left": papers.moment(row["left_at"]),
		"noted_by": names.get(row["left_noted_by"], ""),
	}


def _item(item: Mapping[str, Any], decision: str) -> dict[str, object]:
	rounds = [_round(item, number) for number in range(1, int(item["round"] or 0) + 1)]
	last = rounds[-1] if rounds else _round(item, 0)
	return {
		**last,
		"position": item["position"],
		"title": item["title"],
		"status": _both(item["status"]),
		"result": _both(item["result_reason"]),
		"reason": item["reason"],
		"rounds": rounds,
		"decision": decision,
	}


def _round(item: Mapping[str, Any], number: int) -> dict[str, object]:
	"""The votes of one round of an item; a separate opinion belongs to the vote of its own round."""
	votes = [vote for vote in item["votes"] if vote["round"] == number]
	cast = {choice: [vote for vote in votes if vote["choice"] == choice] for choice in CHOICES}
	# the numbers of the last round are fixed when its vote is closed; the others have no field of their own
	is_fixed = number == item["round"] and item["status"] != "Open"
	return {
		"number": number,
		"tally": _tally(item) if is_fixed else [(_both(choice), len(of)) for choice, of in cast.items()],
		"by_choice": [(_both(choice), ", ".join(map(_named, of))) for choice, of in cast.items() if of],
		"dissents": [(vote["member_name"], vote["dissent"]) for vote in votes if vote["dissent"]],
	}


def _named(vote: Mapping[str, Any]) -> str:
	why = _recusal(vote)
	return f"{vote['member_name']} ({why})" if why else str(vote["member_name"])


def _recusal(vote: Mapping[str, Any]) -> str:
	found = RECUSALS.get(str(vote["recusal"] or ""))
	return ": ".join(filter(None, (found.uz if found else "", str(vote["reason"] or ""))))


def _vote(vote: Mapping[str, Any], keys: Mapping[str, str]) -> dict[str, str]:
	return {
		"name": str(vote["member_name"]),
		"position": _both(vote["position"]),
		"choice": _both(vote["choice"]),
		"why": _recusal(vote),
		"dissent": str(vote["dissent"] or ""),
		"at": papers.moment(vote["cast_at"]),
		"key": papers.grouped(keys.get(vote["signature"] or "", "")),
	}


def _tally(item: Mapping[str, Any] | Document) -> list[tuple[str, int]]:
	counts = (("For", "votes_for"), ("Against", "votes_against"), ("Abstained", "votes_abstained"))
	return [
		(_both(choice), item.get(field) or 0) for choice, field in (*counts, ("Recused", "votes_recused"))
	]


def _step(step: Mapping[str, Any]) -> dict[str, str]:
	said = _both(str(step.get("what") or ""))
	details = [f"№ {step['item']}" if step.get("item") else "", str(step.get("reason") or "")]
	return {"at": papers.moment(step.get("at")), "what": said, "details": ", ".join(filter(None, details))}


def _speech(row: Mapping[str, Any], items: Sequence[Mapping[str, Any]]) -> dict[str, str]:
	place = next((str(item["position"]) for item in items if item["name"] == row["item"]), "")
	return {
		"name": row["speaker_name"],
		"item": f"№ {place}" if place else "",
		"from": papers.moment(row["began_at"]),
		"until": papers.moment(row["ended_at"]),
	}


def _decisions(items: Sequence[str]) -> dict[str, str]:
	"""Item to number and day of its signed decision."""
	rows = frappe.get_all(
		"Agenda Item",
		{"name": ["in", [*items, ""]], "decision": ["is", "set"]},
		["name", "decision"],
		order_by="name asc",
		limit=0,
	)
	signed = frappe.get_all(
		"Decision",
		{"name": ["in", [*(row.decision for row in rows), ""]], "status": ["!=", "Draft"]},
		["name", "number", "decided_on"],
		order_by="name asc",
		limit=0,
	)
	said = {row.name: f"№ {row.number}, {short_date_of(str(row.decided_on))}" for row in signed}
	return {row.name: said[row.decision] for row in rows if row.decision in said}


def _elsewhere(session: Document, items: Sequence[str]) -> dict[str, str]:
	"""Items about another election than their session's, and which: a commission decides for all that run on one day."""
	rows = frappe.get_all(
		ITEM, {"name": ["in", [*items, ""]]}, ["name", "election"], order_by="name asc", limit=0
	)
	return {
		row.name: papers.election(row.election)
		for row in rows
		if row.election not in (None, "", session.election)
	}


def _keys(signatures: Sequence[str]) -> dict[str, str]:
	rows = frappe.get_all(
		"Document Signature",
		{"name": ["in", [*signatures, ""]]},
		["name", "certificate_fingerprint"],
		order_by="name asc",
		limit=0,
	)
	return {row.name: row.certificate_fingerprint or "" for row in rows}


def _both(value: str | None) -> str:
	"""A value in both languages; empty for none."""
	if not value:
		return ""
	if found := WORDS.get(value):
		return f"{found.uz} · {found.ru}"
	return f"{word(value, 'uz')} · {word(value, 'ru')}"
