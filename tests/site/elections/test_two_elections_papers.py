"""Papers, files and messages of two elections that run side by side: each names its own and says nothing of the other (19, done when 4)."""

import io

import frappe
import pytest
from factories import appeals as filing
from factories import pictures, settled
from factories import sessions as sitting
from openpyxl import load_workbook
from test_two_elections import SECOND, two  # noqa: F401 # a fixture

from esaylov.appeals.drafts import attachments, drafting
from esaylov.appeals.filing import receipt_paper
from esaylov.appeals.inbox import exporting
from esaylov.decisions.sessions.papers.paper import protocol_pdf, sheet_pdf
from esaylov.decisions.sessions.steps import counting, holding, planning
from esaylov.decisions.signatures import collective
from esaylov.decisions.signatures import paper as decisions_paper
from esaylov.framework import clock
from esaylov.registers.certificates.papers import drawing
from esaylov.reports import accredited, appeals, cockpit, cockpit_lists, decisions
from esaylov.setup.demo import ground
from esaylov.setup.imports import files

WORDS = {ground.ELECTION: "Birinchiyeva", SECOND: "Ikkinchiyeva"}
"""Election to the surname of its observer."""
PRESENT = sitting.ALL[:4]
"""Enough members to meet; three are a majority."""
REGIONAL = "regional.chair@esaylov.example"


def title(election: str) -> str:
	return frappe.db.get_value("Election", election, "title_uz")


def of_other(election: str) -> set[str]:
	"""What of the other election must not be read."""
	(other,) = set(WORDS) - {election}
	return {title(other), WORDS[other], f"{WORDS[other].removesuffix('yeva')} okrug"}


def said_of(election: str, text: str) -> None:
	"""A text names the election, and nothing of the other."""
	assert title(election) in text
	assert [mark for mark in of_other(election) if mark.upper() in text.upper()] == []


@pytest.fixture
def filed(two) -> dict[str, str]:  # noqa: F811 # the fixture above
	"""In each election the party asks for an observer, to be voted on: the appeal."""
	frappe.db.set_value("Election", SECOND, "status", "Announced")
	for stage in ground.stages(frappe.db.get_value("Election", SECOND, "election_day")):
		settled.inserted(frappe.get_doc({"doctype": "Election Stage", "election": SECOND, **stage}))
	found = {}
	for election, surname in WORDS.items():
		frappe.set_user(filing.PARTY)
		person = filing.person(full_name=f"{surname} Nodira Bekovna")
		name = drafting.create(filing.PARTY, "A56", election, filing.answers([person]))
		attachments.attach(name, "party_decision", "qaror.pdf", filing.PDF)
		filing.submit(name)
		frappe.set_user("Administrator")
		reviewed = {"status": "Under Review", "route": "commission_vote", "checks_due_at": None}
		frappe.db.set_value("Appeal", name, reviewed)
		found[election] = name
	return found


def held(election: str, *asked: str) -> tuple[str, list[str]]:
	"""A session about an election that adopted and closed: its name and its items."""
	frappe.set_user(sitting.SECRETARY)
	at_once = clock.now().replace(microsecond=0)
	session = planning.plan(sitting.COMMISSION, "Navbatdagi majlis", at_once, "Majlislar zali", election)
	items = [sitting.item(session, appeal) for appeal in asked]
	sitting.opened(*PRESENT, session=session)
	for item in items:
		frappe.set_user(sitting.CHAIR)
		counting.open_item(item)
		sitting.all_vote(session, item, ["For"] * 3, PRESENT[:3])
		assert sitting.close(item).status == "Adopted"
	holding.close(session)
	frappe.set_user("Administrator")
	return session, items


def signed(item: str) -> str:
	"""The decision of an item with both signatures."""
	decision = sitting.stored(item).decision
	for user in (sitting.CHAIR, sitting.SECRETARY):
		frappe.set_user(user)
		collective.sign([decision], filing.signature(user, collective.payload_to_sign([decision])))
	frappe.set_user("Administrator")
	return decision


