"""Addresses and the views that answer them: all pages of the portal at a glance."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from urllib.parse import quote

import frappe

from esaylov.pages.service import Participant
from esaylov.portal import (
	calendar,
	chain,
	feedback,
	front,
	login,
	participant,
	station,
	track,
	verify,
	verify_offline,
)
from esaylov.portal.cabinet import (
	appeal,
	files,
	form,
	home,
	lists,
	people,
	phone,
	receipt,
	registers,
	sign,
	table,
)
from esaylov.portal.sections import candidates, constituencies, decisions, open_data, voters
from esaylov.portal.web import PortalRequest, Redirect, Reply
from esaylov.repeating import repeated

View = Callable[..., Reply]


@dataclass(frozen=True)
class Route:
	"""`public`: has a language in its address. `built`: kept as a file, see `built/`. `login`: only for who has logged in.

	`records`: parts of the address that name a record, with its DocType. The database takes `l3b` and full-width letters for
	`L3B`: another writing leads to the record's own name, so that each page has one address, and one file that changes renew.
	"""

	pattern: str
	view: View
	methods: tuple[str, ...] = ("GET", "HEAD")
	is_public: bool = False
	login: bool = False
	is_built: bool = False
	records: Mapping[str, str] = field(default_factory=dict)


FORM = ("GET", "HEAD", "POST")
PARTICIPANT = rf"for/(?P<participant>{'|'.join(Participant)})"
TERRITORY = "Administrative Territory"
APPEAL = r"cabinet/appeal/(?P<name>[\w-]+)"

ROUTES = (
	Route(r"", front.front, is_public=True, is_built=True),
	Route(
		r"territory/(?P<code>\d{4})",
		front.territory,
		is_public=True,
		is_built=True,
		records={"code": TERRITORY},
	),
	Route(PARTICIPANT, participant.participant, is_public=True, is_built=True),
	Route(PARTICIPANT + "/feedback", feedback.write, FORM, is_public=True),
	Route(PARTICIPANT + "/sent", feedback.thanks, is_public=True),
	Route(r"feedback", feedback.follow, is_public=True),
	Route(r"calendar", calendar.calendar, is_public=True, is_built=True),
	Route(r"calendar\.ics", calendar.download, is_public=True),
	Route(r"station", station.station, is_public=True, is_built=True),
	Route(r"track", track.track, is_public=True),
	Route(r"chain", chain.chain, is_public=True, is_built=True),
	Route(r"candidates", candidates.candidates, is_public=True, is_built=True),
	Route(
		r"candidates/(?P<election_type>\w+)",
		candidates.of_kind,
		is_public=True,
		is_built=True,
		records={"election_type": "Election Type"},
	),
	Route(
		r"candidates/(?P<election_type>\w+)/(?P<party>\w+)",
		candidates.of_party,
		is_public=True,
		is_built=True,
		records={"election_type": "Election Type", "party": "Political Party"},
	),
	Route(
		r"candidate/(?P<name>\w+)",
		candidates.candidate,
		is_public=True,
		is_built=True,
		records={"name": "Candidate"},
	),
	Route(
		r"candidate/(?P<name>\w+)/photo-(?P<width>96|192)\.jpg",
		candidates.photo,
		is_public=True,
		is_built=True,
		records={"name": "Candidate"},
	),
	Route(r"constituencies", constituencies.constituencies, is_public=True, is_built=True),
	Route(
		r"constituencies/(?P<code>\w{4,7})",
		constituencies.territory,
		is_public=True,
		is_built=True,
		records={"code": TERRITORY},
	),
	Route(
		r"constituency/(?P<name>\w+)",
		constituencies.constituency,
		is_public=True,
		is_built=True,
		records={"name": "Constituency"},
	),
	Route(r"voters", voters.voters, is_public=True, is_built=True),
	Route(
		r"voters/(?P<election>[\w-]+)",
		voters.voters,
		is_public=True,
		is_built=True,
		records={"election": "Election"},
	),
	Route(r"decisions", decisions.decisions, is_public=True, is_built=True),
	Route(r"open-data", open_data.open_data, is_public=True, is_built=True),
	Route(r"open-data/(?P<name>\w+)\.(?P<form>\w+)", open_data.whole_set, is_public=True, is_built=True),
	Route(r"verify", verify.verify),
	Route(r"verify/offline", verify_offline.page),
	Route(r"verify/endings\.json", verify_offline.endings),
	Route(r"verify/worker\.js", verify_offline.worker),
	Route(r"verify/(?P<code>[\w.~-]+)", verify.verify),
	Route(r"cabinet/login", login.log_in, FORM),
	Route(r"cabinet/login/code", login.by_code, FORM),
	Route(r"cabinet/login/eds", login.by_signature, FORM),
	Route(r"cabinet/logout", login.log_out, ("POST",), login=True),
	Route(r"cabinet", home.home, login=True),
	Route(r"cabinet/appeals", lists.appeals, login=True),
	Route(r"cabinet/papers", lists.papers, login=True),
	Route(r"cabinet/messages", lists.messages, FORM, login=True),
	Route(r"cabinet/phone", phone.phone, FORM, login=True),
	Route(r"cabinet/people", people.people, login=True),
	Route(r"cabinet/people/new", people.name_another, FORM, login=True),
	Route(r"cabinet/people/(?P<name>[\w-]+)/end", people.end, FORM, login=True),
	Route(r"cabinet/looks", registers.looks, login=True),
	Route(r"cabinet/new/(?P<appeal_type>\w+)", form.start, FORM, login=True),
	Route(APPEAL, appeal.status, login=True),
	Route(APPEAL + "/form", form.form, FORM, login=True),
	Route(APPEAL + "/discard", form.discard, FORM, login=True),
	Route(APPEAL + "/links", form.found_links, login=True),
	Route(APPEAL + r"/file/(?P<sha256>[0-9a-f]{64})", files.file, login=True),
	Route(APPEAL + r"/drawing/(?P<sha256>[0-9a-f]{64})", files.drawing, login=True),
	Route(APPEAL + r"/rows/(?P<group>[a-z][a-z0-9_]*)", table.table, FORM, login=True),
	Route(APPEAL + r"/rows/(?P<group>[a-z][a-z0-9_]*)/template", table.template, login=True),
	Route(APPEAL + "/check", form.review, login=True),
	Route(APPEAL + "/sign", sign.sign, FORM, login=True),
	Route(APPEAL + "/receipt", receipt.receipt, login=True),
	Route(APPEAL + "/withdraw", appeal.withdraw, FORM, login=True),
)


def run(request: PortalRequest) -> Reply:
	"""The reply of the view for this address. Raises DoesNotExistError where there is none."""
	if not request.path and not request.is_public:
		return Redirect(f"/{request.language}")
	for route in ROUTES:
		found = re.fullmatch(route.pattern, request.path)
		if found and route.is_public == request.is_public and request.method in route.methods:
			return _guarded(request, route, found)
	raise frappe.DoesNotExistError


def stands(path: str, is_public: bool = True) -> bool:
	"""Whether there is a page at this address, without a language in front."""
	return any(route.is_public == is_public and re.fullmatch(route.pattern, path) for route in ROUTES)


def is_built(path: str) -> bool:
	"""Whether the public page at this address is kept as a file."""
	return any(route.is_built and re.fullmatch(route.pattern, path) for route in ROUTES)


def _guarded(request: PortalRequest, route: Route, found: re.Match[str]) -> Reply:
	if route.login and request.is_guest:
		return Redirect(f"/cabinet/login?next={quote('/' + request.path)}")
	if request.method == "POST":
		_check_origin(request)
	if (own := _own_path(route, found)) != request.path:
		return Redirect(quote(request.public(own)))
	if request.method == "POST" and route.login:
		return repeated(lambda: route.view(request, **found.groupdict()))
	return route.view(request, **found.groupdict())


def _own_path(route: Route, found: re.Match[str]) -> str:
	"""The address with each record by its own name; one that names no record is left to the view."""
	path = found.string
	for place, doctype in reversed(route.records.items()):
		start, end = found.span(place)
		path = path[:start] + str(frappe.db.get_value(doctype, found[place]) or found[place]) + path[end:]
	return path


def _check_origin(request: PortalRequest) -> None:
	"""Frappe compares the token only if the session has one: a session without one may not post here."""
	has_token = request.is_guest or bool(frappe.session.data.csrf_token)
	if not (has_token and request.is_from_us()):
		raise frappe.PermissionError
