"""A passkey in a browser, whose device Chromium plays: registered on one's own page, asked for after the password, and to confirm."""

from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
import requests
from factories import cabinet, inside
from factories.look import photograph
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.web
STAFF = """
from factories import settled
user = frappe.get_doc(doctype='User', email=f"passkey-{codes.phone()}@esaylov.example", first_name='Xodim',
	send_welcome_email=0).insert(ignore_permissions=True)
settled.given(user, 'Election Administrator')
from frappe.utils.password import update_password
update_password(user.name, given['password'])
answer = user.name
"""
SWITCH = """
settings = frappe.get_doc('System Settings')
settings.enable_two_factor_auth = given['on']
settings.flags.ignore_mandatory = True
from factories import settled
settled.saved(settings)
if not given['on']:
	from frappe.twofactor import toggle_two_factor_auth
	toggle_two_factor_auth(False, roles=['All'])
"""
GUARDED = """() => { window.refused = null; frappe.require('esaylov.bundle.js').then(() =>
	esaylov.desk.call('configuration.accept', {finding: 'none', reason: 'x'}).catch((no) => { window.refused = no.code; })) }"""
DEVICE = {
	"protocol": "ctap2",
	"transport": "internal",
	"hasUserVerification": True,
	"isUserVerified": True,
	"hasResidentKey": True,
	"automaticPresenceSimulation": True,
}


@pytest.fixture
def staff() -> str:
	return inside.run(STAFF, password=cabinet.PASSWORD)


@pytest.fixture
def two_factors() -> Iterator[Callable[[], None]]:
	"""Have the site ask for two factors with a password; as before afterwards."""
	yield lambda: inside.run(SWITCH, on=1)
	inside.run(SWITCH, on=0)


def with_device(page: Page) -> None:
	"""Have Chromium play a device with passkeys, whose user says yes."""
	cdp = page.context.new_cdp_session(page)
	cdp.send("WebAuthn.enable")
	cdp.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})


def entered(base_url: str, user: str) -> dict[str, str]:
	"""Cookies of a login by password alone."""
	answer = requests.post(
		f"{base_url}/api/method/login", data={"usr": user, "pwd": cabinet.PASSWORD}, timeout=60
	)
	assert answer.ok
	return {name: value for name, value in answer.cookies.get_dict().items() if value}  # 15 sets empty ones


def by_password(page: Page, user: str) -> None:
	page.goto("/login")
	page.locator("#usr").fill(user)
	page.locator("#pwd").fill(cabinet.PASSWORD)
	page.locator("form:has(#pwd) button").click()


@pytest.mark.full
def test_staff_register_a_passkey_and_enter_and_confirm_with_it(browser, base_url, staff, two_factors, keep):
	# a passkey belongs to a name, not to an address in numbers
	server = urlsplit(base_url)
	own = f"http://localhost:{server.port}" if server.hostname == "127.0.0.1" else base_url
	context = browser.new_context(base_url=own)
	page = context.new_page()
	page.set_default_timeout(120_000)
	with_device(page)
	here = entered(base_url, staff)
	context.add_cookies([{"name": name, "value": value, "url": own} for name, value in here.items()])
	page.goto("/cabinet/logins?lang=uz")
	page.locator("#title").fill("Ish kompyuteri")
	photograph(page, keep("passkeys-1280-uz.png"), full_page=True)
	page.locator("[data-add] button").click()
	expect(page.locator(".task-title", has_text="Ish kompyuteri")).to_be_visible()
	page.set_viewport_size({"width": 390, "height": 844})
	page.goto("/cabinet/logins?lang=ru")
	photograph(page, keep("passkeys-390-ru.png"), full_page=True)
	two_factors()

	page.set_viewport_size({"width": 1280, "height": 900})
	context.clear_cookies()
	by_password(page, staff)
	by_passkey = page.locator("[data-passkey-login] button")
	by_passkey.wait_for()
	photograph(page, keep("second-1280.png"), full_page=True)
	by_passkey.click()
	page.wait_for_function("user => window.frappe?.session?.user === user", arg=staff)
	state = "fetch('/api/method/esaylov.api.passkeys.state').then((r) => r.json()).then((r) => r.message)"
	assert page.evaluate(state) == {"is_asked": False, "has_passkey": True, "has_app": False, "minutes": 15}

	inside.run(
		"from esaylov.identity.logins import step_up\n"
		"for key in frappe.cache.keys(frappe.cache.make_key('esaylov-second-factor') + b'*'): frappe.cache.delete(key)"
	)
	page.evaluate(GUARDED)
	page.locator(".modal-dialog [data-fieldname=passkey] button").click()
	page.wait_for_function("window.refused")
	assert page.evaluate("window.refused") == "not_found", (
		"the step was done again, and is refused for what it is"
	)
	assert page.evaluate(state)["is_asked"] is False
	context.close()
