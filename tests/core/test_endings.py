"""The signed list of certificates that ended before their day."""

import base64
import json

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from esaylov.core.records import revocation_list
from esaylov.core.records.revocation_list import DOMAIN, Endings, EndingsInvalid

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {"k1": KEY.public_key()}
AT, ANNOUNCED = "2024-10-20T09:00:00", {"2024-10-27": "2024-11-05"}


def signed(**changes: str) -> dict[str, str]:
	return {**revocation_list.sign(["b2", "a1"], ANNOUNCED, AT, KEY, "k1"), **changes}


def test_a_list_says_what_was_signed():
	assert revocation_list.read(signed(), KEYS) == Endings(AT, frozenset({"a1", "b2"}), ANNOUNCED)


def test_the_format_is_frozen():
	assert signed()["content"] == (
		'{"announced":{"2024-10-27":"2024-11-05"},"at":"2024-10-20T09:00:00","ended":["a1","b2"],"version":1}'
	)
	assert signed() == signed()


@pytest.mark.parametrize(
	("changes", "code"),
	[
		({"key": "k9"}, "endings_key"),
		({"content": signed()["content"].replace("a1", "a2")}, "endings_signature"),
		({"signature": "AAAA"}, "endings_signature"),
		({"signature": "no base64"}, "endings_signature"),
	],
)
def test_what_is_no_list_is_refused(changes, code):
	with pytest.raises(EndingsInvalid, match=code):
		revocation_list.read(signed(**changes), KEYS)


def test_another_version_is_refused():
	content = json.dumps({"version": 2})
	signature = base64.b64encode(KEY.sign(DOMAIN + content.encode())).decode()
	with pytest.raises(EndingsInvalid, match="endings_malformed"):
		revocation_list.read({"content": content, "key": "k1", "signature": signature}, KEYS)
