"""Rows of a group as the form draws them: how many findings each has, which stand open."""

from collections.abc import Sequence

import pytest

from esaylov.core.findings import Finding
from esaylov.core.forms import Field, read_definition
from esaylov.portal.cabinet.forms.widgets import Maker, Row, Search
from esaylov.portal.texts import Texts

TEXT = {"name": "name", "kind": "Short Text", "label": {"uz": "Nomi"}}
OFFICES = {"name": "offices", "kind": "Group", "label": {"uz": "Lavozimlar"}, "fields": [TEXT]}
PERSONS = {"name": "persons", "kind": "Group", "label": {"uz": "Shaxslar"}, "fields": [TEXT, OFFICES]}
FORM = read_definition({"code": "T01", "version": 1, "fields": [PERSONS], "rules": []})


class NoLinks:
	def options(self, path: str, item: Field, value: object) -> list:
		return []

	def search(self, path: str) -> Search | None:
		return None


def rows(count: int, findings: Sequence[Finding] = (), remarks: dict | None = None) -> Sequence[Row]:
	people = [{"name": f"Ali {number}", "offices": [{"name": "rais"}]} for number in range(count)]
	maker = Maker(Texts("uz"), NoLinks(), {}, findings, remarks=remarks or {})
	return maker.make(FORM.fields, {"persons": people})[0].rows


def test_each_row_counts_what_stands_in_it_and_below():
	paths = ("persons[1].name", "persons[10].name", "persons[10].offices[0].name", "persons[10]", "persons")
	made = rows(12, [Finding("required", path) for path in paths])
	assert {row.index: row.finding_count for row in made if row.finding_count} == {1: 1, 10: 3}
	assert [row.index for row in made if row.is_open] == [1, 10]
	assert [len(row.findings) for row in made if row.findings] == [1]


def test_a_row_with_a_remark_stands_open():
	made = rows(12, remarks={"persons[4].offices[0].name": ["Aniqlashtiring"]})
	assert [row.index for row in made if row.is_open] == [4]


@pytest.mark.parametrize("count", [100])
def test_no_row_looks_at_the_findings_of_the_others(count):
	class Counted(list):
		read = 0

		def __iter__(self):
			type(self).read += 1
			return super().__iter__()

	findings = Counted(Finding("required", f"persons[{number}].name") for number in range(count))
	rows(count, findings)
	assert Counted.read <= 3
