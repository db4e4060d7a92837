"""Tables that are imported: tried out without writing, faults by row and column, the rest in, a second run changes nothing."""

import io
import json
import os
import time
import zipfile
from datetime import timedelta

import frappe
import pytest
from factories import effects, settled
from factories import intake as make
from factories.profile import few
from openpyxl import Workbook, load_workbook

from esaylov.framework import clock, guarded_steps
from esaylov.framework.errors import FormInvalid, WrongState
from esaylov.framework.files import spreadsheets
from esaylov.setup.demo import ground
from esaylov.setup.imports import files, ground_targets, people_targets, running
from esaylov.setup.imports.kinds import TABLES, Kind

ROWS = 20_000 if os.environ.get("ESAYLOV_FULL") == "1" else 400
SQUARE = {"type": "Polygon", "coordinates": [[[69.2, 41.3], [69.3, 41.3], [69.3, 41.4], [69.2, 41.3]]]}


@pytest.fixture
def opened(monkeypatch: pytest.MonkeyPatch) -> None:
	"""The holder of the bench lets members be imported."""
	monkeypatch.setitem(frappe.conf, "esaylov_customising", 1)
	monkeypatch.setattr(
		guarded_steps, "is_signed", lambda: True
	)  # as in tests/site/permissions/configuration/test_configuration.py


def kept(name: str) -> dict[int, str]:
	"""Line to the column that a finding names."""
	document = frappe.get_doc("Table Import", name)
	return {found["line"]: found["path"] for found in running.stored_findings(document)}


def test_rows_with_one_per_cent_of_faults(capsys):
	"""`--full` takes 20,000 of them."""
	rows = make.stations(ROWS)
	faults = make.with_faults(rows)
	before = frappe.db.count("Polling Station")
	name = make.intake("Polling Stations", rows)

	tried = make.ran(name, "Checking")
	assert (tried.status, make.counts(tried)) == ("Checked", (ROWS - len(faults), 0, 0, len(faults)))
	assert kept(name) == faults
	assert frappe.db.count("Polling Station") == before

	began = time.monotonic()
	done = make.ran(name, "Importing")
	seconds = time.monotonic() - began
	with capsys.disabled():
		print(f"\nimport: {ROWS} rows, {ROWS / seconds:.0f} rows/s")
	assert (done.status, make.counts(done)) == ("Done", (ROWS - len(faults), 0, 0, len(faults)))
	assert kept(name) == faults
	assert frappe.db.count("Polling Station") == before + ROWS - len(faults)

	fields = ["name", "modified", "decision", "voters_count"]
	stood = frappe.get_all("Polling Station", {"number": [">", 50_000]}, fields, order_by="name")
	decisions = frappe.db.count("Decision")
	again = make.ran(make.intake("Polling Stations", rows))
	assert make.counts(again) == (0, 0, ROWS - len(faults), len(faults))
	assert frappe.get_all("Polling Station", {"number": [">", 50_000]}, fields, order_by="name") == stood
	assert frappe.db.count("Decision") == decisions


def wrong_in(rows: list[dict], column: str, value: str) -> dict[int, str]:
	"""Spoil a column of all rows; line of the file to the column."""
	for row in rows:
		row[column] = value
	return {place + 2: column for place in range(len(rows))}


def test_rows_that_are_too_long_together_are_looked_at_one_by_one():
	"""The check of a form takes a megabyte, and looks at nothing beyond."""
	rows = make.stations(120)
	for row in rows:
		row["boundaries"] = "Ш" * 15_000
	faults = wrong_in(rows[10:100], "phone", "9" * 141)
	name = make.intake("Polling Stations", rows)
	tried = make.ran(name, "Checking")
	assert make.counts(tried) == (30, 0, 0, 90)
	assert kept(name) == {line + 10: column for line, column in faults.items()}


def test_no_row_passes_because_many_before_it_are_wrong():
	"""The check of a form tells of five thousand cells that are wrong."""
	rows = make.stations(1_400)
	for column in ("kind", "latitude", "longitude", "voters_count"):
		wrong_in(rows, column, "?")
	name = make.intake("Polling Stations", rows)
	tried = make.ran(name, "Checking")
	assert make.counts(tried) == (0, 0, 0, 1_400)
	assert tried.findings_count == 5_600


