"""The public door of appeals (*murojaat*). Steps act for the user of the session; see README.md for states and rights."""

from collections.abc import Mapping, Sequence
from typing import Any

import frappe

from esaylov.appeals import (
	agenda,
	applicants,
	attachments,
	building,
	choosing,
	confirming,
	contested,
	corrections,
	definitions,
	drafting,
	experts,
	filed_files,
	law,
	offers,
	owed,
	persons,
	publishing,
	reading,
	receipt_paper,
	returning,
	steps,
	submitting,
	tables,
	tracking,
)
from esaylov.appeals.attachments import Attachment, GivenFile
from esaylov.appeals.confirming import Proof, SentCode
from esaylov.appeals.offers import ElectionOffer, TypeOffer
from esaylov.appeals.owed import Claim, Owed
from esaylov.appeals.persons import Named
from esaylov.appeals.receipts import Receipt
from esaylov.appeals.tables import TakenRows
from esaylov.core.authentication import Authentication, asked_of
from esaylov.core.findings import Finding
from esaylov.core.forms import FormDefinition
from esaylov.core.forms.contract import contract
from esaylov.core.payload import sha256_hex
from esaylov.elections import statutes

__all__ = [
	"Attachment",
	"Authentication",
	"Claim",
	"ElectionOffer",
	"GivenFile",
	"Named",
	"Owed",
	"Receipt",
	"SentCode",
	"TakenRows",
	"TypeOffer",
	"building",
]

validate_correction = corrections.check_entry
validate_remark = returning.guard_remark
guard_remark_removal = returning.guard_remark_removal
validate_conclusion = experts.guard_conclusion
refuse_removal = corrections.refuse_removal
validate_appeal, guard_removal = law.validate_appeal, law.guard_removal
delete_file, require_unchanged = law.delete_file, filed_files.require_unchanged
validate_type = publishing.validate_type
freeze_version = definitions.freeze_version
guard_version = definitions.guard_version
# for sessions only
take_for_agenda = agenda.take
put_on_agenda = agenda.put
bring_back = agenda.bring_back
gone_from_agenda = agenda.gone
keep_file = attachments.keep
owed_checks = owed.owed
# for people and sessions
claim_checks, settle_checks, owe_checks_again = owed.claim, owed.settle, owed.owe_again
wake_checks, drop_checks_of_ended = owed.wake, owed.drop_over
persons_of_draft, persons_of_own, persons_of_filed = persons.of_draft, persons.of_own, persons.of_filed


def types_for(user: str) -> list[TypeOffer]:
	"""All published types as this user may file them now: bodies, elections, and why not where one is closed."""
	return offers.types_for(user)


def catalogue() -> list[dict[str, object]]:
	"""All published types: titles, applicants, recipient level, fields and rules in words, route, effect; nothing about anybody."""
	return offers.catalogue()


def schema(appeal_type: str, lang: str = "uz") -> dict[str, Any]:
	"""JSON Schema 2020-12 of the answers of a type's present version, titled in a language. Raises NotFound, WrongState."""
	return contract(definitions.offered(appeal_type).form, lang, statutes.numbers())


def published_schemas(lang: str) -> list[tuple[str, dict[str, Any], dict[str, str]]]:
	"""Of every published type, by code: the code, the schema of its answers titled in a language, its titles in all."""
	numbers = statutes.numbers()
	return [
		(found.code, contract(found.form, lang, numbers), dict(found.data["titles"]))
		for found in definitions.published()
	]


def published_versions() -> str:
	"""What tells two states of the contracts of types apart: another text when one is published anew or taken back, or when a
	number of the law changes."""
	numbers = repr(sorted(statutes.numbers().items()))
	return definitions.fingerprint() + sha256_hex(numbers.encode())[:8]


def form(appeal_type: str, version: int | None = None) -> FormDefinition:
	"""The form of a type at a version (the present one without), for pages that draw it; raises NotFound."""
	found = definitions.load(appeal_type, version) if version else definitions.current(appeal_type)
	return found.form


