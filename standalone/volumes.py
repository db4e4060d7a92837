"""An encrypted file system for stored files (and all that is on it): LUKS on a device, or gocryptfs in a folder where a machine has no device to
give (a container, a rented one), set up by Debian's own programs; whether a folder lies on one.

Nothing here encrypts by itself. A device that holds anything is refused, so that no run of it loses data.
"""

import os
import secrets
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

from standalone.packages import search_path
from standalone.steps import Failure

NAME = "esaylov-files"
OF_ROOT = ("-allow_other",) if os.geteuid() == 0 else ()
"""The user of the bench reads what root opened, by the rights of each file."""
MAPPED = Path("/dev/mapper") / NAME
BYTES_OF_A_KEY = 64
OF_FUSE = ("fuse.gocryptfs", "fuse.cryfs", "ecryptfs")
"""File systems that encrypt by themselves, as /proc names them."""
PACKAGES = {
	"cryptsetup": "cryptsetup",
	"gocryptfs": "gocryptfs",
	"mkfs.ext4": "e2fsprogs",
	"mount": "mount",
	"wipefs": "util-linux",
}
SEALED = "gocryptfs.conf"
"""What gocryptfs leaves in a folder that it sealed."""
Step = tuple[str, ...]


@dataclass(frozen=True)
class Volume:
	"""A device that becomes the encrypted file system under a folder, opened by the key in a file."""

	device: Path
	folder: Path
	key: Path


def steps(volume: Volume) -> list[Step]:
	"""The commands, in their order."""
	device, key = str(volume.device), str(volume.key)
	return [
		("cryptsetup", "luksFormat", "--batch-mode", "--type", "luks2", "--key-file", key, device),
		("cryptsetup", "open", "--key-file", key, device, NAME),
		("mkfs.ext4", "-q", str(MAPPED)),
		("mount", str(MAPPED), str(volume.folder)),
	]


def lines_of_boot(volume: Volume) -> dict[str, str]:
	"""What an operator adds to the tables of the machine, so that it opens with the next start."""
	return {
		"/etc/crypttab": f"{NAME} {volume.device} {volume.key} luks",
		"/etc/fstab": f"{MAPPED} {volume.folder} ext4 defaults,noatime 0 2",
	}


def set_up(volume: Volume, is_dry: bool) -> list[str]:
	"""Make it, or say what would be done. Raises Failure where the device is none, or is not empty, or a program is missing."""
	check(volume)
	told = [" ".join(words) for words in steps(volume)]
	boot = [f"add to {file}: {line}" for file, line in lines_of_boot(volume).items()]
	if is_dry:
		return [f"a key into {volume.key}", *told, *boot]
	commands = [[_program(name), *words] for name, *words in steps(volume)]
	make_key(volume.key)
	volume.folder.mkdir(parents=True, exist_ok=True)
	for command in commands:
		_run(command)
	return [*told, *boot]


@dataclass(frozen=True)
class SealedFolder:
	"""A folder whose files are sealed, and the one in which they are read, opened by the key in a file."""

	sealed: Path
	folder: Path
	key: Path


def steps_of_folder(place: SealedFolder) -> list[Step]:
	"""The commands, in their order; one that is sealed already is opened."""
	key = ("-q", "-passfile", str(place.key))
	opened: Step = ("gocryptfs", *key, *OF_ROOT, str(place.sealed), str(place.folder))
	if (place.sealed / SEALED).exists():
		return [opened]
	return [("gocryptfs", "-init", *key, str(place.sealed)), opened]


def set_up_folder(place: SealedFolder, is_dry: bool) -> list[str]:
	"""Make it, or say what would be done. Raises Failure where a folder is not empty, or the key would lie in one of them."""
	_check_folder(place)
	told = [" ".join(words) for words in steps_of_folder(place)]
	options = f"rw,nofail,auto,allow_other,passfile={place.key}"
	boot = f"add to /etc/fstab: {place.sealed} {place.folder} fuse./usr/bin/gocryptfs {options} 0 0"
	if is_dry:
		return [f"a key into {place.key}", *told, boot]
	commands = [[_program(name), *words] for name, *words in steps_of_folder(place)]
	make_key(place.key, is_text=True)
	for folder in (place.sealed, place.folder):
		folder.mkdir(mode=0o700, parents=True, exist_ok=True)
	for command in commands:
		_run(command)
	return [*told, boot]


