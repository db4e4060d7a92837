"""The decision and its extract on paper: what they say, who gets them, and that the QR code leads to what confirms them."""

import io
import json
import shutil
import subprocess
from html import unescape

import frappe
import pytest
import zxingcpp
from factories import appeals as filing
from factories import decisions as make
from factories import effects
from factories.profile import few
from PIL import Image
from pypdf import PdfReader

from esaylov.decisions.signatures import paper, verification
from esaylov.framework.errors import NotFound
from esaylov.framework.files import papers

GROUND = "Hujjatlar toʻliq emas yoki ularga qoʻyilgan talablarga javob bermaydi"
LONG = "Abdurahmonqulzoda Muhammadyoqubbek Abdulhamidxo'ja Nurmuhammad o'g'li, Qoraqalpog'iston Respublikasi"


@pytest.fixture
def signed() -> str:
	return make.decided(make.filed(), refused={1: make.REASON}).decision


def pages_of(name: str, row: str = "", user: str = make.CHAIR) -> list[str]:
	frappe.set_user(user)
	_, content = paper.pdf(name, user, row)
	assert content.startswith(b"%PDF")
	return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def flat(pages: list[str]) -> str:
	return " ".join(" ".join(pages).split())


def of_many(people: int) -> str:
	"""The decision on a list with long names, every fifth refused."""
	persons = [effects.person(f"{LONG} {number}") for number in range(people)]
	appeal = effects.filed("accredit_observer", {"persons": persons}, {"rows": "persons"})
	refused = dict.fromkeys(range(0, people, 5), make.REASON)
	return effects.decided(appeal, refused).decision


def test_it_says_number_day_texts_signature_and_key(signed):
	row = frappe.get_doc("Decision", signed)
	said = flat(pages_of(signed))
	key = frappe.db.get_value("Document Signature", row.signature, "certificate_fingerprint")
	signer = frappe.db.get_value("Person", row.signed_by_person, "full_name")
	for words in (
		"QAROR",
		"РЕШЕНИЕ",
		f"№ {row.number}",
		"Shayxontohur tuman saylov komissiyasi",
		f"Asos: {GROUND}",
		"Основание: Документы неполны или не отвечают требованиям к ним",
		make.REASON,
		signer,
		"rais · председатель",
		key[:4],
		row.payload_sha256,
		signed,
		*make.NAMES,
	):
		assert words in said, words


def test_the_extract_has_its_person_and_nobody_else(signed):
	said = flat(pages_of(signed, "persons[1]"))
	assert make.NAMES[1] in said
	assert f"Asos: {GROUND}" in said
	assert "rad etilsin" in said
	assert not [name for name in (make.NAMES[0], make.NAMES[2]) if name in said]


def test_two_of_one_name_have_each_their_own_extract():
	persons = [effects.person("Bir xil ism"), effects.person("Bir xil ism")]
	appeal = effects.filed("accredit_observer", {"persons": persons}, {"rows": "persons"})
	name = effects.decided(appeal, {0: "birinchisi"}).decision
	assert "birinchisi" in flat(pages_of(name, "persons[0]"))
	assert "birinchisi" not in flat(pages_of(name, "persons[1]"))


@pytest.mark.full
def test_a_list_of_a_hundred_breaks_between_its_lines(keep):
	name = of_many(100)
	pages = pages_of(name)
	assert len(pages) >= 10
	for number, page in enumerate(pages, 1):
		assert f"{number} / {len(pages)}" in page
	for number in (1, 19, 80):
		assert f"1.{number}. Abdurahmonqulzoda" in flat(pages)
	keep("decision-100.pdf").write_bytes(paper.pdf(name, make.CHAIR)[1])
	extract = flat(pages_of(name, "persons[5]"))
	assert f"{LONG} 5. Asos: {GROUND}" in extract  # and not number 51, whose name holds this one
	assert f"{LONG} 51" not in extract
	keep("extract.pdf").write_bytes(paper.pdf(name, make.CHAIR, "persons[5]")[1])


@pytest.mark.full
def test_one_row_is_one_page(keep):
	name = effects.effect("accredit_observer", {"persons": [effects.person(LONG)]}, {"rows": "persons"})
	assert len(pages_of(name)) == 1
	keep("decision-1.pdf").write_bytes(paper.pdf(name, make.CHAIR)[1])