def create(
	user: str, appeal_type: str, election: str, answers: Mapping[str, Any], body: str | None = None
) -> str:
	"""Make a draft and return its name. body: name of the body acted for, needed when several of the user's fit.

	Answers may be incomplete or wrong (see `check`), not garbled: unknown fields and wrong types raise FormInvalid.
	Raises NotFound (type, election, body), NotPermitted (`type_not_yours`), NotInWindow.
	"""
	return drafting.create(user, appeal_type, election, answers, body)


def update(appeal: str, answers: Mapping[str, Any], version: str = "") -> None:
	"""Replace the answers of an own draft and bring it to the form's present version; attachments stay. Repeatable.

	version: `draft_version` of the draft that the answers were typed into; with it the answers of another window are not
	overwritten. Raises NotFound, WrongState (not a draft; `draft_changed`: it was changed meanwhile, and the newer
	answers are kept), NotInWindow (time to correct is over), FormInvalid (garbled answers).
	"""
	drafting.update(frappe.session.user, appeal, answers, version)


def draft_version(appeal: str) -> str:
	"""What tells two states of an own draft apart, for `update`. Raises NotFound."""
	return drafting.token_of(drafting.as_it_stands(applicants.own(appeal, frappe.session.user)))


def check(appeal: str) -> list[Finding]:
	"""All findings of an own appeal as it stands today, blocking ones and warnings; writes nothing. Raises NotFound.

	The draft of a type that was taken back says so first (`type_withdrawn`).
	"""
	user = frappe.session.user
	document = drafting.as_it_stands(applicants.own(appeal, user))
	version = drafting.version_of(document)
	taken_back = publishing.taken_back(document)
	return [*taken_back, *drafting.prepare(document, version, applicants.of(document, user, version))]


def payload(appeal: str) -> bytes:
	"""The exact bytes to sign: canonical JSON with this user as the signer; once filed, the bytes that were signed.

	Writes nothing. Raises NotFound.
	"""
	user = frappe.session.user
	document = drafting.as_it_stands(applicants.own(appeal, user))
	if document.payload and not corrections.is_paper(document):
		return str(document.payload).encode()
	version = drafting.version_of(document)
	return drafting.payload_of(document, applicants.of(document, user, version))


def attach(appeal: str, field: str, file_name: str, content: bytes, crop: str = "") -> Attachment:
	"""Attach a file to a File or Photo field of an own draft, in place of the one before; its hash becomes the answer.

	field: its name, or the path in a row, `persons[2].photo`; the file moves with its row and leaves with it.
	Raises NotFound, WrongState, FormInvalid (`unknown_field`, `file_empty`, `file_too_large`, `file_kind`,
	`file_disguised`): the kind is read from the content, and the name's extension must agree. A photo is cut to 3x4 and
	what is kept has nothing of the camera's data; crop: the part that was chosen, `left,top,width,height` as shares of
	the upright picture, else its middle (`photo_unreadable`, `photo_small`, `photo_ratio`, `photo_crop`).
	"""
	return attachments.attach(frappe.session.user, appeal, field, file_name, content, crop)


def detach(appeal: str, field: str) -> None:
	"""Take the file of a field off an own draft. Raises NotFound, WrongState."""
	attachments.detach(frappe.session.user, appeal, field)


def link_choices(appeal: str, most: int = choosing.MOST_CHOICES) -> dict[str, list[dict[str, Any]]]:
	"""For each Link column of an own appeal (`persons.polling_station`), the records it may name now: `name` and titles;
	at most `most` of each.

	Raises NotFound.
	"""
	return choosing.choices(*choosing.asked_by(frappe.session.user, appeal), most=most)


def link_found(appeal: str, field: str, text: str) -> tuple[list[dict[str, Any]], bool]:
	"""The first page of the records that a Link field of an own appeal may name and whose title holds the text, as in
	`link_search`; whether more follow. Raises NotFound (appeal, field).
	"""
	version, answers, applicant, election = choosing.asked_by(frappe.session.user, appeal)
	return choosing.search(version, field, text, answers, applicant, election, 0)


