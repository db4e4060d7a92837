"""The corrected filing: signed again, kept beside the first one, and the review's clock goes on with the days left."""

import json

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import contested, corrections
from esaylov.appeals.drafts import confirming, drafting, scanning
from esaylov.appeals.drafts.confirming import Proof
from esaylov.appeals.filing import named_people
from esaylov.appeals.filing.receipts import Receipt
from esaylov.appeals.form_facts import applicants
from esaylov.appeals.form_facts.applicants import Applicant
from esaylov.appeals.review import owed, steps
from esaylov.core.elections.calendar import due_on
from esaylov.core.findings import Finding, blocking
from esaylov.core.people.names import part_key
from esaylov.core.procedure.lifecycle import Round, State
from esaylov.core.records.payload import sha256_hex
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid
from esaylov.framework.files import content_store
from esaylov.messages import events, notifications
from esaylov.registers.entries.latest_filing import CORRECTION
from esaylov.trust.chains import chain


def file(user: str, appeal: Document, proof: Proof, idempotency_key: str) -> Receipt:
	"""File the corrections of a returned appeal that the caller has locked; see `submitting.submit`.

	The window of the type is not asked: the appeal came in while it was open, and the time to correct is its own.
	"""
	paper = corrections.paper(frappe.get_doc(appeal.doctype, appeal.name))
	correction = paper.flags.correction
	corrections.check_time(correction)
	version = drafting.version_of(paper)
	applicant = applicants.of(paper, user, version)
	found = drafting.prepare(paper, version, applicant)
	if not blocking(found):
		found = [one for one in scanning.findings(paper.attachments) if blocking([one])]
	if not blocking(found):
		found = [
			Finding("file_missing", row.field) for row in content_store.not_as_attached(paper.attachments)
		]
	if blocking(found):
		raise FormInvalid(found)
	named_people.check_people(json.loads(paper.answers), applicant.person)
	if paper.flags.withheld:
		drafting.prepare(paper, version, applicant, is_complete=True)
	payload = drafting.payload_of(paper, applicant)
	correction.signature = confirming.prove(paper, version, applicant, payload, proof)
	_close(correction, paper, applicant, payload)
	correction.idempotency_key = idempotency_key
	answers = json.loads(paper.answers)
	appeal.contested_decision = contested.find(version, answers) if version.is_complaint else None
	return _resume(appeal, correction, drafting.subject(version, answers, applicant, appeal.election))


def given(appeal: Document, idempotency_key: str) -> Receipt | None:
	"""The receipt of a corrected filing that was made with this key.

	A locking read, found by the appeal: one by the key would lock the gap where another applicant's key goes.
	"""
	row = frappe.qb.DocType(CORRECTION)
	query = frappe.qb.from_(row).select(row.idempotency_key, row.receipt).for_update()
	filed = query.where((row.appeal == appeal.name) & (row.status == Round.FILED.value)).run()
	receipts = [receipt for key, receipt in filed if key == idempotency_key]
	return Receipt.from_dict(json.loads(receipts[0])) if receipts else None


def _close(correction: Document, paper: Document, applicant: Applicant, payload: bytes) -> None:
	"""Put the signed filing into its round; the round is saved with its receipt."""
	correction.update(
		{
			"answers": paper.answers,
			"findings": paper.findings,
			"payload": payload.decode(),
			"payload_sha256": sha256_hex(payload),
			"filed_at": clock.now().replace(microsecond=0),
			"filed_by": applicant.person,
			"status": Round.FILED.value,
		}
	)


def _resume(appeal: Document, correction: Document, subject: str) -> Receipt:
	"""Save the round and bring the appeal back to review; gives the receipt of the corrected filing."""
	appeal.due_on = due_on(correction.filed_at.date(), correction.days_left)
	appeal.subject, appeal.search_key = subject, part_key(subject)[: drafting.KEY_LENGTH]
	appeal.status = State.UNDER_REVIEW.value
	receipt = _receipt(appeal, correction)
	correction.receipt = json.dumps(receipt.as_dict())
	corrections.save(correction)
	owed.owe(appeal)
	appeal.save(ignore_permissions=True)  # the user's own body; the lifecycle asks for the signed round
	notifications.tell(events.Event.RECEIVED, appeal, key=correction.name)
	return receipt


def _receipt(appeal: Document, correction: Document) -> Receipt:
	salt = chain.new_salt()
	commitment = chain.commitment(salt, correction.payload_sha256)
	filed: dict[str, str | int] = {"correction": correction.name, "commitment": commitment}
	event_hash = steps.record(appeal, "appeal.corrected", {**filed, "due_on": str(appeal.due_on)})
	return Receipt(
		appeal=appeal.name,
		number=appeal.number,
		received_at=correction.filed_at,
		due_on=appeal.due_on,
		tracking_code=appeal.tracking_code,
		payload_sha256=correction.payload_sha256,
		salt=salt,
		event_hash=event_hash,
		corrects=correction.corrects,
	).signed()
