"""From a register entry to a numbered, worded certificate, and from that to its file."""

from datetime import date, timedelta

import frappe
from frappe.model.document import Document

from esaylov import clock
from esaylov.certificates import drawing, wording
from esaylov.core import certificates as law
from esaylov.core.token import Claims
from esaylov.core.token import make as make_token
from esaylov.messages import service as messages
from esaylov.registers import service as registers
from esaylov.sole_writer import SoleWriter
from esaylov.trust import service as trust

WRITER = SoleWriter("certificates")
TEMPLATE_VERSION = "1"
ID_LENGTH = 12


def form(register_doctype: str, register_name: str) -> str | None:
	"""See certificates.service.form."""
	entry = frappe.get_doc(register_doctype, register_name)
	kind_name = _kind_of(entry)
	if not kind_name:
		return None
	key = {"register_doctype": register_doctype, "register_name": register_name, "decision": entry.decision}
	if known := frappe.db.get_value(
		"Certificate", {**key, "kind": kind_name}
	):  # a unique index guards it too
		return known
	kind = frappe.get_cached_doc("Certificate Kind", kind_name)
	if not kind.layout:
		return None  # no sample is laid out for this kind yet; the register entry stands without a paper
	certificate = frappe.new_doc("Certificate")
	certificate.update({**key, **_facts(entry, kind)})
	certificate.name = frappe.generate_hash(length=ID_LENGTH)  # the token names the certificate
	certificate.token = make_token(_claims(certificate), trust.server_key(), trust.server_key_id())
	with WRITER.writing():
		certificate.insert(
			set_name=certificate.name,
			ignore_permissions=True,  # the effect of a decision; no role may create
		)
	_link(entry, certificate)
	messages.tell(messages.Event.REGISTERED, certificate)
	return certificate.name


def complete(name: str) -> None:
	"""See certificates.service.complete."""
	content = drawing.pdf(frappe.get_doc("Certificate", name))  # before the lock: it takes longest
	certificate = frappe.get_doc("Certificate", name, for_update=True)
	if certificate.status != "Formed" or certificate.pdf:
		return
	file = frappe.new_doc("File")
	file.update(
		{
			"file_name": file_name(certificate),
			"attached_to_doctype": "Certificate",
			"attached_to_name": certificate.name,
			"attached_to_field": "pdf",
			"is_private": 1,
			"content": content,
		}
	)
	file.insert(ignore_permissions=True)  # a job writes the file of its own certificate
	certificate.pdf = file.file_url
	certificate.status = "Valid"
	with WRITER.writing():
		certificate.save(ignore_permissions=True)  # as above
	messages.tell(messages.Event.CERTIFICATE_READY, certificate)
	trust.record(
		certificate.issuer_commission,
		"certificate.formed",
		{"certificate": name, "decision": certificate.decision, "kind": certificate.kind},
		clock.now(),
	)


def file_name(certificate: Document) -> str:
	"""observer_party-DC-1726277-001.pdf"""
	return f"{certificate.kind}-{certificate.issuer_commission}-{certificate.series_no}.pdf"


def _kind_of(entry: Document) -> str:
	"""The kind that the entry's appeal type named when the appeal was signed; "" for none."""
	if not entry.appeal:
		return ""
	appeal = frappe.db.get_value("Appeal", entry.appeal, ["appeal_type", "type_version"], as_dict=True)
	return registers.definition_of(appeal)["certificate_kind"]


def _facts(entry: Document, kind: Document) -> dict[str, object]:
	election = frappe.get_cached_doc("Election", entry.election)
	number = trust.next_number(entry.commission, f"{kind.name}@{election.name}")
	types = [contest.election_type for contest in election.election_types]
	title = frappe.get_cached_value("Administrative Territory", entry.territory, "title_uz")
	today = clock.today()
	valid = _validity(kind, election, today)
	return {
		"kind": kind.name,
		"number": number,
		"series_no": law.padded_number(number, kind.number_digits),
		"issuer_commission": entry.commission,
		"issuer_commission_lft": entry.commission_lft,
		"holder": entry.person,
		"holder_name_as_printed": " ".join(wording.name_lines(entry.full_name)),
		"organization_as_printed": wording.organization_from(entry.organization_title),
		"role_text": kind.role_text,
		"elections_text": wording.elections(types, entry.territory),
		"scope_text": wording.scope(title),
		"issued_on": today,
		"election": election.name,
		"status": "Formed",
		"template_version": TEMPLATE_VERSION,
		"valid_until": valid.valid_until,
		"valid_to_event": valid.to_event,
	}


def _validity(kind: Document, election: Document, issued_on: date) -> law.Validity:
	rule = law.ValidityRule(kind.validity)
	last = None
	if rule is law.ValidityRule.PRINTED_DATE:
		last = frappe.utils.getdate(election.election_day) + timedelta(days=kind.valid_days_after_election)
	return law.validity(rule, issued_on, printed_until=last)


def _claims(certificate: Document) -> Claims:
	return Claims(
		id=certificate.name,
		kind=certificate.kind,
		holder=certificate.holder_name_as_printed,
		commission=certificate.issuer_commission,
		valid_from=str(certificate.issued_on),
		valid_to=str(certificate.valid_until or ""),
		decision=frappe.db.get_value("Decision", certificate.decision, "number"),
	)


def _link(entry: Document, certificate: Document) -> None:
	# a technical mark on the register row: set_value, because the row itself does not change
	frappe.db.set_value(entry.doctype, entry.name, "certificate", certificate.name, update_modified=False)
