"""What is always true of a Decision, whoever saves it: the service, REST, an import, the Desk, Administrator."""

from collections.abc import Collection, Sequence
from datetime import date, timedelta
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.drafting import decision_subject
from esaylov.decisions.drafting.rows import WHOLE
from esaylov.decisions.matters import annulling
from esaylov.decisions.signatures import voted
from esaylov.framework.errors import LawBroken, NotFound, NotPermitted
from esaylov.framework.persistence import reads
from esaylov.identity.positions import Position, positions_of
from esaylov.registers.effects import imports
from esaylov.trust import lists

DECISION = "Decision"
DRAFT, SIGNED, ANNULLED = "Draft", "Signed", "Annulled"
CHANGES = {(DRAFT, DRAFT), (DRAFT, SIGNED), (SIGNED, SIGNED), (SIGNED, ANNULLED), (ANNULLED, ANNULLED)}
SIGNED_AT = {voted.PRESIDING: "signed_at", voted.SECRETARY: "secretary_signed_at"}
ROW_FIELDS = ("name", "row_path", "subject", "outcome", "ground", "article", "reason")
BOOKKEEPING = {
	"title",
	"modified",
	"modified_by",
	"status",
	"idx",
	"_user_tags",
	"_comments",
	"_assign",
	"_liked_by",
}


def check(decision: Document) -> None:
	"""Called from Decision.validate. Raises LawBroken or SignatureRefused."""
	before = decision.get_doc_before_save()
	was = before.status if before else DRAFT
	if (was, decision.status) not in CHANGES or (before is None and decision.status != DRAFT):
		raise LawBroken({"from": was, "to": decision.status})
	if before and was != DRAFT:
		_check_unchanged(decision, before)
	if decision.kind == decision_subject.IMPORTED_ACT:
		imports.check_act(decision)
	elif (was, decision.status) == (DRAFT, SIGNED):
		_check_signed(decision, Shared([decision]))
	if (was, decision.status) == (SIGNED, ANNULLED):
		_check_annulment(decision)


def check_signed(decisions: Sequence[Document]) -> None:
	"""Locked drafts with their signatures may become Signed together: what `check` proves of each. Raises as it."""
	shared = Shared(decisions)
	for decision in decisions:
		if decision.kind == decision_subject.IMPORTED_ACT:
			raise LawBroken({"field": "kind"})
		_check_signed(decision, shared)


class Shared:
	"""What the checks of decisions that are signed together read, once for all of them."""

	def __init__(self, decisions: Sequence[Document]) -> None:
		self.items = voted.items_of({row.agenda_item for row in decisions if row.agenda_item})
		self.sessions = voted.sessions_of({item.session for item in self.items.values()})
		self._decided = _decided({row.appeal for row in decisions if row.appeal})
		for row in decisions:
			if row.appeal:
				self._decided.setdefault(row.appeal, set()).add(row.name)
		self._people: dict[str, frappe._dict | None] = {}
		self._held: dict[tuple[str, date], list[Position]] = {}

	def is_only_one(self, decision: Document) -> bool:
		"""Whether no other decision on the appeal is signed, or about to be."""
		return self._decided.get(decision.appeal, set()) <= {decision.name}

	def person(self, pinfl: str) -> frappe._dict | None:
		"""Who has a PINFL: `name` and `user`."""
		if pinfl not in self._people:
			self._people[pinfl] = reads.row("Person", {"pinfl": pinfl}, ["name", "user"])
		return self._people[pinfl]

	def positions(self, user: str, day: date, commission: str) -> set[str]:
		"""The positions of a user at a commission on a day."""
		if (user, day) not in self._held:
			self._held[user, day] = positions_of(user, day)
		return {held.position for held in self._held[user, day] if held.commission == commission}

	def positions_of_part(self, user: str, day: date, commission: str) -> set[str]:
		"""The same for a signature of a vote. The day before counts too: a member who is replaced on the day of a
		decision has that one for
		the last day, and had the position when the signature was given."""
		before = day - timedelta(days=1)
		return self.positions(user, day, commission) or self.positions(user, before, commission)


def _decided(appeals: Collection[str]) -> dict[str, set[str]]:
	"""By appeal, its signed decisions."""
	found: dict[str, set[str]] = {}
	signed = {"appeal": sorted(appeals), "status": SIGNED}
	# a locking read sees the last commit
	for row in reads.rows(DECISION, signed, ["name", "appeal"], lock=True):
		found.setdefault(row.appeal, set()).add(row.name)
	return found


def is_as_signed(decision: Document) -> bool:
	"""Whether a decision that was signed still says what was signed, and its signatures were given over that."""
	try:
		_check_says_what_was_signed(decision)
	except (LawBroken, ValueError):
		return False
	signatures = (decision.signature, decision.secretary_signature)
	payload = decision.payload.encode("utf-8")
	return sha256_hex(payload) == decision.payload_sha256 and all(
		lists.is_over(each, DECISION, decision.name, payload) for each in signatures if each
	)


