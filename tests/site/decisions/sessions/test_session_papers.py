"""The protocol of a session and the voting sheet of an item on paper: what they say, who gets them, what confirms them."""

import io

import frappe
import pytest
from factories import appeals as filing
from factories import sessions as make
from pypdf import PdfReader

from esaylov.decisions.sessions.papers import paper, protocol, verification
from esaylov.decisions.sessions.steps import counting, holding
from esaylov.framework.errors import NotFound

DISSENT = "Hujjatlar to'liq o'rganilmagan deb hisoblayman"
LONG = "Abdurahmonqulzoda Muhammadyoqubbek Abdulhamidxo'ja Nurmuhammad o'g'li"


@pytest.fixture
def held() -> tuple[str, str]:
	"""A closed session with one adopted item: three for, one against with a dissent, one recused."""
	session, item = make.on_vote()
	make.all_vote(session, item, ["For", "For", "For", "-", "Recused"])
	make.vote(make.MEMBER, session, {item: {"choice": "Against", "dissent": DISSENT}})
	make.close(item)
	holding.close(session)
	return session, item


def said(content: bytes) -> str:
	assert content.startswith(b"%PDF")
	pages = PdfReader(io.BytesIO(content)).pages
	return " ".join(" ".join(page.extract_text() for page in pages).split())


def sign(session: str, *users: str) -> None:
	for user in users:
		frappe.set_user(user)
		protocol.sign(session, filing.signature(user, protocol.payload(session)))


def name_of(user: str) -> str:
	return frappe.db.get_value("Person", make.person(user), "full_name")


def test_the_protocol_says_who_was_there_what_was_on_the_agenda_and_how_it_ended(held, keep):
	session, _ = held
	sign(session, make.CHAIR, make.SECRETARY)
	_, content = paper.protocol_pdf(session, make.MEMBER)
	text = said(content)
	row = frappe.get_doc("Commission Session", session)
	key = frappe.db.get_value(
		"Document Signature", row.protocol_signature_presiding, "certificate_fingerprint"
	)
	for words in (
		"MAJLIS BAYONI",
		"ПРОТОКОЛ ЗАСЕДАНИЯ",
		f"№ {row.number}",
		"Majlislar zali",
		"Присутствовали: 5 / 5",
		"yoqlab · за: 3; qarshi · против: 1; betaraf · воздержался: 0",
		"qabul qilindi · принято",
		DISSENT,
		"oʻzi bildirgan: Tanishim",
		"masala ovozga qoʻyildi",
		row.protocol_sha256,
		key[:4],
		*map(name_of, make.ALL),
	):
		assert words in text, words
	assert "LOYIHA" not in text
	keep("protocol.pdf").write_bytes(content)


def test_until_both_have_signed_it_is_a_draft(held):
	session, _ = held
	assert "LOYIHA" in said(paper.protocol_pdf(session, make.CHAIR)[1])
	sign(session, make.CHAIR)
	assert "LOYIHA" in said(paper.protocol_pdf(session, make.CHAIR)[1])


@pytest.mark.full
def test_a_session_that_is_not_closed_has_a_draft_too():
	session = make.opened()
	assert "LOYIHA" in said(paper.protocol_pdf(session, make.CHAIR)[1])
	planned = make.planned("Keyingi majlis")
	assert "Keyingi majlis" in said(paper.protocol_pdf(planned, make.CHAIR)[1])


def test_the_sheet_has_each_vote_with_its_time_and_key(held, keep):
	_, item = held
	_, content = paper.sheet_pdf(item, make.CHAIR)
	text = said(content)
	vote = frappe.get_doc("Commission Vote", {"item": item, "choice": "Against"})
	key = frappe.db.get_value("Document Signature", vote.signature, "certificate_fingerprint")
	for words in (
		"OVOZ BERISH VARAQASI",
		"Перевод на русский язык",
		"qarshi · против",
		DISSENT,
		key[:4],
		*map(name_of, make.ALL),
	):
		assert words in text, words
	keep("voting-sheet.pdf").write_bytes(content)


