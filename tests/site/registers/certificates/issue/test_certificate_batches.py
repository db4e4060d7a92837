"""Many certificates at once: sheets of eight, a batch that goes on after it was broken off; issued again; expired."""

import io
from datetime import timedelta
from html import unescape

import frappe
import pytest
import zxingcpp
from factories import appeals as filing
from factories import certificate_codes as codes
from factories import certificates as samples
from factories import decisions as make
from factories import effects, papers, pictures
from pypdf import PdfReader

from esaylov.core.records.token import read as read_token
from esaylov.decisions.drafting import conflicts
from esaylov.decisions.sessions.records import interests
from esaylov.framework import clock, queues
from esaylov.framework.errors import (
	FormInvalid,
	LawBroken,
	NotFound,
	NotPermitted,
	SignatureRefused,
	WrongState,
)
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import batches, ending, forming, reissuing
from esaylov.registers.certificates.papers import browser, sheets
from esaylov.registers.certificates.papers.sheets import GRIDS, Sheet
from esaylov.trust import keys
from esaylov.trust.chains import walking


@pytest.fixture
def mandates():
	"""The three certificates of a decision."""
	decision = make.decided(make.filed()).decision
	return frappe.get_all("Certificate", {"decision": decision}, pluck="name", order_by="number")


@pytest.fixture
def kept(monkeypatch):
	"""What is drawn, without drawing: (names, sheet) of each part."""
	parts = []
	monkeypatch.setattr(
		sheets, "pdf", lambda part, sheet: parts.append([each.name for each in part]) or papers.PDF
	)
	return parts


def many(count: int) -> list:
	return [
		samples.sample("observer_party", series_no=f"{number:03d}", token=f"{'A' * 200}{number:05d}")
		for number in range(1, count + 1)
	]


@pytest.mark.full
@pytest.mark.parametrize("engine", ["chromium", "weasyprint"])
@pytest.mark.parametrize("sheet", Sheet)
def test_eight_badges_stand_on_a_sheet(engine, sheet, monkeypatch):
	if engine == "weasyprint":
		monkeypatch.setitem(frappe.conf, browser.PATH, "")
	else:
		assert browser.found()
	pdf = sheets.pdf(many(11), sheet)
	reader = PdfReader(io.BytesIO(pdf))
	size = [round(float(side) * 25.4 / 72) for side in reader.pages[0].mediabox[2:]]
	assert size == [GRIDS[sheet].width, GRIDS[sheet].height]
	assert len(reader.pages) == 2
	first, second = pictures.pages(pdf, 200)
	for page, numbers in ((first, range(1, 9)), (second, range(9, 12))):
		found = zxingcpp.read_barcodes(page, formats=zxingcpp.BarcodeFormat.QRCode)
		assert sorted(code.text[-5:] for code in found) == [f"{number:05d}" for number in numbers]
	assert reader.metadata.title == "KUZATUVCHI 001-011"
	assert reader.trailer["/Root"]["/Lang"] == "uz"
	assert all("Inter" in font["/BaseFont"] for font in _fonts(reader))


def _fonts(reader):
	return [font.get_object() for page in reader.pages for font in page["/Resources"]["/Font"].values()]


def test_the_backs_of_badges_are_printed_behind_them():
	badges = [samples.sample("media_representative") for _ in range(3)]
	page = unescape(sheets.html(badges, Sheet.A4))
	fronts, backs = page.split('<div class="sheet">')[1:]
	assert "OAV/roʻyx." in fronts
	assert "ESLATMA" not in fronts
	assert backs.count("ESLATMA") == 3
	lefts = [left for left, _top in GRIDS[Sheet.A4].places()[:4]]
	assert [f"left:{left}mm" in backs for left in lefts] == [False, True, True, True]


def test_the_cut_marks_stand_outside_of_every_badge():
	across, down = GRIDS[Sheet.A4].edges()
	assert (len(across), len(down)) == (8, 4)
	assert min(across) > sheets.MARK
	assert min(down) > sheets.MARK
	assert 297 - max(across) > sheets.MARK


@pytest.mark.full
def test_certificates_have_a_page_each():
	reader = PdfReader(io.BytesIO(sheets.pdf([samples.sample("candidate")] * 2, Sheet.A4)))
	assert [[round(float(side) * 25.4 / 72) for side in page.mediabox[2:]] for page in reader.pages] == [
		[210, 148],
		[210, 148],
	]


