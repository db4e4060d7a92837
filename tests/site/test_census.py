"""What stands on a site, in numbers and heads: the same site is as it was, and what changed is named."""

import frappe
from factories import intake as make

from esaylov import clock, demo
from esaylov.operating import service
from esaylov.trust import service as trust


def test_a_site_is_as_it_was():
	census = service.census()
	assert census["rows"]["Election Commission"] > 200
	assert census["heads"][demo.COMMISSION]
	assert service.deviations(frappe.parse_json(frappe.as_json(census))) == []


def test_rows_that_are_gone_or_new_are_named():
	census = service.census()
	make.ran(make.intake("Polling Stations", make.stations(1)))
	found = service.deviations(census)
	count = census["rows"]["Polling Station"]
	assert f"rows Polling Station: {count} before, {count + 1} now" in found


def test_a_chain_that_was_cut_or_changed_is_named(monkeypatch):
	monkeypatch.setattr(
		frappe, "log_error", lambda *told: None
	)  # the error log keeps what a rollback takes back
	trust.record(demo.COMMISSION, "appeal.registered", {"appeal": "sinov"}, clock.now())
	census = service.census()
	sequence, _ = census["heads"][demo.COMMISSION]
	event = frappe.db.get_value("Chain Event", {"commission": demo.COMMISSION, "sequence": sequence})
	frappe.db.set_value("Chain Event", event, "hash", "0" * 64)
	found = service.deviations(census)
	assert f"the chain of {demo.COMMISSION} does not hold" in found
	assert f"the chain of {demo.COMMISSION} does not reach event {sequence} of the census" in found
