"""The portal under load, beside the same page through stock Frappe rendering, on one machine in one run.

    .bench/env/bin/python benchmarks/portal.py [--site test.localhost] [--candidates 30000] [--seconds 5]

Writes made-up candidates to the site and takes them away again. Needs nginx and wrk (Debian packages), and MariaDB and
Redis of the bench running (`script/site services`). Prints a table: requests a second, median and 99th percentile.
"""

import argparse
import json
import os
import random
import re
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

import requests

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests")]
PAGE = "uz/candidates/DC"
STOCK = "bench-stock-page"
CONNECTIONS, THREADS = 8, 2
QUESTIONS = 400
CONFIG = """
daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 1024; }}
http {{
	access_log off; sendfile on; tcp_nopush on; keepalive_requests 100000; open_file_cache max=10000;
	client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
	uwsgi_temp_path {folder}; scgi_temp_path {folder};
	include /etc/nginx/mime.types; gzip on; gzip_comp_level 5; gzip_min_length 256; gzip_proxied any; gzip_vary on;
	gzip_types application/javascript text/javascript text/css text/csv application/json application/geo+json image/svg+xml;
	include {root}/docs/nginx/portal-http.conf;
	server {{
		listen 127.0.0.1:{port};
		set $esaylov_public {public};
		include {root}/docs/nginx/portal-server.conf;
		location /assets {{ root {sites}; add_header Cache-Control "max-age=31536000"; }}
		location / {{ proxy_pass http://127.0.0.1:{application}; proxy_set_header Host {site}; }}
		location @webserver {{ proxy_pass http://127.0.0.1:{application}; proxy_set_header Host {site}; }}
	}}
}}
"""


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--bench", type=Path, default=ROOT / ".bench")
	parser.add_argument("--site", default="test.localhost")
	parser.add_argument("--candidates", type=int, default=30_000)
	parser.add_argument("--seconds", type=int, default=5)
	options = parser.parse_args()
	os.chdir(options.bench / "sites")
	import frappe

	frappe.init(site=options.site, sites_path=".")
	frappe.connect()
	with loaded(options.candidates):
		measure(options)


@contextmanager
def loaded(number: int) -> Iterator[None]:
	"""The made-up candidates, seen by everybody, and gone afterwards."""
	import frappe
	from factories import register_load

	from esaylov.portal.built import jobs

	register_load.remove()
	since = time.perf_counter()
	register_load.load(number)
	frappe.db.commit()
	jobs.forget()
	print(f"{number} candidates written in {time.perf_counter() - since:.1f} s")
	try:
		yield
	finally:
		frappe.db.rollback()
		register_load.remove()
		frappe.db.delete("Web Page", {"route": STOCK})
		frappe.db.commit()
		jobs.forget()


def measure(options: argparse.Namespace) -> None:
	search_in_process()
	with application(options) as port:
		html = requests.get(
			f"http://127.0.0.1:{port}/{PAGE}", headers={"Host": options.site}, timeout=120
		).text
		make_stock_page(html)
		with nginx(options, port) as front:
			run("built page from nginx", front, f"/{PAGE}", options)
			run("built page from nginx, gzip", front, f"/{PAGE}", options, "Accept-Encoding: gzip")
		run("built page from the application", port, f"/{PAGE}", options)
		run("the page made on each request", port, f"/{PAGE}?made=now", options)
		run("stock Frappe, its cache", port, f"/{STOCK}", options)
		with uncached(options):
			run("stock Frappe, no cache", port, f"/{STOCK}", options)
		search_over_http(port, options)
	rebuild_time()


def search_in_process() -> None:
	"""Questions with a typing error each, in four spellings; memory is warm but for the first."""
	from factories import register_load

	from esaylov.registers.published import names as published_names
	from esaylov.setup.demo import names

	chance = random.Random(1)
	since = time.perf_counter()
	published_names.find(register_load.ELECTION, "karimov", 10)
	print(f"index built at the first question in {time.perf_counter() - since:.2f} s")
	times = []
	for _ in range(QUESTIONS):
		asked = mistyped(chance.choice(names.made(1_000 + chance.randrange(29_000)).spellings), chance)
		since = time.perf_counter()
		published_names.find(register_load.ELECTION, asked, 10)
		times.append(time.perf_counter() - since)
	report("search, in the process", times)


