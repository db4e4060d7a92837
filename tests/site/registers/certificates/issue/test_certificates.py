"""Mandates: the words of the booklet's samples on the paper, a QR code that can be read, and what anybody may verify."""

import re
from datetime import timedelta
from html import unescape
from itertools import chain
from types import SimpleNamespace

import frappe
import pytest
import zxingcpp
from factories import decisions as make
from factories import pictures

from esaylov.core.procedure.decision import Outcome
from esaylov.core.records import certificates as law
from esaylov.core.records.token import CERTIFICATES
from esaylov.core.records.token import read as read_token
from esaylov.framework import clock, queues
from esaylov.framework.errors import LawBroken, NotFound
from esaylov.registers.certificates import verifying
from esaylov.registers.certificates.issue import access, jobs
from esaylov.registers.certificates.papers import drawing, paper, wording
from esaylov.trust import keys

PARTY_TITLE = "Tadbirkorlar va ishbilarmonlar harakati - Oʻzbekiston Liberal-demokratik partiyasi"
SAMPLE_ELECTIONS = (
	"Oʻzbekiston Respublikasi Oliy Majlisi Qonunchilik palatasi, xalq deputatlari viloyat, Toshkent shahar, "
	"tuman, shahar Kengashi saylovlarida"
)
FOOT = "Shaxsini tasdiqlovchi hujjat koʻrsatilganida haqiqiy hisoblanadi."


@pytest.fixture
def decision() -> str:
	return make.decided(make.filed(), refused={1: make.REASON}).decision


@pytest.fixture
def mandate(decision):
	"""The first certificate of the decision, numbered and not drawn yet."""
	name = frappe.get_all("Certificate", {"decision": decision}, pluck="name", order_by="number", limit=1)[0]
	return frappe.get_doc("Certificate", name)


def test_a_camera_reads_the_verification_address_from_the_printed_page(mandate):
	(code,) = zxingcpp.read_barcodes(
		pictures.pages(drawing.pdf(mandate), last=1)[0], formats=zxingcpp.BarcodeFormat.QRCode
	)
	address, _, token = code.text.partition("#")
	assert address.endswith("/verify")
	assert code.ec_level == "M", "15 % may be lost"
	claims = read_token(token, keys.public_keys())
	assert (claims["id"], claims["holder"]) == (mandate.name, mandate.holder_name_as_printed)
	assert (claims["kind"], claims["commission"]) == ("observer_party", make.COMMISSION)
	assert (claims["valid_from"], claims["valid_to"]) == (str(mandate.issued_on), str(mandate.valid_until))


@pytest.mark.full
def test_the_code_is_24_millimetres_wide(mandate):
	(picture,) = pictures.pages(drawing.pdf(mandate), last=1)
	(code,) = zxingcpp.read_barcodes(picture, formats=zxingcpp.BarcodeFormat.QRCode)
	width = code.position.top_right.x - code.position.top_left.x
	assert width * 25.4 / 300 == pytest.approx(24, abs=0.6)


def test_numbers_of_a_commission_follow_each_other_with_leading_zeros(decision):
	more = make.decided(make.filed(make.observers(681))).decision
	found = frappe.get_all(
		"Certificate", {"decision": ["in", [decision, more]]}, ["number", "series_no"], order_by="number"
	)
	numbers = [row.number for row in found]
	assert numbers == list(range(numbers[0], numbers[0] + 5))
	assert [row.series_no for row in found] == [f"{number:03d}" for number in numbers]


def test_the_printed_texts_are_stored(mandate):
	assert mandate.holder_name_as_printed == make.NAMES[0].upper()
	assert mandate.organization_as_printed == f"{PARTY_TITLE}dan"
	assert mandate.elections_text == SAMPLE_ELECTIONS
	title = frappe.db.get_value("Administrative Territory", make.DISTRICT, "title_uz")
	assert mandate.scope_text == f"{title} boʻyicha"
	election_day = frappe.db.get_value("Election", make.ELECTION, "election_day")
	assert (mandate.valid_until - election_day).days == 10


def test_the_job_makes_the_file_private_and_the_mandate_valid_once(mandate):
	for _ in range(2):
		jobs.draw(mandate.name)
	mandate.reload()
	files = frappe.get_all("File", {"attached_to_name": mandate.name}, ["is_private", "file_url"])
	assert [(file.is_private, file.file_url) for file in files] == [(1, mandate.pdf)]
	assert mandate.status == "Valid"
	told = frappe.get_all("SMS Message", {"reference_name": mandate.name}, pluck="template")
	assert told == ["S36"], "an observer gets one message about a decision"


