"""Sessions of the demonstration logins and rows in every scope, made once for files that ask for them one after the other.

No longer: another commission for the same district is in the way of appeals that other tests file.
"""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories.http import Client
from factories.steps import site_step

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
Login = Callable[[str], Client]
BESIDE = ("test_desk_calls.py", "test_every_method.py", "test_readme.py")
"""Files that no row is in the way of, whether they ask for rows or not."""


@pytest.fixture(scope="session")
def sites() -> Path:
	"""The `sites` folder of the bench."""
	return Path(os.environ.get("SITES_PATH") or Path(__file__).parents[2] / ".bench" / "sites").resolve()


class Standing:
	"""The rows that are there now, if any."""

	def __init__(self, sites: Path) -> None:
		self.sites = sites
		self.made: dict[str, Any] = {}

	def make(self) -> dict[str, Any]:
		"""Rows for a file: those of the file before it, which left them as they were, or new ones."""
		self.made = self.made or json.loads(site_step(self.sites, "make", module="permission_rows"))
		return self.made

	def remove(self) -> None:
		"""Take all rows away."""
		if self.made:
			gone, self.made = json.dumps(self.made["rows"]), {}
			site_step(self.sites, "remove", given=gone, module="permission_rows")


@pytest.fixture(scope="session")
def standing(sites: Path) -> Iterator[Standing]:
	"""What stands between two files; a run that is broken off leaves nothing."""
	rows = Standing(sites)
	yield rows
	rows.remove()


@pytest.fixture(scope="module")
def made(base_url: str, standing: Standing, request: pytest.FixtureRequest) -> Iterator[dict[str, Any]]:
	"""`rows`: DocType -> scope -> row, see factories.permission_rows; `integrator`: its token.

	Gone before a file that asks for no rows, but for those of BESIDE, and after a file that CHANGES_ROWS.
	"""
	yield standing.make()
	if getattr(request.module, "CHANGES_ROWS", False) or not _asks_next(request.session.items, request.path):
		standing.remove()


def _asks_next(items: list[pytest.Item], path: Path) -> bool:
	"""Whether the file that comes after a file asks for rows; the tests of a file stand together in every order."""
	last = max(place for place, item in enumerate(items) if item.path == path)
	later = [item for item in items[last + 1 :] if item.path.name not in BESIDE]
	return any("made" in item.fixturenames for item in later if item.path == later[0].path)


@pytest.fixture(scope="module")
def login(base_url: str, sites: Path, made: dict[str, Any]) -> Login:
	"""`login("chair")`: the client of a demonstration login, of the `guest` or of the `integrator`; one session each."""
	clients: dict[str, Client] = {}

	def as_user(local: str) -> Client:
		if local not in clients:
			client = Client(base_url, SITE, sites / SITE / "private" / "demo" / f"{local}.p12")
			if local == "integrator":
				client.session.headers["Authorization"] = f"token {made['integrator']}"
			elif local != "guest":
				client.login(f"{local}@esaylov.example")
			clients[local] = client
		return clients[local]

	return as_user


@pytest.fixture(scope="module")
def names(made: dict[str, Any]) -> dict[str, str]:
	"""Marks of `doors` to names of rows at the demonstration commission."""
	rows = made["rows"]
	marks = {"$N": "Appeal", "$C": "Candidate", "$D": "Decision", "$P": "Person"}
	return {**{mark: rows[doctype]["home"]["name"] for mark, doctype in marks.items()}, "$F": made["file"]}