@pytest.mark.full
def test_receipts_sessions_decisions_certificates_and_sms_name_their_own_election(filed):
	for election, appeal in filed.items():
		frappe.set_user(filing.PARTY)
		said_of(election, pictures.text(receipt_paper.pdf(appeal)[1]))
		session, (item,) = held(election, appeal)
		decision = signed(item)
		papers = {
			"protocol": protocol_pdf(session, sitting.CHAIR),
			"sheet": sheet_pdf(item, sitting.CHAIR),
			"decision": decisions_paper.pdf(decision, filing.PARTY),
			"extract": decisions_paper.pdf(decision, filing.PARTY, "persons[0]"),
		}
		for _, content in papers.values():
			said_of(election, pictures.text(content))
		certificate = frappe.get_doc("Certificate", {"decision": decision})
		assert certificate.election == election
		for text in (pictures.text(drawing.pdf(certificate)), *messages(appeal, certificate.name)):
			assert [mark for mark in of_other(election) if mark.upper() in text.upper()] == []
		assert WORDS[election].upper() in pictures.text(drawing.pdf(certificate)).upper()


def messages(*about: str) -> list[str]:
	"""Texts of what was sent about records, in the portal and by SMS."""
	texts = frappe.get_all(
		"SMS Message", {"reference_name": ["in", about]}, pluck="text", order_by="name asc"
	)
	assert texts
	return texts


@pytest.mark.full
def test_a_session_about_both_says_of_each_question_which_election_it_is(filed):
	session, items = held(ground.ELECTION, *filed.values())
	paper = pictures.text(protocol_pdf(session, sitting.CHAIR)[1])
	assert paper.count(title(ground.ELECTION)) == 1  # at its head
	assert paper.count(f"({title(SECOND)})") == 2  # on the agenda, and where it was voted on
	for election, item in zip(filed, items, strict=True):
		said_of(election, pictures.text(sheet_pdf(item, sitting.CHAIR)[1]))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
@pytest.mark.full
def test_files_of_the_desk_have_one_election_where_one_is_asked(filed, form):
	for election, appeal in filed.items():
		frappe.set_user(filing.CHAIR)
		frappe.local.lang = "uz"
		made = exporting.export(filing.CHAIR, [["election", "=", election]], form)
		text = text_of(made.content, form)
		said_of(election, text)
		assert frappe.db.get_value("Appeal", appeal, "number") in text
		(other,) = set(filed) - {election}
		assert frappe.db.get_value("Appeal", filed[other], "number") not in text
		said_of(election, text_of(cockpit_lists.export(REGIONAL, election, form=form)[1], form))
		frappe.set_user("Administrator")
		for kind in ("Constituencies", "Candidates"):
			rows = text_of(files.export(kind, election, form).content, form)
			assert WORDS[election].removesuffix("yeva") in rows, kind
			assert [mark for mark in of_other(election) if mark in rows] == [], kind


def text_of(content: bytes, form: str) -> str:
	if form == "csv":
		return content.decode("utf-8-sig")
	sheets = load_workbook(io.BytesIO(content)).worksheets
	return "\n".join(
		str(value or "") for sheet in sheets for row in sheet.iter_rows(values_only=True) for value in row
	)


def test_numbers_of_each_report_are_of_the_election_that_is_asked(filed):
	for election, appeal in filed.items():
		signed(held(election, appeal)[1][0])
	frappe.set_user(filing.CHAIR)
	asked = {"election": SECOND}
	assert [row["total"] for row in appeals.figures({"by": "type", **asked})] == [1]
	assert sum(row["total"] for row in decisions.figures({"by": "outcome", **asked})) == 1
	assert sum(row["total"] for row in accredited.figures({"by": "kind", **asked})) == 1
	found = cockpit.figures(REGIONAL, SECOND)
	assert found["election"] == SECOND
	assert sum(row["count"] for row in found["stages"]) == 1