def not_as_decided() -> list[str]:
	"""Decisions that are annulled without a signed annulment, or stand in spite of one, and signed ones without a signature.

	The annulment itself is compared with its signature (`is_as_signed`), and its event with it.
	"""
	later = {"kind": decision_subject.ANNULMENT, "status": SIGNED, "signature": ["is", "set"]}
	undone = set(frappe.get_all(DECISION, later, pluck="annuls", limit=0))
	annulled = set(frappe.get_all(DECISION, {"status": ANNULLED}, pluck="name", limit=0))
	bare = {"kind": ["!=", decision_subject.IMPORTED_ACT], "status": ["!=", DRAFT]}
	unsigned = frappe.get_all(DECISION, {**bare, "signature": ["is", "not set"]}, pluck="name", limit=0)
	return sorted({*(undone ^ annulled), *unsigned})


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


def _plain(document: Document) -> dict[str, Any]:
	values = document.get_valid_dict(convert_dates_to_str=True)
	return {key: value or None for key, value in values.items() if key not in BOOKKEEPING}


def _plain_rows(rows: list[Document]) -> list[dict[str, Any]]:
	return [{key: row.get(key) or None for key in ROW_FIELDS} for row in rows]


def _check_signed(decision: Document, shared: Shared) -> None:
	"""The signatures cover these very fields, verify now, and are of those who sign such a decision on that day."""
	_check_says_what_was_signed(decision)
	if decision.agenda_item:
		_check_voted(decision, shared)
	elif decision.kind in decision_subject.SIGNERS:
		user = _check_signer(
			decision, shared, decision.signature, decision.signed_by_person, "signed_by_person"
		)
		held = shared.positions(user, frappe.utils.getdate(decision.decided_on), decision.commission)
		if not held & set(decision_subject.SIGNERS[decision.kind]):
			raise LawBroken({"field": "signed_by_person"})
	else:  # what a commission decides comes from a vote
		raise LawBroken({"field": "agenda_item"})
	if decision.appeal and not shared.is_only_one(decision):
		raise LawBroken({"field": "appeal"})
	if decision.kind == decision_subject.ANNULMENT:
		_check_annuls(decision)


def _check_voted(decision: Document, shared: Shared) -> None:
	"""The item adopted exactly this, and both signatures are there: of who presided, and of the session's secretary."""
	item = shared.items.get(decision.agenda_item)
	session = item and shared.sessions.get(item.session)
	if not item or not session:
		raise NotFound({"doctype": voted.SESSION if item else voted.ITEM})
	voted.check(decision, item)
	if decision.signed_by_person == decision.secretary_person:
		raise LawBroken({"field": "secretary_person"})
	for signature, field, part in (
		(decision.signature, "signed_by_person", voted.PRESIDING),
		(decision.secretary_signature, "secretary_person", voted.SECRETARY),
	):
		person, at = decision.get(field), decision.get(SIGNED_AT[part])
		if not signature or not voted.may_have_signed(session, part, person, at):
			raise LawBroken({"field": field})
		# a successor, or a person who presides since then, may have come after the day of the decision
		days = (decision.decided_on, at) if person == session[part] else (at,)
		user = _check_signer(decision, shared, signature, person, field)
		held = (
			shared.positions_of_part(user, frappe.utils.getdate(day), decision.commission) for day in days
		)
		if not any(held):
			raise LawBroken({"field": field})


def _check_signer(decision: Document, shared: Shared, signature: str, person: str | None, field: str) -> str:
	"""The user of the person who signed; raises LawBroken where it was another person."""
	signer = lists.verify_again(signature, DECISION, decision.name, decision.payload.encode("utf-8"))
	found = shared.person(signer.pinfl) if signer.pinfl else None
	if not found or found.name != person:
		raise LawBroken({"field": field})
	return str(found.user or "")


def _check_says_what_was_signed(decision: Document) -> None:
	if not decision.payload or not decision.signature:
		raise LawBroken({"field": "signature"})
	body = decision_subject.read(decision.payload)
	stands = {
		"decision": decision.name,
		"kind": decision.kind,
		"commission": decision.commission,
		"election": decision.election or "",
		"appeal": decision.appeal or "",
		"outcome": decision.outcome,
		"decided_on": str(decision.decided_on),
		"annuls": decision.annuls or "",
		"subject": _subject(decision),
		"text": decision_subject.both_texts(decision.text_uz, decision.text_ru),
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


def _subject(decision: Document) -> dict[str, str] | None:
	if not decision.subject_kind:
		return None
	return {"kind": decision.subject_kind, "sha256": sha256_hex((decision.subject_data or "").encode())}


def _check_annuls(decision: Document) -> None:
	"""An annulment names a decision that stands, of its own commission or of one below; what was voted on needs a vote."""
	fields = ["status", "kind", "commission", "agenda_item"]
	annulled = frappe.db.get_value("Decision", decision.annuls, fields, as_dict=True, for_update=True)
	if not annulled or annulled.status != SIGNED or annulled.kind == decision_subject.ANNULMENT:
		raise LawBroken({"field": "annuls"})
	if annulling.needs_vote(annulled) and not decision.agenda_item:
		raise LawBroken({"field": "annuls"})
	try:
		annulling.check_above(annulled, decision.commission)
	except NotPermitted:
		raise LawBroken({"field": "commission"}) from None


def _check_annulment(decision: Document) -> None:
	"""A later signed decision names this one."""
	later = {"annuls": decision.name, "kind": "Annulment", "status": SIGNED}
	if not frappe.db.get_value("Decision", later, for_update=True):
		raise LawBroken({"from": SIGNED, "to": ANNULLED})
