"""A certificate issued again after a correction of the name: a new number, and the old one Replaced."""

import re

import frappe
from frappe.model.document import Document

from esaylov.core import certificates as law
from esaylov.core.findings import Finding
from esaylov.core.names import APOSTROPHES
from esaylov.framework import clock
from esaylov.framework.errors import FormInvalid, LawBroken
from esaylov.registers.certificates import facts, forming, jobs, verifying, wording
from esaylov.registers.certificates.forming import WRITER
from esaylov.trust import service as trust

NAME = re.compile(rf"[^\W\d_]([^\W\d_]|[{re.escape(APOSTROPHES)}. -])*")
KEPT = (
	*("kind", "issuer_commission", "issuer_commission_lft", "election", "decision", "holder"),
	*("register_doctype", "register_name", "role_text", "organization_as_printed", "position_as_printed"),
	*("elections_text", "scope_text", "details_as_printed", "valid_until", "valid_to_event"),
)
"""What the new one says as the old one did."""


def reissue(certificate: str, name: str, reason: str) -> str:
	"""Form a certificate again with the corrected name; the id of the new one, which has the next number.

	name: as it will be printed, or "" for the person's name as it stands now. The old one is Replaced and names the new
	one. Raises LawBroken (`certificate_ended`), FormInvalid (`name_unfit`, `name_unchanged`).
	"""
	former = frappe.get_doc("Certificate", certificate, for_update=True)
	today = clock.today()
	status = verifying.status_on(former, today, verifying.last_day(former))
	if status not in (law.Status.FORMED, law.Status.VALID):
		raise LawBroken({"status": str(status)}, code="certificate_ended")
	kind = frappe.get_cached_doc("Certificate Kind", former.kind)
	printed = _name(former, kind, name)
	made = _insert(former, kind, printed)
	former.update(
		{
			"status": str(law.Status.REPLACED),
			"replaced_by": made.name,
			"revoked_reason": " ".join(reason.split())[:500],
			"ended_on": today,
		}
	)
	with WRITER.writing():
		former.save(ignore_permissions=True)  # the position was asked at the door; no role may write one
	# a technical mark of the entry: what the decision wrote does not change
	frappe.db.set_value(former.register_doctype, former.register_name, "certificate", made.name)
	verifying.forget_endings()
	body = {"certificate": made.name, "replaced": former.name}
	trust.record(former.issuer_commission, "certificate.reissued", body, clock.now())
	jobs.order([made.name])
	return str(made.name)


def _name(former: Document, kind: Document, corrected: str) -> str:
	"""The corrected name as it will be printed: as it was typed, else as it stands with the person now."""
	full_name = corrected.strip() or frappe.db.get_value("Person", former.holder, "full_name") or ""
	printed = wording.name(full_name, kind.is_name_in_capitals)
	if not NAME.fullmatch(printed):
		raise FormInvalid([Finding("name_unfit", "name")])
	if printed == former.holder_name_as_printed:
		raise FormInvalid([Finding("name_unchanged", "name")])
	return printed


def _insert(former: Document, kind: Document, printed: str) -> Document:
	decision = frappe.db.get_value("Decision", former.decision, ["name", "number"], as_dict=True)
	today = clock.today()
	number = trust.next_number(former.issuer_commission, f"{kind.name}@{former.election}")
	made = frappe.new_doc("Certificate")
	made.update({field: former.get(field) for field in KEPT})
	made.update(
		{
			"holder_name_as_printed": printed,
			"number": number,
			"series_no": forming.printed_number(kind, number, former.election),
			"issue_no": former.issue_no + 1,
			"issued_on": today,
			"status": str(law.Status.FORMED),
			"template_version": forming.TEMPLATE_VERSION,
			**facts.signer(kind, former.issuer_commission, today),
		}
	)
	forming.insert(made, decision)
	return made
