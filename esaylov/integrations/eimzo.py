"""The e-imzo-server, which verifies signatures of the national algorithms (Oʻz DSt): calls of the vendor's document.

Everything but "status 1 and each check true" is a refusal; a status that the document does not list is one too. The shape
of a signer's subject is read from `subjectInfo` or `subjectName` [the second verified for /backend/auth only].
"""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from esaylov.core.people.identity import IdentityInvalid, Pinfl, check_tin
from esaylov.integrations.base import BadAnswer, Client, Refused

SUCCESS: Final = 1
PINFL_KEY: Final = "1.2.860.3.16.1.2"
TIN_KEY: Final = "1.2.860.3.16.1.1"
STATUS: Mapping[int, str] = {
	-1: "eimzo_status_unknown",
	-5: "eimzo_clock",
	-10: "eimzo_signature",
	-11: "eimzo_certificate",
	-12: "eimzo_certificate_then",
	-20: "eimzo_stamp_unknown",
	-21: "eimzo_stamp",
	-22: "eimzo_stamp",
	-23: "eimzo_stamp",
}
"""Status of `/backend/pkcs7/verify/*` and `/frontend/timestamp/pkcs7` to our code."""
CHECKS = ("verified", "certificateVerified", "certificateValidAtSigningTime")


@dataclass(frozen=True, slots=True)
class Server:
	"""Where the e-imzo-server is. host: the site that the vendor's key is for; user_address: of whoever signed."""

	address: str
	host: str
	user_address: str = ""
	timeout: float = 10.0


@dataclass(frozen=True, slots=True)
class EimzoSigner:
	"""The one signer that the server vouches for; signed_at is naive Tashkent time, as the server gives it."""

	pinfl: str
	tin: str
	name: str
	serial: str
	issuer: str
	signed_at: datetime
	organization: str


class Eimzo(Client):
	"""The calls. Raises the errors of `base` with codes `eimzo_…`."""

	name = "eimzo"

	def __init__(self, server: Server) -> None:
		super().__init__(server.address, server.timeout)
		self.headers = {"Host": server.host, "X-Real-IP": server.user_address, "Content-Type": "text/plain"}

	def verify(self, document: bytes, pkcs7_b64: str) -> EimzoSigner:
		"""The signer of a document by a detached container: it is stamped with the time, then verified."""
		content = base64.b64encode(document).decode()
		attached = self._post("/frontend/pkcs7/make-attached", f"{content}|{pkcs7_b64}")
		stamped = self._post("/frontend/timestamp/pkcs7", _text(attached, "pkcs7b64"))
		answer = self._post("/backend/pkcs7/verify/attached", _text(stamped, "pkcs7b64"))
		info = answer.get("pkcs7Info")
		if not isinstance(info, dict) or _text(info, "documentBase64") != content:
			raise Refused("eimzo_signature")
		return signer_of(info)

	def _post(self, path: str, body: str) -> dict[str, Any]:
		status, answer = self.call("POST", path, text=body, headers=self.headers)
		if status == 400:
			raise Refused("eimzo_signature")
		if status != 200:
			raise Refused("eimzo_unreachable")
		if not isinstance(answer, dict):
			raise BadAnswer("eimzo_bad_answer")
		said = answer.get("status")
		if isinstance(said, bool) or said != SUCCESS:
			raise Refused(
				STATUS.get(said, "eimzo_bad_answer") if isinstance(said, int) else "eimzo_bad_answer"
			)
		return answer


def signer_of(info: Mapping[str, Any]) -> EimzoSigner:
	"""The signer in a `pkcs7Info`: exactly one, with every check true. Raises Refused, BadAnswer."""
	signers = info.get("signers")
	if not isinstance(signers, list) or len(signers) != 1 or not isinstance(signers[0], dict):
		raise Refused("not_one_signer")
	signer = signers[0]
	stamp = signer.get("timeStampInfo")
	if any(signer.get(check) is not True for check in CHECKS) or signer.get("exception"):
		raise Refused("eimzo_certificate")
	if not isinstance(stamp, dict) or stamp.get("verified") is not True:
		raise Refused("eimzo_stamp")
	if signer.get("revokedStatusInfo"):
		raise Refused("certificate_revoked")
	return _signer(signer)


def _signer(signer: Mapping[str, Any]) -> EimzoSigner:
	chain = signer.get("certificate")
	if not isinstance(chain, list) or not chain or not isinstance(chain[0], dict):
		raise BadAnswer("eimzo_bad_answer")
	certificate = chain[0]
	subject = certificate.get("subjectInfo") or certificate.get("subjectName")
	if not isinstance(subject, dict):
		raise BadAnswer("eimzo_bad_answer")
	pinfl, tin = _text(subject, PINFL_KEY), _text(subject, TIN_KEY)
	try:
		Pinfl.parse(pinfl)
	except IdentityInvalid as problem:
		raise Refused("signer_pinfl_missing" if not pinfl else "signer_pinfl_structure") from problem
	if tin and check_tin(tin):
		raise Refused("signer_tin_structure")
	signer_id = signer.get("signerId") if isinstance(signer.get("signerId"), dict) else {}
	return EimzoSigner(
		pinfl=pinfl,
		tin=tin,
		name=_text(subject, "CN"),
		serial=_text(certificate, "serialNumber"),
		issuer=_text(signer_id or {}, "issuer"),
		signed_at=_moment(_text(signer, "signingTime")),
		organization=_text(subject, "O"),
	)


def _moment(text: str) -> datetime:
	try:
		return datetime.fromisoformat(text).replace(tzinfo=None)
	except ValueError:
		raise BadAnswer("eimzo_bad_answer") from None


def _text(row: Mapping[str, Any], key: str) -> str:
	value = row.get(key, "")
	if not isinstance(value, str):
		raise BadAnswer("eimzo_bad_answer")
	return value
