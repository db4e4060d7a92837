"""Places are written as rows where nobody listens, and as documents where somebody does: the same rows, checks and traces either way."""

import frappe
import pytest
from factories import intake as make

from esaylov.core.people import names
from esaylov.framework import imported_rows
from esaylov.framework.errors import EsaylovError
from esaylov.framework.persistence import rows
from esaylov.registers.effects import imports
from esaylov.setup.demo import ground
from esaylov.setup.imports import ground_targets

STATION, OTHER = "Polling Station", "1703202"
OWN = {"name", "creation", "modified", "decision"}
EVENT_OWN = {*OWN, "entry", "occurred_at", "seal"}


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
	stations[7].update({"territory": OTHER})
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
	assert rows.may_write_directly(STATION, rows.hooks_of(STATION).done)
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
	assert {f"constituencies/{ground.DISTRICT}", f"constituencies/{OTHER}"} <= stale


def later() -> list[dict]:
	"""The same stations as a later act has them: values that are other, new, gone, markup, and one that says nothing new."""
	stations = table()
	stations[0].update({"voters_count": 7, "title_uz": "Yangi nom"})
	stations[1].update({"city": "Anqara"})
	stations[2].update({"kind": "Special", "latitude": "40,5", "boundaries": "Shimolda <b>daryo</b>"})
	stations[5].update({"voters_count": 0})
	stations[6].update({"phone": '["<i onclick=1>x</i>"]', "address": ""})
	for station in stations[8:]:
		station["title_ru"] = f"Участок {station['number']}"
	return stations


def redefined() -> tuple[list[dict], ...]:
	"""Stations, events of their history and versions after a later act, and paths of stale pages, without what each run gives anew."""
	frappe.local.flags.stale_pages = set()
	done = make.ran(make.intake("Polling Stations", later(), act_number="78-sinov"))
	assert make.counts(done) == (0, 9, 3, 0)
	stations = frappe.get_all(STATION, {"number": [">", 50_000]}, ["*"], order_by="number asc")
	named = {"entry": ["in", [row.name for row in stations]], "was": ["is", "set"]}
	events = frappe.get_all("Register Event", named, ["*"], order_by="creation asc, step asc")
	assert len({event.decision for event in events}) == 1
	told = {"ref_doctype": STATION, "docname": named["entry"]}
	versions = frappe.get_all(
		"Version", told, ["docname", "owner", "data"], order_by="creation asc, docname asc"
	)
	changed = {}
	for version in versions:
		changes = frappe.parse_json(version.data)["changed"]
		changed[version.docname] = [change for change in changes if change[0] != "decision"]
	return (
		[{key: value for key, value in row.items() if key not in OWN} for row in stations],
		[event_of(event) for event in events],
		[changed],
		sorted(frappe.local.flags.stale_pages),
	)


def event_of(event: dict) -> dict:
	"""What an event says beside its own name and times; of what stood before, the act is another's."""
	said = {key: value for key, value in event.items() if key not in EVENT_OWN}
	before = frappe.parse_json(said.pop("was"))
	return {**said, "entry": event["entry"], "was": {key: before[key] for key in before if key not in OWN}}


def test_both_ways_define_anew_the_same(monkeypatch):
	monkeypatch.setattr(ground_targets, "is_opened", lambda: True)
	make.ran(make.intake("Polling Stations", table()))
	together, changes = [], rows.update_all
	monkeypatch.setattr(rows, "update_all", lambda *asked: (together.append(asked[0]), changes(*asked))[1])
	frappe.db.savepoint("later")
	as_rows = redefined()
	assert STATION in together
	frappe.db.rollback(save_point="later")
	together.clear()
	by_documents(monkeypatch)
	as_documents = redefined()
	assert STATION not in together
	for of_rows, of_documents in zip(as_rows, as_documents, strict=True):
		assert of_rows == of_documents
	stations, events, (changed,), _ = as_rows
	assert len(events) == len(changed) == 9
	assert "onclick" not in stations[6]["phone"]


def test_the_statements_of_a_later_act_hardly_grow_with_its_rows(count_queries):
	few, many = make.stations(5, 60_001), make.stations(60, 61_001)
	make.ran(make.intake("Polling Stations", [*few, *many]))
	counted = []
	for stations in (few, many):
		for station in stations:
			station["voters_count"] = 5
		name = make.intake("Polling Stations", stations, act_number="78-sinov")
		make.ran(name, "Checking")
		counted.append(count_queries(lambda name=name: make.ran(name, "Importing")))
	# which constituency's page names a station, and what the search over all DocTypes has of it, is asked for each
	assert counted[1] - counted[0] <= 2 * (60 - 5) + 5


@pytest.mark.parametrize("way", ["rows", "documents"])
def test_a_later_act_that_breaks_the_law_changes_nothing(monkeypatch, way):
	make.ran(make.intake("Polling Stations", make.stations(3)))
	if way == "documents":
		by_documents(monkeypatch)
	stood = frappe.get_all(STATION, {"number": [">", 50_000]}, ["*"], order_by="number asc")
	act = imports.Act(ground.COMMISSION, "79-sinov", frappe.utils.getdate("2026-01-01"), ground.ELECTION)
	asked = [(row.name, {"voters_count": 9}) for row in stood[:2]] + [(stood[2].name, {"kind": "Abroad"})]
	with pytest.raises(EsaylovError):
		imports.import_places(act, STATION, asked)
	assert not frappe.db.exists("Register Event", {"entry": stood[2].name, "was": ["is", "set"]})
	if way == "rows":  # each is checked before one is written
		now = frappe.get_all(STATION, {"number": [">", 50_000]}, ["*"], order_by="number asc")
		assert now == stood


@pytest.mark.parametrize("way", ["rows", "documents"])
@pytest.mark.parametrize("values", [{"number": 0}, {"kind": "Abroad"}])
def test_what_the_controller_refuses_is_refused_either_way(monkeypatch, way, values):
	if way == "documents":
		by_documents(monkeypatch)
	station = {"territory": ground.DISTRICT, "number": 50_001, "kind": "Ordinary", "title_uz": "Bir"}
	act = imports.Act(ground.COMMISSION, "78-sinov", frappe.utils.getdate("2026-01-01"), ground.ELECTION)
	with pytest.raises(EsaylovError):
		imports.import_places(act, STATION, [("", station), ("", {**station, "number": 50_002, **values})])
	assert not frappe.db.exists(STATION, {"number": [">", 50_000]})


def test_decided_places_are_written_by_decisions_alone():
	with pytest.raises(EsaylovError):
		imported_rows.insert(
			STATION, [{"territory": ground.DISTRICT, "number": 50_001, "title_uz": "Bir", "decision": "x"}]
		)


def test_a_number_that_is_taken_is_said_as_one(monkeypatch):
	make.ran(make.intake("Polling Stations", make.stations(1)))
	station = {"territory": ground.DISTRICT, "number": 50_001, "kind": "Ordinary", "title_uz": "Bir"}
	for _ in ("rows", "documents"):
		frappe.db.savepoint("start")
		with pytest.raises((frappe.UniqueValidationError, frappe.DuplicateEntryError)):
			imported_rows.insert(STATION, [station])
		frappe.db.rollback(save_point="start")
		by_documents(monkeypatch)
