"""The list of endings as the page `/verify/offline` reads it: one of a later day by a retired key is refused."""

import base64
import json
import shutil
import subprocess
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from esaylov.core.records import revocation_list

ROOT = Path(__file__).parents[2]
OFFLINE = ROOT / "esaylov" / "public" / "js" / "portal" / "offline"
KEY = Ed25519PrivateKey.from_private_bytes(b"\x07" * 32)


@pytest.fixture(scope="module")
def script(tmp_path_factory: pytest.TempPathFactory) -> Path:
	"""A copy beside which Node finds that it is a module."""
	if shutil.which("node") is None:
		pytest.skip("no node")
	folder = tmp_path_factory.mktemp("offline")
	for path in OFFLINE.glob("*.js"):
		shutil.copy(path, folder)
	(folder / "package.json").write_text('{"type": "module"}')
	return folder / "check.js"


def read(script: Path, retired_on: str, at: str = "2026-12-01T09:00:00") -> dict | None:
	signed = revocation_list.sign(["a1"], {}, at, KEY, "0badcafe")
	key = base64.b64encode(KEY.public_key().public_bytes_raw()).decode()
	asked = {
		"script": str(script),
		"keys": {"0badcafe": {"key": key, "retired_on": retired_on}},
		"signed": signed,
	}
	done = subprocess.run(
		["node", str(Path(__file__).with_name("read_list.mjs"))],
		input=json.dumps(asked),
		capture_output=True,
		text=True,
		check=True,
	)
	return json.loads(done.stdout)


@pytest.mark.parametrize("retired_on", ["", "2026-12-01", "2027-01-01"])
def test_a_list_by_a_key_of_its_day_is_read(script, retired_on):
	assert read(script, retired_on) == {"at": "2026-12-01T09:00:00", "ended": ["a1"]}


def test_a_list_of_a_day_after_its_key_was_retired_is_refused(script):
	assert read(script, "2026-11-30") is None
