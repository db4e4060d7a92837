"""Drafts: what the applicant types, with what the system fills in, what is wrong with it, and the exact bytes that would be signed."""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import contested, corrected_people, corrections
from esaylov.appeals.form_facts import (
	applicants,
	checked_people,
	commission_work,
	facts,
	links,
	open_replacements,
)
from esaylov.appeals.form_facts.applicants import APPEAL, Applicant
from esaylov.appeals.types import carrying, definitions, recipient, windows
from esaylov.appeals.types.definitions import PARTY, TypeVersion
from esaylov.core import forms, rules
from esaylov.core.findings import Finding, Severity
from esaylov.core.people.names import part_key
from esaylov.core.procedure.lifecycle import State
from esaylov.core.procedure.people import blocks, find_unborn
from esaylov.core.records.payload import Applicant as SignedApplicant
from esaylov.core.records.payload import AttachmentHash, PayloadInvalid, appeal_payload, canonical, sha256_hex
from esaylov.core.rules.result_rules.mandates import BESIDE, DUPLICATE, INCOMPATIBLE, OTHER_PARTY
from esaylov.framework.errors import FormInvalid, NotFound, NotInWindow, WrongState
from esaylov.framework.persistence import documents, table_cache
from esaylov.framework.persistence.deletion import remove
from esaylov.registers.entries import latest_filing
from esaylov.registers.outcome_rules import outcome_checks, successions
from esaylov.trust import keys

TOKEN_LENGTH = 16
SUBJECT_LENGTH, KEY_LENGTH = 140, 200
SHORT = ("short_title_uz", "title_uz")
"""Columns that name a party, the first that is filled."""
MOST_ROWS = 2_000
"""Rows of a group that a draft takes where the group allows no more; ten times what groups allow (own design)."""
WHOLE = "appeal"
"""Path of a finding about an appeal that has no rows."""
OF_PERSON = frozenset({BESIDE, DUPLICATE, INCOMPATIBLE, OTHER_PARTY, "person_named_twice"})
"""Findings of the result that tell what registers hold about a person."""
GARBLED = frozenset({"unknown_field", "wrong_type", "not_asked", "answers_too_large"})
"""Findings of answers that no form can have sent; a draft does not take them in."""


def create(
	user: str, appeal_type: str, election: str, answers: Mapping[str, Any], body: str | None = None
) -> str:
	"""Make a draft and return its name. body: name of the body acted for, needed when several of the user's fit.

	Answers may be incomplete or wrong (see `check`), not garbled: unknown fields and wrong types raise FormInvalid.
	A draft may be written before the window opens; it is filed inside it. Raises NotFound (type, election, body),
	NotPermitted (`type_not_yours`), NotInWindow (the window has closed).
	"""
	return str(begin(user, appeal_type, election, answers, body)[0].name)


def begin(
	user: str, appeal_type: str, election: str, answers: Mapping[str, Any], body: str | None = None
) -> tuple[Document, TypeVersion, list[Finding]]:
	"""As `create`, within a step; the draft as it stands, its form and its findings."""
	version = definitions.offered(appeal_type)
	applicant = applicants.choose(user, version, election, body)
	if election not in windows.elections_of(version):
		raise NotFound({"doctype": "Election"}, field="election")
	if windows.is_over(version, election):
		raise NotInWindow(field="election")
	appeal = documents.new(APPEAL)
	appeal.update(
		{
			"appeal_type": version.code,
			"election": election,
			"applicant_kind": applicant.kind,
			"applicant_body_type": applicant.body.doctype,
			"applicant_body": applicant.body.name,
			"status": State.DRAFT.value,
		}
	)
	fill(appeal, version, applicant, answers)
	found = prepare(appeal, version, applicant)
	documents.insert([appeal])  # the body is the user's, and all that it names was read: README
	return appeal, version, found


def update(name: str, answers: Mapping[str, Any], token: str = "") -> None:
	"""Replace the answers of an own draft and bring it to the form's present version; attachments stay. Repeatable.

	What an earlier version asked and the present one does not leaves the draft (`carrying`), with its files.

	token: `before_filing.checked(…).version` of the draft that the answers were typed into; with it the answers of another window are not
	overwritten. Raises NotFound, WrongState (not a draft; `draft_changed`: it was changed meanwhile, and the newer
	answers are kept), NotInWindow (time to correct is over), FormInvalid (garbled answers).
	"""
	user = frappe.session.user
	appeal = own_draft(user, name)
	stood = token_of(appeal)
	version = _form_for(appeal)
	applicant = applicants.of(appeal, user, version)
	if appeal.type_version != version.version:
		answers = carrying.carry(appeal, version, answers)
	fill(appeal, version, applicant, answers)
	if token and token != stood and token_of(appeal) != stood:
		raise WrongState(field="version", code="draft_changed")
	save(appeal, version, applicant)


