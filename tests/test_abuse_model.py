"""The abuse model of logins, signing and codes: each line's test is there, and no endpoint of these is missing."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "operators" / "logins.md"
ROWS = [
	[cell.strip().strip("`") for cell in line.strip("| \n").split(" | ")]
	for line in PAGE.read_text(encoding="utf-8").partition("table: begin -->")[2].splitlines()
	if line.startswith("| ") and not line.startswith("| endpoint")
]
PROVES = {"signature", "code", "sms_code", "credential"}
"""Arguments by which somebody shows who they are."""
NO_PROOF = {"appeal_types.copy"}
"""Where `code` is the code of a type."""
SENDS = {"appeals.confirmation_code", "intake.invite_again", "intake.invite_rest"}
"""Endpoints by which an SMS is sent, beside those of the room of messages."""
SENDS_NOTHING = {"sms.preview", "sms.try_template", "sms.try_campaign", "sms.refuse_reminders"}


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


def endpoints() -> Iterator[tuple[str, ast.FunctionDef, str]]:
	"""Endpoints of ours with their source and what the decorator of each says."""
	for path in sorted((ROOT / "esaylov" / "api").glob("*.py")):
		for name, node in functions(path).items():
			if said := [
				text for one in node.decorator_list if (text := ast.unparse(one)).startswith("endpoint(")
			]:
				yield f"{path.stem}.{name}", node, said[0]


def is_meant(name: str, node: ast.FunctionDef, said: str) -> bool:
	"""Whether by an endpoint somebody enters, signs, confirms, or has an SMS sent."""
	room, writes = name.partition(".")[0], "'POST'" in said
	proves = PROVES & {argument.arg for argument in node.args.args} and name not in NO_PROOF
	sends = name in SENDS or (room == "sms" and writes and name not in SENDS_NOTHING)
	is_login = room == "login" or (room == "passkeys" and writes)
	return bool(proves or sends or is_login or "guards.fresh_factor" in decorators(node))


def test_no_endpoint_of_these_is_missing():
	found = {name for name, node, said in endpoints() if is_meant(name, node, said)}
	assert len(found) > 35
	assert found - {row[0] for row in ROWS} == set()


def test_every_address_of_the_table_is_written_once_a_way():
	assert all(re.fullmatch(r"[a-z_]+\.[a-z_]+|/[\w/]+", row[0]) for row in ROWS)
	assert len({tuple(row) for row in ROWS}) == len(ROWS)
