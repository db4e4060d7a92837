"""The abuse model of logins, signing and codes: each line's test is there, and no endpoint of these is missing."""

import ast
import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "operators" / "logins.md"
ROWS = [
	[cell.strip().strip("`") for cell in line.strip("| \n").split(" | ")]
	for line in PAGE.read_text(encoding="utf-8").partition("table: begin -->")[2].splitlines()
	if line.startswith("| ") and not line.startswith("| endpoint")
]
GUARDED = {
	"decisions": {"vote", "sign", "annul", "decide", "acknowledge", "decide_matter"},
	"counting": {"sign"},
	"sessions": {"sign_protocol"},
	"people": {"reveal"},
	"configuration": {"confirm", "accept", "recover"},
}


def functions(path: Path) -> dict[str, ast.FunctionDef]:
	return {
		node.name: node
		for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
		if isinstance(node, ast.FunctionDef)
	}


def decorators(node: ast.FunctionDef) -> list[str]:
	return [ast.unparse(one).partition("(")[0] for one in node.decorator_list]


@pytest.mark.parametrize("row", ROWS, ids=[f"{row[0]}: {row[-1].partition('::')[2]}" for row in ROWS])
def test_each_line_names_a_test_that_is_there(row):
	assert len(row) == 6
	path, _, name = row[-1].partition("::")
	assert name in functions(ROOT / path)


@pytest.mark.parametrize("group", ["login", "passkeys"])
def test_no_endpoint_of_a_login_is_missing(group):
	told = {row[0] for row in ROWS}
	found = functions(ROOT / "esaylov" / "api" / f"{group}.py").items()
	writing = {
		f"{group}.{name}"
		for name, node in found
		if any("endpoint(" in ast.unparse(one) for one in node.decorator_list)
		and (group == "login" or "'POST'" in ast.unparse(node.decorator_list[0]))
	}
	assert len(writing) > 5
	assert writing <= told


@pytest.mark.parametrize("group", GUARDED)
def test_each_guarded_step_asks_for_a_fresh_factor(group):
	known = functions(ROOT / "esaylov" / "api" / f"{group}.py")
	asking = {name for name, node in known.items() if "guards.fresh_factor" in decorators(node)}
	assert asking == GUARDED[group]
	assert {f"{group}.{name}" for name in asking} <= {row[0] for row in ROWS}


def test_every_address_of_the_table_is_written_once_a_way():
	assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+|/[\w/]+", row[0]) for row in ROWS)
	assert len({tuple(row) for row in ROWS}) == len(ROWS)
