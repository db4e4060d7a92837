"""The token in the QR."""

import base64
from datetime import date

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.records import token
from esaylov.core.records.token import DOMAIN, KINDS, Claims, TokenInvalid

KEY = Ed25519PrivateKey.from_private_bytes(bytes(range(32)))
KEYS = {"k1": KEY.public_key()}
CLAIMS = Claims(
	id="a1b2c3d4e5",
	kind="observer_party",
	holder="BO'RONOV BO'RON BO'RONOVICH",
	commission="DC-1726277",
	valid_from="2024-10-16",
	valid_to="2024-10-28",
	decision="26277-3",
	election="2024-10-27",
)


def made(**changes: str | bool) -> str:
	return token.make(Claims(**{**CLAIMS, **changes}), KEY, "k1")


def signed(data: bytes) -> str:
	return base64.urlsafe_b64encode(data + KEY.sign(DOMAIN + data)).rstrip(b"=").decode()


def opened(text: str) -> bytes:
	return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))[:-64]


def test_a_token_says_what_was_signed():
	assert token.read(made(), KEYS) == CLAIMS
	assert token.read(made(valid_to=""), KEYS)["valid_to"] == ""


def test_the_layout_is_frozen():
	assert opened(made()) == (
		b"\x02\x02k1\x01\x23\x5f\x23\x6b\x0aa1b2c3d4e5\x1bBO'RONOV BO'RON BO'RONOVICH\x0aDC-1726277\x0726277-3"
		b"\x0a2024-10-27"
	)
	assert made() == made()


def test_a_paper_of_practice_says_so_in_a_version_of_its_own():
	practised = made(is_practice=True)
	assert token.read(practised, KEYS) == {**CLAIMS, "is_practice": True}
	assert opened(practised) == b"\x03" + opened(made())[1:]
	turned = signed(b"\x02" + opened(practised)[1:])
	assert token.read(turned, KEYS) == CLAIMS, "only the server's signature makes it a real one"


def test_the_first_version_is_still_read():
	first = signed(b"\x01" + opened(made())[1 : -len(b"\x0a2024-10-27")])
	assert token.read(first, KEYS) == {**CLAIMS, "election": ""}


@pytest.mark.parametrize(("retired_on", "is_read"), [("2024-10-15", False), ("2024-10-16", True)])
def test_a_retired_key_signs_for_no_later_day(retired_on, is_read):
	if is_read:
		assert token.read(made(), KEYS, {"k1": retired_on, "k2": "2000-01-01"}) == CLAIMS
		return
	with pytest.raises(TokenInvalid, match="token_key_retired"):
		token.read(made(), KEYS, {"k1": retired_on})


def test_a_usual_token_is_short_enough_for_a_small_qr():
	assert len(made()) <= 205
	assert len(made(holder="ЎРИНОВА ЎҒИЛОЙ ҒАНИЖОНОВНА")) <= 265


text = st.text(st.characters(exclude_categories=["Cs"]), max_size=60)
days = st.dates(date(2000, 1, 2), date(2179, 6, 5))


@given(text, st.sampled_from(sorted(KINDS)), text, text, st.tuples(text, text), days, days | st.none())
def test_all_claims_come_back(id_, kind, holder, commission, acts, valid_from, valid_to):
	claims = Claims(
		id=id_,
		kind=kind,
		holder=holder,
		commission=commission,
		valid_from=valid_from.isoformat(),
		valid_to=valid_to.isoformat() if valid_to else "",
		decision=acts[0],
		election=acts[1],
	)
	assert token.read(token.make(claims, KEY, "k1"), KEYS) == claims


@given(st.integers(0, 200), st.integers(1, 255))
def test_a_changed_byte_is_refused(place, change):
	raw = bytearray(base64.urlsafe_b64decode(made() + "=="))
	raw[place % len(raw)] ^= change
	with pytest.raises(TokenInvalid):
		token.read(base64.urlsafe_b64encode(bytes(raw)).rstrip(b"=").decode(), KEYS)


@given(
	st.text(max_size=300) | st.binary(max_size=200).map(lambda raw: base64.urlsafe_b64encode(raw).decode())
)
def test_garbage_is_refused(text):
	with pytest.raises(TokenInvalid):
		token.read(text, KEYS)


OTHER = Ed25519PrivateKey.from_private_bytes(bytes(32))


@pytest.mark.parametrize(
	("text", "code"),
	[
		("", "token_malformed"),
		("!" * 100, "token_malformed"),
		("ў" * 100, "token_malformed"),
		("A" * 2000, "token_malformed"),
		("A" * 85, "token_malformed"),
		(made() + "=", "token_malformed"),
		(made()[:-1] + chr(ord(made()[-1]) + 1), "token_malformed"),  # stray bits in the last character
		(signed(b"\x04" + opened(made())[1:]), "token_version"),
		(signed(b"\x02\x02k9" + opened(made())[4:]), "token_key"),
		(signed(b"\x02\xff"), "token_malformed"),
		(signed(b"\x02\x02\xff\xff" + opened(made())[4:]), "token_malformed"),
		(signed(opened(made()) + b"\x00"), "token_malformed"),
		(signed(opened(made())[:-1]), "token_malformed"),
		(signed(opened(made())[:4] + b"\xff" + opened(made())[5:]), "token_malformed"),
		(token.make(CLAIMS, OTHER, "k1"), "token_signature"),
	],
)
def test_what_is_no_token_is_refused(text, code):
	with pytest.raises(TokenInvalid) as refusal:
		token.read(text, KEYS)
	assert refusal.value.code == code


def test_a_signature_over_the_bare_bytes_is_no_token():
	data = opened(made())
	text = base64.urlsafe_b64encode(data + KEY.sign(data)).rstrip(b"=").decode()
	with pytest.raises(TokenInvalid, match="token_signature"):
		token.read(text, KEYS)


@pytest.mark.parametrize(
	"changes",
	[
		{"kind": "passport"},
		{"valid_from": "1999-12-31"},
		{"valid_from": "2024-13-01"},
		{"valid_to": "2300-01-01"},
		{"holder": "Ў" * 200},
	],
)
def test_claims_that_do_not_fit_are_refused(changes):
	with pytest.raises(TokenInvalid, match="token_value"):
		made(**changes)


@pytest.mark.parametrize("key_id", ["", "ninechars", "ў"])
def test_key_ids_are_short_ascii(key_id):
	with pytest.raises(TokenInvalid, match="token_value"):
		token.make(CLAIMS, KEY, key_id)
