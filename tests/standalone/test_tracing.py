"""Spans of requests: nothing without a collector, nothing of anybody with one."""

import gzip
import http.server
import json
import os
import subprocess
import sys
import threading
import tomllib
from pathlib import Path

import pytest

from esaylov.setup import tracing
from standalone.paths import Bench

ROOT = Path(__file__).resolve().parents[2]
PERSONAL = (b"31407851234567", b"KARIMOV", b"secret", b"10.9.8.7")
ASKING = """
import sys
from pathlib import Path
from esaylov.setup import tracing

def application(environ, start_response):
	if environ["PATH_INFO"].startswith("/cabinet"):
		raise ZeroDivisionError("KARIMOV 31407851234567")
	start_response("503 Busy" if "busy" in environ["QUERY_STRING"] else "200 OK", [])
	return [b"KARIMOV"]

logged = tracing.wrapped(application, Path(sys.argv[1]))
caller = {"HTTP_COOKIE": "sid=secret", "HTTP_USER_AGENT": "KARIMOV", "REMOTE_ADDR": "10.9.8.7"}
caller["HTTP_TRACEPARENT"] = f"00-{'ab' * 16}-{'cd' * 8}-01"
for path, query in (
	("/api/method/esaylov.api.appeals.submit", "pinfl=31407851234567&busy=1"),
	("/verify/secret", ""),
	("/cabinet/KARIMOV", ""),
):
	try:
		print(*logged({"PATH_INFO": path, "QUERY_STRING": query} | caller, lambda *_: None))
	except ZeroDivisionError:
		print("raised")
logged.tracer.span_processor.force_flush(60_000)
"""


def application(environ, start_response):
	return []


def sites(folder: Path, **settings: object) -> Path:
	(folder / "common_site_config.json").write_text(json.dumps(settings))
	return folder


def test_without_a_collector_nothing_is_wrapped_and_nothing_imported(tmp_path):
	before = {*sys.modules}
	assert tracing.wrapped(application, sites(tmp_path)) is application
	assert tracing.wrapped(application, tmp_path / "nowhere") is application
	assert tracing.wrapped(application, sites(tmp_path, esaylov_traces=1)) is application
	assert not [name for name in {*sys.modules} - before if name.startswith("opentelemetry")]


def test_without_the_packages_the_application_goes_on(tmp_path, monkeypatch, caplog):
	monkeypatch.setitem(sys.modules, "opentelemetry.sdk.resources", None)  # as where they are not installed
	address = sites(tmp_path, esaylov_traces="http://127.0.0.1:1/v1/traces")
	assert tracing.wrapped(application, address) is application
	assert "requests are not traced" in caplog.text


@pytest.mark.full
def test_a_collector_is_handed_spans_that_know_nobody(tmp_path, built: Bench):
	"""With the packages of the extra `traces`, in an environment of their own."""
	uv, python = str(built.env / "bin" / "uv"), str(tmp_path / "env" / "bin" / "python")
	extra = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["traces"]
	for words in (
		("venv", "-q", "--python", sys.executable, str(tmp_path / "env")),
		("pip", "install", "-q", "--python", python, *extra),
	):
		subprocess.run([uv, *words], check=True)
	taken: list[bytes] = []

	class Collector(http.server.BaseHTTPRequestHandler):
		def do_POST(self) -> None:
			body = self.rfile.read(int(self.headers["Content-Length"]))
			is_packed = self.headers.get("Content-Encoding") == "gzip"
			taken.append(gzip.decompress(body) if is_packed else body)
			self.send_response(200)
			self.end_headers()

		def log_message(self, format: str, *args: object) -> None:
			"""Nobody's news."""

	with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Collector) as server:
		threading.Thread(target=server.serve_forever, daemon=True).start()
		folder = sites(tmp_path, esaylov_traces=f"http://127.0.0.1:{server.server_port}/v1/traces")
		words = [python, "-c", ASKING, str(folder)]
		done = subprocess.run(
			words, env=os.environ | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True
		)
		server.shutdown()
	assert (done.returncode, done.stdout.split()) == (0, ["b'KARIMOV'", "b'KARIMOV'", "raised"]), done.stderr
	spans = b"".join(taken)
	for said in (
		b"esaylov.api.appeals.submit",
		b"verify",
		b"cabinet",
		b"http.response.status_code",
		b"\xab" * 16,
	):
		assert said in spans, spans
	assert [word for word in PERSONAL if word in spans] == []
