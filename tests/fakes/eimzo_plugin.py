"""The E-IMZO program on a user's machine, by the vendor's document and demonstration: JSON calls over a WebSocket, signatures by Oʻz DSt.

`answer` is one call; a browser test routes the socket to it. The keys sign as a demonstration login
(`setup.demo.signing.ozdst_files`).
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from esaylov.core.signing import ozdst
from esaylov.core.signing.ozdst.curves import A
from esaylov.setup.demo.signing import authority, ozdst_certificates, ozdst_files

PLACE = {"disk": "C:", "path": "DSKEYS", "name": "DS1"}
ALIAS = (
	"cn=anvarov anvar,name=anvar,surname=anvarov,uid=1,validfrom=2020.01.01 00:00:00,validto={until} 23:59:59"
)
KEY_ID, CARD, BAIK = "key-1", "idcard", "baikey"
TASHKENT = timedelta(hours=5)
VENDOR = (
	0x29C7371ABEB628C21DEA54D24E6F17AD5DE119BC495DCD402B27E642EFA78CBD,
	0xBE1401D23A79D1270D13332A0B4B1AEFA533D2F75133C3CBC0061D8E47869749,
)
"""The point by which the program proves that its vendor gave a domain a key."""
REASONS = {
	"broken": "java.lang.NullPointerException",
	"password": "javax.crypto.BadPaddingException: pad block corrupted",
	"cancelled": "Ввод пароля отменен",
}


def is_key_of(domain: str, key: str) -> bool:
	"""Whether the vendor signed a domain: over the hash of its hash, curve A."""
	digest = ozdst.digest(ozdst.digest(domain.encode()))
	return ozdst.verify(A, VENDOR, digest, bytes.fromhex(key))


@dataclass
class Plugin:
	"""how: "" for a program that works; "empty" has no keys, "ended" one that has expired, "card" a reader with an ID card, "pulled" one whose
	card is taken out afterwards; "unread" a machine without a service of card readers; "early" is 3.40 with a USB token, "old" too old; a name of REASONS does not open its key."""

	key_file: Path
	how: str = ""
	domain: str = "127.0.0.1"
	is_known: bool = False
	"""Whether the site that calls has shown its key."""

	def answer(self, message: str | bytes) -> str:
		"""The answer to one call; a call that the document does not know is refused as the program refuses it."""
		call = json.loads(message)
		calls = {
			("", "version"): self._version,
			("", "apikey"): self._site,
			("pfx", "list_all_certificates"): self._list,
			("pfx", "load_key"): self._load,
			("ftjc", "list_all_keys"): self._tokens,
			("ftjc", "load_key"): self._load_token,
			("idcard", "list_readers"): self._readers,
			("pkcs7", "create_pkcs7"): self._sign,
		}
		asked = (call.get("plugin", ""), call["name"])
		if asked[0] and not self.is_known:
			return json.dumps({"success": False, "reason": "no API key"})
		known = calls.get(asked)
		said = known(*call.get("arguments", [])) if known else {"success": False, "reason": "unknown call"}
		return json.dumps(said)

	def _version(self) -> dict[str, Any]:
		major, minor = {"old": ("3", "36"), "early": ("3", "40")}.get(self.how, ("4", "12"))
		return {"success": True, "major": major, "minor": minor}

	def _site(self, *pairs: str) -> dict[str, Any]:
		keys = dict(zip(pairs[::2], pairs[1::2], strict=False))
		self.is_known = self.domain in keys and is_key_of(self.domain, keys[self.domain])
		return {"success": self.is_known, "reason": "" if self.is_known else "wrong API key"}

	def _alias(self) -> str:
		return ALIAS.format(until="2021.12.31" if self.how == "ended" else "2099.12.31")

	def _list(self) -> dict[str, Any]:
		has_file = self.how not in ("empty", "card", "pulled", "early")
		return {"success": True, "certificates": [{**PLACE, "alias": self._alias()}] if has_file else []}

	def _load(self, disk: str, path: str, name: str, alias: str) -> dict[str, Any]:
		known = {"disk": disk, "path": path, "name": name} == PLACE and alias == self._alias()
		return self._opened(known)

	def _tokens(self, _: str) -> dict[str, Any]:
		return {"success": True, "tokens": [{"cardUID": "c1", "ownerName": "", "info": self._alias()}]}

	def _load_token(self, card: str) -> dict[str, Any]:
		return self._opened(card == "c1")

	def _opened(self, is_known: bool) -> dict[str, Any]:
		reason = REASONS.get(self.how, "" if is_known else "no such key")
		return {"success": not reason, "reason": reason, "keyId": KEY_ID}

	def _readers(self) -> dict[str, Any]:
		if self.how == "unread":
			return {"success": False, "reason": "javax.smartcardio.CardException: list() failed"}
		has_card = self.how in ("card", "pulled")
		if self.how == "pulled":
			self.how = "empty"
		return {"success": True, "readers": ["Reader 0"] if has_card else []}

	def _sign(self, content: str, key: str, detached: str) -> dict[str, Any]:
		if key not in (
			KEY_ID,
			*([CARD] if self.how == "card" else []),
			*([BAIK] if self.how == "empty" else []),
		):
			return {"success": False, "reason": "no such key"}
		made = self.container(base64.b64decode(content), attached=detached != "yes")
		return {"success": True, "pkcs7_64": base64.b64encode(made).decode()}

	def container(self, content: bytes, *, attached: bool = False) -> bytes:
		"""A PKCS #7 as the program makes it."""
		identity = ozdst_files.read(self.key_file.read_text())
		now = datetime.now(UTC).replace(tzinfo=None) + TASHKENT
		made = authority.sign_cms(content, identity, now)
		return ozdst_certificates.as_eimzo(made, content if attached else None)
