"""What every test can ask for: the web server's address, a browser, a place for pictures; and the order of tests.

Nothing here needs `standalone/`: on a stock bench README's `pytest` runs the same tests on the
site FRAPPE_SITE, those over HTTP against ESAYLOV_TEST_URL.
"""

import atexit
import gc
import os
import random
import re
import shutil
import sys
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from factories.profile import IS_FULL, IS_LONG

ARTEFACTS = Path(__file__).parent / "artefacts"
# chromium comes from the distribution: Playwright's own download is neither needed nor made. Its headless shell is the same
# engine without the browser's own window, tabs and profile, which cost more than many a page
CHROMIUM = (
	os.environ.get("CHROMIUM")
	or shutil.which("chromium-headless-shell")
	or shutil.which("chromium")
	or "/usr/bin/chromium"
)
CHROMIUM_FLAGS = [
	"--no-sandbox",
	"--disable-background-networking",
	"--disable-component-update",
	"--disable-sync",
]


PATIENCE = 120_000
"""Milliseconds that a page, a step on it and `expect` may take: much, as a machine with other work is no fault of a page."""
SESSION = pytest.StashKey[pytest.Session]()
"""A run that has come to its end."""
SAID = """() => {
	const shown = [...document.querySelectorAll('.modal.show, .desk-alert, [role=alert]')];
	return (shown.length ? shown : [document.body]).map(one => one.innerText.trim()).join('\\n--\\n');
}"""


def pytest_addoption(parser: pytest.Parser) -> None:
	"""Other orders than the written one: a suite that passes in them has no test that leans on another."""
	parser.addoption("--reverse", action="store_true", help="run the tests from the last to the first")
	parser.addoption(
		"--shuffle", metavar="SEED", help="run files, and the tests in them, in an order made by the seed"
	)


def pytest_configure(config: pytest.Config) -> None:
	"""Name the marks that tests use."""
	config.addinivalue_line("markers", "web: needs a web server")
	config.addinivalue_line("markers", "full: takes long; left out unless ESAYLOV_FULL=1")
	config.addinivalue_line("markers", "long: of full size; left out unless ESAYLOV_LONG=1")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
	"""Put the tests into the order asked for; a file's tests stay together, as they share what is dear."""
	marks = {"long": IS_LONG, "full": IS_FULL}
	dear = [
		item
		for item in items
		if any(item.get_closest_marker(mark) for mark, is_run in marks.items() if not is_run)
	]
	items[:] = [item for item in items if item not in dear]
	config.hook.pytest_deselected(items=dear)
	if config.getoption("reverse"):
		items.reverse()
	if seed := config.getoption("shuffle"):
		order = random.Random(seed)
		files = {item.path: order.random() for item in items}
		items.sort(key=lambda item: (files[item.path], order.random()))


def pytest_collection_finish(session: pytest.Session) -> None:
	"""What is there by now stays to the end: the collector of garbage does not look at it again and again."""
	gc.collect()
	gc.freeze()
	gc.set_threshold(50_000, 20, 20)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(
	item: pytest.Item, call: pytest.CallInfo[None]
) -> Generator[None, pytest.TestReport, pytest.TestReport]:
	"""A test that failed in a browser says what stood on its pages: a message there is often the reason."""
	report = yield
	context = getattr(item, "funcargs", {}).get("context")
	if report.when == "call" and report.failed and context:
		for page in context.pages:
			report.sections.append((f"page {page.url}", _said_on(page)))
	return report


def _said_on(page: "Page") -> str:  # noqa: F821
	"""The words of the open dialogues and alerts, or else of the page, at most 2,000 characters."""
	try:
		return page.evaluate(SAID)[:2000]
	except Exception as problem:  # the page may be closed or have crashed; the test's own failure counts
		return f"(not readable: {problem})"


