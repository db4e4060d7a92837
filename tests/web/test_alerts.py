"""Two faults of a site on their way to people: metrics, nginx that adds the token, Prometheus, Alertmanager, a receiver."""

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from urllib.parse import urlsplit

import pytest
import requests
from factories import waiting
from factories.metrics import token_on
from factories.ports import free_port

pytestmark = [pytest.mark.web, pytest.mark.long]
OPERATORS = Path(__file__).parents[2] / "docs" / "operators"
SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
PROGRAMS = os.pathsep.join([os.environ["PATH"], "/usr/sbin"])
SEARCH = """
import sys
import frappe
from esaylov.setup.operating import log_scan
frappe.init(sys.argv[1], sites_path=".")
frappe.connect()
log_scan.scan_logs()
frappe.destroy()
"""
Notices = list[dict]


@contextmanager
def running(log: Path, *words: str) -> Iterator[None]:
	"""A program, and its end."""
	command = [shutil.which(words[0], path=PROGRAMS) or words[0], *words[1:]]
	with log.open("w") as output, subprocess.Popen(command, stdout=output, stderr=output) as process:
		try:
			yield
		finally:
			process.terminate()
			process.wait(timeout=60)


@contextmanager
def receiver() -> Iterator[tuple[str, Notices]]:
	"""The address of a webhook, and the alarms that an Alertmanager has sent there."""
	notices: Notices = []

	class Hook(BaseHTTPRequestHandler):
		def do_POST(self) -> None:
			body = self.rfile.read(int(self.headers["Content-Length"]))
			notices.extend(json.loads(body)["alerts"])
			self.send_response(200)
			self.end_headers()

		def log_message(self, *_: object) -> None:
			"""Nothing: the notices are the record."""

	server = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
	Thread(target=server.serve_forever, daemon=True).start()
	try:
		yield f"http://127.0.0.1:{server.server_address[1]}/", notices
	finally:
		server.shutdown()
		server.server_close()


def nginx_config(folder: Path, port: int, address: str, token: str) -> Path:
	"""The page's own server block on the loopback, before this web server."""
	page = (OPERATORS / "monitoring.md").read_text(encoding="utf-8")
	(block,) = re.findall(r"^    server \{\n.*?^    \}\n", page, re.DOTALL | re.MULTILINE)
	for written, meant in (
		("listen 9113", f"listen 127.0.0.1:{port}"),
		("allow 10.0.0.20", "allow 127.0.0.1"),
		("127.0.0.1:8000", urlsplit(address).netloc),
		("SITE", SITE),
		("TOKEN", token),
	):
		assert written in block
		block = block.replace(written, meant)
	path = folder / "nginx.conf"
	path.write_text(
		f"daemon off; pid {folder}/nginx.pid; error_log stderr; events {{}}\n"
		f"http {{ access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;"
		f" fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;\n{block}}}\n"
	)
	return path


@pytest.fixture
def notices(sites: Path, guest, tmp_path: Path) -> Iterator[Notices]:
	"""What reaches people of a site that Prometheus watches by the operators' own rules."""
	front, prometheus, manager = free_port(), free_port(), free_port()
	with ExitStack() as stack:
		token = stack.enter_context(token_on(sites / SITE / "site_config.json", guest))
		hook, sent = stack.enter_context(receiver())
		config = nginx_config(tmp_path, front, guest.address, token)
		stack.enter_context(running(tmp_path / "nginx.log", "nginx", "-p", str(tmp_path), "-c", str(config)))
		route = {"receiver": "people", "group_wait": "1s", "group_interval": "2s", "group_by": ["alertname"]}
		people = {"name": "people", "webhook_configs": [{"url": hook, "send_resolved": True}]}
		(tmp_path / "manager.yml").write_text(json.dumps({"route": route, "receivers": [people]}))
		words = (f"--config.file={tmp_path}/manager.yml", f"--storage.path={tmp_path}/manager")
		words += (f"--web.listen-address=127.0.0.1:{manager}", "--cluster.listen-address=")
		stack.enter_context(running(tmp_path / "manager.log", "prometheus-alertmanager", *words))
		scrape = {"job_name": "esaylov", "metrics_path": "/metrics"}
		scrape["static_configs"] = [{"targets": [f"127.0.0.1:{front}"]}]  # type: ignore[assignment]
		managers = [{"static_configs": [{"targets": [f"127.0.0.1:{manager}"]}]}]
		setting = {
			"global": {"scrape_interval": "5s", "scrape_timeout": "5s", "evaluation_interval": "2s"},
			"rule_files": [str(OPERATORS / "prometheus" / "alerts.yml")],
			"scrape_configs": [scrape],
			"alerting": {"alertmanagers": managers},
		}
		(tmp_path / "prometheus.yml").write_text(json.dumps(setting))
		words = (f"--config.file={tmp_path}/prometheus.yml", f"--storage.tsdb.path={tmp_path}/data")
		words += (f"--web.listen-address=127.0.0.1:{prometheus}",)
		stack.enter_context(running(tmp_path / "prometheus.log", "prometheus", *words))
		asked = f"http://127.0.0.1:{prometheus}/api/v1/query"
		waiting.until(lambda: _value(asked, "up") == "1", lambda: _logs(tmp_path))
		yield sent


def _value(address: str, query: str) -> str:
	"""The value of a query; "" as long as there is none."""
	try:
		found = requests.get(address, {"query": query}, timeout=60).json()["data"]["result"]
	except (requests.ConnectionError, KeyError, ValueError):
		return ""
	return str(found[0]["value"][1]) if found else ""


def _logs(folder: Path) -> str:
	return "\n".join(path.read_text()[-2000:] for path in sorted(folder.glob("*.log")))


def states(notices: Notices, alarm: str) -> list[str]:
	"""What was sent about an alarm, in order."""
	return [notice["status"] for notice in notices if notice["labels"]["alertname"] == alarm]


@pytest.fixture
def faults(sites: Path) -> Iterator[dict[str, tuple[Callable[[], object], Callable[[], object]]]]:
	"""Alarm -> what breaks, and what mends it, as both happen on a machine."""
	backups, log = sites / SITE / "backup_results", sites / SITE / "logs" / "of-another-program.log"
	backups.mkdir(exist_ok=True)
	done, failed = backups / "log.done", backups / "log.failed"
	done.touch()
	os.utime(done, (time.time() - 60,) * 2)

	def search_logs(text: str) -> None:
		log.write_text(text)
		words = [sys.executable, "-c", SEARCH, SITE]  # the scheduler's hourly job
		subprocess.run(words, cwd=sites, check=True)

	yield {
		"EsaylovBackupFailed": (failed.touch, done.touch),
		"EsaylovPersonalNumbersInLogs": (
			lambda: search_logs("pinfl=31501900010010\n"),
			lambda: search_logs(""),
		),
	}
	log.unlink(missing_ok=True)
	shutil.rmtree(backups)


def test_two_faults_reach_people_with_their_runbook_and_end(notices, faults):
	assert not {*faults} & {notice["labels"]["alertname"] for notice in notices}
	for breaks, _ in faults.values():
		breaks()
	for alarm, (_, mends) in faults.items():
		waiting.until(lambda alarm=alarm: states(notices, alarm))
		assert states(notices, alarm) == ["firing"]
		mends()
	for alarm in faults:
		waiting.until(lambda alarm=alarm: states(notices, alarm)[-1] == "resolved")
		(first, *_) = [notice for notice in notices if notice["labels"]["alertname"] == alarm]
		assert first["annotations"]["runbook_url"].startswith("docs/operators/runbooks.md#")
