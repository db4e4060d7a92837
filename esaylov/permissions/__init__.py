"""Who reaches which rows, and what stands in the Desk."""

from importlib import import_module
from typing import Any

_HOOKS = ("check", "check_attachment", "query", "require_report")


def __getattr__(name: str) -> Any:
	"""For one release: this was a module before 0.1, and a site's own scripts may name its functions (see `esaylov.FORMER`)."""
	if name in _HOOKS:
		return getattr(import_module("esaylov.permissions.reach"), name)
	raise AttributeError(name)
