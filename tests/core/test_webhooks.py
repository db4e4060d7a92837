"""Webhooks: signed as the specification says, repeated with growing pauses, sent to public addresses alone."""

from datetime import datetime, timedelta

import pytest

from esaylov.core import outgoing
from esaylov.core.formats import webhooks

NOW = datetime(2026, 1, 15, 12, 0)


def test_a_signature_is_that_of_the_specification():
	"""The sample of the reference libraries of Standard Webhooks."""
	headers = webhooks.signed_headers(
		"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
		"msg_p5jXN8AQM9LWM0D4loKWxJek",
		1614265330,
		b'{"test": 2432232314}',
	)
	assert headers == {
		"webhook-id": "msg_p5jXN8AQM9LWM0D4loKWxJek",
		"webhook-timestamp": "1614265330",
		"webhook-signature": "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=",
	}


def test_a_new_secret_signs_and_no_other_does():
	secret = webhooks.secret_of(b"a" * webhooks.SECRET_BYTES)
	assert webhooks.signed_headers(secret, "a", 1, b"x") == webhooks.signed_headers(secret, "a", 1, b"x")
	assert webhooks.signed_headers(secret, "a", 1, b"x") != webhooks.signed_headers(
		webhooks.secret_of(b"b" * webhooks.SECRET_BYTES), "a", 1, b"x"
	)
	with pytest.raises(ValueError, match="secret"):
		webhooks.signed_headers("whsec_not base64", "a", 1, b"x")


def test_pauses_grow_and_end():
	moments = [webhooks.next_attempt(failures, NOW) for failures in range(1, len(webhooks.STEPS) + 1)]
	assert moments == sorted(moments)
	assert moments[0] == NOW + timedelta(seconds=5)
	assert webhooks.next_attempt(len(webhooks.STEPS) + 1, NOW) is None
	assert webhooks.next_attempt(2, NOW, spread=1.0) == NOW + timedelta(seconds=330)


@pytest.mark.parametrize(
	("status", "is_taken", "ends_all"),
	[(200, True, False), (204, True, False), (301, False, False), (410, False, True), (500, False, False)],
)
def test_what_an_answer_means(status, is_taken, ends_all):
	assert (webhooks.is_taken(status), webhooks.ends_all(status)) == (is_taken, ends_all)


def test_a_receiver_is_paused_after_five_days_of_failure():
	assert not webhooks.should_pause(None, NOW)
	assert not webhooks.should_pause(NOW - timedelta(days=5) + timedelta(seconds=1), NOW)
	assert webhooks.should_pause(NOW - timedelta(days=5), NOW)


@pytest.mark.parametrize(
	("url", "allowed"),
	[
		("https://hooks.example/saylov", True),
		("https://hooks.example:8443/", True),
		("http://hooks.example/", False),
		("https://user:word@hooks.example/", False),
		("https:///path", False),
		("https://hooks.example/#part", False),
		("https://hooks.example:99999/", False),
		("https://hooks.example:25/", False),
		("https://hooks.example:0/", False),
		("ftp://hooks.example/", False),
		("javascript:alert(1)", False),
	],
)
def test_an_address_is_called_over_tls_by_name(url, allowed):
	assert outgoing.is_address(url) is allowed


def test_a_demonstration_may_call_without_tls():
	assert outgoing.is_address("http://localhost:8000/", allow_plain=True)


@pytest.mark.parametrize(
	("address", "public"),
	[
		("84.54.64.1", True),
		("2a01:4f8::1", True),
		("127.0.0.1", False),
		("10.1.2.3", False),
		("172.16.0.1", False),
		("192.168.1.1", False),
		("169.254.169.254", False),
		("100.64.0.1", False),
		("0.0.0.0", False),  # noqa: S104 # not bound to
		("224.0.0.1", False),
		("::1", False),
		("fe80::1%eth0", False),
		("fd00::1", False),
		("::ffff:127.0.0.1", False),
		("64:ff9b::a00:1", False),
		("2002:7f00:1::", False),
		("2002:5436:4001::", False),  # 6to4, whatever it carries
		("::127.0.0.1", False),
		("::84.54.64.1", False),
		("::ffff:0:7f00:1", False),
		("::ffff:84.54.64.1", False),
		("64:ff9b::5436:4001", True),  # a host that has IPv6 alone reaches the others so
		("64:ff9b:1::7f00:1", False),
		("fec0::1", False),
		("2a01:4f8::5efe:7f00:1", False),  # ISATAP
		("2a01:4f8::200:5efe:a00:1", False),
		("2001:0:5436:4001::1", False),  # Teredo
		("2001:db8::1", False),
		("100::1", False),
		("ff0e::1", False),
		("192.88.99.1", False),
		("168.63.129.16", False),  # a cloud answers its own machines there
		("240.0.0.1", False),
		("2130706433", False),
		("none", False),
	],
)
def test_only_public_addresses_are_called(address, public):
	assert outgoing.is_public(address) is public
