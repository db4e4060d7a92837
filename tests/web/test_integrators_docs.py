"""What the documents for integrators show, works: the tour's blocks and the client are executed against the server."""

import os
import re
import runpy
import subprocess
from pathlib import Path

import pytest
from factories.steps import site_step

DOCS = Path(__file__).resolve().parents[2] / "docs" / "integrators"
BLOCK = re.compile(r"^```sh\n(.*?)^```$", re.MULTILINE | re.DOTALL)


@pytest.fixture(scope="module")
def user(sites) -> str:
	return site_step(sites, "integrator", module="permission_rows").strip()


@pytest.fixture
def secret(login, user) -> str:
	administrator = login("administrator")
	document = {
		"title": "Sinov",
		"user": user,
		"expires_at": "2099-01-01 00:00:00",
		"scopes": [{"scope": "appeals:read"}, {"scope": "integrators:read"}],
	}
	answer = administrator.session.post(
		f"{administrator.address}/api/resource/Integrator Key", json=document, timeout=60
	)
	key = answer.json()["data"]["name"]
	return administrator.post("integrators.issue", key=key).json()["message"]["secret"]


def test_every_block_of_the_tour_runs(address, secret, tmp_path):
	blocks = BLOCK.findall((DOCS / "tour.md").read_text(encoding="utf-8"))
	assert len(blocks) >= 8
	ran = subprocess.run(
		["bash", "-euo", "pipefail", "-c", "\n".join(blocks)],
		cwd=tmp_path,
		env={"PATH": os.environ["PATH"], "ESAYLOV": address, "KEY": secret},
		capture_output=True,
		text=True,
		timeout=120,
		check=False,
	)
	assert ran.returncode == 0, (ran.stdout[-1000:], ran.stderr[-1000:])
	for said in ("contracts", "304", '"not_found"', '"scopes"', "key_scope", "appeals:write"):
		assert said in ran.stdout, (said, ran.stdout[-3000:])


def test_the_client_reads_pages_and_tells_refusals(address, secret):
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
