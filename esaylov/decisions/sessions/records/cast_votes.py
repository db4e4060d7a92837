"""Whether ballots stand as members signed them, while a session goes on and after; for the comparison of each night."""

import json
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.procedure.voting import Choice
from esaylov.core.records.payload import sha256_hex
from esaylov.decisions.sessions.records.writing import VOTE
from esaylov.trust import lists
from esaylov.trust.chains import chain

CAST = "vote.cast"
SAID = ("item", "round", "draft_sha256", "choice", "reason", "dissent")


def is_as_cast(vote: Document) -> bool:
	"""Whether a vote stands as it was signed: one that holds the bytes of its ballot, with all of that ballot."""
	if vote.payload:
		return _is_ballot(vote)
	if vote.signed_with:  # the row that holds the bytes is compared with this one
		return bool(frappe.db.exists(VOTE, {"name": vote.signed_with, "payload": ["is", "set"]}))
	return bool(vote.is_automatic and vote.choice == Choice.RECUSED)


def _is_ballot(vote: Document) -> bool:
	"""Whether the rows of a ballot say what its signed bytes say, and these are the ones that the chain was told of."""
	content = str(vote.payload).encode()
	try:
		fixed = json.loads(content)
	except ValueError:
		return False
	rows = frappe.get_all(
		VOTE,
		{"signed_with": vote.name},
		[*SAID, "session", "member", "position", "commission", "payload_sha256", "signature"],
		order_by="name asc",
		limit=0,
	)
	whose = {
		(row.session, row.commission, row.member, row.position, row.payload_sha256, row.signature)
		for row in rows
	}
	signed = (fixed.get("session"), fixed.get("commission"), fixed.get("member"), fixed.get("position"))
	return (
		whose == {(*signed, sha256_hex(content), vote.signature)}
		and sorted(map(_said, rows)) == sorted(map(_signed, fixed["votes"]))
		and lists.is_over(vote.signature, VOTE, vote.name, content)
		and _was_told(vote, content, len(rows))
	)


def _said(row: Any) -> tuple[str, ...]:
	return tuple(str(row[field] or "") for field in SAID)


def _signed(vote: dict[str, Any]) -> tuple[str, ...]:
	return tuple(
		str(vote[field] or "") for field in ("item", "round", "draft", "choice", "reason", "dissent")
	)


def _was_told(vote: Document, content: bytes, count: int) -> bool:
	"""Whether the chain has the ballot: a member who signs another one with the database's help is found too."""
	body = {
		"session": vote.session,
		"ballot": vote.name,
		"votes": count,
		"commitment": chain.commitment(vote.salt, sha256_hex(content)),
	}
	return chain.was_recorded(vote.commission, CAST, body)