def test_a_batch_shows_how_far_it_is_and_gives_its_files(mandates, kept, monkeypatch):
	monkeypatch.setattr(batches, "PART", 2)
	frappe.set_user(make.CHAIR)
	name = batches.order(make.CHAIR, mandates, {}, "A4")
	assert batches.step(name)
	half = batches.progress(make.CHAIR, name)
	assert (half.status, half.total, half.done, len(half.files)) == ("Running", 3, 2, 1)
	assert not batches.step(name)
	whole = batches.progress(make.CHAIR, name)
	assert (whole.status, whole.done, len(whole.files)) == ("Done", 3, 2)
	assert kept == [mandates[:2], mandates[2:]]
	assert not batches.step(name)  # a job that comes late does nothing
	assert len(kept) == 2
	for user in (make.SECRETARY, make.SIBLING, make.PARTY):
		with pytest.raises(NotFound):
			batches.progress(user, name)


def test_a_batch_of_all_that_fits(mandates, kept):
	frappe.set_user(make.CHAIR)
	decision = frappe.db.get_value("Certificate", mandates[0], "decision")
	name = batches.order(make.CHAIR, [], {"decision": decision}, "SRA3")
	assert frappe.parse_json(frappe.db.get_value("Certificate Batch", name, "certificates")) == mandates


def test_a_part_holds_one_kind(mandates, kept):
	other = effects.effect(
		"register_authorized_representative",
		{**effects.person(), "party": effects.PARTY, "powers": "Majlislarda qatnashish"},
		certificate_kind="authorized_representative",
	)
	names = [*mandates, *frappe.get_all("Certificate", {"decision": other}, pluck="name")]
	frappe.set_user(make.CHAIR)
	jobs_name = batches.order(make.CHAIR, names, {}, "A4")
	while batches.step(jobs_name):
		pass
	assert [len(part) for part in kept] == [1, 3]


@pytest.mark.parametrize(
	("user", "refusal"), [(make.PARTY, NotPermitted), (make.SIBLING, FormInvalid), ("Guest", NotPermitted)]
)
def test_others_print_nothing(mandates, user, refusal):
	frappe.set_user(user)
	with pytest.raises(refusal):
		batches.order(user, mandates, {}, "A4")


@pytest.mark.parametrize(
	("names", "filters", "sheet"),
	[([], {"kind": "none"}, "A4"), ([], {}, "A0"), ([], {"holder": "x"}, "A4"), ([{"a": 1}], {}, "A4")],
)
def test_what_cannot_be_printed_is_said(names, filters, sheet):
	frappe.set_user(make.CHAIR)
	with pytest.raises(FormInvalid):
		batches.order(make.CHAIR, names, filters, sheet)


def test_an_unfinished_batch_is_put_in_line_again(mandates, monkeypatch):
	frappe.set_user(make.CHAIR)
	name = batches.order(make.CHAIR, mandates, {}, "A4")
	ordered = []
	monkeypatch.setattr(queues, "wake", lambda *_, name, **__: ordered.append(name))
	batches.resume()
	assert name in ordered


def test_nobody_writes_a_batch_by_hand():
	with pytest.raises(LawBroken):
		frappe.get_doc(
			doctype="Certificate Batch", requested_by=make.CHAIR, sheet="A4", status="Done"
		).insert()


def reissued(certificate: str, reason: str = "Guvohnoma yoʻqolgan", by: str = make.CHAIR) -> str:
	"""The certificate that a chair issues again; the session is Administrator's afterwards."""
	frappe.set_user(by)
	try:
		content = reissuing.payload(certificate, reason, conflicts.concerns)
		return reissuing.reissue(certificate, reason, filing.signature(by, content), conflicts.concerns)
	finally:
		frappe.set_user("Administrator")


def test_reissued_certificate_keeps_the_name_of_its_entry(mandates):
	forming.complete(mandates[0])
	before = frappe.get_doc("Certificate", mandates[0])
	name = reissued(before.name)
	before.reload()
	made = frappe.get_doc("Certificate", name)
	assert (before.status, before.replaced_by, before.revoked_reason) == (
		"Replaced",
		name,
		"Guvohnoma yoʻqolgan",
	)
	assert (made.holder_name_as_printed, made.status, made.issue_no) == (
		before.holder_name_as_printed,
		"Formed",
		2,
	)
	key = {"issuer_commission": make.COMMISSION, "kind": made.kind, "election": made.election}
	assert made.number == max(frappe.get_all("Certificate", key, pluck="number"))
	assert made.organization_as_printed == before.organization_as_printed
	assert read_token(made.token, keys.public_keys())["holder"] == made.holder_name_as_printed
	assert frappe.db.get_value(made.register_doctype, made.register_name, "certificate") == name
	assert verifying.verify(before.token).status == "Replaced"
	_assert_signed_and_told(before.name, name)
	forming.complete(name)
	assert verifying.verify(made.token).valid
	decision = effects.effect("revoke_mandate", {"certificate": name, "reason": "Qoidabuzarlik"})
	assert frappe.db.get_value("Certificate", name, ["status", "end_decision"]) == ("Revoked", decision)


