"""The table of who may do what, as people read it: made of the rules, and compared with them."""

from esaylov.permissions import table
from esaylov.permissions.row_rules import SCOPES
from esaylov.permissions.stock_row_rules import STOCK


def test_the_readme_has_the_table_of_today() -> None:
	found = table.README.read_text(encoding="utf-8").partition(table.BEGIN)[2].partition(table.END)[0]
	assert found == table.table(), "run: python -m esaylov.permissions.table"


def test_each_doctype_with_rules_has_its_line() -> None:
	lines = table.table().splitlines()
	for name in {*SCOPES, *STOCK}:
		assert [line for line in lines if line.startswith(f"| {name} |")], name


def test_each_kind_of_right_is_named_or_is_choosing() -> None:
	assert table.rights_in_words([{"role": "A", "select": 1}, {"role": "B"}]) == "A: sel; B: –"
	one = [{"role": "A", "read": 1, "write": 1}, {"role": "A", "permlevel": 1, "read": 1}]
	assert table.rights_in_words(one) == "A: r w r@1"
