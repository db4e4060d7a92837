# ruff: noqa: S608 # an insider types statements
"""The hostile insider at what people signed: votes, protocols, decisions, filings with their receipts, mandates, entries, published lists.

Each row is a statement in the database, and the document that the comparison of the night names afterwards.
"""

import frappe
import pytest
from factories import decisions as make
from factories import sessions as held

from esaylov.decisions.sessions.steps import holding
from esaylov.permissions.configuration import comparison
from esaylov.setup.operating.comparisons import signed_rows
from esaylov.trust import heads, jobs

Scene = dict[str, str]
"""DocType to the name of a document that stands as it was signed."""


@pytest.fixture
def decided() -> Scene:
	"""An appeal, its decision with an observer, and the mandate that the server signed."""
	appeal = make.filed(make.observers(1))
	decision = make.decided(appeal).decision
	observer = frappe.db.get_value("Observer", {"decision": decision})
	return {
		**{"Appeal": appeal, "Decision": decision, "Observer": observer},
		"Certificate": frappe.db.get_value("Certificate", {"register_name": observer}),
		"Document Signature": frappe.db.get_value("Decision", decision, "signature"),
		"Signature of filing": frappe.db.get_value("Appeal", appeal, "signature"),
	}


@pytest.fixture
def voted() -> Scene:
	"""A closed session of five with a vote."""
	session, item = held.on_vote()
	held.all_vote(session, item, ["For", "For", "For", "Against", "Abstained"])
	held.close(item)
	frappe.set_user(held.CHAIR)
	holding.close(session)
	frappe.set_user("Administrator")
	return {"Commission Session": session, "Agenda Item": item}


DECIDED = {
	"what was filed": (
		"Appeal",
		"update tabAppeal set payload=replace(payload, '\"answers\"', '\"Answers\"') where name=%(Appeal)s",
	),
	"answers of a filing": ("Appeal", "update tabAppeal set answers='{}' where name=%(Appeal)s"),
	"hash of a filing": (
		"Appeal",
		"update tabAppeal set payload_sha256=repeat('0', 64) where name=%(Appeal)s",
	),
	**{
		f"{what} of the signature of a filing": (
			"Appeal",
			f"update `tabDocument Signature` set {change} where name=%(Signature of filing)s",
		)
		for what, change in {
			"container": "cms=concat('AAAA', cms)",
			"signer": "signer_name='Boshqa Odam'",
			"PINFL": "signer_pinfl='31212850230011'",
			"moment": "signed_at='2026-01-01'",
		}.items()
	},
	"container of another": (
		"Appeal",
		"update `tabDocument Signature` one join `tabDocument Signature` other on other.name=%(Document Signature)s"
		" set one.cms=other.cms where one.name=%(Signature of filing)s",
	),
	"signature of a filing removed": (
		"Appeal",
		"delete from `tabDocument Signature` where name=%(Signature of filing)s",
	),
	"signer of a decision": (
		"Decision",
		"update `tabDocument Signature` set signer_name='Boshqa Odam' where name=%(Document Signature)s",
	),
	"number of a filing": ("Appeal", "update tabAppeal set number='1-1' where name=%(Appeal)s"),
	"receipt": (
		"Appeal",
		"update tabAppeal set receipt=replace(receipt, '\"number\"', '\"Number\"') where name=%(Appeal)s",
	),
	"moment in a receipt": (
		"Appeal",
		"update tabAppeal set receipt=json_set(receipt, '$.received_at', '2020-01-01T00:00:00') where name=%(Appeal)s",
	),
	"receipt's signature": (
		"Appeal",
		"update tabAppeal set receipt=json_set(receipt, '$.signature', 'AAAA') where name=%(Appeal)s",
	),
	"words of a decision": (
		"Decision",
		"update tabDecision set text_uz=concat(text_uz, ' iz') where name=%(Decision)s",
	),
	"outcome": ("Decision", "update tabDecision set outcome='Refused' where name=%(Decision)s"),
	"day of a decision": (
		"Decision",
		"update tabDecision set decided_on='2020-01-01' where name=%(Decision)s",
	),
	"commission of a decision": (
		"Decision",
		"update tabDecision set commission='REG-1726' where name=%(Decision)s",
	),
	"signed bytes": (
		"Decision",
		"update tabDecision set payload=replace(payload, 'Granted', 'Refused') where name=%(Decision)s",
	),
	"row of a decision": (
		"Decision",
		"update `tabDecision Row` set outcome='Refused' where parent=%(Decision)s",
	),
	"reason of a row": ("Decision", "update `tabDecision Row` set reason='iz' where parent=%(Decision)s"),
	"row removed": ("Decision", "delete from `tabDecision Row` where parent=%(Decision)s"),
	"bytes and hash": (
		"Decision",
		"update `tabDocument Signature` set payload_sha256=repeat('0', 64) where name=%(Document Signature)s",
	),
	"container": (
		"Decision",
		"update `tabDocument Signature` set cms=concat('AAAA', cms) where name=%(Document Signature)s",
	),
	"signature removed": (
		"Decision",
		"delete from `tabDocument Signature` where name=%(Document Signature)s",
	),
	"holder of a mandate": (
		"Certificate",
		"update tabCertificate set holder_name_as_printed='Boshqa Odam' where name=%(Certificate)s",
	),
	"kind of a mandate": (
		"Certificate",
		"update tabCertificate set kind='candidate' where name=%(Certificate)s",
	),
	"first day of a mandate": (
		"Certificate",
		"update tabCertificate set issued_on='2020-01-01' where name=%(Certificate)s",
	),
	"last day of a mandate": (
		"Certificate",
		"update tabCertificate set valid_until='2099-01-01' where name=%(Certificate)s",
	),
	"issuer of a mandate": (
		"Certificate",
		"update tabCertificate set issuer_commission='CEC' where name=%(Certificate)s",
	),
	"token": ("Certificate", "update tabCertificate set token=reverse(token) where name=%(Certificate)s"),
	"state of an entry": ("Observer", "update tabObserver set status='Withdrawn' where name=%(Observer)s"),
	"decision of an entry": ("Observer", "update tabObserver set decision='iz' where name=%(Observer)s"),
	"history of an entry": ("Observer", "delete from `tabRegister Event` where entry=%(Observer)s"),
	"name in an entry": (
		"Observer",
		"update tabObserver set full_name='Boshqa Odam' where name=%(Observer)s",
	),
}
VOTED = {
	"a vote": "update `tabCommission Vote` set choice='Against' where item=%(Agenda Item)s and choice='For' limit 1",
	"who voted": "update `tabCommission Vote` set member='iz' where item=%(Agenda Item)s limit 1",
	"a vote removed": "delete from `tabCommission Vote` where item=%(Agenda Item)s limit 1",
	"reason of a vote": "update `tabCommission Vote` set reason='iz' where item=%(Agenda Item)s limit 1",
	"votes counted": "update `tabAgenda Item` set votes_for=5 where name=%(Agenda Item)s",
	"state of an item": "update `tabAgenda Item` set status='Not Adopted' where name=%(Agenda Item)s",
	"an item set aside": "update `tabAgenda Item` set status='Set Aside', reason='iz' where name=%(Agenda Item)s",
	"members counted": "update `tabAgenda Item` set members_present=9 where name=%(Agenda Item)s",
	"who was there": "delete from `tabSession Attendance` where session=%(Commission Session)s limit 1",
	"when somebody came": "update `tabSession Attendance` set arrived_at='2020-01-01' where session=%(Commission Session)s limit 1",
	"protocol": "update `tabCommission Session` set protocol=replace(protocol, 'Against', 'For') where name=%(Commission Session)s",
	"protocol and hash": "update `tabCommission Session` set protocol=replace(protocol, 'Against', 'For'), protocol_sha256=sha2(protocol, 256) where name=%(Commission Session)s",
}
QUICK = (
	"outcome",
	"receipt",
	"container of another",
	"signer of the signature of a filing",
	"holder of a mandate",
	"state of an entry",
)


