"""Signed lists of heads: what was signed is read back, and nothing else."""

from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from esaylov.core.records.chain import GENESIS
from esaylov.core.records.chain_heads import Head, HeadsInvalid, SignedHeads, closing, read_heads, sign_heads

KEY, KEY_ID = Ed25519PrivateKey.generate(), "aabbccdd"
KEYS = {KEY_ID: KEY.public_key()}
HEADS = [Head("DC-2", 3, "b" * 64), Head("CEC", 7, "a" * 64)]


def signed() -> SignedHeads:
	return sign_heads(HEADS, "2026-11-24T10:00:00", 2, GENESIS, KEY, KEY_ID)


def test_the_heads_come_back_in_the_order_of_the_commissions():
	assert read_heads(signed(), KEYS) == tuple(sorted(HEADS))


def test_the_next_list_names_this_one():
	following = sign_heads(HEADS, "2026-11-24T10:10:00", 3, signed().sha256, KEY, KEY_ID)
	assert f'"previous":"{signed().sha256}"' in following.content


@pytest.mark.parametrize(
	("changed", "code"),
	[
		({"key_id": "00000000"}, "heads_key"),
		({"content": signed().content.replace('"sequence":7', '"sequence":8')}, "heads_signature"),
		({"signature": "not Base64!"}, "heads_signature"),
		({"signature": ""}, "heads_signature"),
	],
)
def test_another_list_is_refused(changed, code):
	with pytest.raises(HeadsInvalid) as refused:
		read_heads(replace(signed(), **changed), KEYS)
	assert refused.value.code == code


def test_a_signed_text_that_is_no_list_is_refused():
	import base64

	from esaylov.core.records.chain_heads import DOMAIN

	content = '{"heads":[{"commission":"CEC"}]}'
	signature = base64.b64encode(KEY.sign(DOMAIN + content.encode())).decode()
	with pytest.raises(HeadsInvalid) as refused:
		read_heads(SignedHeads(content, KEY_ID, signature), KEYS)
	assert refused.value.code == "heads_malformed"


def test_a_closing_is_canonical():
	assert closing(HEADS[0], "2026-11-24T10:00:00") == (
		b'{"at":"2026-11-24T10:00:00","commission":"DC-2","document":"chain export","hash":"'
		+ b"b" * 64
		+ b'",'
		b'"sequence":3,"version":1}'
	)