def test_a_letter_that_cannot_be_written_down_is_the_fault_of_its_row_alone():
	named = {"territory": ground.DISTRICT, "kind": "Ordinary"}
	places = [
		{**named, "number": 50_001, "title_uz": "\ud800"},
		{**named, "number": 50_002, "title_uz": "Ikki", "latitude": "shimol"},
		{**named, "number": 50_003, "title_uz": "Uch"},
	]
	features = [{"type": "Feature", "properties": place, "geometry": SQUARE} for place in places]
	content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
	name = make.intake("Polling Stations", content, "uchastkalar.geojson")
	assert make.counts(make.ran(name, "Checking")) == (1, 0, 0, 2)
	assert {found["line"] for found in running.stored_findings(frappe.get_doc("Table Import", name))} == {
		2,
		3,
	}


def test_a_finding_is_in_the_readers_language_and_names_the_heading():
	rows = make.stations(3)
	rows[1]["voters_count"] = "ko'p"
	name = make.intake("Polling Stations", rows)
	make.ran(name, "Checking")
	shown = {}
	for language in ("uz", "ru", "en"):
		frappe.local.lang = language
		(found,) = running.progress(name).findings
		assert found["line"] == 3
		shown[language] = (found["column"], found["message"])
	assert shown["ru"][0] == "Число избирателей"
	assert len({words for words in shown.values()}) == 3


def test_what_is_imported_stands_on_the_act():
	done = make.ran(make.intake("Polling Stations", make.stations(2), act_number="5-qaror"))
	station = frappe.get_last_doc("Polling Station", {"number": 50_001})
	decision = frappe.get_doc("Decision", station.decision)
	assert (decision.kind, decision.act_number, decision.status) == ("Imported Act", "5-qaror", "Signed")
	event = frappe.get_last_doc("Chain Event", {"commission": ground.COMMISSION, "kind": "data.imported"})
	assert done.content_sha256 in event.body
	station.voters_count = 1
	with pytest.raises(frappe.ValidationError):
		station.save()


def test_a_later_act_changes_what_an_earlier_one_said_and_empty_cells_say_nothing(monkeypatch):
	rows = make.stations(3)
	make.ran(make.intake("Polling Stations", rows))
	(named,) = frappe.get_all("Polling Station", {"number": 50_002}, pluck="name")
	later = [
		{key: row[key] for key in ("territory", "number", "kind", "title_uz")} | {"voters_count": 5}
		for row in rows
	]
	later[0]["voters_count"] = rows[0]["voters_count"]
	asked = {"kind": "Polling Stations", "content": later, "act_number": "78-sinov"}
	assert make.counts(make.ran(make.intake(**asked))) == (0, 0, 1, 2), "voters: two administrators"
	monkeypatch.setattr(ground_targets, "is_opened", lambda: True)
	done = make.ran(make.intake(**asked))
	assert make.counts(done) == (0, 2, 1, 0)
	station = frappe.get_doc("Polling Station", named)
	assert (station.voters_count, station.address) == (5, "Sinov ko'chasi, 1")
	event = frappe.get_last_doc("Register Event", {"entry": named, "decision": station.decision})
	assert json.loads(event.was)["voters_count"] == 1001


def test_a_batch_that_was_broken_off_goes_on_behind_it(monkeypatch):
	monkeypatch.setattr(ground_targets.Places, "batch", 10)
	name = make.intake("Polling Stations", make.stations(25))
	make.ran(name, "Checking")
	running.begin(name, "Importing")
	assert running.step(name, running.open_sheet(name))  # and the job ends here
	assert frappe.db.count("Polling Station", {"number": [">", 50_000]}) == 10
	sheet = running.open_sheet(name)
	while running.step(name, sheet):
		pass
	done = frappe.get_doc("Table Import", name)
	assert make.counts(done) == (25, 0, 0, 0)
	assert frappe.db.count("Polling Station", {"number": [">", 50_000]}) == 25


def test_a_row_that_only_the_write_refuses_stops_no_other(monkeypatch):
	from esaylov.registers.effects import imports

	whole = imports.import_places

	def refuse(act, doctype, rows):
		if any(values.get("number") == 50_004 for _, values in rows):
			raise FormInvalid([])
		whole(act, doctype, rows)

	monkeypatch.setattr(imports, "import_places", refuse)
	name = make.intake("Polling Stations", make.stations(9))
	done = make.ran(name)
	assert make.counts(done) == (8, 0, 0, 1)
	assert list(kept(name)) == [5]


