"""Backups and the files beside them are sent to nobody over HTTP, Administrator included, however the address is written."""

from collections.abc import Iterator

import pytest
from factories import inside
from factories.http import Client, manager_client, root_client
from factories.raw_http import send_raw

SITE = inside.SITE
MARK = "sinov-zaxira-mazmuni"
SECRET = "sinov-shaxsiy-fayl"
ADDRESSES = (
	"/backups/sinov-zaxira.sql.gz",
	"/backups/..%2f..%2fsite_config.json",
	"/backups/..%2F..%2Fsite_config.json",
	"/backups/%2e%2e/%2e%2e/site_config.json",
	"/backups/../../site_config.json",
	"/backups/..%5c..%5csite_config.json",
	"/backups/./sinov-zaxira.sql.gz",
	"/backups//sinov-zaxira.sql.gz",
	"//backups/sinov-zaxira.sql.gz",
	"/%62ackups/sinov-zaxira.sql.gz",
	"/Backups/sinov-zaxira.sql.gz",
	"/backups/../backups/sinov-zaxira.sql.gz",
	"/backupsx/../backups/sinov-zaxira.sql.gz",
	"/backups-/..%2fbackups%2fsinov-zaxira.sql.gz",
	"/backups%2fsinov-zaxira.sql.gz",
	"/backups/..%2ffiles%2fsinov-beside.txt",
	"/backups?path=x",
	"/uz/..%2fbackups/sinov-zaxira.sql.gz",
	"/private/files/..%2fbackups%2fsinov-zaxira.sql.gz",
	"/private/files/../backups/sinov-zaxira.sql.gz",
	"/private/files/..%2f..%2fsite_config.json",
	"/private/backups/sinov-zaxira.sql.gz",
	"/private/files/private/backups/sinov-zaxira.sql.gz",
	"/files/..%2f..%2fprivate%2fbackups%2fsinov-zaxira.sql.gz",
	"/files/..%2f..%2fsite_config.json",
	"/assets/..%2f{site}%2fsite_config.json",
	"/protected/private/backups/sinov-zaxira.sql.gz",
	"/api/method/frappe.utils.response.download_backup?path=/backups/sinov-zaxira.sql.gz",
	"/api/method/frappe.handler.download_file?file_url=/private/backups/sinov-zaxira.sql.gz",
	"/api/method/frappe.handler.download_file?file_url=/private/files/../backups/sinov-zaxira.sql.gz",
)

LAID = """
from pathlib import Path
folder = Path(frappe.get_site_path("private", "backups"))
folder.mkdir(exist_ok=True)
(folder / "sinov-zaxira.sql.gz").write_text(given["mark"])
(Path(frappe.get_site_path("private", "files")) / "sinov-beside.txt").write_text(given["secret"])
answer = frappe.conf.db_password
"""
TAKEN = """
from pathlib import Path
Path(frappe.get_site_path("private", "backups", "sinov-zaxira.sql.gz")).unlink()
Path(frappe.get_site_path("private", "files", "sinov-beside.txt")).unlink()
"""


@pytest.fixture(scope="module")
def secrets() -> Iterator[tuple[str, ...]]:
	"""What no answer contains: the words of a backup, of a private file without a record, and the password of the database."""
	password = inside.run(LAID, mark=MARK, secret=SECRET)
	yield (MARK, SECRET, password)
	inside.run(TAKEN)


@pytest.fixture(scope="module")
def clients(address: str) -> dict[str, Client]:
	return {
		"guest": Client(address, SITE),
		"system manager": manager_client(address, SITE),
		"administrator": root_client(address, SITE),
	}


@pytest.mark.parametrize("verb", ["GET", "POST", "HEAD"])
@pytest.mark.parametrize("who", ["guest", "system manager", "administrator"])
def test_no_address_sends_a_backup_or_a_file_of_the_site(clients, secrets, who, verb):
	client = clients[who]
	cookies = "; ".join(f"{name}={value}" for name, value in client.session.cookies.items())
	headers = [("Host", SITE), ("Cookie", cookies), ("X-Requested-With", "XMLHttpRequest")]
	headers += [("X-Frappe-CSRF-Token", client.session.headers.get("X-Frappe-CSRF-Token", ""))]
	found = {}
	for path in ADDRESSES:
		status, answer = send_raw(client.address, path.format(site=SITE), headers, verb)
		told = [word for word in secrets if word.encode() in answer]
		if told or status not in (301, 302, 303, 308, 400, 401, 403, 404):
			found[path] = (status, len(told))
	assert found == {}


@pytest.mark.parametrize("who", ["system manager", "administrator"])
def test_with_a_web_server_in_front_no_backup_is_handed_to_it(clients, who):
	client = clients[who]
	for path in ("/backups/sinov-zaxira.sql.gz", "/backups/..%2f..%2fsite_config.json"):
		answer = client.session.get(
			f"{client.address}{path}", headers={"X-Use-X-Accel-Redirect": "on"}, timeout=60
		)
		assert answer.status_code == 404, (path, answer.status_code)
		assert "X-Accel-Redirect" not in answer.headers


def test_the_refusal_says_that_there_is_no_such_page(clients):
	client = clients["administrator"]
	answer = client.session.get(f"{client.address}/backups/sinov-zaxira.sql.gz", timeout=60)
	assert answer.status_code == 404
	assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_document_whose_name_contains_dots_is_still_read(clients):
	client = clients["administrator"]
	answer = client.session.get(f"{client.address}/api/resource/Role/a..b", timeout=60)
	assert answer.status_code == 404
	assert answer.json()["exc_type"] == "DoesNotExistError"
