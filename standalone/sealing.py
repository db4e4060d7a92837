"""Backups for the one who restores: sealed with GnuPG to a public key, so that the machine that makes them cannot read them.

The private key is made and kept elsewhere; here is only its public half, as a file.
"""

import os
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, cast

from standalone.packages import program
from standalone.steps import Failure

SEALED = ".gpg"


def check(recipient: Path) -> None:
	"""Failure where a file holds no key: known before a backup begins, and not after it."""
	with tempfile.TemporaryDirectory() as home:
		_gpg(["--homedir", home, "--show-keys", str(recipient)])


def seal(path: Path, recipient: Path) -> Path:
	"""Seal a file for the key in another, and take the plain one away; gives the sealed one.

	Raises Failure where the key does not do or there is no room: the plain file is as it was then.
	"""
	sealed, unready = path.with_name(path.name + SEALED), path.with_name(f"{path.name}{SEALED}.part")
	if sealed.exists():
		raise Failure(f"{sealed} exists already")
	with tempfile.TemporaryDirectory() as home:  # no keyring of whoever runs it has a say
		words = ["--homedir", home, "--trust-model", "always", "--compress-algo", "none", "--recipient-file"]
		try:
			_gpg([*words, str(recipient), "--output", str(unready), "--encrypt", str(path)])
			unready.rename(sealed)
		finally:
			unready.unlink(missing_ok=True)
	path.unlink()
	return sealed


@contextmanager
def sealer(path: Path, recipient: Path) -> Iterator[IO[bytes]]:
	"""What is written goes into a file, sealed for the key in another; nothing of it is on a disk in the clear. Raises Failure."""
	with tempfile.TemporaryDirectory() as home:
		words = ["--homedir", home, "--trust-model", "always", "--compress-algo", "none", "--recipient-file"]
		command = [*_command([*words, str(recipient), "--output", str(path), "--encrypt"])]
		with subprocess.Popen(
			command, stdin=subprocess.PIPE, stderr=subprocess.PIPE, env=_environment()
		) as gpg:
			sink = cast(IO[bytes], gpg.stdin)
			with suppress(BrokenPipeError):  # what it says is the reason
				yield sink
				sink.close()
			told = cast(IO[bytes], gpg.stderr).read().decode(errors="replace")
		_check(gpg.returncode, told)


def opener(path: Path) -> list[str]:
	"""The command that writes what was sealed to its output, by the private key in the keyring of who runs it."""
	return _command(["--decrypt", str(path)])


def unseal(path: Path, folder: Path) -> Path:
	"""The plain file of a sealed one, in a folder, by the private key that is in the caller's keyring. Raises Failure."""
	plain = folder / path.name.removesuffix(SEALED)
	_gpg(["--output", str(plain), "--decrypt", str(path)])
	return plain


@contextmanager
def unsealed(folder: Path, names: Sequence[str]) -> Iterator[Path]:
	"""A folder with these files as they were before they were sealed: the same one where none of them is.

	names: as they are without the seal. What was unsealed is gone after the block.
	"""
	if not any((folder / (name + SEALED)).exists() for name in names):
		yield folder
		return
	with tempfile.TemporaryDirectory(prefix="esaylov-backup-") as made:
		for name in names:
			if (sealed := folder / (name + SEALED)).exists():
				unseal(sealed, Path(made))
			elif (plain := folder / name).exists():
				(Path(made) / name).symlink_to(plain)
		yield Path(made)


def _gpg(words: list[str]) -> None:
	answer = subprocess.run(_command(words), capture_output=True, text=True, env=_environment())
	_check(answer.returncode, answer.stderr)


def _command(words: list[str]) -> list[str]:
	return [program("gpg"), "--batch", "--yes", "--quiet", "--no-tty", *words]


def _environment() -> dict[str, str]:
	return os.environ | {"LC_ALL": "C"}


def _check(code: int, told: str) -> None:
	if code:
		lines = told.strip().splitlines()
		raise Failure(f"gpg: {lines[-1] if lines else code}")
