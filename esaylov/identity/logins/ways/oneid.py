"""Login through OneID: out with a state, back with a code, and a person known by PINFL comes in.

Everything that OneID says is taken for the person; what they may do follows from our own rows. One exception: the head of
a body, named by OneID's legal information at a login with the body's own signature, becomes its representative.
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

import frappe
from frappe.model.document import Document
from frappe.utils.password import get_decrypted_password

from esaylov.core.findings import Finding
from esaylov.framework import clock
from esaylov.framework.cache_away import AWAY
from esaylov.framework.errors import FormInvalid, LoginRefused
from esaylov.framework.persistence.repeating import repeated
from esaylov.framework.requests import session_cookie
from esaylov.identity import persons
from esaylov.identity.logins import session
from esaylov.identity.logins.own_sessions import Way
from esaylov.integrations.base import ProviderError
from esaylov.integrations.oneid import Access, OneId, Profile
from esaylov.trust import keys

SETTINGS: Final = "OneID Settings"
SECRET: Final = "esaylov_oneid_secret"  # noqa: S105 # a key of site_config.json
DEMO: Final = "esaylov_oneid_demo"
"""site_config.json of a demonstration site: address, client_id and secret of the made-up OneID beside it."""
COOKIE: Final = "esaylov_oneid"
SECONDS: Final = 600
"""How long a login at OneID may take."""
TOKEN: Final = "esaylov-oneid-token"  # noqa: S105 # name of a cache


@dataclass(frozen=True, slots=True)
class Arrival:
	"""Who came in, and the address in the cabinet that they had asked for ("" without one)."""

	user: str
	after: str


def is_enabled() -> bool:
	"""Whether people can log in through OneID here."""
	return bool(_demo()) or bool(frappe.get_cached_doc(SETTINGS).is_enabled)


def start(after: str = "") -> str:
	"""The address at OneID where this browser logs in; `after` comes back with the arrival. Raises LoginRefused (`oneid_off`)."""
	state, nonce = secrets.token_urlsafe(32), secrets.token_urlsafe(32)
	frappe.cache.set(_key(state), f"{_bound(nonce)}|{after}", ex=SECONDS)
	session_cookie.put(COOKIE, nonce, SECONDS)
	return _client().authorize_url(redirect_uri(), state)


def callback(code: str, state: str) -> Arrival:
	"""Enter with what OneID sent the browser back with; each state and code serve once, in the browser that began.

	Raises LoginRefused: `oneid_state`, `oneid_cancelled`, `oneid_code`, `oneid_unreachable`, `oneid_bad_answer`,
	`oneid_refused`, `oneid_not_confirmed`, `oneid_method`, `oneid_no_pinfl`, `oneid_organization`, `login_no_right`.
	"""
	after = _use(state)
	if not code:
		raise LoginRefused(code="oneid_cancelled")
	client = _client()
	try:
		token = client.token(code, redirect_uri())
		profile = client.profile(token)
	except ProviderError as problem:
		raise LoginRefused(code=problem.code) from problem
	user = session.enter(repeated(lambda: _person(profile)), Way.ONEID)
	with suppress(AWAY):  # for the logout there; the login stands
		frappe.cache.set(_token_key(), token, ex=24 * 3600)
	return Arrival(user, after)


def log_out(login_manager: object = None) -> None:
	"""Hook `on_logout`: end the session at OneID too. Where that fails, the one here ends all the same."""
	key = _token_key()
	token = None
	with suppress(AWAY):
		token = frappe.cache.get(key)
		frappe.cache.delete(key)
	if not token:
		return
	try:
		_client().log_out(token.decode())
	except (ProviderError, LoginRefused):
		frappe.logger("esaylov").warning("OneID did not take a logout")


def redirect_uri() -> str:
	"""Where OneID sends the browser back; registered there."""
	host = frappe.conf.get("host_name") or frappe.local.request.host_url
	return f"{host.rstrip('/')}/api/method/esaylov.api.login.oneid_callback"


def check_settings(document: Document) -> None:
	"""Called from OneID Settings.validate: secrets travel by https only. Raises FormInvalid."""
	if document.is_enabled and urlsplit(document.address or "").scheme != "https":
		raise FormInvalid([Finding("address_not_https", "address")])
	if document.is_enabled and not document.client_id:
		raise FormInvalid([Finding("required", "client_id")])


def _person(profile: Profile) -> str | None:
	"""The person of a profile, and the representation that a head brings along."""
	person = persons.of_pinfl(profile.pinfl)
	persons.confirm_name(person, profile.surname, profile.given_name)
	chosen = profile.chosen
	body = persons.body_of_tin(chosen.tin) if chosen and chosen.is_head else None
	if body is None:
		return person
	person = person or persons.add(
		profile.pinfl, profile.surname, profile.given_name, profile.patronymic, profile.passport
	)
	persons.add_head(person, body)
	return person


def _use(state: str) -> str:
	"""Take a state out of the store, once, in the browser that began; the address asked for. Raises LoginRefused."""
	name = _key(state if isinstance(state, str) else "")
	kept = frappe.cache.get(name)
	if not kept or not frappe.cache.delete(name):
		raise LoginRefused(code="oneid_state")
	bound, _, after = kept.decode().partition("|")
	nonce = session_cookie.read(COOKIE)
	session_cookie.put(COOKIE, "", 0)
	if not secrets.compare_digest(bound, _bound(nonce)):
		raise LoginRefused(code="oneid_state")
	return after


def _client() -> OneId:
	"""The adapter with this site's access. Raises LoginRefused (`oneid_off`)."""
	if demo := _demo():
		return OneId(Access(demo["address"], demo["client_id"], demo["secret"], demo["client_id"]))
	settings = frappe.get_cached_doc(SETTINGS)
	secret = frappe.conf.get(SECRET) or get_decrypted_password(
		SETTINGS, SETTINGS, "client_secret", raise_exception=False
	)
	if not (settings.is_enabled and settings.address and settings.client_id and secret):
		raise LoginRefused(code="oneid_off")
	scope = settings.scope or settings.client_id
	return OneId(Access(settings.address, settings.client_id, secret, scope))


def _demo() -> dict[str, str] | None:
	"""The made-up OneID: on demonstration and test sites only, whatever the configuration says."""
	return frappe.conf.get(DEMO) if clock.may_move() else None


def _bound(nonce: str) -> str:
	return keys.keyed_hash("oneid", nonce.encode())


def _key(state: str) -> bytes:
	return frappe.cache.make_key(f"esaylov-oneid-state|{state[:64]}")


def _token_key() -> bytes:
	return frappe.cache.make_key(f"{TOKEN}|{frappe.session.sid}")
