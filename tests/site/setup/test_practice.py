"""A practice election: everything may be tried in it, nothing of it leaves, is counted or public, and it is begun anew with nothing in it."""

import io
import json
import time

import frappe
import pytest
from factories import appeals as filing
from factories import decisions as decide
from factories import outbox
from factories import sessions as meeting
from factories.pages import rendered
from factories.papers import PDF
from pypdf import PdfReader

from esaylov.api import open_data
from esaylov.api import preparing as api
from esaylov.appeals.corrections import contested
from esaylov.appeals.drafts import attachments, drafting
from esaylov.appeals.inbox import pages
from esaylov.appeals.review import steps
from esaylov.appeals.state_registers import checking
from esaylov.appeals.types import windows
from esaylov.core.records.token import read as read_token
from esaylov.decisions.desk import opened, reviewing
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.hall import shown, state
from esaylov.decisions.matters import ex_officio_checks
from esaylov.decisions.sessions.papers import display as sessions_display
from esaylov.decisions.sessions.papers.paper import protocol_pdf, sheet_pdf
from esaylov.decisions.sessions.steps import agenda, counting, holding, planning
from esaylov.decisions.signatures import verification
from esaylov.elections.preparation import copying
from esaylov.framework import clock, practice
from esaylov.framework.errors import FormInvalid, NotFound, NotPermitted, WrongState
from esaylov.framework.files import papers
from esaylov.integrations.inbound import deliveries
from esaylov.messages.delivery import operating, sending
from esaylov.portal import elections, web
from esaylov.portal.web import PortalRequest
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import reissuing
from esaylov.registers.entries import entries
from esaylov.registers.published import others
from esaylov.registers.published.others import WantedDecisions
from esaylov.reports import appeals, cockpit
from esaylov.setup import practice as practising
from esaylov.setup.demo import ground
from esaylov.trust import keys
from esaylov.www.hall import display

SMS = "SMS Message"
MARK = "SPECIMEN"
"""What stands above each page, whose letters stand wide."""


@pytest.fixture
def election() -> str:
	"""A practice election, made to its end."""
	return made(practising.begin())


def made(preparation: str) -> str:
	while copying.step(preparation):
		pass
	return str(frappe.db.get_value("Election Preparation", preparation, "code"))


def filed(election: str) -> str:
	"""An appeal about observers, filed there by a party; the session is Administrator's afterwards."""
	frappe.set_user(filing.PARTY)
	name = drafting.create(filing.PARTY, "A56", election, filing.answers())
	attachments.attach(name, "party_decision", "qaror.pdf", PDF)
	filing.submit(name)
	frappe.set_user("Administrator")
	return name


def refused(code: str, step) -> None:
	with pytest.raises(WrongState) as problem:
		step()
	assert problem.value.code == code


def test_one_step_makes_it_after_the_present_election_with_every_stage_open(election):
	document = frappe.get_doc("Election", election)
	assert (document.status, document.election_day > clock.today()) == (practice.PRACTICE, True)
	contests = {row.election_type for row in frappe.get_doc("Election", ground.ELECTION).election_types}
	assert {row.election_type for row in document.election_types} == contests
	stages = frappe.get_all("Election Stage", {"election": election}, ["starts_on", "ends_on"])
	assert stages
	assert all(stage.starts_on <= clock.today() <= stage.ends_on for stage in stages)
	real = {"election": ground.ELECTION, "is_annulled": 0}
	assert frappe.db.count("Constituency", {"election": election}) == frappe.db.count("Constituency", real)
	assert practising.present().election == election
	refused("practice_runs", practising.begin)


def test_nobody_makes_one_or_ends_it_by_hand(election):
	for name, status in ((election, "Announced"), (ground.ELECTION, practice.PRACTICE)):
		document = frappe.get_doc("Election", name)
		document.status = status
		with pytest.raises(FormInvalid) as problem:
			document.save()
		assert problem.value.findings[0].code == "election_practice"
	for user in ("chair@esaylov.example", "auditor@esaylov.example"):
		frappe.set_user(user)
		for step in (api.begin_practice, lambda: api.end_practice(election), api.practice):
			with pytest.raises(NotPermitted):
				step()
	frappe.set_user("Administrator")
	with pytest.raises(NotFound):
		practising.end(ground.ELECTION)


