"""Addresses and the pages that answer them: each page of `esaylov/www/` declares its own, and is found by walking the folder."""

import importlib
import re
from collections.abc import Iterator, Mapping
from dataclasses import KW_ONLY, dataclass, field
from functools import cache
from pathlib import Path
from types import ModuleType
from urllib.parse import quote

import frappe

from esaylov.framework.persistence.repeating import repeated
from esaylov.portal import elections
from esaylov.portal.editorial.participants import Participant
from esaylov.portal.web import WWW, PortalRequest, Redirect, Reply, View, parted

READ = ("GET", "HEAD")
FORM = (*READ, "POST")
PARTICIPANT = rf"for/(?P<participant>{'|'.join(Participant)})"
TERRITORY = "Administrative Territory"
APPEAL = r"cabinet/appeal/(?P<name>[\w-]+)"


@dataclass(frozen=True)
class Route:
	"""An address of a page, as the page's module declares it.

	`pattern`: of the whole path without its language; what stands before the first slash is written out. `login`: only for
	who has logged in. `is_public`: has a language in its address. `is_built`: kept as a file, see `built/`.

	`records`: parts of the address that name a record, with its DocType. The database takes `l3b` and full-width letters for
	`L3B`: another writing leads to the record's own name, so that each page has one address, and one file that changes renew.

	`arguments`: what a public page reads of its query; whatever else stands there is not there for it. docs/nginx names all of them.

	`is_kept`: answers of a built page to arguments may be kept (`built/answers.py`); not where tries are counted. `cost`: points
	of a guest who is answered by no file (`guests.py`), about 10 ms of processor time each.

	`of_election`: about the election of the settings; each public election has the same page below `election/{code}/`.
	"""

	pattern: str
	methods: tuple[str, ...] = READ
	_: KW_ONLY
	login: bool
	is_public: bool = False
	is_built: bool = False
	records: Mapping[str, str] = field(default_factory=dict)
	arguments: tuple[str, ...] = ()
	is_kept: bool = True
	cost: int = 4
	of_election: bool = False


@dataclass(frozen=True)
class Address:
	"""A route with its pattern ready for use, and the `get_context` that answers."""

	route: Route
	pattern: re.Pattern[str]
	view: View


def modules() -> Iterator[ModuleType]:
	"""Every page of `esaylov/www/`, by its path."""
	for file in sorted(WWW.rglob("*.py")):
		if file.name != "__init__.py":
			yield importlib.import_module(".".join(("esaylov", *_inside(file).with_suffix("").parts)))


def _inside(file: Path) -> Path:
	return file.relative_to(WWW.parent)


def declared(page: ModuleType) -> tuple[Route, ...]:
	"""The routes of a page."""
	return page.ROUTES if hasattr(page, "ROUTES") else (page.ROUTE,)


def declared_routes() -> tuple[Route, ...]:
	"""The routes of all pages."""
	return tuple(route for page in modules() for route in declared(page))


@cache
def addresses() -> tuple[Address, ...]:
	"""All of them, found once in a process: those that are written out before those with parts, which may fit the same path."""
	found = [
		Address(route, re.compile(route.pattern), page.get_context)
		for page in modules()
		for route in declared(page)
	]
	return tuple(sorted(found, key=lambda address: (address.pattern.groups > 0, address.route.pattern)))


@cache
def _by_beginning() -> dict[tuple[bool, str], list[Address]]:
	"""Addresses by whether they have a language, and by what stands before their first slash."""
	found: dict[tuple[bool, str], list[Address]] = {}
	for address in addresses():
		beginning = address.route.pattern.partition("/")[0].replace("\\", "")
		found.setdefault((address.route.is_public, beginning), []).append(address)
	return found


def _fitting(path: str, is_public: bool) -> Iterator[tuple[Address, re.Match[str]]]:
	election, place = parted(path) if is_public else ("", path)
	for address in _by_beginning().get((is_public, place.partition("/")[0]), ()):
		if election and not address.route.of_election:
			continue
		if found := address.pattern.fullmatch(place):
			yield address, found


def run(request: PortalRequest) -> Reply:
	"""The reply of the page at this address. Raises DoesNotExistError where there is none."""
	if not request.path and not request.is_public:
		return Redirect(f"/{request.language}")
	for address, found in _fitting(request.path, request.is_public):
		if request.method in address.route.methods:
			return _guarded(request, address, found)
	raise frappe.DoesNotExistError


def stands(path: str, is_public: bool = True) -> bool:
	"""Whether there is a page at this address, without a language in front."""
	return any(_fitting(path, is_public))


def is_of_election(path: str) -> bool:
	"""Whether the public page at this address is about one election, which its address may name."""
	return any(address.route.of_election for address, _ in _fitting(path, is_public=True))


def is_built(path: str) -> bool:
	"""Whether the public page at this address is kept as a file."""
	return any(address.route.is_built for address, _ in _fitting(path, is_public=True))


def keeps(request: PortalRequest) -> bool:
	"""Whether the answer to this request may be kept: also what is the same but for its theme."""
	return all(
		address.route.is_kept or not request.args for address, _ in _fitting(request.path, is_public=True)
	)


def cost(path: str) -> int:
	"""Points of the public page at this address."""
	return max((address.route.cost for address, _ in _fitting(path, is_public=True)), default=Route.cost)


def requested(language: str, path: str, method: str = "GET") -> PortalRequest:
	"""The request for a public page, which knows the arguments of the page at this address and no others."""
	found = [address.route.arguments for address, _ in _fitting(path, is_public=True)]
	known = frozenset(name for names in found for name in names)
	return PortalRequest(language, path, method, is_public=True, known=known, election=parted(path)[0])


def _guarded(request: PortalRequest, address: Address, found: re.Match[str]) -> Reply:
	if address.route.login and request.is_guest:
		return Redirect(f"/cabinet/login?next={quote('/' + request.path)}")
	if request.method == "POST":
		_check_origin(request)
	named, request.election = request.election, ""
	if named:  # what answers that there is none leads to no page of it
		request.election = elections.public(named)
	own = request.within(_own_path(address.route, found))
	if request.is_public and own != request.public(request.path):
		return Redirect(quote(own))
	if request.method == "POST" and address.route.login:
		return repeated(lambda: address.view(request, **found.groupdict()))
	return address.view(request, **found.groupdict())


def _own_path(route: Route, found: re.Match[str]) -> str:
	"""The address with each record by its own name; one that names no record is left to the page."""
	path = found.string
	for place, doctype in reversed(list(route.records.items())):
		start, end = found.span(place)
		path = path[:start] + str(frappe.db.get_value(doctype, found[place]) or found[place]) + path[end:]
	return path


def _check_origin(request: PortalRequest) -> None:
	"""Frappe compares the token only if the session has one: a session without one may not post here."""
	has_token = request.is_guest or bool(frappe.session.data.csrf_token)
	if not (has_token and request.is_from_us()):
		raise frappe.PermissionError