@pytest.fixture
def ordered(monkeypatch) -> list[tuple[str, dict]]:
	"""The jobs that are asked for."""
	found = []
	monkeypatch.setattr(queues, "wake", lambda job, *_, **options: found.append((job, options)))
	return found


def parts(ordered: list[tuple[str, dict]]) -> list[list[str]]:
	"""The certificates of each job that draws."""
	return [
		options["certificates"]
		for method, options in ordered
		if method == "esaylov.registers.certificates.issue.jobs.draw_all"
	]


def test_certificates_are_drawn_by_jobs_after_the_commit(monkeypatch, ordered):
	monkeypatch.setattr(jobs, "AT_ONCE", 2)
	decision = make.decided(make.filed()).decision
	names = frappe.get_all("Certificate", {"decision": decision}, pluck="name")
	assert sorted(chain(*parts(ordered))) == sorted(names)
	assert {len(part) for part in parts(ordered)} <= {1, 2}


def test_one_that_cannot_be_drawn_is_logged_and_stops_no_other(decision, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)  # the test's own transaction
	monkeypatch.setattr(frappe.db, "rollback", lambda: None)
	names = frappe.get_all("Certificate", {"decision": decision}, pluck="name", order_by="number")
	assert len(names) > 1
	complete, logged = jobs.forming.complete, []

	def broken(name: str) -> None:
		if name == names[0]:
			raise ValueError("sinov")
		complete(name)

	monkeypatch.setattr(jobs.forming, "complete", broken)
	monkeypatch.setattr(frappe, "log_error", lambda title: logged.append(title))
	jobs.draw_all(names)
	states = dict(frappe.get_all("Certificate", {"decision": decision}, ["name", "status"], as_list=True))
	assert states == {name: "Formed" if name == names[0] else "Valid" for name in names}
	assert [names[0] in title for title in logged] == [True]


def test_what_was_not_drawn_is_ordered_again_after_a_day_once_an_hour(mandate, ordered, monkeypatch):
	def waiting_since(now, **ago: int) -> bool:
		moment = now - timedelta(**ago)
		frappe.db.set_value("Certificate", mandate.name, "creation", moment, update_modified=False)
		ordered.clear()
		jobs.order_undrawn()
		return mandate.name in chain(*parts(ordered))

	def expected(minute: int) -> list[bool]:
		moment = clock.now().replace(minute=minute)
		monkeypatch.setattr(frappe.utils, "now_datetime", lambda: moment)
		return [
			waiting_since(moment, minutes=1),
			waiting_since(moment, minutes=20),
			waiting_since(moment, days=2),
		]

	assert expected(35) == [False, True, False]
	assert expected(5) == [False, True, True]


def test_an_operator_orders_what_was_not_drawn(decision, mandate, ordered):
	jobs.draw(mandate.name)
	ordered.clear()
	assert jobs.order_missing(decision) == 1
	assert mandate.name not in chain(*parts(ordered))


@pytest.mark.parametrize("by", ["id", "token"])
def test_anybody_verifies_and_learns_this_and_nothing_more(decision, mandate, by):
	jobs.draw(mandate.name)
	frappe.set_user("Guest")
	found = verifying.verify(mandate.name if by == "id" else mandate.token, "ru").as_dict()
	number = frappe.db.get_value("Decision", decision, "number")
	assert found == {
		"valid": True,
		"status": "Valid",
		"kind": "Мандат наблюдателя от политической партии",
		"holder_name": "BOʻRONOV BOʻRON BOʻRONOVICH",
		"organization": mandate.organization_as_printed,
		"scope": mandate.scope_text,
		"valid_until": mandate.valid_until,
		"valid_to_event": "",
		"commission": frappe.db.get_value("Election Commission", make.COMMISSION, "title_ru"),
		"decision_number": number,
		"decided_on": clock.today(),
	}


def test_a_mandate_is_not_valid_the_day_after_its_last(mandate):
	jobs.draw(mandate.name)
	last = mandate.valid_until
	frappe.db.set_value("Certificate", mandate.name, "valid_until", frappe.utils.add_days(clock.today(), -1))
	frappe.db.set_value("Certificate", mandate.name, "issued_on", frappe.utils.add_days(clock.today(), -5))
	found = verifying.verify(mandate.name)
	assert (found.valid, found.status) == (False, "Expired")
	assert last > clock.today()