def test_commissions_come_in_whatever_order_and_stand_in_the_tree():
	above = frappe.db.get_value("Election Commission", ground.COMMISSION, ["lft", "rgt"])
	rows = [
		{
			"code": f"PEC-sinov-{place}",
			"register_code": f"S.{place}",
			"level": "Uchastka",
			"parent_election_commission": f"{ground.COMMISSION} Shayxontohur",
			"territory": ground.DISTRICT,
			"title_uz": f"{place}-uchastka saylov komissiyasi",
		}
		for place in range(3)
	]
	rows[2]["parent_election_commission"] = "REG-1726"
	name = make.intake("Commissions", rows, election=None)
	done = make.ran(name)
	assert make.counts(done) == (2, 0, 0, 1)
	assert kept(name) == {4: "parent_election_commission"}
	lft, rgt = frappe.db.get_value("Election Commission", ground.COMMISSION, ["lft", "rgt"])
	assert rgt - lft == above[1] - above[0] + 4
	inside = frappe.db.count(
		"Election Commission", {"lft": [">", lft], "rgt": ["<", rgt], "code": ["like", "PEC-sinov%"]}
	)
	assert inside == 2
	again = make.ran(make.intake("Commissions", rows[:2], election=None))
	assert make.counts(again) == (0, 0, 2, 0)


@pytest.mark.parametrize("is_open", [0, 1])
def test_an_act_that_an_administrator_types_makes_nobody_a_member(monkeypatch, is_open):
	"""Nor where the holder of the bench lets them, as long as nobody has signed that."""
	monkeypatch.setitem(frappe.conf, "esaylov_customising", is_open)
	name = make.intake("Commission Members", make.members(1))
	before = frappe.db.count("Commission Membership")
	assert make.counts(make.ran(name)) == (0, 0, 0, 1)
	assert [found["code"] for found in running.stored_findings(frappe.get_doc("Table Import", name))] == [
		"members_import_closed"
	]
	assert frappe.db.count("Commission Membership") == before


def test_members_get_persons_and_are_no_members_elsewhere_in_that_time(opened):
	rows = make.members(3)
	rows[2]["full_name"] = "Yolgiz"
	name = make.intake("Commission Members", rows)
	done = make.ran(name)
	assert make.counts(done) == (2, 0, 0, 1)
	assert kept(name) == {4: "full_name"}
	person = frappe.get_doc("Person", {"pinfl": rows[0]["pinfl"]})
	member = frappe.get_doc("Commission Membership", {"person": person.name})
	assert (member.position, str(member.ends_on), bool(member.decision)) == ("Member", "2024-03-01", True)
	elsewhere = [{**rows[0], "commission": "REG-1726"}, {**rows[1], "ends_on": "05.03.2024"}]
	name = make.intake("Commission Members", elsewhere)
	document = make.ran(name, "Checking")
	codes = [found["code"] for found in running.stored_findings(document)]
	assert codes == ["membership_overlap", "intake_differs"]


@pytest.mark.parametrize(
	("is_signed", "is_over", "code"),
	[(False, True, "candidates_import_closed"), (True, False, "candidates_by_decision")],
)
def test_an_act_that_an_administrator_types_registers_no_candidate(monkeypatch, is_signed, is_over, code):
	"""Nor do two administrators while the election is not over: its registers know age, list and days of a decision only."""
	monkeypatch.setattr(people_targets, "is_opened", lambda: is_signed)
	day = clock.today() - timedelta(days=1) if is_over else clock.today()
	frappe.db.set_value("Election", ground.ELECTION, "election_day", day)
	name = make.intake("Candidates", make.candidates(1))
	before = frappe.db.count("Candidate")
	assert make.counts(make.ran(name)) == (0, 0, 0, 1)
	assert [found["code"] for found in running.stored_findings(frappe.get_doc("Table Import", name))] == [
		code
	]
	assert frappe.db.count("Candidate") == before


