# ruff: noqa: S608 # an insider types statements
"""The hostile insider at values of registers and their history, at ballots of a session that still goes on, at counts and turnout.

Beside `test_insiders_signed` and `test_insiders_bytes`. Each row is a statement, and the document that a night names afterwards.
"""

import time

import frappe
import pytest
from factories import counts
from factories import decisions as make
from factories import effects as effect
from factories import sessions as held

from esaylov.registers.results.counting import turnout
from esaylov.registers.results.outcome import writing
from esaylov.setup.operating.comparisons import chain_rows, signed_rows

Scene = dict[str, str]
EVENT, PROTOCOL = "Register Event", "Count Protocol"
MADE = (
	"creation=now(), modified=now(), owner='Administrator', modified_by='Administrator', docstatus=0, idx=0"
)


def last_change(doctype: str, name: str) -> str:
	about = {"register": doctype, "entry": name}
	return frappe.get_all(EVENT, about, pluck="name", order_by="occurred_at desc, step desc", limit=1)[0]


@pytest.fixture
def observed() -> Scene:
	"""An observer by a decision that was signed, with the mandate and the change that registered them."""
	decision = make.decided(make.filed(make.observers(1))).decision
	observer = frappe.db.get_value("Observer", {"decision": decision})
	return {"Observer": observer, EVENT: last_change("Observer", observer)}


@pytest.fixture
def standing() -> Scene:
	"""A candidate of a constituency."""
	return {"Candidate": effect.candidate(constituency=effect.constituency(97))}


@pytest.fixture
def voting() -> Scene:
	"""A session that goes on, with one ballot cast and signed, another one and a vote that is open."""
	session, item = held.on_vote()
	held.all_vote(session, item, ["For", "Against", "-", "-", "-"])
	frappe.set_user("Administrator")
	ballot = frappe.db.get_value("Commission Vote", {"item": item, "choice": "For"})
	return {"Commission Vote": ballot, "Agenda Item": item, "Commission Session": session}


@pytest.fixture
def counted() -> Scene:
	"""A protocol that was taken in, and a report of turnout of the same precinct."""
	counts.held()
	okrug = effect.constituency(98)
	one, other = (
		effect.candidate(constituency=okrug, **more) for more in ({}, {"party": effect.OTHER_PARTY})
	)
	precinct = counts.station(9981)
	counts.lend(precinct)
	frappe.set_user("member2@esaylov.example")
	report = turnout.report_turnout(precinct, effect.ELECTION, "11:00", 1000, 300)
	frappe.set_user("Administrator")
	name = counts.handed_in(counts.opened(precinct, okrug), counts.typed({one: 400, other: 280}))
	return {PROTOCOL: name, "Turnout Report": report}


def setting(doctype: str, *changes: str) -> dict[str, tuple[str, str]]:
	return {
		f"{doctype}: {change}": (doctype, f"update `tab{doctype}` set {change} where name=%({doctype})s")
		for change in changes
	}


def gone(doctype: str) -> dict[str, tuple[str, str]]:
	return {f"{doctype}: deleted": (doctype, f"delete from `tab{doctype}` where name=%({doctype})s")}


