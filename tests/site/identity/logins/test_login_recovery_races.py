"""A recovery signed and used by sixteen at once: one signature counts, one code goes out, one login comes of it."""

from types import SimpleNamespace

import frappe
import pytest
from factories import appeals as make
from factories import recoveries
from factories.races import at_once, racers

from esaylov.framework.errors import CodeRefused
from esaylov.identity.logins import recovery
from esaylov.permissions.configuration.waiting import changes

MANY = 16
CHANGE = "Configuration Change"


@pytest.fixture
def opened():
	"""A recovery of somebody's own, for others to see; over afterwards."""
	name = recoveries.opened(recoveries.staff())
	frappe.db.commit()
	yield name
	frappe.set_user("Administrator")
	frappe.db.rollback()
	recovery.end(name)
	frappe.db.commit()


@pytest.mark.full  # sixteen connections; test_it_serves_once stands beside it
def test_of_sixteen_signatures_at_once_one_counts(opened):
	frappe.set_user(recoveries.SECOND)
	signature = make.signature(recoveries.SECOND, changes.to_sign(opened))
	frappe.db.commit()
	with racers(MANY) as runners:
		step = (recoveries.SECOND, lambda: changes.confirm(opened, signature))
		came = at_once(runners, [step] * MANY)
	frappe.db.rollback()
	assert [one for one in came if isinstance(one, str)] == [opened]
	about = {"reference_doctype": CHANGE, "reference_name": opened, "template": "S63"}
	assert frappe.db.count("SMS Message", about) == 1
	assert frappe.db.get_value(CHANGE, opened, "status") == "In force"

	code, entered = recoveries.code(opened), []

	def use() -> str:
		frappe.local.login_manager = SimpleNamespace(login_as=entered.append)
		return recovery.use(code, recoveries.PASSWORD)

	with racers(MANY) as runners:
		came = at_once(runners, [("Guest", use)] * MANY)
	assert len([one for one in came if isinstance(one, str)]) == len(entered) == 1
	assert {type(one) for one in came if not isinstance(one, str)} == {CodeRefused}
