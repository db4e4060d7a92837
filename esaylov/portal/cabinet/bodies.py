"""For whom the user is here: all their bodies, or the one chosen on the page (kept in a cookie, asked anew each time)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pypika import Criterion

from esaylov.identity import bodies
from esaylov.identity.bodies import Body
from esaylov.portal.titles import titles_of_kinds
from esaylov.portal.web import PortalRequest, remember

COOKIE = "esaylov_body"
ALL = "all"


@dataclass(frozen=True)
class Bodies:
	"""`own`: all bodies of the user. `past`: those that the user was and whose cases they read. `chosen`: those that the
	lists are about, where none is chosen all of both. `titles`: in the reader's language, by name."""

	own: Sequence[Body]
	chosen: Sequence[Body]
	titles: dict[tuple[str, str], str]
	past: Sequence[Body] = ()

	@property
	def key(self) -> str:
		"""What the choice on the page has now."""
		return ALL if len(self.chosen) != 1 or len(self.own) <= 1 else key_of(self.chosen[0])

	def choices(self) -> list[tuple[str, str]]:
		"""Value and title of each body, for the choice on the page; empty where there is nothing to choose."""
		return [(key_of(body), self.title(body)) for body in self.own] if len(self.own) > 1 else []

	def title(self, body: Body) -> str:
		return self.titles.get((body.doctype, body.name)) or body.title

	def own_rows(
		self, table: Any, kind: str = "applicant_body_type", name: str = "applicant_body"
	) -> Criterion:
		"""The condition on rows that name one of the chosen bodies."""
		conditions = [
			(table[kind] == body.doctype) & (table[name] == body.name) for body in self.chosen
		]  # a person has one to five bodies
		return Criterion.any(conditions) if conditions else table.name.isnull()


def key_of(body: Body) -> str:
	return f"{body.doctype}:{body.name}"


def of(request: PortalRequest) -> Bodies:
	"""The bodies of the request's user; `?body=` chooses one and is remembered, what is not theirs is as not asked."""
	own = bodies.bodies_of(request.user)
	asked = request.args.get("body") or request.http.cookies.get(COOKIE, "")
	chosen = [body for body in own if key_of(body) == asked]
	if "body" in request.args:
		remember(COOKIE, key_of(chosen[0]) if chosen else ALL)
	past = bodies.past_bodies(request.user)
	titles = titles_of_kinds([(body.doctype, body.name) for body in own], request)
	return Bodies(own, chosen or [*own, *past], titles, past)