def tampered(scene: Scene, doctype: str, sql: str) -> None:
	"""Nothing is found before, and just this document after."""
	assert not signed_rows.is_changed(doctype, scene[doctype])
	frappe.db.sql(sql, scene)
	assert signed_rows.is_changed(doctype, scene[doctype])


def test_what_was_signed_is_not_changed_in_the_database_unseen(decided):
	for title in QUICK:
		frappe.db.savepoint("insider")
		tampered(decided, *DECIDED[title])
		frappe.db.rollback(save_point="insider")


@pytest.mark.full
@pytest.mark.parametrize("title", DECIDED)
def test_whatever_was_signed_is_not_changed_in_the_database_unseen(decided, title):
	tampered(decided, *DECIDED[title])


def test_a_vote_is_not_turned_unseen(voted):
	for title in ("a vote", "votes counted", "state of an item"):
		frappe.db.savepoint("insider")
		tampered(voted, "Commission Session", VOTED[title])
		frappe.db.rollback(save_point="insider")


@pytest.mark.full
@pytest.mark.parametrize("title", VOTED)
def test_whatever_of_a_vote_is_not_turned_unseen(voted, title):
	tampered(voted, "Commission Session", VOTED[title])


@pytest.mark.full
def test_a_night_tells_of_it_once_in_the_chain(decided):
	"""Whatever other tests left on the site; begun anew where the night before ended."""
	frappe.db.set_global(signed_rows.REACHED, "")
	before = set(signed_rows.find_changes())
	frappe.db.sql(DECIDED["outcome"][1], decided)
	new = {("Decision", decided["Decision"])}
	assert set(signed_rows.find_changes()) - before == new
	assert set(signed_rows.find_changes()) - before == new
	commission = frappe.db.get_value("Decision", decided["Decision"], "commission")
	told = frappe.get_all("Chain Event", {"commission": commission, "kind": signed_rows.KIND}, pluck="body")
	assert len([body for body in told if decided["Decision"] in body]) == 1


def test_a_night_that_ends_goes_on_where_it_was(decided, monkeypatch):
	monkeypatch.setattr(signed_rows, "TURN_SECONDS", -1)
	monkeypatch.setattr(signed_rows, "BATCH", 1)
	frappe.db.set_global(signed_rows.REACHED, "")
	signed_rows.find_changes()
	reached = frappe.db.get_global(signed_rows.REACHED)
	assert reached.startswith("Appeal|")
	signed_rows.find_changes()
	assert frappe.db.get_global(signed_rows.REACHED) != reached


def named_by_night() -> set[tuple[str, str]]:
	"""DocType and name of what the comparison of the night names about chains and published lists."""
	return {(one.doctype, one.name) for one in comparison.setbacks()}


@pytest.mark.parametrize("change", ["content=replace(content, 'CEC', 'CEX')", "signature=reverse(signature)"])
def test_a_published_list_is_not_changed_unseen(change):
	"""The comparison of the night names the list; chains are compared with the newest list that the server did sign."""
	heads.publish()
	number = heads.latest()[0]["number"]
	named = ("Published Head", str(number))
	broken = jobs.verify_all()
	assert named not in named_by_night()
	frappe.db.sql(f"update `tabPublished Head` set {change} where number=%s", number)
	assert named in named_by_night()
	assert jobs.verify_all() == broken
