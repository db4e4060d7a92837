"""What the documents for integrators show, works: every block is taken out of them and executed against the server, in their order.

The script that does it knows the documents and four values: address, key of a body, key file of its head and its password.
"""

import base64
import json
import os
import re
import runpy
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from factories import cabinet
from factories.http import PASSWORD, issue_key
from factories.steps import site_step
from fakes.eimzo_plugin import Plugin

from esaylov.core.signing import Signer, TrustStore, verify_cms

DOCS = Path(__file__).resolve().parents[2] / "docs" / "integrators"
PAGES = ("tour.md", "signing.md")
"""In the order in which they are followed; README.md shows no commands."""
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
SOCKET = re.compile(r"wss://127\.0\.0\.1:64443/service/cryptapi")
BODY = {"body_type": "Party Branch", "body": "OZLIDEP-1726277"}
SCOPES = ["appeals:read", "appeals:write", "integrators:read"]


def blocks() -> list[tuple[str, str]]:
	"""Language and text of every block of the documents."""
	return [block for page in PAGES for block in BLOCK.findall((DOCS / page).read_text(encoding="utf-8"))]


def script() -> str:
	"""The blocks of shell and Python as one script that says which it begins."""
	found = []
	for number, (language, text) in enumerate(blocks()):
		found.append(f"printf '\\n== block {number}\\n'")  # an answer need not end with a line
		if language == "sh":
			found.append(text)
		elif language == "python":
			found.append(f"python3 - <<'END OF BLOCK'\n{text}\nEND OF BLOCK")
	return "\n".join(found)


@pytest.fixture
def key(login) -> Any:
	"""A key of the branch, as its head makes one; ended afterwards."""
	head = login("party")
	wanted = {"title": "Sinov", "scopes": SCOPES, "ends_on": str(date.today() + timedelta(days=2))}
	made = head.post("bodies.bind_key", **BODY, **wanted)
	assert made.status_code == 200, made.text[:500]
	yield made.json()["message"]["secret"]
	head.post("bodies.end_key", key=made.json()["message"]["key"])


def signer(signature: str, content: bytes, anchor: Path) -> Signer:
	"""Who signed, by the demonstration authority of a file."""
	store = TrustStore.of([der(anchor.read_text())])
	return verify_cms(base64.b64decode(signature, validate=True), content, store, now())


def der(text: str) -> bytes:
	"""The first certificate of a PEM file."""
	inner = text.partition("-----BEGIN CERTIFICATE-----")[2].partition("-----END")[0]
	return base64.b64decode(inner)


def now() -> datetime:
	return datetime.now(ZoneInfo("Asia/Tashkent")).replace(tzinfo=None) + timedelta(minutes=1)


@pytest.mark.full
def test_whoever_follows_the_documents_files_signs_and_follows_an_appeal(address, key, page, tmp_path):
	demo = cabinet.key_file("party").parent
	ran = subprocess.run(
		["bash", "-euo", "pipefail", "-c", script()],
		cwd=tmp_path,
		env={
			"PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
			"ESAYLOV": address,
			"KEY": key,
			"KEY_FILE": str(demo / "party.p12"),
			"KEY_PASSWORD": PASSWORD,
		},
		capture_output=True,
		text=True,
		timeout=600,
		check=False,
	)
	assert ran.returncode == 0, (ran.stdout[-2000:], ran.stderr[-2000:])
	begun = [line for line in ran.stdout.splitlines() if line.startswith("== block ")]
	assert len(begun) == len(blocks()) >= 20
	for said in ("304", '"not_found"', "key_scope_of_body", "people:write", "['/answers/persons']", "%PDF-"):
		assert said in ran.stdout, (said, ran.stdout[-3000:])
	assert '"status":"Registered"' in ran.stdout.replace(" ", "")
	content = (tmp_path / "payload.bin").read_bytes()
	pinfl = json.loads(content)["applicant"]["pinfl"]
	for made in ("signature.txt", "by_openssl.txt", "by_python.txt"):
		assert signer((tmp_path / made).read_text(), content, demo / "authority.pem").pinfl == pinfl, made
	(eimzo,) = [text for language, text in blocks() if language == "js"]
	assert {language for language, _ in blocks()} == {"sh", "python", "js"}, "no other block is run"
	assert signer(signed_in(page, eimzo, content), content, demo / "authority.ozdst.pem").pinfl == pinfl


def signed_in(page, program: str, content: bytes) -> str:
	"""What a page with this program sends after E-IMZO signed."""
	plugin = Plugin(cabinet.national_key_file("party"))
	page.route_web_socket(
		SOCKET, lambda socket: socket.on_message(lambda message: socket.send(plugin.answer(message)))
	)
	page.goto("/openapi")
	text = base64.b64encode(content).decode()
	return page.evaluate(f"async (payload) => {{ {program}\nreturn await sign(payload); }}", text)


def test_no_page_of_the_guide_shows_a_block_that_is_not_run():
	for page in DOCS.glob("*.md"):
		if page.name not in PAGES:
			assert not BLOCK.findall(page.read_text(encoding="utf-8")), page.name


def test_the_client_reads_pages_and_tells_refusals(address, login, sites):
	user = site_step(sites, "integrator", module="permission_rows").strip()
	secret = issue_key(login("administrator"), user, "appeals:read", "integrators:read")
	module = runpy.run_path(str(DOCS / "client.py"))
	client = module["Client"](address, secret)
	assert client.get("integrators.whoami")["scopes"] == ["appeals:read", "integrators:read"]
	assert isinstance(client.get("appeals.types"), list)
	with pytest.raises(module["Refused"]) as refused:
		client.post("appeals.create", appeal_type="A56", election="demo", answers={})
	assert (refused.value.status, refused.value.code) == (403, "key_scope")
	assert "appeals:write" in str(refused.value)
	guest = module["Client"](address)
	parties = list(guest.pages("open_data.parties", limit=2))
	assert len(parties) > 2
	assert len({row["name"] if "name" in row else str(row) for row in parties}) == len(parties)