def search_over_http(port: int, options: argparse.Namespace) -> None:
	from esaylov.setup.demo import names

	chance, times = random.Random(2), []
	session = requests.Session()
	for _ in range(QUESTIONS // 4):
		asked = mistyped(chance.choice(names.made(1_000 + chance.randrange(29_000)).spellings), chance)
		since = time.perf_counter()
		address = f"http://127.0.0.1:{port}/uz/candidates?q={quote(asked)}"
		session.get(address, headers={"Host": options.site}, timeout=60).raise_for_status()
		times.append(time.perf_counter() - since)
	report("search, the whole page over HTTP", times)


def rebuild_time() -> None:
	"""From a change of one candidate to the last of its stored pages."""
	import frappe
	from factories import register_load

	from esaylov.portal.built import invalidation, jobs, pages

	candidate = frappe.get_doc("Candidate", f"{register_load.PREFIX}000001")
	patterns = list(invalidation.STALE["Candidate"](candidate))
	for language in ("uz", "uz-Cyrl", "ru", "en", "kaa"):
		for path in {pattern for pattern in patterns if "*" not in pattern}:
			content = pages.built(language, path)
			if content:
				pages.keep(pages.place(language, path), content)
	invalidation.note(patterns)
	frappe.db.commit()
	since = time.perf_counter()
	number = jobs.rebuild()
	print(
		f"a change of one candidate: {number} pages of five languages built again in {time.perf_counter() - since:.1f} s"
	)


def mistyped(text: str, chance: random.Random) -> str:
	place = chance.choice([n for n in range(len(text) - 1) if text[n : n + 2].isalpha()])
	return text[:place] + text[place + 1] + text[place] + text[place + 2 :]


def make_stock_page(html: str) -> None:
	"""The same content as a Web Page of stock Frappe, written below its form: on a site in use nobody makes one without two signatures."""
	import frappe

	body = html[html.index("<main") : html.index("</main>") + len("</main>")]
	frappe.get_doc(
		{
			"doctype": "Web Page",
			"title": "Bench",
			"route": STOCK,
			"published": 1,
			"content_type": "HTML",
			"main_section_html": body,
			"name": STOCK,
		}
	).db_insert()
	frappe.db.commit()


@contextmanager
def uncached(options: argparse.Namespace) -> Iterator[None]:
	"""Frappe's own switch for its cache of pages."""
	path = Path(options.site) / "site_config.json"
	before = path.read_text()
	path.write_text(json.dumps({**json.loads(before), "disable_website_cache": 1}, indent=1))
	try:
		yield
	finally:
		path.write_text(before)


@contextmanager
def application(options: argparse.Namespace, workers: int = 2) -> Iterator[int]:
	port = free_port()
	command = [
		str(options.bench / "env" / "bin" / "gunicorn"),
		"--bind",
		f"127.0.0.1:{port}",
		"--workers",
		str(workers),
	]
	command += ["--timeout", "120", "--log-level", "warning", "frappe.app:application"]
	with serving(command, port, {**os.environ, "FRAPPE_SITE": options.site}):
		yield port


@contextmanager
def nginx(options: argparse.Namespace, application: int) -> Iterator[int]:
	port = free_port()
	with tempfile.TemporaryDirectory() as folder:
		os.chmod(folder, 0o755)  # noqa: S103 # nginx drops root: its workers read their own folder
		config = Path(folder) / "nginx.conf"
		public = (Path(options.site) / "public").resolve()
		text = CONFIG.format(
			folder=folder,
			root=ROOT,
			port=port,
			application=application,
			site=options.site,
			public=public,
			sites=Path.cwd(),
		)
		config.write_text(f"user {os.environ.get('USER') or 'root'};\n{text}" if os.geteuid() == 0 else text)
		program = shutil.which("nginx") or "/usr/sbin/nginx"
		with serving([program, "-c", str(config), "-e", f"{folder}/error.log"], port, dict(os.environ)):
			yield port


@contextmanager
def serving(command: list[str], port: int, environment: dict[str, str]) -> Iterator[None]:
	running = subprocess.Popen(command, env=environment)
	try:
		for _ in range(300):
			with socket.socket() as there:
				if there.connect_ex(("127.0.0.1", port)) == 0:
					break
			time.sleep(0.1)
		yield
	finally:
		running.terminate()
		running.wait(timeout=20)


def run(title: str, port: int, path: str, options: argparse.Namespace, *headers: str) -> None:
	"""wrk with 8 connections, after one request that warms up."""
	address = f"http://127.0.0.1:{port}{path}"
	first = requests.get(address, headers={"Host": options.site}, timeout=120)
	first.raise_for_status()
	command = [
		"wrk",
		f"-t{THREADS}",
		f"-c{CONNECTIONS}",
		f"-d{options.seconds}s",
		"--latency",
		"--timeout",
		"30s",
	]
	for header in (f"Host: {options.site}", *headers):
		command += ["-H", header]
	said = subprocess.run([*command, address], capture_output=True, text=True, check=True).stdout
	rate = float(_said(r"Requests/sec:\s+([\d.]+)", said))
	middle, worst = (_said(rf"{share}%\s+([\d.]+\w+)", said) for share in (50, 99))
	failed = re.search(r"Non-2xx or 3xx responses: (\d+)", said)
	wrong = f", {failed[1]} failed" if failed else ""
	print(
		f"{title:36} {rate:10,.1f} /s   p50 {middle:>9}   p99 {worst:>9}   {len(first.content):,} bytes{wrong}"
	)


def _said(pattern: str, said: str) -> str:
	"""The first group of what wrk says."""
	found = re.search(pattern, said)
	if not found:
		raise SystemExit(f"wrk does not say {pattern}: {said}")
	return str(found[1])


def report(title: str, times: list[float]) -> None:
	times.sort()
	shares = {share: 1000 * times[int(len(times) * share / 100)] for share in (50, 95, 99)}
	print(f"{title:36} " + "   ".join(f"p{share} {value:.2f} ms" for share, value in shares.items()))


def free_port() -> int:
	with socket.socket() as free:
		free.bind(("127.0.0.1", 0))
		return int(free.getsockname()[1])


if __name__ == "__main__":
	main()
