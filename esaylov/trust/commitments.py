"""What the published chain holds of a paper with names in it: a hash that only the salt's holder opens."""

import secrets

from esaylov.core.payload import canonical, sha256_hex


def new_salt() -> str:
	"""Sixteen random bytes in hex."""
	return secrets.token_hex(16)


def commitment(salt: str, payload_sha256: str) -> str:
	"""SHA-256 in hex over the canonical JSON of the salt and the paper's own hash.

	Unsalted, a hash of a short text with names could be tried against guesses (own design).
	"""
	return sha256_hex(canonical({"salt": salt, "payload_sha256": payload_sha256}))
