# ruff: noqa: S608 # an insider types statements
"""The hostile insider at states that no signature covers: of filings with their time limits, decisions, certificates, items of sessions.

Beside `test_insiders_signed`. Each row is a statement, and the document that a night names afterwards.
"""

import time

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as make
from factories import sessions as held
from factories.effects import annulled

from esaylov.setup.operating.comparisons import state_rows

Scene = dict[str, str]
APPEAL = "Appeal"


@pytest.fixture
def reviewed() -> Scene:
	"""An appeal that an officer took up."""
	return {APPEAL: filing.under_review()}


@pytest.fixture
def returned() -> Scene:
	"""An appeal that waits for its correction."""
	return {APPEAL: filing.returned()}


@pytest.fixture
def corrected() -> Scene:
	"""An appeal that was returned, and corrected."""
	name = filing.returned()
	filing.correct(name)
	filing.submit(name)
	frappe.set_user("Administrator")
	return {APPEAL: name}


@pytest.fixture
def decided() -> Scene:
	"""An appeal, its decision with an observer, and the mandate."""
	appeal = make.filed(make.observers(1))
	decision = make.decided(appeal).decision
	certificate = frappe.db.get_value("Certificate", {"decision": decision})
	return {APPEAL: appeal, "Decision": decision, "Certificate": certificate}


@pytest.fixture
def undone(decided: Scene) -> Scene:
	"""The same after its annulment."""
	annulment = annulled(decided["Decision"]).decision
	return {**decided, "Annulment": annulment}


@pytest.fixture
def adopted() -> Scene:
	"""An item that a session adopted, which still goes on."""
	session, item = held.on_vote()
	held.all_vote(session, item, ["For", "For", "For", "Against", "Abstained"])
	held.close(item)
	frappe.set_user("Administrator")
	return {"Agenda Item": item}


@pytest.fixture
def failed() -> Scene:
	"""The same with an item that found no majority."""
	session, item = held.on_vote()
	held.all_vote(session, item, ["Against", "Against", "Against", "Against", "For"])
	held.close(item)
	frappe.set_user("Administrator")
	return {"Agenda Item": item}


def setting(doctype: str, *changes: str) -> dict[str, tuple[str, str]]:
	return {
		f"{doctype}: {change}": (doctype, f"update `tab{doctype}` set {change} where name=%({doctype})s")
		for change in changes
	}


STATES = ("Registered", "Acknowledged", "Expert Review", "On Agenda", "Granted", "Partly Granted", "Refused")
LATER = "due_on=date_add(due_on, interval 1 day)"
KINDS = {
	"reviewed": setting(
		APPEAL,
		*(f"status='{state}'" for state in (*STATES, "Returned", "Withdrawn")),
		*(LATER, "due_on=null", "decision='iz'", "status='Granted', decision='iz'"),
	),
	"returned": setting(APPEAL, "status='Under Review'", "status='Withdrawn'", LATER),
	"corrected": setting(APPEAL, "status='Returned'", "status='Refused'", LATER),
	"decided": setting(APPEAL, "status='Refused'", "status='Under Review'", "decision=null", LATER),
	"undone": {
		**setting(APPEAL, "status='Granted'", "decision=null", LATER),
		**setting("Decision", "status='Signed'"),
		**setting(
			"Certificate",
			"status='Valid'",
			"status='Formed'",
			"status='Replaced'",
			"status='Expired'",
			"end_decision='iz'",
		),
	},
}
KINDS["adopted"] = setting(
	"Agenda Item",
	*(f"status='{state}'" for state in ("Not Adopted", "Set Aside", "Postponed", "Planned", "Open")),
)
KINDS["failed"] = setting("Agenda Item", "status='Adopted'", "status='Set Aside'")
KINDS["decided"] |= {
	**setting("Decision", "status='Annulled'"),
	**setting("Certificate", "status='Revoked'", "status='Replaced'", "status='Expired'", "pdf='iz'"),
	**setting("Certificate", "status='Revoked', end_decision='iz'", "status='Replaced', replaced_by='iz'"),
}
QUICK = {
	"reviewed": ("Appeal: status='Granted'", f"Appeal: {LATER}"),
	"failed": ("Agenda Item: status='Adopted'",),
	"decided": ("Decision: status='Annulled'", "Certificate: status='Revoked'"),
	"undone": ("Appeal: status='Granted'", "Decision: status='Signed'", "Certificate: status='Valid'"),
}


def night() -> set[tuple[str, str]]:
	frappe.db.set_global(state_rows.REACHED, "")
	return set(state_rows.find_changes())


def is_found(scene: Scene, kind: tuple[str, str], before: set[tuple[str, str]]) -> bool:
	"""Whether a night names the document after a statement, and nothing else that it did not name before; taken back then."""
	doctype, sql = kind
	frappe.db.savepoint("insider")
	frappe.db.sql(sql, scene)
	found = night()
	frappe.db.rollback(save_point="insider")
	return found - before == {(doctype, scene[doctype])}


def unseen(scene: Scene, kinds: dict[str, tuple[str, str]]) -> list[str]:
	"""Titles of the kinds that no night finds; of the scene itself a night finds nothing."""
	before, took, missed = night(), [], []
	assert not before & {(doctype, name) for doctype, name in scene.items()}
	for title, kind in kinds.items():
		began = time.monotonic()
		if not is_found(scene, kind, before):
			missed.append(title)
		took.append(time.monotonic() - began)
	print(f"{len(kinds)} kinds, mean {sum(took) / len(took):.3f} s, longest {max(took):.3f} s")
	return missed


@pytest.mark.parametrize("which", QUICK)
def test_a_state_is_not_changed_unseen(which: str, request: pytest.FixtureRequest) -> None:
	scene: Scene = request.getfixturevalue(which)
	assert unseen(scene, {title: KINDS[which][title] for title in QUICK[which]}) == []


@pytest.mark.full
@pytest.mark.parametrize("which", KINDS)
def test_no_state_is_changed_unseen(which: str, request: pytest.FixtureRequest) -> None:
	scene: Scene = request.getfixturevalue(which)
	assert unseen(scene, KINDS[which]) == []


def test_the_demonstration_has_nothing_that_the_chains_do_not_say() -> None:
	assert night() == set()


def test_what_events_of_an_earlier_version_do_not_say_is_no_tampering(returned: Scene) -> None:
	"""They moved the time limit without a word of the day."""
	like = f"%{returned[APPEAL]}%"
	frappe.db.sql(
		"update `tabChain Event` set body=json_remove(body, '$.due_on') where body like %s and kind='appeal.returned'",
		like,
	)
	assert (APPEAL, returned[APPEAL]) not in night()


@pytest.mark.full
def test_a_night_that_ends_goes_on_where_it_was(reviewed: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
	monkeypatch.setattr(state_rows, "TURN_SECONDS", -1)
	monkeypatch.setattr(state_rows, "BATCH", 1)
	frappe.db.sql("update tabAppeal set status='Granted' where name=%(Appeal)s", reviewed)
	found = night()
	while frappe.db.get_global(state_rows.REACHED):
		found |= set(state_rows.find_changes())
	assert (APPEAL, reviewed[APPEAL]) in found
