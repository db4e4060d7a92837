"""Events of a chain carry a MAC by a key outside the database: attacks by a person who writes in the database alone."""

import json
from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest
from factories import appeals as make

from esaylov.core.records import chain as law
from esaylov.core.records.chain_heads import read_heads
from esaylov.framework import clock
from esaylov.setup.operating.comparisons import chain_alarm
from esaylov.trust import heads as trust_heads
from esaylov.trust import jobs, keys
from esaylov.trust import witness as heads_witness
from esaylov.trust.chains import adoption, chain, event_witness
from esaylov.trust.chains.chain import COLUMNS
from esaylov.trust.heads import publish_verified, unsigned_lists

COMMISSION, OTHER = "DC-1703214", "DC-1703217"
EVENT = "Chain Event"


@pytest.fixture(autouse=True)
def witness(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
	"""A witness of this test's own, written at once: nothing is committed here."""
	monkeypatch.setattr(event_witness, "witness_folder", lambda: tmp_path / event_witness.FOLDER)
	monkeypatch.setattr(heads_witness, "_path", lambda: tmp_path / heads_witness.FILE)
	monkeypatch.setattr(heads_witness.queues, "after_commit", lambda step: step())
	return tmp_path / event_witness.FOLDER


@pytest.fixture(autouse=True)
def begun() -> None:
	for commission in (COMMISSION, OTHER):
		for _ in range(3):
			happened(commission)
	trust_heads.publish()


def happened(commission: str = COMMISSION) -> str:
	return chain.record(commission, "test.step", {"n": frappe.generate_hash(length=8)}, clock.now())


def rows(commission: str = COMMISSION) -> list[frappe._dict]:
	return frappe.get_all(EVENT, {"commission": commission}, [*COLUMNS], order_by="sequence asc", limit=0)


def inserted(row: dict) -> None:
	"""Written by SQL alone, as an insider does it."""
	places = ", ".join(["%s"] * len(COLUMNS))
	frappe.db.sql(
		f"insert into `tabChain Event` ({', '.join(COLUMNS)}) values ({places})",  # noqa: S608 # columns of ours
		[row[column] for column in COLUMNS],
	)


def forged(kind: str = "test.step", mac: str | None = None, **body: str) -> frappe._dict:
	"""A new event that links to the last one, with the counter raised."""
	last = rows()[-1]
	text, event_id, at = law.body(kind, body), frappe.generate_hash(length=32), clock.now().isoformat()
	row = frappe._dict({**last, "name": frappe.generate_hash(length=20), "sequence": last.sequence + 1})
	row.update({"event_id": event_id, "at": at, "kind": kind, "body": text, "previous_hash": last.hash})
	row.update({"hash": law.event_hash(last.hash, event_id, at, text), "mac": mac})
	inserted(row)
	counted(row.sequence)
	return row


def counted(value: int) -> None:
	frappe.db.sql(
		"update `tabCommission Counter` set value=%s where commission=%s and kind='chain'",
		[value, COMMISSION],
	)


def published() -> dict[str, tuple[int, str]]:
	number = trust_heads.latest()[0]["number"]
	heads = read_heads(trust_heads.published(number), keys.public_keys())
	return {head.commission: (head.sequence, head.hash) for head in heads}


def is_refused(code: str) -> bool:
	"""Whether a chain's new events are not published, while those of another chain are, and the night finds it."""
	before, other = published()[COMMISSION], happened(OTHER)
	publication = publish_verified()
	assert publication.faults == {COMMISSION: code}
	assert published()[COMMISSION] == before
	assert published()[OTHER][1] == other
	return COMMISSION in jobs.verify_all() and OTHER not in jobs.verify_all()


def test_true_events_have_a_mac_each_and_are_published():
	happened()
	chain.record_all([chain.NewEvent(COMMISSION, "test.many", {"n": "1"})] * 3, clock.now())
	assert publish_verified().faults == {}
	assert published()[COMMISSION][1] == rows()[-1].hash
	assert COMMISSION not in jobs.verify_all()
	assert len({row.mac for row in rows()}) == len(rows())
	assert all(row.mac.startswith(keys.server_key_id()) for row in rows())


def test_a_forged_withdrawal_with_its_state_is_not_published():
	appeal = make.filed()
	frappe.db.set_value("Appeal", appeal, "recipient", COMMISSION)
	forged("appeal.withdrawn", appeal=appeal)
	frappe.db.sql("update tabAppeal set status='Withdrawn' where name=%s", appeal)
	assert chain.verify_chain(COMMISSION)  # its hashes are true
	assert is_refused("chain_mac")


def test_a_mac_copied_from_another_event_is_refused():
	forged(mac=rows()[-1].mac)
	assert is_refused("chain_mac")


def test_a_mac_of_the_same_place_in_another_chain_is_refused():
	happened()
	row = rows()[-1]
	frappe.db.sql("delete from `tabChain Event` where commission=%s", OTHER)
	for each in rows():
		inserted(
			{
				**each,
				"name": frappe.generate_hash(length=20),
				"event_id": each.event_id + "x",
				"commission": OTHER,
			}
		)
	assert row.mac
	assert OTHER in jobs.verify_all()


@pytest.mark.parametrize("mac", ["", "0", "::", "00000000::" + "0" * 64, "ключ"])
def test_a_mac_of_another_shape_is_refused(mac):
	forged(mac=mac)
	assert is_refused("chain_mac")


def test_swapped_events_are_refused():
	happened()
	happened()
	first, second = rows()[-2:]
	frappe.db.sql("update `tabChain Event` set sequence=-1 where name=%s", first.name)
	frappe.db.sql("update `tabChain Event` set sequence=%s where name=%s", [first.sequence, second.name])
	frappe.db.sql("update `tabChain Event` set sequence=%s where name=%s", [second.sequence, first.name])
	assert is_refused("chain_mac")


def test_a_mark_of_adoption_cannot_be_put_on_an_event():
	happened()
	row = rows()[-1]
	key_id, _, digest = row.mac.split(":")
	frappe.db.sql(
		"update `tabChain Event` set mac=%s where name=%s", [f"{key_id}:adopted:{digest}", row.name]
	)
	assert is_refused("chain_mac")


def test_a_counter_that_was_decreased_is_found():
	happened()
	counted(rows()[-1].sequence - 1)
	assert is_refused("chain_counter")


def test_a_chain_that_was_set_back_below_its_published_head_is_found():
	frappe.db.sql("delete from `tabChain Event` where name=%s", rows()[-1].name)
	counted(rows()[-1].sequence)
	assert is_refused("chain_set_back")


def test_another_event_at_the_published_place_is_found():
	frappe.db.sql("delete from `tabChain Event` where name=%s", rows()[-1].name)
	forged()
	assert is_refused("chain_rewritten")


def test_a_filing_erased_with_events_and_counters_before_the_next_list_is_found():
	before = rows()
	happened()
	happened()
	frappe.db.sql(
		"delete from `tabChain Event` where sequence>%s and commission=%s", [len(before), COMMISSION]
	)
	counted(len(before))
	assert chain.verify_chain(COMMISSION) == before[-1].hash
	assert [sequence for sequence, _ in event_witness.find_lost_events()[COMMISSION]] == [
		len(before) + 1,
		len(before) + 2,
	]
	assert COMMISSION in jobs.verify_all()
	happened()  # and it stays found when the chain grows again
	signed = published()[COMMISSION]
	chain_alarm.publish_heads()
	assert published()[COMMISSION] == signed  # no list vouches for the shorter chain meanwhile
	assert COMMISSION in jobs.verify_all()
	assert [code for code in jobs.breaks(COMMISSION) if not code.startswith("chain_lost")] == []


def test_a_forged_list_of_heads_does_not_vouch_for_an_event():
	row = forged()
	newest = frappe.get_doc("Published Head", {"number": trust_heads.latest()[0]["number"]})
	content = json.loads(newest.content)
	content["number"] += 1
	for head in content["heads"]:
		if head["commission"] == COMMISSION:
			head.update({"sequence": row.sequence, "hash": row.hash})
	frappe.db.sql(
		"insert into `tabPublished Head` (name, number, at, chains, content, sha256, key_id, signature) values ('sinov-iz', %s, %s, 1, %s, 'x', %s, %s)",
		[content["number"], newest.at, json.dumps(content), newest.key_id, newest.signature],
	)
	assert unsigned_lists() == [content["number"]]
	assert publish_verified().faults == {COMMISSION: "chain_mac"}


def test_adopted_events_get_a_mac_and_those_after_the_signed_head_a_mark():
	happened()
	frappe.db.sql("update `tabChain Event` set mac=null where commission=%s", COMMISSION)
	assert COMMISSION in jobs.verify_all()
	jobs.adopt_events(COMMISSION)
	*covered, late, note = rows()
	assert not any(":adopted:" in row.mac for row in covered)
	assert ":adopted:" in late.mac
	assert (note.kind, json.loads(note.body)["first"]) == (adoption.KIND, late.sequence)
	assert publish_verified().faults == {}
	assert COMMISSION not in jobs.verify_all()
	jobs.adopt_events(COMMISSION)
	assert len(rows()) == len(covered) + 2


def test_a_chain_that_does_not_reach_its_signed_head_is_not_adopted():
	frappe.db.sql("update `tabChain Event` set mac=null where commission=%s", COMMISSION)
	frappe.db.sql("delete from `tabChain Event` where name=%s", rows()[-1].name)
	forged()
	jobs.adopt_events(COMMISSION)
	assert not any(row.mac for row in rows())
	assert COMMISSION in jobs.verify_all()


@pytest.fixture
def own_config(monkeypatch: pytest.MonkeyPatch) -> None:
	"""site_config.json in memory."""
	monkeypatch.setattr(keys, "update_site_config", lambda *_args, **_options: None)
	for name in (keys.KEY, keys.RETIRED, keys.RETIRED_CHAIN):
		monkeypatch.setitem(frappe.local.conf, name, frappe.conf.get(name))


def test_a_retired_key_counts_up_to_its_last_list_alone(own_config):
	former = frappe.conf[keys.KEY]
	happened()
	assert jobs.rotate_key() == keys.server_key_id()
	happened()
	assert publish_verified().faults == {}
	assert COMMISSION not in jobs.verify_all()
	present = frappe.conf[keys.KEY]
	frappe.local.conf[keys.KEY] = former  # a stolen copy of the former key
	happened()
	frappe.local.conf[keys.KEY] = present
	assert is_refused("chain_mac")
	assert jobs.adopt_events(COMMISSION) == 1
	assert publish_verified().faults == {}


def test_an_event_is_never_older_than_the_one_before():
	slow = clock.now() - clock.timedelta(seconds=600)
	last = rows()[-1].at
	chain.record(COMMISSION, "test.step", {"n": "slow"}, slow)
	chain.record_all([chain.NewEvent(COMMISSION, "test.step", {"n": "slow"})] * 2, slow)
	moments = [row.at for row in rows()]
	assert moments == sorted(moments)
	assert moments[-3:] == [last] * 3
