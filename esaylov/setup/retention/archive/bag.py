"""A bag (BagIt, RFC 8493) in one ZIP, written member by member: of no file more than a piece is in memory.

One folder at the top; `data/` with what is kept; `manifest-sha256.txt` names each file of it with its SHA-256; `tagmanifest-sha256.txt`
covers that one and what describes the bag; `signature.json` is the server's Ed25519 signature over DOMAIN and the bytes of the tag
manifest. `script/verify-archive` reads the same formats alone.
"""

import hashlib
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from types import TracebackType
from typing import Final, Self

DOMAIN: Final = b"esaylov-election-archive\x00"
"""Put before the signed bytes, so that a signature of this key over anything else is no archive's."""
VERSION: Final = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
PIECE: Final = 1 << 20
PACKED: Final = frozenset({".pdf", ".jpg", ".jpeg", ".png", ".webp", ".zip", ".xlsx", ".docx", ".p7s"})
"""Endings of what does not get smaller."""
OUTSIDE: Final = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
"""What a line of a manifest cannot hold (RFC 8493, 2.1.3)."""


class Bag:
	"""A bag that is being written; whole only after `close`. What ends without it leaves a file that nobody takes for a bag."""

	def __init__(self, path: Path, folder: str, at: datetime) -> None:
		self._zip = zipfile.ZipFile(path, "x", zipfile.ZIP_DEFLATED, allowZip64=True)
		self._folder, self._at = folder, at.timetuple()[:6]
		self._lines: list[str] = []
		self.files = self.bytes = 0

	def __enter__(self) -> Self:
		return self

	def __exit__(
		self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
	) -> None:
		self._zip.close()

	def add(self, name: str, pieces: Iterable[bytes]) -> str:
		"""Write a file of `data/` piece by piece; its SHA-256 in hex."""
		sign, size = self._write(f"data/{name}", pieces)
		self._lines.append(f"{sign}  data/{name.translate(OUTSIDE)}\n")
		self.files, self.bytes = self.files + 1, self.bytes + size
		return sign

	def close(self, info: Mapping[str, str], about: str, sign: Callable[[bytes], Mapping[str, str]]) -> str:
		"""Write manifests, description and signature; SHA-256 in hex of the tag manifest.

		info: of `bag-info.txt`, beside the sum of what is in the bag. about: text of `README.txt`. sign: key and signature for bytes.
		"""
		told = {**info, "Payload-Oxum": f"{self.bytes}.{self.files}"}
		tags = {
			"bagit.txt": VERSION,
			"bag-info.txt": "".join(f"{label}: {value}\n" for label, value in told.items()),
			"README.txt": about,
			"manifest-sha256.txt": "".join(self._lines),
		}
		covered = "".join(f"{self._write(name, [text.encode()])[0]}  {name}\n" for name, text in tags.items())
		self._write("tagmanifest-sha256.txt", [covered.encode()])
		signed = {"document": "election archive", "version": 1, **sign(DOMAIN + covered.encode())}
		self._write("signature.json", [json.dumps(signed, sort_keys=True, indent=1).encode() + b"\n"])
		return hashlib.sha256(covered.encode()).hexdigest()

	def _write(self, name: str, pieces: Iterable[bytes]) -> tuple[str, int]:
		entry = zipfile.ZipInfo(f"{self._folder}/{name}", self._at)
		entry.compress_type = zipfile.ZIP_STORED if Path(name).suffix in PACKED else zipfile.ZIP_DEFLATED
		entry.external_attr = 0o644 << 16
		sign, size = hashlib.sha256(), 0
		with self._zip.open(entry, "w", force_zip64=True) as member:
			for piece in pieces:
				sign.update(piece)
				size += len(piece)
				member.write(piece)
		return sign.hexdigest(), size


def pieces_of(path: Path | str) -> Iterator[bytes]:
	"""The bytes of a file, a piece after the other. Raises OSError."""
	with open(path, "rb") as file:
		while piece := file.read(PIECE):
			yield piece


def sha256_of(path: Path) -> str:
	"""SHA-256 in hex of a file, read in pieces. Raises OSError."""
	sign = hashlib.sha256()
	for piece in pieces_of(path):
		sign.update(piece)
	return sign.hexdigest()


def manifest_of(path: Path) -> dict[str, str]:
	"""Name below `data/` to SHA-256, as a bag's own manifest says. Raises OSError, KeyError, zipfile.BadZipFile."""
	with zipfile.ZipFile(path) as bag:
		folder = bag.namelist()[0].partition("/")[0]
		lines = bag.read(f"{folder}/manifest-sha256.txt").decode().splitlines()
	return {name.removeprefix("data/"): sign for sign, _, name in (line.partition("  ") for line in lines)}
