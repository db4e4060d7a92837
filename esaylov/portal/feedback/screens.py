"""Where a question came up, without anything of the person or the record: the route of a screen, cut to its words."""

import re
from functools import cache

from esaylov.portal import routes

LONGEST_ROUTE = 140  # characters
WORD = re.compile(r"[^\W\d][^\W\d]*(?:[ -][^\W\d]+)*", re.ASCII)
HIDDEN = "…"
"""Stands for what may name a record or a person: some keys of records are letters alone."""
CABINET = "cabinet"
PARTS = {
	CABINET: 4,  # of them the words of its own addresses alone
	**dict.fromkeys(("form", "list", "tree", "print", "query-report", "workspaces", "app", "desk"), 2),
}
"""Beginning of a route -> so many parts are kept, of another one the first: what comes after them may name a record."""
APPEAL = re.compile(r"/?cabinet/appeal/(?P<name>[\w-]+)(?:/.*)?")


def route_of(screen: str) -> str:
	"""The route of an address of the Desk or the cabinet: no query, no fragment, nothing that names a record or a person.

	`/cabinet/appeal/A26-00012/form?body=x` becomes `cabinet/appeal/…/form`, `Form/Person/abc` becomes `Form/Person/…`. A route that was
	cut stays as it is.
	"""
	parts = [part.strip() for part in re.split(r"[?#]", screen, maxsplit=1)[0].split("/") if part.strip()]
	beginning = parts[0].lower() if parts else ""
	kept = PARTS.get(beginning, 1)
	shown = [part if _is_word(part, beginning) else HIDDEN for part in parts[:kept]]
	return "/".join([*shown, *[HIDDEN] * (len(parts) > kept)])[:LONGEST_ROUTE]


def _is_word(part: str, beginning: str) -> bool:
	return part in _words_of_cabinet() if beginning == CABINET else bool(WORD.fullmatch(part))


@cache
def _words_of_cabinet() -> frozenset[str]:
	"""What is written out in the addresses of the cabinet."""
	patterns = [page.route.pattern.split("/") for page in routes.addresses()]
	return frozenset(
		part for parts in patterns if parts[0] == CABINET for part in parts if WORD.fullmatch(part)
	)


def appeal_of(screen: str) -> str:
	"""The appeal that an address of the cabinet is about, or ""."""
	found = APPEAL.fullmatch(re.split(r"[?#]", screen, maxsplit=1)[0])
	return found["name"] if found else ""
