"""Known vulnerabilities of packages: records in the OSV format (schema 1.6), which versions they affect, and the
signed snapshot of them.

A snapshot is JSON lines: a heading with the day of its data and its sources, then one record a line, sorted by id. A
detached Ed25519
signature covers DOMAIN and exactly these bytes.
"""

import base64
import binascii
import json
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from packaging.utils import canonicalize_name
from packaging.version import InvalidVersion, Version

from esaylov.core.records.payload import canonical

DOMAIN: Final = b"esaylov-osv-snapshot\x00"
DOCUMENT: Final = "OSV snapshot"
OLDEST_DAYS: Final = 7
PYPI, NPM = "PyPI", "npm"
SEMVER: Final = re.compile(r"(\d+)\.(\d+)\.(\d+)(?:-([0-9A-Za-z.-]+))?(?:\+.*)?")
PINNED: Final = re.compile(r"^([A-Za-z0-9][\w.-]*)==([^\s;\\]+)", re.MULTILINE)
Package = tuple[str, str, str]
"""Ecosystem, name and version."""


class SnapshotInvalid(ValueError):
	"""A snapshot that was changed, or that another key signed."""


@dataclass(frozen=True, slots=True)
class Snapshot:
	"""taken_on: the day of the oldest of its sources; ecosystems: those that it has records of."""

	taken_on: date
	ecosystems: tuple[str, ...]
	records: tuple[Mapping[str, Any], ...]

	def age_days(self, today: date) -> int:
		"""Days since its data was taken."""
		return (today - self.taken_on).days

	def find_advisories(self, packages: Sequence[Package]) -> dict[Package, tuple[str, ...]]:
		"""The packages that a record affects, each with the ids of the records."""
		found = {
			package: tuple(str(record["id"]) for record in self.records if is_affected(record, *package))
			for package in packages
		}
		return {package: ids for package, ids in found.items() if ids}


def sign_snapshot(
	heading: Mapping[str, Any], records: Sequence[Mapping[str, Any]], key: Ed25519PrivateKey
) -> tuple[bytes, str]:
	"""The bytes of a snapshot and its detached signature in Base64."""
	lines = [
		{**heading, "document": DOCUMENT, "version": 1},
		*sorted(records, key=lambda one: str(one["id"])),
	]
	content = b"".join(canonical(dict(line)) + b"\n" for line in lines)
	return content, base64.b64encode(key.sign(DOMAIN + content)).decode()


def read_snapshot(content: bytes, signature: str, public_key: str) -> Snapshot:
	"""A snapshot whose signature holds. public_key: 32 bytes in Base64. Raises SnapshotInvalid."""
	try:
		key = Ed25519PublicKey.from_public_bytes(base64.b64decode(public_key.strip(), validate=True))
		key.verify(base64.b64decode(signature.strip(), validate=True), DOMAIN + content)
		heading, *records = (json.loads(line) for line in content.splitlines())
		taken_on = date.fromisoformat(heading["taken_on"])
	except InvalidSignature:
		raise SnapshotInvalid("the signature does not hold") from None
	except (ValueError, KeyError, TypeError, binascii.Error):
		raise SnapshotInvalid("it is not a snapshot") from None
	if (heading["document"], heading["version"]) != (DOCUMENT, 1):
		raise SnapshotInvalid("it is not a snapshot of version 1")
	return Snapshot(taken_on, tuple(heading["ecosystems"]), tuple(records))


def is_affected(record: Mapping[str, Any], ecosystem: str, name: str, version: str) -> bool:
	"""Whether a record that was not withdrawn affects this version of a package."""
	if record.get("withdrawn"):
		return False
	return any(
		_is_package(part.get("package", {}), ecosystem, name)
		and (version in part.get("versions", ()) or _is_in_ranges(part, ecosystem, version))
		for part in record.get("affected", ())
	)


def _is_package(package: Mapping[str, str], ecosystem: str, name: str) -> bool:
	if package.get("ecosystem") != ecosystem:
		return False
	other = str(package.get("name"))
	return canonicalize_name(other) == canonicalize_name(name) if ecosystem == PYPI else other == name


def _is_in_ranges(part: Mapping[str, Any], ecosystem: str, version: str) -> bool:
	ranges = (one["events"] for one in part.get("ranges", ()) if one["type"] in ("ECOSYSTEM", "SEMVER"))
	return any(_is_in_range(events, ecosystem, version) for events in ranges)


def _is_in_range(events: Sequence[Mapping[str, str]], ecosystem: str, version: str) -> bool:
	"""The evaluation of the OSV schema: the last event at or before the version decides. An unreadable version
	counts as affected."""
	order: Callable[[str], Any] = order_pypi if ecosystem == PYPI else order_npm
	steps = [(kind, value) for event in events for kind, value in event.items()]
	try:
		steps.sort(key=lambda step: (order(step[1]), step[0] == "introduced"))
		wanted, is_in = order(version), False
		for kind, value in steps:
			is_reached = order(value) < wanted if kind == "last_affected" else order(value) <= wanted
			if is_reached and kind != "limit":
				is_in = kind == "introduced"
	except (InvalidVersion, ValueError):
		return True
	return is_in


def order_pypi(version: str) -> Version:
	"""A version of a Python package as it is compared; `0` is before all."""
	return Version("0.dev0") if version == "0" else Version(version)


def order_npm(version: str) -> tuple[Any, ...]:
	"""A version by the rules of Semantic Versioning 2.0 as it is compared; `0` is before all. Raises ValueError."""
	if version == "0":
		return (-1,)
	match = SEMVER.fullmatch(version)
	if not match:
		raise ValueError(version)
	parts = (match[4] or "").split(".") if match[4] else []
	# a number is before a text, and a release after its pre-releases
	pre = tuple((0, int(part), "") if part.isdigit() else (1, 0, part) for part in parts)
	return (*map(int, match.groups()[:3]), (0, pre) if pre else (1, ()))


def read_python_lock(text: str) -> Iterator[Package]:
	"""The pinned packages of a lock file of pip."""
	return ((PYPI, str(canonicalize_name(name)), version) for name, version in PINNED.findall(text))


def read_npm_lock(text: str) -> Iterator[Package]:
	"""The packages of a package-lock.json (version 2 or 3) from the registry."""
	for path, row in json.loads(text)["packages"].items():
		name = path.rpartition("node_modules/")[2]
		if name and "node_modules/" in path and not row.get("link"):
			yield NPM, str(row.get("name", name)), str(row["version"])
