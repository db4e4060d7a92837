"""One root over several contents, and the way of each to it."""

from hashlib import sha256

import pytest

from esaylov.core.records import hash_tree

COUNTS = (1, 2, 3, 5, 8, 13, 16)


def contents(count: int) -> list[bytes]:
	return [f"row {place}".encode() for place in range(count)]


@pytest.mark.parametrize("count", COUNTS)
def test_the_way_of_each_leads_to_the_root(count):
	given = contents(count)
	root, ways = hash_tree.of(given)
	assert [
		hash_tree.root(content, place, count, way)
		for place, (content, way) in enumerate(zip(given, ways, strict=True))
	] == [root] * count


def test_the_root_is_made_as_it_is_written_down():
	one, two, three = contents(3)
	leaves = [sha256(b"\x00" + content).digest() for content in (one, two, three)]
	pair = sha256(b"\x01" + leaves[0] + leaves[1]).digest()
	root, ways = hash_tree.of([one, two, three])
	assert root == sha256(b"\x01" + pair + leaves[2]).digest()
	assert ways == [leaves[1] + leaves[2], leaves[0] + leaves[2], pair]


@pytest.mark.parametrize("count", COUNTS)
def test_another_content_place_or_way_leads_elsewhere(count):
	given = contents(count)
	root, ways = hash_tree.of(given)
	for place, way in enumerate(ways):
		assert hash_tree.root(b"another", place, count, way) != root
		for position in range(len(way)):
			harmed = bytes([*way[:position], way[position] ^ 1, *way[position + 1 :]])
			assert hash_tree.root(given[place], place, count, harmed) != root


@pytest.mark.parametrize("count", COUNTS)
def test_no_other_place_has_the_same_way(count):
	given = contents(count)
	root, ways = hash_tree.of(given)
	for place, way in enumerate(ways):
		for other in set(range(count)) - {place}:
			try:
				assert hash_tree.root(given[place], other, count, way) != root
			except hash_tree.WayInvalid:
				continue


@pytest.mark.parametrize(
	("place", "count", "more"),
	[(-1, 4, b""), (4, 4, b""), (0, 0, b""), (1, 4, b"\x00"), (1, 4, b"\x00" * 32), (1, 8, b""), (1, 2, b"")],
)
def test_a_way_that_is_none_is_refused(place, count, more):
	_, ways = hash_tree.of(contents(4))
	with pytest.raises(hash_tree.WayInvalid):
		hash_tree.root(b"row 1", place, count, ways[1] + more)


def test_a_node_is_taken_for_no_content():
	one, two = contents(2)
	leaves = [sha256(b"\x00" + content).digest() for content in (one, two)]
	root, _ = hash_tree.of([one, two])
	assert hash_tree.root(b"".join(leaves), 0, 1, b"") != root
