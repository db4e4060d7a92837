"""The demonstration files a journalist with the photograph that the press card prints."""

import frappe
import pytest
from factories import appeals as filing

from esaylov.framework.errors import FormInvalid
from esaylov.setup.demo import acting, history

PRESS = {"region": history.CITY, "media_type": "Newspaper", "registry_no": "0123"}


def test_journalist_of_the_demonstration_is_filed_with_a_photograph():
	filing.start_anew()
	rows = [{**history._person(30), "media_position": "Muxbir"}]
	name = acting.filed("media", "A40", history.ELECTION, {**PRESS, "persons": rows}, "persons[0].photo")
	assert frappe.db.get_value("Appeal", name, "status") == "Registered"
	assert frappe.db.exists("Appeal Attachment", {"parent": name, "field": "persons[0].photo"})


def test_journalist_without_a_photograph_is_refused():
	filing.start_anew()
	rows = [{**history._person(31), "media_position": "Muxbir"}]
	with pytest.raises(FormInvalid) as refused:
		acting.filed("media", "A40", history.ELECTION, {**PRESS, "persons": rows})
	assert ("required", "persons[0].photo") in [(one.code, one.path) for one in refused.value.findings]
