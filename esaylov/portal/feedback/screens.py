"""Where a question came up, without anything of the person or the record: the route of a screen, cut to its words."""

import re
from functools import cache

from esaylov.portal import service as portal

LONGEST_ROUTE = 140  # characters
MOST_PARTS = 4
WORD = re.compile(r"[^\W\d][^\W\d]*(?:[ -][^\W\d]+)*", re.ASCII)
HIDDEN = "…"
"""Stands for a part that may name a record or a person: some keys of records are letters alone."""
CABINET = "cabinet"
NAMED = frozenset({"form", "list", "tree", "print", "query-report", "workspaces", "app", "desk"})
"""Beginnings in the Desk whose second part is a kind of record or a screen; what comes after it may name a record."""
APPEAL = re.compile(r"/?cabinet/appeal/(?P<name>[\w-]+)(?:/.*)?")


def route_of(screen: str) -> str:
	"""The route of an address of the Desk or the cabinet: no query, no fragment, nothing that names a record or a person.

	`/cabinet/appeal/A26-00012/form?body=x` becomes `cabinet/appeal/…/form`, `Form/Person/abc` becomes `Form/Person`.
	"""
	parts = [part.strip() for part in re.split(r"[?#]", screen, maxsplit=1)[0].split("/") if part.strip()]
	beginning = parts[0].lower() if parts else ""
	if beginning == CABINET:
		shown = [part if part in _words_of_cabinet() else HIDDEN for part in parts[:MOST_PARTS]]
	elif beginning in NAMED:
		shown = [_word(part) for part in parts[:2]]
	else:
		shown = [_word(part) for part in parts[:1]] + [HIDDEN] * (len(parts) > 1)
	return "/".join(shown)[:LONGEST_ROUTE]


def _word(part: str) -> str:
	return part if WORD.fullmatch(part) else HIDDEN


@cache
def _words_of_cabinet() -> frozenset[str]:
	"""What is written out in the addresses of the cabinet."""
	patterns = [page.route.pattern.split("/") for page in portal.load_pages()]
	return frozenset(
		part for parts in patterns if parts[0] == CABINET for part in parts if WORD.fullmatch(part)
	)


def appeal_of(screen: str) -> str:
	"""The appeal that an address of the cabinet is about, or ""."""
	found = APPEAL.fullmatch(re.split(r"[?#]", screen, maxsplit=1)[0])
	return found["name"] if found else ""