def test_candidates_of_an_election_and_what_a_register_does_not_let_change(opened):
	frappe.db.set_value("Election", ground.ELECTION, "election_day", clock.today() - timedelta(days=1))
	rows = make.candidates(3)
	rows[2]["constituency_no"] = 999
	name = make.intake("Candidates", rows)
	done = make.ran(name)
	assert make.counts(done) == (2, 0, 0, 1)
	assert kept(name) == {4: "constituency_no"}
	again = make.ran(make.intake("Candidates", rows[:2]))
	assert make.counts(again) == (0, 0, 2, 0)
	changed = make.ran(make.intake("Candidates", [{**rows[0], "party": "MILLIY_TIKLANISH"}]), "Checking")
	codes = {found["code"] for found in running.stored_findings(changed)}
	assert codes == {"candidate_of_other_party", "intake_differs"}


def test_a_table_changes_no_place_that_a_second_administrator_signs(monkeypatch):
	rows = make.stations(3)
	make.ran(make.intake("Polling Stations", rows))
	frappe.db.set_value("Polling Station", {"number": 50_002}, "is_annulled", 1)
	for row in rows:
		row["title_uz"] += " A"
	rows[0]["kind"] = "Special"
	name = make.intake("Polling Stations", rows)
	assert make.counts(make.ran(name)) == (0, 1, 0, 2)
	assert {one["code"] for one in running.stored_findings(frappe.get_doc("Table Import", name))} == {
		"places_import_closed"
	}
	figure = {"kind": "Saylovchilar", "territory": ground.DISTRICT, "gender": "Erkak"}
	figure |= {"as_of": "01.10.2024", "source_mark": "[ours] sinov"}
	for value in (10, 11):
		done = make.ran(make.intake("Voter Figures", [{**figure, "value": value}]))
		assert make.counts(done) == (int(value == 10), 0, 0, int(value == 11))
	seat = {"election_type": "DC", "territory": ground.DISTRICT, "number": 901, "title_uz": "901-okrug"}
	for is_draft in (False, True):
		if is_draft:
			monkeypatch.setattr(ground_targets.watching, "are_drafts", lambda *_: True)
		done = make.ran(make.intake("Constituencies", [seat]))
		assert make.counts(done) == (int(is_draft), 0, 0, int(not is_draft))


def test_voter_figures_and_constituencies_of_an_election(opened):
	figures = [
		{
			"kind": "Saylovchilar",
			"territory": ground.DISTRICT,
			"gender": gender,
			"value": 10,
			"as_of": "01.10.2024",
			"source_mark": "[ours] sinov",
		}
		for gender in ("Erkak", "Ayol", "")
	]
	assert make.counts(make.ran(make.intake("Voter Figures", figures))) == (3, 0, 0, 0)
	figures[0]["value"] = 11
	assert make.counts(make.ran(make.intake("Voter Figures", figures))) == (0, 1, 2, 0)
	places = [
		{
			"election_type": "DC",
			"territory": ground.DISTRICT,
			"number": 901,
			"title_uz": "901-okrug",
			"boundary_geojson": json.dumps(SQUARE),
		},
		{
			"election_type": "DC",
			"territory": ground.DISTRICT,
			"number": 902,
			"title_uz": "902-okrug",
			"boundary_geojson": "{}",
		},
		{"election_type": "PRES", "territory": ground.DISTRICT, "number": 903, "title_uz": "903-okrug"},
	]
	name = make.intake("Constituencies", places)
	assert make.counts(make.ran(name)) == (1, 0, 0, 2)
	assert kept(name) == {3: "boundary_geojson", 4: "election_type"}


def seat_with(number: int, station: int) -> None:
	"""A constituency of the district that has one of its stations."""
	document = frappe.get_doc("Constituency", effects.constituency(number))
	known = {"territory": ground.DISTRICT, "number": station}
	document.append("stations", {"polling_station": frappe.db.get_value("Polling Station", known)})
	settled.saved(document)


def numbers_of(seat: int) -> list[int]:
	"""Numbers of the stations of a constituency."""
	parent = frappe.db.get_value("Constituency", {"election": ground.ELECTION, "number": seat})
	stations = [row.polling_station for row in frappe.get_doc("Constituency", parent).stations]
	return [frappe.db.get_value("Polling Station", station, "number") for station in stations]


def lines(*pairs: tuple[int, int]) -> list[dict]:
	"""Rows that put stations of the district into constituencies of it: number of the constituency, number of the station."""
	district = {"election_type": "DC", "territory": ground.DISTRICT, "station_territory": ground.DISTRICT}
	return [{**district, "number": seat, "station_number": station} for seat, station in pairs]


