"""The fields of a form as the templates draw them, made from the definition, the answers and the findings. Pure."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any, Protocol

from esaylov.core.findings import Finding
from esaylov.core.forms import Field, Kind, holds, is_typed, label
from esaylov.core.forms.definition import scope
from esaylov.core.forms.tables import MOST_ROWS, table_columns
from esaylov.core.texts import finding_text
from esaylov.portal.cabinet.forms import answers as answer_paths
from esaylov.portal.texts import Texts

FEW_ROWS = 3  # so many rows stand open; of more only those with something to do
TITLE_LENGTH = 60
HASH_LENGTH = 64  # of the answer of a File
NOTHING: Mapping[str, Any] = {}
EXTENSIONS = {
	"application/pdf": ".pdf",
	"image/jpeg": ".jpg,.jpeg",
	"image/png": ".png",
	"application/geo+json": ".geojson",
}


@dataclass(frozen=True)
class Look:
	"""Width in characters (0: all there is), keyboard on a phone, files that the chooser shows.

	autocomplete: off where the field is about somebody else, which is nearly always.
	"""

	width: int = 0
	mode: str = ""
	accept: str = ""
	autocomplete: str = "off"


LOOKS = {
	"pinfl": Look(20, "numeric"),
	"passport": Look(14),
	Kind.PHONE: Look(20, "tel"),
	Kind.INTEGER: Look(14, "numeric"),
}


@dataclass(frozen=True)
class Option:
	value: str
	title: str


@dataclass(frozen=True)
class Search:
	"""A search in a long list: the words, a line that says what was found, and the choices found."""

	words: str = ""
	line: str = ""
	options: Sequence[Option] = ()


class Choices(Protocol):
	"""What Link fields offer."""

	def options(self, path: str, item: Field, value: Any) -> Sequence[Option]:
		"""The choices of a field with its present value among them."""

	def search(self, path: str) -> Search | None:
		"""The search beside a field with so many choices that nobody looks through them; None: they are all in the field."""


@dataclass(frozen=True)
class Register:
	"""The line of a person: what its button asks for, and what came of it. is_good: nothing is left to do."""

	path: str
	text: str = ""
	is_good: bool = False


class Registers(Protocol):
	"""What state registers have to do with the persons of a form, each by the path of the person."""

	def line(self, path: str, column: str) -> Register | None:
		"""The line of a person, for one of its columns."""

	def origin(self, path: str, column: str) -> str:
		"""Where and when a value came from; "" for what was typed or changed since."""

	def dispute(self, path: str, column: str) -> str:
		"""What the applicant says is wrong with a value."""


@dataclass(frozen=True)
class Row:
	"""A row of a group; `number` counts from 1, as people do. `is_open`: shown unfolded."""

	index: int
	number: int
	title: str
	widgets: list["Widget"]
	is_open: bool = True
	findings: Sequence[dict[str, str]] = ()
	finding_count: int = 0


@dataclass(frozen=True)
class Widget:
	"""One field. `shown` is what a reader sees of the value (a choice's title, a file's name).

	is_either: one of two is enough (PINFL or passport), so neither is called required or optional. is_block: a group of
	one row at most. can_add, has_table: of a group: there is room for a row; its rows may come from a spreadsheet.
	register: the line of a person below the name. origin, dispute: of a value that a state register gave.
	"""

	path: str
	kind: str
	title: str
	help: str = ""
	value: Any = None
	shown: str = ""
	is_required: bool = False
	is_either: bool = False
	is_fixed: bool = False
	is_hidden: bool = False
	shown_if: Any = None
	required_if: Any = None
	is_block: bool = False
	can_add: bool = False
	has_table: bool = False
	search: Search | None = None
	options: Sequence[Option] = ()
	rows: Sequence[Row] = ()
	children: Sequence["Widget"] = ()
	findings: Sequence[dict[str, str]] = ()
	remarks: Sequence[str] = ()
	preview: str = ""
	look: Look = Look()
	register: Register | None = None
	origin: str = ""
	dispute: str = ""
	has_persons: bool = False

	@property
	def name(self) -> str:
		"""Of the HTML field."""
		return answer_paths.form_name(self.path)

	@property
	def id(self) -> str:
		"""Of the HTML element; findings on top of the page link here."""
		return answer_paths.element_id(self.path)

	@property
	def level(self) -> str:
		"""Start of the names of the fields beside it: where its conditions look first."""
		return self.name.rpartition(".")[0] + "."

	@property
	def severity(self) -> str:
		found = {finding["severity"] for finding in self.findings}
		return "error" if "error" in found else "warning" if found else ""

	@property
	def described_by(self) -> str:
		"""Ids of help and findings, for readers of the screen."""
		parts = [f"{self.id}-help"] if self.help else []
		parts += [f"{self.id}-remark"] if self.remarks else []
		return " ".join([*parts, *([f"{self.id}-finding"] if self.findings else [])])


@dataclass(frozen=True)
class Maker:
	"""Makes widgets in one language.

	links: choices of the Link fields. files: names of attached files by SHA-256. findings: all of the appeal.
	remarks: of the commission, by path. preview: address of a small picture of a file by its SHA-256, "" where it has none.
	"""

	t: Texts
	links: Choices
	files: Mapping[str, str]
	findings: Sequence[Finding]
	preview: Callable[[str], str] = lambda sha256: ""
	remarks: Mapping[str, Sequence[str]] = field(default_factory=dict)
	registers: Registers | None = None

	def make(
		self,
		fields: Sequence[Field],
		answers: Mapping[str, Any],
		base: str = "",
		outer: Mapping[str, Any] = NOTHING,
	) -> list[Widget]:
		"""Widgets of one level, in the order of the definition. outer: answers of the levels around it."""
		around = scope(tuple(fields), answers, outer)
		widgets: list[Widget] = []
		for item in fields:
			if item.is_spread:
				widgets += self._person(item.fields, base, answers)
			else:
				widgets.append(self._widget(item, f"{base}{item.name}", answers, around))
		return widgets

	def _person(self, columns: Sequence[Field], base: str, answers: Mapping[str, Any]) -> list[Widget]:
		"""What is typed, and what the registers have filled in so far."""
		widgets = [
			self._widget(column, f"{base}{column.name}", answers, answers)
			for column in columns
			if is_typed(column) or answers.get(column.name)
		]
		if self.registers is None or not any(column.identifier for column in columns):
			return widgets
		return [self._with_register(self.registers, base.removesuffix("."), widget) for widget in widgets]

	def _with_register(self, registers: Registers, person: str, widget: Widget) -> Widget:
		"""The widget with what a state register has to do with it. person: path of the person."""
		column = widget.path.rpartition(".")[2]
		return replace(
			widget,
			register=registers.line(person, column),
			origin=registers.origin(person, column),
			dispute=registers.dispute(person, column),
		)

	def _widget(
		self, item: Field, path: str, answers: Mapping[str, Any], around: Mapping[str, Any]
	) -> Widget:
		value = answers.get(item.name)
		options = self._options(item, path, value)
		is_group = item.kind == Kind.GROUP
		return Widget(
			path=path,
			kind=item.kind.value,
			title=label(item.label, self.t.written) or item.name,
			help=label(item.help, self.t.written),
			value=value,
			shown=self._shown(item, value, options),
			is_required=item.required or _is(item.required_if, around),
			is_either=bool(item.identifier),
			is_fixed=not is_typed(item),
			is_hidden=bool(item.shown_if) and not _is(item.shown_if, around),
			shown_if=item.shown_if,
			required_if=None if item.required else item.required_if,
			is_block=is_group and item.max_rows == 1,
			can_add=is_group and len(value or []) < (item.max_rows or MOST_ROWS),
			has_persons=_has_persons(item),
			has_table=is_group and item.max_rows != 1 and bool(table_columns(item)) and "[" not in path,
			search=self.links.search(path) if item.kind == Kind.LINK else None,
			options=options,
			rows=self._rows(item, path, value or [], around) if is_group else (),
			children=self._person(item.fields, f"{path}.", value or {}) if item.kind == Kind.PERSON else (),
			findings=self._findings(path),
			remarks=self.remarks.get(path, ()),
			preview=self.preview(value) if item.kind.is_file and value else "",
			look=_look(item),
		)

	def _options(self, item: Field, path: str, value: Any) -> Sequence[Option]:
		if item.kind == Kind.LINK:
			return self.links.options(path, item, value)
		return [
			Option(choice.value, label(choice.label, self.t.written) or choice.value)
			for choice in item.choices
		]

	def _shown(self, item: Field, value: Any, options: Sequence[Option]) -> str:
		if value is None:
			return ""
		if item.kind == Kind.YES_NO:
			return self.t("answer.yes" if value else "answer.no")
		if item.kind.is_file:
			return self.files.get(value, "")
		if item.kind == Kind.DATE:
			return self.t.iso_day(value)
		return next((option.title for option in options if option.value == value), str(value))

	def _rows(
		self, item: Field, path: str, rows: Sequence[Mapping[str, Any]], around: Mapping[str, Any]
	) -> list[Row]:
		return [
			Row(
				index,
				index + 1,
				_title(row),
				self.make(item.fields, row, f"{path}[{index}].", around),
				is_open=len(rows) <= FEW_ROWS
				or not row
				or f"{path}[{index}]" in self._counts
				or f"{path}[{index}]" in self._remarked,
				findings=self._findings(f"{path}[{index}]"),
				finding_count=self._counts[f"{path}[{index}]"],
			)
			for index, row in enumerate(rows)
		]

	@cached_property
	def _counts(self) -> Counter[str]:
		"""How many findings stand in each row, those of the rows inside it among them."""
		return Counter(row for finding in self.findings for row in _rows_above(finding.path))

	@cached_property
	def _remarked(self) -> frozenset[str]:
		"""Rows with a remark of the commission."""
		return frozenset(row for path in self.remarks for row in _rows_above(path))

	@cached_property
	def _by_path(self) -> dict[str, list[dict[str, str]]]:
		found: dict[str, list[dict[str, str]]] = {}
		for finding in self.findings:
			words = {"severity": finding.severity.value, "text": finding_text(finding, self.t.written)}
			found.setdefault(finding.path, []).append(words)
		return found

	def _findings(self, path: str) -> list[dict[str, str]]:
		return self._by_path.get(path, [])


def _rows_above(path: str) -> Iterable[str]:
	"""Rows that a path lies in: `persons[2].offices[0].name` gives `persons[2]` and `persons[2].offices[0]`."""
	return (path[: place.end()] for place in re.finditer(r"\[\d+\]", path))


def _title(row: Mapping[str, Any]) -> str:
	"""What a row is called: the name of its person, else its first text."""
	texts = (value for value in row.values() if isinstance(value, str) and len(value) < HASH_LENGTH)
	return str(row.get("full_name") or next(texts, ""))[:TITLE_LENGTH]


def _has_persons(item: Field) -> bool:
	"""Whether the rows of a group are persons whom a register may know."""
	return any(column.identifier for block in item.fields if block.is_spread for column in block.fields)


def _is(condition: Any, answers: Mapping[str, Any]) -> bool:
	return bool(condition) and holds(condition, answers)


def _look(item: Field) -> Look:
	if item.kind == Kind.PHOTO:  # media types: a phone then offers its camera too
		return Look(accept=",".join(item.file.kinds) or "image/jpeg,image/png")
	if item.kind == Kind.FILE:
		return Look(accept=",".join(EXTENSIONS.get(kind, kind) for kind in item.file.kinds))
	return LOOKS.get(item.identifier) or LOOKS.get(item.kind) or Look()


def summary(
	findings: Iterable[Finding], widgets: Sequence[Widget], t: Texts
) -> dict[str, list[dict[str, str]]]:
	"""Findings for the top of a page, errors and warnings apart, each with the id of its field and a place in words."""
	places = dict(_places(widgets, ""))
	entries: dict[str, list[dict[str, str]]] = {"error": [], "warning": []}
	for finding in findings:
		identifier, place = places.get(finding.path, ("main", ""))
		entries[finding.severity.value].append(
			{"id": identifier, "place": place, "text": finding_text(finding, t.written)}
		)
	return entries


def place_of(path: str, widgets: Sequence[Widget]) -> tuple[str, str]:
	"""Id of the element of a path, and where it is in words; the whole form for a path that it does not show."""
	return dict(_places(widgets, "")).get(path, ("main", ""))


def _places(widgets: Sequence[Widget], before: str) -> Iterable[tuple[str, tuple[str, str]]]:
	for widget in widgets:
		yield widget.path, (widget.id, f"{before}{widget.title}")
		yield from _places(widget.children, f"{widget.title}, ")
		for row in widget.rows:
			where = f"{widget.title}, {row.number}"
			yield f"{widget.path}[{row.index}]", (f"{widget.id}-{row.index}", where)
			yield from _places(row.widgets, f"{row.title or where}: ")
