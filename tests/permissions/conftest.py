"""Sessions of the demonstration logins and rows in every scope, made once for the tests of a file.

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


@pytest.fixture(scope="session")
def sites() -> Path:
	"""The `sites` folder of the bench."""
	return Path(os.environ.get("SITES_PATH") or Path(__file__).parents[2] / ".bench" / "sites").resolve()


@pytest.fixture(scope="module")
def made(sites: Path, base_url: str) -> Iterator[dict[str, Any]]:
	"""`rows`: DocType -> scope -> row, see factories.permission_rows; `integrator`: its token. Gone afterwards."""
	answer = json.loads(site_step(sites, "make", module="permission_rows"))
	yield answer
	site_step(sites, "remove", given=json.dumps(answer["rows"]), module="permission_rows")


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
