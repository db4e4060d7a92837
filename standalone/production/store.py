"""Where backups of a production machine lie, what each says of itself, and the site that they are of."""

import json
import os
import re
import subprocess
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from standalone.production.layout import AS_USER
from standalone.steps import Failure

FULL, LOG, NEW_FILES, SECRETS, MANIFEST = "full", "log", "files", "secrets", "manifest.json"
DATABASE, FILES = "database.sql.gz.gpg", "files.tar.gpg"
STAMP = "%Y%m%dT%H%M%SZ"
LOG_NAME = re.compile(r"\.(\d+)(?:\.gpg)?$")
MEMORY = Path("/run/esaylov-backup")
"""Where a binary log lies in the clear while it is sealed, or read: in memory, for root alone."""
RESULTS = "backup_results"
"""Folder of a site whose files say when a backup succeeded and failed: esaylov/setup/operating/backup_results.py reads it."""
CENSUS = "esaylov.setup.operating.inventory.census"
DEVIATIONS = "esaylov.setup.operating.inventory.deviations"
HOLD = "esaylov.framework.place.hold"
UTF = {"LANG": "C.UTF-8"}
ASKS = """
import json, sys
import frappe
frappe.init(sys.argv[1])
frappe.connect()
answer = frappe.get_attr(sys.argv[2])(*json.load(sys.stdin))
frappe.db.commit()
print(json.dumps(answer, default=str))
frappe.destroy()
"""
"""`bench execute`, but for its arguments: a census of many commissions is longer than a command line may be."""


@dataclass(frozen=True)
class Store:
	"""Where backups lie, and for whom they are sealed."""

	folder: Path
	recipient: Path

	@property
	def full(self) -> Path:
		return self.folder / FULL

	@property
	def log(self) -> Path:
		return self.folder / LOG

	@property
	def files(self) -> Path:
		"""Archives of the files that were new at each backup."""
		return self.folder / NEW_FILES

	@property
	def secrets(self) -> Path:
		return self.folder / SECRETS


@dataclass(frozen=True)
class Site:
	"""A site of a bench."""

	bench: Path
	name: str

	@property
	def folder(self) -> Path:
		return self.bench / "sites" / self.name

	@property
	def config(self) -> dict[str, Any]:
		"""Its own settings. Raises Failure where there is no such site."""
		path = self.folder / "site_config.json"
		if not path.is_file():
			raise Failure(f"there is no site {self.name} in {self.bench}")
		return dict(json.loads(path.read_text()))

	def note_backup(self, kind: str) -> None:
		"""Note that a backup succeeded, as the bench's user, whose links root would follow. Raises Failure."""
		folder = self.folder / RESULTS
		for words in (["mkdir", "-p", str(folder)], ["touch", str(folder / f"{kind}.done")]):
			if subprocess.run([*AS_USER, *words], cwd="/").returncode:
				raise Failure(f"the backup was made, but {folder} takes no note of it")

	def asked(self, function: str, *arguments: object) -> Any:
		"""What a function of the app answers, asked as the bench's user. function: its dotted path. Raises Failure."""
		command = [
			*AS_USER,
			str(self.bench / "env" / "bin" / "python"),
			"-c",
			ASKS,
			self.name,
			function,
		]
		told = json.dumps(arguments)
		done = subprocess.run(
			command,
			cwd=self.bench / "sites",
			input=told,
			capture_output=True,
			text=True,
			env=os.environ | UTF,
		)
		if done.returncode:
			lines = (done.stderr or done.stdout).strip().splitlines()
			raise Failure(f"{function} of {self.name} failed: {lines[-1] if lines else done.returncode}")
		return json.loads(done.stdout.splitlines()[-1])


@dataclass(frozen=True)
class Manifest:
	"""A whole backup: when it was taken, of which database, and the place in the binary log from which the rest follows."""

	folder: Path
	taken: datetime
	database: str
	log: str
	position: int
	said: dict[str, Any]


def number(name: str) -> int:
	"""The number of a binary log by its name. Raises Failure."""
	found = LOG_NAME.search(name)
	if not found:
		raise Failure(f"{name} is no binary log")
	return int(found[1])


def manifests(folder: Path) -> list[Manifest]:
	"""The whole backups of a folder, the oldest first."""
	paths = sorted((folder / FULL).glob(f"*/{MANIFEST}"))
	return sorted((_read(path) for path in paths), key=lambda each: each.taken)


def _read(path: Path) -> Manifest:
	said = json.loads(path.read_text())
	log, position = said["place"]
	return Manifest(
		path.parent, datetime.fromisoformat(said["taken"]), said["database"], log, int(position), said
	)


def memory() -> Path:
	"""A folder in memory for what is in the clear for a moment; systemd makes one for a unit."""
	folder = Path(os.environ.get("RUNTIME_DIRECTORY") or MEMORY)
	folder.mkdir(mode=0o700, parents=True, exist_ok=True)
	return folder
