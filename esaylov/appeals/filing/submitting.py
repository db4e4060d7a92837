"""Filing: one transaction from a draft and a signature to a numbered appeal with its receipt."""

import json
import re
from datetime import datetime
from operator import attrgetter

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import contested
from esaylov.appeals.drafts import confirming, drafting, scanning
from esaylov.appeals.drafts.confirming import Proof
from esaylov.appeals.filing import correcting, named_people
from esaylov.appeals.filing.receipts import Receipt, new_code
from esaylov.appeals.form_facts import applicants, facts
from esaylov.appeals.form_facts.applicants import APPEAL, Applicant
from esaylov.appeals.review import owed
from esaylov.appeals.types import definitions, windows
from esaylov.appeals.types.definitions import TypeVersion
from esaylov.core.findings import Finding, blocking
from esaylov.core.procedure.lifecycle import State
from esaylov.core.records.payload import sha256_hex
from esaylov.framework import clock, practice
from esaylov.framework.errors import Duplicate, FormInvalid, NotInWindow, WrongState
from esaylov.framework.files import content_store
from esaylov.framework.persistence import documents, reads, rows, table_cache, workflows
from esaylov.framework.persistence.documents import stands
from esaylov.messages import events, notifications
from esaylov.registers.entries.latest_filing import CORRECTION
from esaylov.trust.chains import chain

NUMBERS = "appeal"
"""Kind of the counter that numbers the filings of a commission."""
SIGNED = (
	'frappe.db.get_value("Document Signature", '
	'{"reference_doctype": "Appeal", "reference_name": doc.name, "purpose": "filing"}, "name")',
)
"""Condition of the shipped Workflow that `confirming.prove` proves, and the law once more: a signature that closes this filing."""
SCAN = attrgetter("scan")
KEY = re.compile(r"[A-Za-z0-9_.:-]{8,64}")


def submit(name: str, signature: str, idempotency_key: str, sms_code: str = "") -> Receipt:
	"""File an own draft: all or nothing in the caller's transaction.

	signature: Base64 of a CMS over `before_filing.payload(name)` by the user's own certificate. sms_code: in its place for
	candidates and proxies, where `authentication` says so. idempotency_key: 8 to 64 of `A-Za-z0-9_.:-`, chosen by the
	caller for this filing; asked again with it, the same receipt comes back.
	Raises NotFound, WrongState (filed before; `version_outdated`: the form changed, update the draft first), NotInWindow,
	FormInvalid with the findings that stop it, SignatureRefused, CodeRefused, Duplicate (`idempotency_key_used`);
	nothing is written then.
	"""
	user, proof = frappe.session.user, Proof(signature, sms_code)
	if not isinstance(idempotency_key, str) or not KEY.fullmatch(idempotency_key):
		raise FormInvalid([Finding("idempotency_key", "idempotency_key")])
	appeal = applicants.own(name, user, lock=True)  # whoever files this appeal at the same time waits here
	given = _given(appeal, idempotency_key) if appeal.status != State.DRAFT else None
	if given:
		return given
	if appeal.status not in (State.DRAFT, State.RETURNED):
		raise WrongState({"status": appeal.status})
	# for first filings a unique index says so too, for two requests at once
	others = [idempotency_key, appeal.owner, appeal.name]
	if reads.run(_filed_with(1), [*others, *others]):
		raise Duplicate(field="idempotency_key", code="idempotency_key_used")
	if appeal.status == State.RETURNED:
		return correcting.file(user, appeal, proof, idempotency_key)
	stands(appeal)
	version = definitions.offered(appeal.appeal_type)
	if version.version != appeal.type_version:
		raise WrongState({"version": version.version}, field="type_version", code="version_outdated")
	applicant = applicants.of(appeal, user, version)
	_check(appeal, version, applicant)
	payload = drafting.payload_of(appeal, applicant)
	return _file(appeal, version, applicant, payload, proof, idempotency_key)


def _given(appeal: Document, idempotency_key: str) -> Receipt | None:
	"""The receipt of the same request asked again, of whichever filing of the appeal; None for a new one."""
	if appeal.idempotency_key == idempotency_key and appeal.receipt:
		return Receipt.from_dict(json.loads(appeal.receipt))
	return correcting.given(appeal, idempotency_key)