def test_an_appeal_of_it_goes_its_way_and_no_message_reaches_a_gateway(monkeypatch):
	with outbox.outbox(monkeypatch) as box:  # which commits: what is made in it is taken back
		with monkeypatch.context() as patch:
			patch.setattr(frappe.db, "commit", lambda *_, **__: None)
			mine, real = filed(made(practising.begin())), filing.filed()
			frappe.set_user(filing.CHAIR)
			steps.assign(mine, filing.CHAIR)
			decided = decide.decided(mine).decision
			about = {"reference_name": ["in", [mine, *_certificates(decided)]]}
			rows = frappe.get_all(SMS, about, ["name", "status", "failure", "text"], order_by="name asc")
			of_real = set(frappe.get_all(SMS, {"reference_name": real}, pluck="name"))
			sending.Run(ends=time.monotonic() + 60).go()
			refused("sms_not_again", lambda: operating.resend(rows[0].name))
		frappe.db.rollback()
		taken = {one["id"] for one in box.taken()}
	assert len(rows) >= 3
	assert {(row.status, row.failure) for row in rows} == {("Cancelled", practice.NOT_SENT)}
	assert all(row.text for row in rows)
	assert taken & of_real
	assert not taken & {row.name for row in rows}


def _certificates(decision: str) -> list[str]:
	return frappe.get_all("Certificate", {"decision": decision}, pluck="name", order_by="name asc")


def test_it_takes_no_numbers_of_real_appeals_and_decisions(election):
	before = frappe.db.get_value("Appeal", filing.filed(), "number")
	mine = filed(election)
	after = frappe.db.get_value("Appeal", filing.filed(), "number")
	number = frappe.db.get_value("Appeal", mine, "number")
	assert number.startswith("M")
	assert int(after.rpartition("-")[2]) == int(before.rpartition("-")[2]) + 1
	decision = decide.decided(mine).decision
	assert frappe.db.get_value("Decision", decision, "number") == "M1"
	found = {"decision": decision}
	numbers = frappe.get_all("Certificate", found, pluck="series_no", order_by="number asc")
	assert numbers == [f"M{number:03d}" for number in range(1, len(numbers) + 1)] != []
	(first, *_) = _certificates(decision)
	frappe.set_user(decide.CHAIR)
	signature = filing.signature(decide.CHAIR, reissuing.payload(first, "Yoʻqolgan", conflicts.concerns))
	made = reissuing.reissue(first, "Yoʻqolgan", signature, conflicts.concerns)
	assert frappe.db.get_value("Certificate", made, "series_no") == f"M{len(numbers) + 1:03d}"


def test_what_is_numbered_in_the_next_one_goes_on_from_the_former(election):
	"""It began at 1 again, and a number that an appeal, a decision or a session of the commission had was refused for good."""
	former = numbered(election)
	while api.end_practice(election)["left"]:
		pass
	following = numbered(made(practising.begin()))
	assert [new - old for new, old in zip(following, former, strict=True)] == [
		2,
		1,
		1,
	]  # of two appeals each time


def numbered(election: str) -> list[int]:
	"""The numbers of an appeal of practice, its session and its decision."""
	name, decided = filed(election), filed(election)
	session, _ = voted_on(name)
	given = (
		frappe.db.get_value("Appeal", name, "number"),
		frappe.db.get_value("Commission Session", session, "number"),
		frappe.db.get_value("Decision", decide.decided(decided).decision, "number"),
	)
	assert {number[0] for number in given} == {practice.MARK}
	return [int(number.lstrip(practice.MARK).rpartition("-")[2]) for number in given]


