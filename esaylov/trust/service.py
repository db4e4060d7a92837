"""The public door of trust: the hash chain, verified signatures, numbers, and the server's own key."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

import frappe
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from esaylov.core.chain_heads import Head, SignedHeads
from esaylov.core.signing import Signer
from esaylov.trust import (
	chain,
	commitments,
	confirmations,
	counters,
	export,
	heads,
	jobs,
	keys,
	lists,
	revocation,
	signatures,
	store,
	tokens,
)
from esaylov.trust.chain import NewEvent
from esaylov.trust.confirmations import Confirmation
from esaylov.trust.lists import Listed

__all__ = [
	"Confirmation",
	"Head",
	"Listed",
	"NewEvent",
	"broken_chains",
	"commitment",
	"covers",
	"current_heads",
	"export_chain",
	"fetch_revocation_lists",
	"hash_at",
	"is_attested",
	"is_confirmation",
	"is_over_list",
	"keep_confirmation",
	"keyed_hash",
	"latest_heads",
	"list_payload",
	"named_by",
	"new_salt",
	"new_server_key",
	"next_number",
	"next_numbers",
	"public_keys",
	"publish_heads",
	"published_heads",
	"read_certificate",
	"record",
	"record_all",
	"refuse_change",
	"refuse_list_removal",
	"retired_on",
	"server_key",
	"server_key_id",
	"server_sign",
	"trust_certificate",
	"validate_event",
	"validate_heads",
	"validate_list",
	"validate_signature",
	"verify_again",
	"verify_chain",
	"verify_document",
	"verify_list",
	"verify_login",
]

validate_event = chain.validate_event
validate_heads = heads.validate_heads
validate_signature = signatures.validate_signature
commitment = commitments.commitment
new_salt = commitments.new_salt
read_certificate = store.read_certificate
trust_certificate = store.trust_certificate
fetch_revocation_lists = revocation.fetch_all
refuse_change = counters.refuse
validate_list = lists.check
refuse_list_removal = lists.refuse_removal
list_payload = lists.payload
covers = lists.covers
was_recorded = chain.was_recorded
is_over_list = lists.is_over_list


def record(commission: str, kind: str, body: Mapping[str, Any], at: datetime) -> str:
	"""Append an event to the chain of a commission and return its hash, 64 hex digits.

	kind: `appeal.filed`, `decision.signed` …. body: ids and salted hashes, canonical JSON values, no personal data, for
	the chain is published. at: naive Tashkent time. The chain stays locked until the transaction ends: call this last,
	and in the order of the commissions' names where one step writes to several.
	"""
	return chain.record(commission, kind, body, at)


def record_all(events: Sequence[NewEvent], at: datetime) -> None:
	"""Append many events, to several chains, with a number of statements that does not grow; as `record` otherwise."""
	chain.record_all(events, at)


def verify_chain(commission: str) -> str:
	"""Head of a commission's stored chain (core.chain.GENESIS when it is empty); raises core.chain.ChainBroken."""
	return chain.verify_chain(commission)


def current_heads() -> list[Head]:
	"""The place and hash of the last event of each commission's chain."""
	return heads.current()


def hash_at(commission: str, sequence: int) -> str | None:
	"""The hash of the event at a place of a chain, or None where there is none."""
	return chain.hash_at(commission, sequence)


def broken_chains() -> list[str]:
	"""The commissions whose chain does not hold, event by event and against the published heads."""
	return jobs.verify_all()


def publish_heads() -> str | None:
	"""Job: sign and keep the list of the heads of all chains, unless nothing happened since the last one; its name."""
	return heads.publish()


def latest_heads(before: int | None = None, limit: int = 1) -> list[frappe._dict]:
	"""The last published lists, newest first; `before`: only those of a smaller number."""
	return heads.latest(before, limit)


def published_heads(number: int) -> SignedHeads | None:
	"""One published list by its number, or None."""
	return heads.published(number)


def export_chain(commission: str) -> Iterator[bytes]:
	"""A commission's chain as lines for `script/verify-chain`; raises SetupMissing when the site has no key."""
	return export.lines(commission)


def next_number(commission: str, kind: str) -> int:
	"""The next number of a commission for a kind of paper, 1 for the first, without gaps.

	Its row stays locked until the transaction ends, so ask late; a rolled back step gives the number back.
	"""
	return counters.next_number(commission, kind)