def token_of(appeal: Document) -> str:
	"""What tells two states of a draft apart: a hash of its answers, those of files among them."""
	return sha256_hex((appeal.answers or "").encode())[:TOKEN_LENGTH]


def own_draft(user: str, name: str) -> Document:
	"""A locked draft of one of the user's bodies: a new appeal, or the corrections of a returned one.

	Raises NotFound, WrongState, NotInWindow when the time to correct is over.
	"""
	appeal = applicants.own(name, user, lock=True)
	if appeal.status == State.RETURNED:
		found = corrections.paper(appeal)
		corrections.check_time(found.flags.correction)
		return found
	if appeal.status != State.DRAFT:
		raise WrongState({"status": appeal.status})
	documents.stands(appeal)
	return appeal


def discard(name: str) -> None:
	"""Throw an own draft away, with its files. Raises NotFound, WrongState."""
	appeal = applicants.own(name, frappe.session.user, lock=True)
	if appeal.status != State.DRAFT:
		raise WrongState({"status": appeal.status})
	# last of all: with the draft the framework deletes its files from the disk, and no rollback brings them back
	remove(APPEAL, appeal.name)


def _form_for(appeal: Document) -> TypeVersion:
	"""The form's present version; a filing keeps the one that it was signed with."""
	return version_of(appeal) if appeal.flags.correction else definitions.offered(appeal.appeal_type)


def as_it_stands(appeal: Document) -> Document:
	"""What its applicant works on or sent last: a draft, the corrections of a returned appeal, or the last filing."""
	return corrections.paper(appeal) if appeal.status == State.RETURNED else latest_filing.last(appeal)


def version_of(appeal: Document) -> TypeVersion:
	"""The version of the form that an appeal was filled in with."""
	return definitions.load(appeal.appeal_type, appeal.type_version)


def fill(appeal: Document, version: TypeVersion, applicant: Applicant, answers: Mapping[str, Any]) -> None:
	"""Put answers into a draft, at the form's present version. Raises FormInvalid when they are garbled, or have rows without end."""
	_bound(version.form, answers)
	normal = _normal(version.form, answers) if isinstance(answers, Mapping) else answers
	wrong = garbled(version, normal)
	if wrong:
		raise FormInvalid(wrong)
	filled = forms.fill(version.form, normal, applicant.sources())
	_settle_files(appeal, version.form, filled)
	appeal.answers = canonical(filled).decode()
	appeal.type_version = version.version
	appeal.route = version.data["route"]


def _bound(form: forms.FormDefinition, answers: Any) -> None:
	"""A few rows too many are told as a finding and stay; empty ones by the thousand are small to send and dear to check."""
	groups = (item for item in form.fields if item.kind is forms.Kind.GROUP)
	given = answers if isinstance(answers, Mapping) else {}
	if over := [
		item for item in groups if _length(given.get(item.name)) > max(MOST_ROWS, item.max_rows or 0)
	]:
		raise FormInvalid([Finding("too_many_rows", over[0].name, params={"limit": MOST_ROWS})])


def _length(rows: Any) -> int:
	return len(rows) if isinstance(rows, list) else 0


def _settle_files(appeal: Document, form: forms.FormDefinition, answers: dict[str, Any]) -> None:
	"""Files of the top level stay answered; those of rows go where their rows went, and leave with them."""
	in_rows = [use for use in forms.files_in(form, answers) if use.path != use.column]
	kept = []
	for row in appeal.attachments:
		if "[" not in row.field:
			answers[row.field] = row.sha256
			kept.append(row)
		elif place := _place(row, in_rows):
			in_rows.remove(place)
			row.field = place.path
			kept.append(row)
	appeal.set("attachments", kept)


def _place(row: Document, uses: list[forms.Use]) -> forms.Use | None:
	"""Where an attachment of a row is answered now; its own place first."""
	same = [use for use in uses if use.value == row.sha256]
	return next((use for use in same if use.path == row.field), same[0] if same else None)


