"""Places are written as rows where nobody listens, and as documents where somebody does: the same rows, checks and traces either way."""

import frappe
import pytest
from factories import intake as make

from esaylov.core import names
from esaylov.framework import documents, rows
from esaylov.framework.errors import EsaylovError
from esaylov.registers import service as registers
from esaylov.setup.demo import service as demo

STATION = "Polling Station"
OWN = {"name", "creation", "modified", "decision"}
EVENT_OWN = {*OWN, "entry", "occurred_at", "seal"}
STALE = "esaylov.portal.service.note_change"


def by_documents(monkeypatch) -> None:
	"""As on a site where somebody listens to the DocType."""
	may = rows.may_write_directly
	monkeypatch.setattr(
		rows, "may_write_directly", lambda doctype, done=(): doctype != STATION and may(doctype, done)
	)


def table() -> list[dict]:
	"""Stations of each kind, with and without what may be left out."""
	stations = make.stations(12)
	stations[1].update({"kind": "Abroad", "country": "Turkiya", "city": "Istanbul"})
	stations[2].update({"title_ru": "Участок", "title_en": "Station", "longitude": "69,25"})
	stations[3].update({"title_uz": 'Oʻzbekiston ko\'chasi "A"', "address": ""})
	stations[4].update({"title_uz": '["<b onclick=1>x</b>"]'})
	stations[5].update({"voters_count": ""})
	stations[6].update({"phone": "+998901234567", "building": "1-maktab"})
	return stations


def written() -> tuple[list[dict], list[dict], set[str]]:
	"""Stations, events of their history, and paths of stale pages, without what each run gives anew."""
	frappe.local.flags.stale_pages = set()
	done = make.ran(make.intake("Polling Stations", table()))
	assert make.counts(done) == (12, 0, 0, 0)
	stations = frappe.get_all(STATION, {"number": [">", 50_000]}, ["*"], order_by="number asc")
	entries = [row.name for row in stations]
	events = frappe.get_all(
		"Register Event", {"entry": ["in", entries]}, ["*"], order_by="creation asc, step asc"
	)
	assert [event.entry for event in events] == entries
	assert all(event.seal for event in events)  # each names its own entry
	stale = set(frappe.local.flags.stale_pages)
	return (
		[{key: value for key, value in row.items() if key not in OWN} for row in stations],
		[{key: value for key, value in row.items() if key not in EVENT_OWN} for row in events],
		stale,
	)


def test_both_ways_write_the_same(monkeypatch):
	assert rows.may_write_directly(STATION, {STALE})
	calls = []
	direct = rows.write
	monkeypatch.setattr(rows, "write", lambda *asked: (calls.append(asked[0]), direct(*asked))[1])
	frappe.db.savepoint("start")
	as_rows = written()
	assert STATION in calls
	frappe.db.rollback(save_point="start")
	calls.clear()
	by_documents(monkeypatch)
	as_documents = written()
	assert STATION not in calls
	assert as_rows == as_documents
	stations, _, stale = as_rows
	assert stations[3]["title_uz_cyrl"] == names.to_cyrillic(stations[3]["title_uz"])
	assert "onclick" not in stations[4]["title_uz"]
	assert f"constituencies/{demo.DISTRICT}" in stale


@pytest.mark.parametrize("way", ["rows", "documents"])
@pytest.mark.parametrize("values", [{"number": 0}, {"kind": "Abroad"}])
def test_what_the_controller_refuses_is_refused_either_way(monkeypatch, way, values):
	if way == "documents":
		by_documents(monkeypatch)
	station = {"territory": demo.DISTRICT, "number": 50_001, "kind": "Ordinary", "title_uz": "Bir"}
	act = registers.Act(demo.COMMISSION, "78-sinov", frappe.utils.getdate("2026-01-01"), demo.ELECTION)
	with pytest.raises(EsaylovError):
		registers.import_places(act, STATION, [("", station), ("", {**station, "number": 50_002, **values})])
	assert not frappe.db.exists(STATION, {"number": [">", 50_000]})


def test_decided_places_are_written_by_decisions_alone():
	with pytest.raises(EsaylovError):
		documents.insert_values(
			STATION, [{"territory": demo.DISTRICT, "number": 50_001, "title_uz": "Bir", "decision": "x"}]
		)


def test_a_number_that_is_taken_is_said_as_one(monkeypatch):
	make.ran(make.intake("Polling Stations", make.stations(1)))
	station = {"territory": demo.DISTRICT, "number": 50_001, "kind": "Ordinary", "title_uz": "Bir"}
	for _ in ("rows", "documents"):
		frappe.db.savepoint("start")
		with pytest.raises((frappe.UniqueValidationError, frappe.DuplicateEntryError)):
			documents.insert_values(STATION, [station])
		frappe.db.rollback(save_point="start")
		by_documents(monkeypatch)
