"""Steps of an installation that are more than a command: settings of the bench, the site with a login of MariaDB for its making alone."""

import json
import secrets
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from standalone import encryption
from standalone.files import write
from standalone.production import texts
from standalone.production.actions import Machine
from standalone.production.layout import AS_USER, SETTINGS, USER, Layout
from standalone.steps import Failure

Act = Callable[[Machine], None]
LOGIN = "esaylov_setup"
"""Of MariaDB, while a site is made."""
HOSTS = ("localhost", "127.0.0.1")
FOR_THE_MAKING = ("root_login", "root_password", "admin_password")
"""Settings that bench reads in place of words on its command line, which everybody on the machine could see."""


def environment(layout: Layout) -> dict[str, str]:
	"""What programs of the bench's user are told."""
	return {
		"HOME": str(layout.home),
		"PATH": layout.programs,
		"LANG": "C.UTF-8",
		# no interpreter from elsewhere: the one that was checked
		"UV_PYTHON_DOWNLOADS": "never",
	}


def missing() -> str:
	"""What a file that bench should have made raises."""
	raise Failure("bench ended well and left no site: look at what it said above")


def make_room(folder: Path) -> Act:
	"""Before a folder is made: what an interrupted run left of it goes, what is somebody's stays. Raises Failure then."""

	def begin(machine: Machine) -> None:
		there = machine.at(folder)
		if not there.exists():
			return
		if not machine.is_again:
			raise Failure(
				f"{folder} is there, and was not made by this command: move it, or name another machine"
			)
		shutil.rmtree(there)

	return begin


def password(machine: Machine) -> str:
	"""Of both Redis."""
	return machine.at(SETTINGS / "redis-password").read_text().strip()


def settle(layout: Layout, machine: Machine) -> None:
	"""Our settings into the bench's own file, the others as they are."""
	_set(layout, machine, texts.settings(layout, password(machine)))


def _set(layout: Layout, machine: Machine, values: dict[str, Any]) -> None:
	"""Set values, and take away those that are None."""
	path = machine.at(layout.common)
	former = json.loads(path.read_text()) if path.exists() else {}
	config = {name: value for name, value in (former | values).items() if value is not None}
	owners = (USER, USER) if machine.is_owned else ("", "")
	write(path, json.dumps(config, indent=1, sort_keys=True), 0o600, *owners)


def make(layout: Layout, machine: Machine) -> None:
	"""bench new-site, as the bench's user. Raises Failure; no login and no password of its making is left then either."""
	if machine.at(layout.folder).exists() and not machine.is_again:
		raise Failure(f"{layout.folder} is there, and was not made by this command")
	administrator = machine.at(SETTINGS / "administrator").read_text().strip()
	with _login(layout, machine, administrator):
		words = [*AS_USER, "bench", "new-site", layout.site]
		words += ["--force"] if machine.is_again else []
		machine.run(words, layout.bench, environment(layout))
	_renew(layout, machine)


def _renew(layout: Layout, machine: Machine) -> None:
	"""Another password for the site's database: the framework wrote the first one into its log, with the statement that made the login."""
	path = machine.at(layout.folder / "site_config.json")
	config, server, word = json.loads(path.read_text()), encryption.Server(), secrets.token_urlsafe(32)
	user = config.get("db_user") or config["db_name"]
	# to a client that knows no parameters; the framework made the name
	hosts = server.ask(f"SELECT Host FROM mysql.user WHERE User = '{user}'")  # noqa: S608
	server.ask(";\n".join(f"ALTER USER '{user}'@'{host}' IDENTIFIED BY '{word}'" for (host,) in hosts))
	owners = (USER, USER) if machine.is_owned else ("", "")
	write(path, json.dumps(config | {"db_password": word}, indent=1, sort_keys=True), 0o600, *owners)


@contextmanager
def _login(layout: Layout, machine: Machine, administrator: str) -> Iterator[None]:
	"""A login that may make databases, known to the bench by its settings, for a block."""
	server, word = encryption.Server(), secrets.token_urlsafe(32)
	server.ask(";\n".join(statements(word)))
	_set(layout, machine, dict(zip(FOR_THE_MAKING, (LOGIN, word, administrator), strict=True)))
	try:
		yield
	finally:
		_set(layout, machine, dict.fromkeys(FOR_THE_MAKING))
		server.ask(";\n".join(f"DROP USER IF EXISTS '{LOGIN}'@'{host}'" for host in HOSTS))


def statements(word: str) -> list[str]:
	"""What makes the login; its password is of letters, digits, - and _."""
	made = [f"CREATE OR REPLACE USER '{LOGIN}'@'{host}' IDENTIFIED BY '{word}'" for host in HOSTS]
	return [
		*made,
		*(f"GRANT ALL PRIVILEGES ON *.* TO '{LOGIN}'@'{host}' WITH GRANT OPTION" for host in HOSTS),
	]