def next_numbers(commission: str, kind: str, count: int) -> int:
	"""The first of the next `count` numbers, all of them taken in one statement; otherwise as `next_number`."""
	return counters.next_numbers(commission, kind, count)


def verify_document(
	reference_doctype: str,
	name: str,
	payload: bytes,
	cms_b64: str,
	purpose: str,
	expect_pinfl: str | None,
	expect_tin: str | None = None,
) -> str:
	"""Verify a CMS signature (Base64 of DER) over exactly these bytes and keep it; return the Document Signature.

	expect_pinfl: of the person who must sign; without one everything is refused. expect_tin: of the body acted for
	(`""`: a body without TIN); compared when the certificate names a TIN, None leaves it out. Raises SignatureRefused
	with the cause as its code; nothing is written then.
	"""
	return signatures.verify_document(
		reference_doctype, name, payload, cms_b64, purpose, expect_pinfl, expect_tin
	)


def verify_list(
	commission: str,
	doctype: str,
	documents: Sequence[Listed],
	cms_b64: str,
	purpose: str,
	expect_pinfl: str | None,
) -> str:
	"""Verify one signature over the list of many documents (`list_payload`) and keep both; the Document Signature.

	Raises SignatureRefused as `verify_document`.
	"""
	return lists.verify(commission, doctype, documents, cms_b64, purpose, expect_pinfl)


def verify_login(payload: bytes, cms_b64: str) -> Signer:
	"""The signer of the bytes of a login; nothing is kept. Raises SignatureRefused with the cause as its code."""
	return signatures.verify_login(payload, cms_b64)


def verify_again(signature: str, reference_doctype: str, name: str, payload: bytes) -> Signer:
	"""Prove a kept signature once more over the bytes as they are now, with the trust store of now.

	Raises LawBroken (`signature_of_another`) when it was given for another document or other bytes, SignatureRefused
	when it does not verify. A signature over a list holds for each document that the list names with these bytes.
	"""
	if lists.is_over_list(signature):
		return lists.verify_again(signature, reference_doctype, name, payload)
	return signatures.verify_again(signature, reference_doctype, name, payload)


def keep_confirmation(
	reference_doctype: str, name: str, payload: bytes, purpose: str, confirmed: Confirmation
) -> str:
	"""Keep that a person confirmed exactly these bytes by an SMS code; return the Document Signature.

	There is no signature of the person to prove later, so the server signs who confirmed what, and when. Only for a
	code that was confirmed in this transaction.
	"""
	return confirmations.keep(reference_doctype, name, payload, purpose, confirmed)


def is_confirmation(signature: str) -> bool:
	"""Whether a kept Document Signature is a confirmation by code, and no signature of a person."""
	return confirmations.is_confirmation(signature)


def is_attested(signature: str) -> bool:
	"""Whether the server's own signature over a kept confirmation still holds, by its present or a retired key."""
	return confirmations.is_attested(signature)


def keyed_hash(label: str, content: bytes) -> str:
	"""HMAC-SHA256 in hex with a key derived from the site's secret for this label.

	For what is looked up or compared and must not be guessed from a copy of the database: codes, phones, addresses.
	Changes with the server's key.
	"""
	return keys.keyed_hash(label, content)


def server_sign(content: bytes) -> str:
	"""Ed25519 signature of the server in Base64; raises SetupMissing when the site has no key."""
	return keys.server_sign(content)


def server_key() -> Ed25519PrivateKey:
	"""The server's present key (site_config `esaylov_signing_key`); raises SetupMissing."""
	return keys.server_key()


def server_key_id() -> str:
	"""Eight hex digits that name the present key."""
	return keys.server_key_id()


def public_keys() -> dict[str, Ed25519PublicKey]:
	"""Key id to public key, the present one first, then those of site_config `esaylov_retired_public_keys`."""
	return keys.public_keys()


def retired_on() -> dict[str, str]:
	"""Key id to the ISO day on which a key was retired, for those that have one."""
	return keys.retired_on()


def named_by(code: str, kind: str, doctype: str) -> str:
	"""The name of a document by the code on its paper: the name itself, or a token of that kind signed by this server.

	Raises NotFound for a token that does not verify or is of another kind.
	"""
	return tokens.named_by(code, kind, doctype)


def new_server_key() -> str:
	"""A fresh secret for site_config `esaylov_signing_key`; the set-up of a site writes it there when there is none."""
	return keys.new_key()
