"""Appeals over HTTP: what an applicant and the staff of a commission do. See appeals for rules and errors."""

import base64
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Literal, cast

import frappe

from esaylov.api import guards
from esaylov.api.answers import (
	AttachmentAnswer,
	DraftAnswer,
	FindingAnswer,
	LinkAnswer,
	LinkRow,
	PayloadAnswer,
	PdfFile,
	ReceiptAnswer,
	TableAnswer,
	TrackAnswer,
	TypeAnswer,
)
from esaylov.api.endpoint import as_dict, decoded, endpoint, json_list, json_object
from esaylov.appeals.corrections import contested, reading
from esaylov.appeals.drafts import attachments, before_filing, choosing, confirming, drafting, tables
from esaylov.appeals.filing import receipt_paper, submitting, tracking
from esaylov.appeals.form_facts import offers
from esaylov.appeals.inbox import bulk
from esaylov.appeals.review import experts, returning, steps
from esaylov.appeals.types import contracts
from esaylov.core.findings import Finding
from esaylov.core.forms import label
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.drafting import signing
from esaylov.decisions.sessions.records import people
from esaylov.decisions.sessions.steps import agenda
from esaylov.framework.errors import FormInvalid
from esaylov.framework.requests import admission
from esaylov.framework.requests.rate_limits import rate_limit


@endpoint(methods=["GET"])
@guards.signed_in
def types() -> list[TypeAnswer]:
	"""The published types for the caller: open now, in which elections, for which bodies, and why not for the others."""
	return [_offer(offer, _language()) for offer in offers.types_for(frappe.session.user)]


@endpoint(methods=["GET"])
@guards.signed_in
def schema(appeal_type: str) -> dict[str, Any]:
	"""JSON Schema 2020-12 of the answers of a type, titled in the caller's language."""
	return contracts.schema(appeal_type, _language())


@endpoint(methods=["GET"])
@guards.applicant
def link_search(
	appeal_type: str,
	field: str,
	text: str = "",
	answers: str = "{}",
	election: str = "",
	body: str = "",
	start: int = 0,
) -> LinkAnswer:
	"""Records that a Link field may name, a page of twenty: `rows` of name and title, and `next` to go on from."""
	rows, has_more = choosing.link_search(
		frappe.session.user,
		appeal_type,
		field,
		text,
		json_object(answers, "answers"),
		election,
		body or None,
		start,
	)
	shown: list[LinkRow] = [{"name": row["name"], "title": _title(row)} for row in rows]
	return {"rows": shown, "next": start + len(rows) if has_more else None}


@endpoint(methods=["POST"])
@guards.applicant
def create(appeal_type: str, election: str, answers: str | dict[str, Any], body: str = "") -> DraftAnswer:
	"""Make a draft; its name and what is wrong with it so far. body: needed by who acts for several that fit."""
	given = json_object(answers, "answers")
	return _draft(before_filing.begin(frappe.session.user, appeal_type, election, given, body or None))


@endpoint(methods=["POST"])
@guards.applicant
def update(appeal: str, answers: str | dict[str, Any], version: str = "") -> DraftAnswer:
	"""Replace the answers of an own draft; what is wrong with it now, and its new `version`.

	version: of the draft that was last seen; with it, answers that another window saved since are kept (`draft_changed`).
	"""
	drafting.update(appeal, json_object(answers, "answers"), version)
	return _draft(before_filing.checked(appeal))


@endpoint(methods=["POST"])
@guards.applicant
def check(appeal: str) -> DraftAnswer:
	"""What is wrong with an own appeal today; writes nothing."""
	return _draft(before_filing.checked(appeal))


@endpoint(methods=["GET"])
@guards.applicant
def payload(appeal: str) -> PayloadAnswer:
	"""The exact bytes to sign, in Base64, with their hash."""
	content = before_filing.payload(appeal)
	return {
		"payload": base64.b64encode(content).decode(),
		"payload_sha256": sha256_hex(content),
		"size": len(content),
	}


@endpoint(methods=["POST"])
@guards.applicant
def attach(
	appeal: str, field: str, file_name: str = "", content: str = "", crop: str = ""
) -> AttachmentAnswer:
	"""Attach a file to a field of an own draft: as multipart `file`, or as Base64 `content` with its `file_name`.

	crop: of a photo, the part to keep as `left,top,width,height`, shares of the picture; without it the middle, 3x4.
	"""
	uploaded = frappe.request.files.get("file")
	if uploaded:
		uploaded.stream.seek(0)  # a step that is repeated reads it again
		name, data = file_name or uploaded.filename or "", uploaded.stream.read()
	else:
		name, data = file_name, decoded(content)
	return cast("AttachmentAnswer", vars(attachments.attach(appeal, field, name, data, crop)).copy())