def _check_folder(place: SealedFolder) -> None:
	for folder in (place.sealed, place.folder):
		if place.key.resolve().is_relative_to(folder.resolve()):
			raise Failure(f"{place.key} would lie in what it opens")
	if place.folder.resolve().is_relative_to(place.sealed.resolve()):
		raise Failure(f"{place.folder} would lie in what is sealed")
	if place.folder.exists() and any(place.folder.iterdir()):
		raise Failure(f"{place.folder} is not empty: what is in it would be hidden")
	is_sealed = (place.sealed / SEALED).exists()
	if place.sealed.exists() and any(place.sealed.iterdir()) and not is_sealed:
		raise Failure(f"{place.sealed} is not empty, nothing was done: what is in it is not sealed")
	if is_sealed and not place.key.exists():
		raise Failure(
			f"{place.key} is missing: what is sealed in {place.sealed} opens with its own key alone"
		)


def _program(name: str) -> str:
	found = shutil.which(name, path=search_path())
	if not found:
		raise Failure(f"the program {name} is missing: apt-get install {PACKAGES[name]}")
	return found


def check(volume: Volume) -> None:
	"""Failure for what must not be made an encrypted file system of, or where it could not be opened again."""
	if not volume.device.is_block_device():
		raise Failure(f"{volume.device} is no block device")
	if found := _run([_program("wipefs"), "--no-act", str(volume.device)]).strip():
		raise Failure(f"{volume.device} is not empty, nothing was done: {found.splitlines()[-1]}")
	if volume.folder.exists() and any(volume.folder.iterdir()):
		raise Failure(f"{volume.folder} is not empty: what is in it would be hidden")
	if volume.key.resolve().is_relative_to(volume.folder.resolve()):
		raise Failure(f"{volume.key} would lie in what it opens")


def make_key(path: Path, is_text: bool = False) -> None:
	"""A random key in a new file that its owner alone reads; one that is there stays. is_text: for programs that read a line."""
	if path.exists():
		return
	path.parent.mkdir(parents=True, exist_ok=True)
	with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o400), "wb") as file:
		file.write(
			secrets.token_hex(BYTES_OF_A_KEY).encode() if is_text else secrets.token_bytes(BYTES_OF_A_KEY)
		)


def is_encrypted(folder: Path, system: Path = Path("/")) -> bool:
	"""Whether a folder lies on a file system that is encrypted: on dm-crypt, through LVM or RAID too, or one that does it itself.

	system: where /proc and /sys are. fscrypt encrypts single folders of a file system that is not, and is not seen here.
	"""
	kind, number = _mounted(folder, system / "proc/self/mountinfo")
	return kind in OF_FUSE or _is_crypt(system / "sys/dev/block" / number)


def _mounted(folder: Path, table: Path) -> tuple[str, str]:
	"""The kind of the file system that a folder is on, and the number of its device: the innermost mount, the last of those."""
	there = folder.resolve()
	rows = [line.split() for line in table.read_text().splitlines()]
	fitting = [row for row in rows if there.is_relative_to(row[4].replace("\\040", " "))]
	if not fitting:
		raise Failure(f"{folder} is on no file system that {table} names")
	row = max(reversed(fitting), key=lambda row: len(row[4]))
	return row[row.index("-") + 1], row[2]


def _is_crypt(device: Path) -> bool:
	uuid = device / "dm" / "uuid"
	if uuid.exists() and uuid.read_text().startswith("CRYPT-"):
		return True
	below = device / "slaves"
	found = [*below.iterdir()] if below.is_dir() else []
	return bool(found) and all(map(_is_crypt, found))


def _run(command: list[str]) -> str:
	answer = subprocess.run(command, capture_output=True, text=True)
	if answer.returncode:
		lines = (answer.stderr or answer.stdout).strip().splitlines()
		raise Failure(f"{Path(command[0]).name}: {lines[-1] if lines else answer.returncode}")
	return answer.stdout
