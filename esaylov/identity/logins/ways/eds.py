"""Login by electronic signature (ERI): the server's challenge, signed with the key of the person's certificate."""

import secrets
from typing import Final

import frappe

from esaylov.core.records.payload import canonical
from esaylov.framework.errors import LoginRefused
from esaylov.framework.requests import address
from esaylov.identity import persons
from esaylov.identity.logins import session
from esaylov.identity.logins.own_sessions import Way
from esaylov.trust import keys, signatures

SECONDS: Final = 300
"""How long a challenge may be answered."""
NONCE_BYTES: Final = 24


def challenge() -> tuple[str, bytes]:
	"""A challenge for this network address, good once and for five minutes, and the exact bytes to sign."""
	nonce = secrets.token_urlsafe(NONCE_BYTES)
	frappe.cache.set(_key(nonce), _address(), ex=SECONDS)
	return nonce, bytes_of(nonce)


def confirm(challenge: str, signature: str) -> str:
	"""Enter by a signed challenge: Base64 of a CMS over its bytes, detached or attached.

	The person is found by the PINFL of the certificate. Raises LoginRefused (`login_challenge`, `login_no_right`),
	SignatureRefused.
	"""
	_use(challenge)
	signer = signatures.verify_login(bytes_of(challenge), signature)
	person = persons.of_pinfl(signer.pinfl)
	persons.confirm_name(person, *signer.name.split()[:2])
	return session.enter(person, Way.SIGNATURE)


def bytes_of(nonce: str) -> bytes:
	"""What is signed: it names itself a login to this site, so that it is no signature under anything else."""
	return canonical({"document": "login", "site": frappe.local.site, "challenge": nonce})


def _use(nonce: str) -> None:
	"""Take a challenge out of the store, once, for the address that it was given to. Raises LoginRefused."""
	name = _key(nonce if isinstance(nonce, str) else "")
	given_to = frappe.cache.get(name)
	# whoever deletes it has it: of two answers at once one finds nothing to delete
	if not given_to or not frappe.cache.delete(name) or given_to.decode() != _address():
		raise LoginRefused(field="challenge", code="login_challenge")


def _key(nonce: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-eds-challenge|{nonce[:64]}")


def _address() -> str:
	return keys.keyed_hash("address", address.network().encode())
