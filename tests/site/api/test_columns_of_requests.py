"""What a request may name as a column of a list: a name, or one function of one, never a piece of a statement."""

import json
from typing import Any

import frappe
import pytest

from esaylov.api import hidden_fields


def ask(function: str = "frappe.desk.reportview.get", /, **arguments: Any) -> None:
	frappe.local.form_dict = frappe._dict(arguments)
	hidden_fields.refuse_statements([function])


@pytest.mark.parametrize(
	"column",
	[
		"name",
		"*",
		"`tabAppeal`.*",
		"`tabSMS Message`.`name`",
		"`tabAppeal`._user_tags",
		"appeal.number as appeal_number",
		"`tabAppeal Attachment`.`file_name` as 'Appeal Attachment:file_name'",
		"count(`tabAppeal`.`name`) as _aggregate_column",
		"count(distinct `tabAppeal`.`name`)",
		"count(*) as total",
		"count(1)",
		"",
	],
)
@pytest.mark.parametrize("argument", hidden_fields.STATED)
def test_what_the_desk_asks_for_is_a_column(argument, column):
	ask(**{argument: json.dumps([column, "modified"])})
	ask(**{argument: column})


@pytest.mark.parametrize(
	"given", [None, "", "[]", json.dumps({"subject": "a = 'b' or `c`"}), json.dumps([{"COUNT": "name"}])]
)
def test_values_are_no_columns(given):
	ask(fieldname=given, fields=given)


@pytest.mark.parametrize(
	"column",
	[
		"name` = 'x' or sleep(0) or `name",
		"name` or `name",
		"`name` or 1",
		"(select 1)",
		"name /* */",
		"name; drop table x",
		"sleep(5) or name",
		"count(name) + sleep(1)",
		"if(name = 'x', sleep(1), 0)",
		"name as `a` , `b",
		"name as 'a' or 'b'",
		"`tabAppeal` where 1 -- `.`name`",
	],
)
@pytest.mark.parametrize("argument", hidden_fields.STATED)
def test_a_piece_of_a_statement_is_refused(argument, column):
	for given in (column, json.dumps(column), json.dumps(["name", column])):
		with pytest.raises(frappe.PermissionError):
			ask(**{argument: given})


def test_the_fields_of_a_calendar_are_columns():
	ask(
		field_map=json.dumps(
			{"start": "starts_on", "end": "ends_on", "title": "subject", "allDay": "all_day"}
		)
	)
	for name in ("start", "title"):
		with pytest.raises(frappe.PermissionError):
			ask(field_map=json.dumps({"id": "name", name: "(select 1)"}))


def test_the_fields_of_forms_are_no_columns():
	"""`field` of an endpoint of ours is a place in a form."""
	ask("esaylov.api.people.lookup", field="persons[0]")
	with pytest.raises(frappe.PermissionError):
		ask("frappe.desk.query_report.get_data_for_custom_field", field="persons[0]")