@pytest.mark.parametrize("code", ["", "unknown", "A" * 300, "x'; drop table"])
def test_an_unknown_code_is_not_found(code):
	with pytest.raises(NotFound):
		verifying.verify(code)


def test_a_changed_token_is_not_found(mandate):
	letter = "B" if mandate.token[40] == "A" else "A"
	with pytest.raises(NotFound):
		verifying.verify(mandate.token[:40] + letter + mandate.token[41:])


@pytest.mark.parametrize(
	("user", "may"),
	[
		(make.PARTY, True),
		(make.CHAIR, True),
		(make.SECRETARY, True),
		(make.REGIONAL, True),
		(make.AUDITOR, True),
		(make.SIBLING, False),
		(make.RIVAL, False),
		("Guest", False),
	],
)
def test_the_pdf_is_for_the_asking_body_its_commission_and_those_above(mandate, user, may):
	frappe.set_user(user)
	if may:
		name, content = access.pdf(mandate.name, user)
		assert name == f"observer_party-{make.COMMISSION}-{mandate.series_no}.pdf"
		assert content.startswith(b"%PDF")
	else:
		with pytest.raises(NotFound):
			access.pdf(mandate.name, user)


def test_nobody_writes_a_certificate_by_hand(mandate):
	mandate.holder_name_as_printed = "BOSHQA ISM"
	for write in (mandate.save, frappe.copy_doc(mandate).insert, mandate.delete):
		with pytest.raises(LawBroken):
			write()


def test_frappes_print_view_shows_the_same_paper(mandate, monkeypatch):
	monkeypatch.setattr("frappe.www.printview.make_access_log", lambda **_: None)  # it commits
	page = frappe.get_print("Certificate", mandate.name, print_format="Observer Mandate")
	shown = unescape(re.sub(r"</?span[^>]*>", "", page))
	for line in (
		mandate.organization_as_printed,
		"KUZATUVCHI",
		f"MANDAT № {mandate.series_no}",
		"data:image/png",
	):
		assert line in shown


@pytest.mark.parametrize(
	("types", "territory", "text"),
	[
		(("LC_SMD", "LC_PL", "REG", "DC"), "1726277", SAMPLE_ELECTIONS),
		(("DC",), "1726277", "xalq deputatlari tuman, shahar Kengashi saylovlarida"),
		(("LC_PL", "JK"), "1735401", f"{wording.CHAMBER}, {wording.JOKARGI} saylovlarida"),
		(("LC_PL", "JK"), "1726277", f"{wording.CHAMBER} saylovlarida"),
		(("PRES",), "1726277", wording.PRESIDENT),
		((), "1726277", ""),
	],
)
def test_the_elections_are_named_in_the_words_of_the_sample(types, territory, text):
	assert wording.elections(types, territory) == text


@pytest.mark.parametrize(
	("name", "lines"),
	[
		("Bo'ronov Bo'ron Bo'ronovich", ["BO'RONOV", "BO'RON", "BO'RONOVICH"]),
		("G'aniyev O'ktam Sherzod o'g'li", ["G'ANIYEV", "O'KTAM", "SHERZOD O'G'LI"]),
		("Akmal", ["AKMAL"]),
	],
)
def test_a_name_stands_in_capitals_on_three_lines(name, lines):
	assert wording.name_lines(wording.name(name, True)) == lines


def test_the_address_keeps_the_token_behind_the_hash(monkeypatch):
	monkeypatch.setattr(frappe.db, "get_single_value", lambda *_: "https://e-saylov.example/")
	assert paper.address(SimpleNamespace(token="T")) == "https://e-saylov.example/verify#T"


@pytest.mark.parametrize(
	("doctype", "field", "values"),
	[
		("Certificate", "status", law.Status),
		("Certificate Kind", "validity", law.ValidityRule),
		("Decision", "outcome", Outcome),
	],
)
def test_the_options_are_those_of_the_core(doctype, field, values):
	options = frappe.get_meta(doctype).get_field(field).options.split("\n")
	assert [option for option in options if option] == [value.value for value in values]


def test_the_nine_kinds_are_known_to_the_token():
	assert set(frappe.get_all("Certificate Kind", pluck="name")) == CERTIFICATES
