"""Publishing the heads of all chains, exporting a chain, and finding one that was rewritten."""

import json
import subprocess
import sys
from pathlib import Path

import frappe
import pytest

from esaylov.core.records.chain_heads import read_heads
from esaylov.framework import clock
from esaylov.framework.errors import LawBroken
from esaylov.trust import heads as trust_heads
from esaylov.trust import jobs, keys
from esaylov.trust.chains import chain
from esaylov.trust.chains import export as trust_export

PROGRAM = Path(__file__).parents[3] / "script" / "verify-chain"
COMMISSION, OTHER = "DC-1703214", "DC-1703217"


def happened(commission: str = COMMISSION) -> str:
	return chain.record(commission, "test.step", {"n": frappe.generate_hash(length=8)}, clock.now())


@pytest.fixture
def queries(monkeypatch):
	"""`queries(step)`: how many queries a step sends."""
	sent: list[object] = []
	send = frappe.db.sql

	def counting(*args, **kwargs):
		sent.append(args[0])
		return send(*args, **kwargs)

	def of(step) -> int:
		sent.clear()
		step()
		return len(sent)

	monkeypatch.setattr(frappe.db, "sql", counting)
	return of


def published() -> dict:
	return trust_heads.latest()[0]


class TestPublishing:
	def test_a_list_names_the_head_of_each_chain_and_the_list_before(self):
		first_head = happened()
		trust_heads.publish()
		before = published()
		other_head = happened(OTHER)
		trust_heads.publish()
		now = published()
		heads = {
			head.commission: head
			for head in read_heads(trust_heads.published(now["number"]), keys.public_keys())
		}
		assert (heads[COMMISSION].hash, heads[OTHER].hash) == (first_head, other_head)
		assert json.loads(now["content"])["previous"] == before["sha256"]
		assert now["number"] == before["number"] + 1

	def test_nothing_is_published_when_nothing_happened(self):
		happened()
		assert trust_heads.publish()
		assert trust_heads.publish() is None

	def test_the_number_of_queries_does_not_grow_with_the_chains(self, queries):
		happened()
		one = queries(trust_heads.publish)
		for commission in ("DC-1703209", "DC-1703210", "DC-1703211"):
			happened(commission)
		assert queries(trust_heads.publish) <= one

	def test_nobody_else_writes_changes_or_removes_a_list(self):
		happened()
		row = frappe.get_doc("Published Head", trust_heads.publish())
		with pytest.raises(LawBroken):
			frappe.copy_doc(row).insert(ignore_permissions=True)
		with pytest.raises((LawBroken, frappe.CannotChangeConstantError)):
			row.update({"content": "{}"}).save(ignore_permissions=True)
		with pytest.raises(LawBroken):
			frappe.delete_doc("Published Head", row.name, force=True)


class TestNightlyCheck:
	def test_true_chains_hold(self):
		happened()
		trust_heads.publish()
		happened()
		assert COMMISSION not in jobs.verify_all()

	def test_a_changed_event_is_found(self):
		happened()
		name = frappe.get_all("Chain Event", {"commission": COMMISSION}, pluck="name", limit=1)[0]
		frappe.db.set_value("Chain Event", name, "body", '{"kind":"test.step"}')
		assert COMMISSION in jobs.verify_all()

	def test_a_chain_rewritten_as_a_whole_is_found_by_the_published_head(self):
		happened()
		trust_heads.publish()
		frappe.db.delete("Chain Event", {"commission": COMMISSION})
		frappe.db.delete("Commission Counter", {"commission": COMMISSION, "kind": "chain"})
		happened()
		assert chain.verify_chain(COMMISSION)
		assert COMMISSION in jobs.verify_all()


class TestExport:
	def test_the_program_verifies_an_export_against_published_heads(self, tmp_path):
		happened()
		happened()
		trust_heads.publish()
		export, heads = tmp_path / "export.jsonl", tmp_path / "heads.json"
		export.write_bytes(b"".join(trust_export.lines(COMMISSION)))
		heads.write_text(json.dumps(published()))
		command = [sys.executable, PROGRAM, export, "--heads", heads]
		done = subprocess.run(command, capture_output=True, text=True)
		assert done.returncode == 0, done.stderr
		assert "the same chain up to event" in done.stdout
