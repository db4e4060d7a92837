"""A device with passkeys, as software: it answers what a server asks, rightly or with a fault that a test names."""

import json
from base64 import urlsafe_b64encode
from hashlib import sha256
from secrets import token_bytes
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from fido2.cose import ES256
from fido2.webauthn import Aaguid, AttestationObject, AttestedCredentialData, AuthenticatorData

PRESENT, VERIFIED, ATTESTED = 0x01, 0x04, 0x40


def text(content: bytes) -> str:
	return urlsafe_b64encode(content).decode().rstrip("=")


class Authenticator:
	"""One key pair. counter: how often it was used."""

	def __init__(self, origin: str, rp: str) -> None:
		self.origin, self.rp = origin, rp
		self.key = ec.generate_private_key(ec.SECP256R1())
		self.id = token_bytes(32)
		self.counter = 0

	def make(self, options: dict[str, Any], **faults: Any) -> dict[str, Any]:
		"""The answer to `navigator.credentials.create`. Faults as of `answer`."""
		held = AttestedCredentialData.create(
			Aaguid(b"\0" * 16), self.id, ES256.from_cryptography_key(self.key.public_key())
		)
		data = self._data(ATTESTED, held, faults)
		content = self._client_data("webauthn.create", options, faults)
		attested = AttestationObject.create("none", AuthenticatorData(data), {})
		return self._written({"clientDataJSON": text(content), "attestationObject": text(bytes(attested))})

	def answer(self, options: dict[str, Any], **faults: Any) -> dict[str, Any]:
		"""The answer to `navigator.credentials.get`.

		Faults: `origin`, `rp`, `challenge` (as the server writes it), `is_verified`, `counter`, `kind`, `key`.
		"""
		self.counter += 1
		data = self._data(0, b"", faults)
		content = self._client_data("webauthn.get", options, faults)
		key = faults.get("key", self.key)
		signature = key.sign(data + sha256(content).digest(), ec.ECDSA(hashes.SHA256()))
		return self._written(
			{
				"clientDataJSON": text(content),
				"authenticatorData": text(data),
				"signature": text(signature),
			}
		)

	def _data(self, flags: int, held: bytes, faults: dict[str, Any]) -> bytes:
		verified = VERIFIED if faults.get("is_verified", True) else 0
		present = PRESENT if faults.get("is_present", True) else 0
		counter = faults.get("counter", self.counter)
		rp = sha256(faults.get("rp", self.rp).encode()).digest()
		return rp + bytes([flags | verified | present]) + counter.to_bytes(4, "big") + bytes(held)

	def _client_data(self, kind: str, options: dict[str, Any], faults: dict[str, Any]) -> bytes:
		said = {
			"type": faults.get("kind", kind),
			"challenge": faults.get("challenge", options["challenge"]),
			"origin": faults.get("origin", self.origin),
			"crossOrigin": False,
		}
		return json.dumps(said).encode()

	def _written(self, response: dict[str, str]) -> dict[str, Any]:
		return {
			"id": text(self.id),
			"rawId": text(self.id),
			"type": "public-key",
			"response": response,
			"clientExtensionResults": {},
		}
