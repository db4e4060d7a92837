"""The fields of a form as the templates draw them, made from the definition, the answers and the findings. Pure."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from esaylov.core.findings import Finding
from esaylov.core.forms import Field, Kind, holds, is_typed, label
from esaylov.core.texts import finding_text
from esaylov.portal.cabinet import answers as answer_paths
from esaylov.portal.texts import Texts

EXTENSIONS = {
	"application/pdf": ".pdf",
	"image/jpeg": ".jpg,.jpeg",
	"image/png": ".png",
	"application/geo+json": ".geojson",
}


@dataclass(frozen=True)
class Look:
	"""Width in characters (0: all there is), keyboard on a phone, files that the chooser shows."""

	width: int = 0
	mode: str = ""
	accept: str = ""


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
class Row:
	"""A row of a group; `number` counts from 1, as people do."""

	index: int
	number: int
	title: str
	widgets: list["Widget"]


@dataclass(frozen=True)
class Widget:
	"""One field. `shown` is what a reader sees of the value (a choice's title, a file's name).

	is_either: one of two is enough (PINFL or passport), so neither is called required or optional.
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
	options: Sequence[Option] = ()
	rows: Sequence[Row] = ()
	children: Sequence["Widget"] = ()
	findings: Sequence[dict[str, str]] = ()
	look: Look = Look()

	@property
	def name(self) -> str:
		"""Of the HTML field."""
		return answer_paths.form_name(self.path)

	@property
	def id(self) -> str:
		"""Of the HTML element; findings on top of the page link here."""
		return answer_paths.element_id(self.path)

	@property
	def severity(self) -> str:
		found = {finding["severity"] for finding in self.findings}
		return "error" if "error" in found else "warning" if found else ""

	@property
	def described_by(self) -> str:
		"""Ids of help and findings, for readers of the screen."""
		parts = [f"{self.id}-help"] if self.help else []
		return " ".join([*parts, *([f"{self.id}-finding"] if self.findings else [])])


@dataclass(frozen=True)
class Maker:
	"""Makes widgets in one language.

	options: choices of a Link field with its present value. files: names of attached files by SHA-256. findings: all of the appeal.
	"""

	t: Texts
	options: Callable[[Field, Any], Sequence[Option]]
	files: Mapping[str, str]
	findings: Sequence[Finding]

	def make(self, fields: Sequence[Field], answers: Mapping[str, Any], base: str = "") -> list[Widget]:
		"""Widgets of one level, in the order of the definition."""
		widgets: list[Widget] = []
		for item in fields:
			if item.is_spread:
				widgets += self._person(item.fields, base, answers)
			else:
				widgets.append(self._widget(item, f"{base}{item.name}", answers))
		return widgets

	def _person(self, columns: Sequence[Field], base: str, answers: Mapping[str, Any]) -> list[Widget]:
		"""What is typed, and what the registers have filled in so far."""
		return [
			self._widget(column, f"{base}{column.name}", answers)
			for column in columns
			if is_typed(column) or answers.get(column.name)
		]

	def _widget(self, item: Field, path: str, answers: Mapping[str, Any]) -> Widget:
		value = answers.get(item.name)
		options = self._options(item, value)
		return Widget(
			path=path,
			kind=item.kind.value,
			title=label(item.label, self.t.written) or item.name,
			help=label(item.help, self.t.written),
			value=value,
			shown=self._shown(item, value, options),
			is_required=item.required or _is(item.required_if, answers),
			is_either=bool(item.identifier),
			is_fixed=not is_typed(item),
			is_hidden=bool(item.shown_if) and not _is(item.shown_if, answers),
			shown_if=item.shown_if,
			options=options,
			rows=self._rows(item, path, value or []) if item.kind == Kind.GROUP else (),
			children=self._person(item.fields, f"{path}.", value or {}) if item.kind == Kind.PERSON else (),
			findings=self._findings(path),
			look=_look(item),
		)

	def _options(self, item: Field, value: Any) -> Sequence[Option]:
		if item.kind == Kind.LINK:
			return self.options(item, value)
		return [
			Option(choice.value, label(choice.label, self.t.written) or choice.value)
			for choice in item.choices
		]

	def _shown(self, item: Field, value: Any, options: Sequence[Option]) -> str:
		if value is None:
			return ""
		if item.kind == Kind.YES_NO:
			return self.t("answer.yes" if value else "answer.no")
		if item.kind == Kind.FILE:
			return self.files.get(value, "")
		if item.kind == Kind.DATE:
			return self.t.iso_day(value)
		return next((option.title for option in options if option.value == value), str(value))

	def _rows(self, item: Field, path: str, rows: Sequence[Mapping[str, Any]]) -> list[Row]:
		return [
			Row(
				index,
				index + 1,
				str(row.get("full_name") or ""),
				self.make(item.fields, row, f"{path}[{index}]."),
			)
			for index, row in enumerate(rows)
		]

	def _findings(self, path: str) -> list[dict[str, str]]:
		return [
			{"severity": finding.severity.value, "text": finding_text(finding, self.t.written)}
			for finding in self.findings
			if finding.path == path
		]


def _is(condition: Any, answers: Mapping[str, Any]) -> bool:
	return bool(condition) and holds(condition, answers)


def _look(item: Field) -> Look:
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


def _places(widgets: Sequence[Widget], before: str) -> Iterable[tuple[str, tuple[str, str]]]:
	for widget in widgets:
		yield widget.path, (widget.id, f"{before}{widget.title}")
		yield from _places(widget.children, f"{widget.title}, ")
		for row in widget.rows:
			where = f"{widget.title}, {row.number}"
			yield f"{widget.path}[{row.index}]", (f"{widget.id}-{row.index}", where)
			yield from _places(row.widgets, f"{row.title or where}: ")
