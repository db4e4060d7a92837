"""What has changed in a hall since the reader's last answer: a step of a session changes little of what its screens show."""

import json
from collections.abc import Iterator, Mapping
from hashlib import blake2b
from typing import Any, Final

import frappe

from esaylov.decisions.hall import state
from esaylov.decisions.sessions.records import screen_cache
from esaylov.framework import clock

SECONDS: Final = 120
"""A screen asks again within twenty seconds."""
DRAFTS: Final = "drafts"
LENGTH: Final = 8
"""Bytes of a hash: two values of one place are compared, nothing is looked up by it."""
Path = tuple[str | int, ...]


def since(name: str, known: str = "") -> dict[str, Any]:
	"""The whole state of a hall (`state.of`) with `answer`, its name; or only `answer` and `changes`, where the reader has the answer `known`.

	changes: pairs of a path into the state (keys and places in lists) and what stands there now. Raises NotFound.
	"""
	before = _kept(name, known)
	found = state.of(name, before["drafts"])
	now = {_written(path): _hash(value) for path, value in _parts(found)}
	answer = _keep(name, found[DRAFTS]["sha256"], now)
	if not before["parts"] or before["parts"].keys() - now.keys():
		return {**found, "answer": answer}
	changes = [
		[list(path), value]
		for path, value in _parts(found)
		if before["parts"].get(_written(path)) != now[_written(path)]
	]
	return {"answer": answer, "changes": changes}


def _parts(found: Mapping[str, Any]) -> Iterator[tuple[Path, Any]]:
	"""The state in parts that change by themselves: each item of the agenda and of the protocol, and all else by its key."""
	for key, value in found.items():
		if key == "items":
			yield from (((key, place), item) for place, item in enumerate(value))
		elif key == "protocol" and value:
			yield from (((key, part), said) for part, said in value.items() if part != "items")
			yield from (((key, "items", place), item) for place, item in enumerate(value["items"]))
		else:
			yield (key,), value


def _written(path: Path) -> str:
	return "/".join(map(str, path))


def _hash(value: Any) -> str:
	"""Of the drafts their own hash alone: their texts are left out where the reader has them."""
	said = value["sha256"] if isinstance(value, Mapping) and "texts" in value else value
	return blake2b(json.dumps(said, default=str).encode(), digest_size=LENGTH).hexdigest()


def _kept(name: str, known: str) -> dict[str, Any]:
	kept = screen_cache.look_up(_key(name)) if known else None
	return kept if kept and kept["answer"] == known else {"drafts": "", "parts": {}}


def _keep(name: str, drafts: str, parts: Mapping[str, str]) -> str:
	said = json.dumps([sorted(parts.items()), str(clock.now())])
	answer = blake2b(said.encode(), digest_size=LENGTH).hexdigest()
	screen_cache.keep(_key(name), {"answer": answer, "drafts": drafts, "parts": parts}, SECONDS)
	return answer


def _key(name: str) -> str:
	return f"hall|{name}|{frappe.session.user}|{frappe.local.lang}"
