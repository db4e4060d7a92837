"""Logins x DocTypes x rights x scopes: every cell of `table/*.csv` asked over REST.

A cell has the rights that its login has on a row of that scope: `l` it stands in the list, `r` it is read, `w` it is
written, `c` one like it is entered, `d` it is deleted; `-` none of them.
"""

import csv
import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from factories import waiting
from factories.http import Client
from factories.profile import IS_FULL

from esaylov.permissions import row_conditions, row_rules
from esaylov.permissions.stock_row_rules import STOCK

ROOT = Path(__file__).parents[2]
RIGHTS = "lrwcd"
ONLY_IN_15 = {"Energy Point Log"}
REFUSED = (401, 403, 404)
THREADS = 6
CHANGES_ROWS = True
"""Who may delete a row does: see conftest.py."""
BUSY = ("QueryTimeoutError", "QueryDeadlockError")
Table = dict[str, dict[str, dict[str, str]]]
"""Login -> DocType -> scope -> rights."""
Cell = tuple[str, str, str, str, bool]
"""Login, DocType, scope, right, and whether it was had."""


def read_table() -> Table:
	table: Table = defaultdict(lambda: defaultdict(dict))
	for path in sorted(Path(__file__).with_name("table").glob("*.csv")):
		with path.open() as lines:
			for row in csv.DictReader(lines):
				doctype, scope = row.pop("doctype"), row.pop("scope")
				for login, rights in row.items():
					table[login][doctype][scope] = rights
	return table


TABLE = read_table()
IN_EACH_RUN = {
	"Appeal",
	"Appeal Type",
	"Certificate",
	"Commission Membership",
	"Decision",
	"Election",
	"File",
	"Person",
	"Polling Station",
	"SMS Message",
	"ToDo",
	"User",
	"Workflow Action",
}
"""One of each kind of scope; `--full` asks for all."""
ASKED: Table = {
	login: {name: rows for name, rows in doctypes.items() if IS_FULL or name in IN_EACH_RUN}
	for login, doctypes in TABLE.items()
}


def ours() -> dict[str, dict[str, Any]]:
	"""Our DocTypes, those that are rows of another left out."""
	found = {}
	for path in (ROOT / "esaylov").glob("**/doctype/*/*.json"):
		document = json.loads(path.read_text())
		if document.get("doctype") == "DocType" and not document.get("istable"):
			found[document["name"]] = document
	return found


def test_every_doctype_of_ours_and_of_the_framework_with_a_scope_stands_in_the_table():
	for login, doctypes in TABLE.items():
		assert set(doctypes) == set(ours()) | (set(STOCK) - ONLY_IN_15), login


def test_every_doctype_with_a_scope_has_rows_inside_and_outside_of_it():
	unscoped = {"entered", "any", "single"}
	by_place = {
		name
		for name, rules in row_rules.SCOPES.items()
		if any(isinstance(rule, row_conditions.OfCommission) for rule in rules)
	} - {"Commission Membership"}
	for name in by_place:
		assert {"home", "sibling", "above", "other"} <= set(TABLE["chair"][name]), name
	assert {name for name, rows in TABLE["chair"].items() if set(rows) - unscoped} >= by_place


def asked(login: str, client: Client, rows: dict[str, dict[str, dict]], rights: str) -> list[Cell]:
	"""Every cell of a login for some of the rights."""
	cells = []
	for doctype, scopes_of in ASKED[login].items():
		address = f"{client.address}/api/resource/{doctype}"
		if "l" in rights and "single" not in scopes_of:
			shown = listed(client, address, [rows[doctype][scope]["name"] for scope in scopes_of])
			cells += [
				(login, doctype, scope, "l", rows[doctype][scope]["name"] in shown) for scope in scopes_of
			]
		for scope in scopes_of:
			for right in set(rights) & set(rights_in(scope)) - {"l"}:
				cells.append(
					(login, doctype, scope, right, had(client, address, right, rows[doctype][scope]))
				)
	return cells


def rights_in(scope: str) -> str:
	"""The rights that a row of a scope can be asked for."""
	return "rw" if scope == "single" else RIGHTS


def listed(client: Client, address: str, names: list[Any]) -> list[Any]:
	filters = json.dumps([["name", "in", names]])
	answer = client.session.get(address, params={"filters": filters, "limit_page_length": 100}, timeout=60)
	if answer.status_code in REFUSED:
		return []
	assert answer.status_code == 200, answer.text[:500]
	return [row["name"] for row in answer.json()["data"]]


def had(client: Client, address: str, right: str, row: dict[str, Any]) -> bool:
	"""Whether a right is had; what may be written is written back as it is, what may be deleted was made for that."""
	one = f"{address}/{row['name']}"
	method, url, body = {
		"r": ("GET", one, None),
		"w": ("PUT", one, {row["field"]: row["value"]}),
		"c": ("POST", address, row["like"]),
		"d": ("DELETE", one, None),
	}[right]
	answer = asked_again(client, method, url, body)
	if answer.status_code in REFUSED:
		return False
	assert answer.ok, f"{method} {one}: {answer.status_code} {answer.text[:2000]}"
	if right == "c":
		row["created"].append(answer.json()["data"]["name"])
	return True


def asked_again(client: Client, method: str, url: str, body: dict[str, Any] | None) -> requests.Response:
	"""The answer of a request; another login at the same row makes the framework say that it is busy."""

	def unhindered() -> tuple[requests.Response] | None:
		answer = client.session.request(method, url, json=body, timeout=60)
		return None if not answer.ok and any(word in answer.text for word in BUSY) else (answer,)

	return waiting.until(unhindered)[0]


@pytest.fixture(scope="module")
def answers(login, made) -> list[Cell]:
	"""Every cell asked once; the logins side by side."""
	cells: list[Cell] = []
	with ThreadPoolExecutor(THREADS) as pool:
		for rights in ("lrwc", "d"):  # what one login may delete, the others look at before
			parts = pool.map(lambda name, some=rights: asked(name, login(name), made["rows"], some), TABLE)
			cells += [cell for part in parts for cell in part]
	return cells


def test_every_cell_is_as_the_table_says(answers, capsys):
	deviations = [
		f"{login}: {doctype} ({scope}) {right}: {'had' if has else 'refused'}"
		for login, doctype, scope, right, has in answers
		if has is not (right in TABLE[login][doctype][scope])
	]
	with capsys.disabled():
		print(f"\npermission table: {len(answers)} cells, {len(deviations)} deviations")
	assert not deviations, "\n".join(deviations)


def test_no_cell_was_left_out(answers):
	cells = sum(
		len(rights_in(scope))
		for doctypes in ASKED.values()
		for scopes_of in doctypes.values()
		for scope in scopes_of
	)
	assert len(answers) == cells
