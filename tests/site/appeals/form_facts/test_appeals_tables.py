"""Rows of a group from a table: XLSX, CSV and pasted text, with the findings of the rows, before anything is written."""

import io
import zipfile
from datetime import datetime

import frappe
import pytest
from factories import appeals as make
from openpyxl import Workbook, load_workbook

from esaylov.appeals.drafts import tables
from esaylov.framework.errors import FormInvalid, NotFound
from esaylov.framework.files import spreadsheets

HEADER = ["JShShIR", "Familiyasi, ismi, otasining ismi", "Telefon raqami"]


def book(*lines: list, sheets: int = 1) -> bytes:
	made = Workbook()
	for line in lines:
		made.active.append(line)
	for number in range(1, sheets):
		made.create_sheet(str(number))
	stream = io.BytesIO()
	made.save(stream)
	return stream.getvalue()


def name_of(number: int) -> str:
	"""Another given name for each of some thousand numbers."""
	letters = "bdfghjklmnprstvz"
	return f"Aliyev {''.join(letters[number // 16**place % 16] + 'a' for place in range(3)).title()}"


def people(count: int) -> list[list[str]]:
	persons = [make.person(full_name=name_of(number)) for number in range(count)]
	return [[person["pinfl"], person["full_name"], person["phone"]] for person in persons]


def code_of(draft: str, content: bytes) -> str:
	with pytest.raises(FormInvalid) as caught:
		tables.rows_from_table(draft, "persons", content=content)
	(finding,) = caught.value.findings
	assert finding.path == "persons"
	return finding.code


def test_a_hundred_people_of_a_workbook():
	draft = make.draft()
	found = tables.rows_from_table(draft, "persons", content=book(HEADER, *people(100)))
	assert len(found.rows) == 100
	assert found.rows[99]["full_name"] == name_of(99)
	assert found.findings == []
	assert found.is_usable


def test_numbers_and_days_of_a_workbook_become_text():
	(line,) = people(1)
	found = tables.rows_from_table(
		make.draft(), "persons", content=book(HEADER, [int(line[0]), line[1], float(line[2][1:])])
	)
	assert found.rows[0]["pinfl"] == line[0]
	assert found.rows[0]["phone"] == line[2][1:]
	assert found.findings == []
	assert tables.cells_of(book([datetime(2026, 2, 5)]))[0][0] == "2026-02-05 00:00:00"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1251"])
def test_encodings_of_a_csv(encoding):
	text = "Фамилия, имя, отчество;Номер телефона\r\nАлиев Али;901234567\r\n"
	text = text.replace("Фамилия, имя, отчество", '"Фамилия, имя, отчество"')
	found = tables.rows_from_table(make.draft(), "persons", content=text.encode(encoding))
	assert found.rows == [{"full_name": "Алиев Али", "phone": "901234567"}]


def test_findings_name_the_row_and_the_rules_of_the_type_are_asked():
	one, two = people(2)
	lines = [HEADER, one, two, [one[0], "Takror Takror", one[2]], ["123", "Xato Xato", one[2]]]
	found = tables.rows_from_table(make.draft(), "persons", content=book(*lines))
	assert {(finding.code, finding.path) for finding in found.findings} == {
		("person_repeated", "persons[2].pinfl"),
		("pinfl_structure", "persons[3].pinfl"),
	}
	assert found.is_usable, "what is wrong can be mended in the form"


def test_nothing_is_written():
	draft = make.draft()
	before = make.stored(draft).answers
	tables.rows_from_table(draft, "persons", content=book(HEADER, *people(3)))
	assert make.stored(draft).answers == before


def test_the_text_given_back_says_the_same():
	draft = make.draft()
	first = tables.rows_from_table(draft, "persons", content=book(HEADER, *people(3)))
	assert tables.rows_from_table(draft, "persons", first.text).rows == first.rows


def test_an_unknown_column_is_named():
	found = tables.rows_from_table(make.draft(), "persons", "full_name\tBo'yi\nAliyev Ali\t180")
	assert found.unknown == ("Bo'yi",)


@pytest.mark.parametrize(
	("content", "code"),
	[
		(book(HEADER, *([["1", "A", "2"]] * 10_000)), "table_too_many_rows"),
		(book(), "table_empty"),
		(book(["a", "b"], ["1", "2"]), "table_no_header"),
		(b"PK\x03\x04 broken", "table_unreadable"),
		(b"\x98\xff\x00\x81", "table_unreadable"),
		(b"x" * (tables.LIMITS.size + 1), "table_too_large"),
	],
	ids=["10 000 rows", "nothing", "no header", "broken", "no text", "large"],
)
def test_one_clear_error_for_a_file_as_a_whole(content, code):
	assert code_of(make.draft(), content) == code