def link_search(
	user: str,
	appeal_type: str,
	field: str,
	text: str = "",
	answers: Mapping[str, Any] | None = None,
	election: str = "",
	body: str | None = None,
	start: int = 0,
) -> tuple[list[dict[str, Any]], bool]:
	"""A page of the records that a Link field (`party`, `persons.polling_station`) of a new appeal may name, and whether
	more follow; those whose title holds the text, once two characters are typed.

	Raises NotFound (type, field, body), NotPermitted (`type_not_yours`), FormInvalid (`body_needed`), WrongState.
	"""
	version = definitions.offered(appeal_type)
	applicant = applicants.choose(user, version, election, body)
	return choosing.search(version, field, text, answers or {}, applicant, election, max(start, 0))


def put_persons(user: str, appeal: str, given: Mapping[str, Mapping[str, Any]]) -> list[str]:
	"""Write what registers say of persons into an own draft: identifier to values by column; whoever was written.

	Raises NotFound, WrongState, NotInWindow.
	"""
	return persons.put(user, appeal, given)


def rows_from_table(appeal: str, group: str, text: str = "", content: bytes = b"") -> TakenRows:
	"""Rows of a group of an own appeal from a pasted table, or from the bytes of a CSV or XLSX; writes nothing.

	Columns are known by labels of any language or by field names. Findings are those of the rows as if they stood in the
	appeal. Raises NotFound (appeal, group); FormInvalid where the table as a whole cannot be read (`table_…`).
	"""
	return tables.rows_from_table(frappe.session.user, appeal, group, text, content)


def table_template(appeal_type: str, version: int, group: str, lang: str) -> bytes:
	"""An empty XLSX for the rows of a group, headed in a language; raises NotFound."""
	return tables.template(definitions.load(appeal_type, version), group, lang)


def authentication(appeal: str) -> Authentication:
	"""EDS or SMS: what the user is asked for to file this own appeal. Raises NotFound."""
	user = frappe.session.user
	document = applicants.own(appeal, user)
	version = drafting.version_of(document)
	return asked_of(version.data["authentication"], applicants.of(document, user, version).kind)


def confirmation_code(appeal: str) -> SentCode:
	"""Send the user a code that files this own draft as it stands now.

	Raises NotFound, WrongState (not a draft; `eds_needed`: this is signed), CodeRefused (`phone_missing`), TooMany.
	"""
	return confirming.send_code(frappe.session.user, appeal)


def submit(appeal: str, signature: str, idempotency_key: str, sms_code: str = "") -> Receipt:
	"""File an own draft: all or nothing in the caller's transaction.

	signature: Base64 of a CMS over `payload(appeal)` by the user's own certificate. sms_code: in its place for
	candidates and proxies, where `authentication` says so. idempotency_key: 8 to 64 of `A-Za-z0-9_.:-`, chosen by the
	caller for this filing; asked again with it, the same receipt comes back.
	Raises NotFound, WrongState (filed before; `version_outdated`: the form changed, update the draft first), NotInWindow,
	FormInvalid with the findings that stop it, SignatureRefused, CodeRefused, Duplicate (`idempotency_key_used`);
	nothing is written then.
	"""
	return submitting.submit(frappe.session.user, appeal, Proof(signature, sms_code), idempotency_key)


def assign(appeal: str, user: str) -> None:
	"""Take an appeal up: hand it to an officer of its commission and tell the applicant. Repeatable.

	Raises NotPermitted (also where there is none), WrongState, FormInvalid (`not_an_officer_here`).
	"""
	steps.assign(frappe.session.user, appeal, user)


def assign_for(by: str, appeal: str, user: str) -> None:
	"""The same by a job that a user ordered, with the rights that this user has now; called by inbox only."""
	steps.assign(by, appeal, user)


def remark(appeal: str, field: str, text: str) -> None:
	"""Write what must be mended in one field of an appeal under review, in place of the remark before; "" takes it off.

	field: place in the answers (`district_scope`, `persons[0].pinfl`). The applicant reads it after the return.
	Raises NotPermitted (also where there is no such appeal), WrongState, FormInvalid (`remark_field`).
	"""
	returning.remark(frappe.session.user, appeal, field, text)


