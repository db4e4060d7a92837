"""Every page of the Desk that is worked in, as each role opens it, in Uzbek, Uzbek Cyrillic and Russian: no call refused, no word untranslated.

Desk of a commission, hall, studio, cockpit, procedure of appeals, preparation of an election, what waits for a signature; with what opens in them: keys, dialogs, editors,
dry run, statistics; and what stands on every screen: help, the tours, the buttons of the practice election. Lists and forms: test_desk_walk.py.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from factories import halls
from factories.desk import focused
from factories.desk_walk import LANGUAGES, Walk, walking
from factories.http import file_appeal
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
STAFF = ("secretary", "chair", "regional.chair", "cec.chair")
ROLES = (*STAFF, "administrator", "auditor")
IN_EACH_RUN = {("secretary", "uz-Cyrl")}
"""The studio has a run of its own in each: test_appeal_type_studio.py."""
OFFERED = "() => Object.keys(frappe.boot.page_info)"
TYPE = "A56"


@pytest.fixture
def walk(page: Page, keep: Callable[[str], Path]) -> Iterator[Callable[[str, str], Walk]]:
	page.set_viewport_size({"width": 1280, "height": 900})
	with walking(page, keep) as as_role:
		yield as_role


@pytest.mark.parametrize(
	("role", "language"),
	[
		(role, language)
		if (role, language) in IN_EACH_RUN
		else pytest.param(role, language, marks=pytest.mark.full)
		for role in ROLES
		for language in LANGUAGES
	],
)
@pytest.mark.full
def test_no_page_that_is_worked_in_asks_for_what_is_refused_or_speaks_english(
	walk, login, serial, role, language, capsys
):
	if role in STAFF:
		file_appeal(login("party"), serial)
	walked = walk(role, language)
	offered = set(walked.page.evaluate(OFFERED)) & set(PAGES)
	for name in sorted(offered):
		PAGES[name](walked)
	on_every_screen(walked)
	with capsys.disabled():
		print(f"\n{role}, {language}: {sorted(offered)}, {walked.screens} looks; {walked.english}")
	assert offered == OF_ROLE.get(role, OF_STAFF)
	assert walked.refused == []
	assert walked.english == {}


OF_STAFF = {"commission-desk", "session-hall", "appeal-procedure", "signature-inbox"}
OF_ROLE = {
	"regional.chair": OF_STAFF | {"cockpit"},
	"cec.chair": OF_STAFF | {"cockpit"},
	"administrator": {"appeal-type-studio", "appeal-procedure", "preparation-wizard", "signature-inbox"},
	"auditor": {"commission-desk", "session-hall", "appeal-procedure", "preparation-wizard", "cockpit"},
}
"""Which pages a role is offered: those that are walked."""


def desk(walked: Walk) -> None:
	walked.go("commission-desk", awaited=".esaylov-cd-counts button")
	walked.press(".esaylov-cd-counts [data-queue='']", ".esaylov-cd-find input")
	if walked.page.locator(".esaylov-cd-rows > li").count():
		walked.key("j", ".esaylov-cd-appeal .esaylov-matter")
	if walked.page.locator(".esaylov-cd-step:visible").count() and walked.role in ("chair", "secretary"):
		walked.key("x", ".esaylov-cd-rows > li")
		walked.key("r", "[data-appeal]")
		walked.key("Escape", ".esaylov-cd-rows > li")
	walked.key("?", ".esaylov-keys")
	walked.key("Escape", ".esaylov-cd-counts")


def hall(walked: Walk) -> None:
	"""That of a session of the district; a chair above it reads nothing there, and is told so in words."""
	session = halls.planned(1)["session"]
	walked.go("session-hall", session, awaited=".esaylov-hall-head, .esaylov-hall-problem")
	if walked.page.locator(".esaylov-hall-head:visible").count():
		walked.key("?", ".esaylov-keys")
		walked.key("Escape", ".esaylov-hall-head")


def studio(walked: Walk) -> None:
	walked.go("appeal-type-studio", awaited="[data-new]")
	walked.go("appeal-type-studio", TYPE, awaited=".esaylov-studio-head")
	walked.press(".esaylov-studio-name", ".esaylov-studio-panel [data-required]")
	walked.key("F2", "[data-inline]")
	walked.key("Escape", ".esaylov-studio-name")
	walked.press("[data-run]", ".esaylov-studio-run [data-recipient]")
	walked.press("[data-who=officer]", "[data-answers]")
	walked.press("[data-who=chair]", "[data-subject]")
	walked.press(".esaylov-studio-run [data-close]", ".esaylov-studio-head")
	walked.press("[data-figures]", "[data-figure=begun]")
	walked.press(".esaylov-studio-run [data-close]", ".esaylov-studio-head")
	walked.press("[data-preview]", ".esaylov-preview iframe")
	walked.press(".esaylov-preview [data-close]", ".esaylov-studio-head")
	walked.key("?", ".esaylov-keys")
	walked.key("Escape", ".esaylov-studio-head")
	walked.press("[data-versions]", ".modal.show [data-changes], .modal.show .text-muted")
	close(walked)
	walked.go("appeal-type-studio", "new", awaited=".esaylov-studio-panel")
	for kind in ("Choice", "Group", "File", "Yes/No", "Phone"):
		walked.press(f"[data-add='kind:{kind}']", ".esaylov-studio-panel [data-text=label_uz]")
	walked.page.evaluate("window.onbeforeunload = null")
	walked.page.goto(
		"/app"
	)  # what was begun is not saved, and a page that is left by its address asks nothing
	walked.page.wait_for_function("window.frappe?.router?.current_route?.length")


def procedure(walked: Walk) -> None:
	walked.go("appeal-procedure", TYPE, awaited=".esaylov-pr-box")
	for state in ("Draft", "Under Review", "Granted"):
		walked.press(f"[data-box='{state}']", f"[data-state='{state}'].is-on")
	if walked.role == "administrator":
		walked.press(
			"[data-step='Draft File'] [data-choose]", "[data-step='Draft File'] .esaylov-pr-form select"
		)
		walked.press("[data-state='Registered'] [data-change]", "[data-state='Registered'] form")
		walked.press("[data-alarm='reminder'] [data-change]", "[data-alarm='reminder'] form")
	walked.press("[data-step='Draft File'] [data-open-message]", "[data-preview]")
	walked.press(".esaylov-pr-editor [data-close]", ".esaylov-pr-box")


def wizard(walked: Walk) -> None:
	walked.go("preparation-wizard", awaited=".esaylov-prep-head")
	for place in range(walked.page.locator("[data-step-row]:visible button").count()):
		walked.page.locator("[data-step-row]:visible button").nth(place).click()
		walked.look(".esaylov-prep-step")


def cockpit(walked: Walk) -> None:
	walked.go("cockpit", awaited=".esaylov-cp-figure")
	if walked.page.locator("[data-lack]:visible").count():
		walked.press("[data-lack]", ".esaylov-cp-lacking")


def inbox(walked: Walk) -> None:
	walked.go("signature-inbox", awaited=".esaylov-si-views button")
	walked.look("[data-item], [data-empty]")
	walked.press("[data-view=mine]", "[data-item], [data-empty]")
	walked.key("?", ".esaylov-keys")
	walked.key("Escape", ".esaylov-si-views")


PAGES: dict[str, Callable[[Walk], None]] = {
	"commission-desk": desk,
	"session-hall": hall,
	"appeal-type-studio": studio,
	"appeal-procedure": procedure,
	"preparation-wizard": wizard,
	"cockpit": cockpit,
	"signature-inbox": inbox,
}


def on_every_screen(walked: Walk) -> None:
	"""Help and its tour by role, the tour of a workspace, and what begins or ends a practice election."""
	walked.go("List", "Notification Log", "List", awaited=".frappe-list")
	walked.key("F1", ".modal.show textarea")
	focused(walked.page)
	walked.press(".modal.show .btn-modal-secondary", ".modal.show [aria-live]")
	while walked.page.locator(".modal.show [aria-live]").count():
		before = walked.page.locator(".modal.show [aria-live]").inner_text()
		walked.page.locator(".modal.show .btn-modal-primary").click()
		expect(walked.page.locator(".modal.show [aria-live]").filter(has_text=before)).to_have_count(0)
		if walked.page.locator(".modal.show").count():
			walked.look(".modal.show [aria-live]")
	if walked.role == "administrator":
		walked.go("List", "Election", "List", awaited=".frappe-list .list-row")
		walked.press(label_of(walked, "Begin a Practice Election"), ".modal.show .btn-modal-primary")
		close(walked)


def label_of(walked: Walk, words: str) -> str:
	"""The button of a list with these words in the reader's language."""
	return f'[data-label="{walked.page.evaluate("words => encodeURIComponent(__(words))", words)}"]'


def close(walked: Walk) -> None:
	"""Leave the dialog that is open."""
	focused(walked.page)
	walked.page.keyboard.press("Escape")
	expect(walked.page.locator(".modal.show")).to_have_count(0)
