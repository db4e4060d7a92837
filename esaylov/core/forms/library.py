"""The field library (*maydonlar kutubxonasi*): ready fields that appeal types copy and the builder offers.

The rows come from the caller (`esaylov/appeals/types/field_library.json`). They have the columns of Appeal Field and two more:
`section`, the theme the builder sorts by, and on a group `columns`, the names of the entries that stand in it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from esaylov.core.forms.definition import Kind
from esaylov.core.forms.rows import LANGUAGES, Row

SECTIONS: Mapping[str, Mapping[str, str]] = {
	"person": {"uz": "Shaxs", "ru": "Лицо", "en": "Person"},
	"party": {"uz": "Partiya", "ru": "Партия", "en": "Party"},
	"signatures": {"uz": "Imzolar", "ru": "Подписи", "en": "Signatures"},
	"candidate": {"uz": "Nomzod", "ru": "Кандидат", "en": "Candidate"},
	"commission": {"uz": "Komissiya", "ru": "Комиссия", "en": "Commission"},
	"change": {"uz": "Oʻzgartirish", "ru": "Изменение", "en": "Change"},
	"complaint": {"uz": "Shikoyat", "ru": "Жалоба", "en": "Complaint"},
	"constituency": {"uz": "Okrug", "ru": "Округ", "en": "Constituency"},
	"station": {"uz": "Uchastka", "ru": "Участок", "en": "Polling station"},
	"organization": {"uz": "Tashkilot", "ru": "Организация", "en": "Organization"},
	"media": {"uz": "OAV", "ru": "СМИ", "en": "Media"},
	"observer": {"uz": "Kuzatuvchi", "ru": "Наблюдатель", "en": "Observer"},
	"meeting": {"uz": "Uchrashuv", "ru": "Встреча", "en": "Meeting"},
	"group": {"uz": "Guruhlar", "ru": "Группы", "en": "Groups"},
	"attachment": {"uz": "Ilovalar", "ru": "Приложения", "en": "Attachments"},
}
"""Themes in the order in which the builder shows them."""

_OWN = frozenset({"section", "columns"})


@dataclass(frozen=True, slots=True)
class Entry:
	"""One ready field. columns: names of the entries inside a group."""

	name: str
	kind: Kind
	section: str
	columns: tuple[str, ...]
	row: Row

	def label(self, lang: str) -> str:
		"""Its label in uz, ru or en."""
		return str(self.row[f"label_{lang}"])


@dataclass(frozen=True, slots=True)
class Library:
	"""Entries by name."""

	entries: Mapping[str, Entry]

	@classmethod
	def of(cls, rows: Sequence[Row]) -> Self:
		"""Read the rows; raises ValueError for a name given twice, a section or a column that does not exist."""
		entries = {str(row["field_name"]): _entry(row) for row in rows}
		if len(entries) != len(rows):
			raise ValueError("a field stands in the library twice")
		for entry in entries.values():
			if entry.section not in SECTIONS or not entries.keys() >= set(entry.columns):
				raise ValueError(f"library: section or columns of {entry.name}")
		return cls(entries)

	def rows(self, name: str, **changes: Any) -> list[dict[str, Any]]:
		"""Rows of Appeal Field for an entry, a group with its columns; changes are of the first row. Raises KeyError."""
		entry = self.entries[name]
		made = [{**_plain(entry), **changes}]
		for column in entry.columns:
			made.append({**_plain(self.entries[column]), "parent_field": name})
		return made

	def missing_texts(self) -> list[str]:
		"""Names of entries without a label in each language, or with help in some languages only."""
		return [name for name, entry in self.entries.items() if not _worded(entry.row)]


def read(rows: Sequence[Row]) -> Library:
	"""The library of these rows; raises ValueError."""
	return Library.of(rows)


def _entry(row: Row) -> Entry:
	columns = tuple(map(str, row.get("columns", ())))
	return Entry(str(row["field_name"]), Kind(row["kind"]), str(row["section"]), columns, row)


def _plain(entry: Entry) -> dict[str, Any]:
	return {key: value for key, value in entry.row.items() if key not in _OWN}


def _worded(row: Row) -> bool:
	helped = {bool(row.get(f"help_{lang}")) for lang in LANGUAGES}
	return all(row.get(f"label_{lang}") for lang in LANGUAGES) and len(helped) == 1