def return_for_correction(appeal: str, reason: str) -> str:
	"""Give an appeal back to be corrected once, with its remarks; its clock stops. Gives the name of the round.

	Raises NotPermitted, WrongState (`correction_times_used` when it was returned as often as the Statute allows),
	FormInvalid (`remarks_missing`, `required`).
	"""
	return returning.return_for_correction(frappe.session.user, appeal, reason)


def resume_review(appeal: str) -> None:
	"""Take a returned appeal back to review when the time to correct is over; the first filing stands.

	Raises NotPermitted, WrongState (`correction_not_over`).
	"""
	returning.resume(frappe.session.user, appeal)


def remarks(appeal: str) -> list[dict[str, Any]]:
	"""The remarks of an appeal that this user may read now: `field`, `text`, `correction` (the round), `written_at`.

	The applicant reads those of a return, staff also those not yet sent. Raises NotFound.
	"""
	return reading.remarks(frappe.session.user, appeal)


def rounds(appeal: str) -> list[dict[str, Any]]:
	"""The rounds of correction of an appeal, oldest first: state, reason, last day, when and what was filed. Raises NotFound."""
	return reading.rounds(frappe.session.user, appeal)


def differences(appeal: str) -> list[dict[str, str]]:
	"""What the last corrected filing changed: `path`, `label` in the session's language, `before`, `after`. Raises NotFound."""
	return reading.differences(frappe.session.user, appeal)


def receipt(appeal: str) -> tuple[str, bytes]:
	"""File name and PDF of the receipt of an own appeal, in its language; after a correction it names both filings.

	Raises NotFound, WrongState for a draft.
	"""
	return receipt_paper.pdf(frappe.session.user, appeal)


def contested_decision(appeal: str) -> dict[str, Any] | None:
	"""The decision that a complaint contests, if this user may read both; number, day, commission, outcome, status.

	Raises NotFound for an appeal that the user may not read.
	"""
	return contested.of_appeal(frappe.session.user, appeal)


def complaints(decision: str) -> list[dict[str, Any]]:
	"""The complaints about a decision that this user may read. Raises NotFound for a decision that they may not read."""
	return contested.complaints(frappe.session.user, decision)


def discard(appeal: str) -> None:
	"""Throw an own draft away, with its files. Raises NotFound, WrongState."""
	drafting.discard(frappe.session.user, appeal)


def ask_experts(appeal: str) -> None:
	"""Hand an appeal of the route "experts then vote" to the experts of its commission. Repeatable.

	Raises NotPermitted, WrongState.
	"""
	experts.ask(frappe.session.user, appeal)


def conclude(appeal: str, text: str, files: Sequence[GivenFile] = ()) -> str:
	"""File the experts' conclusion, for whoever holds a position at the commission; the appeal comes back to review.

	Gives the name of the Expert Conclusion. Raises NotPermitted, WrongState, FormInvalid.
	"""
	return experts.conclude(frappe.session.user, appeal, text, files)


def withdraw(appeal: str) -> None:
	"""Take an own appeal back while it is not decided. Repeatable. Raises NotFound, WrongState."""
	steps.withdraw(frappe.session.user, appeal)


def apply_decision(appeal: str, decision: str) -> None:
	"""Bring an appeal to the state that a signed decision gives it; called by decisions only. Repeatable.

	Raises LawBroken unless the decision is signed and names this appeal.
	"""
	steps.apply_decision(appeal, decision)


def reopen(appeal: str, annulled: str) -> None:
	"""Bring an appeal back to review whose decision was annulled, with a time limit that starts today; called by decisions
	only. Repeatable. The appeal goes on naming the annulled decision, so that the next one has another name.

	Raises LawBroken unless the decision it names is annulled.
	"""
	steps.reopen(appeal, annulled)


def track(number: str, code: str) -> dict[str, Any]:
	"""Public status by number and tracking code: number, status, received_at, due_on, appeal_type, election, recipient.

	Raises NotFound for an unknown number and for a wrong code alike.
	"""
	return tracking.track(number, code)
