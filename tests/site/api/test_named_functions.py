"""Functions of the app that programs outside of it call by a dotted path: each is there, and callable."""

import re
from pathlib import Path

import frappe
import pytest

from standalone.paths import APP, ROOT

DOTTED = re.compile(rf'"(?:{APP}|\{{APP\}})((?:\.[a-z_0-9]+)+)"')
PACKAGES = {path.name for path in (ROOT / APP).iterdir() if path.is_dir()}


def paths() -> list[str]:
	"""Of every text in `standalone` that begins with the name of the app and a package of it."""
	texts = (path.read_text(encoding="utf-8") for path in Path(ROOT / "standalone").rglob("*.py"))
	found = {name for text in texts for name in DOTTED.findall(text)}
	return sorted(f"{APP}{name}" for name in found if name.split(".")[1] in PACKAGES)


def test_programs_name_many():
	assert {f"{APP}.framework.place.hold", f"{APP}.setup.operating.inventory.census"} <= set(paths())


@pytest.mark.parametrize("path", paths())
def test_a_function_that_a_program_names_is_there(path):
	"""A restore in production ended with nothing restored because a module had moved."""
	module, _, name = path.rpartition(".")
	found = getattr(frappe.get_module(module), name, None) or frappe.get_module(path)
	assert found is not None
