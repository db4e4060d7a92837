"""Takes the screenshots of the guides from a running demonstration, in a headless Chromium.

    script/server                                             # in another terminal: the demonstration
    .bench/env/bin/python docs/screenshots.py [--url http://127.0.0.1:8000] [--only staff]

Each picture is a demonstration login, a page of the Desk or the portal, and what must stand on it: where that does not appear,
the script stops and nothing is written. Pictures lie beside the guides, in `docs/images/`. The form of an appeal is a new draft.
The pictures of the hall (staff-hall, staff-hall-phone), of a session under way, are those that tests/web/test_session_hall_browser.py takes.
Where the chair has nothing in the queue, a party files a few appeals first, by the key of the demonstration's site.
"""

import argparse
import os
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
IMAGES = ROOT / "docs" / "images"
PASSWORD = "esaylov-demo"  # noqa: S105 # of demonstration logins, printed by the set-up
WIDE, PHONE = {"width": 1366, "height": 900}, {"width": 390, "height": 844}
CHROMIUM = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
SHOWN = ".page-container:visible "


@dataclass(frozen=True, slots=True)
class Picture:
	"""One picture: its file, who looks at which page, and what must be seen before it is taken.

	route: of the Desk; with a slash before it, of the portal. press: what leads on to what is shown, one after the other.
	"""

	name: str
	login: str
	route: str
	awaited: str
	size: str = "wide"
	press: tuple[str, ...] = ()


CARDS, ROWS, CHART = ".number-widget-box .number", ".list-row-container", ".frappe-chart"
START = ("input[name=election][value=demo]", "main form button")
PICTURES = (
	Picture("front-page", "", "/en", "main svg"),
	Picture("applicants-tasks", "party", "/cabinet", "main h2"),
	Picture("applicants-form", "party", "/cabinet/new/A56", "main fieldset", press=START),
	Picture("applicants-form-phone", "party", "/cabinet/new/A56", "main fieldset", "phone", START),
	Picture("staff-desk", "chair", "commission-desk", ".esaylov-cd-step", press=(".esaylov-cd-row",)),
	Picture("staff-desk-phone", "chair", "commission-desk", ".esaylov-cd-row", "phone"),
	Picture("staff-first-screen", "chair", "district-commission", CARDS),
	Picture("staff-first-screen-phone", "chair", "district-commission", CARDS, "phone"),
	Picture("staff-inbox", "chair", "appeal", ROWS),
	Picture("staff-sessions", "chair", "commission-session", ".list-row-container, .no-result"),
	Picture("staff-report", "chair", "query-report/Appeal Statistics", ".report-wrapper"),
	Picture("staff-central", "cec.chair", "central-commission", CHART),
	Picture("staff-cockpit", "cec.chair", "cockpit", ".esaylov-cp-figure"),
	Picture("administrators-first-screen", "administrator", "election-administration", CARDS),
	Picture("administrators-appeal-types", "administrator", "appeal-type", ROWS),
	Picture("administrators-procedure", "administrator", "appeal-procedure/A56", ".esaylov-pr-box"),
	Picture("administrators-studio", "administrator", "appeal-type-studio/A56", ".esaylov-studio-field"),
	Picture(
		"administrators-studio-field",
		"administrator",
		"appeal-type-studio/A56",
		"[data-filter='within']",
		press=(".esaylov-studio-name >> nth=1",),
	),
	Picture(
		"administrators-studio-route",
		"administrator",
		"appeal-type-studio/A56",
		".esaylov-studio-message",
		press=(".esaylov-studio-message p",),
	),
	Picture("administrators-preparation", "administrator", "preparation-wizard", ".esaylov-prep-kinds"),
	Picture("administrators-statutes", "administrator", "statute", ROWS),
	Picture("administrators-positions", "administrator", "commission-membership", ROWS),
	Picture("auditor-first-screen", "auditor", "election-audit", CARDS),
	Picture("auditor-candidates", "auditor", "query-report/Candidate Statistics?election=demo", CHART),
)


def main() -> None:
	parser = argparse.ArgumentParser(
		description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
	)
	parser.add_argument("--url", default="http://127.0.0.1:8000")
	parser.add_argument("--only", default="", help="pictures whose name begins with this")
	parser.add_argument("--site", default="esaylov.localhost", help="of this checkout's bench")
	parser.add_argument("--to", type=Path, default=IMAGES)
	options = parser.parse_args()
	options.to.mkdir(parents=True, exist_ok=True)
	file_some(options.url.rstrip("/"), options.site)
	with sync_playwright() as engine:
		browser = engine.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
		for picture in PICTURES:
			if picture.name.startswith(options.only):
				take(browser, picture, options.url.rstrip("/"), options.to)
		browser.close()


def file_some(url: str, site: str) -> None:
	"""Three appeals of a party, unless something new waits for the chair."""
	sys.path[:0] = [str(ROOT / "tests"), str(ROOT)]
	from factories.http import Client, file_appeal, new_serial

	chair = Client(url, site)
	chair.login("chair@esaylov.example")
	found = chair.get("inbox.page", queue="new")
	found.raise_for_status()
	if found.json()["message"]["rows"]:
		return
	party = Client(url, site, ROOT / ".bench" / "sites" / site / "private" / "demo" / "party.p12")
	party.login("party@esaylov.example")
	for _ in range(3):
		print("filed", file_appeal(party, new_serial()))


def take(browser: Browser, picture: Picture, url: str, folder: Path) -> None:
	"""Log in, open the page, wait for what must be seen, and keep the picture."""
	context = browser.new_context(
		base_url=url,
		locale="en-GB",
		timezone_id="Asia/Tashkent",
		viewport=PHONE if picture.size == "phone" else WIDE,
	)
	context.set_default_timeout(120_000)
	page = context.new_page()
	if picture.login:
		log_in(context, picture.login)
	is_portal = picture.route.startswith("/")
	page.goto(picture.route if is_portal else f"/app/{picture.route}")
	for place in picture.press:
		if not is_portal or page.locator(place).count():  # one election: there is none to choose
			page.locator(place).first.click()
	shown = "" if is_portal else SHOWN
	page.locator(shown + picture.awaited.replace(", ", f":visible, {shown}") + ":visible").first.wait_for()
	settle(page)
	page.screenshot(path=folder / f"{picture.name}.png")
	context.close()
	print(f"{picture.name}.png")


def log_in(context: BrowserContext, local: str) -> None:
	"""As a demonstration login, by its password."""
	form = {"usr": f"{local}@esaylov.example", "pwd": PASSWORD}
	answer = context.request.post("/api/method/login", form=form)
	if not answer.ok:
		raise SystemExit(f"{local} could not log in: {answer.status}")


def settle(page: Page) -> None:
	"""Until no request is under way and charts have been drawn."""
	page.wait_for_load_state("networkidle")
	page.wait_for_timeout(1_200)  # the animation of charts


if __name__ == "__main__":
	main()
