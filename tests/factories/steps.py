"""Rows that no endpoint makes, for tests over HTTP: made and taken away by a process of their own on the site."""

import os
from pathlib import Path

from factories import forked

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")


def site_step(sites: Path, *arguments: str, given: str = "", module: str = "registers") -> str:
	"""What a module of the factories prints; sites: the folder of the bench."""
	answer = forked.run(["-m", f"factories.{module}", SITE, *arguments], sites, given)
	assert answer.returncode == 0, answer.stderr[-2000:]
	return answer.stdout
