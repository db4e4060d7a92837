"""Articles of the law with the first day of the edition that is applied, and what a finding compares."""

import inspect
import re
from datetime import date

import pytest

from esaylov.core.appeal_types.floors import read_floors
from esaylov.core.formats import placeholders
from esaylov.core.law.articles import Article, first_day, read_articles, split_articles
from esaylov.core.rules.measures import MEASURES, OF_RESULT, measured
from esaylov.core.rules.registry import declared, names
from esaylov.core.rules.result_rules.outcomes import outcome_rules
from esaylov.core.texts import CATALOGUE


@pytest.mark.parametrize(
	("reference", "articles"),
	[
		("33", ("33",)),
		("20-1", ("20-1",)),
		("9, 20-1", ("9", "20-1")),
		("101-102", ("101", "102")),
		("Const. 106, 128", ("Const. 106", "Const. 128")),
		("Const. 91-92, 128", ("Const. 91", "Const. 92", "Const. 128")),
		("Referendum, 39-41", ("Referendum, 39", "Referendum, 40", "Referendum, 41")),
		("Reg. 952", ("Reg. 952",)),
		("", ()),
	],
)
def test_a_reference_names_articles(reference, articles):
	assert split_articles(reference) == articles


def test_an_edition_begins_on_the_latest_first_day_of_its_articles():
	assert (first_day("33"), first_day("101"), first_day("9, 33")) == (
		"2023-12-18",
		"2023-05-06",
		"2023-12-18",
	)
	assert [first_day(unknown) for unknown in ("42", "Reg. 952", "")] == ["", "", ""]
	assert first_day("33", "2023-12-17") == ""


def test_an_edition_ends_with_its_last_day():
	former = Article("33", "2023-12-18", "2026-12-31", "[new]", "")
	days = ["2023-12-17", "2023-12-18", "2026-12-31", "2027-01-01"]
	assert [former.is_in_force(day) for day in days] == [False, True, True, False]


def test_each_article_has_days_a_mark_and_a_statement():
	assert len(read_articles()) > 60
	for edition in [edition for editions in read_articles().values() for edition in editions]:
		days = [day for day in (edition.valid_from, edition.valid_to) if day]
		assert days == sorted(date.fromisoformat(day).isoformat() for day in days), edition
		assert re.search(r"\[[^]]+\]", edition.mark), edition
		assert edition.statement, edition


def test_rules_over_results_and_minimums_name_known_articles():
	named = [rule.article for rule in outcome_rules()]
	floors = read_floors()
	named += [
		floor.get("article") or "" for kind in ("effects", "subjects") for floor in floors[kind].values()
	]
	articles = {article for reference in named for article in split_articles(reference)}
	assert articles
	assert {article for article in articles if article[0].isdigit()} <= read_articles().keys()


@pytest.mark.parametrize("code", sorted(MEASURES))
def test_a_sentence_names_the_required_and_the_actual_value(code):
	for said in (code, f"{OF_RESULT}{code}"):
		for sentence in CATALOGUE.get(said, ()):
			assert set(MEASURES[code]) <= set(placeholders.names(sentence)), said
	assert code in CATALOGUE


COMPARING_NOTHING = {
	"birth_date_missing",
	"court_decides",
	"court_time_over",
	"residence_unknown",
	"register_not_asked",
}
"""Codes of rules with a number of the law that only inform: no value was measured."""


def test_each_rule_with_a_number_of_the_law_says_what_it_requires_and_what_it_found():
	told = set()
	for name in names():
		function = declared(name).function
		if any(key.endswith("statute") for key in declared(name).parameters):
			module = inspect.getmodule(function)
			helpers = [
				vars(module)[called] for called in re.findall(r"\b(_[a-z]+)\(", inspect.getsource(function))
			]
			for source in map(inspect.getsource, (function, *helpers)):
				told |= set(re.findall(r'"([a-z]+(?:_[a-z]+)+)"', source)) & CATALOGUE.keys()
	assert len(told) > 15
	assert told - COMPARING_NOTHING <= MEASURES.keys()


def test_the_required_and_the_actual_value_of_a_finding():
	assert measured("list_too_short", {"limit": 75, "number": 71}) == (75, 71)
	assert measured("result_list_too_short", {"limit": 75, "number": 71}) == (75, 71)
	assert measured("person_is_candidate", {"row": 1}) == (None, None)
