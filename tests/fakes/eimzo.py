"""An e-imzo-server of our own: the documented calls, and every status code.

It proves nothing about a signature: it reads the certificate out of the container and answers for its holder. What goes
wrong is told by `faults`: path to a status code, an HTTP status (400, 503), or one of the names below.
"""

import base64
import json
import select
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from asn1crypto import cms
from cryptography import x509

NATIONAL_DIGEST = "1.2.860.3.15.1.3.2.1.1"
"""O'z DSt 1106-2009-2, as samples name it."""
MAKE, STAMP = "/frontend/pkcs7/make-attached", "/frontend/timestamp/pkcs7"
SLOW_SECONDS = 300
VERIFY = "/backend/pkcs7/verify/attached"
PINFL, TIN = "1.2.860.3.16.1.2", "1.2.860.3.16.1.1"


@dataclass
class State:
	"""What goes wrong, by path; and what was asked: path and headers."""

	faults: dict[str, Any] = field(default_factory=dict)
	asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
	signer: dict[str, Any] = field(default_factory=dict)
	subject: dict[str, str] = field(default_factory=dict)
	document: bytes | None = None


def national(container: bytes) -> bytes:
	"""A container that says it was signed by the national algorithms."""
	info = cms.ContentInfo.load(container)
	signer = info["content"]["signer_infos"][0]
	signer["digest_algorithm"] = {"algorithm": NATIONAL_DIGEST}
	return info.dump(force=True)


class Handler(BaseHTTPRequestHandler):
	"""The calls that the adapter uses."""

	state: State

	def log_message(self, *_: object) -> None:
		"""Say nothing."""

	def do_POST(self) -> None:
		body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
		self.state.asked.append((self.path, dict(self.headers)))
		fault = self.state.faults.get(self.path)
		if fault == "slow":
			select.select([self.connection], [], [], SLOW_SECONDS)  # until whoever asked has gone
		if fault == "html":
			return self._send(200, b"<html></html>")
		if fault == "list":
			return self._send(200, b"[]")
		if isinstance(fault, int) and fault >= 400:
			return self._send(fault, b"see the log")
		if isinstance(fault, int):
			return self._json({"status": fault, "message": "made up"})
		return self._json({"status": 1, "message": "", **self._answer(body)})

	def _answer(self, body: str) -> dict[str, Any]:
		if self.path == MAKE:
			document, container = body.split("|")
			return {"pkcs7b64": _packed({"document": document, "container": container})}
		if self.path == STAMP:
			return {"pkcs7b64": body, "timestampedSignerList": []}
		held = json.loads(base64.b64decode(body))
		document = held["document"]
		if self.state.document is not None:
			document = base64.b64encode(self.state.document).decode()
		signer = {**self._signer(base64.b64decode(held["container"])), **self.state.signer}
		return {"pkcs7Info": {"signers": [signer], "documentBase64": document}}

	def _signer(self, container: bytes) -> dict[str, Any]:
		choices = cms.ContentInfo.load(container)["content"]["certificates"]
		subjects = [x509.load_der_x509_certificate(one.chosen.dump()).subject for one in choices]
		holders = [{part.oid.dotted_string: str(part.value) for part in subject} for subject in subjects]
		names = next(names for names in holders if PINFL in names)
		subject = {"CN": names.get("2.5.4.3", ""), PINFL: names.get(PINFL, "")}
		if names.get(TIN):
			subject[TIN] = names[TIN]
		return {
			"signerId": {"issuer": "CN=made up", "subjectSerialNumber": "01"},
			"signingTime": datetime.now().isoformat(sep=" ", timespec="seconds"),
			"timeStampInfo": {"verified": True},
			"certificate": [{"serialNumber": "01", "subjectInfo": {**subject, **self.state.subject}}],
			"verified": True,
			"certificateVerified": True,
			"certificateValidAtSigningTime": True,
		}

	def _json(self, values: dict) -> None:
		self._send(200, json.dumps(values).encode())

	def _send(self, status: int, content: bytes) -> None:
		self.send_response(status)
		self.send_header("Content-Length", str(len(content)))
		self.end_headers()
		self.wfile.write(content)


def _packed(values: dict[str, str]) -> str:
	return base64.b64encode(json.dumps(values).encode()).decode()


def server() -> tuple[ThreadingHTTPServer, State]:
	"""A server on a free port of the loopback, and its state."""
	state = State()
	made = ThreadingHTTPServer(("127.0.0.1", 0), type("Handler", (Handler,), {"state": state}))
	made.daemon_threads = True
	return made, state