@pytest.mark.full
def test_an_agenda_of_fifty_long_questions_breaks_between_them(held, keep):
	session, _ = held
	body = frappe.parse_json(frappe.db.get_value("Commission Session", session, "protocol"))
	(only,) = body["items"]
	body["items"] = [{**only, "position": place, "title": f"{LONG} {place}"} for place in range(1, 51)]
	frappe.db.set_value("Commission Session", session, "protocol", frappe.as_json(body))
	content = paper.protocol_pdf(session, make.CHAIR)[1]
	pages = PdfReader(io.BytesIO(content)).pages
	assert len(pages) > 5
	assert f"{len(pages)} / {len(pages)}" in pages[-1].extract_text()
	keep("protocol-50.pdf").write_bytes(content)


def test_the_code_on_the_papers_confirms_the_session_and_tells_nothing_else(held):
	session, _ = held
	token = paper.token(frappe.get_doc("Commission Session", session))
	assert not verification.verify(token).is_signed
	sign(session, make.CHAIR, make.SECRETARY)
	found = verification.verify(token, "uz")
	number = frappe.db.get_value("Commission Session", session, "number")
	assert (found.is_signed, found.number, found.commission) == (
		True,
		number,
		"Shayxontohur tuman saylov komissiyasi",
	)
	assert verification.verify(session) == verification.verify(token)


def test_an_open_session_has_no_code_to_confirm():
	with pytest.raises(NotFound):
		verification.verify(make.opened())
	with pytest.raises(NotFound):
		verification.verify("A" * 190)


def test_nobody_else_gets_them(held):
	session, item = held
	for user in ("sibling.chair@esaylov.example", filing.PARTY, "Guest", filing.ADMINISTRATOR):
		frappe.set_user(user)
		with pytest.raises(NotFound):
			paper.protocol_pdf(session, user)
		with pytest.raises(NotFound):
			paper.sheet_pdf(item, user)


@pytest.mark.full
def test_the_print_view_of_the_desk_shows_them(held):
	session, item = held
	frappe.set_user(make.CHAIR)
	assert "MAJLIS BAYONI" in frappe.get_print("Commission Session", session, "Session Protocol")
	assert "OVOZ BERISH VARAQASI" in frappe.get_print("Agenda Item", item, "Voting Sheet")


def test_protocol_lists_a_dissent_only_in_the_round_it_belongs_to(keep):
	session, item = make.on_vote()
	make.all_vote(session, item, ["-", "Against", "Against", "-", "Against"])
	make.vote(make.MEMBER, session, {item: {"choice": "Against", "dissent": DISSENT}})
	assert make.close(item).status == "Not Adopted"
	counting.open_item(item)
	make.all_vote(session, item, ["For"] * 5)
	make.close(item)
	holding.close(session)
	(printed,) = paper.printed_protocol(frappe.get_doc("Commission Session", session))["items"]
	first, last = printed["rounds"]
	member = name_of(make.MEMBER)
	assert (first["number"], first["dissents"]) == (1, [(member, DISSENT)])
	assert (last["number"], last["dissents"]) == (2, [])
	assert [count for _, count in first["tally"]] == [0, 4, 0, 0]
	assert [count for _, count in last["tally"]] == [5, 0, 0, 0]
	assert printed["dissents"] == []
	_, content = paper.protocol_pdf(session, make.CHAIR)
	text = said(content)
	assert text.index("1-tur") < text.index(DISSENT) < text.index("2-tur")
	keep("protocol-rounds.pdf").write_bytes(content)


def test_protocol_of_a_second_round_without_votes_shows_no_votes_of_the_first():
	session, item = make.on_vote()
	make.all_vote(session, item, ["Against"] * 5)
	make.close(item)
	counting.open_item(item)
	(printed,) = paper.printed_protocol(frappe.get_doc("Commission Session", session))["items"]
	assert [count for _, count in printed["tally"]] == [0, 0, 0, 0]
