"""OneID, the state's single sign-on: adapter of the calls described in the domain reference, integrations, section 1.

One address for all operations, names of grants of its own. A nonce or PKCE are not documented; the state is the guard.
Only a login with an electronic signature is accepted [booklet]. `valid` and `is_basic` come as text or as a truth value.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import urlencode

from esaylov.core.people.identity import IdentityInvalid, Pinfl
from esaylov.core.people.names import plain
from esaylov.integrations.base import BadAnswer, Client, Refused

AUTHORIZE: Final = "one_code"
TOKEN: Final = "one_authorization_code"  # noqa: S105 # a name of a grant
IDENTIFY: Final = "one_access_token_identify"
LOGOUT: Final = "one_log_out"
BY_SIGNATURE = frozenset({"PKCSMETHOD", "LEPKCSMETHOD"})
OF_BODY: Final = "LEPKCSMETHOD"


@dataclass(frozen=True, slots=True)
class Access:
	"""What the site is registered with at OneID. secret is never shown or logged."""

	address: str
	client_id: str
	secret: str
	scope: str

	def __repr__(self) -> str:
		return f"Access({self.address!r}, {self.client_id!r})"


@dataclass(frozen=True, slots=True)
class Organization:
	"""A legal entity of the person. is_head: OneID's `is_basic`, read as "this person heads it" [unverified]."""

	tin: str
	name: str
	is_head: bool


@dataclass(frozen=True, slots=True)
class Profile:
	"""The person that OneID vouches for. chosen_tin: of the legal entity whose signature was used, else ""."""

	pinfl: str
	surname: str
	given_name: str
	patronymic: str
	passport: str
	organizations: tuple[Organization, ...]
	chosen_tin: str = ""

	@property
	def chosen(self) -> Organization | None:
		"""The legal entity whose signature was used."""
		return next((body for body in self.organizations if body.tin == self.chosen_tin), None)


class OneId(Client):
	"""The calls. Raises the errors of `base` with codes `oneid_…`."""

	name = "oneid"

	def __init__(self, access: Access, timeout: float = 5.0) -> None:
		super().__init__(access.address, timeout)
		self.access = access

	def authorize_url(self, redirect_uri: str, state: str) -> str:
		"""Where the browser goes to log in."""
		asked = {
			"response_type": AUTHORIZE,
			"client_id": self.access.client_id,
			"redirect_uri": redirect_uri,
			"scope": self.access.scope,
			"state": state,
		}
		return f"{self.address}?{urlencode(asked)}"

	def token(self, code: str, redirect_uri: str) -> str:
		"""The access token for a code, which serves once."""
		answer = self._post(TOKEN, "oneid_code", redirect_uri=redirect_uri, code=code)
		token = answer.get("access_token")
		if not isinstance(token, str) or not token:
			raise BadAnswer("oneid_bad_answer")
		return token

	def profile(self, token: str) -> Profile:
		"""The person of an access token, as far as a login here may rest on it."""
		return profile_of(self._post(IDENTIFY, "oneid_refused", access_token=token, scope=self.access.scope))

	def log_out(self, token: str) -> None:
		"""End the session at OneID."""
		self._post(LOGOUT, "oneid_refused", access_token=token, scope=self.access.scope)

	def _post(self, grant: str, refusal: str, **values: str) -> dict[str, Any]:
		form = {
			"grant_type": grant,
			"client_id": self.access.client_id,
			"client_secret": self.access.secret,
			**values,
		}
		status, answer = self.call("POST", form=form)
		if status >= 500:
			raise Refused("oneid_unreachable")
		if status != 200 or (isinstance(answer, dict) and answer.get("error")):
			raise Refused(refusal)
		if not isinstance(answer, dict):
			raise BadAnswer("oneid_bad_answer")
		return answer


def profile_of(answer: Mapping[str, Any]) -> Profile:
	"""The profile in an answer, checked. Raises Refused, BadAnswer."""
	if str(answer.get("ret_cd", "")) != "0":
		raise Refused("oneid_refused")
	if not _is_true(answer.get("valid")):
		raise Refused("oneid_not_confirmed")
	method = answer.get("auth_method")
	if method not in BY_SIGNATURE:
		raise Refused("oneid_method")
	surname, given_name, patronymic = _names(answer)
	profile = Profile(
		pinfl=_pinfl(answer),
		surname=surname,
		given_name=given_name,
		patronymic=patronymic,
		passport=_text(answer, "pport_no"),
		organizations=_organizations(answer.get("legal_info")),
		chosen_tin=_text(answer, "pkcs_legal_tin") if method == OF_BODY else "",
	)
	if method == OF_BODY and profile.chosen is None:
		raise Refused("oneid_organization")
	return profile


def _pinfl(answer: Mapping[str, Any]) -> str:
	try:
		return Pinfl.parse(_text(answer, "pin")).value
	except IdentityInvalid:
		raise Refused("oneid_no_pinfl") from None


def _names(answer: Mapping[str, Any]) -> tuple[str, str, str]:
	"""Surname, given name, patronymic. OneID may send the outer two changed over; the full name shows it [open]."""
	first, given, last = (_text(answer, key) for key in ("sur_name", "first_name", "mid_name"))
	whole, end, start = (plain(text).casefold() for text in (_text(answer, "full_name"), last, first))
	if last and whole.startswith(end) and not whole.startswith(start):
		first, last = last, first
	return first, given, last


def _organizations(rows: object) -> tuple[Organization, ...]:
	if rows in (None, ""):
		return ()
	if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
		raise BadAnswer("oneid_bad_answer")
	return tuple(
		Organization(
			tin=_text(row, "le_tin") or _text(row, "tin"),
			name=_text(row, "le_name") or _text(row, "acron_UZ"),
			is_head=_is_true(row.get("is_basic")),
		)
		for row in rows
	)


def _text(row: Mapping[str, Any], key: str) -> str:
	value = row.get(key)
	if value is None:
		return ""
	if not isinstance(value, str):
		raise BadAnswer("oneid_bad_answer")
	return value.strip()


def _is_true(value: object) -> bool:
	return value is True or (isinstance(value, str) and value.lower() == "true")
