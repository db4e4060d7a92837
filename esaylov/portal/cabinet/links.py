"""What the Link fields of one appeal offer: short lists whole, long ones by a search, and titles of what is answered.

A long list is not drawn into each of a hundred rows: the field shows what is chosen, and beside it stands a search.
"""

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from esaylov.appeals import service as appeals
from esaylov.core import forms
from esaylov.core.forms import Field
from esaylov.core.forms.tables import key_of
from esaylov.portal import language as languages
from esaylov.portal.cabinet.widgets import Option
from esaylov.portal.titles import titles_of_kinds
from esaylov.portal.web import Data, PortalRequest

if TYPE_CHECKING:
	from esaylov.portal.cabinet.matter import Matter

SHORT = 40  # choices that are still looked through
FOUND = 20  # choices that a search gives


Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Titles = Mapping[tuple[str, str], str]


class Links:
	"""choices: records by column, as `appeals.link_choices` gives them. titles: of what is answered, by register and name."""

	def __init__(self, request: PortalRequest, choices: Rows, titles: Titles) -> None:
		self.request = request
		self.titles = titles
		self.choices = {column: [self._option(row) for row in rows] for column, rows in choices.items()}

	def options(self, path: str, item: Field, value: Any) -> list[Option]:
		"""See widgets.Choices."""
		found = self._found(path)
		if isinstance(value, str) and item.link and not any(option.value == value for option in found):
			found = [Option(value, self.titles.get((item.link.doctype, value)) or value), *found]
		return found

	def is_large(self, path: str) -> bool:
		"""See widgets.Choices."""
		return len(self.choices.get(column_of(path), ())) > SHORT

	def search(self, path: str, words: str) -> list[Option]:
		"""Choices that have each of the words in their title or name; at most FOUND."""
		wanted = key_of(words).split()
		offered = self.choices.get(column_of(path), [])
		found = (
			option
			for option in offered
			if all(word in key_of(f"{option.title} {option.value}") for word in wanted)
		)
		return [option for option, _ in zip(found, range(FOUND), strict=False)]

	def _found(self, path: str) -> list[Option]:
		if not self.is_large(path):
			return self.choices.get(column_of(path), [])
		asked, words = self.request.args.get("find"), self.request.args.get("words", "")
		return self.search(path, words) if asked == path and words.strip() else []

	def _option(self, row: Mapping[str, Any]) -> Option:
		title = languages.column(row, "title", self.request.language)
		return Option(row["name"], title or row.get("title") or row.get("full_name") or row["name"])


def column_of(path: str) -> str:
	"""`persons[2].polling_station` gives `persons.polling_station`."""
	return re.sub(r"\[\d+\]", "", path)


def of(request: PortalRequest, matter: "Matter", answers: Mapping[str, Any]) -> Links:
	"""Of an appeal: choices while it is filled in, and titles by a query for each register, not for each row."""
	uses = forms.links_in(matter.form, answers)
	answered = {(use.field.link.doctype, use.value) for use in uses if use.field.link}
	choices = appeals.link_choices(matter.name) if matter.is_draft else {}
	return Links(request, choices, titles_of_kinds(answered, request))


def found(request: PortalRequest, matter: "Matter") -> Data:
	"""The answer of a search, for the script of the page."""
	path, words = request.args.get("find", ""), request.args.get("words", "")
	options = of(request, matter, {}).search(path, words) if words.strip() else []
	return Data({"options": [{"value": option.value, "title": option.title} for option in options]})
