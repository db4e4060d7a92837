"""Records that are known by codes, in a browser: texts of decisions, what we ship, messages. Each reader sees words in their language."""

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from factories import inside
from factories.accessibility import violations
from factories.desk import WIDE, Desk
from factories.http import PASSWORD, decide_appeal, file_appeal
from playwright.sync_api import Page, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
USER = "administrator@esaylov.example"
CHAIR = "chair@esaylov.example"
HEADS = {"uz": "Qarorni bekor qilish", "ru": "Отмена решения"}
SENT = {"uz": ("Tuzatish uchun qaytarildi", "murojaat qiluvchi"), "ru": ("Возвращено", "заявитель")}
CODE = re.compile(r"\{(n|d|reason|k|url)\}|appeal_returned|\bS05\b")
RAW = re.compile(r"fixtures/|[0-9a-f]{64}|[{}]")
KEPT = """
name = frappe.db.get_value("Shipped Record", {"reference_doctype": "Statute", "status": "Loaded"}, "name", order_by="reference_name asc")
record = frappe.get_doc("Shipped Record", name)
different = {"unit": {"site": "hours", "shipped": "days"}, "is_active": {"site": "0", "shipped": "1"}}
record.db_set({"status": "Kept", "difference": frappe.as_json(different)})
statute = frappe.get_doc("Statute", record.reference_name)
answer = {"name": name, "id": statute.name, "uz": statute.title_uz, "ru": statute.title_ru}
"""
CUT = """(names) => names.filter((name) => {
	const edge = name.getBoundingClientRect();
	const row = name.closest(".list-row-container").getBoundingClientRect();
	const boxes = [name, name.parentElement, name.closest(".list-subject")];
	const isCut = (box) => box.scrollWidth > box.clientWidth + 1 && getComputedStyle(box).display !== "inline";
	return boxes.some(isCut) || edge.bottom > row.bottom + 1;
}).map((name) => name.innerText)"""
"""Names of records in a list that are not read whole."""
LOADED = """
frappe.db.set_value("Shipped Record", given["name"], {"status": "Loaded", "difference": None})
"""

CHANGED = """
rows = {"added": [["form_fields", {}], ["form_rules", {}], ["form_rules", {}]], "removed": [["form_fields", {}], ["form_fields", {}]]}
name = frappe.get_all("Appeal Type", pluck="name", limit=1, order_by="name asc")[0]
version = frappe.get_doc({"doctype": "Version", "ref_doctype": "Appeal Type", "docname": name, "data": frappe.as_json(rows)})
answer = {"version": version.insert(ignore_permissions=True).name, "name": name}
"""
VALUES = """
type = frappe.get_all("Appeal Type", pluck="name", limit=1, order_by="name asc")[0]
message = frappe.get_all("Appeal Type Message", {"parent": type}, ["name", "idx"], limit=1, order_by="idx asc")[0]
data = {
	"changed": [["status", "Published", "Withdrawn"], ["published", 1, 0]],
	"row_changed": [["messages", message.idx - 1, message.name, [["event", "received", "withdrawn"]]]],
}
version = frappe.get_doc({"doctype": "Version", "ref_doctype": "Appeal Type", "docname": type, "data": frappe.as_json(data)})
answer = {"version": version.insert(ignore_permissions=True).name, "name": type}
"""
UNCHANGED = "frappe.db.delete('Version', {'name': given['version']})"


