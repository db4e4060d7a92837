"""What is always true of a Decision, whoever saves it: the service, REST, an import, the Desk, Administrator."""

import frappe
from frappe.model.document import Document

from esaylov.decisions import matter
from esaylov.decisions.rows import WHOLE
from esaylov.errors import LawBroken
from esaylov.identity import service as identity
from esaylov.registers import service as registers
from esaylov.trust import service as trust

DRAFT, SIGNED, ANNULLED = "Draft", "Signed", "Annulled"
CHANGES = {(DRAFT, DRAFT), (DRAFT, SIGNED), (SIGNED, SIGNED), (SIGNED, ANNULLED), (ANNULLED, ANNULLED)}
ROW_FIELDS = ("name", "row_path", "subject", "outcome", "ground", "article", "reason")
BOOKKEEPING = {"modified", "modified_by", "status", "idx", "_user_tags", "_comments", "_assign", "_liked_by"}


def check(decision: Document) -> None:
	"""Called from Decision.validate. Raises LawBroken or SignatureRefused."""
	before = decision.get_doc_before_save()
	was = before.status if before else DRAFT
	if (was, decision.status) not in CHANGES or (before is None and decision.status != DRAFT):
		raise LawBroken({"from": was, "to": decision.status})
	if was != DRAFT:
		_check_unchanged(decision, before)
	if decision.kind == matter.IMPORTED_ACT:
		registers.check_imported_act(decision)
	elif (was, decision.status) == (DRAFT, SIGNED):
		_check_signed(decision)
	if (was, decision.status) == (SIGNED, ANNULLED):
		_check_annulment(decision)


def check_removal(decision: Document) -> None:
	"""A decision that was ever signed is never removed."""
	if decision.status != DRAFT:
		raise LawBroken({"from": decision.status, "to": "removed"})


def _check_unchanged(decision: Document, before: Document) -> None:
	names = [field.fieldname for field in decision.meta.get_table_fields()]
	now, then = _plain(decision), _plain(before)
	for rows in names:
		now[rows], then[rows] = (_plain_rows(document.get(rows)) for document in (decision, before))
	if now != then:
		raise LawBroken({"from": before.status, "to": "changed"})


def _plain(document: Document) -> dict:
	values = document.get_valid_dict(convert_dates_to_str=True)
	return {key: value or None for key, value in values.items() if key not in BOOKKEEPING}


def _plain_rows(rows: list[Document]) -> list[dict]:
	return [{key: row.get(key) or None for key in ROW_FIELDS} for row in rows]


def _check_signed(decision: Document) -> None:
	"""The signature covers these very fields, verifies now, and is a chair's of that commission on that day."""
	_check_says_what_was_signed(decision)
	signer = trust.verify_again(
		decision.signature, "Decision", decision.name, decision.payload.encode("utf-8")
	)
	person = (
		frappe.db.get_value("Person", {"pinfl": signer.pinfl}, ["name", "user"], as_dict=True)
		if signer.pinfl
		else None
	)
	if not person or person.name != decision.signed_by_person:
		raise LawBroken({"field": "signed_by_person"})
	held = identity.positions_of(person.user, frappe.utils.getdate(decision.decided_on))
	if not any(_may_sign(position, decision) for position in held):
		raise LawBroken({"field": "signed_by_person"})
	_check_only_one(decision)


def _may_sign(position: identity.Position, decision: Document) -> bool:
	allowed = matter.SIGNERS.get(decision.kind, matter.CHAIR_POSITIONS)
	return position.commission == decision.commission and position.position in allowed


def _check_says_what_was_signed(decision: Document) -> None:
	if not decision.payload or not decision.signature:
		raise LawBroken({"field": "signature"})
	body = matter.read(decision.payload)
	stands = {
		"decision": decision.name,
		"kind": decision.kind,
		"commission": decision.commission,
		"election": decision.election or "",
		"appeal": decision.appeal or "",
		"outcome": decision.outcome,
		"decided_on": str(decision.decided_on),
		"annuls": decision.annuls or "",
		"text": matter.both_texts(decision.text_uz, decision.text_ru),
		"rows": [
			{
				"path": row.row_path,
				"outcome": row.outcome,
				"ground": row.ground or "",
				"reason": row.reason or "",
			}
			for row in decision.rows
		],
	}
	if {key: body.get(key) for key in stands} != stands:
		raise LawBroken({"field": "payload"})
	if any((row.subject or "") not in decision.text_uz for row in decision.rows if row.row_path != WHOLE):
		raise LawBroken({"field": "rows"})


def _check_only_one(decision: Document) -> None:
	if not decision.appeal:
		return
	others = {"appeal": decision.appeal, "status": SIGNED, "name": ["!=", decision.name]}
	if frappe.db.get_value("Decision", others, for_update=True):  # a locking read sees the last commit
		raise LawBroken({"field": "appeal"})


def _check_annulment(decision: Document) -> None:
	"""A later signed decision names this one."""
	later = {"annuls": decision.name, "kind": "Annulment", "status": SIGNED}
	if not frappe.db.get_value("Decision", later, for_update=True):
		raise LawBroken({"from": SIGNED, "to": ANNULLED})
