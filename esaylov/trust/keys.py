"""The server's own Ed25519 key: signs receipts and certificate tokens; lies in site_config.json, not in the database."""

import base64
import binascii
import hmac

import frappe
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

from esaylov.core.payload import sha256_hex
from esaylov.errors import SetupMissing

KEY = "esaylov_signing_key"
"""site_config.json: the 32 secret bytes in Base64."""
RETIRED = "esaylov_retired_public_keys"
"""site_config.json: list of the 32 public bytes of earlier keys in Base64; what they signed stays verifiable."""
KEY_ID_LENGTH = 8


def new_key() -> str:
	"""A fresh secret in the form that site_config.json holds."""
	key = Ed25519PrivateKey.generate()
	raw = key.private_bytes(
		serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
	)
	return base64.b64encode(raw).decode()


def server_key() -> Ed25519PrivateKey:
	"""The key that signs now. Raises SetupMissing when the site has none, or one that cannot be read."""
	try:
		return Ed25519PrivateKey.from_private_bytes(
			base64.b64decode(frappe.conf.get(KEY) or "", validate=True)
		)
	except (ValueError, TypeError, binascii.Error):
		raise SetupMissing({"key": KEY}, code="signing_key_missing") from None


def server_key_id() -> str:
	"""First eight hex digits of the SHA-256 of the public key."""
	return _key_id(raw_public_key())


def raw_public_key() -> bytes:
	"""The 32 bytes of the present public key."""
	return _raw(server_key().public_key())


def public_keys() -> dict[str, Ed25519PublicKey]:
	"""Key id to public key: the present one first, then the retired ones."""
	retired = [base64.b64decode(text) for text in frappe.conf.get(RETIRED) or []]
	raws = [raw_public_key(), *retired]
	return {_key_id(raw): Ed25519PublicKey.from_public_bytes(raw) for raw in raws}


def server_sign(content: bytes) -> str:
	"""Ed25519 signature in Base64."""
	return base64.b64encode(server_key().sign(content)).decode()


def keyed_hash(label: str, content: bytes) -> str:
	"""HMAC-SHA256 in hex by a key of its own for each label, derived from the site's secret; see service.keyed_hash."""
	secret = server_key().private_bytes(
		serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
	)
	key = hmac.digest(secret, f"esaylov keyed hash: {label}".encode(), "sha256")
	return hmac.new(key, content, "sha256").hexdigest()


def _raw(key: Ed25519PublicKey) -> bytes:
	return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _key_id(raw: bytes) -> str:
	return sha256_hex(raw)[:KEY_ID_LENGTH]
