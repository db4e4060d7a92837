"""The administrator's trial, as docs/administrators/trial.md tells it: each step of the guide is a function of its name.

A type, who decides, a message, a layout, a page: built or changed in the Desk without code, seen to work, and put back.
"""

import inspect
import json
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

import pytest
from factories.cabinet import key_file
from factories.desk import Desk
from factories.forms import (
	act,
	answer,
	close,
	dialog,
	from_menu,
	pick,
	press,
	still,
	suggest,
	tick,
	type_in,
)
from factories.http import PASSWORD, Client
from factories.trial import KIND, LAYOUT, TEMPLATE, Trial, undo
from playwright.sync_api import Browser, Locator, expect

pytestmark = [pytest.mark.web, pytest.mark.full]
GUIDE = Path(__file__).resolve().parents[2] / "docs" / "administrators" / "trial.md"
LANGUAGES = {"uz": "Oʻzbekcha", "ru": "Русский", "en": "English"}
WORDS = {"uz": ("qabul qilindi", "yetib keldi"), "ru": ("принято", "получено"), "en": ("received", "taken")}
"""In the texts of the template: the words as they are, and the words of the trial."""
OLD_WORD, NEW_WORD = "ESLATMA", "DIQQAT"


STEPS: dict[str, Callable[[Trial], None]] = {}


def step(title: str) -> Callable[[Callable[[Trial], None]], Callable[[Trial], None]]:
	"""The step of the guide that a function takes."""

	def named(function: Callable[[Trial], None]) -> Callable[[Trial], None]:
		STEPS[title] = function
		return function

	return named


@step("Build the type")
def build(trial: Trial) -> None:
	studio = trial.studio
	trial.desk.open("appeal-type-studio")
	names(trial, "New type")
	studio.begin()
	for words in ("The type", "Effect", "Plain fields"):
		expect(studio.find(f":is(h2, h3):has-text('{words}')").first).to_be_attached()
	names(trial, "Title", "Who may file it", "Which commission decides", "How it decides")
	names(
		trial,
		"By when it is decided",
		"Legal basis",
		"party district branch",
		"district commission",
		"chair decision",
		"record only",
	)
	studio.words("title", "Uchrashuv haqida xabar", "Уведомление о встрече", "Notice of a meeting")
	studio.tick("[data-kind='party_district_branch']")
	studio.choose("recipient_level", "DC")
	studio.choose("route", "chair_decision")
	by_when(trial, "Days in which a notice of observers is decided and the mandate given")
	studio.find("[data-part='legal_basis']").fill("own design")
	names(trial, "Date", "Long Text")
	studio.click("[data-add='kind:Date']")
	names(trial, "Label", "Required")
	studio.words("label", "Uchrashuv sanasi", "Дата встречи", "Day of the meeting")
	studio.tick("[data-required]")
	studio.click("[data-add='kind:Long Text']")
	studio.words("label", "Izoh", "Примечание", "Note")
	studio.tick("[data-required]")
	studio.set("[data-effect]", "record_only")
	studio.find("[data-key='date']").select_option(label="Day of the meeting")
	names(trial, "Usual Messages")
	expect(on_route(trial, "Route", "[data-usual]")).to_be_visible()
	studio.click("[data-usual]")
	expect(studio.find(".esaylov-studio-state")).to_contain_text("No errors")
	studio.click("[data-type]")
	expect(studio.find("[data-part='legal_basis']")).to_have_value("own design")
	trial.desk.picture("type")


def on_route(trial: Trial, part: str, selector: str) -> Locator:
	"""Something in a part of the studio below the form."""
	return trial.studio.find(f"section[aria-label='{part}'] {selector}")


def by_when(trial: Trial, limit: str) -> None:
	"""Choose the review limit by its words."""
	box = trial.studio.find("[data-part='review_statute']")
	box.select_option(value=box.locator("option").filter(has_text=limit).first.get_attribute("value"))


def names(trial: Trial, *words: str) -> None:
	"""The words stand in the studio."""
	for word in words:
		expect(trial.studio.find(f":text-is('{word}')").first).to_be_attached()


