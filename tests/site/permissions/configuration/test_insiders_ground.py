# ruff: noqa: S608 # an insider types statements
"""The hostile insider at what elections stand on: constituencies, polling stations, rows that come by thousands.

Beside `test_insiders`. Each row is a statement, and the document that the daily comparison names afterwards.
"""

import json

import frappe
import pytest
from factories import effects as effect
from factories import intake as make
from factories import settled

from esaylov.permissions.configuration import bulk, comparison
from esaylov.permissions.configuration.rules import states
from esaylov.permissions.configuration.rules.watched import WATCHED
from esaylov.setup.demo import ground

CHANGE, SEAT, STATION = "Configuration Change", "Constituency", "Polling Station"
NEW = "sinov-iz"
MADE = f"name='{NEW}', creation=now(), modified=now(), owner='Administrator', modified_by='Administrator', docstatus=0"


@pytest.fixture
def place() -> dict[str, str]:
	"""A constituency with a station, each of them in the log."""
	seat = frappe.get_doc(SEAT, effect.constituency(96))
	station = frappe.get_all(STATION, {"is_annulled": 0}, pluck="name", order_by="name asc", limit=1)[0]
	seat.append("stations", {"polling_station": station})
	settled.saved(seat)
	comparison.differences()  # what waits for the commit is written
	return {SEAT: str(seat.name), STATION: station}


def setting(doctype: str, *changes: str) -> dict[str, tuple[str, str]]:
	return {
		f"{doctype}: {change}": (doctype, f"update `tab{doctype}` set {change} where name=%({doctype})s")
		for change in changes
	}


OF_PLACES = {
	**setting(
		SEAT,
		*("number=9999", "title_uz='iz'", "title_ru='iz'", "center='iz'", "boundaries='iz'"),
		*("boundary_geojson='{}'", "voters_count=1", "territory='iz'", "election='iz'", "election_type='iz'"),
		*(
			"decision='iz'",
			"is_annulled=1",
			"source_mark='iz'",
			"is_synthetic=1-is_synthetic",
			"row_path='iz'",
		),
	),
	**setting(
		STATION,
		*("number=99999", "title_uz='iz'", "title_en='iz'", "address='iz'", "building='iz'", "phone='iz'"),
		*("boundaries='iz'", "boundary_geojson='{}'", "voters_count=1", "territory='iz'", "kind='Abroad'"),
		*("latitude=1", "longitude=1", "country='iz'", "city='iz'", "decision='iz'", "is_annulled=1"),
		*("attached_constituency='iz'", "appeal='iz'"),
	),
	"a station of a constituency": (
		SEAT,
		"update `tabConstituency Station` set polling_station='iz' where parent=%(Constituency)s",
	),
	"a station taken off": (SEAT, "delete from `tabConstituency Station` where parent=%(Constituency)s"),
	"a station of two": (
		SEAT,
		f"insert into `tabConstituency Station` set {MADE}, parent=%(Constituency)s, parenttype='Constituency', parentfield='stations', polling_station='iz', idx=9",
	),
	"a constituency removed": (SEAT, "delete from tabConstituency where name=%(Constituency)s"),
	"a station removed": (STATION, "delete from `tabPolling Station` where name=%(Polling Station)s"),
}
QUICK = (
	"Constituency: boundaries='iz'",
	"Polling Station: address='iz'",
	"a station taken off",
	"a station removed",
)


def different() -> set[tuple[str, str]]:
	return {(one.doctype, one.name) for one in comparison.differences()}


def found(place: dict[str, str], kind: tuple[str, str]) -> bool:
	"""Whether the comparison names the document after a statement, and nothing else that it did not name before."""
	doctype, sql = kind
	before = different()
	assert (doctype, place[doctype]) not in before
	frappe.db.sql(sql, place)
	return different() - before == {(doctype, place[doctype])}


def test_a_place_is_not_changed_unseen(place: dict[str, str]) -> None:
	for title in QUICK:
		frappe.db.savepoint("insider")
		assert found(place, OF_PLACES[title]), title
		frappe.db.rollback(save_point="insider")


@pytest.mark.full
@pytest.mark.parametrize("title", OF_PLACES)
def test_no_place_is_changed_unseen(place: dict[str, str], title: str) -> None:
	assert found(place, OF_PLACES[title])


