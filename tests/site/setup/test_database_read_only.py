"""A database that has handed its place to another is away, and no fault of the request."""

import frappe
import pytest

from esaylov.framework import database_away
from esaylov.setup import web_server


@pytest.mark.parametrize(
	("number", "is_away"),
	[(1290, True), (1836, True), (2013, True), (1114, True), (1021, True), (1062, False), (1213, False)],
)
def test_which_errors_say_that_the_database_is_away(number, is_away):
	problem = frappe.db.OperationalError(number, "in the words of the server")
	assert database_away.is_away(problem) is is_away
	wrapped = RuntimeError("the framework's own")
	wrapped.__cause__ = problem
	assert database_away.is_away(wrapped) is is_away


@pytest.mark.parametrize(
	("answer", "number"), [(1, 1290), ("ON", 1290), ("NO_LOCK", 1290), (0, None), ("OFF", None)]
)
def test_a_request_that_failed_at_a_node_without_writes_was_not_at_fault(monkeypatch, answer, number):
	"""The server's answer is made up: a test site's own database is that of every lane."""
	monkeypatch.setattr(frappe.db, "sql", lambda *_: ((answer,),))
	assert web_server._lost() == number


def test_the_database_of_this_site_takes_writes():
	assert web_server._lost() is None
