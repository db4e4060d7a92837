"""What the Link fields of one appeal offer: short lists whole, long ones by a search, and titles of what is answered.

A long list is not drawn into each of a hundred rows: the field shows what is chosen, and beside it stands a search in
the register itself (`appeals.link_found`), by a button of the form or, with the script of the page, while one types.
"""

import re
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import Any

from esaylov.appeals.drafts import choosing
from esaylov.core import forms
from esaylov.core.formats import language as languages
from esaylov.core.forms import Field
from esaylov.core.forms.tables import key_of
from esaylov.portal.cabinet.forms.widgets import Option, Search
from esaylov.portal.titles import titles_of_kinds
from esaylov.portal.web import PortalRequest

SHORT = 40  # choices that are still looked through
SHORTEST = 2  # letters from which a search begins

Rows = Mapping[str, Sequence[Mapping[str, Any]]]
Titles = Mapping[tuple[str, str], str]


class Links:
	"""The Link fields of a page.

	appeal: whose registers are searched. choices: records by column, as `appeals.link_choices` gives them, one more than
	SHORT of a long list. titles: of what is answered, by register and name.
	"""

	def __init__(self, request: PortalRequest, appeal: str, choices: Rows, titles: Titles) -> None:
		self.request = request
		self.appeal = appeal
		self.titles = titles
		self.choices = {column: [self._option(row) for row in rows] for column, rows in choices.items()}

	def options(self, path: str, item: Field, value: Any) -> list[Option]:
		"""See widgets.Choices."""
		search = self.search(path)
		found = list(search.options) if search else self.choices.get(column_of(path), [])
		if isinstance(value, str) and item.link and not any(option.value == value for option in found):
			found = [Option(value, self.titles.get((item.link.doctype, value)) or value), *found]
		return found

	def search(self, path: str) -> Search | None:
		"""See widgets.Choices."""
		if len(self.choices.get(column_of(path), ())) <= SHORT:
			return None
		asked = self.request.args.get("find") == path
		return self._asked if asked else Search(line=self.request.t("form.search_many"))

	@cached_property
	def _asked(self) -> Search:
		"""The one search that the address of the page asks for."""
		return self.find(self.request.args["find"], self.request.args.get("words", ""))

	def find(self, path: str, words: str) -> Search:
		"""Search a register, with a line that says what was found."""
		t, wanted = self.request.t, key_of(words)
		if len(wanted) < SHORTEST:
			return Search(words, t("form.search_many"))
		rows, has_more = choosing.link_found(self.appeal, column_of(path), wanted)
		key = "more" if has_more else "found" if rows else "none"
		line = t(f"form.search_{key}", n=len(rows))
		return Search(words, line, [self._option(row) for row in rows])

	def _option(self, row: Mapping[str, Any]) -> Option:
		title = languages.column(row, "title", self.request.language)
		return Option(row["name"], title or row.get("title") or row.get("full_name") or row["name"])


def column_of(path: str) -> str:
	"""`persons[2].polling_station` gives `persons.polling_station`."""
	return re.sub(r"\[\d+\]", "", path)


def of(
	request: PortalRequest,
	appeal: str,
	form: forms.FormDefinition,
	answers: Mapping[str, Any],
	can_fill: bool,
) -> Links:
	"""Of an appeal: choices while it is filled in, and titles by a query for each register, not for each row."""
	uses = forms.links_in(form, answers)
	answered = {(use.field.link.doctype, use.value) for use in uses if use.field.link}
	choices = choosing.link_choices(appeal, SHORT + 1) if can_fill else {}
	return Links(request, appeal, choices, titles_of_kinds(answered, request))
