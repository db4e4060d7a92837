"""Rows that no endpoint makes, for tests over HTTP: made and taken away by a process of their own on the site."""

import os
import subprocess
import sys
from pathlib import Path

SITE = os.environ.get("FRAPPE_SITE", "test.localhost")
TESTS = Path(__file__).resolve().parents[1]


def site_step(sites: Path, *arguments: str, given: str = "", module: str = "registers") -> str:
	"""What a module of the factories prints; sites: the folder of the bench."""
	answer = subprocess.run(
		[sys.executable, "-m", f"factories.{module}", SITE, *arguments],
		cwd=sites,
		env={**os.environ, "PYTHONPATH": str(TESTS)},
		input=given,
		capture_output=True,
		text=True,
		timeout=120,
		check=False,
	)
	assert answer.returncode == 0, answer.stderr[-2000:]
	return answer.stdout