@pytest.mark.full
def test_no_page_holds_the_code_alone_whatever_the_length(signed):
	"""Lengths of the text that end the page just where the signatures or the code would part from it."""
	decision = frappe.get_doc("Decision", signed)
	decision.text_ru = ""
	for lines in range(18, 34, 3):
		decision.text_uz = "\n\n".join(f"{number}. Band" for number in range(1, lines))
		content = papers.pdf(papers.of_print_format("decision", decision, "Qaror"))
		last = PdfReader(io.BytesIO(content)).pages[-1].extract_text()
		assert "Elektron imzo bilan imzolangan" in last


@pytest.mark.skipif(not shutil.which("pdftoppm"), reason="poppler draws the PDF")
def test_its_qr_code_leads_to_what_confirms_it(signed, tmp_path):
	_, content = paper.pdf(signed, make.CHAIR)
	(tmp_path / "d.pdf").write_bytes(content)
	subprocess.run(["pdftoppm", "-r", "200", "-png", tmp_path / "d.pdf", tmp_path / "d"], check=True)
	images = [Image.open(path) for path in sorted(tmp_path.glob("d*.png"))]
	(found,) = [code for image in images for code in zxingcpp.read_barcodes(image)]
	address, _, token = found.text.partition("#")
	assert address.endswith("/verify")
	row = frappe.get_doc("Decision", signed)
	for code in (token, signed):
		said = verification.verify(code, "uz")
		assert (said.stands, said.number, said.outcome) == (True, row.number, "Qisman qanoatlantirilgan")
		assert said.commission == "Shayxontohur tuman saylov komissiyasi"
	assert not [name for name in make.NAMES if name in json.dumps(vars_of(said), ensure_ascii=False)]


def vars_of(said: object) -> dict:
	return {field: str(getattr(said, field)) for field in said.__dataclass_fields__}


@pytest.mark.parametrize("code", ["no-such", "A" * 190, ""])
def test_an_unknown_code_confirms_nothing(code):
	with pytest.raises(NotFound):
		verification.verify(code)


def test_the_code_of_a_certificate_is_no_decision(signed):
	token = frappe.db.get_value("Certificate", {"decision": signed}, "token")
	with pytest.raises(NotFound):
		verification.verify(token)


def test_an_annulled_one_says_so(signed):
	frappe.db.set_value("Decision", signed, "status", "Annulled")
	assert not verification.verify(signed).stands
	assert "BEKOR QILINGAN" in flat(pages_of(signed))


def test_a_draft_confirms_nothing_and_is_marked(signed):
	frappe.db.set_value("Decision", signed, "status", "Draft")
	with pytest.raises(NotFound):
		verification.verify(signed)
	assert "LOYIHA" in flat(pages_of(signed))
	with pytest.raises(NotFound):
		pages_of(signed, user=make.PARTY)


@pytest.mark.parametrize(
	"user",
	few(
		[make.CHAIR, make.SECRETARY, make.REGIONAL, make.AUDITOR, make.PARTY],
		(make.AUDITOR, make.PARTY).__contains__,
	),
)
def test_who_may_read_it_gets_it(signed, user):
	assert pages_of(signed, "persons[0]", user)


@pytest.mark.parametrize("user", [make.SIBLING, make.RIVAL, "Guest", filing.ADMINISTRATOR])
def test_nobody_else_learns_that_it_is_there(signed, user):
	with pytest.raises(NotFound):
		pages_of(signed, user=user)


def test_a_row_that_is_not_there_has_no_extract(signed):
	with pytest.raises(NotFound):
		pages_of(signed, "persons[9]")


def test_the_print_view_of_the_desk_shows_the_same(signed, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # Frappe 15 stores the note of a print at once
	frappe.set_user(make.CHAIR)
	shown = unescape(frappe.get_print("Decision", signed, "Decision"))
	assert "РЕШЕНИЕ" in shown
	assert all(name in shown for name in make.NAMES)
	extracts = unescape(frappe.get_print("Decision", signed, "Decision Extract"))
	assert extracts.count("QARORDAN KOʻCHIRMA") == 3
