"""A list decided in slices writes what the same list writes decision by decision: row by row, but for times and names."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
import pytest
from factories import effects as make
from factories import stored, voted

from esaylov.decisions.review import reading
from esaylov.decisions.signatures import bulk_completion, collective, jobs
from esaylov.decisions.signatures.voted import propose
from esaylov.framework import queues
from esaylov.framework.persistence import rows
from esaylov.registers.entries.grants import definition_of
from esaylov.trust.chains import chain

PERSONS = {"rows": "persons"}
ON_VOTE = {"route": "commission_vote"}


@pytest.fixture(autouse=True)
def one_transaction(monkeypatch) -> None:
	"""The job commits its slices; here that would end the test's own transaction. No job begins."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	monkeypatch.setattr(queues, "wake", lambda *_, **__: None)


@contextmanager
def taken_back() -> Iterator[None]:
	frappe.db.savepoint("compared")
	try:
		yield
	finally:
		frappe.db.rollback(save_point="compared")
		frappe.local.request_cache.clear()
		frappe.clear_cache()


def on_agenda(effect: str, answers: dict, mapping: dict | None = None, **more) -> str:
	appeal = make.filed(effect, answers, mapping, **ON_VOTE, **more)
	frappe.db.set_value("Appeal", appeal, "status", "On Agenda")
	return appeal


def items(session: str) -> list[str]:
	"""An item of each kind: several rows, refusals, messages, persons who are known, effects that end what others wrote."""
	known, other = make.person("Ma'lum Odam"), make.person("Boshqa Odam")
	candidate, leaving = make.candidate(), make.candidate()
	listed = "observer_party"
	appeals = [
		*(voted.observers() for _ in range(4)),
		voted.observers(3),
		on_agenda("accredit_observer", {"persons": [known]}, PERSONS, certificate_kind=listed),
		on_agenda("accredit_observer", {"persons": [other, make.person(phone="")]}, PERSONS),
		on_agenda(
			"accredit_observer", {"persons": [make.foreigner()]}, PERSONS, certificate_kind="observer_foreign"
		),
		on_agenda(
			"accredit_media",
			{"media_name": "Sinov gazetasi", "persons": [make.person(media_position="Muxbir")]},
			PERSONS,
			kind="national_media",
		),
		on_agenda(
			"register_candidate", {"party_membership": "Member", **make.person()}, election_types=["DC"]
		),
		on_agenda(
			"register_candidate", {"party_membership": "Member", **make.person()}, election_types=["DC"]
		),
		*(
			on_agenda(
				"register_proxy",
				{"proxies": [make.person()]},
				{"rows": "proxies"},
				by=("Candidate", candidate),
				kind="candidate",
				certificate_kind="proxy",
			)
			for _ in range(2)
		),
		on_agenda("withdraw_candidate", {"candidate": leaving, "reason": "Sabab"}),
		on_agenda("record_only", {"reason": "Sabab"}),
	]
	for appeal in appeals:
		code = frappe.db.get_value("Appeal", appeal, "appeal_type")
		for event, template in (
			("granted", "S12"),
			("refused", "S13"),
			("registered", "S16"),
			("row_refused", "S17"),
		):
			make.message(code, event, template)
	refused = {appeals[4]: (1,), appeals[1]: (0,)}
	made = []
	for appeal in appeals:
		answers = frappe.parse_json(frappe.db.get_value("Appeal", appeal, "answers"))
		if "persons" in answers:
			made.append(voted.of_appeal(session, appeal, refused.get(appeal, ())))
		else:
			made.append(of_whole(session, appeal))
	return made


def of_whole(session: str, appeal: str) -> str:
	"""An item that grants every row of an appeal."""
	rows = [
		{"path": subject["path"], "outcome": "Granted"}
		for subject in reading.matter_for(appeal, "Administrator")["subjects"]
	]
	draft = propose(appeal, rows)
	texts = {"draft_text_uz": draft.text_uz, "draft_text_ru": draft.text_ru}
	return voted.item(session, appeal=appeal, draft_rows=frappe.as_json(rows), **texts)


def signed_list() -> tuple[list[str], str]:
	"""Decisions with both signatures over their list, and the run that completes them."""
	session = voted.session()
	names = [collective.adopt(item) for item in items(session)]
	voted.signed_by(voted.CHAIR, names)
	return names, voted.signed_by(voted.SECRETARY, names).run


def completed(run: str) -> None:
	jobs.complete(run)
	progress = bulk_completion.progress(run)
	assert (progress.status, progress.refused) == ("Done", ())


def slices(run: str, monkeypatch) -> list[list[str]]:
	"""Complete a run; the decisions of each of its transactions."""
	done: list[list[str]] = []
	complete = collective.complete_all
	monkeypatch.setattr(collective, "complete_all", lambda names: (done.append(list(names)), complete(names)))
	completed(run)
	return done


def goes_alone(decision: str) -> bool:
	appeal = frappe.get_doc("Appeal", frappe.db.get_value("Decision", decision, "appeal"))
	return definition_of(appeal)["effect"] in ("register_proxy", "withdraw_candidate")


def test_what_goes_alone_is_a_transaction_and_its_neighbours_are_one(monkeypatch):
	monkeypatch.setattr(collective, "AT_ONCE", 1)
	names, run = signed_list()
	ordered = sorted(names)
	expected: list[list[str]] = []
	for name in ordered:
		if expected and not any(goes_alone(one) for one in (name, expected[-1][-1])):
			expected[-1].append(name)
		else:
			expected.append([name])
	assert slices(run, monkeypatch) == expected
	assert len(expected) < len(names)


def test_where_somebody_listens_each_decision_is_a_transaction(monkeypatch):
	monkeypatch.setattr(collective, "AT_ONCE", 1)
	names, run = signed_list()
	quiet = rows.may_write_directly
	monkeypatch.setattr(
		rows, "may_write_directly", lambda doctype, done=(): doctype != "Certificate" and quiet(doctype, done)
	)
	assert slices(run, monkeypatch) == [[name] for name in sorted(names)]


def what(step: Callable[[], object], before: stored.Rows) -> dict[str, list[str]]:
	with taken_back():
		step()
		for commission in {"CEC", make.COMMISSION}:
			chain.verify_chain(commission)
		return stored.written(before, stored.everything())


@pytest.mark.full
def test_a_list_in_slices_writes_what_it_writes_singly_and_as_documents(monkeypatch):
	monkeypatch.setattr(collective, "AT_ONCE", 1)
	names, run = signed_list()
	before = stored.everything()

	def one_by_one() -> None:
		for name in sorted(names):
			collective.complete_all([name])

	together = what(lambda: completed(run), before)
	singly = what(one_by_one, before)
	monkeypatch.setattr(rows, "may_write_directly", lambda *_: False)
	as_documents = what(one_by_one, before)
	together.pop("Bulk Decision")
	for other in (singly, as_documents):
		assert sorted(other) == sorted(together)
		for doctype in other:
			assert other[doctype] == together[doctype], doctype
	for doctype in (
		"Observer",
		"Candidate",
		"Proxy",
		"Certificate",
		"Register Event",
		"SMS Message",
		"Chain Event",
	):
		assert together[doctype], doctype
