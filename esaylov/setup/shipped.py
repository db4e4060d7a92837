"""Loads the data that the app ships: after install and after each migrate.

New records are added; records that nobody changed on the site are updated; records that were changed on the site are
kept, and the difference is printed and stands in their Shipped Record; records deleted on the site stay deleted.

Data lies in sub-folders of `fixtures/` (a `.json` directly in `fixtures/` would be imported over the site by every
migrate) and in the module's `workflow/` folder (which no version of Frappe syncs). A `.json` file holds one document or
a list; a `.csv` file holds rows of the DocType that its name spells (`election_stage.csv`), columns named by field.
Documents named by hash carry their name.
"""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from esaylov.setup import shipped_values as values
from esaylov.setup import shipped_write as write

APP = Path(__file__).parents[1]
FIRST = (
	"territories",
	"parties",
	"election_types",
	"elections",
	"statutes",
	"commissions",
	"certificate_kinds",
	"sms_templates",
	"decision_matters",
	"appeal_types",
	"refusal_grounds",
	"decision_texts",
)
"""Folders in the order in which their links need it; others follow by name, workflows come last."""

Content = dict[str, object]


@dataclass(slots=True)
class Report:
	"""What a run did. `kept` maps (DocType, name) to the fields that differ: value on the site, value shipped."""

	added: list[tuple[str, str]] = field(default_factory=list)
	updated: list[tuple[str, str]] = field(default_factory=list)
	deleted: list[tuple[str, str]] = field(default_factory=list)
	kept: dict[tuple[str, str], values.Difference] = field(default_factory=dict)

	def lines(self) -> list[str]:
		"""The report for a person who migrates; empty when nothing happened."""
		if not (self.added or self.updated or self.kept):
			return []
		counts = (
			f"{len(self.added)} added, {len(self.updated)} updated, {len(self.kept)} kept as changed here"
		)
		return [f"Shipped data: {counts}", *(_kept_line(key, fields) for key, fields in self.kept.items())]


def load(folder: str | None = None) -> Report:
	"""Load everything, or one sub-folder of `fixtures/`; prints the report and returns it."""
	report = Report()
	for doctype, contents in _grouped(folder):
		_load(doctype, contents, report)
	for line in report.lines():
		print(line)
	return report


def files() -> list[Path]:
	"""The files in the order of loading."""
	folders = sorted(path for path in (APP / "fixtures").iterdir() if path.is_dir())
	folders.sort(key=lambda path: FIRST.index(path.name) if path.name in FIRST else len(FIRST))
	found = [
		path for folder in folders for path in sorted(folder.rglob("*")) if path.suffix in (".json", ".csv")
	]
	return [*found, *sorted((APP / "esaylov" / "workflow").rglob("*.json"))]


def read(path: Path) -> list[Content]:
	"""The documents of one file, each with its `doctype`; empty cells of a CSV are left out."""
	if path.suffix == ".csv":
		doctype = path.stem.replace("_", " ").title()
		with path.open(encoding="utf-8", newline="") as rows:
			return [
				{"doctype": doctype, **{key: cell for key, cell in row.items() if cell}}
				for row in csv.DictReader(rows)
			]
	read_json = json.loads(path.read_text(encoding="utf-8"))
	return read_json if isinstance(read_json, list) else [read_json]


def _grouped(folder: str | None) -> Iterator[tuple[str, dict[str, tuple[str, Content]]]]:
	"""Runs of documents of one DocType, in file order: DocType, then name to (file, content)."""
	run: dict[str, tuple[str, Content]] = {}
	current = ""
	for path in files():
		if folder and path.parent.name != folder:
			continue
		for content in read(path):
			doctype = str(content["doctype"])
			if doctype != current and run:
				yield current, run
				run = {}
			current = doctype
			run[values.name_of(content)] = (path.relative_to(APP).as_posix(), content)
	if run:
		yield current, run


def _load(doctype: str, contents: dict[str, tuple[str, Content]], report: Report) -> None:
	if doctype in write.BULK:
		write.note_parents(doctype)  # a site of before lacks it
	shipped = {name: values.of_content(content) for name, (_, content) in contents.items()}
	on_site = values.on_site(doctype, shipped)
	records = write.records(doctype, list(contents))
	new = {}
	for name, (file, content) in contents.items():
		key, record = (doctype, name), records.get(name)
		if name not in on_site:
			if record is None:
				new[name] = content
				report.added.append(key)
			else:
				report.deleted.append(key)
				write.mark(record, "Deleted on site")
		elif record is None and on_site[name] != shipped[name]:
			report.kept[key] = values.difference(on_site[name], shipped[name])
			write.make_record(doctype, name, file, shipped[name], shipped[name], report.kept[key])
		elif record is None:
			write.make_record(doctype, name, file, shipped[name], shipped[name])
		else:
			_compare(key, content, shipped[name], on_site[name], record, report)
	write.insert(doctype, new)
	written = values.on_site(doctype, {name: shipped[name] for name in new})
	write.make_records(doctype, [(name, contents[name][0], shipped[name], written[name]) for name in new])


def _compare(
	key: tuple[str, str],
	content: Content,
	shipped: values.Values,
	on_site: values.Values,
	record: write.Record,
	report: Report,
) -> None:
	"""A record that was loaded before: was it changed here, was it changed in the shipped data?"""
	is_new_version = record.content_hash != values.hash_of(shipped)
	loaded = values.of_today(key[0], record.loaded())
	changed_here = (
		values.on_site(key[0], {key[1]: loaded})[key[1]] != loaded if is_new_version else on_site != loaded
	)
	if not changed_here and is_new_version:
		write.update(*key, content)
		report.updated.append(key)
		write.mark_loaded(record, shipped, values.on_site(key[0], {key[1]: shipped})[key[1]])
	elif changed_here and on_site == shipped:
		write.mark_loaded(record, shipped, on_site)
	elif changed_here:
		report.kept[key] = values.difference(on_site, shipped)
		write.mark(record, "Kept", report.kept[key])
	elif record.status != "Loaded":
		write.mark(record, "Loaded")


def _kept_line(key: tuple[str, str], fields: values.Difference) -> str:
	parts = "; ".join(
		f"{name}: {pair['site']!r:.60} here, {pair['shipped']!r:.60} shipped" for name, pair in fields.items()
	)
	return f"  kept {key[0]} {key[1]}: {parts}"
