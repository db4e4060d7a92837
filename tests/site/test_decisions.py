"""A chair's decision: one signed step, and no other way into a decided state."""

import frappe
import pytest
from factories import filing

from esaylov import clock
from esaylov.decisions import service as decisions
from esaylov.errors import FormInvalid, LawBroken, NotPermitted, SignatureRefused, WrongState

REASON = "Hujjat to'liq emas"


@pytest.fixture
def appeal() -> str:
	return filing.filed()


def test_two_are_granted_and_one_is_refused_with_its_reason(appeal):
	result = filing.decided(appeal, refused={1: REASON})
	decision = frappe.get_doc("Decision", result.decision)
	assert (result.outcome, result.certificates) == ("Partly Granted", 2)
	assert [(row.row_path, row.outcome, row.reason or "") for row in decision.rows] == [
		("persons[0]", "Granted", ""),
		("persons[1]", "Refused", REASON),
		("persons[2]", "Granted", ""),
	]
	assert (decision.status, decision.commission, decision.kind) == (
		"Signed",
		filing.COMMISSION,
		"Chair Decision",
	)
	assert frappe.db.get_value("Appeal", appeal, ["status", "decision"]) == ("Partly Granted", decision.name)
