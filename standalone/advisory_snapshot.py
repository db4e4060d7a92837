"""script/advisory-snapshot: the dated, signed OSV records of the locked packages (security/osv). Runs by the Python of the bench.

A snapshot is made on a machine that reaches the databases: clones of github.com/pypa/advisory-database and
github.com/github/advisory-database, or an unpacked all.zip of osv.dev.
"""

import argparse
import base64
import json
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from packaging.utils import canonicalize_name

from esaylov.core import advisories
from standalone.environment import LOCK, NODE_LOCKS
from standalone.paths import ROOT, STANDALONE
from standalone.steps import Failure

FOLDER = ROOT / "security" / "osv"
CONTENT, SIGNATURE, PUBLIC_KEY = (
	FOLDER / name for name in ("snapshot.jsonl", "snapshot.sig", "public-key.txt")
)
PYTHON_LOCKS = (LOCK, *(STANDALONE / f"{name}.lock" for name in ("tools", "generator", "docs")))
NPM_LOCKS = (*NODE_LOCKS, STANDALONE / "linters" / "package-lock.json")
FIELDS = ("id", "aliases", "modified", "published", "withdrawn", "summary", "affected")
OF_AFFECTED = ("package", "ranges", "versions")


def main(words: Sequence[str]) -> int:
	"""Run a command; the exit code."""
	parser = argparse.ArgumentParser(description=__doc__)
	commands = parser.add_subparsers(dest="command", required=True)
	make = commands.add_parser("make", help="make and sign a snapshot")
	make.add_argument("sources", nargs="+", type=Path, metavar="FOLDER")
	make.add_argument("--taken-on", required=True, type=date.fromisoformat, metavar="DAY")
	make.add_argument("--key", required=True, type=Path, metavar="FILE")
	commands.add_parser("new-key", help="make a key pair").add_argument("key", type=Path, metavar="FILE")
	commands.add_parser("check", help="print findings in the locks as JSON")
	options = parser.parse_args(words)
	if options.command == "make":
		make_snapshot(options.sources, options.taken_on, options.key)
	elif options.command == "new-key":
		make_key(options.key)
	else:
		print(json.dumps(check_locks(date.today())))
	return 0


def make_key(path: Path) -> None:
	"""Write a new secret key to a file outside the repository, and its public key into the repository."""
	if path.resolve().is_relative_to(ROOT):
		raise Failure("the secret key does not belong into the repository: name a file outside of it")
	key = Ed25519PrivateKey.generate()
	path.touch(mode=0o600, exist_ok=False)
	path.write_text(base64.b64encode(key.private_bytes_raw()).decode() + "\n")
	FOLDER.mkdir(parents=True, exist_ok=True)
	PUBLIC_KEY.write_text(base64.b64encode(key.public_key().public_bytes_raw()).decode() + "\n")


def make_snapshot(sources: Sequence[Path], taken_on: date, key_file: Path) -> None:
	"""Write the records of the sources about locked packages, and their signature."""
	key = Ed25519PrivateKey.from_private_bytes(base64.b64decode(key_file.read_text()))
	wanted = {(ecosystem, name) for ecosystem, name, _ in locked_packages()}
	records = {record["id"]: record for source in sources for record in read_source(source, wanted)}
	found = sorted({part["package"]["ecosystem"] for one in records.values() for part in one["affected"]})
	heading = {
		"taken_on": taken_on.isoformat(),
		"ecosystems": found,
		"sources": [describe_source(source) for source in sources],
	}
	content, signature = advisories.sign_snapshot(heading, list(records.values()), key)
	CONTENT.write_bytes(content)
	SIGNATURE.write_text(signature + "\n")


def describe_source(folder: Path) -> str:
	"""Name and commit of a clone, or the name of a folder."""
	words = ["git", "-C", str(folder), "log", "-1", "--format=%H %cs"]
	done = subprocess.run(words, capture_output=True, text=True, check=False)
	return f"{folder.resolve().name} {done.stdout.strip()}".strip()


def read_source(folder: Path, wanted: set[tuple[str, str]]) -> Iterator[dict[str, Any]]:
	"""The records of a folder about packages (ecosystem, name), in the order of their files."""
	names = {name for _, name in wanted}
	for path in sorted([*folder.rglob("*.yaml"), *folder.rglob("*.json")]):
		text = path.read_text(encoding="utf-8")
		if path.suffix == ".json" and not any(f'"{name}"' in text for name in names):
			continue
		if path.suffix == ".yaml" and path.parent.name not in names:
			continue
		record = _parsed(path, text)
		if isinstance(record, dict) and "id" in record and _is_about(record, wanted):
			yield shortened(record, wanted)


def _parsed(path: Path, text: str) -> Any:
	import yaml  # type: ignore[import-untyped] # of the tests' packages: only `make` needs it

	if path.suffix == ".json":
		return json.loads(text)
	# this loader makes texts, lists and dicts alone: no versions as numbers, no days
	return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506


def _is_about(record: Mapping[str, Any], wanted: set[tuple[str, str]]) -> bool:
	return any(_key(part) in wanted for part in record.get("affected", ()))


def _key(part: Mapping[str, Any]) -> tuple[str, str]:
	package = part.get("package", {})
	ecosystem, name = str(package.get("ecosystem")), str(package.get("name"))
	return ecosystem, str(canonicalize_name(name)) if ecosystem == advisories.PYPI else name


def shortened(record: Mapping[str, Any], wanted: set[tuple[str, str]]) -> dict[str, Any]:
	"""What is compared and shown of a record; a valid OSV record still."""
	parts = [
		{key: part[key] for key in OF_AFFECTED if key in part}
		for part in record["affected"]
		if _key(part) in wanted
	]
	return {key: record[key] for key in FIELDS if key in record} | {"affected": parts}


def locked_packages() -> list[advisories.Package]:
	"""Every package of the locks, in order."""
	python = (advisories.read_python_lock(path.read_text(encoding="utf-8")) for path in PYTHON_LOCKS)
	npm = (advisories.read_npm_lock(path.read_text(encoding="utf-8")) for path in NPM_LOCKS)
	return sorted({package for lock in (*python, *npm) for package in lock})


def load_snapshot() -> advisories.Snapshot:
	"""The snapshot of the repository; raises SnapshotInvalid."""
	return advisories.read_snapshot(CONTENT.read_bytes(), SIGNATURE.read_text(), PUBLIC_KEY.read_text())


def check_locks(today: date) -> dict[str, Any]:
	"""Age in days, ecosystems without a record, and findings: name and version to ids."""
	snapshot, packages = load_snapshot(), locked_packages()
	found = snapshot.find_advisories(packages)
	return {
		"taken_on": snapshot.taken_on.isoformat(),
		"age_days": snapshot.age_days(today),
		"without_records": sorted({advisories.PYPI, advisories.NPM} - {*snapshot.ecosystems}),
		"found": [[name, list(ids)] for (_, name, _version), ids in sorted(found.items())],
		"packages": len(packages),
		"records": len(snapshot.records),
	}


if __name__ == "__main__":
	try:
		sys.exit(main(sys.argv[1:]))
	except (Failure, advisories.SnapshotInvalid) as problem:
		sys.exit(f"{problem}")
