"""What must always hold of an Appeal, whoever saves it: `core.procedure.lifecycle` asked about the document and its decision."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import frappe
from frappe.model.document import Document

from esaylov.appeals.corrections import closing, corrections
from esaylov.core.findings import Finding
from esaylov.core.procedure.lifecycle import DecisionFact, Snapshot, State, check_change
from esaylov.framework.errors import LawBroken, shown
from esaylov.framework.files import stored_files
from esaylov.framework.persistence import reads
from esaylov.trust import lists, signatures

ATTACHMENT = "Appeal Attachment"
SIGNED_STATES = frozenset({"Signed", "Annulled"})


def validate_appeal(appeal: Document) -> None:
	"""Called from Appeal.validate. Raises LawBroken with the invariants that would no longer hold."""
	before = appeal.get_doc_before_save()
	after = _snapshot(appeal)
	broken = check_change(_snapshot(before) if before else None, after)
	if after.is_filed and not (before and before.signature):
		broken += _check_signature(appeal)
	if broken:
		with shown():
			raise LawBroken({"name": appeal.name or ""}, findings=broken)


def check_decided(appeals: Sequence[Document], before: Mapping[str, str]) -> None:
	"""The same for locked appeals that get a state and a decision and nothing else; what their decisions say is read once.

	before: their states until now, by name. Raises LawBroken.
	"""
	decisions = _decisions([appeal.decision for appeal in appeals])
	for appeal in appeals:
		after = _snapshot(appeal, decisions)
		former = replace(after, state=State(before[appeal.name]), decision=None)
		if broken := check_change(former, after):
			raise LawBroken({"name": appeal.name or ""}, findings=broken)


def guard_removal(appeal: Document) -> None:
	"""Called from Appeal.on_trash: only a draft is ever removed. Raises LawBroken."""
	stored = frappe.db.get_value(
		"Appeal", appeal.name, "status"
	)  # what stands, not what the caller changed in memory
	with shown():
		if stored != State.DRAFT:
			raise LawBroken({"name": appeal.name}, code="filed_not_removed")


def delete_file(file: Document, only_thumbnail: bool = False) -> None:
	"""Hook `delete_file_data_content`, whoever deletes: a file that a filed appeal or a round names stays. Raises LawBroken.

	Not `on_trash`: the hooks of that event run after the framework took the bytes from the disk.
	"""
	if file.attached_to_doctype == "Appeal":
		stored = frappe.db.get_value("Appeal", file.attached_to_name, "status")
		with shown():
			# a row that was taken off the draft of a corrected filing names its file no more
			if stored not in (None, State.DRAFT) and frappe.db.exists(ATTACHMENT, {"file": file.name}):
				raise LawBroken({"name": file.name}, code="file_is_filed")
	stored_files.let_go(file, only_thumbnail)


def _snapshot(appeal: Document, decisions: Mapping[str, DecisionFact] | None = None) -> Snapshot:
	attachments = []
	for row in appeal.attachments:
		attachments.append({"field": row.field, "sha256": row.sha256})
	values = {**vars(appeal), "attachments": attachments}
	if decisions is None:
		decisions = _decisions([appeal.decision]) if appeal.decision else {}
	round_of = corrections.fact(appeal.correction) if appeal.correction else None
	try:
		return Snapshot.of(values, decisions.get(appeal.decision), round_of)
	except ValueError:
		with shown():
			raise LawBroken(findings=[Finding("state_unknown", "status")]) from None


def _decisions(names: Sequence[str]) -> dict[str, DecisionFact]:
	"""What the register of decisions says now, by name; signed means that a verified signature names this decision."""
	if not names:
		return {}
	fields = ["name", "outcome", "status", "appeal", "signature", "payload_sha256"]
	# a locking read: within a step the decision may be younger than the transaction's first look
	rows = reads.rows("Decision", {"name": sorted(names)}, fields, lock=True)
	return {
		row.name: DecisionFact(
			name=row.name,
			outcome=row.outcome or "",
			signed=row.status in SIGNED_STATES and _is_signed(row),
			annulled=row.status == "Annulled",
			appeal=row.appeal or "",
		)
		for row in rows
	}


def _is_signed(decision: frappe._dict) -> bool:
	"""By a signature of its own, or by one over a list that names it with its bytes."""
	name, signature, sha256 = decision.name, decision.signature, decision.payload_sha256
	return bool(signature) and (
		lists.covers(signature, "Decision", name, sha256)
		or _is_signature_of("Decision", name, signature, sha256)
	)


def _check_signature(appeal: Document) -> list[Finding]:
	stated = (appeal.signature, "Appeal", appeal.name, appeal.payload_sha256, closing.FILING)
	if appeal.signature and signatures.was_verified_now(*stated):
		return []  # a signature of the person, which every type takes
	fits = _is_signature_of("Appeal", appeal.name, appeal.signature, appeal.payload_sha256, closing.FILING)
	if not fits:
		return [Finding("signature_of_another", "signature")]
	return [] if closing.method_fits(appeal, appeal.signature) else [Finding("signature_method", "signature")]


def _is_signature_of(
	doctype: str, name: str, signature: str | None, payload_sha256: str, purpose: str = ""
) -> bool:
	"""Whether the named Document Signature was verified over the bytes of exactly this document."""
	if not signature:
		return False
	wanted = {
		"name": signature,
		"reference_doctype": doctype,
		"reference_name": name,
		"payload_sha256": payload_sha256,
	}
	if purpose:
		wanted["purpose"] = purpose
	# a locking read: the signature may be younger than the transaction's first look
	return bool(reads.row("Document Signature", wanted, ["name"], lock=True))
