"""A client that somebody else's generator makes of `/openapi.json` alone: it files, signs and follows an appeal.

The generator has an environment of its own, which `script/test` makes (`standalone/generator.lock`); the client runs in it too,
with nothing of ours but its key and the signature of the head.
"""

import base64
import json
import os
import subprocess
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from factories.cabinet import pinfl
from factories.papers import PDF

ROOT = Path(__file__).resolve().parents[2]
SITES = Path(os.environ.get("SITES_PATH") or ROOT / ".bench" / "sites")
ENVIRONMENT = SITES.resolve().parent / "generator" / "bin"
CONFIG = ROOT / "docs" / "integrators" / "generator.yaml"
BODY = {"body_type": "Party Branch", "body": "OZLIDEP-1726277"}
DRAFT = """
import base64, json, sys
from e_saylov_client import AuthenticatedClient
from e_saylov_client.api.appeals import appeals_attach, appeals_create, appeals_payload
from e_saylov_client.models import AppealsAttachBody, AppealsCreateBody, Error

given = json.load(sys.stdin)
client = AuthenticatedClient(base_url=given["address"], token=given["key"], timeout=120)
draft = AppealsCreateBody.from_dict({"appeal_type": "A56", "election": "demo", "answers": given["answers"]})
appeal = appeals_create.sync(client=client, body=draft).message.appeal
file = AppealsAttachBody(appeal=appeal, field="party_decision", file_name="qaror.pdf", content=given["pdf"])
assert len(appeals_attach.sync(client=client, body=file).message.sha256) == 64
refusal = appeals_create.sync(client=client, body=AppealsCreateBody.from_dict({**draft.to_dict(), "answers": {"persons": "x"}}))
assert isinstance(refusal, Error) and refusal.error.findings[0].pointer == "/answers/persons", refusal
print(json.dumps({"appeal": appeal, "payload": appeals_payload.sync(client=client, appeal=appeal).message.payload}))
"""
FILING = """
import json, sys
from e_saylov_client import AuthenticatedClient, Client
from e_saylov_client.api.appeals import appeals_receipt, appeals_submit, appeals_track, appeals_withdraw
from e_saylov_client.models import AppealsSubmitBody, AppealsWithdrawBody

given = json.load(sys.stdin)
client = AuthenticatedClient(base_url=given["address"], token=given["key"], timeout=120)
filing = AppealsSubmitBody(appeal=given["appeal"], idempotency_key="made-" + given["appeal"], signature=given["signature"])
receipt = appeals_submit.sync(client=client, body=filing).message
assert appeals_submit.sync(client=client, body=filing).message.to_dict() == receipt.to_dict()
followed = appeals_track.sync(client=Client(base_url=given["address"], timeout=120), number=receipt.number, code=receipt.tracking_code)
paper = appeals_receipt.sync(client=client, appeal=given["appeal"])
print(json.dumps({"status": followed.message.status, "paper": paper.payload.read(5).decode()}))
appeals_withdraw.sync(client=client, body=AppealsWithdrawBody(appeal=given["appeal"]))
"""


@pytest.fixture(scope="module")
def generator() -> Path:
	found = ENVIRONMENT / "openapi-python-client"
	if not found.is_file():
		pytest.skip("script/test makes the environment of the generator")
	return found


@pytest.fixture
def client_of(generator, guest, tmp_path) -> Path:
	"""The folder with the client that the generator makes of the document as the site gives it out."""
	document = tmp_path / "openapi.json"
	document.write_text(guest.session.get(f"{guest.address}/openapi.json?_lang=en", timeout=120).text)
	ran = subprocess.run(
		[
			str(generator),
			"generate",
			"--path",
			str(document),
			"--output-path",
			"made",
			"--config",
			str(CONFIG),
			"--fail-on-warning",
		],
		cwd=tmp_path,
		env={"PATH": f"{ENVIRONMENT}:{os.environ['PATH']}"},
		capture_output=True,
		text=True,
		check=False,
	)
	assert ran.returncode == 0, ran.stdout[-3000:] + ran.stderr[-1000:]
	return tmp_path / "made"


def run(folder: Path, program: str, **given: Any) -> dict[str, Any]:
	"""What a program prints that knows the generated client alone."""
	ran = subprocess.run(
		[str(ENVIRONMENT / "python"), "-c", program],
		cwd=folder,
		env={"PATH": os.environ["PATH"]},
		input=json.dumps(given),
		capture_output=True,
		text=True,
		check=False,
	)
	assert ran.returncode == 0, ran.stderr[-3000:]
	return json.loads(ran.stdout)


@pytest.mark.full
def test_a_generated_client_files_signs_and_follows_an_appeal(client_of, login, serial):
	head = login("party")
	scopes = ["appeals:read", "appeals:write"]
	wanted = {"title": "Sinov", "scopes": scopes, "ends_on": str(date.today() + timedelta(days=2))}
	bound = head.post("bodies.bind_key", **BODY, **wanted).json()["message"]
	given = {"address": head.address, "key": bound["secret"]}
	person = {"pinfl": pinfl(serial), "full_name": "Sinov Kuzatuvchi", "phone": f"+9989{serial:08d}"}
	answers = {
		"party_decision_no": "12-Q",
		"party_decision_date": date.today().isoformat(),
		"persons": [person],
	}
	try:
		draft = run(client_of, DRAFT, **given, answers=answers, pdf=base64.b64encode(PDF).decode())
		signature = head.sign(draft["payload"])
		found = run(client_of, FILING, **given, appeal=draft["appeal"], signature=signature)
	finally:
		head.post("bodies.end_key", key=bound["key"])
	assert found == {"status": "Registered", "paper": "%PDF-"}