def numbers_taken() -> dict[str, int]:
	"""The last session of the commission, and its last decision."""
	where = {"commission": meeting.COMMISSION, "kind": ["in", ["session", "decision"]]}
	rows = frappe.get_all("Commission Counter", where, ["kind", "value"], order_by="kind asc")
	return {row.kind: row.value for row in rows}


def voted_on(name: str) -> tuple[str, str]:
	"""A closed session of practice that granted an appeal, and its item; the session is Administrator's afterwards."""
	frappe.set_user(filing.CHAIR)
	steps.assign(name, filing.CHAIR)
	frappe.db.set_value("Appeal", name, "route", "commission_vote")
	session = meeting.planned()
	item = meeting.item(session, name)
	meeting.opened(session=session)
	counting.open_item(item)
	meeting.all_vote(session, item, ["For"] * len(meeting.ALL))
	meeting.close(item)
	holding.close(session)
	frappe.set_user("Administrator")
	return session, item


@pytest.mark.full
def test_its_sessions_take_no_number_of_a_real_one_and_their_papers_say_so(election, monkeypatch):
	mine, before = filed(election), numbers_taken()
	session, item = voted_on(mine)
	assert frappe.db.get_value("Commission Session", session, "number") == "M1"
	assert numbers_taken() == before
	monkeypatch.setattr(clock, "may_move", lambda: False)  # as on a real site
	for paper in (protocol_pdf(session, meeting.CHAIR), sheet_pdf(item, meeting.CHAIR)):
		assert MARK in text_of(paper[1])
		assert "M1" in text_of(paper[1])
	real, of_real = meeting.on_vote()
	assert frappe.db.get_value("Commission Session", real, "number").isdecimal()
	for paper in (protocol_pdf(real, meeting.CHAIR), sheet_pdf(of_real, meeting.CHAIR)):
		assert MARK not in text_of(paper[1])


def test_a_session_that_has_a_real_number_does_not_become_one_of_practice(election):
	mine = filed(election)
	frappe.set_user(filing.CHAIR)
	steps.assign(mine, filing.CHAIR)
	frappe.db.set_value("Appeal", mine, "route", "commission_vote")
	session = meeting.opened()
	frappe.set_user(meeting.SECRETARY)
	refused("practice_session", lambda: agenda.put([mine], session))


def test_a_real_session_annuls_no_decision_of_practice(election):
	decision = decide.decided(filed(election)).decision
	session = meeting.planned()
	meeting.item(session)
	frappe.set_user(meeting.SECRETARY)
	annulment = {"decision": decision, "reason": "Xato"}
	refused("practice_session", lambda: agenda.add_subject(session, "annulment", "Bekor qilish", annulment))


def deciding(election: str) -> ex_officio_checks.Deciding:
	return ex_officio_checks.Deciding(ground.COMMISSION, election, clock.today())


def test_no_real_decision_names_an_entry_of_practice_nor_the_other_way_round(election):
	of = {
		election: decide.decided(filed(election)).decision,
		ground.ELECTION: decide.decided(filing.filed()).decision,
	}
	for own, decision in of.items():
		(entry, *_) = frappe.get_all("Observer", {"decision": decision}, pluck="name", order_by="name asc")
		frappe.db.set_value("Observer", entry, "kind", "foreign")
		asked = {"certificate": entry, "reason": "Xato"}
		ex_officio_checks.check_now("end_mandate", asked, deciding(own))
		(other,) = set(of) - {own}
		with pytest.raises(FormInvalid) as problem:
			ex_officio_checks.check_now("end_mandate", asked, deciding(other))
		assert [(one.code, one.path) for one in problem.value.findings] == [("link_unknown", "certificate")]


def test_a_complaint_of_practice_does_not_appear_beside_a_real_decision(election):
	decision = decide.decided(filing.filed()).decision
	mine, real = filed(election), filing.filed()
	frappe.db.set_value("Appeal", {"name": ["in", [mine, real]]}, "contested_decision", decision)
	frappe.set_user(filing.CHAIR)
	assert [row["name"] for row in contested.complaints(decision)] == [real]


