"""What a document is called where a field names it: to who reads it; to others, and where it is there no more, by its name."""

import frappe
import pytest
from factories import people

from esaylov.api import calls, search
from esaylov.framework.errors import NotPermitted

AUDITOR, SIBLING, PARTY = (f"{who}@esaylov.example" for who in ("auditor", "sibling.chair", "party"))


def test_one_that_is_gone_is_called_by_its_name_and_refused_to_nobody(as_user):
	"""Who looked at somebody stays on record when the person was erased."""
	as_user(AUDITOR)
	assert search.title("Person", "gone") == "gone"


def test_who_reads_it_is_told_its_title_and_who_does_not_is_told_what_was_asked(as_user):
	person = people.person().name
	title = frappe.db.get_value("Person", person, "full_name")
	as_user(AUDITOR)
	assert search.title("Person", person) == title
	as_user(SIBLING)
	assert search.title("Person", person) == person


def test_an_applicant_is_told_nothing(as_user):
	as_user(PARTY)
	with pytest.raises(NotPermitted):
		search.title("Person", "gone")


def test_the_framework_s_own_is_not_reached():
	found = calls.resolved(search.TITLE)
	assert found
	assert found[0] == "esaylov.api.search.title"