@step("Publish it")
def publish(trial: Trial) -> None:
	names(trial, "Save", "Publish")
	trial.code = trial.studio.save()
	trial.studio.click("[data-publish]")
	signed_by_another(trial)
	for said in ("Published", "Version 1"):
		expect(trial.studio.find(".esaylov-studio-state")).to_contain_text(said)
	offers = trial.login("party").get("appeals.types").json()["message"]
	assert [offer["is_open"] for offer in offers if offer["code"] == trial.code] == [True]


def signed_by_another(trial: Trial) -> None:
	"""The studio says that another administrator has to sign; they do, and the administrator opens the type again."""
	waits = trial.studio.find("[data-waits]")
	for words in ("A change waits for the signature of another administrator.", "Configuration Change"):
		expect(waits).to_contain_text(words)
	trial.sign("Appeal Type", trial.code)
	trial.studio.open(trial.code)


@step("See how it goes today")
def see_today(trial: Trial) -> None:
	trial.shown_to_chair(trial.file(), "Decide", "5 days left")


@step("Give it to the commission")
def give_to_commission(trial: Trial) -> None:
	studio = trial.studio
	studio.click("[data-type]")
	names(trial, "How it decides", "By when it is decided")
	names(trial, "commission vote")
	studio.choose("route", "commission_vote")
	by_when(trial, "Days in which the replacement of an observer is decided")
	expect(on_route(trial, "Route", "[data-state='On Agenda']")).to_have_count(1)
	names(trial, "Save", "Versions")
	studio.click("[data-save]")
	signed_by_another(trial)
	expect(studio.find(".esaylov-studio-state")).to_contain_text("Version 2")
	studio.click("[data-versions]")
	told = dialog(trial.page).locator("[data-changes] li")
	expect(told).to_have_count(2)
	trial.desk.picture("versions")
	close(trial.page)


@step("See what changed and what did not")
def see_changed(trial: Trial) -> None:
	trial.shown_to_chair(trial.file(), "Put on Agenda", "3 days left")
	trial.enter("chair@esaylov.example").picture("next")
	trial.shown_to_chair(trial.appeals[0], "Decide", "5 days left")


def answer_of(trial: Trial) -> Locator:
	"""What is told at the step of filing when an appeal is received, in the picture of the procedure."""
	return trial.page.locator(".esaylov-pr [data-step='Draft File'] [data-event='received']")


def written(trial: Trial, language: str) -> Locator:
	"""The box of a text in the editor of messages."""
	return trial.page.locator(f".esaylov-pr-editor textarea[data-text='{language}']")


@step("Write the text")
def write_text(trial: Trial) -> None:
	expect(on_route(trial, "Route", "[data-event='received'] select")).to_have_value(TEMPLATE)
	desk, page = trial.desk, trial.page
	trial.version = desk.value("SMS Template", TEMPLATE, "version")
	trial.texts = {language: desk.value("SMS Template", TEMPLATE, f"text_{language}") for language in WORDS}
	names(trial, "Deadlines and texts on the route")
	trial.studio.click("[data-procedure]")
	expect(page.locator(".esaylov-pr [data-step='Draft File']")).to_contain_text("File the appeal")
	expect(answer_of(trial)).to_contain_text("To the applicant: received")
	answer_of(trial).get_by_text("Texts", exact=True).click()
	for language, name in LANGUAGES.items():
		expect(page.locator(f".esaylov-pr-editor [data-language='{language}'] b")).to_have_text(name)
		old, new = WORDS[language]
		box = written(trial, language)
		expect(box).to_have_value(re.compile(rf"\{{.+\}}.*{old}|{old}.*\{{.+\}}"))
		box.fill(box.input_value().replace(old, new))
		expect(shown_of(trial, language)).to_contain_text(new)
	expect(shown_of(trial, "uz-Cyrl")).to_contain_text("етиб келди")
	right = written(trial, "en").input_value()
	written(trial, "en").fill(right * 4)
	expect(page.locator(".esaylov-pr-editor [data-language='en'] [role=alert]")).to_contain_text("Shorten it")
	expect(page.locator(".esaylov-pr-editor [data-save]")).to_be_disabled()
	desk.picture("too-long")
	written(trial, "en").fill(right)