OF_OBSERVERS = {
	**setting(
		"Observer",
		*("title='iz'", "kind='International'", "election='iz'", "election_type='PRES'", "person='iz'"),
		*("registered_on='2020-01-01'", "party='iz'", "organization_title='iz'", "country='iz'"),
		*("observer_position='iz'", "languages='iz'", "photo='/files/iz.jpg'", "territory='iz'"),
		*("polling_station='iz'", "scope_text='iz'", "row_path='persons[9]'", "appeal='iz'"),
		*(
			"certificate='iz'",
			"replaces='iz'",
			"ended_on='2030-01-01'",
			"end_decision='iz'",
			"end_reason='iz'",
		),
		"commission='CEC'",
	),
	**setting(
		EVENT,
		*(
			"register='Proxy'",
			"entry='iz'",
			"commission='CEC'",
			"occurred_at='2020-01-01'",
			"from_status='Revoked'",
		),
		*("to_status='Revoked'", "decision='iz'", "step=9", "reason='iz'", "was='{\"a\": 1}'"),
		*("holds=repeat('0', 64)", "seal='iz'", "seal=concat(left(seal, 12), reverse(substring(seal, 13)))"),
	),
	"history and entry together": (
		"both",
		"update tabObserver o join `tabRegister Event` e on e.entry = o.name "
		"set o.status='Withdrawn', e.to_status='Withdrawn' where o.name=%(Observer)s",
	),
	"a change under another name": (
		"both",
		"update `tabRegister Event` set name='sinov-iz' where name=%(Register Event)s",
	),
	"a change added": (
		"both",
		f"insert into `tabRegister Event` set name='sinov-iz', {MADE}, register='Observer', entry=%(Observer)s, "
		"occurred_at='2040-01-01', from_status='Registered', to_status='Registered'",
	),
	"its change removed": ("Observer", "delete from `tabRegister Event` where name=%(Register Event)s"),
}
OF_CANDIDATES = setting(
	"Candidate",
	*(
		"full_name='Boshqa Odam'",
		"constituency='iz'",
		"party='iz'",
		"list_position=9",
		"birth_date='1970-01-01'",
	),
	*(
		"birthplace='iz'",
		"gender='Female'",
		"party_membership='Non-partisan'",
		"biography='iz'",
		"program='iz'",
	),
	*(
		"candidate_list='iz'",
		"standing_key=null",
		"seat_key=null",
		"election_type='PRES'",
		"photo='/files/iz.jpg'",
	),
)
OF_BALLOTS = {
	**setting(
		"Commission Vote",
		*("choice='Against'", "member='iz'", "position='iz'", "round=9", "item='iz'", "session='iz'"),
		*(
			"reason='iz'",
			"dissent='iz'",
			"draft_sha256='iz'",
			"commission='CEC'",
			"signature=''",
			"salt='iz'",
		),
		*("payload=replace(payload, 'For', 'Against')", "payload=null", "payload_sha256=repeat('0', 64)"),
		"signed_with='iz'",
		"payload=replace(payload, 'For', 'Against'), payload_sha256=sha2(payload, 256), choice='Against'",
	),
	**gone("Commission Vote"),
}
OF_COUNTS = {
	**setting(
		PROTOCOL,
		*(f"{column}={column}+1" for column in writing.COLUMNS.values()),
		*("votes=replace(votes, '400', '500')", "votes='[]'", "votes='iz'", "signers='[]'", "signers='iz'"),
		*("payload=replace(payload, '400', '500')", "payload_sha256=repeat('0', 64)"),
		"payload=replace(payload, '400', '500'), votes=replace(votes, '400', '500'), payload_sha256=sha2(payload, 256)",
		*("polling_station='iz'", "constituency='iz'", "receiver='CEC'", "version=2", "election_type='PRES'"),
		*("status='Signed'", "status='Returned'", "status='Annulled'", "status='Signing'", "status='Draft'"),
		*("live_key=null", "commission='CEC'", "name='sinov-iz'"),
	),
	**gone(PROTOCOL),
	**setting(
		"Turnout Report",
		*(
			"voted=900",
			"voters=100",
			"hour='17:00'",
			"polling_station='iz'",
			"election='iz'",
			"name='sinov-iz'",
		),
	),
	**gone("Turnout Report"),
}
QUICK = {
	"observed": (
		OF_OBSERVERS,
		("Observer: scope_text='iz'", "history and entry together", f"{EVENT}: reason='iz'"),
	),
	"standing": (OF_CANDIDATES, ("Candidate: constituency='iz'", "Candidate: seat_key=null")),
	"voting": (OF_BALLOTS, ("Commission Vote: choice='Against'", "Commission Vote: deleted")),
	"counted": (
		OF_COUNTS,
		(f"{PROTOCOL}: status='Returned'", f"{PROTOCOL}: given=given+1", "Turnout Report: voted=900"),
	),
}


def differs(scene: Scene) -> set[tuple[str, str]]:
	"""What a night finds of the documents of a scene."""
	events = frappe.get_all(
		"Chain Event",
		{"kind": ["in", list(chain_rows.NAMED)]},
		["commission", "kind", "body"],
		order_by="name asc",
	)
	named = [event for event in events if any(name in event.body for name in scene.values())]
	found = {(doctype, name) for _, doctype, name in chain_rows.missing(named) if name in scene.values()}
	entries = {doctype: name for doctype, name in scene.items() if frappe.db.exists(doctype, name)}
	history = frappe.get_all(
		EVENT, {"entry": ["in", list(scene.values())]}, pluck="name", order_by="name asc"
	)
	documents = [(doctype, name) for doctype, name in entries.items() if doctype in signed_rows.SIGNED]
	documents += [(EVENT, name) for name in history]
	return found | {each for each in documents if is_changed(*each)}


def is_changed(doctype: str, name: str) -> bool:
	signed = signed_rows.SIGNED[doctype]
	asked = {**signed.filters, "name": name}
	return bool(frappe.get_all(doctype, asked, order_by="name asc")) and signed_rows.is_changed(doctype, name)


def is_found(scene: Scene, kinds: dict[str, tuple[str, str]], title: str) -> bool:
	"""Whether a night names the very document after a statement, which is taken back then."""
	doctype, sql = kinds[title]
	frappe.db.savepoint("insider")
	frappe.db.sql(sql, scene)
	found = differs(scene)
	frappe.db.rollback(save_point="insider")
	return (doctype, scene[doctype]) in found if doctype in scene else bool(found)


@pytest.mark.parametrize("which", QUICK)
def test_what_registers_ballots_and_counts_say_is_not_changed_unseen(
	which: str, request: pytest.FixtureRequest
) -> None:
	scene: Scene = request.getfixturevalue(which)
	kinds, some = QUICK[which]
	assert not differs(scene)
	assert not [title for title in some if not is_found(scene, kinds, title)]


@pytest.mark.full
@pytest.mark.parametrize("which", QUICK)
def test_whatever_registers_ballots_and_counts_say_is_not_changed_unseen(
	which: str, request: pytest.FixtureRequest
) -> None:
	scene: Scene = request.getfixturevalue(which)
	kinds, _ = QUICK[which]
	assert not differs(scene)
	took = []
	unseen = []
	for title in kinds:
		began = time.monotonic()
		if not is_found(scene, kinds, title):
			unseen.append(title)
		took.append(time.monotonic() - began)
	print(f"{which}: {len(kinds)} kinds, mean {sum(took) / len(took):.3f} s, longest {max(took):.3f} s")
	assert not unseen
	assert not differs(scene)


def test_an_entry_that_ends_and_comes_back_is_no_tampering(observed: Scene) -> None:
	"""The annulment of a decision, and what a counted column does beside it."""
	name = observed["Observer"]
	decision = frappe.db.get_value("Observer", name, "decision")
	effect.annulled(decision)
	assert frappe.db.get_value("Observer", name, "status") == "Annulled"
	assert not differs({"Observer": name})