def _normal(form: forms.FormDefinition, answers: Mapping[str, Any]) -> dict[str, Any]:
	"""The answers as they are stored, with the empty rows of groups: a draft keeps the row that was just added."""
	normal = forms.normalise(form, answers)
	for item in form.fields:
		rows = answers.get(item.name)
		if item.kind is forms.Kind.GROUP and isinstance(rows, list) and rows:
			one_by_one = (forms.normalise(form, {item.name: [row]}).get(item.name, [{}]) for row in rows)
			normal[item.name] = [row[0] for row in one_by_one]
	return normal


def save(appeal: Document, version: TypeVersion, applicant: Applicant) -> None:
	"""Bring all that follows from the answers up to date, and save."""
	prepare(appeal, version, applicant)
	if appeal.flags.correction:
		corrections.keep(appeal)
		return
	documents.save(appeal)  # a draft of the user's own body


def prepare(
	appeal: Document, version: TypeVersion, applicant: Applicant, is_complete: bool = False
) -> list[Finding]:
	"""Person, recipient, subject and findings of a draft, from its answers and attachments; give the findings.

	is_complete: with those about persons of whom the applicant learns nothing, for the commission (see `checked_people`).

	The corrections of a returned appeal bring new findings only: who asks whom stands since the first filing.
	"""
	answers = json.loads(appeal.answers)
	commission, unreached = recipient.choose(version, answers, applicant.body, appeal.election)
	if appeal.flags.correction:
		of_people = corrected_people.check_same_subject(appeal, version, answers)
		unreached = [*unreached, *_elsewhere(appeal, version, answers, commission), *of_people]
	else:
		appeal.recipient = commission.name if commission else None
		appeal.recipient_lft = commission.lft if commission else 0
		appeal.territory = commission.territory if commission else None
		appeal.applicant_person = applicant.person
		appeal.language = applicant.language
		title = subject(version, answers, applicant, appeal.election)
		if title != appeal.subject:  # at the filing it is the draft's
			appeal.subject, appeal.search_key = title, part_key(title)[:KEY_LENGTH]
	found = findings_of(appeal, version, applicant, unreached, is_complete)
	appeal.findings = json.dumps(list(map(Finding.as_dict, found)), ensure_ascii=False)
	return found


def _elsewhere(
	appeal: Document,
	version: TypeVersion,
	answers: Mapping[str, Any],
	commission: recipient.Recipient | None,
) -> list[Finding]:
	"""A corrected filing stays with the commission that received the first one.

	Where only the ground changed meanwhile (another commission was formed there), it stays with it all the same.
	"""
	field = version.data["recipient_field"]
	if commission is None or commission.name == appeal.recipient:
		return []
	first = json.loads(frappe.db.get_value(APPEAL, appeal.name, "answers"))
	return [] if answers.get(field) == first.get(field) else [Finding("correction_elsewhere", field)]


def payload_of(appeal: Document, applicant: Applicant) -> bytes:
	"""The canonical bytes that this applicant signs for the appeal as it stands; the same each time."""
	body = applicant.body
	try:
		filing = appeal_payload(
			appeal=appeal.name,
			appeal_type=appeal.appeal_type,
			version=appeal.type_version,
			election=appeal.election,
			recipient=appeal.recipient or "",
			applicant=SignedApplicant(
				applicant.kind, f"{body.doctype}:{body.name}", body.tin, applicant.pinfl
			),
			answers=json.loads(appeal.answers),
			attachments=[AttachmentHash(row.field, row.sha256) for row in appeal.attachments],
			salt=keys.keyed_hash("payload", str(appeal.name).encode()),
		)
		return corrections.payload(appeal, filing) if appeal.flags.correction else filing
	except PayloadInvalid as problem:
		raise FormInvalid([Finding(problem.code)]) from problem


def subject(version: TypeVersion, answers: Mapping[str, Any], applicant: Applicant, election: str) -> str:
	"""Title of an appeal in lists: the type's template with answers, titles of records and counts of rows put in."""
	wanted = version.subject_links
	titles = links.titles(version, answers, applicant, election, wanted) if wanted else {}
	text = ""
	for before, name, counted in version.subject_places:
		value = titles.get(name, answers.get(name))
		if name in version.subject_parties and value:
			called = table_cache.record(PARTY, str(value)) or frappe._dict()
			value = next(filter(None, (*map(called.get, SHORT), value)))
		if counted:
			value = len(value) if isinstance(value, list) else 0
		text += f"{before}{value}" if isinstance(value, str | int) else before
	# the sanitizer of the framework would change angle brackets, and lists show the title as text anyway
	words = " ".join(text.replace("<", "‹").replace(">", "›").split())
	return words.strip(" ,:")[:SUBJECT_LENGTH]  # a draft has holes


