"""What the Link fields of one appeal offer: short lists whole, long ones by a search, and titles of what is answered.

A long list is not drawn into each of a hundred rows: the field shows what is chosen, and beside it stands a search.
"""

import re
from collections.abc import Mapping
from functools import cached_property
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


class Links:
	"""Choices of a draft; of a filed appeal only the titles of what it names."""

	def __init__(self, request: PortalRequest, matter: "Matter", answers: Mapping[str, Any]) -> None:
		self.request = request
		self.matter = matter
		self.answers = answers

	def options(self, path: str, item: Field, value: Any) -> list[Option]:
		"""See widgets.Choices."""
		found = self._found(path)
		if isinstance(value, str) and item.link and not any(option.value == value for option in found):
			found = [Option(value, self._titles.get((item.link.doctype, value)) or value), *found]
		return found

	def is_large(self, path: str) -> bool:
		"""See widgets.Choices."""
		return len(self._choices.get(column_of(path), ())) > SHORT

	def search(self, path: str, words: str) -> list[Option]:
		"""Choices that have each of the words in their title or name; at most FOUND."""
		wanted = key_of(words).split()
		offered = self._choices.get(column_of(path), [])
		found = (
			option
			for option in offered
			if all(word in key_of(f"{option.title} {option.value}") for word in wanted)
		)
		return [option for option, _ in zip(found, range(FOUND), strict=False)]

	def _found(self, path: str) -> list[Option]:
		if not self.is_large(path):
			return self._choices.get(column_of(path), [])
		asked, words = self.request.args.get("find"), self.request.args.get("words", "")
		return self.search(path, words) if asked == path and words.strip() else []

	@cached_property
	def _choices(self) -> dict[str, list[Option]]:
		if not self.matter.is_draft:
			return {}
		choices = appeals.link_choices(self.matter.name)
		return {column: [self._option(row) for row in rows] for column, rows in choices.items()}

	def _option(self, row: Mapping[str, Any]) -> Option:
		title = languages.column(row, "title", self.request.language)
		return Option(row["name"], title or row.get("title") or row.get("full_name") or row["name"])

	@cached_property
	def _titles(self) -> dict[tuple[str, str], str]:
		"""Titles of all answered records: a query for each register, not for each row."""
		uses = forms.links_in(self.matter.form, self.answers)
		return titles_of_kinds(
			{(use.field.link.doctype, use.value) for use in uses if use.field.link}, self.request
		)


def column_of(path: str) -> str:
	"""`persons[2].polling_station` gives `persons.polling_station`."""
	return re.sub(r"\[\d+\]", "", path)


def found(request: PortalRequest, matter: "Matter") -> Data:
	"""The answer of a search, for the script of the page."""
	path, words = request.args.get("find", ""), request.args.get("words", "")
	options = Links(request, matter, matter.answers).search(path, words) if words.strip() else []
	return Data({"options": [{"value": option.value, "title": option.title} for option in options]})