@pytest.fixture
def desk(page: Page, keep: Callable[[str], Path]) -> Desk:
	answer = page.context.request.post("/api/method/login", form={"usr": USER, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	page.set_viewport_size(WIDE)
	return Desk(page, keep)


@pytest.fixture
def chairs(page: Page, keep: Callable[[str], Path]) -> Desk:
	"""The Desk of who may read appeals and decisions."""
	answer = page.context.request.post("/api/method/login", form={"usr": CHAIR, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	return Desk(page, keep)


@pytest.fixture
def kept() -> Iterator[dict[str, str]]:
	"""A number of the law that the site changed."""
	made = inside.run(KEPT)
	yield made
	inside.run(LOADED, name=made["name"])


@pytest.fixture
def changed() -> Iterator[dict[str, str]]:
	"""A type of appeals of which rows came and went."""
	made = inside.run(CHANGED)
	yield made
	inside.run(UNCHANGED, version=made["version"])


@pytest.fixture
def valued() -> Iterator[dict[str, str]]:
	"""A type of appeals whose state, mark and message were others."""
	made = inside.run(VALUES)
	yield made
	inside.run(UNCHANGED, version=made["version"])


def test_a_text_of_a_decision_is_listed_by_what_it_is_on(desk: Desk) -> None:
	"""`annulment` stood there: matters and types of appeals have titles, which no language file has."""
	page = desk.page
	with closing(desk.views("decision-text?scope=Without Appeal", USER, *HEADS)) as views:
		for language, size in views:
			rows = page.locator(".list-row-container")
			expect(rows.first).to_be_visible()
			if size == "wide":  # a phone shows the first column alone
				expect(page.locator(".frappe-list:visible .result")).to_contain_text(HEADS[language])
				expect(page.locator(".frappe-list:visible .result")).not_to_contain_text("annulment")
			desk.picture(f"texts-{language}-{size}")
	desk.open("decision-text/annulment")
	expect(desk.field("scope_key").locator("input")).to_have_value("Annulment of a decision")
	assert desk.faults == []


def test_what_a_text_of_a_decision_serves_is_chosen_by_its_words(desk: Desk) -> None:
	"""The code of a route, an effect or a type had to be typed."""
	page = desk.page
	desk.open("decision-text/annulment")
	key = desk.field("scope_key").locator("input")
	expect(key).to_have_value("Annulment of a decision")
	for scope, code in (("Route", "commission_vote"), ("Appeal Type", "A56")):
		page.evaluate("scope => cur_frm.set_value('scope', scope)", scope)
		offers = "code => cur_frm.fields_dict.scope_key._data?.find((one) => one.value === code)?.label"
		words = page.wait_for_function(offers, arg=code).json_value()
		assert words != code
		key.fill(words)
		offered = desk.field("scope_key").locator("[role=listbox] li, [role=listbox] [role=option]")
		offered.filter(has_text=words).first.click()
		expect(key).to_have_value(words)
		assert page.evaluate("cur_frm.doc.scope_key") == code
	assert desk.faults == []


CODES = {
	"statute": ("list", "article", r"Const\.|Reg\.", "Konstitutsiya, 106-modda"),
	"sms-gateway": ("list", "kind", r"\beskiz\b|\bplaymobile\b", "Eskiz"),
	"sms-gateway/eskiz": ("form", "kind", r"\beskiz\b", "Eskiz"),
	"certificate-kind/media_representative": ("form", "languages", "uz,en", "Oʻzbekcha, Inglizcha"),
}
SET_UP = """
name = frappe.get_all("Configuration Change", {"decided_by": "set-up"}, pluck="name", limit=1, order_by="creation asc")[0]
answer = {"name": name}
"""


def test_codes_of_the_law_of_gateways_and_of_papers_stand_in_words(desk: Desk) -> None:
	"""“Const. 106”, “eskiz”, “uz,en” and “set-up” stood there, in each language."""
	page = desk.page
	change = f"configuration-change/{inside.run(SET_UP)['name']}"
	codes = CODES | {change: ("form", "decided_by", "set-up", "Sayt oʻrnatilganda yozilgan")}
	for route, (kind, field, code, words) in codes.items():
		with closing(desk.views(route, USER, "uz", "ru")) as views:
			for language, size in views:
				desk.settle()
				if kind == "list":
					shown = page.locator(".frappe-list:visible .result").inner_text()
				else:
					shown = desk.field(field).evaluate(
						"one => [...one.querySelectorAll('input, select')].map((box) => box.selectedOptions?.[0].text || box.value).join() + one.innerText"
					)
				assert re.search(code, shown) is None, (route, language, size, shown)
				if language == "uz" and (size == "wide" or kind == "form"):
					assert words in shown, (route, size, shown)
				desk.picture(f"codes-{route.split('/')[0]}-{kind}-{language}-{size}")
				assert desk.fits(), (route, language, size)
	assert desk.faults == []


SIGNED = """
from factories import appeals as make
from factories import decisions as decide
make.start_anew()
name = make.filed()
appeal = make.stored(name)
frappe.db.set_value("Appeal", make.filed(), {"assigned_to": make.SECRETARY, "status": "Under Review"})
decision = frappe.get_all("Decision", {"status": "Signed", "payload": ["is", "set"]}, pluck="name", limit=1, order_by="creation desc")[0]
certificate = frappe.get_all("Certificate", {"token": ["is", "set"]}, pluck="name", limit=1, order_by="creation desc")[0]
answer = {
	"signature": appeal.signature, "decision": decision, "certificate": certificate,
	"officer": frappe.db.get_value("Person", {"user": make.SECRETARY}, "full_name"),
}
"""


def test_what_was_signed_is_read_in_words_and_the_text_for_programs_is_folded(
	page: Page, keep, login, serial: int
) -> None:
	"""“filing”, the address of an officer, JSON and the token of a QR code stood before an auditor."""
	user = "auditor@esaylov.example"
	decide_appeal(login("chair"), file_appeal(login("party"), serial), {})
	made = inside.run(SIGNED)
	answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	filing = {"uz": "Murojaatni yuborish", "ru": "Подача обращения"}
	with closing(desk.views(f"document-signature/{made['signature']}", user, *filing)) as views:
		for language, size in views:
			expect(desk.field("purpose").locator(".control-value")).to_have_text(filing[language])
			desk.picture(f"signature-{language}-{size}")
	with closing(desk.views("document-signature", user, *filing)) as views:
		for language, size in views:
			desk.settle()
			rows = page.locator(".frappe-list:visible .result")
			if size == "wide":
				expect(rows).to_contain_text(filing[language])
			assert re.search(r"\b(filing|decision)\b", rows.inner_text()) is None
			desk.picture(f"signatures-{language}-{size}")
	with closing(desk.views("appeal?assigned_to=secretary@esaylov.example", user, *filing)) as views:
		for language, size in views:
			if size == "wide":
				expect(page.locator(".frappe-list:visible .result")).to_contain_text(made["officer"])
			assert "secretary@" not in page.locator(".frappe-list:visible .result").inner_text()
			desk.picture(f"officers-{language}-{size}")
	with closing(desk.views(f"certificate/{made['certificate']}", user, *filing)) as views:
		for language, size in views:
			expect(
				page.locator(".form-page:visible [data-fieldname=technical_section]").first
			).to_be_visible()
			expect(desk.field("token").locator(".control-value")).to_be_hidden()
			desk.picture(f"certificate-{language}-{size}")
	with closing(desk.views(f"decision/{made['decision']}", user, *filing)) as views:
		for language, size in views:
			section = page.locator(".form-page:visible .form-section[data-fieldname=section_payload]")
			section.locator(".section-head").click()
			table = desk.field("signed_view").locator("table")
			expect(table).to_be_visible()
			assert re.search("[{}]|sha256|[0-9a-f]{64}", table.inner_text()) is None
			expect(desk.field("payload")).to_be_hidden()
			desk.picture(f"decision-{language}-{size}")
			assert desk.fits(), (language, size)
	assert desk.faults == []


def test_names_in_a_list_are_read_whole(desk: Desk) -> None:
	"""They ended in the middle of a word at 1280 px, and the head of a phone in the middle of a letter."""
	page = desk.page
	for route in ("statute", "sms-template", "shipped-record"):
		with closing(desk.views(route, USER, "uz")) as views:
			for _, size in views:
				names = page.locator(".frappe-list:visible .list-subject a[data-name]")
				expect(names.first).to_be_visible()
				desk.picture(f"names-{route}-{size}")
				assert names.evaluate_all(CUT) == [], (route, size)
				head = page.locator(".page-head:visible .title-text:visible").first
				assert head.evaluate("head => head.scrollWidth <= head.clientWidth + 1"), (route, size)
				assert desk.fits(), (route, size)
	assert desk.faults == []


BEYOND = """() => [...document.querySelectorAll(".frappe-list .result, .frappe-list .list-row-col")]
	.filter((one) => one.offsetParent && getComputedStyle(one).display !== "inline")
	.filter((one) => one.scrollWidth > one.clientWidth + 1 || one.getBoundingClientRect().right > innerWidth + 1)
	.map((one) => one.innerText)"""
"""Lists that are scrolled sideways, and cells that are not read whole."""
LISTS = {
	"auditor@esaylov.example": (
		"appeal",
		"decision",
		"candidate",
		"certificate",
		"commission-session",
		"session-attendance",
	),
	USER: (
		"statute",
		"constituency",
		"election-stage",
		"certificate-kind",
		"refusal-ground",
		"configuration-change",
	),
}


@pytest.mark.parametrize("user", LISTS)
def test_a_list_is_read_without_scrolling_it_sideways(page: Page, keep, user: str) -> None:
	"""At 1280 px the last column was behind the edge of nearly each list."""
	answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	for route in LISTS[user]:
		with closing(desk.views(route, user, "uz", "ru")) as views:
			for language, size in views:
				if size != "wide":
					continue  # a phone shows the first column alone
				desk.settle()
				desk.picture(f"list-{route}-{language}")
				assert page.evaluate(BEYOND) == [], (route, language)
	assert desk.faults == []


def test_records_are_called_by_their_title_in_the_readers_language(desk: Desk) -> None:
	"""Numbers of the law, elections and stages stood in Uzbek before whoever reads Russian."""
	page = desk.page
	title = {"title_ru": re.compile("[а-яё]"), "title_uz": re.compile("[a-z]")}
	with closing(desk.views("statute", USER, "ru", "uz")) as views:
		for language, size in views:
			names = page.locator(".frappe-list:visible .list-subject a[data-name]")
			expect(names.first).to_be_visible()
			wanted = title[f"title_{language}"]
			assert all(wanted.search(name) for name in names.all_inner_texts()), (language, size)
			desk.picture(f"called-{language}-{size}")
			shown = names.first.inner_text()
			names.first.click()
			expect(page.locator(".page-head:visible")).to_contain_text(shown)
	with closing(desk.views("election-administration", USER, "ru")) as views:
		for _, size in views:
			stages = page.locator(".quick-list-item .title")
			expect(stages.first).to_contain_text(re.compile("[а-яё]"))
			desk.picture(f"first-screen-ru-{size}")
	assert desk.faults == []


def test_settings_are_called_by_words_in_their_head(desk: Desk) -> None:
	"""`OneID Settings` stood there in each language."""
	page = desk.page
	heads = {"uz": "OneID sozlamalari", "ru": "Настройки OneID"}
	with closing(desk.views("oneid-settings", USER, *heads)) as views:
		for language, size in views:
			expect(page.locator(".page-head:visible")).to_contain_text(heads[language])
			desk.picture(f"settings-{language}-{size}")
	assert desk.faults == []


def test_what_we_ship_is_found_by_its_kind(desk: Desk) -> None:
	"""The filter asked whether there is such a DocType, and was answered 403."""
	page = desk.page
	for route in (
		"shipped-record?reference_doctype=Statute",
		"shipped-record",
	):  # the second has the filter as it was left
		desk.open(route)
		expect(page.locator(".list-row-container").first).to_be_visible()
		expect(desk.field("reference_doctype").locator("input")).to_have_value("Statute")
		expect(page.locator(".frappe-list:visible .list-subject a[data-name]").first).to_be_visible()
		desk.settle()
	assert desk.faults == []


def test_what_we_ship_and_what_differs_is_read_in_words(desk: Desk, kept: dict[str, str]) -> None:
	page = desk.page
	with closing(desk.views("shipped-record?status=Kept", USER, *HEADS)) as views:
		for language, size in views:
			row = page.locator(".list-row-container", has_text=kept[language]).first
			expect(row).to_be_visible()
			expect(row).not_to_contain_text(kept["id"])
			expect(page.locator(".frappe-list:visible .result")).not_to_contain_text("fixtures/")
			desk.picture(f"shipped-list-{language}-{size}")
			desk.open(f"shipped-record/{kept['name']}")
			form = page.locator(".form-page:visible")
			table = form.locator("[data-fieldname=comparison] table")
			expect(table).to_contain_text({"uz": "soat", "ru": "час"}[language])
			expect(table).not_to_contain_text("hours")
			head = page.locator(".page-head:visible")
			expect(head).to_contain_text(kept[language])
			assert head.inner_text().count(kept[language]) == 1  # the trail said it of the list too
			assert RAW.search(form.inner_text()) is None, (language, size)
			desk.settle()
			desk.picture(f"shipped-{language}-{size}")
			assert desk.fits(), (language, size)
			assert violations(page, "[data-fieldname=comparison]") == [], (language, size)
	assert desk.faults == []


def test_a_message_is_read_and_changed_with_its_places_in_words(desk: Desk) -> None:
	page = desk.page
	with closing(desk.views("sms-template/S05", USER, *HEADS)) as views:
		for language, size in views:
			form = page.locator(".form-page:visible")
			expect(form.locator("textarea[data-text=uz]")).not_to_have_value("")
			for words in SENT[language]:
				expect(form).to_contain_text(words)
			assert CODE.search(form.inner_text()) is None, (language, size)
			assert "Returned for correction" not in page.locator("body").inner_text()
			texts = [one.input_value() for one in form.locator("textarea[data-text]").all()]
			assert len(texts) == 6  # those that stand for several too
			assert CODE.search(" ".join(texts)) is None, (language, size)
			desk.settle()
			desk.picture(f"message-{language}-{size}")
			assert desk.fits(), (language, size)
			assert violations(page, ".esaylov-pr") == [], (language, size)
	assert desk.faults == []


def test_what_is_typed_there_is_saved_by_the_form(desk: Desk) -> None:
	page = desk.page
	desk.open("sms-template/S05")
	before = desk.value("SMS Template", "S05", "text_en")
	field = page.locator("textarea[data-text=en]")
	expect(field).to_have_value(re.compile(r"\{appeal number\}"))
	try:
		field.fill("Returned: ")
		page.locator("[data-place=n]").click()
		desk.primary()  # at once: what was typed last is tried and stored with it
		page.wait_for_function("!cur_frm.is_dirty()")
		assert desk.value("SMS Template", "S05", "text_en") == "Returned: {n}"
		expect(page.locator("textarea[data-text=en]")).to_have_value("Returned: {appeal number}")
	finally:
		value = {"doctype": "SMS Template", "name": "S05", "fieldname": "text_en"}
		desk.call("frappe.client.set_value", **value, value=before)
	assert desk.faults == []


def test_a_new_message_is_written_in_words_and_asks_for_no_code(desk: Desk) -> None:
	page = desk.page
	name = ""
	try:
		with closing(desk.views("sms-template/new", USER, *HEADS)) as views:
			for language, size in views:
				form = page.locator(".form-page:visible")
				expect(form.locator("textarea[data-text=uz]")).to_be_visible()
				for field in ("code", "slug", "placeholders", "text_uz", "text_many_uz"):
					expect(form.locator(f"[data-fieldname={field}]").first).to_be_hidden()
				desk.settle()
				desk.picture(f"new-message-{language}-{size}")
				assert desk.fits(), (language, size)
				assert violations(page, ".esaylov-pr") == [], (language, size)
		page.set_viewport_size(WIDE)
		desk.open("sms-template/new")
		desk.field("trigger_text").locator("textarea").fill("Greeting of the test")
		for key in ("uz", "ru", "en"):
			page.locator(f"textarea[data-text={key}]").fill(f"Salom {key}: ")
			page.locator("[data-place=n]").click()
		page.locator("[data-combined] summary").click()
		for key in ("many_uz", "many_ru", "many_en"):
			page.locator(f"textarea[data-text={key}]").fill("")
			for place in ("k", "url"):
				page.locator(f"[data-combined] [data-place={place}]").click()
		expect(page.locator("textarea[data-text=many_en]")).to_have_value(
			"{count or place on the list}{link}"
		)
		desk.primary()
		page.wait_for_function("!cur_frm.is_new() && !cur_frm.is_dirty()")
		name = page.evaluate("cur_frm.doc.name")
		assert name == "GREETING_O"
		assert desk.value("SMS Template", name, "placeholders") == "n"
		assert desk.value("SMS Template", name, "text_ru") == "Salom ru: {n}"
		assert desk.value("SMS Template", name, "text_many_uz") == "{k}{url}"
		expect(page.locator("textarea[data-text=many_ru]")).to_have_value(
			"{count or place on the list}{link}"
		)
	finally:
		if name:
			inside.run("frappe.delete_doc('SMS Template', given['name'])", name=name)
	assert desk.faults == []


def test_a_new_message_says_what_is_missing_once_it_was_typed_in_or_saved(desk: Desk) -> None:
	"""Three red lines stood there before anything was typed."""
	page = desk.page
	missing = page.locator(".form-page:visible .esaylov-pr-wrong")
	with page.expect_response(lambda answer: "sms.try_template" in answer.url) as tried:
		desk.open("sms-template/new")
	assert [one["code"] for one in tried.value.json()["message"]["findings"]] == ["required"] * 3
	desk.settle()
	expect(missing).to_have_count(0)
	page.locator("textarea[data-text=ru]").fill("Salom")
	expect(page.locator("[data-preview=ru] .esaylov-pr-bubble")).to_have_text("Salom")
	expect(missing).to_have_count(0)
	page.locator("textarea[data-text=ru]").fill("")
	expect(missing).to_have_count(1)
	expect(page.locator("[data-language=ru] .esaylov-pr-wrong")).to_be_visible()
	page.locator(".page-container:visible .primary-action:visible").first.click()
	expect(missing).to_have_count(3)
	desk.picture("new-message-refused")
	assert desk.faults == []


def test_a_copy_of_a_message_keeps_its_words_and_gets_a_code(desk: Desk) -> None:
	page = desk.page
	desk.open("sms-template/S05")
	expect(page.locator("textarea[data-text=en]")).to_have_value(re.compile(r"\{appeal number\}"))
	page.evaluate("cur_frm.copy_doc()")
	page.wait_for_function("cur_frm.is_new()")
	for key, words in (("en", "appeal number"), ("many_en", "link")):
		expect(page.locator(f".form-page:visible textarea[data-text={key}]")).to_have_value(
			re.compile(r"\{" + words + r"\}")
		)
	assert page.evaluate("cur_frm.doc.code || ''") == ""
	assert desk.faults == []


def test_what_was_done_to_rows_is_told_in_words(desk: Desk, changed: dict[str, str]) -> None:
	"""Frappe's sentences about rows are in no language file of its own that our readers have."""
	page = desk.page
	told = {
		"uz": ("qator qoʻshdi", "qatorlarni olib tashladi"),
		"ru": ("добавил(а) строки", "убрал(а) строки"),
	}
	with closing(desk.views(f"appeal-type/{changed['name']}", USER, *told)) as views:
		for language, size in views:
			timeline = page.locator(".page-container:visible .new-timeline")
			for words in told[language]:
				expect(timeline).to_contain_text(words)
			assert re.search(r"\b(rows?|added|removed)\b", timeline.inner_text()) is None, (language, size)
			desk.picture(f"rows-{language}-{size}")
	assert desk.faults == []


def test_what_values_were_is_told_in_words(desk: Desk, valued: dict[str, str]) -> None:
	"""`Published`, `Withdrawn` and `1` stood there, as they are stored."""
	page = desk.page
	told = {
		"uz": ("Eʼlon qilingan", "Qaytarib olingan", "Ha", "Yoʻq", "Qaytarib olindi"),
		"ru": ("Опубликовано", "Отозвано", "Да", "Нет", "Отозвано заявителем"),
	}
	with closing(desk.views(f"appeal-type/{valued['name']}", USER, *told)) as views:
		for language, size in views:
			timeline = page.locator(".page-container:visible .new-timeline")
			for words in told[language]:
				expect(timeline.locator("b", has_text=re.compile(f"^{words}$")).first).to_be_attached()
			assert re.search(r"Published|[Ww]ithdrawn|received", timeline.inner_text()) is None, (
				language,
				size,
			)
			timeline.scroll_into_view_if_needed()
			desk.picture(f"values-{language}-{size}")
	assert desk.faults == []


def test_who_may_not_read_a_page_is_told_so_in_words(desk: Desk) -> None:
	page = desk.page
	said = {"uz": ("Ruxsat yoʻq", "rolida bunga"), "ru": ("Нет доступа", "не даёт доступа")}
	desk.open("")
	with closing(desk.views("bulk-assignment", USER, *said)) as views:
		for language, size in views:
			refused = page.locator(".modal.show .msgprint")
			for words in said[language]:
				expect(refused).to_contain_text(words)
			assert re.search(r"\b(permission|access)\b", refused.inner_text()) is None, (language, size)
			desk.picture(f"refused-{language}-{size}")
	assert [fault for fault in desk.faults if not fault.startswith("403")] == []


CALLED = {
	"uz": ("SMS shabloni", "Koʻrib chiqish muddatiga 24 soat qoldi"),
	"ru": ("Шаблон SMS", "За 24 часа до срока рассмотрения"),
}
TEXT_CHANGED = """
frappe.set_user("administrator@esaylov.example")
from factories import settled
settled.saved(frappe.get_doc("SMS Template", "S10").update({"text_en": given["text"]}))
answer = frappe.get_last_doc("Configuration Change", {"reference_doctype": "SMS Template", "reference_name": "S10"}).name
"""


@pytest.fixture
def text_changed() -> Iterator[str]:
	"""The entry of a message whose text was changed."""
	before = inside.run("answer = frappe.db.get_value('SMS Template', 'S10', 'text_en')")
	yield inside.run(TEXT_CHANGED, text=f"{before} Soon.")
	inside.run(TEXT_CHANGED, text=before)


def test_a_change_of_configuration_says_what_was_changed_in_words(desk: Desk, text_changed: str) -> None:
	"""Kind and document stood there as codes: `SMS Template`, `S10`; who proposed it by the login."""
	page = desk.page
	with closing(desk.views(f"configuration-change/{text_changed}", USER, *CALLED)) as views:
		for language, size in views:
			kind, document = CALLED[language]
			form = page.locator(".form-page:visible")
			expect(form.locator("[data-fieldname=reference_doctype] .control-value")).to_have_text(kind)
			expect(form.locator("[data-fieldname=reference_name] .control-value")).to_have_text(document)
			expect(form.locator("[data-fieldname=reference_name] a")).to_have_attribute(
				"href", re.compile("/sms-template/S10$")
			)
			head = page.locator(".page-head:visible")
			if size == "wide":  # a phone has no room for the trail
				expect(head).to_contain_text(f"{kind}: {document}")
				assert head.inner_text().count(document) == 1
			assert re.search(r"SMS Template|\bS10\b", form.inner_text() + head.inner_text()) is None
			desk.picture(f"change-{language}-{size}")
			assert desk.fits(), (language, size)
			desk.open("configuration-change?reference_doctype=SMS Template&reference_name=S10")
			rows = page.locator(".frappe-list:visible .result")
			expect(rows).to_contain_text(kind)
			if size == "wide":
				expect(rows).to_contain_text(document)
				expect(rows).to_contain_text(page.evaluate("frappe.session.user_fullname"))
				assert re.search(rf"\bS10\b|{USER}", rows.inner_text()) is None
			desk.picture(f"changes-{language}-{size}")
	assert desk.faults == []


def test_what_registers_went_through_is_listed_by_states_and_names_in_words(page: Page, keep) -> None:
	"""“Registered”, “i589ed1m1u”: states in English and entries by their ids, to an auditor who reads Russian."""
	user = "auditor@esaylov.example"
	answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk = Desk(page, keep)
	words = {"uz": ("Roʻyxatga olingan", "Raqam berilmagan"), "ru": ("Зарегистрировано", "Номера пока нет")}
	with closing(desk.views("register-event", user, *words)) as views:
		for language, size in views:
			expect(page.locator(".frappe-list:visible .result")).to_contain_text(words[language][0])
			desk.settle()
			said = page.locator(".frappe-list:visible .result").inner_text()
			assert re.search(r"\b(Registered|Withdrawn|Replaced|Annulled)\b", said) is None, (language, size)
			ids = page.evaluate("cur_list.data.map((row) => row.entry)")
			assert len(ids) > 3
			assert [one for one in ids if one in said] == [], (language, size)
			desk.picture(f"register-events-{language}-{size}")
			desk.open("decision")
			said = page.evaluate(
				"frappe.listview_settings.Decision.formatters.title('', null, { title: 'i5', name: 'i5' })"
			)
			assert said == words[language][1]
	assert desk.faults == []


OPENED = """
from factories import appeals as make
make.start_anew()
events = {"register": "Candidate", "to_status": "Registered"}
answer = {
	"appeal": make.filed(),
	"register-event": frappe.get_all("Register Event", events, pluck="name", limit=1)[0],
}
"""


def test_kinds_states_and_registers_stand_in_words_on_their_forms(page: Page, keep) -> None:
	"""“party_district_branch”, “Party Branch”, “Registered”, “Proxy” stood in the folded parts, in each language."""
	user = "auditor@esaylov.example"
	answer = page.context.request.post("/api/method/login", form={"usr": user, "pwd": PASSWORD})
	assert answer.ok, answer.text()
	desk, opened = Desk(page, keep), inside.run(OPENED)
	fields = {
		"appeal": ("applicant_kind", "applicant_body_type"),
		"register-event": ("register", "to_status"),
	}
	for kind, name in opened.items():
		with closing(desk.views(f"{kind}/{name}", user, "uz", "ru")) as views:
			for language, size in views:
				for field in fields[kind]:
					stored = page.evaluate("field => cur_frm.doc[field]", field)
					said = desk.field(field).locator(".control-value")
					expect(said).to_have_text(page.evaluate("words => __(words)", stored))
					assert stored != said.text_content().strip(), (kind, field, language, size)
				title = page.locator(".page-head:visible .title-text").first
				assert not re.search(r"\bRegistered\b", title.inner_text()), (language, size)
				desk.picture(f"in-words-{kind}-{language}-{size}")
	assert desk.faults == []


NAMESAKES = """
frappe.set_user(given["user"])
names = {"surname": "Adashev", "given_name": "Adash", "patronymic": "Adashevich"}
born = ("1980-03-15", "1991-12-01")
made = [frappe.get_doc({"doctype": "Person", **names, "birth_date": day}).insert() for day in born]
answer = {"names": [one.name for one in made], "key": made[0].search_key}
"""
NOBODY = "[frappe.delete_doc('Person', name, force=True) for name in given['names']]"


@pytest.fixture
def namesakes() -> Iterator[dict[str, Any]]:
	"""Two persons of one name, whom the administrator entered."""
	made = inside.run(NAMESAKES, user=USER)
	yield made
	inside.run(NOBODY, names=made["names"])


def test_persons_of_one_name_are_told_apart_by_words(desk: Desk, namesakes: dict[str, Any]) -> None:
	"""“qvonmu5hn3, adasev adas adasevich” stood below their name; a dialogue named them by their ids alone."""
	page = desk.page
	inner = re.compile("|".join([*namesakes["names"], namesakes["key"]]))
	with closing(desk.views("commission-membership/new", USER, *HEADS)) as views:
		for language, size in views:
			field = desk.field("person")
			field.locator("input").fill("Adashev")
			offered = field.locator("[role=listbox] [role=option]", has_text="Adashev Adash")
			expect(offered).to_have_count(2)
			expect(offered.filter(has_text=re.compile(r"15\D03\D1980"))).to_have_count(1)
			assert inner.search("\n".join(offered.all_inner_texts())) is None, (language, size)
			desk.picture(f"suggested-{language}-{size}")
			page.evaluate("cur_frm.fields_dict.person.open_advanced_search()")
			rows = page.locator(".modal.show .link-select-row")
			expect(rows.filter(has_text=re.compile(r"01\D12\D1991"))).to_have_count(1)
			expect(rows.locator("a").first).to_have_text("Adashev Adash Adashevich")
			assert inner.search("\n".join(rows.all_inner_texts())) is None, (language, size)
			desk.picture(f"selected-{language}-{size}")
			rows.filter(has_text="1991").locator("a").click()
			expect(field.locator("input")).to_have_value("Adashev Adash Adashevich")
			assert page.evaluate("cur_frm.doc.person") == namesakes["names"][1]
	assert desk.faults == []


def test_a_moment_says_whose_clock_it_is_in_words(desk: Desk) -> None:
	"""`Tashkent time` and `Asia/Tashkent` stood below it, in any language: what the framework joins is in no language file."""
	clocks = {"uz": "Toshkent vaqti", "ru": "Ташкентское время"}
	with closing(desk.views("integrator-key/new", USER, *clocks)) as views:
		for language, size in views:
			expect(desk.field("expires_at").locator(".help-box")).to_have_text(clocks[language])
			desk.picture(f"moment-{language}-{size}")
	assert desk.faults == []


def test_a_calendar_speaks_the_readers_language(desk: Desk) -> None:
	"""It had no words of Uzbek, and spoke English."""
	said = {"uz": ("noyabr", "Bugun"), "uz-Cyrl": ("ноябрь", "Бугун"), "ru": ("ноябрь", "Сегодня")}
	with closing(desk.views("integrator-key/new", USER, *said)) as views:
		for language, _size in views:
			desk.page.wait_for_function("$('.datepicker').length > 0 && !frappe.request.ajax_count")
			months, today = desk.page.evaluate(
				"(() => { const own = $.fn.datepicker.language[frappe.boot.lang]; return [own.months[10], own.today]; })()"
			)
			assert (months.lower(), today) == said[language]
	assert desk.faults == []


def test_a_decision_is_listed_by_what_it_is_about(chairs: Desk, login, serial: int) -> None:
	"""Its number and its commission stood there, and nothing of the matter; and the commission in Uzbek whoever read."""
	appeal = file_appeal(login("party"), serial)
	decide_appeal(login("chair"), appeal, {})
	subject, called = inside.run(
		"commission = frappe.db.get_value('Decision', {'appeal': given['name']}, 'commission')\n"
		"titles = frappe.db.get_value('Election Commission', commission, ['title_uz', 'title_ru'], as_dict=True)\n"
		"answer = frappe.db.get_value('Appeal', given['name'], 'subject'), titles",
		name=appeal,
	)
	with closing(chairs.views(f"decision?appeal={appeal}", CHAIR, *HEADS)) as views:
		for language, size in views:
			row = chairs.page.locator(".frappe-list:visible .list-row-container:has([data-name])")
			expect(row).to_have_count(1)
			expect(row.locator(".list-subject a[data-name]")).to_have_text(re.compile(rf"\d · {subject}$"))
			if size == "wide":  # a phone has no room for columns
				commission = row.locator('[data-filter^="commission,="]')
				expect(commission).to_have_text(called[f"title_{language}"])
				pointed_at = re.compile(re.escape(called[f"title_{language}"]))
				expect(commission.locator("xpath=..")).to_have_attribute("title", pointed_at)
			chairs.picture(f"decisions-{language}-{size}")
			assert chairs.fits(), (language, size)
	assert chairs.faults == []


def test_what_may_not_be_changed_is_read_on_a_phone(chairs: Desk, login, serial: int) -> None:
	"""The values of an appeal, of which a form shows no other, were greyed below 4.5 : 1; names in its history were known by colour alone."""
	appeal = file_appeal(login("party"), serial)
	with closing(chairs.views(f"appeal/{appeal}", CHAIR, *HEADS)) as views:
		for language, size in views:
			expect(
				chairs.page.locator(".form-page:visible .like-disabled-input:visible").first
			).to_be_visible()
			for theme in ("light", "dark"):
				chairs.page.evaluate(
					"theme => document.documentElement.setAttribute('data-theme', theme)", theme
				)
				for part, rule in ((".form-page .like-disabled-input", "color"), (".new-timeline", "link")):
					found = violations(chairs.page, part)
					assert [one for one in found if one.startswith(rule)] == [], (language, size, theme)
	assert chairs.faults == []
