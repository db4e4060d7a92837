"""The ready fields of the builder: rows of Appeal Field, as `field_library.json` has them."""

import json
from functools import cache
from pathlib import Path
from typing import Any

LIBRARY = Path(__file__).with_suffix(".json")


@cache
def rows() -> list[dict[str, Any]]:
	"""Ready fields: rows of Appeal Field, each with its `section`, a group with the names of its `columns`."""
	found: list[dict[str, Any]] = json.loads(LIBRARY.read_text(encoding="utf-8"))
	return found
