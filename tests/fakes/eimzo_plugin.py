"""The E-IMZO program on a user's machine, by the vendor's document: JSON calls over a WebSocket, one key, signatures by Oʻz DSt.

`answer` is one call; a browser test routes the socket to it. The key is a demonstration login's (`setup.demo.ozdst_files`).
"""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from esaylov.setup.demo import authority, ozdst_certificates, ozdst_files

PLACE = {"disk": "C:", "path": "DSKEYS", "name": "DS1"}
ALIAS = "cn=ANVAROV ANVAR,uid=1"
KEY_ID = "key-1"
TASHKENT = timedelta(hours=5)


@dataclass
class Plugin:
	"""how: "" for a program that works; "empty" has no keys, "broken" does not open its key."""

	key_file: Path
	how: str = ""

	def answer(self, message: str | bytes) -> str:
		"""The answer to one call; a call that the document does not know is refused as the program refuses it."""
		call = json.loads(message)
		calls = {
			("pfx", "list_all_certificates"): self._list,
			("pfx", "load_key"): self._load,
			("pkcs7", "create_pkcs7"): self._sign,
		}
		known = calls.get((call.get("plugin", ""), call.get("name", "")))
		said = known(*call.get("arguments", [])) if known else {"success": False, "reason": "unknown call"}
		return json.dumps(said)

	def _list(self) -> dict[str, Any]:
		return {"success": True, "certificates": [] if self.how == "empty" else [{**PLACE, "alias": ALIAS}]}

	def _load(self, disk: str, path: str, name: str, alias: str) -> dict[str, Any]:
		known = {"disk": disk, "path": path, "name": name} == PLACE and alias == ALIAS
		return {"success": known and self.how != "broken", "keyId": KEY_ID}

	def _sign(self, content: str, key: str, detached: str) -> dict[str, Any]:
		if key != KEY_ID:
			return {"success": False, "reason": "no such key"}
		made = self.container(base64.b64decode(content), attached=detached != "yes")
		return {"success": True, "pkcs7_64": base64.b64encode(made).decode()}

	def container(self, content: bytes, *, attached: bool = False) -> bytes:
		"""A PKCS #7 as the program makes it."""
		identity = ozdst_files.read(self.key_file.read_text())
		now = datetime.now(UTC).replace(tzinfo=None) + TASHKENT
		made = authority.sign_cms(content, identity, now)
		return ozdst_certificates.as_eimzo(made, content if attached else None)
