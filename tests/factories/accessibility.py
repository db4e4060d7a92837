"""What axe-core finds against a page."""

import os
from functools import cache
from pathlib import Path

import pytest
from playwright.sync_api import Page

ROOT = Path(__file__).resolve().parents[2]
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]
RUN = """async ([part, tags]) => (await axe.run(part || document, { runOnly: tags })).violations
	.map((found) => `${found.id}: ${found.nodes.map((node) => node.target.join(' ') + ' ' + node.html).join(' | ')}`)"""

LOOKED_OVER = """() => new Promise((then) => {
	requestAnimationFrame(() => requestAnimationFrame(then));
	setTimeout(then, 3000);
})"""
"""The frame of the Desk gives names to what was drawn before it is shown; in a window that is not shown, after two seconds."""


@cache
def program() -> str:
	"""axe-core, as the package-lock of the app brings it."""
	bench = os.environ.get("SITES_PATH")
	places = [ROOT / ".bench" / "node" / "esaylov", ROOT]
	for place in [Path(bench).parent / "node" / "esaylov", *places] if bench else places:
		script = place / "node_modules" / "axe-core" / "axe.min.js"
		if script.is_file():
			return script.read_text(encoding="utf-8")
	pytest.fail("axe-core is missing: npm ci in the root of the app, or script/test")


def violations(page: Page, part: str = "") -> list[str]:
	"""What it finds on the page, or in the part that a selector names."""
	page.evaluate(program())
	page.evaluate(LOOKED_OVER)
	return list(page.evaluate(RUN, [part, RULES]))
