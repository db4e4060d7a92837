"""Where a question came up, without anything of the person or the record: the route of a screen, cut to its words."""

import re

LONGEST_ROUTE = 140  # characters
MOST_PARTS = 4
WORD = re.compile(r"[^\W\d][^\W\d]*(?:[ -][^\W\d]+)*", re.ASCII)
HIDDEN = "…"
"""Stands for a part that may name a record or a person."""
NAMED = frozenset({"form", "list", "tree", "print", "query-report", "workspaces"})
"""Views of the Desk whose second part is a kind of record; what comes after it names one."""
APPEAL = re.compile(r"/?cabinet/appeal/(?P<name>[\w-]+)(?:/.*)?")


def route_of(screen: str) -> str:
	"""The route of an address of the Desk or the cabinet: no query, no fragment, nothing that names a record or a person.

	`/cabinet/appeal/A26-00012/form?body=x` becomes `cabinet/appeal/…/form`, `Form/Person/abc` becomes `Form/Person`.
	"""
	parts = [part.strip() for part in re.split(r"[?#]", screen, maxsplit=1)[0].split("/") if part.strip()]
	if parts and parts[0].lower() in NAMED:
		parts = parts[:2]
	shown = [part if WORD.fullmatch(part) else HIDDEN for part in parts[:MOST_PARTS]]
	return "/".join(shown)[:LONGEST_ROUTE]


def appeal_of(screen: str) -> str:
	"""The appeal that an address of the cabinet is about, or ""."""
	found = APPEAL.fullmatch(re.split(r"[?#]", screen, maxsplit=1)[0])
	return found["name"] if found else ""
