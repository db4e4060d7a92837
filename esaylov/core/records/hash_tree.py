"""A binary tree of hashes over several contents: one root stands for all of them, and a few hashes lead from each to it.

Whoever has a content, its place and its way finds the root again, and needs none of the others; another content, place or number of
contents leads to another root, as long as nobody finds two texts of one SHA-256. Contents and nodes are hashed with different first
bytes, as in RFC 6962, so that none is taken for the other; a node that stands alone at the end of a row goes up as it is.
"""

from collections.abc import Sequence
from hashlib import sha256

SIZE = 32
"""Bytes of a hash."""
CONTENT, NODE = b"\x00", b"\x01"


class WayInvalid(ValueError):
	"""A place that is not among so many contents, or a way of another length than leads from there to the root."""


def of(contents: Sequence[bytes]) -> tuple[bytes, list[bytes]]:
	"""The root over contents, at least one, and the way of each: hashes one after the other, from the content upwards."""
	row = [_of_content(content) for content in contents]
	ways: list[list[bytes]] = [[] for _ in contents]
	level = 0
	while len(row) > 1:
		for place, way in enumerate(ways):
			beside = (place >> level) ^ 1
			if beside < len(row):
				way.append(row[beside])
		row = [
			_of_nodes(row[left], row[left + 1]) if left + 1 < len(row) else row[left]
			for left in range(0, len(row), 2)
		]
		level += 1
	return row[0], list(map(b"".join, ways))


def root(content: bytes, place: int, count: int, way: bytes) -> bytes:
	"""The root to which the way of a content leads, that stands at a place (from 0) of so many. Raises WayInvalid."""
	if not 0 <= place < count:
		raise WayInvalid
	found, taken = _of_content(content), 0
	while count > 1:
		if (place ^ 1) < count:
			beside = way[taken : taken + SIZE]
			if len(beside) < SIZE:
				raise WayInvalid
			found = _of_nodes(beside, found) if place & 1 else _of_nodes(found, beside)
			taken += SIZE
		place, count = place >> 1, (count + 1) >> 1
	if taken != len(way):
		raise WayInvalid
	return found


def _of_content(content: bytes) -> bytes:
	return sha256(CONTENT + content).digest()


def _of_nodes(left: bytes, right: bytes) -> bytes:
	return sha256(NODE + left + right).digest()
