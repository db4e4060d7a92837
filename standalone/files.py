"""Files that are written in one move, with their rights and their owner."""

import os
import shutil
from pathlib import Path

from standalone.steps import Failure


def write(path: Path, text: str, mode: int, owner: str = "", group: str = "") -> None:
	"""Write a file in one move; a reader finds the former or the new one. owner, group: given to them, where root writes it."""
	unready = path.with_name(path.name + ".part")
	unready.unlink(missing_ok=True)
	with os.fdopen(os.open(unready, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
		file.write(text)
		file.flush()
		os.fsync(file.fileno())
	give(unready, owner, group)
	unready.chmod(mode)
	unready.rename(path)


def give(path: Path, owner: str, group: str = "") -> None:
	"""Give a file to a user, and to a group, where root does it. Raises Failure where there is none of that name."""
	if not (owner or group) or os.geteuid() != 0:
		return
	try:
		if owner:
			shutil.chown(path, user=owner)
		if group:
			shutil.chown(path, group=group)
	except LookupError:
		raise Failure(f"there is no user {owner or group}") from None