def test_stations_get_a_constituency_of_an_open_election_with_two_persons_alone():
	make.ran(make.intake("Polling Stations", make.stations(2)))
	seat_with(931, 50_001)
	name = make.intake("Stations of Constituencies", lines((931, 50_001), (931, 50_002)))
	tried = make.ran(name, "Checking")
	assert [(one["line"], one["code"]) for one in running.stored_findings(tried)] == [
		(3, "places_import_closed")
	]
	assert make.counts(make.ran(name, "Importing")) == (0, 0, 1, 1)
	assert numbers_of(931) == [50_001]


def test_stations_of_constituencies_are_added_once_and_never_moved(opened):
	make.ran(make.intake("Polling Stations", make.stations(5)))
	seat_with(931, 50_001)
	seat_with(932, 50_002)
	rows = lines((931, 50_001), (931, 50_003), (932, 50_004), (931, 50_002), (931, 59_999), (999, 50_005))
	name = make.intake(
		"Stations of Constituencies", rows, act_commission=None, act_number=None, act_date=None
	)
	tried = make.ran(name, "Checking")
	assert make.counts(tried) == (2, 0, 1, 3)
	found = {one["line"]: one["code"] for one in running.stored_findings(tried)}
	assert found == {
		5: "intake_station_taken",
		6: "intake_station_unknown",
		7: "intake_constituency_unknown",
	}
	assert make.counts(make.ran(name, "Importing")) == (2, 0, 1, 3)
	assert {seat: numbers_of(seat) for seat in (931, 932)} == {931: [50_001, 50_003], 932: [50_002, 50_004]}

	given = files.export("Stations of Constituencies", ground.ELECTION, "csv")
	again = make.ran(make.intake("Stations of Constituencies", given.content, given.name), "Checking")
	assert (again.added, again.changed, again.refused) == (0, 0, 0), running.stored_findings(again)[:3]
	assert again.unchanged >= 4


def test_a_station_that_stands_in_the_table_twice_is_told_at_its_second_line(opened):
	make.ran(make.intake("Polling Stations", make.stations(1)))
	for number in (933, 934):
		effects.constituency(number)
	name = make.intake("Stations of Constituencies", lines((933, 50_001), (934, 50_001)))
	tried = make.ran(name, "Checking")
	assert [(one["line"], one["code"]) for one in running.stored_findings(tried)] == [(3, "intake_twice")]


def test_a_geojson_file_is_a_table_and_what_is_exported_comes_back_unchanged(opened):
	features = [
		{
			"type": "Feature",
			"properties": {
				"election_type": "DC",
				"territory": ground.DISTRICT,
				"number": 911,
				"title_uz": "=911-okrug",
			},
			"geometry": SQUARE,
		}
	]
	content = json.dumps({"type": "FeatureCollection", "features": features}).encode()
	assert make.counts(make.ran(make.intake("Constituencies", content, "okruglar.geojson"))) == (1, 0, 0, 0)
	for form in ("csv", "xlsx", "geojson"):
		given = files.export("Constituencies", ground.ELECTION, form)
		assert form == "geojson" or b"\n=911" not in given.content
		done = make.ran(make.intake("Constituencies", given.content, given.name), "Checking")
		assert make.counts(done)[0:2] == (0, 0), (form, running.stored_findings(done)[:3])
		assert done.unchanged > 0
		assert not done.refused


@pytest.mark.parametrize("kind", few(list(Kind), next(iter(Kind)).__eq__))
@pytest.mark.parametrize("language", few(["uz", "ru", "uz-Cyrl"], "uz-Cyrl".__eq__))
def test_the_template_is_understood_when_it_comes_back(kind, language):
	frappe.local.lang = language
	book = load_workbook(io.BytesIO(files.template(kind).content))
	sheet = book.worksheets[0]
	headings = [cell.value for cell in sheet[1]]
	assert len(headings) == len(TABLES[kind].columns)
	assert sheet.data_validations.dataValidation
	assert book.worksheets[2].max_row > len(headings)
	sheet.append(["sinov"] * len(headings))
	stream = io.BytesIO()
	book.save(stream)
	frappe.local.lang = "en"
	done = make.ran(make.intake(kind, stream.getvalue(), "namuna.xlsx"), "Checking")
	assert (done.status, done.total, done.unknown_columns) == ("Checked", 1, "")


