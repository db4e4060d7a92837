"""Seals of the history: rows that are written together have one signature, and each is proved by itself."""

import base64

import frappe
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from factories import intake as make

from esaylov.registers.entries import history, seals
from esaylov.registers.entries.history import EVENT
from esaylov.trust import keys

COUNTS = (1, 2, 3, seals.BLOCK, seals.BLOCK + 1, 2 * seals.BLOCK + 5)


def events(count: int) -> list[dict]:
	"""Rows of a history that nobody stored, each with its seal."""
	rows = []
	for place in range(count):
		row: dict = dict.fromkeys(seals.OF_EVENT, "")
		row.update({"name": f"row{place}", "register": "Observer", "entry": f"O-{place}"})
		row.update({"occurred_at": "2026-11-28 04:00:00.123456", "step": place})
		rows.append(row)
	return [{**row, "seal": seal} for row, seal in zip(rows, seals.of_events(rows), strict=True)]


@pytest.fixture
def signed(monkeypatch) -> list[bytes]:
	"""What the server's key signs."""
	found: list[bytes] = []
	sign = keys.server_sign
	monkeypatch.setattr(seals.keys, "server_sign", lambda content: (found.append(content), sign(content))[1])
	return found


@pytest.mark.parametrize("count", COUNTS)
def test_each_row_is_proved_by_itself(count, signed):
	rows = events(count)
	assert len(signed) == -(-count // seals.BLOCK)
	assert all(map(seals.is_sealed, rows))
	assert max(len(row["seal"]) for row in rows) <= seals.LENGTH


@pytest.mark.parametrize("count", COUNTS)
def test_a_row_that_says_something_else_is_not(count):
	for row in events(count):
		for field in seals.OF_EVENT:
			assert not seals.is_sealed({**row, field: "another"}), field
		assert not seals.is_sealed({**row, "occurred_at": "2026-11-28 04:00:01"})


@pytest.mark.parametrize("count", COUNTS[1:])
def test_the_seal_of_another_row_is_none(count):
	rows = events(count)
	for row, other in zip(rows, [*rows[1:], rows[0]], strict=True):
		assert not seals.is_sealed({**row, "seal": other["seal"]})


def test_rows_that_another_key_signed_together_are_not_sealed(monkeypatch):
	stranger = Ed25519PrivateKey.generate()
	monkeypatch.setattr(
		seals.keys, "server_sign", lambda content: base64.b64encode(stranger.sign(content)).decode()
	)
	assert not any(map(seals.is_sealed, events(3)))


HARMED = {
	"none": lambda key, signature, place, way: "",
	"no_way": lambda key, signature, place, way: f"{key}.{signature}.{place}",
	"alone": lambda key, signature, place, way: f"{key}.{signature}",
	"no_place": lambda key, signature, place, way: f"{key}.{signature}..{way}",
	"no_number": lambda key, signature, place, way: f"{key}.{signature}.one-three.{way}",
	"outside": lambda key, signature, place, way: f"{key}.{signature}.3-3.{way}",
	"below": lambda key, signature, place, way: f"{key}.{signature}.-1-3.{way}",
	"another_count": lambda key, signature, place, way: f"{key}.{signature}.1-4.{way}",
	"another_place": lambda key, signature, place, way: f"{key}.{signature}.0-3.{way}",
	"short": lambda key, signature, place, way: f"{key}.{signature}.{place}.{way[:-4]}",
	"no_base64": lambda key, signature, place, way: f"{key}.{signature}.{place}.{way}!",
	"no_signature": lambda key, signature, place, way: f"{key}..{place}.{way}",
	"no_key": lambda key, signature, place, way: f"00000000.{signature}.{place}.{way}",
}


@pytest.mark.parametrize("how", HARMED)
def test_a_seal_that_is_none_proves_nothing(how):
	row = events(3)[1]
	assert seals.is_sealed(row)
	assert not seals.is_sealed({**row, "seal": HARMED[how](*row["seal"].split("."))})


def test_the_signature_over_rows_is_none_over_a_row(signed):
	"""Nobody makes a row of what was signed for several, nor the other way about."""
	row = events(3)[1]
	key, signature, *_ = row["seal"].split(".")
	assert not seals.is_sealed({**row, "seal": f"{key}.{signature}"})
	(alone,) = events(1)
	assert not seals.is_sealed({**alone, "seal": f"{alone['seal']}.0-1."})
	assert {content.split(b",")[0] for content in signed} == {
		b'["esaylov register event"',
		b'["esaylov register events"',
	}


def written() -> list:
	"""The rows of the history of an import of stations."""
	assert make.counts(make.ran(make.intake("Polling Stations", make.stations(20)))) == (20, 0, 0, 0)
	entries = frappe.get_all(
		"Polling Station", {"number": [">", 50_000]}, pluck="name", order_by="number asc"
	)
	names = frappe.get_all(EVENT, {"entry": ["in", entries]}, pluck="name", order_by="step asc")
	return [frappe.get_doc(EVENT, name) for name in names]


def test_rows_of_an_import_are_sealed_together(signed):
	signed.clear()
	found = written()
	assert len(found) == 20
	assert len([content for content in signed if content.startswith(b'["esaylov register event')]) == 2
	assert all(seals.is_sealed(row.as_dict()) for row in found)
	frappe.db.set_value(EVENT, found[7].name, "to_status", "Annulled")
	assert not seals.is_sealed(frappe.get_doc(EVENT, found[7].name).as_dict())
	frappe.db.delete(EVENT, {"name": found[8].name})
	assert seals.is_sealed(frappe.get_doc(EVENT, found[9].name).as_dict())  # none needs the others


def test_before_the_column_has_room_each_row_is_sealed_by_itself(monkeypatch):
	monkeypatch.setattr(frappe.get_meta(EVENT).get_field("seal"), "length", 140)
	assert not history._are_together()
	found = written()
	assert all(len(row.seal) <= 140 and seals.is_sealed(row.as_dict()) for row in found)
