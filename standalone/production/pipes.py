"""Bytes through pipes: what a program writes, packed, sealed for who restores, and back; none of it on a disk in the clear."""

import hashlib
import subprocess
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, cast

from standalone import sealing
from standalone.steps import Failure

CHUNK = 1 << 20


@contextmanager
def said_by(words: list[str], allowed: tuple[int, ...] = (0,)) -> Iterator[Iterator[bytes]]:
	"""What a program writes, in pieces; Failure at the end where it did not succeed."""
	with subprocess.Popen(words, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
		yield pieces(cast(IO[bytes], running.stdout))
		problem = cast(IO[bytes], running.stderr).read().decode(errors="replace").strip()
	if running.returncode not in allowed:
		raise Failure(f"{Path(words[0]).name}: {problem.splitlines()[-1] if problem else running.returncode}")


def pieces(stream: IO[bytes]) -> Iterator[bytes]:
	"""A stream in pieces."""
	while chunk := stream.read(CHUNK):
		yield chunk


def packed(chunks: Iterable[bytes]) -> Iterator[bytes]:
	"""The same, as gzip has it."""
	pressing = zlib.compressobj(6, zlib.DEFLATED, 31)
	for chunk in chunks:
		yield pressing.compress(chunk)
	yield pressing.flush()


def seal(chunks: Iterable[bytes], path: Path, recipient: Path) -> None:
	"""Bytes into a file that only the owner of a key reads. Raises Failure; no half of one is left."""
	unready = path.with_name(path.name + ".part")
	unready.unlink(missing_ok=True)
	try:
		with sealing.sealer(unready, recipient) as sink:
			for chunk in chunks:
				sink.write(chunk)
		unready.rename(path)
	finally:
		unready.unlink(missing_ok=True)


def sha256(path: Path) -> str:
	with path.open("rb") as file:
		return hashlib.file_digest(file, "sha256").hexdigest()


def unpacked(chunks: Iterable[bytes]) -> Iterator[bytes]:
	"""gzip taken apart. Raises Failure for one that ends in the middle."""
	opening = zlib.decompressobj(31)
	for chunk in chunks:
		yield opening.decompress(chunk)
	yield opening.flush()
	if not opening.eof:
		raise Failure("the dump ends in the middle")


def opened(path: Path) -> Iterator[bytes]:
	"""What was sealed, by the private key that is in the keyring of who runs this."""
	with said_by(sealing.opener(path)) as output:
		yield from output
