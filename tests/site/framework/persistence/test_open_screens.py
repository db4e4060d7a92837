"""Who has a document open hears that it changed: of many the same messages as of each, and no kept copy is left."""

import json
from collections.abc import Iterator
from typing import Any

import frappe
import pytest
from frappe.realtime import clear_realtime_log
from frappe.utils.background_jobs import get_redis_connection_without_auth

from esaylov.framework.persistence import open_screens


@pytest.fixture
def channel() -> Iterator[Any]:
	"""What is said to the server of realtime from now on."""
	heard = get_redis_connection_without_auth().pubsub(ignore_subscribe_messages=True)
	heard.subscribe(open_screens.CHANNEL)
	heard.get_message(timeout=60)
	yield heard
	heard.close()


def said(channel: Any, names: set[str], least: int) -> list[dict]:
	"""The messages about these documents, until there are as many; others' are left out."""
	found: list[dict] = []
	while len(found) < least:
		message = channel.get_message(timeout=60)
		if message is None:
			break
		told = json.loads(message["data"])
		if told["message"].get("name") in names:
			found.append(told)
	return found


def stations(count: int) -> list[Any]:
	"""Documents that nobody stored: what is told of them is all that is looked at."""
	found = []
	for place in range(count):
		station = frappe.new_doc("Polling Station")
		station.update({"name": f"sinov-{frappe.generate_hash(length=8)}-{place}"})
		station.modified = frappe.utils.now()
		found.append(station)
	return found


def committed(step: Any) -> None:
	"""What follows a commit, without one: the tests' transaction is taken back."""
	clear_realtime_log()
	frappe.db.after_commit.reset()
	step()
	frappe.db.after_commit.run()


def test_of_many_is_told_what_each_would_tell(channel):
	found = stations(3)
	names = {station.name for station in found}
	committed(lambda: [station.notify_update() for station in found])
	alone = said(channel, names, 6)
	committed(lambda: open_screens.tell(found))
	together = said(channel, names, 6)
	assert len(together) == 6
	assert together == alone


def test_one_is_told_by_the_framework(channel):
	(station,) = stations(1)
	committed(lambda: open_screens.tell([station]))
	assert [told["event"] for told in said(channel, {station.name}, 2)] == ["doc_update", "list_update"]


def test_nobody_is_told_while_a_site_is_brought_up_to_date(channel, monkeypatch):
	found = stations(2)
	with monkeypatch.context() as upgrade:
		upgrade.setitem(frappe.flags, "in_patch", True)
		committed(lambda: open_screens.tell(found))
	committed(lambda: found[0].notify_update())
	# what comes first is the later message
	told = said(channel, {station.name for station in found}, 2)
	assert [one["message"]["name"] for one in told] == [found[0].name] * 2


@pytest.mark.parametrize("end", ["commit", "rollback"])
def test_no_kept_copy_is_left(end):
	found = stations(3)
	keys = [frappe.get_document_cache_key("Polling Station", station.name) for station in found]
	for key in keys:
		frappe.cache.set_value(key, {"doctype": "Polling Station"})
	waiting = {"commit": frappe.db.after_commit, "rollback": frappe.db.after_rollback}[end]
	waiting.reset()
	open_screens.tell(found)
	assert [frappe.cache.get_value(key) for key in keys] == [None] * 3
	for key in keys:  # read again by somebody before this transaction ended
		frappe.cache.set_value(key, {"doctype": "Polling Station"})
	waiting.run()
	assert [frappe.cache.get_value(key) for key in keys] == [None] * 3
	frappe.db.after_commit.reset()
	frappe.db.after_rollback.reset()


def test_nobody_to_tell_of_nothing():
	open_screens.tell([])