def shown_of(trial: Trial, language: str) -> Locator:
	"""What a reader of a language would get."""
	return trial.page.locator(f".esaylov-pr-editor [data-preview='{language}'] .esaylov-pr-bubble")


def save_texts(trial: Trial, version: int) -> None:
	"""Press Save in the editor, which proposes a version, and let another administrator sign it."""
	button = trial.page.locator(".esaylov-pr-editor [data-save]")
	expect(button).to_have_text("Save")
	button.click()
	expect(trial.page.locator(".esaylov-pr-editor [data-said]")).to_contain_text("Proposed")
	expect(trial.page.locator(".esaylov-pr-editor [data-waits]")).to_be_visible()
	assert trial.desk.value("SMS Template", TEMPLATE, "version") == version - 1
	trial.sign("SMS Template", TEMPLATE)
	assert trial.desk.value("SMS Template", TEMPLATE, "version") == version


@step("Save it")
def save_text(trial: Trial) -> None:
	save_texts(trial, trial.version + 1)
	trial.desk.picture("message")
	sent = trial.messages(trial.appeals[0])
	assert sent
	assert all(WORDS["uz"][1] not in row["text"] for row in sent)


@step("Switch it off and on")
def switch(trial: Trial) -> None:
	back = trial.page.locator(".esaylov-pr-editor [data-close]")
	expect(back).to_contain_text("Back")
	back.click()
	choose_message(trial, "")
	expect(trial.page.locator(".esaylov-pr [data-step='Draft File'] summary")).to_contain_text(
		"Events without a message"
	)
	assert not trial.messages(trial.file())
	trial.page.locator(".esaylov-pr [data-step='Draft File'] summary").click()
	choose_message(trial, TEMPLATE)
	assert trial.messages(trial.file())


def choose_message(trial: Trial, template: str) -> None:
	"""Choose what is told when an appeal is received; "" for nothing."""
	line = answer_of(trial)
	line.get_by_text("Choose the message", exact=True).click()
	if not template:
		expect(line.locator("select option").first).to_have_text("no message")
	line.locator("select").select_option(template)
	line.get_by_text("Save", exact=True).click()
	expect(
		trial.page.locator(".esaylov-pr [data-step='Draft File'] > [data-event='received']")
	).to_have_count(int(bool(template)))


@step("See it in the outbox")
def see_sent(trial: Trial) -> None:
	(sent,) = trial.messages(trial.appeals[-1])
	assert sent["template_version"] == trial.version + 1
	auditor = trial.enter("auditor@esaylov.example")
	auditor.open(f"sms-message/{sent['name']}")
	expect(auditor.field("text")).to_contain_text(WORDS["uz"][1])
	expect(auditor.field("template_version")).to_contain_text("Version of the Template")
	expect(auditor.field("template_version")).to_contain_text(str(trial.version + 1))
	auditor.picture("outbox")
	trial.desk.open("query-report/SMS Delivery")
	row = trial.page.locator(".dt-row").filter(has_text="Appeal signed and sent; number given")
	expect(row.first).to_be_visible()


@step("Put the text back")
def put_back(trial: Trial) -> None:
	page = trial.desk.open(f"appeal-procedure/{trial.code}")
	answer_of(trial).get_by_text("Texts", exact=True).click()
	for language in LANGUAGES:
		page.locator(f".esaylov-pr-editor [data-language='{language}']").get_by_text(
			"Take the shipped text", exact=True
		).click()
	save_texts(trial, trial.version + 2)
	for language, text in trial.texts.items():
		assert trial.desk.value("SMS Template", TEMPLATE, f"text_{language}") == text


@step("Copy the layout")
def copy_layout(trial: Trial) -> None:
	manager = trial.enter("Administrator")
	page = manager.open(f"print-format/{LAYOUT}")
	from_menu(page, "Duplicate")
	page.wait_for_function(
		"word => cur_frm.is_new() && cur_frm.fields_dict.html.editor?.getValue().includes(word)", arg=OLD_WORD
	)
	type_in(manager, "__newname", trial.copy)
	expect(manager.field("html")).to_contain_text("HTML")
	page.evaluate(
		"""([old, word]) => {
			const { editor } = cur_frm.fields_dict.html;
			editor.find(old, { caseSensitive: true });
			editor.insert(word);
		}""",
		[OLD_WORD, NEW_WORD],
	)
	page.wait_for_function(f"cur_frm.doc.html?.includes('{NEW_WORD}')")
	manager.picture("copy")
	press(page, "Save")
	page.wait_for_function(f"cur_frm.docname === '{trial.copy}' && !cur_frm.is_dirty()")
	assert page.evaluate("[cur_frm.doc.disabled, cur_frm.doc.html || '']") == [1, ""]


