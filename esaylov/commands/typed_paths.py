"""Files that an operator names. `bench` runs every command in its folder `sites`, whichever folder it was typed in."""

import json
import os
from pathlib import Path
from typing import Any

import click


class TypedPath(click.Path):
	"""A path; a relative one belongs to the folder in which the command was typed."""

	name = "path"

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		"""The absolute path. Without PWD, as under a service, the folder of the process. A new file needs a writable folder."""
		typed_in = Path(os.environ.get("PWD") or Path.cwd())
		path = typed_in / value
		if not self.exists and not os.access(path.parent, os.W_OK | os.X_OK):
			self.fail(f"The folder {path.parent} does not exist or is not writable.", param, ctx)
		return super().convert(str(path), param, ctx)


class JsonFile(TypedPath):
	"""A file that exists; the function gets the JSON in it."""

	name = "file"

	def __init__(self) -> None:
		super().__init__(exists=True, dir_okay=False)

	def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
		"""Read it, or say where the JSON ends."""
		path = Path(str(super().convert(value, param, ctx)))
		try:
			return json.loads(path.read_text(encoding="utf-8"))
		except ValueError as fault:
			self.fail(f"{path} is no JSON: {fault}", param, ctx)
