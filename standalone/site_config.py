"""A site's own configuration, from outside of the framework."""

import json

from standalone.paths import Bench


def set_value(bench: Bench, site: str, key: str, value: object) -> None:
	"""Set a value in `site_config.json`, in one move."""
	path = bench.sites / site / "site_config.json"
	part = path.with_suffix(".part")
	part.write_text(json.dumps(json.loads(path.read_text()) | {key: value}, indent=1, sort_keys=True))
	part.replace(path)
