"""The table of cabinet pages: what object an address is about, and what is posted to it.

`tests/permissions/test_pages_of_others.py` opens each with an object of somebody else and with one that is not there.
"""

from dataclasses import dataclass, field

from endpoints import DRAFT, FILED, PERSONAL, STRANGERS

APPEAL = "cabinet/appeal/{name}"
SHA256 = "a" * 64


@dataclass(frozen=True, slots=True)
class About:
	"""A page about an object: its address with `{name}`, what is posted (None: only read), whom it opens for.

	kinds: DocType and scope of `factories.permission_rows`. is_told: the page opens for `knows`, so the comparison with
	what is not there could fail.
	"""

	address: str
	kinds: tuple[tuple[str, str], ...] = (DRAFT, FILED)
	posted: dict[str, str] | None = None
	knows: str = "party"
	is_told: bool = True
	strangers: tuple[str, ...] = field(default=())

	def logins(self, kind: tuple[str, str]) -> tuple[str, ...]:
		"""Logins that have nothing to do with the object."""
		return self.strangers or STRANGERS.get(kind, PERSONAL)


OBJECTS: dict[str, About] = {
	r"cabinet/appeal/(?P<name>[\w-]+)": About(APPEAL),
	r"cabinet/appeal/(?P<name>[\w-]+)/form": About(f"{APPEAL}/form", posted={"action": "save"}),
	r"cabinet/appeal/(?P<name>[\w-]+)/discard": About(f"{APPEAL}/discard", posted={}),
	r"cabinet/appeal/(?P<name>[\w-]+)/links": About(f"{APPEAL}/links?path=district_scope&words=s"),
	# the rows of the table have no files: test_a_file_is_not_reached_through_an_appeal_of_ones_own
	r"cabinet/appeal/(?P<name>[\w-]+)/file/(?P<sha256>[0-9a-f]{64})": About(
		f"{APPEAL}/file/{SHA256}", is_told=False
	),
	r"cabinet/appeal/(?P<name>[\w-]+)/drawing/(?P<sha256>[0-9a-f]{64})": About(
		f"{APPEAL}/drawing/{SHA256}", is_told=False
	),
	r"cabinet/appeal/(?P<name>[\w-]+)/rows/(?P<group>[a-z][a-z0-9_]*)": About(
		f"{APPEAL}/rows/persons", posted={"action": "check", "table": "pinfl"}
	),
	r"cabinet/appeal/(?P<name>[\w-]+)/rows/(?P<group>[a-z][a-z0-9_]*)/template": About(
		f"{APPEAL}/rows/persons/template"
	),
	r"cabinet/appeal/(?P<name>[\w-]+)/check": About(f"{APPEAL}/check"),
	r"cabinet/appeal/(?P<name>[\w-]+)/sign": About(
		f"{APPEAL}/sign", posted={"key": "sinov-sinov-sinov", "signature": "MAAA"}
	),
	r"cabinet/appeal/(?P<name>[\w-]+)/receipt": About(f"{APPEAL}/receipt"),
	r"cabinet/appeal/(?P<name>[\w-]+)/withdraw": About(f"{APPEAL}/withdraw", posted={}),
	# `entered`: a representative of the party's branch; only its head may end that
	r"cabinet/people/(?P<name>[\w-]+)/end": About(
		"cabinet/people/{name}/end",
		(("Body Representative", "entered"),),
		posted={},
		strangers=(*PERSONAL, "chair"),
	),
	# a key of the caller's own body: tests/web/test_cabinet_systems.py
	r"cabinet/systems/(?P<name>[\w-]+)/end": About(
		"cabinet/systems/{name}/end",
		(("Integrator Key", "entered"),),
		posted={},
		is_told=False,
		strangers=(*PERSONAL, "chair"),
	),
}
"""Pattern of the route to what it is about."""
NO_OBJECT: dict[str, str] = {
	r"cabinet/login": "a login",
	r"cabinet/language": "the caller's own language: tests/web/test_language_choice.py",
	r"cabinet/login/code": "a login",
	r"cabinet/invite": "a login, by a code: tests/site/identity/logins/test_invitations.py",
	r"cabinet/recovery": "a login, by a code: tests/site/identity/logins/test_login_recovery.py",
	r"cabinet/login/eds": "a login",
	r"cabinet/logout": "the caller's own session",
	r"cabinet": "rows of the caller's own bodies",
	r"cabinet/appeals": "rows of the caller's own bodies",
	r"cabinet/papers": "rows of the caller's own bodies",
	r"cabinet/messages": "rows of the caller's own bodies",
	r"cabinet/phone": "the caller's own number; a change of somebody else's: tests/site/identity/logins/test_phone_change.py",
	r"cabinet/logins": "the caller's own sessions; another's: tests/site/identity/logins/test_own_sessions.py",
	r"cabinet/help": "the caller's own questions; another's: tests/site/portal/test_help_requests.py",
	r"cabinet/systems": "keys of bodies that the caller heads",
	r"cabinet/systems/new": "for bodies that the caller heads: tests/web/test_cabinet_systems.py",
	r"cabinet/people": "rows of the caller's own bodies",
	r"cabinet/looks": "the caller's own rows",
	r"cabinet/data": "the caller's own data: tests/web/test_own_data.py",
	r"cabinet/people/new": "for bodies that the caller heads: tests/web/test_cabinet_people.py, and below",
	r"cabinet/new/(?P<appeal_type>\w+)": "a published type, for a body of the caller's: see below",
}
LISTS = ("cabinet", "cabinet/appeals", "cabinet/papers", "cabinet/messages", "cabinet/people")
