"""The table of the articles of the law is up to date, and what it names exists: rules, types, numbers, pages, tests."""

import ast
import csv
import re
from functools import cache
from pathlib import Path

import pytest

from esaylov.core import rules
from esaylov.core.law.articles import read_articles, split_articles
from standalone import law_table

ROOT = Path(__file__).parents[1]
MAPPING = law_table.read_mapping()


@cache
def functions_of(path: Path) -> frozenset[str]:
	"""The tests of a file, `test_x` or `TestY::test_x`."""
	found = set()
	for node in ast.parse(path.read_text(encoding="utf-8")).body:
		members = node.body if isinstance(node, ast.ClassDef) else [node]
		prefix = f"{node.name}::" if isinstance(node, ast.ClassDef) else ""
		found |= {f"{prefix}{each.name}" for each in members if isinstance(each, ast.FunctionDef)}
	return frozenset(found)


def test_the_page_is_the_one_that_the_source_gives():
	assert (ROOT / law_table.PAGE).read_text(encoding="utf-8") == law_table.make_page(), "script/law-table"


def test_each_article_has_a_row_and_no_row_is_of_another():
	assert MAPPING.keys() == read_articles().keys()


@pytest.mark.parametrize("article", [article for article, row in MAPPING.items() if row["tests"]])
def test_each_test_that_is_named_exists(article):
	for name in MAPPING[article]["tests"].split(";"):
		file, _, function = name.partition("::")
		assert function in functions_of(ROOT / file), name
		assert function.rpartition("::")[2].startswith("test_")


def test_each_page_that_is_named_exists():
	pages = {row["page"] for row in MAPPING.values() if row["page"]}
	assert len(pages) > 5
	assert {page for page in pages if not (ROOT / page).exists()} == set()


def test_each_rule_of_a_type_exists_and_each_article_of_the_code_that_is_named_is_known():
	uses = law_table.find_uses()
	named = {
		name for use in uses.values() for rule in use.rules for name in re.findall(r"^rule `(\w+)`$", rule)
	}
	assert len(named) > 15
	assert named <= set(rules.names())
	assert {article for article in uses if article[0].isdigit()} <= read_articles().keys()


def test_an_article_without_a_rule_or_a_test_is_a_gap():
	gaps = (ROOT / law_table.PAGE).read_text(encoding="utf-8").partition("## Gaps")[2]
	lines = dict(re.findall(r"\| ([^|]+) \| ([^|]+) \|", gaps))
	uses = law_table.find_uses()
	assert lines["test"].split("; ") == [name for name in read_articles() if not uses[name].tests]
	without = [name for name in read_articles() if not uses[name].rules]
	assert lines["rule, number or code"].split("; ") == without


def test_each_article_of_a_number_of_the_law_is_known():
	with (law_table.FIXTURES / "statutes" / "statute.csv").open(encoding="utf-8", newline="") as lines:
		named = {article for row in csv.DictReader(lines) for article in split_articles(row["article"])}
	assert {article for article in named if not article.startswith("Reg. ")} <= read_articles().keys()