@pytest.mark.parametrize("doctype", [SEAT, STATION])
def test_a_planted_place_is_found(doctype: str) -> None:
	before = different()
	frappe.db.sql(f"insert into `tab{doctype}` set {MADE}, number=77777, title_uz='iz'")
	assert different() - before == {(doctype, NEW)}


def entries() -> list[frappe._dict]:
	"""The entries about stations, the last first."""
	fields = ["reference_name", "states", "decided_by", "status"]
	return frappe.get_all(CHANGE, {"reference_doctype": STATION}, fields, order_by="creation desc")


def imported(count: int) -> list[str]:
	"""Stations that a table brought; their names."""
	assert make.counts(make.ran(make.intake("Polling Stations", make.stations(count)))) == (count, 0, 0, 0)
	return frappe.get_all(STATION, {"number": [">", 50_000]}, pluck="name", order_by="number asc")


def test_an_import_has_one_entry_that_names_each_row_and_a_later_act_another() -> None:
	before, many = different(), len(entries())
	names = imported(12)
	assert different() == before
	assert len(entries()) == many + 1
	(first, *_) = entries()
	assert (first.reference_name, first.status) == ("*", "In force")
	assert set(json.loads(first.states)) == set(names)
	again = [{**row, "title_ru": "Другой участок"} for row in make.stations(12)]
	assert make.counts(make.ran(make.intake("Polling Stations", again))) == (0, 12, 0, 0)
	assert different() == before
	frappe.db.sql("update `tabPolling Station` set address='iz' where name=%s", names[3])
	assert different() - before == {(STATION, names[3])}


def test_the_log_knows_a_row_by_what_it_knew_it_by_before() -> None:
	"""The text over which a digest is made is that of JSON_ARRAY, whatever stands in the columns: entries of earlier versions hold."""
	names = imported(4)
	for name, text in zip(names, ("\"q\" \\ 'x' \n\t\u0001", "Oʻz 😀 ў\u2028", "", "</b>,null"), strict=True):
		frappe.db.set_value(STATION, name, {"title_ru": text, "longitude": -0.5}, update_modified=False)
	fields = sorted(states._fields(frappe.get_meta(STATION), WATCHED[STATION]))
	values = ", ".join(f"coalesce(`{field}`, '')" for field in fields)
	before = frappe.db.sql(f"select name, sha2(json_array({values}), 256) from `tabPolling Station`")
	assert states.contents(STATION) == {name: digest.encode() for name, digest in before}


def committed() -> None:
	"""What waits for the commit is written, and forgotten as after it: what comes next is another transaction."""
	bulk.write()
	bulk._waiting[frappe.local.db].clear()


def test_what_was_changed_past_the_log_is_not_explained_by_an_import_or_a_save() -> None:
	before = different()
	one, other, *_ = imported(4)
	committed()
	frappe.db.sql("update `tabPolling Station` set country='iz' where name in (%s, %s)", (one, other))
	again = [{**row, "title_ru": "Другой участок"} for row in make.stations(4)]
	assert make.counts(make.ran(make.intake("Polling Stations", again))) == (0, 4, 0, 0)
	assert different() - before == {(STATION, one), (STATION, other)}
	committed()
	frappe.get_doc(STATION, one).update({"title_ru": "Участок"}).save()
	assert different() - before == {(STATION, one), (STATION, other)}


def test_what_is_taken_back_with_its_transaction_leaves_no_entry() -> None:
	name = imported(1)[0]
	assert bulk._waiting[frappe.local.db].written
	frappe.db.rollback()
	assert not bulk._waiting[frappe.local.db].written
	assert not frappe.db.exists(STATION, name)


def made_by_hand() -> str:
	values = {"number": 66_666, "title_uz": "Sinov", "territory": ground.DISTRICT}
	name = str(frappe.get_doc({"doctype": STATION, **values}).insert().name)
	committed()
	return name


def test_a_place_removed_by_who_may_is_no_tampering_and_hides_none() -> None:
	before = different()
	name = made_by_hand()
	frappe.delete_doc(STATION, name)
	assert different() == before
	committed()
	name = made_by_hand()
	frappe.db.sql("update `tabPolling Station` set address='iz' where name=%s", name)
	frappe.delete_doc(STATION, name)
	assert different() - before == {(STATION, name)}
