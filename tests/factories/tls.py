"""TLS in front of a web server of plain HTTP, as a proxy has it: the host as the browser named it, and that it came over TLS."""

import datetime
import http.client
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

LOOPBACK = "127.0.0.1"
OWN = {"connection", "transfer-encoding", "keep-alive", "x-forwarded-proto", "x-frappe-site-name"}
"""Headers that end at the proxy."""


@contextmanager
def in_front(address: str, site: str, folder: Path) -> Iterator[str]:
	"""The address over TLS, with a certificate of its own, of a web server that answers for a site; by the host that it is known by."""
	behind = urlsplit(address).netloc
	host = urlsplit(address).hostname  # several sites of a bench are told apart by it

	class Proxy(BaseHTTPRequestHandler):
		protocol_version = "HTTP/1.1"

		def handed_on(self) -> None:
			body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
			headers = {name: value for name, value in self.headers.items() if name.lower() not in OWN}
			headers |= {"X-Forwarded-Proto": "https", "X-Frappe-Site-Name": site}
			connection = http.client.HTTPConnection(behind, timeout=120)
			connection.request(self.command, self.path, body, headers)
			answer = connection.getresponse()
			content = answer.read()
			self.send_response(answer.status)
			for name, value in answer.getheaders():
				if name.lower() not in (*OWN, "content-length", "date", "server"):
					self.send_header(name, value)
			self.send_header("Content-Length", str(len(content)))
			self.end_headers()
			self.wfile.write(content)
			connection.close()

		do_GET = do_POST = do_HEAD = handed_on

		def log_message(self, *words: object) -> None:
			"""Nothing: the server behind it has a log."""

	server = ThreadingHTTPServer((LOOPBACK, 0), Proxy)
	context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
	context.load_cert_chain(certificate(folder / "tls.pem"))
	server.socket = context.wrap_socket(server.socket, server_side=True)
	thread = threading.Thread(target=server.serve_forever, daemon=True)
	thread.start()
	try:
		yield f"https://{host}:{server.server_port}"
	finally:
		server.shutdown()
		server.server_close()


def certificate(path: Path) -> Path:
	"""A key and a certificate for this machine, which nobody has to trust."""
	key = ec.generate_private_key(ec.SECP256R1())
	name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, LOOPBACK)])
	today = datetime.datetime.now(datetime.UTC)
	made = (
		x509.CertificateBuilder()
		.subject_name(name)
		.issuer_name(name)
		.public_key(key.public_key())
		.serial_number(x509.random_serial_number())
		.not_valid_before(today - datetime.timedelta(days=1))
		.not_valid_after(today + datetime.timedelta(days=1))
		.add_extension(
			x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(LOOPBACK))]), critical=False
		)
		.sign(key, hashes.SHA256())
	)
	path.write_bytes(
		key.private_bytes(
			serialization.Encoding.PEM,
			serialization.PrivateFormat.PKCS8,
			serialization.NoEncryption(),
		)
		+ made.public_bytes(serialization.Encoding.PEM)
	)
	path.chmod(0o600)
	return path
