"""script/law-table: which rule, number, appeal type, page and test each article of the law has, as a document; gaps are listed as gaps.

Made of the source alone: articles from `esaylov/core/law/articles.csv`, rules and types from the shipped types, pages and tests from
`tests/data/law_articles.csv`.
"""

import argparse
import ast
import csv
import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from esaylov.core.law.articles import Article, read_articles, split_articles
from esaylov.core.rules.commissions import NAMED_POSITIONS
from esaylov.core.rules.result_rules.compositions import LIMITS
from esaylov.core.rules.result_rules.mandates import EXCLUSIONS
from esaylov.core.rules.result_rules.outcomes import outcome_rules
from standalone.paths import ROOT

PAGE = Path("docs") / "administrators" / "law.md"
APP = ROOT / "esaylov"
MAPPING = ROOT / "tests" / "data" / "law_articles.csv"
FIXTURES = APP / "fixtures"
CITED = re.compile(r"art\. ([0-9][0-9, -]*[0-9]|[0-9]+)")
"""Articles in the legal basis of a type."""
HEAD = """# The law, article by article

Made by `script/law-table`; do not edit. Each article of the Election Code that the sources of the system name, and those of the Constitution
and of the law on the referendum that rules use.

*In force from* is the first day of the edition that was read. *Source* has the marks of the domain reference: `[old]` is the edition of
06.05.2023, `[new]` that of 18.12.2023, `[law]` another public text, `[unverified]` no text at hand. A lawyer checks all of them before real use.

Each filing stores the numbers and articles by which it was checked, with their first days. Its decision, an annulment of that decision and a
new decision after it use the same edition, unless the law says otherwise; this is our own choice.

| article | says | in force from | source | rules, numbers and code | types | page | tests |
|---|---|---|---|---|---|---|---|
"""
GAPS = """
## Gaps

| what is missing | articles |
|---|---|
"""
QUESTIONS = """
## Open questions

No source answers these. Until a lawyer does, the system acts as the last column says; that is our own choice.

| question | articles | what the system does |
|---|---|---|
| May another open election forbid forming a commission? | 19-25 | It does: who files is warned, and nothing is decided until that election is over (`commission_at_work`). |
| May a precinct or territorial commission be formed without a chair or a secretary? | 19-25 | It may, with a warning (`composition_position_open`). |
| May one person be a proxy of two rival candidates, or a candidate the proxy of a rival? | 43 | It may, with a warning (`mandate_beside`). Article 43, as far as it is known, bars members of commissions alone. |
| May one person observe in a region and in its districts, or in several districts? | 33 | It may for one party or mahalla, with a warning (`mandate_duplicate`); not twice in one territory. |
| May an authorized representative of a party observe for another party or for a mahalla? | 33, 34 | No (`mandate_incompatible`): a representative is a member or supporter of the party, and an observer serves one body. |
"""
LEVELS: Mapping[str, str] = {"REG": "19", "DC": "19", "OKR": "21", "PEC": "23"}
"""Level of a commission that is formed -> the article about its composition."""


@dataclass
class Uses:
	"""What the source has for an article. rules: names with what they are; types: codes."""

	rules: set[str] = field(default_factory=set)
	types: set[str] = field(default_factory=set)
	page: str = ""
	tests: tuple[str, ...] = ()

	@property
	def missing(self) -> list[str]:
		"""The gaps: what the source does not have."""
		parts = {
			"rule, number or code": self.rules,
			"type": self.types,
			"page": self.page,
			"test": self.tests,
		}
		return [name for name, held in parts.items() if not held]


def law_table(arguments: list[str]) -> int:
	"""Write the table; with --check only say whether it is up to date."""
	parser = argparse.ArgumentParser(prog="script/law-table", description=law_table.__doc__)
	parser.add_argument("--check", action="store_true", help="write nothing; 1 where the page is out of date")
	options = parser.parse_args(arguments)
	page, made = ROOT / PAGE, make_page()
	if options.check:
		return int(not page.is_file() or page.read_text(encoding="utf-8") != made)
	page.write_text(made, encoding="utf-8")
	return 0


def make_page() -> str:
	"""The text of the document."""
	articles = {name: editions[-1] for name, editions in read_articles().items()}
	uses = find_uses()
	lines = [_line(article, uses[name]) for name, article in articles.items()]
	gaps = defaultdict[str, list[str]](list)
	for name in articles:
		for missing in uses[name].missing:
			gaps[missing].append(name)
	for missing, article in _of_levels():
		gaps[missing].append(article)
	return (
		HEAD
		+ "".join(lines)
		+ GAPS
		+ "".join(f"| {what} | {'; '.join(of)} |\n" for what, of in gaps.items())
		+ QUESTIONS
	)


