"""The newest records of each DocType are read from an index, on both versions of Frappe."""

import frappe

from esaylov.setup import creation_indexes


def test_no_table_of_ours_lacks_an_index_on_creation():
	assert creation_indexes.find_unindexed() == []


def test_a_table_without_the_index_gets_it(monkeypatch):
	statements: list[str] = []
	monkeypatch.setattr(creation_indexes, "find_unindexed", lambda: ["Feedback"])
	monkeypatch.setattr(frappe.db, "sql_ddl", statements.append)
	creation_indexes.add_missing()
	assert statements == ["alter table `tabFeedback` add index if not exists `creation` (`creation`)"]


def test_a_table_whose_index_begins_otherwise_is_found(monkeypatch):
	"""`owner_creation` of Person sorts the persons of one user alone."""
	monkeypatch.setattr(
		creation_indexes, "INDEXED", f"{creation_indexes.INDEXED} and table_name <> 'tabPerson'"
	)
	assert creation_indexes.find_unindexed() == ["Person"]