def text_of(content: bytes) -> str:
	said = " ".join(page.extract_text() for page in PdfReader(io.BytesIO(content)).pages)
	return "".join(said.split())


def test_no_state_register_is_asked(election):
	mine = filed(election)
	assert frappe.db.get_value("Appeal", mine, "checks_due_at") is None
	assert checking.run(mine) == (0, None)


def test_no_webhook_is_called(election):
	mine, real = filed(election), filing.filed()
	found = [
		(name, "appeal.filed", frappe.as_json({"data": {"appeal": appeal}}))
		for name, appeal in (("one", mine), ("two", real))
	]
	assert deliveries._of_practice(found) == {"one"}


def test_papers_say_that_they_are_none_and_verify_as_such(election, monkeypatch):
	decision = decide.decided(filed(election)).decision
	assert not verification.verify(decision).stands
	assert verification.verify(decision).is_practice
	(certificate, *_) = _certificates(decision)
	found = verifying.verify(certificate)
	assert (found.valid, found.status) == (False, "Practice")
	token = frappe.db.get_value("Certificate", certificate, "token")
	assert read_token(token, keys.public_keys(), keys.retired_on())["is_practice"]
	verifying.forget_endings()
	assert certificate in json.loads(verifying.signed_endings()["content"])["ended"]
	monkeypatch.setattr(clock, "may_move", lambda: False)  # as on a real site
	assert papers.is_specimen(election)
	assert not papers.is_specimen(ground.ELECTION)


def test_the_public_finds_nothing_of_it_and_no_figure_counts_it(election, monkeypatch):
	wanted = WantedDecisions()
	before = others.decisions(wanted, 5, is_counted=True).total
	figures = {row["of"]: row["total"] for row in appeals.figures({"by": "type"})}
	mine = filed(election)
	decision = decide.decided(mine).decision
	after = others.decisions(wanted, 5, is_counted=True).total
	assert after == before
	assert {row["of"]: row["total"] for row in appeals.figures({"by": "type"})} == figures
	asked = appeals.figures({"by": "type", "election": election})
	assert [row["total"] for row in asked] == [1]
	assert others.election(election) is None
	assert election not in {row.name for rows in elections.by_state().values() for row in rows}
	with pytest.raises(NotFound):
		open_data.candidates(election=election)
	(okrug, *_) = frappe.get_all("Constituency", {"election": election}, pluck="name", limit=1)
	for path in (
		f"election/{election}",
		f"election/{election}/candidates",
		f"constituency/{okrug}",
		f"voters/{election}",
	):
		with pytest.raises(frappe.DoesNotExistError):
			rendered(monkeypatch, f"/uz/{path}")
	for path in ("", "elections", "decisions"):
		text = rendered(monkeypatch, f"/uz/{path}".rstrip("/"))
		assert election not in text
		assert decision not in text


def test_real_commissions_and_stations_are_not_changed_by_it(election):
	offered = {offer.name: offer for offer in windows.open_elections()}
	assert list(offered)[-1] == election  # last, so that nobody files there who meant the real one
	real = [
		version
		for version in frappe.get_module("esaylov.appeals.types.definitions").published()
		if version.data["effect"] in windows.REAL_EFFECTS
	]
	assert real
	assert not any(offered[election].holds(version) for version in real)
	decision = frappe.new_doc("Decision")
	decision.election = election
	refused("practice_real", lambda: entries.refuse_practice([frappe._dict(decision=decision)]))


def test_a_session_decides_on_it_alone(election):
	mine, real = filed(election), meeting.votable()
	frappe.set_user(filing.CHAIR)
	steps.assign(mine, filing.CHAIR)
	frappe.db.set_value("Appeal", mine, "route", "commission_vote")
	session = meeting.planned()
	frappe.set_user(meeting.SECRETARY)
	agenda.put([mine], session)
	assert frappe.db.get_value("Commission Session", session, "election") == election
	refused("practice_session", lambda: agenda.put([real], session))
	planning.invite(session)
	sent = frappe.get_all(SMS, {"reference_name": session}, ["status", "failure"])
	assert sent
	assert {(row.status, row.failure) for row in sent} == {("Cancelled", practice.NOT_SENT)}


