"""What is put into the archive of an election, in which order; `package.txt` tells it to whoever opens one."""

import base64
import json
import re
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path, PurePosixPath
from typing import Any, Final

import frappe

from esaylov.core.records.payload import canonical
from esaylov.decisions.signatures import paper as decisions_paper
from esaylov.framework import clock
from esaylov.framework.files import content_store, whole_files
from esaylov.framework.files.spreadsheets import safe
from esaylov.framework.persistence import reads
from esaylov.setup.retention.archive import parts
from esaylov.setup.retention.archive.bag import Bag, pieces_of
from esaylov.setup.retention.archive.parts import Row, Scope, Tell, slug
from esaylov.setup.retention.rules import Rule, archived
from esaylov.trust import heads as trust_heads
from esaylov.trust import keys
from esaylov.trust.chains import export

ABOUT: Final = Path(__file__).with_name("package.txt")
RULES: Final = Path(__file__).parents[1] / "rules.csv"
ERASED: Final = "retention.erased"
DECISION, ATTACHMENT, CHANGE = "Decision", "Appeal Attachment", "Configuration Change"
LOGGED: Final = (
	*("name", "reference_doctype", "reference_name", "action", "status", "proposed_at", "decided_at"),
	*(
		"proposed_by",
		"supported_by",
		"decided_by",
		"note",
		"finding",
		"before",
		"after",
		"signature",
		"event",
	),
)
"""Columns of the log of configuration that are in an archive."""
SIGNERS: Final = (("signature", ""), ("secretary_signature", ".secretary"))
Missing = tuple[str, str, str]
"""A paper by DocType and name of its row, and what it was called."""
MOST_TOLD: Final = 20
"""Papers that are missing which a refusal names."""


class Incomplete(Exception):
	"""Papers that are not there, or hold other bytes than were stored; `papers` names them."""

	def __init__(self, papers: list["Missing"]) -> None:
		super().__init__(str(papers[:MOST_TOLD]))
		self.papers = papers


@dataclass(slots=True)
class Packed:
	"""What is in a package. rows: by DocType. manifest_sha256: of its tag manifest, which covers all."""

	rows: dict[str, int] = field(default_factory=dict)
	papers: int = 0
	files: int = 0
	manifest_sha256: str = ""


def outline(scope: Scope) -> dict[str, int]:
	"""How many rows of each DocType would be in it; nothing is written."""
	return {rule.doctype: parts.count(rule, scope) for rule in archived()}


def steps(rows: Mapping[str, int]) -> int:
	"""How many steps `build` tells of in all."""
	return sum(rows[rule.doctype] * (3 if rule.has_papers else 2) for rule in archived()) + rows[DECISION]


def draw(scope: Scope, folder: Path, tell: Tell) -> None:
	"""Draw the papers of the decisions into a folder, where they wait: whoever begins again draws the rest."""
	rule = next(rule for rule in archived() if rule.doctype == DECISION)
	for rows in parts.batches(rule, scope):
		for row in rows:
			path = folder / f"{row['name']}.pdf"
			if not path.exists():
				whole_files.write(
					path, decisions_paper.pdf(row["name"], "Administrator")[1]
				)  # the system's own step
			tell(1)


def build(path: Path, folder: Path, scope: Scope, info: Mapping[str, str], tell: Tell) -> Packed:
	"""Write the package of an election to a new file. folder: where `draw` has put papers. Raises Incomplete, OSError."""
	packed, lists, missing = Packed(), set[str](), list[Missing]()
	with Bag(path, str(info["External-Identifier"]), clock.now()) as bag:
		bag.add("election.json", [_election(scope.election)])
		for rule in archived():
			packed.rows[rule.doctype] = _add_rows(bag, rule, scope, lists, tell)
		bag.add("signatures/signed-list.jsonl", _signed_lists(lists))
		_add_decisions(bag, scope, folder)
		packed.papers = _add_papers(bag, scope, folder, missing, tell)
		if missing:
			raise Incomplete(missing)
		_add_records(bag)
		packed.manifest_sha256 = bag.close(info, ABOUT.read_text(encoding="utf-8"), _signed)
		packed.files = bag.files
	return packed


