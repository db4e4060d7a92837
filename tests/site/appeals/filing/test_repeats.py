"""Each posted endpoint does after a deadlock what its line in `repeats.csv` says."""

import frappe
import pytest

from esaylov.api import contract, endpoint, repeats
from esaylov.api.repeats import NO, YES
from esaylov.framework.persistence import repeating

ENDPOINTS = dict(contract._endpoints())
POSTED = sorted(operation.name for operation in contract.operations() if operation.method == "POST")


def test_the_table_names_each_posted_endpoint_and_no_other():
	assert sorted(repeats.table()) == POSTED
	assert {repeated for repeated, _ in repeats.table().values()} == {YES, NO}
	assert all(why for _, why in repeats.table().values())


@pytest.mark.parametrize("name", POSTED)
def test_a_deadlock_is_repeated_where_the_table_says_so(monkeypatch, name):
	tried = []

	def step() -> None:
		tried.append(name)
		raise frappe.QueryDeadlockError

	function = ENDPOINTS[name]
	while "checked" not in function.__code__.co_freevars:
		function = function.__wrapped__
	place = function.__code__.co_freevars.index("checked")
	monkeypatch.setattr(function.__closure__[place], "cell_contents", step)  # what the endpoint would do
	monkeypatch.setattr(endpoint, "_checked", lambda *_: {})
	monkeypatch.setattr(frappe.db, "rollback", lambda: None)
	monkeypatch.setattr(repeating, "PAUSE_SECONDS", 0)
	with pytest.raises(frappe.QueryDeadlockError) as refused:
		ENDPOINTS[name]()
	assert refused.value.http_status_code == 503
	assert len(tried) == (repeating.TURNS if repeats.table()[name][0] == YES else 1)


def test_what_is_not_named_is_not_repeated():
	assert not repeats.is_repeated("lab.api.appeals.submit")
	assert not repeats.is_repeated("esaylov.api.appeals.types")