def pytest_sessionfinish(session: pytest.Session) -> None:
	"""Where script/test has set up everything, a skipped test is a test that is missing: the run fails."""
	reporter = session.config.pluginmanager.get_plugin("terminalreporter")
	if os.environ.get("ESAYLOV_NO_SKIPS") and reporter.stats.get("skipped"):
		reporter.write_line("tests were skipped although everything they need is set up", red=True)
		session.exitstatus = pytest.ExitCode.TESTS_FAILED
	session.config.stash[SESSION] = session


@pytest.hookimpl(trylast=True)
def pytest_unconfigure(config: pytest.Config) -> None:
	"""End at once where script/test waits: the interpreter would take each object of the framework apart, for seconds.

	What asked to be called at the end is called. A run that traces branches writes them down afterwards: it ends as ever.
	"""
	session = config.stash.get(SESSION, None)
	if session is None or not os.environ.get("ESAYLOV_NO_SKIPS") or "coverage" in sys.modules:
		return
	config.pluginmanager.get_plugin("capturemanager").stop_global_capturing()
	atexit._run_exitfuncs()
	sys.stdout.flush()
	sys.stderr.flush()
	os._exit(int(session.exitstatus))


@pytest.fixture(scope="session")
def base_url() -> str:
	"""Where the web server of this run answers, without a slash at the end."""
	url = os.environ.get("ESAYLOV_TEST_URL") or os.environ.get("ESAYLOV_URL")
	if not url:
		pytest.skip("no web server: run script/test, or set ESAYLOV_TEST_URL")
	return url.rstrip("/")


@pytest.fixture(scope="session")
def browser() -> Iterator["Browser"]:  # noqa: F821 # playwright is not needed by tests without a browser
	"""A headless Chromium for the whole run."""
	playwright = pytest.importorskip("playwright.sync_api")
	if not Path(CHROMIUM).exists():
		pytest.skip("no Chromium: apt-get install chromium, or set CHROMIUM")
	playwright.expect.set_options(timeout=PATIENCE)
	with playwright.sync_playwright() as engine:
		browser = _patient(engine.chromium.launch(executable_path=CHROMIUM, args=CHROMIUM_FLAGS))
		yield browser
		browser.close()


def _patient(browser: "Browser") -> "Browser":  # noqa: F821
	"""The browser, each of whose contexts waits as long as `expect`: Playwright's own are 30 seconds for each of them."""
	make = browser.new_context

	def new_context(**options: Any) -> "BrowserContext":  # noqa: F821
		context = make(**options)
		context.set_default_timeout(PATIENCE)
		return context

	browser.new_context = new_context
	return browser


@pytest.fixture
def launched(browser) -> Iterator[Callable[..., "Browser"]]:  # noqa: F821
	"""`launched("--a-flag")`: another Chromium with flags of its own, for this test."""
	found = []

	def launch(*flags: str) -> "Browser":  # noqa: F821
		made = browser.browser_type.launch(executable_path=CHROMIUM, args=[*CHROMIUM_FLAGS, *flags])
		found.append(_patient(made))
		return found[-1]

	yield launch
	for each in found:
		each.close()


@pytest.fixture
def context(browser, base_url: str, request: pytest.FixtureRequest) -> Iterator["BrowserContext"]:  # noqa: F821
	"""A browser of a person in Uzbekistan who was never here before."""
	context = browser.new_context(
		base_url=base_url,
		locale="uz-UZ",
		timezone_id="Asia/Tashkent",
		viewport={"width": 1366, "height": 900},
		accept_downloads=True,
	)
	yield context
	context.close()


@pytest.fixture
def page(context) -> "Page":  # noqa: F821
	"""A page of that browser."""
	return context.new_page()


@pytest.fixture
def keep(request: pytest.FixtureRequest) -> Callable[[str], Path]:
	"""`keep("form.png")`: a path in tests/artefacts for what a person may want to look at after the run."""
	folder = ARTEFACTS / re.sub(r"\W+", "-", request.node.name).strip("-")

	def path(name: str) -> Path:
		folder.mkdir(parents=True, exist_ok=True)
		return folder / name

	return path