def _signed(content: bytes) -> dict[str, str]:
	key_id = keys.server_key_id()
	public = base64.b64encode(keys.public_keys()[key_id].public_bytes_raw()).decode()
	return {"key_id": key_id, "public_key": public, "signature": keys.server_sign(content)}


def _election(name: str) -> bytes:
	own = parts.columns("Election")
	row: Row = dict(reads.row("Election", {"name": name}, own) or {})
	contests = frappe.get_all("Election Contest", {"parent": name}, pluck="election_type", order_by="idx asc")
	return parts.lines([{**row, "election_types": contests}])


def _add_rows(bag: Bag, rule: Rule, scope: Scope, lists: set[str], tell: Tell) -> int:
	found = 0

	def counted(count: int) -> None:
		nonlocal found
		found += count
		tell(count)

	name = slug(rule.doctype)
	bag.add(f"registers/{name}.jsonl", parts.as_json(rule, scope, counted))
	bag.add(f"registers/{name}.csv", parts.as_csv(rule, scope, tell))
	bag.add(f"signatures/{name}.jsonl", parts.signatures(rule, scope, lists))
	return found


def _signed_lists(names: Iterable[str]) -> Iterator[bytes]:
	own = parts.columns("Signed List")
	for name in sorted(names):
		yield parts.lines(map(dict, reads.rows("Signed List", {"name": name}, own)))


def _add_decisions(bag: Bag, scope: Scope, folder: Path) -> None:
	rule = next(rule for rule in archived() if rule.doctype == DECISION)
	for rows in parts.batches(rule, scope):
		named = [row[column] for row in rows for column, _ in SIGNERS if row.get(column)]
		where = {"name": ["in", [*named, ""]], "reference_doctype": DECISION}
		held = {row.name: row.cms for row in frappe.get_all(parts.SIGNATURE, where, ["name", "cms"])}
		for row in rows:
			start = f"decisions/{row['name']}"
			bag.add(f"{start}.json", [str(row["payload"] or "").encode()])
			bag.add(f"{start}.pdf", pieces_of(folder / f"{row['name']}.pdf"))
			for column, whose in SIGNERS:
				if cms := held.get(row.get(column)):
					bag.add(f"{start}{whose}.p7s", [base64.b64decode(cms)])


def _add_papers(bag: Bag, scope: Scope, folder: Path, missing: list["Missing"], tell: Tell) -> int:
	"""The files of rows, each content once, and the list of what belongs to which row; how many contents."""
	packed, path = set[str](), folder / parts.INDEX
	with path.open("wb") as index:
		index.write(parts.csv_of([("doctype", "name", "file_name", "sha256")]))
		for rule in archived():
			if not rule.has_papers:
				continue
			for rows in parts.batches(rule, scope, tell):
				for paper in _papers(rule.doctype, [row["name"] for row in rows]):
					_add_paper(bag, paper, packed, missing)
					index.write(
						parts.csv_of([(paper.doctype, paper.name, safe(paper.file_name), paper.sign)])
					)
	bag.add(parts.INDEX, pieces_of(path))
	return len(packed)


def _add_paper(bag: Bag, paper: "Paper", packed: set[str], missing: list["Missing"]) -> None:
	is_there = bool(paper.sign) and (not paper.wanted or paper.sign in paper.wanted)
	if is_there and not missing and paper.sign not in packed:
		packed.add(paper.sign)
		ending = PurePosixPath(paper.file_name).suffix.lower()
		sign = bag.add(f"papers/{paper.sign}{ending}", pieces_of(content_store.path_of(paper.file)))
		is_there = sign == paper.sign  # not changed between two looks
	if not is_there:
		missing.append((paper.doctype, paper.name, paper.file_name))


