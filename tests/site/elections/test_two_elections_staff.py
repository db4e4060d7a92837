"""What is filed, decided and given in two elections at once: queue, cabinet, SMS, certificates and reports name each its own (19, done when 4)."""

import re

import frappe
import pytest
from factories import appeals as filing
from factories import effects as make
from factories import pictures
from test_two_elections import SECOND, two  # noqa: F401 # a fixture
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from esaylov.appeals.inbox import pages
from esaylov.portal import layout, routes, web
from esaylov.portal.web import PortalRequest, answer
from esaylov.registers.certificates.papers import drawing
from esaylov.reports import appeals, decisions
from esaylov.setup.demo import ground

WORDS = {ground.ELECTION: "Birinchi", SECOND: "Ikkinchi"}


@pytest.fixture
def filed(two) -> dict[str, str]:  # noqa: F811 # the fixture above
	"""In each election a candidate asks for the okrug of that election: the appeal."""
	found = {}
	make.admitted("DC", SECOND)
	for election, records in two.items():
		values = {
			"party_membership": "Member",
			"constituency": records["constituency"],
			**make.person(f"{WORDS[election]}qizi Nodira"),
		}
		appeal = make.filed("register_candidate", values, election_types=["DC"], certificate_kind="candidate")
		frappe.db.set_value("Appeal", appeal, "election", election)
		make.message(frappe.db.get_value("Appeal", appeal, "appeal_type"), "registered", "S22")
		found[election] = appeal
	return found


def titles() -> dict[str, str]:
	return {code: frappe.db.get_value("Election", code, "title_uz") for code in WORDS}


def others(election: str) -> set[str]:
	"""What of the other election must not be read."""
	(other,) = set(WORDS) - {election}
	return {titles()[other], f"{WORDS[other]}qizi", f"{WORDS[other]} okrug"}


@pytest.fixture
def page(monkeypatch):
	"""`page("cabinet/papers", q="Nodira")`: the page as the party reads it, with what is asked of it."""
	monkeypatch.setattr(web, "get_csrf_token", lambda: "token of a session")

	def read(path: str, **asked: str) -> str:
		frappe.set_user(filing.PARTY)
		http = Request(EnvironBuilder(path=f"/{path}", query_string=asked).get_environ())
		monkeypatch.setattr(frappe.local, "request", http, raising=False)
		request = PortalRequest("uz", path)
		response = answer(request, routes.run(request), layout.values_for)
		frappe.set_user("Administrator")
		return response.get_data(as_text=True)

	return read


def row_of(html: str, name: str) -> str:
	"""The one row of a list that leads to a record."""
	(row,) = [row for row in re.findall(r"<li>.*?</li>", html, re.DOTALL) if name in row]
	return row


def test_the_queue_of_a_commission_names_the_election_of_each_appeal(filed):
	frappe.set_user(filing.CHAIR)
	rows = {}
	after = ""
	while True:
		found = pages.page(filing.CHAIR, after=after)
		rows |= {row.name: row.election for row in found.rows}
		if not (after := found.next):
			break
	named = {code: frappe.db.get_value("Election", code, f"title_{frappe.local.lang}") for code in WORDS}
	assert {election: rows[appeal] for election, appeal in filed.items()} == named


def test_lists_of_the_cabinet_name_the_election_of_each_row(filed, page):
	for election, appeal in filed.items():
		for path in ("cabinet", "cabinet/appeals"):
			row = row_of(page(path), appeal)
			assert titles()[election] in row, path
			assert not [mark for mark in others(election) if mark in row], path
	certificates = {}
	for election, appeal in filed.items():
		decision = make.decided(appeal).decision
		certificates[election] = frappe.db.get_value("Certificate", {"decision": decision})
	for election, appeal in filed.items():
		row = row_of(page("cabinet/papers", q=f"{WORDS[election]}qizi"), f"/cabinet/appeal/{appeal}")
		assert titles()[election] in row
		assert not [mark for mark in others(election) if mark in row]
		status = page(f"cabinet/appeal/{appeal}").split("<main")[1]
		assert not [mark for mark in others(election) if mark in status]


def test_entries_certificates_messages_and_reports_are_of_the_election_of_the_appeal(filed):
	decided = {election: make.decided(appeal) for election, appeal in filed.items()}
	for election, result in decided.items():
		(entry,) = make.written(result.decision, "Candidate")
		certificate = frappe.get_doc("Certificate", {"decision": result.decision})
		assert (entry.election, certificate.election) == (election, election)
		said = pictures.text(drawing.pdf(certificate))
		assert f"{WORDS[election]}qizi".upper() in said.upper()
		assert not [mark for mark in others(election) if mark.upper() in said.upper()]
		sent = frappe.get_all(
			"SMS Message",
			{"reference_name": ["in", [filed[election], certificate.name]], "template": "S22"},
			pluck="text",
			order_by="name asc",
		)
		short = frappe.db.get_value("Election", election, "short_title_uz")
		assert sent
		assert [text for text in sent if short not in text or f"{WORDS[election]} okrug" not in text] == []
		assert [text for text in sent if f"{WORDS[SECOND]} okrug" in text] == (
			sent if election == SECOND else []
		)
	for report, by in ((decisions.figures, "outcome"), (appeals.figures, "type")):
		counted = {election: report({"by": by, "election": election}) for election in WORDS}
		assert {row["of"] for row in counted[SECOND]} == (
			{"Granted"} if by == "outcome" else {frappe.db.get_value("Appeal", filed[SECOND], "appeal_type")}
		)
