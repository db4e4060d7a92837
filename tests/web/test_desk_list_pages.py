"""Every login of the Desk reaches row 21 and beyond: in lists, in REST lists and in the search of a link."""

import json
from typing import Any

import pytest
from factories.http import Client

from esaylov.setup.demo.people import LOGINS

pytestmark = pytest.mark.web
DOCTYPE = "Administrative Territory"
"""The demonstration has more than 200 of them, and each login reads all."""
NAME = f"`tab{DOCTYPE}`.`name`"
ORDER = "`tabAdministrative Territory`.`name` asc"
PAGE = 20
STAFF = sorted(login.local for login in LOGINS if login.commission or login.role)


def list_names(client: Client, start: int) -> list[str]:
	"""A page of a list, as *Load More* requests it."""
	sent: dict[str, Any] = {
		"doctype": DOCTYPE,
		"fields": json.dumps([NAME]),
		"order_by": ORDER,
		"start": start,
		"page_length": PAGE,
		"view": "List",
	}
	answer = client.session.post(
		f"{client.address}/api/method/frappe.desk.reportview.get", data=sent, timeout=60
	)
	assert answer.status_code == 200, answer.text
	return [row[0] for row in answer.json()["message"]["values"]]


def found_names(client: Client, start: int) -> list[str]:
	sent = {"doctype": DOCTYPE, "txt": "", "start": start, "page_length": PAGE, "searchfield": "name"}
	answer = client.session.post(
		f"{client.address}/api/method/frappe.desk.search.search_widget", data=sent, timeout=60
	)
	assert answer.status_code == 200, answer.text
	return [row[0] for row in answer.json()["message"]]


@pytest.mark.parametrize("local", STAFF)
def test_load_more_shows_the_next_rows(login, local):
	first, second = (list_names(login(local), start) for start in (0, PAGE))
	assert len(first) == len(second) == PAGE
	assert not set(first) & set(second)


@pytest.mark.parametrize("local", STAFF)
def test_search_of_a_link_shows_the_next_rows(login, local):
	first, second = (found_names(login(local), start) for start in (0, PAGE))
	assert len(first) == len(second) == PAGE
	assert not set(first) & set(second)


def test_rest_list_shows_the_next_rows(login):
	client = login("chair")
	address = f"{client.address}/api/resource/{DOCTYPE}"
	pages = [
		[row["name"] for row in client.session.get(address, params=params, timeout=60).json()["data"]]
		for params in (
			{"order_by": "name asc", "limit_page_length": PAGE},
			{"order_by": "name asc", "limit_start": PAGE, "limit_page_length": PAGE},
		)
	]
	assert [len(page) for page in pages] == [PAGE, PAGE]
	assert not set(pages[0]) & set(pages[1])