@step("Let another confirm it")
def confirm_layout(trial: Trial) -> None:
	"""Administrator is nobody known, so that two others sign."""
	sign_layout(trial, trial.desk, "administrator")
	trial.desk.page.wait_for_function("cur_frm.doc.supported_by")
	second = trial.enter("second.administrator@esaylov.example")
	sign_layout(trial, second, "second.administrator")
	second.page.wait_for_function("cur_frm.doc.status === 'In force'")


def sign_layout(trial: Trial, desk: Desk, local: str) -> None:
	page = desk.open("configuration-change?status=Proposed")
	page.locator(".list-row", has_text=trial.copy).first.locator(".list-subject a").first.click()
	page.wait_for_function("window.cur_frm?.doctype === 'Configuration Change'")
	expect(desk.field("after")).to_contain_text("After")
	desk.picture(f"confirm-{local}")
	press(page, "Confirm")
	signing = page.locator(".modal.show")
	expect(signing.locator("[data-text=text]")).to_have_value(re.compile("configuration change"))
	signing.locator("[data-key]").set_input_files(key_file(local))
	signing.locator("[data-password]").fill(PASSWORD)
	signing.get_by_role("button", name="Sign", exact=True).click()


@step("Name it in the kind")
def name_in_kind(trial: Trial) -> None:
	trial.desk.open(f"certificate-kind/{KIND}")
	assert OLD_WORD in trial.specimen()
	change_layout(trial, trial.copy)
	said = trial.specimen()
	assert NEW_WORD in said
	assert OLD_WORD not in said
	trial.desk.picture("kind")


@step("Set the paper back")
def set_paper_back(trial: Trial) -> None:
	manager = trial.enter("Administrator").page.request
	assert manager.delete(f"/api/resource/Print Format/{trial.copy}", headers=trial.token).status == 417
	change_layout(trial, LAYOUT)
	assert OLD_WORD in trial.specimen()
	assert manager.delete(f"/api/resource/Print Format/{trial.copy}", headers=trial.token).ok


def change_layout(trial: Trial, name: str) -> None:
	"""Name a print format in the kind, by its suggestions."""
	expect(trial.desk.field("print_format")).to_contain_text("Print Format")
	suggest(trial.desk, "print_format", name)
	trial.page.wait_for_function(f"cur_frm.doc.print_format === '{name}'")
	press(trial.page, "Save")
	trial.page.wait_for_function("!cur_frm.is_dirty()")


@step("Write a question")
def write_question(trial: Trial) -> None:
	desk, page = trial.desk, trial.desk.open("faq/new")
	expect(desk.field("for_voters")).to_contain_text("For voters")
	expect(desk.field("question_uz")).to_contain_text("Question")
	expect(desk.field("answer_uz")).to_contain_text("Answer")
	tick(desk, "for_voters")
	for language in LANGUAGES:
		type_in(desk, f"question_{language}", trial.question(language))
		desk.field(f"answer_{language}").locator(".ace_content").click()
		page.keyboard.insert_text(f"Javob **{trial.mark}** {language}")
		page.wait_for_function(f"cur_frm.doc.answer_{language}?.endsWith('{language}')")
	press(page, "Save")
	page.wait_for_function("!cur_frm.is_new()")
	expect(page.locator(".page-container:visible .indicator-pill:visible").first).to_have_text("Draft")
	for language, name in LANGUAGES.items():
		pick(page, "Preview", name)
		still(page)
		draft = page.frame_locator(".modal.show iframe")
		expect(draft.get_by_text(trial.question(language))).to_be_attached()
		desk.picture(f"preview-{language}")
		close(page)
	assert on_portal(trial, ("uz",)) == []


