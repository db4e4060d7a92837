"""Refuses addresses that lead out of the public folders, and every address of a backup, whoever asks."""

from urllib.parse import unquote

import frappe

BACKUPS = "backups"
"""The framework sends files below `private` for each address that begins so, and resolves `..` in it."""
LONGEST_NAME = 255
"""Bytes of the name of a file or folder, on every file system of Linux."""


def refuse_closed_paths() -> None:
	"""Hook `before_request`: refuse an address that no file can have, that climbs out of a folder, or that means a backup.

	Raises frappe.DoesNotExistError (404).
	"""
	path = frappe.local.request.path
	if is_impossible_path(path) or is_closed_path(path):
		raise frappe.DoesNotExistError


def is_impossible_path(path: str) -> bool:
	"""Whether no file can have this address: the framework would look for it, and fail."""
	return "\0" in path or any(len(part.encode()) > LONGEST_NAME for part in path.split("/"))


def is_closed_path(path: str) -> bool:
	"""Whether an address, however it is encoded, has a `..` or begins with `backups` in any case."""
	parts = path_segments(path)
	return ".." in parts or next((part for part in parts if part != "."), "").startswith(BACKUPS)


def path_segments(path: str) -> list[str]:
	"""The segments in lower case, without empty ones; `%2f`, `%5c` and `%252f` separate as `/` does."""
	decoded = unquote(path)
	while decoded != path:
		path, decoded = decoded, unquote(decoded)
	return [part for part in decoded.replace("\\", "/").lower().split("/") if part]
