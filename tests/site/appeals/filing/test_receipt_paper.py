"""The receipt as PDF: in the applicant's language, for the applicant only, naming both filings after a correction."""

import io

import frappe
import pytest
from factories import appeals as make
from factories.profile import few
from pypdf import PdfReader

from esaylov.appeals.filing import receipt_paper
from esaylov.framework.errors import NotFound, WrongState


def text_of(name: str, user: str = make.PARTY) -> str:
	frappe.set_user(user)
	_, content = receipt_paper.pdf(name)
	assert content.startswith(b"%PDF")
	pages = PdfReader(io.BytesIO(content)).pages
	assert len(pages) == 1
	return "".join(page.extract_text() for page in pages).replace("\n", "")


@pytest.mark.parametrize(
	("language", "title"),
	few(
		[
			("uz", "Qabul qilinganlik tasdigʻi"),
			("uz-2026", "Qabul qilinganlik tasdiği"),
			("uz-Cyrl", "Қабул қилинганлик тасдиғи"),
			("ru", "Подтверждение приёма"),
			("en", "Receipt"),
			("kaa", "Qabul qilinganlik tasdigʻi"),
		],
		lambda case: case[0] in ("uz-2026", "ru"),
	),
)
def test_it_speaks_the_applicants_language(language, title):
	frappe.db.set_value("Person", {"user": make.PARTY}, "language", language)
	name = make.filed()
	row, said = make.stored(name), text_of(name)
	assert title in said
	assert row.number in said
	assert row.tracking_code in said
	assert row.payload_sha256 in said


@pytest.mark.full
def test_after_a_correction_it_names_both_filings(keep):
	name = make.returned()
	make.correct(name, party_decision_no="77-Q")
	receipt = make.submit(name)
	said = text_of(name)
	for value in (receipt.corrects, receipt.payload_sha256, receipt.event_hash):
		assert value in said
	keep("receipt.pdf").write_bytes(receipt_paper.pdf(name)[1])


def test_nobody_else_gets_it_and_a_draft_has_none():
	name = make.draft()
	with pytest.raises(WrongState):
		receipt_paper.pdf(name)
	make.submit(name)
	for user in (make.RIVAL, make.CHAIR):
		frappe.set_user(user)
		with pytest.raises(NotFound):
			receipt_paper.pdf(name)
