"""Characters that nobody sees: what counts as one, and that tables are made whatever was filed before."""

import io

import openpyxl
import pytest

from esaylov.core.people.unseen import UNSEEN, seen
from esaylov.framework.files import spreadsheets

BAD = "Ali\x00y\x0bev\u202e\u2066\ufeff"


@pytest.mark.parametrize(
	"text", ["\x00", "\x1b[31m", "a\u202eb", "a\u200bb", "\u2028", "\U000e0041", "\ud800", BAD]
)
def test_what_is_not_seen(text):
	assert UNSEEN.search(text)
	assert not UNSEEN.search(seen(text))


@pytest.mark.parametrize("text", ["", "G'ani O‘ktam", "Ғафур Ғулом", "a\tb\nc\r\n", "№ 5 – «ёзув»", "é"])
def test_what_people_write(text):
	assert not UNSEEN.search(text)
	assert seen(text) == text


def test_tables_hold_what_was_filed_before_it_was_refused():
	assert b"Aliyev" in spreadsheets.csv_of([[BAD]])
	book = spreadsheets.xlsx_of("Jadval", [["Ism"], [BAD]], [20])
	assert openpyxl.load_workbook(io.BytesIO(book)).active["A2"].value == "Aliyev"
