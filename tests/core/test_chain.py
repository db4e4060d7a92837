"""The hash chain holds, and every change of a stored row is seen."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.records import chain
from esaylov.core.records.chain import GENESIS, ChainBroken, Event


def chained(count: int) -> list[Event]:
	events, previous = [], GENESIS
	for sequence in range(1, count + 1):
		body = chain.body("appeal.filed", {"appeal": f"a{sequence}"})
		at = f"2024-10-16T10:00:{sequence:02}"
		made = chain.event_hash(previous, f"e{sequence}", at, body)
		events.append(Event(sequence, f"e{sequence}", at, "appeal.filed", body, previous, made))
		previous = made
	return events


def test_a_whole_chain_gives_its_head():
	events = chained(5)
	assert chain.verify(events) == events[-1].hash
	assert chain.verify([]) == GENESIS
	assert chain.verify(events[2:], events[1].hash, 3) == events[-1].hash


def test_the_hash_is_frozen():
	body = chain.body("appeal.filed", {"appeal": "a1"})
	assert body == '{"appeal":"a1","kind":"appeal.filed"}'
	made = chain.event_hash(GENESIS, "e1", "2024-10-16T10:00:00", body)
	assert made == "c435ef006b41e53565bb7a48cac76148eb22be39e34c6c56ce02fecd03429709"


CHANGES = {
	"sequence": (9, "chain_sequence"),
	"event_id": ("e9", "chain_hash"),
	"at": ("2024-10-16T10:00:59", "chain_hash"),
	"body": ('{"appeal":"a9","kind":"appeal.filed"}', "chain_hash"),
	"previous_hash": ("1" * 64, "chain_link"),
	"hash": ("2" * 64, "chain_hash"),
	"kind": ("appeal.withdrawn", "chain_kind"),
}


@given(st.integers(0, 4), st.sampled_from(sorted(CHANGES)))
def test_each_changed_column_is_found_at_its_row(index, column):
	events = chained(5)
	value, code = CHANGES[column]
	events[index] = replace(events[index], **{column: value})
	with pytest.raises(ChainBroken) as broken:
		chain.verify(events)
	assert (broken.value.code, broken.value.sequence) == (code, index + 1)


def test_every_break_is_named_each_by_what_stands_there():
	events = chained(6)
	assert list(chain.breaks(events)) == []
	events[1] = replace(events[1], at="2024-10-16T10:00:59")
	(first,) = chain.breaks(events)
	assert first[:2] == ("chain_hash", 2)
	events[4] = replace(events[4], kind="appeal.withdrawn")
	assert [row[:2] for row in chain.breaks(events)] == [("chain_hash", 2), ("chain_kind", 5)]
	events[1] = replace(events[1], at="2024-10-16T10:00:58")
	assert next(chain.breaks(events)) != first
	del events[2]
	assert [row[:2] for row in chain.breaks(events)][1] == ("chain_sequence", 4)


@pytest.mark.parametrize("gone", [0, 2])
def test_a_removed_row_is_found(gone):
	events = chained(5)
	del events[gone]
	with pytest.raises(ChainBroken, match="chain_sequence"):
		chain.verify(events)


@pytest.mark.parametrize("body", ["", "[]", '"kind"', "{}"])
def test_a_body_without_its_kind_is_found(body):
	made = chain.event_hash(GENESIS, "e1", "t", body)
	with pytest.raises(ChainBroken, match="chain_kind"):
		chain.verify([Event(1, "e1", "t", "appeal.filed", body, GENESIS, made)])
