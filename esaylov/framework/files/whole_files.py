"""Files that are there whole or not at all: written aside and moved into their place."""

import os
import secrets
from pathlib import Path


def write(path: Path, content: bytes, at: int | None = None) -> None:
	"""Put a file into its place. at: its time in nanoseconds, else now. Raises OSError, and leaves what was there as it was."""
	unready = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
	try:
		unready.write_bytes(content)
		if at is not None:
			os.utime(unready, ns=(at, at))
		os.replace(unready, path)
	except OSError:
		unready.unlink(missing_ok=True)  # a full disk gets its room back
		raise
