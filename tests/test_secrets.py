"""No secret lies in the repository: private keys, tokens of services, passwords in addresses, and texts too random to be words.

Every tracked file is read, also those that no linter looks at. What looks like a secret and is none is named with its reason.
"""

import math
import re
import subprocess
from collections import Counter
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
SHAPES = {
	"private key": r"-----BEGIN [A-Z ]*PRIVATE KEY-----",
	"AWS": r"\b(?:AKIA|ASIA)[0-9A-Z]{16}\b",
	"GitHub": r"\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{60,}",
	"GitLab": r"\bglpat-[\w-]{20,}",
	"Google": r"\bAIza[\w-]{35}",
	"Slack": r"\bxox[abprs]-[\w-]{10,}",
	"Stripe": r"\b[rs]k_live_\w{16,}",
	"npm or PyPI": r"\bnpm_[A-Za-z0-9]{36}|\bpypi-AgE[\w-]{50,}",
	"Telegram": r"\b\d{8,10}:AA[\w-]{33}\b",
	"JSON Web Token": r"\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\.[\w-]{10,}",
	"password in an address": r"\b[a-z][a-z0-9+]*://[^\s/:@'\"{}$<>]+:[^\s/:@'\"{}$<>]{3,}@[\w.-]+",
}
KEPT_KEYS = (".p12", ".pfx", ".pem", ".key", ".kdbx", ".jks", ".gpg", ".asc")
RANDOM = re.compile(r"[A-Za-z0-9+/=_-]{32,}")
OF_HEX, OF_BASE64 = 3.2, 4.5
"""Bits a letter from which a text is taken for random: words of code of that length have fewer [measured on this repository]."""
LOCKS = re.compile(r"\.lock$|(^|/)package-lock\.json$|^security/osv/(snapshot\.(jsonl|sig)|public-key\.txt)$")
"""Hashes of packages by the hundred."""
PUBLIC = {
	"esaylov/core/signing/ozdst/gcrypt.py": "parameters of a public standard",
	"esaylov/setup/framework_advisories.json": "addresses of advisories",
	"security/semgrep/frappe/reasons.json": "the commit of the rules that were run",
	"standalone/fetch.py": "SHA-256 of a package",
	"tests/test_secrets.py": "samples of this file",
	"tests/core/test_chain.py": "a hash, worked out by hand",
	"tests/core/test_ozdst.py": "vectors of a public standard",
	"tests/core/test_payload.py": "the hash of nothing",
	"tests/core/test_webhooks.py": "the vector of Standard Webhooks",
}

MADE_UP = {
	"password in an address": {
		"tests/core/test_webhooks.py",
		"tests/site/integrations/test_webhook_deliveries.py",
	}
}
"""Where a shape stands because it is refused."""


def files() -> dict[str, str]:
	"""Tracked files that are texts, by name."""
	names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True)
	found = {}
	for name in names.stdout.split("\0"):
		path = ROOT / name
		if name and path.is_file() and not path.is_symlink():
			content = path.read_bytes()
			if b"\0" not in content[:8000]:
				found[name] = content.decode(errors="replace")
	return found


@pytest.fixture(scope="module")
def texts() -> dict[str, str]:
	return files()


def entropy(text: str) -> float:
	return -sum(n / len(text) * math.log2(n / len(text)) for n in Counter(text).values())


def is_random(word: str) -> bool:
	if re.fullmatch(r"[0-9a-f]+", word):
		return entropy(word) > OF_HEX
	kinds = (r"\d", r"[a-z]", r"[A-Z]")
	return entropy(word) > OF_BASE64 and all(re.search(kind, word) for kind in kinds)


@pytest.mark.parametrize("shape", SHAPES)
def test_no_secret_of_a_known_shape(texts, shape):
	found = {name for name, text in texts.items() if re.search(SHAPES[shape], text)}
	assert len(texts) > 1000
	assert found == MADE_UP.get(shape, set())


def test_no_text_that_is_too_random_to_be_words(texts):
	found = {
		name
		for name, text in texts.items()
		if not LOCKS.search(name) and any(map(is_random, RANDOM.findall(text)))
	}
	assert found - PUBLIC.keys() == set()
	assert PUBLIC.keys() - found == set(), "what is not there needs no reason"


def test_no_file_of_a_key():
	names = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
	assert [name for name in names.splitlines() if name.endswith(KEPT_KEYS)] == []


SAMPLES = {
	"private key": "-----BEGIN EC " + "PRIVATE KEY-----",
	"AWS": "AKIA" + "IOSFODNN7EXAMPLE",
	"GitHub": "ghp_" + "a1B2" * 9,
	"GitLab": "glpat-" + "a1B2" * 6,
	"Google": "AIza" + "aB3_-" * 7,
	"Slack": "xoxb-" + "1234567890-abc",
	"Stripe": "sk_live_" + "a1B2" * 6,
	"npm or PyPI": "npm_" + "a1B2" * 9,
	"Telegram": "123456789:AA" + "a1B2c3-_d4E5" * 2 + "a1B2c3D4e",
	"JSON Web Token": "eyJhbGciOiJIUzI1NiJ9." + "eyJzdWIiOiIxMjM0In0." + "c2lnbmF0dXJl-_",
	"password in an address": "postgres://" + "admin:hunter22@db.example",
}


@pytest.mark.parametrize("shape", SHAPES)
def test_each_shape_finds_what_it_is_for(shape):
	assert re.search(SHAPES[shape], f'x = "{SAMPLES[shape]}"')


@pytest.mark.parametrize(
	("word", "is_found"),
	[
		("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08", True),
		("q8Zr4VtN1xYp7KdLs0WmBc3GhJ6fTeUaXo9iRnQyEw5", True),
		("0" * 64, False),
		("a_test_that_has_a_very_long_name_of_words_and_nothing_else", False),
		("esaylov/setup/verification/reporting/ReportingOfEverything", False),
	],
)
def test_what_is_random_is_told_from_words(word, is_found):
	assert is_random(word) is is_found
