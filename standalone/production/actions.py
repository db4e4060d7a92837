"""What an installation consists of: folders, files, links, commands and steps of Python, each done once, or told and not done.

A file that is as it should be stays. A command is done again when what it depends on has changed since it succeeded; that is
noted in a folder of its own, so that a run that was ended anywhere goes on where it was.
"""

import os
import stat
import subprocess
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from standalone.files import give, write
from standalone.production.layout import AS_USER, STATE, USER
from standalone.steps import Failure, fingerprint

HIDDEN = "(made when it is written, and not shown)"


@dataclass(frozen=True)
class Folder:
	"""A folder with its rights."""

	path: Path
	mode: int = 0o755
	owner: str = "root"


@dataclass(frozen=True)
class File:
	"""A file with its text and rights. make: gives the text of a secret, once; it stays then. fill: gives a text with secrets."""

	path: Path
	text: str = ""
	mode: int = 0o644
	owner: str = "root"
	make: Callable[[], str] | None = None
	fill: Callable[["Machine"], str] | None = None


@dataclass(frozen=True)
class Link:
	"""A symbolic link; `target` "" takes it away."""

	path: Path
	target: str


@dataclass(frozen=True)
class Command:
	"""A program. name: it is done once under it, and again when `inputs` are others. is_users: in the name of the bench's user."""

	name: str
	words: Sequence[str]
	inputs: str = ""
	is_users: bool = False
	folder: Path | None = None
	environment: Mapping[str, str] = field(default_factory=dict)
	begin: Callable[["Machine"], None] | None = None
	"""Called before it. May raise Failure."""


@dataclass(frozen=True)
class Step:
	"""A step of Python. told: what it does, in words. It is done once under its name, and again when `inputs` are others."""

	name: str
	told: str
	act: Callable[["Machine"], None]
	inputs: str = ""


@dataclass(frozen=True)
class Check:
	"""Asked in each run, also in a rehearsal where that is possible; raises Failure."""

	told: str
	ask: Callable[["Machine"], str]
	"""What was seen, in words."""


Action = Folder | File | Link | Command | Step | Check
Run = Callable[[list[str], Path | None, Mapping[str, str] | None], None]


def run(words: list[str], folder: Path | None, environment: Mapping[str, str] | None) -> None:
	"""Run a program with what it says shown; Failure where it does not succeed, without what it was told in its environment."""
	more = os.environ | dict(environment or {})
	try:
		code = subprocess.run(words, cwd=folder, env=more, stdin=subprocess.DEVNULL).returncode
	except FileNotFoundError:
		raise Failure(f"the program {words[0]} is missing") from None
	if code:
		raise Failure(
			f"{' '.join(words)} ended with {code}; mend it and run the same again, it goes on from here"
		)


@dataclass
class Machine:
	"""Where actions are done. root: "/", or a folder in its place in tests. told: what is said, line by line."""

	told: Callable[[str], None]
	run: Run = run
	root: Path = Path("/")
	is_owned: bool = True
	"""Whether owners are given; only root can."""
	is_again: bool = False
	"""Whether what is being done was begun by an earlier run, and did not end."""

	def at(self, path: Path) -> Path:
		"""A path of the machine where this process finds it."""
		return self.root / path.relative_to("/")

	def owners(self, owner: str) -> tuple[str, str]:
		"""User and group of an owner, `user` or `user:group`; none where they cannot be given."""
		user, _, group = owner.partition(":")
		return (user, group or user) if self.is_owned else ("", "")

	@property
	def state(self) -> Path:
		return self.at(STATE)

	def is_done(self, name: str, inputs: str) -> bool:
		stamp = self.state / name
		return stamp.is_file() and stamp.read_text() == fingerprint(inputs)

	def do(self, name: str, inputs: str, act: Callable[[], None]) -> None:
		"""Do something that is noted as done only when it has ended."""
		self.state.mkdir(parents=True, exist_ok=True, mode=0o700)
		begun = self.state / f"{name}.begun"
		self.is_again = begun.exists()
		begun.touch()
		act()
		(self.state / name).write_text(fingerprint(inputs))
		begun.unlink()


def perform(actions: Sequence[Action], machine: Machine) -> int:
	"""Do what is not as it should be, in order; how much that was. Raises Failure."""
	return sum(_perform(action, machine) for action in actions)


