"""The menu of every page, and where each of its addresses stands: nothing is offered that does not exist."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from esaylov.portal import elections, routes
from esaylov.portal.editorial.participants import Participant
from esaylov.portal.web import PortalRequest

SECTIONS = ("voters", "candidates", "constituencies")
"""The three sections of the booklet's main page."""
PARTICIPANTS = tuple(Participant)
"""The seven pages at the foot of it, in its order."""
SERVICES = (
	"calendar",
	"station",
	"track",
	"/verify",
	"feedback",
	"decisions",
	"results",
	"open-data",
	"chain",
)
"""What a reader does here; an address with a slash in front has no language."""


@dataclass(frozen=True, slots=True)
class Entry:
	"""A link of the menu; with `links` it opens a list of them and has no address of its own."""

	title: str
	address: str = ""
	key: str = ""
	is_here: bool = False
	links: tuple["Entry", ...] = ()
	line: str = ""
	"""What is found there, for a card."""


def entries(request: PortalRequest) -> list[Entry]:
	"""Home, the sections, the seven pages, the services, the cabinet."""
	front_is_here = request.is_public and (not request.place or request.place.startswith("territory"))
	links = [Entry(request.t("menu.front"), request.within(), "", front_is_here), *sections(request)]
	groups = (("participants", participants(request)), ("services", services(request)))
	for key, group in groups:
		if group:
			is_here = any(entry.is_here for entry in group)
			links.append(Entry(request.t(f"menu.{key}"), is_here=is_here, links=tuple(group)))
	links.append(Entry(request.t("menu.cabinet"), "/cabinet", "cabinet", request.path.startswith("cabinet")))
	return links


def sections(request: PortalRequest) -> list[Entry]:
	return [_public(request, path, f"menu.{path}") for path in _standing(request, SECTIONS)]


def participants(request: PortalRequest) -> list[Entry]:
	paths = [f"for/{participant}" for participant in PARTICIPANTS]
	return [_public(request, path, path.replace("/", ".")) for path in _standing(request, paths)]


def services(request: PortalRequest) -> list[Entry]:
	return [_service(request, path) for path in _standing(request, SERVICES)]


def _service(request: PortalRequest, path: str) -> Entry:
	if not path.startswith("/"):
		return _public(request, path, f"menu.{path}")
	key = path[1:]
	is_here = not request.is_public and request.path.split("/")[0] == key
	return Entry(request.t(f"menu.{key}"), path, key, is_here, line=request.t(f"menu.{key}.line"))


def way(request: PortalRequest, path: str) -> str:
	"""Address of a public page in the reader's language; empty while there is no such page, or its election has nothing for it."""
	return _address(request, path) if _standing(request, [path]) else ""


def _address(request: PortalRequest, path: str) -> str:
	"""Of a page about an election that of the reader's; of any other the only one."""
	return request.within(path) if routes.is_of_election(path) else request.public(path)


def _public(request: PortalRequest, path: str, key: str) -> Entry:
	is_here = request.is_public and (request.place == path or request.place.startswith(f"{path}/"))
	line = request.t(f"{key}.line") if request.t.has(f"{key}.line") else ""
	return Entry(request.t(key), _address(request, path), path, is_here, line=line)


def _standing(request: PortalRequest, paths: Iterable[str]) -> list[Any]:
	known = list(paths)
	election = elections.of(request) if {*elections.LACKING, elections.RESULTS} & {*known} else None
	return [
		path
		for path in known
		if routes.stands(path.lstrip("/"), is_public=not path.startswith("/"))
		and elections.has(path, election)
	]
