"""Text of the Desk (Markdown) as HTML for the portal.

Whatever HTML stands in the text is shown as text: only what Markdown itself makes is markup, and of this only what the
framework's sanitiser lets through. Headings start below the one that the page gives to the section.
"""

import re
from html import escape

from frappe.utils import md_to_html, sanitize_html

HEADING = re.compile(r"<(/?)h([1-6])\b[^>]*>")
ADDED = re.compile(r"<(table|img)\s+class=\"[^\"]*\"|\sid=\"[^\"]*\"")
MOST_SIGNS = {"[": 500, "`": 1_000, "|": 2_000, "\\": 5_000, "\n": 5_000}
"""What a text may hold of the signs for which the library looks through the rest of the text each time (own design)."""
LONGEST = 100_000
"""Letters of a text that is read as Markdown (own design)."""
TOP = 3
"""Level of the highest heading inside a section."""


def to_html(markdown: str) -> str:
	"""HTML that may stand on a page as it is; empty for an empty text. One that would take too long stands as it was typed."""
	if not markdown.strip():
		return ""
	if len(markdown) > LONGEST or any(markdown.count(sign) > most for sign, most in MOST_SIGNS.items()):
		return _typed(markdown)
	try:
		made = str(md_to_html(escape(markdown, quote=False)) or "")
		safe = sanitize_html(made, always_sanitize=True)
	except RecursionError:  # lists in lists
		return _typed(markdown)
	return HEADING.sub(_lowered, ADDED.sub(lambda found: f"<{found[1]}" if found[1] else "", safe))


def _typed(markdown: str) -> str:
	return f"<p>{escape(markdown)}</p>"


def _lowered(heading: re.Match[str]) -> str:
	"""`#` becomes the highest level of a section, `##` the same, `###` the next."""
	return f"<{heading[1]}h{min(6, max(TOP, int(heading[2]) + 1))}>"