def test_nothing_personal_is_exported(opened):
	frappe.db.set_value("Election", ground.ELECTION, "election_day", clock.today() - timedelta(days=1))
	rows = make.members(1)
	make.ran(make.intake("Commission Members", rows))
	make.ran(make.intake("Candidates", make.candidates(1)))
	for kind in ("Commission Members", "Candidates"):
		content = files.export(kind, ground.ELECTION, "csv").content.decode()
		assert "A'zoyev" in content or "Nomzodov" in content
		assert rows[0]["pinfl"] not in content
		assert "1980-02-02" not in content
	event = frappe.get_last_doc("Chain Event", {"kind": "data.exported"})
	assert "Candidates" in event.body


def bomb() -> bytes:
	stream = io.BytesIO()
	with (
		zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive,
		archive.open("xl/worksheets/sheet1.xml", "w", force_zip64=True) as part,
	):
		for _ in range(161):
			part.write(b"0" * 1024 * 1024)
	return stream.getvalue()


def external() -> bytes:
	"""A workbook whose sheet names a file of the machine as an XML entity."""
	book = Workbook()
	stream = io.BytesIO()
	book.save(stream)
	out = io.BytesIO()
	evil = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/hostname">]><worksheet><sheetData><row><c t="inlineStr"><is><t>&e;</t></is></c></row></sheetData></worksheet>'
	with zipfile.ZipFile(stream) as old, zipfile.ZipFile(out, "w") as new:
		for part in old.infolist():
			new.writestr(part.filename, evil if part.filename.endswith("sheet1.xml") else old.read(part))
	return out.getvalue()


@pytest.mark.parametrize(
	("content", "code"),
	[
		(bomb, "table_too_large"),
		(external, "table_no_header"),
		(lambda: b"PK\x03\x04 no archive", "table_unreadable"),
		(lambda: b"nothing;known\n1;2\n", "table_no_header"),
		(lambda: b'{"type": "FeatureCollection", "features": 5}', "table_unreadable"),
		(lambda: b"{" * 100_000, "table_unreadable"),
		(lambda: b"", "table_empty"),
	],
)
def test_a_file_that_is_no_table_fails_with_its_reason(content, code):
	name = make.intake("Polling Stations", content() or b" ")
	document = make.ran(name, "Checking")
	assert document.status == "Failed"
	found = running.stored_findings(document)
	assert [one["code"] for one in found] in ([code], ["table_empty"], ["table_unreadable"])
	with open("/etc/hostname") as file:
		assert file.read().strip() not in json.dumps(found)


def test_the_course_is_the_jobs_and_the_checked_file_is_the_imported_one():
	name = make.intake("Polling Stations", make.stations(2))
	document = frappe.get_doc("Table Import", name)
	document.update({"status": "Done", "added": 99})
	document.save()
	assert (document.status, document.added) == ("Draft", 0)
	with pytest.raises(WrongState):
		running.begin(name, "Importing")
	make.ran(name)
	with pytest.raises(WrongState):
		frappe.get_doc("Table Import", name).save()
	with pytest.raises(WrongState):
		frappe.delete_doc("Table Import", name)


@pytest.mark.parametrize("kind", ["Constituencies", "Polling Stations", "Candidates", "Commission Members"])
def test_an_act_and_an_election_are_asked_for(kind):
	with pytest.raises(FormInvalid) as refused:
		frappe.get_doc({"doctype": "Table Import", "kind": kind, "file": "/private/files/x.csv"}).insert()
	missing = {finding.path for finding in refused.value.findings}
	assert {"act_commission", "act_number", "act_date"} <= missing


@pytest.mark.parametrize(
	("cell", "written"), [("=1+1", "'=1+1"), ("@x", "'@x"), ("-5", "-5"), ("a", "a"), ("'=x", "'=x")]
)
def test_no_cell_is_a_formula(cell, written):
	assert spreadsheets.safe(cell) == written
	assert written != f"'{cell}" or spreadsheets.unsafe(written) == cell


def test_the_queries_do_not_grow_with_the_rows(count_queries):
	few, many = (
		make.intake("Polling Stations", make.stations(rows, first))
		for rows, first in ((10, 60_001), (200, 61_001))
	)
	make.ran(few, "Checking")  # what is read once
	one, other = (count_queries(lambda name=name: make.ran(name, "Checking")) for name in (few, many))
	assert other <= one + 3
	one, other = (count_queries(lambda name=name: make.ran(name, "Importing")) for name in (few, many))
	assert other <= one + 5
