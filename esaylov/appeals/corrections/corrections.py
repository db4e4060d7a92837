"""A round of correction: opened by a return, filled in like a draft, closed by the corrected filing or by its last day.

The draft of a corrected filing is the appeal with other answers and files laid over it in memory (`paper`), so drafts,
files and findings treat it like any draft; it is kept in the Appeal Correction and never saved as the appeal.
"""

import json
from datetime import date

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import closing
from esaylov.core.elections.calendar import due_on
from esaylov.core.findings import Finding
from esaylov.core.procedure.lifecycle import CorrectionFact, Round
from esaylov.core.records.payload import correction_payload, sha256_hex
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotInWindow, WrongState, shown
from esaylov.framework.persistence.documents import locked
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.registers.entries import latest_filing
from esaylov.registers.entries.latest_filing import CORRECTION

REMARK = "Appeal Remark"
PURPOSE = "correction"
"""Purpose of the Document Signature that closes a corrected filing."""
DRAFTED = ("answers", "findings")
WRITER = WriteGuard("corrections")


def opened(appeal: Document) -> Document:
	"""The open round of a returned appeal, locked. Raises WrongState."""
	correction = locked(CORRECTION, appeal.correction) if appeal.correction else None
	if correction is None or correction.status != Round.ASKED:
		raise WrongState({"status": appeal.status})
	return correction


def paper(appeal: Document) -> Document:
	"""A returned appeal as its applicant has corrected it so far, its round in `flags.correction`; in memory only. Raises WrongState."""
	correction = opened(appeal)
	latest_filing.laid_over(appeal, correction, DRAFTED)
	appeal.flags.correction = correction
	return appeal


def check_time(correction: Document) -> None:
	"""The time to correct is not over. Raises NotInWindow."""
	last_day = frappe.utils.getdate(correction.correct_until)
	if clock.today() > last_day:
		raise NotInWindow({"day": last_day.isoformat()}, field="correct_until", code="correction_late")


def keep(appeal: Document) -> None:
	"""Save the draft of a corrected filing, in its round."""
	correction = appeal.flags.correction
	correction.update({field: appeal.get(field) for field in DRAFTED})
	correction.set("attachments", [latest_filing.copied(row) for row in appeal.attachments])
	save(correction)


def save(correction: Document) -> None:
	"""Save a round."""
	with WRITER.writing():
		correction.save(ignore_permissions=True)  # the step that called has asked who may


def payload(appeal: Document, filing: bytes) -> bytes:
	"""The bytes that a corrected filing signs."""
	correction = appeal.flags.correction
	return correction_payload(filing, correction.name, correction.corrects)


def open_round(appeal: Document, reason: str, person: str | None, remarks: int, days_left: int) -> Document:
	"""Open a round for an appeal; its draft starts as the last filing. Raises WrongState when there were as many as the law allows."""
	number = next_number(appeal.name)
	now = clock.now().replace(microsecond=0)
	filed = latest_filing.last(appeal)
	correction = frappe.new_doc(CORRECTION)
	correction.update(
		{
			"title": f"{appeal.number} · {number}",
			"appeal": appeal.name,
			"round": number,
			"status": Round.ASKED.value,
			"commission": appeal.recipient,
			"commission_lft": appeal.recipient_lft,
			"returned_at": now,
			"returned_by": person,
			"correct_until": last_day(now.date()),
			"days_left": days_left,
			"reason": reason,
			"remarks": remarks,
			"answers": filed.answers,
			"findings": filed.findings,
			"corrects": filed.payload_sha256,
			"attachments": [latest_filing.copied(row) for row in filed.attachments],
		}
	)
	with WRITER.writing():
		correction.insert(ignore_permissions=True)  # the step that called has asked who may
	return correction


def next_number(appeal: str) -> int:
	"""The number of the next round of an appeal. Raises WrongState when there were as many as the law allows."""
	number = int(frappe.db.count(CORRECTION, {"appeal": appeal})) + 1
	allowed = statutes.number("correction_times")
	if number > allowed:
		raise WrongState({"times": allowed}, code="correction_times_used")
	return number


def last_day(returned_on: date) -> date:
	"""The last day to correct what was returned on a day."""
	return due_on(returned_on, statutes.number("correction_days", returned_on))


def fact(name: str | None) -> CorrectionFact | None:
	"""What the register of corrections says now of a round, for `core.procedure.lifecycle`; a locking read, as of decisions."""
	if not name:
		return None
	fields = ["name", "appeal", "status", "remarks", "signature", "payload_sha256"]
	row = frappe.db.get_value(CORRECTION, name, fields, as_dict=True, for_update=True)
	if not row:
		return None
	signed = bool(row.signature) and is_signed(row.name, row.signature, row.payload_sha256)
	return CorrectionFact(row.name, row.appeal, Round(row.status), row.remarks, signed)


def is_signed(name: str, signature: str, payload_sha256: str) -> bool:
	"""Whether the named Document Signature was verified over the bytes of exactly this corrected filing."""
	wanted = {
		"name": signature,
		"reference_doctype": CORRECTION,
		"reference_name": name,
		"payload_sha256": payload_sha256,
		"purpose": PURPOSE,
	}
	return bool(frappe.db.get_value("Document Signature", wanted, "name"))


def check_entry(correction: Document) -> None:
	"""Called from Appeal Correction.validate: only this package writes, a closed round never changes, a filed one is signed.

	Raises LawBroken.
	"""
	WRITER.check(correction)
	before = correction.get_doc_before_save()
	with shown():
		if before and before.status != Round.ASKED:
			raise LawBroken({"name": correction.name}, findings=[Finding("correction_closed", "status")])
		if correction.status == Round.FILED:
			_check_filed(correction)


def refuse_removal(document: Document) -> None:
	"""Rounds, remarks and conclusions stay on record. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype, "to": "removed"})


def _check_filed(correction: Document) -> None:
	fits = sha256_hex((correction.payload or "").encode()) == correction.payload_sha256
	if not fits:
		raise LawBroken(findings=[Finding("filing_hash", "payload_sha256")])
	if json.loads(correction.payload).get("corrects") != correction.corrects:
		raise LawBroken(findings=[Finding("filing_hash", "corrects")])
	if not correction.signature or not is_signed(
		correction.name, correction.signature, correction.payload_sha256
	):
		raise LawBroken(findings=[Finding("signature_of_another", "signature")])
	if not closing.method_fits(frappe.get_doc("Appeal", correction.appeal), correction.signature):
		raise LawBroken(findings=[Finding("signature_method", "signature")])
