"""The signed snapshot of known vulnerabilities (security/osv of the repository), and which installed packages it names."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib import metadata
from pathlib import Path

from packaging.utils import canonicalize_name

import esaylov
from esaylov.core.advisories import OLDEST_DAYS, PYPI, Snapshot, SnapshotInvalid, read_snapshot

SECURITY = Path(esaylov.__file__).resolve().parents[1] / "security"


@dataclass(frozen=True, slots=True)
class Looked:
	"""age_days: of the snapshot, None where there is none; invalid: why it cannot be used; found: package and
	version with ids."""

	age_days: int | None
	invalid: str = ""
	found: tuple[str, ...] = ()

	@property
	def is_old(self) -> bool:
		return self.age_days is None or self.age_days > OLDEST_DAYS


def snapshot_age_days(today: date) -> int | None:
	"""Days since the data of the snapshot was taken; None where there is none that can be used."""
	try:
		return load_snapshot().age_days(today)
	except (OSError, SnapshotInvalid):
		return None


def look_up_installed(today: date) -> Looked:
	"""What the snapshot says of the Python packages of this environment that is not accepted."""
	try:
		snapshot = load_snapshot()
	except OSError:
		return Looked(None, "there is none")
	except SnapshotInvalid as problem:
		return Looked(None, str(problem))
	installed = sorted(
		{(PYPI, str(canonicalize_name(one.name)), one.version) for one in metadata.distributions()}
	)
	accepted = _accepted_ids(today)
	found = (
		f"{name} {version}: {', '.join(left)}"
		for (_, name, version), ids in snapshot.find_advisories(installed).items()
		if (left := [one for one in ids if (name, one) not in accepted])
	)
	return Looked(snapshot.age_days(today), "", tuple(found))


def load_snapshot() -> Snapshot:
	"""The snapshot beside this app; raises OSError where there is none, SnapshotInvalid where it was changed."""
	folder = SECURITY / "osv"
	return _read(folder, (folder / "snapshot.jsonl").stat().st_mtime_ns)


@lru_cache(maxsize=2)
def _read(folder: Path, changed: int) -> Snapshot:
	return read_snapshot(
		(folder / "snapshot.jsonl").read_bytes(),
		(folder / "snapshot.sig").read_text(encoding="utf-8"),
		(folder / "public-key.txt").read_text(encoding="utf-8"),
	)


def _accepted_ids(today: date) -> set[tuple[str, str]]:
	known = tomllib.loads((SECURITY / "advisories.toml").read_text(encoding="utf-8"))
	return {(row["package"], row["id"]) for row in known.get("accepted", []) if today <= row["until"]}