@dataclass(frozen=True, slots=True)
class Paper:
	"""A file of a row. file: its record, None where there is none. wanted: the hashes that it may have; sign: the one that it has."""

	doctype: str
	name: str
	file: Any
	wanted: frozenset[str]
	sign: str

	@property
	def file_name(self) -> str:
		"""What it was called when it was stored."""
		return str(self.file.file_name or "") if self.file else ""


def _papers(doctype: str, names: list[str]) -> Iterator[Paper]:
	"""Files that rows name as attached, and those that hang on them."""
	attached = frappe.get_all(
		ATTACHMENT,
		{"parenttype": doctype, "parent": ["in", names]},
		["parent", "file", "sha256", "stored_sha256"],
		order_by="parent asc, idx asc",
	)
	hung = {"attached_to_doctype": doctype, "attached_to_name": ["in", names]}
	columns = [*content_store.COLUMNS, "attached_to_name"]
	others = frappe.get_all("File", hung, columns, order_by="attached_to_name asc, name asc")
	named = {"name": ["in", [*(row.file for row in attached if row.file), ""]]}
	files = {row.name: row for row in (*others, *frappe.get_all("File", named, columns))}
	signed = [
		(row.parent, files.get(row.file), frozenset({row.stored_sha256 or row.sha256})) for row in attached
	]
	told = {row.file for row in attached}
	signed += [
		(row.attached_to_name, row, frozenset(content_store.bound(row)))
		for row in others
		if row.name not in told
	]
	for name, file, wanted in signed:
		yield Paper(doctype, name, file, wanted, content_store.sign_of(file) if file else "")


def _add_records(bag: Bag) -> None:
	for head in trust_heads.current():
		bag.add(f"chains/{head.commission}.jsonl", export.lines(head.commission))
	latest = trust_heads.latest()
	if latest and (heads := trust_heads.published(latest[0]["number"])):
		bag.add("heads.json", [canonical(asdict(heads))])
	bag.add("configuration.jsonl", _log())
	bag.add("retention/rules.csv", [RULES.read_bytes()])
	bag.add("retention/record.jsonl", _record())


def _log() -> Iterator[bytes]:
	start = 0
	while rows := frappe.get_all(
		CHANGE,
		{"event": ["is", "set"]},
		list(LOGGED),
		order_by="recorded_at asc, name asc",
		limit_start=start,
		limit=parts.BATCH,
	):
		yield parts.lines(rows)
		start += len(rows)


def _record() -> Iterator[bytes]:
	fields = ["commission", "sequence", "at", "body", "hash"]
	for row in frappe.get_all(
		"Chain Event", {"kind": ERASED}, fields, order_by="commission asc, sequence asc"
	):
		with suppress(ValueError):
			row["body"] = json.loads(row["body"])
		yield parts.lines([row])


def folder_of(archive: Any) -> str:
	"""The name of the package, and of the folder in it."""
	return f"election-{re.sub('[^a-z0-9]+', '-', str(archive.election).lower()).strip('-')}-archive-{archive.version}"


def described(archive: Any, made_at: datetime) -> dict[str, str]:
	"""The lines of `bag-info.txt` about an archive."""
	title, commission = (
		frappe.db.get_value("Election", archive.election, "title_uz"),
		frappe.db.get_value("Election Commission", {"level": "CEC"}, "title_uz", order_by="lft asc"),
	)
	told = {
		"Source-Organization": commission,
		"External-Description": title,
		"External-Identifier": folder_of(archive),
		"Bagging-Date": made_at.date().isoformat(),
		"Esaylov-Election": archive.election,
		"Esaylov-Archive": archive.name,
		"Esaylov-Version": archive.version,
		"Esaylov-Rows-Until": archive.rows_until,
		"Esaylov-Supersedes-SHA256": archive.get("supersedes_sha256") or "",
	}
	return {label: " ".join(str(value or "").split()) for label, value in told.items()}