@endpoint(methods=["POST"])
@guards.applicant
def detach(appeal: str, field: str) -> DraftAnswer:
	"""Take the file of a field off an own draft; what is wrong with it now."""
	attachments.detach(appeal, field)
	return _draft(before_filing.checked(appeal))


@endpoint(methods=["POST"])
@guards.applicant
def rows_from_table(appeal: str, group: str, text: str = "", content: str = "") -> TableAnswer:
	"""Rows of a group from a table: pasted `text`, Base64 `content` of a CSV or XLSX, or multipart `file`. Writes nothing."""
	uploaded = frappe.request.files.get("file")
	data = uploaded.stream.read() if uploaded else decoded(content)
	found = tables.rows_from_table(appeal, group, text, data)
	return {
		"rows": found.rows,
		"lines": found.lines,
		"unknown_columns": list(found.unknown),
		"is_usable": found.is_usable,
		"findings": [as_dict(finding, _language()) for finding in found.findings],
	}


@endpoint(methods=["POST"])
@guards.applicant
def confirmation_code(appeal: str) -> dict[str, str]:
	"""Send the code that files an own draft to the caller's phone; for candidates and proxies where the type allows it."""
	sent = confirming.send_code(appeal)
	return {
		"appeal": appeal,
		"phone": sent.phone,
		"expires_at": sent.expires_at.isoformat(timespec="seconds"),
	}


@endpoint(methods=["POST"])
@guards.applicant
@admission.limited
@rate_limit(limit=300, seconds=10 * 60)
def submit(appeal: str, idempotency_key: str, signature: str = "", sms_code: str = "") -> ReceiptAnswer:
	"""File an own draft with a signature over the bytes of `payload`, or with the code of `confirmation_code`; the receipt.

	signature: Base64 of a detached CMS (DER) over these bytes, at most 64 KB; its exact format stands in docs/integrators. Safe to
	repeat with the same key. Above the stated load 503 `in_line` with Retry-After; the draft stays.
	"""
	return cast("ReceiptAnswer", submitting.submit(appeal, signature, idempotency_key, sms_code).as_dict())


@endpoint(methods=["POST"])
@guards.applicant
def withdraw(appeal: str) -> dict[str, str]:
	"""Take an own appeal back: until the vote on it is opened, or the chair decides."""
	steps.withdraw(appeal)
	return {"appeal": appeal}


@endpoint(methods=["POST"])
@guards.signed_in
def assign(appeal: str, user: str) -> dict[str, str]:
	"""Hand an appeal to an officer of its commission; for the chair, deputy, secretary and staff there."""
	steps.assign(appeal, user)
	return {"appeal": appeal, "assigned_to": user}


@endpoint(methods=["POST"])
@guards.signed_in
@rate_limit(limit=60, seconds=10 * 60)
def assign_many(appeals: str | list[Any], user: str) -> dict[str, str]:
	"""Order a job that hands up to 200 appeals to an officer; `assignment` is what `assign_progress` asks about."""
	return {"assignment": bulk.order(frappe.session.user, json_list(appeals, "appeals"), user)}


@endpoint(methods=["GET"])
@guards.signed_in
def assign_progress(assignment: str) -> dict[str, Any]:
	"""How far an own `assign_many` is; `refused` says which appeals were not handed over, and why."""
	found = bulk.progress(frappe.session.user, assignment)
	return {**asdict(found), "refused": [asdict(one) for one in found.refused]}


@endpoint(methods=["GET"])
@guards.applicant
def receipt(appeal: str) -> PdfFile:
	"""The receipt of an own appeal as PDF."""
	name, content = receipt_paper.pdf(appeal)
	frappe.local.response.filename = name
	frappe.local.response.filecontent = content
	frappe.local.response.type = "pdf"


@endpoint(methods=["GET"])
@guards.signed_in
def contested_decision(appeal: str) -> dict[str, Any] | None:
	"""The decision that a complaint contests, if the caller may read both."""
	return contested.of_appeal(appeal)


@endpoint(methods=["GET"])
@guards.signed_in
def complaints(decision: str) -> list[dict[str, Any]]:
	"""The complaints about a decision that the caller may read."""
	return contested.complaints(decision)


@endpoint(methods=["POST"])
@guards.applicant
def discard(appeal: str) -> dict[str, str]:
	"""Throw an own draft away, with its files."""
	drafting.discard(appeal)
	return {"appeal": appeal}


@endpoint(methods=["POST"])
@guards.signed_in
def remark(appeal: str, field: str, text: str) -> dict[str, str]:
	"""Write what must be mended in one field (`persons[0].pinfl`) of an appeal under review; an empty text takes it off."""
	returning.remark(appeal, field, text)
	return {"appeal": appeal, "field": field}


