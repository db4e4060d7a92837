"""Refusals are counted by their class, for the metrics."""

import frappe
import pytest
import redis

from esaylov.core.formats.prometheus import text_of
from esaylov.framework.requests import refusal_counts
from esaylov.setup.operating import measuring


@pytest.fixture(autouse=True)
def empty(monkeypatch):
	monkeypatch.setattr(refusal_counts, "KEY", f"refusals-of-test-{frappe.generate_hash(length=8)}")
	yield
	frappe.cache.delete(frappe.cache.make_key(refusal_counts.KEY))


def test_each_class_has_a_number_and_nothing_else_is_counted():
	refusal_counts.count_refusal("SignatureRefused")
	refusal_counts.count_refusal("SignatureRefused")
	refusal_counts.count_refusal("31407851234567")
	counts = refusal_counts.refusal_counts()
	assert counts["SignatureRefused"] == 2
	assert {name for name, count in counts.items() if not count} >= {"NotPermitted", "SiteHeld", "InLine"}
	assert "31407851234567" not in counts


def test_the_metric_is_a_counter_by_class():
	refusal_counts.count_refusal("NotPermitted")
	text = text_of(list(measuring._refusals()))
	assert "# TYPE esaylov_refusals_total counter\n" in text
	assert 'esaylov_refusals_total{class="NotPermitted"} 1\n' in text


def test_without_the_cache_nothing_is_counted_and_nothing_fails(monkeypatch):
	def away(*_: object) -> None:
		raise redis.ConnectionError

	with monkeypatch.context() as patch:
		patch.setattr(frappe.cache, "execute_command", away)  # under every verb
		refusal_counts.count_refusal("NotPermitted")
		assert text_of(list(measuring._refusals())).count("\n") == 2