@reads.statement
def _filed_with(_count: int) -> reads.Query:
	"""Other appeals of an owner that were filed, or corrected, with a key: it belongs to one filing, first or corrected."""
	correction, other = frappe.qb.DocType(CORRECTION), frappe.qb.DocType(APPEAL)
	filed = frappe.qb.from_(other).select(other.name).where(other.idempotency_key == reads.one())
	filed = filed.where((other.owner == reads.one()) & (other.name != reads.one()))
	corrected = frappe.qb.from_(correction).join(other).on(other.name == correction.appeal)
	corrected = corrected.select(other.name).where(correction.idempotency_key == reads.one())
	corrected = corrected.where((other.owner == reads.one()) & (other.name != reads.one()))
	return filed.union_all(corrected).limit(1)


def _check(appeal: Document, version: TypeVersion, applicant: Applicant) -> None:
	"""Everything once more, at the moment of filing; the draft stays as it is when something stops it."""
	now = clock.now()
	if not windows.of_type(version, appeal.election).holds(now.date(), now.time()):
		raise NotInWindow(field="election")
	found = drafting.prepare(appeal, version, applicant)
	if blocking(found):
		raise FormInvalid(found)
	if scanning.INFECTED in map(SCAN, appeal.attachments):
		raise FormInvalid(scanning.findings(appeal.attachments))
	named_people.check_people(json.loads(appeal.answers), applicant.person)
	if lost := content_store.not_as_attached(appeal.attachments):
		raise FormInvalid([Finding("file_missing", row.field) for row in lost])
	if appeal.flags.withheld:
		drafting.prepare(appeal, version, applicant, is_complete=True)


def _file(
	appeal: Document,
	version: TypeVersion,
	applicant: Applicant,
	payload: bytes,
	proof: Proof,
	idempotency_key: str,
) -> Receipt:
	received_at = clock.now().replace(microsecond=0)
	appeal.payload, appeal.payload_sha256 = payload.decode(), sha256_hex(payload)
	appeal.signature = confirming.prove(appeal, version, applicant, payload, proof)
	appeal.received_at = received_at
	limit = windows.limit_of(version, appeal.election, received_at.date())
	appeal.due_on, appeal.law_applied = limit.due_on, limit.law
	appeal.contested_decision = (
		contested.find(version, json.loads(appeal.answers)) if version.is_complaint else None
	)
	appeal.status = State.REGISTERED.value
	appeal.tracking_code = new_code()
	appeal.idempotency_key = idempotency_key
	appeal.about_key = facts.about_key(appeal, version)
	told = notifications.address(events.Event.RECEIVED, [notifications.Told(appeal, is_first=True)])
	rows.make_ready("Chain Event", "SMS Message")
	# its messages ask for both too: after this nothing is read any more
	commission = table_cache.record("Election Commission", appeal.recipient) or frappe._dict()
	election = table_cache.record("Election", appeal.election) or frappe._dict()
	is_practice = election.status in practice.STATES
	# from here on the commission's counter is locked; counter and mark as `practice` has them, by one question
	counter = practice.COUNTER.format(NUMBERS) if is_practice else NUMBERS
	number, event = chain.next_with_event(appeal.recipient, counter)
	appeal.number = f"{practice.MARK * is_practice}{commission.register_code}-{number}"
	receipt = _receipt(appeal, received_at, event)
	appeal.receipt = json.dumps(receipt.as_dict())
	owed.owe(appeal)
	appeal.flags[workflows.PROVED] = SIGNED
	documents.save(appeal)  # the user's own body, asked above; the lifecycle checks the step
	notifications.tell_addressed(told)
	return receipt


def _receipt(appeal: Document, received_at: datetime, event: int) -> Receipt:
	salt = chain.new_salt()
	event_hash = chain.record(
		appeal.recipient,
		"appeal.filed",
		{
			"appeal": appeal.name,
			"appeal_type": appeal.appeal_type,
			"version": appeal.type_version,
			"election": appeal.election,
			"number": appeal.number,
			"law": sha256_hex(appeal.law_applied.encode()),
			"commitment": chain.commitment(salt, appeal.payload_sha256),
		},
		received_at,
		event,
	)
	return Receipt(
		appeal=appeal.name,
		number=appeal.number,
		received_at=received_at,
		due_on=appeal.due_on,
		tracking_code=appeal.tracking_code,
		payload_sha256=appeal.payload_sha256,
		salt=salt,
		event_hash=event_hash,
	).signed()
