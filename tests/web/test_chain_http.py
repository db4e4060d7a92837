"""The published chain over HTTP: for everybody, without a login."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.web
PROGRAM = Path(__file__).parents[2] / "script" / "verify-chain"
COMMISSION = "DC-1726277"


def verified(export: Path, *more: object) -> subprocess.CompletedProcess:
	return subprocess.run([sys.executable, PROGRAM, export, *more], capture_output=True, text=True)


def test_anybody_fetches_a_chain_that_the_program_verifies(guest, tmp_path):
	answer = guest.get("chain.export", commission=COMMISSION)
	assert answer.status_code == 200
	export = tmp_path / "chain.jsonl"
	export.write_bytes(answer.content)
	keys = guest.get("chain.heads").json()["message"]["keys"]
	done = verified(export, *(word for name, key in keys.items() for word in ("--key", f"{name}:{key}")))
	assert done.returncode == 0, done.stderr


def test_published_lists_come_newest_first_and_in_pages(guest):
	lists = guest.get("chain.heads").json()["message"]["heads"]
	numbers = [row["number"] for row in lists]
	assert numbers == sorted(numbers, reverse=True)
	before = guest.get("chain.heads", before=1).json()["message"]["heads"]
	assert before == []
	assert all(json.loads(row["content"])["number"] == row["number"] for row in lists)


def test_an_unknown_commission_is_not_found(guest):
	answer = guest.get("chain.export", commission="DC-0")
	assert (answer.status_code, answer.json()["error"]["code"]) == (404, "not_found")


@pytest.mark.parametrize(
	("language", "title"),
	[
		("uz", "Hodisalar zanjiri"),
		("uz-Cyrl", "Ҳодисалар занжири"),
		("ru", "Цепочка событий"),
		("en", "Chain of events"),
	],
)
def test_the_page_says_how_to_check_in_each_language(guest, language, title):
	answer = guest.session.get(f"{guest.address}/{language}/chain", timeout=60)
	assert answer.status_code == 200
	assert f"<h1>{title}</h1>" in answer.text
	assert "script/verify-chain" in answer.text


def test_a_list_is_kept_as_a_file_that_the_program_reads(guest, tmp_path):
	lists = guest.get("chain.heads").json()["message"]["heads"]
	assert guest.get("chain.saved", number=0).status_code == 404
	for row in lists[:1]:
		saved = guest.get("chain.saved", number=row["number"])
		assert saved.json().keys() == {"content", "key_id", "signature"}