def findings_of(
	appeal: Document,
	version: TypeVersion,
	applicant: Applicant,
	unreached: list[Finding] | None = None,
	is_complete: bool = False,
) -> list[Finding]:
	"""All findings of an appeal, blocking ones and warnings: today's, or those of the day of receipt once it was filed.

	unreached: findings of its recipient, where that was asked before. is_complete: as in `prepare`; where it makes a
	difference, `flags.withheld` is true.
	"""
	answers = json.loads(appeal.answers or "{}")
	if unreached is None:
		_, unreached = recipient.choose(version, answers, applicant.body, appeal.election)
	attached = {}
	for row in appeal.attachments:
		attached[row.sha256] = forms.Attached(row.kind, row.size)
	known_links = links.known(version, answers, applicant, appeal.election)
	context = forms.Context(attachments=attached, links=known_links)
	found = forms.check(version.form, answers, context)
	received_at = frappe.utils.get_datetime(appeal.received_at) if appeal.received_at else None
	formed = "" if _is_garbled(found) else outcome_checks.commission_formed(version.data, answers, appeal)
	known = facts.of(version, appeal.election, answers, applicant, received_at, formed, is_complete)
	withheld = known.people.get(facts.WITHHELD, frozenset())
	paths = known.people.get(facts.UNCOMPARED)
	uncompared = checked_people.notices(blocks(version.form, answers), paths) if paths else []
	appeal.flags.withheld = bool(withheld or uncompared)
	found += uncompared
	found += find_unborn(version.form, answers, known.today)
	found += rules.run(version.rules, answers, known)
	if version.is_complaint and not _is_garbled(found):
		found += contested.check_named(version, answers)
	if version.data["effect"] == successions.REPLACING and not _is_garbled(found):
		found += open_replacements.check(version.data, answers, appeal)
	if formed:
		path = str(version.data["effect_mapping"].get("rows") or "")
		found += commission_work.warn_of_work(formed, appeal.election, path)
	# most who are named hold nothing, and what they are given excludes nothing then; of a passport alone it is not known
	is_known = known.people.get(facts.KNOWN, True) or _names_by_passport(version, answers)
	if version.data["effect"] not in outcome_checks.EXCLUDING or is_known:
		of_result = _of_result(appeal, version, answers, found)
		found += of_result if is_complete else _told(of_result, version, answers, withheld)
	# the field that names the recipient may already be told as missing; a warning hides no error of its place
	refused = {finding.path for finding in found if finding.severity is Severity.ERROR}
	return [*found, *(finding for finding in unreached if finding.path not in refused)]


def _names_by_passport(version: TypeVersion, answers: Mapping[str, Any]) -> bool:
	"""Whether a citizen is named without a PINFL."""
	return any(not block.text("pinfl") for block in blocks(version.form, answers) if block.identifier)


def _of_result(
	appeal: Document, version: TypeVersion, answers: Mapping[str, Any], found: list[Finding]
) -> list[Finding]:
	"""Findings of the rules over the result if all is granted; none where the form refuses the same place."""
	if _is_garbled(found):
		return []
	refused = {finding.path.partition(".")[0] for finding in found if finding.severity is Severity.ERROR}
	of_result = outcome_checks.findings_of_filing(version.data, answers, appeal, appeal.recipient)
	return [finding for finding in of_result if finding.path not in refused]


def _told(
	found: list[Finding], version: TypeVersion, answers: Mapping[str, Any], withheld: frozenset[str]
) -> list[Finding]:
	"""Without what they say of persons of whom the applicant learns nothing."""
	unknown = (block.path for block in blocks(version.form, answers) if block.identifier in withheld)
	rows = {path[: path.find("]") + 1] or WHOLE for path in unknown}
	return [one for one in found if one.code not in OF_PERSON or one.path not in rows]


def _is_garbled(found: list[Finding]) -> bool:
	return any(finding.code in GARBLED for finding in found)


def garbled(version: TypeVersion, answers: Any) -> list[Finding]:
	"""Findings that keep answers out of a draft: unknown fields, wrong types, values without canonical form."""
	return [
		finding
		for finding in forms.check(version.form, answers)
		if finding.code in GARBLED or finding.code.startswith("payload_")
	]