def at_work(name: str, session: str, election: str) -> dict[str, bool]:
	"""Whether each screen that staff work on calls an appeal, its session and its election practice."""
	frappe.set_user(filing.CHAIR)
	number = frappe.db.get_value("Appeal", name, "number")
	(row,) = [row for row in pages.page(filing.CHAIR, text=number).rows if row.name == name]
	(reviewed,) = reviewing.review(filing.CHAIR, [name])
	found = {
		"queue": row.is_practice,
		"appeal": opened.opened(filing.CHAIR, name)["appeal"]["is_practice"],
		"table": reviewed["is_practice"],
		"hall of the chair": state.of(session)["is_practice"],
		"display": shown.shown(sessions_display.show(session)).is_practice,
	}
	for user in (meeting.SECRETARY, meeting.MEMBER):
		frappe.set_user(user)
		found[f"hall of {user}"] = state.of(session)["is_practice"]
	figures = cockpit.figures("cec.chair@esaylov.example", election)
	(chosen,) = [one for one in figures["elections"] if one["name"] == election]
	return {**found, "cockpit": chosen["is_practice"]}


def test_each_screen_that_is_worked_on_says_whether_it_is_one(election):
	"""The letter before a number was all that did."""
	for of, name, is_one in ((election, filed(election), True), (ground.ELECTION, filing.filed(), False)):
		frappe.set_user(filing.CHAIR)
		steps.assign(name, filing.CHAIR)
		frappe.db.set_value("Appeal", name, "route", "commission_vote")
		session = meeting.planned()
		meeting.item(session, name)
		said = at_work(name, session, of)
		assert said == dict.fromkeys(said, is_one)


def displayed(token: str) -> str:
	"""What the display in the hall shows."""
	values = display._values(PortalRequest("uz", f"hall/{token}"), token)
	return web.environment().get_template(display.PART).render(**values)


def test_the_display_in_the_hall_says_that_it_is_one(election):
	of_practice, _ = voted_on(filed(election))
	real, _ = meeting.on_vote()
	note = "Mashq saylovi: "
	for session, is_one in ((of_practice, True), (real, False)):
		frappe.set_user(meeting.CHAIR)
		assert (note in displayed(sessions_display.show(session))) is is_one


@pytest.mark.full
def test_it_is_ended_emptied_and_begun_anew(election, monkeypatch):
	monkeypatch.setattr(practising, "SLICE", 2)
	frappe.set_user(filing.PARTY)
	draft = drafting.create(filing.PARTY, "A56", election, filing.answers())
	waiting = [filed(election) for _ in range(2)]
	decided = filed(election)
	decision = decide.decided(decided).decision
	left = [api.end_practice(election)["left"]]
	while left[-1]:
		left.append(api.end_practice(election)["left"])
	assert len(left) == 2
	assert not frappe.db.exists("Appeal", draft)
	assert {frappe.db.get_value("Appeal", name, "status") for name in waiting} == {"Withdrawn"}
	assert frappe.db.get_value("Appeal", decided, "status") == "Granted"
	assert election not in {offer.name for offer in windows.open_elections()}
	frappe.set_user(meeting.SECRETARY)
	commission = frappe.db.get_value("Appeal", decided, "recipient")
	refused("practice_over", lambda: planning.plan(commission, "Majlis", clock.now(), "Zal", election))
	frappe.set_user(decide.CHAIR)
	refused("practice_over", lambda: reissuing.payload(_certificates(decision)[0], "Yoʻqolgan"))
	frappe.set_user(filing.PARTY)
	assert practising.present() == practising.Practice("", "")
	assert not frappe.db.exists(SMS, {"reference_name": ["in", waiting], "status": "Queued"})
	another = made(practising.begin())
	assert another != election
	assert frappe.db.count("Appeal", {"election": another}) == 0
