"""Answers of one version of a form as another takes them."""

from esaylov.core.forms import check, read_definition
from esaylov.core.forms.carrying import NOT_TAKEN, carried


def form(*fields):
	"""A form of fields without labels but the Uzbek one."""
	named = [{"label": {"uz": item["name"]}, **item} for item in fields]
	return read_definition({"code": "T1", "version": 1, "fields": named, "rules": []})


DATE = {"name": "since", "kind": "Date"}
ROWS = {
	"name": "people",
	"kind": "Group",
	"label": {"uz": "People"},
	"fields": [{"name": "rank", "kind": "Short Text", "label": {"uz": "R"}}],
}


def test_what_both_ask_stays_and_what_is_not_asked_goes():
	kept, lost = carried(form(DATE), {"since": "2027-01-15", "colour": "red"})
	assert (kept, lost) == ({"since": "2027-01-15"}, ["colour"])


def test_what_is_typed_is_read_before_it_is_judged():
	kept, lost = carried(form({"name": "count", "kind": "Integer"}), {"count": "40 000"})
	assert (kept, lost) == ({"count": 40000}, [])


def test_a_kind_that_changed_takes_no_answer_of_the_old_one():
	kept, lost = carried(form({"name": "since", "kind": "Integer"}), {"since": "2027-01-15"})
	assert (kept, lost) == ({}, ["since"])


def test_columns_of_rows_are_carried_one_by_one():
	kept, lost = carried(form(ROWS), {"people": [{"rank": "a", "hue": "b"}, {"rank": "c"}]})
	assert kept == {"people": [{"rank": "a"}, {"rank": "c"}]}
	assert lost == ["people[0].hue"]


def test_a_group_that_was_a_text_and_rows_that_are_none():
	assert carried(form(ROWS), {"people": "many"}) == ({}, ["people"])
	kept, lost = carried(form(ROWS), {"people": [7]})
	assert (kept, lost) == ({}, ["people"])


def test_many_unknown_answers_all_go_and_the_rest_is_taken():
	definition = form(DATE)
	answers = {"since": "2027-01-15", **{f"old_{number}": "x" for number in range(90)}}
	kept, lost = carried(definition, answers)
	assert kept == {"since": "2027-01-15"}
	assert len(lost) == 90
	assert not [found for found in check(definition, kept) if found.code in NOT_TAKEN]


def test_what_is_wrong_but_asked_stays_for_its_applicant():
	definition = form({"name": "since", "kind": "Date", "minimum": "2030-01-01"})
	assert carried(definition, {"since": "2027-01-15"}) == ({"since": "2027-01-15"}, [])
