"""Tables of a spreadsheet as rows of a group: headings in any language, values as people write them, whole-table errors."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from esaylov.core.forms import TableUnreadable, read_definition, tables
from esaylov.core.people.names import APOSTROPHES, to_cyrillic

LABEL = {"uz": "Maydon"}
FORM = read_definition(
	{
		"code": "T",
		"version": 1,
		"fields": [
			{
				"name": "people",
				"kind": "Group",
				"label": LABEL,
				"max_rows": 100,
				"fields": [
					{"name": "@person", "kind": "Person"},
					{
						"name": "list_position",
						"kind": "Integer",
						"label": {"uz": "Tartib raqami", "ru": "Номер", "en": "Position"},
					},
					{"name": "since", "kind": "Date", "label": {"uz": "Sana", "ru": "Дата", "en": "Date"}},
					{
						"name": "member",
						"kind": "Yes/No",
						"label": {"uz": "A'zo", "ru": "Член", "en": "Member"},
					},
					{
						"name": "role",
						"kind": "Choice",
						"label": {"uz": "Lavozim"},
						"choices": [
							{"value": "Chair", "label": {"uz": "Rais", "ru": "Председатель", "en": "Chair"}}
						],
					},
					{
						"name": "place",
						"kind": "Link",
						"label": {"uz": "Joy"},
						"link": {"doctype": "Polling Station"},
					},
					{"name": "essay", "kind": "Long Text", "label": {"uz": "Izoh"}},
					{"name": "photo", "kind": "File", "label": {"uz": "Surat"}},
					{"name": "ours", "kind": "Short Text", "label": {"uz": "Bizniki"}, "read_only": True},
				],
			}
		],
	}
)
GROUP = FORM.fields[0]
NAMES = [item.name for item in tables.table_columns(GROUP)]


def rows(text: str, **links: dict[str, str]) -> list[dict]:
	return tables.rows_from_cells(GROUP, tables.split(text), links).rows


def refusal(text: str):
	with pytest.raises(TableUnreadable) as caught:
		tables.rows_from_cells(GROUP, tables.split(text))
	return caught.value.finding


def test_what_the_registers_fill_and_files_are_no_columns():
	assert NAMES == [
		"pinfl",
		"passport",
		"full_name",
		"phone",
		"list_position",
		"since",
		"member",
		"role",
		"place",
		"essay",
	]


@pytest.mark.parametrize("lang", ["uz", "ru", "en", "uz-Cyrl", "kaa"])
def test_the_template_of_each_language_is_known_again(lang):
	header = tables.template_header(GROUP, lang)
	table = tables.rows_from_cells(GROUP, [header, [str(place) for place in range(len(header))]])
	assert list(table.rows[0]) == NAMES
	assert table.unknown == ()


@pytest.mark.parametrize("separator", ["\t", ";", ","])
def test_separators(separator):
	text = f"full_name{separator}Номер телефона\r\nAliyev Ali{separator}+998901234567\r\n"
	assert rows(text) == [{"full_name": "Aliyev Ali", "phone": "+998901234567"}]


@pytest.mark.parametrize("sign", APOSTROPHES)
def test_a_key_is_the_same_with_each_apostrophe(sign):
	assert tables.key_of(f"Yo{sign}q *") == "yo'q"


def test_headings_are_found_whatever_their_case_spaces_and_apostrophes():
	assert rows("  AʻZO *\tMaydonda yo'q\nha\tx") == [{"member": True}]
	table = tables.rows_from_cells(GROUP, tables.split("full_name\tIzohsiz\nAliyev Ali\tx"))
	assert table.unknown == ("Izohsiz",)


@pytest.mark.parametrize(
	("column", "typed", "value"),
	[
		("since", "05.02.2026", "2026-02-05"),
		("since", "5/2/2026", "2026-02-05"),
		("since", "2026-02-05 00:00:00", "2026-02-05"),
		("since", "2026-02-05T00:00:00", "2026-02-05"),
		("since", "yesterday", "yesterday"),
		("member", "Да", True),
		("member", "YO\N{MODIFIER LETTER TURNED COMMA}Q", False),
		("member", "?", "?"),
		("role", "председатель", "Chair"),
		("role", "chair", "Chair"),
		("role", "Cook", "Cook"),
		("list_position", "1 000", 1000),
		("list_position", "7.0", 7),
		("list_position", "seven", "seven"),
		("pinfl", "30101800001234.0", "30101800001234"),
		("place", "12-uchastka", "PS-12"),
		("place", "PS-13", "PS-13"),
	],
)
def test_values(column, typed, value):
	assert rows(f"full_name\t{column}\nA B\t{typed}", place={"12-uchastka": "PS-12"})[0][column] == value


def test_a_number_that_the_spreadsheet_cut_is_told_at_its_cell():
	table = tables.rows_from_cells(GROUP, tables.split("pinfl\tfull_name\n3,01018E+13\tA B\n1\tC D"))
	assert [(finding.code, finding.path) for finding in table.findings] == [
		("table_number_cut", "people[0].pinfl")
	]


def test_empty_lines_go_and_lines_are_counted_as_in_the_table():
	table = tables.rows_from_cells(GROUP, tables.split("\nfull_name\tx\nA\t\n\n\ty\nB\t"))
	assert [row["full_name"] for row in table.rows] == ["A", "B"]
	assert table.lines == [3, 6]


def test_a_short_line_has_empty_cells():
	assert rows("full_name\tphone\nA B") == [{"full_name": "A B"}]


@pytest.mark.parametrize(
	("text", "code"),
	[
		("", "table_empty"),
		(" \n\t\n", "table_empty"),
		("full_name\tphone\n", "table_empty"),
		("Aliyev Ali\t+998901234567", "table_no_header"),
		("full_name\tfull_name\nA\tB", "table_column_twice"),
		("full_name\n" + "A B\n" * 10_000, "table_too_many_rows"),
		("x" * (tables.LONGEST_TEXT + 1), "table_too_large"),
		("full_name\n" + "x" * 200_000, "table_unreadable"),
	],
	ids=["nothing", "blank", "no rows", "no header", "twice", "10 000 rows", "large", "one endless cell"],
)
def test_a_whole_table_is_refused_with_one_error(text, code):
	assert refusal(text).code == code


def test_the_error_of_too_many_rows_names_the_limit():
	assert refusal("full_name\n" + "A B\n" * 10_000).params == {"limit": 100}


def test_a_heading_of_two_lines_does_not_hide_the_separator():
	cells = [["full_name\n(full; as in the passport)", "phone"], ["A", "1"]]
	assert tables.split(tables.joined(cells)) == cells


CELL = st.text(
	st.characters(blacklist_categories=["Cs"], blacklist_characters="\0\N{ZERO WIDTH NO-BREAK SPACE}"),
	max_size=12,
)


@given(st.lists(st.lists(CELL, min_size=2, max_size=4), min_size=1, max_size=5))
def test_joined_cells_are_split_the_same(cells):
	again = tables.split(tables.joined(cells))
	assert [[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in line] for line in again] == [
		[cell.replace("\r\n", "\n").replace("\r", "\n") for cell in line] for line in cells
	]


@given(st.text(max_size=300))
def test_any_text_gives_rows_or_one_refusal(text):
	try:
		table = tables.rows_from_cells(GROUP, tables.split(f"full_name\n{text}"))
	except TableUnreadable as problem:
		refused = problem.finding.code
	else:
		refused = ""
		assert 0 < len(table.rows) == len(table.lines) <= 100
	assert refused in ("", "table_empty", "table_no_header", "table_unreadable", "table_too_many_rows")


PLAIN = st.text(st.sampled_from("abcdeghoqуш'ў "), min_size=1, max_size=10).map(
	lambda text: f"x{text}".strip()
)


@given(
	st.lists(st.tuples(PLAIN, st.integers(0, 9999), st.booleans()), min_size=1, max_size=100),
	st.sampled_from(["uz", "ru", "en"]),
)
def test_what_is_written_is_read_in_every_language(people, lang):
	words = {"uz": ("ha", "yo'q"), "ru": ("да", "нет"), "en": ("yes", "no")}[lang]
	header = dict(zip(NAMES, tables.template_header(GROUP, lang), strict=True))
	lines = [[header["full_name"], header["list_position"], header["member"]]]
	lines += [[name, str(position), words[0] if member else words[1]] for name, position, member in people]
	table = tables.rows_from_cells(GROUP, tables.split(tables.joined(lines)))
	assert table.rows == [
		{"full_name": name, "list_position": position, "member": member} for name, position, member in people
	]
	assert table.findings == []


def test_cyrillic_headings_are_known():
	assert rows(f"{to_cyrillic('Tartib raqami')}\n4") == [{"list_position": 4}]
