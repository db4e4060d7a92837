"""MACs of chain events: the site's key for new ones, and which stored ones are valid."""

import base64
import json
from collections.abc import Mapping
from typing import Any

import frappe

from esaylov.core.records.chain import Event, MacKey, make_event_mac
from esaylov.core.records.event_macs import ADOPTED, is_event_mac, read_event_mac
from esaylov.core.records.payload import sha256_hex
from esaylov.trust import keys


def present_mac_key() -> MacKey:
	"""The key of this site; raises SetupMissing where the site has no signing key."""
	return keys.read_mac_key(frappe.conf.get(keys.KEY) or "")


def mac_for(commission: str, event: Event) -> str:
	"""The MAC of an event at its place, by the present key."""
	return make_event_mac(present_mac_key(), commission, event)


def adopted_mac_for(commission: str, event: Event) -> str:
	"""The MAC of an event that was stored without one and that no signed list of heads covers."""
	return make_event_mac(present_mac_key(), commission, event, ADOPTED)


def retired_entry(number: int, sha256: str) -> dict[str, Any]:
	"""What site_config.json keeps of the present key when it is retired.

	number, sha256: of the list of heads up to which it counts. A copy of a stolen key makes no valid MAC for a later event.
	"""
	key = present_mac_key()
	return {
		"key_id": key.key_id,
		"key": base64.b64encode(key.secret).decode(),
		"heads": number,
		"sha256": sha256,
	}


class EventMacs:
	"""Checks stored MACs; reads the retired keys and their lists of heads once."""

	def __init__(self) -> None:
		self._present = present_mac_key()
		self._retired = {
			entry["key_id"]: (
				MacKey(entry["key_id"], base64.b64decode(entry["key"])),
				_covered_places(int(entry["heads"]), entry["sha256"]),
			)
			for entry in frappe.conf.get(keys.RETIRED_CHAIN) or []
		}

	def is_valid(self, commission: str, event: Event, mac: str | None) -> bool:
		"""Whether an event has the MAC of its place by a key that counts for it."""
		key_id, _mark = read_event_mac(mac)
		if not mac or not key_id:
			return False
		if key_id == self._present.key_id:
			return is_event_mac(mac, self._present, commission, event)
		key, places = self._retired.get(key_id, (None, {}))
		return (
			key is not None
			and event.sequence <= places.get(commission, 0)
			and is_event_mac(mac, key, commission, event)
		)


def _covered_places(number: int, sha256: str) -> Mapping[str, int]:
	"""Commission to the sequence of its head in a published list; nothing when the stored list has another content."""
	content = frappe.db.get_value("Published Head", {"number": number}, "content") or ""
	if sha256_hex(content.encode()) != sha256:
		return {}
	return {head["commission"]: head["sequence"] for head in json.loads(content)["heads"]}