@step("Publish the question")
def publish_question(trial: Trial) -> None:
	expect(trial.page.locator(".page-container:visible .actions-btn-group")).to_contain_text("Actions")
	for label, status in (("Check", "Checked"), ("Publish", "Published")):
		act(trial.page, label)
		trial.page.wait_for_function(f"cur_frm.doc.status === '{status}'")
	assert on_portal(trial) == list(LANGUAGES)


@step("Withdraw the question")
def withdraw(trial: Trial) -> None:
	expect(trial.page.locator(".page-container:visible .actions-btn-group")).to_contain_text("Actions")
	act(trial.page, "Withdraw")
	trial.page.wait_for_function("cur_frm.doc.status === 'Withdrawn'")
	assert on_portal(trial) == []


def on_portal(trial: Trial, languages: Iterable[str] = tuple(LANGUAGES)) -> list[str]:
	"""Those of the languages in which a guest reads the question on the page for voters."""
	guest = trial.enter("Guest")
	read = []
	for language in languages:
		guest.page.goto(f"/{language}/for/voters")
		if guest.page.get_by_text(trial.question(language)).count():
			guest.picture(f"portal-{language}")
			read.append(language)
	return read


@step("Take the type back")
def take_back(trial: Trial) -> None:
	trial.studio.open(trial.code)
	names(trial, "Take Back")
	trial.studio.click("[data-take-back]")
	answer(trial.page, "Yes")
	signed_by_another(trial)
	expect(trial.studio.find(".esaylov-studio-state")).to_contain_text("Withdrawn")
	offers = trial.login("party").get("appeals.types").json()["message"]
	assert [offer for offer in offers if offer["code"] == trial.code] == []


@pytest.fixture
def enter(browser: Browser, base_url: str, keep: Callable[[str], Path]) -> Iterator[Callable[[str], Desk]]:
	"""`enter("chair@esaylov.example")`: the browser of somebody, with their Desk; whatever fails to load fails the test."""
	opened: dict[str, Desk] = {}

	def of(user: str) -> Desk:
		if user not in opened:
			size = {"width": 1366, "height": 900}
			page = browser.new_context(base_url=base_url, locale="uz-UZ", viewport=size).new_page()
			if user != "Guest":
				form = {"usr": user, "pwd": "admin" if user == "Administrator" else PASSWORD}
				found = page.context.request.post("/api/method/login", form=form)
				assert found.ok, found.text()
			opened[user] = Desk(page, keep)
		return opened[user]

	yield of
	faults = {user: desk.faults for user, desk in opened.items() if desk.faults}
	for desk in opened.values():
		desk.page.context.close()
	assert faults == {}


@pytest.fixture
def trial(enter: Callable[[str], Desk], login: Callable[[str], Client]) -> Iterator[Trial]:
	desk = enter("administrator@esaylov.example")
	trial = Trial(desk, desk.page, enter, login, secrets.token_hex(3))
	yield trial
	desk.picture("end")
	undo(trial)


def test_an_administrator_takes_the_trial_step_by_step(trial: Trial) -> None:
	for take in STEPS.values():
		take(trial)


def test_the_guide_tells_the_steps_that_the_test_takes_in_the_words_of_the_screen() -> None:
	told = re.findall(
		r"^(\d+)\. \*\*(.+?)\.\*\* (.*?)(?=^\d+\. |^#|\Z)", GUIDE.read_text("utf-8"), re.M | re.S
	)
	assert [(number, title) for number, title, _ in told] == [
		(str(number), title) for number, title in enumerate(STEPS, 1)
	]
	for _, title, text in told:
		source = source_of(STEPS[title])
		words = [" ".join(word.split()) for word in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", text)]
		assert [word for word in words if f'"{word}"' not in source] == [], title


def source_of(function: Callable[[Trial], None]) -> str:
	"""The source of a step, of what it names in this file, and of what the steps share."""
	text = inspect.getsource(function)
	for name, value in globals().items():
		is_named = re.search(rf"\b{name}\b", text) is not None
		if is_named and inspect.isfunction(value) and value is not function and value.__module__ == __name__:
			text += inspect.getsource(value)
	return text + inspect.getsource(Trial) + json.dumps(LANGUAGES, ensure_ascii=False)