@endpoint(methods=["GET"])
@guards.signed_in
def remarks(appeal: str) -> list[dict[str, Any]]:
	"""The remarks on an appeal that the caller may read now."""
	return reading.remarks(appeal)


@endpoint(methods=["POST"])
@guards.signed_in
def return_for_correction(appeal: str, reason: str) -> dict[str, str]:
	"""Give an appeal back to its applicant to be corrected, with the remarks written before; its clock stops."""
	correction = returning.return_for_correction(appeal, reason)
	signing.refuse_in_conflict(appeal)  # the position is asked there; what was written goes with this refusal
	return {"appeal": appeal, "correction": correction}


@endpoint(methods=["POST"])
@guards.signed_in
def resume_review(appeal: str) -> dict[str, str]:
	"""Take a returned appeal back to review when the time to correct it is over."""
	returning.resume(appeal)
	return {"appeal": appeal}


@endpoint(methods=["GET"])
@guards.signed_in
def rounds(appeal: str) -> list[dict[str, Any]]:
	"""The rounds of correction of an appeal that the caller may read, oldest first."""
	return reading.rounds(appeal)


@endpoint(methods=["GET"])
@guards.signed_in
def differences(appeal: str) -> list[dict[str, Any]]:
	"""What the last corrected filing of an appeal changed, field by field."""
	return reading.differences(appeal)


@endpoint(methods=["POST"])
@guards.signed_in
def ask_experts(appeal: str) -> dict[str, str]:
	"""Hand an appeal of the experts' route to the experts of its commission."""
	experts.ask(appeal)
	return {"appeal": appeal}


@endpoint(methods=["POST"])
@guards.signed_in
def conclude(appeal: str, text: str, files: str | list[Any] = "[]") -> dict[str, str]:
	"""File the experts' conclusion. files: list of {"file_name", "content" in Base64}."""
	return {"appeal": appeal, "conclusion": experts.conclude(appeal, text, _files(files))}


@endpoint(
	methods=["GET"],
	guest=True,  # whoever holds the receipt may follow it; number and code are both needed
)
@rate_limit(limit=300, seconds=10 * 60)
def track(number: str, code: str) -> TrackAnswer:
	"""Public status of one appeal by its number and tracking code; nothing personal."""
	return cast("TrackAnswer", tracking.track(number, code))


@endpoint(methods=["POST"])
@guards.commission_staff(of="appeal", positions=people.ARRANGING)
def put_on_agenda(appeal: str, session: str, rows: str | list[Any] = "", rule: str = "") -> dict[str, str]:
	"""Put an appeal under review on the agenda of a session of its commission, with the draft of its rows if given."""
	given = json_list(rows, "rows") if rows else None
	return {"item": agenda.put([appeal], session, rule=rule, rows=given)[0]}


def _draft(draft: before_filing.CheckedDraft) -> DraftAnswer:
	findings = [as_dict(finding, _language()) for finding in draft.findings]
	return {"appeal": draft.appeal, "version": draft.version, "findings": findings}


def _offer(offer: offers.TypeOffer, language: str) -> TypeAnswer:
	return {
		"code": offer.code,
		"title": label(offer.titles, language),
		"authentication": offer.authentication,
		"recipient_level": offer.recipient_level,
		"is_open": offer.is_open,
		"why_not": _reason(offer.why_not, language),
		"bodies": [
			{
				"kind": body.kind,
				"name": body.name,
				"title": body.title,
				"authentication": cast("Literal['EDS', 'SMS']", offer.methods[body.name]),
			}
			for body in offer.bodies
		],
		"elections": [
			{
				"election": row.election,
				"title": label(row.titles, language),
				"is_open": row.is_open,
				"why_not": _reason(row.why_not, language),
			}
			for row in offer.elections
		],
	}


def _title(row: Mapping[str, str]) -> str:
	columns = {"uz": "title_uz", "uz-Cyrl": "title_uz_cyrl", "ru": "title_ru", "en": "title_en"}
	titles = {language: row[column] for language, column in columns.items() if row.get(column)}
	return label(titles, _language()) or row["name"]


def _reason(finding: Finding | None, language: str) -> FindingAnswer | None:
	return as_dict(finding, language) if finding else None


def _language() -> str:
	return frappe.local.lang or "uz"


def _files(files: str | list[Any]) -> list[attachments.GivenFile]:
	"""Files that came as JSON. Raises FormInvalid."""
	read = json_list(files, "files")
	if not all(_is_file(row) for row in read):
		raise FormInvalid([Finding("wrong_type", "files")])
	return [attachments.GivenFile(row["file_name"], decoded(row["content"])) for row in read]


def _is_file(row: object) -> bool:
	return isinstance(row, dict) and all(isinstance(row.get(key), str) for key in ("file_name", "content"))
