"""A count that ends while it is changed leaves nobody locked out."""

import frappe
import pytest

from esaylov.framework import limits


@pytest.fixture
def key():
	name = frappe.generate_hash(length=12)
	yield name
	limits.clear("tries", name)


def test_a_count_goes_up_and_down_and_never_below_nothing(key):
	assert [limits.hit("tries", key, 60) for _ in range(3)] == [1, 2, 3]
	for _ in range(5):
		limits.take_back("tries", key)
	assert limits.count("tries", key) == 0
	assert limits.hit("tries", key, 60) == 1


def test_a_count_that_ends_while_it_is_taken_back_leaves_nothing(key, monkeypatch):
	"""It stood at -1 without an end: the next counts found it, and set no end either."""
	limits.hit("tries", key, 60)
	name = frappe.cache.make_key(f"{limits.PREFIX}|tries|{key}")
	asked = frappe.cache.get

	def get(*arguments, **named):
		found = asked(*arguments, **named)
		frappe.cache.delete(name)  # as its time does, right after it was asked for
		return found

	with monkeypatch.context() as patched:
		patched.setattr(frappe.cache, "get", get)
		limits.take_back("tries", key)
	limits.hit("tries", key, 60)
	assert 0 < frappe.cache.ttl(name) <= 60
