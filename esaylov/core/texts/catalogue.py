"""Texts in JSON: `uz.json`, `ru.json`, `en.json` in a folder and its sub-folders, the same keys in each."""

import json
from pathlib import Path


def read(folder: Path, language: str) -> dict[str, str]:
	"""All texts of a language by key, from every `{language}.json` in a folder. Raises ValueError for a key that is given twice."""
	found: dict[str, str] = {}
	for path in sorted(folder.rglob(f"{language}.json")):
		texts: dict[str, str] = json.loads(path.read_text(encoding="utf-8"))
		if twice := found.keys() & texts.keys():
			raise ValueError(f"texts given twice: {sorted(twice)}")
		found |= texts
	return found
