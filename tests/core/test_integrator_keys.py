"""Keys of integrators: made, recognised, closed at their time, held to their scopes."""

from datetime import datetime, timedelta

import pytest

from esaylov.core import integrators as law

NOW = datetime(2026, 1, 15, 12, 0)


def test_a_key_is_recognised_by_its_secret_alone():
	one, other = (law.new_key(digit * 16, digit * 43) for digit in "ab")
	key_id, secret = law.parted(one.text)
	assert key_id == one.key_id
	assert law.is_secret(secret, one.secret_hash)
	assert not law.is_secret(secret, other.secret_hash)
	assert secret not in one.secret_hash


@pytest.mark.parametrize(
	"text", ["", "esk_", "esk_0123456789abcdef_short", "xyz_0123456789abcdef_" + "a" * 43]
)
def test_what_is_no_key_is_told_from_one(text):
	assert law.parted(text) is None


@pytest.mark.parametrize(
	("status", "expires_at", "code"),
	[
		("Active", NOW + timedelta(seconds=1), ""),
		("Active", NOW, "key_expired"),
		("Revoked", NOW + timedelta(days=1), "key_revoked"),
		("New", NOW + timedelta(days=1), "key_unknown"),
	],
)
def test_a_key_lets_in_while_it_is_active(status, expires_at, code):
	assert law.closed_by(status, expires_at, NOW) == code


def test_a_key_that_is_not_enabled_lets_nobody_in():
	assert law.closed_by("Active", NOW + timedelta(days=1), NOW, is_enabled=False) == "key_unsigned"


@pytest.mark.parametrize(
	("method", "verb", "allowed"),
	[
		("appeals.types", "GET", True),
		("appeals.types", "HEAD", True),
		("appeals.create", "POST", False),
		("decisions.matter", "GET", False),
	],
)
def test_a_scope_is_a_group_read_or_written(method, verb, allowed):
	assert law.may_call({"appeals:read"}, method, verb) is allowed
