"""How many documents lead to one, beside its form: of those that the caller reads, and to who reads it alone."""

from collections.abc import Iterator

import frappe
import pytest
from factories import people

from esaylov.api import calls, search
from esaylov.framework.errors import NotPermitted
from esaylov.permissions import reach

CHAIR, AUDITOR, PARTY = (f"{who}@esaylov.example" for who in ("cec.chair", "auditor", "party"))


@pytest.fixture(autouse=True)
def limit() -> Iterator[None]:
	"""A request ends with its connection, and with the second that the framework gives each statement: tests have one connection."""
	yield
	frappe.db.set_execution_timeout(0)


@pytest.fixture
def candidate() -> str:
	"""One with two proxies."""
	standing = people.candidate(people.person())
	for _ in range(2):
		people.proxy(people.person(), standing)
	return str(standing.name)


def counted(candidate: str, *items: str) -> dict[str, int]:
	found = search.beside("Candidate", candidate, list(items) or None)
	return {link["doctype"]: link["count"] for link in found["count"]["external_links_found"]}


def test_what_the_form_shows_is_counted(as_user, candidate):
	as_user(AUDITOR)
	assert counted(candidate) == {"Proxy": 2, "Campaign Meeting": 0}
	assert counted(candidate, "Proxy", "Complaint Outcome", "Passkey") == {"Proxy": 2}


def test_what_is_out_of_reach_is_not(as_user, candidate, monkeypatch):
	as_user(AUDITOR)
	one = frappe.get_list("Proxy", {"candidate": candidate}, pluck="name", limit=1)[0]
	all_of = reach.query
	monkeypatch.setattr(
		reach,
		"query",
		lambda user, doctype: f"name = '{one}'" if doctype == "Proxy" else all_of(user, doctype),
	)
	assert counted(candidate)["Proxy"] == 1


@pytest.mark.parametrize("user", [AUDITOR, "nobody@esaylov.example"])
def test_beside_a_document_that_one_does_not_read_nothing_is_counted(as_user, user):
	"""Also where one reads its name, and where there is none."""
	as_user(CHAIR)
	with pytest.raises(frappe.PermissionError):
		search.beside("User", user)


def test_an_applicant_is_told_nothing(as_user, candidate):
	as_user(PARTY)
	with pytest.raises(NotPermitted):
		search.beside("Candidate", candidate)


def test_the_framework_s_own_is_not_reached():
	found = calls.resolved(search.BESIDE)
	assert found
	assert found[0] == "esaylov.api.search.beside"
