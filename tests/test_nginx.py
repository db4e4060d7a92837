"""What nginx sends with a built page is what the application sends; read from the source, and tried where nginx is."""

import re
import shutil
import subprocess
from contextlib import suppress
from pathlib import Path

import pytest
import requests
from factories import waiting
from factories.ports import free_port
from factories.raw_http import send_raw

ROOT = Path(__file__).parents[1]
SERVER = (ROOT / "docs" / "nginx" / "portal-server.conf").read_text(encoding="utf-8")
OVERLAY = (ROOT / "standalone" / "overlay" / "frappe.middlewares.py").read_text(encoding="utf-8")
FILE_RULES = (ROOT / "esaylov" / "api" / "file_rules.py").read_text(encoding="utf-8")
HTTP = ROOT / "docs" / "nginx" / "portal-http.conf"
CONFIG = """
daemon off; master_process off; worker_processes 1; pid {folder}/pid; error_log {folder}/error.log;
events {{ worker_connections 64; }}
http {{
	access_log off; client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
	uwsgi_temp_path {folder}; scgi_temp_path {folder};
	include {http};
	server {{
		listen 127.0.0.1:{port};
		set $esaylov_public {folder}/public;
		include {server};
		location @webserver {{ return 200 "application"; }}
		location ~ ^/files/.*.(htm|html|svg|xml) {{ return 200 "bench"; }}
		location ~ ^/protected/(.*) {{ internal; return 200 "bench"; }}
		location ^~ /private/files/ {{ proxy_pass http://127.0.0.1:{port}/handed-on/; }}
		location ^~ /handed-on/ {{
			add_header X-Accel-Redirect /protected/private/files$uri;
			add_header Content-Disposition "attachment; filename=a.html";
			return 200;
		}}
		location ^~ /leads-to-configuration {{ add_header X-Accel-Redirect /protected/site_config.json; return 200; }}
		location ^~ /configuration {{ proxy_pass http://127.0.0.1:{port}/leads-to-configuration; }}
		location / {{ return 200 "other"; }}
	}}
}}
"""


def test_headers_are_those_of_the_application():
	pytest.importorskip("frappe")
	from esaylov.portal import web

	sent = dict(re.findall(r'add_header ([\w-]+) "([^"]*)"', SERVER.partition("location ^~ /files/")[0]))
	assert {name: sent.get(name) for name in web.HEADERS} == web.HEADERS


def test_nginx_asks_the_application_for_each_argument_that_a_page_reads():
	pytest.importorskip("frappe")
	from esaylov.portal import renderer, routes

	named = re.search(r"\(\^\|&\)\(([a-z_|]+)\|\[", HTTP.read_text(encoding="utf-8"))[1].split("|")
	read = {name for route in routes.declared_routes() for name in route.arguments}
	assert named == sorted(read | set(renderer.COOKIES))


def _answers(address: str) -> bool:
	with suppress(requests.ConnectionError):
		return bool(requests.get(address, timeout=60))
	return False


@pytest.fixture
def nginx(tmp_path):
	"""nginx on the loopback with a built page; its address."""
	program = shutil.which("nginx") or "/usr/sbin/nginx"
	if not Path(program).exists():
		pytest.skip("no nginx: apt-get install nginx, or script/test")
	public = tmp_path / "public"
	(public / "portal" / "uz" / "voters").mkdir(parents=True)
	(public / "portal" / "uz" / "index.html").write_text("front")
	(public / "portal" / "uz" / "voters" / "index.html").write_text("built")
	(public / "portal" / "uz" / "all.csv").write_text("name\n")
	(public / "portal" / "uz" / "calendar.ics").write_text("uz")
	(public / "portal" / "ru").mkdir()
	(public / "portal" / "ru" / "calendar.ics").write_text("ru")
	private = tmp_path / "private" / "files" / "handed-on"
	(tmp_path / "site_config.json").write_text("secret")
	for folder in (public / "files", private):
		folder.mkdir(parents=True)
		for name in ("a.xhtml", "a.svg", "a.html", "a.png"):
			(folder / name).write_text("<script>")
	port = free_port()
	config = tmp_path / "nginx.conf"
	server = ROOT / "docs" / "nginx" / "portal-server.conf"
	config.write_text(CONFIG.format(folder=tmp_path, http=HTTP, server=server, port=port))
	running = subprocess.Popen([program, "-c", str(config), "-e", str(tmp_path / "error.log")])
	address = f"http://127.0.0.1:{port}"
	try:
		waiting.until(lambda: running.poll() is not None or _answers(address))
		assert running.poll() is None, (tmp_path / "error.log").read_text()
		yield address
	finally:
		running.terminate()
		running.wait(timeout=60)


