"""The server's own Ed25519 key: signs receipts and certificate tokens; lies in site_config.json, not in the database."""

import base64
import binascii
import hmac
from collections.abc import Mapping
from datetime import date
from functools import lru_cache

import frappe
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from frappe.installer import update_site_config

from esaylov.core.records.chain import MacKey
from esaylov.core.records.event_macs import derive_mac_key
from esaylov.core.records.payload import sha256_hex
from esaylov.framework.errors import SetupMissing

KEY = "esaylov_signing_key"
"""site_config.json: the 32 secret bytes in Base64."""
RETIRED = "esaylov_retired_public_keys"
"""site_config.json: earlier keys as {"key": the 32 public bytes in Base64, "retired_on": ISO day}, or the Base64 alone.

What they signed stays verifiable; of a key with a day, only what it signed up to that day."""
RETIRED_CHAIN = "esaylov_retired_chain_keys"
"""site_config.json: what is kept of earlier keys to verify the MACs of events; see event_macs."""
KEY_ID_LENGTH = 8


def new_key() -> str:
	"""A fresh secret for site_config `esaylov_signing_key`; the set-up of a site writes it there when there is none."""
	key = Ed25519PrivateKey.generate()
	raw = key.private_bytes(
		serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
	)
	return base64.b64encode(raw).decode()


def server_key() -> Ed25519PrivateKey:
	"""The server's present key (site_config `esaylov_signing_key`); raises SetupMissing when there is none, or one that cannot be read."""
	return read_key(frappe.conf.get(KEY) or "")[0]


@lru_cache(maxsize=8)
def read_key(secret: str) -> tuple[Ed25519PrivateKey, str]:
	"""A key and its id, by what site_config says, which is asked each time."""
	try:
		key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(secret, validate=True))
	except (ValueError, TypeError, binascii.Error):
		raise SetupMissing({"key": KEY}, code="signing_key_missing") from None
	return key, _key_id(_raw(key.public_key()))


@lru_cache(maxsize=8)
def read_mac_key(secret: str) -> MacKey:
	"""The key for MACs of events that is derived from a signing key, by what site_config says."""
	key, key_id = read_key(secret)
	raw = key.private_bytes(
		serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
	)
	return derive_mac_key(key_id, raw)


def server_key_id() -> str:
	"""What names the present key: the first eight hex digits of the SHA-256 of its public key."""
	return read_key(frappe.conf.get(KEY) or "")[1]


def raw_public_key() -> bytes:
	"""The 32 bytes of the present public key."""
	return _raw(server_key().public_key())


def public_keys() -> dict[str, Ed25519PublicKey]:
	"""Key id to public key, the present one first, then those of site_config `esaylov_retired_public_keys`."""
	raws = [raw_public_key(), *(raw for raw, _day in _retired())]
	return {_key_id(raw): Ed25519PublicKey.from_public_bytes(raw) for raw in raws}


def retired_on() -> dict[str, str]:
	"""Key id to the ISO day on which a key was retired, for those that have one."""
	return {_key_id(raw): day for raw, day in _retired() if day}


def rotate(today: date, chain_key: Mapping[str, object] | None = None) -> str:
	"""Retire the present key as of a day and sign with a fresh one from now on; the id of the new key. See jobs.rotate_key.

	chain_key: what is kept of it to verify the MACs of events; without it none of them is valid any longer.
	"""
	former = {"key": base64.b64encode(raw_public_key()).decode(), "retired_on": today.isoformat()}
	changed = (
		(RETIRED, [*(frappe.conf.get(RETIRED) or []), former]),
		(RETIRED_CHAIN, [*(frappe.conf.get(RETIRED_CHAIN) or []), *([chain_key] if chain_key else [])]),
		(KEY, new_key()),
	)
	for name, value in changed:
		update_site_config(name, value, validate=False)
		frappe.conf[name] = value
	return server_key_id()


def _retired() -> list[tuple[bytes, str]]:
	"""Public bytes and day of the earlier keys."""
	entries = [
		entry if isinstance(entry, dict) else {"key": entry} for entry in frappe.conf.get(RETIRED) or []
	]
	return [(base64.b64decode(entry["key"]), str(entry.get("retired_on") or "")) for entry in entries]


def server_sign(content: bytes) -> str:
	"""Ed25519 signature of the server in Base64; raises SetupMissing when the site has no key."""
	return base64.b64encode(server_key().sign(content)).decode()


def keyed_hash(label: str, content: bytes) -> str:
	"""HMAC-SHA256 in hex with a key derived from the site's secret for this label.

	For what is looked up or compared and must not be guessed from a copy of the database: codes, phones, addresses.
	Changes with the server's key.
	"""
	return hmac.new(read_label_key(frappe.conf.get(KEY) or "", label), content, "sha256").hexdigest()


@lru_cache(maxsize=64)
def read_label_key(secret: str, label: str) -> bytes:
	"""The 32 bytes of the key of `keyed_hash` for a label, by what site_config says."""
	raw = read_key(secret)[0].private_bytes(
		serialization.Encoding.Raw, serialization.PrivateFormat.Raw, serialization.NoEncryption()
	)
	return hmac.digest(raw, f"esaylov keyed hash: {label}".encode(), "sha256")


def _raw(key: Ed25519PublicKey) -> bytes:
	return key.public_bytes(serialization.Encoding.Raw, serialization.PublicFormat.Raw)


def _key_id(raw: bytes) -> str:
	return sha256_hex(raw)[:KEY_ID_LENGTH]