def rehearse(actions: Sequence[Action], machine: Machine) -> int:
	"""Tell everything that would be done, and do nothing; how much that is. Raises Failure where a check does."""
	return sum(_rehearse(action, machine) for action in actions)


def _perform(action: Action, machine: Machine) -> bool:
	if isinstance(action, Check):
		machine.told(f"• {action.told}: {action.ask(machine)}")
		return False
	if is_there(action, machine):
		return False
	machine.told(f"• {said(action)}")
	if isinstance(action, Folder):
		_make_folder(action, machine)
	elif isinstance(action, File):
		_write(action, machine)
	elif isinstance(action, Link):
		_make_link(action, machine)
	else:
		_do(action, machine)
	return True


def _rehearse(action: Action, machine: Machine) -> bool:
	if isinstance(action, Check):
		machine.told(f"• {action.told}: {action.ask(machine)}")
		return False
	if is_there(action, machine):
		machine.told(f"as it should be: {said(action)}")
		return False
	machine.told(f"would: {said(action)}")
	if isinstance(action, File):
		lines = [HIDDEN] if action.make or action.fill else action.text.splitlines()
		for line in lines:
			machine.told(f"    | {line}")
	return True


def is_there(action: Action, machine: Machine) -> bool:
	"""Whether nothing is left to do of an action."""
	if isinstance(action, Command | Step):
		return machine.is_done(action.name, _inputs(action))
	if isinstance(action, Check):
		return False
	try:
		return _is_as_said(machine.at(action.path), action, machine)
	except PermissionError:  # a rehearsal by somebody else than root
		return False


def _is_as_said(path: Path, action: Folder | File | Link, machine: Machine) -> bool:
	if isinstance(action, Link):
		return str(path.readlink()) == action.target if path.is_symlink() else not action.target
	return path.exists() and _has_rights(path, action, machine) and _has_text(path, action, machine)


def _inputs(action: Command | Step) -> str:
	return "\0".join([*action.words, action.inputs]) if isinstance(action, Command) else action.inputs


def _has_rights(path: Path, action: Folder | File, machine: Machine) -> bool:
	is_mode = stat.S_IMODE(path.stat().st_mode) == action.mode
	return is_mode and (not machine.is_owned or (path.owner(), path.group()) == machine.owners(action.owner))


def _has_text(path: Path, action: Folder | File, machine: Machine) -> bool:
	if isinstance(action, Folder) or action.make:
		return True
	return path.read_text() == (action.fill(machine) if action.fill else action.text)


def said(action: Action) -> str:
	"""An action in a line."""
	if isinstance(action, Folder):
		return f"the folder {action.path}, {action.mode:04o} {action.owner}"
	if isinstance(action, File):
		return f"the file {action.path}, {action.mode:04o} {action.owner}"
	if isinstance(action, Link):
		return f"the link {action.path} to {action.target}" if action.target else f"no link {action.path}"
	if isinstance(action, Command):
		who = f"as {USER}: " if action.is_users else ""
		return f"{who}{' '.join(action.words)}"
	return action.told


def _write(action: File, machine: Machine) -> None:
	path = machine.at(action.path)
	if action.make:
		text = (
			path.read_text() if path.exists() else action.make()
		)  # a secret stays, whatever its rights were
	else:
		text = action.fill(machine) if action.fill else action.text
	path.parent.mkdir(parents=True, exist_ok=True)
	write(path, text, action.mode, *machine.owners(action.owner))


def _make_folder(action: Folder, machine: Machine) -> None:
	path = machine.at(action.path)
	path.mkdir(parents=True, exist_ok=True)
	give(path, *machine.owners(action.owner))
	path.chmod(action.mode)


def _make_link(action: Link, machine: Machine) -> None:
	path = machine.at(action.path)
	path.unlink(missing_ok=True)
	if action.target:
		path.parent.mkdir(parents=True, exist_ok=True)
		path.symlink_to(action.target)


def _do(action: Command | Step, machine: Machine) -> None:
	if isinstance(action, Step):
		machine.do(action.name, action.inputs, lambda: action.act(machine))
		return
	machine.do(action.name, _inputs(action), lambda: _run(action, machine))


def _run(action: Command, machine: Machine) -> None:
	if action.begin:
		action.begin(machine)
	who = AS_USER if action.is_users else ()
	machine.run([*who, *action.words], action.folder, action.environment or None)
