"""What the cabinet asks of the database does not grow with what a body has."""

from collections.abc import Callable

import frappe
import pytest
from factories import appeals as make
from factories.queries import counted
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.core.procedure.lifecycle import State
from esaylov.portal import layout, routes, web
from esaylov.portal.cabinet import lists
from esaylov.portal.web import PortalRequest, answer

MORE = 4


@pytest.fixture
def queries(monkeypatch) -> Callable[[str], int]:
	"""`queries("cabinet")`: how many statements a page of the party asks."""

	monkeypatch.setattr(web, "get_csrf_token", lambda: "token of a session")

	def ask(path: str) -> int:
		frappe.set_user(make.PARTY)
		http = Request(EnvironBuilder(path=f"/{path}").get_environ())
		monkeypatch.setattr(frappe.local, "request", http, raising=False)
		request = PortalRequest("uz", path)
		with counted() as statements:
			assert answer(request, routes.run(request), layout.values_for).status_code == 200
		return len(statements)

	return ask


@pytest.mark.parametrize(
	("path", "most"),
	[
		("cabinet", 60),
		("cabinet/appeals", 30),
		("cabinet/papers", 30),
		("cabinet/messages", 30),
		("cabinet/people", 30),
	],
)
def test_lists(queries, path, most):
	make.filed()
	make.draft()
	queries(path)  # what is read once in a process
	before = queries(path)
	for _ in range(MORE):
		make.filed()
		make.draft()
	assert queries(path) <= before
	assert before <= most


def people(count: int) -> dict:
	return make.answers([make.person() for _ in range(count)])


@pytest.mark.parametrize("part", ["", "/form", "/check"])
def test_one_appeal_whatever_its_rows(queries, part):
	small = make.filed(typed=people(1)) if not part else make.draft(typed=people(1))
	large = make.filed(typed=people(60)) if not part else make.draft(typed=people(60))
	queries(f"cabinet/appeal/{small}{part}")
	before = queries(f"cabinet/appeal/{small}{part}")
	assert queries(f"cabinet/appeal/{large}{part}") <= before
	assert before <= 80


def test_each_state_of_a_filed_appeal_is_found_by_one_filter_of_the_list():
	found = [state for states in lists.STATES.values() for state in states]
	assert sorted(found) == sorted(state.value for state in State if state is not State.DRAFT)
	assert lists.STATES["partly"] == (State.PARTLY_GRANTED.value,)


def test_names_have_the_letters_of_the_page_and_a_foreigners_those_of_the_passport():
	request = PortalRequest("uz", "cabinet/papers")
	assert lists.shown(request, "O'G'ILOY MA'RUFOVA", 1) == "OʻGʻILOY MAʼRUFOVA"
	assert lists.shown(request, "D'ARTAGNAN", 0) == "D'ARTAGNAN"
	assert lists.shown(request, None, None) == ""
