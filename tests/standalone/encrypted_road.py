"""The bench of the tests of encryption: a MariaDB of its own that is stopped and started, and a copy of the site in it."""

import json
import os
import shutil
import subprocess
import sys
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from factories import keyring

from standalone import backing, byte_search, encryption, ports
from standalone.paths import ROOT, Bench

FROM = os.environ.get("FRAPPE_SITE", "test.localhost")
SITE = "encrypted.localhost"
RESTORED = "restored.localhost"
HERE = Path(__file__).parent
AS_ON_A_SERVER = "innodb_doublewrite = ON\n"
"""What the bench of development goes without: pages are written twice, and both have to be sealed."""


class Road:
	"""The bench with a database of its own, whose servers are started and stopped on the way."""

	def __init__(self, bench: Bench, folder: Path) -> None:
		self.bench, self.folder = bench, folder
		self.running = ExitStack()
		self.keyring, self.public = folder / "keyring", folder / "restorer.asc"
		self.client, self.secrets = folder / "client.cnf", folder / "secrets.json"

	def start(self) -> None:
		self.running.enter_context(backing.running(self.bench))

	def stop(self) -> None:
		"""Stop the servers: what they held is on the disk."""
		self.running.close()

	@property
	def mariadb(self) -> backing.Service:
		return next(service for service in backing.services(self.bench) if service.name == "MariaDB")

	@property
	def server(self) -> encryption.Server:
		return encryption.Server(self.client)

	@property
	def database(self) -> str:
		return str(json.loads((self.bench.sites / SITE / "site_config.json").read_text())["db_name"])

	def prepare(self) -> None:
		"""Options of the database, of its client, and a key for backups whose private half this machine would not have."""
		config = ports.read(self.bench)
		logs = self.bench.data / "logs"
		logs.mkdir()
		more = self.bench.config / "mariadb.d"
		more.mkdir(exist_ok=True)
		(more / "10-log.cnf").write_text(
			f"[mariadbd]\nlog_bin = {logs / 'binlog'}\nserver_id = 1\n{AS_ON_A_SERVER}"
		)
		if os.geteuid() == 0:
			shutil.chown(logs, backing.database_user(self.bench))
		self.client.write_text(
			f"[client]\nhost = {ports.LOOPBACK}\nport = {config['db_port']}\n"
			f"user = root\npassword = {config['root_password']}\n"
		)
		self.client.chmod(0o600)
		keyring.make(self.keyring, self.public)

	def run(self, *words: str, fails: bool = False, keyring: Path | None = None) -> str:
		"""What a program says. keyring: whose it is; without one the home of whoever runs the tests, which has no key of ours."""
		places = {"ESAYLOV_BENCH": str(self.bench.root), "PYTHONPATH": f"{ROOT}:{ROOT / 'tests'}"}
		answer = subprocess.run(
			words,
			cwd=self.bench.sites,
			env=os.environ | places | ({"GNUPGHOME": str(keyring)} if keyring else {}),
			capture_output=True,
			text=True,
		)
		assert bool(answer.returncode) is fails, answer.stdout[-3000:] + answer.stderr[-3000:]
		return answer.stdout + answer.stderr

	def script(self, name: str, *words: str, fails: bool = False, keyring: Path | None = None) -> str:
		return self.run(sys.executable, str(ROOT / "script" / name), *words, fails=fails, keyring=keyring)

	def at_rest(self, verb: str, *words: str, fails: bool = False) -> str:
		return self.script("encrypt-at-rest", verb, *words, fails=fails)

	def inside(self, part: str, *arguments: str, site: str = SITE) -> Any:
		told = self.run(str(self.bench.python), str(HERE / "on_encrypted.py"), site, part, *arguments)
		return json.loads(told.splitlines()[-1])

	def backup(self) -> Path:
		"""A backup sealed for the key; its folder."""
		to = self.folder / "backups"
		words = ["--to", str(to), "--secrets", str(self.secrets), "--seal-for", str(self.public)]
		self.script("backup", "--site", SITE, *words)
		return max(to.iterdir())

	def restore(self, backup: Path, keyring: Path | None, fails: bool = False) -> str:
		"""`script/restore` of a backup as another site, by whoever has the keyring."""
		words = [str(backup), "--secrets", str(self.secrets), "--site", RESTORED]
		return self.script("restore", *words, fails=fails, keyring=keyring)

	@property
	def asked(self) -> list[str]:
		return ["--defaults", str(self.client)]

	def place(self) -> list[str]:
		folders = {
			"--keys": self.folder / "medium",
			"--options": self.bench.config / "mariadb.d" / "60-encryption.cnf",
		}
		words = [str(word) for pair in folders.items() for word in pair]
		return [
			*words,
			"--data",
			str(self.bench.data / "mariadb"),
			"--owner",
			backing.database_user(self.bench),
		]

	def bytes_found(self, numbers: list[str]) -> dict[str, set[str]]:
		"""Where the numbers stand -> which: data folder, temporary files, binary logs, logs of the server and of the site."""
		places = {"data": self.bench.data, "logs": self.bench.logs, "site": self.bench.sites / SITE / "logs"}
		looked = {name: folder for name, folder in places.items() if any(folder.rglob("*"))}
		found = {name: byte_search.search([folder], numbers) for name, folder in looked.items()}
		return {
			str(path.relative_to(looked[name])): values
			for name, files in found.items()
			for path, values in files.items()
		}