def _assert_signed_and_told(former: str, made: str) -> None:
	"""The chain and a kept signature say who did it, and the holder is told."""
	(event,) = [
		body
		for event in walking.walk(["certificate.reissued"])
		if (body := frappe.parse_json(event.body))["replaced"] == former
	]
	chair = frappe.db.get_value("Person", {"user": make.CHAIR}, ["name", "pinfl"], as_dict=True)
	assert (event["certificate"], event["person"]) == (made, chair.name)
	kept = frappe.get_doc("Document Signature", event["signature"])
	assert (kept.reference_doctype, kept.reference_name, kept.signer_pinfl) == (
		"Certificate",
		former,
		chair.pinfl,
	)
	about = {"reference_doctype": "Certificate", "reference_name": former}
	texts = frappe.get_all("SMS Message", about, pluck="text", order_by="creation asc")
	assert any("haqiqiy emas" in text for text in texts)


def test_reissue_needs_the_signature_of_the_chair_over_its_reason(mandates):
	frappe.set_user(make.CHAIR)
	reason = "Guvohnoma yoʻqolgan"
	content = reissuing.payload(mandates[0], reason, conflicts.concerns)
	by_chair, by_secretary = (filing.signature(user, content) for user in (make.CHAIR, make.SECRETARY))
	with pytest.raises(SignatureRefused):
		reissuing.reissue(mandates[0], "Boshqa sabab", by_chair, conflicts.concerns)
	with pytest.raises(FormInvalid):
		reissuing.payload(mandates[0], " ", conflicts.concerns)
	frappe.set_user(make.SECRETARY)
	with pytest.raises(NotPermitted):
		reissuing.reissue(mandates[0], reason, by_secretary, conflicts.concerns)
	assert frappe.db.get_value("Certificate", mandates[0], "status") == "Formed"


def test_a_chair_whom_the_decision_concerns_leaves_the_reissue_to_the_deputy(mandates):
	deputy = "deputy@esaylov.example"
	with pytest.raises(WrongState, match="chair_acts"):
		reissued(mandates[0], by=deputy)
	declare_interest(mandates[0], make.CHAIR)
	with pytest.raises(WrongState, match="reissue_conflict"):
		reissued(mandates[0])
	assert reissued(mandates[0], by=deputy)


def declare_interest(certificate: str, *users: str) -> None:
	"""These users declare an interest in the body whose appeal the decision of a certificate granted."""
	appeal = frappe.db.get_value("Decision", decision_of(certificate), "appeal")
	body = frappe.db.get_value("Appeal", appeal, ["applicant_body_type", "applicant_body"])
	for user in users:
		frappe.set_user(user)
		interests.declare("Body", body_type=body[0], body=body[1])


def test_a_secretary_issues_again_where_chair_and_deputy_are_in_conflict(mandates):
	declare_interest(mandates[0], make.CHAIR)
	with pytest.raises(NotPermitted):
		reissued(mandates[0], by=make.SECRETARY)
	declare_interest(mandates[0], "deputy@esaylov.example")
	for user in (make.CHAIR, "deputy@esaylov.example"):
		with pytest.raises(WrongState, match="reissue_conflict"):
			reissued(mandates[0], by=user)
	assert reissued(mandates[0], by=make.SECRETARY)


def test_a_secretary_in_conflict_does_not_issue_again(mandates):
	declare_interest(mandates[0], make.CHAIR, "deputy@esaylov.example", make.SECRETARY)
	with pytest.raises(WrongState, match="reissue_conflict"):
		reissued(mandates[0], by=make.SECRETARY)


def decision_of(certificate: str) -> str:
	return frappe.db.get_value("Certificate", certificate, "decision")


def test_an_ended_one_is_not_issued_again(mandates):
	effects.effect("revoke_mandate", {"certificate": mandates[0], "reason": "Qoidabuzarlik"})
	with pytest.raises(LawBroken, match="certificate_ended"):
		reissued(mandates[0])


def test_what_is_over_expires_by_its_rule():
	corpus = codes.corpus()
	ids = {expected: [] for _code, expected in corpus}
	for code, expected in corpus:
		if expected != "unknown":
			ids[expected].append(codes.verifying_id(code))
	ending.expire()
	by_date = {"name": ["in", ids["Expired"]], "valid_until": ["is", "set"]}
	assert set(frappe.get_all("Certificate", by_date, pluck="status")) == {"Expired"}
	for expected in ("Valid", "Revoked"):
		found = frappe.get_all("Certificate", {"name": ["in", ids[expected]]}, pluck="status")
		assert set(found) == {expected}


def test_a_certificate_is_valid_through_its_last_day(mandates):
	forming.complete(mandates[0])
	frappe.db.set_value(
		"Certificate",
		mandates[0],
		{"valid_until": clock.today(), "issued_on": clock.today() - timedelta(days=1)},
	)
	ending.expire()
	assert frappe.db.get_value("Certificate", mandates[0], "status") == "Valid"