def _of_levels() -> Iterator[tuple[str, str]]:
	"""What the sources do not say of the commissions of a level, with the article about them."""
	for level, article in LEVELS.items():
		if level not in LIMITS:
			yield f"least and greatest number of members of a {level} commission", article
		if level not in NAMED_POSITIONS:
			yield f"positions that a {level} commission must have", article


def _line(article: Article, uses: Uses) -> str:
	cells = [
		article.article,
		article.statement,
		article.valid_from or "not known",
		article.mark,
		", ".join(sorted(uses.rules)) or "**gap**",
		", ".join(sorted(uses.types)) or "**gap**",
		f"`{uses.page}`" if uses.page else "**gap**",
		", ".join(f"`{test}`" for test in uses.tests) or "**gap**",
	]
	return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |\n"


def find_uses() -> dict[str, Uses]:
	"""By article what the source has for it; an article that it has nothing for is there too."""
	found = defaultdict[str, Uses](Uses)
	for reference, rule, code in _of_types():
		for article in split_articles(reference):
			found[article].rules |= {rule} if rule else set()
			found[article].types.add(code)
	for reference, rule in (*_of_results(), *_of_data(), *_of_source()):
		for article in split_articles(reference):
			found[article].rules.add(rule)
	for row in read_mapping().values():
		found[row["article"]].page = row["page"]
		found[row["article"]].tests = tuple(filter(None, row["tests"].split(";")))
	return found


def read_mapping() -> dict[str, dict[str, str]]:
	"""Article to its row of pages and tests. Raises ValueError for an article that is there twice."""
	with MAPPING.open(encoding="utf-8", newline="") as lines:
		rows = list(csv.DictReader(lines))
	found = {row["article"]: row for row in rows}
	if len(found) != len(rows):
		raise ValueError(f"an article is named twice in {MAPPING.name}")
	return found


def read_types() -> Iterator[Mapping[str, Any]]:
	"""The shipped types, by code."""
	for path in sorted((FIXTURES / "appeal_types").glob("*.json")):
		yield json.loads(path.read_text(encoding="utf-8"))


def _of_types() -> Iterator[tuple[str, str, str]]:
	"""Reference, rule and code of the type: of its rules, and of its legal basis, which names no rule."""
	for kind in read_types():
		code = str(kind["code"])
		for use in kind.get("form_rules") or ():
			yield str(use.get("article") or ""), f"rule `{use['rule']}`", code
		basis = str(kind.get("legal_basis") or "")
		act = "Referendum, " if basis.startswith("law on the referendum") else ""
		for numbers in CITED.findall(basis):
			yield f"{act}{numbers}", "", code


def _of_results() -> Iterator[tuple[str, str]]:
	for rule in outcome_rules():
		yield rule.article, f"result rule `{rule.name}`"
	for one in EXCLUSIONS:
		yield one.article, "result rule `exclusive_mandates`"


def _of_data() -> Iterator[tuple[str, str]]:
	with (FIXTURES / "statutes" / "statute.csv").open(encoding="utf-8", newline="") as lines:
		for row in csv.DictReader(lines):
			yield row["article"], f"number `{row['key']}`"
	with (APP / "elections" / "kind_stages.csv").open(encoding="utf-8", newline="") as lines:
		for row in csv.DictReader(lines):
			yield row["article"], f"stage `{row['key']}`"
	with (FIXTURES / "decision_rules" / "decision_rule.csv").open(encoding="utf-8", newline="") as lines:
		for row in csv.DictReader(lines):
			for numbers in CITED.findall(row["legal_basis"]):
				yield numbers, f"decision rule `{row['code']}`"
	for kind in json.loads((APP / "elections" / "kinds.json").read_text(encoding="utf-8")):
		yield kind["article"], f"election kind `{kind['name']}`"


def _of_source() -> Iterator[tuple[str, str]]:
	"""Articles that findings and refusals of the code name."""
	for path in sorted(APP.rglob("*.py")):
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
			named = node.value if isinstance(node, ast.keyword) and node.arg == "article" else None
			if isinstance(named, ast.Constant) and isinstance(named.value, str):
				yield named.value, f"`{path.relative_to(ROOT)}`"
