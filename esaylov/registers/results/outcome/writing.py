"""Who writes count protocols: this room alone. Every step locks the row first, and leaves its event in the chains last."""

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe.model.document import Document

from esaylov.core.records.payload import canonical, sha256_hex
from esaylov.core.results import FIELDS, Protocol
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken, NotFound, WrongState
from esaylov.framework.persistence import documents
from esaylov.framework.persistence.write_guard import WriteGuard
from esaylov.trust.chains import chain

PROTOCOL = "Count Protocol"
DRAFT, SIGNING, SIGNED = "Draft", "Signing", "Signed"
RECEIVED, RETURNED, CORRECTED, ANNULLED = "Received", "Returned", "Corrected", "Annulled"
STEPS: Mapping[str, frozenset[str]] = {
	DRAFT: frozenset({SIGNING, SIGNED}),
	SIGNING: frozenset({DRAFT, SIGNED}),
	SIGNED: frozenset({RECEIVED, RETURNED}),
	RECEIVED: frozenset({RETURNED, ANNULLED}),
	RETURNED: frozenset({CORRECTED}),
	ANNULLED: frozenset({RECEIVED}),
	CORRECTED: frozenset(),
}
"""State to the states that follow it; from Annulled back only where the decision that annulled it was annulled."""
FIXED = (
	*("election", "election_type", "constituency", "polling_station", "commission", "receiver"),
	*("version", "replaces"),
)
EVIDENCE = ("entered_by", "explanations")
"""JSON that is signed with the numbers: who entered them, and what the commission says of unlikely ones."""
COLUMNS = {name: "left_over" if name == "left" else name for name in FIELDS}
"""Number of the law to its column: LEFT is a word of SQL."""
WRITER = WriteGuard("count protocols")


def check_protocol(document: Document) -> None:
	"""Called from Count Protocol.validate. Raises LawBroken: another writer, a step that is none, numbers that are not those signed."""
	WRITER.check(document)
	before = document.get_doc_before_save()
	if before is None:
		if document.status != DRAFT:
			raise LawBroken({"status": document.status})
		return
	if document.status != before.status and document.status not in STEPS[before.status]:
		raise LawBroken({"status": before.status, "to": document.status})
	if any(document.get(field) != before.get(field) for field in FIXED):
		raise LawBroken({"doctype": PROTOCOL, "to": "changed"})
	if document.status != DRAFT and not is_as_signed(document):
		raise LawBroken({"field": "payload"})


def refuse_removal(document: Document) -> None:
	"""What was counted stays on record. Raises LawBroken."""
	raise LawBroken({"doctype": document.doctype, "to": "removed"})


def locked(name: object, *states: str) -> Document:
	"""A protocol, locked. Raises NotFound, WrongState (`count_state`) where it is in none of the states."""
	if not isinstance(name, str) or not frappe.db.exists(PROTOCOL, name):
		raise NotFound({"doctype": PROTOCOL})
	document = documents.locked(PROTOCOL, name)
	if states and document.status not in states:
		raise WrongState({"status": document.status}, code="count_state", article="58, 95")
	return document


def save(document: Document) -> Document:
	"""Insert or save a protocol."""
	with WRITER.writing():
		if document.is_new():
			return document.insert(
				ignore_permissions=True,  # the position of the acting user was asked before
			)
		return document.save(ignore_permissions=True)  # as above


def leave_event(document: Document, what: str, commissions: tuple[str, ...]) -> None:
	"""The end of a step: its event in the chains of commissions. Call it last."""
	body = event_body(document)
	for commission in sorted(set(commissions)):
		chain.record(commission, what, body, clock.now())


def leave_entry_event(document: Document, what: str, place: int) -> None:
	"""The event of an entry in the precinct's chain: its round and place (0 for all of them), and nothing that numbers follow from."""
	body = {
		"protocol": str(document.name),
		"version": document.version,
		"round": document.entry_round,
		"place": place,
	}
	chain.record(document.commission, what, body, clock.now())


def event_body(document: Document) -> dict[str, str | int]:
	"""What an event says of a protocol."""
	return {
		"protocol": str(document.name),
		"version": document.version,
		"sha256": document.payload_sha256 or "",
	}


def fixed_bytes(document: Document, protocol: Protocol, titles: Mapping[str, str]) -> bytes:
	"""What the members sign: the contest, the station, the version, every number and who entered them."""
	said: dict[str, object] = {
		"document": "count_protocol",
		"protocol": document.name,
		**{field: document.get(field) or "" for field in FIXED if field != "version"},
		"version": document.version,
		"numbers": {name: getattr(protocol, name) for name in FIELDS},
		"votes": [
			{"name": name, "title": titles[name], "votes": count} for name, count in protocol.votes.items()
		],
	}
	for field in EVIDENCE:
		if document.get(field):  # protocols that were signed before there were two entries have neither
			said[field] = json.loads(document.get(field))
	return canonical(said)


def put_numbers(document: Document, protocol: Protocol, titles: Mapping[str, str]) -> None:
	"""Fix numbers and bytes on a protocol; the caller saves it."""
	content = fixed_bytes(document, protocol, titles)
	document.update({column: getattr(protocol, name) for name, column in COLUMNS.items()})
	document.votes = json.dumps(json.loads(content)["votes"], ensure_ascii=False)
	document.payload, document.payload_sha256 = content.decode(), sha256_hex(content)


def numbers_of(row: Document | Mapping[str, Any]) -> Protocol:
	"""The counted numbers of a protocol whose numbers are fixed."""
	votes = {line["name"]: int(line["votes"]) for line in json.loads(row.get("votes") or "[]")}
	return Protocol(**{name: int(row.get(column) or 0) for name, column in COLUMNS.items()}, votes=votes)


def is_as_signed(document: Document) -> bool:
	"""Whether the columns say what the fixed bytes say, and these have their hash."""
	content = str(document.payload or "").encode()
	if sha256_hex(content) != document.payload_sha256:
		return False
	titles = {line["name"]: line["title"] for line in json.loads(document.votes or "[]")}
	return fixed_bytes(document, numbers_of(document), titles) == content
