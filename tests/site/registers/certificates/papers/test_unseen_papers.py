"""Papers of rows that were stored before control characters and those that turn the direction were refused: without them."""

import frappe
import pytest
from factories import appeals as filing
from factories import certificates as samples
from factories import decisions as make
from factories import pictures
from factories import sessions as meetings

from esaylov.appeals.filing import receipt_paper
from esaylov.core.people.unseen import UNSEEN
from esaylov.decisions.sessions.papers.paper import protocol_pdf, sheet_pdf
from esaylov.decisions.sessions.steps import holding
from esaylov.decisions.signatures import paper
from esaylov.registers.certificates.papers import browser, drawing, sheets
from esaylov.registers.certificates.papers.sheets import Sheet

TURNED, READ = "Bo\u202erono\u2066v\x07\u200b Bo\x01rbek", "Boronov Borbek"


def check(pdf: bytes) -> None:
	said = pictures.text(pdf)
	assert READ in said, said
	assert not UNSEEN.search(said)


def test_a_decision_and_its_extract():
	name = make.decided(make.filed(), refused={1: make.REASON}).decision
	row = frappe.get_doc("Decision Row", {"parent": name, "row_path": "persons[1]"})
	texts = {"text_uz": f"{TURNED} rad etilsin", "text_ru": f"{TURNED} отказать"}
	frappe.db.set_value("Decision", name, texts)
	frappe.db.set_value("Decision Row", row.name, {"subject": TURNED, "reason": TURNED})
	for path in ("", "persons[1]"):
		check(paper.pdf(name, make.CHAIR, path)[1])


def test_a_certificate():
	check(drawing.pdf(samples.sample("proxy", holder_name_as_printed=TURNED)))


@pytest.mark.parametrize("engine", ["chromium", "weasyprint"])
@pytest.mark.full
def test_a_sheet_of_badges(engine, monkeypatch):
	if engine == "weasyprint":
		monkeypatch.setitem(frappe.conf, browser.PATH, "")
	check(sheets.pdf([samples.sample("observer_party", holder_name_as_printed=TURNED)] * 2, Sheet.A4))


def test_a_receipt():
	name = filing.filed()
	body_type, body = frappe.db.get_value("Appeal", name, ["applicant_body_type", "applicant_body"])
	frappe.db.set_value(body_type, body, "title_uz", TURNED)
	frappe.set_user(filing.PARTY)
	check(receipt_paper.pdf(name)[1])


@pytest.mark.full
def test_a_protocol_and_a_voting_sheet():
	session, item = meetings.on_vote()
	meetings.all_vote(session, item, ["For"] * 5)
	meetings.close(item)
	frappe.db.set_value("Commission Session", session, "place", TURNED)
	frappe.db.set_value("Agenda Item", item, "title", TURNED)
	holding.close(session)
	check(protocol_pdf(session, meetings.CHAIR)[1])
	check(sheet_pdf(item, meetings.CHAIR)[1])
