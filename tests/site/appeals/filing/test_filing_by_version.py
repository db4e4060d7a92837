"""What a filing keeps in the process by its version: what another process changed is seen by the next filing, and so is what was taken back."""

import frappe
import pytest
from factories import appeals as made
from factories import codes as phones

from esaylov.appeals.drafts import before_filing
from esaylov.appeals.filing import submitting
from esaylov.elections import statutes
from esaylov.framework import clock
from esaylov.setup.demo import ground
from esaylov.trust.signatures import store

SAVEPOINT = "as_it_was"
CHANGES = {
	"a number of the law": (
		"update `tabStatute` set value = 400 where `key` = 'observer_notice_days'",
		"observer_notice_late",
	),
	"the type is withdrawn": (
		"update `tabAppeal Type` set published = 0 where name = 'A56'",
		"type_withdrawn",
	),
	"the representative is one no more": (
		"update `tabBody Representative` r join `tabPerson` p on p.name = r.person set r.ends_on = '2020-01-01'"
		" where p.user = %(party)s",
		"not_found",
	),
	"the authority is trusted no more": (
		"update `tabTrusted Certificate` set is_active = 0, modified = now(6)",
		"chain_untrusted",
	),
	"the time to file is over": (
		"update `tabElection Stage` set starts_on = '2020-01-01', ends_on = '2020-01-02', ends_at = null"
		" where election = %(election)s",
		"not_in_window",
	),
	"an observer became a member of a commission": (
		"update `tabCommission Membership` set starts_on = '2020-01-01', ends_on = null, person ="
		" (select name from `tabPerson` where pinfl = %(pinfl)s) order by name limit 1",
		"person_is_commission_member",
	),
}
"""What another process writes, as it stands in the database (nothing in this process hears of it), and by what a filing is refused."""


def codes(refusal: Exception) -> set[str]:
	"""What a refusal says: its own code, and those of its findings."""
	found = {getattr(finding, "code", "") for finding in getattr(refusal, "findings", ())}
	return {str(getattr(refusal, "code", "")), *found}


@pytest.mark.parametrize("change", CHANGES)
def test_what_another_process_changed_is_seen_by_the_next_filing_and_so_is_its_taking_back(change):
	pinfl, full_name = frappe.db.get_value("Person", phones.person(), ["pinfl", "full_name"])
	made.filed()  # the process has kept what it keeps
	statement, code = CHANGES[change]
	typed = made.answers([made.person(pinfl=pinfl, full_name=full_name), made.person()])
	name = made.draft(typed=typed if "%(pinfl)s" in statement else None)
	signature = made.signature(made.PARTY, before_filing.payload(name))
	frappe.db.savepoint(SAVEPOINT)
	named = {"pinfl": pinfl, "party": made.PARTY, "election": ground.ELECTION}
	frappe.db.sql(statement, named)
	with pytest.raises(Exception) as refusal:  # noqa: PT011 # each of its own kind, told apart by its code
		submitting.submit(name, signature, made.new_key())
	assert code in codes(refusal.value)
	frappe.db.rollback(save_point=SAVEPOINT)
	assert submitting.submit(name, signature, made.new_key()).number


def test_a_number_of_the_law_is_that_of_the_database_whoever_wrote_it():
	before = statutes.number("observer_notice_days")
	frappe.db.savepoint(SAVEPOINT)
	frappe.db.sql("update `tabStatute` set value = value + 1 where `key` = 'observer_notice_days'")
	assert statutes.number("observer_notice_days") == before + 1
	frappe.db.sql(
		"update `tabStatute` set valid_to = %s where `key` = 'observer_notice_days'", ["2020-01-01"]
	)
	assert "observer_notice_days" not in statutes.numbers(clock.today())
	frappe.db.rollback(save_point=SAVEPOINT)
	assert statutes.number("observer_notice_days") == before


def test_the_store_is_that_of_the_rows_and_again_that_of_before_when_they_are_taken_back():
	before = store()
	frappe.db.savepoint(SAVEPOINT)
	frappe.db.sql("update `tabTrusted Certificate` set requires_crl = 1, crl_fetched_at = now(6)")
	assert store().needing_crl
	frappe.db.rollback(save_point=SAVEPOINT)
	assert store() is before
