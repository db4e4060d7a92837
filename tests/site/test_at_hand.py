"""Documents that a step has at hand are those of the framework's cache, and not unpacked again while it has the same."""

import frappe
import pytest
import redis

from esaylov.framework import reads

DOCTYPE, NAME = "SMS Template", "S01"
KEY = frappe.get_document_cache_key(DOCTYPE, NAME)


@pytest.fixture(autouse=True)
def forgotten():
	"""A process that has read nothing, and a cache that holds the document."""
	reads._copies.clear()
	frappe.clear_document_cache(DOCTYPE, NAME)
	frappe.get_cached_doc(DOCTYPE, NAME)
	begin()
	yield
	reads._copies.clear()
	frappe.clear_document_cache(DOCTYPE, NAME)


def begin() -> None:
	"""As at the beginning of a request."""
	frappe.local.cache.clear()


def at_hand():
	begin()
	reads.at_hand((DOCTYPE, NAME))
	return frappe.local.cache.get(frappe.cache.make_key(KEY))


def test_the_same_is_unpacked_once():
	first = at_hand()
	assert first.as_dict() == frappe.get_doc(DOCTYPE, NAME).as_dict()
	assert at_hand() is first
	assert frappe.get_cached_doc(DOCTYPE, NAME) is first


def test_what_was_changed_is_read_anew():
	first = at_hand()
	frappe.db.set_value(DOCTYPE, NAME, "enabled", int(not first.enabled))
	assert at_hand() is None  # the framework reads it from the database when it is asked for
	assert frappe.get_cached_doc(DOCTYPE, NAME).enabled == int(not first.enabled)
	assert at_hand().enabled == int(not first.enabled)


def test_another_copy_of_another_process_is_the_one_that_counts():
	first = at_hand()
	other = frappe.get_doc(DOCTYPE, NAME)
	other.enabled = int(not first.enabled)
	frappe.cache.set_value(KEY, other)
	assert at_hand().enabled == other.enabled
	frappe.cache.set_value(KEY, first)
	assert at_hand().enabled == first.enabled


def test_what_was_written_while_it_was_read_is_not_remembered(monkeypatch):
	other = frappe.get_doc(DOCTYPE, NAME)
	other.enabled = int(not other.enabled)
	stock = type(frappe.cache).get_value

	def late(cache, key, *args, **given):
		found = stock(cache, key, *args, **given)
		frappe.cache.set_value(KEY, other)
		return found

	with monkeypatch.context() as meanwhile:
		meanwhile.setattr(type(frappe.cache), "get_value", late)
		at_hand()
	assert reads._copies == {}
	assert at_hand().enabled == other.enabled


def test_what_this_request_has_is_left_alone():
	first = at_hand()
	frappe.cache.set_value(KEY, frappe.get_doc(DOCTYPE, NAME))
	reads.at_hand((DOCTYPE, NAME))
	assert frappe.get_cached_doc(DOCTYPE, NAME) is not first


def test_one_word_with_redis_for_all(monkeypatch):
	at_hand()
	words = []
	stock = redis.Redis.execute_command
	monkeypatch.setattr(
		redis.Redis,
		"execute_command",
		lambda cache, *said, **given: (words.append(said[0]), stock(cache, *said, **given))[1],
	)
	begin()
	reads.at_hand((DOCTYPE, NAME), (DOCTYPE, "none such"))
	frappe.get_cached_doc(DOCTYPE, NAME)
	assert words == ["MGET"]


def test_without_redis_nothing_is_at_hand(monkeypatch):
	def away(*_, **__):
		raise redis.ConnectionError

	monkeypatch.setattr(type(frappe.cache), "mget", away)
	assert at_hand() is None


def test_it_holds_a_number_of_copies(monkeypatch):
	monkeypatch.setattr(reads, "MOST_COPIES", 1)
	frappe.get_cached_doc(DOCTYPE, "S02")
	begin()
	reads.at_hand((DOCTYPE, NAME), (DOCTYPE, "S02"))
	assert len(reads._copies) == 1