@pytest.mark.parametrize(
	("path", "cookie", "expected"),
	[
		("/uz", "", "front"),
		("/uz/voters", "", "built"),
		("/uz/voters", "sid=Guest; esaylov_theme=auto", "built"),
		("/uz/voters", "sid=0123", "application"),
		("/uz/voters", "esaylov_theme=dark", "application"),
		("/uz/voters?page=2", "", "application"),
		("/uz/voters?x=1", "", "built"),
		("/uz/voters?utm_source=x&utm_medium=a%20b", "", "built"),
		("/uz/voters?utm_source=x&q=%41", "", "application"),
		("/uz/voters?%71=a", "", "application"),
		("/uz/voters?x=1&%70age=2", "", "application"),
		("/uz/voters?pages=2&xq=1&q2", "", "built"),
		("/uz/voters?theme=dark", "", "application"),
		("/ru/all.csv", "", "name\n"),
		("/ru/all.csv?x=1", "", "name\n"),
		("/uz/calendar.ics", "", "uz"),
		("/ru/calendar.ics?x=1", "", "ru"),
		("/en/calendar.ics", "", "application"),
		("/uz/nothing", "", "application"),
		("/ru/voters", "", "application"),
		("/ru/voters/index.html", "", "application"),
		("/uz/all.csv", "", "name\n"),
		("/cabinet", "", "other"),
	],
)
def test_nginx_serves_what_is_the_same_for_everybody_and_nothing_else(nginx, path, cookie, expected):
	answer = requests.get(f"{nginx}{path}", headers={"Cookie": cookie} if cookie else {}, timeout=60)
	assert answer.text == expected
	if expected in ("front", "built"):
		assert answer.headers["Cache-Control"] == "no-cache"
		assert answer.headers["Content-Type"] == "text/html; charset=utf-8"
		assert answer.headers["Set-Cookie"].startswith("preferred_language=uz;")
		again = requests.get(f"{nginx}{path}", headers={"If-None-Match": answer.headers["ETag"]}, timeout=60)
		assert again.status_code == 304


@pytest.mark.parametrize(("name", "kind"), [("all.csv", "text/csv"), ("calendar.ics", "text/calendar")])
def test_a_file_has_the_kind_of_its_ending(nginx, name, kind):
	assert requests.get(f"{nginx}/uz/{name}", timeout=60).headers["Content-Type"].startswith(kind)


@pytest.mark.parametrize("name", ["a.xhtml", "a.svg", "a.html", "a.png"])
def test_a_public_file_is_a_download_that_runs_nothing(nginx, name):
	answer = requests.get(f"{nginx}/files/{name}", timeout=60)
	assert (answer.status_code, answer.text) == (200, "<script>")
	assert answer.headers["Content-Disposition"] == "attachment"
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert answer.headers["Content-Security-Policy"] == "default-src 'none'; sandbox"
	assert OVERLAY.count(answer.headers["Content-Security-Policy"]) == 1
	assert requests.get(f"{nginx}/files/../secret", timeout=60).text != "<script>"
	assert requests.get(f"{nginx}/files/none.png", timeout=60).status_code == 404


@pytest.mark.parametrize("name", ["a.xhtml", "a.svg", "a.html", "a.png"])
def test_a_private_file_that_nginx_sends_for_the_application_runs_nothing(nginx, name):
	"""Seen behind the file that a bench makes for nginx: the application's own words were lost on the way."""
	answer = requests.get(f"{nginx}/private/files/{name}", timeout=60)
	assert (answer.status_code, answer.text) == (200, "<script>")
	assert answer.headers["Content-Disposition"] == "attachment; filename=a.html"
	assert answer.headers["X-Content-Type-Options"] == "nosniff"
	assert f'SANDBOX = "{answer.headers["Content-Security-Policy"]}"' in FILE_RULES
	assert requests.get(f"{nginx}/protected/private/files/handed-on/{name}", timeout=60).status_code == 404
	assert requests.get(f"{nginx}/private/files/none.png", timeout=60).status_code == 404


@pytest.mark.parametrize(
	"path",
	[
		"/backups/site.sql.gz",
		"//backups/site.sql.gz",
		"/BackUps/site.sql.gz",
		"/%62ackups/site.sql.gz",
		"/backups-x",
		"/backups/..%2f..%2fsite_config.json",
		"/backups/..%5c..%5csite_config.json",
		"/backups/%2e%2e/%2E%2E/site_config.json",
		"/backups/%252e%252e%252fsite_config.json",
		"/uz/../backups/site.sql.gz",
		"/uz/..%2fbackups/site.sql.gz",
		"/uz/../../secret",
		"/private/files/..%2f..%2fsite_config.json",
	],
)
def test_nginx_asks_the_application_for_no_backup(nginx, path):
	status, answer = send_raw(nginx, path, [("Host", "127.0.0.1")])
	assert status in (400, 404), answer
	assert not any(word in answer for word in (b"application", b"other", b"secret", b"bench"))


def test_nginx_sends_for_the_application_private_files_alone(nginx):
	assert requests.get(f"{nginx}/configuration", timeout=60).status_code == 404
	assert "secret" not in requests.get(f"{nginx}/configuration", timeout=60).text


@pytest.mark.parametrize("path", ["/uz/a..b", "/api/resource/File/..a", "/x?next=/../y", "/uz/back-ups"])
def test_nginx_hands_on_an_address_with_dots_that_climbs_nowhere(nginx, path):
	status, answer = send_raw(nginx, path, [("Host", "127.0.0.1")])
	assert status == 200
	assert answer.endswith((b"application", b"other"))


def test_nginx_writes_only_with_the_application(nginx):
	assert requests.post(f"{nginx}/uz/voters", timeout=60).text == "application"
