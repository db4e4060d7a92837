"""Sixteen at the same moment, on connections of their own: keys of a body, and what is proposed and signed of the configuration."""

from collections.abc import Iterator
from datetime import timedelta

import frappe
import pytest
from factories import appeals as make
from factories.races import at_once, racers

from esaylov.core.integrators import MOST_OF_BODY
from esaylov.framework import clock
from esaylov.framework.errors import EsaylovError
from esaylov.identity import service_accounts
from esaylov.integrations.inbound import keys_of_bodies
from esaylov.permissions.configuration import comparison
from esaylov.permissions.configuration.waiting import changes

BODY = ("Party Branch", "OZLIDEP-1726277")
CHANGE, KEY = "Configuration Change", "Integrator Key"
MANY = 16
SECOND = "second.administrator@esaylov.example"
STATUTE = "tabStatute"


def codes(results: list) -> list[str]:
	"""Codes of what our own rules refused; what is neither a refusal nor to be tried again is raised."""
	busy = (frappe.QueryDeadlockError, frappe.QueryTimeoutError, frappe.TimestampMismatchError)
	for result in results:
		if isinstance(result, Exception) and not isinstance(result, (EsaylovError, *busy)):
			raise result
	return [result.code for result in results if isinstance(result, EsaylovError)]


def done(results: list) -> list:
	return [result for result in results if not isinstance(result, Exception)]


@pytest.fixture
def no_keys() -> Iterator[None]:
	frappe.db.delete(KEY, {"body": BODY[1]})
	frappe.db.commit()
	yield
	frappe.db.rollback()
	frappe.db.delete(KEY, {"body": BODY[1]})
	frappe.db.commit()


def bind() -> str:
	ends_on = clock.today() + timedelta(days=30)
	return service_accounts.bind(make.PARTY, BODY, "Sinov tizimi", ["appeals:read"], ends_on)[0]


def living() -> int:
	return sum(key.is_open for key in keys_of_bodies.of_body(BODY))


@pytest.mark.usefixtures("no_keys")
@pytest.mark.full
def test_a_body_has_no_more_keys_than_it_may_however_many_are_bound_at_once():
	with racers(MANY) as runners:
		results = at_once(runners, [(make.PARTY, bind)] * MANY)
	assert len(done(results)) == MOST_OF_BODY, results
	assert living() == MOST_OF_BODY
	assert codes(results) == ["key_most_of_body"] * (MANY - MOST_OF_BODY)


@pytest.mark.usefixtures("no_keys")
@pytest.mark.full
def test_keys_that_ended_do_not_hide_the_living_ones():
	"""A head sees the newest hundred; older living ones count all the same."""
	keys = [bind() for _ in range(MOST_OF_BODY)]
	later = clock.now() + timedelta(hours=1)
	for number in range(100):
		row = frappe.get_doc(KEY, keys[0]).as_dict()
		row.update(
			{"name": f"sinov-{number}", "status": "Revoked", "issued_at": later, "key_id": f"sinov-{number}"}
		)
		frappe.get_doc(row).db_insert()
	with pytest.raises(EsaylovError) as refusal:
		bind()
	assert refusal.value.code == "key_most_of_body"


@pytest.fixture
def finding() -> Iterator[str]:
	"""A statute that SQL changed and the comparison found; put back, and found to be, afterwards."""
	comparison.find()
	name, value = frappe.get_all(
		"Statute", fields=["name", "value"], order_by="name desc", limit=1, as_list=1
	)[0]
	frappe.db.sql(f"update {STATUTE} set value=concat(value, '1') where name=%s", name)  # noqa: S608 # a constant
	(found,) = comparison.find()
	frappe.db.commit()
	yield found
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for change in frappe.get_all(CHANGE, {"finding": found, "status": "Proposed"}, pluck="name"):
		changes.decline(change)
	frappe.db.sql(f"update {STATUTE} set value=%s where name=%s", (value, name))  # noqa: S608 # the same
	comparison.record()  # where two persons had accepted the other value
	comparison.find()
	frappe.db.commit()


def accepting(finding: str, user: str, number: int):
	return user, lambda: changes.accept(finding, f"tuzatish {number}")


@pytest.mark.full
def test_what_was_found_is_proposed_once_and_accepted_once_by_two(finding):
	two = (make.ADMINISTRATOR, SECOND)
	with racers(MANY) as runners:
		results = at_once(runners, [accepting(finding, two[number % 2], number) for number in range(MANY)])
		(change,) = frappe.get_all(CHANGE, {"finding": finding}, pluck="name")
		frappe.db.rollback()
		assert done(results) == [change]
		assert set(codes(results)) <= {"wrong_state"}
		other = two[frappe.db.get_value(CHANGE, change, "proposed_by") == two[0]]
		frappe.set_user(other)
		signature = make.signature(other, changes.to_sign(change))
		frappe.set_user("Administrator")
		frappe.db.rollback()
		steps = [(other, lambda: changes.confirm(change, signature))] * (MANY // 2)
		steps += [(make.ADMINISTRATOR, lambda: changes.decline(change))] * (MANY // 2)
		results = at_once(runners, steps)
	frappe.db.rollback()
	assert len(done(results)) == 1, results
	status = frappe.db.get_value(CHANGE, change, "status")
	stood = {"In force": "Accepted", "Declined": "Unexplained"}
	assert frappe.db.get_value(CHANGE, finding, "status") == stood[status]
	assert frappe.db.count("Chain Event", {"body": ["like", f'%"change":"{change}"%']}) == (
		status == "In force"
	)