def test_a_file_that_grows_without_end_is_not_opened():
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr("xl/worksheets/sheet1.xml", b"0" * (tables.LIMITS.unpacked + 1))
	assert code_of(make.draft(), stream.getvalue()) == "table_too_large"


@pytest.mark.parametrize(
	("part", "before", "tag"),
	[
		("xl/styles.xml", "</cellXfs>", "<xf/>"),
		("xl/workbook.xml", "<calcPr", '<definedName name="a">A</definedName>'),
		("[Content_Types].xml", "</Types>", '<Override PartName="/a" ContentType="b"/>'),
		("xl/worksheets/sheet1.xml", "</row>", "<c/>"),
	],
)
def test_a_small_workbook_of_endless_tags_is_not_read(monkeypatch, part, before, tag):
	"""54 KB of styles took 80 seconds and 1.75 GB."""
	monkeypatch.setattr(spreadsheets, "load_workbook", lambda *_, **__: pytest.fail("it was read"))
	stream, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book(HEADER)))
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
		for name in old.namelist():
			text = old.read(name).decode()
			assert name != part or before in text
			new.writestr(name, text.replace(before, tag * 260_000 + before, 1) if name == part else text)
	assert code_of(make.draft(), stream.getvalue()) == "table_too_large"


ENTITY = '<!DOCTYPE worksheet [<!ENTITY a "<c/><c/>">]>'
DECLARATION = '<?xml version="1.0" encoding="UTF-7"?>'


@pytest.mark.parametrize(
	"change",
	[
		lambda text: (ENTITY + text).encode(),
		lambda text: (" " * 65_530 + ENTITY + text).encode(),  # in two pieces
		lambda text: (ENTITY + text).encode("utf-16"),
		lambda text: (DECLARATION + text).encode(),
		lambda text: b"\xef\xbb\xbf" + (DECLARATION + text).encode(),
		lambda text: ('<?xml version="1.0"?>' + text).encode("cp037"),
	],
	ids=["entities", "split", "UTF-16", "UTF-7", "marked", "EBCDIC"],
)
@pytest.mark.parametrize("part", ["xl/worksheets/sheet1.xml", "xl/styles.xml"])
def test_a_workbook_whose_tags_are_not_to_be_seen_is_not_read(monkeypatch, part, change):
	"""Entities made two million cells, 6 s and 660 MB of 5 KB; in UTF-7 a tag has no `<` to be counted."""
	monkeypatch.setattr(spreadsheets, "load_workbook", lambda *_, **__: pytest.fail("it was read"))
	stream, old = io.BytesIO(), zipfile.ZipFile(io.BytesIO(book(HEADER)))
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as new:
		for name in old.namelist():
			text = old.read(name).decode()
			bare = text[text.index("?>") + 2 :] if text.startswith("<?xml") else text
			new.writestr(name, change(bare) if name == part else text)
	assert code_of(make.draft(), stream.getvalue()) == "table_unreadable"


def test_other_groups_and_other_peoples_drafts_are_not_found():
	draft = make.draft()
	for group in ("party_decision", "nothing"):
		with pytest.raises(NotFound):
			tables.rows_from_table(draft, group, "full_name\nA")
	frappe.set_user(make.RIVAL)
	with pytest.raises(NotFound):
		tables.rows_from_table(draft, "persons", "full_name\nA")


@pytest.mark.parametrize("lang", ["uz", "ru", "en"])
def test_the_template_is_known_again_and_keeps_digits_as_text(lang):
	draft = make.draft()
	version = make.stored(draft).type_version
	content = tables.table_template("A56", version, "persons", lang)
	workbook = load_workbook(io.BytesIO(content))
	sheet = workbook.active
	assert sheet["A2"].number_format == "@"
	for place, value in enumerate(["30101800000018", "AA1234567", "Aliyev Ali", "901234567"], 1):
		sheet.cell(2, place).value = value
	stream = io.BytesIO()
	workbook.save(stream)
	found = tables.rows_from_table(draft, "persons", content=stream.getvalue())
	assert found.rows[0] == {
		"pinfl": "30101800000018",
		"passport": "AA1234567",
		"full_name": "Aliyev Ali",
		"phone": "901234567",
	}
